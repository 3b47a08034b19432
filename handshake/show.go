package handshake

import (
	"strings"
	"unicode/utf8"
)

const hexDigits = "0123456789ABCDEF"

// Show writes bytes on one line in wire notation: \r \n \t \0 and \xHH for
// what cannot be seen, \\ for a backslash, printable UTF-8 as it is.
func Show(b []byte) string {
	if plain(b) {
		return string(b)
	}
	var s strings.Builder
	for len(b) > 0 {
		switch b[0] {
		case '\r':
			s.WriteString(`\r`)
			b = b[1:]
		case '\n':
			s.WriteString(`\n`)
			b = b[1:]
		default:
			b = b[showOne(&s, b):]
		}
	}
	return s.String()
}

// shownMost is how many bytes of a long value are shown where it is told of.
const shownMost = 1 << 10

// ShowStart is Show, shortened when it would be far too long to read.
func ShowStart(b []byte) string {
	if len(b) > shownMost {
		return Show(b[:shownMost]) + "…"
	}
	return Show(b)
}

// ShowLines writes bytes in editor notation: CR LF is a new line; a lone LF is
// \n and a backslash that ends the line; the rest is as in Show. ParseLines is
// the inverse, for every input.
func ShowLines(b []byte) string {
	var s strings.Builder
	s.Grow(len(b) + 16)
	for len(b) > 0 {
		n, _ := showUnit(&s, b)
		b = b[n:]
	}
	return s.String()
}

// LineMap tells where bytes stand in the editor notation: offsets[i] is the
// byte offset, in the UTF-8 of ShowLines(b), of the notation of b[i];
// offsets[len(b)] is the length.
func LineMap(b []byte) []int {
	var s strings.Builder
	offsets := make([]int, 0, len(b)+1)
	for len(b) > 0 {
		at := s.Len()
		n, _ := showUnit(&s, b)
		for range n {
			offsets = append(offsets, at)
		}
		b = b[n:]
	}
	return append(offsets, s.Len())
}

// showUnit writes the notation of the first unit of b, a CR LF, a character or
// an octet, and tells how many bytes it stands for.
func showUnit(s *strings.Builder, b []byte) (n int, newline bool) {
	switch {
	case b[0] == '\r' && len(b) > 1 && b[1] == '\n':
		s.WriteByte('\n')
		return 2, true
	case b[0] == '\r':
		s.WriteString(`\r`)
		return 1, false
	case b[0] == '\n':
		s.WriteString("\\n\\\n")
		return 1, true
	}
	return showOne(s, b), false
}

// showOne writes the character or octet that b begins with, not CR or LF.
func showOne(s *strings.Builder, b []byte) int {
	switch c := b[0]; {
	case c == '\\':
		s.WriteString(`\\`)
		return 1
	case c == '\t':
		s.WriteString(`\t`)
		return 1
	case c == 0:
		s.WriteString(`\0`)
		return 1
	case ' ' <= c && c < 0x7f:
		s.WriteByte(c)
		return 1
	}
	r, n := utf8.DecodeRune(b)
	if r == utf8.RuneError && n <= 1 {
		n = 1
	} else if visible(r) {
		s.Write(b[:n])
		return n
	}
	for _, c := range b[:n] {
		s.WriteString(`\x`)
		s.WriteByte(hexDigits[c>>4])
		s.WriteByte(hexDigits[c&15])
	}
	return n
}

// visible tells whether a character above ASCII can be seen and stays where it
// is: no control, space, format or bidirectional character, nothing private.
func visible(r rune) bool {
	switch {
	case r < 0xa1, r == 0xad, r == utf8.RuneError, // RuneError is written by editors that lose bytes
		r == 0x034f, r == 0x061c, r == 0x1680, r == 0x180e,
		0x2000 <= r && r <= 0x200f, 0x2028 <= r && r <= 0x202f, 0x205f <= r && r <= 0x206f,
		r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0, // Hangul fillers
		r == 0x3000, r == 0xfeff, 0xfff0 <= r && r <= 0xffff,
		0xe000 <= r && r <= 0xf8ff, 0xfe00 <= r && r <= 0xfe0f, r >= 0xe0000,
		0x0300 <= r && r <= 0x036f: // combining marks change the character before them
		return false
	}
	return true
}

func plain(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c >= 0x7f || c == '\\' {
			return false
		}
	}
	return true
}

// ParseLines reads editor notation: a new line is CR LF, a backslash that ends
// a line takes the CR LF away, \r \n \t \0 \\ and \xHH stand for one octet, an
// unknown escape for itself. It never fails.
func ParseLines(s string) []byte {
	b := make([]byte, 0, len(s)+16)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\r' && i+1 < len(s) && s[i+1] == '\n': // a pasted CR LF is one line end
		case c == '\n':
			b = append(b, '\r', '\n')
		case c == '\\' && i+1 < len(s):
			octet, n := unescape(s[i+1:])
			switch {
			case n == 0:
				b = append(b, '\\')
			case octet < 0:
				i += n
			default:
				b = append(b, byte(octet))
				i += n
			}
		default:
			b = append(b, c)
		}
	}
	return b
}

// unescape reads what follows a backslash: the octet and the length read; n is
// 0 for an unknown escape, octet -1 for a joined line.
func unescape(s string) (octet, n int) {
	switch s[0] {
	case '\\':
		return '\\', 1
	case 'r':
		return '\r', 1
	case 'n':
		return '\n', 1
	case 't':
		return '\t', 1
	case '0':
		return 0, 1
	case '\n':
		return -1, 1
	case 'x':
		if len(s) >= 3 && isHex(s[1]) && isHex(s[2]) {
			return hexValue(s[1])<<4 | hexValue(s[2]), 3
		}
	case '\r':
		if len(s) >= 2 && s[1] == '\n' {
			return -1, 2
		}
	}
	return 0, 0
}

func hexValue(c byte) int {
	if isDigit(c) {
		return int(c - '0')
	}
	return int(lower(c)-'a') + 10
}

// Hex writes bytes as two digits each, separated by spaces.
func Hex(b []byte) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 3*len(b))
	for i, c := range b {
		if i > 0 {
			out = append(out, ' ')
		}
		out = append(out, digits[c>>4], digits[c&15])
	}
	return string(out)
}
