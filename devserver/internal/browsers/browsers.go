// Package browsers drives the three browsers that the project is measured with:
// Chromium, Firefox and WebKitGTK, each as Debian packages it, without a window
// that anybody sees. All three have one surface, so that a test or a measurement
// is written once:
//
//	b, err := browsers.Start(ctx, browsers.Firefox)
//	defer b.Close()
//	err = b.Open(ctx, "http://127.0.0.1:8101/")
//	title, err := browsers.Eval[string](ctx, b, "document.title")
//
// Chromium is driven by its DevTools protocol, Firefox by WebDriver BiDi (both
// are JSON over a WebSocket: wire.go), WebKitGTK by classic WebDriver, which is
// HTTP, under Xvfb.
package browsers

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Name is one of the browsers.
type Name string

const (
	Chromium Name = "chromium"
	Firefox  Name = "firefox"
	WebKit   Name = "webkit"
)

// All lists them.
var All = []Name{Chromium, Firefox, WebKit}

// Browser is a running browser with one page in front.
type Browser interface {
	Name() Name
	Version() string // "156.0.8078.79"
	// Open goes to an address and waits until its document is there.
	Open(ctx context.Context, url string) error
	// Eval evaluates an expression in the page, awaits it if it is a promise, and
	// gives it as JSON. An exception is an error.
	Eval(ctx context.Context, expression string) (json.RawMessage, error)
	// Console gives what the page and the browser wrote on the console since the
	// last call. WebKitGTK's driver has no way to it and gives nothing.
	Console() []Message
	// Resize sets the size of the page's viewport in CSS pixels. WebKitGTK has no
	// window manager under Xvfb: there it is the size of the window.
	Resize(ctx context.Context, width, height int) error
	// Type presses and releases keys, one a character; Key holds those without one.
	Type(ctx context.Context, keys string) error
	// Click presses the left button at a point of the viewport.
	Click(ctx context.Context, x, y float64) error
	// Screenshot gives the viewport as PNG.
	Screenshot(ctx context.Context) ([]byte, error)
	// Fresh leaves the page for a new one in a profile of its own where the browser
	// has them: without cookies, cache, or memory of failed connections.
	Fresh(ctx context.Context) error
	Close()
}

// Message is one line of a console.
type Message struct {
	Level string // "error", "warning", "info" …
	Text  string
}

// Keys without a character, as WebDriver numbers them.
const (
	Backspace = "\ue003"
	Tab       = "\ue004"
	Enter     = "\ue007"
	Escape    = "\ue00c"
	End       = "\ue010"
	Home      = "\ue011"
	Left      = "\ue012"
	Up        = "\ue013"
	Right     = "\ue014"
	Down      = "\ue015"
	Delete    = "\ue017"
)

// Start starts a browser. The context bounds the start only; Close ends it.
func Start(ctx context.Context, name Name) (Browser, error) {
	var b Browser
	var err error
	switch name {
	case Chromium:
		b, err = startChromium(ctx)
	case Firefox:
		b, err = startFirefox(ctx)
	case WebKit:
		b, err = startWebKit(ctx)
	default:
		return nil, fmt.Errorf("no browser is called %q: there are %v", name, All)
	}
	if err != nil {
		return nil, fmt.Errorf("%s does not start: %w", name, err)
	}
	return b, nil
}

// Eval is Browser.Eval with the result as a Go value.
func Eval[T any](ctx context.Context, b Browser, expression string) (v T, err error) {
	raw, err := b.Eval(ctx, expression)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, fmt.Errorf("%.100s gives %.100s: %w", expression, raw, err)
	}
	return v, nil
}

// Wait waits until an expression holds.
func Wait(ctx context.Context, b Browser, expression string) error {
	for {
		ok, err := Eval[bool](ctx, b, "!!("+expression+")")
		if err == nil && ok {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s: waited in vain for %.200s: %w (%v)", b.Name(), expression, ctx.Err(), err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}
