package page

import (
	"handshake101/handshake"
)

// Other is the exchange that was kept as A, to be compared with what stands in
// the editors, B. It is never changed: another one takes its place.
type Other struct {
	Snapshot
	Report *handshake.Report
	// What both sides sent, placeholders filled in.
	wire [2][]byte
}

// held is the exchange in the editors, to be kept.
func (m *Model) held() *Other {
	s := m.snapshot(nil)
	s.Other = nil
	return &Other{s, m.Report, [2][]byte{m.Request.wire, m.Response.wire}}
}

// updateCompare answers what belongs to comparing.
func (m *Model) updateCompare(msg Message) (effects []Effect, ok bool) {
	switch msg.Name {
	case "compare-keep":
		m.remember(&tDidKeep)
		m.Other = m.held()
	case "compare-swap":
		if o := m.Other; o != nil {
			m.remember(&tDidSwap)
			m.Other = m.held()
			m.putBack(&o.Snapshot)
			m.Live.clear()
		}
	case "compare-forget":
		m.remember(&tDidForget)
		m.Other = nil
		return []Effect{{Do: Focus, Arg: "compare-keep"}}, true
	default:
		return nil, false
	}
	return nil, true
}

// state is A as a link holds it; whole says that what it names may have to be
// fetched first.
func (o *Other) state(whole bool) *LinkState {
	if o == nil {
		return nil
	}
	s := &LinkState{Preset: o.Preset}
	switch {
	case whole && o.CaseWhole:
		s.Case = o.Case.ID
	case o.Preset == "":
		m := Model{Policy: o.Policy, Request: o.Request, Response: o.Response}
		m.Request.wire, m.Response.wire = handshake.ParseLines(o.Request.Text), handshake.ParseLines(o.Response.Text)
		m.hold(s)
	}
	return s
}

// restoreOther keeps what a link holds as A.
func (m *Model) restoreOther(s *LinkState) {
	if s == nil {
		return
	}
	t := New(nil)
	t.Library = m.Library
	t.restore(*s)
	m.Other = t.held()
}

// only counts what findings the first exchange has and the second has not: by
// rule and side, for the words may differ with the bytes.
func only(a, b *handshake.Report) (list []*handshake.Finding) {
	type key struct {
		rule *handshake.Rule
		side handshake.Side
	}
	has := map[key]int{}
	for _, l := range [][]handshake.Finding{b.Request.Findings, b.Answer.Findings} {
		for i := range l {
			has[key{l[i].Rule, l[i].Side}]++
		}
	}
	for _, l := range [][]handshake.Finding{a.Request.Findings, a.Answer.Findings} {
		for i := range l {
			k := key{l[i].Rule, l[i].Side}
			if has[k]--; has[k] < 0 {
				list = append(list, &l[i])
			}
		}
	}
	return list
}

// stepPair is a step that does not come out the same; "" where it is missing.
type stepPair struct{ a, b *handshake.Step }

func stepsApart(a, b *handshake.Report) (list []stepPair) {
	find := func(r *handshake.Report, id string) *handshake.Step {
		for i := range r.Steps {
			if r.Steps[i].ID == id {
				return &r.Steps[i]
			}
		}
		return nil
	}
	for i := range a.Steps {
		x := &a.Steps[i]
		if y := find(b, x.ID); y == nil || y.Outcome != x.Outcome {
			list = append(list, stepPair{x, y})
		}
	}
	for i := range b.Steps {
		if y := &b.Steps[i]; find(a, y.ID) == nil {
			list = append(list, stepPair{nil, y})
		}
	}
	return list
}

// difference says in words how the lines of a row differ.
func (r *aligned) difference() (words []*handshake.Text) {
	if r.mark == "changed" {
		x, y := string(r.a.text), string(r.b.text)
		p, q := spaceless(x), spaceless(y)
		switch {
		case p != q && handshake.EqualFold(p, q):
			words = append(words, &tCmpCase)
		case p != q:
			words = append(words, &tCmpValue)
		}
		if p == q && x != y || p != q && handshake.EqualFold(p, q) && !handshake.EqualFold(x, y) {
			words = append(words, &tCmpSpace)
		}
		if string(r.a.end) != string(r.b.end) {
			words = append(words, &tCmpEnd)
		}
	}
	if r.moved {
		words = append(words, &tCmpMoved)
	}
	return words
}

func spaceless(s string) string {
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		if s[i] != ' ' && s[i] != '\t' {
			b = append(b, s[i])
		}
	}
	return string(b)
}
