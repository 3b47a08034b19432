package peers

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handshake101/handshake"
)

func judgements(t *testing.T, file string) []Judgement {
	t.Helper()
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	all, err := ReadJudgements(filepath.Join(root, "web", "peers", file))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestEveryDifferenceIsJudged, of servers, proxies, client libraries and browsers,
// and nothing else is: once each.
func TestEveryDifferenceIsJudged(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	w, err := readWorld(root)
	if err != nil {
		t.Fatal(err)
	}
	for file, differences := range map[string][]Difference{ServerJudgements: w.ofServers(), ClientJudgements: w.ofClients()} {
		for _, complaint := range unjudged(differences, judgements(t, file)) {
			t.Errorf("%s: %s", file, complaint)
		}
	}
}

// unjudged lists the differences that are not judged by just one entry, and the
// entries that judge nothing.
func unjudged(differences []Difference, all []Judgement) (complaints []string) {
	used := map[string]bool{}
	for i := range differences {
		d := &differences[i]
		var by []string
		for k := range all {
			if c := all[k].by(d); c != "" {
				by = append(by, all[k].ID)
				used[all[k].ID+" "+c] = true
			}
		}
		if len(by) != 1 {
			complaints = append(complaints, fmt.Sprintf("%s %s (%v; %v): judged by %q, want one entry", d.Of, d.Does, d.Peers, d.Rows, by))
		}
	}
	for _, j := range all {
		for _, c := range j.Covers {
			if !used[j.ID+" "+c] {
				complaints = append(complaints, fmt.Sprintf("[%s] judges %q, which no peer does", j.ID, c))
			}
		}
	}
	return complaints
}

// TestNewDifferencesAreSeen: when a peer begins to do otherwise, or stops, the test
// above says so.
func TestNewDifferencesAreSeen(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	for _, planted := range []struct{ file, row, peer, cell, want string }{
		{ServerJudgements, "request ws-key-missing", "gorilla", "101", "ws.req.key.present switches"},
		{ServerJudgements, "request br-basic", "ws", "400", "br-basic refuses"},
		{ClientJudgements, "response ws-accept-empty", "chromium", "opens", ""}, // tomcat does it already
		{ClientJudgements, "response br-basic", "firefox", "fails", "br-basic fails"},
		{ClientJudgements, "response frames-hello", "ws", "crashes", "frames-hello crashes"},
	} {
		w, err := readWorld(root)
		if err != nil {
			t.Fatal(err)
		}
		table, differences := w.servers, w.ofServers
		if planted.file == ClientJudgements {
			table, differences = w.clients, w.ofClients
		}
		if table.Cells[planted.row][planted.peer] == "" {
			t.Fatalf("[%s] has no %s", planted.row, planted.peer)
		}
		table.Set(planted.row, planted.peer, planted.cell)
		complaints := strings.Join(unjudged(differences(), judgements(t, planted.file)), "\n")
		if planted.want == "" != (complaints == "") || !strings.Contains(complaints, planted.want) {
			t.Errorf("%s does %q to [%s]: got %q, want a complaint of %q", planted.peer, planted.cell, planted.row, complaints, planted.want)
		}
	}
}

// TestJudgementsAreWhole: a verdict, a section, and both languages, the Japanese
// of the English as it is now.
func TestJudgementsAreWhole(t *testing.T) {
	cite := regexp.MustCompile(`^RFC \d{4} §\d+(\.\d+)*$`)
	kana := regexp.MustCompile(`[ぁ-んァ-ヶ]`)
	seen := map[string]bool{}
	for _, j := range append(judgements(t, ServerJudgements), judgements(t, ClientJudgements)...) {
		switch {
		case seen[j.ID]:
			t.Errorf("[%s] stands twice", j.ID)
		case !slices.Contains(Verdicts, j.Verdict):
			t.Errorf("[%s]: verdict %q, want one of %v", j.ID, j.Verdict, Verdicts)
		case !cite.MatchString(j.Cite):
			t.Errorf("[%s]: cite %q, want \"RFC 6455 §4.1\"", j.ID, j.Cite)
		case j.Text == "" || !kana.MatchString(j.JA):
			t.Errorf("[%s]: text or ja is missing", j.ID)
		case j.Hash != handshake.TextHash(j.Text):
			t.Errorf("[%s]: ja is of another text; put it right, then go run ./devserver/peers/run -stamp", j.ID)
		}
		seen[j.ID] = true
	}
}

// TestRealityIsFresh: the page's files are made of the tables and the judgements as
// they are.
func TestRealityIsFresh(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	w, err := readWorld(root)
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{"reality.txt": w.Reality(), "words-browsers.txt": w.browserWords()} {
		got, err := os.ReadFile(filepath.Join(root, "web", "peers", file))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("web/peers/%s is of other tables: go run ./devserver/peers/run -stamp", file)
		}
	}
}
