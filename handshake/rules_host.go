package handshake

// Host (RFC 9112 §3.2, RFC 9110 §7.2): exactly one, host[:port], the same as
// the target's authority. RFC 3986 §3.2.2 says what a host is made of.

var hostRequired = Rule{
	ID: "h1.host.required", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "3.2"}, {RFC: 9110, Section: "7.2"}},
	Title: "No Host field: every HTTP/1.1 request needs one",
	Why:   "One address serves many names. Without Host nobody can tell which of them is meant.",
	Who:   "Every server answers 400.",
	Cure:  "Add Host with the name that was dialled, and the port unless it is the default.",
	Wrong: `GET / HTTP/1.1\r\n\r\n`, Right: `Host: server.example.com\r\n`,
}

var hostSingle = Rule{
	ID: "h1.host.single", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "3.2"}},
	Title: "A second Host field stands here",
	Why:   "A proxy might go by the first and the server by the second. That is an old way round access rules, so even two equal lines are refused.",
	Who:   "The server answers 400.",
	Cure:  "Remove one of them. A proxy should replace Host, not add one.",
	Wrong: `Host: a.example\r\nHost: a.example`, Right: `Host: a.example`,
}

var hostSyntax = Rule{
	ID: "h1.host.syntax", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9112, Section: "3.2"}, {RFC: 9110, Section: "7.2"}, {RFC: 3986, Section: "3.2.2"}},
	Title: "The Host \"{got}\" is not a host name with an optional port",
	Why:   "Host is compared with the names that a server serves. A scheme, a path, a user, a list or a space has no place in it; an IPv6 address stands in brackets.",
	Who:   "The server answers 400.",
	Cure:  "Keep host and port only, as in server.example.com:8080 or [::1]:8080.",
	Wrong: `Host: http://a.example`, Right: `Host: a.example`,
}

var hostAuthority = Rule{
	ID: "h1.host.authority", Level: Must, Severity: Violation, Binds: Client,
	Cites: []Cite{{RFC: 9112, Section: "3.2"}, {RFC: 9110, Section: "4.2.1"}},
	Title: "The Host field is empty, yet an http or ws address always has a host",
	Why:   "Host repeats the authority of the address. It is empty only when the address has none, which http, https, ws and wss do not allow.",
	Who:   "Servers that serve one name go on; those that choose by name answer 400, or with another site.",
	Cure:  "Write the host that was dialled.",
	Wrong: `Host:\r\n`, Right: `Host: a.example\r\n`,
}

var targetAbsoluteForm = Rule{
	ID: "h1.target.absolute-form", Level: Must, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 9112, Section: "3.2"}, {RFC: 9112, Section: "3.2.2"}, {RFC: 9112, Section: "3.3"}},
	Title: "The Host \"{got}\" differs from the host in the target, \"{want}\", which counts",
	Why:   "A client must send the same host in both. Where the target names one, the server must go by it and ignore Host; a proxy on the way may have looked at Host only.",
	Who:   "Programs that disagree on the host send the request to different places, or check the rules of the wrong one.",
	Cure:  "Send the path alone as target, or the same host in both; with CONNECT, Host repeats the target.",
	Wrong: `Host: b.example`, Right: `Host: a.example`,
}

var hostTopic = topic{"http-host", []*Rule{&hostRequired, &hostSingle, &hostSyntax, &hostAuthority, &targetAbsoluteForm,
	&targetUserinfo, &targetEmptyHost, &connectPort, &hostFirst}}

func checkHost(j *judge, m *Message) {
	checkTargetHost(j, m)
	var first *Line
	for _, i := range m.known {
		l := &m.Lines[i]
		if l.Field != HostField || l.Kind != FieldLine {
			continue
		}
		if first == nil {
			first = l
			continue
		}
		j.findLine(&hostSingle, m, l).got(m, l.Value).cutLine(m, l)
	}
	if first == nil {
		checkHostMissing(j, m)
		return
	}
	if first.Next == first.End {
		return // it may go on
	}
	checkHostFirst(j, m, first)
	value := m.value(first)
	if firstOf2(value, '\r', 0) >= 0 {
		return // the octet has a finding of its own
	}
	authority, hasAuthority := m.targetAuthority()
	switch {
	case len(value) == 0:
		if hasAuthority || !m.isAbsolute() {
			f := j.findLine(&hostAuthority, m, first).want("server.example.com")
			if hasAuthority {
				f.want(Show(authority))
			}
			if f != nil {
				f.put(m, Range{first.Colon() + 1, first.End}, " "+f.Want)
			}
		}
	case !validAuthority(value):
		f := j.findAt(&hostSyntax, m, first.Value)
		if f == nil {
			return
		}
		if repaired := repairHost(value); repaired != "" {
			f.want(repaired).put(m, first.Value, repaired)
		}
	case hasAuthority && !sameAuthority(value, authority):
		f := j.findAt(&targetAbsoluteForm, m, first.Value).want(Show(authority))
		if f != nil && validAuthority(authority) {
			f.put(m, first.Value, string(authority))
		}
	}
}

func checkHostMissing(j *judge, m *Message) {
	major, minor, ok := m.HTTPVersion()
	if !ok || major != 1 || minor == 0 || !m.Whole {
		return
	}
	host := "server.example.com"
	if a, ok := m.targetAuthority(); ok && validAuthority(a) && len(a) > 0 {
		host = string(a)
	}
	f := j.find(&hostRequired, m.fieldsEnd())
	if f != nil {
		f.addLine(m, "Host", host)
	}
}

// targetAuthority is host and port of a target in absolute-form, without
// userinfo, or of the target of CONNECT.
func (m *Message) targetAuthority() (authority []byte, ok bool) {
	t := m.Target()
	if len(t) > 0 && string(m.Method()) == "CONNECT" && targetForm(t) == authorityForm {
		return t, true
	}
	from, path := splitAbsoluteForm(t)
	if from < 0 {
		return nil, false
	}
	a := t[from:path]
	return a[lastIndexByte(a, '@')+1:], path > from
}

func (m *Message) isAbsolute() bool {
	from, _ := splitAbsoluteForm(m.Target())
	return from >= 0
}

// sameAuthority compares host and port, the case of the host apart and with
// the default ports of http and https left out.
func sameAuthority(a, b []byte) bool {
	return foldEqual(withoutDefaultPort(a), string(withoutDefaultPort(b)))
}

func withoutDefaultPort(a []byte) []byte {
	i := lastIndexByte(a, ':')
	if i < 0 {
		return a
	}
	switch string(a[i+1:]) {
	case "", "80", "443":
		return a[:i]
	}
	return a
}

// validAuthority tells host [":" port], the host not empty.
func validAuthority(b []byte) bool {
	if i := lastIndexByte(b, ':'); i >= 0 && lastIndexByte(b, ']') < i {
		for _, c := range b[i+1:] {
			if !isDigit(c) {
				return false
			}
		}
		b = b[:i]
	}
	return validHostName(b)
}

// validHostName tells a reg-name that is not empty, or an IP literal.
func validHostName(b []byte) bool {
	if len(b) == 0 {
		return false
	}
	if b[0] == '[' {
		return b[len(b)-1] == ']' && (validIPv6(b[1:len(b)-1]) || validIPFuture(b[1:len(b)-1]))
	}
	for i, c := range b {
		if c == '%' {
			if i+2 >= len(b) || !isHex(b[i+1]) || !isHex(b[i+2]) {
				return false
			}
		} else if !isUnreserved(c) && !isSubDelim(c) {
			return false
		}
	}
	return true
}

// validIPv6 reads groups of up to four hex digits; "::" once stands for one or
// more groups of zero, and an IPv4 address for the last two.
func validIPv6(b []byte) bool {
	groups, gap := 0, false
	if len(b) >= 2 && b[0] == ':' && b[1] == ':' {
		gap, b = true, b[2:]
	}
	for len(b) > 0 {
		n := 0
		for n < len(b) && isHex(b[n]) {
			n++
		}
		if n < len(b) && b[n] == '.' {
			groups += 2
			return validIPv4(b) && (groups == 8 || gap && groups < 8)
		}
		if n == 0 || n > 4 {
			return false
		}
		groups++
		b = b[n:]
		switch {
		case len(b) == 0:
		case b[0] != ':' || len(b) == 1:
			return false
		case b[1] == ':':
			if gap {
				return false
			}
			gap, b = true, b[2:]
		default:
			b = b[1:]
		}
		if groups > 8 {
			return false
		}
	}
	return groups == 8 || gap && groups < 8
}

func validIPv4(b []byte) bool {
	parts := 0
	for {
		n := 0
		for n < len(b) && isDigit(b[n]) {
			n++
		}
		value, ok := number(b[:n])
		if !ok || value > 255 || n > 1 && b[0] == '0' {
			return false
		}
		parts++
		if n == len(b) {
			return parts == 4
		}
		if b[n] != '.' {
			return false
		}
		b = b[n+1:]
	}
}

// validIPFuture reads "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" ).
func validIPFuture(b []byte) bool {
	dot := indexByte(b, '.')
	if dot < 2 || lower(b[0]) != 'v' || dot+1 == len(b) {
		return false
	}
	for _, c := range b[1:dot] {
		if !isHex(c) {
			return false
		}
	}
	for _, c := range b[dot+1:] {
		if !isUnreserved(c) && !isSubDelim(c) && c != ':' {
			return false
		}
	}
	return true
}

// repairHost takes away what does not belong into Host: scheme, user, path,
// the rest of a list; an IPv6 address gets its brackets. It gives "" when no
// host comes out of it.
func repairHost(b []byte) string {
	if from, path := splitAbsoluteForm(b); from >= 0 {
		b = b[from:path]
	}
	b = b[lastIndexByte(b, '@')+1:]
	for i, c := range b {
		if c == '/' || c == '?' || c == '#' || c == ',' || isOWS(c) {
			b = b[:i]
			break
		}
	}
	if validIPv6(b) {
		return "[" + string(b) + "]"
	}
	if !validAuthority(b) {
		return ""
	}
	return string(b)
}
