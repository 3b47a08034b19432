package h2record

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"handshake101/handshake"
)

// socket gives bytes as if they came from a network, in pieces of a size.
type socket struct {
	net.Conn
	in    []byte
	piece int
}

func (s *socket) Read(b []byte) (int, error) {
	if len(s.in) == 0 {
		return 0, io.EOF
	}
	n := copy(b[:min(len(b), s.piece)], s.in)
	s.in = s.in[n:]
	return n, nil
}
func (s *socket) Write(b []byte) (int, error) { return len(b), nil }
func (s *socket) Close() error                { return nil }

func pack(fields ...string) []byte {
	var b bytes.Buffer
	e := hpack.NewEncoder(&b)
	for i := 0; i < len(fields); i += 2 {
		e.WriteField(hpack.HeaderField{Name: fields[i], Value: fields[i+1]})
	}
	return b.Bytes()
}

// conversation is an extended CONNECT with what makes it hard to follow:
// padding, priority, CONTINUATION, another stream in between.
func conversation() (client, server []byte) {
	block := pack(":method", "CONNECT", ":protocol", "websocket", ":path", "/live/abcdefghijklmnop/echo", "cookie", "a=b")
	var in, out bytes.Buffer
	in.WriteString(preface)
	f := http2.NewFramer(&in, nil)
	f.AllowIllegalWrites = true
	f.WriteSettings()
	f.WriteHeaders(http2.HeadersFrameParam{StreamID: 5, BlockFragment: block[:7], PadLength: 9, Priority: http2.PriorityParam{StreamDep: 3, Weight: 7}})
	f.WriteContinuation(5, true, block[7:])
	f.WriteDataPadded(5, false, []byte("\x81\x80abcd"), make([]byte, 20))
	f.WriteData(7, false, []byte("of another stream"))
	f.WriteData(5, false, []byte("\x8a\x80abcd"))
	f = http2.NewFramer(&out, nil)
	f.WriteSettings()
	f.WriteHeaders(http2.HeadersFrameParam{StreamID: 5, BlockFragment: pack(":status", "200", "set-cookie", "c=d"), EndHeaders: true})
	f.WriteData(5, false, []byte("\x81\x00"))
	f.WriteData(5, true, []byte("\x88\x00"))
	return in.Bytes(), out.Bytes()
}

// TestWatch: whatever pieces the bytes come in, the recording is the same.
func TestWatch(t *testing.T) {
	client, server := conversation()
	for _, piece := range []int{1, 2, 3, 7, 10, 64, 1 << 20} {
		w := New(&socket{in: client, piece: piece}, 1000, nil)
		if _, err := io.Copy(io.Discard, w); err != nil {
			t.Fatal(err)
		}
		s := w.Claim("/live/abcdefghijklmnop/echo")
		if s == nil || w.Claim(s.Path) != nil {
			t.Fatalf("pieces of %d: no stream, or two", piece)
		}
		for rest := server; len(rest) > 0; rest = rest[min(piece, len(rest)):] {
			w.Write(rest[:min(piece, len(rest))])
		}
		d := s.Recording.Document()
		want := ":method: CONNECT\r\n:protocol: websocket\r\n:path: /live/abcdefghijklmnop/echo\r\ncookie: xxx\r\n\r\n\x81\x80abcd\x8a\x80abcd"
		if string(d.RequestBase64) != want || string(d.ResponseBase64) != ":status: 200\r\nset-cookie: xxx\r\n\r\n\x81\x00\x88\x00" {
			t.Errorf("pieces of %d:\n%q\n%q", piece, d.RequestBase64, d.ResponseBase64)
		}
		if d.ID != "abcdefghijklmnop" || d.Protocol != "websocket" || !d.Closed || d.H2.Stream != 5 || len(d.H2.Request) != 4 || len(d.H2.Response) != 2 || len(d.H2.Frames) != 6 {
			t.Errorf("pieces of %d: %+v %+v", piece, d, d.H2)
		}
		if !strings.Contains(string(s.Section), "cookie: a=b") {
			t.Error("the judge does not see what was sent")
		}
	}
}

// FuzzWatch: nothing that crosses a connection breaks the watcher, or makes it
// keep more than it may.
func FuzzWatch(f *testing.F) {
	client, server := conversation()
	f.Add(client, server, 3)
	f.Add(client[len(preface):], client, 1000)
	f.Add([]byte(preface+"\xff\xff\xff\x01\x04\x00\x00\x00\x01"), []byte("\x00\x00\x00\x01\x0c\x00\x00\x00\x05"), 1)
	f.Fuzz(func(t *testing.T, client, server []byte, piece int) {
		piece = max(1, min(piece, 1<<16))
		const limit = 200
		w := New(&socket{in: client, piece: piece}, limit, nil)
		io.Copy(io.Discard, w)
		for rest := server; len(rest) > 0; rest = rest[min(piece, len(rest)):] {
			w.Write(rest[:min(piece, len(rest))])
		}
		for _, s := range w.unclaims {
			if request, response := s.Recording.Bytes(); len(request) > limit || len(response) > limit {
				t.Errorf("%d and %d bytes are kept", len(request), len(response))
			}
			handshake.Decide(s.Section, nil)
		}
		w.Close()
	})
}
