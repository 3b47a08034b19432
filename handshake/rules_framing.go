package handshake

// Where a message ends (RFC 9112 §6), and the 1xx responses, which have no
// body (RFC 9110 §15.2). A handshake has none either; a length that two
// readers understand differently is the usual way to smuggle a request.

var bodyCLWithTE = Rule{
	ID: "h1.body.cl-with-te", Level: MustNot, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "6.2"}, {RFC: 9112, Section: "6.1"}, {RFC: 9112, Section: "6.3"}},
	Title: "The request has both Content-Length and Transfer-Encoding",
	Why:   "The two can name different ends of the body. One server believes the first, the next the second, and what lies between is a request nobody checked.",
	Who:   "The server may answer 400 or go by Transfer-Encoding alone. In both cases it must close the connection after its answer.",
	Cure:  "Remove Content-Length.",
	Wrong: `Content-Length: 3\r\nTransfer-Encoding: chunked`, Right: `Transfer-Encoding: chunked`,
}

var bodyBadLength = Rule{
	ID: "h1.body.bad-length", Level: Must, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "6.3"}, {RFC: 9110, Section: "8.6"}},
	Title: "The Content-Length \"{got}\" is not one whole number",
	Why:   "Without a certain length nobody knows where this message ends and the next begins. Only a list of equal numbers can be saved.",
	Who:   "The server answers 400 and closes; a client throws the response away.",
	Cure:  "Write the number of bytes of the body in digits, once.",
	Wrong: `Content-Length: 1x`, Right: `Content-Length: 0`,
}

var bodyFinalChunked = Rule{
	ID: "h1.body.te-final-chunked", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "6.3"}},
	Title: "The last transfer coding of the request is \"{got}\", not chunked",
	Why:   "Only chunked tells where the body ends. A request cannot end with the connection, for the answer has to come back on it.",
	Who:   "The server must answer 400 and close.",
	Cure:  "Leave Transfer-Encoding out of a handshake; elsewhere write chunked last.",
	Wrong: `Transfer-Encoding: gzip`, Right: `Transfer-Encoding: gzip, chunked`,
}

var bodyChunkedTwice = Rule{
	ID: "h1.body.chunked-twice", Level: MustNot, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "6.1"}, {RFC: 9112, Section: "7"}},
	Title: "Transfer-Encoding applies chunked more than once",
	Why:   "Chunks inside chunks say nothing more. One program takes them off once, the next twice, and the two see different ends of the body.",
	Who:   "The RFC does not name the answer. A strict server answers 400 and closes, as with any framing that can be read in two ways; Go answers 501.",
	Cure:  "Name chunked once, last.",
	Wrong: `Transfer-Encoding: chunked, chunked`, Right: `Transfer-Encoding: chunked`,
}

var bodyUnknownCoding = Rule{
	ID: "h1.body.unknown-coding", Level: Should, Severity: Error, Binds: Server, Status: 501,
	Cites: []Cite{{RFC: 9112, Section: "6.1"}, {RFC: 9112, Section: "7"}},
	Title: "The transfer coding \"{got}\" is none that HTTP defines",
	Why:   "chunked, gzip, deflate and compress are. A server cannot undo a coding that it does not know, and should answer 501.",
	Who:   "Servers answer 501 or 400. One that passes the coding on lets the next server find another end of the body.",
	Cure:  "Use chunked alone.",
	Wrong: `Transfer-Encoding: foo, chunked`, Right: `Transfer-Encoding: chunked`,
}

var bodyEncodingHTTP10 = Rule{
	ID: "h1.body.te-http10", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "6.1"}},
	Title: "An HTTP/1.0 message carries Transfer-Encoding",
	Why:   "HTTP/1.0 does not know the field. An old program on the way has perhaps passed it on without taking the chunks off, so where the body ends is not certain.",
	Who:   "The server must treat the framing as faulty, even beside a Content-Length, and close the connection. This one answers 400.",
	Cure:  "Send HTTP/1.1, or Content-Length instead.",
	Wrong: `POST / HTTP/1.0\r\nHost: a.example\r\nTransfer-Encoding: chunked`, Right: `POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked`,
}

var bodyEncodingHTTP10Response = Rule{
	ID: "h1.body.te-http10-response", Level: Must, Severity: Violation, Binds: Either,
	Cites: []Cite{{RFC: 9112, Section: "6.1"}},
	Title: "An HTTP/1.0 response carries Transfer-Encoding",
	Why:   "HTTP/1.0 does not know the field. An old program on the way has perhaps passed it on without taking the chunks off, so where the body ends is not certain.",
	Who:   "The client must treat the framing as faulty, even beside a Content-Length, and close the connection after the response.",
	Cure:  "Answer in HTTP/1.1, or send Content-Length instead.",
	Wrong: `HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked`, Right: `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked`,
}

var bodyEncodingToHTTP10 = Rule{
	ID: "h1.body.te-to-http10", Level: MustNot, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9112, Section: "6.1"}},
	Title: "The answer to an HTTP/1.0 request carries Transfer-Encoding",
	Why:   "A server may use the field only towards a client that has shown that it speaks HTTP/1.1.",
	Who:   "The client reads the lengths of the chunks as text of the page.",
	Cure:  "Send the length, or close the connection after the body.",
	Wrong: `GET / HTTP/1.0`, Right: `GET / HTTP/1.1`,
}

var bodyForbidden = Rule{
	ID: "h1.body.none-allowed", Level: MustNot, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "8.6"}, {RFC: 9112, Section: "6.1"}, {RFC: 9110, Section: "9.3.6"}},
	Title: "This {status} has no body, and yet it carries {name}",
	Why:   "A 204 never has a body. After a 2xx to CONNECT the tunnel begins at once; what comes is no body of HTTP.",
	Who:   "Clients must ignore the field after CONNECT. One that does not swallows the first bytes of the tunnel.",
	Cure:  "Remove the field.",
	Wrong: `HTTP/1.1 200 Connection established\r\nContent-Length: 0`, Right: `HTTP/1.1 200 Connection established\r\n\r\n`,
}

var bodyNeedlessLength = Rule{
	ID: "h1.body.needless-length", Level: ShouldNot, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "8.6"}},
	Title: "A {method} without a body needs no Content-Length",
	Why:   "A user agent should leave the field out where no content is sent and the method expects none.",
	Who:   "Hardly anybody: 0 is understood everywhere.",
	Cure:  "Leave the line out.",
	Wrong: `GET /chat HTTP/1.1\r\nHost: a.example\r\nContent-Length: 0`, Right: `GET /chat HTTP/1.1\r\nHost: a.example\r\n\r\n`,
}

var interimEnds = Rule{
	ID: "h1.1xx.ends-at-blank", Level: Explanatory, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 9112, Section: "6.3"}, {RFC: 9110, Section: "15.2"}},
	Title: "The {status} ends at its empty line, whatever its fields say of a body",
	Why:   "A 1xx response has no body. What follows a 101 is the new protocol from its first byte on.",
	Who:   "A client that reads a body here swallows the first frames.",
	Cure:  "As a client, do not look at the length of a 1xx; as a server, do not send one.",
	Wrong: `Content-Length: 5\r\n\r\nhello`, Right: `Connection: Upgrade\r\n\r\nhello`,
}

var interimNoLength = Rule{
	ID: "h1.1xx.no-content-length", Level: MustNot, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "8.6"}},
	Title: "The {status} carries Content-Length",
	Why:   "A 1xx response has no body, not even one of length 0.",
	Who:   "Browsers ignore it. Some clients wait for a body, or close the connection because they take the answer for finished.",
	Cure:  "Remove Content-Length. Often a framework adds it to every response.",
	Wrong: `HTTP/1.1 101 Switching Protocols\r\nContent-Length: 0`, Right: `HTTP/1.1 101 Switching Protocols\r\nUpgrade: example/1`,
}

var interimNoEncoding = Rule{
	ID: "h1.1xx.no-transfer-encoding", Level: MustNot, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9112, Section: "6.1"}},
	Title: "The {status} carries Transfer-Encoding",
	Why:   "A 1xx response has no body that could be encoded.",
	Who:   "Browsers ignore the field. When the server really writes chunks, the client reads their lengths as frames.",
	Cure:  "Remove Transfer-Encoding, and stop the layer that wraps what follows into chunks.",
	Wrong: `HTTP/1.1 101 Switching Protocols\r\nTransfer-Encoding: chunked`, Right: `HTTP/1.1 101 Switching Protocols\r\nUpgrade: example/1`,
}

var interimNotTo10 = Rule{
	ID: "h1.1xx.not-to-http10", Level: MustNot, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "15.2"}},
	Title: "The server sends {status} to a client that speaks {version}",
	Why:   "HTTP/1.0 knows no 1xx responses, and so no 101.",
	Who:   "The client takes it for the final answer. A proxy that speaks 1.0 to the server, as nginx does unless told otherwise, breaks every upgrade in this way.",
	Cure:  "Answer an HTTP/1.0 request in HTTP; let the proxy speak HTTP/1.1.",
	Wrong: `GET / HTTP/1.0`, Right: `GET / HTTP/1.1`,
}

var interimIn10 = Rule{
	ID: "h1.1xx.in-http10", Level: Explanatory, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "15.2"}, {RFC: 9110, Section: "2.5"}},
	Title: "The {status} says that it is {version}, which has no 1xx responses",
	Why:   "The version in a message says what its sender keeps to. HTTP/1.0 defines neither 1xx responses nor Upgrade.",
	Who:   "RFC 6455 lets a client look at the code alone, so many open. Others take it for the final answer.",
	Cure:  "Write HTTP/1.1.",
	Wrong: `HTTP/1.0 101 Switching Protocols`, Right: `HTTP/1.1 101 Switching Protocols`,
}

var interimSeveral = Rule{
	ID: "h1.1xx.several", Level: Must, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "15.2"}},
	Title: "A {status} comes before the real answer",
	Why:   "Any number of 1xx responses may come first. A client reads on until it has another status, or a 101.",
	Who:   "Chromium fails a WebSocket handshake at an interim 100; Firefox and WebKit read on.",
	Cure:  "Nothing is wrong with it. For browsers leave it out.",
	Wrong: `HTTP/1.1 103 Early Hints`, Right: `HTTP/1.1 200 OK`,
}

var framingTopic = topic{"http-framing", []*Rule{
	&bodyCLWithTE, &bodyBadLength, &bodyFinalChunked, &bodyChunkedTwice, &bodyUnknownCoding, &bodyEncodingHTTP10, &bodyEncodingHTTP10Response, &bodyEncodingToHTTP10,
	&bodyForbidden, &bodyNeedlessLength, &bodyInGet, &bodyInTrace, &bodyCLWithTEResponse,
	&interimEnds, &interimNoLength, &interimNoEncoding, &interimNotTo10, &interimIn10, &interimSeveral,
}}

func checkRequestFraming(j *judge, m *Message) {
	if !m.Whole {
		return
	}
	if !m.has(TransferEncodingField) {
		checkLength(j, m)
		checkNeedlessLength(j, m)
		return
	}
	if m.isHTTP10() {
		l := m.first(TransferEncodingField)
		j.findLine(&bodyEncodingHTTP10, m, l).got(m, l.Value).put(m, m.StartLine.Version, "HTTP/1.1")
	}
	for _, i := range m.known {
		if l := &m.Lines[i]; l.Kind == FieldLine && l.Field == ContentLengthField {
			j.findLine(&bodyCLWithTE, m, l).got(m, l.Value).cutLine(m, l)
		}
	}
	checkFinalChunked(j, m)
}

// checkLength wants one number over all lines.
func checkLength(j *judge, m *Message) {
	if !m.mayHave(ContentLengthField) {
		return
	}
	length := []byte(nil)
	for _, i := range m.known {
		l := &m.Lines[i]
		if l.Kind != FieldLine || l.Field != ContentLengthField {
			continue
		}
		bad := false
		rest := l.Value
		for more := true; more; {
			var x Range
			x, rest, more = m.cutMember(rest, false)
			text := m.Text(x)
			if len(text) == 0 && hasDigit(m.Text(l.Value)) {
				continue // an empty member of a list is passed over (RFC 9110 §5.6.1.2)
			}
			if !allDigits(text) {
				bad = true
				break
			}
			if text = withoutZeros(text); length == nil {
				length = text
			} else if string(text) != string(length) {
				bad = true
			}
		}
		if !bad {
			continue
		}
		f := j.findAt(&bodyBadLength, m, l.Value)
		switch {
		case f == nil:
		case m.count(ContentLengthField) > 1:
			f.cutLine(m, l)
		default:
			f.put(m, Range{l.Colon() + 1, l.End}, " "+itoa(len(m.raw)-m.HeadEnd))
		}
		if f == nil {
			return // the first decides; the cost of counting is for the report
		}
	}
}

// withoutZeros takes leading zeros away, so that numbers of any size compare.
func withoutZeros(b []byte) []byte {
	for len(b) > 1 && b[0] == '0' {
		b = b[1:]
	}
	return b
}

// checkFinalChunked looks at the last member of the last line that has one:
// that it is not chunked must be answered with 400, before a coding that is not
// known should be answered with 501.
func checkFinalChunked(j *judge, m *Message) {
	var last *Line
	coding := Range{}
	m.codings(func(l *Line, x Range) {
		if last == nil || !x.Empty() {
			last, coding = l, x
		}
	})
	if !foldEqual(m.Text(coding), "chunked") {
		f := j.findAt(&bodyFinalChunked, m, coding).want("chunked").consequenceOf(j, quotedClosed.ID)
		if f != nil && m.count(TransferEncodingField) == 1 {
			f.cutLine(m, last)
		}
	}
	m.codings(func(_ *Line, x Range) { checkCoding(j, m, x) })
	checkChunkedOnce(j, m)
}

// codings gives each member of Transfer-Encoding to a function.
func (m *Message) codings(each func(*Line, Range)) {
	for _, i := range m.known {
		l := &m.Lines[i]
		if l.Kind != FieldLine || l.Field != TransferEncodingField {
			continue
		}
		rest := l.Value
		for more := true; more; {
			var x Range
			x, rest, more = m.cutMember(rest, true)
			each(l, x)
		}
	}
}

// checkChunkedOnce holds for both sides.
func checkChunkedOnce(j *judge, m *Message) {
	chunked := 0
	m.codings(func(l *Line, x Range) {
		if !foldEqual(m.Text(x), "chunked") {
			return
		}
		if chunked++; chunked == 2 {
			line := 0
			for l != &m.Lines[line] {
				line++
			}
			j.find(&bodyChunkedTwice, m.place(x)).fix(m.withoutMember(TransferEncodingField, Member{x, line}), "")
		}
	})
}

func checkResponseFraming(j *judge, m *Message) {
	status := m.Status()
	if status < 100 || status > 199 {
		if m.Whole {
			checkResponseBody(j, m, status)
		}
		return
	}
	code := Show(m.Code())
	framed := false
	for _, i := range m.known {
		l := &m.Lines[i]
		rule := &interimNoLength
		switch {
		case l.Kind != FieldLine:
			continue
		case l.Field == TransferEncodingField:
			rule = &interimNoEncoding
		case l.Field != ContentLengthField:
			continue
		}
		framed = true
		j.findLine(rule, m, l).arg("status", code).got(m, l.Value).cutLine(m, l)
	}
	if framed && m.HeadEnd < len(m.raw) {
		j.find(&interimEnds, m.place(Range{m.emptyLine(), m.HeadEnd})).arg("status", code)
	}
	if j.req.isHTTP10() {
		f := j.find(&interimNotTo10, m.place(m.StartLine.Code)).arg("status", code).arg("version", Show(j.req.Version()))
		f.put(j.req, j.req.StartLine.Version, "HTTP/1.1")
	}
	if m.isHTTP10() {
		v := m.StartLine.Version
		j.find(&interimIn10, m.place(v)).arg("status", code).arg("version", Show(m.Text(v))).put(m, v, "HTTP/1.1")
	}
	if len(j.interim) > 0 && m == j.interim[0] {
		j.find(&interimSeveral, m.place(m.StartLine.Range)).arg("status", code)
	}
}

// emptyLine is where the line that ends a whole head begins.
func (m *Message) emptyLine() int {
	if n := len(m.Lines); n > 0 {
		return m.Lines[n-1].Next
	}
	return m.StartLine.Next
}

// codings are the transfer codings of RFC 9112 §7, with two old names.
var codings = [...]string{"chunked", "gzip", "deflate", "compress", "x-gzip", "x-compress"}

// checkCoding looks a transfer coding up, its parameters apart.
func checkCoding(j *judge, m *Message, x Range) {
	name := m.Text(x)
	if name = name[:tokenLen(name)]; len(name) == 0 {
		return // no name at all: a fault of syntax
	}
	for _, known := range codings {
		if foldEqual(name, known) {
			return
		}
	}
	j.findAt(&bodyUnknownCoding, m, x).fix(m.memberOut(TransferEncodingField, x), "")
}

// checkNeedlessLength notes a length of 0 on a method that expects no content.
func checkNeedlessLength(j *judge, m *Message) {
	l := m.first(ContentLengthField)
	if l == nil || !j.full || string(m.Text(l.Value)) != "0" {
		return
	}
	switch string(m.Method()) {
	case "GET", "HEAD", "DELETE", "CONNECT", "OPTIONS", "TRACE":
		j.findLine(&bodyNeedlessLength, m, l).arg("method", string(m.Method())).cutLine(m, l)
	}
}

// checkResponseBody judges the framing of a final response.
func checkResponseBody(j *judge, m *Message, status int) {
	encoded := m.first(TransferEncodingField)
	if encoded == nil {
		checkLength(j, m)
	} else {
		checkChunkedOnce(j, m)
		if m.isHTTP10() {
			j.findLine(&bodyEncodingHTTP10Response, m, encoded).got(m, encoded.Value).put(m, m.StartLine.Version, "HTTP/1.1")
		}
		if j.req.isHTTP10() {
			j.findLine(&bodyEncodingToHTTP10, m, encoded).got(m, encoded.Value).cutLine(m, encoded)
		}
		if l := m.first(ContentLengthField); l != nil {
			j.findLine(&bodyCLWithTEResponse, m, l).got(m, l.Value).cutLine(m, l)
		}
	}
	if status != 204 && (status < 200 || status > 299 || string(j.req.Method()) != "CONNECT" || j.req.Form != HTTP1) {
		return
	}
	for _, f := range [...]Field{ContentLengthField, TransferEncodingField} {
		if l := m.first(f); l != nil {
			j.findLine(&bodyForbidden, m, l).arg("status", Show(m.Code())).arg("name", f.Info().Name).cutLine(m, l)
		}
	}
}
