package page

import (
	"strconv"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// A message in hex, in the place of its text: sixteen bytes a row, which a narrow
// screen shows as two times eight, with the letters beside them. Both are
// coloured as the text is, and point at the same byte.

const (
	HexRow  = 16 // bytes
	hexPage = 64 // rows that are shown, and that "more" adds
)

func (m *Model) viewHex(side handshake.Side) html.HTML {
	if !m.Hex[side] {
		return html.HTML{}
	}
	wire := m.editor(side).wire
	w := wireWriter{m: m, e: m.editor(side), side: side}
	w.marks()
	n := (len(wire) + HexRow - 1) / HexRow
	shown := min(n, hexPage*(1+m.HexMore[side]))
	if m.Point.On && m.Point.Side == side {
		shown = max(shown, min(n, m.Point.At/HexRow+1))
	}
	rows := make([]html.HTML, 0, shown+1)
	spans := m.spans(side)
	for r := range shown {
		b := &w.b
		b.Clear()
		b.Put(`<div class="hr">`)
		from, to := r*HexRow, min((r+1)*HexRow, len(wire))
		first := 0
		for first < len(spans) && spans[first].End <= from {
			first++
		}
		spans = spans[first:]
		for half := from; half < from+HexRow; half += HexRow / 2 {
			b.Pick(half == from, `<span class="o">`, `<span class="o half">`)
			b.Wrap(``, hexOffset(half), `</span><span class="x">`)
			w.hexCells(spans, half, min(half+HexRow/2, to), from, false)
			b.Put(`</span><span class="a">`)
			w.hexCells(spans, half, min(half+HexRow/2, to), from, true)
			b.Put(`</span>`)
			if half+HexRow/2 >= to {
				break
			}
		}
		b.Put(`</div>`)
		rows = append(rows, b.HTML())
	}
	w.b.Clear()
	if shown < n {
		w.b.Put(`<p><button type="button" data-do="hex-more"`)
		w.b.Attr("data-arg", side.String())
		w.b.Attr("data-key", "hex-more-"+side.String())
		w.b.Wrap(`>`, m.sayf(&tHexMore, "n", itoa(len(wire)-shown*HexRow)), `</button></p>`)
		rows = append(rows, w.b.HTML())
	} else if n == 0 {
		w.b.Wrap(`<p class="hint">`, m.say(&tHintEmpty), `</p>`)
		rows = append(rows, w.b.HTML())
	}
	return html.Join(rows)
}

// hexCells writes bytes as two digits or as a letter each.
func (w *wireWriter) hexCells(spans []handshake.Span, from, to, row int, letters bool) {
	b := &w.b
	for at, k := from, 0; at < to; at++ {
		for k < len(spans)-1 && spans[k].End <= at {
			k++
		}
		class := kindClass(spans[k].Kind)
		mark := w.mark(spans[k])
		if mark&markLit != 0 {
			class += " lit"
		}
		switch {
		case mark&markWrong != 0:
			class += " wrong"
		case mark&markDoubt != 0:
			class += " doubt"
		}
		b.Put(`<b`)
		b.Attr("class", class)
		b.Attr("data-at", strconv.Itoa(at-row))
		b.Put(`>`)
		c := w.e.wire[at]
		switch {
		case !letters:
			b.Text(handshake.Hex(w.e.wire[at : at+1]))
		case ' ' < c && c < 0x7f:
			b.Text(string(rune(c)))
		case c == ' ':
			b.Put(`␣`)
		default:
			b.Put(`·`)
		}
		b.Put(`</b>`)
	}
}

func hexOffset(n int) string {
	const digits = "0123456789abcdef"
	s := []byte("0000")
	if n > 0xffff {
		s = []byte("00000000")
	}
	for i := len(s) - 1; i >= 0; i-- {
		s[i] = digits[n&15]
		n >>= 4
	}
	return string(s)
}

// hexButton turns from text to hex and back.
func (m *Model) hexButton(b *html.Builder, side handshake.Side) {
	name := side.String()
	b.Put(`<button type="button" class="toggle" data-do="hex"`)
	b.Attr("data-arg", name)
	b.Attr("data-key", "hex-"+name)
	pressed := "false"
	if m.Hex[side] {
		pressed = "true"
	}
	b.Attr("aria-pressed", pressed)
	b.Wrap(`>`, m.say(&tHex), `</button>`)
}

// paintHex writes the place of the hex.
func (m *Model) paintHex(b *html.Builder, side handshake.Side, put func(string)) {
	name := side.String() + "-hex"
	b.Put(`<div class="hex" tabindex="0" role="application" translate="no"`)
	b.Attr("data-hex", side.String())
	b.Attr("data-region", name)
	b.Attr("data-key", name)
	b.Attr("aria-labelledby", side.String()+" "+name+"-name")
	b.Attr("aria-describedby", side.String()+"-note")
	b.Put(`>`)
	put(name)
	b.Put(`</div>`)
}

// ExplainedBytes tells which bytes are explained, and at which of them hand or
// cursor is.
func (m *Model) ExplainedBytes() (from, to, at int) {
	if m.Point.On {
		for _, s := range m.spans(m.Point.Side) {
			if s.Start <= m.Point.At && m.Point.At < s.End {
				return s.Start, s.End, m.Point.At
			}
		}
	}
	return 0, 0, -1
}

// hexMove goes some bytes on, or back.
func (m *Model) hexMove(side handshake.Side, by int) {
	at := by
	if m.Point.On && m.Point.Side == side {
		at += m.Point.At
	} else if by > 0 {
		at = 0
	}
	m.pointAt(side, max(0, min(at, len(m.editor(side).wire)-1)))
}

// sayHex is what a screen reader hears of the byte in hand.
func (m *Model) sayHex() string {
	p := m.Point
	if !p.On || !m.Hex[p.Side] || p.At >= len(m.editor(p.Side).wire) {
		return ""
	}
	c := m.editor(p.Side).wire[p.At : p.At+1]
	return m.place(p.At, p.At+1) + ": " + handshake.Hex(c) + ", " + handshake.Show(c) + ", " + m.Lang.Say(handshake.Explain(m.Report, p.Side, p.At).Title)
}

// unitsAt is where a byte's notation begins, in UTF-16 units of the text.
func (e *Editor) unitsAt(at int) (units int) {
	if at < 0 || at >= len(e.at) {
		return 0
	}
	return utf16Length(e.Text[:e.at[at]])
}
