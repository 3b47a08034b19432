package handshake

// Inspect judges an exchange with the eyes of a server with the policy and of
// a strict client. It never fails: what is wrong with the bytes is in the
// report. A nil policy is the willing server. The report keeps the bytes of
// the exchange; the caller does not change them afterwards.
func Inspect(ex Exchange, p *Policy) *Report {
	j := &judge{policy: p, full: true, early: ex.Early, given: ex.Response != nil}
	j.judgeRequest(ex.Request)
	j.settle()
	r := &Report{Simulated: j.answer.AppendResponse(nil)}
	response := ex.Response
	if !j.given {
		response = r.Simulated
	}
	j.judgeResponse(response)
	switched := j.switched()
	j.speak(switched)

	r.Request = RequestReport{
		Verdict: j.answer.Verdict, Status: j.answer.Status, Protocol: j.answer.Protocol,
		Message: j.req, Spans: append(j.req.appendSpans(nil), j.spans[FromClient]...),
		Findings: sortFindings(j.findings[FromClient]), Servers: predictServers(j),
		ForWebSocket: j.req.hasMember(UpgradeField, "websocket") || j.req.has(KeyField) || j.req.has(WSVersionField),
	}
	r.Answer = j.responseReport(switched)
	if j.given {
		r.Response = r.Answer
	}
	r.Verdict = j.headline(switched, r)
	j.assign(r)
	r.Steps = j.steps
	return r
}

func (j *judge) responseReport(switched bool) *ResponseReport {
	rr := &ResponseReport{
		Status: j.res.Status(), Interim: j.interim, Message: j.res,
		Findings: sortFindings(j.findings[FromServer]),
	}
	if n := len(j.interim); n > 0 {
		rr.Spans = make([]Span, 0, 8*n)
	}
	for _, m := range j.interim {
		rr.Spans = m.appendSpans(rr.Spans)
	}
	rr.Spans = append(j.res.appendSpans(rr.Spans), j.spans[FromServer]...)
	switch {
	case switched:
		rr.Verdict, rr.Protocol = AcceptResponse, j.switchedTo()
	case j.failure != nil:
		rr.Verdict = FailConnection
	default:
		rr.Verdict = NotUpgraded
	}
	rr.Browsers = predict(j)
	return rr
}

// switchedTo is the canonical name of what the 101 switches to.
func (j *judge) switchedTo() string {
	if ms := j.res.upgradeMembers(); len(ms) > 0 {
		_, canonical, _ := protocolFor(j.res, &ms[0])
		return canonical
	}
	return j.answer.Protocol
}

// sortFindings puts what decides first: errors, then violations, warnings,
// notes, each in the order in which they were found; a consequence comes after
// all causes of its severity.
func sortFindings(all []Finding) []Finding {
	sorted := make([]Finding, 0, len(all))
	for severity := Error; ; severity-- {
		for _, consequence := range [...]bool{false, true} {
			for i := range all {
				if rank(&all[i]) == severity && (all[i].Because != "") == consequence {
					sorted = append(sorted, all[i])
				}
			}
		}
		if severity == Note {
			return sorted
		}
	}
}

// rank is the severity by which a finding is sorted: a consequence stands no
// higher than what brings it about.
func rank(f *Finding) Severity {
	if f.Because != "" {
		if cause := RuleByID(f.Because); cause != nil {
			return min(f.Rule.Severity, cause.Severity)
		}
	}
	return f.Rule.Severity
}

// assign hands each finding to the step in which it was found.
func (j *judge) assign(r *Report) {
	at := make(map[string]int, len(j.steps))
	for i := range j.steps {
		at[j.steps[i].ID] = i
	}
	give := func(all []Finding) {
		for _, f := range all {
			if i, ok := at[f.Step]; ok {
				j.steps[i].Findings = append(j.steps[i].Findings, f)
			}
		}
	}
	give(r.Request.Findings)
	give(r.Answer.Findings)
}
