package page

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// reality is the page with what was measured, as devserver/peers wrote it.
func reality(t *testing.T) Model {
	t.Helper()
	data, err := os.ReadFile("../../web/peers/reality.txt")
	if err != nil {
		t.Fatal(err)
	}
	m := do(New(nil), Message{Name: "screen", Arg: "reality"}, Message{Name: "reality", Value: string(data)})
	m.Main = true
	return m
}

func realityHTML(t *testing.T, m Model) (s string) {
	t.Helper()
	for _, r := range m.viewReality() {
		walk(t, r.Name, r.HTML.String())
		s += r.HTML.String()
	}
	return s
}

func entries(html string) int { return strings.Count(html, "data-judgement=") }

// TestRealityShowsAll: every judgement is there, with who does it and where it is
// looked at; versions and the date stand on the screen.
func TestRealityShowsAll(t *testing.T) {
	m := reality(t)
	html := realityHTML(t, m)
	w := m.Reality.world
	if n := entries(html); n != len(w.judged) || n < 100 {
		t.Errorf("%d entries of %d judgements", n, len(w.judged))
	}
	if !strings.Contains(html, w.measured) {
		t.Error("the date is missing")
	}
	for i := range w.peers {
		p := &w.peers[i]
		if !strings.Contains(html, p.version) || !strings.Contains(html, `"program-`+p.key()+`"`) {
			t.Errorf("%s %s is not in the table", p.key(), p.version)
		}
	}
	lib := library(t)
	for i := range w.judged {
		j := &w.judged[i]
		if len(j.does) == 0 {
			t.Errorf("[%s]: nobody does it", j.id)
		}
		opens := false
		for k := range j.does {
			d := &j.does[k]
			opens = opens || d.at != ""
			if len(d.peers) == 0 || deedText(d.does) == &tDeedRefuses && d.does != "refuses" {
				t.Errorf("[%s] %s %s: who, or what, is not known", j.id, d.of, d.does)
			}
			if fragment, ok := strings.CutPrefix(d.at, "#"); ok {
				if s, ok := DecodeLink(fragment); !ok || len(s.Request) == 0 || len(s.Response) == 0 {
					t.Errorf("[%s]: the link %s opens nothing", j.id, d.at)
				}
			} else if d.at != "" && lib.Library.find(d.at) == nil { // too long an answer makes no link
				t.Errorf("[%s]: no case %q", j.id, d.at)
			}
		}
		if !opens {
			t.Errorf("[%s]: no example can be opened", j.id)
		}
	}
}

// TestRealityChoice: programs and verdicts choose among the entries, a link keeps the
// programs, and a choice that nobody is in is none.
func TestRealityChoice(t *testing.T) {
	m := reality(t)
	all := len(m.Reality.judged)
	for i := range m.Reality.peers {
		p := &m.Reality.peers[i]
		n := 0
		for _, k := range m.Reality.counts(p) {
			n += k
		}
		one := do(m, Message{Name: "reality-who", Value: p.key()})
		html := realityHTML(t, one)
		if entries(html) != n {
			t.Errorf("%s: %d entries, the table counts %d", p.key(), entries(html), n)
		}
		if one.Link() != "reality="+percent(p.key()) {
			t.Errorf("%s: link %q", p.key(), one.Link())
		}
		for _, line := range regexp.MustCompile(`<li><strong>.*?</li>`).FindAllString(html, -1) {
			if !strings.Contains(line, strings.ReplaceAll(p.name, "&", "&amp;")) {
				t.Errorf("%s: a line about others: %s", p.key(), line)
			}
		}
		place, _ := parsePlace(one.Link())
		if opened, _ := m.openPlace(place); opened.Reality.Who != p.key() {
			t.Errorf("%s: its link opens %q", p.key(), opened.Reality.Who)
		}
	}
	sum := 0
	for _, v := range realVerdicts {
		sum += entries(realityHTML(t, do(m, Message{Name: "reality-verdict", Value: v.id})))
	}
	if sum != all {
		t.Errorf("the verdicts have %d entries, together there are %d", sum, all)
	}
	if one := do(m, Message{Name: "reality-who", Value: "server:nobody"}); one.Reality.Who != "" {
		t.Errorf("nobody is chosen: %q", one.Reality.Who)
	}
	if n := entries(realityHTML(t, do(m, Message{Name: "reality-who", Value: "browser"}, Message{Name: "search", Arg: "reality", Value: "Chromium several-interim"}))); n != 1 {
		t.Errorf("%d entries on Chromium and interim responses, want 1", n)
	}
}

// TestRuleShowsBothSides: a rule that servers and clients meet says who refuses and
// who lets pass on either side.
func TestRuleShowsBothSides(t *testing.T) {
	m := reality(t)
	for rule, want := range map[string][]string{
		"ws.resp.accept.value":    {"What real clients and browsers do", "Tomcat", "Chromium"},
		"ws.req.key.present":      {"What real servers and proxies do", "gorilla/websocket"},
		"ws.frame.length-minimal": {"What real servers and proxies do", "What real clients and browsers do", "lxzan/gws"},
		"h1.1xx.in-http10":        {"What real clients and browsers do", "WebKitGTK"},
	} {
		shown := do(m, Message{Name: "rule", Arg: rule})
		var html string
		for _, r := range shown.viewRules() {
			html += walk(t, r.Name, r.HTML.String())
		}
		for _, w := range want {
			if !strings.Contains(html, w) {
				t.Errorf("%s does not say %q", rule, w)
			}
		}
	}
}
