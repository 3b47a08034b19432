package send

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"handshake101/devserver/internal/record"
	"handshake101/handshake"
)

// line is the client's end of a connection: everything is recorded as it
// crosses, and a pump reads all the time, because an answer may come while the
// request is still being written.
type line struct {
	net.Conn
	recording *record.Recording
	pumped    sync.WaitGroup

	mu      sync.Mutex
	in      []byte // all that came
	err     error  // why no more comes
	changed chan struct{}

	at       int // how much of in Read has given out
	deadline time.Time
}

func newLine(r *record.Recording) *line {
	return &line{recording: r, changed: make(chan struct{})}
}

// longestIn bounds what is kept of an answer.
const longestIn = 512 << 10

func (l *line) begin(c net.Conn) {
	l.Conn = c
	l.pumped.Go(func() {
		b := make([]byte, 16<<10)
		for {
			n, err := c.Read(b)
			l.recording.Append(handshake.FromServer, time.Now(), b[:n])
			l.mu.Lock()
			l.in = append(l.in, b[:n]...)
			if err == nil && len(l.in) > longestIn {
				err = errTooMuch
			}
			l.err = err
			close(l.changed)
			l.changed = make(chan struct{})
			l.mu.Unlock()
			if err != nil {
				return
			}
		}
	})
}

var errTooMuch = errors.New("more came than is kept")

// ended waits for the pump after the connection was closed.
func (l *line) ended() { l.pumped.Wait() }

// Write sends and records.
func (l *line) Write(b []byte) (int, error) {
	l.recording.Append(handshake.FromClient, time.Now(), b)
	l.Conn.SetWriteDeadline(time.Now().Add(dialTime))
	n, err := l.Conn.Write(b)
	if n < len(b) {
		l.recording.Retract(handshake.FromClient, len(b)-n)
	}
	return n, err
}

// CloseWrite ends the client's sending.
func (l *line) CloseWrite() error {
	if c, ok := l.Conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return nil
}

// state is all that came so far, and why no more comes.
func (l *line) state() (in []byte, changed <-chan struct{}, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.in, l.changed, l.err
}

// wait waits until what came is enough; false at the end of it or of the time.
func (l *line) wait(until time.Time, enough func(in []byte) bool) (ok bool, err error) {
	t := time.NewTimer(time.Until(until))
	defer t.Stop()
	for {
		in, changed, err := l.state()
		if enough(in) {
			return true, err
		}
		if err != nil {
			return false, err
		}
		select {
		case <-changed:
		case <-t.C:
			return false, os.ErrDeadlineExceeded
		}
	}
}

// waitEnd waits until the server has ended the connection.
func (l *line) waitEnd(until time.Time) error {
	_, err := l.wait(until, func([]byte) bool { return false })
	return err
}

// waitQuiet waits until nothing has come for a while.
func (l *line) waitQuiet(quiet time.Duration, until time.Time) error {
	for {
		in, _, _ := l.state()
		next := time.Now().Add(quiet)
		if next.After(until) {
			next = until
		}
		ok, err := l.wait(next, func(now []byte) bool { return len(now) > len(in) })
		switch {
		case err != nil && !ok && !errors.Is(err, os.ErrDeadlineExceeded):
			return err
		case !ok:
			return nil
		}
	}
}

// Read gives what came behind l.at, for libraries that speak a protocol.
func (l *line) Read(b []byte) (int, error) {
	until := l.deadline
	if until.IsZero() {
		until = time.Now().Add(time.Minute)
	}
	_, err := l.wait(until, func(in []byte) bool { return len(in) > l.at })
	in, _, _ := l.state()
	if n := copy(b, in[l.at:]); n > 0 {
		l.at += n
		return n, nil
	}
	if err == nil {
		err = io.EOF
	}
	return 0, err
}

func (l *line) SetDeadline(t time.Time) error      { l.deadline = t; return nil }
func (l *line) SetReadDeadline(t time.Time) error  { l.deadline = t; return nil }
func (l *line) SetWriteDeadline(t time.Time) error { return nil }
func (l *line) Close() error                       { return nil } // its owner closes
