// Package send sends a request that somebody wrote, byte for byte, over a real
// connection, and says exactly what left and what came, and when. It connects
// to this server's own door for errands, or to a target that was named when the
// server was started, and nowhere else.
package send

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/netip"
	"strings"
	"time"

	"handshake101/devserver/internal/fault"
	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/pieces"
	"handshake101/devserver/internal/record"
	"handshake101/devserver/internal/upgrade"
	"handshake101/handshake"
)

// Request is what to send, and how.
type Request struct {
	Bytes  []byte
	Policy *handshake.Policy // of the own door; nil: its own
	Pieces []pieces.Piece
	TLS    bool
	Target string // "": the own door
	After  []byte // to be sent after a 101; nil: a greeting of the protocol
	Greet  *bool  // whether to greet; nil: on the own door only
	Wait   time.Duration
	Behind bool // this server stands behind the target: tell what arrived here
}

// Result is what happened. Its recording is the client's own view.
type Result struct {
	record.Document
	To           string  `json:"to"`
	Target       string  `json:"target"`
	HeadBytes    int     `json:"headBytes"`
	RequestBytes int     `json:"requestBytes"`
	Events       []Event `json:"events"`
	TLS          *TLS    `json:"tls,omitempty"`
	Inner        *Inner  `json:"inner,omitempty"`
	// Behind is what this server recorded under the same id, if the target
	// passed something on.
	Behind *record.Document `json:"behind,omitempty"`
}

// Event is what happened beside bytes.
type Event struct {
	At   int64  `json:"at"` // microseconds since Started
	What string `json:"what"`
	Text string `json:"text,omitempty"`
}

// TLS is what the connection was wrapped in.
type TLS struct {
	Version  string `json:"version"`
	Cipher   string `json:"cipher"`
	ALPN     string `json:"alpn"`
	Subject  string `json:"subject"`
	Verified bool   `json:"verified"`
	Problem  string `json:"problem,omitempty"`
}

// Inner is what was said inside TLS that began after the 101.
type Inner struct {
	Chunks         []record.Part `json:"chunks"`
	RequestBase64  []byte        `json:"requestBase64"`
	ResponseBase64 []byte        `json:"responseBase64"`
}

// Sender sends.
type Sender struct {
	Limits  limits.Limits
	Targets []Target
	// Plain and Secure are the server's own doors for errands; Expect announces one.
	Plain, Secure string
	Expect        func(from netip.AddrPort, e *upgrade.Errand) (forget func())
	Roots         *x509.CertPool // of this server's own certificate
	// Behind announces a request that a target passes on to this server, and
	// gives a function that ends this and tells what arrived.
	Behind func(id string, e *upgrade.Errand) (arrived func() *record.Document)
}

const dialTime = 5 * time.Second

// Send carries out one request. The error is a fault.
func (s *Sender) Send(ctx context.Context, id string, r Request) (*Result, error) {
	addresses, name, own := []string{s.Plain}, "localhost", r.Target == ""
	if own && r.TLS {
		addresses[0] = s.Secure
	} else if !own {
		t := find(s.Targets, r.Target)
		if t == nil {
			return nil, fault.New(fault.Target)
		}
		name, addresses = t.Host, nil
		for _, a := range t.Addresses {
			addresses = append(addresses, a.String())
		}
	}
	ctx, cancel := context.WithTimeout(ctx, dialTime+s.Limits.Pauses+2*s.Limits.SendWait)
	defer cancel()
	x := &exchange{request: r, own: own, result: Result{Target: r.Target, RequestBytes: len(r.Bytes)}}
	x.line = newLine(record.New(id, time.Now(), 4*s.Limits.SendBytes))
	raw, address, err := dial(ctx, addresses)
	if err != nil {
		return nil, fault.OfDial(strings.Join(addresses, ", "), err)
	}
	defer raw.Close()
	x.result.To = address
	defer context.AfterFunc(ctx, func() { raw.Close() })()
	x.event("connected", "")
	if own {
		from := raw.LocalAddr().(*net.TCPAddr).AddrPort()
		defer s.Expect(from, &upgrade.Errand{Policy: r.Policy})()
	}
	conn := raw
	if r.TLS {
		t, err := x.wrap(ctx, raw, name, s.Roots)
		if err != nil {
			return nil, err
		}
		conn = t
	}
	var arrived func() *record.Document
	if r.Behind {
		arrived = s.Behind(id, &upgrade.Errand{Policy: r.Policy})
	}
	x.line.begin(conn)
	x.run(ctx)
	conn.Close()
	raw.Close()
	x.line.ended()
	if arrived != nil {
		x.result.Behind = arrived()
	}
	return x.done(), nil
}

// dial connects to the first of the addresses that takes it. The error is that of
// the last.
func dial(ctx context.Context, addresses []string) (c net.Conn, address string, err error) {
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	for i, address := range addresses {
		d := net.Dialer{Timeout: dialTime / time.Duration(len(addresses)-i)}
		if c, err = d.DialContext(ctx, "tcp", address); err == nil {
			return c, address, nil
		}
	}
	return nil, "", err
}

// wrap shakes hands for TLS. Whether the certificate is good is told and does
// not matter: servers on somebody's desk sign their own.
func (x *exchange) wrap(ctx context.Context, raw net.Conn, name string, roots *x509.CertPool) (net.Conn, error) {
	told, doubt := &TLS{Verified: true}, doubt{}
	if !x.own {
		roots = nil // those of the system
	}
	t := tls.Client(raw, &tls.Config{
		ServerName:         name,
		NextProtos:         []string{"http/1.1"},
		InsecureSkipVerify: true,
		VerifyConnection: func(c tls.ConnectionState) error {
			o := x509.VerifyOptions{DNSName: name, Roots: roots, Intermediates: x509.NewCertPool()}
			for _, i := range c.PeerCertificates[1:] {
				o.Intermediates.AddCert(i)
			}
			if _, err := c.PeerCertificates[0].Verify(o); err != nil {
				told.Verified, told.Problem, doubt = false, err.Error(), doubtOf(c.PeerCertificates[0], err)
			}
			told.Subject = c.PeerCertificates[0].Subject.String()
			return nil
		},
	})
	if err := t.HandshakeContext(ctx); err != nil {
		return nil, fault.OfTLS(x.result.To, err)
	}
	c := t.ConnectionState()
	told.Version, told.Cipher, told.ALPN = tls.VersionName(c.Version), tls.CipherSuiteName(c.CipherSuite), c.NegotiatedProtocol
	x.result.TLS = told
	x.event("tls", told.Version)
	if doubt.what != "" && !x.own {
		x.event(doubt.what, doubt.text)
	}
	return t, nil
}
