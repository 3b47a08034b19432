package upgrade

import (
	"bytes"
	"errors"
	"io"
	"time"

	"handshake101/devserver/internal/echo"
	"handshake101/devserver/internal/pipe"
	"handshake101/devserver/internal/record"
	"handshake101/handshake"
)

// visit is one request for the upgrade endpoint.
type visit struct {
	*inbox
	id        string
	query     string
	recording *record.Recording
	published bool // the recording was put into the store
}

// isEcho matches the path of the upgrade endpoint, for RouteRequest.
func isEcho(path, _ []byte) bool {
	_, ok := echoID(path)
	return ok
}

// echoID takes the id out of /live/{id}/echo, and of what is below it.
func echoID(path []byte) (id string, ok bool) {
	rest, ok := bytes.CutPrefix(path, []byte("/live/"))
	if !ok {
		return "", false
	}
	name, rest, ok := bytes.Cut(rest, []byte("/"))
	if !ok || !ValidID(string(name)) {
		return "", false
	}
	rest, ok = bytes.CutPrefix(rest, []byte("echo"))
	if !ok || len(rest) > 0 && rest[0] != '/' {
		return "", false
	}
	return string(name), true
}

// ValidID tells whether an id is one that a page may choose: 16 to 64 of
// A-Z a-z 0-9 _ and -.
func ValidID(id string) bool {
	if len(id) < 16 || len(id) > 64 {
		return false
	}
	for i := 0; i < len(id); i++ {
		c := id[i]
		if !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_' || c == '-') {
			return false
		}
	}
	return true
}

// receive reads requests from a connection until it is handed on, switched or
// closed.
func (s *Server) receive(c *conn, pending []byte, at time.Time) {
	g := &guest{conn: c}
	s.enter(g)
	v := &visit{inbox: newInbox(s, g, pending, at)}
	for v.next() {
	}
}

// next reads and answers one request. It tells whether another may follow on
// the same connection; if not, the connection is in other hands or closed.
func (v *visit) next() bool {
	s := v.server
	deadline := time.Now().Add(s.Limits.HeadTime)
	if v.id != "" && v.n == 0 { // a later request: it may take its time to begin
		if err := v.more(time.Now().Add(s.Limits.HTTPIdle)); err != nil {
			return v.giveUp(err)
		}
		deadline = time.Now().Add(s.Limits.HeadTime)
	}
	found, known := false, false
	var id, query string
	for {
		found, known = handshake.RouteRequest(v.bytes(), func(path, q []byte) (ok bool) {
			if id, ok = echoID(path); ok {
				query = string(q)
			}
			return ok
		})
		if known {
			break
		}
		if handshake.BeginsTLS(v.bytes()) {
			return v.refuse(400, "This port speaks HTTP without TLS: begin the address with http:// or ws://.\n")
		}
		if err := v.more(deadline); err != nil {
			return v.giveUp(err)
		}
	}
	if !found {
		return v.handOver()
	}
	v.enter(id, query)
	for {
		if _, whole := handshake.HeadEnd(v.bytes()); whole {
			return v.answer(deadline)
		}
		if err := v.more(deadline); err != nil {
			return v.giveUp(err)
		}
	}
}

// handOver gives the connection to net/http.
func (v *visit) handOver() bool {
	s := v.server
	h := &httpConn{conn: v.guest.conn, server: s, pending: bytes.Clone(v.bytes())}
	v.endRecording()
	v.free()
	s.leave(v.guest)
	h.SetReadDeadline(time.Time{})
	if !s.handoff.give(h) {
		h.conn.Close()
	}
	return false
}

// giveUp ends a connection that sent no whole head.
func (v *visit) giveUp(err error) bool {
	switch {
	case errors.Is(err, errTooSlow):
		return v.refuse(408, "The head of the request was not whole in time.\n")
	case errors.Is(err, errTooBig):
		return v.refuse(431, "The head of the request is too big for this server.\n")
	case errors.Is(err, io.EOF) && v.recording != nil && v.n > 0:
		return v.answer(time.Now().Add(time.Second)) // a head without an end is judged as it is
	}
	v.publish(v.n)
	return v.close()
}

// refuse answers in the name of the server's own bounds, and closes.
func (v *visit) refuse(status int, text string) bool {
	v.publish(v.n)
	v.server.Log.Info("refused", "from", v.guest.conn.address, "status", status)
	v.send(handshake.ErrorResponse(status, text))
	v.server.linger(v.guest.conn)
	return v.close()
}

// send writes an answer whole.
func (v *visit) send(b []byte) bool {
	c := v.guest.conn
	c.SetWriteDeadline(time.Now().Add(v.server.Limits.PipeWrite))
	if v.recording != nil {
		v.recording.Append(handshake.FromServer, time.Now(), b)
	}
	n, err := c.Write(b)
	if v.recording != nil && n < len(b) {
		v.recording.Retract(handshake.FromServer, len(b)-n)
	}
	return err == nil
}

// close ends the connection and its recording.
func (v *visit) close() bool {
	v.endRecording()
	v.free()
	v.guest.conn.Close()
	v.server.leave(v.guest)
	return false
}

// answer judges a whole head and answers it.
func (v *visit) answer(deadline time.Time) bool {
	s := v.server
	policy, err := v.policy()
	if err != nil {
		return v.refuse(400, err.Error()+"\n")
	}
	d := handshake.Decide(v.bytes(), policy)
	speak := echo.For(d.Protocol)
	if d.Verdict == handshake.Accept && speak == nil {
		// The policy names what is spoken, so that this cannot be; a protocol
		// that nobody speaks is not to be switched to all the same.
		return v.refuse(501, "This server does not speak "+d.Protocol+" yet.\n")
	}
	from := d.HeadLen
	if d.Verdict == handshake.Accept {
		if from, err = v.wholeContent(deadline); err != nil {
			return v.giveUpContent(err)
		}
	}
	s.Log.Info("answered", "from", v.guest.conn.address, "verdict", d.Verdict.String(), "status", d.Status, "protocol", d.Protocol)
	response := d.AppendResponse(nil)
	switch {
	case d.Verdict == handshake.Accept:
		v.publish(from)
		return v.switchTo(&d, speak, response)
	case d.Close || s.draining.Load():
		v.publish(v.n)
		if v.send(response) {
			s.linger(v.guest.conn)
		}
		return v.close()
	default:
		v.publish(from)
		return v.send(response) || v.close()
	}
}

// giveUpContent ends a connection whose request was not whole.
func (v *visit) giveUpContent(err error) bool {
	switch {
	case errors.Is(err, io.EOF):
		return v.refuse(400, "The request ended before its content was whole.\n")
	case errors.Is(err, errTooBig):
		return v.refuse(413, "The content of the request is too big for this server.\n")
	default:
		return v.giveUp(err)
	}
}

// wholeContent waits until the content of a request is there: an upgraded
// connection begins behind it.
func (v *visit) wholeContent(deadline time.Time) (end int, err error) {
	for {
		n, whole := handshake.ContentEnd(v.bytes())
		if whole {
			return n, nil
		}
		if err := v.more(deadline); err != nil {
			return 0, err
		}
	}
}

// switchTo sends the 101 and lets the protocol speak, on a goroutine of its
// own: reading heads takes a deep stack, and waiting for frames does not.
func (v *visit) switchTo(d *handshake.Decision, speak echo.Speaker, response []byte) bool {
	s, g, r := v.server, v.guest, v.recording
	early := bytes.Clone(v.bytes())
	v.take(r, v.n, false)
	r.Switch(d.Protocol)
	if !v.send(response) {
		return v.close()
	}
	p := pipe.New(g.conn, pipe.Options{Early: early, Recording: r, Idle: s.Limits.PipeIdle, Write: s.Limits.PipeWrite})
	session := echo.Session{Protocol: d.Protocol, Extensions: d.Extensions, Limits: &s.Limits}
	run := func() {
		ended := speak(p, session)
		s.Log.Info("ended", "from", g.conn.address, "protocol", session.Protocol, "why", ended)
		s.linger(g.conn)
		r.Close(time.Now())
		g.conn.Close()
		s.leave(g)
	}
	s.mu.Lock()
	g.pipe = p
	if s.ended { // the drain has begun in the meantime: say hello and goodbye
		p.Drain(time.Now().Add(s.Limits.Linger))
	}
	s.running.Go(run) // never after the last Done: this goroutine is still counted
	s.mu.Unlock()
	v.recording = nil
	v.free()
	return false
}
