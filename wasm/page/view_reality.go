package page

import (
	"strings"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// viewReality lists where real programs do otherwise than the strict reading, by
// the verdict on it.
func (m *Model) viewReality() []Region {
	var count, b html.Builder
	r := &m.Reality
	if r.world == nil {
		if r.Failed {
			count.Text(m.say(&tRealityFailed, handshake.Arg{Name: "why", Value: r.Why}))
			b.Put(`<p><button type="button" data-do="reality-again" data-key="reality-again">`)
			b.Text(m.say(&tCasesAgain))
			b.Put(`</button></p>`)
		} else {
			count.Text(m.say(&tRealityLoading))
		}
		return collection(OnReality, count.HTML(), b.HTML())
	}
	query, n := wordsOf(r.Query), 0
	for _, v := range realVerdicts {
		open := false
		for i := range r.judged {
			j := &r.judged[i]
			if j.verdict != v.id || !holdsAll(m.realityWords(j), query) {
				continue
			}
			if !open {
				open = true
				b.Put(`<section><h2>`)
				b.Text(m.say(v.text))
				b.Put(`</h2><ul class="entries">`)
			}
			n++
			m.viewJudgement(&b, j)
		}
		if open {
			b.Put(`</ul></section>`)
		}
	}
	count.Text(m.say(&tRealityCount, numeral("n", n), numeral("all", len(r.judged))))
	b.Put(`<section><h2>`)
	b.Text(m.say(&tRealityMeasured, handshake.Arg{Name: "date", Value: r.measured}))
	b.Put(`</h2><p>`)
	for i, p := range r.peers {
		if i > 0 {
			b.Text(", ")
		}
		b.Text(p.name + " ")
		b.Put(`<small>`)
		b.Text(p.version)
		b.Put(`</small>`)
	}
	b.Put(`</p><p>`)
	b.Text(m.say(&tRealityHow))
	b.Put(`</p><p class="meta"><a data-key="servers-text"`)
	b.Link("href", m.Base+"servers.txt")
	b.Put(`>`)
	b.Text(m.say(&tRealityText))
	b.Put(`</a></p></section>`)
	return collection(OnReality, count.HTML(), b.HTML())
}

func (m *Model) viewJudgement(b *html.Builder, j *judgement) {
	text := j.text
	if m.LangCode == "ja" {
		text = j.ja
	}
	b.Put(`<li class="entry judged"`)
	b.Attr("data-judgement", j.id)
	b.Put(`><p>`)
	b.Text(text)
	b.Put(` `)
	citeText(b, j.cite, "judged-"+j.id)
	b.Put(`</p><ul>`)
	for i := range j.does {
		d := &j.does[i]
		if d.like(j.does[:i]) {
			continue // said with the first of its like
		}
		b.Put(`<li><strong>`)
		b.Text(m.say(deedText(d.does)))
		b.Put(`</strong> `)
		b.Text(m.Reality.names(d.peers))
		for k := range j.does[i:] {
			if e := &j.does[i+k]; e.like(j.does[i : i+1]) {
				b.Put(` `)
				m.viewOf(b, e.of, "judged-"+j.id+"-"+e.of+e.does)
			}
		}
		b.Put(`</li>`)
	}
	b.Put(`</ul></li>`)
}

// like tells whether one of the deeds is the same, of the same programs.
func (d *deed) like(all []deed) bool {
	for i := range all {
		if all[i].does == d.does && strings.Join(all[i].peers, " ") == strings.Join(d.peers, " ") {
			return true
		}
	}
	return false
}

// viewOf leads to what a deed is about: a rule, or a case.
func (m *Model) viewOf(b *html.Builder, of, key string) {
	if rule := handshake.RuleByID(of); rule != nil {
		m.ruleLink(b, rule, key)
		return
	}
	b.Put(`<a`)
	b.Link("href", "#"+place{kind: "case", id: of}.String())
	b.Put(` data-do="case"`)
	b.Attr("data-arg", of)
	b.Attr("data-key", key)
	b.Put(`><code>`)
	b.Text(of)
	b.Put(`</code></a>`)
}

// citeText is a link to a section that is given as "RFC 6455 §4.1".
func citeText(b *html.Builder, s, key string) {
	number, section, _ := strings.Cut(strings.TrimPrefix(s, "RFC "), " §")
	n := 0
	for _, c := range number {
		n = n*10 + int(c-'0')
	}
	cite(b, handshake.Cite{RFC: n, Section: section}, key)
}

// viewWorld is the part of a rule's entry that tells what real programs do with a
// case that breaks it.
func (m *Model) viewWorld(b *html.Builder, r *handshake.Rule) {
	if m.Reality.world == nil {
		return
	}
	s := m.Reality.rules[r.ID]
	if s == nil {
		return
	}
	b.Put(`<div class="world"><h3>`)
	b.Text(m.say(&tWorld))
	b.Put(`</h3><dl class="gotwant">`)
	for _, d := range s.did {
		b.Put(`<dt><code>`)
		b.Text(d.does)
		b.Put(`</code></dt><dd>`)
		b.Text(m.Reality.names(d.peers))
		b.Put(`</dd>`)
	}
	b.Put(`</dl><p class="meta">`)
	b.Text(m.say(&tWorldCase, handshake.Arg{Name: "date", Value: m.Reality.measured}))
	b.Text(" ")
	m.viewOf(b, s.example, "world-case")
	b.Put(`</p></div>`)
}

func deedText(does string) *handshake.Text {
	for _, d := range deeds {
		if d.id == does {
			return d.text
		}
	}
	return &tDeedRefuses
}
