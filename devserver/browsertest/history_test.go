package browsertest

import (
	"testing"

	"handshake101/handshake"
)

// TestHistory: the list of changes leads back to where it began and forth again,
// by keyboard too, and keeps the focus.
func TestHistory(t *testing.T) {
	p := open(t, how{})
	first := handshake.ShowLines(p.editor(handshake.FromClient))
	p.preset("broken-websocket")
	second := handshake.ShowLines(p.editor(handshake.FromClient))
	p.caret(requestBox, "Upgrade:")
	for _, r := range "X-Mine: 1\r" {
		p.key(string(r))
	}
	p.wait("the line is there", `$('`+requestBox+`').value.includes("X-Mine: 1\nUpgrade:")`)
	p.click(`[data-key="sheet-history"]`)
	p.wait("the list is open", `$('[data-key="go-to-1"]')`)
	p.click(`[data-key="go-to-1"]`)
	p.holds(requestBox, second)
	get[bool](p, `($('[data-key="go-to-0"]').focus(), true)`)
	p.key("\r")
	p.holds(requestBox, first)
	if at := get[string](p, `host.shadowRoot.activeElement?.dataset.key ?? ""`); at != "go-to-0" {
		t.Errorf("the focus went to %q", at)
	}
	last := get[string](p, `$('.history button').dataset.key`)
	p.click(`[data-key="` + last + `"]`)
	p.wait("the last change is there again", `$('`+requestBox+`').value.includes("X-Mine: 1\nUpgrade:")`)

	// What was turned back from is not lost.
	whole := get[string](p, `$('`+requestBox+`').value`)
	p.click(`[data-key="go-to-0"]`)
	p.holds(requestBox, first)
	p.caret(requestBox, "Host:")
	p.key("Y")
	p.wait("something else is typed", `$('`+requestBox+`').value.includes("YHost:")`)
	p.click(`[data-key="aside-0"]`)
	p.holds(requestBox, whole)
	p.command("z", false)
	p.command("z", false)
	p.wait("undo goes back on the way that was set aside", `!$('`+requestBox+`').value.includes("YHost:")`)
}
