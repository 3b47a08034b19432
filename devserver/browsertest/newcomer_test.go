package browsertest

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"testing"

	"handshake101/handshake"

	"github.com/chromedp/chromedp/kb"
)

// TestNewcomer walks the way of somebody who opens the page for the first time:
// reads all steps with the keyboard, breaks the key, reads why the server refuses,
// lets the page mend it, and then asks the real browser and the real server.
func TestNewcomer(t *testing.T) {
	p := open(t, how{})
	p.check("switches")
	p.point()
	p.walk()
	p.breakKey()
	p.mendKey()
	p.live()
}

// editor is what an editor holds, as bytes of the wire.
func (p *tab) editor(side handshake.Side) []byte {
	p.Helper()
	return handshake.ParseLines(get[string](p, `$('textarea[data-side="`+side.String()+`"]').value`))
}

// preset loads an exchange from the page's own list.
func (p *tab) preset(id string) {
	p.Helper()
	p.wait("preset "+id+" is offered", `$('option[data-preset="`+id+`"]')`)
	get[bool](p, `(o => { const s = o.closest("select"); s.value = o.value; s.dispatchEvent(new Event("change", {bubbles: true, composed: true})); return true })($('option[data-preset="`+id+`"]'))`)
	want := handshake.ShowLines(handshake.PresetByID(id).Request())
	p.policy = handshake.PresetByID(id).Policy
	p.wait("preset "+id+" is loaded", `$('textarea[data-side="request"]').value === `+strconv.Quote(want))
	p.frame()
}

// report is what handshake says here, natively, of what stands in the editors. A
// response that the page says it simulates must be handshake's own.
func (p *tab) report() *handshake.Report {
	p.Helper()
	exchange := handshake.Exchange{Request: p.editor(handshake.FromClient)}
	response := p.editor(handshake.FromServer)
	if origin := get[string](p, `$('[data-region="response-head"] [data-origin]').dataset.origin`); origin != "simulated" {
		exchange.Response = response
		return handshake.Inspect(exchange, p.policy)
	}
	r := handshake.Inspect(exchange, p.policy)
	if string(r.Simulated) != string(response) {
		p.Errorf("the page shows as the server's answer\n%q\nhandshake answers\n%q", response, r.Simulated)
	}
	return r
}

// check compares the page with the same engine run natively: verdict, steps and
// spans.
func (p *tab) check(outcome string) {
	p.Helper()
	p.wait("the verdict is "+outcome, `$('[data-part="verdict"]').dataset.outcome === `+strconv.Quote(outcome))
	r := p.report()
	if got := r.Verdict.Outcome.String(); got != outcome {
		p.Errorf("the page says %s, handshake says %s natively", outcome, got)
	}
	if said := p.text(`[data-part="verdict"]`); !strings.Contains(said, strconv.Itoa(r.Verdict.Status)) {
		p.Errorf("the verdict does not name the status %d: %q", r.Verdict.Status, said)
	}
	var want []string
	for _, s := range r.Steps {
		want = append(want, s.ID+" "+s.Outcome.String())
	}
	got := get[[]string](p, `$$(".steps [data-step][data-outcome]").map(e => e.dataset.step + " " + e.dataset.outcome)`)
	// Of a recording the page knows in which order frames crossed; the two sides alone do not tell.
	for _, list := range [][]string{got, want} {
		if i := slices.IndexFunc(list, func(s string) bool { return strings.HasPrefix(s, "pipe ") }); i >= 0 {
			slices.Sort(list[i:])
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		p.Errorf("the page's steps:\n%s\nhandshake's:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	p.checkSpans(handshake.FromClient, r, r.Request.Spans)
	p.checkSpans(handshake.FromServer, r, r.Answer.Spans)
}

// shownSpans is JavaScript for the elements of a wire with the bytes that they
// stand for, which are counted from the start of their line.
func shownSpans(side handshake.Side) string {
	return `((from, all) => { for (const line of $('[data-wire="` + side.String() + `"]').children) {
		let to = 0;
		for (const e of line.children) all.push({e, start: from + +e.dataset.at, end: from + (to = +e.dataset.to)});
		from += to;
	} return all })(0, [])`
}

// checkSpans: each byte on the wire is in one span that the page lets a person
// point at, and each has its explanation.
func (p *tab) checkSpans(side handshake.Side, r *handshake.Report, spans []handshake.Span) {
	p.Helper()
	bytes := p.editor(side)
	shown := get[[][]int](p, shownSpans(side)+`.map(s => [s.start, s.end])`)
	at := 0
	for _, s := range shown {
		if s[0] != at {
			p.Errorf("%s: the shown spans leave out, or show twice, the bytes between %d and %d", side, at, s[0])
		}
		at = s[1]
	}
	if at != len(bytes) {
		p.Errorf("%s: the shown spans end at byte %d of %d", side, at, len(bytes))
	}
	at = 0
	for _, s := range spans {
		if s.Start != at {
			p.Errorf("%s: handshake's spans do not tile at byte %d", side, at)
		}
		at = s.End
	}
	for i := range bytes {
		e := handshake.Explain(r, side, i)
		if i < e.Span.Start || i >= e.Span.End || e.Title.Text == nil || e.Text.Text == nil {
			p.Errorf("%s: byte %d (%q) has no explanation", side, i, bytes[i])
		}
	}
}

// current is the step in hand, as the page marks it for everybody.
func (p *tab) current() string {
	p.Helper()
	return get[string](p, `($('[data-step][aria-current="step"]') || {dataset: {step: ""}}).dataset.step`)
}

// point asks what single parts mean: by mouse, then by the caret.
func (p *tab) point() {
	p.Helper()
	r := p.report()
	wire := p.editor(handshake.FromClient)
	for _, want := range []string{"GET", "/chat", "websocket", "dGhlIHNhbXBsZSBub25jZQ=="} {
		at := strings.Index(string(wire), want)
		x := handshake.Explain(r, handshake.FromClient, at)
		seen := func(how string) {
			p.Helper()
			title := (*handshake.Language)(nil).Say(x.Title)
			p.wait(how+" explains "+want, `$('[data-region="request-note"]').innerText.toLowerCase().includes(`+strconv.Quote(strings.ToLower(title))+`) && $('[data-region="request-note"]').innerText.includes(`+strconv.Quote(want)+`)`)
		}
		xy := get[[]float64](p, `(e => { const r = e.getClientRects()[0]; return [r.x + r.width/2, r.y + r.height/2] })(`+shownSpans(handshake.FromClient)+`.find(s => s.start === `+strconv.Itoa(at)+`).e)`)
		p.move(xy[0], xy[1])
		seen("the mouse")
	}
	p.click(`textarea[data-side="request"]`)
	at := strings.Index(get[string](p, `$('textarea[data-side="request"]').value`), "Sec-WebSocket-Version")
	get[bool](p, `($('textarea[data-side="request"]').setSelectionRange(`+strconv.Itoa(at)+`, `+strconv.Itoa(at)+`), true)`)
	p.key(kb.ArrowRight)
	p.wait("the caret explains the field's name", `$('[data-region="request-note"]').innerText.includes("Sec-WebSocket-Version")`)
}

// walk goes through all steps with the keyboard alone: Tab to the steps, then
// arrows.
func (p *tab) walk() {
	p.Helper()
	p.fromTheTop()
	for range 60 {
		p.key(kb.Tab)
		if get[bool](p, `!!(shadow.activeElement && shadow.activeElement.closest("[data-step]"))`) {
			break
		}
	}
	if !get[bool](p, `!!(shadow.activeElement && shadow.activeElement.closest("[data-step]"))`) {
		p.Fatal("60 presses of Tab reach no step")
	}
	steps := p.report().Steps
	p.key(kb.Home)
	for i, s := range steps {
		p.wait("the keyboard reaches step "+s.ID, `$('[data-step="`+s.ID+`"][aria-current="step"]')`)
		said := p.text(`[data-part="explain"]`)
		if title := (*handshake.Language)(nil).Say(s.Title); !says(said, title) {
			p.Errorf("step %s: the explanation does not say %q:\n%s", s.ID, title, said)
		}
		if !get[bool](p, `shadow.activeElement.closest("[data-step]") != null`) {
			p.Errorf("step %s: the focus is lost", s.ID)
		}
		if i < len(steps)-1 {
			p.key(kb.ArrowDown)
		}
	}
}

// breakKey cuts the key to 8 bytes, as a person would: caret behind it, Backspace.
func (p *tab) breakKey() {
	p.Helper()
	key := fieldValue(p, p.editor(handshake.FromClient), "Sec-WebSocket-Key")
	box := `textarea[data-side="request"]`
	p.click(box)
	caret := strconv.Quote(key)
	get[bool](p, `(e => { const at = e.value.indexOf(`+caret+`) + `+strconv.Itoa(len(key))+`; e.setSelectionRange(at, at); return true })($('`+box+`'))`)
	for range 13 {
		p.key(kb.Backspace)
	}
	p.key("=")
	p.check("server-rejects")
	r := p.report()
	if r.Verdict.Status != 400 {
		p.Errorf("the server answers %d, want 400", r.Verdict.Status)
	}
	if response := p.editor(handshake.FromServer); !strings.HasPrefix(string(response), "HTTP/1.1 400 ") {
		p.Errorf("the page does not show the 400 that the server would send:\n%s", response)
	}
	cause := r.Verdict.Cause
	if cause == nil || !strings.HasPrefix(cause.Rule.ID, "ws.req.key.") {
		p.Fatalf("the cause is %+v, want a rule about the key", cause)
	}
	said := p.text(`[data-rule="` + cause.Rule.ID + `"]`)
	var english *handshake.Language
	for _, want := range []string{
		english.Rule(cause.Rule, handshake.RuleTitle, cause.Args...),
		cause.Rule.Cites[0].String(),
	} {
		if !says(said, want) {
			p.Errorf("rule %s: the page does not say %q:\n%s", cause.Rule.ID, want, said)
		}
	}
	if cause.Fix == nil {
		p.Errorf("rule %s: no fix", cause.Rule.ID)
	}
}

// mendKey presses the fix.
func (p *tab) mendKey() {
	p.Helper()
	p.click(`button[data-fix]`)
	p.check("switches")
	key := fieldValue(p, p.editor(handshake.FromClient), "Sec-WebSocket-Key")
	nonce, err := base64.StdEncoding.DecodeString(key)
	if err != nil || len(nonce) != 16 {
		p.Errorf("after the fix the key is %q: want 16 bytes in base64", key)
	}
	if accept := fieldValue(p, p.editor(handshake.FromServer), "Sec-WebSocket-Accept"); accept != handshake.AcceptFor(key) {
		p.Errorf("the simulated server answers %q to %q", accept, key)
	}
}

// says tells whether a text is among what can be seen; style may write its first
// letter large.
func says(seen, want string) bool {
	return strings.Contains(strings.ToLower(seen), strings.ToLower(want))
}

// fieldValue finds the one line of a field in a head, by its exact name; it is
// not handshake's parser, so that it can judge it.
func fieldValue(p testing.TB, head []byte, name string) string {
	p.Helper()
	var values []string
	for line := range strings.SplitSeq(string(head), "\r\n") {
		if line == "" {
			break
		}
		if n, v, ok := strings.Cut(line, ": "); ok && n == name {
			values = append(values, v)
		}
	}
	if len(values) != 1 {
		p.Fatalf("want one line %s, found %q in\n%s", name, values, head)
	}
	return values[0]
}
