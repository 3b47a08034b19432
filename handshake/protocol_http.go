package handshake

// httpProtocol are the names of HTTP itself: HTTP/2.0, h2, h3. They are
// registered or well known, and yet no connection is switched to them with
// Upgrade: HTTP/2 and HTTP/3 are chosen by ALPN or by prior knowledge, and h2
// in Upgrade must be ignored (RFC 7540 §3.2). The one that existed is h2c.
// What a server sends may name them all the same, so the client checks for it.
type httpProtocol struct{}

func (httpProtocol) names(name, version []byte) (string, bool) {
	switch {
	case foldEqual(name, "HTTP") && len(version) > 0 && version[0] != '1': // HTTP/1.1 stands on top of TLS
		return "HTTP/" + string(version), true
	case (foldEqual(name, "h2") || foldEqual(name, "h3")) && len(version) == 0:
		return string(lower(name[0])) + string(name[1]), true
	}
	return "", false
}

func (httpProtocol) sample() string { return "" }

// neverSwitchedTo tells a member of Upgrade that every server ignores.
func neverSwitchedTo(m *Message, u *upgradeMember) bool {
	_, ok := httpProtocol{}.names(m.Text(u.Name), m.Text(u.Version))
	return ok || foldEqual(m.Text(u.Name), "HTTP") || needsOtherTransport(m, u)
}

func (httpProtocol) offer(*judge)                                  {}
func (httpProtocol) serve(*judge)                                  {}
func (httpProtocol) fields(_ *judge, b []byte) []byte              { return b }
func (httpProtocol) speak(j *judge, side Side, b []byte, from int) { j.pipe(side, from, len(b)) }

func (httpProtocol) validate(j *judge) {
	if ms := j.res.upgradeMembers(); len(ms) > 0 && neverSwitchedTo(j.res, &ms[0]) {
		j.findAt(&h2cTokenH2, j.res, ms[0].Range).fixAnswer(j)
	}
}

// checkHTTPTokens explains what became of such a member of a request.
func checkHTTPTokens(j *judge, m *Message) {
	for _, u := range m.upgradeMembers() {
		if neverSwitchedTo(m, &u) {
			j.findAt(&h2cTokenIgnored, m, u.Range)
			return
		}
	}
}
