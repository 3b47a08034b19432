package handshake

// What shows that something stands between client and server, and what it did
// to the upgrade: RFC 9110 §7.6.1 and §15.2. Via, Forwarded and X-Forwarded-*
// are the traces. One message does not prove who is at fault, so the texts say
// what is seen.

var proxyStrip = Rule{ID: "up.proxy.strip", Level: Must, Severity: Violation, Binds: Intermediary,
	Cites: []Cite{{RFC: 9110, Section: "7.6.1"}},
	Title: "The message came through a proxy and still has {got}, which Connection names",
	Why:   "What Connection names ends at the next hop. A proxy takes the field and its mention away before it passes the message on.",
	Who:   "The server believes an agreement that the client made with the proxy.",
	Cure:  "Let the proxy remove the fields that Connection names.",
	Wrong: "Connection: Upgrade, Foo", Right: "Connection: Upgrade"}

var proxyKnownHop = Rule{ID: "up.proxy.known-hop", Level: Should, Severity: Warning, Binds: Intermediary,
	Cites: []Cite{{RFC: 9110, Section: "7.6.1"}},
	Title: "A proxy passed {got} on, which concerns one hop only",
	Why:   "Proxies should drop the known fields of one hop, such as Upgrade and Keep-Alive, even when Connection does not list them.",
	Who:   "The server sees half an offer: Upgrade without Connection. It ignores it, and the client waits in vain for its 101.",
	Cure:  "Let the proxy set both anew. In nginx: proxy_http_version 1.1, and proxy_set_header for Upgrade and for Connection.",
	Wrong: "Via: 1.1 proxy.example", Right: "Connection: Upgrade"}

var proxyForward1xx = Rule{ID: "up.proxy.forward-1xx", Level: Must, Severity: Warning, Binds: Intermediary,
	Cites: []Cite{{RFC: 9110, Section: "15.2"}},
	Title: "A gateway answers 502 to an offer that is in order: the 101 may have been lost there",
	Why:   "A proxy must pass 1xx answers on, unless it asked for them itself. One that sent the offer on has to become a tunnel after the 101; if it cannot, it reports a bad answer from behind.",
	Who:   "The browser reports the unexpected code 502, while the server's own log shows a 101.",
	Cure:  "Compare with the log of the server behind. If it says 101, switch upgrades on in the proxy; if it says nothing, the server was not reached.",
	Wrong: "HTTP/1.1 502 Bad Gateway", Right: "HTTP/1.1 101 Switching Protocols"}

var proxyTopic = topic{"proxy", []*Rule{&proxyStrip, &proxyKnownHop, &proxyForward1xx}}

// trace finds a line that an intermediary left, or nil.
func (m *Message) trace() *Line {
	for _, i := range m.known {
		switch l := &m.Lines[i]; l.Field {
		case ViaField, ForwardedField, XForwardedForField, XForwardedProtoField:
			return l
		}
	}
	return nil
}

// checkProxyTraces looks at a request that came through an intermediary.
func checkProxyTraces(j *judge, m *Message) {
	if m.trace() == nil {
		return
	}
	checkNamedFields(j, m)
	if l := m.first(UpgradeField); l != nil && m.offers() && !m.hasMember(ConnectionField, "upgrade") {
		f := j.findLine(&proxyKnownHop, m, l).got(m, l.Name)
		if c := m.last(ConnectionField); c == nil {
			f.addLine(m, "Connection", "Upgrade")
		} else {
			f.put(m, Range{c.Value.End, c.Value.End}, m.listed(c))
		}
	}
	for _, hop := range [...]Field{KeepAliveField, ProxyConnectionField} {
		if l := m.first(hop); l != nil && !m.hasMember(ConnectionField, fieldTable[hop].name) {
			j.findLine(&proxyKnownHop, m, l).got(m, l.Name).cutLine(m, l)
		}
	}
}

// checkNamedFields: fields that Connection names and that are there. Those of
// the table a proxy may have sent for its own hop, h2c's settings apart. It
// looks at no more members than a real list has.
func checkNamedFields(j *judge, m *Message) {
	looked := 0
	for x := m.walk(ConnectionField); x.next(); {
		if looked++; looked > enough {
			return
		}
		name := m.Text(x.Range)
		if f := fieldOf(name); len(name) == 0 || f != UnknownField && f != HTTP2SettingsField {
			continue
		}
		for i := range m.Lines {
			l := &m.Lines[i]
			if l.Kind == FieldLine && foldEqualBytes(m.Text(l.Name), name) {
				found := j.findLine(&proxyStrip, m, l).got(m, l.Name)
				if fieldOf(name) == UnknownField {
					found.cutLine(m, l)
				} else { // without its settings the offer of h2c would be a broken one
					found.fixNoOffer(m)
				}
				break
			}
		}
	}
}

// foldEqualBytes is foldEqual for two byte slices.
func foldEqualBytes(a, b []byte) bool {
	if len(a) != len(b) {
		return false
	}
	for i, c := range a {
		if lower(c) != lower(b[i]) {
			return false
		}
	}
	return true
}

// checkGateway reads a 502 to an offer that was in order.
func checkGateway(j *judge, m *Message, status int) {
	if status != 502 || j.answer.Verdict != Accept || !j.req.offers() {
		return
	}
	j.findAt(&proxyForward1xx, m, m.StartLine.Code)
}
