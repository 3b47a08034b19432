package peers

import (
	"fmt"
	"os"
	"strings"

	"handshake101/handshake"
)

// Measured is a table of browsers with the responses in it: a section for each, its
// offer and its bytes as cases have them, placeholders included, then the cells.
//
//	measured: 2026-11-22
//	peer: chromium client 156.0 Chromium
//
//	[upgrade-missing]
//	offer: chat superchat
//	< HTTP/1.1 101 Switching Protocols
//	< Connection: Upgrade
//	<
//	chromium: fails; says Error during WebSocket handshake: 'Upgrade' header is missing
//	firefox webkit: fails
type Measured struct {
	Table
	Answers []*Answer // in the order of Rows
}

// String writes it.
func (m *Measured) String() string {
	sections := map[string]string{}
	for _, a := range m.Answers {
		var b strings.Builder
		if len(a.Offer) > 0 {
			fmt.Fprintf(&b, "offer: %s\n", strings.Join(a.Offer, " "))
		}
		for line := range strings.Lines(a.Raw) {
			line, whole := strings.CutSuffix(line, "\r\n")
			text := "< " + strings.TrimSuffix(handshake.ShowLines([]byte(line)), "\n")
			if !whole && !strings.HasSuffix(line, "\n") { // after a bare LF it stands there already
				text += "\\"
			}
			b.WriteString(text + "\n")
		}
		sections[a.ID] = b.String()
	}
	var b strings.Builder
	for line := range strings.Lines(m.Table.String()) {
		b.WriteString(line)
		if line[0] == '[' {
			b.WriteString(sections[strings.Trim(line, "[]\n")])
		}
	}
	return b.String()
}

// ReadMeasured reads what String wrote.
func ReadMeasured(file string) (*Measured, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	m := &Measured{}
	var cells strings.Builder
	for n, line := range strings.Split(string(data), "\n") {
		switch {
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			m.Answers = append(m.Answers, &Answer{ID: strings.Trim(line, "[]")})
			cells.WriteString(line + "\n")
		case strings.HasPrefix(line, "offer: ") || strings.HasPrefix(line, "<"):
			if len(m.Answers) == 0 {
				return nil, fmt.Errorf("%s:%d: stands before any section", file, n+1)
			}
			a := m.Answers[len(m.Answers)-1]
			if offer, ok := strings.CutPrefix(line, "offer: "); ok {
				a.Offer = strings.Fields(offer)
				continue
			}
			text := strings.TrimPrefix(strings.TrimPrefix(line, "<"), " ")
			end := "\r\n"
			if whole := strings.TrimRight(text, "\\"); (len(text)-len(whole))%2 == 1 {
				text, end = text[:len(text)-1], ""
			}
			a.Raw += string(handshake.ParseLines(text)) + end
		default:
			cells.WriteString(line + "\n")
		}
	}
	t, err := parseTable(file, cells.String())
	if err != nil {
		return nil, err
	}
	m.Table = *t
	return m, nil
}
