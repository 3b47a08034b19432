package handshake

// Answers that do not switch, RFC 9110 §7.8 and §15.5.22. That the server goes
// on in HTTP is its right; what it says of Upgrade in such an answer is an
// advert for later, or in a 426 a demand.

var upCannotInsist = Rule{ID: "up.req.cannot-insist", Level: May, Severity: Note, Binds: Pair,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}},
	Title: "The server answers in HTTP and leaves the offer aside",
	Why:   "Upgrade invites, it cannot insist. A server that ignores it and answers the request has done nothing wrong.",
	Who:   "A client that takes this for a broken answer. For a WebSocket it means that the connection does not come about.",
	Cure:  "Nothing is broken: look whether the server speaks the protocol at this address.",
	Wrong: "HTTP/1.1 200 OK", Right: "HTTP/1.1 101 Switching Protocols"}

var up426Upgrade = Rule{ID: "up.resp.426-upgrade", Level: Must, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "15.5.22"}, {RFC: 9110, Section: "7.8"}},
	Title: "The 426 does not say in Upgrade which protocol is required",
	Why:   "426 means: come back with another protocol. Upgrade lists which ones would do.",
	Who:   "The client cannot know what to try. Some proxies turn such an answer into 502.",
	Cure:  "Add Upgrade with the protocols, and Connection: Upgrade. For a wrong WebSocket version 400 would do without them.",
	Wrong: "HTTP/1.1 426 Upgrade Required\\r\\nContent-Length: 0", Right: "HTTP/1.1 426 Upgrade Required\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade"}

var up426Connection = Rule{ID: "up.resp.426-connection", Level: Must, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}, {RFC: 9110, Section: "7.6.1"}},
	Title: "The 426 has Upgrade, but Connection does not list it",
	Why:   "Whoever sends Upgrade lists it in Connection, in every message.",
	Who:   "A proxy passes the field on as if it came from itself, or takes it away, and the client learns nothing.",
	Cure:  "Add Connection: Upgrade.",
	Wrong: "HTTP/1.1 426 Upgrade Required\\r\\nUpgrade: websocket\\r\\nContent-Length", Right: "Upgrade: websocket\\r\\nConnection: Upgrade"}

var upAdvertise = Rule{ID: "up.resp.advertise", Level: May, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}},
	Title: "Upgrade in this answer only advertises {got}",
	Why:   "An answer other than 101 may say what the server also speaks, for a later request. Nothing is switched now.",
	Who:   "Clients that take it for a switch lose the connection; old Node.js did.",
	Cure:  "Nothing must change.",
	Wrong: "HTTP/1.1 200 OK\\r\\nUpgrade: h2,h2c", Right: "HTTP/1.1 101 Switching Protocols"}

var upAdvertConnection = Rule{ID: "up.resp.advert-connection", Level: Must, Severity: Violation, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}, {RFC: 9110, Section: "7.6.1"}},
	Title: "The answer has Upgrade, but Connection does not list it",
	Why:   "Without the mark a proxy passes the advert on, also into HTTP/2, where the field is forbidden.",
	Who:   "Behind such a proxy curl and Safari report an HTTP/2 error, because of the field upgrade: h2,h2c.",
	Cure:  "Add Upgrade to Connection, or take Upgrade out of the answer.",
	Wrong: "Upgrade: h2,h2c\\r\\nContent-Length", Right: "Upgrade: h2,h2c\\r\\nConnection: Upgrade"}

var notSwitchedTopic = topic{"not-switched", []*Rule{&upCannotInsist, &up426Upgrade, &up426Connection, &upAdvertise, &upAdvertConnection}}

// checkNotSwitched reads a final answer other than 101.
func checkNotSwitched(j *judge) {
	m := j.res
	status := m.Status()
	if !j.full || status < 200 {
		return
	}
	checkOptions(j, m)
	members := m.upgradeMembers()
	listed := m.hasMember(ConnectionField, "upgrade")
	switch {
	case status == 426 && len(members) == 0:
		text := ""
		if !listed {
			text = "Connection: Upgrade\r\n"
		}
		j.find(&up426Upgrade, m.fieldsEnd()).want("Upgrade").
			fix(m.fieldsEnd(), m.newLine("Upgrade", j.required())+text)
	case status == 426 && !listed:
		findUnlisted(j, m, &up426Connection)
	case status == 426 || len(members) == 0:
	default:
		l := &m.Lines[members[0].Line]
		j.findAt(&upAdvertise, m, l.Value)
		if !listed {
			findUnlisted(j, m, &upAdvertConnection)
		}
	}
	if status < 300 && j.answer.Verdict == Accept {
		j.findAt(&upCannotInsist, m, m.StartLine.Code)
	}
	checkStatusOwes(j, m, status)
	checkRefusal(j, m, status)
	checkGateway(j, m, status)
	checkWSRefusal(j)
}

// required is the protocol that a 426 most likely means.
func (j *judge) required() string {
	if only := j.policy.only(); only != "" {
		return only
	}
	if j.answer.Protocol != "" {
		return j.answer.Protocol
	}
	return "websocket"
}
