package handshake

import "strings"

// What look finds in the lines.
const (
	sawNoColon = 1 << iota
	sawSpace   // in a name, or in a line without a colon
	sawControl // in a name, or no name
	sawFold    // of a field that is known
	sawHosts   // that differ
	sawHostOctet
	sawHostPath
	sawHostColon
)

// look goes through the lines once.
func (a *asked) look() {
	m := a.m
	var host []byte
	for i := range m.Lines {
		l := &m.Lines[i]
		name := m.Text(l.Name)
		switch {
		case l.Kind == NoColonLine:
			a.saw |= sawNoColon
			name = m.Text(l.Range)
		case l.Kind != FieldLine:
			continue
		case len(name) == 0:
			a.saw |= sawControl
		}
		if l.Folds > 0 && l.Field != UnknownField {
			a.saw |= sawFold
		}
		if l.Field == UnknownField {
			for _, c := range name {
				switch {
				case c == ' ':
					a.saw |= sawSpace
				case (c < ' ' || c == 0x7f) && l.Kind == FieldLine:
					a.saw |= sawControl
				}
			}
		}
		if l.Field != HostField {
			continue
		}
		v := m.value(l)
		if host != nil && string(host) != string(v) {
			a.saw |= sawHosts
		}
		host = v
		for i, c := range v {
			if c <= ' ' || c == 0x7f || c == '/' || c == '.' && i > 0 && v[i-1] == '.' {
				a.saw |= sawHostPath
			}
			if c == ':' || c == '[' || c == ']' {
				a.saw |= sawHostColon
			}
			if !isAlpha(c) && !isDigit(c) && !strings.ContainsRune("!$%&'()*+,-.:;=[]_~", rune(c)) {
				a.saw |= sawHostOctet
			}
		}
	}
}

// spaced tells a request line with nothing wrong but too many spaces between its parts.
func (a *asked) spaced() bool {
	s := &a.m.StartLine
	if s.WellFormed || s.Version.Empty() || len(s.Spaces) != 2 {
		return false
	}
	for _, r := range s.Spaces {
		for _, c := range a.m.Text(r) {
			if c != ' ' {
				return false
			}
		}
	}
	return true
}

// methods are those of which it is known that all servers here know them.
var methods = []string{"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"}

// onlyCommas tells a Connection that has no member.
func (a *asked) onlyCommas() bool {
	return a.m.has(ConnectionField) && a.m.membersUpTo(1, ConnectionField, true) == 0
}
