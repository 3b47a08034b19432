package browsertest

import "testing"

// mouse moves to the middle of what an expression finds.
func (p *tab) mouse(expression string) {
	p.Helper()
	at := get[[]float64](p, `(e => { e.scrollIntoView({block: "center"}); const r = e.getClientRects()[0]; return [r.x + r.width/2, r.y + r.height/2] })(`+expression+`)`)
	p.move(at[0], at[1])
}

// TestPointing: part, explanation and step lead to each other. The mouse on a part
// marks the steps that look at it, and they are links below its explanation; the mouse
// on a step marks what it looks at, on both sides.
func TestPointing(t *testing.T) {
	p := open(t, how{})
	key := `[...$$('[data-wire="request"] [data-at]')].find(e => e.textContent.startsWith("dGhl"))`
	p.mouse(key)
	p.wait("the part is explained", `$('#request-note').innerText.includes("Sec-WebSocket-Key")`)
	p.wait("the steps that look at it are marked", `$('.steps [data-step="server.key"].at, .strip [data-arg="server.key"].at')`)
	if get[bool](p, `$('.steps [data-step="server.host"].at') !== null`) {
		t.Error("a step is marked that does not look at it")
	}
	p.click(`#request-note [data-arg="server.key"]`)
	p.wait("the link leads to the step", `$('.steps [data-step="server.key"][aria-current]')`)

	if !get[bool](p, `$('.steps [data-step="client.accept-key"]').checkVisibility()`) { // a strip of dots stands for the list
		p.click(`[data-key="flow"]`)
	}
	p.mouse(`$('.steps [data-step="client.accept-key"]')`)
	p.wait("what the step looks at is marked", `[...$$('[data-wire="response"] .at')].some(e => e.textContent.includes("s3pP"))`)
	p.mouse(`$('h2#request')`)
	p.wait("the mark goes with the mouse", `!$('[data-wire] .at')`)
}

// TestFindingLink: a finding has a link of its own, which opens at it.
func TestFindingLink(t *testing.T) {
	p := open(t, how{})
	p.preset("broken-websocket")
	p.click(`[data-rule="ws.req.key.length"] [data-do="finding"]`)
	p.wait("it is pointed at", `$('[data-rule="ws.req.key.length"].pointed')`)
	q := open(t, how{path: p.address()})
	q.wait("the link opens at the finding", `$('[data-rule="ws.req.key.length"].pointed')`)
	if at := get[string](q, `shadow.activeElement?.dataset.key ?? ""`); at != "finding-ws.req.key.length" {
		t.Errorf("the focus is on %q", at)
	}
	if !get[bool](q, `(r => r.top >= 0 && r.top < innerHeight)($('.pointed').getBoundingClientRect())`) {
		t.Error("the finding is out of sight")
	}
}
