package page

import (
	"handshake101/handshake"
	"handshake101/wasm/html"
)

// Sheets open above what they are about: one at a time, closed again by their own button, by the one that opened them, or by Escape.

// Sheet is which one stands open.
type Sheet uint8

const (
	NoSheet Sheet = iota
	HelpSheet
	DrawingSheet
	ProxySheet
	HistorySheet
)

var sheetNames = [...]string{"", "help", "drawing", "hops", "history"}

var sheetTitles = [...]*handshake.Text{nil, &tHelp, &tDrawing, &tProxyWay, &tHistory}

// updateExplain answers what belongs to the sheets and to the hex.
func (m *Model) updateExplain(msg Message) (effects []Effect, ok bool) {
	side := sideOf(msg.Arg)
	switch msg.Name {
	case "sheet":
		p := NoSheet
		for i, name := range sheetNames {
			if name == msg.Arg {
				p = Sheet(i)
			}
		}
		was := m.Sheet
		if p == was {
			p = NoSheet
		}
		if m.Sheet = p; p != NoSheet {
			return []Effect{{Do: Reveal, Arg: "sheet"}}, true
		}
		return []Effect{{Do: Focus, Arg: "sheet-" + sheetNames[was]}}, true
	case "hex":
		m.Hex[side] = !m.Hex[side]
		if !m.Hex[side] && m.Point.On && m.Point.Side == side {
			return []Effect{{Do: Caret, Arg: side.String(), Number: m.editor(side).unitsAt(m.Point.At)}}, true
		}
	case "hex-more":
		m.HexMore[side]++
	case "hex-move":
		m.hexMove(side, msg.Number)
	case "behind-proxy":
		m.remember(&tDidProxy)
		m.Step = ""
		m.Request.set(handshake.ShowLines(m.Report.Request.Message.BehindProxy()), Typed)
		m.Response.Origin = Simulated
		m.changed()
	default:
		return nil, false
	}
	return nil, true
}

// OpenSheet names the sheet that stands open, "" for none.
func (m *Model) OpenSheet() string { return sheetNames[m.Sheet] }

// viewSheet writes the sheet that stands open: help below the head of every
// screen, the others below the verdict that they are about.
func (m *Model) viewSheet(help bool) html.HTML {
	var b html.Builder
	if m.Sheet == NoSheet || (m.Sheet == HelpSheet) != help {
		return b.HTML()
	}
	b.Put(`<section class="sheet" aria-labelledby="sheet"`)
	b.Attr("data-part", sheetNames[m.Sheet])
	b.Wrap(`><div class="sheet-head"><h2 id="sheet" tabindex="-1" data-key="sheet">`, m.say(sheetTitles[m.Sheet]), `</h2><button type="button" data-do="sheet" data-key="sheet-close"`)
	b.Attr("data-arg", sheetNames[m.Sheet])
	b.Wrap(`>`, m.say(&tDismiss), `</button></div>`)
	switch m.Sheet {
	case HelpSheet:
		m.viewHelp(&b)
	case DrawingSheet:
		m.viewDrawing(&b)
	case ProxySheet:
		m.viewHops(&b)
	case HistorySheet:
		m.viewHistory(&b)
	}
	b.Put(`</section>`)
	return b.HTML()
}

func (m *Model) sheetButton(b *html.Builder, p Sheet, label *handshake.Text) {
	b.Put(`<button type="button"`)
	b.Flag(`class="sign"`, p == HistorySheet || p == HelpSheet)
	b.Put(` data-do="sheet"`)
	b.Attr("data-arg", sheetNames[p])
	b.Attr("data-key", "sheet-"+sheetNames[p])
	open := "false"
	if m.Sheet == p {
		open = "true"
	}
	b.Attr("aria-expanded", open)
	switch p {
	case HelpSheet, HistorySheet: // a sign, so the title is the name
		b.Attr("title", m.say(sheetTitles[p]))
		b.Put(`>`)
		if p == HistorySheet {
			sign(b, "M4 4v4h4M4.3 8a6.5 6.5 0 1 1-.8 3M10 6.5V10l2.5 2")
		} else {
			b.Put(`<span aria-hidden="true">?</span>`)
		}
	default:
		b.Wrap(`>`, m.say(label), ``)
	}
	b.Put(`</button>`)
}

// helpRows are the keys and the notation, each with what it does.
var helpRows = [...]struct {
	title *handshake.Text
	rows  []helpRow
}{
	{&tHelpKeys, []helpRow{{"←  →", &tHelpArrows}, {"Home  End", &tHelpEnds}, {"↑  ↓", &tHelpList}, {"?", &tHelpAsk}, {"Esc", &tHelpEscape}, {"Ctrl+Z  ⌘Z", &tHelpUndo}}},
	{&tHelpHex, []helpRow{{"←  →", &tHelpByte}, {"↑  ↓", &tHelpRow}, {"Home  End", &tHelpFirst}}},
	{&tHelpNotation, []helpRow{{"↵", &tHelpCRLF}, {`\n\ ↵`, &tHelpLF}, {`\r  \t  \0`, &tHelpNamed}, {`\xHH`, &tHelpByteHex}, {`\\`, &tHelpSlash}, {`\ ↵`, &tHelpJoin}}},
	{&tHelpMarks, []helpRow{{"✓", &tPassed}, {"✕", &tFailed}, {"·", &tSkipped}, {"CR LF", &tHelpEnd}}},
}

type helpRow struct {
	key  string
	text *handshake.Text
}

func (m *Model) viewHelp(b *html.Builder) {
	b.Put(`<div class="help">`)
	for i := range helpRows {
		h := &helpRows[i]
		b.Wrap(`<section><h3>`, m.say(h.title), `</h3><dl>`)
		for _, r := range h.rows {
			b.Wrap(`<dt><kbd>`, r.key, `</kbd></dt><dd>`)
			b.Wrap(``, m.say(r.text), `</dd>`)
		}
		b.Put(`</dl></section>`)
	}
	b.Put(`</div>`)
}

var fateTexts = [...]*handshake.Text{&tFateOn, &tFateConnection, &tFateListed, &tFateHop}

// viewHops shows what a proxy that knows nothing of upgrades leaves of both
// messages, what the server behind it then says, and what has to be written anew.
func (m *Model) viewHops(b *html.Builder) {
	b.Wrap(`<p>`, m.say(&tHopsWhat), `</p>`)
	req := m.Report.Request.Message
	if req.Form == handshake.FieldSection {
		b.Wrap(`<p>`, m.say(&tHopsNone), `</p>`)
		return
	}
	after := handshake.Inspect(handshake.Exchange{Request: req.BehindProxy()}, m.Policy)
	b.Put(`<p class="`)
	b.Pick(after.Verdict.Outcome == handshake.Switches, "came", "came bad")
	b.Wrap(`">`, m.sayf(&tHopsThen, "verdict", m.Lang.Say(after.Verdict.Summary)), ` `)
	b.Put(`<button type="button" data-do="behind-proxy" data-key="behind-proxy">`)
	b.Wrap(``, m.say(&tHopsTry), `</button></p><div class="twins">`)
	m.hopTable(b, req, &tRequest)
	m.hopTable(b, m.Report.Answer.Message, &tResponse)
	b.Wrap(`</div><p class="hint">`, m.say(&tHopsCure)+" ", ``)
	cite(b, handshake.Cite{RFC: 9110, Section: "7.6.1"}, "cite-hops")
	b.Put(`</p>`)
}

func (m *Model) hopTable(b *html.Builder, msg *handshake.Message, title *handshake.Text) {
	b.Wrap(`<table class="hops"><caption>`, m.say(title), `</caption>`)
	for _, h := range msg.Hops() {
		b.Put(`<tr class="`)
		b.Pick(h.Fate == handshake.Forwarded, "on", "off")
		b.Wrap(`"><th scope="row"><code>`, short(msg.Text(h.Line.Range)), `</code></th><td><span aria-hidden="true">`)
		b.Pick(h.Fate == handshake.Forwarded, "→ ", "✕ ")
		b.Wrap(`</span>`, m.say(fateTexts[h.Fate]), ``)
		if h.Again {
			b.Wrap(` <strong>`, m.say(&tFateAgain), `</strong>`)
		}
		b.Put(`</td></tr>`)
	}
	b.Put(`</table>`)
}
