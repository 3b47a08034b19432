package handshake

// TLS inside HTTP/1.1, RFC 2817. Its own 101 names HTTP/1.1 although only TLS
// was asked for; that is no unoffered protocol but the layer that stays on top.

var tlsReqOptional = Rule{ID: "tls.req.optional", Level: May, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 2817, Section: "3.1"}},
	Title: "The server may answer this request without TLS",
	Why:   "The offer is an invitation. A server that does not take it up answers in the clear, and that is allowed.",
	Who:   "Whoever listens on the way reads the request and perhaps the answer.",
	Cure:  "Offer TLS this way only where a clear answer would do. Otherwise send OPTIONS * first, or use https.",
	Wrong: `GET http://example.bank.com/acct_stat.html?749394889300 HTTP/1.1`, Right: `OPTIONS * HTTP/1.1`}

var tlsReqMandatory = Rule{ID: "tls.req.mandatory", Level: Must, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 2817, Section: "3.2"}},
	Title: "The request gives {got} away before TLS begins",
	Why:   "The RFC says: where an answer in the clear would not do, a client must switch with OPTIONS first. A request with a log-in or content is such a case, for it goes out unencrypted whatever the server answers.",
	Who:   "Whoever listens on the way has the secret, even if the switch succeeds.",
	Cure:  "Send OPTIONS * with the Upgrade first and the real request after the TLS handshake.",
	Wrong: `Authorization: Basic dXNlcjpwYXNz`, Right: `OPTIONS * HTTP/1.1`}

var tlsReqConnection = Rule{ID: "tls.req.connection", Level: Must, Severity: Error, Binds: Client,
	Cites: []Cite{{RFC: 2817, Section: "3.1"}, {RFC: 9110, Section: "7.8"}},
	Title: "The offer of TLS is not listed in Connection",
	Why:   "TLS begins on this very connection. Without the mark a proxy may pass the offer on to a server that the client is not connected to.",
	Who:   "The server takes the offer as not made and answers in the clear.",
	Cure:  "Send Connection: Upgrade with it.",
	Wrong: `Upgrade: TLS/1.0\r\n\r\n`, Right: `Upgrade: TLS/1.0\r\nConnection: Upgrade`}

var tlsResp101 = Rule{ID: "tls.resp.101", Level: Must, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}, {RFC: 2817, Section: "3.3"}},
	Title: "The 101 lists the layers as {got}, TLS must come first",
	Why:   "RFC 9110 wants layers listed from the lowest up, and RFC 2817 reads them so: TLS carries HTTP/1.1 and stands before it.",
	Who:   "A client that reads the first name believes that HTTP/1.1 goes on in the clear.",
	Cure:  "Answer Upgrade: TLS/1.2, HTTP/1.1.",
	Wrong: `Upgrade: HTTP/1.1, TLS/1.0`, Right: `Upgrade: TLS/1.0, HTTP/1.1`}

var tlsRespStack = Rule{ID: "tls.resp.stack", Level: Must, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 2817, Section: "3.3"}, {RFC: 9110, Section: "7.8"}},
	Title: "The 101 names TLS, but not what is spoken inside it",
	Why:   "RFC 2817 wants the whole stack, from TLS up to HTTP/1.1. By the letter of RFC 9110 a server may name only what was offered, and that was TLS. The older text is the one that was written for this case.",
	Who:   "Apache httpd names HTTP/1.1 too, CUPS names TLS alone. Clients take either.",
	Cure:  "Answer Upgrade: TLS/1.2, HTTP/1.1.",
	Wrong: `Upgrade: TLS/1.2,TLS/1.1,TLS/1.0`, Right: `Upgrade: TLS/1.0, HTTP/1.1`}

var tlsRespFailure = Rule{ID: "tls.resp.failure", Level: Must, Severity: Error, Binds: Either,
	Cites: []Cite{{RFC: 2817, Section: "3.3"}},
	Title: "After the switch to TLS the bytes {got} are sent in the clear",
	Why:   "Once the 101 is out, only TLS may be spoken. A handshake that fails ends the connection.",
	Who:   "The other end takes the text for a broken TLS record and closes. If it did not, anyone on the way could switch TLS off.",
	Cure:  "Begin with a TLS record after the 101, and close the connection when the handshake fails.",
	Wrong: `Connection: Upgrade\r\n\r\nHTTP/1.1 200 OK`, Right: `Connection: Upgrade\r\n\r\n\x16\x03`}

var tlsAdvOptional = Rule{ID: "tls.adv.optional", Level: May, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 2817, Section: "4.1"}},
	Title: "The server only mentions that it can speak TLS here; nothing is switched",
	Why:   "Upgrade in an ordinary answer is an advertisement for later requests.",
	Who:   "A client that begins TLS now sends a ClientHello into an HTTP connection.",
	Cure:  "Send a new request with Upgrade: TLS/1.2 and wait for its 101.",
	Wrong: `HTTP/1.1 200 OK\r\nUpgrade: TLS/1.0`, Right: `HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.0`}

var tlsAdvMandatory = Rule{ID: "tls.adv.mandatory", Level: Must, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 2817, Section: "4.2"}, {RFC: 9110, Section: "15.5.22"}},
	Title: "The 426 does not say that TLS is needed, and which",
	Why:   "A server that insists on TLS names the version in Upgrade. Without it the client does not know what to ask for.",
	Who:   "A client that could switch gives up.",
	Cure:  "Answer 426 with Upgrade: TLS/1.2, HTTP/1.1 and Connection: Upgrade.",
	Wrong: `HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0`, Right: `Upgrade: TLS/1.2, HTTP/1.1`}

var tlsAdvBody = Rule{ID: "tls.adv.body", Level: Should, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 2817, Section: "4.2"}},
	Title: "The 426 that asks for TLS has no content",
	Why:   "Few clients can switch to TLS by themselves. The person in front of one needs to read why nothing came, and what else can be done.",
	Who:   "Somebody sees an empty page and does not know that https would work.",
	Cure:  "Write a sentence, such as: this page needs TLS, use its https address.",
	Wrong: `Connection: Upgrade\r\nContent-Length: 0`, Right: `Content-Length: 37\r\n\r\nUse TLS, or the https: address here.`}

var tlsAdvHandshake = Rule{ID: "tls.adv.no-handshake", Level: Explanatory, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 2817, Section: "4.2"}},
	Title: "The client begins TLS after an answer that only asked for it",
	Why:   "The answer says what is needed; it switches nothing. The connection is HTTP until a request offers TLS and a 101 agrees.",
	Who:   "The server takes the bytes for a broken request, answers 400 and closes.",
	Cure:  "Send OPTIONS * with Upgrade: TLS/1.2 and wait for the 101.",
	Wrong: `\r\n\r\n\x16\x03\x01`, Right: `OPTIONS * HTTP/1.1`}

var tlsEarly = Rule{ID: "tls.early", Level: Explanatory, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 9931, Section: "6.1"}},
	Title: "The client begins TLS before the server has agreed",
	Why:   "The server may still answer in HTTP. Then it reads these bytes as the next request.",
	Who:   "No smuggled request comes of it, for none begins with byte 22; but the server answers 400 and the connection is lost.",
	Cure:  "Wait for the 101 before the first TLS byte.",
	Wrong: `Connection: Upgrade\r\n\r\n\x16\x03\x01`, Right: `Connection: Upgrade\r\n\r\n`}

var tlsTopic = topic{"tls", []*Rule{&tlsReqOptional, &tlsReqMandatory, &tlsReqConnection, &tlsResp101, &tlsRespStack, &tlsRespFailure,
	&tlsAdvOptional, &tlsAdvMandatory, &tlsAdvBody, &tlsAdvHandshake, &tlsEarly}}

// tlsHandshake is the first octet of a TLS record that carries a handshake message.
const tlsHandshake = 0x16

// checkTLSOffer is the server reading an offer of TLS.
func checkTLSOffer(j *judge, m *Message) {
	if !m.hasMember(ConnectionField, "upgrade") {
		j.findAt(&tlsReqConnection, m, j.chosen.Range).want("Connection: Upgrade").fixUnlisted(m).because(&upConnectionOption)
	}
	if !j.full {
		return
	}
	checkTLSSecrets(j, m)
	if at := m.bodyEnd(); j.early > at && at < len(m.raw) && m.raw[at] == tlsHandshake {
		early := m.place(Range{at, min(j.early, len(m.raw))})
		j.find(&tlsEarly, early).gotText(Hex(m.raw[at:min(at+8, len(m.raw))])).fix(early, "")
	}
}

// checkTLSSecrets looks at what this request says in the clear.
func checkTLSSecrets(j *judge, m *Message) {
	if string(m.Method()) == "OPTIONS" {
		return
	}
	const first = "OPTIONS * HTTP/1.1"
	secrets := [...]Field{AuthorizationField, ProxyAuthorizationField, CookieField}
	for _, f := range secrets {
		if l := m.first(f); l != nil {
			j.findLine(&tlsReqMandatory, m, l).gotText(f.Info().Name).want(first).fixWithout(m, first, secrets[:]...)
			return
		}
	}
	if end := m.bodyEnd(); end > m.HeadEnd {
		j.find(&tlsReqMandatory, m.place(Range{m.HeadEnd, end})).gotText(itoa(end-m.HeadEnd)+wordBytesContent.ref()).want(first).
			fixWithout(m, first, append(secrets[:], ContentTypeField)...)
		return
	}
	j.findAt(&tlsReqOptional, m, m.StartLine.Method)
}

// checkTLSAnswer is the client reading a 101 after it has asked for TLS.
func checkTLSAnswer(j *judge) {
	ms := j.res.upgradeMembers()
	checkTLSStack(j, ms)
	for i := range ms {
		if i > 0 && foldEqual(j.res.Text(ms[i].Name), "TLS") && !foldEqual(j.res.Text(ms[0].Name), "TLS") {
			all := Range{ms[0].Start, ms[i].End}
			if f := j.findAt(&tlsResp101, j.res, all).because(&upLayerOrder); f != nil && ms[0].Line == ms[i].Line {
				f.put(j.res, all, protocolStack(string(j.res.Text(ms[i].Range))))
			}
			return
		}
	}
}

// checkTLSStack looks for the protocol inside TLS.
func checkTLSStack(j *judge, ms []upgradeMember) {
	for i := range ms {
		if !foldEqual(j.res.Text(ms[i].Name), "TLS") {
			return
		}
	}
	if len(ms) > 0 {
		at := Range{ms[0].Start, ms[len(ms)-1].End}
		f := j.findAt(&tlsRespStack, j.res, at)
		if f != nil && ms[0].Line == ms[len(ms)-1].Line {
			f.put(j.res, at, protocolStack(string(j.res.Text(ms[0].Range))))
		}
	}
}

// checkTLSAdvert looks at Upgrade in an answer that switches nothing.
func checkTLSAdvert(j *judge) {
	m := j.res
	named := false
	ms := m.upgradeMembers()
	for i := range ms {
		if !foldEqual(m.Text(ms[i].Name), "TLS") {
			continue
		}
		if named = true; m.Status() != 426 {
			j.findAt(&tlsAdvOptional, m, ms[i].Range)
			return
		}
	}
	only := j.policy.only()
	if at := j.req.bodyEnd(); m.Status() == 426 && named && j.req.Whole && j.early <= at && at+1 < len(j.req.raw) && beginsTLS(j.req.raw[at:]) {
		j.side = FromClient
		rest := Range{at, len(j.req.raw)}
		j.find(&tlsAdvHandshake, j.req.place(rest)).gotText(Hex(j.req.raw[at:min(at+8, rest.End)])).put(j.req, rest, "")
		j.side = FromServer
	}
	if l := m.first(ContentLengthField); m.Status() == 426 && (named || isTLS(only)) && l != nil && m.Whole && string(m.Text(l.Value)) == "0" {
		const sentence = "Use TLS, or the https: address here.\n"
		rest := Range{l.Value.Start, m.HeadEnd}
		j.findLine(&tlsAdvBody, m, l).got(m, l.Value).put(m, rest, itoa(len(sentence))+string(m.raw[l.Value.End:m.HeadEnd])+sentence)
	}
	if m.Status() == 426 && !named && isTLS(only) {
		f := j.find(&tlsAdvMandatory, m.place(m.StartLine.Range)).want("Upgrade: " + protocolStack(only))
		if len(ms) == 0 {
			line := m.newLine("Upgrade", protocolStack(only))
			if !m.hasMember(ConnectionField, "upgrade") {
				line += m.newLine("Connection", "Upgrade")
			}
			f.fix(m.fieldsEnd(), line)
		}
	}
}

// checkClearAfterTLS finds HTTP where TLS records belong: at the start, or
// after the last whole record.
func checkClearAfterTLS(j *judge, side Side, b []byte, from int) {
	const head = 5 // type, version, length
	at := from
	for at+head <= len(b) && 20 <= b[at] && b[at] <= 24 && b[at+1] == 3 {
		at += head + int(b[at+3])<<8 + int(b[at+4])
	}
	if at+4 > len(b) || !isAlpha(b[at]) || !isAlpha(b[at+1]) || !isAlpha(b[at+2]) {
		return
	}
	end, _ := lineAt(b, at)
	end = min(end, at+40)
	j.find(&tlsRespFailure, Place{side, at, end}).gotText(Show(b[at:end])).want("16 03 …").fix(Place{side, at, len(b)}, "")
}
