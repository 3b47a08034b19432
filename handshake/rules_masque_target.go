package handshake

// Where a tunnel of RFC 9298 or RFC 9484 leads: the variables of the default
// templates in the path.

var masqueIPTarget = Rule{ID: "masque.ip.target", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9484, Section: "4.6"}, {RFC: 9484, Section: "4.1"}},
	Title: "The scope {got} of the IP tunnel cannot be used: {want}",
	Why:   "The path says which addresses and which IP protocol the tunnel is for; * stands for all. A colon is written %3A there, and the slash before a prefix length %2F.",
	Who:   "The proxy must treat the request as malformed: 400 in HTTP/1.1, a stream error in HTTP/2 and HTTP/3.",
	Cure:  "Name a host, an address or address%2Flength, or *; and a protocol number up to 255, or *.",
	Wrong: `/.well-known/masque/ip/192.0.2.0%2F24/999/`, Right: `/.well-known/masque/ip/192.0.2.0%2F24/17/`}

// checkTunnelTarget looks at the two variables of the default template.
func checkTunnelTarget(j *judge, m *Message, token string, target Range) {
	rule, kind := &masqueUDPTarget, "udp/"
	if token == "connect-ip" {
		rule, kind = &masqueIPTarget, "ip/"
	}
	host, second, ok := masqueTarget(m, target, kind)
	if !ok {
		return
	}
	text := m.Text(host)
	decoded := percentDecode(text)
	slash := indexByte(decoded, '/')
	address := decoded
	if kind == "ip/" && slash >= 0 {
		address = decoded[:slash]
	}
	bits := 0
	switch {
	case validIPv4(address):
		bits = 32
	case validIPv6(address):
		bits = 128
	}
	switch {
	case host.Empty():
		want, stand := &wordNoHost, "server.example.com"
		if kind == "ip/" {
			want, stand = &wordNoTarget, "*"
		}
		j.find(rule, m.place(host)).gotText(wordEmpty.ref()).want(want.ref()).put(m, host, stand)
	case indexByte(text, ':') >= 0:
		j.findAt(rule, m, host).want(wordEachColon.ref()).
			fix(m.place(host), string(percentEncode(text, func(c byte) bool { return c == ':' })))
	case bits == 0 && indexByte(address, ':') >= 0:
		f := j.findAt(rule, m, host).want(wordNoZone.ref())
		if i := escapeOf(text, '%'); validIPv6(percentDecode(text[:i])) {
			f.put(m, Range{host.Start + i, host.End}, "")
		}
	case len(address) < len(decoded):
		behind := Range{host.Start + escapeOf(text, '/'), host.End} // the prefix length
		n, ok := number(decoded[slash+1:])
		switch {
		case bits == 0 || !ok || n > bits:
			j.findAt(rule, m, host).want(wordPrefix.ref()).put(m, behind, "")
		case !zeroBehind(addressBytes(address), n):
			j.findAt(rule, m, host).want(wordZeroBits.ref()).put(m, behind, "")
		}
	}
	port, all := "443", "*"
	if second.Start == host.End { // not even the slash before it is there
		port, all = "/443/", "/*/"
	}
	n, ok := number(m.Text(second))
	switch {
	case kind == "udp/" && (!ok || n < 1 || n > 65535):
		j.findAt(rule, m, second).want(wordPort.ref()).put(m, second, port)
	case kind == "ip/" && second.Empty():
		j.find(rule, m.place(second)).gotText(wordEmpty.ref()).want(wordNoProtocol.ref()).put(m, second, all)
	case kind == "ip/" && (!ok || n > 255) && string(percentDecode(m.Text(second))) != "*":
		j.findAt(rule, m, second).want(wordProtocolRange.ref()).put(m, second, all)
	}
}

// addressBytes are the 4 or 16 octets of a valid address.
func addressBytes(b []byte) []byte {
	var out [16]byte
	n, gap, dots := 0, -1, 0
	for i := 0; i < len(b); {
		end := i
		for end < len(b) && b[end] != ':' && b[end] != '.' {
			end++
		}
		if dots > 0 || end < len(b) && b[end] == '.' {
			v, _ := number(b[i:end])
			out[n] = byte(v)
			n++
			dots++
		} else if end > i {
			v := 0
			for _, c := range b[i:end] {
				v = v<<4 | hexValue(c)
			}
			out[n], out[n+1] = byte(v>>8), byte(v)
			n += 2
		}
		if i = end + 1; i < len(b) && b[end] == ':' && b[i] == ':' {
			gap = n
			i++
		}
	}
	if dots == 4 && n == 4 && gap < 0 {
		return out[:4]
	}
	if gap >= 0 {
		rest := append([]byte(nil), out[gap:n]...)
		clear(out[gap:])
		copy(out[16-len(rest):], rest)
	}
	return out[:]
}

// zeroBehind tells whether all bits behind the first n are 0.
func zeroBehind(address []byte, n int) bool {
	for ; n < 8*len(address); n++ {
		if address[n/8]>>(7-n%8)&1 != 0 {
			return false
		}
	}
	return true
}

// escapeOf is where an octet stands as an escape, or the end.
func escapeOf(b []byte, c byte) int {
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' && isHex(b[i+1]) && isHex(b[i+2]) && byte(hexValue(b[i+1])<<4|hexValue(b[i+2])) == c {
			return i
		}
	}
	return len(b)
}

// percentDecode takes % and two hex digits for an octet.
func percentDecode(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if c := b[i]; c == '%' && i+2 < len(b) && isHex(b[i+1]) && isHex(b[i+2]) {
			out = append(out, byte(hexValue(b[i+1])<<4|hexValue(b[i+2])))
			i += 2
		} else {
			out = append(out, c)
		}
	}
	return out
}
