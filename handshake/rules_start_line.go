package handshake

// The start line (RFC 9112 §3 and §4): method, target and version of a request,
// version, code and phrase of a response. A part that is missing silences what
// would be said of its value.

var reqlineShape = Rule{
	ID: "h1.reqline.shape", Level: Grammar, Severity: Violation, Binds: Client,
	Cites: []Cite{{RFC: 9112, Section: "3"}},
	Title: "The parts of the request line do not stand apart by exactly one space",
	Why:   "Method, target and version are separated by one space each. A server may split at any white space, but two servers that do it differently can be played against each other.",
	Who:   "Go's net/http answers 400; lenient servers carry on.",
	Cure:  "Write one space between the parts, and none before or behind them.",
	Wrong: `GET  /chat HTTP/1.1`, Right: `GET /chat HTTP/1.1`,
}

var reqlineMethod = Rule{
	ID: "h1.reqline.method", Level: Grammar, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "3.1"}, {RFC: 9110, Section: "5.6.2"}},
	Title: "The method \"{got}\" is not a token",
	Why:   "A method is one word of letters, digits and a few signs. Brackets, quotes and the like are not among them.",
	Who:   "A server answers 400. Often something else stands before the request line: the rest of a body, or bytes of TLS.",
	Cure:  "Write {want}.",
	Wrong: `G@T /chat HTTP/1.1`, Right: `GET /chat HTTP/1.1`,
}

var reqlineMethodCase = Rule{
	ID: "h1.reqline.method-case", Level: Should, Severity: Error, Binds: Server, Status: 501,
	Cites: []Cite{{RFC: 9110, Section: "9.1"}, {RFC: 9112, Section: "3.1"}},
	Title: "The method \"{got}\" is another one than {want}: case counts",
	Why:   "A method is compared letter by letter. {got} breaks no grammar, it is only a method that nobody defined, and a server should answer 501 to a method that it does not know.",
	Who:   "Some servers answer 400 or 405 instead; others pass it on, and the program behind them refuses it.",
	Cure:  "Write the method in capitals: {want}.",
	Wrong: `get /chat HTTP/1.1`, Right: `GET /chat HTTP/1.1`,
}

var reqlineLength = Rule{
	ID: "h1.reqline.length", Level: Should, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 9112, Section: "3"}, {RFC: 9110, Section: "15.5.15"}},
	Title: "The request line has {n} bytes; only 8000 can be relied on",
	Why:   "HTTP sets no limit, and asks everybody to take at least 8000 bytes. A server that will not read a longer target answers 414.",
	Who:   "A proxy or server with a smaller buffer refuses with 414 or 400. Often a token in the query is the cause.",
	Cure:  "Send the long part in a field, in a cookie, or in the first message after the switch.",
	Wrong: `aaaaaaaaaaaaaaaa HTTP/1.1`, Right: `GET /chat HTTP/1.1`,
}

var targetNoWhitespace = Rule{
	ID: "h1.target.no-whitespace", Level: Grammar, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "3.2"}},
	Title: "The target holds white space",
	Why:   "A space ends the target. A server should not guess where it was meant to end: such a line may have been made to slip past a filter.",
	Who:   "The server should answer 400, or 301 with the target encoded; it should not mend the target and go on. This one answers 400. In its log the path ends at the space.",
	Cure:  "Write the space as %20.",
	Wrong: `GET /my chat HTTP/1.1`, Right: `GET /my%20chat HTTP/1.1`,
}

var targetOriginForm = Rule{
	ID: "h1.target.origin-form", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "3.2.1"}},
	Title: "The target \"{got}\" does not begin with a slash",
	Why:   "A request to a server names the path, which begins with a slash, and the query. An empty path is sent as /.",
	Who:   "The server answers 400. Programs that build the target from a URL without a path make this mistake.",
	Cure:  "Write {want}.",
	Wrong: `GET chat HTTP/1.1`, Right: `GET /chat HTTP/1.1`,
}

var targetURIChars = Rule{
	ID: "h1.target.uri-chars", Level: Grammar, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "3.2.1"}, {RFC: 9110, Section: "4.1"}, {RFC: 3986, Section: "3.3"}},
	Title: "The target holds \"{got}\", which a URI cannot hold as it is",
	Why:   "Path and query are made of a small set of ASCII characters; all others are written as % and two hex digits. A fragment (#…) is for the client alone and is never sent.",
	Who:   "Tomcat answers 400; others log another path than the one that was meant.",
	Cure:  "Percent-encode the character, or leave the fragment out.",
	Wrong: `GET /chat#top HTTP/1.1`, Right: `GET /chat HTTP/1.1`,
}

var targetSpecialForms = Rule{
	ID: "h1.target.special-forms", Level: MustNot, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9110, Section: "7.1"}, {RFC: 9112, Section: "3.2.3"}, {RFC: 9112, Section: "3.2.4"}, {RFC: 9110, Section: "9.3.6"}},
	Title: "The target \"{got}\" does not fit the method {method}",
	Why:   "host:port is the target of CONNECT and of nothing else, and * that of OPTIONS. CONNECT in turn takes no path.",
	Who:   "The server answers 400. A client that takes the server for a proxy sends such a line.",
	Cure:  "Name the path for GET; host and port for CONNECT.",
	Wrong: `GET * HTTP/1.1`, Right: `OPTIONS * HTTP/1.1`,
}

var httpVersionSyntax = Rule{
	ID: "h1.version.syntax", Level: Grammar, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "2.3"}},
	Title: "The version \"{got}\" is not HTTP/ with a digit, a dot and a digit",
	Why:   "The name is in capitals and the digits are two. The version decides whether Upgrade counts at all.",
	Who:   "A server answers 400, or takes the request for HTTP/0.9. Browsers guess, and guess differently.",
	Cure:  "Write HTTP/1.1.",
	Wrong: `GET /chat http/1.1`, Right: `GET /chat HTTP/1.1`,
}

var httpVersionMajor = Rule{
	ID: "h1.version.major", Level: Explanatory, Severity: Error, Binds: Either, Status: 505,
	Cites: []Cite{{RFC: 9110, Section: "15.6.6"}, {RFC: 9110, Section: "2.5"}},
	Title: "The version {got} is no version that is written as text",
	Why:   "Only HTTP/1.x is spoken in lines. HTTP/2 and HTTP/3 are binary and have no start line; another major version may mean anything.",
	Who:   "The server answers 505. Firefox and WebKit fail a 101 with HTTP/2.0 in it; Chromium opens it.",
	Cure:  "Write HTTP/1.1, or speak HTTP/2 with its frames.",
	Wrong: `GET /chat HTTP/2.0`, Right: `GET /chat HTTP/1.1`,
}

var statusShape = Rule{
	ID: "h1.status.shape", Level: Grammar, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 9112, Section: "4"}},
	Title: "The status line is not version, space, three digits, space",
	Why:   "The client reads the status from its place in the line. What stands elsewhere is no status.",
	Who:   "The client fails: it sees no HTTP answer. Browsers take text of any kind for an HTTP/0.9 answer and report status 200.",
	Cure:  "Write it as in: HTTP/1.1 101 Switching Protocols.",
	Wrong: `HTTP/1.1 200OK`, Right: `HTTP/1.1 200 OK`,
}

var statusSpace = Rule{
	ID: "h1.status.space", Level: Must, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9112, Section: "4"}},
	Title: "The space behind the status code is missing",
	Why:   "The phrase may be left out, the space before it may not.",
	Who:   "Browsers open all the same; some small clients look for the space and fail.",
	Cure:  "Put one space behind the code.",
	Wrong: `HTTP/1.1 200\r\n`, Right: `HTTP/1.1 200 \r\n`,
}

var statusReason = Rule{
	ID: "h1.status.reason", Level: Should, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 9112, Section: "4"}},
	Title: "The phrase behind 101 is \"{got}\"; it carries no meaning",
	Why:   "The code alone counts. The phrase is for people and may be anything, or nothing.",
	Who:   "Nobody, unless a client compares the phrase: browsers do not.",
	Cure:  "Leave it, or write Switching Protocols.",
	Wrong: `101 Web Socket Protocol Handshake`, Right: `101 Switching Protocols`,
}

var statusReasonCTL = Rule{
	ID: "h1.status.reason-ctl", Level: Grammar, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9112, Section: "4"}},
	Title: "The phrase behind the status holds a control character",
	Why:   "The phrase is made of visible characters, spaces and tabs. It is often text of a program's error that was put there unchecked.",
	Who:   "Most clients pass it over; a terminal that shows the log may obey the character.",
	Cure:  "Remove it. What went wrong is better told in the content.",
	Wrong: `HTTP/1.1 400 Bad\x01 Request`, Right: `HTTP/1.1 400 Bad Request`,
}

var statusRange = Rule{
	ID: "h1.status.range", Level: Explanatory, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "15"}},
	Title: "{got} is no status of HTTP: they go from 100 to 599",
	Why:   "The first digit tells the class of an answer. Numbers from 600 on are used inside programs and should not leave them.",
	Who:   "A client should take it for a 5xx, a fault of the server.",
	Cure:  "Answer 500, or the status that fits.",
	Wrong: `HTTP/1.1 699 Oops`, Right: `HTTP/1.1 500 Oops`,
}

var startLineTopic = topic{"http-start-line", []*Rule{
	&reqlineShape, &reqlineMethod, &reqlineMethodCase, &reqlineLength, &httpVersionSyntax, &httpVersionMajor,
	&targetNoWhitespace, &targetSpecialForms, &targetOriginForm, &targetURIChars,
	&statusShape, &statusSpace, &statusReason, &statusReasonCTL, &statusRange,
}}

func checkRequestLine(j *judge, m *Message) {
	s := &m.StartLine
	if s.Next == s.End {
		return // it may go on
	}
	if n := s.End - s.Start; n > 8000 {
		j.find(&reqlineLength, m.place(s.Range)).arg("n", itoa(n))
	}
	checkRequestSpaces(j, m)
	checkMethod(j, m)
	if checkVersion(j, m) {
		checkTarget(j, m)
	}
}

// checkRequestSpaces looks at what stands between the parts. White space inside
// the target is the target's fault.
func checkRequestSpaces(j *judge, m *Message) {
	s := &m.StartLine
	if s.Method.Empty() || s.Target.Empty() || s.Version.Empty() {
		return
	}
	single := func(from, to int) bool { return to-from == 1 && m.raw[from] == ' ' }
	if s.Method.Start == s.Start && single(s.Method.End, s.Target.Start) &&
		single(s.Target.End, s.Version.Start) && s.Version.End == s.End {
		return
	}
	f := j.find(&reqlineShape, m.place(s.Range))
	if f == nil {
		return
	}
	line := append([]byte(nil), m.Method()...)
	line = append(append(line, ' '), m.Target()...)
	line = append(append(line, ' '), m.Version()...)
	f.fixText(m, s.Range, line)
}

// standardMethods are those of RFC 9110 §9.3 and RFC 5789.
var standardMethods = [...]string{"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"}

func checkMethod(j *judge, m *Message) {
	r, text := m.StartLine.Method, m.Method()
	if !isToken(text) {
		f := j.findAt(&reqlineMethod, m, r).want("GET")
		if f != nil && !r.Empty() {
			f.put(m, r, "GET")
		}
		return
	}
	for _, name := range standardMethods {
		if foldEqual(text, name) && string(text) != name {
			j.findAt(&reqlineMethodCase, m, r).want(name).put(m, r, name)
		}
	}
}

// checkVersion tells whether the line is one of HTTP/1.x.
func checkVersion(j *judge, m *Message) bool {
	s := &m.StartLine
	major, _, ok := m.HTTPVersion()
	switch {
	case s.Method.Empty() && m.Side == FromClient: // the line is empty
	case s.Version.Empty():
		j.find(&httpVersionSyntax, m.place(Range{s.End, s.End})).got(m, s.Version).want("HTTP/1.1").
			fix(m.place(Range{s.End, s.End}), " HTTP/1.1")
	case !ok:
		j.findAt(&httpVersionSyntax, m, s.Version).want("HTTP/1.1").put(m, s.Version, "HTTP/1.1")
	case major != 1:
		j.findAt(&httpVersionMajor, m, s.Version).want("HTTP/1.1").put(m, s.Version, "HTTP/1.1")
		return false
	}
	return true
}

func checkStatusLine(j *judge, m *Message) {
	s := &m.StartLine
	if s.Next == s.End {
		return
	}
	if !s.WellFormed || s.Start > m.Start {
		f := j.find(&statusShape, m.place(Range{m.Start, s.End})).got(m, Range{s.Start, s.End}).want("HTTP/1.1 101 Switching Protocols")
		if code := m.Code(); f != nil && len(code) == 3 && allDigits(code) {
			line := []byte("HTTP/1.1 ")
			if _, _, ok := m.HTTPVersion(); ok {
				copy(line, m.Version())
			}
			line = append(append(line, code...), ' ')
			f.fixText(m, Range{m.Start, s.End}, append(line, m.Text(trim(m.raw, s.Reason))...))
		}
		if s.Version.Empty() || !looksLikeVersion(m.Version()) {
			return // it is no status line at all
		}
	} else if s.reasonSpaceGone {
		j.find(&statusSpace, m.place(Range{s.End, s.End})).put(m, Range{s.End, s.End}, " ")
	}
	checkVersion(j, m)
	if n, ok := number(m.Code()); s.WellFormed && ok && (n < 100 || n > 599) {
		j.findAt(&statusRange, m, s.Code).want("100–599").put(m, s.Code, "500")
	}
	for at := s.Reason.Start; at < s.Reason.End; at++ {
		// A bare CR has a rule of its own.
		if c := m.raw[at]; c < ' ' && c != '\t' && c != '\r' || c == 0x7f {
			f := j.findAt(&statusReasonCTL, m, Range{at, at + 1})
			f.fixText(m, s.Reason, plainPhrase(m.Text(s.Reason)))
			break
		}
	}
	if m.Status() == 101 && !s.Reason.Empty() && !foldEqual(m.Text(s.Reason), Reason(101)) {
		j.findAt(&statusReason, m, s.Reason)
	}
}

// plainPhrase takes the control characters away that a phrase must not hold.
func plainPhrase(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for _, c := range b {
		if c >= ' ' && c != 0x7f || c == '\t' || c == '\r' {
			out = append(out, c)
		}
	}
	return out
}
