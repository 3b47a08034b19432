package upgrade

import (
	"runtime/debug"
	"time"

	"handshake101/handshake"
)

// survive is deferred by each goroutine that serves a connection. A panic is a
// defect of ours: it is logged with its stack, answered with 500 where the new
// protocol has not begun, and ends this connection alone. In a class, the
// other thirty go on.
func (s *Server) survive(g *guest) {
	fault := recover()
	if fault == nil {
		return
	}
	s.Log.Error("panic in a connection", "from", addressOf(g.conn), "panic", fault, "stack", string(debug.Stack()))
	s.mu.Lock()
	spoken := g.pipe != nil
	s.mu.Unlock()
	if !spoken {
		g.conn.SetWriteDeadline(time.Now().Add(s.Limits.Linger))
		g.conn.Write(handshake.ErrorResponse(500, "The server has a defect: it stopped at this request. Its log says where.\n"))
	}
	g.conn.Close()
	s.leave(g)
}
