package upgrade

import (
	"bytes"
	"time"

	"handshake101/devserver/internal/echo"
	"handshake101/devserver/internal/pieces"
	"handshake101/devserver/internal/pipe"
)

// switchTo sends the 101 and lets the protocol speak, on a goroutine of its
// own: reading heads takes a deep stack.
func (v *visit) switchTo(speak echo.Protocol, session echo.Session, response []byte, cut []pieces.Piece) bool {
	s, g, r := v.server, v.guest, v.recording
	if v.errand != nil {
		r = nil
	}
	early := bytes.Clone(v.bytes())
	v.take(r, v.n, false)
	if r != nil {
		r.Switch(session.Protocol)
	}
	if pieces.Write(v, response, cut, s.rest) != nil {
		return v.close()
	}
	g.finish = func() {
		s.linger(g.conn)
		if r != nil {
			r.Close(time.Now())
		}
		g.conn.Close()
	}
	p := pipe.New(g.conn, pipe.Options{Early: early, Recording: r, Idle: s.Limits.PipeIdle, Write: s.Limits.PipeWrite, Life: time.Now().Add(s.Limits.PipeLife)})
	s.speak(g, p, speak, session, v.id)
	s.running.Go(func() { s.attend(g) }) // never after the last Done: this goroutine is still counted
	v.recording = nil
	v.free()
	return false
}

// speak begins a protocol on a pipe.
func (s *Server) speak(g *guest, p *pipe.Pipe, speak echo.Protocol, session echo.Session, id string) {
	session.Limits, session.TLS, session.Room = &s.Limits, s.TLS, s.room
	speaker := speak(p, session)
	s.mu.Lock()
	defer s.mu.Unlock()
	g.pipe, g.speaker, g.id, g.protocol = p, speaker, id, session.Protocol
	if s.ended { // the drain has begun in the meantime: say hello and goodbye
		p.Drain(time.Now().Add(s.Limits.Linger))
	}
}

// attend lets a protocol deal with what has come, and gives the connection to
// a waiting goroutine when that was all.
func (s *Server) attend(g *guest) {
	for {
		if !g.pipe.Ready() {
			if w, ok := g.pipe.Waiter(); ok {
				s.running.Add(1)
				go s.await(g, w)
				return
			}
		}
		if ended := g.speaker.Serve(); ended != "" {
			s.Log.Info("ended", "from", addressOf(g.conn), "protocol", g.protocol, "why", ended)
			s.Watch.Ended(g.protocol, ended)
			g.finish()
			s.leave(g)
			return
		}
	}
}

// await waits on a small stack; see pipe.Waiter.
func (s *Server) await(g *guest, w *pipe.Waiter) {
	w.Wait()
	go s.wake(g, w)
}

func (s *Server) wake(g *guest, w *pipe.Waiter) {
	defer s.running.Done()
	defer s.survive(g)
	w.Done()
	s.attend(g)
}
