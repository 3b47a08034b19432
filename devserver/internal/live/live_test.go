package live

import (
	"net/netip"
	"testing"

	"handshake101/devserver/internal/limits"
)

// TestSendsPerAddress: one person's requests leave room for the others'.
func TestSendsPerAddress(t *testing.T) {
	h := &handler{byAddress: make(map[netip.Addr]int)}
	h.Limits = limits.Default()
	h.Limits.SendsPerAddress = 2
	first, _ := h.enterFrom("192.0.2.1:1000")
	if _, ok := h.enterFrom("192.0.2.1:1001"); !ok {
		t.Fatal("the second is refused")
	}
	if _, ok := h.enterFrom("[::ffff:192.0.2.1]:1002"); ok {
		t.Error("a third is let in")
	}
	for range 10 {
		if _, ok := h.enterFrom("127.0.0.1:1"); !ok {
			t.Error("loopback is refused")
		}
	}
	if _, ok := h.enterFrom("192.0.2.2:1"); !ok {
		t.Error("somebody else is refused")
	}
	first()
	free, ok := h.enterFrom("192.0.2.1:1003")
	if !ok {
		t.Fatal("a free place is refused")
	}
	free()
	if h.byAddress[netip.MustParseAddr("192.0.2.1")] != 1 {
		t.Errorf("%v", h.byAddress)
	}
}
