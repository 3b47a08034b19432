package handshake

// What each browser asks of a 101.

// switching follows Chromium's order of checks, which decides its words.
func (e engine) switching(j *judge, h *readHead) Prediction {
	want := AcceptFor(j.key())
	var p Prediction
	ok := false
	switch e {
	case chromium:
		p, ok = e.chromiumFields(h, want)
	case webkit:
		accept, _ := h.last("sec-websocket-accept")
		ok = foldEqual(h.joined("upgrade"), "websocket") && h.listed("connection", "upgrade") && foldEqual(accept, want)
		p = e.bad("")
	case firefox:
		ok = e.firefoxFields(h, want) && !h.listed("connection", "close") // the connection ends
		p = e.bad("")
	}
	if !ok {
		return p
	}
	subprotocol, p, ok := e.subprotocol(j.req, h)
	if !ok {
		return p
	}
	if p, ok := e.extensions(j.req, h); !ok {
		return p
	}
	p = Prediction{Outcome: opens, Subprotocol: subprotocol}
	if rest := h.rest; e == firefox && len(rest) > 0 && !plainFrame(rest) && !(rest[0]&0xfc == 0xc0 && j.framesRight()) {
		return Prediction{Outcome: unknown} // a bad frame fails it if it comes in time
	}
	if rest := h.rest; e == chromium && len(rest) > 1 && rest[1]&0x80 != 0 {
		p.Console = "A server must not mask any frames that it sends to the client."
	}
	return p
}

func (e engine) chromiumFields(h *readHead, want string) (Prediction, bool) {
	const twice = " header must not appear more than once in a response"
	upgrade, accept := few(h.members("upgrade")), few(h.members("sec-websocket-accept"))
	switch {
	case len(upgrade) == 0:
		return e.bad("'Upgrade' header is missing"), false
	case len(upgrade) > 1:
		return e.bad("'Upgrade'" + twice), false
	case !foldEqual(upgrade[0], "websocket"):
		return e.bad("'Upgrade' header value is not 'WebSocket': " + string(upgrade[0])), false
	case len(accept) == 0:
		return e.bad("'Sec-WebSocket-Accept' header is missing"), false
	case len(accept) > 1:
		return e.bad("'Sec-WebSocket-Accept'" + twice), false
	case string(accept[0]) != want:
		return e.bad("Incorrect 'Sec-WebSocket-Accept' header value"), false
	case len(h.all("connection")) == 0:
		return e.bad("'Connection' header is missing"), false
	case !h.listed("connection", "upgrade"):
		return e.bad("'Connection' header value must contain 'Upgrade'"), false
	}
	return Prediction{}, true
}

// plainFrame tells a frame that nobody objects to: short, whole messages in ASCII,
// and control frames.
func plainFrame(b []byte) bool {
	switch b[0] {
	case 0x81, 0x82, 0x88, 0x89, 0x8a:
	default:
		return false
	}
	if len(b) < 2 || b[1]&127 > 125 {
		return false
	}
	for _, c := range b[2:] {
		if b[0] == 0x81 && c > 127 || b[0] == 0x88 && len(b) > 4 {
			return false
		}
	}
	return true
}

// framesRight tells whether no rule is broken by what the server sends after its 101.
func (j *judge) framesRight() bool {
	for i := range j.findings[FromServer] {
		if r := j.findings[FromServer][i].Rule; r.Binds == Frames && r.Severity == Error {
			return false
		}
	}
	return true
}

func (e engine) firefoxFields(h *readHead, want string) bool {
	accept := h.joined("sec-websocket-accept")
	return hasWord(h.joined("upgrade"), "websocket") && hasWord(h.joined("connection"), "upgrade") && string(accept) == want
}

// hasWord tells whether a word stands in a value, between spaces, tabs and commas.
func hasWord(b []byte, word string) bool {
	from := 0
	for i := 0; i <= len(b); i++ {
		if i == len(b) || isOWS(b[i]) || b[i] == ',' {
			if foldEqual(b[from:i], word) {
				return true
			}
			from = i + 1
		}
	}
	return false
}

func (e engine) subprotocol(req *Message, h *readHead) (string, Prediction, bool) {
	const name = "sec-websocket-protocol"
	offered, lines := req.has(ProtocolField), h.all(name)
	if len(lines) == 0 {
		if offered && e == chromium {
			return "", e.bad("Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received"), false
		}
		return "", Prediction{}, true
	}
	switch e {
	case chromium:
		return e.chromiumSubprotocol(req, few(h.members(name)), offered)
	case webkit:
		value := lines[len(lines)-1]
		for x := req.walk(ProtocolField); x.next(); {
			if len(value) > 0 && foldEqualBytes(req.Text(x.Range), value) {
				return string(value), Prediction{}, true
			}
		}
		return "", e.bad(""), false
	}
	value := h.joined(name)
	switch {
	case !offered:
		return "", Prediction{}, true
	case req.lists(ProtocolField, value):
		return string(value), Prediction{}, true
	}
	return "", e.bad(""), false
}

func (e engine) chromiumSubprotocol(req *Message, values [][]byte, offered bool) (string, Prediction, bool) {
	for i, v := range values {
		switch {
		case !offered:
			return "", e.bad("Response must not include 'Sec-WebSocket-Protocol' header if not present in request: " + string(v)), false
		case i > 0:
			return "", e.bad("'Sec-WebSocket-Protocol' header must not appear more than once in a response"), false
		case len(v) == 0 || !req.lists(ProtocolField, v):
			return "", e.bad("'Sec-WebSocket-Protocol' header value '" + string(v) + "' in response does not match any of sent values"), false
		}
	}
	return string(values[0]), Prediction{}, true
}
