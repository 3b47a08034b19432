package upgrade

import (
	"bytes"
	"errors"
	"io"
	"time"

	"handshake101/devserver/internal/record"
	"handshake101/handshake"
)

// visit is one request for one of the upgrade endpoints.
type visit struct {
	*inbox
	conn *conn
	place
	errand    *Errand // behind the door for errands
	recording *record.Recording
	published bool      // the recording was put into the store
	continued time.Time // when a 100 (Continue) was sent
}

// place is where a request goes.
type place struct {
	id       string
	query    string
	scripted bool // /answer, not /echo
}

// endpointOf finds where the request goes that b begins with. known tells that
// more bytes will not change the answer.
func endpointOf(b []byte) (where place, found, known bool) {
	found, known = handshake.RouteRequest(b, func(path, query []byte) (ok bool) {
		where, ok = placeOf(path, query)
		return ok
	})
	if found && where.scripted && storing(b) {
		found = false
	}
	return where, found, known
}

// storing tells the request that stores an answer, which net/http takes, and
// the one with which a browser asks whether it may.
func storing(b []byte) bool {
	b = bytes.TrimLeft(b, "\r\n")
	return bytes.HasPrefix(b, []byte("PUT ")) || bytes.HasPrefix(b, []byte("OPTIONS "))
}

// placeOf reads /live/{id}/echo, what is below it, and /live/{id}/answer.
func placeOf(path, query []byte) (p place, ok bool) {
	rest, ok := bytes.CutPrefix(path, []byte("/live/"))
	if !ok {
		return p, false
	}
	name, rest, ok := bytes.Cut(rest, []byte("/"))
	if !ok || !ValidID(string(name)) {
		return p, false
	}
	p.id, p.query = string(name), string(query)
	if string(rest) == "answer" {
		p.scripted = true
		return p, true
	}
	rest, ok = bytes.CutPrefix(rest, []byte("echo"))
	return p, ok && (len(rest) == 0 || rest[0] == '/')
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
	defer s.survive(g)
	v := &visit{inbox: newInbox(s, g, pending, at), conn: c}
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
	where, found, err := v.route(deadline)
	if err != nil {
		return v.giveUp(err)
	}
	if handshake.BeginsTLS(v.bytes()) {
		return v.refuse(400, "This port speaks HTTP without TLS: begin the address with http:// or ws://.\n")
	}
	if !found {
		return v.handOver()
	}
	v.enter(where)
	for {
		if _, whole := handshake.HeadEnd(v.bytes()); whole {
			return v.answer(deadline)
		}
		if err := v.more(deadline); err != nil {
			return v.giveUp(err)
		}
	}
}

// route reads until it is clear where the request goes.
func (v *visit) route(deadline time.Time) (where place, found bool, err error) {
	for {
		if v.conn.door.Sends && v.n > 0 {
			if v.errand = v.server.errands.find(v.conn); v.errand == nil {
				return where, false, errGone // a stranger, who has found the port
			}
			where.id = "errand"
			asked, _, _ := endpointOf(v.bytes())
			where.query = asked.query
			return where, true, nil
		}
		known := false
		where, found, known = endpointOf(v.bytes())
		if known || handshake.BeginsTLS(v.bytes()) {
			return where, found, nil
		}
		if err := v.more(deadline); err != nil {
			return where, false, err
		}
	}
}

// handOver gives the connection to net/http.
func (v *visit) handOver() bool {
	s := v.server
	h := &httpConn{conn: v.conn, server: s, pending: bytes.Clone(v.bytes())}
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
		return v.refuse(408, tooSlowText)
	case errors.Is(err, errTooBig):
		return v.refuse(431, "The head of the request is too big for this server.\n")
	case errors.Is(err, io.EOF) && v.recording != nil && v.n > 0:
		return v.answer(time.Now().Add(time.Second)) // a head without an end is judged as it is
	}
	v.publish(v.n)
	return v.close()
}

const tooSlowText = "The head of the request was not whole in time.\n"

// refuse answers in the name of the server's own bounds, and closes.
func (v *visit) refuse(status int, text string) bool {
	answer := handshake.ErrorResponse(status, text)
	if bytes.HasPrefix(bytes.TrimLeft(v.bytes(), "\r\n"), []byte("HEAD ")) {
		head, _ := handshake.HeadEnd(answer)
		answer = answer[:head]
	}
	v.publish(v.n)
	v.server.Log.Info("refused", "from", v.conn.address, "status", status)
	v.server.Watch.Refused(status)
	v.send(answer)
	v.server.linger(v.conn)
	return v.close()
}

// send writes bytes whole.
func (v *visit) send(b []byte) bool {
	_, err := v.Write(b)
	return err == nil
}

// Write sends and records.
func (v *visit) Write(b []byte) (int, error) {
	v.conn.SetWriteDeadline(time.Now().Add(v.server.Limits.PipeWrite))
	if v.recording != nil {
		v.recording.Append(handshake.FromServer, time.Now(), b)
	}
	n, err := v.conn.Write(b)
	if v.recording != nil && n < len(b) {
		v.recording.Retract(handshake.FromServer, len(b)-n)
	}
	return n, err
}

// close ends the connection and its recording.
func (v *visit) close() bool {
	v.endRecording()
	v.free()
	v.conn.Close()
	v.server.leave(v.guest)
	return false
}
