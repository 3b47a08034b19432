package browsertest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"handshake101/handshake"
)

// staticHost serves what `make dist` writes, from a sub-folder, with nothing but a
// file server; more files may be laid beside it.
func staticHost(t *testing.T, more map[string]string) string {
	t.Helper()
	site(t) // builds the program, and fails early without a browser
	dir := t.TempDir()
	folder := filepath.Join(dir, "some", "where")
	cmd := exec.Command("go", "run", "./devserver/internal/dist", folder)
	cmd.Dir = root()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("dist: %v\n%s", err, out)
	}
	for name, content := range more {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	host := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(host.Close)
	return host.URL + "/some/where/"
}

// probe is what the page asks to learn whether a dev server is there. The browser
// itself writes the 404 of a static host on the console.
const probe = "healthz"

// TestStaticHost: the page works from a sub-folder of a plain file server, in both
// languages, and says how to get a dev server when there is none.
func TestStaticHost(t *testing.T) {
	base := staticHost(t, nil)
	for _, path := range []string{"", "ja/"} {
		p := open(t, how{url: base + path, allow: probe})
		p.check("switches")
		p.preset("broken-websocket")
		p.check("server-rejects")
	}
	p := open(t, how{url: base, allow: probe})
	p.wait("the page knows that there is no dev server", `$('[data-part="live"]').dataset.state === "absent"`)
	if said := p.text(`[data-part="live"]`); !strings.Contains(said, "make run") {
		t.Errorf("without a dev server the live check says %q: want how to get one (make run)", said)
	}
}

// TestTwoElements: two on one page share a program and nothing else.
func TestTwoElements(t *testing.T) {
	base := staticHost(t, map[string]string{"two.html": `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Two</title><link rel="icon" href="icon.svg">
<h1>Two</h1>
<handshake-101></handshake-101>
<handshake-101></handshake-101>
<script type="module" src="handshake-101.js"></script>`})
	p := open(t, how{url: base + "two.html", allow: probe})
	if n := get[int](p, `document.querySelectorAll("handshake-101").length`); n != 2 {
		t.Fatalf("%d elements, want 2", n)
	}
	second := `document.querySelectorAll("handshake-101")[1].shadowRoot`
	state := func(root string) string {
		return get[string](p, `JSON.stringify([
			[...`+root+`.querySelectorAll("textarea")].map(e => e.value),
			`+root+`.querySelector('[data-part="verdict"]').dataset.outcome,
			`+root+`.querySelector('[data-part="explain"]').textContent,
			`+root+`.querySelector('[data-step][aria-current="step"]').textContent])`)
	}
	untouched := state(second)
	p.preset("broken-websocket") // in the first
	p.check("server-rejects")
	if now := state(second); now != untouched {
		t.Errorf("a change in the first element changed the second:\n%s\nwas\n%s", now, untouched)
	}
	first := state("shadow")
	steps := handshake.Inspect(handshake.Exchange{Request: handshake.Presets()[0].Request()}, nil).Steps
	step := `[data-step="` + steps[2].ID + `"]`
	get[bool](p, `(`+second+`.querySelector('`+step+`').click(), true)`)
	p.wait("the second goes to step "+steps[2].ID, second+`.querySelector('`+step+`[aria-current="step"]')`)
	if now := state("shadow"); now != first {
		t.Errorf("a change in the second element changed the first:\n%s\nwas\n%s", now, first)
	}
	fetched := get[int](p, `performance.getEntriesByType("resource").filter(e => e.name.endsWith(".wasm")).length`)
	if fetched != 1 {
		t.Errorf("the program was fetched %d times, want once for the document", fetched)
	}
}
