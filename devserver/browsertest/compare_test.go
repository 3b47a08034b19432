package browsertest

import (
	"strings"
	"testing"

	"handshake101/handshake"
)

// TestCompare sets two exchanges side by side: an edit is named line by line, what
// comes of both stands there, a link brings both back, they change places, and undo
// takes back each step.
func TestCompare(t *testing.T) {
	p := open(t, how{})
	p.click(`[data-key="compare-keep"]`)
	p.wait("nothing differs yet", `$('[data-part="compared-sum"]').innerText.includes("byte for byte") && $$('[data-end]').length === 2`)
	kept := string(p.editor(handshake.FromClient))

	// Broken as a person would: a line gone, a letter changed.
	p.caret(requestBox, "\nOrigin")
	for range len("Sec-WebSocket-Version: 13\n") {
		p.key("\b")
	}
	p.caret(requestBox, "ebsocket\n")
	p.key("\bW")
	p.wait("the editor has both edits", `!$('`+requestBox+`').value.includes("Version") && $('`+requestBox+`').value.includes("Upgrade: Websocket")`)
	report := p.report()
	p.wait("the outcomes differ", `$('[data-end="A"]').dataset.outcome === "switches" && $('[data-end="B"]').dataset.outcome === "`+report.Verdict.Outcome.String()+`"`)
	differs := func(class, line, word string) {
		t.Helper()
		row := get[string](p, `$$('[data-lines="request"] li.`+class+`').map(e => e.innerText).join("|")`)
		if !strings.Contains(row, line) || !strings.Contains(row, word) {
			t.Errorf("%s: %q, want %q and %q in it", class, row, line, word)
		}
	}
	differs("removed", "Sec-WebSocket-Version: 13", "only in A")
	differs("changed", "Upgrade: ", "upper and lower case")
	if n := get[int](p, `$$('[data-lines="request"] li:not(.same, .fold)').length`); n != 2 {
		t.Errorf("%d lines differ, want 2: %s", n, p.text(`[data-lines="request"]`))
	}
	var only []string
	for _, f := range report.Request.Findings {
		only = append(only, f.Rule.ID)
	}
	shown := get[[]string](p, `$$('[data-region="compare"] .added [data-finding]').map(e => e.dataset.finding)`)
	if len(shown) == 0 || !strings.Contains(strings.Join(only, " "), shown[0]) {
		t.Errorf("findings only in B: %v; handshake finds %v", shown, only)
	}
	if said := p.text(`[data-region="say"]`); !strings.Contains(said, "Lines that differ from A: 2 in the request") {
		t.Errorf("a screen reader hears %q", said)
	}
	all := p.text(`[data-region="compare"]`)

	get[bool](p, `(Object.defineProperty(navigator, "clipboard", {value: {writeText: async (s) => { window.copied = s }}, configurable: true}), true)`)
	p.click(`[data-key="tray-share"]`)
	p.click(`[data-key="share"]`)
	p.wait("the link is copied", `window.copied?.includes("#1.")`)
	q := open(t, how{url: get[string](p, `window.copied`)})
	q.wait("a link brings both back", `$$('[data-end]').length === 2`)
	got, was := strings.Split(q.text(`[data-region="compare"]`), "\n"), strings.Split(all, "\n")
	for i := range was {
		if i >= len(got) || got[i] != was[i] {
			t.Fatalf("behind the link the comparison says %q where it said %q", got[i:], was[i:])
		}
	}
	q.click(`[data-do="compare-swap"]`)
	q.holds(requestBox, handshake.ShowLines([]byte(kept)))
	q.wait("they have changed places", `$('[data-end="B"]').dataset.outcome === "switches"`)
	q.command("z", false)
	q.wait("undo changes them back", `$('[data-end="A"]').dataset.outcome === "switches"`)
	q.click(`[data-do="compare-forget"]`)
	q.wait("the comparison ends where it began", `!$('[data-end]') && shadow.activeElement?.dataset.key === "compare-keep"`)
	q.check(report.Verdict.Outcome.String())
}
