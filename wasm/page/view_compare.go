package page

import (
	"handshake101/handshake"
	"handshake101/wasm/html"
)

// compareRows bounds how many rows of a message are shown.
const compareRows = 200

var compareMarks = wordList{{"same", &tCmpSame}, {"changed", &tCmpChanged}, {"removed", &tCmpOnlyA}, {"added", &tCmpOnlyB}}

// viewCompare sets the exchange that was kept as A beside the one above, B. What
// differs is told by signs and words; colour only repeats them.
func (m *Model) viewCompare() html.HTML {
	var b html.Builder
	o := m.Other
	if o == nil {
		b.Wrap(`<div class="compare-head"><div><h2 id="compare">`, m.say(&tCmp), `</h2>`)
		b.Wrap(`<p class="hint">`, m.say(&tCmpWhat), `</p></div>`)
		m.button(&b, "compare-keep", &tCmpKeep)
		b.Put(`</div>`)
		return b.HTML()
	}
	b.Wrap(`<div class="compare-head"><h2 id="compare" tabindex="-1" data-rest>`, m.say(&tCmpAB), `</h2><div class="acts">`)
	m.button(&b, "compare-swap", &tCmpSwap)
	m.button(&b, "compare-keep", &tCmpAgain)
	m.button(&b, "compare-forget", &tCmpForget)
	b.Wrap(`</div></div><p class="sum" data-part="compared-sum">`, m.sayCompare(), `</p><div class="ends">`)
	m.viewExchangeEnd(&b, "A", &tCmpA, o.Report, &o.Snapshot)
	now := m.snapshot(nil)
	m.viewExchangeEnd(&b, "B", &tCmpB, m.Report, &now)
	b.Put(`</div>`)
	if !m.apart() {
		return b.HTML()
	}
	m.viewAligned(&b, handshake.FromClient, &tRequest, &tCmpReqSame)
	m.viewAligned(&b, handshake.FromServer, &tResponse, &tCmpRespSame)
	if list := stepsApart(o.Report, m.Report); len(list) > 0 {
		b.Wrap(`<h3 id="compare-steps">`, m.say(&tCmpSteps), `</h3><table class="apart" aria-labelledby="compare-steps"><thead><tr><td></td><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody>`)
		for _, p := range list {
			s := p.a
			if s == nil {
				s = p.b
			}
			b.Wrap(`<tr><th scope="row">`, m.Lang.Say(s.Title), `</th>`)
			m.viewStepEnd(&b, p.a)
			m.viewStepEnd(&b, p.b)
			b.Put(`</tr>`)
		}
		b.Put(`</tbody></table>`)
	}
	inA, inB := only(o.Report, m.Report), only(m.Report, o.Report)
	if len(inA)+len(inB) > 0 {
		b.Wrap(`<h3>`, m.say(&tCmpFindings), `</h3><div class="ends">`)
		m.viewOnly(&b, "removed", "− ", &tCmpFindA, inA)
		m.viewOnly(&b, "added", "+ ", &tCmpFindB, inB)
		b.Put(`</div>`)
	}
	return b.HTML()
}

// apart tells whether B is not A any more.
func (m *Model) apart() bool {
	o := m.Other
	return string(o.wire[0]) != string(m.Request.wire) || string(o.wire[1]) != string(m.Response.wire) ||
		len(only(o.Report, m.Report))+len(only(m.Report, o.Report))+len(stepsApart(o.Report, m.Report)) > 0
}

// sayCompare is the comparison in a sentence, "" when nothing is compared.
func (m *Model) sayCompare() string {
	o := m.Other
	if o == nil {
		return ""
	}
	if !m.apart() {
		return m.say(&tCmpEqual)
	}
	n := [2]int{}
	for side := range n {
		for _, r := range m.aligned(handshake.Side(side)) {
			if r.mark != "same" || r.moved {
				n[side]++
			}
		}
	}
	if n[0]+n[1] == 0 {
		return m.say(&tCmpPolicy)
	}
	return m.say(&tCmpSum, numeral("request", n[0]), numeral("response", n[1]),
		numeral("a", len(only(o.Report, m.Report))), numeral("b", len(only(m.Report, o.Report))))
}

func (m *Model) aligned(side handshake.Side) []aligned {
	return align(piecesOf(m.Other.wire[side], side), piecesOf(m.editor(side).wire, side))
}

// viewExchangeEnd is what came of one of both.
func (m *Model) viewExchangeEnd(b *html.Builder, letter string, which *handshake.Text, r *handshake.Report, s *Snapshot) {
	name := m.say(&tExampleOwn)
	if p := handshake.PresetByID(s.Preset); p != nil {
		name = m.Lang.Text(&p.Title)
	} else if s.CaseWhole {
		name = m.caseText(s.Case, "title")
	}
	v := &r.Verdict
	b.Put(`<section`)
	b.Attr("data-end", letter)
	b.Attr("data-outcome", v.Outcome.String())
	b.Wrap(`><p class="kicker"><b>`, letter, `</b> `)
	b.Wrap(``, m.sayf(which, "name", name), `</p><p class="outcome `)
	b.Pick(v.Outcome == handshake.Switches, "good", "bad")
	b.Put(`"><b>`)
	if v.Status == 0 {
		b.Text("–")
	} else {
		b.Text(itoa(v.Status))
	}
	b.Wrap(`</b> `, m.Lang.Say(v.Summary), `</p><p class="hint">`)
	cause := m.say(&tCmpNone)
	if c := v.Cause; c != nil && v.Outcome != handshake.Switches {
		cause = m.sayf(&tCmpCause, "rule", m.Lang.Rule(c.Rule, handshake.RuleTitle, c.Args...))
	} else if v.Outcome != handshake.Switches {
		cause = m.Lang.Say(v.Detail)
	}
	b.Wrap(``, cause, `</p></section>`)
}

func (m *Model) viewStepEnd(b *html.Builder, s *handshake.Step) {
	if s == nil {
		b.Wrap(`<td>`, m.say(&tCmpNoStep), `</td>`)
		return
	}
	sign := "✕ "
	switch s.Outcome {
	case handshake.Passed:
		sign = "✓ "
	case handshake.Skipped:
		sign = "· "
	}
	b.Wrap(`<td><span aria-hidden="true">`, sign, `</span>`)
	b.Wrap(``, m.say(outcomeText(s.Outcome)), `</td>`)
}

func (m *Model) viewOnly(b *html.Builder, class, sign string, title *handshake.Text, list []*handshake.Finding) {
	b.Put(`<section`)
	b.Attr("class", class)
	b.Wrap(`><h4>`, sign+m.say(title), `</h4>`)
	if len(list) == 0 {
		b.Wrap(`<p class="hint">`, m.say(&tCmpNoneHere), `</p>`)
	} else {
		b.Put(`<ul>`)
		for _, f := range list {
			b.Put(`<li`)
			b.Attr("data-finding", f.Rule.ID)
			b.Put(`><span`)
			b.Attr("class", "severity "+f.Rule.Severity.String())
			b.Wrap(`>`, m.say(severityText(f.Rule.Severity)), `</span> `)
			b.Wrap(``, m.Lang.Rule(f.Rule, handshake.RuleTitle, f.Args...), `</li>`)
		}
		b.Put(`</ul>`)
	}
	b.Put(`</section>`)
}

// viewAligned is one message of both, line by line; lines that are the same
// are told by their number when they are many.
func (m *Model) viewAligned(b *html.Builder, side handshake.Side, title, same *handshake.Text) {
	rows := m.aligned(side)
	b.Wrap(`<h3>`, m.say(title), `</h3>`)
	if string(m.Other.wire[side]) == string(m.editor(side).wire) {
		m.viewSame(b, same)
		return
	}
	times := [2]map[string]int{{}, {}}
	for i := range rows {
		for k, p := range []*piece{rows[i].a, rows[i].b} {
			if p != nil && p.field {
				times[k][p.key]++
			}
		}
	}
	b.Put(`<ol class="lines"`)
	b.Attr("data-lines", side.String())
	b.Put(`>`)
	n := 0
	for i := 0; i < len(rows); i++ {
		if n++; n > compareRows {
			b.Wrap(`<li class="fold">`, m.say(&tCmpMore, numeral("n", len(rows)-i)), `</li>`)
			break
		}
		r := &rows[i]
		if r.mark == "same" && !r.moved {
			k := i
			for k < len(rows) && rows[k].mark == "same" && !rows[k].moved {
				k++
			}
			if k-i > 3 {
				b.Wrap(`<li class="fold"><span aria-hidden="true">= </span>`, m.say(&tCmpLines, numeral("n", k-i)), `</li>`)
				i = k - 1
				continue
			}
		}
		m.viewRow(b, r, times)
	}
	b.Put(`</ol>`)
}

func (m *Model) viewRow(b *html.Builder, r *aligned, times [2]map[string]int) {
	b.Put(`<li`)
	b.Attr("class", r.mark)
	b.Wrap(`><span class="mark">`, m.say(compareMarks.find(r.mark)), ``)
	for i, w := range r.difference() {
		b.Text([]string{": ", ", "}[min(i, 1)] + m.say(w))
	}
	p := r.a
	if p == nil {
		p = r.b
	}
	if x, y := times[0][p.key], times[1][p.key]; x != y && x > 0 && y > 0 && (r.a == nil || r.b == nil) {
		b.Text(": " + m.say(&tCmpTimes, numeral("a", x), numeral("b", y)))
	}
	b.Put(`</span>`)
	if r.mark == "same" {
		b.Wrap(`<code class="both"><span aria-hidden="true">= </span>`, shownLine(r.a), `</code></li>`)
		return
	}
	list, ends := []stretch{{a: "\x00"}}, [2]string{}
	if r.a != nil && r.b != nil {
		list = stretches(string(r.a.text), string(r.b.text))
		if string(r.a.end) != string(r.b.end) {
			ends = [2]string{string(r.a.end), string(r.b.end)}
		}
	}
	if r.a != nil {
		b.Put(`<code class="a"><span aria-hidden="true">− </span>`)
		heard(b, "A: ")
		for _, s := range list {
			switch {
			case r.b == nil:
				b.Text(shownLine(r.a))
			case s.same():
				b.Text(shown([]byte(s.a)))
			case s.a != "":
				b.Wrap(`<del>`, bytesSeen(s.a), `</del>`)
			}
		}
		if ends[0] != ends[1] {
			b.Wrap(`<del>`, bytesSeen(ends[0]), `</del>`)
		}
		b.Put(`</code>`)
	}
	if r.b != nil {
		b.Put(`<code class="b"><span aria-hidden="true">+ </span>`)
		heard(b, "B: ")
		for _, s := range list {
			switch {
			case r.a == nil:
				b.Text(shownLine(r.b))
			case s.same():
				b.Text(shown([]byte(s.b)))
			case s.b != "":
				b.Wrap(`<ins>`, bytesSeen(s.b), `</ins>`)
			}
		}
		if ends[0] != ends[1] {
			b.Wrap(`<ins>`, bytesSeen(ends[1]), `</ins>`)
		}
		b.Put(`</code>`)
	}
	b.Put(`</li>`)
}

// longest is how much of a line is shown before its middle is left out.
const longest = 600

func shown(t []byte) string {
	if len(t) > longest {
		return handshake.Show(t[:longest/2]) + " … " + handshake.Show(t[len(t)-longest/2:])
	}
	return handshake.Show(t)
}

// shownLine is a line of its own; an empty one shows its end.
func shownLine(p *piece) string {
	if len(p.text) == 0 {
		return bytesSeen(string(p.end))
	}
	return shown(p.text)
}

// bytesSeen shows bytes that differ: white space too, where there is nothing else.
func bytesSeen(s string) string {
	for i := range len(s) {
		if s[i] != ' ' {
			return shown([]byte(s))
		}
	}
	b := ""
	for range min(len(s), longest) {
		b += "␣"
	}
	return b
}
