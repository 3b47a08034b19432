package peers

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"handshake101/handshake"
)

func judgements(t *testing.T) []Judgement {
	t.Helper()
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	all, err := ReadJudgements(filepath.Join(root, "web", "peers", "judgements.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestEveryDifferenceIsJudged, and nothing else is: once each.
func TestEveryDifferenceIsJudged(t *testing.T) {
	rows, table := catalogue(t)
	differences := Differences(rows, table)
	all := judgements(t)
	used := map[string]bool{}
	for i := range differences {
		d := &differences[i]
		var by []string
		for k := range all {
			if all[k].Judges(d) {
				by = append(by, all[k].ID)
				used[d.Of], used[d.Of+" "+d.Does] = true, true
			}
		}
		if len(by) != 1 {
			t.Errorf("%s %s (%v; %v): judged by %q in web/peers/judgements.txt, want one entry", d.Of, d.Does, d.Peers, d.Rows, by)
		}
	}
	for _, j := range all {
		for _, c := range j.Covers {
			if !used[c] {
				t.Errorf("[%s] judges %q, which no peer does", j.ID, c)
			}
		}
	}
	t.Logf("%d differences, %d judgements", len(differences), len(all))
}

// TestJudgementsAreWhole: a verdict, a section, and both languages, the Japanese
// of the English as it is now.
func TestJudgementsAreWhole(t *testing.T) {
	cite := regexp.MustCompile(`^RFC \d{4} §\d+(\.\d+)*$`)
	kana := regexp.MustCompile(`[ぁ-んァ-ヶ]`)
	seen := map[string]bool{}
	for _, j := range judgements(t) {
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

// TestRealityIsFresh: the page's file is made of the table and the judgements as
// they are.
func TestRealityIsFresh(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	want, err := reality(root)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(root, "web", "peers", "reality.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("web/peers/reality.txt is of other tables: go run ./devserver/peers/run -stamp")
	}
}
