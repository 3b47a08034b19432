package page

import (
	"strings"

	"handshake101/handshake"
)

// Screen is what the page's own element shows: the exchange, or one of the two
// collections. The exchange stays as it is behind them.
type Screen uint8

const (
	OnExchange Screen = iota
	OnCases
	OnRules
	OnReality
)

var screenNames = [...]string{"exchange", "cases", "rules", "reality"}

func (s Screen) String() string { return screenNames[s] }

func screenNamed(name string) Screen {
	for i, n := range screenNames {
		if n == name {
			return Screen(i)
		}
	}
	return OnExchange
}

// place is a fragment that names something of the page itself instead of
// holding an exchange: "cases", "case=ID", "rules", "rule=ID", "reality",
// "reality=WHO" ("proxy", "client:gorilla"), each with "&lang=CODE" where the language is not the page's own. What these mean never
// changes; words that are not known are passed over.
type place struct{ kind, id, lang string }

func (p place) String() string {
	s := p.kind
	if p.id != "" {
		s += "=" + percent(p.id)
	}
	if p.lang != "" {
		s += "&lang=" + percent(p.lang)
	}
	return s
}

func parsePlace(fragment string) (p place, ok bool) {
	for i, part := range strings.Split(fragment, "&") {
		key, value, _ := strings.Cut(part, "=")
		value = unpercent(value)
		switch {
		case i == 0:
			p.kind, p.id = key, value
		case key == "lang":
			p.lang = value
		}
	}
	switch p.kind {
	case "cases", "rules":
		return place{p.kind, "", p.lang}, true
	case "reality":
		return p, true
	case "case", "rule":
		return p, p.id != ""
	}
	return p, false
}

// unpercent is the inverse of percent; what is no escape stands for itself.
func unpercent(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			hi, lo := hexDigit(s[i+1]), hexDigit(s[i+2])
			if hi >= 0 && lo >= 0 {
				b.WriteByte(byte(hi<<4 | lo))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// OwnFragment tells whether a fragment, without "#", is a link of this page and
// not an anchor of the document around it.
func OwnFragment(fragment string) bool {
	if _, ok := parsePlace(fragment); ok {
		return true
	}
	rest := strings.TrimLeft(fragment, "0123456789")
	return len(rest) < len(fragment) && strings.HasPrefix(rest, ".")
}

// HidesExchange tells a fragment that names another screen, and so nothing of
// the exchange.
func HidesExchange(fragment string) bool {
	p, ok := parsePlace(strings.TrimPrefix(fragment, "#"))
	return ok && p.kind != "case"
}

// here is the place that the model shows, if it is one that has a name.
func (m *Model) here() (p place, ok bool) {
	if m.LangCode != m.Home {
		p.lang = m.LangCode
	}
	switch {
	case m.Screen == OnCases:
		p.kind = "cases"
	case m.Screen == OnRules && m.Rule != "":
		p.kind, p.id = "rule", m.Rule
	case m.Screen == OnReality:
		p.kind, p.id = m.Screen.String(), m.Reality.Who
	case m.Screen == OnRules:
		p.kind = m.Screen.String()
	case m.CaseWhole && m.Step == m.caseStep() && m.Found == "":
		p.kind, p.id = "case", m.Case.ID
	default:
		return p, false
	}
	return p, true
}

// updateScreen answers what belongs to the collections.
func (m Model) updateScreen(msg Message) (Model, []Effect, bool) {
	switch msg.Name {
	case "screen":
		return m.turnTo(screenNamed(msg.Arg))
	case "search":
		if msg.Arg == screenNames[OnCases] {
			m.CaseQuery = msg.Value
		} else if msg.Arg == screenNames[OnReality] {
			m.Reality.Query = msg.Value
		} else {
			m.RuleQuery = msg.Value
		}
	case "rule":
		if m.Screen == OnRules && m.Rule == msg.Arg {
			m.Rule = ""
			return m, nil, true
		}
		next, effects := m.showRule(msg.Arg)
		return next, effects, true
	case "case":
		next, effects := m.openCase(msg.Arg)
		return next, effects, true
	case "example", "example-right":
		next, effects := m.openExample(msg.Name, msg.Arg)
		return next, effects, true
	case "close-case":
		m.CaseNote = false
	case "cases-again":
		m.Library = Library{}
		next, effects := m.fetchCases()
		return next, effects, true
	case "cases":
		next, effects := m.takeCases(msg.Value)
		return next, effects, true
	case "reality":
		m.Reality.world = parseWorld(msg.Value)
		m.Reality.choose(m.Reality.Who)
	case "reality-who":
		m.Reality.choose(msg.Arg + msg.Value)
	case "reality-verdict":
		m.Reality.Verdict = msg.Value
	case "reality-failed":
		r := &m.Reality
		*r = Reality{Failed: true, Why: msg.Value, Query: r.Query, Who: r.Who, Verdict: r.Verdict}
	case "reality-again":
		m.Reality.Asked = false
		return m, m.fetchReality(), true
	case "cases-failed":
		m.Library = Library{Failed: true, Why: msg.Value}
		if m.Wanted != (place{}) {
			m.Wanted = place{}
			m.notify(&tCasesFailed, true, handshake.Arg{Name: "why", Value: msg.Value})
		}
	default:
		return m, nil, false
	}
	return m, nil, true
}

// turnTo shows a screen from its top.
func (m Model) turnTo(s Screen) (Model, []Effect, bool) {
	if s == m.Screen {
		return m, nil, true
	}
	m.Screen, m.Rule, m.Point = s, "", Point{}
	effects := []Effect{{Do: Top}}
	if s == OnCases {
		next, more := m.fetchCases()
		return next, append(effects, more...), true
	}
	if s == OnReality {
		effects = append(effects, m.fetchReality()...)
	}
	return m, effects, true
}

// showRule opens the catalogue at a rule. The search is cleared when it would
// hide it.
func (m Model) showRule(id string) (Model, []Effect) {
	r := handshake.RuleByID(id)
	if r == nil {
		m.notify(&tNoSuchRule, true, handshake.Arg{Name: "rule", Value: handshake.Show([]byte(id))})
		return m, nil
	}
	if !holdsAll(m.ruleWords(r), wordsOf(m.RuleQuery)) {
		m.RuleQuery = ""
	}
	m.Screen, m.Rule, m.Point = OnRules, r.ID, Point{}
	return m, append(m.fetchReality(), Effect{Do: Reveal, Arg: "rule-" + r.ID})
}

// openPlace opens a fragment that names a place.
func (m Model) openPlace(p place) (Model, []Effect) {
	var effects []Effect
	switch p.kind {
	case "cases":
		m, effects, _ = m.turnTo(OnCases)
	case "reality":
		m, effects, _ = m.turnTo(OnReality)
		m.Reality.choose(p.id)
	case "rules":
		m, effects, _ = m.turnTo(OnRules)
		m.Rule = ""
	case "rule":
		m, effects = m.showRule(p.id)
	case "case":
		m, effects = m.openCase(p.id)
	}
	if p.lang == "" {
		p.lang = m.Home
	}
	m, more := m.speak(p.lang)
	return m, append(effects, more...)
}
