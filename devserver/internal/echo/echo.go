// Package echo speaks the protocols that a connection can be switched to, one
// file each: what comes in goes back, in the protocol's own way. A protocol is
// one row of the table below.
package echo

import (
	"crypto/tls"
	"errors"
	"io"

	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/pipe"
	"handshake101/devserver/internal/room"
	"handshake101/handshake"
)

// Speaker speaks one protocol on a pipe.
type Speaker interface {
	// Serve deals with what the peer has sent, and waits for the rest of what
	// has begun. When either side has ended it, Serve says in a few words why;
	// it does not close the connection.
	Serve() (ended string)
}

// Protocol begins to speak.
type Protocol func(p *pipe.Pipe, s Session) Speaker

// Session is what was agreed in the handshake.
type Session struct {
	Protocol   string // canonical, as in handshake.Decision
	Extensions string // Sec-WebSocket-Extensions as answered
	Request    []byte // the request with its content, for protocols that answer it themselves
	Limits     *limits.Limits
	Room       *room.Room
	TLS        *tls.Config // this server's certificate
}

// spoken lists the protocols by name, in the order in which the server's own
// policy prefers them. A nil one is a protocol whose token has a meaning of
// its own that this server does not speak: switching to it and echoing bytes
// would teach something wrong. All other tokens are byte echo.
var spoken = [...]struct {
	protocol string
	speak    Protocol
}{
	{"websocket", newWebSocket},
	{"example/1", newBytes},
	{"foo/2", newBytes},
	{"echo/1", newBytes},
	{"tcp", newBytes},
	{"h2c", newH2C},
	{"TLS/1.3", newTLS},
	{"TLS/1.2", newTLS},
	{"connect-udp", newUDP},
	{"connect-ip", newIP},
	{"HTTP/2.0", nil}, // the token of HTTP/2 without TLS is h2c
	{"TLS", nil},      // which version is meant?
	{"TLS/1.0", nil},  // RFC 8996 forbids both
	{"TLS/1.1", nil},
}

// For finds how a protocol is spoken, or returns nil.
func For(protocol string) Protocol {
	for i := range spoken {
		if handshake.EqualFold(spoken[i].protocol, protocol) {
			return spoken[i].speak
		}
	}
	return newBytes
}

// Protocols lists what the server's own policy accepts, best first.
func Protocols() []string {
	var names []string
	for i := range spoken {
		if spoken[i].speak != nil {
			names = append(names, spoken[i].protocol)
		}
	}
	return names
}

// whole is a protocol that is spoken from beginning to end in one go.
type whole func() (ended string)

func (w whole) Serve() string { return w() }

// endOf says in a few words how a pipe ended.
func endOf(err error) string {
	var timeout interface{ Timeout() bool }
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return "the peer ended it"
	case errors.Is(err, pipe.ErrLife):
		return tooOld
	case errors.As(err, &timeout) && timeout.Timeout():
		return tooSilent
	default:
		return "the connection broke"
	}
}

// Two ends that a protocol may have words of its own for.
const (
	tooSilent = "silent for too long"
	tooOld    = "open for too long"
)
