package handshake

// What a message says of its own connection beside Upgrade: TE (RFC 9110
// §10.1.4), close (RFC 9112 §9.6), and the field that a status owes (RFC 9110
// §15.5).

var teListed = Rule{
	ID: "h1.te.listed", Level: Must, Severity: Violation, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "10.1.4"}, {RFC: 9110, Section: "7.6.1"}},
	Title: "The request has TE, but Connection does not list it",
	Why:   "TE speaks of this hop only. Without the mark a proxy passes it on, and the server sends what the proxy cannot take.",
	Who:   "Strict servers ignore the field: trailers do not come.",
	Cure:  "Add TE to Connection.",
	Wrong: `TE: trailers\r\n\r\n`, Right: `TE: trailers\r\nConnection: TE`,
}

var teChunked = Rule{
	ID: "h1.te.chunked", Level: MustNot, Severity: Violation, Binds: Client,
	Cites: []Cite{{RFC: 9112, Section: "7.4"}},
	Title: "TE names chunked",
	Why:   "Everybody who speaks HTTP/1.1 takes chunked. TE is for what can be declined.",
	Who:   "Nobody, mostly; a strict server may refuse it.",
	Cure:  "Take chunked out of TE.",
	Wrong: `TE: chunked`, Right: `TE: trailers`,
}

var closeThenMore = Rule{
	ID: "h1.close.more-requests", Level: MustNot, Severity: Violation, Binds: Client,
	Cites: []Cite{{RFC: 9112, Section: "9.6"}},
	Title: "Another request follows one that says Connection: close",
	Why:   "With close the client promises that this is its last request. The server must not process what comes after it.",
	Who:   "The second request gets no answer.",
	Cure:  "Leave close out, or open a new connection.",
	Wrong: `Connection: close\r\n\r\nGET /`, Right: `Connection: close\r\n\r\n`,
}

var statusOwes = Rule{
	ID: "h1.status.field-owed", Level: Must, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "15.5.6"}, {RFC: 9110, Section: "15.5.8"}, {RFC: 9110, Section: "15.5.2"}},
	Title: "The {status} has no {name}",
	Why:   "401 and 407 say how to log in (WWW-Authenticate, Proxy-Authenticate), 405 which methods there are (Allow). Without that the client cannot do better.",
	Who:   "The client gives up although a second try could succeed.",
	Cure:  "Add {name}.",
	Wrong: `HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n`, Right: `HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\n`,
}

var connectNoProxy = Rule{
	ID: "h1.connect.no-proxy", Level: Should, Severity: Note, Binds: Server, Status: 501,
	Cites: []Cite{{RFC: 9110, Section: "9.1"}, {RFC: 9110, Section: "9.3.6"}},
	Title: "CONNECT asks for a tunnel; a server that is no proxy answers 501",
	Why:   "A 2xx to CONNECT says that the tunnel is open. A server that opens none must not say so, and should answer 501 to a method it does not have.",
	Who:   "A client that takes the server for a proxy gets no tunnel. A proxy would answer 2xx here.",
	Cure:  "Send CONNECT to a proxy, and the handshake through its tunnel.",
	Wrong: `CONNECT server.example.com:80 HTTP/1.1`, Right: `GET /chat HTTP/1.1`,
}

var connectionTopic = topic{"http-connection", []*Rule{&connectNoProxy, &teListed, &teChunked, &closeThenMore, &statusOwes}}

// checkConnection looks at a request. It decides nothing.
func checkConnection(j *judge, m *Message) {
	checkContent(j, m)
	if l := m.first(TEField); l != nil && !m.hasMember(ConnectionField, "TE") {
		f := j.findLine(&teListed, m, l).got(m, l.Value).consequenceOf(j, tokenChars.ID)
		if c := m.last(ConnectionField); c == nil {
			f.addLine(m, "Connection", "TE")
		} else if !c.Value.Empty() {
			f.put(m, Range{c.Value.End, c.Value.End}, ", TE")
		}
	}
	for x := m.walk(TEField); x.next(); {
		if n := tokenLen(m.Text(x.Range)); foldEqual(m.raw[x.Start:x.Start+n], "chunked") {
			j.findAt(&teChunked, m, x.Range).fix(m.withoutMember(TEField, x.Member), "")
			break
		}
	}
	x, closes := m.findMember(ConnectionField, "close")
	end := m.bodyEnd()
	if !closes || !m.Whole || end >= len(m.raw) {
		return
	}
	if at, _ := lineAt(m.raw, end); isRequestLine(m.raw[end:at]) && string(m.Method()) != "CONNECT" {
		j.findAt(&closeThenMore, m, Range{end, at}).fix(m.withoutMember(ConnectionField, x), "")
	}
}

// checkStatusOwes looks at a final response. A 401 to a WebSocket has a rule
// of its own.
func checkStatusOwes(j *judge, m *Message, status int) {
	name, value := "", `Basic realm="example"`
	switch {
	case status == 405:
		name, value = "Allow", "GET"
	case status == 407:
		name = "Proxy-Authenticate"
	case status == 401 && !asksWebSocket(j.req):
		name = "WWW-Authenticate"
	default:
		return
	}
	if m.lineNamed(name) == nil && j.given {
		j.find(&statusOwes, m.place(m.StartLine.Code)).arg("status", Show(m.Code())).arg("name", name).fix(m.fieldsEnd(), m.newLine(name, value))
	}
}

// lineNamed finds the first line with a name, of any field.
func (m *Message) lineNamed(name string) *Line {
	for i := range m.Lines {
		if l := &m.Lines[i]; l.Kind == FieldLine && foldEqual(m.Text(l.Name), name) {
			return l
		}
	}
	return nil
}
