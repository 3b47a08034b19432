package page

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// caseFile is cases.txt as the build makes it: the gallery first.
func caseFile(t testing.TB) string {
	t.Helper()
	files, err := filepath.Glob("../../handshake/cases/*.case")
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	var gallery, rest bytes.Buffer
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		into := &rest
		if strings.HasPrefix(filepath.Base(f), "gallery-") {
			into = &gallery
		}
		into.Write(append(data, '\n'))
	}
	return gallery.String() + rest.String()
}

// library is the page with the cases on their shelf.
func library(t testing.TB) Model {
	t.Helper()
	m, effects := Update(New(nil), Message{Name: "screen", Arg: "cases"})
	if len(effects) != 2 || effects[1].Do != FetchCases {
		t.Fatalf("opening the gallery asks for %v", effects)
	}
	m = do(m, Message{Name: "cases", Value: caseFile(t)})
	if m.Library.shelf == nil || m.Library.Failed {
		t.Fatalf("the cases are not there: %s", m.Library.Why)
	}
	m.Main = true
	return m
}

// TestGallery: each case opens as what it says it is, with what is known of it,
// and is a link that opens it again.
func TestGallery(t *testing.T) {
	lib := library(t)
	if n := len(lib.Library.gallery); n < 52 {
		t.Fatalf("%d cases in the gallery: has a group no heading?", n)
	}
	for _, c := range lib.Library.all {
		if strings.HasPrefix(c.ID, "gallery-") && c.Get("group") == "" {
			t.Errorf("%s has no group", c.ID)
		}
	}
	for _, g := range lib.Library.gallery {
		m := do(lib, Message{Name: "case", Arg: g.ID})
		v := m.Report.Verdict
		if got := v.Outcome.String() + " " + m.statusText(); got != g.Get("verdict") && g.Get("verdict") != v.Outcome.String() {
			t.Errorf("%s: opened as %s, want %s", g.ID, got, g.Get("verdict"))
		}
		note := walk(t, g.ID, m.viewCase().String())
		for _, key := range []string{"title", "seen", "cause", "cure"} {
			if !strings.Contains(note, g.Get(key)) {
				t.Errorf("%s: the note lacks its %s", g.ID, key)
			}
		}
		if m.Link() != "case="+g.ID {
			t.Errorf("%s: the link is %q", g.ID, m.Link())
		}
		if again := do(lib, Message{Name: "open", Value: "#case=" + g.ID}); again.Request.Text != m.Request.Text || again.Step != m.Step {
			t.Errorf("%s: the link opens something else", g.ID)
		}
	}
}

// TestCaseWaits: a link to a case fetches the cases first, and says so when
// they do not come.
func TestCaseWaits(t *testing.T) {
	m, effects := Update(New(nil), Message{Name: "open", Value: "case=gallery-guid-typo"})
	if len(effects) != 1 || effects[0].Do != FetchCases || m.Case != nil {
		t.Fatalf("effects %v", effects)
	}
	if got := do(m, Message{Name: "cases", Value: caseFile(t)}); got.Case == nil || got.Case.ID != "gallery-guid-typo" || got.Screen != OnExchange {
		t.Error("the case does not open when it has come")
	}
	for _, answer := range []Message{{Name: "cases-failed", Value: "offline"}, {Name: "cases", Value: "no case"}} {
		failed := do(m, answer)
		if failed.Notice.Text.Text != &tCasesFailed || failed.Case != nil || failed.Request.Text != m.Request.Text {
			t.Errorf("%s: %v", answer.Name, failed.Notice.Text.Text)
		}
		if again, effects := Update(failed, Message{Name: "case", Arg: "gallery-guid-typo"}); len(effects) != 1 || !again.Library.Asked {
			t.Error("who asks again gets no second try")
		}
	}
	if got := do(library(t), Message{Name: "open", Value: "case=nobody"}); got.Notice.Text.Text != &tNoSuchCase {
		t.Error("a case that is not there is not told")
	}
}

// TestCaseIsLeft: what is done afterwards is the person's, and undo goes back.
func TestCaseIsLeft(t *testing.T) {
	m := do(library(t), Message{Name: "case", Arg: "gallery-guid-typo"})
	before := m.Request.Text
	stepped := do(m, Message{Name: "first"})
	link := stepped.Link()
	s, ok := DecodeLink(link)
	if !ok || s.Case != "gallery-guid-typo" || s.Request != nil || s.Step != stepped.Step {
		t.Errorf("the link to a step of the case: %+v", s)
	}
	if again := do(library(t), Message{Name: "open", Value: link}); again.Case == nil || again.Step != stepped.Step {
		t.Error("the link to a step does not open the case")
	}
	edited := do(m, edit("request", before+"x"))
	if edited.CaseWhole || !edited.CaseNote || strings.HasPrefix(edited.Link(), "case=") {
		t.Error("a changed exchange passes for the case")
	}
	if closed := do(m, Message{Name: "close-case"}); closed.viewCase().String() != "" || closed.Link() != m.Link() {
		t.Error("the note does not close, or closing it changes the link")
	}
	if back := do(m, Message{Name: "undo"}); back.Case != nil || back.Request.Text != New(nil).Request.Text {
		t.Error("undo does not bring back what stood there")
	}
	if other := do(m, preset("generic")); other.CaseNote {
		t.Error("the note stays over another exchange")
	}
	if kept, ok := DecodeLink(m.Kept()); !ok || string(kept.Request) != string(m.Request.wire) {
		t.Error("what is kept for a restart would have to be fetched")
	}
}

// TestSearchBySeen: what somebody's screen says leads to the case, with the
// words of another address around it.
func TestSearchBySeen(t *testing.T) {
	s := library(t).Library.shelf
	has := func(list []galleryCase, id string) bool {
		for _, g := range list {
			if g.ID == id {
				return true
			}
		}
		return false
	}
	for _, g := range s.gallery {
		found, near := s.search("  " + strings.ReplaceAll(g.Get("seen"), " ", "\n "))
		if !has(found, g.ID) || near {
			t.Errorf("%s is not found by what was seen: %s", g.ID, g.Get("seen"))
		}
	}
	for query, want := range map[string]string{
		`WebSocket connection to 'wss://a.example/' failed: Error during WebSocket handshake: ‘Upgrade’ header is missing`: "gallery-hop-stripped-101",
		"guid":                  "gallery-guid-typo",
		"GUID の打ち間違い":           "gallery-guid-typo",
		"cheetahclaws mistyped": "gallery-guid-typo",
	} {
		found, near := s.search(query)
		if near || len(found) == len(s.gallery) || len(found) == 0 || !has(found, want) {
			t.Errorf("%s: %d found, near=%v", query, len(found), near)
		}
	}
	if found, near := s.search("handshake xyzzy with status header plugh"); !near || len(found) == 0 {
		t.Errorf("nothing comes close: %d, near=%v", len(found), near)
	}
	if found, _ := s.search("xyzzy plugh"); len(found) != 0 {
		t.Errorf("%d cases hold words that stand nowhere", len(found))
	}
}

// TestEveryRuleHasAnExample: the catalogue's button opens a case at the step
// that finds the rule.
func TestEveryRuleHasAnExample(t *testing.T) {
	lib := library(t)
	for _, r := range handshake.Rules() {
		c := lib.Library.exampleOf(r.ID)
		if c == nil {
			t.Errorf("no case breaks %s", r.ID)
			continue
		}
		m := do(lib, Message{Name: "example", Arg: r.ID})
		found := false
		for _, f := range append(m.Report.Request.Findings, m.Report.Answer.Findings...) {
			found = found || f.Rule.ID == r.ID
		}
		if !found || m.CaseRule != r.ID {
			t.Errorf("%s: the example %s does not show it", r.ID, c.ID)
		}
	}
}

func TestSources(t *testing.T) {
	var b html.Builder
	viewSources(&b, `a/b#12, c/d README (x), e/f TESTS#3, "q"#4`)
	if got := b.HTML().String(); strings.Count(got, "<a ") != 1 || !strings.Contains(got, `href="https://github.com/a/b/issues/12"`) {
		t.Error(got)
	}
}
