package handshake

import "slices"

// Explain answers "what is this byte?": the leaf span that covers it, what
// such a span is for, what this very value means where it is a known one, what
// is wrong there and which steps look at it. Nothing is judged here: all of it
// is read out of a report.

// Explanation is what is known of one byte.
type Explanation struct {
	Span  Span
	Bytes Range // the whole that the span is a part of: its line, or its frame
	Title Phrase
	Text  Phrase
	// Value says what the bytes of the span mean, when they are a known value:
	// a token, a status code, an opcode. Its Text is nil otherwise.
	Value    Phrase
	Without  *Text      // what happens when it is not there
	Rule     *Rule      // the one that governs it; nil where none is broken without it
	Field    *FieldInfo // the field whose line it is; nil when none, or an unknown one
	Cite     Cite
	Findings []Finding
	Steps    []string // IDs of the steps that look at the byte
}

// Explain tells what the byte at the offset is. The offset after the last byte
// is the end, where something may be missing.
func Explain(r *Report, side Side, offset int) Explanation {
	spans, raw := r.sideSpans(side)
	e := Explanation{Findings: findingsAt(r, side, offset), Steps: stepsAt(r.Steps, side, offset)}
	i, _ := slices.BinarySearchFunc(spans, offset, func(s Span, offset int) int {
		if s.End > offset {
			return 1
		}
		return -1
	})
	if offset < 0 || i == len(spans) {
		end := max(0, min(offset, len(raw)))
		e.Span, e.Bytes = Span{end, end, KindUnfinished, -1}, Range{end, end}
		e.Title, e.Text = Phrase{Text: &textEndTitle}, Phrase{Text: &textEnd}
		return e
	}
	s := spans[i]
	k := &kindTable[s.Kind]
	e.Span, e.Cite = s, k.cite
	e.Title, e.Text = Phrase{Text: &k.title}, Phrase{Text: &k.text}
	field := UnknownField
	switch l := r.lineOf(side, s); {
	case l != nil:
		field = l.Field
		e.Bytes = Range{l.Start, l.Next}
	case s.Kind.afterSwitch():
		e.Bytes = frameAround(spans, i)
	default:
		e.Bytes = lineAround(spans, i)
	}
	if field != UnknownField {
		info := field.Info()
		e.Field = &info
	}
	rule, without := r.lack(side, spans, i, field, raw)
	e.Without, e.Rule = without, RuleByID(rule)
	if s.Kind.afterSwitch() {
		e.Value = r.afterSwitch(s.Kind, e.Bytes, raw, raw[s.Start:s.End])
	} else {
		e.Value = meaning(s.Kind, field, raw[s.Start:s.End])
	}
	if r.Request.Message.Form == FieldSection {
		switch {
		case s.Kind == KindFieldName:
			e.Text, e.Cite = Phrase{Text: &explainSectionName}, Cite{RFC: 9113, Section: "8.2"}
		case without == &lackNotation:
			e.Text, e.Cite = Phrase{Text: &explainNotation}, Cite{RFC: 9113, Section: "8.2"}
		}
	}
	return e
}

// sideSpans gives the leaf spans of a side and its bytes.
func (r *Report) sideSpans(side Side) ([]Span, []byte) {
	if side == FromClient {
		return r.Request.Spans, r.Request.Message.raw
	}
	return r.Answer.Spans, r.Answer.Message.raw
}

// lineOf finds the field line that a span belongs to, or nil.
func (r *Report) lineOf(side Side, s Span) *Line {
	if s.Line < 0 {
		return nil
	}
	m := r.Request.Message
	if side == FromServer {
		m = r.Answer.Message
		for _, interim := range r.Answer.Interim {
			if s.Start < interim.HeadEnd {
				m = interim
				break
			}
		}
	}
	return &m.Lines[s.Line]
}

func findingsAt(r *Report, side Side, offset int) []Finding {
	all := r.Request.Findings
	if side == FromServer {
		all = r.Answer.Findings
	}
	var here []Finding
	for _, f := range all {
		if f.Side == side && f.Start <= offset && (offset < f.End || f.Start == f.End && f.Start == offset) {
			here = append(here, f)
		}
	}
	return here
}

func stepsAt(steps []Step, side Side, offset int) []string {
	var ids []string
	for i := range steps {
		for _, p := range steps[i].Spans {
			if p.Side == side && p.Start <= offset && offset < p.End {
				ids = append(ids, steps[i].ID)
				break
			}
		}
	}
	return ids
}

// lineAround is the run of spans up to a line end on both sides.
func lineAround(spans []Span, i int) Range {
	isEnd := func(k Kind) bool {
		return k == KindCRLF || k == KindLF || k == KindEmptyLine || k == KindLeadingLine
	}
	from, to := i, i
	for from > 0 && !isEnd(spans[from-1].Kind) && spans[from-1].Kind < KindBody {
		from--
	}
	for !isEnd(spans[to].Kind) && to+1 < len(spans) && spans[to+1].Kind < KindBody {
		to++
	}
	return Range{spans[from].Start, spans[to].End}
}

// frameAround is the frame, record or capsule that a span is a part of.
func frameAround(spans []Span, i int) Range {
	from, to := i, i
	for from > 0 && !spans[from].Kind.begins() && spans[from-1].Kind.afterSwitch() {
		from--
	}
	for to+1 < len(spans) && !spans[to+1].Kind.begins() {
		to++
	}
	return Range{spans[from].Start, spans[to].End}
}

// afterSwitch tells the kinds of bytes that belong to the new protocol.
func (k Kind) afterSwitch() bool { return k >= KindFrameHead && k < kindCount }

// begins tells the kinds with which a frame, a record or a capsule begins.
func (k Kind) begins() bool {
	switch k {
	case KindFrameHead, KindH2Preface, KindH2FrameHead, KindTLSRecordHead, KindCapsuleType, KindPipe:
		return true
	}
	return !k.afterSwitch()
}

// meaning is what a value means where it is a known one.
func meaning(k Kind, f Field, b []byte) Phrase {
	for i := range valueTable {
		v := &valueTable[i]
		if v.kind == k && (v.field == f || v.field == UnknownField) && (foldEqual(b, v.value) && !v.exact || string(b) == v.value) {
			return Phrase{Text: v.text}
		}
	}
	return Phrase{}
}

// String gives the name used in JSON: "field-name".
func (k Kind) String() string { return kindTable[k].name }

// Title and About are the texts of a kind, for a legend.
func (k Kind) Title() *Text { return &kindTable[k].title }
func (k Kind) About() *Text { return &kindTable[k].text }

// Kinds lists all kinds of leaf spans.
func Kinds() []Kind {
	all := make([]Kind, kindCount)
	for i := range all {
		all[i] = Kind(i)
	}
	return all
}
