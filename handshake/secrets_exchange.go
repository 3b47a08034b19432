package handshake

import (
	"bytes"
	"strings"
)

// Links and exports leave the machine. MaskExchange takes out of an exchange
// what proves who somebody is, and nothing that a rule looks at: each octet of a
// secret becomes one of its kind, so every length, offset and the verdict stay.
// Which octets are a secret is a guess by where they stand and what they look
// like; what was sent after the switch is not looked through.

// Secret is one thing that was masked.
type Secret struct {
	Place
	Name string // of the field or parameter that it stands in
}

// secretNames are parts of names, of fields and of parameters, that tell a
// secret.
var secretNames = [...]string{"token", "secret", "passw", "api-key", "apikey", "api_key", "session", "jwt", "ticket", "credential", "signature"}

// secretParameters are whole names of parameters that do.
var secretParameters = [...]string{"auth", "authorization", "key", "sig", "sid", "code", "pwd", "pass", "bearer"}

// MaskExchange gives copies of both messages with their secrets masked, and
// says where each was. A response that is nil stays nil.
func MaskExchange(request, response []byte) (req, res []byte, found []Secret) {
	m := &masker{}
	if req = m.head(FromClient, request); response != nil {
		res = m.head(FromServer, response)
		if len(res) == 0 {
			res = []byte{}
		}
	}
	return req, res, m.found
}

type masker struct {
	found []Secret
	known [][2]string // what each secret became, so that both sides name it alike
	side  Side
	b     []byte
}

func (m *masker) head(side Side, message []byte) []byte {
	m.side, m.b = side, append([]byte(nil), message...)
	end := len(m.b)
	for _, empty := range [...]string{"\r\n\r\n", "\n\n"} {
		if i := bytes.Index(m.b, []byte(empty)); i >= 0 && i < end {
			end = i
		}
	}
	name, inSecret := "", false
	for at, first := 0, true; at < end; first = false {
		to := at
		for to < end && m.b[to] != '\n' && m.b[to] != '\r' {
			to++
		}
		line := m.b[at:to]
		switch n := 0; {
		case first && indexByte(line, ' ') >= 0:
			m.words(at, to)
		case len(line) > 0 && isOWS(line[0]) && inSecret:
			m.mask(at, to, name)
		case len(line) > 0:
			n, name = nameAndValue(line)
			inSecret = secretField(name)
			switch {
			case n == 0:
				inSecret = false
			case inSecret:
				value := at + n
				if strings.HasSuffix(strings.ToLower(name), "authorization") { // the scheme stays
					r := trim(m.b, Range{value, to})
					if i := indexByte(m.b[r.Start:r.End], ' '); i > 0 {
						value = r.Start + i
					}
				}
				m.mask(value, to, name)
			case EqualFold(name, "Sec-WebSocket-Protocol"):
				m.subprotocols(at+n, to, name)
			default:
				m.words(at+n, to)
			}
		}
		at = to + 1
	}
	return m.b
}

// nameAndValue is the name that a line begins with, and where its value begins;
// 0 for a line without a colon, unless its name alone tells a secret.
func nameAndValue(line []byte) (value int, name string) {
	from := 0
	for from < len(line) && isOWS(line[from]) || from == 0 && len(line) > 0 && line[0] == ':' {
		from++
	}
	to := from + tokenLen(line[from:])
	name = string(line[from:to])
	for to < len(line) && isOWS(line[to]) {
		to++
	}
	if to < len(line) && line[to] == ':' {
		return to + 1, name
	}
	if secretField(name) {
		return to, name
	}
	return 0, name
}

func secretField(name string) bool {
	for _, s := range secretFields {
		if EqualFold(name, s) {
			return true
		}
	}
	return namesSecret(name)
}

func namesSecret(name string) bool {
	low := strings.ToLower(name)
	for _, s := range secretNames {
		if strings.Contains(low, s) {
			return true
		}
	}
	return false
}

// words masks parameters of addresses (?token=…), the user's part of one
// (//user:password@), and whatever looks like a token by itself.
func (m *masker) words(from, to int) {
	for at := from; at < to; {
		end := at
		for end < to && indexByte([]byte(" ?&;#/=,\"\t"), m.b[end]) < 0 {
			end++
		}
		word := m.b[at:end]
		switch {
		case end < to && m.b[end] == '=' && at > from && indexByte([]byte("?&;#"), m.b[at-1]) >= 0:
			if name := string(word); secretParameter(name) {
				stop := end + 1
				for stop < to && indexByte([]byte(" &;#\t\""), m.b[stop]) < 0 {
					stop++
				}
				m.mask(end+1, stop, name)
				end = stop
			}
		case at > from+1 && m.b[at-1] == '/' && m.b[at-2] == '/' && indexByte(word, '@') >= 0:
			m.mask(at, at+indexByte(word, '@'), "userinfo")
		case looksLikeToken(word):
			m.mask(at, end, "token")
		}
		at = max(end, at) + 1
	}
}

func secretParameter(name string) bool {
	for _, s := range secretParameters {
		if EqualFold(name, s) {
			return true
		}
	}
	return namesSecret(name)
}

// subprotocols masks members that carry a token: with a name in front of the
// last dot that says so, after a member that does, or by their looks.
func (m *masker) subprotocols(from, to int, name string) {
	after := false
	for at := from; at < to; {
		end := at
		for end < to && m.b[end] != ',' {
			end++
		}
		r := trim(m.b, Range{at, end})
		word := m.b[r.Start:r.End]
		dot := bytes.LastIndexByte(word, '.')
		if jwt := bytes.Index(word, []byte(".eyJ")); jwt >= 0 {
			dot = jwt
		}
		prefix := word[:max(dot, 0)]
		said := secretWord(prefix)
		switch {
		case said && dot+1 < len(word):
			m.mask(r.Start+dot+1, r.End, name)
		case after && !secretWord(word), looksLikeToken(word), m.knows(word):
			m.mask(r.Start, r.End, name)
		}
		after = !said && isToken(word) && secretWord(word)
		at = end + 1
	}
}

// secretWord tells a subprotocol that announces a token.
func secretWord(word []byte) bool {
	low := strings.ToLower(string(word))
	for _, s := range [...]string{"bearer", "token", "auth", "jwt", "apikey", "api-key"} {
		if strings.Contains(low, s) {
			return true
		}
	}
	return false
}

// looksLikeToken knows a JSON Web Token, and long words in which small and
// capital letters and digits are mixed, as no name has them.
func looksLikeToken(word []byte) bool {
	if len(word) > 20 && string(word[:3]) == "eyJ" {
		return true
	}
	if len(word) < 32 {
		return false
	}
	var small, big, digits int
	for _, c := range word {
		switch {
		case isDigit(c):
			digits++
		case 'a' <= c && c <= 'z':
			small++
		case 'A' <= c && c <= 'Z':
			big++
		case indexByte([]byte("-_.~+/="), c) < 0:
			return false
		}
	}
	return digits > 3 && (small > 3 && big > 3 || small+digits == len(word) && hexOnly(word))
}

func hexOnly(word []byte) bool {
	for _, c := range word {
		if !isHex(c) {
			return false
		}
	}
	return true
}

func (m *masker) knows(word []byte) bool {
	for _, k := range m.known {
		if k[0] == string(word) {
			return true
		}
	}
	return false
}

// mask overwrites what stands between white space, each octet with one of its
// kind: letters with x, digits with 0, marks stay. Another secret of the same
// form gets the next letter and digit, so that two that differ go on to differ.
// What is masked already is no secret any more.
func (m *masker) mask(from, to int, name string) {
	r := trim(m.b, Range{from, to})
	was := string(m.b[r.Start:r.End])
	n := 0
	blank := veil(was, 0)
	if blank == was {
		return
	}
	for _, k := range m.known {
		if k[0] == was {
			blank = k[1]
			n = -1
			break
		}
		if veil(k[0], 0) == blank {
			n++
		}
	}
	if n > 0 {
		blank = veil(was, n)
	}
	copy(m.b[r.Start:], blank)
	m.known = append(m.known, [2]string{was, blank})
	m.found = append(m.found, Secret{Place{m.side, r.Start, r.End}, name})
}

func veil(s string, n int) string {
	b := []byte(s)
	for i, c := range b {
		switch {
		case isDigit(c):
			c = byte('0' + n%10)
		case isAlpha(c):
			c = byte('a' + ('x'-'a'+n)%26)
		case c < 0x80, c == 0xc0, c == 0xc1, c > 0xf4: // marks, and what is no UTF-8
		case c < 0xc0:
			c = 0x81
		case c < 0xe0:
			c = 0xc3
		case c < 0xf0:
			c = 0xe3
		default:
			c = 0xf1
		}
		b[i] = c
	}
	return string(b)
}
