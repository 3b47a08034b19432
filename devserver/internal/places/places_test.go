package places

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// TestEnter: one person leaves room for the others, and there is an end to all.
func TestEnter(t *testing.T) {
	p := New(14, 2)
	enter := func(from string, want int) (free func()) {
		t.Helper()
		free, status := p.Enter(from)
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

func TestAwait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(1, 1)
		free, _ := p.Enter("192.0.2.1:1")
		soon, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, status := p.Await(soon, "192.0.2.2:1"); status != 503 {
			t.Errorf("status %d", status)
		}
		time.AfterFunc(time.Minute, free)
		began := time.Now()
		if _, status := p.Await(t.Context(), "192.0.2.2:1"); status != 0 || time.Since(began) != time.Minute {
			t.Errorf("status %d after %v", status, time.Since(began))
		}
	})
}
