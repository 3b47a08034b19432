package browsertest

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"handshake101/devserver/internal/browsers"
	"handshake101/handshake"
)

// other is the page in a browser that is not Chromium: the way of a newcomer in
// short, by the same marks that the tests in Chromium go by.
type other struct {
	testing.TB
	browser browsers.Browser
	ctx     context.Context
}

// smoke opens the page and goes through what must work in any browser: it comes
// alive, says its verdict, follows the keyboard, and speaks with the real server.
func smoke(t *testing.T, name browsers.Name) {
	onlyChromium(t, "it starts the browsers that it needs")
	site(t)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	b, err := browsers.Start(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	t.Logf("%s %s", name, b.Version())
	p := &other{t, b, ctx}
	if err := b.Open(ctx, server.url); err != nil {
		t.Fatal(err)
	}
	p.wait("the page comes alive", `document.querySelector("handshake-101").hasAttribute("data-ready")`)
	p.wait("the verdict is shown", `$('[data-part="verdict"]').dataset.outcome === "switches"`)
	if said := say[string](p, `$('[data-part="verdict"]').innerText`); !strings.Contains(said, "101") {
		t.Errorf("the verdict does not name the status 101: %q", said)
	}
	p.types()
	p.connects()
	for _, m := range b.Console() {
		if m.Level == "error" || m.Level == "warning" || m.Level == "warn" {
			t.Errorf("on the console: %s", m.Text)
		}
	}
}

// types puts a letter behind "websocket" in the request and takes it away again;
// what the page says must follow both times.
func (p *other) types() {
	p.Helper()
	box := `$('textarea[data-side="request"]')`
	p.click(box)
	at := strings.Index(say[string](p, box+`.value`), "websocket") + len("websocket")
	p.eval(box + `.setSelectionRange(` + strconv.Itoa(at) + `, ` + strconv.Itoa(at) + `)`)
	p.press("x")
	p.wait("the letter is in the editor", box+`.value.includes("websocketx")`)
	p.wait("the verdict follows", `$('[data-part="verdict"]').dataset.outcome !== "switches"`)
	p.press(browsers.Backspace)
	p.wait("the verdict follows back", `$('[data-part="verdict"]').dataset.outcome === "switches"`)
}

// connects presses Check live: the page must show what this browser really sent.
func (p *other) connects() {
	p.Helper()
	p.click(`$('[data-live="echo"]')`)
	p.wait("the live check is done", `$('[data-part="live"]').dataset.state === "failed" || $('[data-compared="request"]') && $('[data-compared="response"]')`)
	if state := say[string](p, `$('[data-part="live"]').dataset.state`); state != "done" {
		p.Fatalf("the live check ends %s: %s", state, say[string](p, `$('[data-part="live"]').innerText`))
	}
	request := handshake.ParseLines(say[string](p, `$('textarea[data-side="request"]').value`))
	if agent := fieldValue(p, request, "User-Agent"); agent != say[string](p, "navigator.userAgent") {
		p.Errorf("the User-Agent shown, %q, is not this browser's", agent)
	}
	response := handshake.ParseLines(say[string](p, `$('textarea[data-side="response"]').value`))
	if got, want := fieldValue(p, response, "Sec-WebSocket-Accept"), handshake.AcceptFor(fieldValue(p, request, "Sec-WebSocket-Key")); got != want {
		p.Errorf("the Accept shown is %q, want %q", got, want)
	}
	p.wait("the verdict is of the recording", `$('[data-part="verdict"]').dataset.outcome === "switches"`)
}

func (p *other) eval(expression string) []byte {
	p.Helper()
	raw, err := p.browser.Eval(p.ctx, inPage(expression))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return raw
}

func say[T any](p *other, expression string) T {
	p.Helper()
	v, err := browsers.Eval[T](p.ctx, p.browser, inPage(expression))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return v
}

func (p *other) wait(what, expression string) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := browsers.Wait(ctx, p.browser, inPage(expression)); err != nil {
		p.Fatalf("waited in vain until %s: %v", what, err)
	}
}

func (p *other) press(keys string) {
	p.Helper()
	if err := p.browser.Type(p.ctx, keys); err != nil {
		p.Fatal(err)
	}
}

// click presses the mouse on an element, once it stands still and nothing lies over
// it: what was typed before may still move the page.
func (p *other) click(element string) {
	p.Helper()
	place := `(e => { e.scrollIntoView({block: "center", behavior: "instant"}); const r = e.getClientRects()[0], x = r.x + r.width/2, y = r.y + r.height/2;
		return [x, y, e.contains(shadow.elementFromPoint(x, y)) ? 1 : 0] })(` + element + `)`
	at, end := [3]float64{}, time.Now().Add(patience)
	for now := say[[3]float64](p, place); now != at || at[2] != 1; now = say[[3]float64](p, place) {
		if time.Now().After(end) {
			p.Fatalf("%s does not stand still, or something lies over it: %v", element, now)
		}
		at = now
		time.Sleep(50 * time.Millisecond)
	}
	if err := p.browser.Click(p.ctx, at[0], at[1]); err != nil {
		p.Fatal(err)
	}
}
