package pipe

import (
	"io"
	"syscall"

	"handshake101/handshake"
)

// What an idle connection costs is mostly the stack of the goroutine that
// waits for it: Go's smallest is 2 KiB, and reading a frame needs 4. So a
// protocol does not wait on its own stack. When all that came is dealt with,
// its goroutine ends, and a fresh one, which does nothing else, waits for the
// first bytes through RawConn.Read.

// Waiter is a connection ready to be waited for.
type Waiter struct {
	pipe *Pipe
	raw  syscall.RawConn
	n    int
	err  error
}

// Ready tells that there is something to deal with: bytes, an end, a goodbye.
func (p *Pipe) Ready() bool {
	return len(p.options.Early) > 0 || p.from < p.to || p.waited != nil
}

// Waiter prepares to wait. ok is false for a connection that cannot be waited
// for in this way, such as TLS: its protocol waits in Read.
func (p *Pipe) Waiter() (w *Waiter, ok bool) {
	c, ok := p.conn.(interface {
		SyscallConn() (syscall.RawConn, error)
	})
	if !ok || !canWait {
		return nil, false
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return nil, false
	}
	p.arm()
	return &Waiter{pipe: p, raw: raw}, true
}

// Wait waits for the first bytes. It is to be called on a fresh goroutine: what
// is on the stack below it is held until the peer says something.
func (w *Waiter) Wait() {
	if err := w.raw.Read(w.try); err != nil {
		w.n, w.err = 0, err
	}
}

// Done hands what Wait brought to the pipe.
func (w *Waiter) Done() {
	p := w.pipe
	p.from, p.to, p.waited = 0, max(w.n, 0), w.err
	switch {
	case w.n > 0:
		p.note(handshake.FromClient, p.small[:w.n])
	case w.err == nil:
		p.waited = io.EOF
	}
}
