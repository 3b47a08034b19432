package page

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sayings is the library with what peers said, as the build joins it.
func sayings(t *testing.T) Model {
	t.Helper()
	files, err := filepath.Glob("../../web/peers/words-*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no words of peers", err)
	}
	text := caseFile(t)
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		text += SayingLines(string(data))
	}
	m := do(New(nil), Message{Name: "screen", Arg: "cases"}, Message{Name: "cases", Value: text})
	if len(m.Library.said) < 100 {
		t.Fatalf("only %d sayings", len(m.Library.said))
	}
	m.Main = true
	return m
}

// TestSayings pastes every text that was recorded, as it stands in somebody's
// log: its own causes are among those found, the most particular first.
func TestSayings(t *testing.T) {
	m := sayings(t)
	for _, s := range m.Library.said {
		log := "2026/11/22 10:00:00 [error] " + strings.ReplaceAll(s.text, "*", "1234") + " (end)"
		found := m.Library.lookUp(log)
		have := false
		for _, f := range found {
			all := true
			for _, id := range s.refs {
				all = all && slices.Contains(f.refs, id)
			}
			have = have || all
		}
		if !have && (len(found) < 6 || found[5].sure < s.sure) {
			t.Errorf("%s: %q is not found by its own words", s.peers, s.text)
		}
		for _, id := range s.refs {
			if !strings.Contains(id, ".") && m.Library.find(id) == nil {
				t.Errorf("%s: there is no case %s", s.peers, id)
			}
		}
	}
	m = do(m, Message{Name: "search", Arg: "cases", Value: "panic: websocket: bad MASK at conn.go"})
	if found := m.Library.lookUp(m.CaseQuery); found != nil {
		t.Log(found)
	}
	m = do(m, Message{Name: "search", Arg: "cases", Value: "websocket: unsupported version: 13 not found in 'Sec-Websocket-Version' header"})
	var text string
	for _, r := range m.viewCases() {
		text += walk(t, r.Name, r.HTML.String())
	}
	if !strings.Contains(text, "gorilla") || !strings.Contains(text, "ws.req.version.13") {
		t.Errorf("the list does not name it:\n%.600s", text)
	}
	if found := m.Library.lookUp("hello"); found != nil {
		t.Errorf("hello finds %v", found)
	}
}

// TestSayingsTellApart: each cause of a text that has several shows the line by which
// it is known.
func TestSayingsTellApart(t *testing.T) {
	m := do(sayings(t), Message{Name: "search", Arg: "cases", Value: "websocket: bad handshake"})
	var html string
	for _, r := range m.viewCases() {
		html += r.HTML.String()
	}
	section, _, _ := strings.Cut(html[strings.Index(html, `data-part="sayings"`):], "</section>")
	causes, lines := strings.Count(section, "data-said="), strings.Count(section, "Look for:")
	if causes < 2 || lines != causes {
		t.Errorf("%d causes, %d lines to look for:\n%.1500s", causes, lines, section)
	}
	one := do(sayings(t), Message{Name: "search", Arg: "cases", Value: "Incorrect 'Sec-WebSocket-Accept' header value"})
	html = ""
	for _, r := range one.viewCases() {
		html += r.HTML.String()
	}
	if !strings.Contains(html, `Look for: <code lang="en">Sec-WebSocket-Accept:`) {
		t.Errorf("the wrong line is not shown: %.600s", html[strings.Index(html, `data-part="sayings"`):])
	}
}
