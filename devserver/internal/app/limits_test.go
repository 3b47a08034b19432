package app

import (
	"strings"
	"testing"
	"time"

	"handshake101/devserver/internal/limits"
	"handshake101/handshake"
)

func TestHeadTooBig(t *testing.T) {
	b := start(t, func(l *limits.Limits) { l.Head = 8 << 10 })
	answer := string(handshake.ErrorResponse(431, "The head of the request is too big for this server.\n"))
	for name, request := range map[string]string{
		"many fields":     "GET /live/" + b.id() + "/echo HTTP/1.1\r\n" + strings.Repeat("X: "+strings.Repeat("x", 100)+"\r\n", 200),
		"a long line":     "GET /live/" + b.id() + "/echo HTTP/1.1\r\nX: " + strings.Repeat("x", 20<<10),
		"no line end":     strings.Repeat("x", 9<<10),
		"a long way home": strings.Repeat("\r\n", 9<<10),
	} {
		t.Run(name, func(t *testing.T) {
			w := b.dial()
			w.send(request)
			w.expect(answer)
			w.expectEnd()
		})
	}
	// A head that just fits is read.
	w := b.dial()
	head := offer("/live/" + b.id() + "/echo")
	w.send(strings.Replace(head, "\r\n\r\n", "\r\nX: "+strings.Repeat("x", 8<<10-len(head)-len("X: \r\n"))+"\r\n\r\n", 1))
	w.expect(switched + "\r\n")
}

func TestHeadTooSlow(t *testing.T) {
	b := start(t, func(l *limits.Limits) { l.HeadTime = 80 * time.Millisecond })
	answer := string(handshake.ErrorResponse(408, "The head of the request was not whole in time.\n"))
	for _, request := range []string{"G", "GET /live/" + b.id() + "/echo HTTP/1.1\r\nHost: h\r\n"} {
		w := b.dial()
		w.send(request)
		w.expect(answer)
		w.expectEnd()
	}
	silent := b.dial() // a browser opens connections in advance
	silent.expectEnd()
	// A slow sender gets no more time by sending on.
	w := b.dial()
	began := time.Now()
	w.send("GET /live/" + b.id() + "/echo HTTP/1.1\r\n")
	go func() {
		for range 30 {
			time.Sleep(10 * time.Millisecond)
			if _, err := w.TCPConn.Write([]byte("X: y\r\n")); err != nil {
				return
			}
		}
	}()
	w.expect(answer)
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestOrdinaryHeadTooSlow: what net/http would close without a word is answered,
// for the first request of a connection and for a later one, wherever it stops.
func TestOrdinaryHeadTooSlow(t *testing.T) {
	b := start(t, func(l *limits.Limits) { l.HeadTime = 80 * time.Millisecond })
	answer := string(handshake.ErrorResponse(408, "The head of the request was not whole in time.\n"))
	const ordinary = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
	for n := 1; n <= len(ordinary); n += 7 {
		first := b.dial()
		first.send(ordinary[:n])
		first.expect(answer)
		first.expectEnd()

		later := b.dial()
		later.send(ordinary + "\r\n")
		b.readHTTP(later, "ok")
		later.send(ordinary[:n])
		later.expect(answer)
		later.expectEnd()

		hasty := b.dial()
		hasty.send(ordinary + "\r\n" + ordinary[:n])
		b.readHTTP(hasty, "ok")
		hasty.expect(answer)
		hasty.expectEnd()
	}
	// Who has sent nothing of a next request is not answered, and who takes his
	// time with the content is answered by the handler.
	idle := b.dial()
	idle.send(ordinary + "\r\n")
	b.readHTTP(idle, "ok")
	time.Sleep(200 * time.Millisecond)
	idle.send(ordinary + "\r\n")
	b.readHTTP(idle, "ok")
	slow := b.dial()
	slow.send("POST /api/respond HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{")
	time.Sleep(200 * time.Millisecond)
	slow.send("}")
	slow.expect("HTTP/1.1 400 Bad Request\r\n")
}

// TestHalfClosed: a head that ends in the middle is judged as it is.
func TestHalfClosed(t *testing.T) {
	b := start(t, nil)
	id := b.id()
	request := strings.TrimSuffix(offer("/live/"+id+"/echo"), "\r\n")
	w := b.dial()
	w.send(request)
	w.CloseWrite()
	if got := w.all(); !strings.HasPrefix(got, "HTTP/1.1 400 Bad Request\r\n") {
		t.Errorf("got %q", got)
	}
	if got, _ := b.recording(id); got != request {
		t.Errorf("recorded %q", got)
	}
}

func TestTooManyConnections(t *testing.T) {
	b := start(t, func(l *limits.Limits) { l.Conns = 2 })
	first, second := b.dial(), b.dial()
	first.send(offer("/live/" + b.id() + "/echo"))
	first.expect(switched + "\r\n")
	second.send("GET /")
	b.eventually("both are counted", func() bool { return b.server.Open() == 2 })
	third := b.dial()
	third.expect("HTTP/1.1 503 Service Unavailable\r\n")
	second.Close()
	b.eventually("a place is free", func() bool { return b.server.Open() == 1 })
	fourth := b.dial()
	fourth.send(offer("/live/" + b.id() + "/echo"))
	fourth.expect(switched + "\r\n")
	fourth.Close()
	b.eventually("a place is free", func() bool { return b.server.Open() == 1 })
}

// TestResets: a peer that breaks off leaves nothing behind, wherever it was.
func TestResets(t *testing.T) {
	b := start(t, nil)
	full := offer("/live/"+b.id()+"/echo") + maskedHello
	for n := 0; n < len(full); n += 7 {
		w := b.dial()
		w.send(full[:n])
		w.SetLinger(0)
		w.Close()
	}
	b.eventually("all are gone", func() bool { return b.server.Open() == 0 })
}

// TestTLSByMistake: a browser that is sent to https is told at once.
func TestTLSByMistake(t *testing.T) {
	b := start(t, nil)
	w := b.dial()
	w.send("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
	w.expect(string(handshake.ErrorResponse(400, "This port speaks HTTP without TLS: begin the address with http:// or ws://.\n")))
	w.expectEnd()
}
