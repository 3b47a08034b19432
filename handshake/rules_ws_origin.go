package handshake

// Origin (RFC 6455 §4.1 item 8, §10.2; RFC 6454 §7): which site's page opens
// the connection. Only a policy that names origins can refuse one; whether
// other servers ought to is seen in what they answer.

var originBrowser = Rule{
	ID: "ws.req.origin.browser", Level: Must, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 8"}},
	Title: "The request looks like a browser's, but has no Origin",
	Why:   "Every browser says which site's page opens the connection; that is how a server keeps strange pages out.",
	Who:   "A program that pretends to be a browser, or a proxy that took the line away. Servers that check answer 403.",
	Cure:  "Send Origin, or do not claim to be a browser.",
	Wrong: "User-Agent: Mozilla/5.0 (X11; Linux x86_64)", Right: "Origin: http://example.com",
}

var originSyntax = Rule{
	ID: "ws.req.origin.syntax", Level: Grammar, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 6454, Section: "7.1"}, {RFC: 6454, Section: "6.2"}, {RFC: 6455, Section: "4.1", Item: "item 8"}},
	Title: "Origin is not written as a browser writes an origin: {fault}",
	Why:   "Servers compare the text as it is with a list, so there is one way to write each origin.",
	Who:   "The page is refused with 403 although its site is on the list.",
	Cure:  "Write scheme://host in small letters, with :port only if it is not the default, or null.",
	Wrong: "Origin: http://example.com/", Right: "Origin: http://example.com\\r\\n",
}

var originAbsent = Rule{
	ID: "ws.origin.absent", Level: Explanatory, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "10.1"}, {RFC: 6455, Section: "4.2.1", Item: "item 7"}},
	Title: "No Origin: the server's list of origins does not hold this client back",
	Why:   "Only browsers are bound to send Origin. Any other program leaves it out or writes what it likes.",
	Who:   "Servers that take the list for a log-in: a script outside a browser walks in.",
	Cure:  "Check who the user is, with a cookie or a token, besides the origin.",
	Wrong: "Host: server.example.com\\r\\nUpgrade: websocket\\r\\n", Right: "Origin: http://example.com",
}

var originRefuse = Rule{
	ID: "ws.origin.refuse", Level: Must, Severity: Error, Binds: Server, Status: 403,
	Cites: []Cite{{RFC: 6455, Section: "4.2.2", Item: "item 4"}, {RFC: 6455, Section: "10.2"}},
	Title: "The page's origin {got} is not one that the server lets in",
	Why:   "A WebSocket may be opened from any site and takes the user's cookies along. CORS does not stop it; only the server can.",
	Who:   "The page sees an error and code 1006; the server's log says that the origin is not allowed. The RFC names 403 as an example; another error would do.",
	Cure:  "Put the origin on the server's list, if the page is yours.",
	Wrong: "Origin: https://evil.example", Right: "Origin: http://example.com",
}

var originCheck = Rule{
	ID: "ws.origin.check", Level: Should, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "10.2"}},
	Title: "The server lets a page of {got} in",
	Why:   "The page belongs to another site. If the user's cookies log it in, that site acts in the user's name.",
	Who:   "The user, who only visited a page: this is called cross-site WebSocket hijacking.",
	Cure:  "Compare Origin with the sites that may connect, and answer 403 to the others.",
	Wrong: "Origin: https://evil.example", Right: "Origin: http://example.com",
}

var originTopic = topic{"ws-origin", []*Rule{&originBrowser, &originSyntax, &originAbsent, &originRefuse, &originCheck}}

var (
	originFaultScheme = Text{"origin.fault.scheme", "the scheme is missing"}
	originFaultPath   = Text{"origin.fault.path", "a path or a slash follows the host"}
	originFaultPort   = Text{"origin.fault.port", "the default port is left out"}
	originFaultSpace  = Text{"origin.fault.space", "a handshake comes from one origin, not from a list"}
	originFaultUser   = Text{"origin.fault.user", "an origin has no user name"}
	originFaultCase   = Text{"origin.fault.case", "scheme and host are written in small letters"}
	originFaultEmpty  = Text{"origin.fault.empty", "it is empty"}
)

func checkOrigin(j *judge, m *Message) {
	l := m.first(OriginField)
	if l == nil {
		checkOriginAbsent(j, m)
		return
	}
	if j.full && j.step().Outcome != Skipped {
		j.derive(&labelOrigin, Show(clip(m.value(l))))
	}
	if j.full {
		checkOriginSyntax(j, m, l)
	}
	if value := m.value(l); !j.policy.allowsOrigin(value) {
		list, _ := j.policy.Get("origins")
		f := j.findAt(&originRefuse, m, l.Value).want(Show([]byte(list)))
		if f != nil && len(j.policy.Origins) > 0 && !l.Value.Empty() {
			f.put(m, l.Value, j.policy.Origins[0])
		}
	}
}

func checkOriginAbsent(j *judge, m *Message) {
	if !j.full || !m.Whole {
		return
	}
	origin := "http://" + string(m.hostValue())
	listed := j.policy != nil && j.policy.Origins != nil
	if listed && len(j.policy.Origins) > 0 {
		origin = j.policy.Origins[0]
	}
	add := m.newLine("Origin", origin)
	if likeBrowser(m) {
		j.find(&originBrowser, m.fieldsEnd()).want("Origin").fix(m.fieldsEnd(), add)
	}
	if listed {
		j.find(&originAbsent, m.fieldsEnd()).want("Origin").fix(m.fieldsEnd(), add)
	}
}

// likeBrowser tells a request that says of itself that a browser made it.
func likeBrowser(m *Message) bool {
	const mozilla = "Mozilla/5.0 ("
	if m.has(SecFetchModeField) || m.has(SecFetchSiteField) {
		return true
	}
	l := m.first(UserAgentField)
	return l != nil && l.Value.End-l.Value.Start > len(mozilla) && string(m.raw[l.Value.Start:l.Value.Start+len(mozilla)]) == mozilla
}

func (m *Message) hostValue() []byte {
	if l := m.first(HostField); l != nil {
		return m.Text(l.Value)
	}
	return nil
}

func checkOriginSyntax(j *judge, m *Message, l *Line) {
	if l.Folds > 0 {
		return
	}
	v := m.Text(l.Value)
	if string(v) == "null" {
		return
	}
	report := func(fault *Text, r Range, replace string) {
		j.find(&originSyntax, m.place(r)).got(m, l.Value).argText("fault", fault).put(m, r, replace)
	}
	scheme, authority := splitAbsolute(m, l.Value)
	switch {
	case len(v) == 0:
		report(&originFaultEmpty, l.Value, " null")
	case hasSpace(v):
		first := l.Value
		for first.End = first.Start; !isOWS(m.raw[first.End]) && m.raw[first.End] != ','; first.End++ {
		}
		report(&originFaultSpace, l.Value, string(m.Text(first)))
	case scheme.Empty():
		report(&originFaultScheme, Range{l.Value.Start, l.Value.Start}, "http://")
	case authority.End < l.Value.End:
		report(&originFaultPath, Range{authority.End, l.Value.End}, "")
	case lastIndexByte(m.Text(authority), '@') >= 0:
		report(&originFaultUser, Range{authority.Start, authority.Start + lastIndexByte(m.Text(authority), '@') + 1}, "")
	case lowerText(v) != string(v):
		report(&originFaultCase, l.Value, lowerText(v))
	default:
		port := ""
		switch string(m.Text(scheme)) {
		case "http":
			port = ":80"
		case "https":
			port = ":443"
		}
		if from := authority.End - len(port); port != "" && from > authority.Start && string(m.raw[from:authority.End]) == port {
			report(&originFaultPort, Range{from, authority.End}, "")
		}
	}
}

func hasSpace(b []byte) bool {
	for _, c := range b {
		if isOWS(c) {
			return true
		}
	}
	return false
}

// foreignOrigin tells whether the page belongs to another host than the one
// that the request goes to.
func foreignOrigin(m *Message) bool {
	l := m.first(OriginField)
	if l == nil || l.Folds > 0 {
		return false
	}
	scheme, authority := splitAbsolute(m, l.Value)
	if scheme.Empty() {
		return false
	}
	return !EqualFold(hostOnly(m.Text(authority)), hostOnly(m.hostValue()))
}

// hostOnly takes the port away.
func hostOnly(b []byte) string {
	if i := lastIndexByte(b, ':'); i >= 0 && allDigits(b[i+1:]) {
		b = b[:i]
	}
	return string(b)
}
