package handshake

// The flow: what happens between client and server, in order. Each step calls
// the checks of its topic; what a check finds belongs to the step in hand.

// serverSteps are the server's steps that every request goes through.
var serverSteps = [...]struct {
	def    *stepDef
	fields []Field // lit in this step
	check  func(*judge, *Message)
}{
	{&stepServerRead, nil, checkSyntax},
	{&stepServerHost, []Field{HostField}, checkHost},
	{&stepServerUpgrade, []Field{UpgradeField, ConnectionField}, checkUpgradeOffer},
	{&stepServerChoose, nil, checkChoice},
}

// judgeRequest is the client sending the request and the server reading and
// deciding. raw is all that the client sent. For Inspect it may be empty: then
// only the response is known, and what depends on the request is left open.
func (j *judge) judgeRequest(raw []byte) {
	m := ParseRequest(raw)
	j.side, j.req = FromClient, m
	j.answer = Decision{Verdict: Accept, Status: 101, HeadLen: m.HeadEnd}
	switch {
	case m.Form == FieldSection:
		j.judgeFieldSection(m)
		return
	case j.blind():
		j.answer.Verdict, j.answer.Status = Ignore, 200
		return
	case j.full:
		j.offer(m)
	}
	for i := range serverSteps {
		s := &serverSteps[i]
		if j.serve(s.def, s.check, s.fields...) {
			return
		}
	}
	if j.proto != nil {
		j.proto.serve(j)
	}
	if j.full {
		checkEarlyBytes(j)
		checkRequestPractice(j)
		checkBrowserRequest(j)
	}
}

// blind tells an exchange whose request is not known.
func (j *judge) blind() bool { return j.full && len(j.req.raw) == 0 }

// serve carries out one step of the server: it fails when the check decides
// against the switch. The result tells Decide to stop.
func (j *judge) serve(d *stepDef, check func(*judge, *Message), lit ...Field) (stop bool) {
	before := j.refused()
	j.begin(d)
	for _, f := range lit {
		j.lightField(j.req, f)
	}
	if j.readable() {
		check(j, j.req)
	}
	j.end(!before && j.refused())
	return j.done()
}

// readable tells whether the head can be judged: of one that is not whole only
// the syntax of what has come is known (RFC 9110 §5.3).
func (j *judge) readable() bool {
	return j.req.Whole || j.answer.Rule == nil
}

// checkSyntax is what is read before any field means anything.
func checkSyntax(j *judge, m *Message) {
	if j.full {
		j.light(m.place(m.StartLine.Range))
	}
	checkLines(j, m)
	checkRequestLine(j, m)
	checkFieldLines(j, m)
	checkLists(j, m)
	checkRequestFraming(j, m)
}

// offer is the client's part before anything is on the wire.
func (j *judge) offer(m *Message) {
	j.begin(&stepClientRequestLine, Arg{"target", Show(m.Target())})
	j.light(m.place(m.StartLine.Range))
	j.begin(&stepClientUpgrade)
	j.lightField(m, UpgradeField)
	j.lightField(m, ConnectionField)
	if len(j.step().Spans) == 0 {
		j.step().Outcome = Skipped
	}
	if ms := m.upgradeMembers(); len(ms) > 0 {
		p, _, _ := protocolFor(m, &ms[0])
		if i := preferredMember(j.policy, m, ms); i >= 0 {
			p, _, _ = protocolFor(m, &ms[i])
		}
		p.offer(j)
	}
	j.begin(&stepWireRequest, Arg{"method", Show(m.Method())}, Arg{"target", Show(m.Target())},
		Arg{"lines", itoa(len(m.Lines))}, Arg{"bytes", itoa(m.HeadEnd - m.Start)})
	j.light(m.place(Range{m.Start, m.HeadEnd}))
}

// checkChoice picks a protocol, and finds requests that mean a WebSocket but do
// not ask for one.
func checkChoice(j *judge, m *Message) {
	j.choose(m)
	checkWSAsked(j, m)
}

// choose picks the protocol: the server's own order when the policy names
// protocols, the client's order when it does not (RFC 9110 §7.8 leaves the
// server free).
func (j *judge) choose(m *Message) {
	ms := m.upgradeMembers()
	if len(ms) == 0 {
		return
	}
	i := preferredMember(j.policy, m, ms)
	if j.full {
		for k := range ms {
			label := &labelOffered
			if k == i {
				label = &labelChosen
			}
			j.derive(label, Show(m.Text(ms[k].Range)), Arg{"n", itoa(k + 1)})
		}
	}
	if i < 0 {
		j.ignore(&upNoCommon)
		j.findAt(&upNoCommon, m, ms[0].Range).want(supported(j.policy))
		return
	}
	j.chosen = &ms[i]
	p, canonical, _ := protocolFor(m, &ms[i])
	j.proto = p
	if !j.refused() {
		j.answer.Protocol = canonical
	}
}

// preferredMember finds the member that a server with the policy takes up, or -1.
func preferredMember(p *Policy, m *Message, ms []upgradeMember) int {
	if only := p.only(); only != "" {
		for i := range ms {
			if _, canonical, _ := protocolFor(m, &ms[i]); EqualFold(canonical, only) {
				return i
			}
		}
		return -1
	}
	first, spare := -1, -1 // spare: one that no server may take up
	own := p != nil && p.Protocols != nil
	best := 0
	if own {
		best = len(p.Protocols)
	}
	for i := range ms {
		_, canonical, known := protocolFor(m, &ms[i])
		rank := 0
		if own {
			for rank = 0; rank < best && !EqualFold(canonical, p.Protocols[rank]); rank++ {
			}
		} else if !ms[i].wellFormed(m) {
			continue
		}
		switch {
		case own && rank == best, neverSwitchedTo(m, &ms[i]):
		case lacksSettings(m, canonical):
			if spare < 0 {
				spare = i
			}
		case own:
			first, best = i, rank
		case known:
			return i
		case first < 0:
			first = i
		}
	}
	if first < 0 {
		return spare
	}
	return first
}

// lacksSettings tells an offer of h2c that no server may take up (RFC 7540 §3.2.1):
// one that can be taken up comes before it.
func lacksSettings(m *Message, canonical string) bool {
	return canonical == "h2c" && m.count(HTTP2SettingsField) != 1
}

// supported names what the server speaks, for a message.
func supported(p *Policy) string {
	if only := p.only(); only != "" {
		return only
	}
	if value, ok := p.Get("protocols"); ok {
		return value
	}
	return "websocket, …"
}

// insist turns an ignored offer into an error at an endpoint that has nothing
// else to say: without an offer 426 names the protocol, with a broken one 400.
func (j *judge) insist() {
	if j.policy.only() == "" || j.answer.Verdict != Ignore || j.blind() {
		return
	}
	j.answer.Verdict, j.answer.Status = Reject, 400
	// Not from j.chosen: Decide stops before the choice.
	if preferredMember(j.policy, j.req, j.req.upgradeMembers()) < 0 {
		j.answer.Status = 426
	}
}

// judgeResponse is the client reading the answer. raw is all that the server sent.
func (j *judge) judgeResponse(raw []byte) {
	j.side = FromServer
	at := 0
	for {
		m := parseHead(raw, at, FromServer)
		if status := m.Status(); m.Whole && status >= 100 && status < 200 && status != 101 && m.HeadEnd < len(raw) {
			j.interim = append(j.interim, m)
			at = m.HeadEnd
			continue
		}
		j.res = m
		break
	}
	m := j.res
	if j.halted != "" && j.given {
		j.halted = "" // what follows really happened
	}
	if m.Form == FieldSection || j.req.Form == FieldSection && len(raw) > 0 {
		j.judgeFieldSectionAnswer(m)
		return
	}
	j.beginWire(&stepWireResponse, Arg{"status", orNone(Show(m.Text(Range{m.StartLine.Code.Start, m.StartLine.End})))}, Arg{"bytes", itoa(len(raw))})
	j.light(m.place(Range{0, m.HeadEnd}))

	j.begin(&stepClientStatus, Arg{"status", orNone(Show(m.Code()))})
	j.light(m.place(m.StartLine.Range))
	for _, i := range j.interim {
		checkLines(j, i)
		checkStatusLine(j, i)
		checkFieldLines(j, i)
		checkResponseFraming(j, i)
	}
	checkLines(j, m)
	checkStatusLine(j, m)
	checkFieldLines(j, m)
	checkLists(j, m)
	checkResponseFraming(j, m)
	checkOtherAnswer(j)
	switching := m.Status() == 101 && j.failure == nil
	if m.Status() != 101 {
		checkResponsePractice(j) // what may have caused it, before what follows from it
		checkNotSwitched(j)
		checkBrowserAnswer(j)
	}
	j.end(!switching)
	if m.Status() != 101 {
		return
	}

	j.validate(&stepClientUpgrade101, checkUpgradeAnswer, UpgradeField, ConnectionField)
	j.answered().validate(j)
	checkResponsePractice(j)
	checkBrowserAnswer(j)
}

// orNone stands in for a status that is not there.
func orNone(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// validate carries out one step of the client: it fails when the check finds
// the first error in the response.
func (j *judge) validate(d *stepDef, check func(*judge), lit ...Field) {
	before := j.failure
	j.begin(d)
	for _, f := range lit {
		j.lightField(j.res, f)
	}
	check(j)
	j.end(before == nil && j.failure != nil)
}

// beginWire starts the step of the response on the wire: it is drawn even when
// the server refused, because its refusal is what crosses.
func (j *judge) beginWire(d *stepDef, args ...Arg) {
	j.begin(d, args...)
	if s := j.step(); s != nil {
		s.Outcome, s.Because = Passed, ""
	}
}

// answered is the protocol that the 101 names.
func (j *judge) answered() protocol {
	if ms := j.res.upgradeMembers(); len(ms) > 0 {
		p, _, known := protocolFor(j.res, &ms[0])
		if known || j.proto == nil {
			return p
		}
	}
	if j.proto != nil {
		return j.proto
	}
	return genericProtocol{}
}

// speak explains what follows the heads.
func (j *judge) speak(switched bool) {
	j.after = true
	d := &stepPipe
	if j.req.Form == FieldSection {
		d = &stepStream
	}
	j.begin(d, Arg{"protocol", j.pipeName()})
	if s := j.step(); !switched && s.Outcome != Skipped {
		s.Outcome = Skipped
	}
	j.tail(FromClient, j.req, switched)
	j.tail(FromServer, j.res, switched)
	blameBody(j)
	checkRequestIDs(j)
	checkBrowserClose(j)
}

// tail tiles and explains the bytes of one side behind its head.
func (j *judge) tail(side Side, m *Message, switched bool) {
	if m == nil || m.HeadEnd >= len(m.raw) || !m.Whole {
		return
	}
	j.side = side
	from := m.HeadEnd
	if side == FromClient {
		body := m.bodyEnd()
		if body > from {
			j.spans[side] = append(j.spans[side], Span{from, body, KindBody, -1})
			from = body
		}
	}
	switch {
	case from >= len(m.raw):
	case switched:
		j.answered().speak(j, side, m.raw, from)
	case side == FromServer, m.Form == FieldSection:
		j.spans[side] = append(j.spans[side], Span{from, len(m.raw), KindBody, -1})
	default:
		j.spans[side] = append(j.spans[side], Span{from, len(m.raw), KindNextMessage, -1})
	}
}

// pipe covers bytes that are not taken apart further.
func (j *judge) pipe(side Side, from, end int) {
	if end > from {
		j.spans[side] = append(j.spans[side], Span{from, end, KindPipe, -1})
		j.light(Place{side, from, end})
	}
}

func (j *judge) pipeName() string {
	if j.res != nil {
		if ms := j.res.upgradeMembers(); len(ms) > 0 {
			return Show(j.res.Text(ms[0].Range))
		}
	}
	if j.answer.Protocol != "" {
		return Show([]byte(j.answer.Protocol))
	}
	return "HTTP"
}
