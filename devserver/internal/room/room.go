// Package room bounds what comes in from all connections at once. Each message
// and each body has a bound of its own, and thousands of them together would be
// more than a laptop has memory for.
package room

import "sync/atomic"

// Room is memory that is shared. What is small needs none of it.
type Room struct {
	most int64
	used atomic.Int64
}

// New makes room for so many bytes.
func New(most int64) *Room { return &Room{most: most} }

// Small is what always has a place.
const Small = 16 << 10

// Take takes room for n bytes more, if there is any.
func (r *Room) Take(n int64) bool {
	if r.used.Add(n) > r.most {
		r.used.Add(-n)
		return false
	}
	return true
}

// Free gives n bytes back.
func (r *Room) Free(n int64) { r.used.Add(-n) }

// Body takes room for a body of the given length, -1 when it is not known, that
// may have at most max bytes.
func (r *Room) Body(length, max int64) (free func(), ok bool) {
	if length < 0 || length > max {
		length = max
	}
	if length <= Small {
		return func() {}, true
	}
	if !r.Take(length) {
		return nil, false
	}
	return func() { r.Free(length) }, true
}
