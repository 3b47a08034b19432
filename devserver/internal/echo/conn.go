package echo

import (
	"bytes"
	"net"
	"time"

	"handshake101/devserver/internal/pipe"
	"handshake101/handshake"
)

// pipeConn is a pipe as a net.Conn, for libraries that want one. Deadlines are
// the pipe's own; closing ends reading and leaves the connection to its owner.
type pipeConn struct{ *pipe.Pipe }

func (c pipeConn) Close() error                     { c.EndBy(time.Now()); return nil }
func (c pipeConn) SetDeadline(time.Time) error      { return nil }
func (c pipeConn) SetReadDeadline(time.Time) error  { return nil }
func (c pipeConn) SetWriteDeadline(time.Time) error { return nil }

var _ net.Conn = pipeConn{}

// asked names the request that led to the switch, for an answer's text.
func asked(request []byte) string {
	m := handshake.ParseRequest(request)
	line := bytes.TrimSpace(append(append(append([]byte(nil), m.Method()...), ' '), m.Target()...))
	return handshake.Show(line[:min(len(line), 200)])
}
