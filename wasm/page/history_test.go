package page

import (
	"strings"
	"testing"
)

// TestListOfChanges: the list of changes leads to each state and back, and says what
// each change was.
func TestListOfChanges(t *testing.T) {
	m := New(nil)
	texts := []string{m.Request.Text}
	for _, msg := range []Message{
		{Name: "edit", Arg: "request", Value: "GET /<a> HTTP/1.1\nHost: a.example\n\n"},
		preset("broken-websocket"),
		preset("generic"),
	} {
		m = do(m, msg)
		texts = append(texts, m.Request.Text)
	}
	m = do(m, Message{Name: "sheet", Arg: "history"})
	for _, n := range []string{"0", "3", "1", "2", "0", "3", "99", "-1"} {
		m = do(m, Message{Name: "go-to", Arg: n})
		want := map[string]int{"99": 3, "-1": 0}[n]
		if len(n) == 1 {
			want = int(n[0] - '0')
		}
		if m.Request.Text != texts[want] {
			t.Fatalf("go to %s: the request is %q, want %q", n, m.Request.Text, texts[want])
		}
		h := m.viewSheet(false).String()
		if got := strings.Count(h, "<li>"); got != len(texts) {
			t.Fatalf("the list has %d steps, want %d", got, len(texts))
		}
		if strings.Count(h, `aria-current="true"`) != 1 || !strings.Contains(h, "&lt;a&gt;") || !strings.Contains(h, tDidPreset.English) {
			t.Fatalf("the list says\n%s", h)
		}
	}
	m = do(m, Message{Name: "go-to", Arg: "1"}, preset("websocket"))
	if m.changes() != 2 {
		t.Errorf("a change after going back leaves %d changes, want 2", m.changes())
	}
	if m = do(m, Message{Name: "go-to", Arg: "x"}); m.Request.Text != texts[0] {
		t.Error("a step that there is not changes the exchange")
	}
}
