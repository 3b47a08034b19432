package record

import (
	"encoding/json"
	"slices"
	"time"

	"handshake101/handshake"
)

// Document is the JSON shape of a recording, version 1.
type Document struct {
	Schema         int    `json:"schema"`
	ID             string `json:"id"`
	Protocol       string `json:"protocol"`
	Started        string `json:"started"`
	Chunks         []Part `json:"chunks"`
	RequestBase64  []byte `json:"requestBase64"`
	ResponseBase64 []byte `json:"responseBase64"`
	Truncated      bool   `json:"truncated"`
	Closed         bool   `json:"closed"`
	TLS            *TLS   `json:"tls,omitempty"`
	H2             *H2    `json:"h2,omitempty"`
}

// Part is bytes that crossed at one time.
type Part struct {
	From string `json:"from"` // client or server
	At   int64  `json:"at"`   // microseconds since Started
	Data []byte `json:"data"`
}

// TLS is what the connection was wrapped in.
type TLS struct {
	Version string `json:"version"` // "TLS 1.3"
	ALPN    string `json:"alpn"`    // "h2", "http/1.1" or ""
}

// H2 is what a stream of HTTP/2 said in its own frames.
type H2 struct {
	Stream   uint32      `json:"stream"`
	Request  [][2]string `json:"request"`
	Response [][2]string `json:"response"`
	Frames   []H2Frame   `json:"frames"`
}

// H2Frame is one frame of the stream, with the beginning of its payload.
type H2Frame struct {
	From   string `json:"from"`
	At     int64  `json:"at"`
	Type   string `json:"type"`
	Flags  int    `json:"flags"`
	Length int    `json:"length"`
	Data   []byte `json:"data"`
}

// framesKept and frameBytesKept bound an H2.
const (
	framesKept     = 256
	frameBytesKept = 256
)

func (h *H2) weight() int {
	if h == nil {
		return 0
	}
	n := 0
	for _, list := range [][][2]string{h.Request, h.Response} {
		for _, f := range list {
			n += len(f[0]) + len(f[1]) + 32
		}
	}
	for _, f := range h.Frames {
		n += len(f.Data) + 64
	}
	return n
}

var sideNames = [2]string{handshake.FromClient: "client", handshake.FromServer: "server"}

// Document gives the recording as it is now.
func (r *Recording) Document() Document {
	r.mu.Lock()
	defer r.mu.Unlock()
	d := Document{
		Schema:         1,
		ID:             r.id,
		Protocol:       r.protocol,
		Started:        r.started.UTC().Format(time.RFC3339Nano),
		RequestBase64:  append([]byte{}, r.data[handshake.FromClient]...),
		ResponseBase64: append([]byte{}, r.data[handshake.FromServer]...),
		Truncated:      r.truncated,
		Closed:         r.closed,
		TLS:            r.tls,
		H2:             r.h2.clone(),
	}
	d.Chunks, _ = r.parts(Cursor{})
	return d
}

func (h *H2) clone() *H2 {
	if h == nil {
		return nil
	}
	c := *h
	c.Request, c.Response, c.Frames = slices.Clone(h.Request), slices.Clone(h.Response), slices.Clone(h.Frames)
	return &c
}

// MarshalJSON gives the recording as the page reads it.
func (r *Recording) MarshalJSON() ([]byte, error) { return json.Marshal(r.Document()) }

// Cursor is a place in a recording.
type Cursor struct {
	chunk, within int
	at            [2]int
}

// parts gives what stands behind a place, and the place behind that; r.mu is held.
func (r *Recording) parts(c Cursor) ([]Part, Cursor) {
	parts := []Part{}
	for c.chunk < len(r.chunks) {
		k := r.chunks[c.chunk]
		if n := int(k.n) - c.within; n > 0 {
			from := c.at[k.from]
			parts = append(parts, Part{sideNames[k.from], k.micros, append([]byte{}, r.data[k.from][from:from+n]...)})
			c.at[k.from] += n
			c.within += n
		}
		if c.chunk == len(r.chunks)-1 {
			break // it may still grow
		}
		c.chunk, c.within = c.chunk+1, 0
	}
	return parts, c
}

// SetTLS notes what the connection is wrapped in.
func (r *Recording) SetTLS(t *TLS) {
	r.mu.Lock()
	r.tls = t
	r.mu.Unlock()
}

// AddFrame notes a frame of HTTP/2. fields are those of a HEADERS frame that
// is whole with it, nil for others. Only the first of each side are kept: they
// are the request's and the response's.
func (r *Recording) AddFrame(stream uint32, from handshake.Side, at time.Time, f H2Frame, fields [][2]string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.dropped {
		return
	}
	if r.h2 == nil {
		r.h2 = &H2{Stream: stream, Request: [][2]string{}, Response: [][2]string{}, Frames: []H2Frame{}}
	}
	before := r.h2.weight()
	list := &r.h2.Request
	if from == handshake.FromServer {
		list = &r.h2.Response
	}
	if len(*list) == 0 {
		*list = append(*list, fields...)
	}
	if len(r.h2.Frames) < framesKept {
		f.From, f.At = sideNames[from], at.Sub(r.started).Microseconds()
		f.Data = append([]byte{}, f.Data[:min(len(f.Data), frameBytesKept)]...)
		r.h2.Frames = append(r.h2.Frames, f)
	}
	r.charge(r.h2.weight() - before)
}
