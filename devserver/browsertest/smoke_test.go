package browsertest

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"handshake101/devserver/internal/browsers"
	"handshake101/handshake"

	"github.com/chromedp/chromedp/kb"
)

// start starts a browser of its own for a test, and gives its page.
func start(t *testing.T, name browsers.Name, within time.Duration) *tab {
	t.Helper()
	onlyChromium(t, "it starts the browsers that it needs")
	site(t)
	ctx, cancel := context.WithTimeout(context.Background(), within)
	t.Cleanup(cancel)
	b, err := browsers.Start(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	t.Logf("%s %s", name, b.Version())
	return &tab{TB: t, ctx: ctx, other: b}
}

// smoke opens the page and goes through what must work in any browser: it comes
// alive, says its verdict, follows the keyboard, and speaks with the real server.
func smoke(t *testing.T, name browsers.Name) {
	p := start(t, name, 2*time.Minute)
	p.visitURL(server.url)
	p.waitAlive()
	p.wait("the verdict is shown", `$('[data-part="verdict"]').dataset.outcome === "switches"`)
	if said := get[string](p, `$('[data-part="verdict"]').innerText`); !strings.Contains(said, "101") {
		t.Errorf("the verdict does not name the status 101: %q", said)
	}
	p.types()
	p.connects()
	for _, m := range p.other.Console() {
		if m.Level == "error" || m.Level == "warning" || m.Level == "warn" {
			t.Errorf("on the console: %s", m.Text)
		}
	}
}

// types puts a letter behind "websocket" in the request and takes it away again;
// what the page says must follow both times.
func (p *tab) types() {
	p.Helper()
	box := `$('` + requestBox + `')`
	p.click(requestBox)
	at := strings.Index(get[string](p, box+`.value`), "websocket") + len("websocket")
	p.run(box + `.setSelectionRange(` + strconv.Itoa(at) + `, ` + strconv.Itoa(at) + `)`)
	p.key("x")
	p.wait("the letter is in the editor", box+`.value.includes("websocketx")`)
	p.wait("the verdict follows", `$('[data-part="verdict"]').dataset.outcome !== "switches"`)
	p.key(kb.Backspace)
	p.wait("the verdict follows back", `$('[data-part="verdict"]').dataset.outcome === "switches"`)
}

// connects presses Check live: the page must show what this browser really sent.
func (p *tab) connects() {
	p.Helper()
	p.click(`[data-live="echo"]`)
	p.wait("the live check is done", `$('[data-part="live"]').dataset.state === "failed" || $('[data-compared="request"]') && $('[data-compared="response"]')`)
	if state := get[string](p, `$('[data-part="live"]').dataset.state`); state != "done" {
		p.Fatalf("the live check ends %s: %s", state, get[string](p, `$('[data-part="live"]').innerText`))
	}
	request := handshake.ParseLines(get[string](p, `$('textarea[data-side="request"]').value`))
	if agent := fieldValue(p, request, "User-Agent"); agent != get[string](p, "navigator.userAgent") {
		p.Errorf("the User-Agent shown, %q, is not this browser's", agent)
	}
	response := handshake.ParseLines(get[string](p, `$('textarea[data-side="response"]').value`))
	if got, want := fieldValue(p, response, "Sec-WebSocket-Accept"), handshake.AcceptFor(fieldValue(p, request, "Sec-WebSocket-Key")); got != want {
		p.Errorf("the Accept shown is %q, want %q", got, want)
	}
	p.wait("the verdict is of the recording", `$('[data-part="verdict"]').dataset.outcome === "switches"`)
}
