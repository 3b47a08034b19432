package peers

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handshake101/handshake"
	"handshake101/wasm/page"
)

// library is the page with all cases and with all that was recorded, as the build
// joins them.
func library(t *testing.T) (m page.Model, root string) {
	t.Helper()
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, pattern := range []string{"handshake/cases/*.case", "web/peers/words-*.txt"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || files == nil {
			t.Fatal(pattern, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(file, ".txt") {
				data = []byte(page.SayingLines(string(data)))
			}
			text.Write(append(data, '\n'))
		}
	}
	m, _ = page.Update(page.New(nil), page.Message{Name: "screen", Arg: "cases"})
	m, _ = page.Update(m, page.Message{Name: "cases", Value: text.String()})
	if m.Library.Failed {
		t.Fatal(m.Library.Why)
	}
	return m, root
}

// pastes are the ways in which people have a text when they paste it.
var pastes = []string{
	"%s",
	"WebSocket connection to 'wss://shop.example/live?room=7' failed: %s",
	"app.js:1042 WebSocket connection to 'ws://127.0.0.1:8080/' failed: %s\n(anonymous) @ app.js:1042\nconnect @ app.js:990",
	"2026-11-29T10:22:31.004Z ERROR [worker-3] dial failed: %s attempt=4",
	`{"level":"error","ts":1764411751.2,"msg":"%j","caller":"ws/client.go:88"}`,
	"panic: %s\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:14 +0x1d",
	"Traceback (most recent call last):\n  File \"app.py\", line 12, in <module>\n    ws.connect(url)\nConnectionError: %s",
	"Nov 29 10:22:31 web1 app[2211]:   %s  ",
}

func paste(form, text string) string {
	escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
	return strings.NewReplacer("%s", text, "%j", escaped).Replace(form)
}

// among tells whether one of the first lists has an ID.
func among(lists [][]string, few int, id string) bool {
	for _, refs := range lists[:min(few, len(lists))] {
		if slices.Contains(refs, id) {
			return true
		}
	}
	return false
}

// TestEveryTextLeadsToItsCause pastes every text that was recorded, in every form:
// its likeliest cause is among those of the first three texts that are found.
func TestEveryTextLeadsToItsCause(t *testing.T) {
	m, root := library(t)
	files, _ := filepath.Glob(filepath.Join(root, "web", "peers", "words-*.txt"))
	texts := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		peer := ""
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSuffix(line, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			if line[0] == '[' {
				peer = strings.Trim(line, "[]")
				continue
			}
			ids, text, _ := strings.Cut(line, ": ")
			refs := strings.Fields(ids)
			texts++
			for _, form := range pastes {
				said := paste(form, strings.ReplaceAll(text, "*", "10.0.0.7:8443"))
				if found := m.Causes(said); !among(found, 3, refs[0]) {
					t.Errorf("%s [%s] %q: pasted as %q, it leads to %v, want %s", filepath.Base(file), peer, text, said, found, refs[0])
					break
				}
			}
		}
	}
	t.Logf("%d texts in %d forms", texts, len(pastes))
	if texts < 1500 {
		t.Errorf("%d texts, want 1500 at least", texts)
	}
}

// TestEveryConsoleTextLeadsToItsRule pastes what Chromium said of each answer of its
// table: the rule that the answer breaks is among those of the first texts found.
func TestEveryConsoleTextLeadsToItsRule(t *testing.T) {
	m, root := library(t)
	w, err := readWorld(root)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, a := range w.browsers.Answers {
		_, said, ok := strings.Cut(w.browsers.Cells[a.ID]["chromium"], "; says ")
		rule, _ := broken(a)
		if !ok || rule == "" {
			continue
		}
		n++
		found := m.Causes(fmt.Sprintf("WebSocket connection to 'ws://127.0.0.1:40001/%d' failed: %s", n, said))
		if !among(found, 4, rule) {
			t.Errorf("[%s] %q leads to %v, want %s", a.ID, said, found, rule)
		}
	}
	t.Logf("%d answers", n)
	if n < 300 {
		t.Errorf("%d answers have words and break a rule, want 300 at least", n)
	}
}

// TestAmbiguousTexts: what can have many causes leads to several, each a case or rule
// of its own.
func TestAmbiguousTexts(t *testing.T) {
	m, _ := library(t)
	for text, want := range map[string]int{
		"websocket: bad handshake":                                                                                   3,
		"WebSocket closed, code 1006 (abnormal closure)":                                                             3,
		"websocket: close 1006 (abnormal closure): unexpected EOF":                                                   3,
		"CloseEvent {code: 1006, reason: \"\", wasClean: false}":                                                     3,
		"Firefox can’t establish a connection to the server at wss://shop.example/live.":                             3,
		"The connection to wss://shop.example/live was interrupted while the page was loading.":                      3,
		"Error: Unexpected server response: 400":                                                                     2,
		"WebSocket connection to 'wss://x/' failed: Error during WebSocket handshake: Unexpected response code: 400": 2,
		"WebSocket connection to 'wss://x/' failed: Invalid frame header":                                            2,
		"Error during WebSocket handshake: net::ERR_INVALID_HTTP_RESPONSE":                                           3,
		"bad handshake": 2,
	} {
		causes := map[string]bool{}
		for _, refs := range m.Causes(text) {
			for _, id := range refs {
				if r := handshake.RuleByID(id); r != nil || !strings.Contains(id, ".") {
					causes[id] = true
				}
			}
		}
		if len(causes) < want {
			t.Errorf("%q leads to %v, want %d at least", text, sortedKeys(causes), want)
		}
	}
	for _, text := range []string{"hello", "it does not work", "Content-Type: text/html", "error 404 page not found please help"} {
		if found := m.Causes(text); len(found) > 0 && !strings.Contains(text, "404") {
			t.Errorf("%q leads to %v", text, found)
		}
	}
}
