package echo

import "sync/atomic"

// Room is the memory that the big messages of all connections share while they
// come in: each connection has its own bound, and thousands of them together
// would be more than a laptop has. Small messages need none of it.
type Room struct {
	most int64
	used atomic.Int64
}

// NewRoom makes room for so many bytes.
func NewRoom(most int64) *Room { return &Room{most: most} }

// small is what always has a place.
const small = 16 << 10

// take takes room for n bytes more, if there is any.
func (r *Room) take(n int64) bool {
	if r.used.Add(n) > r.most {
		r.used.Add(-n)
		return false
	}
	return true
}

func (r *Room) free(n int64) { r.used.Add(-n) }
