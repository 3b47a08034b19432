package page

import (
	"strings"
	"testing"

	"handshake101/handshake"
)

// TestCatalogue: every rule stands under a heading, and its link unfolds it
// with all that is known of it.
func TestCatalogue(t *testing.T) {
	m := New(nil)
	m.Main = true
	m = do(m, Message{Name: "screen", Arg: "rules"})
	groups, n := m.rulesFound()
	if n != len(handshake.Rules()) {
		t.Errorf("%d of %d rules stand in the catalogue", n, len(handshake.Rules()))
	}
	for _, g := range groups {
		if topicText(g.topic) == nil {
			t.Errorf("the topic %s has no heading: give it one in rules.go", g.topic)
		}
	}
	for _, r := range handshake.Rules() {
		opened := do(m, Message{Name: "open", Value: "#rule=" + r.ID})
		if opened.Link() != "rule="+r.ID || opened.Screen != OnRules {
			t.Errorf("%s: the link is %q", r.ID, opened.Link())
		}
		var b strings.Builder
		for _, region := range View(&opened) {
			b.WriteString(walk(t, r.ID, region.HTML.String()))
		}
		for _, part := range []string{r.ID, r.Wrong, r.Right, opened.ruleText(r, handshake.RuleCure)} {
			if !strings.Contains(b.String(), part) {
				t.Errorf("%s: %q is not shown", r.ID, part)
			}
		}
		if strings.Contains(opened.ruleText(r, handshake.RuleTitle), "{") {
			t.Errorf("%s: a placeholder is left in %q", r.ID, r.Title)
		}
	}
}

func TestRuleSearch(t *testing.T) {
	m := do(New(nil), Message{Name: "screen", Arg: "rules"}, Message{Name: "search", Arg: "rules", Value: "Key  16"})
	groups, n := m.rulesFound()
	if n == 0 || n > 20 {
		t.Errorf("%d rules for the key's length", n)
	}
	found := false
	for _, g := range groups {
		for _, r := range g.rules {
			found = found || r.ID == "ws.req.key.length"
		}
	}
	if !found {
		t.Error("the key's length is not among them")
	}
	if hidden := do(m, Message{Name: "rule", Arg: "h1.host.required"}); hidden.RuleQuery != "" {
		t.Error("a rule is opened, and the search hides it")
	}
	if shown := do(m, Message{Name: "rule", Arg: "ws.req.key.length"}); shown.RuleQuery == "" || shown.Rule != "ws.req.key.length" {
		t.Error("a rule that fits clears the search")
	} else if folded := do(shown, Message{Name: "rule", Arg: "ws.req.key.length"}); folded.Rule != "" || folded.Link() != "rules" {
		t.Error("a second press does not fold the rule")
	}
	if none := do(m, Message{Name: "open", Value: "rule=no.such"}); none.Notice.Text.Text != &tNoSuchRule {
		t.Error("a rule that is not there is not told")
	}
	nothing := do(m, Message{Name: "search", Arg: "rules", Value: "xyzzy"})
	said := false
	for _, region := range View(&nothing) {
		said = said || region.Name == "rules-count" && strings.Contains(region.HTML.String(), nothing.say(&tRulesNone))
	}
	if !said {
		t.Error("that nothing is found is not said")
	}
}

// TestScreens: turning to a screen keeps the exchange, and every screen is a
// link.
func TestScreens(t *testing.T) {
	m := do(New(nil), edit("request", "GET / HTTP/1.1\nHost: a\n\n"))
	for _, name := range []string{"cases", "rules"} {
		turned := do(m, Message{Name: "screen", Arg: name})
		if turned.Link() != name || turned.Request.Text != m.Request.Text || turned.Shows() == m.Shows() {
			t.Errorf("%s: link %q", name, turned.Link())
		}
		if back := do(turned, Message{Name: "screen", Arg: "exchange"}); back.Link() != m.Link() {
			t.Errorf("%s: back on %q", name, back.Link())
		}
		if opened := do(turned, Message{Name: "open", Value: m.Link()}); opened.Screen != OnExchange || opened.Request.Text != m.Request.Text {
			t.Errorf("%s: a link does not lead back to the exchange", name)
		}
	}
	ja, effects := Update(New(nil), Message{Name: "open", Value: "rules&lang=ja&later=x"})
	if len(effects) != 2 || effects[1].Do != FetchLanguage || effects[1].Arg != "ja" || ja.Link() != "rules&lang=ja" {
		t.Errorf("a link in Japanese: %v, %q", effects, ja.Link())
	}
}

// TestPlaces: what these links mean never changes.
func TestPlaces(t *testing.T) {
	for fragment, want := range map[string]place{
		"cases":            {kind: "cases"},
		"rules&lang=ja":    {kind: "rules", lang: "ja"},
		"case=a%20b%2fc%":  {kind: "case", id: "a b/c%"},
		"rule=ws.x&new=1":  {kind: "rule", id: "ws.x"},
		"case=x&lang=ja&z": {kind: "case", id: "x", lang: "ja"},
	} {
		p, ok := parsePlace(fragment)
		if !ok || p != want {
			t.Errorf("%s: %+v, %v", fragment, p, ok)
		}
		if again, ok := parsePlace(p.String()); !ok || again != p {
			t.Errorf("%s came back as %+v", p, again)
		}
	}
	for fragment, own := range map[string]bool{"": false, "top": false, "case": false, "rule=": false, "1.AAE": true, "12.x": true, "1x": false, "cases": true} {
		if OwnFragment(fragment) != own {
			t.Errorf("OwnFragment(%q) = %v", fragment, !own)
		}
	}
}

// TestRuleOfFinding: a finding leads to its rule, inside the page to the
// catalogue there, elsewhere to the page.
func TestRuleOfFinding(t *testing.T) {
	m := do(New(nil), preset("broken-websocket"))
	m.Base = "https://a.example/h/"
	id := m.Report.Verdict.Cause.Rule.ID
	if h := m.viewStep().String(); !strings.Contains(h, `href="https://a.example/h/#rule=`+id+`"`) {
		t.Error("elsewhere the rule is no link to the page")
	}
	m.Main = true
	if h := m.viewStep().String(); !strings.Contains(h, `href="#rule=`+id+`" data-do="rule"`) {
		t.Error("in the page the rule is no link to the catalogue")
	}
}

func TestBrowsers(t *testing.T) {
	m := do(New(nil), Message{Name: "last"}, Message{Name: "back"})
	if h := m.viewStep().String(); !strings.Contains(h, m.say(&tBrowsersAllOpen)) {
		t.Error("that all browsers open the default exchange is not said")
	}
	m = do(m, edit("response", strings.Replace(m.Response.Text, "Upgrade: websocket\n", "", 1)), Message{Name: "last"}, Message{Name: "back"})
	if h := m.viewStep().String(); !strings.Contains(h, `data-browser="Chromium" data-does="fails"`) || !strings.Contains(h, "&#39;Upgrade&#39; header is missing") {
		t.Errorf("what Chromium says is not shown: %s", h)
	}
	first := do(m, Message{Name: "first"})
	if strings.Contains(first.viewStep().String(), `data-part="browsers"`) {
		t.Error("browsers are spoken of before there is an answer")
	}
}

// TestBrowsersAfterwards: the extensions that a page reads, and what a bad frame behind
// the 101 does, stand beside the outcome.
func TestBrowsersAfterwards(t *testing.T) {
	m := do(New(nil), preset("websocket-options"), Message{Name: "last"}, Message{Name: "back"})
	if h := m.viewStep().String(); strings.Count(h, m.say(&tEngineExtensions)) != 3 || !strings.Contains(h, `<code lang="en">permessage-deflate</code>`) {
		t.Errorf("socket.extensions is not shown: %s", h)
	}
	m = do(m, edit("response", m.Response.Text+`\x81\x80abcd\`), Message{Name: "first"})
	for range 100 {
		if strings.Contains(m.viewStep().String(), `data-part="browsers"`) {
			break
		}
		m = do(m, Message{Name: "next"})
	}
	h := m.viewStep().String()
	if !strings.Contains(h, m.say(&tEngineEnds, handshake.Arg{Name: "code", Value: "1006"}, handshake.Arg{Name: "frame", Value: "1002"})) || !strings.Contains(h, "A server must not mask any frames") {
		t.Errorf("what the frame does is not shown: %s", h)
	}
}

func TestInquiry(t *testing.T) {
	in := Inquiry{Request: []byte("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), Policy: [][2]string{{"only", "websocket"}}}
	if got := string(in.Report()); !strings.HasPrefix(got, `{"schema":1,`) || !strings.Contains(got, `"verdict":"reject"`) {
		t.Errorf("report %.200s", got)
	}
	in.Policy = [][2]string{{"versoins", "13"}}
	if got := string(in.Report()); !strings.Contains(got, `"name":"ArgumentError"`) || !strings.Contains(got, `"field":"policy.versoins"`) {
		t.Error(got)
	}
	in = Inquiry{Lang: "ja", Catalogue: "no section: x"}
	if got := string(in.Report()); !strings.Contains(got, `"field":"lang"`) {
		t.Error(got)
	}
	if got := string(Misuse("request", "null", "a string")); got != `{"error":{"name":"ArgumentError","message":"request: got null, expected a string","field":"request","got":"null","want":"a string"}}` {
		t.Error(got)
	}
}

// TestServersOnThePage: what servers answer to the request in hand stands in the
// server's steps, and nowhere for a request that is for something else.
func TestServersOnThePage(t *testing.T) {
	step := func(m Model) string {
		m = do(m, Message{Name: "first"})
		for range 100 {
			if h := m.viewStep().String(); strings.Contains(h, `data-part="servers"`) {
				return h
			}
			m = do(m, Message{Name: "next"})
		}
		return ""
	}
	m := New(nil)
	if h := step(m); !strings.Contains(h, `data-does="101">`) || !strings.Contains(h, "gorilla/websocket") || !strings.Contains(h, m.say(&tServersForward)) {
		t.Errorf("the default request: %s", h)
	}
	m = do(m, edit("request", strings.Replace(m.Request.Text, "Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 12", 1)))
	if h := step(m); !strings.Contains(h, `<dt>426</dt><dd data-does="426">`) || !strings.Contains(h, `<dt>400</dt>`) {
		t.Errorf("an unknown version: %s", h)
	}
	if h := step(do(New(nil), preset("generic"))); h != "" {
		t.Errorf("another protocol: %s", h)
	}
}

// TestExamples: each rule opens a case that breaks it and one that keeps it.
func TestExamples(t *testing.T) {
	lib := library(t)
	for _, r := range handshake.Rules() {
		for _, name := range []string{"example", "example-right"} {
			m := do(lib, Message{Name: name, Arg: r.ID})
			if m.Screen != OnExchange || m.Case == nil || m.CaseRule != r.ID || m.CaseRight != (name == "example-right") {
				t.Errorf("%s: %s opens %v for %q", r.ID, name, m.Case, m.CaseRule)
				continue
			}
			found := false
			for _, side := range []handshake.Side{handshake.FromClient, handshake.FromServer} {
				for _, f := range m.findings(side) {
					found = found || f.Rule == r
				}
			}
			if found == m.CaseRight {
				t.Errorf("%s: %s opens %s, where it is found: %v", r.ID, name, m.Case.ID, found)
			}
		}
	}
}
