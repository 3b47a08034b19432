package handshake

// Octets and lines (RFC 9112 §2.1, §2.2): where the head begins and ends, and
// how its lines do. One pass over the octets finds what can stand anywhere;
// the rest is looked at line by line. What is wrong once in a head is found
// once, with a count, so that a head full of faults stays readable.

var msgOctets = Rule{
	ID: "h1.msg.octets", Level: Must, Severity: Note, Binds: Either,
	Cites: []Cite{{RFC: 9112, Section: "2.2"}},
	Title: "A character that Unicode calls a line separator stands here; for HTTP it is no line end",
	Why:   "HTTP is split at the octets CR and LF alone, before anything is decoded. A program that decodes first can see a line end where there is none.",
	Who:   "Such a program reads one field line more than its neighbours do, which is how headers are smuggled in.",
	Cure:  "The bytes may stay; a reader splits octets first and decodes afterwards.",
	Wrong: `X-Note: a\xE2\x80\xA8b`, Right: `X-Note: a b`,
}

var msgLineEnd = Rule{
	ID: "h1.msg.line-end", Level: May, Severity: Warning, Binds: Either,
	Cites: []Cite{{RFC: 9112, Section: "2.2"}},
	Title: "A line ends in LF without CR ({n} in this head)",
	Why:   "A line of HTTP ends in CR LF. A recipient is allowed to take LF alone, not obliged to.",
	Who:   "Browsers and most servers let it pass. A strict parser waits for a CR LF that never comes, and the handshake times out.",
	Cure:  `End each line with \r\n.`,
	Wrong: `GET /chat HTTP/1.1\n`, Right: `GET /chat HTTP/1.1\r\n`,
}

var msgBareCR = Rule{
	ID: "h1.msg.bare-cr", Level: MustNot, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "2.2"}},
	Title: "A CR stands here without an LF behind it",
	Why:   "Some programs take a lone CR for a line end, others for a part of the value. Two readings of one message are a way to smuggle requests.",
	Who:   "The recipient refuses the message, or puts a space in its place. One that keeps the CR in the value hashes it with the key, and the Accept is wrong.",
	Cure:  `Remove the \r, or make it \r\n where a line is to end.`,
	Wrong: `X-Room: a\rb`, Right: `X-Room: ab`,
}

var msgLeadingCRLF = Rule{
	ID: "h1.msg.leading-crlf", Level: MustNot, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 9112, Section: "2.2"}},
	Title: "The request begins with an empty line",
	Why:   "A client sends nothing before its request line. Servers should skip at least one empty line there, because old clients sent it.",
	Who:   "Go's net/http answers 400 at once; others skip it.",
	Cure:  "Send the request line first. Look for a line end too many after the request before it.",
	Wrong: `\r\nGET /chat HTTP/1.1`, Right: `GET /chat HTTP/1.1`,
}

var msgWSBeforeFields = Rule{
	ID: "h1.msg.ws-before-fields", Level: MustNot, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "2.2"}},
	Title: "The line after the start line begins with white space",
	Why:   "White space at the start of a line once meant that the line before goes on. Before the first field there is nothing to go on with.",
	Who:   "A server answers 400 or drops the line. Browsers drop it: an Upgrade written so is missing for them.",
	Cure:  "Begin the line with the field name.",
	Wrong: `HTTP/1.1\r\n X-Room: a`, Right: `HTTP/1.1\r\nX-Room: a`,
}

var msgComplete = Rule{
	ID: "h1.msg.complete", Level: Grammar, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "2.1"}},
	Title: "The head does not end: the empty line is missing",
	Why:   "Only an empty line tells that no field follows. Until it comes nothing can be concluded, for the next line may change everything.",
	Who:   "The other side waits, and gives up after some seconds: 408, or a handshake that timed out.",
	Cure:  `End the head with an empty line: \r\n\r\n after the last field.`,
	Wrong: `X-Last: 1\r\n`, Right: `X-Last: 1\r\n\r\n`,
}

var msgWaitWholeHeader = Rule{
	ID: "h1.msg.wait-whole-header", Level: MustNot, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "5.3"}},
	Title: "The server answered {got} before the head of the request had ended",
	Why:   "A later line can still change what is asked for: a second Host, a body, another Connection.",
	Who:   "The server acts on half a request, and the rest of the head is taken for the first bytes of the new protocol.",
	Cure:  "Read up to the empty line, then decide.",
	Wrong: `X-Late: 1`, Right: `X-In-Time: 1`,
}

var msgTrailingCRLF = Rule{
	ID: "h1.msg.trailing-crlf", Level: MustNot, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 9112, Section: "2.2"}},
	Title: "A line end too many follows the request",
	Why:   "The empty line ends the head, and the content ends where its length says. Very old clients sent one more line end; nobody may any more.",
	Who:   "After a switch it is the first byte of the new protocol: as a WebSocket frame it has no meaning, and the server closes with 1002.",
	Cure:  "End the request with one empty line.",
	Wrong: `X-Last: 1\r\n\r\n\r\n`, Right: `X-Last: 1\r\n\r\n`,
}

var linesTopic = topic{"http-lines", []*Rule{
	&msgOctets, &msgLineEnd, &msgBareCR, &msgLeadingCRLF, &msgWSBeforeFields, &msgComplete, &msgWaitWholeHeader, &msgTrailingCRLF,
}}

func checkLines(j *judge, m *Message) {
	if m.StartLine.Start > m.Start && m.Side == FromClient && !m.StartLine.Empty() {
		j.find(&msgLeadingCRLF, m.place(Range{m.Start, m.StartLine.Start})).
			fix(m.place(Range{m.Start, m.StartLine.Start}), "")
	}
	checkOctets(j, m)
	checkIndented(j, m)
	if !m.Whole {
		checkComplete(j, m)
	}
	if m.Side == FromServer {
		checkPatience(j, m)
	} else if j.full {
		checkTrailing(j, m)
	}
}

// checkTrailing finds line ends behind the request. Behind an offer they may be
// the new protocol's, unless that is WebSocket or they came too early.
func checkTrailing(j *judge, m *Message) {
	end := m.bodyEnd()
	at := end
	for at < len(m.raw) && (m.raw[at] == '\r' || m.raw[at] == '\n') {
		at++
	}
	if !m.Whole || at == end || m.raw[at-1] != '\n' || string(m.Method()) == "CONNECT" {
		return
	}
	if line, _ := lineAt(m.raw, at); at < len(m.raw) && !isRequestLine(m.raw[at:line]) && !asksWebSocket(m) {
		return
	}
	if r := m.place(Range{end, at}); !m.offers() || j.early > end || asksWebSocket(m) {
		j.find(&msgTrailingCRLF, r).fix(r, "")
	}
}

// checkOctets looks at each octet of the head once.
func checkOctets(j *judge, m *Message) {
	b := m.raw
	lf, firstLF, lastLF := 0, 0, 0
	cr, separator := false, false // found in this line; found in this head
	for at := m.StartLine.Start; at < m.HeadEnd; at++ {
		switch b[at] {
		case '\n':
			if at == m.Start || b[at-1] != '\r' {
				if lf == 0 {
					firstLF = at
				}
				lf, lastLF = lf+1, at
			}
			cr = false
		case '\r':
			// The last octet of an unfinished head may get its LF yet.
			if at+1 < len(b) && b[at+1] != '\n' && !cr {
				cr = true
				fixCR(m, j.find(&msgBareCR, m.place(Range{at, at + 1})), at)
			}
		case 0xc2, 0xe2:
			if n := lineSeparator(b[at:m.HeadEnd]); n > 0 && !separator {
				separator = true
				j.find(&msgOctets, m.place(Range{at, at + n}))
			}
		}
	}
	if lf == 0 {
		return
	}
	if f := j.find(&msgLineEnd, m.place(Range{firstLF, firstLF + 1})).arg("n", itoa(lf)); f != nil {
		r := Range{firstLF, lastLF + 1}
		f.fixText(m, r, crlf(b[r.Start:r.End]))
	}
}

// fixCR takes all lone CRs of a line away; in a head without any LF each of
// them was meant as a line end.
func fixCR(m *Message, f *Finding, at int) {
	if f == nil {
		return
	}
	r, text := Range{at, at}, []byte(nil)
	lineEnds := m.StartLine.Next == m.StartLine.End
	for ; r.End < m.HeadEnd && m.raw[r.End] != '\n'; r.End++ {
		c := m.raw[r.End]
		switch {
		case c != '\r' || r.End+1 < m.HeadEnd && m.raw[r.End+1] == '\n':
			text = append(text, c)
		case lineEnds:
			text = append(text, "\r\n"...)
		}
	}
	f.fixText(m, r, text)
}

// lineSeparator gives the length of U+0085, U+2028 or U+2029 in UTF-8, or 0.
func lineSeparator(b []byte) int {
	switch {
	case len(b) >= 2 && b[0] == 0xc2 && b[1] == 0x85:
		return 2
	case len(b) >= 3 && b[0] == 0xe2 && b[1] == 0x80 && (b[2] == 0xa8 || b[2] == 0xa9):
		return 3
	}
	return 0
}

// crlf puts a CR before each LF that has none. The first octet is such an LF.
func crlf(b []byte) []byte {
	out := make([]byte, 0, len(b)+len(b)/16+2)
	for i, c := range b {
		if c == '\n' && (i == 0 || b[i-1] != '\r') {
			out = append(out, '\r')
		}
		out = append(out, c)
	}
	return out
}

// fixText sets a fix whose text is made of wire bytes.
func (f *Finding) fixText(m *Message, r Range, b []byte) *Finding {
	return f.put(m, r, string(b))
}

// checkIndented finds the lines between start line and first field that begin
// with white space. They are cured together: the second would become a
// continuation of the first.
func checkIndented(j *judge, m *Message) {
	n := 0
	for n < len(m.Lines) && m.Lines[n].Kind == IndentedFirst {
		n++
	}
	if n == 0 || m.Lines[0].Next == m.Lines[0].End {
		return
	}
	r := Range{m.Lines[0].Start, m.Lines[n-1].Next}
	f := j.findAt(&msgWSBeforeFields, m, m.Lines[0].Range)
	if f == nil {
		return
	}
	var text []byte
	for i := range m.Lines[:n] {
		l := &m.Lines[i]
		rest := trim(m.raw, l.Range)
		if name := tokenLen(m.Text(rest)); name > 0 && rest.Start+name < rest.End && m.raw[rest.Start+name] == ':' {
			text = append(text, m.raw[rest.Start:l.Next]...)
		}
	}
	f.fixText(m, r, text)
}

// checkComplete says that the head has not ended. What is missing is put in
// when the last line is one that can end.
func checkComplete(j *judge, m *Message) {
	end := len(m.raw)
	if end == 0 && m.Side == FromServer { // no answer is no broken one: see prac.tcp.closed-early
		j.failure = &msgComplete
		return
	}
	f := j.find(&msgComplete, m.place(Range{end, end}))
	if f == nil || m.StartLine.Empty() || m.StartLine.Next == m.StartLine.End {
		f.consequenceOf(j, msgBareCR.ID) // which may have been meant as line ends
		return
	}
	switch n := len(m.Lines); {
	case n == 0 || m.Lines[n-1].Next > m.Lines[n-1].End:
		f.put(m, Range{end, end}, "\r\n")
	case m.Lines[n-1].Kind != FieldLine:
	case m.raw[end-1] == '\r':
		f.put(m, Range{end, end}, "\n\r\n")
	default:
		f.put(m, Range{end, end}, "\r\n\r\n")
	}
}

// checkPatience compares the order of bytes: what had come of the request when
// the server took it up.
func checkPatience(j *judge, m *Message) {
	status := m.Status()
	if !j.given || status != 101 && (status < 200 || status > 299) || j.req.Form == FieldSection {
		return
	}
	if j.early > 0 && j.early < j.req.HeadEnd || !j.req.Whole && len(j.req.raw) > 0 {
		j.find(&msgWaitWholeHeader, m.place(m.StartLine.Range)).got(m, m.StartLine.Code)
	}
}
