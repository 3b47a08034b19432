package browsertest

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"handshake101/handshake"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// A panic of the page's program must cost nobody what was typed. There are two kinds:
// one that the guard catches, after which the program goes on as it was, and one
// that ends the program, after which the element starts another.

// panics makes the program panic and waits for what the page says of it.
func (p *tab) panics(beyond bool) {
	p.Helper()
	if !beyond {
		get[bool](p, `(host.send("panic", "", "of a test"), true)`)
		p.wait("the notice is there", `$('[data-stopped="program"]').checkVisibility()`)
		return
	}
	get[bool](p, `(host.send("panic", "", "of a test", 1), true)`)
	p.wait("the program is gone, or another one there", `!host.hasAttribute("data-ready") || $('[data-part="notice"]')`)
}

// restarted waits until another program is at work, and says that it is.
func (p *tab) restarted() {
	p.Helper()
	p.waitAlive()
	p.wait("what happened is said", `$('[data-part="notice"]')?.innerText.includes("started again")`)
}

// typed types a field line before Upgrade and gives what the request holds.
func (p *tab) typed(line string) string {
	p.Helper()
	p.caret(requestBox, "Upgrade:")
	for _, r := range line + "\r" {
		p.key(string(r))
	}
	p.wait("it is typed", `$('`+requestBox+`').value.includes("`+line+`")`)
	return handshake.ShowLines(p.editor(handshake.FromClient))
}

// TestPanicOnce: a panic shows a calm notice; what was typed stays, goes on being
// judged, and the notice goes with the next thing that works. A press starts the
// program again.
func TestPanicOnce(t *testing.T) {
	for _, path := range []string{"", "ja/"} {
		p := open(t, how{path: path})
		text := p.typed("X-Mine: 1")
		p.panics(false)
		p.holds(requestBox, text)
		p.picture("panic-" + strings.Trim(path, "/"))
		get[bool](p, `host.send("address-kept")`) // what comes by itself is no sign that it was read
		p.wait("the notice is still there", `$('[data-stopped="program"]').checkVisibility()`)
		p.panics(false) // twice in a row
		p.holds(requestBox, text)
		text = p.typed("X-More: 2")
		p.wait("the notice is gone", `!$('[data-stopped="program"]').checkVisibility()`)
		p.check("switches")
		p.panics(false)
		p.click(`[data-stopped="program"] [data-restart]`)
		p.waitAlive()
		p.wait("the notice is gone", `!$('[data-stopped="program"]').checkVisibility() && $('[data-part="notice"]')`)
		p.holds(requestBox, text)
		p.check("switches")
	}
}

// TestCrash: a panic that ends the program starts another at once, with all that was
// typed; the next one at once waits for a press, and loses nothing either.
func TestCrash(t *testing.T) {
	p := open(t, how{allow: "exit code"})
	text := p.typed("X-Mine: 1")
	p.panics(true)
	p.restarted()
	p.holds(requestBox, text)
	p.check("switches")
	p.panics(true)
	p.wait("it waits for a press", `$('[data-stopped="program"]').checkVisibility() && !host.hasAttribute("data-ready")`)
	get[bool](p, `(e => { const at = e.value.indexOf("X-Mine"); e.focus(); e.setSelectionRange(at, at); return true })($('`+requestBox+`'))`) // as Tab does
	p.key("X")                                                                                                                                // nobody listens now, yet it is kept
	p.holds(requestBox, strings.Replace(text, "X-Mine", "XX-Mine", 1))
	p.click(`[data-stopped="program"] [data-restart]`)
	p.restarted()
	p.holds(requestBox, strings.Replace(text, "X-Mine", "XX-Mine", 1))
	p.check("switches")
	p.typed("X-More: 2")
	p.check("switches")
}

// TestCrashKeepsForms: what stands in forms and in the box to paste into is typed as
// well, and outlives a crash with the panels that it stands in.
func TestCrashKeepsForms(t *testing.T) {
	p := open(t, how{allow: "exit code"})
	p.unfold("form")
	p.enter(`[data-field="b.line"]`, "X-Half: do")
	p.unfold("policy")
	p.enter(`[data-field="p.5"]`, "a.example") // no origin: a draft
	p.click(`[data-key="tray-paste"]`)
	p.wait("the panel has the focus", `shadow.activeElement.dataset.key === "paste"`)
	for _, r := range "HTTP/1.1 404" {
		p.key(string(r))
	}
	p.panics(true)
	p.restarted()
	p.holds(`[data-field="b.line"]`, "X-Half: do")
	p.holds(`[data-field="p.5"]`, "a.example")
	p.wait("the draft is told to be wrong", `$('[data-row="origins"] .bad')`)
	p.holds(`[data-field="paste"]`, "HTTP/1.1 404")
	p.check("switches")
}

// TestCrashWhileConnected: the connection of a program that is gone is closed, the
// recording stays, and another connection opens.
func TestCrashWhileConnected(t *testing.T) {
	p := open(t, how{allow: "exit code"})
	connect := func() {
		t.Helper()
		p.wait("the dev server is found", `$('[data-live="echo"]')`)
		p.click(`[data-live="echo"]`)
		p.ended("done")
	}
	connect()
	p.panics(false)
	p.click(`[data-do="talk-ping"]`)
	p.wait("the connection goes on", `$$('[data-part="frames"] li').length === 4 && !$('[data-stopped="program"]').checkVisibility()`)
	request := string(p.editor(handshake.FromClient))
	where := get[[]string](p, `performance.getEntriesByType("resource").map(e => e.name).filter(n => n.endsWith("/recording"))`)
	p.panics(true)
	p.restarted()
	if got := string(p.editor(handshake.FromClient)); got != request {
		t.Errorf("the request became %q from %q", got, request)
	}
	p.check("switches")
	if len(where) == 0 {
		t.Fatal("the page fetched no recording")
	}
	closed := func() (rec struct{ Closed bool }) {
		res, err := http.Get(where[len(where)-1])
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if err := json.NewDecoder(res.Body).Decode(&rec); err != nil {
			t.Fatal(err)
		}
		return rec
	}
	for end := time.Now().Add(patience); !closed().Closed; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the old connection is not closed")
		}
	}
	connect()
	p.check("switches")
}

// TestPanicWhileComposing: Japanese, and every other script that an input method
// composes, arrives whole although the program panics and crashes in the middle.
func TestPanicWhileComposing(t *testing.T) {
	p := open(t, how{allow: "exit code"})
	p.caret(requestBox, "Upgrade:")
	p.key("X-Name: ")
	compose := func(text string) {
		t.Helper()
		n := int64(len([]rune(text)))
		p.call(func() error {
			_, err := chromedp.Call(p.short(), input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: n, SelectionEnd: n})
			return err
		})
		p.wait("the editor holds what is composed", `$('`+requestBox+`').value.includes("X-Name: `+text+`Upgrade:")`)
	}
	compose("に")
	p.panics(false)
	compose("にほ")
	p.panics(true)
	p.restarted()
	compose("にほん")
	p.call(func() error {
		_, err := chromedp.Call(p.short(), input.InsertText, input.InsertTextParams{Text: "日本"})
		return err
	})
	p.wait("what was composed is there once", `$('`+requestBox+`').value.includes("X-Name: 日本Upgrade:")`)
	p.key("\r")
	p.wait("the line is whole", `$('`+requestBox+`').value.includes("X-Name: 日本\nUpgrade:")`)
	p.check("switches")
}
