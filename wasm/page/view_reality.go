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
	m.viewRealityChoice(&b)
	m.viewPrograms(&b)
	for _, v := range realVerdicts {
		var list html.Builder
		k := 0
		for i := range r.judged {
			if j := &r.judged[i]; j.verdict == v.id && m.realityShows(j, query) {
				k++
				m.viewJudgement(&list, j)
			}
		}
		if k > 0 {
			n += k
			b.Wrap(`<section><h2>`, m.say(v.text)+" ", `<small>`)
			b.Wrap(``, itoa(k), `</small></h2><ul class="entries">`)
			b.Add(list.HTML())
			b.Put(`</ul></section>`)
		}
	}
	count.Text(m.say(&tRealityCount, numeral("n", n), numeral("all", len(r.judged))))
	b.Wrap(`<section><h2>`, m.say(&tRealityMeasured, handshake.Arg{Name: "date", Value: r.measured}), `</h2><p>`)
	b.Wrap(``, m.say(&tRealityHow), `</p><p>`)
	b.Wrap(``, m.say(&tRealityHowClients), `</p><p class="meta">`)
	for i, t := range realTables {
		if i > 0 {
			b.Put(` · `)
		}
		b.Put(`<a`)
		b.Attr("data-key", t.file)
		b.Link("href", m.Base+t.file)
		b.Wrap(`>`, m.say(t.text), `</a>`)
	}
	b.Put(`</p></section>`)
	return collection(OnReality, count.HTML(), b.HTML())
}

// realTables are the files behind the page.
var realTables = [...]struct {
	file string
	text *handshake.Text
}{{"servers.txt", &tRealityText}, {"clients.txt", &tRealityTextClients}}

// viewRealityChoice lets the reader choose programs and a verdict.
func (m *Model) viewRealityChoice(b *html.Builder) {
	r := &m.Reality
	b.Wrap(`<p class="choice"><label>`, m.say(&tRealityWho)+" ", `<select data-change="reality-who" data-key="reality-who">`)
	option(b, "", m.say(&tRealityAll), r.Who)
	for _, k := range realKinds {
		option(b, k.id, m.say(k.text), r.Who)
	}
	for _, k := range realKinds {
		b.Put(`<optgroup`)
		b.Attr("label", m.say(k.text))
		b.Put(`>`)
		for i := range r.peers {
			if p := &r.peers[i]; p.kind == k.id {
				option(b, p.key(), p.name, r.Who)
			}
		}
		b.Put(`</optgroup>`)
	}
	b.Wrap(`</select></label> <label>`, m.say(&tRealityVerdict)+" ", `<select data-change="reality-verdict" data-key="reality-verdict">`)
	option(b, "", m.say(&tRealityEach), r.Verdict)
	for _, v := range realVerdicts {
		option(b, v.id, m.say(v.text), r.Verdict)
	}
	b.Put(`</select></label></p>`)
}

// viewPrograms is the table of the programs: version, and how many entries with each
// verdict name it.
func (m *Model) viewPrograms(b *html.Builder) {
	r := &m.Reality
	b.Put(`<details class="programs"><summary id="programs" data-key="programs">`)
	b.Wrap(``, m.say(&tRealityPrograms, numeral("n", len(r.peers)), handshake.Arg{Name: "date", Value: r.measured}), `</summary><div class="scroll"><table aria-labelledby="programs"><thead><tr>`)
	b.Wrap(`<th scope="col">`, m.say(&tRealityProgram), `</th>`)
	for _, v := range realVerdicts {
		text := m.say(v.text)
		mark, words, _ := strings.Cut(text, " ")
		b.Put(`<th scope="col"`)
		b.Attr("title", words)
		b.Wrap(`><span aria-hidden="true">`, mark, `</span>`)
		b.Wrap(`<span class="unseen">`, words, `</span></th>`)
	}
	b.Put(`</tr></thead>`)
	for _, k := range realKinds {
		b.Wrap(`<tbody><tr><th scope="rowgroup" colspan="6">`, m.say(k.text), `</th></tr>`)
		for i := range r.peers {
			p := &r.peers[i]
			if p.kind != k.id {
				continue
			}
			b.Put(`<tr><th scope="row"><a`)
			b.Link("href", "#"+place{kind: "reality", id: p.key()}.String())
			b.Put(` data-do="reality-who"`)
			b.Attr("data-arg", p.key())
			b.Attr("data-key", "program-"+p.key())
			b.Wrap(`>`, p.name, `</a> `)
			b.Wrap(`<small>`, p.version, `</small></th>`)
			for _, n := range r.counts(p) {
				b.Wrap(`<td class="number">`, itoa(n), `</td>`)
			}
			b.Put(`</tr>`)
		}
		b.Put(`</tbody>`)
	}
	b.Put(`</table></div></details>`)
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
		if !d.by(m.Reality.Who) || d.like(j.does[:i]) {
			continue // or said with the first of its like
		}
		b.Wrap(`<li><strong>`, m.say(deedText(d.does)), `</strong> `)
		b.Text(namesOf(d.peers))
		for k := range j.does[i:] {
			if e := &j.does[i+k]; e.like(j.does[i : i+1]) {
				b.Put(` <span class="about">`)
				m.viewOf(b, e, "judged-"+j.id+"-"+itoa(i+k))
				b.Put(`</span>`)
			}
		}
		b.Put(`</li>`)
	}
	b.Put(`</ul></li>`)
}

// like tells whether one of the deeds is the same, of the same programs.
func (d *deed) like(all []deed) bool {
	for i := range all {
		if all[i].does == d.does && namesOf(all[i].peers) == namesOf(d.peers) {
			return true
		}
	}
	return false
}

// viewOf leads to what a deed is about: its rule, and what it was seen with.
func (m *Model) viewOf(b *html.Builder, d *deed, key string) {
	if rule := handshake.RuleByID(d.of); rule != nil {
		m.ruleLink(b, rule, key+"-rule")
		b.Put(` `)
	}
	m.exampleLink(b, d.at, key)
}

// exampleLink opens an example in the inspector: a case, or with # an exchange.
func (m *Model) exampleLink(b *html.Builder, at, key string) {
	if at == "" {
		return
	}
	b.Put(`<a class="opens"`)
	if fragment, ok := strings.CutPrefix(at, "#"); ok {
		b.Link("href", "#"+fragment)
		b.Attr("data-key", key)
		b.Wrap(`>`, m.say(&tRealityAnswer), `</a>`)
		return
	}
	b.Link("href", "#"+place{kind: "case", id: at}.String())
	b.Put(` data-do="case"`)
	b.Attr("data-arg", at)
	b.Attr("data-key", key)
	b.Wrap(`><code>`, at, `</code></a>`)
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
	for i, s := range m.Reality.rules[r.ID] {
		if s == nil {
			continue
		}
		b.Put(`<div class="world"><h3>`)
		b.Text(m.say([2]*handshake.Text{&tWorld, &tWorldClients}[i]))
		b.Put(`</h3><dl class="gotwant">`)
		for _, d := range s.did {
			b.Wrap(`<dt><code>`, d.does, `</code></dt><dd>`)
			b.Wrap(``, namesOf(d.peers), `</dd>`)
		}
		b.Put(`</dl><p class="meta">`)
		b.Text(m.say(&tWorldCase, handshake.Arg{Name: "date", Value: m.Reality.measured}))
		b.Text(" ")
		m.exampleLink(b, s.example, "world-case-"+itoa(i))
		b.Put(`</p></div>`)
	}
}

func deedText(does string) *handshake.Text {
	for _, d := range deeds {
		if d.id == does {
			return d.text
		}
	}
	return &tDeedRefuses
}
