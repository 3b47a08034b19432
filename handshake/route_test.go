package handshake

import (
	"reflect"
	"strings"
	"testing"
)

func TestRouteRequest(t *testing.T) {
	type answer struct {
		path, query  string
		found, known bool
	}
	for in, want := range map[string]answer{
		"GET /live/a?x=1 HTTP/1.1\r\n":           {"/live/a", "x=1", true, true},
		"\r\n\nGET /live/a HTTP/1.1\n":           {"/live/a", "", true, true},
		"get  \t/live/a#f\r\n":                   {"/live/a", "", true, true},
		"GET http://h:1/live/a?b?c HTTP/1.1\r\n": {"/live/a", "b?c", true, true},
		"GET ws://h HTTP/1.1\r\n":                {"", "", false, true},
		"/live/a\n":                              {"/live/a", "", true, true},
		"GET /other HTTP/1.1\r\nX: /live/a\r\n":  {"", "", false, true},
		"GET /live/a":                            {"", "", false, false},
		"GET /live/a ":                           {"/live/a", "", true, true},
		":path: /live/a\r\n":                     {"", "", false, true},
		"":                                       {"", "", false, false},
		"\r\n":                                   {"", "", false, false},
		"GET x:/live/a HTTP/1.1\r\n":             {"", "", false, true},
		"GET /\x00 /live/a HTTP/1.1\r\n":         {"/live/a", "", true, true},
		"OPTIONS * HTTP/1.1\r\nHost: /live/a\r\n\r\n": {"", "", false, true},
	} {
		var got answer
		got.found, got.known = RouteRequest([]byte(in), func(path, query []byte) bool {
			if strings.HasPrefix(string(path), "/live/") {
				got.path, got.query = string(path), string(query)
				return true
			}
			return false
		})
		if got != want {
			t.Errorf("%q: got %+v, want %+v", in, got, want)
		}
	}
}

func TestGlanceAt(t *testing.T) {
	got := GlanceAt([]byte("GET / HTTP/1.1\r\nhost: h:1\r\nOrigin: http://o\r\nSec-WebSocket-Protocol: a, b\r\nSec-WebSocket-Protocol: ,c\r\n\r\n"))
	want := Glance{Host: "h:1", Origin: "http://o", Subprotocols: []string{"a", "b", "c"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestContentEnd(t *testing.T) {
	const head = "POST / HTTP/1.1\r\n"
	for _, c := range []struct {
		in    string
		rest  int // bytes behind the content
		whole bool
	}{
		{head + "\r\n", 0, true},
		{head + "\r\nmore", 4, true},
		{head + "Content-Length: 5\r\n\r\nhell", 0, false},
		{head + "Content-Length: 5\r\n\r\nhello", 0, true},
		{head + "Content-Length: 5\r\n\r\nhello, more", 6, true},
		{head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", 0, false},
		{head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 0, true},
		{head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nmore", 4, true},
	} {
		if n, whole := ContentEnd([]byte(c.in)); n != len(c.in)-c.rest || whole != c.whole {
			t.Errorf("%q: got %d, %v; want %d, %v", c.in, n, whole, len(c.in)-c.rest, c.whole)
		}
	}
}

func TestBeginsTLS(t *testing.T) {
	for in, want := range map[string]bool{"\x16\x03\x01\x02\x00": true, "\x16": false, "GET / HTTP/1.1": false, "": false} {
		if got := BeginsTLS([]byte(in)); got != want {
			t.Errorf("%q: got %v", in, got)
		}
	}
}
