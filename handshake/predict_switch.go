package handshake

// What each browser asks of a 101.

// switching follows Chromium's order of checks, which decides its words.
func (e engine) switching(j *judge, h *readHead) *Prediction {
	want := AcceptFor(j.key())
	switch e {
	case chromium:
		if p := e.chromiumFields(h, want); p != nil {
			return p
		}
	case webkit:
		accept, _ := h.last("sec-websocket-accept")
		if !foldEqual(h.joined("upgrade"), "websocket") || !h.listed("connection", "upgrade") || !foldEqual(accept, want) {
			return e.bad("")
		}
	case firefox:
		if !e.firefoxFields(h, want) || h.listed("connection", "close") { // the connection ends
			return e.bad("")
		}
	}
	subprotocol, p := e.subprotocol(j.req, h)
	if p != nil {
		return p
	}
	extensions, deflate, p := e.extensions(j.req, h)
	if p != nil {
		return p
	}
	p = &Prediction{Outcome: opens, Subprotocol: subprotocol, Extensions: extensions}
	e.behind(h.rest, deflate, p)
	return p
}

func (e engine) chromiumFields(h *readHead, want string) *Prediction {
	const twice = " header must not appear more than once in a response"
	upgrade, accept := few(h.members("upgrade")), few(h.members("sec-websocket-accept"))
	switch {
	case len(upgrade) == 0:
		return e.bad("'Upgrade' header is missing")
	case len(upgrade) > 1:
		return e.bad("'Upgrade'" + twice)
	case !foldEqual(upgrade[0], "websocket"):
		return e.bad("'Upgrade' header value is not 'WebSocket': " + string(upgrade[0]))
	case len(accept) == 0:
		return e.bad("'Sec-WebSocket-Accept' header is missing")
	case len(accept) > 1:
		return e.bad("'Sec-WebSocket-Accept'" + twice)
	case string(accept[0]) != want:
		return e.bad("Incorrect 'Sec-WebSocket-Accept' header value")
	case len(h.all("connection")) == 0:
		return e.bad("'Connection' header is missing")
	case !h.listed("connection", "upgrade"):
		return e.bad("'Connection' header value must contain 'Upgrade'")
	}
	return nil
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

func (e engine) subprotocol(req *Message, h *readHead) (string, *Prediction) {
	const name = "sec-websocket-protocol"
	offered, lines := req.has(ProtocolField), h.all(name)
	if len(lines) == 0 {
		if offered && e == chromium {
			return "", e.bad("Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received")
		}
		return "", nil
	}
	switch e {
	case chromium:
		return e.chromiumSubprotocol(req, few(h.members(name)), offered)
	case webkit:
		value := lines[len(lines)-1]
		for x := req.walk(ProtocolField); x.next(); {
			if len(value) > 0 && foldEqualBytes(req.Text(x.Range), value) {
				return string(value), nil
			}
		}
		return "", e.bad("")
	}
	value := h.joined(name)
	switch {
	case !offered:
		return "", nil
	case req.lists(ProtocolField, value):
		return string(value), nil
	}
	return "", e.bad("")
}

func (e engine) chromiumSubprotocol(req *Message, values [][]byte, offered bool) (string, *Prediction) {
	for i, v := range values {
		switch {
		case !offered:
			return "", e.bad("Response must not include 'Sec-WebSocket-Protocol' header if not present in request: " + string(v))
		case i > 0:
			return "", e.bad("'Sec-WebSocket-Protocol' header must not appear more than once in a response")
		case len(v) == 0 || !req.lists(ProtocolField, v):
			return "", e.bad("'Sec-WebSocket-Protocol' header value '" + string(v) + "' in response does not match any of sent values")
		}
	}
	return string(values[0]), nil
}
