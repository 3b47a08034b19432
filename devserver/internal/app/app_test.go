package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"handshake101/devserver/internal/guard"
	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/static"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bed is a running server and what tests do with it.
type bed struct {
	testing.TB
	server *Server
	addr   string
	ids    atomic.Int64
}

// start runs a server on a free port for the length of the test. change may
// shorten limits.
func start(t testing.TB, change func(*limits.Limits)) *bed {
	t.Helper()
	return startWith(t, change, nil)
}

// startWith is start with more than limits to choose.
func startWith(t testing.TB, change func(*limits.Limits), more func(*Config)) *bed {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	bounds := limits.Default()
	bounds.Linger = 300 * time.Millisecond
	if change != nil {
		change(&bounds)
	}
	page, err := static.New(static.Site{Documents: map[string][]byte{"/": []byte("<!doctype html>the page")}})
	if err != nil {
		t.Fatal(err)
	}
	b := &bed{TB: t, addr: l.Addr().String()}
	config := Config{Limits: bounds, Page: page, Guard: guard.ForAddress(b.addr), Log: slog.New(slog.DiscardHandler)}
	if more != nil {
		more(&config)
	}
	b.server, err = New(config, l)
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- b.server.Serve() }()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := b.server.Shutdown(ctx); err != nil {
			t.Errorf("shutdown: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
		if n := b.server.Open(); n != 0 {
			t.Errorf("%d connections are still counted", n)
		}
	})
	return b
}

// id makes up a fresh id.
func (b *bed) id() string { return fmt.Sprintf("test-id-%010d", b.ids.Add(1)) }

// dial opens a raw connection.
func (b *bed) dial() *wire {
	b.Helper()
	c, err := net.Dial("tcp", b.addr)
	if err != nil {
		b.Fatal(err)
	}
	c.SetDeadline(time.Now().Add(10 * time.Second))
	b.Cleanup(func() { c.Close() })
	return &wire{TB: b.TB, TCPConn: c.(*net.TCPConn)}
}

// wire is the client's end of a raw connection.
type wire struct {
	testing.TB
	*net.TCPConn
}

func (w *wire) send(s string) {
	w.Helper()
	if _, err := io.WriteString(w.TCPConn, s); err != nil {
		w.Fatalf("send: %v", err)
	}
}

// expect reads exactly as many bytes as are wanted and compares them.
func (w *wire) expect(want string) {
	w.Helper()
	got := make([]byte, len(want))
	n, err := io.ReadFull(w.TCPConn, got)
	if string(got[:n]) != want {
		w.Fatalf("got\n%q (%v)\nwant\n%q", got[:n], err, want)
	}
}

// expectEnd wants the other side to have ended the connection in order.
func (w *wire) expectEnd() {
	w.Helper()
	rest, err := io.ReadAll(w.TCPConn)
	if len(rest) > 0 || err != nil {
		w.Fatalf("got %q, %v; want the end", rest, err)
	}
}

// all reads to the end of the connection.
func (w *wire) all() string {
	w.Helper()
	b, err := io.ReadAll(w.TCPConn)
	if err != nil {
		w.Fatalf("after %q: %v", b, err)
	}
	return string(b)
}

// get fetches a path over HTTP and gives status, header and body.
func (b *bed) do(method, path, body string, fields ...string) (*http.Response, string) {
	b.Helper()
	r, err := http.NewRequest(method, "http://"+b.addr+path, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		if name == "Host" {
			r.Host = value
		}
		r.Header.Add(name, value)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.Fatal(err)
	}
	return res, string(text)
}

// eventually waits for something that happens on another goroutine.
func (b *bed) eventually(what string, ok func() bool) {
	b.Helper()
	http.DefaultClient.CloseIdleConnections() // they count
	for end := time.Now().Add(5 * time.Second); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			b.Fatalf("it never came about that %s", what)
		}
	}
}
