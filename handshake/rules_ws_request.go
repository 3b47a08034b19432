package handshake

// The request as RFC 6455 §4.2.1 reads it: method and version of HTTP, Upgrade
// and Connection, and what stands around them. Upgrade and Connection are
// judged as HTTP first (RFC 9110 §7.8); here follows what WebSocket asks on top.

var wsReqMethod = Rule{
	ID: "ws.req.method", Level: Must, Severity: Error, Binds: Client, Status: 405,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 2"}, {RFC: 6455, Section: "4.2.1", Item: "item 1"}},
	Title: "The method is {got}, a WebSocket begins with GET",
	Why:   "The handshake only asks for something and changes nothing on the server, which is what GET means.",
	Who:   "RFC 6455 wants an error and leaves open which. Servers answer 405, 404 or 400: their WebSocket route listens to GET only.",
	Cure:  "Write GET.",
	Wrong: "POST /chat HTTP/1.1", Right: "GET /chat HTTP/1.1",
}

var wsReqHTTPVersion = Rule{
	ID: "ws.req.http-version", Level: Must, Severity: Error, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 2"}, {RFC: 6455, Section: "4.2.1", Item: "item 1"}},
	Title: "The request is {got}, a WebSocket needs HTTP/1.1",
	Why:   "WebSocket needs HTTP/1.1 or later. HTTP/1.0 knows no Upgrade.",
	Who:   "Usually a proxy that speaks HTTP/1.0 to the server behind it, as nginx does unless told otherwise.",
	Cure:  "Send HTTP/1.1; in nginx set proxy_http_version 1.1.",
	Wrong: "GET /chat HTTP/1.0", Right: "GET /chat HTTP/1.1",
}

var wsReqUpgrade = Rule{
	ID: "ws.req.upgrade", Level: Must, Severity: Error, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 5"}, {RFC: 6455, Section: "4.2.1", Item: "item 3"}},
	Title: "The request has the fields of a WebSocket, but Upgrade does not name websocket",
	Why:   "Upgrade is what asks for the switch. Without the word websocket the other fields ask for nothing.",
	Who:   "Mostly a proxy that drops Upgrade on the way: the server then answers as for a page, or says Upgrade was null.",
	Cure:  "Send Upgrade: websocket. In nginx: proxy_set_header Upgrade $http_upgrade.",
	Wrong: "Upgrade: websockets", Right: "Upgrade: websocket",
}

var wsReqUpgradeVersion = Rule{
	ID: "ws.req.upgrade-version", Level: Practice, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 5"}, {RFC: 9110, Section: "7.8"}},
	Title: "The word websocket carries a version: {got}",
	Why:   "The version of WebSocket has a field of its own, Sec-WebSocket-Version.",
	Who:   "Servers look for the bare word and do not find it.",
	Cure:  "Write websocket alone.",
	Wrong: "Upgrade: websocket/13", Right: "Upgrade: websocket",
}

var wsReqConnection = Rule{
	ID: "ws.req.connection", Level: Must, Severity: Error, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 6"}, {RFC: 6455, Section: "4.2.1", Item: "item 4"}},
	Title: "Connection does not list upgrade, so there is no WebSocket handshake",
	Why:   "Upgrade counts for one hop only, and Connection says that this hop is meant.",
	Who:   "An endpoint for WebSocket alone answers 400 or 426; others answer as for a page.",
	Cure:  "Add Upgrade to Connection; a proxy must set it anew.",
	Wrong: "Connection: keep-alive", Right: "Connection: Upgrade",
}

var wsReqOtherFields = Rule{
	ID: "ws.req.other-fields", Level: May, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 12"}, {RFC: 6455, Section: "4.2.1", Item: "item 10"}},
	Title: "The field {got} is none of the handshake; the server leaves it aside",
	Why:   "Any other field may come along: cookies, log-in, tracing. What a server does not know it ignores.",
	Who:   "Nobody. A server that refuses because of it is too strict.",
	Cure:  "Nothing to do.",
	Wrong: "X-Request-Id: 7", Right: "User-Agent: example",
}

var wsReqNoBody = Rule{
	ID: "ws.req.no-body", Level: ShouldNot, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "9.3.1"}},
	Title: "The GET announces a body",
	Why:   "A body of a GET means nothing, and programs on the way disagree on whether its bytes belong to HTTP or to the WebSocket.",
	Who:   "Proxies refuse it, or take the body for the next request: a way to smuggle requests.",
	Cure:  "Send no body and no Content-Length.",
	Wrong: "Content-Length: 5", Right: "Content-Length: 0",
}

var wsReqWait = Rule{
	ID: "ws.req.wait", Level: Must, Severity: Violation, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "4.1"}, {RFC: 9931, Section: "3"}},
	Title: "The client did not wait: {n} bytes came before the answer",
	Why:   "Until the 101 the connection speaks HTTP. If the server refuses, these bytes are read as a second request.",
	Who:   "The server loses the first frames, or answers 400 to them; between proxies it is a security hole.",
	Cure:  "Send the first frame after the empty line of the 101 has come.",
	Wrong: `\r\n\r\n\x81\x85`, Right: `\r\n\r\n`,
}

var wsReqLegacy = Rule{
	ID: "ws.req.legacy", Level: Practice, Severity: Error, Binds: Client, Status: 426,
	Cites: []Cite{{RFC: 6455, Section: "4.2.1"}, {RFC: 6455, Section: "4.4"}},
	Title: "The field {got} belongs to a draft from 2010",
	Why:   "That draft had two keys and eight bytes behind the head. RFC 6455 replaced it in 2011.",
	Who:   "Only clients of that time, such as Firefox 4 or old Flash libraries; no current server understands them.",
	Cure:  "Use a client that speaks version 13.",
	Wrong: "Sec-WebSocket-Key1: ", Right: "Sec-WebSocket-Key: ",
}

var wsReqResponseField = Rule{
	ID: "ws.req.response-field", Level: Explanatory, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "11.3.3"}},
	Title: "Sec-WebSocket-Accept stands in a request: it is the server's answer",
	Why:   "The field proves that the server read the key. A client has nothing to prove.",
	Who:   "Servers ignore it; whoever reads a dump is led astray.",
	Cure:  "Take the line away.",
	Wrong: "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\\r\\nSec-WebSocket-Version: 13\\r\\n", Right: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\nSec-WebSocket-Version: 13\\r\\n",
}

var wsRequestTopic = topic{"ws-request", []*Rule{&wsReqMethod, &wsReqHTTPVersion, &wsReqUpgrade, &wsReqUpgradeVersion,
	&wsReqConnection, &wsReqOtherFields, &wsReqNoBody, &wsReqWait, &wsReqLegacy, &wsReqResponseField}}

// findingsPerRule is how often one rule is reported for the members of a list:
// whoever sends more does so on purpose.
const findingsPerRule = 8

// checkWSAsked finds requests that look like a WebSocket handshake and do not
// ask for one. A server that has taken up another protocol is left alone.
func checkWSAsked(j *judge, m *Message) {
	if !m.Whole || !m.has(KeyField) && !m.has(WSVersionField) {
		return
	}
	if _, generic := j.proto.(genericProtocol); j.proto != nil && !generic {
		return
	}
	members := m.upgradeMembers()
	for i := range members {
		if foldEqual(m.Text(members[i].Range), "websocket") {
			return
		}
	}
	j.ignore(&wsReqUpgrade)
	if j.answer.Rule == &upNoCommon {
		j.answer.Rule = &wsReqUpgrade // says more: what was wanted is plain
	}
	if !j.full {
		return
	}
	findUnasked(j, m, members)
	blame(j.findings[FromClient], &upOrphanConnection, &wsReqUpgrade)
	if m.has(KeyField) { // what is wrong with them comes next, once Upgrade is mended
		checkKey(j, m)
	}
	if m.has(WSVersionField) {
		checkWSVersion(j, m)
	}
}

// blame marks the findings of a rule as consequences of another one.
func blame(all []Finding, of, cause *Rule) {
	for i := range all {
		if all[i].Rule == of {
			all[i].because(cause)
		}
	}
}

// findUnasked says what Upgrade lacks.
func findUnasked(j *judge, m *Message, members []upgradeMember) {
	for i := range members {
		if u := &members[i]; u.Slash >= 0 && foldEqual(m.Text(u.Name), "websocket") {
			r := Range{u.Slash, u.End}
			j.find(&wsReqUpgradeVersion, m.place(r)).got(m, u.Range).want("websocket").put(m, r, "")
			j.findAt(&wsReqUpgrade, m, u.Range).want("websocket").put(m, r, "").because(&wsReqUpgradeVersion)
			return
		}
	}
	line := m.first(UpgradeField)
	if line == nil {
		add := m.newLine("Upgrade", "websocket")
		if !m.has(ConnectionField) {
			add += "Connection: Upgrade\r\n"
		}
		j.find(&wsReqUpgrade, m.fieldsEnd()).want("Upgrade: websocket").fix(m.fieldsEnd(), add)
		return
	}
	f := j.findAt(&wsReqUpgrade, m, line.Value).want("websocket")
	known := false
	if len(members) > 0 {
		_, _, known = protocolFor(m, &members[0])
	}
	if !known { // else the client may mean what it says
		f.put(m, line.Value, "websocket")
	}
}

// checkWSRequest judges what stands around the WebSocket fields.
func checkWSRequest(j *judge, m *Message) {
	if method := m.StartLine.Method; !method.Empty() && string(m.Method()) != "GET" {
		j.findAt(&wsReqMethod, m, method).want("GET").put(m, method, "GET").consequenceOf(j, reqlineMethod.ID, reqlineMethodCase.ID)
	}
	if m.isHTTP10() { // a higher major version is h1.version.major's affair
		j.ignore(&wsReqHTTPVersion)
		v := m.StartLine.Version
		j.findAt(&wsReqHTTPVersion, m, v).want("HTTP/1.1").put(m, v, "HTTP/1.1").consequenceOf(j, "up.req.http10")
	}
	checkWSTarget(j, m)
	if m.Whole && !m.hasMember(ConnectionField, "upgrade") {
		j.ignore(&wsReqConnection)
		checkWSConnection(j, m)
	}
	checkLegacy(j, m)
	if !j.full {
		return
	}
	if l := m.first(AcceptField); l != nil {
		j.findLine(&wsReqResponseField, m, l).got(m, l.Value).cutLine(m, l)
	}
	checkWSBody(j, m)
	for i := range m.Lines {
		if l := &m.Lines[i]; l.Kind == FieldLine && l.Field == UnknownField && !l.Name.Empty() {
			j.findAt(&wsReqOtherFields, m, l.Name)
			break
		}
	}
}

func checkWSConnection(j *judge, m *Message) {
	l := m.first(ConnectionField)
	switch {
	case l == nil:
		j.find(&wsReqConnection, m.fieldsEnd()).want("Connection: Upgrade").addLine(m, "Connection", "Upgrade").consequenceOf(j, "up.req.connection-option")
	case l.Value.Empty():
		j.find(&wsReqConnection, m.place(l.Value)).want("Upgrade").put(m, l.Value, " Upgrade").consequenceOf(j, "up.req.connection-option")
	default:
		end := m.place(Range{l.Value.End, l.Value.End})
		j.findAt(&wsReqConnection, m, l.Value).want("Upgrade").fix(end, ", Upgrade").consequenceOf(j, "up.req.connection-option")
	}
}

// legacy tells the handshake of draft-hixie-76. Its request has neither key
// nor version, and their rules stay silent: the cause is another.
func legacy(m *Message) bool { return m.has(Key1Field) || m.has(Key2Field) }

// checkLegacy reports each of the two keys; together the fixes turn them into
// the key and the version of RFC 6455.
func checkLegacy(j *judge, m *Message) {
	if !legacy(m) {
		return
	}
	hasKey, hasVersion := m.has(KeyField), m.has(WSVersionField)
	for i := range m.Lines {
		l := &m.Lines[i]
		if l.Field != Key1Field && l.Field != Key2Field {
			continue
		}
		f := j.findLine(&wsReqLegacy, m, l).got(m, l.Name)
		switch {
		case f == nil:
			return
		case !hasKey:
			f.fix(m.whole(l), "Sec-WebSocket-Key: "+standInKey(m.raw)).Fix.Fresh = true
			hasKey = true
		case !hasVersion:
			f.fix(m.whole(l), "Sec-WebSocket-Version: 13")
			hasVersion = true
		default:
			f.cutLine(m, l)
		}
	}
}

// checkWSBody looks at what the client sends behind the head.
func checkWSBody(j *judge, m *Message) {
	body := m.bodyEnd()
	l := m.first(ContentLengthField)
	if te := m.first(TransferEncodingField); te != nil {
		l = te
	}
	if l != nil && m.Whole && string(m.Method()) == "GET" && (m.has(TransferEncodingField) || m.declaredLength() != 0) {
		f := j.findLine(&wsReqNoBody, m, l).got(m, l.Value)
		f.put(m, Range{l.Start, body}, string(m.raw[l.Next:m.HeadEnd]))
	}
	if m.Whole && j.early > body && !legacy(m) {
		r := Range{body, min(j.early, len(m.raw))}
		if r.Empty() {
			return
		}
		j.find(&wsReqWait, m.place(r)).arg("n", itoa(r.End-r.Start)).put(m, r, "").consequenceOf(j, "up.early.not-sufficient")
	}
}
