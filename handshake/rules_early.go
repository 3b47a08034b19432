package handshake

// Bytes sent before the answer (RFC 9931, "optimistic protocol transitions").
// The client cannot know whether its offer is taken up. If it speaks the new
// protocol at once and the server goes on in HTTP, its bytes are read as the
// next request. How many bytes came early is known only of a recording
// (Exchange.Early).

var earlyNotSufficient = Rule{ID: "up.early.not-sufficient", Level: Explanatory, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 9931, Section: "3"}, {RFC: 9110, Section: "7.8"}},
	Title: "The client sends {n} bytes of the new protocol before the server has agreed",
	Why:   "A finished request is not yet a switch. The server may still answer in HTTP, and then it reads these bytes as the next request.",
	Who:   "The client itself: its bytes turn into an error or, when others may choose them, into a request that it never made.",
	Cure:  "Wait for the 101.",
	Wrong: "Upgrade: example/1\\r\\n\\r\\nhello", Right: "Upgrade: example/1\\r\\n\\r\\n"}

var earlyRefusal = Rule{ID: "up.early.refusal-stays-http", Level: Explanatory, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 9931, Section: "4"}, {RFC: 9112, Section: "11.2"}},
	Title: "The offer was refused, and the early bytes are now an HTTP request: {got}",
	Why:   "After a refusal the connection stays HTTP. What was meant as payload is then read, and carried out, as a request of this client.",
	Who:   "Whoever may choose the payload can send requests in the client's name, with its login. This is request smuggling.",
	Cure:  "The client waits for the answer before it sends payload.",
	Wrong: "GET /admin HTTP/1.1", Right: "HTTP/1.1 200 OK"}

var earlyNoClose = Rule{ID: "up.early.no-close-needed", Level: Explanatory, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 9931, Section: "5"}},
	Title: "The server refuses the switch and closes, though it need not",
	Why:   "A refused offer leaves a sound HTTP connection behind. The next request could use it.",
	Who:   "The client must connect anew, for a login after 401 for example.",
	Cure:  "Leave Connection: close out, unless there is another reason for it.",
	Wrong: "Connection: close", Right: "HTTP/1.1 401 Unauthorized\\r\\nContent-Length: 0"}

var earlyConnectClient = Rule{ID: "up.early.connect-client", Level: Must, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 9931, Section: "8"}, {RFC: 2817, Section: "5.2"}},
	Title: "The client sends tunnel data before the proxy has answered CONNECT",
	Why:   "If the proxy refuses, it reads the data as the next HTTP request. A client that relays data of programs it does not trust must wait for 2xx, or say Connection: close, or both; the bytes do not show whose data it is. RFC 2817 still let every client send at once.",
	Who:   "Whoever's data goes through the tunnel can speak to the proxy in the client's name.",
	Cure:  "Wait for 2xx. Where that is too slow, send Connection: close with the CONNECT.",
	Wrong: "CONNECT server.example.com:80 HTTP/1.1\\r\\nHost: server.example.com:80\\r\\n\\r\\n", Right: "Connection: close"}

var earlyConnectServer = Rule{ID: "up.early.connect-server", Level: Must, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 9931, Section: "8"}},
	Title: "The proxy refuses CONNECT and keeps the connection open",
	Why:   "Some clients send tunnel data at once, and a proxy that reads on takes it for requests. So it must close, unless it knows that this client waits for the answer; the bytes do not show that.",
	Who:   "Users behind such clients: data they relay turns into requests to the proxy.",
	Cure:  "Answer with Connection: close, and read nothing more.",
	Wrong: "HTTP/1.1 407 Proxy Authentication Required", Right: "Connection: close"}

var earlyTopic = topic{"early", []*Rule{&earlyConnectClient, &earlyNotSufficient, &earlyRefusal, &earlyNoClose, &earlyConnectServer}}

// earlyBytes is the range of the client's bytes that follow its request and
// were sent before the answer came; empty when there are none, or it is not
// known.
func earlyBytes(j *judge) Range {
	m := j.req
	end := m.bodyEnd()
	until := min(j.early, len(m.raw))
	if !m.Whole || until <= end {
		return Range{end, end}
	}
	return Range{end, until}
}

// checkEarlyBytes judges them from the request alone. WebSocket, TLS and the
// tunnels of RFC 9298 and 9484 have rules of their own.
func checkEarlyBytes(j *judge) {
	m := j.req
	early := earlyBytes(j)
	if early.Empty() {
		return
	}
	if string(m.Method()) == "CONNECT" {
		if !m.hasMember(ConnectionField, "close") {
			f := j.find(&earlyConnectClient, m.place(early))
			if l := m.last(ConnectionField); l == nil {
				f.addLine(m, "Connection", "close")
			}
		}
		return
	}
	if !m.offers() {
		return // a further request, sent ahead: HTTP allows that
	}
	u := j.chosen
	if u == nil {
		u = &m.upgradeMembers()[0]
	}
	for _, own := range [...]string{"websocket", "tls", "connect-udp", "connect-ip"} {
		if foldEqual(m.Text(u.Name), own) {
			return
		}
	}
	j.find(&earlyNotSufficient, m.place(early)).arg("n", itoa(early.End-early.Start)).put(m, early, "")
}

// checkRefusal looks at a final answer that does not switch: what became of
// bytes sent early, and whether the connection is closed.
func checkRefusal(j *judge, m *Message, status int) {
	asked := j.req
	if asked.Form != HTTP1 {
		return
	}
	closing := m.hasMember(ConnectionField, "close")
	if string(asked.Method()) == "CONNECT" {
		if status >= 300 && !closing && j.given {
			f := j.findAt(&earlyConnectServer, m, m.StartLine.Code)
			if l := m.last(ConnectionField); l == nil {
				f.addLine(m, "Connection", "close")
			}
		}
		return
	}
	if !asked.offers() {
		return
	}
	early := earlyBytes(j)
	if at := requestLineIn(asked.raw, early); !at.Empty() {
		// The fault is on the client's side of the exchange, and the answer is
		// good HTTP all the same.
		j.side = FromClient
		j.findAt(&earlyRefusal, asked, at).put(asked, early, "")
		j.side = FromServer
	}
	// A request that HTTP cannot read has no certain end: there closing is right.
	// So it is after connect-udp and connect-ip (RFC 9298 §3.3, RFC 9484 §4.3).
	unreadable := status == 400 || status == 408 || status == 413 || status == 414 || status == 431 || status >= 500
	if x, ok := m.findMember(ConnectionField, "close"); ok && j.given && !unreadable && !asked.hasContent() && !isCapsuleProtocol(j.answer.Protocol) &&
		!asked.isHTTP10() && !asked.hasMember(ConnectionField, "close") {
		j.find(&earlyNoClose, m.place(x.Range)).fix(m.withoutMember(ConnectionField, x), "")
	}
}

// requestLineIn finds the first line of the range that is a request line.
func requestLineIn(b []byte, r Range) Range {
	for at := r.Start; at < r.End; {
		end, next := lineAt(b[:r.End], at)
		if isRequestLine(b[at:end]) {
			return Range{at, end}
		}
		if next == end {
			break
		}
		at = next
	}
	return Range{r.End, r.End}
}

// isRequestLine tells method SP target SP "HTTP/1." digit.
func isRequestLine(b []byte) bool {
	method := tokenLen(b)
	n := len(b)
	return method > 0 && n > method+10 && b[method] == ' ' && b[n-9] == ' ' && string(b[n-8:n-1]) == "HTTP/1." && isDigit(b[n-1])
}
