package handshake

// The request target (RFC 9112 §3.2): which of its four forms it has, whether
// that form goes with the method, and whether it is made of URI characters.
// The rules stand with those of the start line.

func checkTarget(j *judge, m *Message) {
	r, t := m.StartLine.Target, m.Target()
	connect := string(m.Method()) == "CONNECT"
	switch {
	case len(m.Method()) == 0:
		return
	case len(t) == 0:
		f := j.findAt(&targetOriginForm, m, r).want("/")
		if s := &m.StartLine; !s.Version.Empty() {
			f.put(m, Range{s.Method.End, s.Version.Start}, " / ")
		} else {
			f.put(m, Range{s.Method.End, s.Method.End}, " /")
		}
		return
	}
	if space := firstOf2(t, ' ', '\t'); space >= 0 {
		at := r.Start + space
		f := j.find(&targetNoWhitespace, m.place(Range{at, at + 1})).got(m, r)
		if f != nil {
			f.fixText(m, r, percentEncode(t, isOWS))
		}
		return
	}
	form := targetForm(t)
	switch {
	case connect && form != authorityForm:
		want := "server.example.com:443"
		if l := m.first(HostField); l != nil && len(m.value(l)) > 0 && validAuthority(m.value(l)) {
			if want = string(m.value(l)); lastIndexByte(m.value(l), ':') <= lastIndexByte(m.value(l), ']') {
				want += ":443"
			}
		}
		f := j.findAt(&targetSpecialForms, m, r).arg("method", "CONNECT").want(want)
		if form == pathlessForm && validAuthority(t) && indexByte(t, ':') < 0 {
			f.put(m, Range{r.End, r.End}, ":443")
		} else {
			f.put(m, r, want)
		}
	case connect:
		checkConnectPort(j, m, r)
	case form == asteriskForm && string(m.Method()) != "OPTIONS", form == authorityForm:
		j.findAt(&targetSpecialForms, m, r).arg("method", Show(m.Method())).want("/").put(m, r, "/")
	case form == pathlessForm:
		want := "/" + Show(t)
		f := j.findAt(&targetOriginForm, m, r).want(want)
		f.put(m, Range{r.Start, r.Start}, "/")
		checkURIChars(j, m, r)
	case form == originForm:
		checkURIChars(j, m, r)
	case form == absoluteForm:
		_, path := splitAbsoluteForm(t)
		checkURIChars(j, m, Range{r.Start + path, r.End})
	}
}

// The forms of RFC 9112 §3.2, and what has none of them.
const (
	pathlessForm  = iota // "chat", "?a=1"
	originForm           // "/chat?a=1"
	absoluteForm         // "http://a.example/chat"
	authorityForm        // "a.example:80"
	asteriskForm         // "*"
)

func targetForm(t []byte) int {
	switch {
	case t[0] == '/':
		return originForm
	case len(t) == 1 && t[0] == '*':
		return asteriskForm
	}
	if authority, _ := splitAbsoluteForm(t); authority >= 0 {
		return absoluteForm
	}
	// host ":" port, both there (RFC 9110 §9.3.6).
	if i := lastIndexByte(t, ':'); i > 0 && allDigits(t[i+1:]) && validAuthority(t) {
		return authorityForm
	}
	return pathlessForm
}

// splitAbsoluteForm finds where authority and path begin in scheme://authority/path;
// authority is -1 when t is not of that form.
func splitAbsoluteForm(t []byte) (authority, path int) {
	i := indexByte(t, ':')
	if i <= 0 || !isAlpha(t[0]) || len(t) < i+3 || t[i+1] != '/' || t[i+2] != '/' {
		return -1, 0
	}
	for _, c := range t[:i] {
		if !isAlpha(c) && !isDigit(c) && c != '+' && c != '-' && c != '.' {
			return -1, 0
		}
	}
	authority = i + 3
	path = authority
	for path < len(t) && t[path] != '/' && t[path] != '?' && t[path] != '#' {
		path++
	}
	return authority, path
}

// checkURIChars looks at path and query (RFC 3986 §3.3, §3.4).
func checkURIChars(j *judge, m *Message, r Range) {
	from := r.Start
	for from < r.End && uriOctet(m.raw, from, r.End) {
		from++
	}
	if from == r.End {
		return
	}
	end := from + 1
	for end < r.End && !uriOctet(m.raw, end, r.End) {
		end++
	}
	bad := Range{from, end}
	if m.raw[from] == '#' {
		bad.End = r.End
	}
	f := j.findAt(&targetURIChars, m, bad)
	if f == nil {
		return
	}
	text := m.Text(r)
	if i := indexByte(text, '#'); i >= 0 {
		text = text[:i]
	}
	var out []byte
	for i := range text {
		if uriOctet(text, i, len(text)) || text[i] == '\r' { // a CR has a finding of its own
			out = append(out, text[i])
		} else {
			out = append(out, '%', hexDigits[text[i]>>4], hexDigits[text[i]&15])
		}
	}
	f.fixText(m, r, out)
}

// uriOctet tells whether the octet may stand in a path or query; a CR is left
// to the rule about it.
func uriOctet(b []byte, at, end int) bool {
	c := b[at]
	if c == '%' {
		return at+2 < end && isHex(b[at+1]) && isHex(b[at+2])
	}
	return isUnreserved(c) || isSubDelim(c) || c == ':' || c == '@' || c == '/' || c == '?' || c == '\r'
}

// isUnreserved and isSubDelim are the classes of RFC 3986 §2.2 and §2.3.
func isUnreserved(c byte) bool {
	return isAlpha(c) || isDigit(c) || c == '-' || c == '.' || c == '_' || c == '~'
}

func isSubDelim(c byte) bool {
	switch c {
	case '!', '$', '&', '\'', '(', ')', '*', '+', ',', ';', '=':
		return true
	}
	return false
}

// percentEncode writes the octets that match as % and two hex digits.
func percentEncode(b []byte, match func(byte) bool) []byte {
	out := make([]byte, 0, len(b)+16)
	for _, c := range b {
		if match(c) {
			out = append(out, '%', hexDigits[c>>4], hexDigits[c&15])
		} else {
			out = append(out, c)
		}
	}
	return out
}

func firstOf2(b []byte, c, d byte) int {
	for i, x := range b {
		if x == c || x == d {
			return i
		}
	}
	return -1
}
