package page

import (
	"strconv"
	"strings"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// changes is how many steps there are, those taken back too.
func (m *Model) changes() int { return len(m.Undo) + len(m.Redo) }

// stateAt is the exchange after the first n changes.
func (m *Model) stateAt(n int) Snapshot {
	switch done := len(m.Undo); {
	case n < done:
		return m.Undo[n]
	case n > done:
		return m.Redo[len(m.Redo)-(n-done)]
	}
	return m.snapshot(nil)
}

// changeAt is what the n-th change was, from 1.
func (m *Model) changeAt(n int) handshake.Phrase {
	if done := len(m.Undo); n > done {
		return m.Redo[len(m.Redo)-(n-done)].What
	}
	return m.Undo[n-1].What
}

// revisit undoes or redoes until the first n changes are done.
func (m *Model) revisit(n int) {
	n = max(0, min(n, m.changes()))
	for len(m.Undo) > n {
		m.undo()
	}
	for len(m.Undo) < n {
		m.redo()
	}
}

// viewHistory lists the changes, the last one first, each with what it did to the
// text.
func (m *Model) viewHistory(b *html.Builder) {
	b.Wrap(`<p>`, m.say(&tHistoryWhat), `</p><ol class="history" reversed>`)
	for n := m.changes(); n >= 0; n-- {
		b.Put(`<li><button type="button" data-do="go-to"`)
		b.Attr("data-arg", strconv.Itoa(n))
		b.Attr("data-key", "go-to-"+strconv.Itoa(n))
		here := n == len(m.Undo)
		if here {
			b.Put(` aria-current="true"`)
		}
		what := m.say(&tHistoryFrom)
		if n > 0 {
			what = m.Lang.Say(m.changeAt(n))
		}
		b.Wrap(`>`, what, `</button>`)
		if here {
			b.Wrap(` <strong>`, m.say(&tHistoryNow), `</strong>`)
		}
		if n > 0 {
			was, is := m.stateAt(n-1), m.stateAt(n)
			m.viewChange(b, was.Request.Text, is.Request.Text)
			if is.Response.Origin != Simulated { // else it follows by itself
				m.viewChange(b, was.Response.Text, is.Response.Text)
			}
		}
		b.Put(`</li>`)
	}
	b.Put(`</ol>`)
	if len(m.Aside) == 0 {
		return
	}
	b.Wrap(`<h3>`, m.say(&tAside), `</h3><ol class="history" data-part="aside" reversed>`)
	for n := len(m.Aside) - 1; n >= 0; n-- {
		s := &m.Aside[n][0]
		b.Put(`<li><button type="button" data-do="aside"`)
		b.Attr("data-arg", strconv.Itoa(n))
		b.Attr("data-key", "aside-"+strconv.Itoa(n))
		b.Wrap(`>`, m.Lang.Say(s.What), `</button>`)
		m.viewChange(b, m.Request.Text, s.Request.Text)
		if s.Response.Origin != Simulated {
			m.viewChange(b, m.Response.Text, s.Response.Text)
		}
		b.Put(`</li>`)
	}
	b.Put(`</ol>`)
}

// viewChange writes what went and what came, as short as it can be known by.
func (m *Model) viewChange(b *html.Builder, was, is string) {
	if was == is {
		return
	}
	from, to := differ(was, is)
	if gone := was[from : len(was)-(len(is)-to)]; gone != "" {
		b.Wrap(` <del><code>`, oneLine(gone), `</code></del>`)
	}
	if come := is[from:to]; come != "" {
		b.Wrap(` <ins><code>`, oneLine(come), `</code></ins>`)
	}
}

// oneLine is the beginning of a text of an editor.
func oneLine(text string) string {
	const most = 48
	s := []rune(strings.ReplaceAll(text[:min(len(text), 4*most)], "\n", "↵ "))
	if len(s) > most {
		s = append(s[:most-1], '…')
	}
	return string(s)
}
