package page

import (
	"strconv"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

func (m *Model) viewRules() []Region {
	list, n := m.rulesFound()
	all := len(handshake.Rules())
	var count, b html.Builder
	switch n {
	case 0:
		count.Text(m.say(&tRulesNone))
	case all:
		count.Text(m.say(&tRulesCount, numeral("n", n)))
	default:
		count.Text(m.say(&tRulesFound, numeral("n", n), numeral("all", all)))
	}
	for _, g := range list {
		b.Put(`<section class="topic"><h2>`)
		if t := topicText(g.topic); t != nil {
			b.Text(m.say(t))
		}
		b.Put(`</h2><ul class="entries">`)
		for _, r := range g.rules {
			m.viewEntry(&b, r)
		}
		b.Put(`</ul></section>`)
	}
	return collection(OnRules, count.HTML(), b.HTML())
}

// viewEntry is one rule: a line that is its link, and below it, when it is
// unfolded, all that is known of it.
func (m *Model) viewEntry(b *html.Builder, r *handshake.Rule) {
	open := r.ID == m.Rule
	b.Put(`<li class="`)
	b.Pick(open, "entry open", "entry")
	b.Put(`"><a`)
	b.Link("href", "#"+place{kind: "rule", id: r.ID}.String())
	b.Put(` data-do="rule"`)
	b.Attr("data-arg", r.ID)
	b.Attr("data-key", "rule-"+r.ID)
	b.Put(` aria-expanded="`)
	b.Pick(open, "true", "false")
	b.Put(`"><span class="title">`)
	b.Text(m.ruleText(r, handshake.RuleTitle))
	b.Put(`</span> <span`)
	b.Attr("class", "severity "+r.Severity.String())
	b.Put(`>`)
	b.Text(m.say(severityText(r.Severity)))
	b.Put(`</span> <code>`)
	b.Text(r.ID)
	b.Put(`</code></a>`)
	if open {
		m.viewRule(b, r)
	}
	b.Put(`</li>`)
}

func (m *Model) viewRule(b *html.Builder, r *handshake.Rule) {
	b.Put(`<div class="detail"`)
	b.Attr("data-rule-detail", r.ID)
	b.Put(`><p class="meta">`)
	b.Text(m.bound(r))
	if r.Status != 0 {
		b.Text(" · " + m.say(&tRuleStatus, numeral("status", r.Status)))
	}
	for k, c := range r.Cites {
		b.Text(" · ")
		cite(b, c, "rule-cite-"+strconv.Itoa(k))
	}
	b.Put(`</p><dl class="facts">`)
	for _, f := range []struct {
		label *handshake.Text
		part  handshake.RulePart
	}{{&tRuleWhy, handshake.RuleWhy}, {&tRuleWho, handshake.RuleWho}, {&tRuleCure, handshake.RuleCure}} {
		if text := m.ruleText(r, f.part); text != "" {
			b.Put(`<div><dt>`)
			b.Text(m.say(f.label))
			b.Put(`</dt><dd>`)
			b.Text(text)
			b.Put(`</dd></div>`)
		}
	}
	for _, f := range []struct {
		label *handshake.Text
		line  string
	}{{&tRuleWrong, r.Wrong}, {&tRuleRight, r.Right}} {
		if f.line != "" {
			b.Put(`<div class="`)
			b.Pick(f.label == &tRuleWrong, "line bad", "line good")
			b.Put(`"><dt>`)
			b.Text(m.say(f.label))
			b.Put(`</dt><dd><code>`)
			b.Text(f.line)
			b.Put(`</code></dd></div>`)
		}
	}
	b.Put(`</dl>`)
	m.viewWorld(b, r)
	b.Put(`<p class="acts"><button type="button" data-do="example" data-key="example"`)
	b.Attr("data-arg", r.ID)
	b.Wrap(`>`, m.say(&tRuleExample), `</button> <button type="button" data-do="example-right" data-key="example-right"`)
	b.Attr("data-arg", r.ID)
	b.Wrap(`>`, m.say(&tRuleExampleRight), `</button></p></div>`)
}

// bound says by which word a rule binds, and whom.
func (m *Model) bound(r *handshake.Rule) string {
	level := m.levelText(r.Level)
	if r.Level == handshake.Explanatory {
		return level
	}
	return m.say(&tBinds, handshake.Arg{Name: "level", Value: level}, handshake.Arg{Name: "party", Value: m.say(partyText(r.Binds))})
}

// ruleLink leads from a finding to its rule: inside the page's own element to
// the catalogue there, elsewhere to the page.
func (m *Model) ruleLink(b *html.Builder, r *handshake.Rule, key string) {
	b.Put(`<a`)
	to := "#" + place{kind: "rule", id: r.ID}.String()
	if !m.Main {
		b.Link("href", m.Base+to)
		b.Put(` target="_blank"`)
	} else {
		b.Link("href", to)
		b.Put(` data-do="rule"`)
		b.Attr("data-arg", r.ID)
	}
	b.Attr("data-key", key)
	b.Attr("title", m.say(&tRuleOpen))
	b.Put(`><code>`)
	b.Text(r.ID)
	b.Put(`</code></a>`)
}
