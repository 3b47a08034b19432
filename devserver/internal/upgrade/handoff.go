package upgrade

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"handshake101/handshake"
)

// Ordinary requests belong to net/http. It gets them through a listener that
// is fed by our own accept loop: each connection arrives with the bytes that
// were read to see where it wants to go.

// handoff is that listener.
type handoff struct {
	conns  chan net.Conn
	addr   net.Addr
	closed chan struct{}
	once   sync.Once
}

func newHandoff(addr net.Addr) *handoff {
	return &handoff{conns: make(chan net.Conn), addr: addr, closed: make(chan struct{})}
}

// give passes a connection on; false when nobody listens any more.
func (h *handoff) give(c net.Conn) bool {
	select {
	case h.conns <- c:
		return true
	case <-h.closed:
		return false
	}
}

func (h *handoff) Accept() (net.Conn, error) {
	select {
	case c := <-h.conns:
		return c, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

func (h *handoff) Close() error {
	h.once.Do(func() { close(h.closed) })
	return nil
}

func (h *handoff) Addr() net.Addr { return h.addr }

// httpConn is a connection in the hands of net/http. A proxy may send an
// upgrade on a connection that carried ordinary requests before. So between
// two requests the next one is looked at first, and one for the upgrade
// endpoint takes the connection back: net/http sees the end of the input,
// closes, and closing returns the connection to the accept loop's side.
type httpConn struct {
	*conn
	server *Server

	mu      sync.Mutex
	pending []byte // read from the socket, not yet by net/http
	between bool   // net/http waits for the next request
	begun   bool   // net/http has the beginning of a head, and not the whole
	active  bool   // net/http has a whole head and answers it
	stray   []byte // the first byte of the next request, if net/http has it already
	back    bool   // pending is an upgrade request: net/http is out
	said    bool   // it was answered here, and net/http has nothing to add
}

// betweenRequests is http.Server's ConnState hook.
func betweenRequests(c net.Conn, state http.ConnState) {
	if h, ok := c.(*httpConn); ok {
		h.mu.Lock()
		switch state {
		case http.StateIdle:
			h.between, h.begun, h.active = true, false, false
		case http.StateActive:
			h.active = true
		}
		h.mu.Unlock()
	}
}

func (h *httpConn) Read(b []byte) (int, error) {
	h.mu.Lock()
	look := h.between && len(h.pending) == 0
	h.between = false
	h.mu.Unlock()
	if look {
		if err := h.look(); err != nil {
			return 0, err
		}
	}
	n, err := h.take(b), error(nil)
	if n == 0 {
		n, err = h.conn.Read(b)
	}
	h.mu.Lock()
	if n == 1 && len(b) == 1 {
		// While a handler runs, net/http reads one byte to see whether the
		// client is still there. A hasty client's next request begins with it.
		h.stray = []byte{b[0]}
	}
	h.begun = h.begun || n > 0
	late := h.begun && !h.active && n == 0 && timedOut(err)
	h.mu.Unlock()
	if late {
		h.late()
	}
	return n, err
}

// late answers a head that was not whole in time: net/http closes such a
// connection without a word.
func (h *httpConn) late() {
	if h.server.draining.Load() {
		return
	}
	h.server.Log.Info("refused", "from", h.address, "status", http.StatusRequestTimeout)
	h.server.Watch.Refused(http.StatusRequestTimeout)
	h.conn.SetWriteDeadline(time.Now().Add(h.server.Limits.Linger))
	h.conn.Write(handshake.ErrorResponse(http.StatusRequestTimeout, tooSlowText))
	h.mu.Lock()
	h.said = true
	h.mu.Unlock()
	h.server.linger(h.conn)
}

func (h *httpConn) Write(b []byte) (int, error) {
	h.mu.Lock()
	said := h.said
	h.mu.Unlock()
	if said {
		return 0, net.ErrClosed
	}
	return h.conn.Write(b)
}

// take gives out what was read before, a head at a time: what net/http has in
// its buffer cannot be looked at any more.
func (h *httpConn) take(b []byte) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	end, whole := handshake.HeadEnd(h.pending)
	if !whole || end == 0 {
		end = len(h.pending)
	}
	n := copy(b, h.pending[:end])
	if h.pending = h.pending[n:]; len(h.pending) == 0 {
		h.pending = nil
	}
	return n
}

// lookAhead bounds what is read to see where a later request goes; a longer
// start line stays with net/http.
const lookAhead = 4 << 10

// look reads the start line of the next request.
func (h *httpConn) look() error {
	room := make([]byte, lookAhead)
	h.mu.Lock()
	had := copy(room, h.stray)
	h.stray = nil
	h.mu.Unlock()
	begun := func() { // until then the connection may be idle for long
		h.conn.SetReadDeadline(time.Now().Add(h.server.Limits.HeadTime))
	}
	if had > 0 {
		begun()
	}
	for n := had; n < len(room); {
		m, err := h.conn.Read(room[n:])
		if n == 0 && m > 0 {
			begun()
		}
		n += m
		if n > 0 && m == 0 && timedOut(err) {
			h.late()
			return err
		}
		if n == had {
			return err
		}
		_, found, known := endpointOf(room[:n])
		found = found && begins(room[:n])
		h.mu.Lock()
		if h.pending, h.back = room[had:n], found; found {
			h.pending = room[:n]
		}
		h.mu.Unlock()
		if found {
			return io.EOF
		}
		if known || err != nil {
			return nil
		}
	}
	return nil
}

// begins tells that a request begins here, and is not the rest of one whose
// beginning net/http has.
func begins(b []byte) bool {
	method, _, _ := bytes.Cut(bytes.TrimLeft(b, "\r\n"), []byte(" "))
	switch string(method) {
	case "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PATCH":
		return true
	}
	return false
}

// Close closes the connection, or takes it back.
func (h *httpConn) Close() error {
	h.mu.Lock()
	back, pending := h.back, h.pending
	h.back, h.pending = false, nil
	h.mu.Unlock()
	if back && h.server.resume(h.conn, pending) {
		return nil
	}
	return h.conn.Close()
}
