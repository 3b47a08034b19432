package upgrade

import (
	"errors"
	"io"
	"sync"
	"time"

	"handshake101/devserver/internal/pipe"
	"handshake101/devserver/internal/record"
	"handshake101/handshake"
)

// inbox is what a connection has sent and the server has not taken up yet,
// with the time at which each part came. It lives while heads are read; its
// buffer is borrowed.
type inbox struct {
	guest  *guest
	server *Server
	buf    []byte // from the pool
	n      int    // bytes in it
	stamps []stamp
}

// stamp says when the bytes up to end had come.
type stamp struct {
	end int
	at  time.Time
}

// headPool holds buffers that most heads fit in; a longer head gets its own.
var headPool = sync.Pool{New: func() any { b := make([]byte, 4<<10); return &b }}

func newInbox(s *Server, g *guest, pending []byte, at time.Time) *inbox {
	in := &inbox{guest: g, server: s, buf: *headPool.Get().(*[]byte)}
	if len(pending) > len(in.buf) {
		in.buf = make([]byte, 2*len(pending))
	}
	if in.n = copy(in.buf, pending); in.n > 0 {
		in.stamps = append(in.stamps, stamp{in.n, at})
	}
	return in
}

// free gives the buffer back. The bytes must not be used any more.
func (in *inbox) free() {
	if b := in.buf; cap(b) == 4<<10 {
		headPool.Put(&b)
	}
	in.buf, in.n = nil, 0
}

func (in *inbox) bytes() []byte { return in.buf[:in.n] }

// The ways in which no whole head comes.
var (
	errSilent  = errors.New("nothing came")           // closed without an answer
	errTooSlow = errors.New("the head took too long") // 408
	errTooBig  = errors.New("the head is too big")    // 431
	errGone    = errors.New("the peer is gone")

	errStopping = errors.New("the server is stopping")
)

// more reads until the deadline. The error is one of those above.
func (in *inbox) more(deadline time.Time) error {
	if in.n == in.server.Limits.Head {
		return errTooBig
	}
	if in.n == len(in.buf) {
		grown := make([]byte, min(4*len(in.buf), in.server.Limits.Head))
		copy(grown, in.buf)
		old := in.bytes()
		in.free()
		in.buf, in.n = grown, len(old)
	}
	c := in.guest.conn
	c.SetReadDeadline(deadline)
	if in.server.draining.Load() { // after the deadline is set: see Server.drain
		return errSilent
	}
	free := in.buf[in.n:min(len(in.buf), in.server.Limits.Head)]
	n, err := c.Read(free)
	if n == 0 && timedOut(err) && !in.server.draining.Load() {
		n = in.overdue(free)
	}
	if n > 0 {
		in.n += n
		in.stamps = append(in.stamps, stamp{in.n, time.Now()})
		return nil
	}
	switch {
	case in.n == 0 || in.server.draining.Load():
		return errSilent
	case timedOut(err):
		return errTooSlow
	case errors.Is(err, io.EOF):
		return io.EOF
	default:
		return errGone
	}
}

// overdue takes what had come when the time was over. On a machine that is too
// busy the time can pass before this process reads at all, with the whole head
// lying there.
func (in *inbox) overdue(free []byte) int {
	c, ok := in.guest.conn.(*conn)
	if !ok {
		return 0
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return 0 // TLS
	}
	c.SetReadDeadline(time.Time{}) // else nothing is read any more; nothing waits here
	return pipe.ReadNow(raw, free)
}

// take moves the first n bytes to the recording. Of a head, secrets are masked
// before anybody can see them; a recording never holds them.
func (in *inbox) take(r *record.Recording, n int, masked bool) {
	if r != nil {
		b := append([]byte(nil), in.buf[:n]...)
		if masked {
			handshake.MaskSecrets(b)
		}
		from := 0
		for _, s := range in.stamps {
			if to := min(s.end, n); to > from {
				r.Append(handshake.FromClient, s.at, b[from:to])
				from = to
			}
		}
	}
	copy(in.buf, in.buf[n:in.n])
	in.n -= n
	kept := in.stamps[:0]
	for _, s := range in.stamps {
		if s.end > n {
			kept = append(kept, stamp{s.end - n, s.at})
		}
	}
	in.stamps = kept
}

func timedOut(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.As(err, &timeout) && timeout.Timeout()
}
