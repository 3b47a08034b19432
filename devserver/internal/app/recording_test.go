package app

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"handshake101/devserver/internal/limits"
	"handshake101/handshake"
)

// recorded is the JSON of a recording.
type recorded struct {
	Schema   int
	ID       string
	Protocol string
	Started  time.Time
	Chunks   []struct {
		From string
		At   int64
		Data []byte
	}
	RequestBase64, ResponseBase64 []byte
	Truncated, Closed             bool
}

func (b *bed) record(id string) recorded {
	b.Helper()
	res, body := b.do("GET", "/live/"+id+"/recording", "")
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "application/json" || res.Header.Get("Cache-Control") != "no-store" {
		b.Fatalf("%s %v: %s", res.Status, res.Header, body)
	}
	var r recorded
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		b.Fatal(err)
	}
	return r
}

// recording gives both directions, and checks that the chunks add up to them.
func (b *bed) recording(id string) (request, response string) {
	b.Helper()
	r := b.record(id)
	sum := map[string]string{}
	last := int64(0)
	for _, c := range r.Chunks {
		sum[c.From] += string(c.Data)
		if c.At < last || c.At > 60e6 {
			b.Errorf("a chunk at %d µs after one at %d", c.At, last)
		}
		last = c.At
	}
	if sum["client"] != string(r.RequestBase64) || sum["server"] != string(r.ResponseBase64) {
		b.Errorf("the chunks are %q, all bytes %q and %q", sum, r.RequestBase64, r.ResponseBase64)
	}
	return sum["client"], sum["server"]
}

func TestRecording(t *testing.T) {
	b := start(t, nil)
	id := b.id()
	w := b.dial()
	before := time.Now().Add(-time.Second)
	w.send(offer("/live/" + id + "/echo"))
	w.expect(switched + "\r\n")
	r := b.record(id) // while the connection is open
	if r.Schema != 1 || r.ID != id || r.Protocol != "websocket" || r.Closed || r.Truncated || r.Started.Before(before) || r.Started.After(time.Now()) {
		t.Errorf("%+v", r)
	}
	w.send(maskedHello)
	w.expect(plainHello)
	request, response := b.recording(id)
	if request != offer("/live/"+id+"/echo")+maskedHello || response != switched+"\r\n"+plainHello {
		t.Errorf("%q\n%q", request, response)
	}
	w.Close()
	b.eventually("the recording is closed", func() bool { return b.record(id).Closed })

	// As a case file it holds the same exchange.
	res, body := b.do("GET", "/live/"+id+"/recording", "", "Accept: text/plain")
	cases, err := handshake.ParseCases([]byte(body))
	if err != nil || len(cases) != 1 || res.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Fatalf("%v %v\n%s", err, res.Header, body)
	}
	if ex := cases[0].Exchange; string(ex.Request) != request || string(ex.Response) != response {
		t.Errorf("%q\n%q", ex.Request, ex.Response)
	}
	if c := cases[0]; c.Get("verdict") != "switches 101" || c.Get("request") != "accept 101 websocket" || c.Get("response") != "accept 101" {
		t.Errorf("it does not say what became of it:\n%s", body)
	}

	// Beside a second one it can stand in one file.
	other := b.id()
	w = b.dial()
	w.send(offer("/live/" + other + "/echo"))
	w.expect(switched + "\r\n")
	_, more := b.do("GET", "/live/"+other+"/recording", "", "Accept: text/plain")
	cases, err = handshake.ParseCases([]byte(body + "\n" + more))
	if err != nil || len(cases) != 2 || cases[0].ID == cases[1].ID {
		t.Errorf("two recordings in one file: %v\n%s\n%s", err, body, more)
	}
}

func TestNoRecording(t *testing.T) {
	b := start(t, nil)
	for path, want := range map[string]string{
		"/live/no-such-id-0000001/recording": "no recording has this id",
		"/live/short/recording":              "16 to 64",
	} {
		res, body := b.do("GET", path, "")
		if res.StatusCode != 404 || !strings.Contains(body, want) || !json.Valid([]byte(body)) || res.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s %s", path, res.Status, body)
		}
	}
	if res, _ := b.do("POST", "/live/no-such-id-0000001/recording", ""); res.StatusCode != 405 || res.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("%s, Allow %q", res.Status, res.Header.Get("Allow"))
	}
	if res, _ := b.do("GET", "/live/no-such-id-0000001/recording", "", "Origin: http://evil.example"); res.StatusCode != 403 {
		t.Error(res.Status)
	}
}

// TestSecrets: what proves who somebody is never gets into a recording.
func TestSecrets(t *testing.T) {
	b := start(t, nil)
	secret := []string{"Cookie: session=1234", "Authorization: Basic QQ==", "Proxy-Authorization: x1"}
	masked := []string{"Cookie: xxxxxxxxxxxx", "Authorization: xxxxxxxxxx", "Proxy-Authorization: xx"}
	id := b.id()
	w := b.dial()
	for _, c := range []byte(offer("/live/"+id+"/echo", secret...)) {
		w.send(string(c))
	}
	w.expect(switched + "\r\n")
	if got, _ := b.recording(id); got != offer("/live/"+id+"/echo", masked...) {
		t.Errorf("recorded %q", got)
	}
	// Refused, with a second head behind it.
	id = b.id()
	broken := func(lines []string) string {
		return strings.Replace(offer("/live/"+id+"/echo", lines...), rfcKey, "short", 1) + offer("/", lines...)
	}
	w = b.dial()
	w.send(broken(secret))
	w.all()
	if got, _ := b.recording(id); got != broken(masked) {
		t.Errorf("recorded %q", got)
	}
	// The one who connects may ask to keep them.
	id = b.id()
	w = b.dial()
	w.send(offer("/live/"+id+"/echo?secrets=keep", secret...))
	w.expect(switched + "\r\n")
	if got, _ := b.recording(id); got != offer("/live/"+id+"/echo?secrets=keep", secret...) {
		t.Errorf("recorded %q", got)
	}
}

// TestNewerReplaces: an id names the newest connection made under it, also when
// the older one ends later.
func TestNewerReplaces(t *testing.T) {
	b := start(t, nil)
	id := b.id()
	ordinary := "GET /live/" + id + "/echo HTTP/1.1\r\nHost: h\r\n\r\n"
	older := b.dial()
	older.send(ordinary)
	older.expect("HTTP/1.1 200 OK\r\n")
	newer := b.dial()
	newer.send(offer("/live/" + id + "/echo"))
	newer.expect(switched + "\r\n")
	older.send(ordinary)
	older.Close()
	b.eventually("the older one is gone", func() bool { return b.server.Open() <= 2 })
	if got, _ := b.recording(id); got != offer("/live/"+id+"/echo") {
		t.Errorf("recorded %q", got)
	}
}

func TestRecordingBounds(t *testing.T) {
	b := start(t, func(l *limits.Limits) {
		l.RecordingBytes = 300
		l.Recordings = 2
	})
	var ids []string
	for range 3 {
		id := b.id()
		ids = append(ids, id)
		w := b.dial()
		w.send(offer("/live/"+id+"/echo", "X: "+strings.Repeat("x", 300)))
		w.expect(switched + "\r\n")
	}
	if res, _ := b.do("GET", "/live/"+ids[0]+"/recording", ""); res.StatusCode != 404 {
		t.Errorf("the oldest of three is kept: %s", res.Status)
	}
	if r := b.record(ids[2]); !r.Truncated || len(r.RequestBase64) != 300 || string(r.ResponseBase64) != switched+"\r\n" {
		t.Errorf("%+v", r)
	}
}
