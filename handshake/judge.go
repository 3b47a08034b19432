package handshake

// judge walks an exchange in the true order of events and applies the rules.
// It has two readers. Inspect wants everything: findings, steps, derived
// values. Decide wants the verdict alone; for it find returns nil, so that no
// argument is made and nothing is kept but the first rule that decides.
type judge struct {
	policy *Policy
	full   bool // for Inspect
	early  int  // Exchange.Early

	req     *Message
	interim []*Message // 1xx responses before res
	res     *Message   // the final response: the one given, or the simulated one
	given   bool       // res was given, not simulated

	// The server's decision, in the order it is made.
	answer Decision
	chosen *upgradeMember // the member of Upgrade that the server takes up
	proto  protocol       // its protocol; nil until one is chosen

	// The client's conclusion.
	failure *Rule           // the first error in the response
	after   bool            // the heads are judged: what is found now decides nothing
	heard   [2]*frameReader // the WebSocket frames of each side

	requests [2]capsuleIDs // the addresses that each side asked for

	side     Side // whose message is judged now
	findings [2][]Finding
	found    []ruleCount // the rules among them, a few
	spans    [2][]Span
	steps    []Step
	halted   string // ID of the step that failed: the later ones are skipped
}

// find records that a rule is broken (or worth noting) at a place. An error in
// the request makes the server refuse with the rule's status, an error in the
// response makes the client fail. The result is nil for Decide; otherwise it
// is filled by the caller at once: it moves when the next finding is made.
func (j *judge) find(r *Rule, p Place) *Finding {
	if r.Severity == Error && !j.after {
		switch {
		case j.side == FromServer:
			if j.failure == nil {
				j.failure = r
			}
		case r.Status != 0:
			j.reject(r, r.Status)
		}
	}
	if !j.full || !j.room(r) {
		return nil
	}
	f := Finding{Rule: r, Place: p}
	if n := len(j.steps); n > 0 {
		f.Step = j.steps[n-1].ID
	}
	j.findings[p.Side] = append(j.findings[p.Side], f)
	return &j.findings[p.Side][len(j.findings[p.Side])-1]
}

// findAt is find at a range of a message, which is shown as what was got.
func (j *judge) findAt(r *Rule, m *Message, x Range) *Finding { return j.find(r, m.place(x)).got(m, x) }

// findLine is find at a whole line.
func (j *judge) findLine(r *Rule, m *Message, l *Line) *Finding { return j.find(r, m.whole(l)) }

// maxFindings of one rule are kept for an exchange: a reader needs no more, and
// a hostile head of a million faults costs no more.
const maxFindings = 100

// room counts the findings of a rule and tells whether one more is kept.
func (j *judge) room(r *Rule) bool {
	for i := range j.found {
		if j.found[i].rule == r {
			j.found[i].n++
			return j.found[i].n <= maxFindings
		}
	}
	j.found = append(j.found, ruleCount{r, 1})
	return true
}

// ruleCount is how often a rule has fired.
type ruleCount struct {
	rule *Rule
	n    int
}

// reject makes the server refuse. The first rule that decides stands: a request
// that is answered as if there were no Upgrade is not refused for what is wrong
// with the offer.
func (j *judge) reject(r *Rule, status int) {
	if j.answer.Verdict == Accept {
		j.answer.Verdict, j.answer.Status, j.answer.Rule = Reject, status, r
	}
}

// ignore makes the server answer as if there were no Upgrade.
func (j *judge) ignore(r *Rule) {
	if j.answer.Verdict == Accept {
		j.answer.Verdict, j.answer.Status, j.answer.Rule = Ignore, 200, r
	}
}

// refused tells whether the server has decided against the switch.
func (j *judge) refused() bool { return j.answer.Verdict != Accept }

// done tells Decide that nothing can change the verdict any more.
func (j *judge) done() bool { return !j.full && j.refused() }

// got shows the bytes of a range as what was found; of a long one, the start.
func (f *Finding) got(m *Message, r Range) *Finding {
	if f != nil {
		f.Got = ShowStart(m.raw[r.Start:r.End])
		f.arg("got", f.Got)
	}
	return f
}

func (f *Finding) gotText(s string) *Finding {
	if f != nil {
		f.Got = english(s)
		f.arg("got", s)
	}
	return f
}

// want names what was expected. Words in it are texts (ref), what is written on the
// wire is itself; the same holds for gotText.
func (f *Finding) want(s string) *Finding {
	if f != nil {
		f.Want = english(s)
		f.arg("want", s)
	}
	return f
}

// arg fills a placeholder of the rule's texts.
func (f *Finding) arg(name, value string) *Finding {
	if f != nil {
		f.Args = append(f.Args, Arg{name, value})
	}
	return f
}

// fix is the edit that cures the finding.
func (f *Finding) fix(p Place, replace string) *Finding {
	if f != nil {
		f.Fix = &Fix{Place: p, Replace: replace}
	}
	return f
}

// put is the cure that puts a text in the place of a range of a message.
func (f *Finding) put(m *Message, x Range, replace string) *Finding {
	return f.fix(m.place(x), replace)
}

// cutLine is the cure that takes a line away.
func (f *Finding) cutLine(m *Message, l *Line) *Finding { return f.fix(m.lineAndEnd(l), "") }

// addLine is the cure that puts in a field line that is missing.
func (f *Finding) addLine(m *Message, name, value string) *Finding {
	if f == nil {
		return nil
	}
	return f.fix(m.fieldsEnd(), m.newLine(name, value))
}

// because marks a consequence of another finding.
func (f *Finding) because(r *Rule) *Finding {
	if f != nil {
		f.Because = r.ID
	}
	return f
}

// becauseOf marks a consequence in the response of what was found in the request. In
// a request that is cut off that was not looked for.
func (f *Finding) becauseOf(j *judge, r *Rule) *Finding {
	if f != nil && j.fired(r.ID) {
		f.Because = r.ID
	}
	return f
}

// whole is the place of a whole line without its line end.
func (m *Message) whole(l *Line) Place { return m.place(l.Range) }

// lineAndEnd is the place of a line with its line end: what a fix takes away.
func (m *Message) lineAndEnd(l *Line) Place { return m.place(Range{l.Start, l.Next}) }

// fieldsEnd is the caret after the last field line, where a missing one belongs.
func (m *Message) fieldsEnd() Place {
	at := m.StartLine.Next
	if n := len(m.Lines); n > 0 {
		at = m.Lines[n-1].Next
	}
	return m.place(Range{at, at})
}

// newLine is the text of a field line to put in at fieldsEnd.
func (m *Message) newLine(name, value string) string {
	if m.Form == FieldSection { // names are in lower case there (RFC 9113 §8.2.1)
		name = lowerText([]byte(name))
	}
	line := name + ": " + value + "\r\n"
	if at := m.fieldsEnd().Start; at == m.HeadEnd && at > 0 && m.raw[at-1] != '\n' {
		line = "\r\n" + line
	}
	return line
}
