package handshake

// What the rules ask of a message: its parts as text, its fields by name, its
// lists as members.

// Method, Target, Version and Code give the parts of the start line as they stand.
func (m *Message) Method() []byte  { return m.Text(m.StartLine.Method) }
func (m *Message) Target() []byte  { return m.Text(m.StartLine.Target) }
func (m *Message) Version() []byte { return m.Text(m.StartLine.Version) }
func (m *Message) Code() []byte    { return m.Text(m.StartLine.Code) }

// Status is the status code as a number, 0 when it is none of three digits.
func (m *Message) Status() int {
	code := m.Code()
	if m.Form == FieldSection {
		code = m.pseudo(PseudoStatusField)
	}
	if n, ok := number(code); ok && len(code) == 3 {
		return n
	}
	return 0
}

// HTTPVersion gives the two digits of HTTP/x.y; ok is false for a version that
// does not match the grammar of RFC 9112 §2.3.
func (m *Message) HTTPVersion() (major, minor int, ok bool) {
	v := m.Version()
	if len(v) != 8 || string(v[:5]) != "HTTP/" || !isDigit(v[5]) || v[6] != '.' || !isDigit(v[7]) {
		return 0, 0, false
	}
	return int(v[5] - '0'), int(v[7] - '0'), true
}

// isHTTP10 tells a message of HTTP/1.0 (or HTTP/0.x), where Upgrade means nothing.
func (m *Message) isHTTP10() bool {
	major, minor, ok := m.HTTPVersion()
	return ok && (major < 1 || major == 1 && minor == 0)
}

// value is the field value of a line, its folds replaced by SP.
func (m *Message) value(l *Line) []byte {
	if l.Folds == 0 {
		return m.raw[l.Value.Start:l.Value.End]
	}
	out := make([]byte, 0, l.Value.End-l.Value.Start)
	for at := l.Value.Start; at < l.Value.End; {
		if foldAt(m.raw, at, l.Value.End) {
			for at < l.Value.End && (m.raw[at] == '\r' || m.raw[at] == '\n' || isOWS(m.raw[at])) {
				at++
			}
			out = append(out, ' ')
			continue
		}
		out = append(out, m.raw[at])
		at++
	}
	return out
}

// mayHave is false when no line of a field is there. It spares the rules,
// which ask for some fifty fields, as many walks over a long head.
func (m *Message) mayHave(f Field) bool { return m.fields>>f&1 != 0 }

const _ = uint(64 - fieldCount) // they fit

// first finds the first line of a field, or nil.
func (m *Message) first(f Field) *Line {
	if m == nil || !m.mayHave(f) {
		return nil
	}
	for _, i := range m.known {
		if m.Lines[i].Field == f && m.Lines[i].Kind == FieldLine {
			return &m.Lines[i]
		}
	}
	return nil
}

func (m *Message) has(f Field) bool { return m.first(f) != nil }

// count tells how many lines of a field there are.
func (m *Message) count(f Field) int {
	n := 0
	if !m.mayHave(f) {
		return 0
	}
	for _, i := range m.known {
		if m.Lines[i].Field == f {
			n++
		}
	}
	return n
}

// lines lists the lines of a field, in order.
func (m *Message) lines(f Field) []*Line {
	var all []*Line
	if !m.mayHave(f) {
		return nil
	}
	for _, i := range m.known {
		if m.Lines[i].Field == f {
			all = append(all, &m.Lines[i])
		}
	}
	return all
}

// index is the place in Lines of a line of a field of the table.
func (m *Message) index(l *Line) int {
	for _, i := range m.known {
		if &m.Lines[i] == l {
			return int(i)
		}
	}
	return -1
}

// place gives a range of this message as a Place.
func (m *Message) place(r Range) Place { return Place{m.Side, r.Start, r.End} }

// Member is one member of a list (RFC 9110 §5.6.1), empty ones included.
type Member struct {
	Range
	Line int // index into Message.Lines
}

// walker goes through the members of a list field over all its lines, in order,
// quoted strings minded. Nothing is kept of them: a hostile list has a million.
type walker struct {
	Member // the one in hand
	m      *Message
	field  Field
	known  int   // how many of the message's known lines are behind us
	rest   Range // of the line in hand
	more   bool  // whether rest has a member still
}

func (m *Message) walk(f Field) *walker {
	if m == nil || !m.mayHave(f) {
		return &walker{}
	}
	return &walker{m: m, field: f}
}

// next takes the next member in hand; false when there is none.
func (w *walker) next() bool {
	for !w.more {
		if w.m == nil || w.known == len(w.m.known) {
			return false
		}
		w.Line = int(w.m.known[w.known])
		w.known++
		if l := &w.m.Lines[w.Line]; l.Field == w.field && l.Kind == FieldLine {
			w.rest, w.more = l.Value, true
		}
	}
	w.Range, w.rest, w.more = w.m.cutMember(w.rest, w.field == ExtensionsField)
	return true
}

// membersUpTo counts the members of a list field, up to a number; filled
// leaves the empty ones out.
func (m *Message) membersUpTo(most int, f Field, filled bool) (n int) {
	for x := m.walk(f); x.next(); {
		if filled && x.Empty() {
			continue
		}
		if n++; n == most {
			break
		}
	}
	return n
}

// nextComma finds the next comma, or end; quoted tells that one inside a
// quoted string is no separator.
func (m *Message) nextComma(at, end int, quoted bool) int {
	if quoted {
		return m.nextMark(at, end, ',')
	}
	if i := indexByte(m.raw[at:end], ','); i >= 0 {
		return at + i
	}
	return end
}

// cutMember takes the first member off a list; more tells that a comma ended
// it, behind which rest begins.
func (m *Message) cutMember(r Range, quoted bool) (x, rest Range, more bool) {
	comma := m.nextComma(r.Start, r.End, quoted)
	return m.trimMember(Range{r.Start, comma}), Range{min(comma+1, r.End), r.End}, comma < r.End
}

func (m *Message) trimMember(r Range) Range {
	if r.Empty() || m.raw[r.Start] > ' ' && m.raw[r.End-1] > ' ' {
		return r // as most are
	}
	if t := trimFolded(m.raw, r); !t.Empty() {
		return t
	}
	return Range{r.Start, r.Start}
}

// hasMember tells whether a list field has a member, ASCII case apart.
func (m *Message) hasMember(f Field, name string) bool {
	_, ok := m.findMember(f, name)
	return ok
}

func (m *Message) findMember(f Field, name string) (Member, bool) {
	if m == nil || !m.mayHave(f) {
		return Member{}, false
	}
	for _, i := range m.known {
		if l := &m.Lines[i]; l.Field == f && l.Kind == FieldLine {
			if r, ok := m.memberOf(l, name); ok {
				return Member{r, int(i)}, true
			}
		}
	}
	return Member{}, false
}

// memberOf finds a member in the list that one line has.
func (m *Message) memberOf(l *Line, name string) (Range, bool) {
	from := l.Value.Start
	for at := l.Value.Start; at <= l.Value.End; at++ {
		if at < l.Value.End && m.raw[at] != ',' {
			continue
		}
		if at-from >= len(name) {
			if r := m.trimMember(Range{from, at}); foldEqual(m.raw[r.Start:r.End], name) {
				return r, true
			}
		}
		from = at + 1
	}
	return Range{}, false
}

// upgradeMember is one member of Upgrade: protocol-name["/"protocol-version].
type upgradeMember struct {
	Member
	Name, Version Range // Version is empty when there is no slash
	Slash         int   // offset of the slash, or -1
}

// mostOffers is how many members of Upgrade are looked at. A server may pass
// over any of them (RFC 9110 §7.8), and a hostile list is not worth more.
const mostOffers = 64

func (m *Message) upgradeMembers() []upgradeMember {
	if m == nil {
		return nil
	}
	var all []upgradeMember
	for x := m.walk(UpgradeField); x.next(); {
		if x.Empty() {
			continue
		}
		if all = append(all, m.splitProtocol(x.Member)); len(all) == mostOffers {
			break
		}
	}
	return all
}

func (m *Message) splitProtocol(x Member) upgradeMember {
	u := upgradeMember{Member: x, Name: x.Range, Version: Range{x.End, x.End}, Slash: -1}
	if i := indexByte(m.Text(x.Range), '/'); i >= 0 {
		u.Slash = x.Start + i
		u.Name.End, u.Version.Start = u.Slash, u.Slash+1
	}
	return u
}

// wellFormed tells whether name and version are tokens (RFC 9110 §7.8).
func (u *upgradeMember) wellFormed(m *Message) bool {
	return isToken(m.Text(u.Name)) && (u.Slash < 0 || isToken(m.Text(u.Version)))
}
