package echo

import (
	"errors"
	"io"
	"sync"

	"handshake101/devserver/internal/pipe"
)

// Byte echo, for protocols that are nothing but their name: example/1, foo/2,
// echo/1, tcp and every token that has no meaning of its own.

// chunkPool lends a buffer for the time between a read and its write. While a
// peer is silent its connection holds none: the first bytes land in the
// pipe's own few.
var chunkPool = sync.Pool{New: func() any { return new([16 << 10]byte) }}

func speakBytes(p *pipe.Pipe, _ Session) string {
	p.Farewell = func() { p.CloseWrite() }
	var first [1]byte
	for {
		if n, err := p.Read(first[:]); n == 0 {
			return endOf(err)
		}
		if err := echoBurst(p, first[0]); err != nil {
			return endOf(err)
		}
	}
}

// echoBurst sends back the first byte and all that comes without a pause: as
// long as the peer fills the buffer, more is on its way.
func echoBurst(p *pipe.Pipe, first byte) error {
	chunk := chunkPool.Get().(*[16 << 10]byte)
	defer chunkPool.Put(chunk)
	chunk[0] = first
	n := 1 + p.ReadBuffered(chunk[1:])
	for full := n >= pipe.Short; ; full = n == len(chunk) {
		if !p.Ending() { // else our half is closed; what still comes is only read
			if _, err := p.Write(chunk[:n]); err != nil {
				return err
			}
		}
		if !full {
			return nil
		}
		var err error
		if n, err = p.Read(chunk[:]); n == 0 {
			return err
		}
	}
}

// endOf says in a few words how a pipe ended.
func endOf(err error) string {
	var timeout interface{ Timeout() bool }
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return "the peer ended it"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "silent for too long"
	default:
		return "the connection broke"
	}
}
