package handshake

// Leaf spans: every byte of a head belongs to exactly one, in order. The
// builder below can only move forward, so gaps and overlaps cannot be made:
// what a caller passes over becomes part of the next span's lead.

type tiler struct {
	spans []Span
	at    int // everything before is covered
	line  int
	bad   int // where the last bad octet ended, or 0
	end   int // where all of it ends, or 0: makes room in time
}

// to covers the bytes up to end with one span of the kind.
func (t *tiler) to(end int, kind Kind) {
	if end <= t.at {
		return
	}
	if kind == KindBadOctet && t.bad == t.at && t.bad > 0 { // one more in a row
		t.spans[len(t.spans)-1].End = end
	} else {
		if len(t.spans) == cap(t.spans) && len(t.spans) >= 256 {
			t.grow()
		}
		t.spans = append(t.spans, Span{t.at, end, kind, int32(t.line)})
	}
	if t.at = end; kind == KindBadOctet {
		t.bad = end
	}
}

// grow makes room for as many spans as the rest will have if it is like what is
// covered: long heads are long by repetition, and a list that grows bit by bit
// costs several times its length.
func (t *tiler) grow() {
	n := len(t.spans)
	more := min(n*(t.end-t.at)/max(t.at, 1)*17/16+64, 100*n, t.end-t.at)
	t.spans = append(make([]Span, 0, n+max(more, n/2)), t.spans...)
}

// appendSpans tiles the head of the message.
func (m *Message) appendSpans(spans []Span) []Span {
	t := &tiler{spans: spans, at: m.Start, end: m.HeadEnd, line: -1}
	m.tile(t)
	return t.spans
}

func (m *Message) tile(t *tiler) {
	for t.at < m.StartLine.Start {
		_, next := lineAt(m.raw, t.at)
		t.to(next, KindLeadingLine)
	}
	m.tileStartLine(t)
	for i := range m.Lines {
		t.line = i
		m.tileLine(t, &m.Lines[i])
	}
	t.line = -1
	if m.Whole {
		t.to(m.HeadEnd, KindEmptyLine)
	} else {
		t.to(m.HeadEnd, KindUnfinished)
	}
}

func (m *Message) tileStartLine(t *tiler) {
	s := &m.StartLine
	if m.Side == FromClient {
		m.tileWord(t, s.Method, KindMethod)
		m.tileWord(t, s.Target, KindTarget)
		m.tileWord(t, s.Version, KindVersion)
	} else {
		m.tileWord(t, s.Version, KindVersion)
		m.tileWord(t, s.Code, KindStatusCode)
		if !s.Reason.Empty() {
			m.gap(t, s.Reason.Start)
			m.tileText(t, s.Reason.End, KindReason)
		}
	}
	m.gap(t, s.End)
	m.tileLineEnd(t, s.Next)
}

func (m *Message) tileWord(t *tiler, r Range, kind Kind) {
	if r.Empty() || r.Start < t.at {
		return
	}
	m.gap(t, r.Start)
	m.tileText(t, r.End, kind)
}

// gap covers white space of a start line: the single SP between two parts, or
// behind a status code, and any other.
func (m *Message) gap(t *tiler, end int) {
	between := t.at > m.StartLine.Start && (end < m.StartLine.End || m.Side == FromServer)
	if between && end-t.at == 1 && m.raw[t.at] == ' ' {
		t.to(end, KindSpace)
		return
	}
	for t.at < end {
		from := t.at
		at := from
		for at < end && isOWS(m.raw[at]) {
			at++
		}
		t.to(at, KindExtraSpace)
		for at < end && !isOWS(m.raw[at]) {
			at++
		}
		t.to(at, KindMalformedLine)
	}
}

// tileText covers text up to end, its control octets apart.
func (m *Message) tileText(t *tiler, end int, kind Kind) {
	for at := t.at; at < end; at++ {
		if badOctet(m.raw[at]) {
			t.to(at, kind)
			t.to(at+1, KindBadOctet)
		}
	}
	t.to(end, kind)
}

// badOctet tells a control octet other than HTAB.
func badOctet(c byte) bool { return c < ' ' && c != '\t' || c == 0x7f }

func (m *Message) hasBadOctet(r Range) bool {
	for _, c := range m.raw[r.Start:r.End] {
		if badOctet(c) {
			return true
		}
	}
	return false
}

func (m *Message) tileLineEnd(t *tiler, next int) {
	switch next - t.at {
	case 0:
	case 1:
		t.to(next, KindLF)
	default:
		t.to(next, KindCRLF)
	}
}

func (m *Message) tileLine(t *tiler, l *Line) {
	if l.Kind != FieldLine {
		kind := KindMalformedLine
		if l.Next == l.End {
			kind = KindUnfinished
		}
		m.tileFolded(t, l.End, kind)
		m.tileLineEnd(t, l.Next)
		return
	}
	if l.Field == UnknownField && l.Folds == 0 && !m.hasBadOctet(l.Range) {
		t.to(l.Name.End, KindFieldName)
		t.to(l.Colon(), KindExtraSpace)
		t.to(l.Colon()+1, KindColon)
		t.to(l.Value.Start, KindOWS)
		t.to(l.Value.End, KindValue)
		t.to(l.End, KindOWS)
		m.tileLineEnd(t, l.Next)
		return
	}
	m.tileText(t, l.Name.End, KindFieldName)
	t.to(l.Colon(), KindExtraSpace)
	t.to(l.Colon()+1, KindColon)
	m.tileFolded(t, l.Value.Start, KindOWS)
	switch fieldTable[l.Field].syntax {
	case tokenList:
		m.tileList(t, l, false, func(t *tiler, r Range) { m.tileFolded(t, r.End, KindToken) })
	case protocolList:
		m.tileList(t, l, false, m.tileProtocol)
	case extensionsList:
		m.tileList(t, l, true, m.tileExtension)
	default:
		m.tileFolded(t, l.Value.End, KindValue)
	}
	m.tileFolded(t, l.End, KindOWS)
	m.tileLineEnd(t, l.Next)
}

// tileFolded covers text up to end, folds and control octets apart.
func (m *Message) tileFolded(t *tiler, end int, kind Kind) {
	if end <= t.at {
		return
	}
	for at := t.at; at < end; at++ {
		c := m.raw[at]
		if c != '\r' && c != '\n' && !badOctet(c) {
			continue
		}
		t.to(at, kind)
		if foldAt(m.raw, at, end) {
			for at < end && m.raw[at] != '\n' {
				at++
			}
			at++
			for at < end && isOWS(m.raw[at]) {
				at++
			}
			t.to(min(at, end), KindFold)
			at = t.at - 1
			continue
		}
		t.to(at+1, KindBadOctet)
	}
	t.to(end, kind)
}

func (m *Message) tileList(t *tiler, l *Line, quoted bool, member func(*tiler, Range)) {
	rest := l.Value
	for more := true; more; {
		var x Range
		x, rest, more = m.cutMember(rest, quoted)
		if !x.Empty() {
			m.tileFolded(t, x.Start, KindOWS)
			member(t, x)
		}
		if more {
			m.tileFolded(t, rest.Start-1, KindOWS)
			t.to(rest.Start, KindComma)
		}
	}
	m.tileFolded(t, l.Value.End, KindOWS)
}

func (m *Message) tileProtocol(t *tiler, r Range) {
	u := m.splitProtocol(Member{Range: r})
	m.tileFolded(t, u.Name.End, KindProtocolName)
	if u.Slash >= 0 {
		t.to(u.Slash+1, KindSlash)
		m.tileFolded(t, u.Version.End, KindProtocolVersion)
	}
}

func (m *Message) tileExtension(t *tiler, r Range) {
	name, at := m.extensionName(r)
	m.tileFolded(t, name.End, KindToken)
	for at < r.End {
		var p extensionParam
		p, at = m.extensionParam(at, r.End)
		m.tileFolded(t, p.Semicolon, KindOWS)
		t.to(p.Semicolon+1, KindSemicolon)
		m.tileFolded(t, p.Name.Start, KindOWS)
		m.tileFolded(t, p.Name.End, KindParamName)
		if p.Equals >= 0 {
			m.tileFolded(t, p.Equals, KindOWS)
			t.to(p.Equals+1, KindEquals)
			m.tileFolded(t, p.Value.Start, KindOWS)
			m.tileFolded(t, p.Value.End, KindParamValue)
		}
	}
	m.tileFolded(t, r.End, KindOWS)
}
