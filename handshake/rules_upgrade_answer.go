package handshake

// The answer to an offer: 101 and what it must carry, RFC 9110 §7.8 and
// §15.2.2. Every 101 is measured against the request; a strict client fails
// the connection when the two do not fit. Answers that do not switch are in
// rules_not_switched.go.

var upUnasked = Rule{ID: "up.resp.unasked", Level: MustNot, Severity: Error, Binds: Pair,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}, {RFC: 9110, Section: "15.2.2"}},
	Title: "The server switches, though the request offers nothing that counts",
	Why:   "Only the client knows which protocols it speaks. A 101 that nobody asked for leaves both ends with different ideas of the connection.",
	Who:   "The client waits for an HTTP answer and gets bytes of another protocol: it hangs or reports a broken response.",
	Cure:  "Answer in HTTP, or let the client offer the protocol first.",
	Wrong: "HTTP/1.1 101 Switching Protocols", Right: "HTTP/1.1 200 OK"}

var upAnswerUpgrade = Rule{ID: "up.resp.101-upgrade", Level: Must, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}, {RFC: 9110, Section: "15.2.2"}},
	Title: "The 101 has no Upgrade: it does not say what is spoken from here on",
	Why:   "The request may have offered several protocols. Upgrade in the 101 names the one that begins after the empty line.",
	Who:   "Browsers fail the connection; Chromium says that the 'Upgrade' header is missing. Often a proxy took it away.",
	Cure:  "Send Upgrade with the chosen protocol, and let the proxy keep it on a 101.",
	Wrong: "HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\n\\r\\n", Right: "HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: foo/2\\r\\nConnection: Upgrade"}

var upAnswerConnection = Rule{ID: "up.resp.101-connection", Level: Must, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}, {RFC: 9110, Section: "7.6.1"}},
	Title: "The 101 has no Connection: Upgrade",
	Why:   "Whoever sends Upgrade lists it in Connection, so that it counts for this hop only. That holds for the answer as well.",
	Who:   "All three browser engines fail the connection; Chromium names the 'Connection' header. Often a proxy wrote its own Connection.",
	Cure:  "Add Upgrade to Connection.",
	Wrong: "Connection: keep-alive", Right: "Connection: Upgrade"}

var upAnswerClose = Rule{ID: "up.resp.101-close", Level: Explanatory, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 9112, Section: "9.6"}, {RFC: 9110, Section: "7.8"}},
	Title: "The 101 says close",
	Why:   "Who sends close must end the connection after that response. Here the connection is to go on, with another protocol.",
	Who:   "Clients and proxies that obey it hang up; browsers pass over it.",
	Cure:  "Leave close out. A proxy or framework that writes its own Connection causes this.",
	Wrong: "Connection: close, Upgrade", Right: "Connection: Upgrade"}

var upOnlyOffered = Rule{ID: "up.resp.only-offered", Level: MustNot, Severity: Error, Binds: Pair,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}},
	Title: "The server switches to {got}, which the client did not offer",
	Why:   "A server may only take what is on the client's list. Name and version must be one of those offered.",
	Who:   "The client does not speak it and fails the connection.",
	Cure:  "Name one of the offered protocols, as it was offered.",
	Wrong: "Upgrade: foo/3", Right: "Upgrade: foo/2"}

var upOrphanUpgrade = Rule{ID: "up.req.orphan-upgrade", Level: Explanatory, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "7.6.1"}},
	Title: "The server took up an Upgrade that Connection does not list",
	Why:   "Such an Upgrade was most likely passed on by a proxy that does not know it. The RFC says that it ought to be ignored, which is advice and no MUST.",
	Who:   "A proxy in between goes on reading HTTP while both ends speak something else: bytes get lost or go to the wrong client.",
	Cure:  "Let the server ignore it, and the client list Upgrade in Connection.",
	Wrong: "Connection: keep-alive", Right: "Connection: keep-alive, Upgrade"}

var upFreeChoice = Rule{ID: "up.resp.free-choice", Level: May, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}},
	Title: "The server took choice {n} of the list, {got}",
	Why:   "The client's order is a wish. The server may take another one, by load or by what it does best.",
	Who:   "A client that only prepared for its first choice.",
	Cure:  "Nothing must change.",
	Wrong: "Upgrade: foo/2", Right: "Upgrade: example/1"}

var upLayerOrder = Rule{ID: "up.resp.layer-order", Level: Must, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}, {RFC: 2817, Section: "3.3"}},
	Title: "The layers stand in the wrong order: TLS is below {got} and comes first",
	Why:   "When several layers are switched at once, the lowest is named first: it is the one whose bytes come next.",
	Who:   "A client that goes by the list reads the TLS handshake as HTTP.",
	Cure:  "Write TLS first: TLS/1.0, HTTP/1.1.",
	Wrong: "Upgrade: HTTP/1.1, TLS/1.0", Right: "Upgrade: TLS/1.0, HTTP/1.1"}

var upSemantics = Rule{ID: "up.resp.semantics", Level: MustNot, Severity: Violation, Binds: Pair,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}},
	Title: "The server switches to {got}, and the {method} request stays undone",
	Why:   "A switch must not swallow the request. {got} has no place for the answer to a {method} request; GET asks for nothing more than the switch.",
	Who:   "The client never learns what became of its request.",
	Cure:  "Ask with GET, or answer the request in HTTP.",
	Wrong: "POST /chat HTTP/1.1", Right: "GET /chat HTTP/1.1"}

var upAnswerOwed = Rule{ID: "up.resp.answer-owed", Level: Must, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 7540, Section: "3.2"}, {RFC: 9110, Section: "7.8"}},
	Title: "The request is not answered in HTTP/2: nothing comes on stream 1",
	Why:   "After a switch to another HTTP the first request is still open. In HTTP/2 its answer belongs on stream 1.",
	Who:   "The client waits for its page until it gives up.",
	Cure:  "Send the response as HEADERS on stream 1 after the SETTINGS.",
	Wrong: "Upgrade: h2c", Right: "\\0\\0\\x01\\x01\\x05\\0\\0\\0\\x01\\x88"}

var upExpectOrder = Rule{ID: "up.expect.order", Level: Must, Severity: Violation, Binds: Pair,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}, {RFC: 9110, Section: "10.1.1"}},
	Title: "The server sends 101 without the 100 (Continue) that the client waits for",
	Why:   "The client holds its body back until it hears 100. One section wants 100 before every 101 to such a request; another lets the server leave it out when there is no body or some of it has come. Here neither is so.",
	Who:   "The body is sent after the 101, or never: both ends disagree about where the new protocol begins.",
	Cure:  "Send 100, read the body, then send 101.",
	Wrong: "Expect: 100-continue", Right: "HTTP/1.1 100 Continue"}

var upFinishFirst = Rule{ID: "up.req.finish-first", Level: Explanatory, Severity: Error, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}},
	Title: "The connection switches while the request is unfinished: {got} bytes of its body came",
	Why:   "The request, body included, comes first. Until it is complete every byte of the client counts as body, not as the new protocol.",
	Who:   "The server takes the first bytes of the new protocol for the rest of the body, and both ends hang.",
	Cure:  "Send the whole body, or none: Content-Length must say what is really sent.",
	Wrong: "Content-Length: 30", Right: "Content-Length: 4"}

var upgradeAnswerTopic = topic{"upgrade-answer", []*Rule{&upUnasked, &upAnswerUpgrade, &upAnswerConnection, &upAnswerClose, &upOnlyOffered,
	&upOrphanUpgrade, &upFreeChoice, &upLayerOrder, &upSemantics, &upAnswerOwed, &upExpectOrder, &upFinishFirst}}

// checkUpgradeAnswer is the client reading a 101.
func checkUpgradeAnswer(j *judge) {
	m := j.res
	members := m.upgradeMembers()
	checkAsked(j, m, members)
	if len(members) == 0 {
		f := j.find(&upAnswerUpgrade, m.fieldsEnd()).want("Upgrade")
		if offered := j.req.upgradeMembers(); f != nil && len(offered) > 0 {
			name := string(j.req.Text(offered[0].Range))
			if j.answer.Protocol != "" {
				name = j.answer.Protocol
			}
			f.addLine(m, "Upgrade", name)
		}
	}
	if !m.hasMember(ConnectionField, "upgrade") {
		findUnlisted(j, m, &upAnswerConnection)
	}
	if !j.full {
		return
	}
	checkOptions(j, m)
	if x, ok := m.findMember(ConnectionField, "close"); ok {
		j.findAt(&upAnswerClose, m, x.Range).fix(m.withoutMember(ConnectionField, x), "")
	}
	checkLayers(j, m, members)
	checkSemantics(j, m, members)
	checkAnswerOwed(j, m, members)
	checkExpectedOrder(j, m)
	checkFinished(j, m)
	checkAnswerCase(j, m, members)
}

// checkAsked compares the members of the 101 with those of the request. HTTP
// may rest on TLS: RFC 2817 §3.3 answers "TLS/1.0, HTTP/1.1" to an offer of
// TLS/1.0 alone, for what is spoken inside TLS is HTTP again. By the letter of
// RFC 9110 §7.8 HTTP/1.1 was not offered.
func checkAsked(j *judge, m *Message, members []upgradeMember) {
	asked := j.req
	if asked.Form != HTTP1 || j.blind() {
		return
	}
	offered := asked.upgradeMembers()
	if len(offered) == 0 || asked.isHTTP10() {
		status := Range{m.StartLine.Code.Start, m.StartLine.End}
		f := j.findAt(&upUnasked, m, m.StartLine.Code)
		if len(members) == 0 || m.hasMember(ConnectionField, "upgrade") {
			f.put(m, status, "200 OK")
		}
		if len(offered) > 0 {
			f.becauseOf(j, &upHTTP10)
		}
		return
	}
	if !asked.hasMember(ConnectionField, "upgrade") && j.full {
		j.findAt(&upOrphanUpgrade, m, m.StartLine.Code).fixUnlisted(asked).becauseOf(j, &upConnectionOption)
	}
	tls := tlsAt(m, members) >= 0
	for i := range members[:min(len(members), enough)] { // no stack of layers is as deep
		u := &members[i]
		at := offeredAt(asked, offered, m, u)
		switch {
		case at < 0 && !(tls && foldEqual(m.Text(u.Name), "HTTP")):
			findStranger(j, m, u, offered, len(members) == 1)
		case at > 0 && len(members) == 1 && j.full:
			j.findAt(&upFreeChoice, m, u.Range).arg("n", itoa(at+1))
		}
	}
}

// findStranger records a member that was not offered; the cure names what the
// server chose, or the first offer.
func findStranger(j *judge, m *Message, u *upgradeMember, offered []upgradeMember, alone bool) {
	f := j.findAt(&upOnlyOffered, m, u.Range)
	if f == nil {
		return
	}
	name := string(j.req.Text(offered[0].Range))
	if j.answer.Protocol != "" {
		name = j.answer.Protocol
	}
	f.want(Show([]byte(name)))
	if alone {
		f.put(m, u.Range, name)
	} else {
		f.fix(m.withoutMember(UpgradeField, u.Member), "")
	}
}

// offeredAt finds the member among those offered, or -1: names without regard
// to case, versions exactly (RFC 9110 §7.8).
func offeredAt(asked *Message, offered []upgradeMember, m *Message, u *upgradeMember) int {
	for i := range offered {
		if foldEqualBytes(asked.Text(offered[i].Name), m.Text(u.Name)) &&
			string(asked.Text(offered[i].Version)) == string(m.Text(u.Version)) {
			return i
		}
	}
	return -1
}

// tlsAt finds the member TLS, or -1.
func tlsAt(m *Message, members []upgradeMember) int {
	for i := range members {
		if foldEqual(m.Text(members[i].Name), "TLS") {
			return i
		}
	}
	return -1
}

// checkLayers: several layers are named from the lowest up. TLS is the only
// one that others rest on.
func checkLayers(j *judge, m *Message, members []upgradeMember) {
	at := tlsAt(m, members)
	if at < 1 {
		return
	}
	first, tls := members[0], members[at]
	f := j.findAt(&upLayerOrder, m, first.Range)
	if first.Line == tls.Line {
		between := m.Text(Range{first.Start, tls.Start})
		f.put(m, Range{first.Start, tls.End}, string(m.Text(tls.Range))+", "+string(trimTail(between)))
	}
}

// trimTail cuts a comma and white space off at the end.
func trimTail(b []byte) []byte {
	for len(b) > 0 && (isOWS(b[len(b)-1]) || b[len(b)-1] == ',') {
		b = b[:len(b)-1]
	}
	return b
}

// checkSemantics: WebSocket and the tunnels have no way to answer the request
// that asked for them. OPTIONS can be honoured by any protocol.
func checkSemantics(j *judge, m *Message, members []upgradeMember) {
	if len(members) != 1 || j.req.Form != HTTP1 {
		return
	}
	method := string(j.req.Method())
	if method == "OPTIONS" || method == "GET" || method == "" {
		return
	}
	u := &members[0]
	for _, name := range [...]string{"websocket", "connect-udp", "connect-ip"} {
		if foldEqual(m.Text(u.Name), name) {
			j.findAt(&upSemantics, m, u.Range).arg("method", Show(j.req.Method())).put(j.req, j.req.StartLine.Method, "GET")
		}
	}
}

// checkAnswerOwed looks for the answer on stream 1 after h2c. It is missing
// only when the client's preface went out, and whole frames came but no HEADERS.
func checkAnswerOwed(j *judge, m *Message, members []upgradeMember) {
	if len(members) != 1 || !foldEqual(m.Text(members[0].Name), "h2c") || len(j.req.raw) <= j.req.bodyEnd() {
		return
	}
	b := m.raw[m.HeadEnd:]
	if len(b) < 9 {
		return
	}
	for len(b) >= 9 {
		length := int(b[0])<<16 | int(b[1])<<8 | int(b[2])
		stream := int(b[5]&0x7f)<<24 | int(b[6])<<16 | int(b[7])<<8 | int(b[8])
		if stream == 1 || len(b) < 9+length {
			return
		}
		b = b[9+length:]
	}
	if len(b) == 0 {
		end := Place{FromServer, len(m.raw), len(m.raw)}
		j.find(&upAnswerOwed, Place{FromServer, m.HeadEnd, len(m.raw)}).fix(end, "\x00\x00\x05\x01\x05\x00\x00\x00\x01\x08\x03200")
	}
}

// checkExpectedOrder: the server is at fault only if content was announced and
// none of it had come (RFC 9110 §10.1.1); otherwise it is the client who asked
// for nothing. In HTTP/1.0 the expectation must be ignored.
func checkExpectedOrder(j *judge, m *Message) {
	if !j.given || !j.req.hasMember(ExpectField, "100-continue") || !j.req.hasContent() || j.early > j.req.HeadEnd || j.req.isHTTP10() {
		return
	}
	for _, i := range j.interim {
		if i.Status() == 100 {
			return
		}
	}
	j.findAt(&upExpectOrder, m, m.StartLine.Code).want("100").
		fix(Place{FromServer, m.Start, m.Start}, "HTTP/1.1 100 Continue\r\n\r\n")
}

// checkFinished: a 101 to a request whose content is not complete.
func checkFinished(j *judge, m *Message) {
	asked := j.req
	if !j.given || asked.Form != HTTP1 || !asked.Whole || !asked.hasContent() || asked.declaredLength() < 0 {
		return
	}
	if _, whole := asked.content(); whole {
		return
	}
	came := itoa(len(asked.raw) - asked.HeadEnd)
	f := j.find(&upFinishFirst, m.place(m.StartLine.Code)).gotText(came)
	if l := asked.first(ContentLengthField); l != nil && asked.count(ContentLengthField) == 1 && !asked.has(TransferEncodingField) {
		f.want(string(asked.Text(l.Value))).put(asked, l.Value, came)
	}
}

// checkAnswerCase notes a protocol that the 101 writes in another case.
func checkAnswerCase(j *judge, m *Message, members []upgradeMember) {
	for i := range members {
		if usual, differs := otherCase(m, &members[i]); differs {
			j.findAt(&upCase, m, members[i].Name).want(usual)
			return
		}
	}
}
