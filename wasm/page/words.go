package page

import (
	"bytes"
	"slices"
	"strings"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// What real servers, clients and proxies said when they refused comes with the
// cases, in lines that their reader takes for comments: "#[peer]", and
// "#= case case rule: text". A * in the text stands for what differs.

// saying is one text, and who said it to what.
type saying struct {
	peers string
	text  string
	refs  []string // IDs of cases and, with dots, of rules, the likeliest first
	parts []string // the text between its stars, as plain writes it
	sure  int      // octets of it that must be there
}

// surest is how many octets make a text one that could not be there by chance.
const surest = 9

func readSayings(text string) (all []saying) {
	peer := ""
	for _, line := range strings.Split(text, "\n") {
		if p, ok := strings.CutPrefix(line, "#["); ok {
			peer = strings.TrimSuffix(p, "]")
		}
		line, ok := strings.CutPrefix(line, "#= ")
		if !ok {
			continue
		}
		refs, said, ok := strings.Cut(line, ": ")
		if !ok {
			continue
		}
		s := saying{peers: peer, text: said, refs: strings.Fields(refs)}
		for _, part := range strings.Split(said, "*") {
			if part = plain(unescaped(part)); part != "" {
				s.parts = append(s.parts, part)
				s.sure += len(part)
			}
		}
		if s.sure >= surest && len(s.refs) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// in tells whether a text, as plain writes it, holds the saying.
func (s *saying) in(text string) bool {
	for _, part := range s.parts {
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return true
}

// holds tells whether a piece of a saying was pasted, half of it at least.
func (s *saying) holds(piece string) bool {
	if len(piece)*2 < s.sure {
		return false
	}
	for _, part := range s.parts {
		if strings.Contains(part, piece) {
			return true
		}
	}
	return false
}

// unescaped undoes what logs do to a text: quotation marks get a backslash, or with
// each log that it goes through one more, and the ends of lines are written out.
func unescaped(text string) string {
	b := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		for c == '\\' && i+1 < len(text) && text[i+1] == '\\' {
			i++
		}
		if c == '\\' && i+1 < len(text) {
			switch next := text[i+1]; next {
			case '"', '\'':
				c = next
				i++
			case 'n', 'r', 't', '0':
				c = ' '
				i++
			}
		}
		b = append(b, c)
	}
	return string(b)
}

// pasted makes what somebody pasted comparable with sayings. A close code is told in
// many ways.
func pasted(text string) string {
	q := plain(unescaped(text))
	if strings.Contains(q, "clos") || strings.Contains(q, "code") {
		for _, word := range strings.FieldsFunc(q, func(r rune) bool { return r < '0' || r > '9' }) {
			if len(word) == 4 && word >= "1000" && word < "5000" && !strings.Contains(q, "close "+word) {
				q += " close " + word
			}
		}
	}
	return q
}

// lookUp finds who says what was pasted, the most particular text first. Those who
// say the same, and texts with the same causes, stand together. A piece of a text finds it too, when nothing
// whole is there.
func (s *shelf) lookUp(query string) (found []saying) {
	q := pasted(query)
	if len(q) < surest {
		return nil
	}
	for i := range s.said {
		if x := &s.said[i]; x.in(q) {
			found = append(found, *x)
		}
	}
	if found == nil && len(q) > surest && strings.Contains(q, " ") {
		for i := range s.said {
			if x := &s.said[i]; x.holds(q) {
				found = append(found, *x)
			}
		}
	}
	cases := func(x *saying) int { // what leads to cases shows more
		if strings.Contains(x.refs[0], ".") {
			return 0
		}
		return 1
	}
	for i := range found { // a few
		for k := i; k > 0; k-- {
			x, y := &found[k-1], &found[k]
			if x.sure > y.sure || x.sure == y.sure && cases(x) >= cases(y) {
				break
			}
			found[k-1], found[k] = *y, *x
		}
	}
	kept := found[:0]
	for _, x := range found {
		same := false
		for k := range kept {
			y := &kept[k]
			if alike := plain(y.text) == plain(x.text); !alike && !slices.Equal(y.refs, x.refs) {
				continue
			} else if alike {
				y.refs = y.refs[:len(y.refs):len(y.refs)]
				for _, id := range x.refs {
					if !slices.Contains(y.refs, id) {
						y.refs = append(y.refs, id)
					}
				}
			}
			same = true
			if !strings.Contains(", "+y.peers+",", ", "+x.peers+",") {
				y.peers += ", " + x.peers
			}
			break
		}
		if !same && len(kept) < 6 {
			kept = append(kept, x)
		}
	}
	return kept
}

// Causes gives for what was pasted the IDs of cases and rules to which it leads, one
// list for each text that was found in it, the most particular first.
func (m *Model) Causes(text string) (refs [][]string) {
	if m.Library.shelf == nil {
		return nil
	}
	for _, x := range m.Library.lookUp(text) {
		refs = append(refs, x.refs)
	}
	return refs
}

// evidence is the line of a case that shows its rule, which tells it from the other
// causes of the same words; without one, the status line of the answer.
func (m *Model) evidence(c *handshake.Case, rule *handshake.Rule) string {
	p, err := c.Policy()
	if err != nil {
		return ""
	}
	r := handshake.Inspect(c.Exchange, p)
	show := func(raw []byte, at int) string {
		start, end := bytes.LastIndexByte(raw[:at], '\n')+1, bytes.IndexByte(raw[at:], '\n')
		if end < 0 {
			end = len(raw) - at
		}
		line := bytes.TrimRight(raw[start:at+end], "\r")
		return strings.TrimSpace(handshake.Show(line[:min(len(line), 90)]))
	}
	lists := [...][]handshake.Finding{r.Request.Findings, nil}
	if r.Response != nil {
		lists[1] = r.Response.Findings
	}
	for side, raw := range [...][]byte{c.Exchange.Request, c.Exchange.Response} {
		for i := range lists[side] {
			if f := &lists[side][i]; f.Rule == rule && f.End > f.Start && f.Start < len(raw) {
				return show(raw, f.Start)
			}
		}
	}
	raw := c.Exchange.Response
	if r.Response != nil && r.Response.Status == 101 && rule == nil { // in order by itself: it is for another offer
		if at := bytes.Index(raw, []byte("\nUpgrade:")); at >= 0 {
			return show(raw, at+1)
		}
	}
	if len(raw) > 0 {
		return show(raw, 0)
	}
	return ""
}

// viewSayings writes causes above the cases: who says it, and for each cause the
// rule that tells it from the others.
func (m *Model) viewSayings(b *html.Builder, found []saying) {
	if len(found) == 0 {
		return
	}
	b.Wrap(`<section data-part="sayings"><h2>`, m.say(&tSayings), `</h2><ul class="sayings">`)
	for k, x := range found {
		b.Wrap(`<li><p><strong>`, x.peers, `</strong> <code lang="en">`)
		b.Wrap("", x.text, `</code></p><ol>`)
		rules := []string{}
		n := 0
		for _, id := range x.refs {
			if strings.Contains(id, ".") {
				rules = append(rules, id)
				continue
			}
			c := m.Library.find(id)
			if c == nil || n == 5 {
				continue
			}
			n++
			rule := handshake.RuleByID(c.Get("first"))
			if list := c.List("fires"); rule == nil && len(list) > 0 {
				rule = handshake.RuleByID(list[0])
			}
			b.Put(`<li><a`)
			b.Link("href", "#"+place{kind: "case", id: c.ID}.String())
			b.Put(` data-do="case"`)
			b.Attr("data-arg", c.ID)
			b.Attr("data-said", c.ID)
			b.Attr("data-key", "said-"+itoa(k)+"-"+c.ID)
			title := m.caseText(c, "title")
			if m.Lang != nil && c.Get("title-"+m.Lang.Code) == "" && rule != nil {
				title = m.ruleText(rule, handshake.RuleTitle)
			}
			b.Wrap(`>`, title, `</a>`)
			if rule != nil {
				b.Wrap(` <small>`, m.ruleText(rule, handshake.RuleTitle)+" ", ``)
				m.ruleLink(b, rule, "said-rule-"+itoa(k)+"-"+itoa(n))
				b.Put(`</small>`)
			}
			if line := m.evidence(c, rule); line != "" {
				b.Wrap(`<span class="sign">`, m.say(&tSayingSeen)+" ", `<code lang="en">`)
				b.Wrap("", line, `</code></span>`)
			}
			b.Put(`</li>`)
		}
		for i, id := range rules {
			if rule := handshake.RuleByID(id); n == 0 && rule != nil {
				b.Wrap(`<li>`, m.ruleText(rule, handshake.RuleTitle)+" ", ``)
				m.ruleLink(b, rule, "said-rule-"+itoa(k)+"-"+itoa(i))
				b.Put(`</li>`)
			}
		}
		b.Put(`</ol></li>`)
	}
	b.Put(`</ul></section>`)
}

// SayingLines writes a file of words as the lines that come with the cases.
func SayingLines(file string) string {
	var b strings.Builder
	for _, line := range strings.Split(file, "\n") {
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			b.WriteString("#" + line + "\n")
		default:
			b.WriteString("#= " + line + "\n")
		}
	}
	return b.String()
}
