package handshake

// The 101 of a WebSocket (RFC 6455 §4.1 checks 2 and 3, §4.2.2): what it must
// carry besides the Accept, what it may carry, and whether it should have been
// sent at all. Upgrade and Connection are judged as HTTP first; what WebSocket
// asks on top is that the whole value of Upgrade is the one word.

var answerUpgrade = Rule{
	ID: "ws.resp.upgrade", Level: Must, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "check 2"}, {RFC: 6455, Section: "4.2.2", Item: "item 5"}},
	Title: "Upgrade in the 101 is not the one word websocket",
	Why:   "The client compares the whole value, capitals apart: what is spoken from here on must not be in doubt.",
	Who:   "Chromium, WebKit and most libraries fail; Firefox, gorilla and coder look for the word in the list and open.",
	Cure:  "Send Upgrade: websocket and nothing else in it.",
	Wrong: "Upgrade: websocket, h2c", Right: "Upgrade: websocket\\r\\n",
}

var answerConnection = Rule{
	ID: "ws.resp.connection", Level: Must, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "check 3"}, {RFC: 6455, Section: "4.2.2", Item: "item 5"}},
	Title: "Connection in the 101 does not list upgrade",
	Why:   "It shows that the answer comes from the next hop and was not passed on by a proxy that knows nothing of it.",
	Who:   "Every browser fails. Often a proxy between has taken the line away.",
	Cure:  "Send Connection: Upgrade; other words may stand beside it.",
	Wrong: "HTTP/1.1 101 Switching Protocols\\r\\nConnection: keep-alive\\r\\n", Right: "Connection: Upgrade\\r\\n",
}

var answerStopOnError = Rule{
	ID: "ws.srv.stop-on-error", Level: Must, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.2.1"}},
	Title: "The server switches although the request is broken: it should have answered {want}",
	Why:   "Who accepts a broken handshake may speak with something that is no WebSocket client, such as a form on a page.",
	Who:   "Nobody at first; later a client that works here fails with every other server.",
	Cure:  "Check the request, {rule} above all, and refuse what does not fit.",
	Wrong: "HTTP/1.1 101 Switching Protocols", Right: "HTTP/1.1 400 Bad Request",
}

var answerClosesAtOnce = Rule{
	ID: "ws.srv.not-found", Level: Must, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.2.2", Item: "item 4"}},
	Title: "The server switches and closes at once: a refusal belongs before the switch",
	Why:   "If there is no such service, or this client may not use it, an HTTP status says so: 404, 401 or 403.",
	Who:   "The page sees open and close one after the other, and a client that tries again does so for ever.",
	Cure:  "Decide before the 101 and answer with an error status.",
	Wrong: `\r\n\r\n\x88\x02`, Right: `\r\n\r\n\x81\x02`,
}

var answerVersionField = Rule{
	ID: "ws.ver.not-in-101", Level: Explanatory, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "11.3.5"}},
	Title: "The 101 carries Sec-WebSocket-Version; it says nothing there",
	Why:   "A server lists its versions when it refuses one. By accepting it has already said yes.",
	Who:   "Nobody: clients ignore it.",
	Cure:  "Leave the line out.",
	Wrong: "HTTP/1.1 101 Switching Protocols\\r\\nSec-WebSocket-Version: 13\\r\\n", Right: "HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\n",
}

var answerEchoes = Rule{
	ID: "ws.resp.echoes", Level: Explanatory, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "11.3.1"}, {RFC: 6454, Section: "7"}, {RFC: 9110, Section: "7.2"}},
	Title: "The 101 repeats {got}, which belongs in requests",
	Why:   "Nothing is computed from it on the way back.",
	Who:   "Nobody: clients ignore it.",
	Cure:  "Leave the line out.",
	Wrong: "HTTP/1.1 101 Switching Protocols\\r\\nSec-WebSocket-Key: ", Right: "HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\n",
}

var answerCookies = Rule{
	ID: "ws.resp.cookies", Level: Explanatory, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.1"}},
	Title: "The 101 sets a cookie, and it counts",
	Why:   "A 101 is an HTTP answer like any other until its empty line.",
	Who:   "Clients that drop it lose the session on the next request.",
	Cure:  "Nothing to do.",
	Wrong: "Set-Cookie: id=7", Right: "HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\n",
}

var wsAnswerTopic = topic{"ws-answer", []*Rule{&answerUpgrade, &answerConnection, &answerStopOnError, &answerClosesAtOnce,
	&answerVersionField, &answerEchoes, &answerCookies}}

// checkWSUpgradeAnswer belongs to the step that reads Upgrade and Connection.
func checkWSUpgradeAnswer(j *judge) {
	m := j.res
	lines := m.lines(UpgradeField)
	switch {
	case len(lines) == 0:
		if m.Whole {
			j.find(&answerUpgrade, m.fieldsEnd()).want("Upgrade: websocket").addLine(m, "Upgrade", "websocket").
				consequenceOf(j, "up.resp.101-upgrade")
		}
	case !foldEqual(m.value(lines[0]), "websocket"):
		l := lines[0]
		replace := "websocket"
		if l.Value.Empty() {
			replace = " websocket"
		}
		j.findAt(&answerUpgrade, m, l.Value).want("websocket").put(m, l.Value, replace).
			consequenceOf(j, "up.resp.only-offered", "up.resp.101-upgrade")
	case len(lines) > 1:
		j.find(&answerUpgrade, m.whole(lines[1])).got(m, lines[1].Value).want("websocket").cutLine(m, lines[1]).
			consequenceOf(j, "up.resp.only-offered")
	}
	if m.hasMember(ConnectionField, "upgrade") {
		return
	}
	l := m.first(ConnectionField)
	switch {
	case l == nil && m.Whole:
		j.find(&answerConnection, m.fieldsEnd()).want("Connection: Upgrade").addLine(m, "Connection", "Upgrade").
			consequenceOf(j, "up.resp.101-connection")
	case l != nil:
		replace := "Upgrade"
		if l.Value.Empty() {
			replace = " Upgrade"
		}
		j.findAt(&answerConnection, m, l.Value).want("Upgrade").put(m, l.Value, replace).
			consequenceOf(j, "up.resp.101-connection")
	}
}

// checkWSResponse judges the rest of a 101 that was really given.
func checkWSResponse(j *judge) {
	m := j.res
	if !j.given || !j.full {
		return
	}
	checkAcceptedOrigin(j)
	if rule := j.answer.Rule; j.asked() && j.answer.Verdict == Reject && rule != nil && rule != &originRefuse {
		j.findAt(&answerStopOnError, m, m.StartLine.Code).want(itoa(j.answer.Status)).arg("rule", rule.ID).fixAnswer(j)
	}
	for i := range m.Lines {
		l := &m.Lines[i]
		switch l.Field {
		case WSVersionField:
			j.findLine(&answerVersionField, m, l).got(m, l.Value).cutLine(m, l)
		case KeyField, OriginField, HostField:
			j.findLine(&answerEchoes, m, l).got(m, l.Name).cutLine(m, l)
		case SetCookieField:
			j.findLine(&answerCookies, m, l)
		default:
			continue
		}
		if i > 100 {
			break
		}
	}
	// FIN and opcode 8: a Close is the first thing the server says.
	if at := m.HeadEnd; m.Whole && at+1 < len(m.raw) && m.raw[at] == 0x88 {
		j.find(&answerClosesAtOnce, m.place(Range{at, at + 1})).got(m, Range{at, at + 2})
	}
}

// checkAcceptedOrigin asks whether the server should have let this page in: by
// the policy's list, or, when there is none, because a page of another site
// comes with the user's cookies.
func checkAcceptedOrigin(j *judge) {
	l := j.req.first(OriginField)
	if l == nil || !j.asked() {
		return
	}
	listed := j.policy != nil && j.policy.Origins != nil
	unwelcome := listed && !j.policy.allowsOrigin(j.req.value(l))
	if unwelcome || !listed && j.req.has(CookieField) && foreignOrigin(j.req) {
		m := j.res
		j.find(&originCheck, m.place(m.StartLine.Code)).arg("got", Show(j.req.Text(l.Value)))
	}
}
