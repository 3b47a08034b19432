package page

import (
	"strconv"
	"strings"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// paintScreen writes the frame of a collection: a heading and a search box that
// stay while the list below is written anew with every letter.
func (m *Model) paintScreen(b *html.Builder, s Screen, put func(string)) {
	name := s.String()
	b.Put(`<main class="collection"`)
	b.Attr("data-screen", name)
	b.Attr("aria-labelledby", name)
	b.Flag("hidden", m.Screen != s)
	b.Put(`><div class="collection-head"`)
	b.Attr("data-region", name+"-head")
	b.Put(`>`)
	put(name + "-head")
	b.Put(`</div><p class="count" role="status"`)
	b.Attr("data-region", name+"-count")
	b.Put(`>`)
	put(name + "-count")
	b.Put(`</p><div`)
	b.Attr("data-region", name+"-list")
	b.Put(`>`)
	put(name + "-list")
	b.Put(`</div></main>`)
}

func (m *Model) viewCollectionHead(s Screen, title, lead, search *handshake.Text) Region {
	var b html.Builder
	name := s.String()
	b.Put(`<h1 tabindex="-1" data-rest`)
	b.Attr("id", name)
	b.Attr("data-key", "h1-"+name)
	b.Put(`>`)
	b.Text(m.say(title))
	b.Put(`</h1><p>`)
	b.Text(m.say(lead))
	b.Put(`</p><label class="search"><span>`)
	b.Text(m.say(search))
	b.Put(`</span><input type="search" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search"`)
	b.Attr("data-search", name)
	b.Attr("data-key", "search-"+name)
	b.Put(`></label>`)
	return Region{name + "-head", b.HTML()}
}

// Query is what is looked for on a screen, by its name.
func (m *Model) Query(screen string) string {
	if screen == screenNames[OnCases] {
		return m.CaseQuery
	}
	if screen == screenNames[OnReality] {
		return m.Reality.Query
	}
	return m.RuleQuery
}

func numeral(name string, n int) handshake.Arg {
	return handshake.Arg{Name: name, Value: strconv.Itoa(n)}
}

func (m *Model) viewCases() []Region {
	var count, b html.Builder
	l := &m.Library
	if l.shelf == nil {
		if l.Failed {
			count.Text(m.say(&tCasesFailed, handshake.Arg{Name: "why", Value: l.Why}))
			b.Put(`<p><button type="button" data-do="cases-again" data-key="cases-again">`)
			b.Text(m.say(&tCasesAgain))
			b.Put(`</button></p>`)
		} else {
			count.Text(m.say(&tCasesLoading))
		}
		return collection(OnCases, count.HTML(), b.HTML())
	}
	found, near := l.search(m.CaseQuery)
	n, all := numeral("n", len(found)), numeral("all", len(l.gallery))
	switch {
	case len(found) == 0:
		count.Text(m.say(&tCasesNone))
	case near:
		count.Text(m.say(&tCasesNear, n))
	case len(found) == len(l.gallery):
		count.Text(m.say(&tCasesCount, n))
	default:
		count.Text(m.say(&tCasesFound, n, all))
	}
	said := l.lookUp(m.CaseQuery)
	if len(said) > 0 && (near || len(found) == 0) {
		count = html.Builder{}
		count.Text(m.say(&tSaidBy, numeral("n", len(said))))
	}
	m.viewSayings(&b, said)
	for i, g := range found {
		if i == 0 || g.group != found[i-1].group {
			if i > 0 {
				b.Put(`</ul></section>`)
			}
			b.Put(`<section><h2>`)
			b.Text(m.say(groups[g.group].title))
			b.Put(`</h2><ul class="cards">`)
		}
		m.viewCard(&b, g.Case)
	}
	if len(found) > 0 {
		b.Put(`</ul></section>`)
	}
	b.Put(`<p class="meta"><a`)
	b.Link("href", m.Base+"cases.txt")
	b.Put(` data-key="cases-text">`)
	b.Text(m.say(&tCasesText))
	b.Put(`</a></p>`)
	return collection(OnCases, count.HTML(), b.HTML())
}

func collection(s Screen, count, list html.HTML) []Region {
	name := s.String()
	return []Region{{name + "-count", count}, {name + "-list", list}}
}

// viewCard is one case: what becomes of it, its title, and what was seen.
func (m *Model) viewCard(b *html.Builder, c *handshake.Case) {
	b.Put(`<li><a class="card"`)
	b.Link("href", "#"+place{kind: "case", id: c.ID}.String())
	b.Put(` data-do="case"`)
	b.Attr("data-arg", c.ID)
	b.Attr("data-case", c.ID)
	b.Attr("data-key", "case-"+c.ID)
	b.Put(`>`)
	outcome, status, _ := strings.Cut(c.Get("verdict"), " ")
	class, text := outcomeLooks(outcome)
	b.Put(`<span class="chip `)
	b.Pick(class == "good", "good", "bad")
	b.Put(`">`)
	b.Text(status)
	b.Put(`</span> <strong>`)
	b.Text(m.caseText(c, "title"))
	b.Put(`</strong> <small>`)
	b.Text(m.say(text))
	b.Put(`</small>`)
	if seen := c.Get("seen"); seen != "" {
		b.Put(` <span class="seen" lang="en"><span class="unseen">`)
		b.Text(m.say(&tCaseSeen) + ": ")
		b.Put(`</span>`)
		b.Text(seen)
		b.Put(`</span>`)
	}
	b.Put(`</a></li>`)
}

func outcomeLooks(outcome string) (class string, text *handshake.Text) {
	switch outcome {
	case handshake.Switches.String():
		return "good", &tOutcomeSwitches
	case handshake.StaysHTTP.String():
		return "bad", &tOutcomeStays
	case handshake.ServerRejects.String():
		return "bad", &tOutcomeRejects
	}
	return "bad", &tOutcomeFails
}

// viewCase is the note above the steps of a case that was opened: what is known
// of it beyond its bytes. It stays until it is closed or something else opened.
func (m *Model) viewCase() html.HTML {
	var b html.Builder
	c := m.Case
	if !m.CaseNote || c == nil || m.Request.Origin == Recorded {
		return b.HTML()
	}
	rule := handshake.RuleByID(m.CaseRule)
	client := isClient(c.ID)
	example := c.Get("group") == "" && !client
	b.Put(`<aside class="case" data-part="case"`)
	b.Attr("data-case", c.ID)
	b.Put(` aria-labelledby="case"><div class="case-head"><p class="kicker">`)
	switch {
	case client:
		b.Text(m.say(&tCaseClient))
	case example:
		b.Text(m.say(&tCaseExample))
	default:
		b.Text(m.say(&tCaseReal))
	}
	b.Put(`</p><h2 id="case" tabindex="-1" data-key="case">`)
	if m.CaseRight && rule != nil {
		b.Text(m.sayf(&tCaseKept, "title", m.ruleText(rule, handshake.RuleTitle)))
	} else if example && rule != nil {
		b.Text(m.ruleText(rule, handshake.RuleTitle))
	} else {
		b.Text(m.caseText(c, "title"))
	}
	b.Put(`</h2>`)
	if !m.CaseWhole {
		b.Put(`<p class="meta">`)
		b.Text(m.say(&tCaseChanged))
		b.Put(`</p>`)
	}
	b.Put(`</div><dl class="facts">`)
	fact := func(label *handshake.Text, value, lang string) {
		if value == "" {
			return
		}
		b.Put(`<div><dt>`)
		b.Text(m.say(label))
		b.Put(`</dt><dd`)
		if lang != "" {
			b.Attr("lang", lang)
		}
		b.Put(`>`)
		b.Text(value)
		b.Put(`</dd></div>`)
	}
	fact(&tCaseSeen, c.Get("seen"), "en")
	fact(&tCaseCause, m.caseText(c, "cause"), "")
	fact(&tCaseCure, m.caseText(c, "cure"), "")
	if client {
		fact(&tCaseRecorded, c.Get("recorded"), "en")
		fact(&tCaseNeutral, m.say(&tCaseNeutrals), "")
	}
	if source := c.Get("source"); source != "" {
		b.Put(`<div><dt>`)
		b.Text(m.say(&tCaseSource))
		b.Put(`</dt><dd lang="en">`)
		viewSources(&b, source)
		b.Put(`</dd></div>`)
	}
	b.Put(`</dl><div class="acts">`)
	if m.Main && rule != nil {
		b.Put(`<a class="button"`)
		b.Link("href", "#"+place{kind: "rule", id: rule.ID}.String())
		b.Put(` data-do="rule" data-key="case-rule"`)
		b.Attr("data-arg", rule.ID)
		b.Put(`>`)
		b.Text(m.say(&tCaseBackRule))
		b.Put(`</a>`)
	}
	if m.Main && !example && !client {
		b.Put(`<a class="button" href="#cases" data-do="screen" data-arg="cases" data-key="case-all">`)
		b.Text(m.say(&tCaseBack))
		b.Put(`</a>`)
	}
	b.Put(`<button type="button" data-do="close-case" data-key="close-case">`)
	b.Text(m.say(&tCaseClose))
	b.Put(`</button></div></aside>`)
	return b.HTML()
}

// viewSources makes a link of each thread that is named as owner/name#number;
// what is none stays as it stands.
func viewSources(b *html.Builder, source string) {
	for i, s := range strings.Split(source, ", ") {
		if i > 0 {
			b.Text(", ")
		}
		repo, n, ok := strings.Cut(s, "#")
		if ok && strings.Count(repo, "/") == 1 && !strings.Contains(repo, " ") && n != "" && strings.Trim(n, "0123456789") == "" {
			b.Put(`<a`)
			b.Link("href", "https://github.com/"+repo+"/issues/"+n)
			b.Attr("data-key", "source-"+strconv.Itoa(i))
			b.Put(` target="_blank" rel="noreferrer">`)
			b.Text(s)
			b.Put(`</a>`)
			continue
		}
		b.Text(s)
	}
}
