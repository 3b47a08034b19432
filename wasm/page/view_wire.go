package page

import (
	"strconv"
	"strings"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// viewWire writes the coloured copy of an editor's text, a row a line: every leaf
// span an element that knows its bytes, the ones that the step in hand is about
// lit, those at fault underlined. Bytes are counted from the start of their line,
// so that a key typed leaves all other lines as they are: they are taken from the
// memory of the last time, and the browser never sees them again.
func (m *Model) viewWire(side handshake.Side) html.HTML {
	if m.plain(side) {
		var b html.Builder
		b.Put(`<span class="l plain"></span>`)
		return html.Join([]html.HTML{b.HTML()})
	}
	w := wireWriter{m: m, e: m.editor(side), side: side}
	if m.wires != nil {
		w.old = m.wires[side]
	}
	w.marks()
	w.draft = append(w.draft, w.lineLit(0))
	for _, s := range m.spans(side) {
		w.span(s)
	}
	w.finish(len(w.e.Text))
	if m.wires != nil {
		m.wires[side] = w.lines
	}
	rows := make([]html.HTML, len(w.lines))
	for i := range rows {
		rows[i] = w.lines[i].row
	}
	return html.Join(rows)
}

// A text with more bytes or parts than these is not coloured: the browser would lay
// out all of it at every key. It is shown by the editor itself, which scrolls.
const (
	colouredBytes = 64 << 10
	colouredSpans = 4000
)

func (m *Model) plain(side handshake.Side) bool {
	return len(m.editor(side).Text) > colouredBytes || len(m.spans(side)) > colouredSpans
}

// LiveLength is how long a text may be, in UTF-16 units, to be judged at every key.
// A longer one is judged in pauses of typing.
const LiveLength = colouredBytes

// wireLine is a line of the copy, and all that it was made from.
type wireLine struct {
	draft string
	row   html.HTML
}

type wireWriter struct {
	m    *Model
	e    *Editor
	side handshake.Side
	lit  []handshake.Place
	bad  []*handshake.Finding

	old, lines []wireLine
	draft      []byte     // of the line in hand: its first octet, then each part's look and length
	parts      []wirePart // of the line in hand
	from       int        // where it begins in the text
	first      int        // its first byte
	b          html.Builder
}

// wirePart is what one line shows of one span.
type wirePart struct {
	from, to   int // in the text
	start, end int // bytes
	kind       handshake.Kind
	mark       byte
}

// What a part's mark says.
const (
	markLit byte = 1 << iota
	markWrong
	markDoubt
	markEnd // a line end that is drawn
)

func (w *wireWriter) marks() {
	if len(w.m.Report.Steps) > 0 {
		for _, p := range w.m.Report.Steps[w.m.current()].Spans {
			if p.Side == w.side && p.Start <= p.End && p.End <= len(w.e.wire) {
				w.lit = append(w.lit, p)
			}
		}
	}
	list := w.m.findings(w.side)
	for i := range list {
		if list[i].Rule.Severity != handshake.Note {
			w.bad = append(w.bad, &list[i])
		}
	}
}

// span takes one leaf span. Its text may hold line ends: each closes a line of
// the copy, and one that stands for CR LF is drawn.
func (w *wireWriter) span(s handshake.Span) {
	if s.Start < 0 || s.End > len(w.e.wire) || s.Start >= s.End {
		return
	}
	at, end := w.e.at[s.Start], w.e.at[s.End]
	p := wirePart{start: s.Start, end: s.Start, kind: s.Kind, mark: w.mark(s)}
	for {
		line, _, more := strings.Cut(w.e.Text[at:end], "\n")
		if line != "" || !more && at == w.e.at[s.Start] {
			w.part(p, at, at+len(line), s.End)
			p.start = w.parts[len(w.parts)-1].end
		}
		if !more {
			return
		}
		at += len(line)
		if !strings.HasSuffix(line, `\`) || strings.HasSuffix(line, `\\`) {
			end := p
			end.mark |= markEnd
			w.part(end, at, at+1, s.End)
			p.start = w.parts[len(w.parts)-1].end
		}
		at++
		w.finish(at)
		if at == end {
			return
		}
	}
}

// part adds what the line in hand shows of a span: the text between from and to,
// and the bytes up to most that it stands for.
func (w *wireWriter) part(p wirePart, from, to, most int) {
	p.from, p.to, p.end = from, to, p.start
	for p.end < most && (w.e.at[p.end] < to || from == to) { // CR and LF in two spans share one line end
		p.end++
	}
	w.draft = append(w.draft, byte(p.kind), p.mark)
	w.draft = strconv.AppendInt(w.draft, int64(p.end-p.start), 10)
	w.draft = append(w.draft, ' ')
	w.draft = strconv.AppendInt(w.draft, int64(to-from), 10)
	w.parts = append(w.parts, p)
}

// finish ends the line in hand; the next one begins at the offset of the text.
// A line that is as one of the last time was is that one.
func (w *wireWriter) finish(next int) {
	end := next
	if end > w.from && w.e.Text[end-1] == '\n' {
		end--
	}
	w.draft = append(w.draft, '\n')
	w.draft = append(w.draft, w.e.Text[w.from:end]...)
	i := len(w.lines)
	switch j := i + len(w.old) - w.count(); {
	case i < len(w.old) && w.old[i].draft == string(w.draft):
		w.lines = append(w.lines, w.old[i])
	case j >= 0 && j < len(w.old) && w.old[j].draft == string(w.draft):
		w.lines = append(w.lines, w.old[j])
	default:
		w.lines = append(w.lines, wireLine{string(w.draft), w.row()})
	}
	w.from = next
	if n := len(w.parts); n > 0 {
		w.first = w.parts[n-1].end
	}
	w.parts = w.parts[:0]
	w.draft = append(w.draft[:0], w.lineLit(next))
}

// count is how many lines there will be.
func (w *wireWriter) count() int {
	if w.lines == nil {
		w.lines = make([]wireLine, 0, strings.Count(w.e.Text, "\n")+1)
	}
	return cap(w.lines)
}

// lineLit says how the line that begins at the offset of the text looks: one that
// holds a lit byte is lit faintly as a whole.
func (w *wireWriter) lineLit(from int) byte {
	if len(w.lit) == 0 {
		return 'l'
	}
	to := strings.IndexByte(w.e.Text[from:], '\n')
	if to < 0 {
		to = len(w.e.Text) - from
	}
	for _, p := range w.lit {
		if w.e.at[p.Start] < from+to && w.e.at[p.End] > from {
			return 'o'
		}
	}
	return 'l'
}

// row writes the line in hand.
func (w *wireWriter) row() html.HTML {
	b := &w.b
	b.Clear()
	b.Pick(w.draft[0] == 'o', `<span class="l on">`, `<span class="l">`)
	for i := range w.parts {
		p := &w.parts[i]
		b.Put(`<span`)
		class := kindClass(p.kind)
		if p.mark&markLit != 0 {
			class += " lit"
		}
		switch {
		case p.mark&markWrong != 0:
			class += " wrong"
		case p.mark&markDoubt != 0:
			class += " doubt"
		}
		if p.mark&markEnd != 0 {
			class += " eol"
		}
		b.Attr("class", class)
		b.Attr("data-span", p.kind.String())
		b.Attr("data-at", strconv.Itoa(p.start-w.first))
		b.Attr("data-to", strconv.Itoa(p.end-w.first))
		b.Put(`>`)
		if p.mark&markEnd == 0 {
			b.Text(w.e.Text[p.from:p.to])
		}
		b.Put(`</span>`)
	}
	b.Put(`</span>`)
	return b.HTML()
}

// mark says what else the span is: lit, or at fault.
func (w *wireWriter) mark(s handshake.Span) (mark byte) {
	for _, p := range w.lit {
		if p.Start < s.End && s.Start < p.End {
			mark = markLit
			break
		}
	}
	worst := handshake.Note
	for _, f := range w.bad {
		// A caret finding says "something is missing here": it marks the span
		// that begins there.
		if f.Start < s.End && s.Start < f.End || f.Start == f.End && s.Start == f.Start {
			worst = max(worst, f.Rule.Severity)
		}
	}
	switch worst {
	case handshake.Error, handshake.Violation:
		mark |= markWrong
	case handshake.Warning:
		mark |= markDoubt
	}
	return mark
}

// ByteOn gives the byte that a line's data-at stands for.
func (m *Model) ByteOn(side string, line, at int) int {
	e := m.editor(sideOf(side))
	from := 0
	for ; line > 0; line-- {
		i := strings.IndexByte(e.Text[from:], '\n')
		if i < 0 {
			return -1
		}
		from += i + 1
	}
	return e.firstFrom(from) + at
}

// firstFrom is the first byte whose notation begins at the offset of the text or
// behind it.
func (e *Editor) firstFrom(offset int) int {
	lo, hi := 0, len(e.wire)
	for lo < hi {
		if mid := (lo + hi) / 2; e.at[mid] < offset {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// Spot is a range of data-at on one line of a coloured copy.
type Spot struct{ Line, At, To int }

// Explained tells where the span stands that is explained.
func (m *Model) Explained() (side string, spots []Spot) {
	if !m.Point.On {
		return
	}
	for _, s := range m.spans(m.Point.Side) {
		if s.Start <= m.Point.At && m.Point.At < s.End {
			spots = m.spots(m.Point.Side, s.Start, s.End)
		}
	}
	return m.Point.Side.String(), spots
}

// spots tells where bytes stand in the coloured copy.
func (m *Model) spots(side handshake.Side, start, end int) (spots []Spot) {
	e := m.editor(side)
	if start >= end || end > len(e.wire) {
		return nil
	}
	from := strings.LastIndexByte(e.Text[:e.at[start]], '\n') + 1
	line := strings.Count(e.Text[:from], "\n")
	for from >= 0 && len(spots) < 100 {
		first := e.firstFrom(from)
		if first >= end {
			break
		}
		spots = append(spots, Spot{line, max(0, start-first), end - first})
		next := strings.IndexByte(e.Text[from:], '\n')
		if next < 0 {
			break
		}
		from, line = from+next+1, line+1
	}
	return spots
}

// StepSpots tells where the bytes stand that a step looks at.
func (m *Model) StepSpots(id string) (spots [2][]Spot) {
	if n := m.stepIndex(id); n >= 0 {
		for _, p := range m.Report.Steps[n].Spans {
			spots[p.Side] = append(spots[p.Side], m.spots(p.Side, p.Start, p.End)...)
		}
	}
	return spots
}

// ExplainedSteps are the steps that look at the byte in hand.
func (m *Model) ExplainedSteps() []string {
	if !m.Point.On || m.Screen != OnExchange {
		return nil
	}
	return handshake.Explain(m.Report, m.Point.Side, m.Point.At).Steps
}
