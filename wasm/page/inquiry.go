package page

import (
	"strconv"

	"handshake101/handshake"
)

// Inquiry is what a script asks of the engine: inspect() of the element and of
// its module.
type Inquiry struct {
	Request, Response []byte
	Policy            [][2]string // keys and values as handshake.Policy.Set takes them; nil: none
	Lang, Catalogue   string      // the language of the texts; "" and "en" need no catalogue
}

// Report answers with the report as JSON, or with {"error": …}.
func (in *Inquiry) Report() []byte {
	var policy *handshake.Policy
	if in.Policy != nil {
		policy = new(handshake.Policy)
		for _, p := range in.Policy {
			if err := policy.Set(p[0], p[1]); err != nil {
				return misuse("policy."+p[0], err.Error(), "", "")
			}
		}
	}
	var lang *handshake.Language
	if in.Lang != "" && in.Lang != "en" {
		var err error
		if lang, err = handshake.ParseLanguage(in.Lang, []byte(in.Catalogue)); err != nil {
			return misuse("lang", "lang: "+err.Error(), "", "")
		}
	}
	return handshake.Inspect(handshake.Exchange{Request: in.Request, Response: in.Response}, policy).AppendJSON(nil, lang)
}

// Misuse says that an argument is not what it must be.
func Misuse(field, got, want string) []byte {
	return misuse(field, field+": got "+got+", expected "+want, got, want)
}

func misuse(field, message, got, want string) []byte {
	b := []byte(`{"error":{"name":"ArgumentError","message":`)
	b = handshake.AppendJSONString(b, message)
	for _, p := range [][2]string{{"field", field}, {"got", got}, {"want", want}} {
		b = append(append(append(b, `,"`...), p[0]...), `":`...)
		if p[1] == "" {
			b = append(b, "null"...)
		} else {
			b = handshake.AppendJSONString(b, p[1])
		}
	}
	return append(b, "}}"...)
}

// Trouble says why a file could not be had.
func Trouble(status int, text string) string {
	if text == "" {
		return strconv.Itoa(status)
	}
	return strconv.Itoa(status) + " " + text
}

// Shows names the screen, and the case on it: a change of it is a new entry in
// the browser's history.
func (m *Model) Shows() string {
	if m.Screen == OnExchange && m.CaseWhole {
		return "case " + m.Case.ID
	}
	return m.Screen.String()
}
