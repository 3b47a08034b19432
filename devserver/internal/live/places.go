package live

import (
	"net/http"
	"net/netip"
	"sync"
)

// places are a bounded number of places for those who ask for something that
// takes time. One address has only some of them, so that nobody takes all.
type places struct {
	all, each int

	mu        sync.Mutex
	taken     int
	byAddress map[netip.Addr]int
}

func newPlaces(all, each int) *places {
	return &places{all: all, each: each, byAddress: make(map[netip.Addr]int)}
}

// enter takes a place, or tells with which status there is none. Loopback is
// one address for everybody.
func (p *places) enter(remote string) (free func(), status int) {
	from, err := netip.ParseAddrPort(remote)
	a := from.Addr().Unmap().WithZone("")
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.taken >= p.all:
		return nil, http.StatusServiceUnavailable
	case err == nil && !a.IsLoopback() && p.byAddress[a] >= p.each:
		return nil, http.StatusTooManyRequests
	}
	p.taken++
	p.byAddress[a]++
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.taken--
		if p.byAddress[a]--; p.byAddress[a] == 0 {
			delete(p.byAddress, a)
		}
	}, 0
}
