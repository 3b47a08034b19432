package page

import (
	"encoding/base64"
	"strings"
	"testing"

	"handshake101/handshake"
)

func kinds(list []Difference) string {
	var s []string
	for _, d := range list {
		s = append(s, d.Kind+":"+d.Field)
	}
	return strings.Join(s, " ")
}

func TestCompare(t *testing.T) {
	page := "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nX: 1\r\nX: 2\r\n\r\n"
	for name, c := range map[string]struct{ real, want string }{
		"same":           {page, ""},
		"first line":     {"GET /b HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nX: 1\r\nX: 2\r\n\r\n", "changed:"},
		"value":          {"GET / HTTP/1.1\r\nHost: b\r\nUpgrade: websocket\r\nX: 1\r\nX: 2\r\n\r\n", "changed:Host"},
		"case of a name": {"GET / HTTP/1.1\r\nhost: a\r\nUpgrade: websocket\r\nX: 1\r\nX: 2\r\n\r\n", "name:host"},
		"one more":       {"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nX: 1\r\nX: 2\r\nX: 3\r\n\r\n", "added:X"},
		"one less":       {"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nX: 1\r\n\r\n", "missing:X"},
		"order":          {"GET / HTTP/1.1\r\nUpgrade: websocket\r\nHost: a\r\nX: 1\r\nX: 2\r\n\r\n", "order:"},
		"spacing":        {"GET / HTTP/1.1\r\nHost:a\r\nUpgrade: websocket\r\nX: 1\r\nX: 2\r\n\r\n", "bytes:"},
		"nothing":        {"", "changed: missing:Host missing:Upgrade missing:X missing:X"},
	} {
		if got := kinds(compare([]byte(page), []byte(c.real), handshake.FromClient)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestRecording: what crossed the wire becomes the exchange, undoably, and the
// difference from the prediction is told.
func TestRecording(t *testing.T) {
	m := do(New(nil), Message{Name: "server-here", Value: "127.0.0.1:8101"}, Message{Name: "live", Random: [16]byte{7}})
	if m.Live.State != LiveRunning || !strings.HasPrefix(m.Live.Plan.Socket, "live/") || len(m.Live.Plan.Socket) != len("live//echo")+22 {
		t.Fatalf("%v %q", m.Live.State, m.Live.Plan.Socket)
	}
	before := m.Request.Text
	request := "GET /live/x/echo HTTP/1.1\r\nHost: 127.0.0.1:8101\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: http://127.0.0.1:8101\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: hXSwZt9tHtza1TLNBuGMWg==\r\n\r\n"
	response := string(handshake.Respond([]byte(request), nil))
	b64 := base64.StdEncoding.EncodeToString
	m = do(m, Message{Name: "recording", Arg: b64([]byte(request + "\x81\x80abcd")), Value: b64([]byte(response))}, Message{Name: "live-opened"})
	if got := string(m.Request.wire); got != request+"\x81\x80abcd" || m.Request.Origin != Recorded {
		t.Errorf("request %q", got)
	}
	if len(m.Live.Response) != 0 {
		t.Errorf("the response differs: %s", kinds(m.Live.Response))
	}
	if got := kinds(m.Live.Request); !strings.Contains(got, "changed:Host") || !strings.Contains(got, "changed:Sec-WebSocket-Key") {
		t.Errorf("the request differs: %s", got)
	}
	if m.Live.State != LiveDone || m.Live.Result.Text != &tLiveOpened {
		t.Errorf("%v", m.Live.State)
	}
	if m = do(m, Message{Name: "undo"}); m.Request.Text != before {
		t.Error("undo does not bring back what the recording replaced")
	}
	odd := do(New(nil), Message{Name: "recording", Arg: "?"})
	if odd.Live.State != LiveFailed || odd.Request.Text != New(nil).Request.Text {
		t.Error("a recording that cannot be read is taken")
	}
}

// TestPlan: the browser is asked to offer what the request offers, and the
// server to follow the page's policy.
func TestPlan(t *testing.T) {
	m := do(New(nil), preset("websocket-options"), Message{Name: "server-here"})
	m.Policy = &handshake.Policy{Subprotocols: []string{"chat", "a b&c"}, Only: "websocket"}
	p := m.plan([16]byte{})
	if got := strings.Join(p.Subprotocols, " "); got != "chat superchat" {
		t.Errorf("subprotocols %q", got)
	}
	if _, query, _ := strings.Cut(p.Socket, "?"); query != "only=websocket&subprotocols=chat,a%20b%26c" {
		t.Errorf("query %q", query)
	}
}

func TestNoDeadButton(t *testing.T) {
	m := do(New(nil), Message{Name: "server-absent"})
	if h := m.viewLive().String(); strings.Contains(h, `data-do="live"`) || !strings.Contains(h, "make run") {
		t.Errorf("without a dev server: %s", h)
	}
	if after := do(m, Message{Name: "live"}); after.Live.State != LiveAbsent {
		t.Error("a check began without a server")
	}
	if !ServerSpeaks("ok\n") || ServerSpeaks("<!doctype html>ok") || ServerSpeaks("") {
		t.Error("ServerSpeaks")
	}
}
