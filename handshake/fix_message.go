package handshake

// Cures that take more than one line of a message.

// fixAnswer puts what a strict server answers to the request in the place of all
// that the server sent.
func (f *Finding) fixAnswer(j *judge) *Finding {
	if f == nil || !j.given {
		return f
	}
	return f.fix(Place{FromServer, 0, len(j.res.raw)}, string(j.answer.AppendResponse(nil)))
}

// fixWithout takes the content of a message away with the fields that announce it,
// and the lines of other fields that are not to be there; start replaces the start
// line, unless it is empty.
func (f *Finding) fixWithout(m *Message, start string, others ...Field) *Finding {
	if f == nil || !m.Whole {
		return f
	}
	r := Range{m.StartLine.Start, m.bodyEnd()}
	text := append([]byte(start), m.raw[m.StartLine.End:m.StartLine.Next]...)
	if start == "" {
		text = append(text[:0], m.raw[m.StartLine.Start:m.StartLine.Next]...)
	}
	for i := range m.Lines {
		l := &m.Lines[i]
		if out := l.Field == ContentLengthField || l.Field == TransferEncodingField || l.Field == TrailerField || containsField(others, l.Field); !out {
			text = append(text, m.raw[l.Start:l.Next]...)
		}
	}
	return f.fixText(m, r, append(text, m.raw[m.emptyLine():m.HeadEnd]...))
}

func containsField(all []Field, f Field) bool {
	for _, x := range all {
		if x == f {
			return true
		}
	}
	return false
}

// fixUnlisted lists Upgrade in Connection.
func (f *Finding) fixUnlisted(m *Message) *Finding {
	if l := m.last(ConnectionField); l != nil {
		return f.put(m, Range{l.Value.End, l.Value.End}, m.listed(l))
	}
	return f.addLine(m, "Connection", "Upgrade")
}

// fixNoOffer takes the offer out of the request: Upgrade, the settings of h2c, and
// both options of Connection, so that an ordinary request is left.
func (f *Finding) fixNoOffer(m *Message) *Finding {
	if f == nil {
		return nil
	}
	var text []byte
	r := Range{len(m.raw), 0}
	for i := range m.Lines {
		l := &m.Lines[i]
		line := m.raw[l.Start:l.Next]
		switch l.Field {
		case UpgradeField, HTTP2SettingsField:
			line = nil
		case ConnectionField:
			line = m.keptOptions(l)
		}
		if len(line) < l.Next-l.Start {
			r = Range{min(r.Start, l.Start), l.Next}
		}
		text = append(text, line...)
	}
	if len(m.Lines) == 0 || r.Empty() {
		return f
	}
	first, last := m.Lines[0].Start, m.Lines[len(m.Lines)-1].Next
	return f.fixText(m, r, text[r.Start-first:len(text)-(last-r.End)])
}

// keptOptions is a line of Connection without the options of an offer; nothing when
// no other option is on it.
func (m *Message) keptOptions(l *Line) (line []byte) {
	rest := l.Value
	for more := true; more; {
		var x Range
		x, rest, more = m.cutMember(rest, false)
		if t := m.Text(x); len(t) == 0 || foldEqual(t, "upgrade") || foldEqual(t, "http2-settings") {
			continue
		}
		if line == nil {
			line = append(line, m.raw[l.Start:l.Value.Start]...)
		} else {
			line = append(line, ", "...)
		}
		line = append(line, m.Text(x)...)
	}
	if line != nil {
		line = append(line, m.raw[l.Value.End:l.Next]...)
	}
	return line
}
