package handshake

// HTTP/2 and HTTP/3 know neither Upgrade nor 101 (RFC 9113 §8.2.2 and §8.6,
// RFC 9114 §4.2 and §4.5): a connection carries many requests at once, so no
// one of them can turn it into something else. The two say the same, and a
// field section written as lines does not tell which one it was; the rules
// cite both.

var h2NoFields = Rule{ID: "up.h2.no-fields", Level: MustNot, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9113, Section: "8.2.2"}, {RFC: 9114, Section: "4.2"}},
	Title: "The field {got} is forbidden in HTTP/2 and HTTP/3",
	Why:   "It speaks of the connection, but many requests share this one. HTTP/2 has frames and settings for what such fields said.",
	Who:   "The recipient treats the whole message as malformed and resets the stream: curl reports an invalid header field.",
	Cure:  "Take the field out. A WebSocket is asked for with :method CONNECT and :protocol.",
	Wrong: "upgrade: websocket", Right: ":protocol: websocket"}

var h2No101 = Rule{ID: "up.h2.no-101", Level: Explanatory, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 9113, Section: "8.6"}, {RFC: 9114, Section: "4.5"}},
	Title: "The status 101 does not exist in HTTP/2 and HTTP/3",
	Why:   "A stream cannot switch the connection. Extended CONNECT is accepted with 200, and then the stream itself carries the new protocol.",
	Who:   "The RFCs take the status out and name no error. Clients reset the stream, or wait for a final answer that never comes.",
	Cure:  "Answer 200.",
	Wrong: ":status: 101", Right: ":status: 200"}

var h2GatewayStrip = Rule{ID: "up.h2.gateway-strip", Level: Must, Severity: Error, Binds: Intermediary,
	Cites: []Cite{{RFC: 9113, Section: "8.2.2"}, {RFC: 9114, Section: "4.2"}},
	Title: "The gateway passed {got} from HTTP/1.1 on into HTTP/2",
	Why:   "Fields for one hop end at the gateway. An upgrade cannot pass at all: the gateway turns it into an extended CONNECT, or speaks HTTP/1.1 to the server.",
	Who:   "Every such request fails behind the gateway, with a stream error instead of a page.",
	Cure:  "Use HTTP/1.1 towards the server for upgrades, or a gateway that knows RFC 8441.",
	Wrong: "via: 1.1 gateway.example", Right: ":protocol: websocket"}

var h2Octets = Rule{ID: "up.h2.octets", Level: MustNot, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9113, Section: "8.2.1"}, {RFC: 9114, Section: "10.3"}},
	Title: "The field {name} holds a character that HTTP/2 and HTTP/3 forbid there",
	Why:   "HTTP/2 could carry any byte in names and values. NUL, line ends, spaces in a name or round a value would become another message when a gateway writes them as HTTP/1.1.",
	Who:   "The recipient must treat the message as malformed and resets the stream.",
	Cure:  "Take the character out.",
	Wrong: `x-room: a\0`, Right: `x-room: a\r\n`}

var h2PseudoMissing = Rule{ID: "up.h2.pseudo-missing", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9113, Section: "8.3.1"}, {RFC: 9114, Section: "4.3.1"}},
	Title: "The request has no valid {want}",
	Why:   ":method, :scheme and :path stand for the request line. Only a CONNECT without :protocol leaves the last two out; a path begins with a slash.",
	Who:   "The request is malformed: the server resets the stream, and may answer 400 before.",
	Cure:  "Send each of the three once.",
	Wrong: `:method: GET\r\n:scheme: https\r\nhost`, Right: `:method: GET\r\n:scheme: https\r\n:path: /`}

var http2Topic = topic{"http2", []*Rule{&h2NoFields, &h2No101, &h2GatewayStrip, &h2Octets, &h2PseudoMissing}}

// checkSectionOctets is the least validation that RFC 9113 §8.2.1 asks for.
// Written as a line, one space stands between colon and value.
func checkSectionOctets(j *judge, m *Message, l *Line) {
	bad := l.Name.Empty()
	for _, c := range m.Text(l.Name) {
		bad = bad || c <= ' ' || c >= 0x7f
	}
	if bad {
		j.findLine(&h2Octets, m, l).got(m, l.Range).arg("name", Show(m.Text(l.Name))).cutLine(m, l)
		return
	}
	value := Range{l.Colon() + 1, l.End}
	if !value.Empty() && m.raw[value.Start] == ' ' {
		value.Start++
	}
	bad = trim(m.raw, value) != value && !trim(m.raw, value).Empty()
	clean := []byte{' '}
	for _, c := range m.Text(trim(m.raw, value)) {
		if c == 0 || c == '\r' || c == '\n' {
			bad = true
		} else {
			clean = append(clean, c)
		}
	}
	if bad {
		j.findAt(&h2Octets, m, value).arg("name", Show(m.Text(l.Name))).fixText(m, Range{l.Colon() + 1, l.End}, clean)
	}
}

// checkPseudoPresent wants the three that stand for the request line.
func checkPseudoPresent(j *judge, m *Message) {
	for _, p := range [...]struct {
		f     Field
		value string
	}{{PseudoMethodField, "GET"}, {PseudoSchemeField, "https"}, {PseudoPathField, "/"}} {
		name := p.f.Info().Name
		l := m.first(p.f)
		switch {
		case l == nil:
			j.find(&h2PseudoMissing, m.sectionStart()).want(name).fix(m.sectionStart(), name+": "+p.value+"\r\n")
		case l.Value.Empty():
			j.findLine(&h2PseudoMissing, m, l).want(name).fix(m.whole(l), name+": "+p.value)
		case p.f == PseudoPathField:
			checkPseudoPath(j, m, l)
		}
	}
}

// checkPseudoPath wants a slash first; OPTIONS may say *.
func checkPseudoPath(j *judge, m *Message, l *Line) {
	if path := m.Text(l.Value); path[0] != '/' && !(string(path) == "*" && string(m.pseudo(PseudoMethodField)) == "OPTIONS") {
		j.findAt(&h2PseudoMissing, m, l.Value).want(":path").put(m, Range{l.Value.Start, l.Value.Start}, "/")
	}
}

// checkNoConnectionFields looks for fields of HTTP/1.1 connections in a field
// section, of a request or a response.
func checkNoConnectionFields(j *judge, m *Message) {
	var first *Line
	found := 0
	for _, i := range m.known {
		l := &m.Lines[i]
		switch l.Field {
		case ConnectionField, UpgradeField, KeepAliveField, ProxyConnectionField, TransferEncodingField:
		case TEField: // in a request it may say "trailers", and nothing else
			if m.Side == FromClient && foldEqual(m.Text(l.Value), "trailers") {
				continue
			}
		default:
			continue
		}
		if l.Kind != FieldLine {
			continue
		}
		if first == nil {
			first = l
		}
		if found++; found <= enough {
			j.findLine(&h2NoFields, m, l).got(m, l.Name).cutLine(m, l)
		}
	}
	via := m.first(ViaField)
	if first == nil || via == nil || !fromHTTP1(m.Text(via.Value)) {
		return
	}
	f := j.findLine(&h2GatewayStrip, m, via).got(m, first.Name).because(&h2NoFields)
	if found == 1 {
		f.cutLine(m, first)
	}
}

// fromHTTP1 tells a Via whose last hop was received over HTTP/1.x.
func fromHTTP1(via []byte) bool {
	at := len(via)
	for at > 0 && via[at-1] != ',' {
		at--
	}
	for at < len(via) && isOWS(via[at]) {
		at++
	}
	last := via[at:]
	if len(last) > 5 && foldEqual(last[:5], "http/") {
		last = last[5:]
	}
	return len(last) > 2 && last[0] == '1' && last[1] == '.'
}

// checkNo101 looks for the status 101 in a field section.
func checkNo101(j *judge, m *Message) {
	l := m.first(PseudoStatusField)
	if l == nil || string(m.Text(l.Value)) != "101" {
		return
	}
	j.findAt(&h2No101, m, l.Value).want("200").put(m, l.Value, "200")
}
