package handshake

// What a server answers instead of 101 (RFC 6455 §4.1 check 1, §4.2.2, §4.4):
// the client handles it as plain HTTP, so nothing here fails the connection.
// What the server owes in a refusal is judged all the same.

var refusalStatus = Rule{
	ID: "ws.resp.status", Level: Must, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.2.2", Item: "item 5"}, {RFC: 6455, Section: "4.1", Item: "check 1"}},
	Title: "The server accepts the key but answers {got}; only 101 switches",
	Why:   "101 tells every program on the way that HTTP ends here. After any other status HTTP goes on.",
	Who:   "Browsers fail or wait for ever. The cause is a web framework that sets its own status.",
	Cure:  "Answer HTTP/1.1 101 Switching Protocols.",
	Wrong: "HTTP/1.1 200 OK", Right: "HTTP/1.1 101 Switching Protocols",
}

var refusalPlain = Rule{
	ID: "ws.resp.non-101", Level: Explanatory, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "check 1"}},
	Title: "The answer is {got}: the client treats it as plain HTTP",
	Why:   "Without 101 there is no WebSocket answer, so Accept, Upgrade and the rest are not looked at.",
	Who:   "A page learns no status, only error and close with code 1006. Other clients can read the answer.",
	Cure:  "Look at the status and the body: they say why.",
	Wrong: "HTTP/1.1 404 Not Found", Right: "HTTP/1.1 101 Switching Protocols",
}

var refusalAuth = Rule{
	ID: "ws.srv.auth", Level: Must, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "15.5.2"}, {RFC: 6455, Section: "4.2.2", Item: "item 2"}},
	Title: "The 401 does not say how to log in: WWW-Authenticate is missing",
	Why:   "401 asks the client for credentials, and the field names the scheme.",
	Who:   "Clients that could log in do not know how. Browsers show no log-in dialogue for a WebSocket anyway.",
	Cure:  "Add WWW-Authenticate, or answer 403 if no log-in would help.",
	Wrong: "HTTP/1.1 401 Unauthorized\\r\\nContent-Length: 0\\r\\n", Right: "HTTP/1.1 401 Unauthorized\\r\\nWWW-Authenticate: Bearer\\r\\n",
}

var refusalRedirect = Rule{
	ID: "ws.srv.redirect", Level: May, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.2.2", Item: "item 3"}, {RFC: 6455, Section: "4.1", Item: "check 1"}},
	Title: "The server redirects with {got}; Chromium and Firefox do not follow",
	Why:   "A client may follow a redirect here, but need not; the browsers' standard forbids it.",
	Who:   "Pages see a failed connection. Usual causes: a missing slash at the end of the path, or http to https.",
	Cure:  "Open the final address at once.",
	Wrong: "HTTP/1.1 308 Permanent Redirect", Right: "HTTP/1.1 101 Switching Protocols",
}

var refusalVersions = Rule{
	ID: "ws.srv.version-abort", Level: Must, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.2.2", Item: "item 4"}, {RFC: 6455, Section: "4.4"}},
	Title: "Version {got} is refused without a word on which ones the server speaks",
	Why:   "Who does not speak the version that is asked for must say which it does speak. Then the client can ask again at once.",
	Who:   "The client gives up although both may have a version in common.",
	Cure:  "Add Sec-WebSocket-Version: 13 to the refusal.",
	Wrong: "HTTP/1.1 400 Bad Request\\r\\nContent-Length: 0\\r\\n", Right: "HTTP/1.1 400 Bad Request\\r\\nSec-WebSocket-Version: 13",
}

var refusalList = Rule{
	ID: "ws.ver.response-list", Level: May, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.4"}, {RFC: 6455, Section: "11.3.5"}},
	Title: "The server speaks {n} versions; their lines are one list",
	Why:   "Only in a refusal may the field be a list, on one line or on several.",
	Who:   "Clients that read one line only may miss the version they know.",
	Cure:  "Nothing to do.",
	Wrong: "Sec-WebSocket-Version: 13, 8, 7", Right: "Sec-WebSocket-Version: 13\\r\\n",
}

var refusalRetry = Rule{
	ID: "ws.ver.retry", Level: Explanatory, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "4.4"}},
	Title: "The client can ask again with version {want}, if it speaks it",
	Why:   "The refusal lists what the server speaks. A new request with one of these can succeed.",
	Who:   "Clients that repeat the refused version try for ever.",
	Cure:  "Repeat the handshake with a version from the list.",
	Wrong: "HTTP/1.1 426 Upgrade Required", Right: "HTTP/1.1 101 Switching Protocols",
}

var refusal426 = Rule{
	ID: "ws.ver.426-extra", Level: Must, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "15.5.22"}, {RFC: 6455, Section: "4.2.2", Item: "item 4"}},
	Title: "A 426 for the version must carry Upgrade: websocket as well",
	Why:   "RFC 6455 proposes a 426 with the version alone. RFC 9110 wants every 426 to name a protocol in Upgrade; a 400 would not need it.",
	Who:   "gobwas, Tomcat and Tornado send the version alone. Generic HTTP programs cannot tell what is asked of them.",
	Cure:  "Add Upgrade: websocket and Connection: Upgrade, or answer 400.",
	Wrong: "HTTP/1.1 426 Upgrade Required\\r\\nSec-WebSocket-Version: 13\\r\\nContent-Length: 0\\r\\n", Right: "HTTP/1.1 426 Upgrade Required\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Version: 13\\r\\n",
}

var wsRefusalTopic = topic{"ws-refusal", []*Rule{&refusalStatus, &refusalPlain, &refusalAuth, &refusalRedirect,
	&refusalVersions, &refusalList, &refusalRetry, &refusal426}}

// checkWSRefusal judges an answer other than 101 to a request for a WebSocket.
func checkWSRefusal(j *judge) {
	m := j.res
	status := m.Status()
	if !j.given || !j.full || status < 200 || !m.Whole || !j.asked() || !asksWebSocket(j.req) {
		return
	}
	code := m.place(m.StartLine.Code)
	switch {
	case status < 300 && m.has(AcceptField):
		j.find(&refusalStatus, code).got(m, m.StartLine.Code).want("101").fix(code, "101")
	case status >= 300 && status < 400 && m.has(LocationField):
		j.find(&refusalRedirect, code).got(m, m.StartLine.Code)
	case status == 401 && !m.has(WWWAuthenticateField):
		j.find(&refusalAuth, m.fieldsEnd()).want("WWW-Authenticate").addLine(m, "WWW-Authenticate", "Bearer")
	}
	checkRefusedVersion(j, m, status)
	if (status == 400 || status >= 500 && status <= 501) && j.answer.Verdict == Accept && demandingOffer(j.req) {
		j.find(&deflateDeclineSilent, code).got(m, m.StartLine.Code).want("101")
	}
	j.find(&refusalPlain, code).got(m, m.StartLine.Code)
}

// checkRefusedVersion looks for the list of versions that a server owes to a
// client whose version it does not speak.
func checkRefusedVersion(j *judge, m *Message, status int) {
	asked := j.req.first(WSVersionField)
	known := asked != nil && string(j.req.value(asked)) == "13"
	l := m.first(WSVersionField)
	if l == nil {
		if !known && asked != nil && j.req.count(WSVersionField) == 1 && refusesVersion(status) {
			if _, ok := wsVersion(j.req.value(asked)); !ok {
				return // a broken handshake, for which an error status will do (RFC 6455 §4.2.1)
			}
			j.find(&refusalVersions, m.fieldsEnd()).got(j.req, asked.Value).want("Sec-WebSocket-Version: 13").
				fix(m.fieldsEnd(), m.newLine("Sec-WebSocket-Version", "13"))
		}
		return
	}
	var first Member
	n := 0
	for x := m.walk(WSVersionField); x.next(); {
		if n++; n == 1 {
			first = x.Member
		}
	}
	if n > 1 {
		j.findLine(&refusalList, m, l).got(m, l.Value).arg("n", itoa(n))
	}
	if status == 426 && !m.hasMember(UpgradeField, "websocket") {
		add := m.newLine("Upgrade", "websocket")
		if !m.hasMember(ConnectionField, "upgrade") {
			add += "Connection: Upgrade\r\n"
		}
		j.find(&refusal426, m.fieldsEnd()).want("Upgrade: websocket").fix(m.fieldsEnd(), add).
			consequenceOf(j, "up.resp.426-upgrade")
	}
	if !known && status >= 400 && n > 0 {
		if _, ok := wsVersion(m.Text(first.Range)); ok && (asked == nil || string(m.Text(first.Range)) != string(j.req.value(asked))) {
			j.findAt(&refusalRetry, m, first.Range).want(Show(m.Text(first.Range)))
		}
	}
}

// refusesVersion tells a status that may be about the version: others have a
// meaning of their own, such as 404 or 403, and come whatever the version is.
func refusesVersion(status int) bool {
	return status == 400 || status == 406 || status == 426 || status == 501 || status == 505
}

// asksWebSocket tells whether Upgrade names websocket.
func asksWebSocket(m *Message) bool {
	return m.hasMember(UpgradeField, "websocket")
}
