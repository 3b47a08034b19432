package page

import (
	"strconv"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// viewStep explains the step in hand: who does it, what for, its values worked
// out line by line, and what was found there.
func (m *Model) viewStep() html.HTML {
	var b html.Builder
	if len(m.Report.Steps) == 0 {
		return b.HTML()
	}
	now := m.current()
	s := &m.Report.Steps[now]
	m.stepHead(&b, now)
	b.Put(`<h2 id="step" tabindex="-1" data-rest>`)
	b.Text(m.Lang.Say(s.Title))
	b.Put(`</h2>`)
	m.viewInHand(&b, s)
	m.stepBody(&b, s, true)
	m.viewServers(&b, now)
	m.viewBrowsers(&b, now)
	b.Put(`<div class="foot">`)
	if now > 0 {
		title := m.Lang.Say(m.Report.Steps[now-1].Title)
		b.Put(`<button type="button" data-do="back" data-key="back"`)
		b.Attr("aria-label", m.say(&tBackTo, handshake.Arg{Name: "title", Value: title}))
		b.Put(`>`)
		b.Text("← " + m.say(&tBack))
		b.Put(`</button>`)
	}
	if now+1 < len(m.Report.Steps) {
		title := m.Lang.Say(m.Report.Steps[now+1].Title)
		b.Put(`<button type="button" class="next" data-do="next" data-key="next">`)
		b.Text(m.say(&tNext, handshake.Arg{Name: "title", Value: title}))
		b.Put(`<span aria-hidden="true"> →</span></button>`)
	}
	b.Put(`</div><p class="keys">`)
	b.Text(m.say(&tKeys))
	b.Put(`</p>`)
	return b.HTML()
}

func (m *Model) stepHead(b *html.Builder, i int) {
	s := &m.Report.Steps[i]
	b.Put(`<p`)
	b.Attr("class", "who "+actorClass(s.Actor))
	b.Put(`>`)
	b.Text(m.say(&tStepOf,
		handshake.Arg{Name: "n", Value: strconv.Itoa(i + 1)},
		handshake.Arg{Name: "all", Value: strconv.Itoa(len(m.Report.Steps))},
		handshake.Arg{Name: "who", Value: m.say(actorText(s.Actor))}))
	b.Put(`</p>`)
}

func actorClass(a handshake.Actor) string {
	switch a {
	case handshake.ActorServer, handshake.ActorWireResponse:
		return "server"
	case handshake.ActorBoth:
		return "both"
	}
	return "client"
}

// stepBody writes what a step has to say; live is false on paper, where
// nothing can be pressed.
func (m *Model) stepBody(b *html.Builder, s *handshake.Step, live bool) {
	b.Put(`<p class="lead">`)
	b.Text(m.Lang.Say(s.Text))
	b.Put(`</p>`)
	if s.Outcome == handshake.Skipped {
		b.Put(`<p class="skip">`)
		if i := m.stepIndex(s.Because); i >= 0 {
			b.Text(m.say(&tSkipAfter, handshake.Arg{Name: "title", Value: m.Lang.Say(m.Report.Steps[i].Title)}) + " ")
			if live {
				b.Put(`<button type="button" data-do="step"`)
				b.Attr("data-arg", s.Because)
				b.Put(` data-key="because">`)
				b.Text(m.say(&tSkipShow))
				b.Put(`</button>`)
			}
		} else {
			b.Text(m.say(&tSkipNeeded))
		}
		b.Put(`</p>`)
	}
	if len(s.Derived) > 0 {
		b.Put(`<table class="derive"><caption class="unseen">`)
		b.Text(m.say(&tWorking))
		b.Put(`</caption>`)
		for i := range s.Derived {
			d := &s.Derived[i]
			b.Put(`<tr class="`)
			b.Pick(d.Bad, "x", "v")
			b.Put(`"><th scope="row">`)
			b.Text(m.Lang.Say(d.Label))
			b.Put(`</th><td>`)
			b.Text(d.Value)
			b.Put(`</td></tr>`)
		}
		b.Put(`</table>`)
	}
	for i := range s.Findings {
		m.viewFinding(b, &s.Findings[i], i, live)
	}
}

// viewFinding is one rule broken, or worth knowing: what, how bad, who is bound
// and by what, what there is and what is wanted, and the cure.
func (m *Model) viewFinding(b *html.Builder, f *handshake.Finding, i int, live bool) {
	r := f.Rule
	b.Put(`<div`)
	if live {
		b.Put(` tabindex="-1"`)
		b.Attr("data-key", "finding-"+r.ID)
	}
	class := "rule " + r.Severity.String()
	if live && m.Found == r.ID {
		class += " pointed"
	}
	b.Attr("class", class)
	b.Attr("data-rule", r.ID)
	b.Attr("data-severity", r.Severity.String())
	b.Put(`><h3><span class="severity">`)
	b.Text(m.say(severityText(r.Severity)))
	b.Put(`</span>`)
	b.Text(" " + m.Lang.Rule(r, handshake.RuleTitle, f.Args...))
	b.Put(`</h3>`)
	if why := m.Lang.Rule(r, handshake.RuleWhy, f.Args...); why != "" {
		b.Put(`<p>`)
		b.Text(why)
		b.Put(`</p>`)
	}
	if r.Severity != handshake.Note {
		if who := m.Lang.Rule(r, handshake.RuleWho, f.Args...); who != "" {
			b.Put(`<p>`)
			b.Text(who)
			b.Put(`</p>`)
		}
	}
	if got, want := m.Lang.GotWant(f); got != "" || want != "" {
		b.Put(`<dl class="gotwant">`)
		if got != "" {
			b.Put(`<dt>`)
			b.Text(m.say(&tGot))
			b.Put(`</dt><dd><code>`)
			b.Text(got)
			b.Put(`</code></dd>`)
		}
		if want != "" {
			b.Put(`<dt>`)
			b.Text(m.say(&tWant))
			b.Put(`</dt><dd><code>`)
			b.Text(want)
			b.Put(`</code></dd>`)
		}
		b.Put(`</dl>`)
	}
	if cure := m.Lang.Rule(r, handshake.RuleCure, f.Args...); cure != "" && r.Severity != handshake.Note {
		b.Put(`<p class="cure">`)
		b.Text(cure)
		b.Put(`</p>`)
	}
	if f.Because != "" {
		b.Put(`<p class="meta">`)
		b.Text(m.say(&tFollows, handshake.Arg{Name: "rule", Value: f.Because}))
		b.Put(`</p>`)
	}
	b.Put(`<p class="meta">`)
	b.Text(m.bound(r))
	for k, c := range r.Cites {
		b.Text(" · ")
		key := ""
		if live {
			key = "cite-" + strconv.Itoa(i) + "-" + strconv.Itoa(k)
		}
		cite(b, c, key)
	}
	b.Text(" · ")
	if live {
		m.ruleLink(b, r, "rule-of-"+strconv.Itoa(i))
		b.Put(` · <a href="#" data-do="finding"`)
		b.Attr("data-arg", r.ID)
		b.Attr("data-link", f.Step)
		b.Attr("data-finding", r.ID)
		b.Attr("data-key", "to-finding-"+strconv.Itoa(i))
		b.Wrap(`>`, m.say(&tFindingLink), `</a>`)
	} else {
		b.Put(`<code>`)
		b.Text(r.ID)
		b.Put(`</code>`)
	}
	b.Put(`</p>`)
	if k := m.findingIndex(f); live && f.Fix != nil && k >= 0 {
		b.Put(`<p class="fix">`)
		m.fixButton(b, f, k, "", "step")
		m.viewFix(b, f.Fix)
		b.Put(`</p>`)
	}
	b.Put(`</div>`)
}

func (m *Model) levelText(l handshake.Level) string {
	switch l {
	case handshake.Grammar:
		return m.say(&tGrammar)
	case handshake.Practice:
		return m.say(&tPractice)
	case handshake.Explanatory:
		return m.say(&tFact)
	}
	return l.String() // the words of RFC 2119 stay as they are in every language
}

func severityText(s handshake.Severity) *handshake.Text {
	return [...]*handshake.Text{&tNote, &tWarning, &tViolate, &tError}[s]
}

func partyText(p handshake.Party) *handshake.Text {
	return [...]*handshake.Text{&tPartyClient, &tPartyServer, &tPartyEither, &tPartyPair, &tPartyProxy,
		&tPartyFrames, &tPartyURI, &tPartyScript, &tPartyBrowser}[p]
}

// Handout writes all steps one after the other, for paper and for readers
// without the program.
func Handout(m *Model) html.HTML {
	var b html.Builder
	b.Put(`<h2 id="handout">`)
	b.Text(m.say(&tHandout))
	b.Put(`</h2>`)
	for i := range m.Report.Steps {
		b.Put(`<section`)
		b.Attr("class", m.Report.Steps[i].Outcome.String())
		b.Put(`>`)
		m.stepHead(&b, i)
		b.Put(`<h3>`)
		b.Text(m.Lang.Say(m.Report.Steps[i].Title))
		b.Put(`</h3>`)
		m.stepBody(&b, &m.Report.Steps[i], false)
		b.Put(`</section>`)
	}
	return b.HTML()
}
