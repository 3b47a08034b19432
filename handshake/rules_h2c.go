package handshake

import "bytes"

// The upgrade to h2c, RFC 7540 §3.2 and §3.2.1. A request without exactly one
// HTTP2-Settings "MUST NOT" be upgraded, which says nothing of refusing it: it
// is a good HTTP/1.1 request, so the server answers it as if nothing had been
// offered. A payload that is no SETTINGS payload is another matter: read as a
// frame it would be a connection error (RFC 7540 §6.5), and nobody knows what
// the client meant to say. That is answered with 400.

// plainSettings is a payload to put in the place of one that is missing or
// broken: MAX_CONCURRENT_STREAMS 100 and INITIAL_WINDOW_SIZE 65535.
const plainSettings = "AAMAAABkAAQAAP__"

var h2cDeprecated = Rule{ID: "h2c.deprecated", Level: Explanatory, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 9113, Section: "3.1"}, {RFC: 7540, Section: "3.2"}},
	Title: "The h2c upgrade is deprecated by RFC 9113",
	Why:   "The RFC's reason is that it was never widely deployed. Another one from the field: a proxy that passes it on by mistake opens a tunnel past its own checks.",
	Who:   "Most servers answer in HTTP/1.1 and go on. Java's HttpClient and curl --http2 still send it.",
	Cure:  "Use TLS, where ALPN chooses HTTP/2, or begin with HTTP/2 at once when you know that the server speaks it.",
	Wrong: "Upgrade: h2c", Right: "Upgrade: websocket"}

var h2cSettingsOnce = Rule{ID: "h2c.settings.once", Level: Must, Severity: Error, Binds: Client,
	Cites: []Cite{{RFC: 7540, Section: "3.2.1"}},
	Title: "The request has {got} HTTP2-Settings fields, h2c needs exactly one",
	Why:   "It takes the place of the first SETTINGS frame. Without it the server does not know what the client can take; with two it cannot know which counts.",
	Who:   "The server must not switch and answers in HTTP/1.1.",
	Cure:  "Send one HTTP2-Settings with the payload of your SETTINGS frame in base64url.",
	Wrong: `Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n`, Right: "HTTP2-Settings: AAMAAABkAAQAAP__"}

var h2cSettingsListed = Rule{ID: "h2c.settings.listed", Level: Must, Severity: Error, Binds: Client,
	Cites: []Cite{{RFC: 7540, Section: "3.2.1"}, {RFC: 9110, Section: "7.6.1"}},
	Title: "The field HTTP2-Settings is not listed in Connection",
	Why:   "The settings are for the next hop alone. A field for one hop that Connection does not name may have been passed on by a proxy by mistake.",
	Who:   "A field of one hop that Connection does not list ought to be ignored; then it is as if it were absent, and the server must not switch. It answers in HTTP/1.1.",
	Cure:  "Send Connection: Upgrade, HTTP2-Settings.",
	Wrong: `Connection: Upgrade\r\n`, Right: "Connection: Upgrade, HTTP2-Settings"}

var h2cSettingsBase64URL = Rule{ID: "h2c.settings.base64url", Level: Grammar, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 7540, Section: "3.2.1"}, {RFC: 4648, Section: "5"}},
	Title: "The HTTP2-Settings value is not base64url: {got} does not belong in it",
	Why:   "The field's grammar (token68) would let +, / and = through. The text says base64url without padding: letters, digits, - and _.",
	Who:   "A server cannot decode the settings and answers 400.",
	Cure:  "Encode with the URL-safe alphabet and leave the = signs out.",
	Wrong: "HTTP2-Settings: AAMAAABkAAQAAP//", Right: "HTTP2-Settings: AAMAAABkAAQAAP__"}

var h2cSettingsPayload = Rule{ID: "h2c.settings.payload", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 7540, Section: "6.5"}, {RFC: 7540, Section: "3.2.1"}, {RFC: 9113, Section: "6.5.2"}},
	Title: "The settings are not legal: {got}, expected {want}",
	Why:   "Each setting is six bytes, and some allow only certain values. As a frame this would end the connection at once.",
	Who:   "A server cannot use the settings and answers 400.",
	Cure:  "Encode the payload of a SETTINGS frame that you would also send in HTTP/2.",
	Wrong: "HTTP2-Settings: AAMAAAA", Right: "HTTP2-Settings: AAMAAABkAAQAAP__"}

var h2cSettingsEmpty = Rule{ID: "h2c.settings.empty", Level: Grammar, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 7540, Section: "3.2.1"}},
	Title: "The HTTP2-Settings field is empty",
	Why:   "A SETTINGS frame without settings is fine, but the grammar of this field wants at least one character. The RFC forgot that case.",
	Who:   "cowboy switches all the same; a server that goes by the grammar does not find the field and answers in HTTP/1.1.",
	Cure:  "Send at least one setting.",
	Wrong: `HTTP2-Settings:\r\n`, Right: "HTTP2-Settings: AAMAAABkAAQAAP__"}

var h2cSettingsRequestOnly = Rule{ID: "h2c.settings.request-only", Level: MustNot, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 7540, Section: "3.2.1"}},
	Title: "The response carries HTTP2-Settings, a field for requests only",
	Why:   "The server's settings come in its first HTTP/2 frame, right behind the 101.",
	Who:   "Clients ignore it. It usually means that a server copies fields from the request.",
	Cure:  "Leave the field out and send a SETTINGS frame.",
	Wrong: "HTTP2-Settings: AAMAAABkAAQAAP__", Right: "Upgrade: h2c"}

var h2cServerNeedsSettings = Rule{ID: "h2c.server.needs-settings", Level: MustNot, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 7540, Section: "3.2.1"}},
	Title: "The server switches to h2c although the request had {got} HTTP2-Settings",
	Why:   "Without the settings the two ends begin HTTP/2 with different ideas of the connection.",
	Who:   "A strict client closes: this server does not follow the upgrade it agrees to.",
	Cure:  "Answer such a request in HTTP/1.1.",
	Wrong: "HTTP/1.1 101 Switching Protocols", Right: "HTTP/1.1 200 OK"}

var h2cTokenH2 = Rule{ID: "h2c.token-h2", Level: Must, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 7540, Section: "3.2"}},
	Title: "The server switches to {got}, which Upgrade cannot ask for",
	Why:   "h2 stands for HTTP/2 over TLS, which ALPN chooses before the first HTTP byte; a server must ignore it in Upgrade. Of other names of HTTP no RFC says so, and they cannot be switched to either.",
	Who:   "The client cannot know what comes next on this connection and closes it.",
	Cure:  "Answer in HTTP/1.1. HTTP/2 over TLS is chosen with ALPN, HTTP/3 with Alt-Svc.",
	Wrong: `HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2\r\n`, Right: `HTTP/1.1 200 OK\r\nUpgrade: h2,h2c\r\n`}

var h2cTokenIgnored = Rule{ID: "h2c.token-ignored", Level: Must, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 7540, Section: "3.2"}, {RFC: 9113, Section: "3.1"}},
	Title: "Servers ignore {got} in Upgrade: HTTP is not changed this way",
	Why:   "For h2 that is a MUST: HTTP/2 over TLS is chosen with ALPN while TLS begins. For other names it follows: HTTP/3 is another transport, and only h2c was ever defined for Upgrade.",
	Who:   "The answer comes in HTTP/1.1. Apache sends h2 as an advertisement, and clients copy it from there.",
	Cure:  "Leave it out.",
	Wrong: `Upgrade: HTTP/2.0`, Right: `Upgrade: h2c`}

var h2cOverTLS = Rule{ID: "h2c.over-tls", Level: MustNot, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 7540, Section: "3.3"}, {RFC: 7540, Section: "3.1"}},
	Title: "h2c is offered for {got}, though it means HTTP/2 without TLS",
	Why:   "Over TLS the client asks for h2 with ALPN. An h2c that comes through TLS has mostly passed a proxy that forwarded Upgrade without reading it.",
	Who:   "If the server behind switches, the client speaks HTTP/2 with it past all rules of the proxy: this is h2c smuggling.",
	Cure:  "Let the proxy forward Upgrade for websocket alone.",
	Wrong: "X-Forwarded-Proto: https", Right: "HTTP2-Settings: AAMAAABkAAQAAP__"}

var h2cBodyFirst = Rule{ID: "h2c.body-first", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 7540, Section: "3.2"}, {RFC: 9110, Section: "7.8"}},
	Title: "The HTTP/2 preface begins inside the request's own content",
	Why:   "The request has announced more content than it sent. It must be complete before the first byte of HTTP/2.",
	Who:   "The server takes the preface for the rest of the content; both ends then wait for each other.",
	Cure:  "Send the whole content first, and the preface only after the 101.",
	Wrong: "Content-Length: 30", Right: "Content-Length: 4"}

var h2cPreface = Rule{ID: "h2c.preface", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 7540, Section: "3.5"}, {RFC: 7540, Section: "3.2"}},
	Title: "The first bytes after the switch are {got}, expected {want}",
	Why:   "Both ends begin HTTP/2 with a preface, so that an end that is not speaking HTTP/2 is found out at once.",
	Who:   "The other end closes the connection with PROTOCOL_ERROR.",
	Cure:  "The server begins with a SETTINGS frame; the client with PRI * HTTP/2.0 and then its SETTINGS frame, which may be empty.",
	Wrong: `\r\n\r\n\0\0\0\x01`, Right: `\r\n\r\n\0\0\0\x04`}

var h2cTopic = topic{"h2c", []*Rule{&h2cDeprecated, &h2cSettingsOnce, &h2cSettingsListed, &h2cSettingsBase64URL,
	&h2cSettingsPayload, &h2cSettingsEmpty, &h2cSettingsRequestOnly, &h2cServerNeedsSettings, &h2cTokenH2, &h2cTokenIgnored, &h2cOverTLS, &h2cBodyFirst, &h2cPreface, &h2Setting}}

// checkH2COffer is the server reading an offer of h2c.
func checkH2COffer(j *judge, m *Message) {
	if f := j.find(&h2cDeprecated, m.place(j.chosen.Range)); f != nil {
		f.got(m, j.chosen.Range)
	}
	checkH2CBody(j, m)
	checkH2COverTLS(j, m)
	l := m.first(HTTP2SettingsField)
	if n := m.count(HTTP2SettingsField); n != 1 {
		j.ignore(&h2cSettingsOnce)
		place := m.fieldsEnd()
		if n > 1 {
			place = m.whole(m.lines(HTTP2SettingsField)[1])
		}
		if f := j.find(&h2cSettingsOnce, place).gotText(count(n)).want(wordOne.ref()); f != nil {
			f.Fix = fixSettings(m, n)
		}
		if n == 0 {
			return
		}
	}
	if !m.hasMember(ConnectionField, "HTTP2-Settings") {
		j.ignore(&h2cSettingsListed)
		if f := j.find(&h2cSettingsListed, m.place(l.Name)).want("Connection: Upgrade, HTTP2-Settings"); f != nil {
			if c := m.first(ConnectionField); c != nil {
				f.got(m, c.Range).put(m, Range{c.Value.End, c.Value.End}, ", HTTP2-Settings")
			} else {
				f.addLine(m, "Connection", "Upgrade, HTTP2-Settings")
			}
		}
	}
	checkSettingsValue(j, m, l)
}

// checkH2COverTLS looks for what says that the client's side of the way is TLS.
func checkH2COverTLS(j *judge, m *Message) {
	if !j.full {
		return
	}
	if hasFoldPrefix(m.Target(), "https://") {
		at := Range{m.StartLine.Target.Start, m.StartLine.Target.Start + len("https")}
		j.find(&h2cOverTLS, m.place(at)).gotText("https").put(m, at, "http")
	} else if l := m.first(XForwardedProtoField); l != nil && foldEqual(m.value(l), "https") {
		j.findLine(&h2cOverTLS, m, l).gotText("https").fixNoOffer(m)
	}
}

// fixSettings puts a missing field in, with its name in Connection, or takes
// the second one away.
func fixSettings(m *Message, n int) *Fix {
	if n > 1 {
		return &Fix{Place: m.lineAndEnd(m.lines(HTTP2SettingsField)[1])}
	}
	line := m.newLine("HTTP2-Settings", plainSettings)
	if c := m.first(ConnectionField); c != nil && !m.hasMember(ConnectionField, "HTTP2-Settings") {
		return &Fix{Place: m.place(Range{c.Value.End, c.End}), Replace: ", HTTP2-Settings\r\n" + line[:len(line)-2]}
	}
	return &Fix{Place: m.fieldsEnd(), Replace: line}
}

func checkSettingsValue(j *judge, m *Message, l *Line) {
	value := m.Text(l.Value)
	if len(value) == 0 {
		j.findLine(&h2cSettingsEmpty, m, l).want(plainSettings).put(m, Range{l.Colon() + 1, l.End}, " "+plainSettings)
		return
	}
	payload, bad := decodeBase64URL(value)
	if bad >= 0 {
		at := Range{l.Value.Start + bad, l.Value.Start + bad + 1}
		if f := j.findAt(&h2cSettingsBase64URL, m, at); f != nil {
			if s, ok := toBase64URL(value); ok {
				f.put(m, l.Value, s)
			}
		}
		return
	}
	j.deriveSettings(payload)
	if n := len(payload); n%settingSize != 0 {
		j.find(&h2cSettingsPayload, m.place(l.Value)).gotText(itoa(n)+wordBytes.ref()).want(wordSix.ref()).put(m, l.Value, plainSettings)
		return
	}
	checkSettings(j, m.place(l.Value), parseSettings(payload))
}

// checkSettings looks at the values of settings that stand at one place.
func checkSettings(j *judge, p Place, all []http2Setting) {
	connect := uint32(0)
	for _, s := range all {
		if s.ID == settingConnectProtocol {
			at := p.Start + s.At/settingSize*8 // six octets are eight letters
			checkConnectSetting(j, Place{p.Side, at, at + 8}, s, connect, "AAgAAAAB")
			connect = max(connect, s.Value)
			continue
		}
		if limit := s.limit(); limit != "" {
			j.find(&h2cSettingsPayload, p).gotText(settingName(s.ID)+" = "+itoa(int(s.Value))).want(limit).fix(p, plainSettings)
		}
	}
}

// checkH2CBody finds the preface of HTTP/2 inside the content.
func checkH2CBody(j *judge, m *Message) {
	end := m.bodyEnd()
	if i := bytes.Index(m.raw[m.HeadEnd:end], []byte(clientPreface[:14])); i >= 0 {
		at := Range{m.HeadEnd + i, min(m.HeadEnd+i+len(clientPreface), end)}
		f := j.findAt(&h2cBodyFirst, m, at)
		if l := m.first(ContentLengthField); f != nil && l != nil {
			f.put(m, l.Value, itoa(i))
		}
	}
}

// checkH2CAnswer is the client reading a 101 that names h2c.
func checkH2CAnswer(j *judge) {
	n := j.req.count(HTTP2SettingsField)
	if n == 1 || !j.req.asksFor("h2c") {
		return
	}
	j.find(&h2cServerNeedsSettings, j.res.place(j.res.StartLine.Range)).gotText(count(n)).want(wordOne.ref()).fixAnswer(j)
}

// asksFor tells whether Upgrade lists a protocol.
func (m *Message) asksFor(name string) bool {
	for _, u := range m.upgradeMembers() {
		if foldEqual(m.Text(u.Name), name) {
			return true
		}
	}
	return false
}

// checkSettingsInResponse finds the request's field in any response.
func checkSettingsInResponse(j *judge) {
	for _, l := range j.res.lines(HTTP2SettingsField) {
		j.findLine(&h2cSettingsRequestOnly, j.res, l).got(j.res, l.Range).cutLine(j.res, l)
	}
}

// checkH2CPreface looks at the first octets that each side sends after the switch.
func checkH2CPreface(j *judge, side Side, b []byte, from int) {
	rest := b[from:]
	if side == FromClient {
		n := min(len(rest), len(clientPreface))
		if string(rest[:n]) != clientPreface[:n] {
			p := Place{side, from, from + n}
			j.find(&h2cPreface, p).gotText(Show(rest[:n])).want("PRI * HTTP/2.0").fix(Place{side, from, from}, clientPreface+emptySettings)
			return
		}
		from, rest = from+n, rest[n:] // its SETTINGS follow (RFC 7540 §3.5)
	}
	const kind = 3 // offset of the frame's type; SETTINGS is 4
	if len(rest) > kind && rest[kind] != 4 {
		n := min(len(rest), 9)
		j.find(&h2cPreface, Place{side, from, from + n}).gotText(Hex(rest[:n])).want("00 00 00 04 00 00 00 00 00").
			fix(Place{side, from, from}, emptySettings)
	}
}

// emptySettings is a SETTINGS frame without settings.
const emptySettings = "\x00\x00\x00\x04\x00\x00\x00\x00\x00"
