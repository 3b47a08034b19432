package handshake

import "cmp"

// Sec-WebSocket-Protocol (RFC 6455 §4.1 item 10 and check 6, §4.2.2, §11.3.4):
// the client offers a list of names, each once; the server answers with
// exactly one of them, letter for letter, or leaves the field out.

var protocolSyntax = Rule{
	ID: "ws.req.protocol.syntax", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 10"}, {RFC: 6455, Section: "4.3"}},
	Title: "The list of subprotocols holds what is no name: {got}",
	Why:   "Names are tokens: letters, digits and a few marks. A slash, a space or a quotation mark would be read as something else.",
	Who:   "Browsers throw a SyntaxError before anything is sent; strict servers answer 400.",
	Cure:  "Use a name without such characters; a token of your own goes in base64url without padding.",
	Wrong: "Sec-WebSocket-Protocol: chat/1", Right: "Sec-WebSocket-Protocol: chat, superchat",
}

var protocolUnique = Rule{
	ID: "ws.req.protocol.unique", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 10"}},
	Title: "The subprotocol {got} is offered twice",
	Why:   "The list is an order of preference, and a name cannot be preferred to itself.",
	Who:   "Browsers throw a SyntaxError; strict servers answer 400, many others never notice.",
	Cure:  "Take the second one away.",
	Wrong: "Sec-WebSocket-Protocol: chat, chat", Right: "Sec-WebSocket-Protocol: chat, superchat",
}

var protocolLines = Rule{
	ID: "ws.req.protocol.lines", Level: May, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "11.3.4"}},
	Title: "The subprotocols stand on {n} lines; they are one list",
	Why:   "Lines of one name are joined with commas, in order.",
	Who:   "Servers that read the first line only miss the other names.",
	Cure:  "Nothing must be done; one line is safer.",
	Wrong: "Sec-WebSocket-Protocol: chat\\r\\nSec-WebSocket-Protocol: superchat\\r\\n", Right: "Sec-WebSocket-Protocol: chat, superchat\\r\\n",
}

var answerProtocolOffered = Rule{
	ID: "ws.resp.protocol.offered", Level: Must, Severity: Error, Binds: Pair,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "check 6"}, {RFC: 6455, Section: "4.2.2", Item: "item 4"}},
	Title: "The server chose the subprotocol {got}, which the client did not offer",
	Why:   "Both ends must speak the same inside the WebSocket. Names compare letter for letter, capitals included.",
	Who:   "Browsers fail the connection and name the value that matches none of those sent.",
	Cure:  "Answer with one of the offered names exactly as it came, or leave the field out.",
	Wrong: "HTTP/1.1 101 Switching Protocols\\r\\nSec-WebSocket-Protocol: Chat\\r\\n", Right: "Sec-WebSocket-Protocol: chat\\r\\n",
}

var answerProtocolSingle = Rule{
	ID: "ws.resp.protocol.single", Level: Must, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.2.2", Item: "item 4"}, {RFC: 6455, Section: "4.3"}},
	Title: "The server answers with {n} subprotocols instead of one",
	Why:   "A connection speaks one subprotocol. A list leaves open which.",
	Who:   "Browsers compare the whole value with the offers and fail.",
	Cure:  "Choose one name; do not send the client's list back.",
	Wrong: "\\r\\nSec-WebSocket-Protocol: chat, superchat\\r\\n\\r\\n", Right: "\\r\\nSec-WebSocket-Protocol: chat\\r\\n",
}

var answerProtocolNotEmpty = Rule{
	ID: "ws.resp.protocol.not-empty", Level: MustNot, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.2.2", Item: "item 4"}},
	Title: "The server's Sec-WebSocket-Protocol is empty",
	Why:   "No subprotocol is said by leaving the field out. The empty text is no name that anyone offered.",
	Who:   "Chrome fails the connection; others open it.",
	Cure:  "Leave the line out.",
	Wrong: "Sec-WebSocket-Protocol:\\r\\n", Right: "Sec-WebSocket-Protocol: chat\\r\\n",
}

var answerProtocolOnce = Rule{
	ID: "ws.resp.protocol.once", Level: MustNot, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "11.3.4"}},
	Title: "Sec-WebSocket-Protocol stands on {n} lines of the answer",
	Why:   "In the answer the field holds one name, so there is nothing to spread over lines.",
	Who:   "Chrome and Firefox fail, WebKit goes on.",
	Cure:  "Send one line; often a framework and the program both add one.",
	Wrong: "Sec-WebSocket-Protocol: chat\\r\\nSec-WebSocket-Protocol: chat\\r\\n", Right: "Sec-WebSocket-Protocol: chat\\r\\n",
}

var answerProtocolAbsent = Rule{
	ID: "ws.resp.protocol.absent", Level: May, Severity: Warning, Binds: Pair,
	Cites: []Cite{{RFC: 6455, Section: "4.2.2", Item: "item 4"}, {Spec: "WHATWG WebSockets", Link: "https://websockets.spec.whatwg.org/#websocket-opening-handshake"}},
	Title: "The client offered {want}, and the server chose no subprotocol",
	Why:   "RFC 6455 allows it: then none is spoken. The browsers' standard counts it as a failure.",
	Who:   "Chrome fails; Firefox and WebKit open the connection with an empty protocol.",
	Cure:  "Answer with one of the offered names, or do not offer any.",
	Wrong: "Sec-WebSocket-Protocol: guacamole", Right: "Sec-WebSocket-Protocol: chat",
}

var optionsTopic = topic{"ws-options", []*Rule{&protocolSyntax, &protocolUnique, &protocolLines, &answerProtocolOffered,
	&answerProtocolSingle, &answerProtocolNotEmpty, &answerProtocolOnce, &answerProtocolAbsent}}

func checkSubprotocolOffer(j *judge, m *Message) {
	l := m.first(ProtocolField)
	if l == nil {
		return
	}
	empty, faults, twice := true, 0, 0
	var seen []Member
	for x := m.walk(ProtocolField); x.next(); {
		if x.Empty() {
			continue
		}
		empty = false
		name := m.Text(x.Range)
		switch {
		case !isToken(name):
			if faults++; faults <= findingsPerRule {
				j.findAt(&protocolSyntax, m, x.Range).put(m, x.Range, asToken(name)).consequenceOf(j, "h1.token.chars")
			}
		case containsMember(m, seen, name):
			if twice++; twice <= findingsPerRule {
				f := j.findAt(&protocolUnique, m, x.Range)
				if f != nil {
					f.fix(m.memberOut(ProtocolField, x.Range), "")
				}
			}
		case len(seen) < manyNames:
			seen = append(seen, x.Member)
		}
		if j.done() {
			return
		}
	}
	if empty {
		j.findLine(&protocolSyntax, m, l).got(m, l.Value).cutLine(m, l).consequenceOf(j, "h1.list.at-least-one")
	}
	if n := m.count(ProtocolField); n > 1 && j.full {
		j.find(&protocolLines, m.whole(m.lines(ProtocolField)[1])).arg("n", itoa(n))
	}
	checkSubprotocolRegistered(j, m)
}

// manyNames is how many names are compared with each other: no real list is
// longer, and a hostile one must not take the time of its square.
const manyNames = 256

// memberOut is the place that a fix takes away to remove a member: with one
// comma, or with the whole line if nothing else stands in it.
func (m *Message) memberOut(f Field, r Range) Place {
	var before, at, after Member
	before.Line, at.Line, after.Line = -1, -1, -1
	for x := m.walk(f); x.next(); {
		if at.Line >= 0 {
			after = x.Member
			break
		}
		if x.Range == r {
			at = x.Member
		} else {
			before = x.Member
		}
	}
	switch {
	case at.Line < 0:
		return m.place(r)
	case before.Line == at.Line:
		return m.place(Range{before.End, at.End})
	case after.Line == at.Line:
		return m.place(Range{at.Start, after.Start})
	}
	return m.lineAndEnd(&m.Lines[at.Line])
}

// asToken makes a token of a name: quotation marks go, what else is not
// allowed becomes a hyphen.
func asToken(name []byte) string {
	var out []byte
	for _, c := range name {
		switch {
		case isTchar(c):
			out = append(out, c)
		case c != '"':
			out = append(out, '-')
		}
	}
	if len(out) == 0 {
		return "-"
	}
	return string(out)
}

// asked tells whether the request is there, so that an answer can be held
// against it: of a response that was pasted alone only its own form is judged.
func (j *judge) asked() bool {
	return j.req != nil && len(j.req.raw) > 0 && (j.req.Form == HTTP1 || j.res.Form == FieldSection)
}

func checkSubprotocolAnswer(j *judge) {
	m := j.res
	j.deriveOptions(ProtocolField)
	if !j.given {
		return // the simulated answer is ours
	}
	l := m.first(ProtocolField)
	if l == nil {
		if j.asked() && m.Whole && joinMembers(j.req, ProtocolField) != "" {
			f := j.find(&answerProtocolAbsent, m.fieldsEnd()).want(joinMembers(j.req, ProtocolField))
			f.addLine(m, "Sec-WebSocket-Protocol", j.offeredName(nil))
		}
		return
	}
	lines := m.lines(ProtocolField)
	if len(lines) > 1 {
		j.find(&answerProtocolOnce, m.whole(lines[1])).got(m, lines[1].Value).arg("n", itoa(len(lines))).cutLine(m, lines[1])
	}
	var names [2]Member // the first two of n
	n := 0
	for x := m.walk(ProtocolField); x.next(); {
		if x.Empty() {
			continue
		}
		if n < len(names) {
			names[n] = x.Member
		}
		n++
	}
	switch {
	case n == 0:
		j.findLine(&answerProtocolNotEmpty, m, l).cutLine(m, l)
	case n > 1 && len(lines) > 1:
		j.findAt(&answerProtocolSingle, m, names[1].Range).want("1").arg("n", itoa(n)).
			fix(m.lineAndEnd(lines[1]), "").because(&answerProtocolOnce)
	case n > 1:
		j.findAt(&answerProtocolSingle, m, l.Value).want("1").arg("n", itoa(n)).
			fix(m.place(l.Value), cmp.Or(j.offeredName(m.Text(names[0].Range)), string(m.Text(names[0].Range))))
	case j.asked() && !j.req.lists(ProtocolField, m.Text(names[0].Range)):
		f := j.findAt(&answerProtocolOffered, m, names[0].Range)
		if name := j.offeredName(m.Text(names[0].Range)); name != "" {
			f.want(joinMembers(j.req, ProtocolField)).put(m, l.Value, name)
		} else {
			f.cutLine(m, l)
		}
	}
}

// deriveOptions shows offer and answer side by side, when there are any.
func (j *judge) deriveOptions(f Field) {
	if !j.full || j.step().Outcome == Skipped || !j.req.has(f) && !j.res.has(f) {
		return
	}
	j.deriveText(&labelAsked, joinMembers(j.req, f))
	j.deriveText(&labelAnswered, joinMembers(j.res, f))
}

// offeredName is the offered name that an answer was probably meant to be: the
// same but for capitals, else the first that is offered.
func (j *judge) offeredName(answer []byte) string {
	first := ""
	for x := j.req.walk(ProtocolField); x.next(); {
		name := j.req.Text(x.Range)
		if isToken(name) && (first == "" || EqualFold(string(name), string(answer))) {
			first = string(name)
		}
	}
	return first
}

func containsMember(m *Message, all []Member, name []byte) bool {
	for _, x := range all {
		if string(m.Text(x.Range)) == string(name) {
			return true
		}
	}
	return false
}

// lists tells whether a list field has a member, letter by letter.
func (m *Message) lists(f Field, name []byte) bool {
	for x := m.walk(f); x.next(); {
		if string(m.Text(x.Range)) == string(name) {
			return true
		}
	}
	return false
}

// joinMembers shows a list as one text, shortened when it is long.
func joinMembers(m *Message, f Field) string {
	s, n := "", 0
	for x := m.walk(f); x.next(); {
		if x.Empty() {
			continue
		}
		if n++; n > 16 {
			return s + ", …"
		}
		if s != "" {
			s += ", "
		}
		s += Show(m.Text(x.Range))
	}
	return s
}
