package handshake

// What browsers do with a response, as code over the parsed message. The facts
// are measurements of Chromium 156, Firefox 153 and WebKitGTK 2.50
// (testdata/browser-cases.json; a test holds this file against them). What was
// not measured is "unknown": a guess that looks like knowledge helps nobody.

// engine is how one browser differs from the others.
type engine struct {
	// anyVersion: a 101 with any HTTP version will do; else only HTTP/1.1.
	anyVersion bool
	// skips100: an interim 100 is passed over.
	skips100 bool
	// upgradeList: one member of Upgrade must be websocket; else the whole value.
	upgradeList bool
	// acceptAnyCase: the letters of the Accept compare without case.
	acceptAnyCase bool
	// needsSubprotocol: something offered and nothing answered fails.
	needsSubprotocol bool
	// ignoresUnasked: a subprotocol that nobody asked for is passed over.
	ignoresUnasked bool
	// sameTwice: the same subprotocol on two lines is taken once.
	sameTwice bool
	// emptyExtensions: an empty Sec-WebSocket-Extensions is passed over.
	emptyExtensions bool
	// waitsForBody: an answer other than 101 is read to its end before it counts.
	waitsForBody bool
	// follows: redirects are followed.
	follows bool
	// headBytes: a head up to this size was taken; from tooBig on it was refused.
	headBytes, tooBig int
	// speaks: it says on the console what went wrong.
	speaks bool
}

var (
	chromium = engine{anyVersion: true, needsSubprotocol: true, headBytes: 256 << 10, tooBig: 256 << 10, speaks: true}
	firefox  = engine{skips100: true, upgradeList: true, ignoresUnasked: true, emptyExtensions: true, waitsForBody: true, headBytes: 300_000, tooBig: 1 << 30}
	webkit   = engine{skips100: true, acceptAnyCase: true, sameTwice: true, emptyExtensions: true, waitsForBody: true, follows: true, headBytes: 64 << 10, tooBig: 300_000}
)

const (
	opens   = "opens"
	fails   = "fails"
	hangs   = "hangs"
	unknown = "unknown"
)

// predict says what each engine does with the response, if a WebSocket was asked for.
func predict(j *judge) Browsers {
	asked := j.req.Whole && j.req.hasMember(UpgradeField, "websocket") && j.req.has(KeyField)
	if !asked || j.res == nil {
		none := Prediction{Outcome: unknown}
		return Browsers{none, none, none}
	}
	return Browsers{chromium.predict(j), firefox.predict(j), webkit.predict(j)}
}

// fail is a failure with Chromium's words, which the others do not say.
func (e *engine) fail(words string) Prediction {
	p := Prediction{Outcome: fails}
	if e.speaks {
		p.Console = words
	}
	return p
}

func (e *engine) bad(words string) Prediction {
	return e.fail("Error during WebSocket handshake: " + words)
}

func (e *engine) predict(j *judge) Prediction {
	m := j.res
	if len(m.raw) == 0 {
		return e.fail("Connection closed before receiving a handshake response")
	}
	if len(j.interim) > 0 {
		for _, i := range j.interim {
			if i.Status() != 100 {
				return Prediction{Outcome: unknown}
			}
		}
		if !e.skips100 {
			return e.bad("Unexpected response code: 100")
		}
	}
	if v := m.Version(); len(v) < 5 || !foldEqual(v[:5], "HTTP/") {
		return e.bad("Unexpected response code: 200") // taken for HTTP/0.9
	}
	switch size := m.HeadEnd - m.Start; {
	case size >= e.tooBig:
		return e.bad("net::ERR_RESPONSE_HEADERS_TOO_BIG")
	case size > e.headBytes, !m.Whole, m.Status() == 0, e.strange(m):
		return Prediction{Outcome: unknown}
	}
	if m.Status() != 101 {
		return e.ordinary(m)
	}
	if string(m.Version()) != "HTTP/1.1" && !e.anyVersion {
		return e.bad("")
	}
	return e.switching(j, m)
}

// strange tells a head with a fault whose effect was not measured.
func (e *engine) strange(m *Message) bool {
	if _, _, ok := m.HTTPVersion(); !ok {
		return true
	}
	for i := range m.Lines {
		l := &m.Lines[i]
		if l.Kind == NoColonLine || l.Kind == FieldLine && l.Name.End < l.Colon() {
			return true
		}
		for _, c := range m.Text(l.Range) {
			if c == 0 || c == '\r' && l.Folds == 0 {
				return true
			}
		}
	}
	return !m.StartLine.WellFormed
}

// ordinary is an answer other than 101.
func (e *engine) ordinary(m *Message) Prediction {
	status := m.Status()
	switch {
	case status < 200:
		return Prediction{Outcome: unknown}
	case status == 401:
		return e.fail("HTTP Authentication failed; no valid credentials available")
	case status == 407:
		return Prediction{Outcome: unknown}
	case status >= 300 && status < 400 && e.follows && m.has(LocationField):
		return Prediction{Outcome: unknown} // decided by what stands at the other address
	case e.waitsForBody && status == 200 && !m.has(ContentLengthField) && !m.has(TransferEncodingField) &&
		!m.hasMember(ConnectionField, "close"):
		return Prediction{Outcome: hangs}
	}
	return e.bad("Unexpected response code: " + itoa(status))
}

// switching follows Chromium's order of checks, which decides its words.
func (e *engine) switching(j *judge, m *Message) Prediction {
	if p, ok := e.upgrade(m); !ok {
		return p
	}
	if p, ok := e.accept(m, AcceptFor(j.key())); !ok {
		return p
	}
	switch {
	case !m.has(ConnectionField):
		return e.bad("'Connection' header is missing")
	case !m.hasMember(ConnectionField, "upgrade"):
		return e.bad("'Connection' header value must contain 'Upgrade'")
	}
	subprotocol, p, ok := e.subprotocol(j.req, m)
	if !ok {
		return p
	}
	if p, ok := e.extensions(j.req, m); !ok {
		return p
	}
	p = Prediction{Outcome: opens, Subprotocol: subprotocol}
	if rest := m.raw[m.HeadEnd:]; e.speaks && len(rest) > 1 && rest[1]&0x80 != 0 {
		p.Console = "A server must not mask any frames that it sends to the client."
	}
	return p
}

func (e *engine) upgrade(m *Message) (Prediction, bool) {
	members := m.members(UpgradeField)
	switch {
	case len(members) == 0:
		return e.bad("'Upgrade' header is missing"), false
	case len(members) > 1 && e.upgradeList:
		return e.bad(""), m.hasMember(UpgradeField, "websocket")
	case len(members) > 1:
		return e.bad("'Upgrade' header must not appear more than once in a response"), false
	case !foldEqual(m.Text(members[0].Range), "websocket"):
		return e.bad("'Upgrade' header value is not 'WebSocket': " + Show(m.Text(members[0].Range))), false
	}
	return Prediction{}, true
}

func (e *engine) accept(m *Message, want string) (Prediction, bool) {
	switch n := m.count(AcceptField); {
	case n == 0:
		return e.bad("'Sec-WebSocket-Accept' header is missing"), false
	case n > 1 && e.speaks:
		return e.bad("'Sec-WebSocket-Accept' header must not appear more than once in a response"), false
	case n > 1:
		for _, l := range m.lines(AcceptField) {
			if string(m.value(l)) != want {
				return e.bad(""), false
			}
		}
		return Prediction{Outcome: unknown}, false // the right value twice was not measured
	}
	got := m.value(m.first(AcceptField))
	if string(got) == want || e.acceptAnyCase && foldEqual(got, want) {
		return Prediction{}, true
	}
	return e.bad("Incorrect 'Sec-WebSocket-Accept' header value"), false
}

func (e *engine) subprotocol(req, m *Message) (string, Prediction, bool) {
	offered, answered := req.has(ProtocolField), m.members(ProtocolField)
	if len(answered) == 0 {
		if offered && e.needsSubprotocol {
			return "", e.bad("Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received"), false
		}
		return "", Prediction{}, true
	}
	value := m.Text(answered[0].Range)
	if !offered {
		if e.ignoresUnasked {
			return "", Prediction{}, true
		}
		return "", e.bad("Response must not include 'Sec-WebSocket-Protocol' header if not present in request: " + Show(value)), false
	}
	if len(value) == 0 {
		return "", Prediction{Outcome: unknown}, false
	}
	if len(answered) > 1 {
		if !e.sameTwice {
			return "", e.bad("'Sec-WebSocket-Protocol' header must not appear more than once in a response"), false
		}
		if m.count(ProtocolField) != len(answered) {
			return "", Prediction{Outcome: unknown}, false
		}
		for _, x := range answered[1:] {
			if string(m.Text(x.Range)) != string(value) {
				return "", Prediction{Outcome: unknown}, false
			}
		}
	}
	if req.lists(ProtocolField, value) {
		return string(value), Prediction{}, true
	}
	return "", e.bad("'Sec-WebSocket-Protocol' header value '" + Show(value) + "' in response does not match any of sent values"), false
}

// extensions knows permessage-deflate with valid parameters, a bad
// server_max_window_bits, an empty value, and names that were not offered.
func (e *engine) extensions(req, m *Message) (Prediction, bool) {
	if !m.has(ExtensionsField) {
		return Prediction{}, true
	}
	answered := m.extensions()
	if len(answered) == 0 {
		if e.emptyExtensions {
			return Prediction{}, true
		}
		return e.bad("'Sec-WebSocket-Extensions' header value is rejected by the parser: "), false
	}
	offered := false
	for _, x := range req.extensions() {
		offered = offered || string(req.Text(x.Name)) == deflateName
	}
	for i := range answered {
		name := m.Text(answered[i].Name)
		if string(name) != deflateName && isToken(name) {
			return e.bad("Found an unsupported extension '" + Show(name) + "' in 'Sec-WebSocket-Extensions' header"), false
		}
	}
	d := m.deflate(&answered[0], false)
	switch {
	case len(answered) > 1 || !offered:
		return Prediction{Outcome: unknown}, false
	case d.fault == deflateServerBits:
		return e.bad("Error in permessage-deflate: Received invalid server_max_window_bits parameter"), false
	case d.fault != deflateFine || d.hasClientBits:
		return Prediction{Outcome: unknown}, false
	}
	return Prediction{}, true
}
