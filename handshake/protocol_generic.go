package handshake

// genericProtocol is any upgrade token that has no file of its own: the switch
// is judged by RFC 9110 §7.8 alone, and its bytes are shown as they are.
type genericProtocol struct{}

func (genericProtocol) names(name, version []byte) (string, bool) {
	canonical := string(name)
	if len(version) > 0 {
		canonical += "/" + string(version)
	}
	return canonical, true
}

func (genericProtocol) sample() string {
	return "GET /index.html HTTP/1.1\r\nUpgrade: example/1, foo/2\r\nConnection: Upgrade\r\n\r\n"
}

func (genericProtocol) offer(*judge)                                  {}
func (genericProtocol) serve(*judge)                                  {}
func (genericProtocol) fields(_ *judge, b []byte) []byte              { return b }
func (genericProtocol) validate(*judge)                               {}
func (genericProtocol) speak(j *judge, side Side, b []byte, from int) { j.pipe(side, from, len(b)) }

// canonicalLower is for protocols whose name compares without case and which
// have no version: "websocket", "h2c".
func canonicalLower(name, version []byte, token string) (string, bool) {
	if foldEqual(name, token) && len(version) == 0 {
		return token, true
	}
	return "", false
}
