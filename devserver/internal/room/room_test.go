package room

import "testing"

func TestBody(t *testing.T) {
	r := New(100 << 10)
	first, ok := r.Body(60<<10, 80<<10)
	if !ok {
		t.Fatal("there is room")
	}
	for _, length := range []int64{50 << 10, -1, 1 << 40} { // the last two may be as long as the most
		if _, ok := r.Body(length, 80<<10); ok {
			t.Errorf("%d bytes found room", length)
		}
	}
	for range 100 {
		if _, ok := r.Body(Small, 80<<10); !ok {
			t.Fatal("a small one found no room")
		}
	}
	first()
	if free, ok := r.Body(-1, 80<<10); !ok {
		t.Error("what was freed is not there")
	} else if free(); r.used.Load() != 0 {
		t.Errorf("%d bytes are still taken", r.used.Load())
	}
}
