package page

import (
	"handshake101/handshake"
)

// The editors hold text in editor notation (handshake.ShowLines); the engine
// counts bytes of the wire. What a person typed stays as typed, so the offsets
// are worked out from that very text and not from its canonical form.

// wireOffsets reads editor notation. at[i] is where the notation of byte i
// begins in the text, at[len(wire)] its length. Notation that stands for no
// byte (a joined line) belongs to the byte before it.
func wireOffsets(text string) (wire []byte, at []int) {
	wire = handshake.ParseLines(text)
	at = make([]int, 0, len(wire)+1)
	for i := 0; i < len(text) && len(at) < len(wire); {
		if c := text[i]; c >= ' ' && c != '\\' { // nearly all
			at = append(at, i)
			i++
			continue
		}
		n, bytes := unit(text[i:])
		for range bytes {
			at = append(at, i)
		}
		i += n
	}
	if len(at) > 0 {
		for first, i := at[0], 0; i < len(at) && at[i] == first; i++ {
			at[i] = 0 // what stands before the first byte goes with it
		}
	}
	for len(at) < len(wire) { // never, unless the two readings of the notation differ
		at = append(at, len(text))
	}
	return wire, append(at[:len(wire)], len(text))
}

// unit tells how long the first unit of a text is, and how many bytes it
// stands for: a line end, an escape, or one octet of plain text.
func unit(s string) (n, bytes int) {
	switch {
	case s[0] == '\n':
		return 1, 2
	case s[0] == '\r' && len(s) > 1 && s[1] == '\n':
		return 2, 2
	case s[0] != '\\' || len(s) == 1:
		return 1, 1
	}
	n = 2
	switch s[1] {
	case 'x':
		n = min(4, len(s))
	case '\r':
		n = min(3, len(s))
	}
	if bytes = len(handshake.ParseLines(s[:n])); bytes > 1 {
		return 1, 1 // no escape: the backslash stands for itself
	}
	return n, bytes
}

// byteAt finds the byte of the wire whose notation holds the offset of the text.
func byteAt(at []int, offset int) int {
	lo, hi := 0, len(at)-1
	for lo < hi { // the last i with at[i] <= offset
		mid := (lo + hi + 1) / 2
		if at[mid] <= offset {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	for lo > 0 && at[lo-1] == at[lo] {
		lo-- // CR and LF share one place: mean the first
	}
	return lo
}

// utf16Offset turns an offset in UTF-16 code units, as browsers count, into
// one in bytes of the text.
func utf16Offset(text string, units int) int {
	for i, r := range text {
		if units <= 0 {
			return i
		}
		units--
		if r >= 0x10000 {
			units--
		}
	}
	return len(text)
}
