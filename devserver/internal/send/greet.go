package send

import (
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"net/http"
	"time"

	"github.com/gobwas/ws"
	"golang.org/x/net/http2"

	"handshake101/devserver/internal/fault"
	"handshake101/devserver/internal/record"
	"handshake101/handshake"
)

// The first words in the new protocol. A server of this house echoes them; a
// target is greeted only if that was asked for.

const hello = "Hello"

// quietTime is how long nothing comes before what was answered is taken as all.
const quietTime = 100 * time.Millisecond

// afterSwitch speaks the new protocol for a moment, and ends it in its own way.
func (x *exchange) afterSwitch(protocol string, until time.Time) {
	if x.request.After != nil {
		if _, err := x.line.Write(x.request.After); err != nil {
			x.over(err)
			return
		}
		x.event("greeted", "")
		if err := x.line.waitQuiet(quietTime, until); err != nil {
			x.over(err)
			return
		}
		x.hangUp(until)
		return
	}
	greet := x.own
	if x.request.Greet != nil {
		greet = *x.request.Greet
	}
	if !greet {
		if err := x.line.waitQuiet(quietTime, until); err != nil {
			x.over(err)
			return
		}
		x.hangUp(until)
		return
	}
	switch protocol {
	case "websocket":
		x.greetWebSocket(until)
	case "h2c":
		x.greetHTTP2(until)
	case "TLS/1.2", "TLS/1.3":
		x.greetTLS(protocol, until)
	case "connect-udp":
		// A DATAGRAM capsule: type 0, six bytes, context 0 (RFC 9298 §5).
		x.greetBytes(append([]byte{0, 1 + byte(len(hello)), 0}, hello...), nil, until)
	case "connect-ip":
		x.greetBytes(ping(8), ping(0), until)
	default:
		x.greetBytes([]byte(hello+"\r\n"), nil, until)
	}
}

// ping is an ICMP echo request (8) or its reply (0) in a DATAGRAM capsule:
// between the addresses that the lab's own tunnel has for both ends (RFC 9484
// §6, RFC 792). Its checksums are those of this one message.
func ping(kind byte) []byte {
	const head = "\x00\x22\x00\x45\x00\x00\x21\x00\x00\x00\x00\x40\x01\xf6\xd8"
	client, host := "\xc0\x00\x02\x02", "\xc0\x00\x02\x01"
	if kind == 0 {
		return []byte(head + host + client + "\x00\x00\xdc\x2b\x00\x01\x00\x01" + hello)
	}
	return []byte(head + client + host + "\x08\x00\xd4\x2b\x00\x01\x00\x01" + hello)
}

// greetBytes says hello and waits for its echo: the same bytes, unless others
// are wanted.
func (x *exchange) greetBytes(greeting, want []byte, until time.Time) {
	if want == nil {
		want = greeting
	}
	if _, err := x.line.Write(greeting); err != nil {
		x.over(err)
		return
	}
	x.event("greeted", "")
	if ok, err := x.line.wait(until, x.behind(want)); !ok {
		x.over(err)
		return
	}
	x.hangUp(until)
}

// behind tells whether some bytes have come after the switch.
func (x *exchange) behind(b []byte) func([]byte) bool {
	return func(in []byte) bool { return bytes.Contains(in[min(x.result.HeadBytes, len(in)):], b) }
}

// greetWebSocket sends a text frame, and after its echo a close frame.
func (x *exchange) greetWebSocket(until time.Time) {
	var mask [4]byte
	frame := func(f ws.Frame) bool {
		rand.Read(mask[:])
		b, err := ws.CompileFrame(ws.MaskFrameInPlaceWith(f, mask))
		if err == nil {
			_, err = x.line.Write(b)
		}
		if err != nil {
			x.over(err)
		}
		return err == nil
	}
	if !frame(ws.NewTextFrame([]byte(hello))) {
		return
	}
	x.event("greeted", "")
	if ok, err := x.line.wait(until, x.behind([]byte(hello))); !ok && !errors.Is(err, errTooMuch) {
		x.over(err)
		if !isTimeout(err) {
			return
		}
	}
	if frame(ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusNormalClosure, ""))) {
		x.over(x.line.waitEnd(time.Now().Add(endTime)))
	}
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// greetHTTP2 is the smallest client of HTTP/2: preface and SETTINGS, then it
// reads until stream 1 is answered, asks with PING whether the server is alive,
// and says GOAWAY.
func (x *exchange) greetHTTP2(until time.Time) {
	var out bytes.Buffer
	f := http2.NewFramer(&out, x.line)
	flush := func() error {
		_, err := x.line.Write(out.Bytes())
		out.Reset()
		return err
	}
	out.WriteString(http2.ClientPreface)
	f.WriteSettings()
	if err := flush(); err != nil {
		x.over(err)
		return
	}
	x.event("greeted", "")
	x.line.SetReadDeadline(until)
	for {
		frame, err := f.ReadFrame()
		if err != nil {
			x.over(err)
			return
		}
		ended := false
		switch frame := frame.(type) {
		case *http2.SettingsFrame:
			if !frame.IsAck() {
				f.WriteSettingsAck()
			}
		case *http2.HeadersFrame:
			ended = frame.StreamID == 1 && frame.StreamEnded()
		case *http2.DataFrame:
			ended = frame.StreamID == 1 && frame.StreamEnded()
		case *http2.PingFrame:
			if frame.IsAck() {
				f.WriteGoAway(0, http2.ErrCodeNo, nil)
				if flush() == nil {
					x.hangUp(until)
				}
				return
			}
		}
		if ended {
			f.WritePing(false, [8]byte([]byte("alive? 1")))
		}
		if out.Len() > 0 {
			if err := flush(); err != nil {
				x.over(err)
				return
			}
		}
	}
}

// greetTLS begins TLS and reads the answer to the request that asked for it.
func (x *exchange) greetTLS(protocol string, until time.Time) {
	version := uint16(tls.VersionTLS12)
	if protocol == "TLS/1.3" {
		version = tls.VersionTLS13
	}
	x.line.SetReadDeadline(until)
	t := tls.Client(x.line, &tls.Config{ServerName: "localhost", InsecureSkipVerify: true, MinVersion: version, MaxVersion: version})
	if err := t.Handshake(); err != nil {
		f := fault.OfTLS(x.result.To, err)
		if f.Code == fault.TLS {
			f.Code = "tls-failed" // "tls" is that it came about
		}
		x.event(f.Code, f.Args["alert"]+f.Args["why"])
		return
	}
	x.event("tls", tls.VersionName(t.ConnectionState().Version))
	inside := record.New("inside", x.line.recording.Started(), longestIn)
	b := make([]byte, 16<<10)
	var all []byte
	for !readAnswer(all, http.MethodGet).whole {
		n, err := t.Read(b)
		inside.Append(handshake.FromServer, time.Now(), b[:n])
		all = append(all, b[:n]...)
		if err != nil {
			x.over(err)
			break
		}
	}
	d := inside.Document()
	x.result.Inner = &Inner{d.Chunks, d.RequestBase64, d.ResponseBase64}
	t.CloseWrite()
	x.hangUp(until)
}
