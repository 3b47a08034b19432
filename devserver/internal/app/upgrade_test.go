package app

import (
	"io"
	"strings"
	"testing"
	"time"

	"handshake101/devserver/internal/echo"
	"handshake101/devserver/internal/limits"
	"handshake101/handshake"
)

// The key of RFC 6455 §1.3, and what belongs to it.
const (
	rfcKey    = "dGhlIHNhbXBsZSBub25jZQ=="
	rfcAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
)

// offer is a good WebSocket offer with the given further lines.
func offer(target string, lines ...string) string {
	return "GET " + target + " HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: " + rfcKey + "\r\nSec-WebSocket-Version: 13\r\n" + strings.Join(append(lines, "\r\n"), "\r\n")
}

const switched = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Accept: " + rfcAccept + "\r\n"

// hello is "Hello" as a masked text frame (RFC 6455 §5.7), and as the server's.
const (
	maskedHello = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"
	plainHello  = "\x81\x05Hello"
)

// TestAnswers compares whole byte strings: what the raw socket gives is what
// handshake says that it gives, and both are what is written here.
func TestAnswers(t *testing.T) {
	const rest = "Host: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + rfcKey + "\r\nSec-WebSocket-Version: 13\r\n"
	b := start(t, nil)
	for _, c := range []struct {
		name    string
		request string // @ stands for the path of the endpoint
		begins  string // of the response
		again   bool   // the connection goes on
	}{
		{"good", "GET @ HTTP/1.1\r\n" + rest + "\r\n", switched + "\r\n", true},
		{"RFC 6455", "GET @ HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
			"Sec-WebSocket-Key: " + rfcKey + "\r\nOrigin: http://example.com\r\nSec-WebSocket-Protocol: chat, superchat\r\nSec-WebSocket-Version: 13\r\n\r\n",
			switched + "Sec-WebSocket-Protocol: chat\r\n\r\n", true},
		{"MDN", "GET @ HTTP/1.1\r\nHost: www.example.com\r\nConnection: upgrade\r\nUpgrade: example/1, foo/2\r\n\r\n",
			"HTTP/1.1 101 Switching Protocols\r\nUpgrade: example/1\r\nConnection: Upgrade\r\n\r\n", true},
		{"absolute form", "GET http://server.example.com@ HTTP/1.1\r\n" + rest + "\r\n", switched + "\r\n", true},
		{"LF lines", strings.ReplaceAll("GET @ HTTP/1.1\r\n"+rest+"\r\n", "\r\n", "\n"), switched + "\r\n", true},
		{"empty lines before", "\r\n\r\nGET @ HTTP/1.1\r\n" + rest + "\r\n", switched + "\r\n", true},
		{"no Upgrade", "GET @ HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 200 OK\r\n", true},
		{"not in Connection", "GET @ HTTP/1.1\r\nHost: h\r\nUpgrade: example/1\r\n\r\n", "HTTP/1.1 200 OK\r\n", true},
		{"HTTP/1.0", "GET @ HTTP/1.0\r\n" + rest + "\r\n", "HTTP/1.1 ", false},
		{"TLS/1.0 is not spoken", "GET @ HTTP/1.1\r\nHost: h\r\nUpgrade: TLS/1.0\r\nConnection: Upgrade\r\n\r\n", "HTTP/1.1 200 OK\r\n", true},
		{"close", "GET @ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK\r\nConnection: close\r\n", false},
		{"8-byte key", "GET @ HTTP/1.1\r\n" + strings.Replace(rest, rfcKey, "MTIzNDU2Nzg=", 1) + "\r\n", "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n", false},
		{"two keys", "GET @ HTTP/1.1\r\n" + rest + "Sec-WebSocket-Key: " + rfcKey + "\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n", false},
		{"version 25", "GET @ HTTP/1.1\r\n" + strings.Replace(rest, "13", "25", 1) + "\r\n", "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n", true},
		{"POST", "POST @ HTTP/1.1\r\n" + rest + "\r\n", "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\n", true},
		{"no Host", "GET @ HTTP/1.1\r\n" + strings.Replace(rest, "Host: server.example.com\r\n", "", 1) + "\r\n", "HTTP/1.1 400 Bad Request\r\n", false},
		{"two Hosts", "GET @ HTTP/1.1\r\nHost: other\r\n" + rest + "\r\n", "HTTP/1.1 400 Bad Request\r\n", false},
		{"lower-case method", "get @ HTTP/1.1\r\n" + rest + "\r\n", "HTTP/1.1 ", false},
		{"HTTP/2.0 in text", "GET @ HTTP/2.0\r\n" + rest + "\r\n", "HTTP/1.1 505 HTTP Version Not Supported\r\n", false},
		{"obs-fold", "GET @ HTTP/1.1\r\n" + rest + "X: a\r\n b\r\n\r\n", "HTTP/1.1 ", false},
		{"two spaces", "GET  @ HTTP/1.1\r\n" + rest + "\r\n", "HTTP/1.1 ", false},
		{"space before colon", "GET @ HTTP/1.1\r\nHost : h\r\n" + rest + "\r\n", "HTTP/1.1 400 Bad Request\r\n", false},
		{"NUL", "GET @ HTTP/1.1\r\n" + rest + "X: a\x00b\r\n\r\n", "HTTP/1.1 ", false},
		{"no colon", "GET @ HTTP/1.1\r\n" + rest + "nonsense\r\n\r\n", "HTTP/1.1 ", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			id := b.id()
			request := strings.ReplaceAll(c.request, "@", "/live/"+id+"/echo")
			policy := &handshake.Policy{Protocols: echo.Protocols(), Subprotocols: []string{"chat", "superchat"}}
			d := handshake.Decide([]byte(request), policy)
			want := string(d.AppendResponse(nil))
			if !strings.HasPrefix(want, c.begins) {
				t.Errorf("handshake answers\n%q\nwant it to begin\n%q", want, c.begins)
			}
			w := b.dial()
			w.send(request)
			w.expect(want)
			again := d.Verdict == handshake.Accept || !d.Close
			if c.again && !again {
				t.Errorf("the connection is closed after %q", want)
			}
			if !again {
				w.expectEnd()
			}
			request2, response2 := b.recording(id)
			if request2 != request || response2 != want {
				t.Errorf("recorded %q\n%q\nwant %q\n%q", request2, response2, request, want)
			}
		})
	}
}

// TestByteByByte sends a request one byte at a time, and the first frame.
func TestByteByByte(t *testing.T) {
	b := start(t, nil)
	w := b.dial()
	w.SetNoDelay(true)
	id := b.id()
	request := offer("/live/" + id + "/echo")
	for i := range len(request + maskedHello) {
		w.send((request + maskedHello)[i : i+1])
	}
	w.expect(switched + "\r\n" + plainHello)
	if got, _ := b.recording(id); got != request+maskedHello {
		t.Errorf("recorded %q", got)
	}
}

// TestEarlyBytes sends head and frame in one piece: the frame was early, and is
// not lost.
func TestEarlyBytes(t *testing.T) {
	b := start(t, nil)
	w := b.dial()
	id := b.id()
	w.send(offer("/live/"+id+"/echo") + maskedHello)
	w.expect(switched + "\r\n" + plainHello)
	request, response := b.recording(id)
	if request != offer("/live/"+id+"/echo")+maskedHello || response != switched+"\r\n"+plainHello {
		t.Errorf("recorded %q\n%q", request, response)
	}
}

// TestContentBeforeSwitch: the content of a request belongs to the request.
func TestContentBeforeSwitch(t *testing.T) {
	b := start(t, nil)
	head := "POST /live/" + b.id() + "/echo HTTP/1.1\r\nHost: h\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\nContent-Length: 7\r\n\r\n"
	w := b.dial()
	w.send(head + "con")
	time.Sleep(20 * time.Millisecond)
	w.send("tentpipe")
	w.expect("HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\n\r\npipe")
}

// TestExpectContinue: a client that waits to be asked for its content is asked.
func TestExpectContinue(t *testing.T) {
	b := start(t, nil)
	id := b.id()
	head := "POST /live/" + id + "/echo HTTP/1.1\r\nHost: h\r\nUpgrade: tcp\r\nConnection: Upgrade\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
	answer := "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching Protocols\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n"
	w := b.dial()
	w.send(head)
	w.expect(answer[:25])
	w.send("{}pipe")
	w.expect(answer[25:] + "pipe")
	request, response := b.recording(id)
	if request != head+"{}pipe" || response != answer+"pipe" {
		t.Errorf("recorded %q\n%q", request, response)
	}
	if r := b.record(id); string(r.Chunks[0].Data) != head || string(r.Chunks[1].Data) != answer[:25] {
		t.Errorf("the order is %v", r.Chunks)
	}
}

// TestContentBroken: a request whose content never comes whole is answered.
func TestContentBroken(t *testing.T) {
	b := start(t, func(l *limits.Limits) { l.Head, l.HeadTime = 4<<10, 100*time.Millisecond })
	head := func(length string) string {
		return "POST /live/" + b.id() + "/echo HTTP/1.1\r\nHost: h\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\nContent-Length: " + length + "\r\n\r\n"
	}
	cut := b.dial()
	cut.send(head("7") + "con")
	cut.CloseWrite()
	cut.expect("HTTP/1.1 400 Bad Request\r\n")
	slow := b.dial()
	slow.send(head("7") + "con")
	slow.expect("HTTP/1.1 408 Request Timeout\r\n")
	big := b.dial()
	big.send(head("9000") + strings.Repeat("x", 5000))
	big.expect("HTTP/1.1 413 Content Too Large\r\n")
}

// TestByteEcho: protocols that are only a name are echoed byte for byte.
func TestByteEcho(t *testing.T) {
	b := start(t, nil)
	for protocol, query := range map[string]string{"example/1": "", "foo/2": "", "echo/1": "", "tcp": "", "my-own/7": "?protocols=my-own/7"} {
		id := b.id()
		w := b.dial()
		w.send("GET /live/" + id + "/echo" + query + " HTTP/1.1\r\nHost: h\r\nUpgrade: " + protocol + "\r\nConnection: Upgrade\r\n\r\n")
		w.expect("HTTP/1.1 101 Switching Protocols\r\nUpgrade: " + protocol + "\r\nConnection: Upgrade\r\n\r\n")
		for _, s := range []string{"x", "\x00\r\n\xff", strings.Repeat("long ", 100000)} {
			go io.WriteString(w.TCPConn, s)
			w.expect(s)
		}
		if _, response := b.recording(id); !strings.Contains(response, "\r\n\r\nx\x00\r\n\xfflong ") {
			t.Errorf("%s: recorded %.200q", protocol, response)
		}
		w.CloseWrite()
		w.expectEnd()
	}
}

// TestKeepAlive: a connection carries several requests, for us and for
// net/http in turns, and an upgrade at last: a proxy may do so.
func TestKeepAlive(t *testing.T) {
	b := start(t, nil)
	w := b.dial()
	id := b.id()
	ordinary := "GET /live/" + id + "/echo HTTP/1.1\r\nHost: h\r\n\r\n"
	answer := string(handshake.Respond([]byte(ordinary), &handshake.Policy{}))
	w.send(ordinary + ordinary)
	w.expect(answer + answer)
	w.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
	b.readHTTP(w, "ok")
	w.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
	b.readHTTP(w, "ok")
	request := offer("/live/" + id + "/echo")
	w.send(request[:20]) // the start line is not whole
	time.Sleep(20 * time.Millisecond)
	w.send(request[20:] + maskedHello)
	w.expect(switched + "\r\n" + plainHello)
	if got, _ := b.recording(id); got != request+maskedHello {
		t.Errorf("recorded %q", got)
	}
}

// TestHead: an answer to HEAD has no content, so that the next one on the
// connection begins where a client, or a proxy, looks for it.
func TestHead(t *testing.T) {
	b := start(t, nil)
	w := b.dial()
	path := "/live/" + b.id() + "/echo"
	w.send("HEAD " + path + " HTTP/1.1\r\nHost: h\r\n\r\n" + offer(path))
	w.expect("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 55\r\n\r\n" + switched)
	for _, refused := range []string{"/live/" + b.id() + "/answer", path + "?versions=x"} {
		w := b.dial()
		w.send("HEAD " + refused + " HTTP/1.1\r\nHost: h\r\n\r\n")
		if got := w.all(); !strings.HasPrefix(got, "HTTP/1.1 4") || !strings.HasSuffix(got, "\r\n\r\n") {
			t.Errorf("%s: %q", refused, got)
		}
	}
}

// TestHastyClient: the first byte of an upgrade request may be in net/http's
// hands already, because it came while the request before was being answered.
func TestHastyClient(t *testing.T) {
	b := start(t, nil)
	for range 50 {
		w := b.dial()
		request := offer("/live/" + b.id() + "/echo")
		w.send("GET /live/" + b.id() + "/recording?since=0&waitMs=10 HTTP/1.1\r\nHost: localhost\r\n\r\n")
		time.Sleep(time.Millisecond)
		w.send(request[:1]) // while the handler waits
		b.readHTTP(w, `{"error":{"code":"no-recording","message":"no recording has this id: none was made, or it is too old","field":""}}`+"\n")
		w.send(request[1:] + maskedHello)
		w.expect(switched + "\r\n" + plainHello)
	}
}

// readHTTP reads one answer of net/http whose body is known.
func (b *bed) readHTTP(w *wire, body string) {
	b.Helper()
	var got []byte
	one := make([]byte, 1)
	for !strings.HasSuffix(string(got), "\r\n\r\n"+body) {
		if _, err := w.Read(one); err != nil {
			b.Fatalf("after %q: %v", got, err)
		}
		got = append(got, one[0])
	}
}

// TestPolicyInQuery: the endpoint answers by the policy in its query.
func TestPolicyInQuery(t *testing.T) {
	b := start(t, nil)
	for query, begins := range map[string]string{
		"?subprotocols=superchat%2Cmqtt":            switched + "Sec-WebSocket-Protocol: superchat\r\n\r\n",
		"?subprotocols=":                            switched + "\r\n",
		"?versions=8":                               "HTTP/1.1 426 Upgrade Required\r\n",
		"?protocols=example/1":                      "HTTP/1.1 200 OK\r\n",
		"?protocols=example/1&only=example%2F1":     "HTTP/1.1 4",
		"?origins=https://a.example":                "HTTP/1.1 403 Forbidden\r\n",
		"?secrets=keep&only=websocket":              switched,
		"?secrets=perhaps":                          "HTTP/1.1 400 Bad Request\r\n",
		"?versions=thirteen":                        "HTTP/1.1 400 Bad Request\r\n",
		"?protocol=websocket":                       "HTTP/1.1 400 Bad Request\r\n",
		"?protocols=%zz":                            "HTTP/1.1 400 Bad Request\r\n",
		"?protocols=TLS/1.0":                        "HTTP/1.1 400 Bad Request\r\n",
		"?only=x%0d%0aContent-Type:text/html":       "HTTP/1.1 400 Bad Request\r\n",
		"?subprotocols=%E3%83%81%E3%83%A3%E3%83%83": "HTTP/1.1 400 Bad Request\r\n",
	} {
		w := b.dial()
		w.send(offer("/live/"+b.id()+"/echo"+query, "Sec-WebSocket-Protocol: chat, superchat", "Origin: https://b.example"))
		w.expect(begins)
	}
	w := b.dial()
	w.send(offer("/live/" + b.id() + "/echo?versions=13,x"))
	w.expect(string(handshake.ErrorResponse(400, "versions: got \"x\", expected numbers from 0 to 255, such as 13\n")))
	w.expectEnd()
}

// TestForeignOrigin: under this server's own name, only its own pages connect.
func TestForeignOrigin(t *testing.T) {
	b := start(t, nil)
	request := func(origin, query string) string {
		return strings.Replace(offer("/live/"+b.id()+"/echo"+query, "Origin: "+origin), "server.example.com", b.addr, 1)
	}
	for _, c := range []struct{ origin, query, begins string }{
		{"http://" + b.addr, "", switched},
		{"http://evil.example", "", "HTTP/1.1 403 Forbidden\r\n"},
		{"http://evil.example", "?origins=http://evil.example", "HTTP/1.1 403 Forbidden\r\n"},
		{"http://" + b.addr, "?origins=http://a.example", "HTTP/1.1 403 Forbidden\r\n"},
		{"http://" + b.addr, "?origins=http://" + b.addr, switched},
		{"null", "", "HTTP/1.1 403 Forbidden\r\n"},
	} {
		w := b.dial()
		w.send(request(c.origin, c.query))
		w.expect(c.begins)
	}
}
