// Package script keeps answers that somebody wrote for their own browser's
// WebSocket. They are sent byte for byte; three placeholders are filled in,
// because nobody can know them before.
package script

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"time"

	"handshake101/devserver/internal/fault"
	"handshake101/devserver/internal/pieces"
	"handshake101/handshake"
)

// Answer is what is sent in the place of the server's own.
type Answer struct {
	Response []byte
	Then     []byte // right behind it
	Pieces   []pieces.Piece
	End      bool // the connection ends after it, whatever it said

	expires time.Time
}

// lasting are fields that a browser remembers beyond the connection, for all
// of this host or longer than the check: a page that somebody was sent a link
// to must not be able to leave anything behind in the reader's browser.
var lasting = []string{"set-cookie", "set-cookie2", "strict-transport-security", "public-key-pins", "public-key-pins-report-only",
	"expect-ct", "clear-site-data", "alt-svc", "nel", "report-to", "reporting-endpoints", "accept-ch", "critical-ch", "origin-agent-cluster",
	"set-login", "sec-session-registration", "secure-session-registration", "use-as-dictionary"}

// Check refuses what must not be sent to a browser, as far as it can be seen
// before the placeholders are filled.
func (a *Answer) Check() error { return check(append(slices.Clone(a.Response), a.Then...)) }

// check reads leniently: a browser may take a line for a field that the RFC
// does not.
func check(b []byte) error {
	for _, line := range bytes.FieldsFunc(b, func(r rune) bool { return r == '\n' || r == '\r' }) {
		name, _, _ := bytes.Cut(line, []byte(":"))
		if n := strings.ToLower(string(bytes.TrimFunc(name, notName))); slices.Contains(lasting, n) {
			return fault.New(fault.Lasting, "name", n)
		}
	}
	return nil
}

// notName tells what a reader may leave out around a name: spaces, controls and
// whatever is not ASCII.
func notName(r rune) bool { return r <= ' ' || r >= 0x7f }

// Fill gives the bytes for one request. A placeholder can complete a name that
// Check could not see, since its value is the client's: so what is filled is
// checked again.
func (a *Answer) Fill(request []byte, now time.Time) ([]byte, error) {
	out := slices.Clone(a.Response)
	for _, p := range handshake.Placeholders(request, now.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT")) {
		out = bytes.ReplaceAll(out, []byte(p.Mark), []byte(p.Value))
	}
	out = append(out, a.Then...)
	return out, check(out)
}

// Store keeps answers by id, bounded in number and age.
type Store struct {
	max int
	age time.Duration

	mu    sync.Mutex
	byID  map[string]*Answer
	order []string // oldest first
}

// NewStore makes a store for at most max answers, each kept for age.
func NewStore(max int, age time.Duration) *Store {
	return &Store{max: max, age: age, byID: make(map[string]*Answer)}
}

// Put stores an answer in the place of an older one of the id, and tells when
// it will be forgotten.
func (s *Store) Put(id string, a *Answer) (expires time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if s.byID[id] != nil {
		s.order = slices.DeleteFunc(s.order, func(x string) bool { return x == id })
	}
	for len(s.order) > 0 && (len(s.order) >= s.max || !now.Before(s.byID[s.order[0]].expires)) {
		delete(s.byID, s.order[0])
		s.order = s.order[1:]
	}
	a.expires = now.Add(s.age)
	s.byID[id] = a
	s.order = append(s.order, id)
	return a.expires
}

// Get finds an answer, or returns nil.
func (s *Store) Get(id string) *Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.byID[id]
	if a == nil || !time.Now().Before(a.expires) {
		return nil
	}
	return a
}
