package browsertest

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"handshake101/handshake"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// saidSize is how many bytes the page says that a message has.
const saidSize = `Number($('[data-region="request-head"] .size').textContent.replace(/\D/g, ""))`

// TestKeysFasterThanTheyAreShown: keys that come while the page is busy are shown
// together, none is lost, the cursor stays, and undo takes them back.
func TestKeysFasterThanTheyAreShown(t *testing.T) {
	p := open(t, how{})
	start := handshake.ShowLines(p.editor(handshake.FromClient))
	p.caret(requestBox, "\nUpgrade:")
	p.key("b")
	p.wait("it is there", `$('`+requestBox+`').value.includes(".comb\nUpgrade")`)
	const n = 60
	get[bool](p, `(setTimeout(() => { for (const end = performance.now() + 600; performance.now() < end;); }), true)`)
	var keys sync.WaitGroup
	for range n {
		keys.Go(func() { p.key("a") })
		time.Sleep(5 * time.Millisecond)
	}
	keys.Wait()
	want := strings.Replace(start, ".com\n", ".comb"+strings.Repeat("a", n)+"\n", 1)
	p.holds(requestBox, want)
	p.wait("it is judged", saidSize+` === `+strconv.Itoa(len(handshake.ParseLines(want))))
	if at, want := get[int](p, `$('`+requestBox+`').selectionStart`), strings.Index(want, "\nUpgrade"); at != want {
		t.Errorf("the cursor is at %d, want %d", at, want)
	}
	p.report()
	for range n {
		if get[string](p, `$('`+requestBox+`').value`) == start {
			break
		}
		p.command("z", false)
		p.frame()
	}
	p.holds(requestBox, start)
}

// TestLongTextInTheBrowser: a text that is too long to be coloured shows itself, is
// judged when typing pauses or when something else is done, and no letter is lost.
func TestLongTextInTheBrowser(t *testing.T) {
	p := open(t, how{})
	text := requestOf(100 << 10)
	size := len(handshake.ParseLines(text))
	p.paste("request", text)
	p.wait("it is judged", saidSize+` === `+strconv.Itoa(size))
	p.wait("it shows itself", `$('[data-region="request-text"]').children.length === 1 && $('[data-part="plain"]') && getComputedStyle($('`+requestBox+`')).color !== "rgba(0, 0, 0, 0)"`)
	if get[bool](p, `$("[aria-busy]") != null`) {
		t.Error("the page is busy although all is judged")
	}
	p.caret(requestBox, "\nUpgrade:")
	p.key("x")
	p.holds(requestBox, strings.Replace(text, ".com\n", ".comx\n", 1))
	p.wait("it is judged in the pause", saidSize+` === `+strconv.Itoa(size+1))
	p.wait("what is under the cursor is explained", `$('[data-region="request-note"]').textContent.includes("Host")`)
	p.picture(t.Name())

	// Undo before the pause takes back what was typed in one go; the letter that
	// nobody has judged yet is a part of it.
	p.key("y")
	p.command("z", false)
	p.holds(requestBox, text)

	// Letters in both messages before the pause: the response is the person's then.
	p.caret(requestBox, "\nUpgrade:")
	p.key("z")
	p.caret(responseBox, " Switching")
	p.key("7")
	p.wait("both are judged", saidSize+` === `+strconv.Itoa(size+1)+` && $('[data-region="response-head"] [data-origin]').dataset.origin === "typed"`)
	p.wait("both are kept", `$('`+responseBox+`').value.startsWith("HTTP/1.1 1017 Switching") && $('`+requestBox+`').value.includes(".comz\n")`)
	p.report()

	// A short text is coloured again.
	p.paste("request", requestOf(300))
	p.wait("it is coloured", `$('[data-region="request-text"]').children.length > 5 && !$('[data-part="plain"]')`)
	p.frame()
	if get[bool](p, `$("[aria-busy]") != null`) {
		t.Error("the page is busy although all is judged")
	}
}

// paste replaces what an editor holds by way of the clipboard, as a person does.
func (p *tab) paste(side, text string) {
	p.Helper()
	if p.other != nil { // its clipboard is closed to tests
		p.run(`$('textarea[data-side="` + side + `"]').focus(); $('textarea[data-side="` + side + `"]').select()`)
		p.insert(text)
		return
	}
	copied, err := chromedp.Run(p.short(), chromedp.Evaluate[bool](`(text => {
		const box = document.createElement("textarea");
		box.value = text;
		document.body.append(box);
		box.select();
		const done = document.execCommand("copy");
		box.remove();
		return done;
	})(`+strconv.Quote(text)+`)`, func(e *runtime.EvaluateParams) { e.UserGesture = new(true) }))
	if err != nil || !copied {
		p.Fatalf("nothing is in the clipboard: %v", err)
	}
	p.do(chromedp.Evaluate[chromedp.Void](inPage(`($('textarea[data-side="` + side + `"]').focus(), $('textarea[data-side="` + side + `"]').select())`)))
	key := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: "v", Code: "KeyV", WindowsVirtualKeyCode: 'V', Modifiers: 2, Commands: []string{"paste"}}
	for _, key.Type = range []input.DispatchKeyEventType{key.Type, input.DispatchKeyEventTypeKeyUp} {
		if _, err := chromedp.Call(p.short(), input.DispatchKeyEvent, key); err != nil {
			p.Fatal(err)
		}
		key.Commands = nil
	}
}
