package handshake

// Extended CONNECT, RFC 8441 and RFC 9220: what stands in the place of Upgrade
// in HTTP/2 and HTTP/3. Only one stream is switched, not the connection, so
// there is no Upgrade, no Connection and no 101; a 2xx opens the stream. The
// heads come as field sections written line by line (see Message.Form), and the
// rules of HTTP/1.1 syntax do not apply to them.

var stepClientConnect = stepDef{"client.extended-connect", ActorClient,
	Text{"step.client.extended-connect.title", "asks with CONNECT and :protocol"},
	Text{"step.client.extended-connect", "HTTP/2 and HTTP/3 carry many requests on one connection, so the connection cannot be switched. The client asks for one stream instead: :protocol does the work of Upgrade. It may do so once the server has sent SETTINGS_ENABLE_CONNECT_PROTOCOL = 1."}}

var stepWireStream = stepDef{"wire.headers", ActorWireRequest,
	Text{"step.wire.headers.title", "HEADERS: {method} {target}"},
	Text{"step.wire.headers", "The fields cross in a HEADERS frame, packed with HPACK or QPACK; here they are written out line by line. The stream stays open for what follows."}}

var stepServerPseudo = stepDef{"server.pseudo-fields", ActorServer,
	Text{"step.server.pseudo-fields.title", "reads the pseudo-fields"},
	Text{"step.server.pseudo-fields", "What the request line says in HTTP/1.1 stands here in fields whose names begin with a colon. They come first, each once, and all names are in lower case. Fields for one hop, such as Connection and Upgrade, must not be there."}}

var stepServerProtocol = stepDef{"server.protocol", ActorServer,
	Text{"step.server.protocol.title", "looks at :protocol"},
	Text{"step.server.protocol", "The name is one of those that Upgrade uses. A server that does not speak it answers 501. :authority is the site that is meant, not a machine to open a tunnel to."}}

var stepWireStreamAnswer = stepDef{"wire.headers-answer", ActorWireResponse,
	Text{"step.wire.headers-answer.title", ":status {status}"},
	Text{"step.wire.headers-answer", "The answer comes in a HEADERS frame on the same stream. A 2xx opens the stream in both directions. 101 does not exist here."}}

var stepClientStreamStatus = stepDef{"client.stream-status", ActorClient,
	Text{"step.client.stream-status.title", "reads :status {status}"},
	Text{"step.client.stream-status", "Any 2xx means yes. Nothing needs to be computed: that this server knows the protocol follows from its SETTINGS and from its yes to :protocol."}}

var stepStream = stepDef{"stream", ActorBoth,
	Text{"step.stream.title", "both speak {protocol} on this stream"},
	Text{"step.stream", "The DATA frames of this one stream now carry the protocol; the other streams of the connection go on with HTTP. WebSocket frames are the same as ever, those of the client masked. Closing the stream stands for closing the TCP connection."}}

// judgeFieldSection is the flow of judgeRequest for a field section.
func (j *judge) judgeFieldSection(m *Message) {
	j.answer.section, j.answer.Status = true, 200
	path := m.first(PseudoPathField)
	if j.full {
		method, target := m.pseudo(PseudoMethodField), m.pseudo(PseudoPathField)
		j.begin(&stepClientConnect)
		for f := PseudoMethodField; f <= PseudoProtocolField; f++ {
			j.lightField(m, f)
		}
		j.begin(&stepWireStream, Arg{"method", Show(method)}, Arg{"target", Show(target)})
		j.light(m.place(Range{m.Start, m.HeadEnd}))
	}
	if j.serve(&stepServerPseudo, checkPseudoFields) {
		return
	}
	if j.serve(&stepServerProtocol, checkStreamProtocol, PseudoProtocolField) || j.proto == nil {
		return
	}
	switch j.proto.(type) {
	case websocketProtocol:
		if j.serve(&stepServerVersion, checkWSVersion, WSVersionField) ||
			j.serve(&stepServerOrigin, checkOrigin, OriginField) ||
			j.serve(&stepServerOptions, serveOptions, ProtocolField, ExtensionsField) {
			break
		}
		if j.full {
			checkStreamKey(j, m)
		}
	case masqueProtocol:
		if path != nil {
			checkTunnelTarget(j, m, j.answer.Protocol, path.Value)
		}
		if scheme := m.first(PseudoSchemeField); scheme != nil {
			checkTunnelClear(j, m, j.answer.Protocol, scheme.Value)
		}
		checkCapsuleFields(j, m)
		checkCapsuleValue(j, m)
	}
	if j.full {
		checkRequestPractice(j)
	}
}

// insistStream is insist for a stream. A 426 would have to carry Upgrade, which
// HTTP/2 forbids; its place takes 400.
func (j *judge) insistStream() {
	if j.policy.only() != "" && j.answer.Verdict == Ignore {
		j.answer.Verdict, j.answer.Status = Reject, 400
	}
	if j.answer.Verdict == Reject && j.answer.Status == 426 {
		j.answer.Status = 400
	}
}

// pseudo is the value of a pseudo-field, nil when it is not there.
func (m *Message) pseudo(f Field) []byte {
	if l := m.first(f); l != nil {
		return m.value(l)
	}
	return nil
}

// checkStreamProtocol finds the protocol that the stream is to speak.
func checkStreamProtocol(j *judge, m *Message) {
	l := m.first(PseudoProtocolField)
	if l == nil {
		if !j.refused() {
			j.answer.Verdict = Ignore // an ordinary request
		}
		return
	}
	u := m.splitProtocol(Member{Range: l.Value, Line: m.index(l)})
	p, canonical, _ := protocolFor(m, &u)
	if !streamProtocol(p) || !j.policy.speaks(canonical) {
		j.findAt(&h3wsUnknownProtocol, m, l.Value).want(supported(j.policy))
		j.reject(&h3wsUnknownProtocol, 501)
		return
	}
	if string(m.Text(l.Value)) != canonical {
		j.findAt(&h2wsProtocolCase, m, l.Value).want(canonical).put(m, l.Value, canonical)
	}
	j.chosen, j.proto = &u, p
	if !j.refused() {
		j.answer.Protocol = canonical
	}
}

// streamProtocol tells the protocols that can run on one stream: not those
// that take the whole connection.
func streamProtocol(p protocol) bool {
	switch p.(type) {
	case websocketProtocol, masqueProtocol, genericProtocol:
		return true
	}
	return false
}

// speaks tells whether a server with the policy speaks a protocol.
func (p *Policy) speaks(canonical string) bool {
	if only := p.only(); only != "" {
		return EqualFold(only, canonical)
	}
	if p == nil || p.Protocols == nil {
		return true
	}
	for _, s := range p.Protocols {
		if EqualFold(s, canonical) {
			return true
		}
	}
	return false
}

// judgeFieldSectionAnswer is the flow of judgeResponse for a field section.
func (j *judge) judgeFieldSectionAnswer(m *Message) {
	status := Show([]byte(itoa(m.Status())))
	j.beginWire(&stepWireStreamAnswer, Arg{"status", status})
	j.light(m.place(Range{0, m.HeadEnd}))

	j.begin(&stepClientStreamStatus, Arg{"status", status})
	j.lightField(m, PseudoStatusField)
	checkStreamAnswer(j, m)
	checkOtherAnswer(j)
	opened := j.switched()
	j.end(!opened)
	if opened {
		if _, ws := j.proto.(websocketProtocol); ws {
			j.validate(&stepClientOptions, func(j *judge) {
				checkSubprotocolAnswer(j)
				checkExtensionAnswer(j)
			}, ProtocolField, ExtensionsField)
		} else if _, masque := j.proto.(masqueProtocol); masque {
			checkCapsuleFields(j, m)
			if status := m.Status(); 204 <= status && status <= 206 {
				l := m.first(PseudoStatusField)
				j.findAt(&capNoSuchStatus, m, l.Value).put(m, l.Value, "200")
			}
		}
	}
	checkResponsePractice(j)
}

// switched tells whether the new protocol begins: after a 101 in HTTP/1.1,
// after a 2xx to an extended CONNECT on a stream.
func (j *judge) switched() bool {
	status := j.res.Status()
	switch {
	case j.failure != nil:
		return false
	case j.res.Form == FieldSection:
		return j.req.Form == FieldSection && j.proto != nil && status >= 200 && status < 300
	}
	return status == 101
}

// settleSection completes the decision about a field section.
func (j *judge) settleSection() {
	j.insistStream()
	d := &j.answer
	if d.Verdict != Accept {
		d.Protocol = ""
		d.offer = j.policy.only()
	}
	_, d.ws = j.proto.(websocketProtocol)
}

// appendSection writes the answer to a field section, as a field section.
func (d *Decision) appendSection(dst []byte) []byte {
	dst = appendField(dst, ":status", itoa(d.Status))
	if d.Verdict == Accept {
		if d.Subprotocol != "" {
			dst = appendField(dst, "sec-websocket-protocol", d.Subprotocol)
		}
		if d.Extensions != "" {
			dst = appendField(dst, "sec-websocket-extensions", d.Extensions)
		}
		if isCapsuleProtocol(d.Protocol) {
			dst = appendField(dst, "capsule-protocol", "?1")
		}
		return append(dst, "\r\n"...)
	}
	body := d.body()
	if d.Rule == nil && d.Verdict == Reject {
		body = "This endpoint speaks " + d.offer + ": ask for it with :method CONNECT and :protocol.\n"
	}
	if d.ws && d.refusesVersion() {
		versions := d.appendVersions(nil)
		for i := 0; versions[i] != ':'; i++ {
			versions[i] = lower(versions[i])
		}
		dst = append(dst, versions...)
	}
	dst = appendField(dst, "content-type", "text/plain; charset=utf-8")
	dst = appendField(dst, "content-length", itoa(len(body)))
	return append(append(dst, "\r\n"...), body...)
}
