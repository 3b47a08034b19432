package live

import "testing"

// TestPlaces: one person leaves room for the others, and there is an end to all.
func TestPlaces(t *testing.T) {
	p := newPlaces(14, 2)
	enter := func(from string, want int) (free func()) {
		t.Helper()
		free, status := p.enter(from)
		if status != want {
			t.Errorf("%s: status %d, want %d", from, status, want)
		}
		return free
	}
	first := enter("192.0.2.1:1000", 0)
	enter("192.0.2.1:1001", 0)
	enter("[::ffff:192.0.2.1]:1002", 429)
	for range 10 {
		enter("127.0.0.1:1", 0)
	}
	enter("[fe80::1%eth0]:1", 0)
	second := enter("[fe80::1%eth1]:1", 0)
	enter("192.0.2.2:1", 503)
	first()
	enter("[fe80::1%eth2]:1", 429)
	enter("192.0.2.1:1003", 0)
	enter("192.0.2.2:1", 503)
	second()
	enter("192.0.2.2:1", 0)
	if p.taken != 14 {
		t.Errorf("%d places are taken", p.taken)
	}
}
