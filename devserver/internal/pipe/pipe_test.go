//go:build unix

package pipe

import (
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// pair is a pipe and its peer, over a real socket.
func pair(t *testing.T, o Options) (*Pipe, net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	peer, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { peer.Close() })
	own, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { own.Close() })
	return New(own, o), peer
}

// TestNotThePeersSilence: time that this process was kept waiting is no silence of
// the peer, whose bytes lie there. Here all time has always passed already.
func TestNotThePeersSilence(t *testing.T) {
	p, peer := pair(t, Options{Idle: 1})
	ways := map[string]func(b []byte) (int, error){
		"read": p.Read,
		"waited for": func(b []byte) (int, error) {
			if p.Ready() {
				return p.Read(b)
			}
			w, ok := p.Waiter()
			if !ok {
				t.Fatal("it cannot be waited for")
			}
			w.Wait()
			w.Done()
			return p.Read(b)
		},
	}
	for way, read := range ways {
		b := make([]byte, 3)
		if n, err := read(b); n != 0 || !os.IsTimeout(err) {
			t.Errorf("%s: silence gives %d, %v", way, n, err)
		}
		io.WriteString(peer, "some bytes")
		got := ""
		for end := time.Now().Add(5 * time.Second); got != "some bytes" && time.Now().Before(end); {
			n, err := read(b)
			if got += string(b[:n]); err != nil && !os.IsTimeout(err) {
				t.Fatal(err)
			}
		}
		if got != "some bytes" {
			t.Errorf("%s: got %q", way, got)
		}
	}
	// The end of a life is one, whatever lies there.
	p, peer = pair(t, Options{Idle: time.Hour, Life: time.Now()})
	io.WriteString(peer, "late")
	time.Sleep(10 * time.Millisecond)
	if n, err := p.Read(make([]byte, 9)); n != 0 || err != ErrLife {
		t.Errorf("after its life: %d, %v", n, err)
	}
}
