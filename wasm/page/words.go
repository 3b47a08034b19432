package page

import (
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
const surest = 12

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
			if part = plain(part); part != "" {
				s.parts = append(s.parts, part)
				s.sure += len(part)
			}
		}
		if s.sure >= surest {
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

// lookUp finds who says what was pasted, the most particular text first. Those
// with the same causes stand together.
func (s *shelf) lookUp(query string) (found []saying) {
	q := plain(query)
	if len(q) < surest {
		return nil
	}
	for i := range s.said {
		if x := &s.said[i]; x.in(q) {
			found = append(found, *x)
		}
	}
	slices.SortStableFunc(found, func(a, b saying) int { return b.sure - a.sure })
	kept := found[:0]
	for _, x := range found {
		same := false
		for k := range kept {
			if slices.Equal(kept[k].refs, x.refs) {
				same = true
				if !strings.Contains(", "+kept[k].peers+",", ", "+x.peers+",") {
					kept[k].peers += ", " + x.peers
				}
			}
		}
		if !same && len(kept) < 6 {
			kept = append(kept, x)
		}
	}
	return kept
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
