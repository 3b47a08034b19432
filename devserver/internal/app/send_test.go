package app

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/send"
	"handshake101/handshake"
)

// post sends JSON to a live endpoint and decodes the answer.
func (b *bed) post(method, path string, in any, out any) int {
	b.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		b.Fatal(err)
	}
	res, text := b.do(method, path, string(body), "Content-Type: application/json")
	if err := json.Unmarshal([]byte(text), out); err != nil {
		b.Fatalf("%s %s: %s %q: %v", method, path, res.Status, text, err)
	}
	return res.StatusCode
}

type object = map[string]any

// sent posts to /send and gives the result.
func (b *bed) sent(in object) send.Result {
	b.Helper()
	var r send.Result
	if status := b.post("POST", "/live/"+b.id()+"/send", in, &r); status != 200 {
		b.Fatalf("status %d for %v", status, in)
	}
	return r
}

func whats(r *send.Result) string {
	var all []string
	for _, e := range r.Events {
		all = append(all, e.What)
	}
	return strings.Join(all, " ")
}

const rfcRequest = "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + rfcKey +
	"\r\nOrigin: http://example.com\r\nSec-WebSocket-Version: 13\r\n\r\n"

// TestSendReachesTheJudge: whatever target and Host a request has, and however
// broken it is, its bytes arrive as they are and handshake's answer comes back.
func TestSendReachesTheJudge(t *testing.T) {
	b := start(t, nil)
	policy := &handshake.Policy{}
	for _, request := range []string{
		rfcRequest,
		strings.Replace(rfcRequest, "/chat", "*", 1),
		strings.Replace(rfcRequest, "/chat", "http://server.example.com/chat?a=b#c", 1),
		strings.Replace(rfcRequest, "GET", "get", 1),
		strings.Replace(rfcRequest, rfcKey, "qjaovfzeqzo=", 1),
		strings.Replace(rfcRequest, "server.example.com", b.addr, 1),
		strings.Replace(rfcRequest, "Host:", "Host :", 1),
		strings.ReplaceAll(rfcRequest, "\r\n", "\n"),
		strings.Replace(rfcRequest, "13", "8", 1),
		strings.Replace(rfcRequest, "HTTP/1.1", "HTTP/1.0", 1),
		"\x00\xff\r\n\r\n",
		"GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nConnection: upgrade\r\nUpgrade: foo/2, own/7\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: h\r\n\r\n",
		"GET /live/abcdefghijklmnop/recording HTTP/1.1\r\nHost: h\r\n\r\n",
	} {
		r := b.sent(object{"requestBase64": []byte(request), "policy": policy})
		if string(r.RequestBase64[:r.RequestBytes]) != request {
			t.Errorf("sent %q\nwant %q", r.RequestBase64, request)
		}
		want := string(handshake.Respond(r.RequestBase64[:r.RequestBytes], policy))
		if !strings.HasPrefix(string(r.ResponseBase64), want) {
			t.Errorf("%q\ngot  %q\nwant %q", request, r.ResponseBase64, want)
		}
		if end := whats(&r); !strings.HasSuffix(end, "server-end") {
			t.Errorf("%q: %s", request, end)
		}
	}
}

// TestSendSpeaks: after a 101 the new protocol is spoken.
func TestSendSpeaks(t *testing.T) {
	b := start(t, nil)
	r := b.sent(object{"request": rfcRequest})
	if r.Protocol != "websocket" || !strings.HasSuffix(string(r.ResponseBase64), "\x81\x05Hello\x88\x02\x03\xe8") ||
		r.HeadBytes != len(r.ResponseBase64)-11 || whats(&r) != "connected sent switched greeted server-end" {
		t.Errorf("%s %d %q %s", r.Protocol, r.HeadBytes, r.ResponseBase64, whats(&r))
	}
	r = b.sent(object{"request": "GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: echo/1\r\n\r\n"})
	if r.Protocol != "echo/1" || string(r.ResponseBase64[r.HeadBytes:]) != "Hello\r\n" {
		t.Errorf("%s %q", r.Protocol, r.ResponseBase64)
	}
	r = b.sent(object{"request": rfcRequest, "afterBase64": []byte(maskedHello + frame(0x89, "p"))})
	if string(r.ResponseBase64[r.HeadBytes:]) != plainHello+"\x8a\x01p" || string(r.RequestBase64) != rfcRequest+maskedHello+frame(0x89, "p") {
		t.Errorf("%q", r.ResponseBase64)
	}
	r = b.sent(object{"requestBase64": []byte(rfcRequest + maskedHello), "greet": false}) // the first frame too early
	if string(r.ResponseBase64[r.HeadBytes:]) != plainHello {
		t.Errorf("%q", r.ResponseBase64)
	}
	r = b.sent(object{"request": rfcRequest, "tls": true})
	if r.TLS == nil || !r.TLS.Verified || r.TLS.ALPN != "http/1.1" || r.Protocol != "websocket" || string(r.RequestBase64[:r.RequestBytes]) != rfcRequest {
		t.Errorf("%+v", r)
	}
}

// TestSendInPieces: the server sees them one by one, as the times say.
func TestSendInPieces(t *testing.T) {
	b := start(t, nil)
	cut := strings.Index(rfcRequest, "\r\n") + 1
	r := b.sent(object{"request": rfcRequest, "pieces": []object{{"bytes": cut, "pauseMs": 30}, {"bytes": 1, "pauseMs": 30}}})
	if len(r.Chunks) < 4 || string(r.Chunks[0].Data) != rfcRequest[:cut] || string(r.Chunks[1].Data) != "\n" ||
		r.Chunks[1].At-r.Chunks[0].At < 29000 || r.Chunks[2].At-r.Chunks[1].At < 29000 || r.Protocol != "websocket" {
		t.Errorf("%+v", r.Chunks)
	}
	var each []object
	for range rfcRequest {
		each = append(each, object{"bytes": 1, "pauseMs": 0})
	}
	if r = b.sent(object{"request": rfcRequest, "pieces": each}); r.Protocol != "websocket" || string(r.RequestBase64[:r.RequestBytes]) != rfcRequest {
		t.Errorf("byte by byte: %+v", r)
	}
	// Two requests at once, both answered.
	plain := "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
	r = b.sent(object{"request": plain + plain})
	if n := strings.Count(string(r.ResponseBase64), "HTTP/1.1 200 OK"); n != 2 {
		t.Errorf("%d answers: %q", n, r.ResponseBase64)
	}
	// An answer in the middle of sending is seen when it comes.
	r = b.sent(object{"request": "GET / HTTP/1.0\r\n\r\nmore and more", "pieces": []object{{"bytes": 18, "pauseMs": 60}}})
	if r.Chunks[1].From != "server" {
		t.Errorf("%+v", r.Chunks)
	}
}

// TestSendNoAnswer: a head without an end gets its 408, and no answer is a
// result too.
func TestSendNoAnswer(t *testing.T) {
	b := start(t, func(l *limits.Limits) { l.HeadTime = 150 * time.Millisecond })
	r := b.sent(object{"request": "GET /", "readMs": 20})
	if len(r.ResponseBase64) > 0 || !strings.HasSuffix(whats(&r), "sent time-out") {
		t.Errorf("%+v", r)
	}
	r = b.sent(object{"request": "GET /", "readMs": 3000})
	if !strings.HasPrefix(string(r.ResponseBase64), "HTTP/1.1 408 ") {
		t.Errorf("%+v", r)
	}
}

// TestSendTarget: only what was named can be reached, by its own name.
func TestSendTarget(t *testing.T) {
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan string, 1)
	go func() {
		c, err := other.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		r, err := http.ReadRequest(bufio.NewReader(c))
		if err != nil {
			return
		}
		got <- r.Header.Get("Sec-WebSocket-Key")
		io.WriteString(c, switched+"\r\n\x81\x02hi")
		rest, _ := io.ReadAll(c)
		got <- string(rest)
	}()
	defer other.Close()
	name := strings.Replace(other.Addr().String(), "127.0.0.1", "localhost", 1)
	b := start(t, nil)
	var fault struct{ Error struct{ Field string } }
	for _, target := range []string{name, b.addr, "example.com:80", "localhost"} {
		if status := b.post("POST", "/live/"+b.id()+"/send", object{"request": rfcRequest, "target": target}, &fault); status != 403 || fault.Error.Field != "target" {
			t.Errorf("%s: %d %+v", target, status, fault)
		}
	}
	targets, err := send.Resolve(t.Context(), []string{name})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range targets[0].Addresses {
		if !a.Addr().IsLoopback() {
			t.Fatal(targets)
		}
	}
	// localhost may be ::1 first, and nobody listens there.
	listens := other.Addr().(*net.TCPAddr).AddrPort()
	targets[0].Addresses = []netip.AddrPort{netip.AddrPortFrom(netip.IPv6Loopback(), listens.Port()), listens}
	b = startWith(t, nil, func(c *Config) { c.Targets = targets })
	r := b.sent(object{"request": rfcRequest, "target": name})
	if r.Target != name || string(r.ResponseBase64[r.HeadBytes:]) != "\x81\x02hi" || <-got != rfcKey {
		t.Errorf("%+v", r)
	}
	if rest := <-got; rest != "" {
		t.Errorf("a target was told %q unasked", rest)
	}
	for _, bad := range []string{"", "host", ":80", "0.0.0.0:80", "localhost:0", "localhost:x", "224.0.0.1:80"} {
		if _, err := send.Resolve(t.Context(), []string{bad}); err == nil {
			t.Errorf("-target %s is accepted", bad)
		}
	}
}

// TestSendRefuses: what is out of bounds is refused, with the field's name.
func TestSendRefuses(t *testing.T) {
	b := start(t, func(l *limits.Limits) { l.SendBytes = 1000 })
	for field, in := range map[string]object{
		"request":       {"request": ""},
		"requestBase64": {"requestBase64": "*"},
		"afterBase64":   {"request": "x", "afterBase64": "*"},
		"readMs":        {"request": "x", "readMs": 1e6},
		"pieces":        {"request": "x", "pieces": []object{{"bytes": 0}}},
		"target":        {"request": "x", "target": "127.0.0.1:22"},
		"":              {"request": "x", "to": "y"},
	} {
		var fault struct {
			Error struct{ Field, Message string }
		}
		status := b.post("POST", "/live/"+b.id()+"/send", in, &fault)
		if status/100 != 4 || fault.Error.Field != field || fault.Error.Message == "" {
			t.Errorf("%v: %d %+v", in, status, fault)
		}
	}
	for _, fields := range [][]string{
		{"Content-Type: text/plain"},
		{"Content-Type: application/json", "Origin: http://evil.example"},
		{"Content-Type: application/json", "Sec-Fetch-Site: cross-site"},
		{"Content-Type: application/json", "Host: evil.example"},
	} {
		if res, body := b.do("POST", "/live/"+b.id()+"/send", `{"request":"x"}`, fields...); res.StatusCode < 400 {
			t.Errorf("%v: %s %s", fields, res.Status, body)
		}
	}
}

// TestSendDoorIsOurs: a stranger who finds the port for errands gets nothing.
func TestSendDoorIsOurs(t *testing.T) {
	b := start(t, nil)
	r := b.sent(object{"request": rfcRequest})
	c, err := net.Dial("tcp", r.To)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(5 * time.Second))
	io.WriteString(c, rfcRequest)
	if got, _ := io.ReadAll(c); len(got) > 0 {
		t.Errorf("a stranger got %q", got)
	}
}

// TestAbout: the page learns what this server can do.
func TestAbout(t *testing.T) {
	b := start(t, nil)
	res, body := b.do("GET", "/live/about", "")
	var a struct {
		Protocols, Targets []string
		HTTP               string
		SecurePort         int
		Limits             map[string]int64
	}
	if err := json.Unmarshal([]byte(body), &a); err != nil || res.StatusCode != 200 {
		t.Fatal(res.Status, err)
	}
	if !slices.Contains(a.Protocols, "h2c") || a.Targets == nil || a.HTTP != "HTTP/1.1" || a.Limits["head"] != 64<<10 || !bytes.Contains([]byte(body), []byte(`"tls":""`)) {
		t.Errorf("%s", body)
	}
}

// TestProxyExamples: the page can show them.
func TestProxyExamples(t *testing.T) {
	b := start(t, nil)
	_, body := b.do("GET", "/api/proxies", "")
	var p struct {
		Proxies []struct{ ID, Wrong, Right string }
	}
	if err := json.Unmarshal([]byte(body), &p); err != nil || len(p.Proxies) != 3 {
		t.Fatal(body, err)
	}
	for _, e := range p.Proxies {
		if e.Wrong == "" || e.Right == "" || e.Wrong == e.Right {
			t.Errorf("%+v", e)
		}
	}
}
