package handshake

import (
	"bytes"
	"strings"
)

// The checks of rules_practice.go. They only explain, so they run for Inspect
// alone and decide nothing.

// checkRequestPractice looks at the request alone.
func checkRequestPractice(j *judge) {
	m := j.req
	if m.Form != HTTP1 {
		return
	}
	if at := m.StartLine.Start; beginsTLS(m.raw[at:]) {
		if r := certificateAlert(m.raw, at); !r.Empty() {
			j.find(&pracTLSCert, m.place(r)).gotText(alertName(m.raw[r.End-1]))
			j.blame(FromClient, &pracTLSCert)
			return
		}
		j.find(&pracTLS, m.place(Range{at, at + 2})).gotText(Hex(m.raw[at : at+2])).want("GET")
		j.blame(FromClient, &pracTLS)
		return
	}
	checkHTTPTokens(j, m)
	listed := m.hasMember(ConnectionField, "upgrade")
	webSocket := m.has(KeyField) || m.has(WSVersionField)
	switch {
	case webSocket && !m.has(UpgradeField) && checkNamedProxy(j, m):
	case m.isHTTP10() && !m.has(UpgradeField) && m.hasMember(ConnectionField, "close"):
		j.findAt(&pracNginxNoUpgrade, m, m.StartLine.Version).want("HTTP/1.1")
	case webSocket && m.has(UpgradeField) != listed:
		want := "Connection: Upgrade"
		if listed {
			want = "Upgrade"
		}
		j.find(&pracProxyStrip, m.fieldsEnd()).want(want)
	case listed && !webSocket && !m.has(UpgradeField):
		l := m.first(ConnectionField)
		j.findLine(&pracNginxHardcoded, m, l).got(m, l.Range)
	}
	if listed && asksWebSocket(m) {
		checkConnectionList(j, m)
	}
}

// blame makes all that was found on one side a consequence of what stands there
// in the place of HTTP.
func (j *judge) blame(side Side, cause *Rule) {
	for i := range j.findings[side] {
		if f := &j.findings[side][i]; f.Rule != cause && f.Because == "" {
			f.Because = cause.ID
		}
	}
}

// beginsTLS tells a TLS record of a handshake or an alert.
func beginsTLS(b []byte) bool {
	return len(b) > 1 && (b[0] == 0x15 || b[0] == tlsHandshake) && b[1] == 3
}

// certificateAlert finds the alert about a certificate among TLS records.
func certificateAlert(b []byte, at int) Range {
	for at+tlsHeadSize <= len(b) && tlsRecordAt(b, at) {
		end := at + tlsHeadSize + int(bigEndian(b[at+3:at+5]))
		if b[at] == tlsAlert && end == at+tlsHeadSize+2 && end <= len(b) && refusesCertificate(b[end-1]) {
			return Range{at, end}
		}
		at = end
	}
	return Range{}
}

// checkConnectionList notes a Connection with more in it than Upgrade.
func checkConnectionList(j *judge, m *Message) {
	l := m.first(ConnectionField)
	if l == nil || foldEqual(m.Text(l.Value), "upgrade") && m.count(ConnectionField) == 1 {
		return
	}
	j.findAt(&pracTextCase, m, l.Value).want(wordUpgradeAmong.ref())
}

// checkResponsePractice looks at the answer that was given, with the request in mind.
func checkResponsePractice(j *judge) {
	m := j.res
	if !j.full || !j.given || j.blind() || m.Form != HTTP1 || j.req.Form != HTTP1 {
		return
	}
	status := m.Status()
	code := m.place(m.StartLine.Code)
	switch {
	case status == 101:
		if asksWebSocket(j.req) {
			if m.StartLine.WellFormed && m.StartLine.Reason.Empty() {
				j.find(&pracReason, code)
			}
			checkConnectionList(j, m)
			checkTokenOffer(j, m)
			checkBodyAfterSwitch(j, m)
		}
		return
	case len(m.raw) == 0, status >= 100 && status < 200:
		j.find(&pracClosedEarly, m.place(Range{len(m.raw), len(m.raw)}))
		return
	case status == 0 && beginsTLS(m.raw):
		j.find(&pracTLS, m.place(Range{0, 2})).gotText(Hex(m.raw[:2])).want("HTTP/1.1 101")
		j.blame(FromServer, &pracTLS)
		return
	case string(j.req.Method()) == "CONNECT":
		if status == 403 || status == 407 || status >= 502 {
			j.find(&pracProxyConnect, code).got(m, m.StartLine.Code).want("200")
		}
		return
	case status == 426 && !j.req.has(UpgradeField):
		if via := j.req.first(ViaField); via != nil && fromHTTP2(j.req.Text(via.Value)) {
			j.findLine(&pracProxyH2, j.req, via).got(j.req, via.Range)
			return
		}
		j.find(&pracStatus426, code).got(m, m.StartLine.Code)
		return
	case status >= 400 && status != 426 && j.answer.Verdict == Ignore && j.answer.Rule == &upNoCommon:
		j.find(&pracUpgradeRefused, code).got(m, m.StartLine.Code).want("200").fixAnswer(j)
		return
	}
	if asksWebSocket(j.req) {
		checkRefusalPractice(j, m, status)
	} else if method := string(j.req.Method()); j.answer.Verdict == Accept && method != "GET" && method != "OPTIONS" {
		j.findAt(&pracProxyGetOnly, j.req, j.req.StartLine.Method).want("GET")
	}
}

// fromHTTP2 tells a Via whose first hop was received over HTTP/2.
func fromHTTP2(via []byte) bool {
	if len(via) > 5 && foldEqual(via[:5], "http/") {
		via = via[5:]
	}
	return len(via) > 1 && via[0] == '2' && (via[1] == ' ' || via[1] == '.')
}

// checkRefusalPractice names what most often stands behind a status.
func checkRefusalPractice(j *judge, m *Message, status int) {
	asked := j.req
	at := m.StartLine.Code
	code := m.place(at)
	good := j.answer.Verdict == Accept
	if l := m.first(AccessControlAllowOriginField); l != nil {
		j.findLine(&pracCORS, m, l).got(m, l.Range)
	}
	crossSite := string(asked.pseudo(SecFetchSiteField)) == "cross-site"
	switch {
	case (status == 401 || status == 403) && crossSite && !asked.has(CookieField):
		j.find(&pracSameSite, asked.whole(asked.first(SecFetchSiteField))).got(m, at)
	case status == 401 && !asked.has(CookieField) && !asked.has(AuthorizationField):
		j.find(&pracAuth401, code).got(m, at)
	case status == 403 && fromEnvoy(m):
		j.find(&pracEnvoy, code).got(m, at).want("101")
	case status == 403 && asked.has(OriginField):
		l := asked.first(OriginField)
		j.find(&pracOrigin403, code).gotText(Show(asked.value(l)))
	case status == 200:
		j.find(&pracStatus200, code).got(m, at).want("101")
	case status >= 300 && status < 400:
		checkSlash(j, m)
	case status == 400 && bytes.Contains(m.raw[m.HeadEnd:min(len(m.raw), m.HeadEnd+2048)], []byte("HTTPS")):
		j.find(&pracTLS, code).got(m, at).want("101")
	case status == 431, status == 400 && good && asked.HeadEnd-asked.Start >= 4096:
		j.find(&pracStatus431, code).gotText(itoa(asked.HeadEnd - asked.Start))
	case status == 400 && good:
		j.find(&pracStatus400, code).got(m, at).want("101")
	case status == 404:
		j.find(&pracStatus404, code).gotText(Show(asked.Target()))
	case status == 405 && string(asked.Method()) == "GET":
		j.find(&pracStatus405, code).got(m, at)
	case status == 429, status == 503:
		j.find(&pracStatusLimit, code).got(m, at)
	case status == 502, status == 504:
		j.find(&pracStatusGateway, code).got(m, at)
	case status == 500 && good:
		j.find(&pracHijack, code).got(m, at).want("101")
	}
}

// checkSlash finds a redirect to the same path with a slash behind it.
func checkSlash(j *judge, m *Message) {
	l := m.first(LocationField)
	if l == nil {
		return
	}
	from, _ := splitTarget(j.req.Target())
	to, _ := splitTarget(m.value(l))
	if len(to) == len(from)+1 && to[len(from)] == '/' && bytes.HasPrefix(to, from) {
		j.findAt(&pracNginxLocation, m, l.Value)
	}
}

// checkTokenOffer finds a name among the subprotocols that is a secret by its
// looks, in an exchange whose answer names none.
func checkTokenOffer(j *judge, m *Message) {
	if m.has(ProtocolField) {
		return
	}
	for x := j.req.walk(ProtocolField); x.next(); {
		if name := j.req.Text(x.Range); looksSecret(name) {
			j.find(&pracToken, j.req.place(x.Range)).gotText(itoa(len(name)) + wordCharacters.ref())
			return
		}
	}
}

// looksSecret tells a bearer token or a JWT, whose three parts are joined by dots.
func looksSecret(name []byte) bool {
	for _, mark := range [...]string{"bearer", "token", "authorization"} {
		if i := len(mark); len(name) > i && foldEqual(name[:i], mark) {
			return true
		}
	}
	return bytes.Contains(name, []byte("bearer.")) || len(name) > 40 && bytes.Count(name, []byte(".")) == 2 && bytes.HasPrefix(name, []byte("ey"))
}

// checkBodyAfterSwitch finds text behind the 101: a frame of a server begins
// with a byte from 80 on, or 00 to 0A.
func checkBodyAfterSwitch(j *judge, m *Message) {
	rest := m.raw[m.HeadEnd:]
	if len(rest) == 0 || rest[0] < ' ' || rest[0] > '~' {
		return
	}
	end := 0
	for end < min(len(rest), 24) && ' ' <= rest[end] && rest[end] <= '~' {
		end++
	}
	at := Range{m.HeadEnd, m.HeadEnd + end}
	j.findAt(&pracBody, m, at).put(m, Range{m.HeadEnd, len(m.raw)}, "")
}

// blameBody marks what is wrong with the first frames as a consequence of the
// text that stands in their place, or of the framing that the 101 announced.
func blameBody(j *judge) {
	server := j.findings[FromServer]
	body, framing := "", ""
	for i := range server {
		switch id := server[i].Rule.ID; {
		case id == pracBody.ID:
			body = id
		case strings.HasPrefix(id, "h1.1xx.no-") && framing == "":
			framing = id
		}
	}
	if body == "" {
		return
	}
	cause := body
	if framing != "" {
		cause = framing
	}
	for i := range server {
		id := server[i].Rule.ID
		if server[i].Because == "" && (strings.HasPrefix(id, "ws.frame.") || id == pracBody.ID && cause != id) {
			server[i].Because = cause
		}
	}
}
