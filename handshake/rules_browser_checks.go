package handshake

// The checks of rules_browser.go. They run for Inspect alone, behind those that
// decide, so that a cause stands before what a browser makes of it.

// fromPage tells a request that a page's script may have caused: it names the
// page's origin, or says of itself that a browser made it.
func fromPage(m *Message) bool { return m.has(OriginField) || likeBrowser(m) }

// checkBrowserRequest looks at the request.
func checkBrowserRequest(j *judge) {
	m := j.req
	if m.Form != HTTP1 || !fromPage(m) {
		return
	}
	if l := m.first(SecFetchModeField); l != nil && m.has(UpgradeField) && !l.Value.Empty() && string(m.value(l)) != "websocket" {
		j.findLine(&browserForbidden, m, l).gotText("Upgrade").want("Sec-Fetch-Mode: websocket")
		return
	}
	if !asksWebSocket(m) {
		return
	}
	target := m.StartLine.Target
	if hash := indexByte(m.Target(), '#'); hash >= 0 {
		r := Range{target.Start + hash, target.End}
		j.findAt(&browserFragment, m, r).consequenceOf(j, "h1.target.uri-chars", "ws.uri.fragment")
	}
	if l := m.first(HostField); l != nil {
		checkBrowserPort(j, m, l)
	}
	if l := m.first(OriginField); l != nil && string(m.value(l)) == "null" {
		j.findAt(&browserNullOrigin, m, l.Value)
	}
	j.behind(&protocolSyntax, &browserProtocolsValid)
	j.behind(&protocolUnique, &browserProtocolsUnique)
	if likeBrowser(m) {
		checkBrowserFields(j, m)
	}
}

// behind notes what a page's script meets where a rule of the request is broken.
func (j *judge) behind(cause, note *Rule) {
	for i := range j.findings[FromClient] {
		if f := j.findings[FromClient][i]; f.Rule == cause {
			j.find(note, f.Place).gotText(f.Got).because(cause)
			return
		}
	}
}

// badPorts is the Fetch standard's list, in order.
var badPorts = [...]uint16{0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95,
	101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
	512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995,
	1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080}

// badPort tells a port that browsers block.
func badPort(n int) bool {
	for _, p := range badPorts {
		if int(p) == n {
			return true
		}
	}
	return false
}

func checkBrowserPort(j *judge, m *Message, l *Line) {
	colon := lastIndexByte(m.Text(l.Value), ':')
	if colon < 0 {
		return
	}
	at := Range{l.Value.Start + colon + 1, l.Value.End}
	if n, ok := number(m.Text(at)); ok && badPort(n) {
		j.findAt(&browserPort, m, at)
	}
}

// ownFields are the fields, besides those of the table and Sec-Fetch-…, that a
// browser may send with a WebSocket handshake of its own accord.
var ownFields = [...]string{"dnt", "priority", "save-data", "sec-gpc", "sec-purpose"}

// forbiddenFields are the names that Fetch keeps from scripts and that no
// browser sends with a WebSocket handshake. Names in Sec- and Proxy- are kept
// from them as well.
var forbiddenFields = [...]string{"accept-charset", "access-control-request-headers", "access-control-request-method",
	"content-length", "cookie2", "date", "expect", "keep-alive", "set-cookie", "te", "trailer", "transfer-encoding"}

// checkBrowserFields finds what neither the browser nor a script can have put
// into the handshake. Behind a proxy that shows itself, anything may be its own.
func checkBrowserFields(j *judge, m *Message) {
	if m.has(ViaField) || m.has(ForwardedField) || m.has(XForwardedForField) || m.has(XForwardedProtoField) {
		return
	}
	n := 0
	for i := range m.Lines {
		l := &m.Lines[i]
		if l.Kind != FieldLine || ownField(m, l) {
			continue
		}
		if n++; n > findingsPerRule {
			return
		}
		r := &browserFields
		if forbiddenField(m.Text(l.Name)) {
			r = &browserForbidden
		}
		j.findLine(r, m, l).got(m, l.Name).cutLine(m, l)
	}
}

// ownField tells a field that browsers send. Authorization is one where the
// browser logs in itself; a script's token comes in another scheme.
func ownField(m *Message, l *Line) bool {
	switch l.Field {
	case HostField, ConnectionField, UpgradeField, KeyField, WSVersionField, ProtocolField, ExtensionsField, OriginField,
		CookieField, UserAgentField, AcceptHeaderField, AcceptEncodingField, AcceptLanguageField, CacheControlField,
		PragmaField, SecFetchDestField, SecFetchModeField, SecFetchSiteField:
		return true
	case AuthorizationField:
		return !hasFoldPrefix(m.Text(l.Value), "bearer ")
	}
	name := m.Text(l.Name)
	return anyFold(name, ownFields[:]) || hasFoldPrefix(name, "sec-fetch-") || hasFoldPrefix(name, "sec-ch-")
}

func forbiddenField(name []byte) bool {
	return hasFoldPrefix(name, "sec-") || hasFoldPrefix(name, "proxy-") || anyFold(name, forbiddenFields[:])
}

func anyFold(b []byte, list []string) bool {
	for _, s := range list {
		if foldEqual(b, s) {
			return true
		}
	}
	return false
}

func hasFoldPrefix(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && foldEqual(b[:len(prefix)], prefix)
}

// checkBrowserAnswer looks at the answer that was given to a page.
func checkBrowserAnswer(j *judge) {
	m := j.res
	if !j.full || !j.given || j.blind() || !m.Whole || m.Form != HTTP1 || j.req.Form != HTTP1 || !fromPage(j.req) {
		return
	}
	status := m.Status()
	code := m.place(m.StartLine.Code)
	if !asksWebSocket(j.req) {
		// A fetch that meets a server of WebSockets: its Upgrade never left the browser.
		l := j.req.first(SecFetchModeField)
		if l != nil && status == 426 && !j.req.has(UpgradeField) && string(j.req.value(l)) == "cors" {
			j.findLine(&browserForbidden, j.req, l).gotText("Upgrade").want("Sec-Fetch-Mode: websocket")
		}
		return
	}
	if l := m.first(StrictTransportSecurityField); l != nil {
		j.findLine(&browserScheme, m, l).got(m, l.Value)
	}
	cause := j.failure
	switch {
	case status == 101 && j.failure == nil:
		checkBrowserSwitch(j, m)
		return
	case status >= 300 && status < 400 && m.has(LocationField):
		l := m.first(LocationField)
		j.findAt(&browserRedirect, m, l.Value).consequenceOf(j, "ws.srv.redirect")
		cause = &browserRedirect
	case status >= 200 && status < 300:
		j.find(&browserStatus, code).got(m, m.StartLine.Code).want("101").consequenceOf(j, "ws.resp.status")
		cause = &browserStatus
	}
	if names := failing(predict(j)); names != "" {
		f := j.find(&browserFail, code).gotText(names)
		if cause != nil {
			f.because(cause)
		}
	}
}

// failing names the browsers that fail.
func failing(b Browsers) string {
	names := ""
	for _, x := range [...]struct {
		name string
		p    *Prediction
	}{{"Chromium", &b.Chromium}, {"Firefox", &b.Firefox}, {"WebKitGTK", &b.WebKit}} {
		if x.p.Outcome != fails {
			continue
		}
		if names != "" {
			names += ", "
		}
		names += x.name
	}
	return names
}

// checkBrowserSwitch looks at a 101 that is good by RFC 6455.
func checkBrowserSwitch(j *judge, m *Message) {
	if !m.has(ProtocolField) && joinMembers(j.req, ProtocolField) != "" {
		j.find(&browserProtocolRequired, m.place(m.StartLine.Code)).consequenceOf(j, "ws.resp.protocol.absent")
	}
	allow, origin := m.first(AccessControlAllowOriginField), j.req.first(OriginField)
	if allow == nil || origin == nil || !foreignOrigin(j.req) {
		return
	}
	// The CORS check of Fetch: the very origin, or * if no credentials came along.
	value := m.value(allow)
	if string(value) == string(j.req.value(origin)) || string(value) == "*" && !j.req.has(CookieField) {
		return
	}
	j.findLine(&browserCredentials, m, allow).got(m, allow.Range).want(Show(j.req.value(origin))).
		fix(m.lineAndEnd(allow), "").consequenceOf(j, "ws.origin.check")
}

// checkBrowserClose finds a Close of the client whose code no script can have
// given, that browsers do not send on their own, and that is no echo.
func checkBrowserClose(j *judge) {
	r := j.heard[FromClient]
	if r == nil || len(r.closing.data) < 2 || j.req.Form != HTTP1 || !fromPage(j.req) {
		return
	}
	code := closeCodeIn(r.closing.data)
	switch {
	case 3000 <= code && code <= 4999:
		return
	case code >= 1000 && code <= 1003, code == 1007, 1009 <= code && code <= 1011:
		return
	}
	if s := j.heard[FromServer]; s != nil && len(s.closing.data) > 1 && closeCodeIn(s.closing.data) == code {
		return
	}
	at := r.closing.payload.Start
	f := j.find(&browserClose, Place{FromClient, at, at + 2}).gotText(itoa(code)).consequenceOf(j, "ws.close.range", "ws.close.never-on-wire")
	if f != nil {
		f.Step = r.closing.step
	}
}
