package page

import (
	"strings"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// viewInHand repeats the lit bytes beside their explanation, for screens where
// the messages are out of sight while somebody steps. It is hidden where they
// are not, and always from screen readers, which have them in the text.
func (m *Model) viewInHand(b *html.Builder, s *handshake.Step) {
	if s.Actor != handshake.ActorClient && s.Actor != handshake.ActorServer {
		return // the step is about a message as a whole
	}
	const most = 6 // lines
	n := 0
	for _, p := range s.Spans {
		wire := m.editor(p.Side).wire
		if p.Start >= p.End || p.End > len(wire) {
			continue
		}
		for _, line := range strings.Split(strings.Trim(handshake.ShowLines(wire[p.Start:p.End]), "\n"), "\n") {
			if line == "" || n > most {
				continue
			}
			if n == 0 {
				b.Put(`<div class="inhand" aria-hidden="true">`)
			}
			if n++; n > most {
				line = "…"
			}
			b.Put(`<code class="`)
			b.Pick(p.Side == handshake.FromClient, "client", "server")
			b.Put(`">`)
			b.Text(line)
			b.Put(`</code>`)
		}
	}
	if n > 0 {
		b.Put(`</div>`)
	}
}

// viewFix says what a press of the repair writes.
func (m *Model) viewFix(b *html.Builder, f *handshake.Fix) {
	wire := m.editor(f.Place.Side).wire
	if f.Fresh || f.Place.Start < 0 || f.Place.End > len(wire) || f.Place.Start > f.Place.End {
		return
	}
	old, new := short(wire[f.Place.Start:f.Place.End]), short([]byte(f.Replace))
	text := &tFixReplaces
	switch {
	case old == "":
		text = &tFixInserts
	case new == "":
		text = &tFixRemoves
	}
	b.Put(` <span class="writes">`)
	b.Text(m.say(text, handshake.Arg{Name: "old", Value: old}, handshake.Arg{Name: "new", Value: new}))
	b.Put(`</span>`)
}

// short shows bytes on a line that is not too long for a button's side.
func short(b []byte) string {
	const most = 60
	s := []rune(handshake.ShowStart(b))
	if len(s) > most {
		s = append(s[:most-1], '…')
	}
	return string(s)
}
