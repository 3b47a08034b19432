// Package record keeps what crossed a socket: the bytes of both directions,
// in the order and at the times they crossed. A recording grows while its
// connection lives and can be read at any moment.
package record

import (
	"encoding/base64"
	"encoding/json"
	"sync"
	"time"

	"handshake101/handshake"
)

// Recording is one connection's bytes. Its methods may be called from any
// goroutine.
type Recording struct {
	id      string
	started time.Time
	limit   int // bytes kept of each direction

	mu        sync.Mutex
	changed   time.Time
	protocol  string
	data      [2][]byte // by handshake.Side
	chunks    []chunk
	truncated bool
	closed    bool
	dropped   bool // the store has let go of it: nobody can read it any more
}

// chunk says who sent the next n bytes of its direction, and when.
type chunk struct {
	micros int64
	n      int32
	from   handshake.Side
}

// New begins a recording that is not in a store yet.
func New(id string, started time.Time, limit int) *Recording {
	return &Recording{id: id, started: started, changed: started, limit: limit}
}

// Append adds bytes that crossed the socket at the given time. Beyond the
// bound they are left out, which the recording says.
func (r *Recording) Append(from handshake.Side, at time.Time, b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.changed = at
	if r.dropped || len(b) == 0 {
		return
	}
	if room := r.limit - len(r.data[from]); len(b) > room {
		r.truncated = true
		b = b[:room]
		if room == 0 {
			return
		}
	}
	r.data[from] = append(r.data[from], b...)
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
	for i := len(r.chunks) - 1; i >= 0 && n > 0; i-- {
		if c := &r.chunks[i]; c.from == from {
			less := min(n, int(c.n))
			c.n -= int32(less)
			n -= less
		}
	}
}

// Switch notes the protocol that the connection now speaks.
func (r *Recording) Switch(protocol string) {
	r.mu.Lock()
	r.protocol = protocol
	r.mu.Unlock()
}

// Close notes that the connection has ended.
func (r *Recording) Close(at time.Time) {
	r.mu.Lock()
	r.closed, r.changed = true, at
	r.mu.Unlock()
}

// drop frees the bytes; the connection may go on without being recorded.
func (r *Recording) drop() {
	r.mu.Lock()
	r.dropped = true
	r.data, r.chunks = [2][]byte{}, nil
	r.mu.Unlock()
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

// Case gives the recording as a case of the collection.
func (r *Recording) Case() *handshake.Case {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := &handshake.Case{ID: "recording", Keys: []handshake.CaseKey{
		{Key: "recorded", Value: r.started.UTC().Format(time.RFC3339)},
	}}
	if r.truncated {
		c.Keys = append(c.Keys, handshake.CaseKey{Key: "comment", Value: "truncated: more bytes crossed than are kept"})
	}
	at := [2]int{}
	for _, k := range r.chunks {
		part := r.data[k.from][at[k.from] : at[k.from]+int(k.n)]
		at[k.from] += int(k.n)
		if n := len(c.Turns); n > 0 && c.Turns[n-1].Side == k.from {
			c.Turns[n-1].Data = append(c.Turns[n-1].Data, part...)
		} else if len(part) > 0 {
			c.Turns = append(c.Turns, handshake.Turn{Side: k.from, Data: append([]byte(nil), part...)})
		}
	}
	c.Exchange.Request = append([]byte(nil), r.data[handshake.FromClient]...)
	c.Exchange.Response = append([]byte(nil), r.data[handshake.FromServer]...)
	return c
}

// JSON shape of a recording, version 1.
type document struct {
	Schema         int            `json:"schema"`
	ID             string         `json:"id"`
	Protocol       string         `json:"protocol"`
	Started        string         `json:"started"`
	Chunks         []documentPart `json:"chunks"`
	RequestBase64  string         `json:"requestBase64"`
	ResponseBase64 string         `json:"responseBase64"`
	Truncated      bool           `json:"truncated"`
	Closed         bool           `json:"closed"`
}

type documentPart struct {
	From string `json:"from"`
	At   int64  `json:"at"` // microseconds since Started
	Data string `json:"data"`
}

// MarshalJSON gives the recording as the page reads it.
func (r *Recording) MarshalJSON() ([]byte, error) {
	r.mu.Lock()
	d := document{
		Schema:         1,
		ID:             r.id,
		Protocol:       r.protocol,
		Started:        r.started.UTC().Format(time.RFC3339Nano),
		Chunks:         make([]documentPart, 0, len(r.chunks)),
		RequestBase64:  base64.StdEncoding.EncodeToString(r.data[handshake.FromClient]),
		ResponseBase64: base64.StdEncoding.EncodeToString(r.data[handshake.FromServer]),
		Truncated:      r.truncated,
		Closed:         r.closed,
	}
	names := [2]string{handshake.FromClient: "client", handshake.FromServer: "server"}
	at := [2]int{}
	for _, c := range r.chunks {
		if c.n == 0 {
			continue
		}
		part := r.data[c.from][at[c.from] : at[c.from]+int(c.n)]
		at[c.from] += int(c.n)
		d.Chunks = append(d.Chunks, documentPart{names[c.from], c.micros, base64.StdEncoding.EncodeToString(part)})
	}
	r.mu.Unlock()
	return json.Marshal(d)
}
