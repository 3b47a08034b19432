package browsertest

import (
	"strings"
)

// screen is a state of the page that every test of looks goes to: what its address
// is, what to press from there one after the other, and what no press can do.
type screen struct {
	name  string
	path  string
	press []string
	more  func(p *tab)
	long  bool // many rows, all of one kind: the checker takes its time, and is asked half as often
	own   bool // its words are a case's, measured, or a tool's: they have no key
}

// screens lists them. A new part of the page has its row here.
var screens = []screen{
	{name: "exchange"},
	{name: "broken", more: func(p *tab) { p.preset("broken-websocket") }},
	{name: "drawing", press: []string{`[data-key="sheet-drawing"]`}},
	{name: "hop by hop", press: []string{`[data-key="sheet-hops"]`}},
	{name: "help", press: []string{`[data-key="sheet-help"]`}},
	{name: "large type", press: []string{`[data-key="big"]`}, more: func(p *tab) { p.preset("broken-websocket") }},
	{name: "history", more: func(p *tab) {
		p.preset("broken-websocket")
		p.click(`[data-do="fix"]`)
		p.click(`[data-key="sheet-history"]`)
	}},
	{name: "hex", press: []string{`[data-key="hex-request"]`, `[data-key="hex-response"]`, `[data-hex="request"] [data-at="4"]`}},
	{name: "form", press: []string{`[data-key="panel-form"]`, `[data-key="form-extension-permessage-deflate"]`}},
	{name: "server's policy", press: []string{`[data-key="panel-policy"]`}, more: func(p *tab) { p.enter(`[data-field="p.2"]`, "x") }},
	{name: "break it", press: []string{`[data-key="panel-break"]`, `[data-do="break"][data-arg="two-keys"]`}},
	{name: "palette", press: []string{`[data-key="panel-insert-request"]`, `[data-key="panel-insert-response"]`}},
	{name: "paste", press: []string{`[data-key="tray-paste"]`}, more: func(p *tab) {
		p.wait("the panel has the focus", `shadow.activeElement?.dataset.key === "paste"`)
		p.insert("* Trying 127.0.0.1\n> GET / HTTP/1.1\n> Host: a\n> Cookie: a=b\n>\n< HTTP/1.1 200 OK\n< Server: x\n<\nwhat is this\n")
		p.wait("it is known", `$('[data-part="import"]')`)
	}},
	{name: "share", press: []string{`[data-key="tray-share"]`}},
	{name: "comparison", press: []string{`[data-key="compare-keep"]`}, more: func(p *tab) { p.preset("broken-websocket") }},
	{name: "stumbled", more: func(p *tab) {
		p.wait("the dev server is found", `$('[data-live="echo"]')`) // what works after a panic takes the notice away
		p.panics(false)
	}},
	{name: "cases", path: "#cases", more: func(p *tab) { p.wait("the cases are there", `$$('[data-case]').length > 40`) }},
	{name: "words pasted", own: true, path: "#cases", more: func(p *tab) {
		p.wait("the cases are there", `$$('[data-case]').length > 40`)
		p.enter(`[data-search="cases"]`, "dial: websocket: bad handshake")
		p.wait("its causes are there", `$$('[data-part="sayings"] [data-said]').length > 1`)
	}},
	{name: "one case", own: true, path: "#case=gallery-proto-unanswered", more: func(p *tab) { p.wait("the case is there", `$('[data-part="case"]')`) }},
	{name: "all rules", path: "#rules", long: true},
	{name: "some rules", path: "#rules", more: func(p *tab) {
		p.enter(`[data-search="rules"]`, "version")
		p.wait("the search leaves few rules", `(n => n > 0 && n < 60)($$('.entry').length)`)
	}},
	{name: "one rule", path: "#rule=ws.req.key.length", more: func(p *tab) {
		p.wait("the rule is there", `$('[data-rule-detail]')`)
		p.enter(`[data-search="rules"]`, "ws.req.key.length")
		p.wait("the search leaves few rules", `$('[data-rule-detail]') && $$('.entry').length < 10`)
	}},
	{name: "reality", own: true, path: "#reality", more: func(p *tab) {
		p.wait("what was measured is there", `$$('main[data-screen="reality"] .entry').length > 10`)
	}},
	{name: "reality of one", own: true, path: "#reality=browser:firefox", more: func(p *tab) {
		p.wait("its differences are there", `(n => n > 10 && n < 60)($$('main[data-screen="reality"] .entry').length)`)
		p.click(`.programs summary`)
		p.wait("the programs unfold", `$('.programs').open`)
	}},
	{name: "rule in reality", own: true, path: "#rule=ws.resp.accept.value", more: func(p *tab) {
		p.enter(`[data-search="rules"]`, "ws.resp.accept.value")
		p.wait("what programs do is there", `$$('.world').length == 1`)
	}},
	{name: "connected", more: func(p *tab) {
		p.wait("the dev server is found", `$('[data-live="echo"]')`)
		p.click(`[data-live="echo"]`)
		p.ended("done")
	}},
	{name: "sent", more: func(p *tab) {
		p.tool("send")
		p.choose("lab-cut", "own")
		p.click(`[data-do="lab-send"]`)
		p.ended("done")
	}},
	{name: "answered", more: func(p *tab) {
		p.tool("answer")
		p.click(`[data-do="lab-placeholders"]`)
		p.click(`[data-do="lab-answer"]`)
		p.ended("done")
	}},
	{name: "over TLS", more: func(p *tab) { p.tool("newer") }},
	{name: "through a proxy", more: func(p *tab) {
		p.tool("proxy")
		p.wait("the configurations come", `$('.lab details summary')`)
		p.click(`.lab details summary`)
	}},
}

// visit goes to a screen, from the page as it opens at the screen's address.
func (p *tab) visit(s screen) {
	p.Helper()
	for _, selector := range s.press {
		p.click(selector)
		p.frame()
	}
	if s.more != nil {
		s.more(p)
	}
	p.frame()
}

func (s screen) id() string { return strings.NewReplacer(" ", "-", "'", "").Replace(s.name) }
