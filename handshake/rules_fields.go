package handshake

// Field lines (RFC 9112 §5, RFC 9110 §5): name, colon, value, octet by octet;
// then what may stand on several lines.

var fieldColonSpace = Rule{
	ID: "h1.field.colon-space", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "5.1"}},
	Title: "White space stands between the name {name} and its colon",
	Why:   "Some programs take the space for a part of the name, others cut it off. Such differences were used to pass access checks.",
	Who:   "The server must answer 400.",
	Cure:  "Put the colon right behind the name.",
	Wrong: `X-Room : a`, Right: `X-Room: a`,
}

var fieldColonSpaceResponse = Rule{
	ID: "h1.field.colon-space-response", Level: Grammar, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9112, Section: "5.1"}},
	Title: "White space stands between the name {name} and its colon",
	Why:   "The name ends at the colon. A proxy has to take the space out before it passes the response on.",
	Who:   "Some clients do not find the field under its name and report it missing.",
	Cure:  "Put the colon right behind the name.",
	Wrong: `X-Room : a`, Right: `X-Room: a`,
}

var fieldName = Rule{
	ID: "h1.field.name", Level: Grammar, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "5"}, {RFC: 9110, Section: "5.1"}},
	Title: "The line \"{got}\" does not begin with a field name and a colon",
	Why:   "A name is one or more letters, digits and a few signs, without spaces, and a colon ends it. Anything else might be read as another field.",
	Who:   "A server answers 400. A lenient reader drops the line, and the field is missing for it.",
	Cure:  "Write Name: value.",
	Wrong: `X Room: a`, Right: `X-Room: a`,
}

var fieldTrim = Rule{
	ID: "h1.field.trim", Level: Must, Severity: Note, Binds: Either,
	Cites: []Cite{{RFC: 9110, Section: "5.5"}, {RFC: 9112, Section: "5.1"}},
	Title: "White space round the value of {name} does not belong to it",
	Why:   "Spaces and tabs before and behind a value are cut off before it is read; only these two characters are.",
	Who:   "A program that forgets it compares \"websocket \" with \"websocket\", or hashes a space with the key.",
	Cure:  "Nothing has to change; one space behind the colon is usual.",
	Wrong: `X-Room: \ta \r\n`, Right: `X-Room: a\r\n`,
}

var fieldNUL = Rule{
	ID: "h1.field.crlf-nul", Level: Must, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9110, Section: "5.5"}},
	Title: "The value of {name} holds a NUL octet",
	Why:   "CR, LF and NUL in a value are dangerous: a program written in C sees the value end at the NUL, another one reads on.",
	Who:   "The recipient refuses the message, or puts a space there.",
	Cure:  `Remove the \0.`,
	Wrong: `X-Room: a\0b`, Right: `X-Room: ab`,
}

var fieldOtherCTL = Rule{
	ID: "h1.field.other-ctl", Level: Grammar, Severity: Warning, Binds: Either,
	Cites: []Cite{{RFC: 9110, Section: "5.5"}},
	Title: "The value of {name} holds a control character",
	Why:   "Values are made of visible characters, spaces and tabs. A recipient may keep other control characters where they do no harm.",
	Who:   "Go's net/http and others answer 400; a terminal that shows the log may obey the character.",
	Cure:  "Remove it, or encode it.",
	Wrong: `X-Room: a\x01`, Right: `X-Room: a`,
}

var fieldObsText = Rule{
	ID: "h1.field.obs-text", Level: Explanatory, Severity: Warning, Binds: Either,
	Cites: []Cite{{RFC: 9110, Section: "5.5"}},
	Title: "The value of {name} holds characters outside ASCII",
	Why:   "HTTP lets such octets through and gives them no meaning: a recipient should treat them as opaque. One program reads UTF-8, the next Latin-1. New fields are to be defined in ASCII.",
	Who:   "The receiver sees ZoÃ« instead of Zoë, or drops the field.",
	Cure:  "Keep to visible ASCII, for example percent-encoded.",
	Wrong: `X-User: Zoë`, Right: `X-User: Zo%C3%AB`,
}

var obsFoldRequest = Rule{
	ID: "h1.field.obs-fold-request", Level: MustNot, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "5.2"}},
	Title: "The line of {name} goes on in the next line",
	Why:   "Lines could once be continued by white space at the start of the next. Programs disagree on it, so it is given up.",
	Who:   "A server answers 400 or joins the lines with a space. Go's net/http joins them.",
	Cure:  "Write the field on one line.",
	Wrong: `X-Room: a,\r\n b`, Right: `X-Room: a, b`,
}

var obsFoldResponse = Rule{
	ID: "h1.field.obs-fold-response", Level: MustNot, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9112, Section: "5.2"}},
	Title: "The line of {name} goes on in the next line",
	Why:   "Continued lines are given up. A client still has to join them with a space rather than fail.",
	Who:   "The three browser engines open all the same; small clients lose the second line.",
	Cure:  "Write the field on one line.",
	Wrong: `X-Room: a,\r\n b`, Right: `X-Room: a, b`,
}

var fieldRepeat = Rule{
	ID: "h1.field.repeat", Level: MustNot, Severity: Violation, Binds: Either,
	Cites: []Cite{{RFC: 9110, Section: "5.3"}},
	Title: "A second {name} line stands here, and the field is no list",
	Why:   "Lines of one name are joined with a comma. Only a field that is defined as a list survives that.",
	Who:   "One program takes the first line, another the last, a third both with a comma between them.",
	Cure:  "Send it once. Often a framework and a program both set it.",
	Wrong: `Origin: http://a.example\r\nOrigin: http://b.example`, Right: `Origin: http://a.example`,
}

var fieldCombine = Rule{
	ID: "h1.field.combine", Level: May, Severity: Note, Binds: Either,
	Cites: []Cite{{RFC: 9110, Section: "5.2"}, {RFC: 9110, Section: "5.3"}},
	Title: "The {name} lines are one list, in their order",
	Why:   "A list may be spread over several lines; it means the same as on one line with commas.",
	Who:   "A program that reads the first line only misses members, and refuses a right request.",
	Cure:  "Nothing has to change; one line is understood by more programs.",
	Wrong: `Connection: keep-alive\r\nConnection: TE`, Right: `Connection: keep-alive, TE`,
}

var fieldsTopic = topic{"http-fields", []*Rule{
	&fieldColonSpace, &fieldColonSpaceResponse, &fieldName, &fieldTrim, &fieldNUL, &fieldOtherCTL,
	&fieldObsText, &obsFoldRequest, &obsFoldResponse, &fieldRepeat, &fieldCombine,
}}

func checkFieldLines(j *judge, m *Message) {
	trimmed := false
	var seen, combined [fieldCount]bool
	for i := range m.Lines {
		l := &m.Lines[i]
		if l.Kind == IndentedFirst || l.Next == l.End {
			continue // judged with the lines; or it may go on
		}
		if l.Folds > 0 {
			checkFold(j, m, l)
		}
		if l.Kind == NoColonLine {
			checkNoColon(j, m, l)
			continue
		}
		checkName(j, m, l)
		checkValue(j, m, l)
		if !trimmed && j.full && oddSpace(m, l) {
			trimmed = true
			j.find(&fieldTrim, m.place(Range{l.Colon() + 1, l.End})).arg("name", Show(m.Text(l.Name)))
		}
		switch f := l.Field; {
		case f == UnknownField:
		case !seen[f]:
			seen[f] = true
		case f.isSingleton():
			j.findLine(&fieldRepeat, m, l).arg("name", fieldTable[f].name).got(m, l.Value).cutLine(m, l)
		case !combined[f] && f.isPlainList():
			combined[f] = true
			j.findLine(&fieldCombine, m, l).arg("name", fieldTable[f].name)
		}
	}
}

// isSingleton tells the fields that are defined without a list and whose
// repetition no other topic judges.
func (f Field) isSingleton() bool {
	switch f {
	case OriginField, ContentLengthField, CookieField, AuthorizationField, ProxyAuthorizationField, UserAgentField,
		RefererField, LocationField, ContentTypeField, DateField, ServerField, RetryAfterField, CapsuleProtocolField,
		SecFetchDestField, SecFetchModeField, SecFetchSiteField, AccessControlAllowOriginField,
		StrictTransportSecurityField:
		return true
	}
	return false
}

// isPlainList tells the lists of RFC 9110; those of WebSocket have rules of
// their own about several lines.
func (f Field) isPlainList() bool {
	switch f {
	case ConnectionField, UpgradeField, TransferEncodingField, TEField, TrailerField, ViaField, AllowField,
		AcceptEncodingField, VaryField, CacheControlField:
		return true
	}
	return false
}

func checkName(j *judge, m *Message, l *Line) {
	if l.Name.End < l.Colon() && !l.Name.Empty() {
		rule := &fieldColonSpace
		if m.Side == FromServer {
			rule = &fieldColonSpaceResponse
		}
		gap := Range{l.Name.End, l.Colon()}
		j.find(rule, m.place(gap)).arg("name", Show(m.Text(l.Name))).put(m, gap, "")
	}
	name := m.Text(l.Name)
	n := tokenLen(name)
	if n == len(name) && n > 0 {
		return
	}
	bad := Range{l.Name.Start + n, max(l.Name.End, l.Colon())}
	for at := bad.Start; at < l.Name.End; at++ {
		if isTchar(m.raw[at]) {
			bad.End = at
			break
		}
	}
	f := j.find(&fieldName, m.place(bad))
	if f == nil {
		return
	}
	f.got(m, l.Range)
	if n == 0 && l.Name.Empty() {
		f.cutLine(m, l)
		return
	}
	fixed := make([]byte, 0, len(name))
	for _, c := range name {
		if isTchar(c) {
			fixed = append(fixed, c)
		} else if k := len(fixed); k > 0 && fixed[k-1] != '-' {
			fixed = append(fixed, '-')
		}
	}
	if isToken(fixed) {
		f.put(m, l.Name, string(fixed))
	} else {
		f.cutLine(m, l)
	}
}

// checkNoColon judges a line without a colon. When it begins with a name and
// white space, the colon was forgotten.
func checkNoColon(j *judge, m *Message, l *Line) {
	f := j.findLine(&fieldName, m, l).got(m, l.Range).want("Name: value")
	if f == nil {
		return
	}
	n := tokenLen(m.Text(l.Range))
	gap := Range{l.Start + n, l.Start + n}
	for gap.End < l.End && isOWS(m.raw[gap.End]) {
		gap.End++
	}
	if n > 0 && !gap.Empty() && gap.End < l.End {
		f.put(m, gap, ": ")
	} else {
		f.cutLine(m, l)
	}
}

// checkValue looks at each octet of a value: one finding of a kind for a line.
func checkValue(j *judge, m *Message, l *Line) {
	nul, ctl, text := false, false, false
	for at := l.Value.Start; at < l.Value.End; at++ {
		c := m.raw[at]
		if ' ' <= c && c < 0x7f || c == '\t' || c == '\r' || c == '\n' {
			continue
		}
		end := at + 1
		switch {
		case c == 0 && !nul:
			nul = true
			for end < l.Value.End && m.raw[end] == 0 {
				end++
			}
			r := Range{at, end}
			j.find(&fieldNUL, m.place(r)).arg("name", Show(m.Text(l.Name))).put(m, r, "")
		case c >= 0x80 && !text:
			text = true
			for end < l.Value.End && m.raw[end] >= 0x80 {
				end++
			}
			r := Range{at, end}
			if f := j.find(&fieldObsText, m.place(r)); f != nil {
				f.got(m, r).arg("name", Show(m.Text(l.Name))).
					fixText(m, l.Value, percentEncode(m.Text(l.Value), func(c byte) bool { return c >= 0x80 }))
			}
		case c != 0 && c < 0x80 && !ctl:
			ctl = true
			r := Range{at, end}
			if f := j.find(&fieldOtherCTL, m.place(r)); f != nil {
				f.got(m, r).arg("name", Show(m.Text(l.Name))).fixText(m, l.Value, withoutCTL(m.Text(l.Value)))
			}
		}
	}
}

// withoutCTL takes the control characters of fieldOtherCTL away.
func withoutCTL(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for _, c := range b {
		if c == 0 || c == '\t' || c == '\r' || c == '\n' || c >= ' ' && c != 0x7f {
			out = append(out, c)
		}
	}
	return out
}

// oddSpace tells a value with white space round it that a careless reader
// would keep: behind it, or not one SP before it.
func oddSpace(m *Message, l *Line) bool {
	if l.Folds > 0 || l.Value.Empty() {
		return false
	}
	return l.Value.End < l.End || l.Value.Start > l.Colon()+2 || l.Value.Start == l.Colon()+2 && m.raw[l.Colon()+1] == '\t'
}

// checkFold judges the continuations of a line together; the fix joins them.
func checkFold(j *judge, m *Message, l *Line) {
	rule := &obsFoldRequest
	if m.Side == FromServer {
		rule = &obsFoldResponse
	}
	from, next := lineAt(m.raw, l.Start)
	first := Range{from, next}
	for first.End < l.End && isOWS(m.raw[first.End]) {
		first.End++
	}
	f := j.find(rule, m.place(first))
	if f == nil {
		return
	}
	name := l.Name
	if l.Kind != FieldLine {
		name = Range{l.Start, from}
	}
	f.arg("name", Show(m.Text(name)))
	f.fixText(m, Range{from, l.End}, unfold(m.raw[from:l.End]))
}

// unfold replaces each line end and the white space round it by one SP. The
// first octets are such a line end.
func unfold(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		if c := b[i]; c != '\n' && (c != '\r' || i+1 == len(b) || b[i+1] != '\n') {
			out = append(out, c)
			i++
			continue
		}
		for i < len(b) && (b[i] == '\r' || b[i] == '\n' || isOWS(b[i])) {
			i++
		}
		for len(out) > 0 && isOWS(out[len(out)-1]) {
			out = out[:len(out)-1]
		}
		out = append(out, ' ')
	}
	return out
}
