package page

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"handshake101/handshake"
)

func main101(m Model) Model { m.Main = true; return m }

func sample(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("../../handshake/testdata/imports/" + name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func tray(m Model) string { h := m.viewTray(); return h.String() }

// TestPasteIntoEditor: a foreign text offers to be taken apart, stays as it was
// pasted until then, and undo brings it back.
func TestPasteIntoEditor(t *testing.T) {
	pasted := sample(t, "curl-verbose")
	m := do(main101(New(nil)), edit("request", pasted))
	if m.Tray.Format == nil || m.Tray.Format.ID != "curl-verbose" || m.Request.Text != pasted {
		t.Fatalf("format %v, text %.40q", m.Tray.Format, m.Request.Text)
	}
	walk(t, "offer", tray(m))
	taken := do(m, Message{Name: "take-pasted"})
	if !strings.HasPrefix(taken.Request.Text, "GET /live/") || !strings.HasPrefix(taken.Response.Text, "HTTP/1.1 101") || taken.Response.Origin != Typed {
		t.Errorf("taken apart it is\n%s\n%s", taken.Request.Text, taken.Response.Text)
	}
	if back := do(taken, Message{Name: "undo"}); back.Request.Text != pasted {
		t.Errorf("undo gives %.40q", back.Request.Text)
	}
	if left := do(m, Message{Name: "leave-pasted"}); left.Tray.Format != nil || left.Request.Text != pasted {
		t.Error("left, it is changed")
	}
	own := New(nil).Request.Text
	for _, c := range []struct{ side, text, want string }{
		{"request", own + "X: " + strings.Repeat("y", 50), ""}, // a request is no foreign text in its editor
		{"response", own, "raw"},                               // in the other it is
		{"request", own + "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\n\n", "raw"},
		{"request", sample(t, "curl-chrome"), "curl"},
		{"request", sample(t, "words-chrome"), "words"},
		{"request", sample(t, "har"), "har"},
		{"request", "", ""},
	} {
		m := do(main101(New(nil)), edit("request", ""), edit("response", ""), edit(c.side, c.text))
		got := ""
		if m.Tray.Format != nil {
			got = m.Tray.Format.ID
		}
		if got != c.want {
			t.Errorf("%.30q in %s: offers %q, want %q", c.text, c.side, got, c.want)
		}
	}
}

// TestPastePanel: what was understood, what not, and what becomes of it.
func TestPastePanel(t *testing.T) {
	open := do(main101(New(nil)), Message{Name: "tray", Arg: "paste"})
	paste := func(text string) Model { return do(open, Message{Name: "field", Arg: "paste", Value: text}) }
	for _, name := range []string{"har", "har-failed", "follow-ascii", "pane-chrome-lines", "words-firefox", "raw-both", "hex-c-arrays", "script-websocket"} {
		m := paste(sample(t, name))
		text := walk(t, name, tray(m))
		if !strings.Contains(text, m.say(&m.Tray.Import.Format.Name)) {
			t.Errorf("%s is not named:\n%s", name, text)
		}
		if len(m.Tray.Import.All) > 0 {
			m = do(m, Message{Name: "take"})
			if m.Tray.Open != "taken" || len(m.Undo) != 1 {
				t.Errorf("%s was not taken", name)
			}
			walk(t, name+" taken", tray(m))
		}
	}
	if text := walk(t, "odd", tray(paste(sample(t, "pane-chrome-lines")))); !strings.Contains(text, "this line is nothing") || !strings.Contains(text, "Line 21") {
		t.Errorf("the line that was not understood is not named:\n%s", text)
	}
	m := paste("Dear all,\nthis is nothing.\n")
	if text := walk(t, "unknown", tray(m)); !strings.Contains(text, "Dear all,") {
		t.Errorf("what is not known is not named:\n%s", text)
	}
	if m = do(m, Message{Name: "take-as", Arg: "request"}); m.Request.Text != "Dear all,\nthis is nothing.\n" {
		t.Errorf("it is not kept: %q", m.Request.Text)
	}
	// Two exchanges in one archive: one is chosen.
	two := "> GET /a HTTP/1.1\n> Host: h\n> \n< HTTP/1.1 401 x\n< \n> GET /b HTTP/1.1\n> Host: h\n> Upgrade: websocket\n> \n< HTTP/1.1 101 x\n< \n"
	m = do(paste(two), Message{Name: "take"})
	if !strings.HasPrefix(m.Request.Text, "GET /b ") {
		t.Errorf("the one that asks to switch is not the first choice: %q", m.Request.Text)
	}
	m = do(paste(two), Message{Name: "pick", Value: "1"}, Message{Name: "take"})
	if !strings.HasPrefix(m.Request.Text, "GET /a ") {
		t.Errorf("the other cannot be chosen: %q", m.Request.Text)
	}
	// A response alone leaves the request.
	m = do(paste(sample(t, "raw-fields")), Message{Name: "take"})
	if m.Request.Text != New(nil).Request.Text || !strings.HasPrefix(m.Response.Text, "HTTP/1.1 101") {
		t.Errorf("a response alone: %q, %q", m.Request.Text, m.Response.Text)
	}
	// Words go to the cases.
	m, effects := Update(paste(sample(t, "words-chrome")), Message{Name: "look-up"})
	if m.Screen != OnCases || !strings.Contains(m.CaseQuery, "Unexpected response code: 404") || len(effects) == 0 {
		t.Error("an error message does not open the cases")
	}
}

// TestFile: the bytes of a file are taken as they are, and what cannot be is said.
func TestFile(t *testing.T) {
	raw := "GET / HTTP/1.1\r\nHost: a\nX: \x00\xff\r\n\r\n"
	m := do(main101(New(nil)), Message{Name: "file", Arg: "a.bin", Value: binary(raw), Number: len(raw)})
	walk(t, "file", tray(m))
	if m = do(m, Message{Name: "take"}); string(m.Request.wire) != raw {
		t.Errorf("got %q", m.Request.wire)
	}
	m = do(main101(New(nil)), Message{Name: "file", Arg: "<big>", Number: maxFile + 1})
	if text := walk(t, "large", tray(m)); !strings.Contains(text, "<big> is larger than 16 MB") {
		t.Error(text)
	}
	m = do(main101(New(nil)), Message{Name: "file-denied", Arg: "f", Value: "gone"})
	if text := walk(t, "denied", tray(m)); !strings.Contains(text, "f cannot be read (gone)") {
		t.Error(text)
	}
}

const secretive = "GET /chat?token=s3cr3t HTTP/1.1\nHost: a.example\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\nCookie: sid=s3cr3t\n\n"

// TestSecretsStay: in no link and in no form to take away, unless asked for.
func TestSecretsStay(t *testing.T) {
	m := do(main101(New(nil)), edit("request", secretive), Message{Name: "tray", Arg: "share"})
	holds := func(m Model) (n int) {
		s, ok := DecodeLink(m.Link())
		if !ok {
			t.Fatal("no link")
		}
		if strings.Contains(string(s.Request), "s3cr3t") {
			n++
		}
		for _, id := range exportIDs() {
			f := do(m, Message{Name: "export", Value: id})
			if _, text := f.export(); strings.Contains(text, "s3cr3t") {
				n++
			}
			walk(t, id, tray(f))
		}
		return n
	}
	if n := holds(m); n != 0 {
		t.Errorf("secrets are in %d of them", n)
	}
	if text := walk(t, "masked", tray(m)); !strings.Contains(text, "token, Cookie") {
		t.Errorf("it is not said what was masked:\n%s", text)
	}
	if s, _ := DecodeLink(m.Kept()); !strings.Contains(string(s.Request), "s3cr3t") {
		t.Error("what is kept for a restart is masked: what was typed would be lost")
	}
	if n := holds(do(m, Message{Name: "secrets"})); n < 10 {
		t.Errorf("asked for, they are in %d only", n)
	}
}

func exportIDs() (ids []string) {
	for _, e := range handshake.Exports() {
		ids = append(ids, e.ID)
	}
	for _, d := range documents {
		ids = append(ids, d.id)
	}
	return ids
}

// TestDocuments: what comes from the wire cannot leave its place.
func TestDocuments(t *testing.T) {
	m := do(New(nil), edit("request", "GET / HTTP/1.1\nHost: ```</pre><b>\nUpgrade: websocket\n\n"))
	m.Tray.Form = "markdown"
	if _, text := m.export(); !strings.Contains(text, "````http\n") || !strings.Contains(text, "\n````\n") {
		t.Errorf("the fence can be closed from inside:\n%s", text)
	}
	m.Tray.Form = "html"
	_, text := m.export()
	if !strings.Contains(walk(t, "fragment", text), "Host: ```</pre><b>") {
		t.Errorf("the fragment:\n%s", text)
	}
	if strings.Contains(text, "class=") || strings.Contains(text, "style") {
		t.Error("the fragment has looks")
	}
}

// TestDenied: what the browser does not allow is said, and the way around it.
func TestDenied(t *testing.T) {
	m := do(main101(New(nil)), Message{Name: "tray", Arg: "share"})
	_, effects := Update(m, Message{Name: "copy-text-denied", Value: "no permission"})
	if len(effects) != 1 || effects[0].Do != Select {
		t.Errorf("effects %v", effects)
	}
	for name, want := range map[string]string{"copy-text-denied": "does not let the page copy (no permission)", "save-denied": "save a file (no permission)", "copied-text": "Copied."} {
		if text := walk(t, name, tray(do(m, Message{Name: name, Value: "no permission"}))); !strings.Contains(text, want) {
			t.Errorf("%s: %s", name, text)
		}
	}
	_, effects = Update(do(m, edit("request", "GET / HTTP/1.1\n\\xFF\\0"), Message{Name: "export", Value: "request"}), Message{Name: "save-export"})
	if len(effects) != 1 || unbinary(effects[0].Body) != "GET / HTTP/1.1\r\n\xff\x00" || effects[0].Arg != "request.http" {
		t.Errorf("saved: %+v", effects)
	}
}

// TestLinksOfCases: how long the links of all cases are. A case has a short one of
// its own; this is the one after an edit, with all its bytes in it.
func TestLinksOfCases(t *testing.T) {
	lib := library(t)
	longest, long, n, sum := 0, 0, 0, 0
	for _, c := range lib.Library.all {
		p, _ := c.Policy()
		s := LinkState{Request: c.Exchange.Request, Response: c.Exchange.Response, Policy: p, Step: "server.accept-key"}
		size := len(EncodeLink(s))
		n, sum, longest = n+1, sum+size, max(longest, size)
		if size >= 2000 {
			long++
			t.Logf("%s: %d characters for %d bytes", c.ID, size, len(c.Exchange.Request)+len(c.Exchange.Response))
		}
	}
	t.Logf("%d cases: on average %s characters, at most %d; %d of 2000 or more", n, strconv.Itoa(sum/n), longest, long)
	if long > 12 {
		t.Errorf("the links of %d cases are long", long)
	}
}
