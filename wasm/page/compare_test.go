package page

import (
	"strings"
	"testing"

	"handshake101/handshake"
)

// TestCompareTwo: what was kept as A stays while B is changed, and what differs is told.
func TestCompareTwo(t *testing.T) {
	m := do(New(nil), Message{Name: "compare-keep"})
	if m.apart() || m.sayCompare() != tCmpEqual.English {
		t.Error("just kept, and already different")
	}
	m = do(m, edit("request", strings.Replace(strings.Replace(m.Request.Text, "Host", "host", 1), "Upgrade: websocket", "Upgrade: websocke", 1)))
	h := m.viewCompare().String()
	for _, want := range []string{`<del>H</del>ost`, `<ins>h</ins>ost`, tCmpCase.English, `<del>t</del></code>`, tCmpValue.English,
		`data-end="A" data-outcome="switches"`, `data-end="B" data-outcome="` + m.Report.Verdict.Outcome.String(), `data-lines="response"`, tCmpSteps.English + "</h3>"} {
		if !strings.Contains(h, want) {
			t.Errorf("%q is not in %s", want, h)
		}
	}
	if list := only(m.Report, m.Other.Report); len(list) == 0 {
		t.Error("no finding of B’s own")
	}
	back := do(m, Message{Name: "compare-swap"})
	if back.Request.Text != m.Other.Request.Text || back.Other.Request.Text != m.Request.Text || back.Preset != DefaultPreset {
		t.Error("A and B are not swapped")
	}
	if again := do(back, Message{Name: "undo"}); again.Request.Text != m.Request.Text || again.Other != m.Other {
		t.Error("undo does not bring back what was swapped")
	}
	if gone := do(m, Message{Name: "compare-forget"}); gone.Other != nil || do(gone, Message{Name: "undo"}).Other == nil {
		t.Error("stopping is not undone")
	}
	if other := do(m, Message{Name: "preset", Value: "broken-websocket"}); other.Other != m.Other {
		t.Error("another example forgets A")
	}
}

// TestCompareLink: a link brings back both, and so does what is kept for a new start.
func TestCompareLink(t *testing.T) {
	own := do(New(nil), edit("request", "GET /a HTTP/1.1\nHost: a\n"), edit("response", "HTTP/1.1 200 OK\n"), Message{Name: "compare-keep"}, edit("request", "GET /b HTTP/1.1\nHost: a\n"))
	example := do(New(nil), Message{Name: "compare-keep"}, Message{Name: "preset", Value: "broken-websocket"}, Message{Name: "step", Arg: "server.key"})
	for name, m := range map[string]Model{"own": own, "example": example, "the same": do(New(nil), Message{Name: "compare-keep"})} {
		for _, link := range []string{m.Link(), m.Kept()} {
			got := do(New(nil), Message{Name: "open", Value: "#" + link})
			if got.Other == nil || got.Other.Request.Text != m.Other.Request.Text || got.Other.Response.Text != m.Other.Response.Text || got.Other.Preset != m.Other.Preset {
				t.Errorf("%s: %s does not bring back A", name, link)
				continue
			}
			if got.Request.Text != m.Request.Text || got.Response.Text != m.Response.Text || got.Step != m.Step || got.viewCompare().String() != m.viewCompare().String() {
				t.Errorf("%s: %s does not bring back B as it was", name, link)
			}
		}
	}
	secret := do(New(nil), edit("request", "GET / HTTP/1.1\nCookie: sid=s3cr3tvalue\n"), Message{Name: "compare-keep"}, edit("request", "GET / HTTP/1.1\nCookie: sid=0th3rs3cret\n"))
	if got := do(New(nil), Message{Name: "open", Value: secret.Link()}); strings.Contains(got.Other.Request.Text, "s3cr3t") || strings.Contains(got.Request.Text, "0th3rs3cret") {
		t.Errorf("a secret of A is in the link: %q", got.Other.Request.Text)
	}
	// An old page passes over what it does not know; a link within a link within a link is none.
	deep := EncodeLink(LinkState{Preset: "websocket", Other: &LinkState{Preset: "websocket", Other: &LinkState{Preset: "websocket"}}})
	if s, ok := DecodeLink(deep); !ok || s.Other == nil || s.Other.Other != nil {
		t.Errorf("%+v %v", s, ok)
	}
}

// TestCompareHuge: the view is bounded, whatever stands in both.
func TestCompareHuge(t *testing.T) {
	var b strings.Builder
	b.WriteString("GET / HTTP/1.1\n")
	for i := range 3000 {
		b.WriteString("X-" + itoa(i) + ": " + itoa(i) + "\n")
	}
	m := do(New(nil), Message{Name: "compare-keep"}, edit("request", b.String()+"Y: "+strings.Repeat("z", 100000)))
	if n := len(m.viewCompare().String()); n > 200000 {
		t.Errorf("%d bytes of HTML", n)
	}
	long := do(New(nil), edit("request", "GET / HTTP/1.1\nA: "+strings.Repeat("z", 100000)+"\n\n"), Message{Name: "compare-keep"}, edit("request", "GET / HTTP/1.1\nA: x"+strings.Repeat("z", 100000)+"\n\n"))
	if h := long.viewCompare().String(); len(h) > 20000 || !strings.Contains(h, "<ins>x</ins>") {
		t.Errorf("%d bytes: %s", len(h), h[:min(len(h), 2000)])
	}
	if handshake.Switches != m.Other.Report.Verdict.Outcome {
		t.Error("A is not what it was")
	}
}
