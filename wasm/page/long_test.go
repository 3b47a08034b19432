package page

import (
	"strconv"
	"strings"
	"testing"

	"handshake101/handshake"
)

// longRequest is a good request with so many lines more.
func longRequest(lines int, line string) string {
	return strings.TrimSuffix(New(nil).Request.Text, "\n") + strings.Repeat(line+"\n", lines) + "\n"
}

// TestLongText: a text that is too long to be coloured is judged whole and explained
// all the same, and what is written of it stays short.
func TestLongText(t *testing.T) {
	for _, c := range []struct {
		name, text string
		plain      bool
	}{
		{"some", longRequest(20, "X-Field: value"), false},
		{"many lines", longRequest(1000, "X-Field: value"), true},
		{"many parts", longRequest(1, "X-Field: "+strings.Repeat("a,", colouredSpans/2)), false}, // a list only where the field is one
		{"many members", longRequest(1, "Upgrade: "+strings.Repeat("a,", colouredSpans/2)), true},
		{"long lines", longRequest(3, "X-Field: "+strings.Repeat("value ", colouredBytes/18)), true},
		{"a line that is none", longRequest(1, strings.Repeat("a", colouredBytes)), true},
	} {
		m := do(New(nil), edit("request", c.text))
		if got := m.plain(handshake.FromClient); got != c.plain {
			t.Errorf("%s: plain is %v", c.name, got)
		}
		rows := m.viewWire(handshake.FromClient).Rows()
		if coloured := len(rows) > 1; coloured == c.plain {
			t.Errorf("%s: the copy has %d rows", c.name, len(rows))
		}
		at := len(m.Request.wire) - 20
		m = do(m, Message{Name: "caret", Arg: "request", Number: m.caretOf(t, at)})
		note := m.viewExplanation(handshake.FromClient).String()
		if says := strings.Contains(note, m.say(&tPlain, handshake.Arg{Name: "kb", Value: "64"}, handshake.Arg{Name: "parts", Value: strconv.Itoa(colouredSpans)})); says != c.plain {
			t.Errorf("%s: the note says %q", c.name, note)
		}
		if !strings.Contains(note, "<strong>") {
			t.Errorf("%s: nothing is explained: %q", c.name, note)
		}
		for _, r := range View(&m) {
			if n := len(r.HTML.String()); n > 400_000 || c.plain && n > 150_000 {
				t.Errorf("%s: the region %s has %d bytes", c.name, r.Name, n)
			}
		}
		want := handshake.Inspect(handshake.Exchange{Request: handshake.ParseLines(c.text)}, m.Policy)
		if got, want := m.Lang.Say(m.Report.Verdict.Summary), m.Lang.Say(want.Verdict.Summary); got != want || len(m.Report.Request.Spans) == 0 {
			t.Errorf("%s: the verdict is %q, want %q", c.name, got, want)
		}
		s, ok := DecodeLink(m.Kept())
		if !ok || string(s.Request) != string(m.Request.wire) {
			t.Errorf("%s: what is kept is not what stands there", c.name)
		}
	}
}

// caretOf is the place of a byte in UTF-16 units.
func (m *Model) caretOf(t *testing.T, at int) int {
	t.Helper()
	if at < 0 || at >= len(m.Request.at) {
		t.Fatalf("there is no byte %d", at)
	}
	return utf16Length(m.Request.Text[:m.Request.at[at]])
}

// TestUndoIsBounded: what undo keeps is bounded in steps and in bytes, and the last
// step is kept however long it is.
func TestUndoIsBounded(t *testing.T) {
	m := New(nil)
	for n := range 3 * undoDepth {
		m = do(m, edit("request", longRequest(1, "X-Field: "+strconv.Itoa(n))))
	}
	if len(m.Undo) != undoDepth {
		t.Errorf("%d steps are kept, want %d", len(m.Undo), undoDepth)
	}
	long := strings.Repeat("a", undoBytes/4)
	for n := range 12 {
		m = do(m, edit("request", longRequest(1, "X-Field: "+strconv.Itoa(n)+long)))
	}
	bytes := 0
	for i := range m.Undo {
		bytes += len(m.Undo[i].Request.Text) + len(m.Undo[i].Response.Text)
	}
	if bytes > undoBytes || bytes < undoBytes/2 {
		t.Errorf("%d bytes are kept, want %d at most and not far less", bytes, undoBytes)
	}
	whole := strings.Repeat("b", undoBytes+1)
	m = do(m, edit("request", whole), edit("request", "GET / HTTP/1.1\n\n"), Message{Name: "undo"})
	if m.Request.Text != whole {
		t.Error("the last step is not kept")
	}
}
