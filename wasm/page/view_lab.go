package page

import (
	"handshake101/handshake"
	"handshake101/wasm/html"
)

// viewLab is the tool that is open: what it does, how it can be set, and the
// button that does it.
func (m *Model) viewLab() html.HTML {
	var b html.Builder
	if m.Live.State < LiveIdle || m.Live.Lab.Tool == "" {
		return b.HTML()
	}
	b.Put(`<div class="lab"`)
	b.Attr("data-tool", m.Live.Lab.Tool)
	b.Put(`>`)
	switch m.Live.Lab.Tool {
	case "send":
		m.viewSend(&b)
	case "answer":
		m.viewAnswer(&b)
	case "newer":
		m.viewNewer(&b)
	case "proxy":
		m.viewProxies(&b)
	case "room":
		m.viewRoom(&b)
	}
	b.Put(`</div>`)
	return b.HTML()
}

// button writes a button of the lab; its message is its key.
func (m *Model) button(b *html.Builder, do string, label *handshake.Text) {
	b.Put(`<button type="button"`)
	b.Attr("data-do", do)
	b.Attr("data-key", do)
	b.Wrap(`>`, m.say(label), `</button>`)
}

// actButton is the one that begins a check.
func (m *Model) actButton(b *html.Builder, do string, label *handshake.Text) {
	if c := &m.Live.Lab.Check; "lab-"+c.Kind == do && c.Base != nil && m.attached() {
		b.Wrap(`<p class="hint">`, m.say(&tLabAgain), `</p>`)
	}
	b.Put(`<p class="act"><button type="button" class="primary"`)
	b.Attr("data-do", do)
	b.Attr("data-key", do)
	b.Flag(`aria-disabled="true"`, m.Live.State == LiveRunning)
	b.Wrap(`>`, m.say(label), `</button></p>`)
}

// toggle is a button that is on or off.
func (m *Model) toggle(b *html.Builder, do string, label *handshake.Text, on bool) {
	b.Put(`<button type="button" class="toggle"`)
	b.Attr("data-do", do)
	b.Attr("data-key", do)
	b.Flag(`aria-pressed="true"`, on)
	b.Flag(`aria-pressed="false"`, !on)
	b.Wrap(`>`, m.say(label), `</button>`)
}

// input is a line to type into. What it holds is no part of the HTML: the glue
// puts it in, so that typing redraws nothing.
func (m *Model) input(b *html.Builder, name, enter string, label *handshake.Text, example string) {
	b.Wrap(`<label>`, m.say(label)+" ", `<input type="text" autocomplete="off" autocapitalize="off" spellcheck="false"`)
	b.Attr("data-field", name)
	b.Attr("data-key", "field-"+name)
	b.Attr("data-enter", enter)
	b.Attr("placeholder", example)
	b.Put(`></label>`)
}

// option is one of a select.
func option(b *html.Builder, value, label string, now string) {
	b.Put(`<option`)
	b.Attr("value", value)
	b.Flag("selected", value == now)
	b.Wrap(`>`, label, `</option>`)
}

// part is a piece of a screen that never changes but for the language.
type part struct {
	html.Mark
	text *handshake.Text
}

func (m *Model) parts(b *html.Builder, list []part) {
	for _, p := range list {
		b.Mark(p.Mark)
		if p.text != nil {
			b.Text(m.say(p.text))
		}
	}
}

var cutWords = wordList{{cutWhole, &tCutWhole}, {cutBytes, &tCutBytes}, {cutCRLF, &tCutCRLF}, {cutOwn, &tCutOwn}}

var sendParts = []part{
	{html.Mark{M: `<p>`}, &tSendWhat},
	{html.Mark{M: `</p><div class="options"><label>`}, &tSendPieces},
	{html.Mark{M: ` <select data-change="lab-cut" data-key="lab-cut">`}, nil},
}

func (m *Model) viewSend(b *html.Builder) {
	l := &m.Live.Lab
	m.parts(b, sendParts)
	for i := range cutWords {
		option(b, cutWords[i].word, m.say(cutWords[i].text), l.Cut)
	}
	b.Put(`</select></label>`)
	if l.Cut == cutOwn {
		m.input(b, "sizes", "lab-send", &tSendSizesLabel, "16 200, 1 50")
	}
	if len(l.About.Targets) > 0 {
		b.Wrap(`<label>`, m.say(&tSendTarget), ` <select data-change="lab-target" data-key="lab-target">`)
		option(b, "", m.say(&tSendOwn), l.Target)
		for _, t := range l.About.Targets {
			option(b, t, t, l.Target)
		}
		b.Put(`</select></label>`)
	}
	m.toggle(b, "lab-twice", &tSendTwice, l.Twice)
	m.toggle(b, "lab-early", &tSendEarly, l.Early)
	m.toggle(b, "lab-tls", &tSendTLS, l.TLS)
	b.Put(`</div>`)
	if l.Target == "" && l.About.Head > 0 && waits(m.toSend(), m.sendPolicy()) {
		b.Wrap(`<p class="hint">`, m.sayf(&tSendWaits, "seconds", itoa(l.About.Head/1000)), `</p>`)
	}
	m.actButton(b, "lab-send", &tSendNow)
}

var answerParts = []part{
	{html.Mark{M: `<p>`}, &tAnswerWhat},
	{html.Mark{M: `</p><p><code>{accept}</code> `}, &tAnswerAccept},
	{html.Mark{M: `<br><code>{subprotocol}</code> `}, &tAnswerSubprotocol},
	{html.Mark{M: `<br><code>{date}</code> `}, &tAnswerDate},
	{html.Mark{M: `</p>`}, nil},
}

func (m *Model) viewAnswer(b *html.Builder) {
	m.parts(b, answerParts)
	if m.rawAddress() != "" {
		b.Wrap(`<p class="hint">`, m.say(&tAnswerRaw), `</p>`)
	}
	if _, some := m.withPlaceholders(); some {
		b.Wrap(`<p class="proxy-hint">`, m.say(&tAnswerOld), ` `)
		m.button(b, "lab-placeholders", &tAnswerPut)
		b.Put(`</p>`)
	}
	m.actButton(b, "lab-answer", &tAnswerNow)
}

// viewBrowser is what was predicted for this browser beside what it did.
func (m *Model) viewBrowser(b *html.Builder) {
	c := &m.Live.Lab.Check
	p, engine := m.predicted()
	did := c.did()
	expected := m.sayf(&tBrowserPredicted, "engine", engine)
	b.Put(`<table class="events" data-part="browser"`)
	b.Attr("aria-label", expected+" / "+m.say(&tBrowserThis))
	b.Wrap(`><thead><tr><td></td><th scope="col">`, expected, `</th><th scope="col">`)
	b.Wrap(``, m.say(&tBrowserThis), `</th></tr></thead><tbody>`)
	outcome := outcomeWords.find(p.Outcome)
	if p.Outcome == "hangs" { // the lab ends the connection behind an answer that does not switch
		outcome, p.Outcome = &tEngineHangs, "fails"
	}
	m.row(b, &tBrowserOutcome, m.say(outcome), m.say(outcomeWords.find(did)))
	m.row(b, &tBrowserSubprotocol, p.Subprotocol, c.Subprotocol)
	m.row(b, &tBrowserExtensions, p.Extensions, c.Extensions)
	ends, ended := "", ""
	if p.Ends {
		ends = itoa(p.Code)
	}
	if c.Closed {
		ended = itoa(c.Code) + " " + c.Reason
	}
	m.row(b, &tBrowserCode, ends, ended)
	if p.Console != "" {
		m.row(b, &tBrowserConsole, p.Console, m.say(&tBrowserLook))
	}
	b.Put(`</tbody></table>`)
	switch {
	case p.Outcome == "unknown":
		b.Wrap(`<p class="hint">`, m.say(&tBrowserNoWord), `</p>`)
	case p.Races && did == "fails":
		m.viewSame(b, &tBrowserAsPredicted)
	case p.Outcome != did || p.Subprotocol != c.Subprotocol || p.Extensions != c.Extensions || p.Ends && (!c.Closed || c.Code != p.Code):
		b.Wrap(`<p class="came bad" data-difference="browser">`, m.say(&tBrowserDiffers), `</p>`)
	default:
		m.viewSame(b, &tBrowserAsPredicted)
	}
}

func (m *Model) row(b *html.Builder, label *handshake.Text, predicted, real string) {
	if predicted != "" || real != "" {
		b.Wrap(`<tr><th scope="row">`, m.say(label), `</th><td>`)
		b.Wrap(``, predicted, `</td><td>`)
		b.Wrap(``, real, `</td></tr>`)
	}
}

// viewEvents is what happened on the connection, in order. Pieces of one side
// that follow each other are one line.
func (m *Model) viewEvents(b *html.Builder) {
	c := &m.Live.Lab.Check
	b.Wrap(`<h3 id="events">`, m.say(&tEvents), `</h3><table class="events" data-part="events" aria-labelledby="events"><tbody>`)
	for e, i := 0, 0; e < len(c.Events) || i < len(c.Chunks); {
		at, words := 0, ""
		if e < len(c.Events) && (i == len(c.Chunks) || c.Events[e].Number("at") < c.Chunks[i].At) {
			x := &c.Events[e]
			at, words = x.Number("at"), handshake.Show([]byte(x.Get("text").Text))
			if t := eventWords.find(x.Get("what").Text); t != nil {
				words = m.sayf(t, "text", words)
			}
			e++
		} else {
			x := c.Chunks[i]
			n, many := 0, 0
			for ; i < len(c.Chunks) && c.Chunks[i].Side == x.Side && (e == len(c.Events) || c.Chunks[i].At <= c.Events[e].Number("at")); i++ {
				n += c.Chunks[i].N
				many++
			}
			text := &tEventOut
			if x.Side == handshake.FromServer {
				text = &tEventIn
			}
			at, words = x.At, m.sayf(text, "bytes", itoa(n))
			if many > 1 {
				words += m.sayf(&tEventPieces, "pieces", itoa(many), "ms", milliseconds(c.Chunks[i-1].At))
			}
		}
		b.Wrap(`<tr><td class="ms">`, milliseconds(at), ` ms</td><td>`)
		b.Wrap(``, words, `</td></tr>`)
	}
	b.Put(`</tbody></table>`)
	if c.Inner != "" {
		b.Wrap(`<h3>`, m.say(&tInner), `</h3><pre class="shell" translate="no">
`)
		b.Wrap(``, c.Inner, `</pre>`)
	}
}
