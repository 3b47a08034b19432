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
	id := m.Live.Plan.ID
	if m = do(m, Message{Name: "ws-open", Arg: id, Value: "\n"}); !m.Live.Lab.Check.Open {
		t.Error("the connection is not known to be open")
	}
	m, effects := Update(m, Message{Name: "ws-message", Arg: id, Value: m.Live.Plan.Message})
	if len(effects) != 1 || effects[0].Do != Ask || effects[0].URL != m.Live.Plan.Recording {
		t.Fatalf("after the echo: %v", effects)
	}
	m, effects = Update(m, recording(id, request+"\x81\x80abcd", response))
	if len(effects) != 1 || effects[0].Do != Watch {
		t.Errorf("the stream is not followed: %v", effects)
	}
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
	odd := do(New(nil), Message{Name: "server-here"}, Message{Name: "live"}, Message{Name: "ws-open", Arg: zeroID}, Message{Name: "ws-message", Arg: zeroID, Value: "hello, 101"},
		Message{Name: "recording", Arg: zeroID, Number: 200, Value: "?}"})
	if odd.Live.State != LiveFailed || odd.Live.Result.Text != &tLiveGone || odd.Request.Text != New(nil).Request.Text {
		t.Error("a recording that cannot be read is taken")
	}
}

// zeroID is the id of a check whose random bytes are zero.
const zeroID = "AAAAAAAAAAAAAAAAAAAAAA"

// recording is what the dev server tells of a check: one piece of each side.
func recording(id, request, response string) Message {
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	return Message{Name: "recording", Arg: id, Number: 200, Value: `{"schema":1,"chunks":[{"from":"client","at":10,"data":"` + b64(request) +
		`"},{"from":"server","at":20,"data":"` + b64(response) + `"}],"requestBase64":"` + b64(request) + `","responseBase64":"` + b64(response) + `"}`}
}

// TestNothingHangs: however a check goes, it ends with words.
func TestNothingHangs(t *testing.T) {
	for name, c := range map[string]struct {
		messages []Message
		want     *handshake.Text
	}{
		"refused":      {[]Message{{Name: "ws-close", Number: 1006}, {Name: "recording", Number: 404}}, &tLiveRefused},
		"server gone":  {[]Message{{Name: "ws-close", Number: 1006}, {Name: "recording", Value: "failed to fetch"}}, &tLiveRefused},
		"no echo":      {[]Message{{Name: "ws-open"}, {Name: "ws-close", Number: 1001}, {Name: "recording", Number: 404}}, &tLiveGone},
		"hangs":        {[]Message{{Name: "ws-late"}, {Name: "ws-close", Number: 1006}, {Name: "recording", Number: 404}}, &tLiveTimeout},
		"quiet":        {[]Message{{Name: "ws-open"}, {Name: "ws-late"}, {Name: "recording", Number: 200, Value: "{}"}}, &tLabQuiet},
		"a bad name":   {[]Message{{Name: "ws-bad", Value: "no"}}, &tLiveBadName},
		"late answers": {[]Message{{Name: "ws-late", Arg: "another"}, {Name: "ws-bad"}}, &tLiveBadName},
	} {
		m := do(New(nil), Message{Name: "server-here"}, Message{Name: "live"})
		for _, msg := range c.messages {
			if msg.Arg == "" {
				msg.Arg = zeroID
			}
			m = do(m, msg)
		}
		if m.Live.State != LiveFailed || m.Live.Result.Text != c.want {
			t.Errorf("%s: %v, %v", name, m.Live.State, m.Live.Result.Text)
		}
		if m = do(m, Message{Name: "live"}); m.Live.State != LiveRunning {
			t.Errorf("%s: no second try", name)
		}
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
