package page

import (
	"strings"
	"unicode/utf8"

	"handshake101/handshake"
)

// Undo and redo are the page's own: they take back whatever changed the
// exchange, typing too, which the browser forgets as soon as the page writes
// into an editor. What is typed in one go is one step.

// undoDepth bounds what undo keeps, asideDepth what was turned back from, undoBytes
// the texts in each of both.
const (
	undoDepth  = 200
	asideDepth = 30
	undoBytes  = 8 << 20
)

// runLength is how many characters typed one after the other are one step.
const runLength = 40

// run is typing that goes on: more of it belongs to the step that is there.
type run struct {
	of string // editor or control, and whether text comes or goes; "" for none
	at int    // where the next one has to be
	n  int
}

// remember keeps the state before a change. What had been undone cannot be redone
// after it, but it is not lost: it is set aside.
func (m *Model) remember(what *handshake.Text) {
	if len(m.Redo) > 0 {
		m.Aside = newest(append(m.Aside[:len(m.Aside):len(m.Aside)], m.Redo), asideDepth, func(list *[]Snapshot) (n int) {
			for i := range *list {
				n += (*list)[i].bytes()
			}
			return n
		})
	}
	m.turns++
	m.Undo = newest(append(m.Undo, m.snapshot(what)), undoDepth, (*Snapshot).bytes)
	m.Redo, m.run = nil, run{}
}

func (s *Snapshot) bytes() int { return len(s.Request.Text) + len(s.Response.Text) }

// newest are the last of a list, as many as may be kept; the last one always.
func newest[T any](list []T, depth int, bytes func(*T) int) []T {
	room := undoBytes
	for i := len(list) - 1; i >= 0; i-- {
		room -= bytes(&list[i])
		if n := len(list) - i; n > depth || n > 1 && room < 0 {
			return append([]T(nil), list[i+1:]...) // let go of the others
		}
	}
	return list
}

// typing is what somebody did to the text of an editor or a control.
type typing struct{ of, was, is string }

// rememberTyping is remember for such a text that is about to change: what is typed
// in one go is one step, what is written over or taken away begins another.
func (m *Model) rememberTyping(t typing, what *handshake.Text) {
	name, is, text := t.of, t.was, t.is
	from, to := differ(is, text)
	gone, come := is[from:len(is)-(len(text)-to)], text[from:to]
	next := run{name + "+", to, 1}
	goesOn := m.run.at == from && gone == ""
	if come == "" {
		next.of, next.at = name+"-", from
		goesOn = m.run.at == from || m.run.at == from+len(gone)
	}
	if utf8.RuneCountInString(come) > 2 || come == "" && utf8.RuneCountInString(gone) > 2 || come == "\n" {
		next.of = ""
	}
	if next.of != "" && m.run.of == next.of && goesOn && m.run.n < runLength {
		next.n = m.run.n + 1
	} else {
		m.remember(what)
	}
	m.run = next
}

// differ tells where a text differs: between the offsets from and to of what
// it is now.
func differ(was, is string) (from, to int) {
	n := min(len(was), len(is))
	for from < n && was[from] == is[from] {
		from++
	}
	for n -= from; n > 0 && was[len(was)-1-to] == is[len(is)-1-to]; n-- {
		to++
	}
	to = len(is) - to
	for from > 0 && from < len(is) && !utf8.RuneStart(is[from]) {
		from--
	}
	for to < len(is) && !utf8.RuneStart(is[to]) {
		to++
	}
	return from, max(to, from)
}

// CaretAfter is where the cursor belongs after an editor's text was changed by
// the page: behind what came, in UTF-16 units.
func CaretAfter(was, is string) int {
	_, to := differ(was, is)
	return utf16Length(is[:to])
}

func utf16Length(s string) (n int) {
	for _, r := range s {
		if n++; r >= 0x10000 {
			n++
		}
	}
	return n
}

func (m *Model) snapshot(what *handshake.Text) Snapshot {
	light := func(e Editor) Editor { return Editor{Text: e.Text, Origin: e.Origin} }
	return Snapshot{What: handshake.Phrase{Text: what}, Request: light(m.Request), Response: light(m.Response),
		Policy: m.Policy, Preset: m.Preset, Step: m.Step, Opened: m.Opened, Drafts: m.Build.Drafts, Other: m.Other}
}

// undo goes back one step, redo forth: each keeps the way to where it came from.
func (m *Model) undo() { m.travel(&m.Undo, &m.Redo) }
func (m *Model) redo() { m.travel(&m.Redo, &m.Undo) }

func (m *Model) travel(from, to *[]Snapshot) {
	n := len(*from) - 1
	if n < 0 {
		return
	}
	m.turns++
	s := (*from)[n]
	*from = (*from)[:n:n]
	now := m.snapshot(s.What.Text)
	*to = append((*to)[:len(*to):len(*to)], now)
	m.Other = s.Other
	m.putBack(&s)
}

// fetchAside goes a way again that was set aside, up to its end.
func (m *Model) fetchAside(n int) {
	if n < 0 || n >= len(m.Aside) {
		return
	}
	way := m.Aside[n]
	m.remember(&tDidAside)
	for i := len(way) - 1; i > 0; i-- {
		s := way[i]
		s.What = way[i-1].What // now it is what was done afterwards
		m.Undo = append(m.Undo, s)
	}
	m.Undo = m.Undo[max(0, len(m.Undo)-undoDepth):]
	m.Other = way[0].Other
	m.putBack(&way[0])
}

// putBack takes what a snapshot holds of the exchange.
func (m *Model) putBack(s *Snapshot) {
	m.Request.set(s.Request.Text, s.Request.Origin)
	m.Response.set(s.Response.Text, s.Response.Origin)
	m.Policy, m.Preset, m.Step, m.Point, m.Opened, m.Build.Drafts = s.Policy, s.Preset, s.Step, Point{}, s.Opened, s.Drafts
	m.run, m.Build.broken = run{}, broken{}
	m.judge()
}

// fill reads a response that holds placeholders: each stands for the bytes that
// it will have, and what is judged are those. The text keeps them.
func (m *Model) fill() {
	e := &m.Response
	if e.Origin == Simulated || !strings.ContainsRune(e.Text, '{') {
		return
	}
	e.wire, e.at = m.filled(e.Text)
}

// sampleDate is the time of an answer that nobody has sent.
const sampleDate = "Tue, 15 Nov 1994 08:12:31 GMT"

func (m *Model) filled(text string) (wire []byte, at []int) {
	wire, at = wireOffsets(text)
	for _, p := range handshake.Placeholders(m.Request.wire, sampleDate) {
		for from := 0; ; {
			i := strings.Index(string(wire[from:]), p.Mark)
			if i < 0 {
				break
			}
			i += from
			end := i + len(p.Mark)
			where := make([]int, len(p.Value))
			for k := range where {
				where[k] = at[i]
			}
			wire = append(append(wire[:i:i], p.Value...), wire[end:]...)
			at = append(append(at[:i:i], where...), at[end:]...)
			from = i + len(p.Value)
		}
	}
	return wire, at
}

// raw is what an editor holds as it was written, placeholders and all.
func (e *Editor) raw() []byte {
	if strings.ContainsRune(e.Text, '{') {
		return handshake.ParseLines(e.Text)
	}
	return e.wire
}
