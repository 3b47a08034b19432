package peers

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handshake101/handshake"
)

// TestWordsLeadSomewhere: each text that a peer said names cases of the catalogue
// and rules, of which one at least is broken in one of the cases, and says the same
// in each run.
func TestWordsLeadSomewhere(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(root, "web", "peers", "words-servers.txt"))
	if err != nil {
		t.Fatal(err)
	}
	cases, err := Cases(root)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]*handshake.Case{}
	for _, c := range cases {
		known[c.ID] = c
	}
	texts, peer := 0, ""
	for _, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			if peer = strings.Trim(line, "[]"); ByID(peer) == nil {
				t.Errorf("[%s] is no peer", peer)
			}
			continue
		}
		ids, text, _ := strings.Cut(line, ": ")
		texts++
		if text == "" || steady(text) != strings.TrimRight(text, " ") && len(text) < 160 {
			t.Errorf("[%s] %q: would be %q in another run", peer, text, steady(text))
		}
		var found []string
		for _, id := range strings.Fields(ids) {
			if c := known[id]; c != nil {
				head, frames, _ := Split(c)
				for _, then := range [][]byte{frames, nil, turn(serverFrames(c))} {
					rules, _ := Causes(&Row{Send: head, Then: then})
					found = append(found, rules...)
				}
			} else if handshake.RuleByID(id) == nil {
				t.Errorf("[%s] %q leads to %q, which is neither a case nor a rule: make peers", peer, text, id)
			}
		}
		broken := func(id string) bool { return known[id] == nil && slices.Contains(found, id) }
		if strings.Contains(ids, ".") && !slices.ContainsFunc(strings.Fields(ids), broken) {
			t.Errorf("[%s] %q: no case of it breaks one of its rules: make peers", peer, text)
		}
	}
	t.Logf("%d texts", texts)
	if texts < 200 {
		t.Errorf("%d texts, want 200 at least", texts)
	}
}
