package browsertest

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"handshake101/devserver/internal/browsers"

	"github.com/chromedp/chromedp/kb"
)

// engine: the tests of the page run in Chromium, and with -engine firefox in Firefox.
// Those that ask what only Chromium's own protocol can tell are left out there, and
// say so.
var engine = flag.String("engine", "chromium", "the `browser` that the page is tested in: chromium or firefox")

// firefox is the one Firefox of a test run; each test has a window and a user context
// of its own in it.
var firefox struct {
	once sync.Once
	all  *browsers.Pages
	err  error
}

func inFirefox() bool { return *engine == "firefox" }

// onlyChromium leaves a test out in Firefox.
func onlyChromium(t testing.TB, why string) {
	t.Helper()
	if inFirefox() {
		t.Skipf("not in Firefox: %s", why)
	}
}

// onlyChromium leaves the test out where there is no Chromium.
func (p *tab) onlyChromium() {
	p.Helper()
	if p.other != nil {
		p.Skipf("not in %s: it has no such command", p.other.Name())
	}
}

func startFirefox() {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	firefox.all, firefox.err = browsers.StartPages(ctx)
}

// newFirefoxTab gives an empty page.
func newFirefoxTab(t testing.TB) *tab {
	t.Helper()
	firefox.once.Do(startFirefox)
	if firefox.err != nil {
		t.Fatal(firefox.err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	p := &tab{TB: t, ctx: ctx}
	page, err := firefox.all.New(p.short())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(page.Close)
	p.other = page
	return p
}

// openInFirefox is open.
func openInFirefox(t testing.TB, h how) *tab {
	t.Helper()
	if h.noScript {
		t.Skip("not in Firefox: nothing turns its JavaScript off while it runs")
	}
	if h.dark {
		t.Skip("not in Firefox: nothing changes its colour scheme while it runs")
	}
	base := site(t)
	p := newFirefoxTab(t)
	if h.width == 0 {
		h.width, h.height = 1280, 900
	}
	p.size(h.width, h.height)
	address := h.url
	if address == "" {
		address = base + h.path
	}
	p.visitURL(address)
	if h.painted != nil {
		h.painted(p)
	}
	if !h.bare {
		p.waitAlive()
	}
	t.Cleanup(func() { p.heed(h.allow) })
	return p
}

// firefoxSays is what Firefox writes for what a test allows Chromium to write.
var firefoxSays = map[string]string{
	"WebSocket connection to": "establish a connection to the server at ws",
	"Content Security Policy": "Content-Security-Policy",
}

// heed fails the test for what Firefox wrote on the console.
func (p *tab) heed(allow string) {
	p.Helper()
	if words := firefoxSays[allow]; words != "" {
		allow = words
	}
	for _, m := range p.other.Console() {
		if (m.Level == "error" || m.Level == "warn" || m.Level == "warning") && !p.deaf && (allow == "" || !strings.Contains(m.Text, allow)) {
			p.Errorf("on the console: %s: %s", m.Level, m.Text)
		}
	}
}

// keysOfFirefox are chromedp's names of keys as WebDriver numbers them.
var keysOfFirefox = strings.NewReplacer(kb.Backspace, browsers.Backspace, kb.Tab, browsers.Tab, kb.Enter, browsers.Enter, kb.Escape, browsers.Escape,
	kb.Delete, browsers.Delete, kb.ArrowDown, browsers.Down, kb.ArrowUp, browsers.Up, kb.ArrowLeft, browsers.Left, kb.ArrowRight, browsers.Right,
	kb.Home, browsers.Home, kb.End, browsers.End)

func stopFirefox() {
	if firefox.all != nil {
		firefox.all.Close()
	}
}

func TestMain(m *testing.M) {
	flag.Parse()
	if *engine != "chromium" && *engine != "firefox" {
		fmt.Fprintf(os.Stderr, "-engine is %q, wanted chromium or firefox\n", *engine)
		os.Exit(2)
	}
	code := m.Run()
	for _, stop := range []func(){chrome.stop, server.stop, stopFirefox} {
		if stop != nil {
			stop()
		}
	}
	if code == 0 {
		code = again()
	}
	os.Exit(code)
}
