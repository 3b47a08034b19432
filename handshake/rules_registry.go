package handshake

// Names and numbers that IANA registers, compared with what is on the wire. A
// name that is not registered is no fault: it works among those who agreed on
// it. So most of these are notes, one for a message.

var regUpgradeKnown = Rule{ID: "reg.upgrade.known", Level: Explanatory, Severity: Note, Binds: Either,
	Cites: []Cite{{RFC: 9110, Section: "16.7"}},
	Title: "The protocol name {got} is not registered",
	Why:   "IANA keeps the list of names for Upgrade, so that one name never means two protocols.",
	Who:   "It works only between programs that agreed on it; all others ignore it.",
	Cure:  "Nothing must change. A name for public use is registered with IANA.",
	Wrong: "Upgrade: example/1, foo/2", Right: "Upgrade: websocket"}

var regUpgradeVersion = Rule{ID: "reg.upgrade.version", Level: Explanatory, Severity: Note, Binds: Either,
	Cites: []Cite{{RFC: 9110, Section: "16.7"}},
	Title: "The registered form of {got} is {want}",
	Why:   "HTTP and TLS are registered with a version such as 1.2 behind a slash, all other names without one.",
	Who:   "A program that compares the whole member does not recognise it.",
	Cure:  "Write {want}.",
	Wrong: "Upgrade: websocket/13", Right: "Upgrade: websocket"}

var regSubprotocolKnown = Rule{ID: "reg.subprotocol.known", Level: Should, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "1.9"}, {RFC: 6455, Section: "11.5"}},
	Title: "The subprotocol name {got} is neither registered nor built on a domain name",
	Why:   "Short free names collide sooner or later. A registered one, or one with your own domain in it, belongs to you alone.",
	Who:   "Nobody as long as both ends are yours.",
	Cure:  "Nothing must change; a name such as {got}.example.com is safe.",
	Wrong: "Sec-WebSocket-Protocol: foo", Right: "Sec-WebSocket-Protocol: chat.example.com"}

var regSubprotocolCase = Rule{ID: "reg.subprotocol.case", Level: Explanatory, Severity: Warning, Binds: Either,
	Cites: []Cite{{RFC: 7936, Section: "2"}, {RFC: 6455, Section: "4.1", Item: "item 10"}},
	Title: "The subprotocol {got} is registered as {want}, and case counts",
	Why:   "Subprotocol names are compared letter by letter. IANA registers no second name that differs only in case.",
	Who:   "A server that knows {want} does not recognise it, answers without a subprotocol, and Chromium then fails the connection.",
	Cure:  "Write {want}.",
	Wrong: "Sec-WebSocket-Protocol: MQTT", Right: "Sec-WebSocket-Protocol: mqtt"}

var regExtensionKnown = Rule{ID: "reg.extension.known", Level: Must, Severity: Warning, Binds: Either,
	Cites: []Cite{{RFC: 6455, Section: "9.1"}, {RFC: 6455, Section: "11.4"}},
	Title: "The extension name {got} is not registered",
	Why:   "An extension changes the frames themselves, so its name must be registered. Two are: permessage-deflate and bbf-usp-protocol.",
	Who:   "Servers pass an unknown offer over. A client that finds one in the answer fails the connection.",
	Cure:  "Offer permessage-deflate, or nothing.",
	Wrong: "Sec-WebSocket-Extensions: x-webkit-deflate-frame", Right: "Sec-WebSocket-Extensions: permessage-deflate"}

var regCloseKnown = Rule{ID: "reg.close.known", Level: Explanatory, Severity: Note, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "11.7"}, {RFC: 6455, Section: "7.4.1"}},
	Title: "The close code {got} is a registered one and says why the connection ends",
	Why:   "Registered codes mean the same to every program. A script sees the code in its close event.",
	Who:   "Nobody: this only explains the number.",
	Cure:  "Nothing must change.",
	Wrong: "\\x88\\x02\\x03\\xF3", Right: "\\x88\\x02\\x03\\xE8"}

var registryTopic = topic{"registry", []*Rule{&regUpgradeKnown, &regUpgradeVersion, &regSubprotocolKnown,
	&regSubprotocolCase, &regExtensionKnown, &regCloseKnown}}

// checkUpgradeRegistered compares the members of Upgrade with the registry:
// one note for the first unknown name, one for the first odd version.
func checkUpgradeRegistered(j *judge, m *Message) {
	unknown, odd := false, false
	for _, u := range m.upgradeMembers() {
		if !u.wellFormed(m) {
			continue
		}
		t := registeredToken(m.Text(u.Name))
		switch {
		case t == nil:
			if !unknown && !isApplication(m, &u) {
				unknown = true
				j.findAt(&regUpgradeKnown, m, u.Name)
			}
		case t.versioned != isVersionNumber(m.Text(u.Version)) || !t.versioned && u.Slash >= 0:
			if !odd {
				odd = true
				want := t.name
				if t.versioned {
					want += "/" + t.example
				}
				j.findAt(&regUpgradeVersion, m, u.Range).want(want)
			}
		}
		if unknown && odd {
			return
		}
	}
}

// otherCase tells a registered name in another case than usual.
func otherCase(m *Message, u *upgradeMember) (usual string, differs bool) {
	name := m.Text(u.Name)
	t := registeredToken(name)
	if t == nil || string(name) == t.name {
		return "", false
	}
	return t.name, true
}

// isVersionNumber tells DIGIT "." DIGIT, the form that HTTP and TLS use.
func isVersionNumber(b []byte) bool {
	return len(b) == 3 && isDigit(b[0]) && b[1] == '.' && isDigit(b[2])
}

// checkSubprotocolRegistered compares the subprotocols of a message with the
// registry. The names of RFC 6455's own examples are let pass.
func checkSubprotocolRegistered(j *judge, m *Message) {
	if !j.full {
		return
	}
	unknown, cased := false, 0
	for x := m.walk(ProtocolField); x.next(); {
		name := m.Text(x.Range)
		if len(name) > longestSubprotocol || !isToken(name) {
			continue
		}
		registered, exact := registeredSubprotocol(name)
		switch {
		case exact || isExampleName(name):
		case registered != "":
			j.findAt(&regSubprotocolCase, m, x.Range).want(registered).put(m, x.Range, registered)
			if cased++; cased == enough {
				return
			}
		case !unknown && !onDomain(name):
			unknown = true
			j.findAt(&regSubprotocolKnown, m, x.Range)
		}
	}
}

// onDomain tells a name that ends like a domain name: two labels, the last of
// letters. It is lenient on purpose.
func onDomain(name []byte) bool {
	dot := len(name) - 1
	for dot > 0 && isAlpha(name[dot]) {
		dot--
	}
	return dot > 0 && name[dot] == '.' && len(name)-dot > 2
}

// isRegisteredCode tells the codes that may be sent and have a meaning worth a
// word: 1000, the normal end, needs none.
func isRegisteredCode(code int) bool {
	for i := range closeCodes {
		if closeCodes[i].code == code {
			return code != 1000
		}
	}
	return false
}
