package app

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"handshake101/devserver/internal/limits"
	"handshake101/handshake"
)

// secure runs a server with both TLS doors.
func secure(t testing.TB, change func(*limits.Limits)) (b *bed, addr, twin string) {
	t.Helper()
	var doors [2]net.Listener
	for i := range doors {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		doors[i] = l
	}
	b = startWith(t, change, func(c *Config) { c.Secure, c.SecureTwin = doors[0], doors[1] })
	return b, doors[0].Addr().String(), doors[1].Addr().String()
}

// h2 is a client of HTTP/2 that shows each frame.
type h2 struct {
	testing.TB
	*http2.Framer
	block  bytes.Buffer
	encode *hpack.Encoder
	xconn  bool // the server allows extended CONNECT
}

func dialH2(t testing.TB, addr string) *h2 {
	t.Helper()
	c, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(10 * time.Second))
	if p := c.ConnectionState().NegotiatedProtocol; p != "h2" {
		t.Fatalf("ALPN %q", p)
	}
	io.WriteString(c, http2.ClientPreface)
	h := &h2{TB: t, Framer: http2.NewFramer(c, c)}
	h.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	h.encode = hpack.NewEncoder(&h.block)
	h.WriteSettings()
	f, ok := h.next().(*http2.SettingsFrame)
	if !ok {
		t.Fatal("no SETTINGS")
	}
	v, _ := f.Value(http2.SettingEnableConnectProtocol)
	h.xconn = v == 1
	h.WriteSettingsAck()
	return h
}

// next reads a frame that matters.
func (h *h2) next() http2.Frame {
	h.Helper()
	for {
		f, err := h.ReadFrame()
		if err != nil {
			h.Fatal(err)
		}
		switch f := f.(type) {
		case *http2.WindowUpdateFrame, *http2.PingFrame:
			continue
		case *http2.SettingsFrame:
			if f.IsAck() {
				continue
			}
		}
		return f
	}
}

// ask opens a stream.
func (h *h2) ask(stream uint32, end bool, fields ...string) {
	h.Helper()
	h.block.Reset()
	for _, f := range fields {
		i := strings.Index(f[1:], ":") + 1
		h.encode.WriteField(hpack.HeaderField{Name: f[:i], Value: f[i+2:]})
	}
	if err := h.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: h.block.Bytes(), EndHeaders: true, EndStream: end}); err != nil {
		h.Fatal(err)
	}
}

// fields reads an answer's head.
func (h *h2) fields() string {
	h.Helper()
	for {
		if f, ok := h.next().(*http2.MetaHeadersFrame); ok {
			var b strings.Builder
			for _, field := range f.Fields {
				b.WriteString(field.Name + ": " + field.Value + "\r\n")
			}
			return b.String()
		}
	}
}

// content reads DATA until it is what is wanted.
func (h *h2) content(want string) {
	h.Helper()
	got := ""
	for got != want {
		f, ok := h.next().(*http2.DataFrame)
		if !ok || !strings.HasPrefix(want, got+string(f.Data())) {
			h.Fatalf("after %q: %v", got, f)
		}
		got += string(f.Data())
	}
}

func connectFields(authority, id string, more ...string) []string {
	return append([]string{":method: CONNECT", ":protocol: websocket", ":scheme: https", ":path: /live/" + id + "/echo", ":authority: " + authority,
		"origin: https://" + authority, "sec-websocket-version: 13"}, more...)
}

// TestExtendedConnect: a WebSocket on a stream of HTTP/2 is echoed, and its
// recording tells the fields and frames as they crossed.
func TestExtendedConnect(t *testing.T) {
	b, addr, _ := secure(t, nil)
	h := dialH2(t, addr)
	if !h.xconn {
		t.Fatal("SETTINGS_ENABLE_CONNECT_PROTOCOL is not 1: package xconnect comes too late")
	}
	id := b.id()
	fields := connectFields(addr, id, "sec-websocket-protocol: chat, superchat", "cookie: secret=1")
	h.ask(1, false, fields...)
	if got := h.fields(); got != ":status: 200\r\nsec-websocket-protocol: chat\r\n" {
		t.Fatalf("answered %q", got)
	}
	h.WriteData(1, false, []byte(maskedHello))
	h.content(plainHello)
	// Another request on the same connection, meanwhile.
	h.ask(3, true, ":method: GET", ":scheme: https", ":path: /healthz", ":authority: "+addr)
	if got := h.fields(); !strings.HasPrefix(got, ":status: 200\r\n") {
		t.Errorf("healthz: %q", got)
	}
	h.content("ok")
	h.WriteData(1, false, []byte(frame(0x88, code(1000))))
	h.content(closing(1000, ""))

	b.eventually("the recording is closed", func() bool { return b.record(id).Closed })
	_, body := b.do("GET", "/live/"+id+"/recording", "")
	var r struct {
		recorded
		TLS struct{ Version, ALPN string }
		H2  struct {
			Stream            int
			Request, Response [][2]string
			Frames            []struct {
				From, Type string
				Length     int
				Data       []byte
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(strings.Join(fields, "\r\n"), "secret=1", "xxxxxxxx", 1) + "\r\n\r\n"
	if string(r.RequestBase64) != want+maskedHello+frame(0x88, code(1000)) ||
		string(r.ResponseBase64) != ":status: 200\r\nsec-websocket-protocol: chat\r\n\r\n"+plainHello+closing(1000, "") {
		t.Errorf("%q\n%q", r.RequestBase64, r.ResponseBase64)
	}
	if r.Protocol != "websocket" || r.TLS.Version != "TLS 1.3" || r.TLS.ALPN != "h2" || r.H2.Stream != 1 || len(r.H2.Request) != len(fields) ||
		r.H2.Request[1] != [2]string{":protocol", "websocket"} || r.H2.Response[0] != [2]string{":status", "200"} || len(r.H2.Frames) < 6 ||
		r.H2.Frames[0].Type != "HEADERS" || len(r.H2.Frames[0].Data) > 0 || string(r.H2.Frames[2].Data) != maskedHello {
		t.Errorf("%s", body)
	}
	if strings.Contains(body, "secret=1") {
		t.Error("the cookie was kept")
	}
	report := handshake.Inspect(handshake.Exchange{Request: r.RequestBase64, Response: r.ResponseBase64}, nil)
	if report.Verdict.Outcome != handshake.Switches {
		t.Errorf("verdict %v", report.Verdict.Outcome)
	}
}

// TestExtendedConnectRefused: handshake decides on streams too.
func TestExtendedConnectRefused(t *testing.T) {
	b, addr, _ := secure(t, nil)
	h := dialH2(t, addr)
	stream := uint32(1)
	for _, c := range []struct {
		fields []string
		status string
	}{
		{connectFields(addr, b.id()), "200"},
		{append(connectFields(addr, b.id())[:5], "origin: https://evil.example", "sec-websocket-version: 13"), "403"},
		{append(connectFields(addr, b.id())[:6], "sec-websocket-version: 8"), "400"},
		{append([]string{":method: CONNECT", ":protocol: nonsense"}, connectFields(addr, b.id())[2:]...), "501"},
		{append([]string{":method: CONNECT", ":protocol: websocket", ":scheme: https", ":path: /live/" + b.id() + "/answer"}, connectFields(addr, "")[4:]...), "501"},
		{append([]string{":method: CONNECT", ":protocol: websocket", ":scheme: https", ":path: /other"}, connectFields(addr, "")[4:]...), "404"},
		{[]string{":method: GET", ":scheme: https", ":path: /live/" + b.id() + "/echo", ":authority: " + addr}, "404"},
		{[]string{":method: GET", ":scheme: https", ":path: /", ":authority: evil.example"}, "403"},
	} {
		h.ask(stream, c.fields[0] == ":method: GET", c.fields...)
		if got := h.fields(); !strings.HasPrefix(got, ":status: "+c.status+"\r\n") {
			t.Errorf("%v: %q", c.fields, got)
		}
		stream += 2
	}
}

// TestTLSDoors: the same site behind both, over the protocol each has, and the
// page learns which.
func TestTLSDoors(t *testing.T) {
	b, addr, twin := secure(t, nil)
	for door, proto := range map[string]string{addr: "HTTP/2.0", twin: "HTTP/1.1"} {
		transport := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
		res, err := (&http.Client{Transport: transport}).Get("https://" + door + "/live/about")
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		transport.CloseIdleConnections()
		if !strings.Contains(string(body), `"http":"`+proto+`","tls":"TLS 1.3"`) || res.Proto != proto {
			t.Errorf("%s: %s", res.Proto, body)
		}
		// A WebSocket over HTTP/1.1 inside TLS.
		c, err := tls.Dial("tcp", door, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"http/1.1"}})
		if err != nil {
			t.Fatal(err)
		}
		id := b.id()
		io.WriteString(c, offer("/live/"+id+"/echo")+maskedHello)
		got := make([]byte, len(switched+"\r\n"+plainHello))
		c.SetDeadline(time.Now().Add(5 * time.Second))
		if _, err := io.ReadFull(c, got); err != nil || string(got) != switched+"\r\n"+plainHello {
			t.Errorf("%q %v", got, err)
		}
		c.Close()
		if r, _ := b.recording(id); r != offer("/live/"+id+"/echo")+maskedHello {
			t.Errorf("recorded %q", r)
		}
	}
	// No TLS, and TLS that begins and stops, are ended.
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(c, "GET / HTTP/1.1\r\n\r\n")
	c.SetDeadline(time.Now().Add(5 * time.Second))
	io.ReadAll(c)
	c.Close()
	b.eventually("all are gone", func() bool { return b.server.Open() == 0 })
}

// TestDrainStreams: a WebSocket on a stream gets its 1001, the connection its
// GOAWAY.
func TestDrainStreams(t *testing.T) {
	b, addr, _ := secure(t, nil)
	h := dialH2(t, addr)
	h.ask(1, false, connectFields(addr, b.id())...)
	h.fields()
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- b.server.Shutdown(ctx) }()
	closed, away := false, false
	for !closed || !away {
		switch f := h.next().(type) {
		case *http2.DataFrame:
			closed = closed || strings.HasPrefix(string(f.Data()), closing(1001, "the server is stopping"))
		case *http2.GoAwayFrame:
			away = true
		}
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestStreamsCount: a WebSocket on a stream takes a connection's place, or gets
// none, and gives it back.
func TestStreamsCount(t *testing.T) {
	b, addr, _ := secure(t, func(l *limits.Limits) { l.Conns = 3 })
	h := dialH2(t, addr)
	for _, stream := range []uint32{1, 3} {
		h.ask(stream, false, connectFields(addr, b.id())...)
		if got := h.fields(); !strings.HasPrefix(got, ":status: 200\r\n") {
			t.Fatalf("stream %d: %q", stream, got)
		}
	}
	h.ask(5, false, connectFields(addr, b.id())...)
	if got := h.fields(); !strings.HasPrefix(got, ":status: 503\r\n") {
		t.Errorf("one stream too many: %q", got)
	}
	h.WriteData(1, false, []byte(frame(0x88, code(1000))))
	b.eventually("the first stream's place is free", func() bool { return b.server.Open() == 2 })
	h.ask(7, false, connectFields(addr, b.id())...)
	for {
		if f, ok := h.next().(*http2.MetaHeadersFrame); ok && f.StreamID == 7 {
			if f.Fields[0].Value != "200" {
				t.Errorf("a free place: %v", f.Fields)
			}
			break
		}
	}
}

// TestTurnedAwayUnderTLS: what there is no place for is told so inside TLS, not
// in bytes that a browser takes for broken TLS.
func TestTurnedAwayUnderTLS(t *testing.T) {
	b, addr, twin := secure(t, func(l *limits.Limits) { l.Conns = 1 })
	first := b.dial()
	first.send("GET /")
	b.eventually("the first is counted", func() bool { return b.server.Open() == 1 })
	for _, door := range []string{addr, twin} {
		c, err := tls.Dial("tcp", door, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2", "http/1.1"}})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(5 * time.Second))
		res, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil || res.StatusCode != 503 {
			t.Errorf("%v, %v", res, err)
		}
	}
}

// TestHeadTooBigOverHTTP2: the bound of a head holds there too.
func TestHeadTooBigOverHTTP2(t *testing.T) {
	b, addr, _ := secure(t, func(l *limits.Limits) { l.Head = 8 << 10 })
	h := dialH2(t, addr)
	fields := connectFields(addr, b.id())
	for range 12 {
		fields = append(fields, "x-long: "+strings.Repeat("x", 1000))
	}
	h.ask(1, false, fields...)
	if got := h.fields(); !strings.HasPrefix(got, ":status: 431\r\n") {
		t.Errorf("%q", got)
	}
}

// TestCertificateForTheRoom: the certificate made at the start names the
// addresses that others are told to open.
func TestCertificateForTheRoom(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	startWith(t, nil, func(c *Config) { c.Secure, c.LAN = l, []string{"http://192.0.2.7:8101/", "http://[2001:db8::7]:8101/"} })
	c, err := tls.Dial("tcp", l.Addr().String(), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, host := range []string{"192.0.2.7", "2001:db8::7", "127.0.0.1", "localhost"} {
		if err := c.ConnectionState().PeerCertificates[0].VerifyHostname(host); err != nil {
			t.Error(err)
		}
	}
}
