package handshake

// Content where none belongs, and lengths that contradict the transfer coding
// of a response. The rules stand with those of the framing.

var bodyInGet = Rule{
	ID: "h1.body.in-get", Level: ShouldNot, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "9.3.1"}, {RFC: 9110, Section: "9.3.2"}, {RFC: 9110, Section: "9.3.5"}},
	Title: "A {method} announces content",
	Why:   "Content means nothing for GET, HEAD and DELETE. A client should send it only to a server that has said what it is good for.",
	Who:   "Some servers and proxies refuse it and close, for it is a way to smuggle requests; others drop the content.",
	Cure:  "Send no content, or use POST.",
	Wrong: `GET / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3`, Right: `POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3`,
}

var bodyInTrace = Rule{
	ID: "h1.body.in-trace", Level: MustNot, Severity: Violation, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "9.3.8"}},
	Title: "A TRACE announces content",
	Why:   "TRACE asks for its own head back. Content has no place in it.",
	Who:   "Servers refuse it; most refuse every TRACE.",
	Cure:  "Send no content.",
	Wrong: `Host: a.example\r\nContent-Length: 3`, Right: `TRACE / HTTP/1.1\r\nHost: a.example\r\n\r\n`,
}

var bodyCLWithTEResponse = Rule{
	ID: "h1.body.cl-with-te-response", Level: MustNot, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9112, Section: "6.2"}, {RFC: 9112, Section: "6.3"}},
	Title: "The response has both Content-Length and Transfer-Encoding",
	Why:   "Transfer-Encoding counts and Content-Length does not. A program that goes by the other one finds another end of the response.",
	Who:   "What lies between the two ends is taken for the next response: a way to slip a false page into a cache.",
	Cure:  "Remove Content-Length.",
	Wrong: `Content-Length: 3\r\nTransfer-Encoding: chunked`, Right: `Transfer-Encoding: chunked`,
}

// checkContent finds content of a request whose method gives it no meaning.
// WebSocket has a rule of its own, and so have capsules.
func checkContent(j *judge, m *Message) {
	if !m.hasContent() || asksWebSocket(m) || m.hasMember(UpgradeField, "connect-udp") || m.hasMember(UpgradeField, "connect-ip") {
		return
	}
	l := m.first(ContentLengthField)
	if l == nil {
		l = m.first(TransferEncodingField)
	}
	rule := &bodyInGet
	switch string(m.Method()) {
	case "GET", "HEAD", "DELETE":
	case "TRACE":
		rule = &bodyInTrace
	default:
		return
	}
	j.findLine(rule, m, l).got(m, l.Value).arg("method", string(m.Method())).fixWithout(m, "")
}
