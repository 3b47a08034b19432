package browsertest

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// TestGallery walks as somebody does who has an error message and nothing else:
// paste it, open the case, read its cause, go back.
func TestGallery(t *testing.T) {
	p := open(t, how{})
	p.click(`[data-key="nav-cases"]`)
	p.wait("the cases are there", `$$('[data-case]').length > 40 && location.hash === "#cases"`)
	const message = `WebSocket connection to 'wss://a.example/' failed: Error during WebSocket handshake: 'Upgrade' header is missing`
	p.click(`[data-search="cases"]`)
	for _, letter := range message {
		p.key(string(letter))
	}
	p.wait("the search has found few", `$$('main:not([hidden]) [data-case]').length < 4`)
	if got := get[string](p, `$('[data-search="cases"]').value`); got != message {
		t.Errorf("the search box holds %q", got)
	}
	if !get[bool](p, `shadow.activeElement === $('[data-search="cases"]')`) {
		t.Error("typing lost the focus")
	}
	p.click(`[data-case="gallery-hop-stripped-101"]`)
	p.wait("the case is open", `$('[data-part="case"]') && location.hash === "#case=gallery-hop-stripped-101"`)
	if got := get[string](p, `shadow.activeElement.id`); got != "case" {
		t.Errorf("the focus is on %q, want the case's heading", got)
	}
	if note := p.text(`[data-part="case"]`); !strings.Contains(note, "Cause") || get[int](p, `$$('[data-part="case"] a[href^="https://github.com/"]').length`) == 0 {
		t.Errorf("the note says %q", note)
	}
	get[bool](p, `(history.back(), true)`)
	p.wait("back leads to the gallery", `location.hash === "#cases" && !$('main[data-screen="cases"]').hidden && $('main[data-screen="exchange"]').hidden`)
	get[bool](p, `(history.back(), true)`)
	p.wait("and then to the exchange", `!$('main[data-screen="exchange"]').hidden && $('[data-editor="request"]').value.startsWith("GET /chat ")`)
}

// TestCaseLink: a link opens the case by itself, in both languages.
func TestCaseLink(t *testing.T) {
	for _, path := range []string{"", "ja/"} {
		p := open(t, how{path: path + "#case=gallery-guid-typo"})
		p.wait("the case opens", `$('[data-part="case"]') && $('[data-editor="response"]').value.includes("FlscFByo7EQHPKXToHKEWjb17RQ=")`)
		if got := p.attr(`[data-part="verdict"]`, "data-outcome"); got != "client-fails" {
			t.Errorf("/%s: the verdict is %q", path, got)
		}
		p.click(`[data-key="close-case"]`)
		p.wait("the note closes", `!$('[data-part="case"]')`)
	}
}

// TestRules: from a finding to its rule, from there to an example, and by
// search to another.
func TestRules(t *testing.T) {
	p := open(t, how{})
	p.preset("broken-websocket")
	p.click(`[data-rule="ws.req.key.length"] a[data-do="rule"]`)
	p.wait("the rule is open", `$('[data-rule-detail="ws.req.key.length"]') && location.hash === "#rule=ws.req.key.length"`)
	if !get[bool](p, `(r => r.top >= 0 && r.bottom < innerHeight)($('[data-key="rule-ws.req.key.length"]').getBoundingClientRect())`) {
		t.Error("the rule is out of sight")
	}
	p.click(`[data-do="example"]`)
	p.wait("an example opens", `$('[data-part="case"]') && !$('main[data-screen="exchange"]').hidden`)
	if p.text(`[data-rule="ws.req.key.length"]`) == "" {
		t.Error("the example does not show the rule")
	}
	p.click(`[data-key="case-rule"]`)
	p.wait("back at the rule", `$('[data-rule-detail="ws.req.key.length"]')`)
	p.click(`[data-do="example-right"]`)
	p.wait("one that keeps it opens", `$('[data-part="case"]')?.innerText.includes("Not the case here") && !$('main[data-screen="exchange"]').hidden`)
	if p.text(`[data-rule="ws.req.key.length"]`) != "" {
		t.Error("the example that keeps the rule breaks it")
	}
	p.click(`[data-key="nav-rules"]`)
	p.click(`[data-search="rules"]`)
	p.key("masked")
	p.wait("the search leaves few rules", `(n => n > 0 && n < 10)($$('.entry').length)`)
}

// TestInspectForScripts: the report by function, from the element and from the
// module, and mistakes as values.
func TestInspectForScripts(t *testing.T) {
	p := open(t, how{path: "ja/"})
	request := strconv.Quote("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n")
	call := func(function, argument string) string {
		return get[string](p, fmt.Sprintf(`import(new URL("../handshake-101.js", location)).then(module => %s(%s)).then(r => JSON.stringify(r))`, function, argument))
	}
	for _, c := range []struct{ function, argument, want string }{
		{"module.inspect", `{request: ` + request + `}`, `"outcome":"server-rejects"`},
		{"module.inspect", `{request: ` + request + `}`, `"language":"en"`},
		{"host.inspect", `{request: new TextEncoder().encode(` + request + `), response: null}`, `"language":"ja"`},
		{"module.inspect", `{request: ` + request + `, policy: {protocols: [], versions: [13]}}`, `"outcome":"stays-http"`},
		{"module.inspect", `{request: ` + request + `, response: ""}`, `"outcome":"client-fails"`},
		{"module.inspect", `{request: 5}`, `"field":"request"`},
		{"module.inspect", ``, `"name":"ArgumentError"`},
		{"module.inspect", `{request: "", policy: {colour: "red"}}`, `"field":"policy.colour"`},
		{"module.inspect", `{request: "", policy: {versions: [{}]}}`, `"field":"policy.versions"`},
	} {
		if got := call(c.function, c.argument); !strings.Contains(got, c.want) {
			t.Errorf("%s(%s) = %.300s, want %s in it", c.function, c.argument, got, c.want)
		}
	}
}
