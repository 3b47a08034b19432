package record

import (
	"fmt"
	"net/netip"
	"slices"
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
		s := NewStore(10, 1<<20, 15*time.Minute)
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
	s := NewStore(3, 1<<20, time.Hour)
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

// TestStoreIsFair: who makes many recordings pushes out his own, open or closed,
// and not the one of somebody else.
func TestStoreIsFair(t *testing.T) {
	s := NewStore(10, 1<<20, time.Hour)
	defer s.Close()
	quiet, loud := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	put := func(id string, from netip.Addr, closed bool) {
		r := made(id)
		r.SetFrom(from)
		if s.Put(r); closed {
			r.Close(time.Now())
		}
	}
	put("quiet", quiet, true)
	for i := range 100 {
		put(fmt.Sprint("loud ", i), loud, i%2 == 0)
	}
	if s.Get("quiet") == nil || s.Get("loud 99") == nil || s.Get("loud 0") != nil || s.Len() != 10 {
		t.Errorf("the wrong ones of %d are kept", s.Len())
	}
	s.forget(s.Get("quiet"))
	if len(s.from) != 1 || s.from[loud] != 9 {
		t.Errorf("counted %v", s.from)
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

// TestCaseIsATest: what is downloaded is a case file that holds what the engine says
// of it, and two recordings can stand in one file.
func TestCaseIsATest(t *testing.T) {
	const request = "GET /chat HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
	const response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n"
	now := time.Now()
	var file []byte
	for _, id := range []string{"one-and-the-same-1", "one-and-the-same-2"} {
		r := New(id, now, 1<<20) // begun in the same moment
		r.Append(handshake.FromClient, now, []byte(request))
		r.Append(handshake.FromServer, now, []byte(response+"\x81\x02hi"))
		r.Append(handshake.FromClient, now.Add(time.Millisecond), []byte("\x81\x80abcd"))
		file = append(r.Case().Append(file), '\n')
	}
	cases, err := handshake.ParseCases(file)
	if err != nil || len(cases) != 2 || cases[0].ID == cases[1].ID {
		t.Fatalf("%v\n%s", err, file)
	}
	for _, c := range cases {
		for key, want := range map[string]string{"verdict": "client-fails 101", "request": "accept 101 websocket", "response": "fail 101", "fires": "ws.resp.accept.value"} {
			if got := c.Get(key); got != want {
				t.Errorf("%s: got %q, want %q", key, got, want)
			}
		}
		if string(c.Exchange.Request) != request+"\x81\x80abcd" || c.Exchange.Early != len(request) {
			t.Errorf("%q, of which %d came early", c.Exchange.Request, c.Exchange.Early)
		}
		again := handshake.Case{Keys: c.Keys[:1:1]}
		if again.Keep(handshake.Inspect(c.Exchange, nil)); !slices.Equal(again.Keys, c.Keys) {
			t.Errorf("read again it says %v, not %v", again.Keys, c.Keys)
		}
	}
}

// TestStoreBudget: all recordings together hold no more than they may, by
// forgetting the oldest and, where one alone is too big, by leaving out.
func TestStoreBudget(t *testing.T) {
	s := NewStore(1000, 10000, time.Hour)
	defer s.Close()
	for i := range 100 {
		r := New(strings.Repeat("x", i), time.Now(), 5000)
		s.Put(r)
		for range 10 {
			r.Append(handshake.FromClient, time.Now(), make([]byte, 200))
		}
		r.Close(time.Now())
		if s.Bytes() > 10000 {
			t.Fatalf("%d bytes after %d recordings", s.Bytes(), i+1)
		}
	}
	if n := s.Len(); n < 3 || n > 5 {
		t.Errorf("%d are kept", n)
	}
	live := New("live", time.Now(), 1<<20)
	s.Put(live)
	live.Append(handshake.FromServer, time.Now(), make([]byte, 1<<19))
	if d := live.Document(); s.Bytes() > 10000 || !d.Truncated {
		t.Errorf("%d bytes, truncated: %v", s.Bytes(), d.Truncated)
	}
	live.Retract(handshake.FromServer, 1)
	s.Close()
	if s.Bytes() != 0 {
		t.Errorf("%d bytes are charged for nothing", s.Bytes())
	}
}

// TestWatch: whoever watches sees every byte once, in order, and the end.
func TestWatch(t *testing.T) {
	r := New("watched", time.Now(), 1<<16)
	go func() {
		for i := range 200 {
			r.Append(handshake.Side(i/3%2), time.Now(), []byte{byte(i)})
		}
		r.Close(time.Now())
	}()
	var got [2]string
	var at Cursor
	for {
		parts, next, state, changed, gone := r.Since(at)
		at = next
		for _, p := range parts {
			if p.From == "client" {
				got[0] += string(p.Data)
			} else {
				got[1] += string(p.Data)
			}
		}
		if gone {
			t.Fatal("gone")
		}
		if state.Closed {
			break
		}
		<-changed
	}
	request, response := r.Bytes()
	if got[0] != string(request) || got[1] != string(response) || len(got[0]+got[1]) != 200 {
		t.Errorf("saw %q and %q", got[0], got[1])
	}
}
