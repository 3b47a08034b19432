package app

import (
	"strings"
	"testing"
	"time"

	"handshake101/devserver/internal/limits"
)

// browser is a WebSocket handshake as this server's own page sends it.
func (b *bed) browser(path string, lines ...string) string {
	lines = append([]string{"Origin: http://" + b.addr}, lines...)
	return strings.Replace(offer(path, lines...), "server.example.com", b.addr, 1)
}

// put stores an answer and gives the path of its socket.
func (b *bed) put(in object) string {
	b.Helper()
	id := b.id()
	var out struct {
		Socket  string
		Expires time.Time
	}
	if status := b.post("PUT", "/live/"+id+"/answer", in, &out); status != 200 || out.Socket != "live/"+id+"/answer" || out.Expires.Before(time.Now()) {
		b.Fatalf("%d %+v", status, out)
	}
	return "/" + out.Socket
}

func idOf(path string) string { return strings.Split(path, "/")[2] }

// TestAnswer: the browser gets exactly the bytes that were stored.
func TestAnswer(t *testing.T) {
	b := start(t, nil)
	good := "HTTP/1.1 101 As you like it\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: {subprotocol}\r\n\r\n"
	path := b.put(object{"response": good, "thenBase64": []byte("\x81\x05early")})
	for range 2 { // as often as one likes
		w := b.dial()
		w.send(b.browser(path, "Sec-WebSocket-Protocol: chat, superchat") + maskedHello)
		want := strings.NewReplacer("{accept}", rfcAccept, "{subprotocol}", "chat").Replace(good) + "\x81\x05early"
		w.expect(want + plainHello) // after a 101 it is an echo
		if _, response := b.recording(idOf(path)); response != want+plainHello {
			t.Errorf("recorded %q", response)
		}
	}
	// Anything else is sent and the connection closed.
	for _, bytes := range []string{
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websock", // the head has no end
		"\x00\xff",
		"",
	} {
		path := b.put(object{"responseBase64": []byte(bytes)})
		w := b.dial()
		w.send(b.browser(path))
		w.expect(bytes)
		w.expectEnd()
	}
	// A wrong Accept goes out as it is.
	path = b.put(object{"response": strings.Replace(good, "{accept}", "d3Jvbmc=", 1)})
	w := b.dial()
	w.send(b.browser(path))
	w.expect("HTTP/1.1 101 As you like it\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: d3Jvbmc=\r\n")
	// In pieces, and ended.
	path = b.put(object{"response": good, "pieces": []object{{"bytes": 10, "pauseMs": 40}}, "end": true})
	w = b.dial()
	w.send(b.browser(path))
	w.expect(strings.NewReplacer("{accept}", rfcAccept, "{subprotocol}", "").Replace(good))
	w.expectEnd()
	if r := b.record(idOf(path)); len(r.Chunks) != 3 || len(r.Chunks[1].Data) != 10 || r.Chunks[2].At-r.Chunks[1].At < 39000 {
		t.Errorf("%+v", r.Chunks)
	}
}

// TestAnswerAfterInterim: a 101 behind interim responses is one all the same.
func TestAnswerAfterInterim(t *testing.T) {
	b := start(t, nil)
	const interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
	path := b.put(object{"response": interim + "HTTP/1.1 101 X\r\nUpgrade: websocket\r\n\r\n"})
	w := b.dial()
	w.send(b.browser(path) + maskedHello)
	w.expect(interim + "HTTP/1.1 101 X\r\nUpgrade: websocket\r\n\r\n" + plainHello)
}

// TestAnswerIsForSocketsOnly: no link, form, script or foreign page gets the
// stored bytes, whatever it sends.
func TestAnswerIsForSocketsOnly(t *testing.T) {
	b := start(t, nil)
	page := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<evil>"
	path := b.put(object{"response": page})
	plain := "GET " + path + " HTTP/1.1\r\nHost: " + b.addr + "\r\n"
	good := b.browser(path)
	for name, request := range map[string]string{
		"a link":                     plain + "\r\n",
		"a link with Origin":         plain + "Origin: http://" + b.addr + "\r\n\r\n",
		"a form":                     strings.Replace(plain, "GET", "POST", 1) + "Content-Length: 0\r\n\r\n",
		"an offer for another":       plain + "Upgrade: example/1\r\nConnection: Upgrade\r\nOrigin: http://" + b.addr + "\r\n\r\n",
		"no Origin":                  strings.Replace(good, "Origin: ", "X-Origin: ", 1),
		"a foreign Origin":           strings.Replace(good, "Origin: http://", "Origin: http://evil.", 1),
		"a rebound Host":             strings.ReplaceAll(good, b.addr, "evil.example:80"),
		"Origin null":                strings.Replace(good, "Origin: http://"+b.addr, "Origin: null", 1),
		"no Connection":              strings.Replace(good, "Connection: Upgrade", "Connection: close", 1),
		"no Key":                     strings.Replace(good, "Sec-WebSocket-Key", "X", 1),
		"a navigation":               strings.Replace(good, "\r\n\r\n", "\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n\r\n", 1),
		"a head without an end":      strings.TrimSuffix(good, "\r\n"),
		"HTTP/1.0":                   strings.Replace(good, "HTTP/1.1", "HTTP/1.0", 1),
		"an id that nothing has":     strings.Replace(good, idOf(path), "nothing-has-this-id", 1),
		"a plain request of another": strings.Replace(plain, idOf(path), "nothing-has-this-id", 1) + "\r\n",
	} {
		w := b.dial()
		w.send(request)
		w.CloseWrite()
		got := w.all()
		status := strings.SplitN(got+"   ", " ", 3)[1]
		if strings.Contains(got, "evil>") || status < "400" || !strings.Contains(got, "text/plain") {
			t.Errorf("%s: got %q", name, got)
		}
	}
	w := b.dial() // and the page itself does
	w.send(strings.Replace(good, "\r\n\r\n", "\r\nSec-Fetch-Mode: websocket\r\nSec-Fetch-Dest: websocket\r\n\r\n", 1))
	w.expect(page)
	if res, body := b.do("GET", path, ""); res.StatusCode != 404 || strings.Contains(body, "evil>") {
		t.Errorf("%s %s", res.Status, body)
	}
}

// TestAnswerLeavesNothing: a field that the browser would keep is not sent,
// even when it is only there once a placeholder is filled.
func TestAnswerLeavesNothing(t *testing.T) {
	b := start(t, nil)
	path := b.put(object{"response": "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nSet-{subprotocol}: a=b\r\n\r\n"})
	w := b.dial()
	w.send(b.browser(path, "Sec-WebSocket-Protocol: Cookie"))
	if got := w.all(); !strings.HasPrefix(got, "HTTP/1.1 403 ") || strings.Contains(got, "a=b") {
		t.Errorf("got %q", got)
	}
}

func TestAnswerRefuses(t *testing.T) {
	b := start(t, func(l *limits.Limits) { l.AnswerBytes, l.Answers = 100, 2 })
	for field, in := range map[string]object{
		"response":       {"response": strings.Repeat("x", 101)},
		"responseBase64": {"responseBase64": "*"},
		"thenBase64":     {"response": "", "thenBase64": "*"},
		"pieces":         {"response": "x", "pieces": []object{{"bytes": 1, "pauseMs": 1e9}}},
		"":               {"responses": "x"},
	} {
		var fault struct{ Error struct{ Field string } }
		if status := b.post("PUT", "/live/"+b.id()+"/answer", in, &fault); status != 400 || fault.Error.Field != field {
			t.Errorf("%v: %d %+v", in, status, fault)
		}
	}
	var fault struct {
		Error struct{ Field, Message string }
	}
	if status := b.post("PUT", "/live/"+b.id()+"/answer", object{"response": "HTTP/1.1 403 No\r\nset-cookie: a=b\r\n\r\n"}, &fault); status != 400 || !strings.Contains(fault.Error.Message, "set-cookie") {
		t.Errorf("%d %+v", status, fault)
	}
	first := b.put(object{"response": "x"})
	b.put(object{"response": "x"})
	b.put(object{"response": "x"})
	w := b.dial()
	w.send(b.browser(first))
	w.expect("HTTP/1.1 404 Not Found\r\n")
}
