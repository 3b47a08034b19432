package handshake

// Steps run in the true order of events. A step that fails halts the flow: the
// later ones are still listed, as skipped, with the one that halted them.

// stepDef is a step of the table in steps_table.go.
type stepDef struct {
	id    string
	actor Actor
	title Text // what is done, as a verb phrase: "checks the key"
	text  Text // what is done here and why
}

// begin starts a step and tells whether it is carried out; what is found,
// lit or derived from here on belongs to it. For Decide it only says yes.
func (j *judge) begin(d *stepDef, args ...Arg) bool {
	if !j.full {
		return true
	}
	s := Step{ID: d.id, Actor: d.actor, Title: Phrase{Text: &d.title, Args: args}, Text: Phrase{Text: &d.text, Args: args}}
	if j.halted != "" {
		s.Outcome, s.Because = Skipped, j.halted
	}
	if j.steps == nil {
		j.steps = make([]Step, 0, 24) // most exchanges have less
	}
	j.steps = append(j.steps, s)
	return j.halted == ""
}

// step is the step in hand; nil for Decide.
func (j *judge) step() *Step {
	if len(j.steps) == 0 {
		return nil
	}
	return &j.steps[len(j.steps)-1]
}

// end closes the step in hand: it failed when broken says so, and halts the
// flow then.
func (j *judge) end(broken bool) {
	s := j.step()
	if s == nil || !broken || s.Outcome == Skipped {
		return
	}
	s.Outcome = Failed
	if j.halted == "" {
		j.halted = s.ID
	}
}

// light adds bytes that the step in hand is about.
func (j *judge) light(p Place) {
	if s := j.step(); s != nil && (p.End > p.Start) {
		s.Spans = append(s.Spans, p)
	}
}

// lightField lights all lines of a field.
func (j *judge) lightField(m *Message, f Field) {
	if !j.full || m == nil || !m.mayHave(f) {
		return
	}
	for _, i := range m.known {
		if l := &m.Lines[i]; l.Field == f && l.Kind == FieldLine {
			j.light(m.whole(l))
		}
	}
}

// derive adds a line of working to the step in hand.
func (j *judge) derive(label *Text, value string, args ...Arg) {
	if s := j.step(); s != nil {
		s.Derived = append(s.Derived, Derived{Label: Phrase{Text: label, Args: args}, Value: value})
	}
}

// deriveBad adds the line of working that shows the fault.
func (j *judge) deriveBad(label *Text, value string, args ...Arg) {
	if s := j.step(); s != nil {
		s.Derived = append(s.Derived, Derived{Label: Phrase{Text: label, Args: args}, Value: value, Bad: true})
	}
}
