package handshake

// connect-udp, connect-ip and the capsule protocol: RFC 9298 §3, RFC 9484 §4,
// RFC 9297 §3. A request out of form is malformed and answered with an error;
// a response out of form makes the client abort.

var masqueReqShape = Rule{ID: "masque.req.shape", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9298, Section: "3.2"}, {RFC: 9484, Section: "4.2"}},
	Title: "The request for {protocol} has {got}, it needs {want}",
	Why:   "The form is fixed so that nothing else on the way takes the request for its own: a GET, one Host with the proxy's name, Connection and Upgrade, and no content.",
	Who:   "Such a request is malformed: the proxy must answer with an error, 400 by preference, and opens no tunnel.",
	Cure:  "Send GET with one Host and without content.",
	Wrong: `POST https://example.org/.well-known/masque/udp/192.0.2.6/443/ HTTP/1.1`, Right: `GET https://example.org/.well-known/masque/udp/192.0.2.6/443/ HTTP/1.1`}

var masqueReqAlone = Rule{ID: "masque.req.alone", Level: Explanatory, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 9298, Section: "3.2"}, {RFC: 9484, Section: "4.2"}},
	Title: "Upgrade offers {got} beside {protocol}",
	Why:   "The RFCs give the field the value {protocol}. Whether another offer may stand beside it they do not say, and proxies read them differently.",
	Who:   "A strict proxy calls the request malformed and answers 400.",
	Cure:  "Offer {protocol} alone.",
	Wrong: `Upgrade: connect-udp, example/1`, Right: `Upgrade: connect-udp\r\n`}

var masqueRespShape = Rule{ID: "masque.resp.shape", Level: Must, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 9298, Section: "3.3"}, {RFC: 9484, Section: "4.3"}},
	Title: "The answer to {protocol} is {got}, it must be {want}",
	Why:   "Only a 101 that names this protocol alone says that the tunnel is open.",
	Who:   "The client must treat the attempt as failed and end the connection, also after a 407: it logs in on a new one.",
	Cure:  "Answer 101 with one Upgrade that holds the token, and Connection: Upgrade.",
	Wrong: `Upgrade: connect-udp, websocket`, Right: `Upgrade: connect-udp\r\n`}

var masqueUDPTarget = Rule{ID: "masque.udp.target", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9298, Section: "3"}, {RFC: 9298, Section: "3.1"}},
	Title: "The UDP target {got} cannot be used: {want}",
	Why:   "The proxy takes host and port from the path. A colon of an IPv6 address is written %3A there.",
	Who:   "The proxy must treat the request as malformed: 400 in HTTP/1.1, and a stream error in HTTP/2 and HTTP/3, with or without a 400 before it.",
	Cure:  "Fill in a host and a port from 1 to 65535, with the colons of IPv6 percent-encoded.",
	Wrong: `/.well-known/masque/udp/2001:db8::1/443/`, Right: `/.well-known/masque/udp/2001%3Adb8%3A%3A1/443/`}

var masqueIPClear = Rule{ID: "masque.ip.clear", Level: Must, Severity: Violation, Binds: Client,
	Cites: []Cite{{RFC: 9484, Section: "4"}},
	Title: "The IP tunnel is asked for over {got}, without encryption",
	Why:   "IP proxying must run inside TLS, QUIC or something as good, for whole IP packets travel in it. RFC 9298 does not demand it of connect-udp.",
	Who:   "Everybody on the way reads and changes the packets, and sees the log-in.",
	Cure:  "Use the proxy's https address.",
	Wrong: `GET http://example.org/.well-known/masque/ip/*/*/ HTTP/1.1`, Right: `GET https://example.org/.well-known/masque/ip/*/*/ HTTP/1.1`}

var masqueEarlyUDP = Rule{ID: "masque.early-udp", Level: MustNot, Severity: Violation, Binds: Client,
	Cites: []Cite{{RFC: 9931, Section: "6.3"}, {RFC: 9298, Section: "5"}},
	Title: "The client sends capsules before the proxy has agreed to connect-udp",
	Why:   "If the proxy refuses, it reads these bytes as the next HTTP request. RFC 9298 allowed it; RFC 9931 has taken that back for HTTP/1.1. In HTTP/2 and HTTP/3 the client need not wait.",
	Who:   "Whoever may choose the packets can write a request that the proxy takes for the client's own.",
	Cure:  "Wait for the 101 before the first capsule.",
	Wrong: `Upgrade: connect-udp\r\nCapsule-Protocol: ?1\r\n\r\n\0`, Right: `Upgrade: connect-udp\r\nCapsule-Protocol: ?1\r\n\r\n`}

var masqueEarlyIP = Rule{ID: "masque.early-ip", Level: MustNot, Severity: Violation, Binds: Client,
	Cites: []Cite{{RFC: 9484, Section: "11"}, {RFC: 9931, Section: "6.4"}},
	Title: "The client sends capsules before the proxy has agreed to connect-ip",
	Why:   "If the proxy refuses, it reads these bytes as the next HTTP request.",
	Who:   "Whoever may choose the packets can write a request that the proxy takes for the client's own.",
	Cure:  "Wait for the 101 before the first capsule.",
	Wrong: `Upgrade: connect-ip\r\nCapsule-Protocol: ?1\r\n\r\n\0`, Right: `Upgrade: connect-ip\r\nCapsule-Protocol: ?1\r\n\r\n`}

var masqueH23 = Rule{ID: "masque.h23", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9298, Section: "3.4"}, {RFC: 9484, Section: "4.4"}},
	Title: "The {protocol} request on a stream has {got}, it needs {want}",
	Why:   "In HTTP/2 and HTTP/3 it is an extended CONNECT, and scheme, path and authority must not be empty: the target is in them.",
	Who:   "The request is malformed: the proxy resets the stream, and may answer 400 before.",
	Cure:  "Send :method CONNECT with :protocol, :scheme, :authority and :path.",
	Wrong: `:protocol: connect-udp\r\n:scheme: https\r\n:path:\r\n`, Right: `:path: /.well-known/masque/udp/192.0.2.6/443/`}

var capBoolean = Rule{ID: "cap.header.boolean", Level: Must, Severity: Warning, Binds: Either,
	Cites: []Cite{{RFC: 9297, Section: "3.4"}, {RFC: 9651, Section: "3.3.6"}},
	Title: "The value of Capsule-Protocol is {got}, expected ?1, once",
	Why:   "The field is a structured-field Boolean. Any other value, or a second line, counts as no field at all.",
	Who:   "Proxies on the way do not see that capsules follow.",
	Cure:  "Send Capsule-Protocol: ?1 once.",
	Wrong: `Capsule-Protocol: 1`, Right: `Capsule-Protocol: ?1`}

var capSend = Rule{ID: "cap.header.send", Level: Should, Severity: Note, Binds: Either,
	Cites: []Cite{{RFC: 9297, Section: "3.4"}},
	Title: "No Capsule-Protocol: ?1 says that capsules follow",
	Why:   "Both ends know it from the protocol's name. A proxy between them that does not know the name can tell by this field. ?0 means the same as no field.",
	Who:   "Such a proxy cannot turn capsules into datagrams on its other side.",
	Cure:  "Send Capsule-Protocol: ?1.",
	Wrong: `Upgrade: connect-ip\r\n\r\n`, Right: `Capsule-Protocol: ?1`}

var capStatus = Rule{ID: "cap.header.status", Level: MustNot, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9297, Section: "3.4"}},
	Title: "A response with status {got} carries Capsule-Protocol",
	Why:   "The field says that capsules follow. They follow only a 101 or a 2xx.",
	Who:   "A proxy on the way may read the error page as capsules.",
	Cure:  "Leave the field out of other responses.",
	Wrong: `HTTP/1.1 400 Bad Request\r\nCapsule-Protocol: ?1`, Right: `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: connect-udp\r\nCapsule-Protocol: ?1`}

var capNoFraming = Rule{ID: "cap.no-framing", Level: MustNot, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9297, Section: "3.2"}},
	Title: "A message that begins capsules carries {got}",
	Why:   "Capsules go on until the stream ends. A length, a media type or a transfer coding would describe a content that is not there.",
	Who:   "The other end must treat the message as malformed: the proxy answers 400, the client aborts.",
	Cure:  "Leave Content-Length, Content-Type and Transfer-Encoding out.",
	Wrong: `Upgrade: connect-udp\r\nCapsule-Protocol: ?1\r\nContent-Length: 0`, Right: `Upgrade: connect-udp\r\nCapsule-Protocol: ?1\r\n\r\n`}

var capNoSuchStatus = Rule{ID: "cap.status.no-body", Level: MustNot, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 9297, Section: "3.2"}},
	Title: "Capsules cannot follow the status {got}",
	Why:   "204, 205 and 206 speak of a content that is missing or a part of one. What follows here is no content but capsules.",
	Who:   "The client must treat the answer as malformed and gives up.",
	Cure:  "Answer 200.",
	Wrong: `:status: 204`, Right: `:status: 200`}

var masqueTopic = topic{"masque", []*Rule{&masqueReqShape, &masqueReqAlone, &masqueRespShape, &masqueUDPTarget, &masqueIPTarget, &masqueIPClear, &masqueEarlyUDP, &masqueEarlyIP,
	&masqueH23, &capBoolean, &capSend, &capStatus, &capNoSuchStatus, &capNoFraming}}

// checkMasqueOffer is the proxy reading a request over HTTP/1.1.
func checkMasqueOffer(j *judge, m *Message) {
	_, token, _ := protocolFor(m, j.chosen)
	if method := m.StartLine.Method; string(m.Text(method)) != "GET" {
		j.findAt(&masqueReqShape, m, method).want("GET").arg("protocol", token).put(m, method, "GET")
	}
	if n := m.count(HostField); n > 1 {
		l := m.lines(HostField)[1]
		if f := j.findLine(&masqueReqShape, m, l).gotText(count(n)+wordHost.ref()).want(wordOneHost.ref()).arg("protocol", token).cutLine(m, l); f != nil {
			f.Because = "h1.host.single"
		}
	}
	checkTunnelTarget(j, m, token, m.StartLine.Target)
	if target := m.StartLine.Target; hasFoldPrefix(m.Text(target), "http://") {
		checkTunnelClear(j, m, token, Range{target.Start, target.Start + len("http")})
	}
	for _, u := range m.upgradeMembers() {
		if !foldEqual(m.Text(u.Range), token) && j.full {
			f := j.findAt(&masqueReqAlone, m, u.Range).arg("protocol", token)
			if !j.given { // the answer may have taken that member up
				f.fix(m.withoutMember(UpgradeField, u.Member), "")
			}
			break
		}
	}
	checkCapsuleFields(j, m)
	checkCapsuleValue(j, m)
	if at := m.bodyEnd(); j.early > at && at < len(m.raw) {
		rule := &masqueEarlyUDP
		if token == "connect-ip" {
			rule = &masqueEarlyIP
		}
		early := m.place(Range{at, min(j.early, len(m.raw))})
		j.find(rule, early).gotText(Hex(m.raw[at:min(at+8, len(m.raw))])).fix(early, "")
	}
}

// checkTunnelClear finds an IP tunnel whose scheme is http.
func checkTunnelClear(j *judge, m *Message, token string, scheme Range) {
	if token == "connect-ip" && foldEqual(m.Text(scheme), "http") {
		j.findAt(&masqueIPClear, m, scheme).put(m, scheme, "https")
	}
}

// checkCapsuleFields is the same for both sides of a switch to capsules.
func checkCapsuleFields(j *judge, m *Message) {
	for _, i := range m.known {
		l := &m.Lines[i]
		switch {
		case l.Kind != FieldLine:
		case l.Field == ContentLengthField, l.Field == ContentTypeField, l.Field == TransferEncodingField:
			j.findLine(&capNoFraming, m, l).gotText(l.Field.Info().Name).cutLine(m, l)
		}
	}
	if !j.full {
		return
	}
	if l := m.first(CapsuleProtocolField); l != nil {
		if yes, ok := structuredBoolean(m.value(l)); ok && !yes {
			j.findAt(&capSend, m, l.Value).want("?1").put(m, l.Value, "?1")
		}
	} else {
		j.find(&capSend, m.fieldsEnd()).want("Capsule-Protocol: ?1").addLine(m, "Capsule-Protocol", "?1")
	}
}

// checkCapsuleValue looks at Capsule-Protocol wherever it stands.
func checkCapsuleValue(j *judge, m *Message) {
	all := m.lines(CapsuleProtocolField)
	if len(all) > 1 {
		j.find(&capBoolean, m.whole(all[1])).gotText(count(len(all))+wordLines.ref()).want(wordOneLine.ref()).cutLine(m, all[1])
		return
	}
	for _, l := range all {
		if _, ok := structuredBoolean(m.value(l)); !ok {
			j.findAt(&capBoolean, m, l.Value).want("?1").put(m, l.Value, "?1")
		}
	}
}

// checkMasqueAnswer is the client reading a 101.
func checkMasqueAnswer(j *judge) {
	m := j.res
	ms := m.upgradeMembers()
	if len(ms) == 0 {
		return // up.resp.101-upgrade says it
	}
	_, token, _ := protocolFor(m, &ms[0])
	if !isCapsuleProtocol(token) {
		return // another protocol than the one asked for: up.resp.only-offered says so
	}
	if len(ms) > 1 || m.count(UpgradeField) > 1 {
		first, last := ms[0], ms[len(ms)-1]
		at := Range{first.Start, last.End}
		f := j.findAt(&masqueRespShape, m, at).want(token).arg("protocol", token)
		if f != nil && first.Line == last.Line {
			f.put(m, at, token)
		}
	}
	checkCapsuleFields(j, m)
}

// checkMasqueRefusal is the client reading an answer that switches nothing: a
// success that is no 101 opens no tunnel, so the client gives up.
func checkMasqueRefusal(j *judge) {
	status := j.res.Status()
	if status < 200 || status > 299 || j.res.Form == FieldSection || j.chosen == nil || !isCapsuleProtocol(j.answer.Protocol) {
		return
	}
	j.findAt(&masqueRespShape, j.res, j.res.StartLine.Code).want("101").arg("protocol", j.answer.Protocol).fixAnswer(j)
}

// checkCapsuleStatus finds the field in a response that begins no capsules.
func checkCapsuleStatus(j *judge) {
	m := j.res
	checkCapsuleValue(j, m)
	if status := m.Status(); status == 101 || status >= 200 && status < 300 {
		return
	}
	for _, l := range m.lines(CapsuleProtocolField) {
		j.findLine(&capStatus, m, l).gotText(Show(m.Code())).cutLine(m, l)
	}
}

// checkOtherAnswer applies the rules of the other protocols that hold for any
// response, whatever it switches to.
func checkOtherAnswer(j *judge) {
	checkSettingsInResponse(j)
	checkCapsuleStatus(j)
	if j.res.Status() != 101 {
		checkTLSAdvert(j)
		checkMasqueRefusal(j)
	}
}
