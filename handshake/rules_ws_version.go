package handshake

import "strconv"

// Sec-WebSocket-Version in the request (RFC 6455 §4.1 item 9, §4.2.1 item 6,
// §4.4). A version that the server does not speak, or none, is answered with
// the list of those it does: 426 here, as RFC 6455 §4.2.2 suggests; what is no
// number at all is answered with 400.

var versionPresent = Rule{
	ID: "ws.req.version.present", Level: Must, Severity: Error, Binds: Client, Status: 426,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 9"}, {RFC: 6455, Section: "4.2.1", Item: "item 6"}},
	Title: "No Sec-WebSocket-Version",
	Why:   "The server must know which WebSocket is meant before it answers.",
	Who:   "Strict servers answer 426 or 400 with the versions they speak; lenient ones take 13 for granted.",
	Cure:  "Add Sec-WebSocket-Version: 13.",
	Wrong: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\\r\\n", Right: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\nSec-WebSocket-Version: 13\\r\\n\\r\\n",
}

var version13 = Rule{
	ID: "ws.req.version.13", Level: Must, Severity: Error, Binds: Client, Status: 426,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 9"}, {RFC: 6455, Section: "4.2.2", Item: "item 4"}, {RFC: 6455, Section: "4.4"}},
	Title: "The server does not speak version {got} of WebSocket, it speaks {want}",
	Why:   "13 is the only version of the standard. Frames of another one would be read wrongly.",
	Who:   "The server answers with an error, such as 426, and lists the versions it speaks; the client may ask again with one of them.",
	Cure:  "Ask for version 13.",
	Wrong: "Sec-WebSocket-Version: 25", Right: "Sec-WebSocket-Version: 13",
}

var versionSyntax = Rule{
	ID: "ws.req.version.syntax", Level: Grammar, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 6455, Section: "4.3"}},
	Title: "The version is not one plain number from 0 to 255: {got}",
	Why:   "A request asks for one version. Lists belong to the server's refusal.",
	Who:   "Servers that compare texts do not find 13 in it and refuse.",
	Cure:  "Write 13, without a leading zero and without a list.",
	Wrong: "Sec-WebSocket-Version: 13, 8", Right: "Sec-WebSocket-Version: 13",
}

var versionOnce = Rule{
	ID: "ws.req.version.once", Level: MustNot, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 6455, Section: "11.3.5"}},
	Title: "There are {n} Sec-WebSocket-Version lines, a request has one",
	Why:   "Two lines are read as one list, and a request asks for one version.",
	Who:   "Servers that join the lines read \"13, 13\" and refuse.",
	Cure:  "Keep one line.",
	Wrong: "Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Version: 13\\r\\n", Right: "Sec-WebSocket-Version: 13\\r\\n",
}

var versionUnused = Rule{
	ID: "ws.req.version.unused", Level: Explanatory, Severity: Error, Binds: Client, Status: 426,
	Cites: []Cite{{RFC: 6455, Section: "11.6"}, {RFC: 6455, Section: "4.1", Item: "item 9"}},
	Title: "Version {got} never was the standard: {fault}",
	Why:   "The drafts up to the eighth have the numbers 0 to 8, and those after it kept 8. 9 to 12 were set aside; 13 became RFC 6455.",
	Who:   "Libraries from 2010 and 2011. Current servers speak 13 alone.",
	Cure:  "Use a client that speaks version 13.",
	Wrong: "Sec-WebSocket-Version: 8", Right: "Sec-WebSocket-Version: 13",
}

var versionTopic = topic{"ws-version", []*Rule{&versionPresent, &version13, &versionSyntax, &versionOnce, &versionUnused}}

var (
	versionFaultDraft  = Text{"version.fault.draft", "it stands for a draft"}
	versionFaultUnused = Text{"version.fault.unused", "it was set aside and never used"}
)

func checkWSVersion(j *judge, m *Message) {
	if legacy(m) {
		return
	}
	l := m.first(WSVersionField)
	if l == nil {
		if m.Whole {
			j.find(&versionPresent, m.fieldsEnd()).want("13").addLine(m, "Sec-WebSocket-Version", "13")
		}
		return
	}
	if n := m.count(WSVersionField); n > 1 {
		second := m.lines(WSVersionField)[1]
		j.findLine(&versionOnce, m, second).got(m, second.Value).want("1").arg("n", itoa(n)).cutLine(m, second)
	}
	value := m.value(l)
	spoken := j.policy.versions()
	if j.full && j.step().Outcome != Skipped {
		j.derive(&labelVersion, Show(clip(value)))
		j.derive(&labelVersions, versionList(spoken))
	}
	asked, ok := wsVersion(value)
	if !ok {
		f := j.findAt(&versionSyntax, m, l.Value).want("13")
		if l.Value.Empty() {
			f.put(m, l.Value, " 13")
		} else {
			f.put(m, l.Value, "13")
		}
		return
	}
	for _, v := range spoken {
		if v == asked {
			return
		}
	}
	fix := "13"
	if len(spoken) > 0 {
		fix = itoa(spoken[0])
	}
	j.findAt(&version13, m, l.Value).want(versionList(spoken)).put(m, l.Value, fix)
	if asked < 13 {
		fault := &versionFaultDraft
		if asked > 8 {
			fault = &versionFaultUnused
		}
		j.findAt(&versionUnused, m, l.Value).argText("fault", fault).put(m, l.Value, fix).because(&version13)
	}
}

// wsVersion reads a version of the grammar in RFC 6455 §4.3: 0 to 255 without
// a leading zero.
func wsVersion(b []byte) (v int, ok bool) {
	v, ok = number(b)
	return v, ok && v <= 255 && (len(b) == 1 || b[0] != '0')
}

func versionList(all []int) string {
	var s []byte
	for i, v := range all {
		if i > 0 {
			s = append(s, ", "...)
		}
		s = strconv.AppendInt(s, int64(v), 10)
	}
	return string(s)
}
