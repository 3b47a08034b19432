package echo

import (
	"sync"

	"handshake101/devserver/internal/pipe"
)

// Byte echo, for protocols that are nothing but their name: example/1, foo/2,
// echo/1, tcp and every token that has no meaning of its own.

// chunkPool lends a buffer for the time between a read and its write. While a
// peer is silent its connection holds none: the first bytes land in the
// pipe's own few.
var chunkPool = sync.Pool{New: func() any { return new([16 << 10]byte) }}

type byteEcho struct{ pipe *pipe.Pipe }

func newBytes(p *pipe.Pipe, _ Session) Speaker {
	p.Farewell = func() { p.CloseWrite() }
	return byteEcho{p}
}

// Serve sends back all that comes without a pause: as long as the peer fills
// the buffer, more is on its way.
func (e byteEcho) Serve() string {
	p := e.pipe
	var first [1]byte
	if n, err := p.Read(first[:]); n == 0 {
		return endOf(err)
	}
	chunk := chunkPool.Get().(*[16 << 10]byte)
	defer chunkPool.Put(chunk)
	chunk[0] = first[0]
	n := 1 + p.ReadBuffered(chunk[1:])
	for full := n >= pipe.Short; ; full = n == len(chunk) {
		if !p.Ending() { // else our half is closed; what still comes is only read
			if _, err := p.Write(chunk[:n]); err != nil {
				return endOf(err)
			}
		}
		if !full {
			return ""
		}
		var err error
		if n, err = p.Read(chunk[:]); n == 0 {
			return endOf(err)
		}
	}
}
