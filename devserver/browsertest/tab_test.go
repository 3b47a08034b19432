package browsertest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"handshake101/devserver/internal/browsers"
	"handshake101/handshake"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is how long anything on the page may take. The machine may be slow
// and shared; a page that hangs still fails its test.
const patience = time.Minute

// tab is one page in a browser context of its own.
type tab struct {
	testing.TB
	ctx    context.Context
	policy *handshake.Policy // of the preset that was loaded

	other browsers.Browser // nil in Chromium

	mu    sync.Mutex
	noise []string // console errors and warnings, CSP reports among them
	deaf  bool
}

// how says how a tab is opened.
type how struct {
	path     string // after the server's address
	url      string // instead of it
	width    int64
	height   int64
	dark     bool
	noScript bool
	bare     bool       // the page has no element of ours
	painted  func(*tab) // called before the page is alive
	allow    string     // what a line on the console may hold that is no fault here
}

// open opens a page and waits until it is alive.
func open(t testing.TB, h how) *tab {
	t.Helper()
	if inFirefox() {
		return openInFirefox(t, h)
	}
	base := site(t)
	ctx, cancel := chromedp.NewContext(chrome.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	p := &tab{TB: t, ctx: ctx}
	p.do(chromedp.Steps()) // makes the tab
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleException || m.Type == chromedp.ConsoleWarning {
				p.mu.Lock()
				if !p.deaf {
					p.noise = append(p.noise, fmt.Sprintf("%s: %s (%s:%d)", m.Type, m.Text, m.URL, m.Line+1))
				}
				p.mu.Unlock()
			}
		}
	}()
	if h.width == 0 {
		h.width, h.height = 1280, 900
	}
	scheme := "light"
	if h.dark {
		scheme = "dark"
	}
	p.call(func() error {
		_, err := chromedp.Call(p.short(), emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
	p.call(func() error { // as if it were the window in front: other tests' tabs come and go
		_, err := chromedp.Call(p.short(), emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
		return err
	})
	p.call(func() error {
		_, err := chromedp.Call(p.short(), emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: h.noScript})
		return err
	})
	address := h.url
	if address == "" {
		address = base + h.path
	}
	p.do(chromedp.EmulateViewport(h.width, h.height), chromedp.Navigate(address))
	if h.painted != nil {
		h.painted(p)
	}
	if !h.noScript && !h.bare {
		p.waitAlive()
	}
	t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, n := range p.noise {
			if h.allow == "" || !strings.Contains(n, h.allow) {
				t.Errorf("on the console: %s", n)
			}
		}
	})
	return p
}

// listenNoMore is for a test that is about to put a foreign tool into the page.
func (p *tab) listenNoMore() {
	time.Sleep(50 * time.Millisecond) // what the page said is on its way
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deaf = true
}

// waitAlive waits until every element on the page answers.
func (p *tab) waitAlive() {
	p.Helper()
	p.wait("the page comes alive", `[...document.querySelectorAll("handshake-101")].every(e => e.hasAttribute("data-ready")) && document.querySelector("handshake-101") != null`)
}

// short is a context for one act.
func (p *tab) short() context.Context {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	p.Cleanup(cancel)
	return ctx
}

// page is the browser's page as what Firefox gives.
func (p *tab) page() browsers.Page {
	p.Helper()
	page, is := p.other.(browsers.Page)
	if !is {
		p.Fatalf("a page of %s cannot do this", p.other.Name())
	}
	return page
}

// call asks Chromium something in its own protocol.
func (p *tab) call(f func() error) {
	p.Helper()
	p.onlyChromium()
	if err := f(); err != nil {
		p.Fatal(err)
	}
}

// do has Chromium do something; in Firefox there is no such thing.
func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	p.onlyChromium()
	// The first call makes the tab and ties its life to its context, so that
	// one must not be short.
	ctx := p.ctx
	if chromedp.FromContext(ctx).Target != nil {
		ctx = p.short()
	}
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.Fatal(err)
	}
}

// get evaluates JavaScript in the page. In the expression, $(selector) and
// $$(selector) look into the shadow root of the first element.
func get[T any](p *tab, expression string) T {
	p.Helper()
	if p.other != nil {
		v, err := browsers.Eval[T](p.short(), p.other, inPage(expression))
		if err != nil {
			p.Fatalf("%s: %v", expression, err)
		}
		return v
	}
	v, err := chromedp.Run(p.short(), chromedp.Evaluate[T](inPage(expression), chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return v
}

func inPage(expression string) string {
	return `(() => {
		const host = document.querySelector("handshake-101"), shadow = host && host.shadowRoot || document;
		const $ = s => shadow.querySelector(s), $$ = s => [...shadow.querySelectorAll(s)];
		return ` + expression + `;
	})()`
}

// wait waits until the expression holds.
func (p *tab) wait(what, expression string) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	for {
		ok, err := p.holdsNow(ctx, expression)
		if err == nil && ok {
			return
		}
		if ctx.Err() != nil {
			if p.unpainted() {
				p.stalled("while it was waited until " + what)
			}
			p.mu.Lock()
			defer p.mu.Unlock()
			p.Fatalf("waited %v in vain until %s\n\t%s\n\terror: %v\n\tconsole: %s", patience, what, expression, err, strings.Join(p.noise, "\n\t"))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (p *tab) holdsNow(ctx context.Context, expression string) (bool, error) {
	if p.other != nil {
		return browsers.Eval[bool](ctx, p.other, inPage("!!("+expression+")"))
	}
	return chromedp.Run(ctx, chromedp.Evaluate[bool](inPage("!!("+expression+")")))
}

// click presses the mouse on what a person would click, once it stands still and
// nothing lies over it that goes along with the page: a person scrolls first, and sees
// it come and go.
func (p *tab) click(selector string) {
	p.Helper()
	p.wait(selector+" is there", "$("+strconv.Quote(selector)+")")
	place := `(e => { e.scrollIntoView({block: "center"}); const r = e.getClientRects()[0]; const x = r.x + r.width/2, y = r.y + r.height/2;
		const top = shadow.elementFromPoint(x, y); return [x, y, top && top.closest(".say") ? 1 : 0] })($(` + strconv.Quote(selector) + `))`
	at, end := get[[3]float64](p, place), time.Now().Add(patience)
	for {
		p.frame()
		now := get[[3]float64](p, place)
		if now == at && now[2] == 0 {
			break
		}
		if at = now; time.Now().After(end) {
			p.Fatalf("%s does not stand still, or what goes along with the page lies over it: %v", selector, now)
		}
	}
	if p.other != nil {
		p.done(p.other.Click(p.short(), at[0], at[1]))
		return
	}
	p.do(chromedp.MouseClickXY(at[0], at[1]))
}

// key presses keys.
func (p *tab) key(keys string) {
	p.Helper()
	if p.other != nil {
		p.done(p.other.Type(p.short(), keysOfFirefox.Replace(keys)))
		return
	}
	p.do(chromedp.KeyEvent(keys))
}

// done fails the test for an error.
func (p *tab) done(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// move moves the mouse to a point of the window.
func (p *tab) move(x, y float64) {
	p.Helper()
	if p.other != nil {
		p.done(p.page().Move(p.short(), x, y))
		return
	}
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, y))
}

// size sets the size of the window.
func (p *tab) size(width, height int64) {
	p.Helper()
	if p.other != nil {
		p.done(p.other.Resize(p.short(), int(width), int(height)))
		return
	}
	p.do(chromedp.EmulateViewport(width, height))
}

// visitURL goes to an address.
func (p *tab) visitURL(address string) {
	p.Helper()
	if p.other != nil {
		p.done(p.other.Open(p.short(), address))
		return
	}
	p.do(chromedp.Navigate(address))
}

func (p *tab) reload() {
	p.Helper()
	if p.other != nil {
		p.done(p.page().Reload(p.short()))
		return
	}
	p.do(chromedp.Reload())
}

// run evaluates what has no value.
func (p *tab) run(expression string) {
	p.Helper()
	get[any](p, "((() => { "+expression+" })(), null)")
}

// insert types a text at once, where the focus is.
func (p *tab) insert(text string) {
	p.Helper()
	if p.other != nil {
		p.run(`document.execCommand("insertText", false, ` + strconv.Quote(text) + `)`)
		return
	}
	p.call(func() error {
		_, err := chromedp.Call(p.short(), input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
}

// frame waits until what was done is painted. When nothing is, what is known to wake a
// window is tried: it comes to the front, somebody watches it, its height changes and
// changes back.
func (p *tab) frame() {
	p.Helper()
	if p.other != nil {
		for end := time.Now().Add(patience); !p.framed(); {
			if time.Now().After(end) {
				p.stalled("though it was waited for")
			}
		}
		return
	}
	front := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, page.BringToFront, cdp.Empty{})
		return err
	})
	watched := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, page.StartScreencast, page.StartScreencastParams{})
		time.Sleep(250 * time.Millisecond)
		_, stop := cdp.Call(ctx, t, page.StopScreencast, cdp.Empty{})
		return errors.Join(err, stop)
	})
	height := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		size, err := chromedp.Evaluate[[2]int64]("[innerWidth, innerHeight]")(ctx, t)
		if err != nil {
			return err
		}
		return errors.Join(
			chromedp.Do(ctx, chromedp.EmulateViewport(size[0], size[1]+1)),
			chromedp.Do(ctx, chromedp.EmulateViewport(size[0], size[1])))
	})
	remedies := []chromedp.Action[chromedp.Void]{front, watched, height}
	for i := 0; !p.framed(); i++ {
		if i == 3*len(remedies) {
			p.stalled("and nothing wakes it")
		}
		ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
		err := chromedp.Do(ctx, remedies[i%len(remedies)])
		cancel()
		p.Logf("the page was given no frame; remedy %d of %d: %v", i%len(remedies)+1, len(remedies), err)
	}
}

// unpainted tells a page that answers and is not painted.
func (p *tab) unpainted() bool {
	ctx := p.short()
	var painted bool
	var err error
	if p.other != nil {
		painted, err = browsers.Eval[bool](ctx, p.other, inPage(nextFrames))
	} else {
		painted, err = chromedp.Run(ctx, chromedp.Evaluate[bool](inPage(nextFrames), chromedp.EvalAwaitPromise))
	}
	return err == nil && !painted
}

// framed says whether the page is painted within two seconds.
func (p *tab) framed() bool {
	p.Helper()
	return get[bool](p, nextFrames)
}

const nextFrames = `Promise.race([
	new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))),
	new Promise(done => setTimeout(() => done(false), 2000))])`

// text is what an element says; "" when it is not there.
func (p *tab) text(selector string) string {
	p.Helper()
	return get[string](p, `(e => e ? e.innerText : "")($(`+strconv.Quote(selector)+`))`)
}

// attr is an attribute of an element; "" when either is missing.
func (p *tab) attr(selector, name string) string {
	p.Helper()
	return get[string](p, `(e => e && e.getAttribute(`+strconv.Quote(name)+`) || "")($(`+strconv.Quote(selector)+`))`)
}
