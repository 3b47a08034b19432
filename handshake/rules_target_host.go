package handshake

// What a target says of the host: who may stand before it, that it is there at
// all, and the port of a tunnel. The rules stand with those of Host.

var targetUserinfo = Rule{
	ID: "h1.target.userinfo", Level: MustNot, Severity: Violation, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "4.2.4"}, {RFC: 9113, Section: "8.3.1"}, {RFC: 9114, Section: "4.3.1"}},
	Title: "A name or password stands before the host, up to the @",
	Why:   "Such a part of an address was made for log-ins and is given up: it can hide which host is meant, and it ends up in every log.",
	Who:   "Servers and proxies refuse the request, or compare the whole text with the names they serve and do not find it.",
	Cure:  "Leave out all up to the @. A log-in goes into Authorization.",
	Wrong: `http://bob@a.example/chat`, Right: `http://a.example/chat`,
}

var targetEmptyHost = Rule{
	ID: "h1.target.empty-host", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9110, Section: "4.2.1"}, {RFC: 9110, Section: "4.2.2"}},
	Title: "The address in the target has no host",
	Why:   "An http or https address without a host points nowhere. Nobody may send one, and who gets one must reject it.",
	Who:   "The server answers 400. One that falls back on its default site, or on Host, serves something that was not asked for.",
	Cure:  "Name the host, or send the path alone.",
	Wrong: `GET http:///chat HTTP/1.1`, Right: `GET http://a.example/chat HTTP/1.1`,
}

var connectPort = Rule{
	ID: "h1.connect.port", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9110, Section: "9.3.6"}, {RFC: 9113, Section: "8.5"}, {RFC: 9114, Section: "4.4"}},
	Title: "The port of CONNECT is \"{got}\", it must be {want}",
	Why:   "A tunnel has no default port: nothing but this number says where it leads.",
	Who:   "The proxy must reject the request, usually with 400.",
	Cure:  "Write the port of the server behind the proxy: 443 for wss, 80 for ws.",
	Wrong: `CONNECT a.example:99999 HTTP/1.1`, Right: `CONNECT a.example:443 HTTP/1.1`,
}

var hostFirst = Rule{
	ID: "h1.host.first", Level: Should, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "7.2"}, {RFC: 9110, Section: "5.3"}},
	Title: "Host is not the first field",
	Why:   "A user agent should send Host first: it tells the site, and who does not serve that site need not read on.",
	Who:   "Nobody: the order of fields with different names has no meaning.",
	Cure:  "Nothing has to change.",
	Wrong: `HTTP/1.1\r\nUpgrade: websocket\r\nHost: a.example`, Right: `HTTP/1.1\r\nHost: a.example`,
}

// checkTargetHost looks at scheme://authority in the target of a request.
func checkTargetHost(j *judge, m *Message) {
	t, r := m.Target(), m.StartLine.Target
	from, path := splitAbsoluteForm(t)
	if from < 0 {
		return
	}
	if scheme := t[:from-3]; !foldEqual(scheme, "http") && !foldEqual(scheme, "https") {
		return
	}
	authority := Range{r.Start + from, r.Start + path}
	checkUserinfo(j, m, authority)
	host := m.Text(authority)
	if host = host[lastIndexByte(host, '@')+1:]; len(host) > 0 && host[0] != ':' {
		return
	}
	f := j.findAt(&targetEmptyHost, m, r)
	if l := m.first(HostField); f != nil && l != nil && validAuthority(m.value(l)) {
		f.put(m, authority, string(m.value(l)))
	}
}

// checkUserinfo finds what stands before an @ in an authority. It is not shown
// once more: it may be a password.
func checkUserinfo(j *judge, m *Message, authority Range) {
	if at := lastIndexByte(m.Text(authority), '@'); at >= 0 {
		r := m.place(Range{authority.Start, authority.Start + at + 1})
		j.find(&targetUserinfo, r).fix(r, "")
	}
}

// checkConnectPort looks at host:port of a CONNECT.
func checkConnectPort(j *judge, m *Message, authority Range) {
	t := m.Text(authority)
	i := lastIndexByte(t, ':')
	if n, ok := number(t[i+1:]); i < 0 || !ok || n < 1 || n > 65535 {
		r, port := Range{authority.Start + i + 1, authority.End}, "443"
		if i < lastIndexByte(t, ']') || i < 0 {
			r.Start, port = r.End, ":443"
		}
		j.findAt(&connectPort, m, r).want("1–65535").put(m, r, port)
	}
}

// checkHostFirst: the fix moves the line, where the text before it is short.
func checkHostFirst(j *judge, m *Message, host *Line) {
	first := &m.Lines[0]
	if !j.full || host == first || first.Kind != FieldLine {
		return
	}
	f := j.findLine(&hostFirst, m, host)
	if r := (Range{first.Start, host.Next}); f != nil && r.End-r.Start < 4096 {
		f.fixText(m, r, append(append([]byte(nil), m.raw[host.Start:host.Next]...), m.raw[first.Start:host.Start]...))
	}
}
