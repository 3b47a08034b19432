package handshake

// Lists, tokens, quoted strings and parameters (RFC 9110 §5.6). These are the
// rules that all lists share; the grammar of Upgrade, of subprotocols and of
// extensions has rules of its own, behind these.

var listNoEmpty = Rule{
	ID: "h1.list.sender-no-empty", Level: MustNot, Severity: Warning, Binds: Either,
	Cites: []Cite{{RFC: 9110, Section: "5.6.1.1"}},
	Title: "The list {name} has an empty member",
	Why:   "A sender writes members with one comma between two of them. A comma too many comes from joining texts without looking.",
	Who:   "Recipients skip it; one that splits carelessly finds a protocol or option without a name.",
	Cure:  "Remove the comma too many.",
	Wrong: `Connection: , keep-alive`, Right: `Connection: keep-alive`,
}

var listSkipsEmpty = Rule{
	ID: "h1.list.recipient-skips-empty", Level: Must, Severity: Note, Binds: Either,
	Cites: []Cite{{RFC: 9110, Section: "5.6.1.2"}},
	Title: "A recipient skips the empty member of {name}",
	Why:   "The sender should not write it, and yet the message is read as if it were not there.",
	Who:   "A server that refuses such a list refuses a request that counts.",
	Cure:  "As a recipient, pass over empty members, a reasonable number of them.",
	Wrong: `Connection: , keep-alive`, Right: `Connection: keep-alive`,
}

var listAtLeastOne = Rule{
	ID: "h1.list.at-least-one", Level: Grammar, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9110, Section: "5.6.1.2"}, {RFC: 6455, Section: "4.3"}},
	Title: "The list {name} holds commas and no member",
	Why:   "This list needs one member at least, and empty ones do not count.",
	Who:   "A strict server answers 400; others go on as if the field were not there.",
	Cure:  "Leave the field out when there is nothing to offer.",
	Wrong: `Sec-WebSocket-Protocol: , ,`, Right: `Sec-WebSocket-Protocol: chat`,
}

var tokenChars = Rule{
	ID: "h1.token.chars", Level: Grammar, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9110, Section: "5.6.2"}, {RFC: 9110, Section: "7.6.1"}},
	Title: "The member \"{got}\" of {name} is not a token",
	Why:   "Options are words of letters, digits and a few signs, separated by commas. Spaces, semicolons and quotes are not among them.",
	Who:   "A server does not find the option upgrade in it, or refuses the request.",
	Cure:  "Put a comma between two options, and no quotes round them.",
	Wrong: `Connection: keep-alive; TE`, Right: `Connection: keep-alive, TE`,
}

var quotedClosed = Rule{
	ID: "h1.quoted.closed", Level: Grammar, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9110, Section: "5.6.4"}},
	Title: "The quoted string {got} does not end",
	Why:   "A quoted string ends at the next quote; a backslash takes the character behind it as it is. Without the end all that follows belongs to the string.",
	Who:   "The recipient cannot tell where the value ends, and refuses it.",
	Cure:  "Close it with a quote, or leave both quotes out.",
	Wrong: `server_max_window_bits="10`, Right: `server_max_window_bits="10"`,
}

var paramNoSpace = Rule{
	ID: "h1.param.no-space", Level: Grammar, Severity: Warning, Binds: Either,
	Cites: []Cite{{RFC: 9110, Section: "5.6.6"}},
	Title: "White space stands at the = of a parameter in {name}",
	Why:   "A parameter is name=value without spaces. Only older grammars, such as that of Sec-WebSocket-Extensions, allow them.",
	Who:   "A strict parser drops the parameter or the field.",
	Cure:  "Remove the spaces round the =.",
	Wrong: `Content-Type: text/plain; charset = utf-8`, Right: `Content-Type: text/plain; charset=utf-8`,
}

var paramBadSpace = Rule{
	ID: "h1.param.bad-space", Level: MustNot, Severity: Warning, Binds: Either,
	Cites: []Cite{{RFC: 9110, Section: "5.6.3"}, {RFC: 9110, Section: "10.1.4"}, {RFC: 9110, Section: "11.2"}},
	Title: "White space stands at the = of a parameter in {name}",
	Why:   "The grammar of this field still lets such \"bad\" white space through for the sake of old senders. Nobody may send it; a recipient must take it out before it reads the value.",
	Who:   "A parser that takes the grammar for that of other parameters drops the value.",
	Cure:  "Remove the spaces round the =.",
	Wrong: `Proxy-Authorization: Digest username = "a"`, Right: `Proxy-Authorization: Digest username="a"`,
}

var listsTopic = topic{"http-lists", []*Rule{
	&listNoEmpty, &listSkipsEmpty, &listAtLeastOne, &tokenChars, &quotedClosed, &paramNoSpace, &paramBadSpace,
}}

func checkLists(j *judge, m *Message) {
	skipped := false
	for _, i := range m.known {
		l := &m.Lines[i]
		if l.Kind != FieldLine || l.Next == l.End || l.Field == UnknownField {
			continue
		}
		switch l.Field {
		case ConnectionField:
			checkTokens(j, m, l)
		case ExtensionsField, TransferEncodingField:
			checkQuoted(j, m, l)
		}
		if l.Field.isPlainList() || l.Field == ProtocolField || l.Field == ExtensionsField {
			checkEmptyMembers(j, m, l, &skipped)
		}
		switch l.Field {
		case ContentTypeField, AcceptHeaderField, AcceptEncodingField, AcceptLanguageField, ExpectField, ForwardedField:
			checkParameterSpace(j, m, l, &paramNoSpace)
		case TransferEncodingField, TEField, WWWAuthenticateField, AuthorizationField, ProxyAuthorizationField:
			checkParameterSpace(j, m, l, &paramBadSpace)
		}
	}
}

// needsMember tells the lists of RFC 6455 that have at least one member, where
// they count: in a request for a WebSocket and in a 101. The lists of RFC 9110
// may all be empty.
func needsMember(m *Message, f Field) bool {
	if f != ProtocolField && f != ExtensionsField {
		return false
	}
	return m.Side == FromServer && m.Status() == 101 || m.Side == FromClient && m.hasMember(UpgradeField, "websocket")
}

// checkEmptyMembers finds a comma with nothing before or behind it: once for a
// line. A value without any comma is no list with an empty member.
func checkEmptyMembers(j *judge, m *Message, l *Line, skipped *bool) {
	name := fieldTable[l.Field].name
	quoted := l.Field == ExtensionsField
	comma, n := -1, 0 // the comma beside the first empty member; members with something in them
	rest := l.Value
	for more := true; more; {
		var x Range
		before := rest.Start
		x, rest, more = m.cutMember(rest, quoted)
		switch {
		case !x.Empty():
			n++
		case comma >= 0:
		case more:
			comma = rest.Start - 1
		case before > l.Value.Start:
			comma = before - 1
		}
		if comma >= 0 && n > 0 && !j.full {
			return // a warning, which decides nothing
		}
	}
	if comma < 0 {
		return
	}
	if n == 0 && needsMember(m, l.Field) {
		j.findLine(&listAtLeastOne, m, l).got(m, l.Value).arg("name", name).cutLine(m, l)
		return
	}
	r := Range{comma, comma + 1}
	if f := j.find(&listNoEmpty, m.place(r)); f != nil {
		f.got(m, l.Value).arg("name", name).fixText(m, l.Value, m.withoutEmpty(l.Value, quoted))
	}
	if !*skipped {
		*skipped = true
		j.find(&listSkipsEmpty, m.place(r)).arg("name", name)
	}
}

// withoutEmpty is a list without its empty members.
func (m *Message) withoutEmpty(rest Range, quoted bool) []byte {
	var text []byte
	for more := true; more; {
		var x Range
		x, rest, more = m.cutMember(rest, quoted)
		if x.Empty() {
			continue
		}
		if text != nil {
			text = append(text, ", "...)
		}
		text = append(text, m.Text(x)...)
	}
	return text
}

// checkTokens wants each member to be a token. A fold or a CR inside is the
// fault of the line and found there.
func checkTokens(j *judge, m *Message, l *Line) {
	name := fieldTable[l.Field].name
	rest := l.Value
	for more := true; more; {
		var x Range
		x, rest, more = m.cutMember(rest, false)
		text := m.Text(x)
		n := tokenLen(text)
		if n == len(text) || text[n] == '\r' || text[n] == '\n' {
			continue
		}
		if f := j.find(&tokenChars, m.place(x)); f != nil {
			f.got(m, x).arg("name", name).want(wordToken.ref())
			if tokens := tokensOf(text); tokens != nil {
				f.fixText(m, x, tokens)
			}
		}
	}
}

// tokensOf puts commas between the tokens of a text that something else
// separates; nil when there is none.
func tokensOf(b []byte) []byte {
	var out []byte
	for len(b) > 0 {
		n := tokenLen(b)
		if n == 0 {
			b = b[1:]
			continue
		}
		if out != nil {
			out = append(out, ", "...)
		}
		out = append(out, b[:n]...)
		b = b[n:]
	}
	return out
}

// checkQuoted finds a quoted string that the value does not close.
func checkQuoted(j *judge, m *Message, l *Line) {
	open := -1
	for at := l.Value.Start; at < l.Value.End; at++ {
		switch c := m.raw[at]; {
		case c == '"' && open < 0:
			open = at
		case c == '"':
			open = -1
		case c == '\\' && open >= 0:
			at++
		}
	}
	if open < 0 || l.Field == ExtensionsField && !needsMember(m, l.Field) {
		return
	}
	r := Range{open, l.Value.End}
	j.findAt(&quotedClosed, m, r).put(m, Range{r.End, r.End}, `"`)
}

// checkParameterSpace finds white space before or behind an equals sign that
// stands outside quoted strings.
func checkParameterSpace(j *judge, m *Message, l *Line, rule *Rule) {
	b := m.raw
	for at := m.nextMark(l.Value.Start, l.Value.End, '='); at < l.Value.End; at = m.nextMark(at+1, l.Value.End, '=') {
		r := Range{at, at + 1}
		for r.Start > l.Value.Start && isOWS(b[r.Start-1]) {
			r.Start--
		}
		for r.End < l.Value.End && isOWS(b[r.End]) {
			r.End++
		}
		if r.End-r.Start > 1 {
			j.findAt(rule, m, r).arg("name", fieldTable[l.Field].name).put(m, r, "=")
		}
	}
}
