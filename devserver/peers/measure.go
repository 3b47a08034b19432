package peers

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"time"
)

const (
	atOnce = 8                       // cells of one peer measured at the same time
	quiet  = 1200 * time.Millisecond // that much silence is an answer too
	again  = 3 * time.Second         // and is asked for once more, with this patience
)

// Said collects what a peer logs.
type Said struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *Said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

// Take gives what was logged since the last call.
func (s *Said) Take() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.b.Reset()
	return s.b.String()
}

// Seen is one cell, with the words that came with it.
type Seen struct{ Cell, Words string }

// ask measures one cell of a running peer.
type ask func(r *Running, row *Row, patience time.Duration) Seen

// Measure asks one peer for all rows that it can take. A peer that dies is
// started again, and what killed it is found by asking one by one. words: what it
// logs is kept too, which takes longer.
func Measure(p *Peer, rows []Row, words bool) (map[string]Seen, error) {
	var said Said
	origin, err := newOrigin()
	if err != nil {
		return nil, err
	}
	defer origin.Close()
	question := ask(askServer)
	if p.Kind == Proxy {
		question = origin.askProxy
	}
	start := func() (*Running, error) {
		r, err := p.Start(&said, origin.Address())
		if err != nil {
			return nil, fmt.Errorf("%s: %w\n%s", p.ID, err, said.Take())
		}
		return r, nil
	}
	running, err := start()
	if err != nil {
		return nil, err
	}
	defer func() { running.Stop() }()

	seen := map[string]Seen{}
	var suspects, silent []*Row
	var mu sync.Mutex
	all := func(rows []*Row, n int, patience time.Duration, keep func(*Row, Seen)) {
		var wg sync.WaitGroup
		slots := make(chan bool, n)
		for _, row := range rows {
			wg.Add(1)
			slots <- true
			go func() {
				defer func() { <-slots; wg.Done() }()
				s := question(running, row, patience)
				mu.Lock()
				defer mu.Unlock()
				keep(row, s)
			}()
		}
		wg.Wait()
	}
	var mine []*Row
	for i := range rows {
		if row := &rows[i]; row.What == Request || p.Kind == Server {
			mine = append(mine, row)
		}
	}
	all(mine, atOnce, quiet, func(row *Row, s Seen) {
		switch {
		case running.dead():
			suspects = append(suspects, row)
		case strings.HasPrefix(s.Cell, waits):
			silent = append(silent, row)
		}
		seen[row.Name()] = s
	})
	for _, row := range suspects {
		if running.dead() {
			running.Stop()
			if running, err = start(); err != nil {
				return nil, err
			}
		}
		s := question(running, row, again)
		if time.Sleep(50 * time.Millisecond); running.dead() {
			s.Cell = "crashes"
		}
		seen[row.Name()] = s
	}
	if running.dead() {
		running.Stop()
		if running, err = start(); err != nil {
			return nil, err
		}
	}
	if len(silent) > 0 {
		all(silent, 2*atOnce, again, func(row *Row, s Seen) { seen[row.Name()] = s })
	}
	if words {
		listen(question, running, mine, seen, &said)
	}
	return seen, nil
}

// Name is the row's name in the table.
func (r *Row) Name() string { return r.What + " " + r.ID }
