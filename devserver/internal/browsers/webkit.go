package browsers

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"time"
)

// webkitBrowser speaks classic WebDriver to WebKitWebDriver, which drives
// WebKitGTK's MiniBrowser on a screen of Xvfb.
type webkitBrowser struct {
	screen, driver *process
	mini           string
	version        string
	base           string // "http://127.0.0.1:40771/session"
	session        string
}

func startWebKit(ctx context.Context) (Browser, error) {
	driver, err := find("WebKitWebDriver")
	if err != nil {
		return nil, err
	}
	// 4.1 and 6.0 are the interfaces to GTK 3 and GTK 4 of the same engine.
	minis, _ := filepath.Glob("/usr/lib*/*/webkit*gtk-*/MiniBrowser")
	if len(minis) == 0 {
		return nil, errors.New("no MiniBrowser is installed: Debian's webkit2gtk-driver brings it")
	}
	xvfb, err := find("Xvfb")
	if err != nil {
		return nil, err
	}
	b := &webkitBrowser{mini: minis[len(minis)-1]}
	if err := b.connect(ctx, xvfb, driver); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

func (b *webkitBrowser) connect(ctx context.Context, xvfb, driver string) (err error) {
	// -displayfd picks a free number and says it when the screen is there.
	b.screen, err = launch(nil, nil, xvfb, "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp")
	if err != nil {
		return err
	}
	display, err := b.screen.number(ctx)
	if err != nil {
		return err
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	b.driver, err = launch(nil, []string{
		"DISPLAY=:" + display, "GDK_BACKEND=x11", "NO_AT_BRIDGE=1", "GSETTINGS_BACKEND=memory",
		"LIBGL_ALWAYS_SOFTWARE=1", "LANG=C.UTF-8",
		"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1", // a container's root may not use its own
	}, driver, "--host=127.0.0.1", "--port="+port)
	if err != nil {
		return err
	}
	b.base = "http://127.0.0.1:" + port + "/session"
	return b.Fresh(ctx)
}

// number waits for a line that is a number.
func (p *process) number(ctx context.Context) (string, error) {
	for {
		p.mu.Lock()
		for _, l := range p.said {
			if _, err := strconv.Atoi(l); err == nil {
				p.mu.Unlock()
				return l, nil
			}
		}
		p.mu.Unlock()
		select {
		case <-p.more:
		case <-p.done:
			return "", fmt.Errorf("%s ended: %q", p.cmd.Path, p.said)
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

func (b *webkitBrowser) Name() Name         { return WebKit }
func (b *webkitBrowser) Version() string    { return b.version }
func (b *webkitBrowser) Console() []Message { return nil }

// Fresh ends the session, and with it MiniBrowser, and begins another.
func (b *webkitBrowser) Fresh(ctx context.Context) error {
	if b.session != "" {
		b.call(ctx, "DELETE", "", nil, nil)
		b.session = ""
	}
	var s struct {
		SessionID    string
		Capabilities struct{ BrowserVersion string }
	}
	always := obj{"alwaysMatch": obj{"acceptInsecureCerts": true,
		"webkitgtk:browserOptions": obj{"binary": b.mini, "args": []string{"--automation"}}}}
	for { // the driver may not listen yet
		err := b.call(ctx, "POST", "", obj{"capabilities": always}, &s)
		if err == nil {
			break
		}
		var op *net.OpError
		if !errors.As(err, &op) {
			return err
		}
		select {
		case <-b.driver.done:
			return errors.New("WebKitWebDriver ended")
		case <-ctx.Done():
			return err
		case <-time.After(30 * time.Millisecond):
		}
	}
	b.session, b.version = "/"+s.SessionID, s.Capabilities.BrowserVersion
	if err := b.call(ctx, "POST", "/timeouts", obj{"script": 600_000, "pageLoad": 60_000}, nil); err != nil {
		return err
	}
	return b.Resize(ctx, 1280, 900)
}

func (b *webkitBrowser) call(ctx context.Context, method, path string, params, result any) error {
	var body bytes.Buffer
	if params != nil {
		if err := json.NewEncoder(&body).Encode(params); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, b.base+b.session+path, &body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	var r struct{ Value json.RawMessage }
	if err := json.NewDecoder(res.Body).Decode(&r); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if res.StatusCode != 200 {
		return fmt.Errorf("%s %s: %s", method, path, r.Value)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(r.Value, result)
}

func (b *webkitBrowser) Open(ctx context.Context, url string) error {
	return b.call(ctx, "POST", "/url", obj{"url": url}, nil)
}

func (b *webkitBrowser) Eval(ctx context.Context, expression string) (json.RawMessage, error) {
	script := "const done = arguments[0]; " + asJSON(expression) +
		".then(v => done([v, null]), e => done([null, String(e)]));"
	var r [2]*string
	if err := b.call(ctx, "POST", "/execute/async", obj{"script": script, "args": []any{}}, &r); err != nil {
		return nil, err
	}
	if r[1] != nil {
		return nil, errors.New(*r[1])
	}
	return json.RawMessage(*r[0]), nil
}

func (b *webkitBrowser) Resize(ctx context.Context, width, height int) error {
	return b.call(ctx, "POST", "/window/rect", obj{"x": 0, "y": 0, "width": width, "height": height}, nil)
}

func (b *webkitBrowser) Type(ctx context.Context, keys string) error {
	return b.call(ctx, "POST", "/actions", obj{"actions": keyActions(keys)}, nil)
}

func (b *webkitBrowser) Click(ctx context.Context, x, y float64) error {
	return b.call(ctx, "POST", "/actions", obj{"actions": clickActions(x, y)}, nil)
}

func (b *webkitBrowser) Screenshot(ctx context.Context) ([]byte, error) {
	var data string
	if err := b.call(ctx, "GET", "/screenshot", nil, &data); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(data)
}

func (b *webkitBrowser) Close() {
	if b.session != "" {
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		b.call(ctx, "DELETE", "", nil, nil)
		cancel()
	}
	for _, p := range []*process{b.driver, b.screen} {
		if p != nil {
			p.stop()
		}
	}
}
