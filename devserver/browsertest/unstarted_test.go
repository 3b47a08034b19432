package browsertest

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"handshake101/handshake"
)

// TestProgramCannotStart: whatever keeps the program from starting is said by its
// name, and the exchange that the server painted can still be read, in all its steps.
func TestProgramCannotStart(t *testing.T) {
	instead := func(status int, kind, body string) string {
		return between(t, func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.Path, ".wasm") {
				return false
			}
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			w.Write([]byte(body))
			return true
		}, nil)
	}
	for _, c := range []struct {
		name, url, path, script string
		kind                    string
		says                    []string
		allow                   string // what the browser itself says on the console
	}{
		{name: "the site's policy forbids it", url: between(t, nil, func(r *http.Response) {
			h := r.Header.Get("Content-Security-Policy")
			r.Header.Set("Content-Security-Policy", strings.Replace(h, " 'wasm-unsafe-eval'", "", 1))
		}), kind: "policy", says: []string{"Content-Security-Policy", "'wasm-unsafe-eval'", "script-src"}, allow: "Content Security Policy"},
		{name: "the file is not there", url: instead(404, "text/plain", "not found"), kind: "load", says: []string{"could not be started", "Not Found"}, allow: "404"},
		{name: "a page instead of the file", url: instead(200, "text/html", "<!doctype html><title>Welcome</title>"), path: "ja/", kind: "load", says: []string{"起動できません", "no program"}},
		{name: "another program", url: instead(200, "application/wasm", "\x00asm\x01\x00\x00\x00"), kind: "load", says: []string{"could not be started"}},
		{name: "a program of a version to come", url: instead(200, "application/wasm", "\x00asm\x63\x00\x00\x00"), kind: "wasm", says: []string{"too old"}},
		{name: "a browser without", script: `delete globalThis.WebAssembly`, kind: "wasm", says: []string{"WebAssembly is switched off", "lockdown"}},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			at := c.url
			if at == "" {
				at = site(t)
			}
			p := openWith(t, c.script, how{url: at + c.path, allow: c.allow})
			notice := `[data-stopped="` + c.kind + `"]`
			p.wait("it is said", `$('`+notice+`') && !$('`+notice+`').hidden`)
			said := p.text(notice)
			for _, want := range c.says {
				if !strings.Contains(said, want) {
					t.Errorf("it says %q, want %q in it", said, want)
				}
			}
			if n := get[int](p, `$$("[data-stopped]").filter(e => e.checkVisibility()).length`); n != 1 {
				t.Errorf("%d notices are shown", n)
			}
			p.wait("the page is set to be read", `$$('link[href$="noscript.css"]').some(e => e.sheet)`)
			if left := get[[]string](p, `$$("button").filter(e => e.checkVisibility() && !e.matches("[data-restart]")).map(e => e.outerHTML.slice(0, 100))`); len(left) > 0 {
				t.Errorf("this needs the program, and is left: %s", left)
			}
			p.readable(c.path == "ja/")
			p.picture(t.Name())
		})
	}
}

// readable looks that the exchange is there to be read, with what becomes of it in
// each step.
func (p *tab) readable(inJapanese bool) {
	p.Helper()
	preset := handshake.Presets()[0]
	report := handshake.Inspect(handshake.Exchange{Request: preset.Request()}, preset.Policy)
	var language *handshake.Language
	if inJapanese {
		language = japanese(p)
	}
	if said := p.text(`[data-part="verdict"]`); !says(said, language.Say(report.Verdict.Summary)) {
		p.Errorf("the verdict cannot be read: %q", said)
	}
	wire := get[string](p, `$$("[data-wire]").filter(e => e.checkVisibility()).map(e => e.textContent).join("")`)
	steps := p.text(`[data-region="handout"]`)
	for _, want := range []string{"Upgrade: websocket", "101 Switching Protocols"} {
		if !strings.Contains(wire, want) {
			p.Errorf("%q cannot be read", want)
		}
	}
	for _, s := range report.Steps {
		if !says(steps, language.Say(s.Title)) {
			p.Errorf("the step %q cannot be read", language.Say(s.Title))
		}
	}
}

// TestProgramComesLate: a program that could not be fetched starts at the press that
// is offered, as if nothing had been.
func TestProgramComesLate(t *testing.T) {
	var here atomic.Bool
	p := openWith(t, "", how{url: between(t, func(w http.ResponseWriter, r *http.Request) bool {
		if here.Load() || !strings.HasSuffix(r.URL.Path, ".wasm") {
			return false
		}
		http.NotFound(w, r)
		return true
	}, nil), allow: "404"})
	p.wait("it is said", `$('[data-stopped="load"]') && !$('[data-stopped="load"]').hidden`)
	here.Store(true)
	p.click(`[data-stopped="load"] [data-restart]`)
	p.waitAlive()
	p.wait("the notice is gone", `!$$("[data-stopped]").some(e => e.checkVisibility())`)
	p.check("switches")
	p.wait("what can be pressed is there again", `$('[data-key="tray-share"]').checkVisibility()`)
}

// TestOldBrowser: a browser that knows nothing of roots that a server paints shows
// what was painted all the same, without the program and with it.
func TestOldBrowser(t *testing.T) {
	seen := make(chan struct{})
	at := between(t, func(w http.ResponseWriter, r *http.Request) bool {
		switch {
		case r.URL.Path == "/":
			res, err := http.Get(server.url)
			if err != nil {
				t.Error(err)
				return false
			}
			defer res.Body.Close()
			document, _ := io.ReadAll(res.Body)
			w.Write(bytes.Replace(document, []byte(` shadowrootmode="open"`), []byte(` shadowrootmode="unheard-of"`), 1))
			return true
		case strings.HasSuffix(r.URL.Path, ".wasm"):
			select {
			case <-seen:
			case <-r.Context().Done():
			}
		}
		return false
	}, nil)
	p := openWith(t, "", how{url: at, allow: "shadowrootmode"})
	p.wait("it is painted without the program", `$('[data-part="verdict"]') && $('[data-part="verdict"]').checkVisibility() && !host.hasAttribute("data-ready")`)
	close(seen)
	p.waitAlive()
	p.check("switches")
}
