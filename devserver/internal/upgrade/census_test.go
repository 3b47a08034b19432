package upgrade

import (
	"net/netip"
	"testing"
)

// TestCensus: one address gets so many places, another is not kept out by it,
// loopback may take all, and nobody gets more than there are.
func TestCensus(t *testing.T) {
	var c census
	one, two, here := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("127.0.0.1")
	for i, x := range []struct {
		from   netip.Addr
		status int
	}{{one, 0}, {one, 0}, {one, 429}, {two, 0}, {here, 0}, {here, 0}, {here, 0}, {here, 503}, {two, 503}} {
		if status := c.enter(x.from, 6, 2); status != x.status {
			t.Errorf("%d: %v gets %d, want %d", i, x.from, status, x.status)
		}
	}
	c.leave(one)
	if status := c.enter(one, 6, 2); status != 0 {
		t.Errorf("a place that was left is refused: %d", status)
	}
	c.leave(one)
	c.leave(one)
	if _, kept := c.byAddress[one]; kept {
		t.Error("who is gone is remembered")
	}
}
