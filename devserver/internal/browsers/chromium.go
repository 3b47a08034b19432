package browsers

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"time"
)

// chromiumBrowser speaks the DevTools protocol.
type chromiumBrowser struct {
	console
	p       *process
	w       *wire
	version string
	context string // the browser context of the page
	target  string
	session string
	loaded  chan struct{}
}

func startChromium(ctx context.Context) (Browser, error) {
	// The same names as in setup.sh.
	path, err := find(os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome-stable", "google-chrome",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium")
	if err != nil {
		return nil, err
	}
	p, err := launch(nil, nil, path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage",
		"--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-component-update",
		"--disable-sync", "--disable-extensions", "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
		"--lang=en-US", "--ignore-certificate-errors", "--remote-debugging-port=0", "--user-data-dir={dir}", "about:blank")
	if err != nil {
		return nil, err
	}
	b := &chromiumBrowser{p: p, loaded: make(chan struct{}, 1)}
	if err := b.connect(ctx); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

func (b *chromiumBrowser) connect(ctx context.Context) error {
	address, err := b.p.words(ctx, "DevTools listening on ")
	if err != nil {
		return err
	}
	if b.w, err = dial(ctx, strings.TrimSpace(address), b.event); err != nil {
		return err
	}
	var v struct{ Product string }
	if err := b.w.call(ctx, "", "Browser.getVersion", nil, &v); err != nil {
		return err
	}
	_, b.version, _ = strings.Cut(v.Product, "/")
	return b.Fresh(ctx)
}

func (b *chromiumBrowser) event(method string, params json.RawMessage) {
	switch method {
	case "Page.loadEventFired":
		select {
		case b.loaded <- struct{}{}:
		default:
		}
	case "Log.entryAdded":
		var e struct {
			Entry struct{ Level, Text string }
		}
		if json.Unmarshal(params, &e) == nil {
			b.add(e.Entry.Level, e.Entry.Text)
		}
	case "Runtime.consoleAPICalled":
		var e struct {
			Type string
			Args []struct {
				Value       json.RawMessage
				Description string
			}
		}
		if json.Unmarshal(params, &e) != nil {
			return
		}
		var text []string
		for _, a := range e.Args {
			s := a.Description
			if s == "" && json.Unmarshal(a.Value, &s) != nil {
				s = string(a.Value)
			}
			text = append(text, s)
		}
		b.add(e.Type, strings.Join(text, " "))
	case "Runtime.exceptionThrown":
		var e struct{ ExceptionDetails exception }
		if json.Unmarshal(params, &e) == nil {
			b.add("error", e.ExceptionDetails.String())
		}
	}
}

type exception struct {
	Text      string
	Exception struct {
		Description string
		Value       json.RawMessage
	}
}

func (e *exception) String() string {
	return strings.TrimSpace(e.Text + " " + e.Exception.Description + string(e.Exception.Value))
}

func (b *chromiumBrowser) Name() Name      { return Chromium }
func (b *chromiumBrowser) Version() string { return b.version }

func (b *chromiumBrowser) Fresh(ctx context.Context) error {
	old := b.context
	var made struct{ BrowserContextID, TargetID, SessionID string }
	if err := b.w.call(ctx, "", "Target.createBrowserContext", nil, &made); err != nil {
		return err
	}
	b.context = made.BrowserContextID
	if err := b.w.call(ctx, "", "Target.createTarget", obj{"url": "about:blank", "browserContextId": b.context, "width": 1280, "height": 900}, &made); err != nil {
		return err
	}
	b.target = made.TargetID
	if err := b.w.call(ctx, "", "Target.attachToTarget", obj{"targetId": b.target, "flatten": true}, &made); err != nil {
		return err
	}
	b.session = made.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log"} {
		if err := b.call(ctx, domain+".enable", nil, nil); err != nil {
			return err
		}
	}
	if old != "" {
		return b.w.call(ctx, "", "Target.disposeBrowserContext", obj{"browserContextId": old}, nil)
	}
	return nil
}

func (b *chromiumBrowser) call(ctx context.Context, method string, params, result any) error {
	return b.w.call(ctx, b.session, method, params, result)
}

func (b *chromiumBrowser) Open(ctx context.Context, url string) error {
	select {
	case <-b.loaded:
	default:
	}
	var r struct{ ErrorText string }
	if err := b.call(ctx, "Page.navigate", obj{"url": url}, &r); err != nil {
		return err
	}
	if r.ErrorText != "" {
		return errors.New(url + ": " + r.ErrorText)
	}
	select {
	case <-b.loaded:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (b *chromiumBrowser) Eval(ctx context.Context, expression string) (json.RawMessage, error) {
	var r struct {
		Result struct {
			Value json.RawMessage
		}
		ExceptionDetails *exception
	}
	if err := b.call(ctx, "Runtime.evaluate", obj{"expression": expression, "awaitPromise": true, "returnByValue": true}, &r); err != nil {
		return nil, err
	}
	if r.ExceptionDetails != nil {
		return nil, errors.New(r.ExceptionDetails.String())
	}
	if r.Result.Value == nil {
		return json.RawMessage("null"), nil
	}
	return r.Result.Value, nil
}

func (b *chromiumBrowser) Resize(ctx context.Context, width, height int) error {
	return b.call(ctx, "Emulation.setDeviceMetricsOverride", obj{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}, nil)
}

// chromiumKeys are the keys without a character: DevTools' name and code.
var chromiumKeys = map[string]struct {
	name string
	code int
}{
	Backspace: {"Backspace", 8}, Tab: {"Tab", 9}, Enter: {"Enter", 13}, Escape: {"Escape", 27}, End: {"End", 35}, Home: {"Home", 36},
	Left: {"ArrowLeft", 37}, Up: {"ArrowUp", 38}, Right: {"ArrowRight", 39}, Down: {"ArrowDown", 40}, Delete: {"Delete", 46},
}

func (b *chromiumBrowser) Type(ctx context.Context, keys string) error {
	for _, r := range keys {
		press := obj{"type": "keyDown", "key": string(r), "text": string(r)}
		if k, ok := chromiumKeys[string(r)]; ok {
			press = obj{"type": "keyDown", "key": k.name, "code": k.name, "windowsVirtualKeyCode": k.code}
			if string(r) == Enter {
				press["text"] = "\r"
			}
		}
		for _, kind := range []string{"keyDown", "keyUp"} {
			press["type"] = kind
			if err := b.call(ctx, "Input.dispatchKeyEvent", press, nil); err != nil {
				return err
			}
			delete(press, "text")
		}
	}
	return nil
}

func (b *chromiumBrowser) Click(ctx context.Context, x, y float64) error {
	for _, kind := range []string{"mouseMoved", "mousePressed", "mouseReleased"} {
		if err := b.call(ctx, "Input.dispatchMouseEvent", obj{"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}, nil); err != nil {
			return err
		}
	}
	return nil
}

func (b *chromiumBrowser) Screenshot(ctx context.Context) ([]byte, error) {
	var r struct{ Data string }
	if err := b.call(ctx, "Page.captureScreenshot", nil, &r); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(r.Data)
}

func (b *chromiumBrowser) Close() {
	if b.w != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		b.w.call(ctx, "", "Browser.close", nil, nil)
		cancel()
		b.w.close()
	}
	b.p.stop()
}
