package handshake

// Edits of single parts of a head, for a form beside its text. Each replaces
// the bytes of its own part and no others: order, case, spacing, lines that are
// not known and lines that are broken stay as they stand. ok is false when
// there is nothing to change.

// SetField gives the first line of a field the value. A field that is not there
// gets a line at the end of the head; Host, which goes first, right behind the
// start line.
func (m *Message) SetField(name, value string) (f Fix, ok bool) {
	l := m.line(name)
	if l == nil {
		return m.AddLine(name + ": " + value)
	}
	return m.setValue(l, value)
}

func (m *Message) setValue(l *Line, value string) (f Fix, ok bool) {
	r := l.Value
	if !r.Empty() || value == "" {
		return m.edit(r, value)
	}
	// Nothing stands there yet: behind the one space that is usual.
	if r.Start = l.Colon() + 1; r.Start < l.End && m.raw[r.Start] == ' ' {
		r.Start++
	} else {
		value = " " + value
	}
	r.End = r.Start
	return m.edit(r, value)
}

// FieldText is the value of the first line of a field, and how many more lines
// of it there are; there is false when it has none.
func (m *Message) FieldText(name string) (value []byte, more int, there bool) {
	for i := range m.Lines {
		if l := &m.Lines[i]; m.named(l, name) {
			if there {
				more++
				continue
			}
			value, there = m.Text(l.Value), true
		}
	}
	return value, more, there
}

// DropField takes the first line of a field out.
func (m *Message) DropField(name string) (f Fix, ok bool) {
	if l := m.line(name); l != nil {
		return m.edit(Range{l.Start, l.Next}, "")
	}
	return f, false
}

// AddLine puts a line in at the end of the head, with the line end that the
// start line has.
func (m *Message) AddLine(line string) (f Fix, ok bool) {
	at, eol := m.StartLine.Next, "\r\n"
	before := m.StartLine.Range
	if m.StartLine.Next == m.StartLine.End+1 {
		eol = "\n"
	}
	host := len(line) > 5 && EqualFold(line[:5], "host:") && m.Form == HTTP1
	if at < len(m.raw) && isOWS(m.raw[at]) {
		host = false // that line would become a part of this one
	}
	if n := len(m.Lines); n > 0 && !host {
		at, before = m.Lines[n-1].Next, m.Lines[n-1].Range
	}
	if at == before.End && !before.Empty() { // the line before has no end yet
		if m.raw[at-1] == '\r' {
			eol = "\r\n"
		}
		return m.edit(Range{at, at}, eol+line+eol)
	}
	return m.edit(Range{at, at}, line+eol)
}

// SetMethod and SetTarget change a part of the request line.
func (m *Message) SetMethod(value string) (f Fix, ok bool) {
	return m.setWord(m.StartLine.Method, value)
}
func (m *Message) SetTarget(value string) (f Fix, ok bool) {
	return m.setWord(m.StartLine.Target, value)
}

// setWord changes a word of the start line. One that is missing is put in with
// the space that it needs beside it, unless a second space stands there.
func (m *Message) setWord(r Range, value string) (f Fix, ok bool) {
	if !r.Empty() || value == "" {
		return m.edit(r, value)
	}
	s := &m.StartLine
	space := func(at int) bool { return at >= s.Start && at < s.End && m.raw[at] == ' ' }
	switch at := r.Start; {
	case space(at-1) && (space(at-2) || at == s.End):
		if at < s.End {
			at--
		}
		r = Range{at, at}
	case at == s.Start && space(at):
	case at == s.Start || at < s.End:
		value += " "
	default:
		value = " " + value
	}
	return m.edit(r, value)
}

func (m *Message) edit(r Range, value string) (Fix, bool) {
	f := Fix{Place: m.place(r), Replace: value}
	return f, string(m.Text(r)) != value
}

func (m *Message) named(l *Line, name string) bool {
	return l.Kind == FieldLine && foldEqual(m.Text(l.Name), name)
}

func (m *Message) line(name string) *Line {
	for i := range m.Lines {
		if l := &m.Lines[i]; m.named(l, name) {
			return l
		}
	}
	return nil
}

// Param is how a parameter of an extension stands: not at all, without a value,
// or with one.
type Param struct {
	There, Valued bool
	Value         string
}

// ExtensionText finds the first element of Sec-WebSocket-Extensions of a name,
// and gives its parameters by name. more is how many further elements of the
// name there are.
func (m *Message) ExtensionText(name string, params ...string) (there bool, more int, values []Param) {
	values = make([]Param, len(params))
	for e := m.eachExtension(); e.next(); {
		if !foldEqual(m.Text(e.Name), name) {
			continue
		}
		if there {
			more++
			continue
		}
		there = true
		for i := range params {
			if p := m.param(&e.extension, params[i]); p != nil {
				values[i] = Param{true, p.Equals >= 0, string(m.Text(p.Value))}
			}
		}
	}
	return there, more, values
}

func (m *Message) param(e *extension, name string) *extensionParam {
	for i := range e.Params {
		if p := &e.Params[i]; foldEqual(m.Text(p.Name), name) {
			return p
		}
	}
	return nil
}

// SetParam changes one parameter of the first element of the name. An element
// that is not there is not put in: see SetExtension.
func (m *Message) SetParam(name, param string, to Param) (f Fix, ok bool) {
	text := ""
	if to.There {
		text = param
	}
	if to.There && to.Valued {
		text += "=" + to.Value
	}
	for e := m.eachExtension(); e.next(); {
		if !foldEqual(m.Text(e.Name), name) {
			continue
		}
		p := m.param(&e.extension, param)
		switch {
		case p == nil && !to.There:
			return f, false
		case p == nil:
			return m.edit(Range{e.End, e.End}, "; "+text)
		case !to.There:
			r := Range{m.before(p.Semicolon), p.Name.End}
			if p.Equals >= 0 {
				r.End = max(p.Value.End, p.Equals+1)
			}
			return m.edit(r, "")
		case p.Equals < 0:
			return m.edit(Range{p.Name.End, p.Name.End}, text[len(param):])
		case !to.Valued:
			return m.edit(Range{p.Name.End, max(p.Value.End, p.Equals+1)}, "")
		}
		if p.Value.Empty() {
			return m.edit(Range{p.Equals + 1, p.Equals + 1}, to.Value)
		}
		return m.edit(p.Value, to.Value)
	}
	return f, false
}

// SetExtension puts an element into the list, at its end, or takes the first
// one of the name out. The last one takes its line with it.
func (m *Message) SetExtension(name string, on bool) (f Fix, ok bool) {
	l := m.first(ExtensionsField)
	if on {
		switch {
		case l == nil:
			return m.AddLine(fieldTable[ExtensionsField].name + ": " + name)
		case l.Value.Empty():
			return m.SetField(fieldTable[ExtensionsField].name, name)
		}
		return m.edit(Range{l.Value.End, l.Value.End}, ", "+name)
	}
	for e := m.eachExtension(); e.next(); {
		if !foldEqual(m.Text(e.Name), name) {
			continue
		}
		l = &m.Lines[e.Line]
		comma := m.nextMark(e.End, l.Value.End, ',')
		switch {
		case e.Range == l.Value:
			return m.edit(Range{l.Start, l.Next}, "")
		case comma < l.Value.End: // with the comma behind it
			return m.edit(Range{e.Start, m.after(comma+1, l.Value.End)}, "")
		}
		from := m.before(e.Start)
		if from > l.Value.Start && m.raw[from-1] == ',' {
			from = m.before(from - 1)
		}
		return m.edit(Range{from, e.End}, "")
	}
	return f, false
}

// before and after step over the white space beside an offset.
func (m *Message) before(at int) int {
	for at > 0 && isOWS(m.raw[at-1]) {
		at--
	}
	return at
}

func (m *Message) after(at, end int) int {
	for at < end && isOWS(m.raw[at]) {
		at++
	}
	return at
}

// SetLine gives one line the value; a line without a colon is replaced as it is.
func (m *Message) SetLine(l *Line, value string) (f Fix, ok bool) {
	if l.Kind != FieldLine {
		return m.edit(l.Range, value)
	}
	return m.setValue(l, value)
}
