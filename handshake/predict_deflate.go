package handshake

// What each browser takes as an answer to its offer of permessage-deflate.

// extensions gives what the page reads in socket.extensions, and what was agreed.
func (e engine) extensions(req *Message, h *readHead) (text string, agreed *deflateParams, p *Prediction) {
	const field = "sec-websocket-extensions"
	if len(h.all(field)) == 0 {
		return "", nil, nil
	}
	offered := false
	for _, x := range req.extensions() {
		offered = offered || string(req.Text(x.Name)) == deflateName
	}
	if !offered {
		return "", nil, will(unknown) // every browser offers it
	}
	members := h.members(field)
	switch e {
	case firefox: // it knows no list and no quotes: they are characters like others
		all := h.joined(field)
		if len(all) == 0 {
			return "", nil, nil
		}
		members = split(all, 0)
	case webkit:
		members = split(h.joined(field), ',')
	}
	for members.next() {
		m := members.part
		if e == webkit && len(m) == 0 {
			continue
		}
		if e == chromium && !extensionParses(m) {
			return "", nil, e.bad("'Sec-WebSocket-Extensions' header value is rejected by the parser: " + string(m))
		}
		var parts [][]byte
		for all := split(m, ';'); all.next(); {
			if e == firefox { // a mark in quotes is one
				for i := indexByte(all.part, ';'); i >= 0; i = indexByte(all.part, ';') {
					parts = append(parts, trimSpace(all.part[:i]))
					all.part = trimSpace(all.part[i+1:])
				}
			}
			parts = append(parts, all.part)
		}
		if name := parts[0]; string(name) != deflateName {
			return "", nil, e.bad("Found an unsupported extension '" + string(name) + "' in 'Sec-WebSocket-Extensions' header")
		}
		if agreed != nil && e == chromium {
			return "", nil, e.bad("Received duplicate permessage-deflate response")
		}
		agreed = &deflateParams{}
		fault := e.deflate(parts[1:], agreed)
		if fault == unknown {
			return "", nil, will(unknown)
		}
		if fault != "" {
			return "", nil, e.bad("Error in permessage-deflate: " + fault)
		}
		if text != "" {
			text += ", "
		}
		switch e { // Chromium repeats the answer, WebKit what it understood
		case chromium:
			text += string(m)
		case firefox:
			text += deflateName
		case webkit:
			text += agreed.String()
		}
	}
	return text, agreed, nil
}

// String writes the parameters as an element of the field.
func (d *deflateParams) String() string {
	s := deflateName
	if d.serverNoTakeover {
		s += "; server_no_context_takeover"
	}
	if d.clientNoTakeover {
		s += "; client_no_context_takeover"
	}
	if d.serverBits > 0 {
		s += "; server_max_window_bits=" + itoa(d.serverBits)
	}
	if d.clientBits > 0 {
		s += "; client_max_window_bits=" + itoa(d.clientBits)
	}
	return s
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

// deflate reads the parameters of one answer into d; the fault is in Chromium's words.
func (e engine) deflate(params [][]byte, d *deflateParams) string {
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
			n := looseNumber(value)
			switch {
			case !bits && has && len(value) == 0:
				continue
			case bits && has && n == 8 && text[0] == 'c':
				return unknown // the page stood still
			case bits && !has:
				return "no value"
			}
		}
		n := 15
		if bits && has {
			n = e.windowBits(value)
		}
		switch {
		case !bits && has, n == 0, bits && !has && text[0] == 's':
			return "Received invalid " + text + " parameter"
		case bits && !has && e == chromium:
			lacks = "client_max_window_bits must have value" // said when all are read
		}
		switch text {
		case "server_max_window_bits":
			d.serverBits = n
		case "client_max_window_bits":
			d.clientBits = n
		case "server_no_context_takeover":
			d.serverNoTakeover = true
		default:
			d.clientNoTakeover = true
		}
	}
	return lacks
}

// looseNumber is what Firefox reads as a number: what stands before the first digit is
// passed over, what follows the last does not matter, and a letter that is a digit in
// base 16 spoils it. 0 is none.
func looseNumber(v []byte) (n int) {
	negative := false
	for len(v) > 0 && !isHex(v[0]) {
		negative = negative || v[0] == '-'
		v = v[1:]
	}
	for len(v) > 0 && (isHex(v[0]) || v[0]|32 == 'x' && n == 0) {
		if isHex(v[0]) && !isDigit(v[0]) {
			return 0
		}
		if isDigit(v[0]) {
			n = min(n*10+int(v[0]-'0'), hugeLength)
		}
		v = v[1:]
	}
	if negative {
		return 0
	}
	return n
}

// windowBits is a value from 8 to 15, 0 for others. WebKit takes what C reads as a
// number.
func (e engine) windowBits(value []byte) (n int) {
	text := value
	if len(value) > 0 && value[0] == '"' && e != firefox {
		ok := false
		if text, ok = unquote(value); !ok {
			if e == chromium {
				return 0
			}
			text = value[1:]
		}
	}
	ok, negative := true, false
	switch e {
	case chromium:
		n, ok = number(text)
		ok = ok && text[0] != '0'
	case firefox:
		n = looseNumber(text)
	case webkit:
		n, negative = leadingNumber(text)
		for i, c := range text {
			ok = ok && (isDigit(c) || i == 0 && (c == '+' || c == '-'))
		}
	}
	if !ok || negative || n < 8 || n > 15 {
		return 0
	}
	return n
}
