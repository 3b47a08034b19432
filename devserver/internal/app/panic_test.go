package app

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// alarm is a Watch with a defect: it panics when a request for "example/1" is
// answered, and when "foo/2" has ended.
type alarm struct{ nobody }

func (alarm) Answered(verdict string, status int, protocol string) {
	if protocol == "example/1" {
		panic("a defect, on purpose: answered")
	}
}

func (alarm) Ended(protocol, why string) {
	if protocol == "foo/2" {
		panic("a defect, on purpose: ended")
	}
}

// A panic in one connection ends that connection, not the server.
func TestPanicEndsOneConnection(t *testing.T) {
	b := startWith(t, nil, func(c *Config) { c.Watch = alarm{} })
	ask := func(token string) string {
		c := b.dial()
		defer c.Close()
		io.WriteString(c, "GET /live/"+b.id()+"/echo HTTP/1.1\r\nHost: "+b.addr+"\r\nConnection: Upgrade\r\nUpgrade: "+token+"\r\n\r\n")
		if token != "example/1" {
			io.WriteString(c, "hello")
			c.CloseWrite()
		}
		all, _ := io.ReadAll(c)
		return string(all)
	}
	if got := ask("example/1"); !strings.HasPrefix(got, "HTTP/1.1 500 ") {
		t.Errorf("got %q, want a 500", got)
	}
	if got := ask("foo/2"); !strings.HasPrefix(got, "HTTP/1.1 101 ") {
		t.Errorf("got %q, want the 101 and the echo", got)
	}
	if got := ask("echo/1"); !strings.HasSuffix(got, "hello") {
		t.Errorf("after two panics another protocol answers %q", got)
	}
	response, err := http.Get("http://" + b.addr + "/healthz")
	if err != nil || response.StatusCode != 200 {
		t.Fatalf("after two panics: %v, %v", response, err)
	}
	response.Body.Close()
}
