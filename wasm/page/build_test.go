package page

import (
	"strings"
	"testing"

	"handshake101/handshake"
)

func say(name, text string) Message { return Message{Name: "field", Arg: name, Value: text} }

func panel(name string) Message { return Message{Name: "panel", Arg: name} }

var freshBytes = [16]byte{9, 8, 7, 6, 5, 4, 3, 2, 1}

// TestMirror: form and text show one request. A control changes its own bytes;
// what it does not know stays, broken lines too, in the notation it was typed in.
func TestMirror(t *testing.T) {
	typed := "GET  /a\\x2Fb HTTP/1.1\nhOsT :\t a \nbroken line\\0\nX-Mine: 1\nHost: b\n\nbody"
	m := do(New(nil), panel("form"), edit("request", typed))
	for name, want := range map[string]string{"f.Host": "a", "f.TARGET": "/a/b", "f.METHOD": "GET", "l.1": `broken line\0`, "f.Origin": ""} {
		if name == "l.1" {
			want = "" // it has no value, it is replaced as a whole
		}
		if got := m.Field(name); got != want {
			t.Errorf("%s shows %q, want %q", name, got, want)
		}
	}
	for _, c := range []struct {
		msg  Message
		want string
	}{
		{say("f.Host", "c.example"), strings.Replace(typed, " a \n", " c.example \n", 1)},
		{say("f.TARGET", "/x"), strings.Replace(typed, `/a\x2Fb`, "/x", 1)},
		{say("f.Origin", `\x41`), strings.Replace(typed, "Host: b\n", "Host: b\nOrigin: A\n", 1)},
		{say("l.2", "2"), strings.Replace(typed, "X-Mine: 1", "X-Mine: 2", 1)},
		{Message{Name: "form-drop", Arg: "1"}, strings.Replace(typed, "broken line\\0\n", "", 1)},
		{Message{Name: "form-field", Arg: "Host"}, strings.Replace(typed, "hOsT :\t a \n", "", 1)},
	} {
		n := do(m, c.msg)
		if n.Request.Text != c.want {
			t.Errorf("%v:\ngot  %q\nwant %q", c.msg, n.Request.Text, c.want)
		}
		if back := do(n, Message{Name: "undo"}); back.Request.Text != typed {
			t.Errorf("%v: undo gives %q", c.msg, back.Request.Text)
		}
	}
	if h := walk(t, "form", m.viewPanels()[panelForm].HTML.String()); !strings.Contains(h, m.sayf(&tFormMore, "n", "1")) {
		t.Error("the second Host is not told")
	}
	// A space at the end is no part of the value, yet it stays while it is typed.
	if n := do(m, say("f.Host", "c d ")); n.Field("f.Host") != "c d " {
		t.Errorf("typed %q", n.Field("f.Host"))
	} else if n = do(n, edit("request", n.Request.Text+"x")); n.Field("f.Host") != "c d" {
		t.Errorf("after an edit of the text: %q", n.Field("f.Host"))
	}
}

// TestFormProtocol: to ask for another protocol changes Upgrade alone; the rest
// fits when that is asked for.
func TestFormProtocol(t *testing.T) {
	for _, s := range handshake.Samples() {
		m := do(New(nil), panel("form"), Message{Name: "form-protocol", Value: s.Upgrade})
		if want := strings.Replace(New(nil).Request.Text, "Upgrade: websocket", "Upgrade: "+s.Upgrade, 1); m.Request.Text != want {
			t.Errorf("%s: %q", s.Upgrade, m.Request.Text)
		}
		m = do(m, Message{Name: "form-fit", Random: freshBytes})
		if m.Report.Verdict.Outcome != handshake.Switches {
			t.Errorf("%s: %v\n%s", s.Upgrade, m.Report.Verdict.Outcome, m.Request.Text)
		}
		if h := m.viewPanels()[panelForm].HTML.String(); strings.Contains(h, "form-fit") {
			t.Errorf("%s: the rest still does not fit", s.Upgrade)
		}
	}
}

// TestFormDeflate: each parameter by itself.
func TestFormDeflate(t *testing.T) {
	m := do(New(nil), panel("form"), Message{Name: "form-extension"})
	param := func(name, value string) Message { return Message{Name: "form-param", Arg: name, Value: value} }
	m = do(m, param("client_max_window_bits", paramBare), param("server_max_window_bits", "10"), param("server_no_context_takeover", paramBare),
		param("client_max_window_bits", "12"), param("server_no_context_takeover", paramAbsent))
	if got := m.Field("f.Sec-WebSocket-Extensions"); got != "permessage-deflate; client_max_window_bits=12; server_max_window_bits=10" {
		t.Errorf("%q", got)
	}
	if m = do(m, Message{Name: "form-extension"}); strings.Contains(m.Request.Text, "Extensions") {
		t.Errorf("%q", m.Request.Text)
	}
}

// TestFreshKey: the key changes when that is asked for, and then a typed Accept
// is wrong and stays wrong until the right one is asked for.
func TestFreshKey(t *testing.T) {
	m := New(nil)
	m = do(m, edit("response", m.Response.Text+"\\0"))
	accept := m.Response.Text
	m = do(m, Message{Name: "form-key", Random: freshBytes})
	if m.Field("f.Sec-WebSocket-Key") != handshake.NewKey(freshBytes) || m.Response.Text != accept || m.Report.Verdict.Outcome != handshake.ClientFails {
		t.Fatalf("%v %q", m.Report.Verdict.Outcome, m.Response.Text)
	}
	if h := m.viewVerdict().String(); !strings.Contains(h, tFixAccept.English) {
		t.Error("no button puts in the right Accept")
	}
	m = do(m, Message{Name: "fix", Arg: "response.0"})
	if !strings.Contains(m.Response.Text, handshake.AcceptFor(handshake.NewKey(freshBytes))) || m.Report.Verdict.Outcome != handshake.Switches {
		t.Errorf("%v %q", m.Report.Verdict.Outcome, m.Response.Text)
	}
}

// TestPlaceholder: what is judged is the value, what stands there the placeholder.
func TestPlaceholder(t *testing.T) {
	answer := "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: {accept}\nDate: {date}\nX: {other}\n\n"
	m := do(New(nil), edit("response", answer))
	if m.Report.Verdict.Outcome != handshake.Switches || m.Response.Text != answer {
		t.Fatalf("%v %q", m.Report.Verdict.Outcome, m.Response.Text)
	}
	m = do(m, Message{Name: "form-key", Random: freshBytes})
	if m.Report.Verdict.Outcome != handshake.Switches || !strings.Contains(string(m.Response.wire), handshake.AcceptFor(handshake.NewKey(freshBytes))) {
		t.Errorf("another key: %v %q", m.Report.Verdict.Outcome, m.Response.wire)
	}
	if n := do(New(nil), Message{Name: "open", Value: m.Link()}); n.Response.Text != answer {
		t.Errorf("the link holds %q", n.Response.Text)
	}
	m = do(m, Message{Name: "caret", Arg: "response", Number: strings.Index(answer, "{accept}") + 3})
	if h := walk(t, "note", m.viewExplanation(handshake.FromServer).String()); !strings.Contains(h, handshake.AcceptFor(handshake.NewKey(freshBytes))) {
		t.Errorf("the placeholder is not explained by its value: %s", h)
	}
	if at := strings.Join(htmlOf(&m), ""); !strings.Contains(at, "{accept}") {
		t.Error("the coloured copy does not show the placeholder")
	}
	if n := do(m, edit("response", strings.Replace(answer, "websocket", "h2c", 1)), Message{Name: "fix", Arg: "response.0"}); !strings.Contains(n.Response.Text, "{accept}") {
		t.Errorf("a repair elsewhere loses the placeholder: %q", n.Response.Text)
	}
}

func htmlOf(m *Model) (all []string) {
	for _, r := range View(m) {
		all = append(all, r.HTML.String())
	}
	return all
}

// TestPolicyForm: the server's answer follows; what is wrong is said in its
// place, stays as typed, and changes nothing.
func TestPolicyForm(t *testing.T) {
	offer := strings.Replace(New(nil).Request.Text, "\n\n", "\nSec-WebSocket-Protocol: soap, mqtt\n\n", 1)
	m := do(New(nil), panel("policy"), edit("request", offer), say("p.3", "mqtt, "))
	if !strings.Contains(m.Response.Text, "Sec-WebSocket-Protocol: mqtt\n") || m.Field("p.3") != "mqtt, " {
		t.Errorf("%q %q", m.Response.Text, m.Field("p.3"))
	}
	m = do(m, say("p.2", "13, x"))
	h := walk(t, "policy", m.viewPanels()[panelPolicy].HTML.String())
	if m.Field("p.2") != "13, x" || !strings.Contains(h, `There is "x"; expected: numbers from 0 to 255`) || m.Report.Verdict.Outcome != handshake.Switches {
		t.Errorf("%q: %s", m.Field("p.2"), h)
	}
	for i, wrong := range []string{"web socket", "a, b", "x", "a b", "a;b", "example.com"} {
		n := do(m, say("p."+itoa(i), wrong))
		if n.Build.Drafts.wrong[i] == nil {
			t.Errorf("%s: %q is taken", handshake.PolicyKeys[i], wrong)
		}
	}
	m = do(m, say("p.2", "8"))
	if m.Report.Verdict.Status != 426 {
		t.Errorf("a server that speaks 8 alone answers %d", m.Report.Verdict.Status)
	}
	if n := do(New(nil), Message{Name: "open", Value: m.Link()}); n.Field("p.2") != "8" || n.Field("p.3") != "mqtt" {
		t.Errorf("the link holds %q and %q", n.Field("p.2"), n.Field("p.3"))
	}
	m = do(m, Message{Name: "undo"})
	if m.Field("p.2") == "8" {
		t.Error("undo keeps the versions")
	}
	m = do(New(nil), panel("policy"), Message{Name: "policy-key", Arg: "5"})
	if m.Policy.Origins == nil || m.Report.Verdict.Status != 403 {
		t.Errorf("an empty list of origins: %v %d", m.Policy, m.Report.Verdict.Status)
	}
	if m = do(m, Message{Name: "policy-key", Arg: "5"}); m.Policy.Origins != nil || m.Report.Verdict.Status != 101 {
		t.Errorf("the default again: %v %d", m.Policy, m.Report.Verdict.Status)
	}
	if p := handshake.PresetByID("websocket-options").Policy; len(p.Subprotocols) != 2 {
		t.Error("the preset's own policy was changed")
	}
}

// TestBreak: each mutation that the menu offers makes its rule fire, the next one
// takes its place, pressing it again takes it back, and undo does too.
func TestBreak(t *testing.T) {
	m := do(New(nil), preset("websocket-options"), panel("break"))
	whole := [2]string{m.Request.Text, m.Response.Text}
	n := 0
	for _, x := range handshake.Mutations() {
		if !strings.Contains(m.viewPanels()[panelBreak].HTML.String(), `data-arg="`+x.ID+`"`) {
			continue
		}
		n++
		m = do(m, Message{Name: "break", Arg: x.ID})
		fired := false
		for _, f := range m.findings(x.Side) {
			fired = fired || f.Rule.ID == x.Rule
		}
		h := m.viewPanels()[panelBreak].HTML.String()
		if !fired || !strings.Contains(h, "rule="+x.Rule) && m.Main || strings.Count(h, `aria-pressed="true"`) != 1 {
			t.Errorf("%s: fired %v: %s", x.ID, fired, h)
		}
		if back := do(m, Message{Name: "undo"}); back.Request.Text != whole[0] || back.Response.Text != whole[1] {
			t.Errorf("%s: undo gives %q", x.ID, back.Request.Text)
		}
		if again := do(m, Message{Name: "break", Arg: x.ID}); again.Request.Text != whole[0] || again.Response.Text != whole[1] {
			t.Errorf("%s: pressed again it leaves %q", x.ID, again.Request.Text)
		}
	}
	if n < 38 {
		t.Errorf("the menu offers %d mutations", n)
	}
}

// TestInsert: each button of the palette puts its byte in at the cursor.
func TestInsert(t *testing.T) {
	m := do(New(nil), edit("request", "aé\U0001F600b"))
	for what, want := range map[string]string{"CR": "\r", "LF": "\n", "TAB": "\t", "NUL": "\x00"} {
		n, effects := Update(m, Message{Name: "insert", Arg: "request." + what, Number: 4, Value: "5"})
		if got := string(n.Request.wire); got != "aé\U0001F600"+want {
			t.Errorf("%s: %q", what, got)
		}
		if len(effects) != 1 || effects[0].Do != Caret || effects[0].Number != len([]rune(n.Request.Text))+1 {
			t.Errorf("%s: the cursor: %v, %q", what, effects, n.Request.Text)
		}
	}
	n := do(m, say("b.hex-request", "ff \\xFE"), Message{Name: "insert", Arg: "request.hex", Number: 1, Value: "1"})
	if got := string(n.Request.wire); got != "a\xff\xfeé\U0001F600b" {
		t.Errorf("hex: %q", got)
	}
	if n := do(m, say("b.hex-request", "zz"), Message{Name: "insert", Arg: "request.hex", Number: 1}); n.Request.Text != m.Request.Text {
		t.Errorf("no hex: %q", n.Request.Text)
	}
}

// TestHistory: typing, forms, examples and repairs are taken back and done again,
// in their order, to the letter.
func TestHistory(t *testing.T) {
	m := New(nil)
	was := []string{}
	step := func(messages ...Message) {
		was = append(was, m.Request.Text)
		m = do(m, messages...)
	}
	text := m.Request.Text
	step(edit("request", text+"a"), edit("request", text+"ab"), edit("request", text+"abc"))
	step(edit("request", text+"ab"), edit("request", text+"a"))
	step(say("f.Host", "h"), say("f.Host", "ho"))
	step(preset("generic"))
	step(Message{Name: "form-protocol", Value: "h2c"})
	last := m.Request.Text
	for i := len(was) - 1; i >= 0; i-- {
		if m = do(m, Message{Name: "undo"}); m.Request.Text != was[i] {
			t.Fatalf("undo %d gives %q, want %q", i, m.Request.Text, was[i])
		}
	}
	if len(m.Undo) != 0 {
		t.Errorf("%d steps more", len(m.Undo))
	}
	for range was {
		m = do(m, Message{Name: "redo"})
	}
	if m.Request.Text != last || len(m.Redo) != 0 {
		t.Errorf("redo gives %q", m.Request.Text)
	}
	m = do(m, Message{Name: "undo"}, edit("request", "x"))
	if len(m.Redo) != 0 {
		t.Error("what was typed anew can be overwritten by redo")
	}
}

func TestCaretAfter(t *testing.T) {
	for _, c := range []struct {
		was, is string
		at      int
	}{{"abc", "abXc", 3}, {"abXc", "abc", 2}, {"a", "a", 1}, {"", "é\U0001F600", 3}, {"\U0001F600x", "\U0001F601x", 2}} {
		if at := CaretAfter(c.was, c.is); at != c.at {
			t.Errorf("%q to %q: %d, want %d", c.was, c.is, at, c.at)
		}
	}
}
