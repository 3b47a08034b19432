package browsertest

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"handshake101/devserver/internal/browsers"
	"handshake101/handshake"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const requestBox, responseBox = `textarea[data-side="request"]`, `textarea[data-side="response"]`

// unfold opens a panel by its button.
func (p *tab) unfold(panel string) {
	p.Helper()
	p.click(`[data-key="panel-` + panel + `"]`)
	p.wait("the panel "+panel+" is open", `$('[data-panel="`+panel+`"]')`)
}

// holds waits until an editor or an input holds a text.
func (p *tab) holds(selector, text string) {
	p.Helper()
	p.wait(selector+" holds "+text, `$('`+selector+`').value === `+strconv.Quote(text))
}

// enter puts the cursor at the end of an input, empties it and types.
func (p *tab) enter(selector, text string) {
	p.Helper()
	p.click(selector)
	get[bool](p, `($('`+selector+`').select(), true)`)
	p.key(kb.Backspace)
	for _, r := range text {
		p.key(string(r))
	}
}

// command presses Ctrl and a key.
func (p *tab) command(key string, shift bool) {
	p.Helper()
	if p.other != nil {
		held := []string{browsers.Control}
		if shift {
			held = append(held, browsers.Shift)
		}
		p.done(p.page().Chord(p.short(), append(held, key)...))
		return
	}
	modifiers := []chromedp.Modifier{chromedp.ModifierCtrl}
	if shift {
		modifiers = append(modifiers, chromedp.ModifierShift)
	}
	p.do(chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}

// address is the link that the page writes for what it shows, a moment after the last
// change: once the same stands there for a second.
func (p *tab) address() string {
	p.Helper()
	p.wait("the address holds it", `location.hash.startsWith("#1.")`)
	at := ""
	for now := get[string](p, `location.hash`); now != at; now = get[string](p, `location.hash`) {
		at = now
		time.Sleep(time.Second)
	}
	return at
}

// caret puts the cursor of an editor before a text.
func (p *tab) caret(box, before string) {
	p.Helper()
	p.click(box)
	get[bool](p, `(e => { const at = e.value.indexOf(`+strconv.Quote(before)+`); e.setSelectionRange(at, at); return at >= 0 })($('`+box+`'))`)
}

// TestForm: the form and the text are each other's mirror, letter by letter, and
// undo and redo go through both.
func TestForm(t *testing.T) {
	p := open(t, how{})
	start := string(p.editor(handshake.FromClient))
	p.unfold("form")
	p.enter(`[data-field="f.Host"]`, "a.example")
	want := strings.Replace(start, "Host: server.example.com", "Host: a.example", 1)
	p.holds(requestBox, handshake.ShowLines([]byte(want)))
	if !get[bool](p, `shadow.activeElement.dataset.field === "f.Host"`) {
		t.Error("typing lost the focus")
	}
	p.check("switches")

	// The text leads as well: a second Host is told, the control shows the first.
	p.caret(requestBox, "Upgrade:")
	for _, r := range "Host: b\r" {
		p.key(string(r))
	}
	p.wait("the second Host is told", `$('[data-row="Host"] .also')`)
	p.holds(`[data-field="f.Host"]`, "a.example")

	// Nothing is lost: undo takes back the typing, then the form's edit.
	for i := 0; string(p.editor(handshake.FromClient)) != start; i++ {
		if i > 5 {
			t.Fatalf("undo leads to %q", p.editor(handshake.FromClient))
		}
		p.command("z", false)
		p.frame()
	}
	p.holds(`[data-field="f.Host"]`, "server.example.com")
	p.command("z", true)
	for i := 0; !get[bool](p, `$('[data-row="Host"] .also') !== null`); i++ {
		if i > 5 {
			t.Fatal("redo does not bring the second Host back")
		}
		p.command("y", false)
		p.frame()
	}
	p.command("z", false)

	// A fresh key each time, of 16 bytes.
	seen := map[string]bool{}
	for range 3 {
		p.click(`[data-key="form-key"]`)
		p.frame()
		seen[get[string](p, `$('[data-field="f.Sec-WebSocket-Key"]').value`)] = true
	}
	if len(seen) != 3 {
		t.Errorf("three fresh keys: %v", seen)
	}
	p.check("switches")

	// A line comes and goes by its box; parameters by their choice.
	p.click(`[data-key="form-extension-permessage-deflate"]`)
	p.wait("the parameters are there", `$('[data-key="param-server_max_window_bits"]')`)
	get[bool](p, `(s => { s.value = "10"; s.dispatchEvent(new Event("change", {bubbles: true, composed: true})); return true })($('[data-key="param-server_max_window_bits"]'))`)
	p.holds(`[data-field="f.Sec-WebSocket-Extensions"]`, "permessage-deflate; server_max_window_bits=10")
	p.click(`[data-key="form-field-Origin"]`)
	p.wait("Origin is gone", `!$('`+requestBox+`').value.includes("Origin:")`)

	// Another protocol changes Upgrade alone, until the rest is asked for.
	get[bool](p, `(s => { s.value = "h2c"; s.dispatchEvent(new Event("change", {bubbles: true, composed: true})); return true })($('[data-key="form-protocol"]'))`)
	p.wait("Upgrade has changed", `$('`+requestBox+`').value.includes("Upgrade: h2c")`)
	if !strings.Contains(string(p.editor(handshake.FromClient)), "Sec-WebSocket-Key") {
		t.Error("the key is gone unasked")
	}
	p.click(`[data-key="form-fit"]`)
	p.check("switches")
}

// TestPolicyPanel: what is wrong in the policy is said in its place and stays as
// typed; what is right changes the answer; a link holds it.
func TestPolicyPanel(t *testing.T) {
	p := open(t, how{})
	p.unfold("policy")
	p.enter(`[data-field="p.5"]`, "a.example")
	p.wait("the error names what is expected", `$('[data-row="origins"] .bad').innerText.includes('"a.example"') && $('[data-row="origins"] .bad').innerText.includes("https://a.example")`)
	if p.attr(`[data-field="p.5"]`, "aria-invalid") != "true" || !strings.Contains(p.attr(`[data-field="p.5"]`, "aria-describedby"), "wrong-origins") {
		t.Error("the input does not say that it is wrong")
	}
	p.holds(`[data-field="p.5"]`, "a.example")
	p.check("switches")
	p.enter(`[data-field="p.5"]`, "https://a.example")
	p.policy = &handshake.Policy{Origins: []string{"https://a.example"}}
	p.check("server-rejects")
	q := open(t, how{path: p.address()})
	q.policy = p.policy
	q.check("server-rejects")
}

// TestBreakAndRepair: a press breaks one thing, the rule is named and linked, the
// repair cures it, and another press breaks something else instead.
func TestBreakAndRepair(t *testing.T) {
	p := open(t, how{})
	whole := string(p.editor(handshake.FromClient))
	p.unfold("break")
	for _, id := range []string{"two-keys", "http10", "fold"} {
		x := handshake.MutationByID(id)
		p.click(`[data-do="break"][data-arg="` + id + `"]`)
		p.wait("the rule of "+id+" is named", `$('[data-part="broke"] [data-arg="`+x.Rule+`"]')`)
		if !get[bool](p, `shadow.activeElement.dataset.arg === `+strconv.Quote(id)) {
			t.Errorf("%s: the focus is lost", id)
		}
		if c := p.report().Verdict.Cause; c == nil || c.Rule.ID != x.Rule {
			t.Errorf("%s: the verdict is about %v", id, c)
		}
	}
	p.click(`.verdict [data-fix]`)
	p.check("switches")
	p.command("z", false)
	p.command("z", false)
	p.holds(requestBox, handshake.ShowLines([]byte(whole)))
	p.click(`[data-do="break"][data-arg="masked"]`)
	p.wait("the frame is put in", `$('`+responseBox+`').value.includes("\\x81\\x82")`)
	p.click(`[data-part="broke"] [data-arg="ws.frame.server-unmasked"]`)
	p.wait("its rule is shown", `!$('[data-screen="rules"]').hidden`)
}

// TestPalette: bytes that no key types go in at the cursor, and the cursor stands
// behind them.
func TestPalette(t *testing.T) {
	p := open(t, how{})
	p.unfold("insert-request")
	for _, c := range []struct{ what, want string }{{"NUL", "\x00"}, {"CR", "\r"}, {"TAB", "\t"}, {"LF", "\n"}} {
		before := p.editor(handshake.FromClient)
		p.caret(requestBox, "Upgrade:")
		p.click(`[data-arg="request.` + c.what + `"]`)
		want := strings.Replace(string(before), "Upgrade:", c.want+"Upgrade:", 1)
		p.holds(requestBox, handshake.ShowLines([]byte(want)))
		if !get[bool](p, `(e => shadow.activeElement === e && e.value.slice(e.selectionStart).startsWith("Upgrade:"))($('`+requestBox+`'))`) {
			t.Errorf("%s: the cursor does not stand behind it", c.what)
		}
	}
	p.enter(`[data-field="b.hex-request"]`, "C3 ff")
	p.caret(requestBox, "GET")
	p.click(`[data-arg="request.hex"]`)
	p.wait("the bytes are there", `$('`+requestBox+`').value.startsWith("\\xC3\\xff")`)
	p.key("x")
	p.command("z", false)
	p.wait("only the letter is taken back", `$('`+requestBox+`').value.startsWith("\\xC3\\xffGET")`)
}

// TestReloadKeepsSecrets: the address masks what is secret, and a reload still
// brings back what was typed.
func TestReloadKeepsSecrets(t *testing.T) {
	p := open(t, how{})
	const typed = "GET /chat?token=s3cr3t-t0ken HTTP/1.1\nHost: a.example\n"
	p.click(requestBox)
	p.command("a", false)
	p.key(kb.Delete)
	p.insert(typed)
	p.holds(requestBox, typed)
	p.wait("the address and the tab's state are written", `location.hash.length > 9 && typeof history.state === "string"`)
	if q := open(t, how{url: get[string](p, "location.href")}); strings.Contains(get[string](q, `$('`+requestBox+`').value`), "s3cr3t") {
		t.Fatal("the address holds the secret")
	}
	p.reload()
	p.waitAlive()
	p.holds(requestBox, typed)
}

// TestReloadKeepsTheExchange: the exchange outlives a reload, also behind another
// screen whose address does not hold it.
func TestReloadKeepsTheExchange(t *testing.T) {
	p := open(t, how{})
	p.caret(requestBox, "Upgrade:")
	for _, r := range "X-Mine: 1\r" {
		p.key(string(r))
	}
	p.address()
	want := handshake.ShowLines(p.editor(handshake.FromClient))
	p.click(`[data-key="nav-rules"]`)
	p.wait("the rules are shown", `location.hash === "#rules"`)
	p.reload()
	p.waitAlive()
	p.wait("the rules are shown again", `!$('[data-screen="rules"]').hidden`)
	p.click(`[data-key="nav-exchange"]`)
	p.holds(requestBox, want)
}
