package handshake

// What the WebSocket address (RFC 6455 §3) leaves behind in the request: the
// target must be its path and query, Host its host and port. The address
// itself is not on the wire, so only its traces are judged here. Most of them
// break HTTP as well; then the finding is a consequence and says what the
// address has to do with it.

var wsURIFragment = Rule{
	ID: "ws.uri.fragment", Level: MustNot, Severity: Error, Binds: URI, Status: 400,
	Cites: []Cite{{RFC: 6455, Section: "3"}},
	Title: "The address had a fragment: {got}",
	Why:   "What follows # names a part of a document. A WebSocket has no parts, and the # is not sent.",
	Who:   "new WebSocket throws a SyntaxError for such an address in older browsers; a server that gets it answers 400.",
	Cure:  "Take the # and what follows away. A # that is meant literally is written %23.",
	Wrong: "GET /chat#top HTTP/1.1", Right: "GET /chat HTTP/1.1",
}

var wsURIAuthority = Rule{
	ID: "ws.uri.authority", Level: Grammar, Severity: Warning, Binds: URI,
	Cites: []Cite{{RFC: 6455, Section: "3"}, {RFC: 6455, Section: "11.1.1"}},
	Title: "The address had a user name in it, and it went into Host",
	Why:   "The grammar of ws: addresses in section 3 has a host and a port only; section 11.1.1 says authority, which may hold a user. Host carries none either way.",
	Who:   "Name and password stand in every log on the way; servers that compare Host find no such site.",
	Cure:  "Leave the user out of the address and log in with a cookie, a token or Authorization.",
	Wrong: "Host: bob@server.example.com", Right: "Host: server.example.com",
}

var wsURIResourceName = Rule{
	ID: "ws.uri.resource-name", Level: Must, Severity: Error, Binds: URI, Status: 400,
	Cites: []Cite{{RFC: 6455, Section: "3"}, {RFC: 6455, Section: "4.1", Item: "item 3"}},
	Title: "The target is not the path of the address: it must begin with a slash",
	Why:   "ws://host?x=1 has an empty path, and an empty path is sent as /. The query comes behind it.",
	Who:   "Clients that cut the address apart by hand; servers answer 400.",
	Cure:  "Put a slash in front: /{got}.",
	Wrong: "GET ?x=1 HTTP/1.1", Right: "GET /?x=1 HTTP/1.1",
}

var wsURIHostASCII = Rule{
	ID: "ws.uri.idn", Level: Must, Severity: Error, Binds: URI, Status: 400,
	Cites: []Cite{{RFC: 6455, Section: "11.1.1"}},
	Title: "The host name is not in ASCII",
	Why:   "Names with other letters travel in the xn-- form, because DNS, TLS and Host know ASCII only.",
	Who:   "Browsers convert by themselves; hand-made clients send the letters raw and get 400, or another site.",
	Cure:  "Write the xn-- form that DNS knows.",
	Wrong: "Host: čau.example", Right: "Host: xn--au-dma.example",
}

var wsReqTarget = Rule{
	ID: "ws.req.target", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 3"}, {RFC: 6455, Section: "4.2.1", Item: "item 1"}},
	Title: "The target is written with the scheme {got}",
	Why:   "On the wire the handshake is HTTP: the target is the path, or a whole http or https address.",
	Who:   "Who copies the address from a developer tool, which prints ws: there; servers answer 400 or 404.",
	Cure:  "Send the path alone.",
	Wrong: "GET ws://server.example.com/chat HTTP/1.1", Right: "GET /chat HTTP/1.1",
}

var wsReqHost = Rule{
	ID: "ws.req.host", Level: Must, Severity: Violation, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 4"}, {RFC: 9112, Section: "3.2.2"}},
	Title: "Host says {got}, the target says {want}",
	Why:   "Both come from one address, so they must name the same host and port.",
	Who:   "A proxy may go by one and the server by the other: the request lands on the wrong site.",
	Cure:  "Write the host of the target into Host, with the port unless it is the default.",
	Wrong: "GET http://server.example.com:8080/chat HTTP/1.1\\r\\nHost: server.example.com\\r\\n", Right: "GET http://server.example.com:8080/chat HTTP/1.1\\r\\nHost: server.example.com:8080\\r\\n",
}

var wsURITopic = topic{"ws-uri", []*Rule{&wsURIFragment, &wsURIAuthority, &wsURIResourceName, &wsURIHostASCII, &wsReqTarget, &wsReqHost}}

// checkWSTarget looks for the address in target and Host.
func checkWSTarget(j *judge, m *Message) {
	target := m.StartLine.Target
	text := m.Text(target)
	if hash := indexByte(text, '#'); hash >= 0 {
		r := Range{target.Start + hash, target.End}
		j.findAt(&wsURIFragment, m, r).put(m, r, "").consequenceOf(j, "h1.target.uri-chars")
	}
	if relative(text) {
		at := Range{target.Start, target.Start}
		j.findAt(&wsURIResourceName, m, target).put(m, at, "/").consequenceOf(j, "h1.target.origin-form", "h1.target.special-forms")
	}
	host := m.first(HostField)
	scheme, authority := splitAbsolute(m, target)
	if !scheme.Empty() {
		checkWSAbsolute(j, m, host, scheme, authority)
	}
	if host == nil {
		return
	}
	value := m.Text(host.Value)
	if at := lastIndexByte(value, '@'); at >= 0 {
		r := Range{host.Value.Start, host.Value.Start + at + 1}
		j.findAt(&wsURIAuthority, m, r).put(m, r, "").consequenceOf(j, "h1.host.authority", "h1.host.syntax")
	}
	for _, c := range value {
		if c >= 0x80 {
			j.findAt(&wsURIHostASCII, m, host.Value).consequenceOf(j, "h1.host.syntax", "h1.field.obs-text")
			break
		}
	}
}

func checkWSAbsolute(j *judge, m *Message, host *Line, scheme, authority Range) {
	name := m.Text(scheme)
	standIn := "http"
	if foldEqual(name, "wss") {
		standIn = "https"
	}
	if !foldEqual(name, "http") && !foldEqual(name, "https") {
		j.findAt(&wsReqTarget, m, scheme).want(standIn).put(m, scheme, standIn)
	}
	if !j.full || host == nil {
		return
	}
	want := authorityOf(m.Text(authority), foldEqual(name, "https") || foldEqual(name, "wss"))
	got := authorityOf(m.Text(host.Value), foldEqual(name, "https") || foldEqual(name, "wss"))
	if !EqualFold(want, got) && want != "" {
		j.findAt(&wsReqHost, m, host.Value).want(Show([]byte(want))).put(m, host.Value, want).consequenceOf(j, "h1.target.absolute-form")
	}
}

// relative tells a target that was cut out of an address without its slash;
// absolute, authority and asterisk form are none.
func relative(target []byte) bool {
	return len(target) > 0 && target[0] != '/' && string(target) != "*" && indexByte(target, ':') < 0
}

// splitAbsolute finds scheme and authority of a target in absolute form.
func splitAbsolute(m *Message, target Range) (scheme, authority Range) {
	text := m.Text(target)
	colon := indexByte(text, ':')
	if colon <= 0 || colon+2 >= len(text) || text[colon+1] != '/' || text[colon+2] != '/' {
		return
	}
	for _, c := range text[:colon] {
		if !isAlpha(c) && !isDigit(c) && c != '+' && c != '-' && c != '.' {
			return
		}
	}
	from := target.Start + colon + 3
	end := from
	for end < target.End && m.raw[end] != '/' && m.raw[end] != '?' && m.raw[end] != '#' {
		end++
	}
	return Range{target.Start, target.Start + colon}, Range{from, end}
}

// authorityOf is host and port without user and without the default port.
func authorityOf(b []byte, tls bool) string {
	if at := lastIndexByte(b, '@'); at >= 0 {
		b = b[at+1:]
	}
	port := ":80"
	if tls {
		port = ":443"
	}
	if n := len(b) - len(port); n > 0 && string(b[n:]) == port {
		b = b[:n]
	}
	return string(b)
}

func lastIndexByte(b []byte, c byte) int {
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] == c {
			return i
		}
	}
	return -1
}

// consequenceOf marks the finding as brought about by the first of the rules
// that has fired on its side.
func (f *Finding) consequenceOf(j *judge, ids ...string) *Finding {
	if f == nil {
		return nil
	}
	for _, id := range ids {
		for i := range j.findings[f.Side] {
			if j.findings[f.Side][i].Rule.ID == id {
				f.Because = id
				return f
			}
		}
	}
	return f
}
