package app

import (
	"bytes"
	"crypto/tls"
	"flag"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"handshake101/devserver/internal/limits"
)

var soak = flag.Duration("soak", 4*time.Second, "how long TestSoak goes on")

// TestSoak mixes good and hostile traffic. Those who behave see no error, and
// in the end memory is where it was and no goroutine is left. `make soak` lets
// it go on for longer.
func TestSoak(t *testing.T) {
	b, secure, _ := secure(t, func(l *limits.Limits) {
		// Shorter than those who dawdle, longer than a busy machine keeps a process waiting.
		l.HeadTime, l.PipeIdle, l.Linger = 3*time.Second, 5*time.Second, 200*time.Millisecond
		l.Recordings, l.RecordingsBytes = 200, 2<<20
		l.Message, l.Head = 64<<10, 16<<10
	})
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
	defer client.CloseIdleConnections()
	var good, bad atomic.Int64
	run := func(d time.Duration) {
		end := time.Now().Add(d)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for time.Now().Before(end) {
					if err := b.check(client); err != nil {
						t.Errorf("a good client: %v", err)
						return
					}
					good.Add(1)
				}
			})
		}
		for i := range 16 {
			all.Go(func() {
				for random := rand.New(rand.NewPCG(uint64(i), 101)); time.Now().Before(end); bad.Add(1) {
					addr := b.addr
					if random.IntN(8) == 0 {
						addr = secure
					}
					b.misbehave(addr, secure, random)
				}
			})
		}
		all.Wait()
		client.CloseIdleConnections()
		b.eventually("all are gone", func() bool { return b.server.Open() == 0 })
	}
	run(*soak / 4) // pools fill, the store fills
	before, goroutines := inUse(), runtime.NumGoroutine()
	run(*soak * 3 / 4)
	after := inUse()
	if grown := int64(after) - int64(before); grown > 4<<20 {
		t.Errorf("memory grew by %d KiB", grown>>10)
	}
	if n := runtime.NumGoroutine(); n > goroutines+5 {
		t.Errorf("%d goroutines, %d before", n, goroutines)
	}
	t.Logf("%d good checks, %d hostile connections; memory %d KiB, then %d KiB", good.Load(), bad.Load(), before>>10, after>>10)
}

// inUse is heap and stacks after garbage collection.
func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

// misbehave is one connection that does something wrong.
func (b *bed) misbehave(addr, secure string, random *rand.Rand) {
	kind := random.IntN(13)
	if kind == 12 {
		addr = secure
	}
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	c := conn.(*net.TCPConn)
	defer c.Close()
	c.SetDeadline(time.Now().Add(7 * time.Second))
	head := offer("/live/" + b.id() + "/echo")
	noise := func(n int) string {
		var s strings.Builder
		for range n {
			s.WriteByte(byte(random.IntN(256)))
		}
		return s.String()
	}
	say := func(s string) bool { _, err := io.WriteString(c, s); return err == nil }
	switch kind {
	case 0: // a slow sender
		for i := 0; i < len(head) && say(head[i:i+1]); i++ {
			time.Sleep(time.Duration(random.IntN(60)) * time.Millisecond)
		}
	case 1: // half-closed in the middle
		say(head[:random.IntN(len(head))])
		c.CloseWrite()
		io.Copy(io.Discard, c)
	case 2: // reset, anywhere
		say((head + maskedHello)[:random.IntN(len(head))])
		c.SetLinger(0)
	case 3: // a head that never ends
		for say("X: " + noise(1000) + "\r\n") {
		}
	case 4: // noise
		say(noise(random.IntN(5000)))
		io.Copy(io.Discard, c)
	case 5: // broken frames
		say(head + noise(random.IntN(300)))
		io.CopyN(io.Discard, c, 300)
	case 6: // a big message, announced and not sent
		say(head + "\x82\xff\x00\x00\x00\x00\x00\x00\xff\xff" + noise(1000))
	case 7: // many messages, answers not read
		say(head + strings.Repeat(maskedHello, 2000))
		time.Sleep(time.Duration(random.IntN(50)) * time.Millisecond)
	case 8: // one byte changed
		i := random.IntN(len(head))
		say(head[:i] + noise(1) + head[i+1:])
		c.CloseWrite()
		io.Copy(io.Discard, c)
	case 9: // silence after the switch
		say(strings.Replace(head, "websocket", []string{"h2c", "TLS/1.3", "connect-udp", "tcp"}[random.IntN(4)], 1))
		time.Sleep(time.Duration(random.IntN(200)) * time.Millisecond)
	case 10: // a page that asks for much
		say("POST /live/" + b.id() + "/send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n" + noise(60))
		io.CopyN(io.Discard, c, 100)
	case 11: // a page's request, and the beginning of another that never comes whole
		const ordinary = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
		say(ordinary + "\r\n" + ordinary[:random.IntN(len(ordinary))])
		io.Copy(io.Discard, c)
	case 12: // HTTP/2: streams that are opened and reset, broken frames, a goodbye or none
		t := tls.Client(c, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
		if t.Handshake() != nil || t.ConnectionState().NegotiatedProtocol != "h2" {
			return
		}
		var fields bytes.Buffer
		encoder := hpack.NewEncoder(&fields)
		out := http2.NewFramer(t, nil)
		io.WriteString(t, http2.ClientPreface)
		out.WriteSettings()
		for stream := uint32(1); stream < 20; stream += 2 {
			fields.Reset()
			for _, f := range connectFields(addr, b.id()) {
				i := strings.Index(f[1:], ":") + 1
				encoder.WriteField(hpack.HeaderField{Name: f[:i], Value: f[i+2:]})
			}
			out.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: fields.Bytes(), EndHeaders: true})
			switch random.IntN(4) {
			case 0:
				out.WriteRSTStream(stream, http2.ErrCodeCancel)
			case 1:
				out.WriteData(stream, random.IntN(2) == 0, []byte(maskedHello+noise(random.IntN(50))))
			case 2:
				out.WriteRawFrame(http2.FrameType(random.IntN(12)), http2.Flags(random.IntN(256)), stream, []byte(noise(random.IntN(40))))
			}
		}
		t.SetReadDeadline(time.Now().Add(time.Duration(random.IntN(100)) * time.Millisecond))
		io.Copy(io.Discard, t)
	}
}
