package handshake

// How each browser reads the head of a response.

// readHead is a head as one browser sees it.
type readHead struct {
	engine engine
	status int
	http2  bool // it says HTTP/2, which only Firefox heeds
	lines  []readLine
	rest   []byte // what follows the head
}

// readLine is a field line that the browser did not drop. A value whose parts are
// joined stands in memory of its own, to which the next part is added.
type readLine struct {
	name, value []byte
	joined      bool
}

const (
	chromiumHead = 256 << 10 // a head of that size is too big
	webkitHead   = 64 << 10
)

// read takes the first head of what came. Without a head it says what happens.
func (e engine) read(raw []byte) (*readHead, *Prediction) {
	start, found := e.start(raw)
	end, whole := headEnd(raw, start)
	size := end
	if e == chromium {
		switch {
		case !found && (whole || len(raw)-start > 8):
			return nil, e.bad("net::ERR_INVALID_HTTP_RESPONSE")
		case size >= chromiumHead:
			return nil, e.bad("net::ERR_RESPONSE_HEADERS_TOO_BIG")
		}
	}
	switch {
	case e == webkit && size > webkitHead+8<<10:
		return nil, e.bad("")
	case e == webkit && size > webkitHead:
		return nil, will(unknown) // it stops at a line's end somewhere here
	case !whole:
		return nil, will(unknown) // it waits, or fails when the connection ends
	case e == webkit && start > 4 && start < 10: // empty lines: two are passed over, five are not
		return nil, will(unknown)
	case e == firefox && !found:
		return nil, e.bad("") // it takes other versions for what is no answer
	case e != firefox && indexByte(raw[:end], 0) >= 0, e == webkit && start > 4:
		return nil, e.bad("net::ERR_INVALID_HTTP_RESPONSE")
	}
	h := &readHead{engine: e, rest: raw[end:]}
	lineEnd, next := e.line(raw, start, end)
	if h.status = e.status(raw[start:lineEnd]); h.status < 0 {
		return nil, e.bad("")
	}
	h.fields(e, raw[next:end])
	for i := range h.lines {
		if l := &h.lines[i]; e == firefox && isToken(l.name) && indexByte(l.value, 0) >= 0 { // a line without a name is dropped
			return nil, e.bad("")
		}
	}
	h.http2 = e == firefox && raw[start+5] == '2'
	if e != webkit {
		for _, name := range [...]string{"Content-Length", "Content-Disposition", "Location"} {
			if h.contradicts(name) {
				return nil, e.bad("net::ERR_RESPONSE_HEADERS_MULTIPLE_" + screaming(name))
			}
		}
	}
	return h, nil
}

func screaming(name string) string {
	b := []byte(name)
	for i, c := range b {
		if b[i] = c &^ 32; c == '-' {
			b[i] = '_'
		}
	}
	return string(b)
}

// start is where the status line begins. Chromium lets up to four bytes of
// anything stand before "HTTP", the others empty lines.
func (e engine) start(raw []byte) (int, bool) {
	if e == chromium {
		for i := 0; i <= 4 && i+4 <= len(raw); i++ {
			if foldEqual(raw[i:i+4], "http") {
				return i, true
			}
		}
		return 0, false
	}
	if e == firefox {
		for i := 0; i <= 4 && i+7 <= len(raw); i++ {
			if v := string(raw[i : i+7]); v == "HTTP/1." || v[:6] == "HTTP/2" {
				return i, true
			}
		}
		return 0, false
	}
	i := 0
	for i < len(raw) && (raw[i] == '\r' || raw[i] == '\n') {
		i++
	}
	return i, true
}

// headEnd finds the empty line: a line end that is followed by another, each with
// a CR or without.
func headEnd(b []byte, at int) (int, bool) {
	for ; at < len(b); at++ {
		if b[at] != '\n' {
			continue
		}
		rest := b[at+1:]
		if len(rest) > 0 && rest[0] == '\n' {
			return at + 2, true
		}
		if len(rest) > 1 && rest[0] == '\r' && rest[1] == '\n' {
			return at + 3, true
		}
	}
	return len(b), false
}

// line is the line at an offset: its end, and where the next begins. For Chromium
// a bare CR ends a line, for the others it is a part of it.
func (e engine) line(b []byte, at, limit int) (end, next int) {
	for end = at; end < limit && b[end] != '\n' && (b[end] != '\r' || e != chromium); end++ {
	}
	next = min(end+1, limit)
	if e == chromium && end+1 < limit && b[end] == '\r' && b[end+1] == '\n' {
		next++
	}
	return end, next
}

// status is the status code, -1 for a line that the engine refuses.
func (e engine) status(line []byte) int {
	if e == chromium {
		at := indexByte(line, ' ')
		if at < 0 {
			return 200
		}
		for at < len(line) && line[at] == ' ' {
			at++
		}
		if at == len(line) || !isDigit(line[at]) {
			return 200 // it takes what it cannot read for success
		}
		n, _ := leadingNumber(line[at:])
		return n
	}
	if e == firefox {
		return firefoxStatus(line)
	}
	return e.strictStatus(line)
}

// firefoxStatus is the code behind the first space; a line without one stands for
// 200. Before HTTP/1.1 nothing switches.
func firefoxStatus(line []byte) int {
	minor, _ := digits(line, min(7, len(line)))
	at := indexByte(line, ' ')
	if at < 0 {
		return 200
	}
	for at < len(line) && isOWS(line[at]) {
		at++
	}
	if at == len(line) {
		return 200
	}
	n, end := digits(line, at)
	switch {
	case end == at, end-at > 3, end < len(line) && !isOWS(line[end]) && line[end] != '\r', n == 101 && (minor < 1 || line[5] == '2'):
		return -1
	}
	return n
}

// strictStatus is HTTP/1.1, white space, and three digits. Other versions are read,
// but switch nothing.
func (e engine) strictStatus(line []byte) int {
	if len(line) < 5 || string(line[:5]) != "HTTP/" {
		return -1
	}
	major, at := digits(line, 5)
	if at == 5 || at == len(line) || line[at] != '.' {
		return -1
	}
	minor, code := digits(line, at+1)
	if code == at+1 {
		return -1
	}
	for at = code; at < len(line) && isOWS(line[at]); at++ {
	}
	n, end := digits(line, at)
	if at == code || end-at != 3 || n < 100 || n == 101 && (major != 1 || minor != 1) {
		return -1
	}
	return n
}

// digits is the number at an offset, and where it ends.
func digits(b []byte, at int) (n, end int) {
	for end = at; end < len(b) && isDigit(b[end]) && end < at+9; end++ {
		n = n*10 + int(b[end]-'0')
	}
	return n, end
}

// fields reads the field lines: folds are joined by a space, and what is no field
// is dropped.
func (h *readHead) fields(e engine, b []byte) {
	kept, first := false, true
	for at := 0; at < len(b); {
		end, next := e.line(b, at, len(b))
		line := b[at:end]
		at = next
		switch {
		case len(line) > 0 && isOWS(line[0]) && (!first || e == chromium):
			if more := trimSpace(line); kept {
				l := &h.lines[len(h.lines)-1]
				if !l.joined {
					l.value, l.joined = append(make([]byte, 0, 2*len(l.value)+len(more)+1), l.value...), true
				}
				l.value = trimSpace(append(append(l.value, ' '), more...))
			}
			continue
		case len(trimSpace(line)) == 0:
			continue
		}
		first, kept = false, false
		colon := indexByte(line, ':')
		if colon < 0 {
			continue
		}
		name := line[:colon]
		if e == chromium {
			name = trimSpace(name)
		}
		for _, c := range name {
			kept = kept || c != ' '
		}
		if e == webkit {
			for _, c := range name {
				kept = kept && !isOWS(c) && c != '\r'
			}
		}
		if kept {
			value := trimSpace(line[colon+1:])
			if e == firefox { // a CR stays
				value = line[colon+1:]
				if len(value) > 0 && value[len(value)-1] == '\r' {
					value = value[:len(value)-1]
				}
				value = trimBlank(value)
			}
			h.lines = append(h.lines, readLine{name: name, value: value})
		}
	}
	for i := range h.lines {
		if v := h.lines[i].value; e == webkit && indexByte(v, '\r') >= 0 {
			v = append([]byte(nil), v...)
			for k, c := range v {
				if c == '\r' {
					v[k] = ' '
				}
			}
			h.lines[i].value = v
		}
	}
}

// trimBlank takes SP and HTAB off both ends.
func trimBlank(b []byte) []byte {
	r := trim(b, Range{0, len(b)})
	return b[r.Start:r.End]
}

// trimSpace takes SP, HTAB and CR off both ends.
func trimSpace(b []byte) []byte {
	space := func(c byte) bool { return isOWS(c) || c == '\r' }
	for len(b) > 0 && space(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && space(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// all gives the values of a field, one a line.
func (h *readHead) all(name string) (values [][]byte) {
	for i := range h.lines {
		if foldEqual(h.lines[i].name, name) {
			values = append(values, h.lines[i].value)
		}
	}
	return values
}

// last is the value of the last line of a field.
func (h *readHead) last(name string) ([]byte, bool) {
	all := h.all(name)
	if len(all) == 0 {
		return nil, false
	}
	return all[len(all)-1], true
}

// members goes through the members of all lines of a field, empty ones too. A comma
// in a quoted string is no separator.
func (h *readHead) members(name string) *splitter {
	return &splitter{mark: ',', h: h, name: name}
}

// few are the first members of a list, two at most: more of them than one are one
// fault.
func few(members *splitter) (all [][]byte) {
	for len(all) < 2 && members.next() {
		all = append(all, members.part)
	}
	return all
}

// joined is the value of all lines as one.
func (h *readHead) joined(name string) (b []byte) {
	for i, v := range h.all(name) {
		if h.engine == firefox && len(v) == 0 {
			continue // an empty line adds nothing
		}
		if i > 0 && (h.engine != firefox || len(b) > 0) {
			b = append(b, ", "...)
		}
		b = append(b, v...)
	}
	return b
}

// splitter goes through the parts between the marks that stand outside quoted
// strings, of one text or of all lines of a field.
type splitter struct {
	part []byte // the one in hand
	rest []byte
	more bool
	mark byte

	h    *readHead // whose lines follow
	name string    // of the field
	line int
}

func split(v []byte, mark byte) *splitter { return &splitter{rest: v, more: true, mark: mark} }

// next takes the next part in hand; false when there is none.
func (s *splitter) next() bool {
	for ; !s.more; s.line++ {
		if s.h == nil || s.line == len(s.h.lines) {
			return false
		}
		if l := &s.h.lines[s.line]; foldEqual(l.name, s.name) {
			s.rest, s.more = l.value, true
		}
	}
	inside := false
	for i := 0; i < len(s.rest); i++ {
		switch c := s.rest[i]; {
		case c == '"':
			inside = !inside
		case c == '\\' && inside:
			i++
		case c == s.mark && !inside:
			s.part, s.rest = trimSpace(s.rest[:i]), s.rest[i+1:]
			return true
		}
	}
	s.part, s.more = trimSpace(s.rest), false
	return true
}

// listed tells whether a list field has a member, ASCII case apart. In a list, WebKit
// takes a form feed for white space.
func (h *readHead) listed(name, member string) bool {
	for all := h.members(name); all.next(); {
		m := all.part
		for h.engine == webkit && len(m) > 0 && m[0] == '\f' {
			m = m[1:]
		}
		for h.engine == webkit && len(m) > 0 && m[len(m)-1] == '\f' {
			m = m[:len(m)-1]
		}
		if foldEqual(m, member) {
			return true
		}
	}
	return false
}

// contradicts tells whether a field stands there with different values.
func (h *readHead) contradicts(name string) bool {
	var first []byte
	seen := false
	differs := func(v []byte) bool {
		if !seen {
			first, seen = v, true
		}
		return string(v) != string(first)
	}
	if name != "Content-Length" {
		for i := range h.lines {
			if foldEqual(h.lines[i].name, name) && differs(h.lines[i].value) {
				return true
			}
		}
		return false
	}
	for all := h.members(name); all.next(); {
		if differs(all.part) {
			return !h.listed("transfer-encoding", "chunked")
		}
	}
	return false
}
