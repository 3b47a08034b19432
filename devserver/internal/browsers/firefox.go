package browsers

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// firefoxBrowser speaks WebDriver BiDi, which Firefox serves itself: no driver
// stands between.
type firefoxBrowser struct {
	console
	p       *process
	w       *wire
	version string
	user    string // the user context (container) of the page
	page    string // its browsing context

	// elsewhere takes a line of the console that is of another page.
	elsewhere func(page, level, text string) bool
}

// closing is how long a browser is asked to close something.
const closing = 3 * time.Second

// firefoxPrefs keep Firefox from asking its maker's servers, and from making a
// page wait that has had failing WebSockets.
const firefoxPrefs = `
user_pref("app.normandy.enabled", false);
user_pref("app.update.disabledForTesting", true);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage", "about:blank");
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("dom.ipc.processCount", 1);
user_pref("extensions.systemAddon.update.enabled", false);
user_pref("intl.accept_languages", "en-US,en");
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.websocket.delay-failed-reconnects", false);
user_pref("remote.active-protocols", 1);
user_pref("services.settings.server", "data:,");
user_pref("toolkit.telemetry.server", "data:,");
`

func startFirefox(ctx context.Context) (Browser, error) {
	path, err := find(os.Getenv("FIREFOX"), "firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")
	if err != nil {
		return nil, err
	}
	prepare := func(dir string) error {
		return os.WriteFile(filepath.Join(dir, "user.js"), []byte(firefoxPrefs), 0o600)
	}
	p, err := launch(prepare, []string{"MOZ_CRASHREPORTER_DISABLE=1"}, path, "--headless", "--no-remote", "--width", "1280", "--height", "1000",
		"--profile", "{dir}", "--remote-debugging-port", "0", "about:blank")
	if err != nil {
		return nil, err
	}
	b := &firefoxBrowser{p: p}
	if err := b.connect(ctx); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

func (b *firefoxBrowser) connect(ctx context.Context) error {
	address, err := b.p.words(ctx, "WebDriver BiDi listening on ")
	if err != nil {
		return err
	}
	if b.w, err = dial(ctx, strings.TrimSpace(address)+"/session", b.event); err != nil {
		return err
	}
	var s struct {
		Capabilities struct{ BrowserVersion string }
	}
	always := obj{"alwaysMatch": obj{"acceptInsecureCerts": true}}
	if err := b.w.call(ctx, "", "session.new", obj{"capabilities": always}, &s); err != nil {
		return err
	}
	b.version = s.Capabilities.BrowserVersion
	if err := b.w.call(ctx, "", "session.subscribe", obj{"events": []string{"log.entryAdded"}}, nil); err != nil {
		return err
	}
	return b.Fresh(ctx)
}

func (b *firefoxBrowser) event(method string, params json.RawMessage) {
	var e struct {
		Level, Text string
		Source      struct{ Context string }
	}
	if method != "log.entryAdded" || json.Unmarshal(params, &e) != nil {
		return
	}
	b.mu.Lock()
	elsewhere := b.elsewhere
	b.mu.Unlock()
	if elsewhere == nil || !elsewhere(e.Source.Context, e.Level, e.Text) {
		b.add(e.Level, e.Text)
	}
}

func (b *firefoxBrowser) Name() Name      { return Firefox }
func (b *firefoxBrowser) Version() string { return b.version }

func (b *firefoxBrowser) Fresh(ctx context.Context) error {
	old := b.user
	var made struct{ UserContext, Context string }
	if err := b.w.call(ctx, "", "browser.createUserContext", nil, &made); err != nil {
		return err
	}
	b.user = made.UserContext
	if err := b.w.call(ctx, "", "browsingContext.create", obj{"type": "tab", "userContext": b.user}, &made); err != nil {
		return err
	}
	b.page = made.Context
	if old != "" {
		return b.w.call(ctx, "", "browser.removeUserContext", obj{"userContext": old}, nil)
	}
	return nil
}

func (b *firefoxBrowser) Open(ctx context.Context, url string) error {
	return b.w.call(ctx, "", "browsingContext.navigate", obj{"context": b.page, "url": url, "wait": "complete"}, nil)
}

// asJSON is an expression's value, awaited, as JSON text.
func asJSON(expression string) string {
	return "(async () => { const v = await (" + expression + "\n); return v === undefined ? \"null\" : JSON.stringify(v) })()"
}

func (b *firefoxBrowser) Eval(ctx context.Context, expression string) (json.RawMessage, error) {
	var r struct {
		Type             string
		Result           struct{ Value json.RawMessage }
		ExceptionDetails struct{ Text string }
	}
	err := b.w.call(ctx, "", "script.evaluate", obj{"expression": asJSON(expression), "awaitPromise": true,
		"target": obj{"context": b.page}, "resultOwnership": "none"}, &r)
	if err != nil {
		return nil, err
	}
	if r.Type == "exception" {
		return nil, errors.New(r.ExceptionDetails.Text)
	}
	var text string
	if err := json.Unmarshal(r.Result.Value, &text); err != nil {
		return nil, err
	}
	return json.RawMessage(text), nil
}

func (b *firefoxBrowser) Resize(ctx context.Context, width, height int) error {
	return b.w.call(ctx, "", "browsingContext.setViewport", obj{"context": b.page, "viewport": obj{"width": width, "height": height}}, nil)
}

// keyActions and clickActions are the same in WebDriver and in BiDi.
func keyActions(keys string) []obj {
	var steps []obj
	for _, r := range keys {
		steps = append(steps, obj{"type": "keyDown", "value": string(r)}, obj{"type": "keyUp", "value": string(r)})
	}
	return []obj{{"type": "key", "id": "keyboard", "actions": steps}}
}

func clickActions(x, y float64) []obj {
	return []obj{{"type": "pointer", "id": "mouse", "actions": []obj{
		{"type": "pointerMove", "x": int(x), "y": int(y), "origin": "viewport"},
		{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0},
	}}}
}

func (b *firefoxBrowser) Type(ctx context.Context, keys string) error {
	return b.w.call(ctx, "", "input.performActions", obj{"context": b.page, "actions": keyActions(keys)}, nil)
}

func (b *firefoxBrowser) Click(ctx context.Context, x, y float64) error {
	return b.w.call(ctx, "", "input.performActions", obj{"context": b.page, "actions": clickActions(x, y)}, nil)
}

func (b *firefoxBrowser) Screenshot(ctx context.Context) ([]byte, error) {
	var r struct{ Data string }
	if err := b.w.call(ctx, "", "browsingContext.captureScreenshot", obj{"context": b.page}, &r); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(r.Data)
}

func (b *firefoxBrowser) Close() {
	if b.w != nil {
		ctx, cancel := context.WithTimeout(context.Background(), closing)
		b.w.call(ctx, "", "browser.close", nil, nil)
		cancel()
		b.w.close()
	}
	b.p.stop()
}
