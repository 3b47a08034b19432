package handshake

// The content of a request (RFC 9112 §6): where it ends, so that what follows
// can be told from it.

// hugeLength stands for all lengths of more than nine digits: no such body is
// ever there whole.
const hugeLength = 1 << 30

// declaredLength is the value of Content-Length; 0 without one, -1 for one
// that is not valid (RFC 9112 §6.3: a list of equal values may be collapsed).
func (m *Message) declaredLength() int {
	length, seen := 0, false
	for x := m.walk(ContentLengthField); x.next(); {
		if x.Empty() && hasDigit(m.value(&m.Lines[x.Line])) {
			continue // an empty member beside a number
		}
		text := withoutZeros(m.Text(x.Range))
		n, ok := number(text)
		if !ok && allDigits(text) {
			n, ok = hugeLength, true
		}
		if !ok || seen && n != length {
			return -1
		}
		length, seen = n, true
	}
	return length
}

// bodyEnd is the offset after the content, or after as much of it as is there.
func (m *Message) bodyEnd() int {
	if !m.Whole {
		return m.HeadEnd
	}
	if m.has(TransferEncodingField) {
		return m.chunkedEnd()
	}
	return min(m.HeadEnd+max(m.declaredLength(), 0), len(m.raw))
}

// content is bodyEnd, and whether the content is there to its end.
func (m *Message) content() (end int, whole bool) {
	end = m.bodyEnd()
	switch {
	case !m.Whole:
		return end, false
	case !m.has(TransferEncodingField):
		return end, m.HeadEnd+m.declaredLength() <= len(m.raw)
	}
	// One byte more goes beyond a content that is whole, and into any other.
	longer := *m
	longer.raw = append(m.raw[:len(m.raw):len(m.raw)], 'x')
	return end, longer.chunkedEnd() <= len(m.raw)
}

// chunkedEnd walks the chunks (RFC 9112 §7.1); a broken one ends the walk.
func (m *Message) chunkedEnd() int {
	at := m.HeadEnd
	for at < len(m.raw) {
		end, next := lineAt(m.raw, at)
		size, digits := 0, 0
		for digits < end-at && isHex(m.raw[at+digits]) && digits < 7 {
			size = size<<4 | hexValue(m.raw[at+digits])
			digits++
		}
		if digits == 0 || next == end {
			return len(m.raw)
		}
		if size == 0 {
			return m.trailerEnd(next)
		}
		at = next + size
		if at >= len(m.raw) {
			return len(m.raw)
		}
		if _, next = lineAt(m.raw, at); next > at+2 {
			return len(m.raw)
		}
		at = next
	}
	return len(m.raw)
}

// trailerEnd finds the empty line after the last chunk.
func (m *Message) trailerEnd(at int) int {
	for at < len(m.raw) {
		end, next := lineAt(m.raw, at)
		if end == at || next == end {
			return next
		}
		at = next
	}
	return at
}
