package app

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"handshake101/devserver/internal/limits"
)

// events opens a stream and gives its events one by one.
func (b *bed) events(id string) func() (name string, data map[string]any) {
	b.Helper()
	res, err := http.Get("http://" + b.addr + "/live/" + id + "/stream")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { res.Body.Close() })
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		b.Fatal(res.Status, res.Header)
	}
	lines := bufio.NewReader(res.Body)
	return func() (name string, data map[string]any) {
		b.Helper()
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return "", nil
			}
			line = strings.TrimSuffix(line, "\n")
			if v, ok := strings.CutPrefix(line, "event: "); ok {
				name = v
			} else if v, ok := strings.CutPrefix(line, "data: "); ok {
				if err := json.Unmarshal([]byte(v), &data); err != nil {
					b.Fatal(err)
				}
			} else if line == "" {
				return name, data
			}
		}
	}
}

// TestStream: a page sees each chunk as it crosses, and the end.
func TestStream(t *testing.T) {
	b := start(t, nil)
	id := b.id()
	next := b.events(id) // before there is anything
	w := b.dial()
	w.send(offer("/live/" + id + "/echo"))
	w.expect(switched + "\r\n")
	if name, data := next(); name != "begin" || data["id"] != id {
		t.Fatal(name, data)
	}
	var seen [2]string
	until := func(from int, want string) {
		t.Helper()
		for seen[from] != want {
			name, data := next()
			if name == "" || name == "end" {
				t.Fatalf("ended with %q", seen)
			}
			if name != "chunk" {
				continue
			}
			part, err := base64.StdEncoding.DecodeString(data["data"].(string))
			if err != nil {
				t.Fatal(err)
			}
			if data["from"] == "client" {
				seen[0] += string(part)
			} else {
				seen[1] += string(part)
			}
		}
	}
	until(1, switched+"\r\n")
	for i := range 3 {
		w.send(maskedHello)
		w.expect(plainHello)
		until(1, switched+"\r\n"+strings.Repeat(plainHello, i+1))
	}
	w.Close()
	for name := ""; name != "end"; {
		if name, _ = next(); name == "" {
			t.Fatal("no end")
		}
	}
	if seen[0] != offer("/live/"+id+"/echo")+strings.Repeat(maskedHello, 3) || seen[1] != switched+"\r\n"+strings.Repeat(plainHello, 3) {
		t.Errorf("%q", seen)
	}
}

// TestPoll: a request waits until there is more than it knows.
func TestPoll(t *testing.T) {
	b := start(t, nil)
	id := b.id()
	poll := func(since, wait int) (int, recorded) {
		res, body := b.do("GET", "/live/"+id+"/recording?since="+strconv.Itoa(since)+"&waitMs="+strconv.Itoa(wait), "")
		var r recorded
		if res.StatusCode == 200 {
			if err := json.Unmarshal([]byte(body), &r); err != nil {
				t.Fatal(err)
			}
		}
		return res.StatusCode, r
	}
	if status, _ := poll(0, 30); status != 404 {
		t.Errorf("status %d", status)
	}
	w := b.dial()
	w.send(offer("/live/" + id + "/echo"))
	w.expect(switched + "\r\n")
	status, r := poll(0, 5000)
	if status != 200 {
		t.Fatal(status)
	}
	n := len(r.RequestBase64) + len(r.ResponseBase64)
	if _, r = poll(n, 20); len(r.RequestBase64)+len(r.ResponseBase64) != n {
		t.Errorf("%+v", r)
	}
	time.AfterFunc(50*time.Millisecond, func() { w.Write([]byte(maskedHello)) })
	began := time.Now()
	if _, r = poll(n, 5000); len(r.RequestBase64)+len(r.ResponseBase64) == n || time.Since(began) > 4*time.Second {
		t.Errorf("%+v", r)
	}
	w.expect(plainHello)
	w.Close()
	b.eventually("it is closed", func() bool { return b.record(id).Closed })
	if _, r = poll(1<<20, 5000); !r.Closed || time.Since(began) > 4*time.Second {
		t.Errorf("%+v", r)
	}
	for _, query := range []string{"?since=x", "?since=-1", "?since=0&waitMs=x", "?since=0&waitMs=999999"} {
		if res, _ := b.do("GET", "/live/"+id+"/recording"+query, ""); res.StatusCode != 400 {
			t.Errorf("%s: %s", query, res.Status)
		}
	}
}

// TestWatchersAreBounded: one too many is told so, and the end of the server
// ends them all.
func TestWatchersAreBounded(t *testing.T) {
	b := start(t, func(l *limits.Limits) { l.Watchers = 2 })
	first, second := b.events(b.id()), b.events(b.id())
	res, _ := b.do("GET", "/live/"+b.id()+"/stream", "")
	if res.StatusCode != 503 || res.Header.Get("Retry-After") == "" {
		t.Error(res.Status, res.Header)
	}
	if res, _ = b.do("GET", "/live/"+b.id()+"/recording?since=0", ""); res.StatusCode != 503 {
		t.Error(res.Status)
	}
	go b.server.Shutdown(t.Context())
	first()
	second()
}

// TestAct: the page says something from the server's end.
func TestAct(t *testing.T) {
	b := start(t, nil)
	id := b.id()
	w := b.dial()
	w.send(offer("/live/" + id + "/echo"))
	w.expect(switched + "\r\n")
	act := func(in object) int {
		t.Helper()
		var out struct{ Sent int }
		return b.post("POST", "/live/"+id+"/act", in, &out)
	}
	for _, c := range []struct {
		in   object
		want string
	}{
		{object{"ping": "are you there?"}, "\x89\x0eare you there?"},
		{object{"pong": ""}, "\x8a\x00"},
		{object{"text": "チ"}, "\x81\x03チ"},
		{object{"rawBase64": []byte("\x83\x00")}, "\x83\x00"},
	} {
		if status := act(c.in); status != 200 {
			t.Errorf("%v: %d", c.in, status)
		}
		w.expect(c.want)
	}
	w.send(frame(0x8a, "are you there?") + maskedHello)
	w.expect(plainHello)
	for _, bad := range []object{{}, {"ping": "a", "pong": "b"}, {"ping": strings.Repeat("x", 126)}, {"rawBase64": "*"}, {"close": object{"code": 70000}}, {"close": object{"code": 1000, "reason": strings.Repeat("x", 124)}}} {
		if status := act(bad); status != 400 {
			t.Errorf("%v: %d", bad, status)
		}
	}
	if status := act(object{"close": object{"code": 1001, "reason": "bye"}}); status != 200 {
		t.Errorf("close: %d", status)
	}
	w.expect(closing(1001, "bye"))
	if status := act(object{"ping": "x"}); status != 409 {
		t.Errorf("a ping after the close: %d", status)
	}
	w.send(frame(0x88, code(1001)))
	w.expectEnd()
	b.eventually("nobody is there", func() bool { return act(object{"ping": "x"}) == 409 })
	// A peer that does not answer a close is not waited for.
	id = b.id()
	w = b.dial()
	w.send(offer("/live/" + id + "/echo"))
	w.expect(switched + "\r\n")
	act(object{"close": object{"code": 0}})
	w.expect("\x88\x00")
	w.expectEnd()
}

// TestLifeAndMessages: what lives too long, is silent for too long or says too
// much is told so in a close frame.
func TestLifeAndMessages(t *testing.T) {
	b := start(t, func(l *limits.Limits) {
		l.PipeLife, l.PipeIdle, l.Messages = 300*time.Millisecond, 100*time.Millisecond, 2
	})
	w := b.dial()
	w.send(offer("/live/" + b.id() + "/echo"))
	w.expect(switched + "\r\n" + closing(1008, "silent for too long"))
	w = b.dial()
	w.send(offer("/live/"+b.id()+"/echo") + strings.Repeat(maskedHello, 3))
	w.expect(switched + "\r\n" + plainHello + plainHello + closing(1008, "too many messages"))
	w = b.dial()
	w.send(offer("/live/" + b.id() + "/echo"))
	w.expect(switched + "\r\n")
	go func() {
		for range 20 {
			time.Sleep(30 * time.Millisecond)
			if _, err := w.Write([]byte(frame(0x8a, ""))); err != nil {
				return
			}
		}
	}()
	w.expect(closing(1013, "open for too long"))
}
