// Package echo speaks the protocols that a connection can be switched to, one
// file each: what comes in goes back, in the protocol's own way. A protocol is
// one row of the table below.
package echo

import (
	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/pipe"
	"handshake101/handshake"
)

// Speaker speaks one protocol on a pipe until either side ends it, and says in
// a few words why it ended. It does not close the connection.
type Speaker func(p *pipe.Pipe, s Session) (ended string)

// Session is what was agreed in the handshake.
type Session struct {
	Protocol   string // canonical, as in handshake.Decision
	Extensions string // Sec-WebSocket-Extensions as answered
	Limits     *limits.Limits
}

// spoken lists the protocols by name, in the order in which the server's own
// policy prefers them. A nil Speaker is a protocol whose token has a meaning
// of its own that this server does not speak: switching to it and echoing
// bytes would teach something wrong. All other tokens are byte echo.
var spoken = [...]struct {
	protocol string
	speak    Speaker
}{
	{"websocket", speakWebSocket},
	{"example/1", speakBytes},
	{"foo/2", speakBytes},
	{"echo/1", speakBytes},
	{"tcp", speakBytes},
	{"h2c", nil},
	{"HTTP/2.0", nil},
	{"TLS/1.0", nil},
	{"TLS/1.1", nil},
	{"TLS/1.2", nil},
	{"TLS/1.3", nil},
	{"connect-udp", nil},
	{"connect-ip", nil},
}

// For finds who speaks a protocol, or returns nil.
func For(protocol string) Speaker {
	for i := range spoken {
		if handshake.EqualFold(spoken[i].protocol, protocol) {
			return spoken[i].speak
		}
	}
	return speakBytes
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
