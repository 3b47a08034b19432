package app

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/gobwas/ws"

	"handshake101/devserver/internal/limits"
)

// frame is a client's frame as bytes, masked.
func frame(first byte, payload string) string {
	b := []byte{first}
	switch n := len(payload); {
	case n < 126:
		b = append(b, 0x80|byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 0x80|127), uint64(n))
	}
	mask := [4]byte{1, 2, 3, 4}
	b = append(b, mask[:]...)
	body := []byte(payload)
	ws.Cipher(body, mask, 0)
	return string(append(b, body...))
}

// closing is the server's close frame.
func closing(code uint16, reason string) string {
	return "\x88" + string([]byte{byte(2 + len(reason)), byte(code >> 8), byte(code)}) + reason
}

func code(n uint16) string { return string([]byte{byte(n >> 8), byte(n)}) }

// TestFrames compares whole byte strings behind the 101.
func TestFrames(t *testing.T) {
	b := start(t, func(l *limits.Limits) { l.Message = 1000 })
	long := strings.Repeat("a", 300)
	for _, c := range []struct{ name, send, want string }{
		{"text", maskedHello, plainHello},
		{"binary", frame(0x82, "\x00\xff"), "\x82\x02\x00\xff"},
		{"empty", frame(0x81, ""), "\x81\x00"},
		{"16-bit length", frame(0x82, long), "\x82\x7e\x01\x2c" + long},
		{"fragments, a ping between", frame(0x01, "Hel") + frame(0x89, "p") + frame(0x00, "l") + frame(0x80, "o"), "\x8a\x01p" + plainHello},
		{"a character cut in two", frame(0x01, "\xe3\x83") + frame(0x80, "\x81"), "\x81\x03\xe3\x83\x81"},
		{"ping", frame(0x89, ""), "\x8a\x00"},
		{"unasked pong", frame(0x8a, "x") + maskedHello, plainHello},
		{"close", frame(0x88, ""), "\x88\x00"},
		{"close 1000", frame(0x88, code(1000)+"bye"), closing(1000, "")},
		{"close 1012", frame(0x88, code(1012)), closing(1012, "")},
		{"close 3000", frame(0x88, code(3000)), closing(3000, "")},
		{"close, then data", frame(0x88, code(1001)) + maskedHello, closing(1001, "")},
		{"close 1005", frame(0x88, code(1005)), closing(1002, "status code is only application level")},
		{"close 999", frame(0x88, code(999)), closing(1002, "status code is not in use")},
		{"close with one byte", frame(0x88, "x"), closing(1002, "a close code has two bytes")},
		{"close reason not UTF-8", frame(0x88, code(1000)+"\xff"), closing(1007, "invalid utf8 sequence in close reason")},
		{"not masked", plainHello, closing(1002, "frames from client to server must be masked")},
		{"RSV1", frame(0xc1, "x"), closing(1002, "non-zero rsv bits with no extension negotiated")},
		{"reserved opcode", frame(0x83, ""), closing(1002, "use of reserved op code")},
		{"fragmented ping", frame(0x09, ""), closing(1002, "control frame is not final")},
		{"long ping", frame(0x89, long), closing(1002, "control frame payload limit exceeded")},
		{"continuation of nothing", frame(0x80, "x"), closing(1002, "unexpected continuation data frame")},
		{"text inside a message", frame(0x01, "x") + frame(0x81, "y"), closing(1002, "unexpected non-continuation data frame")},
		{"length with its top bit", "\x82\xff\x80\x00\x00\x00\x00\x00\x00\x01abcd", closing(1002, "header error: the most significant bit must be 0")},
		{"text not UTF-8", frame(0x81, "\xff"), closing(1007, "text that is not UTF-8")},
		{"too big", frame(0x82, strings.Repeat("a", 1001)), closing(1009, "message too big")},
		{"too big in pieces", frame(0x02, strings.Repeat("a", 600)) + frame(0x80, strings.Repeat("a", 600)), closing(1009, "message too big")},
		{"announces 2^62 bytes", "\x82\xff\x40\x00\x00\x00\x00\x00\x00\x00abcd", closing(1009, "message too big")},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := b.dial()
			id := b.id()
			w.send(offer("/live/" + id + "/echo"))
			w.expect(switched + "\r\n")
			w.send(c.send)
			w.expect(c.want)
			if strings.HasPrefix(c.want, "\x88") {
				w.expectEnd()
			}
			request, response := b.recording(id)
			if request != offer("/live/"+id+"/echo")+c.send && !strings.HasPrefix(c.want, "\x88") || response != switched+"\r\n"+c.want {
				t.Errorf("recorded\n%q\n%q", request, response)
			}
		})
	}
}

// TestSilence: a peer that says nothing for too long is told, and closed.
func TestSilence(t *testing.T) {
	b := start(t, func(l *limits.Limits) { l.PipeIdle = 50 * time.Millisecond })
	w := b.dial()
	w.send(offer("/live/" + b.id() + "/echo"))
	w.expect(switched + "\r\n" + closing(1008, "silent for too long"))
	w.expectEnd()
}

// TestRealClient speaks to a WebSocket library that shares no code with us, in
// every mode of compression that it has.
func TestRealClient(t *testing.T) {
	b := start(t, nil)
	messages := [][]byte{{}, []byte("Hello"), []byte("Hello"), []byte(strings.Repeat("Hello, 握手. ", 5000))}
	noise := make([]byte, 200000)
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	messages = append(messages, noise, noise, noise[:20000], noise[:20000])
	for name, mode := range map[string]websocket.CompressionMode{
		"plain": websocket.CompressionDisabled, "takeover": websocket.CompressionContextTakeover, "no takeover": websocket.CompressionNoContextTakeover,
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			c, res, err := websocket.Dial(ctx, "ws://"+b.addr+"/live/"+b.id()+"/echo?subprotocols=chat", &websocket.DialOptions{
				Subprotocols: []string{"other", "chat"}, CompressionMode: mode, CompressionThreshold: 1,
			})
			if err != nil {
				t.Fatal(err)
			}
			defer c.CloseNow()
			c.SetReadLimit(1 << 20)
			if c.Subprotocol() != "chat" {
				t.Errorf("subprotocol %q", c.Subprotocol())
			}
			extensions := res.Header.Get("Sec-WebSocket-Extensions")
			if (mode != websocket.CompressionDisabled) != strings.HasPrefix(extensions, "permessage-deflate") {
				t.Errorf("extensions %q", extensions)
			}
			for _, m := range messages {
				if err := c.Write(ctx, websocket.MessageBinary, m); err != nil {
					t.Fatal(err)
				}
				kind, got, err := c.Read(ctx)
				if err != nil || kind != websocket.MessageBinary || !bytes.Equal(got, m) {
					t.Fatalf("got %v, %d bytes, %v; want %d bytes", kind, len(got), err, len(m))
				}
			}
			pinged := make(chan error, 1)
			go func() { pinged <- c.Ping(ctx) }()
			read, stop := context.WithCancel(ctx)
			go func() {
				if err := <-pinged; err != nil {
					t.Error(err)
				}
				stop()
			}()
			c.Read(read) // pongs arrive while somebody reads
		})
	}
}

// TestRealClientCloses: the close code comes back.
func TestRealClientCloses(t *testing.T) {
	b := start(t, nil)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c, _, err := websocket.Dial(ctx, "ws://"+b.addr+"/live/"+b.id()+"/echo", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Close(4000, "enough"); err != nil {
		t.Error(err)
	}
}

// TestCompressedFaults: what does not inflate, or inflates to too much.
func TestCompressedFaults(t *testing.T) {
	b := start(t, nil)
	var bomb bytes.Buffer
	deflater, err := flate.NewWriter(&bomb, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	deflater.Write(make([]byte, 2<<20))
	deflater.Flush()
	for _, c := range []struct{ name, send, want string }{
		{"garbage", frame(0xc1, "\xff\xff\xff"), closing(1007, "data that does not inflate")},
		{"bomb", frame(0xc2, string(bytes.TrimSuffix(bomb.Bytes(), []byte("\x00\x00\xff\xff")))), closing(1009, "message too big")},
		{"RSV1 on a continuation", frame(0x01, "x") + frame(0xc0, "x"), closing(1002, "control frame or non-first fragment of data contains compression bit set")},
		{"RSV2", frame(0xa1, "x"), closing(1002, "non-zero rsv bits with no extension negotiated")},
		{"a message that is not compressed", frame(0x81, "Hello"), plainHello},
		// RFC 7692 §7.2.3.1: "Hello" compressed, twice, the second one referring
		// to the first is left to TestRealClient.
		{"RFC 7692", frame(0xc1, "\xf2\x48\xcd\xc9\xc9\x07\x00"), "\xc1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := b.dial()
			w.send(offer("/live/"+b.id()+"/echo", "Sec-WebSocket-Extensions: permessage-deflate"))
			w.expect(switched + "Sec-WebSocket-Extensions: permessage-deflate")
			for tail := ""; !strings.HasSuffix(tail, "\r\n\r\n"); {
				one := make([]byte, 1)
				if _, err := w.Read(one); err != nil {
					t.Fatal(err)
				}
				tail += string(one)
			}
			w.send(c.send)
			w.expect(c.want)
		})
	}
}

// TestDrain: when the server stops, open WebSockets get 1001, byte pipes and
// TestBigMessagesShareRoom: thousands of big messages at once are more than a
// machine has memory for. One that finds no room is closed with 1013, small ones
// always pass, and whoever ends makes room.
func TestBigMessagesShareRoom(t *testing.T) {
	b := start(t, func(l *limits.Limits) { l.Arriving = 50 << 10 })
	connect := func() *wire {
		w := b.dial()
		w.send(offer("/live/" + b.id() + "/echo"))
		w.expect(switched + "\r\n")
		return w
	}
	big := strings.Repeat("a", 20<<10)
	for _, begun := range []string{
		frame(0x02, big) + frame(0x00, big),                                    // as fragments
		frame(0x82, big+big)[:1000],                                            // announced, and not sent
		frame(0x02, big[:8<<10]) + strings.Repeat(frame(0x00, big[:8<<10]), 4), // of small fragments
	} {
		first := connect()
		first.send(begun)
		second := connect()
		b.eventually("the first holds room", func() bool {
			w := connect()
			defer w.Close()
			w.send(frame(0x82, big))
			got := make([]byte, 2)
			io.ReadFull(w.TCPConn, got)
			return got[0] == 0x88
		})
		second.send(frame(0x82, "small") + frame(0x82, big))
		second.expect("\x82\x05small" + closing(1013, "too many big messages at once"))
		second.expectEnd()
		first.Close()
		b.eventually("there is room again", func() bool {
			w := connect()
			defer w.Close()
			w.send(frame(0x82, big))
			got := make([]byte, 2)
			io.ReadFull(w.TCPConn, got)
			return got[0] == 0x82
		})
	}
}

// waiting heads an end, and nothing is left.
func TestDrain(t *testing.T) {
	b := start(t, nil)
	socket, second, pipe, head := b.dial(), b.dial(), b.dial(), b.dial()
	socket.send(offer("/live/" + b.id() + "/echo"))
	socket.expect(switched + "\r\n")
	second.send(offer("/live/"+b.id()+"/echo") + maskedHello[:4]) // in the middle of a frame
	second.expect(switched + "\r\n")
	pipe.send("GET /live/" + b.id() + "/echo HTTP/1.1\r\nHost: h\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n")
	pipe.expect("HTTP/1.1 101 Switching Protocols\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n")
	head.send("GET /live/")
	time.Sleep(50 * time.Millisecond)

	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- b.server.Shutdown(ctx) }()
	goodbye := closing(1001, "the server is stopping")
	socket.expect(goodbye)
	socket.send(frame(0x88, code(1001)))
	socket.expectEnd()
	second.expect(goodbye)
	second.send(maskedHello[4:] + frame(0x88, code(1001)))
	second.expectEnd()
	pipe.expectEnd()
	pipe.CloseWrite()
	head.expectEnd()
	if err := <-done; err != nil {
		t.Errorf("shutdown: %v", err)
	}
}

// TestDrainDeadline: a peer that does not answer the goodbye cannot hold the
// server.
func TestDrainDeadline(t *testing.T) {
	b := start(t, nil)
	w := b.dial()
	w.send(offer("/live/" + b.id() + "/echo"))
	w.expect(switched + "\r\n")
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	if err := b.server.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("shutdown took %v", took)
	}
	w.expect(closing(1001, "the server is stopping"))
}
