package handshake

import (
	"strings"
)

// Text is one sentence or paragraph that the reader sees. English stands
// here, next to what it explains; other languages are catalogues keyed by ID.
// Placeholders are named: {n}, {got}.
type Text struct {
	ID      string
	English string
}

// Arg fills one placeholder of a text. Values that come from the wire are
// shown through Show first, so that no control octet reaches a reader.
type Arg struct {
	Name, Value string
}

// Phrase is a text with its arguments: language-neutral until it is said.
type Phrase struct {
	Text *Text
	Args []Arg
	// Rule, when it is there, fills {cause} with its title in the reader's
	// language; RuleArgs fill that title.
	Rule     *Rule
	RuleArgs []Arg
}

// Language is one translation of all texts. The nil Language is English.
type Language struct {
	Code    string // BCP 47: "ja"
	entries map[string]string
}

// Say renders a phrase. A text that the language lacks is said in English.
func (l *Language) Say(p Phrase) string {
	if p.Text == nil {
		return ""
	}
	args := p.Args
	if p.Rule != nil {
		args = append(args[:len(args):len(args)], Arg{"cause", lowerFirst(l.Rule(p.Rule, RuleTitle, p.RuleArgs...))})
	}
	return l.fill(l.Lookup(p.Text.ID, p.Text.English), args)
}

// lowerFirst makes a title the second half of a sentence: "The key …" becomes
// "the key …". Names keep their capital: they hold another one, a digit or a
// hyphen ("HTTP/1.0", "Sec-WebSocket-Key"), or name a field.
func lowerFirst(s string) string {
	first, _, _ := strings.Cut(s, " ")
	switch first {
	case "The", "A", "An", "This", "No", "Two", "More", "Nothing", "There", "In", "It", "Only", "One", "Not", "Several", "Something", "White", "None", "Every", "Text", "Data", "Between", "After", "Browsers":
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// Text renders a text with the given arguments.
func (l *Language) Text(t *Text, args ...Arg) string {
	return l.Say(Phrase{Text: t, Args: args})
}

// Lookup gives the translation under the key, or the English given.
func (l *Language) Lookup(key, english string) string {
	if l != nil {
		if s, ok := l.entries[key]; ok {
			return s
		}
	}
	return english
}

// Has reports whether the language translates the key.
func (l *Language) Has(key string) bool {
	if l == nil {
		return true
	}
	_, ok := l.entries[key]
	return ok
}

// Tag gives the BCP 47 tag of the language, "en" for nil.
func (l *Language) Tag() string {
	if l == nil {
		return "en"
	}
	return l.Code
}

// fill replaces each {name} by its argument. A placeholder without an
// argument stays as it is, where a test finds it.
func (l *Language) fill(s string, args []Arg) string {
	if len(args) == 0 || strings.IndexByte(s, '{') < 0 {
		return s
	}
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			break
		}
		end += open
		b.WriteString(s[:open])
		value, ok := lookupArg(args, s[open+1:end])
		if ok {
			b.WriteString(l.resolve(value))
		} else {
			b.WriteString(s[open : end+1])
		}
		s = s[end+1:]
	}
	b.WriteString(s)
	return b.String()
}

// ref is a text as the value of an argument: it is said in the reader's
// language together with what it is put into. Nothing from the wire can pass
// for it, because Show lets no control octet through.
func (t *Text) ref() string { return "\x01" + t.ID + "\x02" + t.English + "\x03" }

// resolve says the texts that a value refers to.
func (l *Language) resolve(value string) string {
	for {
		from := strings.IndexByte(value, '\x01')
		mid := strings.IndexByte(value, '\x02')
		end := strings.IndexByte(value, '\x03')
		if from < 0 || mid < from || end < mid {
			return value
		}
		value = value[:from] + l.Lookup(value[from+1:mid], value[mid+1:end]) + value[end+1:]
	}
}

// english says the texts that a value refers to in English.
func english(value string) string { return (*Language)(nil).resolve(value) }

// GotWant says what a finding saw and what was expected, "" for nothing: words in the
// reader's language, and what is on the wire as it is there.
func (l *Language) GotWant(f *Finding) (got, want string) {
	said := func(name, plain string) string {
		if value, ok := lookupArg(f.Args, name); ok && plain != "" {
			return l.resolve(value)
		}
		return plain
	}
	return said("got", f.Got), said("want", f.Want)
}

// argText fills a placeholder with texts, one behind the other.
func (f *Finding) argText(name string, texts ...*Text) *Finding {
	if f == nil {
		return nil
	}
	value := ""
	for _, t := range texts {
		value += t.ref()
	}
	return f.arg(name, value)
}

func lookupArg(args []Arg, name string) (string, bool) {
	for _, a := range args {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}
