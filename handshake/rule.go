package handshake

import "strconv"

// Level is the word by which the source binds.
type Level uint8

// The levels, by the words of RFC 2119 and two of our own.
const (
	Must Level = iota
	MustNot
	Should
	ShouldNot
	May
	Grammar     // what does not match breaks the ABNF
	Practice    // written nowhere, seen in the field
	Explanatory // the source states a fact and binds nobody
)

var levelNames = [...]string{"MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY", "grammar", "practice", "fact"}

func (l Level) String() string { return levelNames[l] }

// Severity is what follows from a finding, apart from the RFC's level.
type Severity uint8

const (
	Note      Severity = iota // explains; never a fault
	Warning                   // legal or tolerated, yet likely to hurt
	Violation                 // the sender broke a MUST, yet no rule makes the recipient refuse
	Error                     // the strict recipient refuses
)

var severityNames = [...]string{"note", "warning", "violation", "error"}

func (s Severity) String() string { return severityNames[s] }

// Party is whom a rule binds.
type Party uint8

const (
	Client       Party = iota // the sender of the request
	Server                    // the sender of the response
	Either                    // whoever sends the message
	Pair                      // request and response together
	Intermediary              // a proxy or gateway between them
	Frames                    // whoever sends bytes after the switch
	URI                       // whoever writes the URI
	Script                    // the page's script that calls new WebSocket
	Browser                   // the browser
)

var partyNames = [...]string{"client", "server", "either", "exchange", "intermediary", "frames", "uri", "script", "browser"}

func (p Party) String() string { return partyNames[p] }

// Cite is one place in a specification.
type Cite struct {
	RFC     int    // RFC number; 0 for another specification
	Section string // "4.2.1"
	Item    string // "item 5", "step 3"; may be empty
	Spec    string // name of another specification, when RFC is 0
	Link    string // its address, when RFC is 0
}

// String gives "RFC 6455 §4.2.1".
func (c Cite) String() string {
	s := c.Spec
	if c.RFC != 0 {
		s = "RFC " + strconv.Itoa(c.RFC)
	}
	if c.Section != "" {
		s += " §" + c.Section
	}
	if c.Item != "" {
		s += " " + c.Item
	}
	return s
}

// URL gives the address of the section.
func (c Cite) URL() string {
	if c.RFC == 0 {
		return c.Link
	}
	u := "https://www.rfc-editor.org/rfc/rfc" + strconv.Itoa(c.RFC)
	if c.Section == "" {
		return u
	}
	if c.Section[0] >= 'A' && c.Section[0] <= 'Z' {
		return u + "#appendix-" + c.Section
	}
	return u + "#section-" + c.Section
}

// Rule is one requirement of a specification, or one practice of the field.
// Rules are data, declared beside the check that fires them.
type Rule struct {
	ID       string // "ws.req.key.length": stable for ever; in links, cases and reports
	Level    Level
	Severity Severity
	Binds    Party
	Cites    []Cite // the first is the one that decides
	// Status is what a strict server answers when this fails; 0 where it is
	// not the server's affair or no error follows.
	Status int

	// English, the source language; the keys of translations are ID+".title"
	// and so on. Placeholders are filled from the finding's arguments.
	Title string // one sentence, no full stop: what is wrong (or, for a note, what is so)
	Why   string // why the requirement exists
	Who   string // who suffers when it is broken, and what they see
	Cure  string // the smallest change that makes it right

	Wrong, Right string // smallest failing line and its cure, in wire notation (see Show)
}

// RulePart names one text of a rule.
type RulePart uint8

const (
	RuleTitle RulePart = iota
	RuleWhy
	RuleWho
	RuleCure
)

var rulePartNames = [...]string{"title", "why", "who", "cure"}

// Rule renders one text of a rule.
func (l *Language) Rule(r *Rule, part RulePart, args ...Arg) string {
	english := [...]string{r.Title, r.Why, r.Who, r.Cure}[part]
	return l.fill(l.Lookup(r.ID+"."+rulePartNames[part], english), args)
}

// topic is one file of rules.
type topic struct {
	name  string
	rules []*Rule
}

// Rules lists the whole catalogue, topic by topic, in the order of judgement.
func Rules() []*Rule {
	var all []*Rule
	for _, t := range topics {
		all = append(all, t.rules...)
	}
	return all
}

// RuleByID finds a rule, or returns nil.
func RuleByID(id string) *Rule {
	for _, t := range topics {
		for _, r := range t.rules {
			if r.ID == id {
				return r
			}
		}
	}
	return nil
}

// TopicOf names the file of rules that a rule belongs to.
func TopicOf(r *Rule) string {
	for _, t := range topics {
		for _, x := range t.rules {
			if x == r {
				return t.name
			}
		}
	}
	return ""
}
