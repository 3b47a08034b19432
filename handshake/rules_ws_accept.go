package handshake

// Sec-WebSocket-Accept (RFC 6455 §4.1 check 4, §4.2.2 item 5): there, once, and
// the value computed from the key. A wrong value is named by the mistake that
// makes it; accept_forensics.go knows the mistakes.

var acceptPresent = Rule{
	ID: "ws.resp.accept.present", Level: Must, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "check 4"}, {RFC: 6455, Section: "4.2.2", Item: "item 5"}},
	Title: "No Sec-WebSocket-Accept in the 101",
	Why:   "It shows that the server read this handshake and knows WebSocket.",
	Who:   "Every browser fails: the header is missing. Servers written for a draft of 2010 do not send it.",
	Cure:  "Compute it from the key and send it.",
	Wrong: "HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\n", Right: "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
}

var acceptValue = Rule{
	ID: "ws.resp.accept.value", Level: Must, Severity: Error, Binds: Pair,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "check 4"}, {RFC: 6455, Section: "4.2.2", Item: "item 5"}},
	Title: "The Accept is wrong: {mistake}",
	Why:   "The right value is the base64 of the 20 bytes of SHA-1, taken over the key as it was sent with the GUID behind it.",
	Who:   "Every browser fails with an incorrect Sec-WebSocket-Accept; a client that does not look talks to a stranger.",
	Cure:  "Send {want}.",
	Wrong: "Sec-WebSocket-Accept: hHLtf2V1k8aDQZfNjw3Ia1hCwt0=", Right: "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
}

var acceptKeyAsText = Rule{
	ID: "ws.resp.accept.key-as-text", Level: Must, Severity: Error, Binds: Pair,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "check 4"}, {RFC: 6455, Section: "4.2.2", Item: "item 4"}},
	Title: "The Accept is wrong: the key was decoded before it was hashed",
	Why:   "The key is hashed as the 24 characters that stand in the request. What they encode is never needed.",
	Who:   "Every browser fails with an incorrect Sec-WebSocket-Accept.",
	Cure:  "Hash the text of the key with the GUID behind it; do not decode it.",
	Wrong: "Sec-WebSocket-Accept: BXhwxM0SZasKmCD9S4BfpPmCnEw=", Right: "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
}

var acceptCase = Rule{
	ID: "ws.resp.accept.case", Level: Must, Severity: Error, Binds: Pair,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "check 4"}},
	Title: "The Accept has the right letters, but capitals are changed",
	Why:   "In base64 a capital and a small letter are different digits.",
	Who:   "Chrome and Firefox fail; WebKit was seen to go on. Some proxy or library changes the case of values.",
	Cure:  "Leave the value as it was computed.",
	Wrong: "Sec-WebSocket-Accept: s3ppl", Right: "Sec-WebSocket-Accept: s3pPL",
}

var acceptOnce = Rule{
	ID: "ws.resp.accept.once", Level: MustNot, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "11.3.3"}},
	Title: "Sec-WebSocket-Accept stands on {n} lines",
	Why:   "There is one key and one answer to it.",
	Who:   "Chrome fails: the header must not appear more than once. Often a framework and the program both add it.",
	Cure:  "Keep one line.",
	Wrong: "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\\r\\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\\r\\n", Right: "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\\r\\n",
}

var acceptTopic = topic{"ws-accept", []*Rule{&acceptPresent, &acceptValue, &acceptKeyAsText, &acceptCase, &acceptOnce}}

func checkAccept(j *judge) {
	m := j.res
	key := j.key()
	known := j.asked() && j.req.has(KeyField)
	lines := m.lines(AcceptField)
	if len(lines) == 0 {
		if m.Whole {
			f := j.find(&acceptPresent, m.fieldsEnd()).want("Sec-WebSocket-Accept")
			if known {
				f.addLine(m, "Sec-WebSocket-Accept", AcceptFor(key))
			} else {
				f.consequenceOf(j, keyPresent.ID)
			}
		}
		return
	}
	shown := j.full && j.step().Outcome != Skipped
	right := AcceptFor(key)
	if shown && known {
		j.deriveAccept()
		j.derive(&labelExpected, right)
	}
	if len(lines) > 1 {
		j.find(&acceptOnce, m.whole(lines[1])).got(m, lines[1].Value).arg("n", itoa(len(lines))).cutLine(m, lines[1])
	}
	for _, l := range lines[:min(len(lines), findingsPerRule)] {
		value := string(m.value(l))
		switch {
		case value == right || !known || j.acceptsOther(value):
			if shown {
				j.derive(&labelReceived, Show(clip([]byte(value))))
			}
			continue
		case shown:
			j.deriveBad(&labelReceived, Show(clip([]byte(value))))
		}
		replace := right
		if l.Value.Empty() {
			replace = " " + right
		}
		rule, named := &acceptValue, diagnosis{}
		if j.full {
			named = diagnose(key, value)
			switch {
			case named.texts[0] == &mistakeCase && named.texts[1] == nil:
				rule = &acceptCase
			case named.texts[0] == &mistakeDecoded && named.texts[1] == nil:
				rule = &acceptKeyAsText
			}
		}
		j.findAt(rule, m, l.Value).want(right).argText("mistake", named.phrase()...).put(m, l.Value, replace)
		if shown {
			named.show(j, value)
		}
	}
}

// acceptsOther tells whether the value answers another of several keys.
func (j *judge) acceptsOther(value string) bool {
	lines := j.req.lines(KeyField)
	for i, l := range lines {
		if i > 0 && i < findingsPerRule && AcceptFor(string(j.req.value(l))) == value {
			return true
		}
	}
	return false
}

// show adds the mistake's own working to the step in hand.
func (d *diagnosis) show(j *judge, value string) {
	if d.input != "" {
		j.derive(&labelHashed, Show(clip([]byte(d.input))))
	}
	if d.made {
		name := ""
		for _, t := range d.phrase() {
			name += t.ref()
		}
		j.deriveBad(&labelMistake, Show([]byte(value)), Arg{"mistake", name})
	}
}

var (
	labelHashed  = Text{"derived.hashed-instead", "what was hashed instead"}
	labelMistake = Text{"derived.mistake", "made by this mistake: {mistake}"}
)
