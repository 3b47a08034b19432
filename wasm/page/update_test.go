package page

import (
	"slices"
	"strings"
	"testing"

	"handshake101/handshake"
)

// do sends messages one after the other.
func do(m Model, messages ...Message) Model {
	for _, msg := range messages {
		m, _ = Update(m, msg)
	}
	return m
}

func edit(side, text string) Message { return Message{Name: "edit", Arg: side, Value: text} }

func preset(id string) Message { return Message{Name: "preset", Value: id} }

func TestDefault(t *testing.T) {
	m := New(nil)
	if m.Report.Verdict.Outcome != handshake.Switches || m.Report.Verdict.Status != 101 {
		t.Errorf("the default exchange: %v %d", m.Report.Verdict.Outcome, m.Report.Verdict.Status)
	}
	if !strings.HasPrefix(m.Response.Text, "HTTP/1.1 101 ") || m.Response.Origin != Simulated {
		t.Errorf("response %q", m.Response.Text)
	}
	if m.Link() != "" {
		t.Errorf("the untouched page has the link %q", m.Link())
	}
}

// TestTypedStaysTyped: an edit never repairs what is judged. A key that is
// wrong stays wrong, and so does an answer that somebody typed.
func TestTypedStaysTyped(t *testing.T) {
	m := New(nil)
	broken := strings.Replace(m.Request.Text, "dGhlIHNhbXBsZSBub25jZQ==", "short", 1)
	m = do(m, edit("request", broken))
	if m.Request.Text != broken || m.Report.Verdict.Outcome != handshake.ServerRejects {
		t.Fatalf("%v %q", m.Report.Verdict.Outcome, m.Request.Text)
	}
	answer := "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: wrong\n\n"
	m = do(New(nil), edit("response", answer), edit("request", strings.Replace(m.Request.Text, "/chat", "/other", 1)))
	if m.Response.Text != answer || m.Response.Origin != Typed {
		t.Errorf("the typed answer became %q", m.Response.Text)
	}
	m = do(m, Message{Name: "let-server"})
	if m.Response.Origin != Simulated || m.Response.Text == answer {
		t.Errorf("the server does not answer again: %q", m.Response.Text)
	}
	if m = do(m, Message{Name: "undo"}); m.Response.Text != answer {
		t.Errorf("undo lost the typed answer: %q", m.Response.Text)
	}
}

// TestFixKeepsTheRest: a repair changes what it is about, and the notation that
// somebody chose for the rest stays.
func TestFixKeepsTheRest(t *testing.T) {
	m := do(New(nil), preset("broken-websocket"))
	typed := strings.Replace(m.Request.Text, "\n\n", "\nX-Note: \\x41\\q\n\n", 1)
	m = do(m, edit("request", typed))
	arg := ""
	for i, f := range m.findings(handshake.FromClient) {
		if f.Fix != nil && f.Fix.Fresh {
			arg = "request." + string(rune('0'+i))
		}
	}
	if arg == "" {
		t.Fatal("no repair puts in a fresh key")
	}
	random := [16]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}
	fixed := do(m, Message{Name: "fix", Arg: arg, Random: random})
	if !strings.Contains(fixed.Request.Text, "Sec-WebSocket-Key: "+handshake.NewKey(random)+"\n") || !strings.Contains(fixed.Request.Text, `\x41\q`) {
		t.Errorf("after the repair:\n%s", fixed.Request.Text)
	}
	if fixed.Report.Verdict.Outcome != handshake.Switches {
		t.Errorf("the repair does not cure: %v", fixed.Report.Verdict.Outcome)
	}
	if back := do(fixed, Message{Name: "undo"}); back.Request.Text != typed {
		t.Errorf("undo gives\n%s", back.Request.Text)
	}
}

func TestFixThatIsNone(t *testing.T) {
	m := New(nil)
	for _, arg := range []string{"", "request", "request.", "request.x", "request.99999999999999999999", "response.0"} {
		if after := do(m, Message{Name: "fix", Arg: arg}); after.Request.Text != m.Request.Text || len(after.Undo) != 0 {
			t.Errorf("fix %q did something", arg)
		}
	}
}

func TestFreshen(t *testing.T) {
	key := handshake.NewKey([16]byte{1})
	for in, want := range map[string]string{
		"dGhlIHNhbXBsZSBub25jZQ==":                        key,
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n": "Sec-WebSocket-Key: " + key + "\r\n",
		"==": "==",
		"":   "",
	} {
		if got := freshen(in, key); got != want {
			t.Errorf("freshen(%q) = %q", in, got)
		}
	}
}

// TestStepFollowsAFault: who has chosen a step and then breaks something is
// shown where; who only walks stays.
func TestStepFollowsAFault(t *testing.T) {
	m := do(New(nil), Message{Name: "next"}, Message{Name: "next"})
	third := m.Report.Steps[2].ID
	if m.Step != third {
		t.Fatalf("step %q, want %q", m.Step, third)
	}
	m = do(m, edit("request", strings.Replace(m.Request.Text, "dGhl", "", 1)))
	if failed := m.Report.Steps[m.current()]; failed.Outcome != handshake.Failed {
		t.Errorf("step in hand: %s %v", failed.ID, failed.Outcome)
	}
	m = do(m, Message{Name: "first"}, Message{Name: "back"})
	if m.current() != 0 {
		t.Errorf("before the first step: %d", m.current())
	}
	m = do(m, Message{Name: "last"}, Message{Name: "next"})
	if m.current() != len(m.Report.Steps)-1 {
		t.Errorf("after the last step: %d", m.current())
	}
}

// TestOpenLink: a link brings exchange and step; a damaged one changes nothing.
func TestOpenLink(t *testing.T) {
	m := do(New(nil), edit("request", "GET / HTTP/1.1\nHost: a\n\n"), Message{Name: "last"})
	link := m.Link()
	n := do(New(nil), Message{Name: "open", Value: "#" + link})
	if n.Request.Text != m.Request.Text || n.Step != m.Step || n.Link() != link {
		t.Errorf("opened: %q at %q", n.Request.Text, n.Step)
	}
	if back := do(n, Message{Name: "undo"}); back.Request.Text != New(nil).Request.Text {
		t.Error("undo does not bring back what the link replaced")
	}
	bad := do(m, Message{Name: "open", Value: "1.!!!"})
	if bad.Request.Text != m.Request.Text || bad.Notice.Text.Text != &tLinkBroken {
		t.Error("a damaged link is not told, or changes the exchange")
	}
	_, effects := Update(New(nil), Message{Name: "open", Value: EncodeLink(LinkState{Preset: "generic", Lang: "ja"})})
	if len(effects) != 1 || effects[0].Do != FetchLanguage || effects[0].Arg != "ja" {
		t.Errorf("a Japanese link asks for %v", effects)
	}
}

func TestLanguageThatDoesNotCome(t *testing.T) {
	m, effects := Update(New(nil), Message{Name: "lang", Arg: "ja"})
	if len(effects) != 1 || effects[0].Do != FetchLanguage {
		t.Fatalf("effects %v", effects)
	}
	failed := do(m, Message{Name: "language-failed", Arg: "ja", Value: "offline"})
	if failed.LangCode != "en" || failed.Notice.Text.Text != &tLangFailed {
		t.Errorf("language %q, notice %v", failed.LangCode, failed.Notice.Text)
	}
	broken := do(m, Message{Name: "language", Arg: "ja", Value: "no section: x"})
	if broken.Lang != nil || broken.Notice.Text.Text != &tLangFailed {
		t.Error("a catalogue that cannot be read is taken")
	}
	late := do(m, Message{Name: "lang", Arg: "en"}, Message{Name: "language", Arg: "ja", Value: "[ui.share]\ntext: x"})
	if late.Lang != nil {
		t.Error("a catalogue that came too late switches the language")
	}
}

// TestExplained: cursor and pointer mean the span under them, wherever its lines are.
func TestExplained(t *testing.T) {
	m := do(New(nil), Message{Name: "caret", Arg: "request", Number: 5})
	is := func(what, side string, want ...Spot) {
		t.Helper()
		if got, spots := m.Explained(); got != side || !slices.Equal(spots, want) {
			t.Errorf("%s: %s %v, want %s %v", what, got, spots, side, want)
		}
	}
	is("caret 5, the target", "request", Spot{0, 4, 9})
	m = do(m, Message{Name: "point", Arg: "response", Number: 9})
	is("point 9, the status code", "response", Spot{0, 9, 12})
	m = do(m, edit("request", "GET / HTTP/1.1\nHost: a\nContent-Length: 7\n\nx\ny\nz"))
	m = do(m, Message{Name: "point", Arg: "request", Number: m.ByteOn("request", 5, 0)})
	is("the body, which begins after the empty line", "request", Spot{4, 0, 7}, Spot{5, 0, 4}, Spot{6, 0, 1})
	if at := m.ByteOn("request", 6, 0); string(m.Request.wire[at:]) != "z" {
		t.Errorf("line 6 begins at byte %d", at)
	}
	if m = do(m, Message{Name: "point", Arg: "response", Number: 1 << 20}); m.Point.On {
		t.Error("a place beyond the end is explained")
	}
}
