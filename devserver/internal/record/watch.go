package record

import (
	"context"
	"time"
)

// State is what a watcher sees besides bytes.
type State struct {
	Protocol  string `json:"protocol"`
	Closed    bool   `json:"closed"`
	Truncated bool   `json:"truncated"`
}

// ID is the name under which the recording can be read.
func (r *Recording) ID() string { return r.id }

// Started is when the connection's first byte came.
func (r *Recording) Started() time.Time { return r.started }

// Since gives what stands behind a place, the place behind that, and a channel
// that is closed at the next change. gone tells that nobody may read the
// recording any more.
func (r *Recording) Since(c Cursor) (parts []Part, next Cursor, s State, changed <-chan struct{}, gone bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.wake == nil {
		r.wake = make(chan struct{})
	}
	if r.dropped {
		return nil, c, State{}, r.wake, true
	}
	parts, next = r.parts(c)
	return parts, next, State{r.protocol, r.closed, r.truncated}, r.wake, false
}

// tell wakes those who watch; r.mu is held.
func (r *Recording) tell() {
	if r.wake != nil {
		close(r.wake)
		r.wake = nil
	}
}

// Await waits until a recording of the id is there; nil at the context's end.
func (s *Store) Await(ctx context.Context, id string) *Recording {
	for {
		s.mu.Lock()
		if s.came == nil {
			s.came = make(chan struct{})
		}
		came := s.came
		s.mu.Unlock()
		if r := s.Get(id); r != nil {
			return r
		}
		select {
		case <-came:
		case <-ctx.Done():
			return nil
		}
	}
}
