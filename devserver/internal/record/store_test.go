package record

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"handshake101/handshake"
)

func made(id string) *Recording {
	r := New(id, time.Now(), 100)
	r.Append(handshake.FromClient, time.Now(), []byte(id))
	return r
}

func TestStoreForgetsByAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := NewStore(10, 15*time.Minute)
		defer s.Close()
		old := made("old")
		s.Put(old)
		time.Sleep(10 * time.Minute)
		s.Put(made("new"))
		if s.Get("old") == nil || s.Get("new") == nil {
			t.Error("too early")
		}
		time.Sleep(6 * time.Minute)
		if s.Get("new") == nil {
			t.Error("too early")
		}
		// Nobody has asked for it, and its bytes are gone all the same.
		if request, _ := old.Bytes(); len(request) > 0 || s.Get("old") != nil {
			t.Errorf("still there: %q", request)
		}
		// A connection that goes on keeps its recording.
		live := made("live")
		s.Put(live)
		for range 5 {
			time.Sleep(10 * time.Minute)
			live.Append(handshake.FromServer, time.Now(), []byte("x"))
		}
		if s.Get("live") == nil {
			t.Error("forgotten while it grew")
		}
	})
}

func TestStoreForgetsByNumber(t *testing.T) {
	s := NewStore(3, time.Hour)
	defer s.Close()
	first, second := made("first"), made("second")
	s.Put(first)
	s.Put(second)
	second.Close(time.Now())
	s.Put(made("third"))
	s.Put(made("fourth"))
	var kept []string
	for _, id := range []string{"first", "second", "third", "fourth"} {
		if s.Get(id) != nil {
			kept = append(kept, id)
		}
	}
	if got := strings.Join(kept, " "); got != "first third fourth" {
		t.Errorf("kept %s: a closed one goes before one that is open", got)
	}
	first.Append(handshake.FromClient, time.Now(), []byte(" again"))
	newer := made("first")
	s.Put(newer)
	if s.Get("first") != newer {
		t.Error("a newer one replaces an older one")
	}
	first.Append(handshake.FromClient, time.Now(), []byte("x"))
	if b, _ := first.Bytes(); len(b) > 0 {
		t.Errorf("the older one still grows: %q", b)
	}
}

func TestRetract(t *testing.T) {
	r := New("id", time.Now(), 100)
	r.Append(handshake.FromServer, time.Now(), []byte("sent"))
	r.Append(handshake.FromClient, time.Now().Add(time.Second), []byte("got"))
	r.Append(handshake.FromServer, time.Now().Add(2*time.Second), []byte("lost"))
	r.Retract(handshake.FromServer, 6)
	request, response := r.Bytes()
	if string(request) != "got" || string(response) != "se" {
		t.Errorf("%q %q", request, response)
	}
	if c := r.Case(); len(c.Turns) != 2 || string(c.Turns[0].Data) != "se" {
		t.Errorf("%+v", c.Turns)
	}
}
