package handshake

// What each browser takes as an answer to its offer of permessage-deflate.

func (e engine) extensions(req *Message, h *readHead) (Prediction, bool) {
	const field = "sec-websocket-extensions"
	if len(h.all(field)) == 0 {
		return Prediction{}, true
	}
	offered := false
	for _, x := range req.extensions() {
		offered = offered || string(req.Text(x.Name)) == deflateName
	}
	if !offered {
		return Prediction{Outcome: unknown}, false // every browser offers it
	}
	members := h.members(field)
	if e != chromium {
		all := h.joined(field)
		if e == firefox && len(all) == 0 {
			return Prediction{}, true
		}
		members = split(all, ',')
		for _, c := range all {
			if e == firefox && (c == '\\' || c == '"' && all[len(all)-1] != '"') {
				return Prediction{Outcome: unknown}, false
			}
		}
	}
	seen := false
	for members.next() {
		m := members.part
		if e == webkit && len(m) == 0 {
			continue
		}
		if e == chromium && !extensionParses(m) {
			return e.bad("'Sec-WebSocket-Extensions' header value is rejected by the parser: " + string(m)), false
		}
		var parts [][]byte
		for all := split(m, ';'); all.next(); {
			parts = append(parts, all.part)
		}
		if name := parts[0]; string(name) != deflateName {
			return e.bad("Found an unsupported extension '" + string(name) + "' in 'Sec-WebSocket-Extensions' header"), false
		}
		if seen && e == firefox {
			return Prediction{Outcome: unknown}, false
		}
		if seen && e == chromium {
			return e.bad("Received duplicate permessage-deflate response"), false
		}
		seen = true
		fault := e.deflate(parts[1:])
		if fault == unknown {
			return Prediction{Outcome: unknown}, false
		}
		if fault != "" {
			return e.bad("Error in permessage-deflate: " + fault), false
		}
	}
	return Prediction{}, true
}

// extensionParses is Chromium's grammar: token *( ";" token [ "=" token ] ), where a
// quoted string may stand for the last if it holds a token.
func extensionParses(m []byte) bool {
	first := true
	for all := split(m, ';'); all.next(); {
		name, value, has := cutParam(all.part)
		if !isToken(name) || has && (first || !paramToken(value)) {
			return false
		}
		first = false
	}
	return true
}

func paramToken(value []byte) bool {
	if len(value) > 0 && value[0] == '"' {
		text, ok := unquote(value)
		return ok && isToken(text)
	}
	return isToken(value)
}

func cutParam(p []byte) (name, value []byte, has bool) {
	if i := indexByte(p, '='); i >= 0 {
		return trimSpace(p[:i]), trimSpace(p[i+1:]), true
	}
	return p, nil, false
}

// deflate reads the parameters of one answer; the fault is in Chromium's words.
func (e engine) deflate(params [][]byte) string {
	seen, lacks := map[string]bool{}, ""
	for i, p := range params {
		name, value, has := cutParam(p)
		if len(name) == 0 && (e == webkit || e == firefox && len(p) == 0 && i == 0 && len(params) == 1) {
			continue
		}
		if e == firefox && has && p[len(name)] != '=' {
			return "no space may stand before the equals sign"
		}
		text, bits := string(name), false
		switch text {
		case "server_max_window_bits", "client_max_window_bits":
			bits = true
		case "server_no_context_takeover", "client_no_context_takeover":
		default:
			return "Received an unexpected permessage-deflate extension parameter"
		}
		if seen[text] {
			return "Received duplicate permessage-deflate extension parameter " + text
		}
		seen[text] = true
		if e == firefox {
			n, _ := leadingNumber(value)
			switch {
			case !bits && has && len(value) == 0:
				continue
			case bits && has && n == 8 && text[0] == 'c':
				return unknown // the page stood still
			case bits && !has:
				return "no value"
			}
		}
		switch {
		case !bits && has, bits && has && !e.windowBits(value), bits && !has && text[0] == 's':
			return "Received invalid " + text + " parameter"
		case bits && !has && e == chromium:
			lacks = "client_max_window_bits must have value" // said when all are read
		}
	}
	return lacks
}

// windowBits tells whether a value is from 8 to 15. WebKit and Firefox take what C
// reads as a number.
func (e engine) windowBits(value []byte) bool {
	if len(value) > 0 && value[0] == '"' {
		text, ok := unquote(value)
		if !ok {
			if e == chromium {
				return false
			}
			text = value[1:]
		}
		value = text
	}
	if e == chromium {
		n, ok := number(value)
		return ok && value[0] != '0' && n >= 8 && n <= 15
	}
	sign := len(value) > 0 && (value[0] == '+' || value[0] == '-')
	n, negative := leadingNumber(value)
	for i, c := range value {
		if e == firefox && c == '.' {
			break
		}
		if !isDigit(c) && !(i == 0 && sign) {
			return false
		}
	}
	return len(value) > 0 && !negative && n >= 8 && n <= 15
}
