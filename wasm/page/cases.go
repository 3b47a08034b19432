package page

import (
	"strings"
	"unicode/utf8"

	"handshake101/handshake"
)

// Library holds the cases, which are fetched when they are first asked for: the
// gallery of real failures, and behind it the examples of the rules.
type Library struct {
	Asked  bool
	Failed bool
	Why    string // it failed
	*shelf        // nil until they are here
}

type shelf struct {
	all     []*handshake.Case
	gallery []galleryCase
	said    []saying
	indexed bool // the gallery's texts are made, which is left to the first search
}

// galleryCase is a case with what a search compares.
type galleryCase struct {
	*handshake.Case
	group  int      // index in groups
	text   string   // everything that is said about it, as plain writes it
	quoted []string // what somebody's screen says, word for word
}

var groups = [...]struct {
	name  string
	title *handshake.Text
}{
	{"upgrade", &tGroupUpgrade}, {"accept", &tGroupAccept}, {"version", &tGroupVersion}, {"subprotocol", &tGroupSubprotocol},
	{"extensions", &tGroupExtensions}, {"http", &tGroupHTTP}, {"answers", &tGroupAnswers}, {"tokens", &tGroupTokens},
}

func (m Model) fetchCases() (Model, []Effect) {
	if m.Library.Asked {
		return m, nil
	}
	m.Library = Library{Asked: true}
	return m, []Effect{{Do: FetchCases, Arg: "cases"}}
}

// takeCases puts the fetched cases on the shelf, and opens the one that somebody
// waits for.
func (m Model) takeCases(text string) (Model, []Effect) {
	all, err := handshake.ParseCases([]byte(text))
	if err != nil {
		m.Library = Library{Failed: true, Why: err.Error()}
		if m.Wanted != (place{}) {
			m.Wanted = place{}
			m.notify(&tCasesFailed, true, handshake.Arg{Name: "why", Value: err.Error()})
		}
		return m, nil
	}
	m.Library = Library{Asked: true, shelf: newShelf(all)}
	m.Library.said = readSayings(text)
	wanted := m.Wanted
	m.Wanted = place{}
	switch wanted.kind {
	case "case":
		return m.openCase(wanted.id)
	case "example", "example-right":
		return m.openExample(wanted.kind, wanted.id)
	case "link":
		return m.open(wanted.id)
	}
	return m, nil
}

func newShelf(all []*handshake.Case) *shelf {
	s := &shelf{all: all}
	for g := range groups {
		for _, c := range all {
			if c.Get("group") == groups[g].name {
				s.gallery = append(s.gallery, galleryCase{Case: c, group: g})
			}
		}
	}
	return s
}

// index gathers what can be found: everything that is said about a case, its
// bytes, what was seen, and what Chromium says to its answer.
func (g *galleryCase) index() {
	text := []string{g.ID, string(g.Exchange.Request), string(g.Exchange.Response)}
	for _, k := range g.Keys {
		text = append(text, k.Value)
	}
	var quoted []string
	for i, part := range strings.Split(g.Get("seen"), `"`) {
		if i%2 == 1 {
			quoted = append(quoted, part)
		}
	}
	if g.Exchange.Response != nil {
		if p, err := g.Policy(); err == nil {
			said := handshake.Inspect(g.Exchange, p).Answer.Browsers.Chromium.Console
			text = append(text, said)
			quoted = append(quoted, strings.TrimPrefix(said, "Error during WebSocket handshake: "))
		}
	}
	g.text = plain(strings.Join(text, "\n"))
	for _, q := range quoted {
		if q = plain(q); len(q) >= 10 { // shorter ones are words, not messages
			g.quoted = append(g.quoted, q)
		}
	}
}

func (s *shelf) find(id string) *handshake.Case {
	if s == nil {
		return nil
	}
	for _, c := range s.all {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// exampleOf finds the case that shows a rule best: one where it comes first,
// then one with the fewest other findings.
func (s *shelf) exampleOf(rule string) *handshake.Case {
	var best *handshake.Case
	least := 0
	for _, c := range s.all {
		found := append(c.List("fires"), c.List("notes")...)
		cost := len(found)
		if c.Get("first") != rule {
			cost += 2
		}
		for _, id := range found {
			if id == rule && (best == nil || cost < least) {
				best, least = c, cost
			}
		}
	}
	return best
}

// openCase puts a case in. While the cases are not here it waits for them.
func (m Model) openCase(id string) (Model, []Effect) {
	if m.Library.shelf == nil {
		m.Wanted = place{kind: "case", id: id}
		return m.fetchCases()
	}
	c := m.Library.find(id)
	if c == nil {
		m.notify(&tNoSuchCase, true, handshake.Arg{Name: "case", Value: handshake.Show([]byte(id))})
		return m, nil
	}
	m.remember(&tDidCase)
	m.Screen = OnExchange
	m.loadCase(c, "")
	m.Live.clear()
	return m, []Effect{{Do: Top}, {Do: Focus, Arg: "case"}}
}

// keptIn finds the case that shows best how a rule is kept: of those that say so,
// one with the fewest findings.
func (s *shelf) keptIn(rule string) *handshake.Case {
	var best *handshake.Case
	least := 0
	for _, c := range s.all {
		for _, id := range c.List("passes") {
			if cost := 2*len(c.List("fires")) + len(c.List("notes")); id == rule && (best == nil || cost < least) {
				best, least = c, cost
			}
		}
	}
	return best
}

// openExample puts in a case that breaks the rule, at the step that finds it, or,
// for "example-right", one that keeps it.
func (m Model) openExample(kind, rule string) (Model, []Effect) {
	if m.Library.shelf == nil {
		m.Wanted = place{kind: kind, id: rule}
		return m.fetchCases()
	}
	right := kind == "example-right"
	c := m.Library.exampleOf(rule)
	if right {
		c = m.Library.keptIn(rule)
	}
	if c == nil {
		return m, nil
	}
	m.remember(&tDidCase)
	m.Screen = OnExchange
	m.loadCase(c, rule)
	m.CaseRight = right
	m.Live.clear()
	return m, []Effect{{Do: Top}, {Do: Focus, Arg: "case"}}
}

// loadCase puts a case in with its policy. rule is the one that it is to show;
// "" is the first of the case.
func (m *Model) loadCase(c *handshake.Case, rule string) {
	if rule == "" {
		rule = c.Get("first")
	}
	if list := c.List("fires"); rule == "" && len(list) > 0 {
		rule = list[0]
	}
	policy, err := c.Policy()
	if err != nil { // a newer file than this program
		policy = nil
	}
	m.Case, m.CaseWhole, m.CaseNote, m.CaseRule, m.CaseRight = c, true, true, rule, false
	m.Preset, m.Policy, m.Point = "", policy, Point{}
	m.Request.set(handshake.ShowLines(c.Exchange.Request), Typed)
	m.Response.Origin = Simulated
	if c.Exchange.Response != nil {
		m.Response.set(handshake.ShowLines(c.Exchange.Response), Typed)
	}
	m.Build.forget()
	m.judge()
	m.Step = m.caseStep()
}

// caseStep is the step where the rule of the case is found; "" when the verdict
// leads there by itself.
func (m *Model) caseStep() string {
	for _, side := range []handshake.Side{handshake.FromClient, handshake.FromServer} {
		list := m.findings(side)
		for i := range list {
			if list[i].Rule.ID == m.CaseRule && m.stepIndex(list[i].Step) >= 0 {
				return list[i].Step
			}
		}
	}
	return ""
}

// caseText is a value of a case in the reader's language.
func (m *Model) caseText(c *handshake.Case, key string) string {
	if m.Lang != nil {
		if s := c.Get(key + "-" + m.Lang.Code); s != "" {
			return s
		}
	}
	return c.Get(key)
}

// plain makes texts comparable: small letters, straight quotation marks, one
// space between words.
func plain(s string) string {
	var b []byte
	for _, word := range strings.Fields(strings.ToLower(s)) {
		if b != nil {
			b = append(b, ' ')
		}
		for _, r := range word {
			switch r {
			case '‘', '’':
				r = '\''
			case '“', '”':
				r = '"'
			}
			b = utf8.AppendRune(b, r)
		}
	}
	return string(b)
}

func wordsOf(query string) []string { return strings.Fields(plain(query)) }

func holdsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// search finds cases of the gallery. A pasted error message holds the words of
// somebody's screen and addresses of its own, so what was seen is looked for in
// the query too; those come alone. Then whatever holds all words; then, near
// says, what shares most of them.
func (s *shelf) search(query string) (found []galleryCase, near bool) {
	q := plain(query)
	if q == "" {
		return s.gallery, false
	}
	if !s.indexed {
		for i := range s.gallery {
			s.gallery[i].index()
		}
		s.indexed = true
	}
	for _, g := range s.gallery {
		for _, said := range g.quoted {
			if strings.Contains(q, said) {
				found = append(found, g)
				break
			}
		}
	}
	if found != nil {
		return found, false
	}
	list := strings.Fields(q)
	for _, g := range s.gallery {
		if holdsAll(g.text, list) {
			found = append(found, g)
		}
	}
	if found != nil {
		return found, false
	}
	best := 1 // one word in common says nothing
	for _, g := range s.gallery {
		n := 0
		for _, w := range list {
			if len(w) > 2 && strings.Contains(g.text, w) {
				n++
			}
		}
		if n > best {
			best, found = n, nil
		}
		if n == best && n > 1 {
			found = append(found, g)
		}
	}
	return found, true
}
