package handshake

// Message is one head of HTTP/1.1 (RFC 9112 §2.1), taken apart without loss:
// parsing never fails, and what is wrong with the bytes is left for the rules
// to find. All offsets count from the start of the side's input.
type Message struct {
	Side      Side
	Start     int // where the message begins: leading empty lines included
	StartLine StartLine
	Lines     []Line // field lines and malformed lines, in order
	HeadEnd   int    // after the empty line; the end of the input when Whole is false
	Whole     bool   // the empty line that ends the head is there
	Form      Form

	raw    []byte  // the whole input of the side
	fields uint64  // a bit for each known field that is there: see mayHave
	known  []int32 // the lines of known fields: what a rule asks for is seldom among the others
	folded bool    // some line has folds
}

// Form tells how a head is written.
type Form uint8

const (
	HTTP1 Form = iota // start line and field lines (RFC 9112)
	// FieldSection is the field section of HTTP/2 or HTTP/3 written as lines,
	// as developer tools and curl print it: ":method: CONNECT". It begins with
	// a pseudo-field and has no start line.
	FieldSection
)

// Range is a half-open range of offsets.
type Range struct{ Start, End int }

// Empty tells whether the range covers nothing.
func (r Range) Empty() bool { return r.Start >= r.End }

// StartLine is a request line (RFC 9112 §3) or a status line (§4). Parts that
// are missing are empty ranges at the place where they belong.
type StartLine struct {
	Range                   // the line without its end
	Next            int     // after the line end
	Method, Target  Range   // request line
	Code, Reason    Range   // status line
	Version         Range   // both
	Spaces          []Range // white space between the parts, as it stands
	WellFormed      bool    // the parts stand apart by exactly one SP each, none is missing
	reasonSpaceGone bool    // a status line without the SP after the code
}

// LineKind tells field lines from lines that are none.
type LineKind uint8

const (
	FieldLine     LineKind = iota
	NoColonLine            // no colon in it
	IndentedFirst          // white space before the first field line (RFC 9112 §2.2)
)

// Line is one field line with its folded continuations (RFC 9112 §5).
type Line struct {
	Range     // the line without its last line end
	Next  int // after the line end
	Name  Range
	Value Range // trimmed of SP and HTAB (and of folds) at both ends
	colon int32
	Folds uint16 // number of line ends inside (obs-fold), 65535 for more
	Kind  LineKind
	Field Field // which field of the table it is; UnknownField for others
}

// Colon is the offset of the colon after the name.
func (l *Line) Colon() int { return int(l.colon) }

// ParseRequest takes the head of a request apart.
func ParseRequest(b []byte) *Message { return parseHead(b, 0, FromClient) }

// ParseResponse takes the head of a response apart.
func ParseResponse(b []byte) *Message { return parseHead(b, 0, FromServer) }

// Bytes returns the head as it came, byte for byte.
func (m *Message) Bytes() []byte { return m.raw[m.Start:m.HeadEnd] }

// Text returns the bytes of a range.
func (m *Message) Text(r Range) []byte { return m.raw[r.Start:r.End] }

// HeadEnd tells how long the head is that b begins with, the empty line
// included, and whether it is whole. Empty lines before the start line belong
// to the head.
func HeadEnd(b []byte) (n int, whole bool) {
	at := skipEmptyLines(b, 0)
	for first := true; at < len(b); first = false {
		end, next := lineAt(b, at)
		if next == end {
			break
		}
		if end == at && !first {
			return next, true
		}
		at = next
	}
	return len(b), false
}

// skipEmptyLines returns the offset of the first line that is not empty.
func skipEmptyLines(b []byte, at int) int {
	for at < len(b) {
		end, next := lineAt(b, at)
		if end != at || next == end {
			break
		}
		at = next
	}
	return at
}

// lineAt finds the end of the line that begins at the offset: of its text, and
// of its line end CR LF or LF. They are equal when no line end has arrived.
func lineAt(b []byte, at int) (end, next int) {
	for i := at; i < len(b); i++ {
		if b[i] == '\n' {
			if i > at && b[i-1] == '\r' {
				return i - 1, i + 1
			}
			return i, i + 1
		}
	}
	return len(b), len(b)
}

func parseHead(b []byte, at int, side Side) *Message {
	m := &Message{Side: side, Start: at, raw: b}
	at = skipEmptyLines(b, at)
	end, next := lineAt(b, at)
	if at < len(b) && b[at] == ':' {
		m.Form = FieldSection
		end, next = at, at
	}
	m.StartLine.Range, m.StartLine.Next = Range{at, end}, next
	if side == FromClient {
		m.parseRequestLine()
	} else {
		m.parseStatusLine()
	}
	fields := false
	for at = next; at < len(b); at = next {
		end, next = lineAt(b, at)
		if end == at && next > end {
			m.HeadEnd, m.Whole = next, true
			m.trimFolds()
			return m
		}
		if isOWS(b[at]) && fields {
			m.fold(end, next)
			continue
		}
		if len(m.Lines) == cap(m.Lines) {
			m.growLines(at)
		}
		m.Lines = m.Lines[:len(m.Lines)+1] // filled where it stands
		l := &m.Lines[len(m.Lines)-1]
		l.Range, l.Next, l.colon, l.Value = Range{at, end}, next, int32(end), Range{end, end}
		switch colon := m.colon(at, end); {
		case isOWS(b[at]):
			l.Kind = IndentedFirst
		case colon < 0:
			l.Kind = NoColonLine
		default:
			l.colon = int32(at + colon)
			l.Name = Range{at, at + colon}
			for !l.Name.Empty() && isOWS(b[l.Name.End-1]) {
				l.Name.End--
			}
			l.Value = trim(b, Range{l.Colon() + 1, end})
			if l.Field = fieldOf(b[l.Name.Start:l.Name.End]); l.Field != UnknownField {
				m.fields |= 1 << l.Field
				m.known = append(m.known, int32(len(m.Lines)-1))
			}
			fields = true
		}
		if l.Kind == NoColonLine {
			fields = true
		}
	}
	m.HeadEnd = len(b)
	m.trimFolds()
	return m
}

// growLines makes room for the lines of the head from the offset on: counted
// once they are many, because to grow a long list costs more than to count.
func (m *Message) growLines(at int) {
	n := 16
	if len(m.Lines) > 0 {
		for n = 0; at < len(m.raw); n++ {
			end, next := lineAt(m.raw, at)
			if end == at {
				break
			}
			at = next
		}
	}
	grown := make([]Line, len(m.Lines), len(m.Lines)+n+1)
	copy(grown, m.Lines)
	m.Lines = grown
}

// colon finds the colon that ends a field name, relative to at; the one that
// begins a pseudo-field's name is no such colon.
func (m *Message) colon(at, end int) int {
	if m.Form == FieldSection && at < end && m.raw[at] == ':' {
		if i := indexByte(m.raw[at+1:end], ':'); i >= 0 {
			return i + 1
		}
		return -1
	}
	return indexByte(m.raw[at:end], ':')
}

// fold adds a continuation line to the last line.
func (m *Message) fold(end, next int) {
	l := &m.Lines[len(m.Lines)-1]
	l.End, l.Next, m.folded = end, next, true
	if l.Folds < 1<<16-1 {
		l.Folds++
	}
}

// trimFolds finds the values of folded lines once all their parts are there.
func (m *Message) trimFolds() {
	if !m.folded {
		return
	}
	for i := range m.Lines {
		if l := &m.Lines[i]; l.Folds > 0 && l.Kind == FieldLine {
			l.Value = trimFolded(m.raw, Range{l.Colon() + 1, l.End})
		}
	}
}

// parseRequestLine splits at white space: the method before the first, the
// version after the last, the target between them.
func (m *Message) parseRequestLine() {
	s := &m.StartLine
	parts := m.words()
	s.Method = Range{s.Start, s.Start}
	s.Target, s.Version = Range{s.End, s.End}, Range{s.End, s.End}
	switch n := len(parts); {
	case n == 0:
		return
	case n == 1:
		s.Method = parts[0]
		return
	case n == 2:
		s.Method = parts[0]
		if looksLikeVersion(m.Text(parts[1])) {
			s.Version, s.Target = parts[1], Range{parts[1].Start, parts[1].Start}
		} else {
			s.Target = parts[1]
		}
		return
	default:
		s.Method = parts[0]
		s.Target = Range{parts[1].Start, parts[n-2].End}
		s.Version = parts[n-1]
		if !looksLikeVersion(m.Text(s.Version)) {
			s.Target.End, s.Version = s.Version.End, Range{s.End, s.End}
			return
		}
		s.WellFormed = n == 3 && s.singleSpaces(m.raw)
	}
}

func (s *StartLine) singleSpaces(b []byte) bool {
	for _, sp := range s.Spaces {
		if sp.End-sp.Start != 1 || b[sp.Start] != ' ' {
			return false
		}
	}
	return len(s.Spaces) == 2
}

// parseStatusLine reads version, SP, code, SP, reason phrase.
func (m *Message) parseStatusLine() {
	s := &m.StartLine
	b, at := m.raw, s.Start
	word := func() Range {
		from := at
		for at < s.End && isOWS(b[at]) {
			at++
		}
		if at > from {
			s.Spaces = append(s.Spaces, Range{from, at})
		}
		from = at
		for at < s.End && !isOWS(b[at]) {
			at++
		}
		return Range{from, at}
	}
	s.Version, s.Code, s.Reason = Range{at, at}, Range{s.End, s.End}, Range{s.End, s.End}
	if at < s.End && isDigit(b[at]) { // "101 Switching Protocols": the version is missing
		s.Code = word()
	} else {
		s.Version = word()
		s.Code = word()
	}
	if s.Code.End-s.Code.Start > 3 && allDigits(b[s.Code.Start:s.Code.Start+3]) && !isDigit(b[s.Code.Start+3]) {
		s.Code.End = s.Code.Start + 3 // "101Switching": the code sticks to the phrase
		at = s.Code.End
		s.Reason = Range{at, s.End}
		return
	}
	if at == s.End {
		s.reasonSpaceGone = true
	} else {
		s.Spaces = append(s.Spaces, Range{at, at + 1})
		s.Reason = Range{at + 1, s.End}
	}
	s.WellFormed = !s.Version.Empty() && allDigits(m.Text(s.Code)) && s.Code.End-s.Code.Start == 3 &&
		len(s.Spaces) >= 1 && s.Spaces[0].End-s.Spaces[0].Start == 1 && b[s.Spaces[0].Start] == ' '
}

// words splits the start line at white space and keeps that in Spaces.
func (m *Message) words() []Range {
	s := &m.StartLine
	s.Spaces = make([]Range, 0, 2)
	parts := make([]Range, 0, 3)
	for at := s.Start; at < s.End; {
		from := at
		space := isOWS(m.raw[at])
		for at < s.End && isOWS(m.raw[at]) == space {
			at++
		}
		if space {
			s.Spaces = append(s.Spaces, Range{from, at})
		} else {
			parts = append(parts, Range{from, at})
		}
	}
	return parts
}

// looksLikeVersion tells a word that was meant as HTTP-version.
func looksLikeVersion(b []byte) bool {
	return len(b) >= 4 && foldEqual(b[:4], "http") && (len(b) == 4 || b[4] == '/')
}

func indexByte(b []byte, c byte) int {
	for i, x := range b {
		if x == c {
			return i
		}
	}
	return -1
}

// trim takes SP and HTAB away at both ends (RFC 9110 §5.5).
func trim(b []byte, r Range) Range {
	for r.Start < r.End && isOWS(b[r.Start]) {
		r.Start++
	}
	for r.Start < r.End && isOWS(b[r.End-1]) {
		r.End--
	}
	return r
}

// trimFolded trims folds as well: a fold counts as SP (RFC 9112 §5.2).
func trimFolded(b []byte, r Range) Range {
	for r.Start < r.End && (isOWS(b[r.Start]) || foldAt(b, r.Start, r.End)) {
		r.Start++
	}
	for r.Start < r.End && (isOWS(b[r.End-1]) || foldAt(b, r.End-1, len(b))) {
		r.End--
	}
	return r
}

// foldAt tells whether the octet at the offset belongs to a line end that
// white space follows.
func foldAt(b []byte, at, end int) bool {
	if at < end && b[at] == '\r' {
		at++
	}
	return at+1 < len(b) && at < end && b[at] == '\n' && isOWS(b[at+1])
}
