package upgrade

import (
	"context"
	"net"
	"strconv"
	"time"
	"unicode/utf8"

	"handshake101/devserver/internal/echo"
	"handshake101/devserver/internal/fault"
	"handshake101/devserver/internal/record"
)

// Act is something that the server says on an open WebSocket because somebody
// asked for it.
type Act struct {
	Kind  string
	Data  []byte
	Close Close
}

// Close is a code and a reason. Any code can be said: what a browser does with
// a bad one is worth seeing.
type Close struct {
	Code   int    `json:"code"`
	Reason string `json:"reason"`
}

// The kinds of acts.
const (
	Ping    = "ping"
	Pong    = "pong"
	Text    = "text"
	Closing = "close"
	Raw     = "rawBase64"
)

// longestAct bounds what one act may say.
const longestAct = 64 << 10

// Check holds an act against the bounds of frames.
func (a *Act) Check() error {
	switch most := 125; {
	case (a.Kind == Ping || a.Kind == Pong) && len(a.Data) > most:
		return fault.New(fault.Control, "most", strconv.Itoa(most))
	case a.Kind == Closing && (len(a.Close.Reason) > most-2 || !utf8.ValidString(a.Close.Reason)):
		return fault.New(fault.Reason, "most", strconv.Itoa(most-2))
	case a.Kind == Closing && (a.Close.Code < 0 || a.Close.Code > 65535):
		return fault.New(fault.Close)
	case len(a.Data) > longestAct:
		return fault.New(fault.Act, "most", strconv.Itoa(longestAct))
	}
	return nil
}

// Size is how many bytes of payload the act has.
func (a *Act) Size() int {
	if a.Kind == Closing {
		return 2 + len(a.Close.Reason)
	}
	return len(a.Data)
}

// errNoSocket is the answer when there is nobody to say it to.
var errNoSocket = fault.New(fault.Socket)

// Act says something on the newest open WebSocket of an id.
func (s *Server) Act(id string, a Act) error {
	s.mu.Lock()
	var actor echo.Actor
	var g *guest
	for other := range s.open {
		if other.id != id || other.pipe == nil {
			continue
		}
		if found, ok := other.speaker.(echo.Actor); ok {
			actor, g = found, other
		}
	}
	s.mu.Unlock()
	if actor == nil {
		return errNoSocket
	}
	var err error
	switch a.Kind {
	case Ping:
		err = actor.Frame(0x9, a.Data)
	case Pong:
		err = actor.Frame(0xa, a.Data)
	case Text:
		err = actor.Frame(0x1, a.Data)
	case Closing:
		if err = actor.Goodbye(a.Close.Code, a.Close.Reason); err == nil {
			g.pipe.EndBy(time.Now().Add(s.Limits.Linger)) // for the peer's close frame
		}
	case Raw:
		_, err = g.pipe.Write(a.Data)
	}
	if err != nil {
		return errNoSocket
	}
	return nil
}

// TLSOf tells what a request came through; nil for clear text. It wants the
// context that this server's listeners give.
func TLSOf(ctx context.Context) *record.TLS {
	if t, ok := ctx.Value(tlsKey{}).(*record.TLS); ok {
		return t
	}
	return nil
}

type tlsKey struct{}

// withTLS notes what a connection is wrapped in.
func withTLS(ctx context.Context, c net.Conn) context.Context {
	if h, ok := c.(*httpConn); ok {
		c = h.conn
	}
	if t := wrapping(c); t != nil {
		return context.WithValue(ctx, tlsKey{}, t)
	}
	return ctx
}
