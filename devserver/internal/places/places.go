// Package places bounds how many may do at once what takes time or memory.
package places

import (
	"context"
	"net/http"
	"net/netip"
	"sync"
)

// Places are a bounded number of places. One address has only some of them, so
// that nobody takes all.
type Places struct {
	all, each int

	mu        sync.Mutex
	taken     int
	byAddress map[netip.Addr]int
	freed     chan struct{} // closed when a place is free again; nil while nobody waits
}

// New makes places: all together, each for one address that is not loopback.
func New(all, each int) *Places {
	return &Places{all: all, each: each, byAddress: make(map[netip.Addr]int)}
}

// Enter takes a place for a remote address and port, or tells with which status
// there is none: 503 for everybody, 429 for this address. Loopback is one address
// for everybody.
func (p *Places) Enter(remote string) (free func(), status int) {
	free, status, _ = p.enter(remote)
	return free, status
}

// Await is Enter with patience, until the context's end.
func (p *Places) Await(ctx context.Context, remote string) (free func(), status int) {
	for {
		free, status, freed := p.enter(remote)
		if status == 0 {
			return free, 0
		}
		select {
		case <-freed:
		case <-ctx.Done():
			return nil, status
		}
	}
}

func (p *Places) enter(remote string) (free func(), status int, freed <-chan struct{}) {
	from, err := netip.ParseAddrPort(remote)
	a := from.Addr().Unmap().WithZone("")
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.taken >= p.all:
		status = http.StatusServiceUnavailable
	case err == nil && !a.IsLoopback() && p.byAddress[a] >= p.each:
		status = http.StatusTooManyRequests
	}
	if status != 0 {
		if p.freed == nil {
			p.freed = make(chan struct{})
		}
		return nil, status, p.freed
	}
	p.taken++
	p.byAddress[a]++
	return func() { p.leave(a) }, 0, nil
}

func (p *Places) leave(a netip.Addr) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken--
	if p.byAddress[a]--; p.byAddress[a] == 0 {
		delete(p.byAddress, a)
	}
	if p.freed != nil {
		close(p.freed)
		p.freed = nil
	}
}
