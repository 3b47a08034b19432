// Package record keeps what crossed a socket: the bytes of both directions,
// in the order and at the times they crossed. A recording grows while its
// connection lives and can be read, and watched, at any moment.
package record

import (
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"handshake101/handshake"
)

// Recording is one connection's bytes. Its methods may be called from any
// goroutine.
type Recording struct {
	id      string
	started time.Time
	limit   int // bytes kept of each direction
	from    netip.Addr

	mu        sync.Mutex
	changed   time.Time
	protocol  string
	data      [2][]byte // by handshake.Side
	chunks    []chunk
	truncated bool
	closed    bool
	dropped   bool // the store has let go of it: nobody can read it any more
	budget    *budget
	wake      chan struct{} // closed at the next change; nil while nobody watches
	tls       *TLS
	h2        *H2
}

// chunk says who sent the next n bytes of its direction, and when.
type chunk struct {
	micros int64
	n      int32
	from   handshake.Side
}

// budget is what all recordings of a store may hold together.
type budget struct {
	used atomic.Int64
	max  int64
}

// chunkCost is what the note of a chunk costs beside its bytes.
const chunkCost = 16

// New begins a recording that is not in a store yet.
func New(id string, started time.Time, limit int) *Recording {
	return &Recording{id: id, started: started, changed: started, limit: limit}
}

// SetFrom notes who connected: an address that has made many recordings loses
// its own before those of others. It is to be called before the store has it.
func (r *Recording) SetFrom(a netip.Addr) { r.from = a }

// Append adds bytes that crossed the socket at the given time. Beyond the
// bounds they are left out, which the recording says.
func (r *Recording) Append(from handshake.Side, at time.Time, b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.changed = at
	if r.dropped || len(b) == 0 {
		return
	}
	room := r.limit - len(r.data[from])
	if len(r.chunks) >= r.limit/chunkCost {
		room = 0 // single bytes cost more than they weigh
	}
	if r.budget != nil {
		room = min(room, int(max(0, r.budget.max-r.budget.used.Load()-chunkCost)))
	}
	if len(b) > room {
		r.truncated = true
		b = b[:room]
		if room == 0 {
			return
		}
	}
	defer r.tell()
	r.data[from] = append(r.data[from], b...)
	r.charge(len(b))
	micros := at.Sub(r.started).Microseconds()
	if last := len(r.chunks) - 1; last >= 0 {
		// Bytes that waited in a buffer count from when they were taken up.
		micros = max(micros, r.chunks[last].micros)
		if r.chunks[last].from == from && r.chunks[last].micros == micros {
			r.chunks[last].n += int32(len(b))
			return
		}
	}
	r.chunks = append(r.chunks, chunk{micros: micros, n: int32(len(b)), from: from})
	r.charge(chunkCost)
}

// Retract takes back the last n bytes of a direction: they were noted before
// they were sent, so that whoever has received them finds them here, and then
// were not sent.
func (r *Recording) Retract(from handshake.Side, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.dropped || r.truncated {
		return
	}
	r.data[from] = r.data[from][:len(r.data[from])-n]
	r.charge(-n)
	for i := len(r.chunks) - 1; i >= 0 && n > 0; i-- {
		if c := &r.chunks[i]; c.from == from {
			less := min(n, int(c.n))
			c.n -= int32(less)
			n -= less
		}
	}
}

// charge counts bytes against the budget; r.mu is held.
func (r *Recording) charge(n int) {
	if r.budget != nil {
		r.budget.used.Add(int64(n))
	}
}

// weight is what the recording has charged, or would have; r.mu is held.
func (r *Recording) weight() int {
	return len(r.data[0]) + len(r.data[1]) + chunkCost*len(r.chunks) + r.h2.weight()
}

// enlist puts the recording under a store's budget.
func (r *Recording) enlist(b *budget) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.budget = b
	r.charge(r.weight())
}

// Switch notes the protocol that the connection now speaks.
func (r *Recording) Switch(protocol string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.protocol = protocol
	r.tell()
}

// Close notes that the connection has ended.
func (r *Recording) Close(at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed, r.changed = true, at
	r.tell()
}

// drop frees the bytes; the connection may go on without being recorded.
func (r *Recording) drop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.charge(-r.weight())
	r.dropped, r.budget = true, nil
	r.data, r.chunks, r.h2 = [2][]byte{}, nil, nil
	r.tell()
}

// state tells when the recording last changed and whether it is complete.
func (r *Recording) state() (changed time.Time, closed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.changed, r.closed
}

// Bytes gives copies of all client and all server bytes so far.
func (r *Recording) Bytes() (request, response []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]byte(nil), r.data[handshake.FromClient]...), append([]byte(nil), r.data[handshake.FromServer]...)
}

// Size is how many bytes there are, of both directions.
func (r *Recording) Size() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.data[0]) + len(r.data[1])
}

// Case gives the recording as a case of the collection, with what the engine says
// of it: a file that holds it is a test. Its ID comes of the time and of the
// recording's own, so that two recordings can stand in one file.
func (r *Recording) Case() *handshake.Case {
	c := r.bareCase()
	c.Keep(handshake.Inspect(c.Exchange, nil))
	return c
}

func (r *Recording) bareCase() *handshake.Case {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := &handshake.Case{ID: "recording-" + r.started.UTC().Format("20060102-150405") + "-" + handshake.TextHash(r.id), Keys: []handshake.CaseKey{
		{Key: "recorded", Value: r.started.UTC().Format(time.RFC3339)},
	}}
	if r.truncated {
		c.Keys = append(c.Keys, handshake.CaseKey{Key: "comment", Value: "truncated: more bytes crossed than are kept"})
	}
	at, answered := [2]int{}, false
	for _, k := range r.chunks {
		part := r.data[k.from][at[k.from] : at[k.from]+int(k.n)]
		at[k.from] += int(k.n)
		if n := len(c.Turns); n > 0 && c.Turns[n-1].Side == k.from {
			c.Turns[n-1].Data = append(c.Turns[n-1].Data, part...)
		} else if len(part) > 0 {
			if k.from == handshake.FromServer && !answered {
				c.Exchange.Early, answered = at[handshake.FromClient], true
			}
			c.Turns = append(c.Turns, handshake.Turn{Side: k.from, Data: append([]byte(nil), part...)})
		}
	}
	c.Exchange.Request = append([]byte(nil), r.data[handshake.FromClient]...)
	c.Exchange.Response = append([]byte(nil), r.data[handshake.FromServer]...)
	return c
}
