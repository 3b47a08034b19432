package handshake

// The offer: Upgrade and Connection in a request, RFC 9110 §7.8 and §7.6.1.
//
// What RFC 9110 tells a server to ignore is ignored (HTTP/1.0, an Upgrade that
// Connection does not list), what breaks the grammar is refused with 400, and
// a request without Upgrade is no offer at all and fires nothing. An Upgrade
// that is ignored is not judged further here.

var upSyntax = Rule{ID: "up.req.syntax", Level: Grammar, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}, {RFC: 9110, Section: "5.6.2"}},
	Title: "The Upgrade member {got} is not a protocol name, or name/version",
	Why:   "Each member is a name made of token characters, or a name, one slash and a version. Anything else can be split in different ways by different programs.",
	Who:   "The RFC leaves open what a server does with it. Most look for an exact name in the list and do not find it: the client gets a plain page or 400 instead of the switch.",
	Cure:  "Write one name without spaces, with at most one slash before its version; separate several members by commas.",
	Wrong: "Upgrade: web socket", Right: "Upgrade: websocket"}

var upPreference = Rule{ID: "up.req.preference", Level: May, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}, {RFC: 9110, Section: "5.3"}},
	Title: "The {n} Upgrade lines are one list, the most wanted protocol first",
	Why:   "Lines of the same name join in their order. The order tells the server what the client would like best.",
	Who:   "A server that reads only the first line misses the offers in the others.",
	Cure:  "Nothing must change; one line with commas says the same and is read by more servers.",
	Wrong: "Upgrade: foo/2\\r\\nUpgrade: example/1", Right: "Upgrade: example/1, foo/2"}

var upConnectionOption = Rule{ID: "up.req.connection-option", Level: Must, Severity: Error, Binds: Either,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}, {RFC: 9110, Section: "7.6.1"}},
	Title: "The request has Upgrade, but Connection does not list it",
	Why:   "Connection marks what is meant for the very next server. Without the mark a proxy may pass the offer on to a server that never agreed to anything with this client.",
	Who:   "The server ignores the offer and answers in HTTP; an endpoint for WebSocket only answers 400. Proxies cause this often, by taking Connection away.",
	Cure:  "Add Upgrade to Connection.",
	Wrong: "Connection: keep-alive", Right: "Connection: keep-alive, Upgrade"}

var upOrphanConnection = Rule{ID: "up.req.orphan-connection", Level: Explanatory, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "7.6.1"}},
	Title: "Connection lists Upgrade, but no protocol is offered",
	Why:   "The option only points at the field. With nothing in Upgrade there is nothing to switch to.",
	Who:   "The server answers in HTTP. A proxy that sets a fixed Connection: upgrade for every request causes this, or one that takes Upgrade away.",
	Cure:  "Send Upgrade with the protocol, or leave the option out.",
	Wrong: "Host: server.example.com\\r\\nConnection: Upgrade\\r\\nAccept: */*", Right: "Upgrade: websocket"}

var upCase = Rule{ID: "up.req.case", Level: Should, Severity: Note, Binds: Either,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}},
	Title: "The name {got} counts as {want}: upper and lower case make no difference",
	Why:   "Recipients should compare protocol names without regard to case. IANA lists WebSocket beside websocket: it is one protocol. Of the case of a version behind the slash the RFC says nothing; we compare it exactly.",
	Who:   "Programs that compare letter by letter do not recognise it.",
	Cure:  "Nothing must change; {want} is the usual spelling.",
	Wrong: "Upgrade: WebSocket", Right: "Upgrade: websocket"}

var upHopOnly = Rule{ID: "up.req.hop-only", Level: MustNot, Severity: Violation, Binds: Either,
	Cites: []Cite{{RFC: 9110, Section: "7.6.1"}},
	Title: "The field {got} is listed in Connection, though it is meant for the far end",
	Why:   "Whatever Connection lists is taken out by the next proxy. Only fields that concern this one hop belong there.",
	Who:   "Behind a proxy the server does not get the field: the handshake fails there and works without the proxy.",
	Cure:  "Take the name out of Connection.",
	Wrong: "Connection: Upgrade, Sec-WebSocket-Key", Right: "Connection: Upgrade"}

var upCloseAndUpgrade = Rule{ID: "up.req.close-and-upgrade", Level: Explanatory, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 9112, Section: "9.6"}, {RFC: 9110, Section: "7.8"}},
	Title: "Connection says close and Upgrade at once",
	Why:   "Close promises that the connection ends after the final response; Upgrade asks to keep it for another protocol. No RFC forbids the two together: a 101 is no final response, and close counts only if the offer is refused.",
	Who:   "Some servers switch, others answer in HTTP and close. Which one it is cannot be foreseen.",
	Cure:  "Leave close out.",
	Wrong: "Connection: close, Upgrade", Right: "Connection: Upgrade"}

var upSameConnection = Rule{ID: "up.req.same-connection", Level: Explanatory, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}, {RFC: 9114, Section: "3.1.1"}},
	Title: "The protocol {got} cannot run on this connection",
	Why:   "Upgrade changes what is spoken on the connection that is there. HTTP/3 needs QUIC, that is another transport.",
	Who:   "No server can take this offer up: it answers in HTTP.",
	Cure:  "Take the member out. A server announces HTTP/3 by Alt-Svc or DNS, and the client opens a new connection.",
	Wrong: "Upgrade: h3", Right: "Upgrade: example/1, foo/2"}

var upHTTP10 = Rule{ID: "up.req.http10", Level: Must, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}},
	Title: "The request is HTTP/1.0, where Upgrade counts for nothing",
	Why:   "An old proxy passes on fields it does not know. So a server must not believe an Upgrade that arrives over HTTP/1.0.",
	Who:   "The server answers in HTTP. Most often a proxy speaks HTTP/1.0 to the server: older nginx does unless it is told otherwise.",
	Cure:  "Send HTTP/1.1; in nginx set proxy_http_version 1.1.",
	Wrong: "GET /chat HTTP/1.0", Right: "GET /chat HTTP/1.1"}

var upNoCommon = Rule{ID: "up.req.no-common", Level: May, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}},
	Title: "None of the offered protocols is spoken here",
	Why:   "Upgrade is an invitation. A server that speaks none of the names goes on in HTTP, and that is no error.",
	Who:   "The client gets an ordinary answer. It must be ready for it.",
	Cure:  "Offer what the server speaks: {want}.",
	Wrong: "Upgrade: h2", Right: "Upgrade: websocket"}

var upExpectNoContent = Rule{ID: "up.expect.no-content", Level: MustNot, Severity: Violation, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "10.1.1"}},
	Title: "The request expects 100 (Continue), but has no content to wait with",
	Why:   "The expectation asks whether the body may come. A request without a body has nothing to ask.",
	Who:   "aiohttp, Tomcat and Tornado send 100 before the 101, and clients that read only the first answer stumble: Chromium's WebSocket fails on it.",
	Cure:  "Take the Expect line out.",
	Wrong: "Expect: 100-continue", Right: "Upgrade: websocket"}

var upExpectUnknown = Rule{ID: "up.expect.unknown", Level: May, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "10.1.1"}},
	Title: "The expectation {got} is none that HTTP defines",
	Why:   "Only 100-continue is defined. A server may answer any other with 417, or pass it over.",
	Who:   "Go's net/http answers 417.",
	Cure:  "Take the Expect line out.",
	Wrong: "Expect: tea", Right: "Upgrade: websocket"}

var upgradeTopic = topic{"upgrade", []*Rule{&upHTTP10, &upConnectionOption, &upOrphanConnection, &upSyntax, &upCase,
	&upPreference, &upSameConnection, &upHopOnly, &upCloseAndUpgrade, &upExpectNoContent, &upExpectUnknown, &upNoCommon}}

// enough is how many findings of one rule a message gets at most: a hostile
// list must not make the report larger than itself.
const enough = 16

// checkUpgradeOffer reads Upgrade and Connection of a request.
func checkUpgradeOffer(j *judge, m *Message) {
	if j.full {
		checkOptions(j, m)
		checkExpectation(j, m)
		checkConnection(j, m)
		checkProxyTraces(j, m)
	}
	if !m.offers() {
		if string(m.Method()) == "CONNECT" {
			j.find(&connectNoProxy, m.place(m.StartLine.Method))
			j.reject(&connectNoProxy, 501)
		}
		if x, ok := m.findMember(ConnectionField, "upgrade"); ok {
			checkOrphanOption(j, m, x)
		}
		return
	}
	if m.isHTTP10() {
		f := j.findAt(&upHTTP10, m, m.StartLine.Version).want("HTTP/1.1")
		if m.has(HostField) {
			f.put(m, m.StartLine.Version, "HTTP/1.1")
		}
		j.ignore(&upHTTP10)
	}
	if !m.hasMember(ConnectionField, "upgrade") {
		findUnlisted(j, m, &upConnectionOption)
		j.ignore(&upConnectionOption)
	}
	if j.refused() && !j.full {
		return
	}
	checkProtocolNames(j, m)
	if j.full {
		checkUpgradeRegistered(j, m)
	}
}

// offers tells whether Upgrade names anything at all.
func (m *Message) offers() bool { return m.offersBeside(Range{-1, -1}) }

// findUnlisted records that Connection does not list Upgrade, with the cure.
func findUnlisted(j *judge, m *Message, r *Rule) *Finding {
	l := m.last(ConnectionField)
	if l == nil {
		return j.find(r, m.fieldsEnd()).want("Connection: Upgrade").fixUnlisted(m)
	}
	return j.findAt(r, m, l.Value).want(wordUpgradeAmong.ref()).fixUnlisted(m)
}

// listed is the text that puts Upgrade behind the value of a Connection line.
func (m *Message) listed(l *Line) string {
	if l.Value.Empty() {
		return "Upgrade"
	}
	return ", Upgrade"
}

// last finds the last line of a field, or nil.
func (m *Message) last(f Field) *Line {
	for at := len(m.known) - 1; at >= 0; at-- {
		if l := &m.Lines[m.known[at]]; l.Field == f && l.Kind == FieldLine {
			return l
		}
	}
	return nil
}

// checkOrphanOption notes an option that points at no field. A request with
// the fields of a WebSocket handshake has lost its Upgrade; another one has an
// option too many.
func checkOrphanOption(j *judge, m *Message, x Member) {
	f := j.findAt(&upOrphanConnection, m, x.Range)
	switch {
	case f == nil:
	case m.has(UpgradeField): // an empty one: which protocol was meant cannot be told
	case m.has(KeyField) && m.has(WSVersionField):
		f.addLine(m, "Upgrade", "websocket")
	default:
		f.fix(m.withoutMember(ConnectionField, x), "")
	}
}

// checkProtocolNames takes the members of Upgrade one by one.
func checkProtocolNames(j *judge, m *Message) {
	if lines := m.count(UpgradeField); lines > 1 && j.full {
		j.find(&upPreference, m.whole(m.first(UpgradeField))).arg("n", itoa(lines))
	}
	bad, other, wrongWay := 0, 0, 0
	for x := m.walk(UpgradeField); x.next(); {
		u := m.splitProtocol(x.Member)
		switch {
		case x.Empty():
		case !u.wellFormed(m):
			if bad++; bad <= enough {
				findMalformed(j, m, &u)
			}
			if !j.full {
				return
			}
		case !j.full:
		case needsOtherTransport(m, &u):
			if wrongWay++; wrongWay > enough {
				break
			}
			f := j.findAt(&upSameConnection, m, u.Range)
			if m.offersBeside(u.Range) {
				f.fix(m.withoutMember(UpgradeField, x.Member), "")
			} else {
				f.fixNoOffer(m)
			}
		default:
			if usual, differs := otherCase(m, &u); differs && other < enough {
				other++
				j.findAt(&upCase, m, u.Name).want(usual)
			}
		}
	}
}

// findMalformed records a member that is no protocol. Where a space stands for
// a missing comma or hyphen cannot be known; "a/b/c" and "a/" can be cut.
func findMalformed(j *judge, m *Message, u *upgradeMember) {
	f := j.findAt(&upSyntax, m, u.Range).want(wordNameVersion.ref())
	if f == nil || !isToken(m.Text(u.Name)) {
		return
	}
	n := tokenLen(m.Text(u.Version))
	if n == 0 {
		f.put(m, Range{u.Slash, u.End}, "")
	} else {
		f.put(m, Range{u.Version.Start + n, u.End}, "")
	}
}

// offersBeside tells whether Upgrade names anything beside the range.
func (m *Message) offersBeside(r Range) bool {
	for _, i := range m.known {
		l := &m.Lines[i]
		if l.Field != UpgradeField || l.Kind != FieldLine {
			continue
		}
		for at := l.Value.Start; at < l.Value.End; at++ {
			if at == r.Start {
				at = r.End
				continue
			}
			if c := m.raw[at]; c != ',' && !isOWS(c) && c != '\r' && c != '\n' {
				return true
			}
		}
	}
	return false
}

// withoutMember is the range to cut so that a member leaves its list: the whole
// line when it is alone, else the member with one comma.
func (m *Message) withoutMember(f Field, x Member) Place {
	l := &m.Lines[x.Line]
	from, end := x.Start, x.End
	for end < l.Value.End && m.raw[end] != ',' {
		end++
	}
	if end < l.Value.End { // a comma follows: cut up to the next member
		for end++; end < l.Value.End && isOWS(m.raw[end]); {
			end++
		}
		return m.place(Range{from, end})
	}
	for from > l.Value.Start && m.raw[from] != ',' {
		from--
	}
	if from == l.Value.Start {
		return m.lineAndEnd(l)
	}
	return m.place(Range{from, x.End})
}

// needsOtherTransport tells names that run over QUIC only.
func needsOtherTransport(m *Message, u *upgradeMember) bool {
	name, version := m.Text(u.Name), m.Text(u.Version)
	return foldEqual(name, "h3") || foldEqual(name, "quic") || len(name) > 3 && foldEqual(name[:3], "h3-") ||
		foldEqual(name, "http") && len(version) > 0 && version[0] == '3'
}

// checkOptions looks at the other members of Connection, in a request or a
// response.
func checkOptions(j *judge, m *Message) {
	listed := 0
	for x := m.walk(ConnectionField); x.next(); {
		if x.End-x.Start < 3 { // no field that is meant for the far end has a shorter name
			continue
		}
		f := fieldOf(m.Text(x.Range))
		if f == UnknownField || fieldTable[f].hop || f == TrailerField {
			continue
		}
		j.findAt(&upHopOnly, m, x.Range).fix(m.withoutMember(ConnectionField, x.Member), "")
		if listed++; listed == enough {
			break
		}
	}
	if x, ok := m.findMember(ConnectionField, "close"); ok && m.Side == FromClient && m.offers() && m.hasMember(ConnectionField, "upgrade") {
		j.findAt(&upCloseAndUpgrade, m, x.Range).fix(m.withoutMember(ConnectionField, x), "")
	}
}

// checkExpectation: RFC 9110 §10.1.1 forbids to expect 100 without content.
func checkExpectation(j *judge, m *Message) {
	for x := m.walk(ExpectField); x.next(); {
		if !x.Empty() && !foldEqual(m.Text(x.Range), "100-continue") {
			j.findAt(&upExpectUnknown, m, x.Range).fix(m.withoutMember(ExpectField, x.Member), "")
			break
		}
	}
	x, ok := m.findMember(ExpectField, "100-continue")
	if !ok || m.hasContent() {
		return
	}
	j.findAt(&upExpectNoContent, m, x.Range).fix(m.withoutMember(ExpectField, x), "")
}

// hasContent tells whether a request announces content (RFC 9112 §6).
func (m *Message) hasContent() bool {
	return m.has(TransferEncodingField) || m.declaredLength() != 0
}
