package app

import (
	"crypto/tls"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"handshake101/devserver/internal/cert"
	"handshake101/devserver/internal/send"
)

// target is a server of somebody's own: serve deals with each connection.
func target(t *testing.T, host string, serve func(net.Conn)) send.Target {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			serve(c)
			c.Close()
		}
	}()
	t.Cleanup(func() { l.Close(); <-ended })
	return send.Target{Name: host + ":443", Host: host, Addresses: []netip.AddrPort{l.Addr().(*net.TCPAddr).AddrPort()}}
}

// withTLS answers inside TLS, with a certificate that was made at a time.
func withTLS(t *testing.T, made time.Time) func(net.Conn) {
	t.Helper()
	pair, err := cert.Make([]string{"lab.example"}, made)
	if err != nil {
		t.Fatal(err)
	}
	return func(c net.Conn) {
		s := tls.Server(c, &tls.Config{Certificates: []tls.Certificate{pair}})
		c.SetDeadline(time.Now().Add(5 * time.Second))
		io.ReadFull(s, make([]byte, len(rfcRequest)))
		io.WriteString(s, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
		s.Close()
	}
}

// TestTargetTLS: why TLS with a target does not come about, or would not with a
// browser, is told by a code that the page has words for.
func TestTargetTLS(t *testing.T) {
	now := time.Now()
	noTLS := func(c net.Conn) { io.WriteString(c, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n") }
	refuses := func(c net.Conn) { tls.Server(c, new(tls.Config)).Handshake() }
	for name, c := range map[string]struct {
		target send.Target
		code   string // of the refusal; or
		event  string // what is told of the certificate
		text   string
	}{
		"no TLS":              {target(t, "localhost", noTLS), "tls-none", "", ""},
		"ends at once":        {target(t, "localhost", func(c net.Conn) { c.Read(make([]byte, 9000)) }), "tls-ended", "", ""},
		"refuses":             {target(t, "localhost", refuses), "tls-alert", "", "unrecognized name"},
		"signed by itself":    {target(t, "localhost", withTLS(t, now)), "", "cert-unknown", "CN=Handshake 101 dev server"},
		"for somebody else":   {target(t, "other.example", withTLS(t, now)), "", "cert-name", "localhost, lab.example, 127.0.0.1, ::1"},
		"not valid any more":  {target(t, "localhost", withTLS(t, now.AddDate(-1, 0, 0))), "", "cert-time", now.AddDate(-1, 0, 0).Add(-time.Hour).UTC().Format(time.DateOnly)},
		"not valid as of now": {target(t, "localhost", withTLS(t, now.AddDate(1, 0, 0))), "", "cert-time", ""},
	} {
		b := startWith(t, nil, func(config *Config) { config.Targets = []send.Target{c.target} })
		var out struct {
			send.Result
			Error struct {
				Code string
				Args map[string]string
			}
		}
		b.post("POST", "/live/"+b.id()+"/send", object{"request": rfcRequest, "target": c.target.Name, "tls": true}, &out)
		if out.Error.Code != c.code || c.code != "" && out.Error.Args["alert"] != c.text {
			t.Errorf("%s: refused with %+v", name, out.Error)
		}
		if c.event == "" {
			continue
		}
		told := ""
		for _, e := range out.Events {
			if strings.HasPrefix(e.What, "cert-") {
				told += e.What + " " + e.Text
			}
		}
		if !strings.HasPrefix(told, c.event+" "+c.text) || !strings.HasPrefix(string(out.ResponseBase64), "HTTP/1.1 200 OK") {
			t.Errorf("%s: told %q, answered %q", name, told, out.ResponseBase64)
		}
	}
}

// TestTargetBreaksOff: a target that takes no more is told of in an event.
func TestTargetBreaksOff(t *testing.T) {
	gone := target(t, "localhost", func(c net.Conn) {
		c.Read(make([]byte, 1))
		c.(*net.TCPConn).SetLinger(0)
	})
	b := startWith(t, nil, func(config *Config) { config.Targets = []send.Target{gone} })
	r := b.sent(object{"request": rfcRequest, "target": gone.Name, "pieces": []object{{"bytes": 1, "pauseMs": 50}, {"bytes": 1, "pauseMs": 50}}})
	if got := whats(&r); got != "connected unsent server-reset" {
		t.Errorf("events: %s %+v", got, r.Events)
	}
}
