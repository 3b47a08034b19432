package script

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

func TestFill(t *testing.T) {
	a := &Answer{Response: []byte("HTTP/1.1 101 X\r\nSec-WebSocket-Accept: {accept}\r\nP: {subprotocol}\r\nDate: {date}\r\nX: {other}\r\n\r\n"), Then: []byte("{accept}")}
	request := []byte("GET / HTTP/1.1\r\nHost: h\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: chat, b\r\n\r\n")
	filled, err := a.Fill(request, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	got := string(filled)
	want := "HTTP/1.1 101 X\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nP: chat\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\nX: {other}\r\n\r\n{accept}"
	if got != want || err != nil {
		t.Errorf("got %q, %v\nwant %q", got, err, want)
	}
	// The client's subprotocol completes a name that must not be sent.
	a = &Answer{Response: []byte("HTTP/1.1 101 X\r\nSet-{subprotocol}: a=b\r\n\r\n")}
	cookie := []byte("GET / HTTP/1.1\r\nHost: h\r\nSec-WebSocket-Protocol: Cookie\r\n\r\n")
	if err := a.Check(); err != nil {
		t.Errorf("before it is filled: %v", err)
	}
	if _, err := a.Fill(cookie, time.Now()); err == nil {
		t.Error("a placeholder made Set-Cookie")
	}
	if _, err := a.Fill(request, time.Now()); err != nil {
		t.Errorf("Set-chat: %v", err)
	}
}

func TestCheck(t *testing.T) {
	for s, ok := range map[string]bool{
		"HTTP/1.1 101 X\r\nUpgrade: websocket\r\n\r\n":                   true,
		"HTTP/1.1 101 X\r\nX-Set-Cookie: a=b\r\nUpgrade: websocket\r\n":  true,
		"HTTP/1.1 101 X\r\nSet-Cookie: a=b\r\n\r\n":                      false,
		"HTTP/1.1 101 X\nSET-cookie : a=b\n\n":                           false,
		"HTTP/1.1 101 X\r\n \tset-cookie: a=b\r\n":                       false,
		"HTTP/1.1 101 X\rSet-Cookie: a=b":                                false,
		"HTTP/1.1 403 X\r\nStrict-Transport-Security: max-age=1\r\n\r\n": false,
		"HTTP/1.1 403 X\r\nClear-Site-Data: \"*\"\r\n\r\n":               false,
		"HTTP/1.1 101 X\r\n\x0c\x85Set-Cookie\x00: a=b\r\n\r\n":          false,
		"HTTP/1.1 101 X\r\nSet-Login: logged-in\r\n\r\n":                 false,
	} {
		if err := (&Answer{Response: []byte(s)}).Check(); (err == nil) != ok {
			t.Errorf("%q: %v", s, err)
		}
		for i := range s { // wherever it is cut into response and what follows
			if err := (&Answer{Response: []byte(s[:i]), Then: []byte(s[i:])}).Check(); (err == nil) != ok {
				t.Errorf("%q and %q: %v", s[:i], s[i:], err)
			}
		}
	}
}

func TestStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := NewStore(3, time.Minute)
		for i := range 5 {
			s.Put(fmt.Sprint(i), new(Answer))
		}
		s.Put("3", &Answer{End: true})
		if s.Get("0") != nil || s.Get("1") != nil || s.Get("2") == nil || !s.Get("3").End || s.Get("4") == nil {
			t.Error("the wrong ones are kept")
		}
		time.Sleep(time.Minute)
		if s.Get("4") != nil {
			t.Error("kept for too long")
		}
		s.Put("5", new(Answer))
		if len(s.order) != 1 || len(s.byID) != 1 {
			t.Errorf("%v, %v", s.order, s.byID)
		}
	})
}
