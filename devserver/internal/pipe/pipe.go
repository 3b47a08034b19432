// Package pipe is the connection after the switch, as the protocols spoken on
// it see it: bytes that came with the head come first, every byte is recorded
// as it crosses the socket, silence and unread answers have an end, and when
// the server stops the protocol is asked to say goodbye between two of its
// own writes, so that nothing is cut in the middle.
package pipe

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"

	"handshake101/devserver/internal/record"
	"handshake101/handshake"
)

// Options of a pipe.
type Options struct {
	Early     []byte            // bytes of the new protocol that came with the head; recorded before
	Recording *record.Recording // may be nil
	Idle      time.Duration     // the longest silence of the peer
	Write     time.Duration     // the longest time for one Write
	Life      time.Time         // when the connection has lived long enough; zero: never
}

// Short is how much a read may bring that was asked for fewer bytes. A read
// that brings as much as this may have left more on the socket.
const Short = 64

// ErrLife ends the reading of a connection that has lived long enough.
var ErrLife = errors.New("open for too long")

// Pipe is an upgraded connection. One goroutine reads; any may write. It holds
// no buffer worth the name: ten thousand of them are idle most of the time.
type Pipe struct {
	// Farewell says goodbye in the protocol's own words. It is called once, by
	// the reading goroutine, when the server stops.
	Farewell func()

	conn    net.Conn
	options Options
	small   [Short]byte // what a short read brought, small[from:to] not delivered yet
	from    int
	to      int
	waited  error // what ended Wait, if it brought no bytes

	writing sync.Mutex // one Write at a time: a frame is never cut by another

	mu      sync.Mutex // orders deadlines: a goodbye is not slept through
	ending  bool       // Drain was called
	told    bool       // Farewell was called
	endTime time.Time
}

// New makes a pipe of a connection.
func New(conn net.Conn, o Options) *Pipe {
	return &Pipe{conn: conn, options: o}
}

// Read reads what the peer sent. A peer that is silent for too long, or after
// the end of the drain time, gives an error whose Timeout method says true.
func (p *Pipe) Read(b []byte) (int, error) {
	if n := len(p.options.Early); n > 0 {
		n = copy(b, p.options.Early)
		if p.options.Early = p.options.Early[n:]; len(p.options.Early) == 0 {
			p.options.Early = nil
		}
		return n, nil
	}
	if p.from < p.to {
		n := copy(b, p.small[p.from:p.to])
		p.from += n
		return n, nil
	}
	if err := p.waited; err != nil {
		p.waited = nil
		if !p.goodbyeDue() {
			if p.to = p.overdue(p.small[:], err); p.to == 0 {
				return 0, p.name(err)
			}
			p.from = copy(b, p.small[:p.to])
			return p.from, nil
		}
	}
	if len(b) >= len(p.small) {
		return p.receive(b)
	}
	n, err := p.receive(p.small[:])
	p.from, p.to = 0, n
	if n == 0 {
		return 0, err
	}
	p.from = copy(b, p.small[:n])
	return p.from, nil // an error comes again with the next receive
}

// ReadBuffered gives what has come already, without waiting for the peer.
func (p *Pipe) ReadBuffered(b []byte) int {
	if len(p.options.Early) == 0 && p.from == p.to {
		return 0
	}
	n, _ := p.Read(b)
	return n
}

// receive reads from the socket, says goodbye when it is time, and records.
func (p *Pipe) receive(b []byte) (int, error) {
	for {
		p.arm()
		n, err := p.conn.Read(b)
		if n > 0 {
			p.note(handshake.FromClient, b[:n])
			return n, nil
		}
		if err != nil && p.goodbyeDue() {
			continue // Drain woke the read
		}
		if n := p.overdue(b, err); n > 0 {
			return n, nil
		}
		return n, p.name(err)
	}
}

// overdue takes what had come when a silence ended that was too long. On a
// machine that is too busy this process may have been the silent one, with the
// peer's bytes lying there.
func (p *Pipe) overdue(b []byte, err error) int {
	c, ok := p.conn.(interface {
		SyscallConn() (syscall.RawConn, error)
	})
	p.mu.Lock()
	ending := p.ending
	p.mu.Unlock()
	if !ok || ending || !errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(p.name(err), ErrLife) {
		return 0
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return 0 // TLS
	}
	p.conn.SetReadDeadline(time.Time{}) // nothing waits until it is set again
	n := ReadNow(raw, b)
	if n > 0 {
		p.note(handshake.FromClient, b[:n])
	}
	return n
}

// note records bytes. A recording that nobody can read any more is let go.
func (p *Pipe) note(from handshake.Side, b []byte) {
	if r := p.options.Recording; r != nil {
		r.Append(from, time.Now(), b)
	}
}

// name tells a life's end from a silence: both are deadlines of the socket.
func (p *Pipe) name(err error) error {
	if life := p.options.Life; errors.Is(err, os.ErrDeadlineExceeded) && !life.IsZero() && !time.Now().Before(life) {
		return ErrLife
	}
	return err
}

// arm sets the deadline of the next read, after the goodbye if one is due.
func (p *Pipe) arm() {
	if p.setDeadline() && p.Farewell != nil {
		p.Farewell()
	}
}

func (p *Pipe) setDeadline() (sayGoodbye bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	deadline := time.Now().Add(p.options.Idle)
	if life := p.options.Life; !life.IsZero() && life.Before(deadline) {
		deadline = life
	}
	if p.ending {
		sayGoodbye, p.told = !p.told, true
		if p.endTime.Before(deadline) {
			deadline = p.endTime
		}
	}
	p.conn.SetReadDeadline(deadline)
	return sayGoodbye
}

func (p *Pipe) goodbyeDue() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ending && !p.told
}

// Write sends bytes whole, one Write after the other.
func (p *Pipe) Write(b []byte) (int, error) {
	p.writing.Lock()
	defer p.writing.Unlock()
	p.mu.Lock()
	deadline := time.Now().Add(p.options.Write)
	if p.ending && p.endTime.Before(deadline) {
		deadline = p.endTime
	}
	p.conn.SetWriteDeadline(deadline)
	p.mu.Unlock()
	p.note(handshake.FromServer, b)
	n, err := p.conn.Write(b)
	if r := p.options.Recording; r != nil && n < len(b) {
		r.Retract(handshake.FromServer, len(b)-n)
	}
	return n, err
}

// CloseWrite ends this side's sending; the peer's bytes can still be read.
func (p *Pipe) CloseWrite() error {
	if c, ok := p.conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return nil
}

// Drain asks for a goodbye; reading and writing end at the given time.
func (p *Pipe) Drain(end time.Time) { p.end(end, false) }

// EndBy ends reading and writing at the given time, the goodbye being said.
func (p *Pipe) EndBy(end time.Time) { p.end(end, true) }

func (p *Pipe) end(end time.Time, told bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ending {
		return
	}
	p.ending, p.told, p.endTime = true, told, end
	wake := time.Unix(1, 0) // wakes a waiting Read
	if told {
		wake = end
	}
	p.conn.SetReadDeadline(wake)
	p.conn.SetWriteDeadline(end)
}

// Ending tells that the goodbye was said: nothing new is to be begun.
func (p *Pipe) Ending() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.told
}

var _ io.ReadWriter = (*Pipe)(nil)

// LocalAddr and RemoteAddr are those of the connection.
func (p *Pipe) LocalAddr() net.Addr  { return p.conn.LocalAddr() }
func (p *Pipe) RemoteAddr() net.Addr { return p.conn.RemoteAddr() }
