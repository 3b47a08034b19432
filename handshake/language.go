package handshake

import (
	"errors"
	"strconv"
	"strings"
)

// ParseLanguage reads a catalogue of translations. The format is plain text:
//
//	# a comment
//	[ws.req.key.length]
//	of: 1f3a9c02
//	title: 鍵は…
//	why: …
//	[step.server.key]
//	of: …
//	text: …
//
// A [section] names an ID; each line under it "part: translation". The key of
// an entry is "ID.part", or the ID alone where the part is "text". The part
// "of" is the hash of the English text that was translated (see TextHash); it
// is not an entry. A value goes on in the next line when that line starts
// with two spaces; the lines are joined without a space, as Japanese is.
//
// The error names the line.
func ParseLanguage(code string, data []byte) (*Language, error) {
	l := &Language{Code: code, entries: make(map[string]string)}
	section, key := "", ""
	for n, line := range strings.Split(string(data), "\n") {
		line = strings.TrimRight(line, " \t\r")
		switch {
		case line == "" || line[0] == '#':
			key = ""
		case line[0] == '[':
			if line[len(line)-1] != ']' {
				return nil, lineError(n, "a section ends with ]")
			}
			section, key = line[1:len(line)-1], ""
		case strings.HasPrefix(line, "  "):
			if key == "" {
				return nil, lineError(n, "nothing to go on with")
			}
			l.entries[key] += strings.TrimLeft(line, " ")
		default:
			part, value, ok := strings.Cut(line, ":")
			if !ok || section == "" {
				return nil, lineError(n, "want \"part: translation\" under a [section]")
			}
			key = section + "." + part
			if part == "text" {
				key = section
			}
			if _, twice := l.entries[key]; twice {
				return nil, lineError(n, "given twice: "+key)
			}
			l.entries[key] = strings.TrimLeft(value, " ")
		}
	}
	return l, nil
}

func lineError(n int, what string) error {
	return errors.New("line " + strconv.Itoa(n+1) + ": " + what)
}

// Keys lists the keys of all entries, "….of" included, in no order.
func (l *Language) Keys() []string {
	if l == nil {
		return nil
	}
	keys := make([]string, 0, len(l.entries))
	for k := range l.entries {
		keys = append(keys, k)
	}
	return keys
}

// TextHash is the FNV-1a hash, 8 hex digits, of the English that a
// translation was made from. A changed English text makes it stale.
func TextHash(english ...string) string {
	h := uint32(2166136261)
	for _, s := range english {
		for i := 0; i < len(s); i++ {
			h = (h ^ uint32(s[i])) * 16777619
		}
		h *= 16777619 // a zero octet between texts
	}
	const digits = "0123456789abcdef"
	var b [8]byte
	for i := range b {
		b[i] = digits[h>>(28-4*uint(i))&15]
	}
	return string(b[:])
}
