package record

import (
	"net/netip"
	"slices"
	"sync"
	"time"
)

// Store keeps the newest recordings by id, bounded in number and age. Knowing
// the id, which a page makes up at random, is what lets somebody read one.
type Store struct {
	max   int
	age   time.Duration
	now   func() time.Time
	mu    sync.Mutex
	byID  map[string]*Recording
	order []*Recording // oldest first
	from  map[netip.Addr]int
	timer *time.Timer // sweeps while there is something to sweep
	ended bool
	came  chan struct{} // closed when the next recording comes; nil while nobody waits

	budget budget
}

// NewStore makes a store for at most max recordings of at most bytes together,
// each kept for age after its last byte.
func NewStore(max int, bytes int64, age time.Duration) *Store {
	return &Store{max: max, age: age, now: time.Now, byID: make(map[string]*Recording), from: make(map[netip.Addr]int), budget: budget{max: bytes}}
}

// Put makes a recording readable. It takes the place of an older one of the
// same id.
func (s *Store) Put(r *Recording) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		r.drop()
		return
	}
	if old := s.byID[r.id]; old != nil && old != r {
		s.forget(old)
	} else if old == r {
		return
	}
	for len(s.order) >= s.max || len(s.order) > 0 && s.budget.used.Load() > s.budget.max/8*7 {
		s.forget(s.leastWanted())
	}
	r.enlist(&s.budget)
	s.byID[r.id] = r
	s.order = append(s.order, r)
	s.from[r.from]++
	if s.came != nil {
		close(s.came)
		s.came = nil
	}
	if s.timer == nil {
		s.timer = time.AfterFunc(min(s.age, time.Minute), s.sweep)
	}
}

// Get finds a recording, or returns nil.
func (s *Store) Get(id string) *Recording {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.byID[id]
	if r != nil && s.tooOld(r) {
		s.forget(r)
		return nil
	}
	return r
}

// Len is how many recordings there are, and Bytes how many bytes they hold.
func (s *Store) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.order)
}

// Bytes is what all recordings hold together.
func (s *Store) Bytes() int64 { return s.budget.used.Load() }

// Close forgets everything.
func (s *Store) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	for len(s.order) > 0 {
		s.forget(s.order[0])
	}
	if s.timer != nil {
		s.timer.Stop()
	}
}

// leastWanted is a recording of the address that has the most: who floods the
// store pushes out nothing of others. Of that address's oldest few it is the
// oldest of a closed connection, or else the oldest of all: a live connection is
// still being looked at.
func (s *Store) leastWanted() *Recording {
	most := s.order[0].from
	for a, n := range s.from {
		if n > s.from[most] {
			most = a
		}
	}
	var oldest *Recording
	few := 0
	for _, r := range s.order {
		if r.from != most {
			continue
		}
		if _, closed := r.state(); closed {
			return r
		}
		if oldest == nil {
			oldest = r
		}
		if few++; few == 64 { // this is asked for every new connection
			break
		}
	}
	return oldest
}

func (s *Store) tooOld(r *Recording) bool {
	changed, _ := r.state()
	return s.now().Sub(changed) >= s.age
}

func (s *Store) forget(r *Recording) {
	if s.byID[r.id] == r {
		delete(s.byID, r.id)
	}
	for i, x := range s.order {
		if x == r {
			s.order = slices.Delete(s.order, i, i+1)
			if s.from[r.from]--; s.from[r.from] == 0 {
				delete(s.from, r.from)
			}
			break
		}
	}
	r.drop()
}

// sweep forgets what is too old, so that bytes do not stay because nobody asks.
func (s *Store) sweep() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := 0; i < len(s.order); {
		if s.tooOld(s.order[i]) {
			s.forget(s.order[i])
		} else {
			i++
		}
	}
	if len(s.order) == 0 || s.ended {
		s.timer = nil
		return
	}
	s.timer = time.AfterFunc(min(s.age, time.Minute), s.sweep)
}
