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

func (m *Model) viewSend(b *html.Builder) {
	l := &m.Live.Lab
	b.Wrap(`<p>`, m.say(&tSendWhat), `</p><div class="options">`)
	b.Wrap(`<label>`, m.say(&tSendPieces)+" ", `<select data-change="lab-cut" data-key="lab-cut">`)
	for _, o := range []struct {
		value string
		label *handshake.Text
	}{{cutWhole, &tCutWhole}, {cutBytes, &tCutBytes}, {cutCRLF, &tCutCRLF}, {cutOwn, &tCutOwn}} {
		option(b, o.value, m.say(o.label), l.Cut)
	}
	b.Put(`</select></label>`)
	if l.Cut == cutOwn {
		m.input(b, "sizes", "lab-send", &tSendSizesLabel, "16 200, 1 50")
	}
	if len(l.About.Targets) > 0 {
		b.Wrap(`<label>`, m.say(&tSendTarget)+" ", `<select data-change="lab-target" data-key="lab-target">`)
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
	if l.Target == "" && waits(m.toSend(), m.sendPolicy()) {
		b.Wrap(`<p class="hint">`, m.say(&tSendWaits), `</p>`)
	}
	m.actButton(b, "lab-send", &tSendNow)
}

func (m *Model) viewAnswer(b *html.Builder) {
	b.Wrap(`<p>`, m.say(&tAnswerWhat), `</p><p>`)
	b.Wrap(`<code>{accept}</code> `, m.say(&tAnswerAccept), `<br><code>{subprotocol}</code> `)
	b.Wrap(``, m.say(&tAnswerSubprotocol), `<br><code>{date}</code> `)
	b.Wrap(``, m.say(&tAnswerDate), `</p>`)
	if _, some := m.withPlaceholders(); some {
		b.Wrap(`<p class="proxy-hint">`, m.say(&tAnswerOld)+" ", ``)
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
	b.Wrap(`<table class="events" data-part="browser"><thead><tr><td></td><th scope="col">`, m.say(&tBrowserPredicted, arg("engine", engine)), `</th><th scope="col">`)
	b.Wrap(``, m.say(&tBrowserThis), `</th></tr></thead><tbody>`)
	row := func(label *handshake.Text, predicted, real string) {
		if predicted == "" && real == "" {
			return
		}
		b.Wrap(`<tr><th scope="row">`, m.say(label), `</th><td>`)
		b.Wrap(``, predicted, `</td><td>`)
		b.Wrap(``, real, `</td></tr>`)
	}
	row(&tBrowserOutcome, m.say(outcomeWord(p.Outcome)), m.say(outcomeWord(did)))
	row(&tBrowserSubprotocol, handshake.Show([]byte(p.Subprotocol)), handshake.Show([]byte(c.Subprotocol)))
	row(&tBrowserExtensions, "", handshake.Show([]byte(c.Extensions)))
	if c.Closed {
		row(&tBrowserCode, "", itoa(c.Code)+" "+handshake.Show([]byte(c.Reason)))
	}
	if p.Console != "" {
		row(&tBrowserConsole, p.Console, m.say(&tBrowserLook))
	}
	b.Put(`</tbody></table>`)
	switch {
	case p.Outcome == "unknown":
		b.Wrap(`<p class="hint">`, m.say(&tBrowserNoWord), `</p>`)
	case p.Outcome != did || p.Subprotocol != c.Subprotocol:
		b.Wrap(`<p class="came bad" data-difference="browser">`, m.say(&tBrowserDiffers), `</p>`)
	default:
		m.viewSame(b, &tBrowserAsPredicted)
	}
}

// viewEvents is what happened on the connection, in order.
func (m *Model) viewEvents(b *html.Builder) {
	c := &m.Live.Lab.Check
	b.Wrap(`<h3>`, m.say(&tEvents), `</h3><table class="events" data-part="events"><tbody>`)
	row := func(at int, what string) {
		b.Wrap(`<tr><td class="ms">`, milliseconds(at)+" ms", `</td><td>`)
		b.Wrap(``, what, `</td></tr>`)
	}
	e := 0
	for i := 0; i < len(c.Chunks); {
		x := c.Chunks[i]
		for ; e < len(c.Events) && c.Events[e].At < x.At; e++ {
			row(c.Events[e].At, m.eventWord(&c.Events[e]))
		}
		n, many, last := 0, 0, x.At
		for ; i < len(c.Chunks) && c.Chunks[i].Side == x.Side && (e == len(c.Events) || c.Chunks[i].At <= c.Events[e].At); i++ {
			n += c.Chunks[i].N
			last = c.Chunks[i].At
			many++
		}
		text := &tEventOut
		if x.Side == handshake.FromServer {
			text = &tEventIn
		}
		args := []handshake.Arg{arg("bytes", itoa(n)), arg("pieces", itoa(many)), arg("ms", milliseconds(last))}
		words := m.say(text, args...)
		if many > 1 {
			words += m.say(&tEventPieces, args...)
		}
		row(x.At, words)
	}
	for ; e < len(c.Events); e++ {
		row(c.Events[e].At, m.eventWord(&c.Events[e]))
	}
	b.Put(`</tbody></table>`)
	if c.Inner != "" {
		b.Wrap(`<h3>`, m.say(&tInner), `</h3><pre class="shell" translate="no">
`)
		b.Wrap(``, c.Inner, `</pre>`)
	}
}

func (m *Model) eventWord(e *LabEvent) string {
	var t *handshake.Text
	switch e.What {
	case "connected":
		t = &tEventConnected
	case "tls":
		t = &tEventTLS
	case "sent":
		t = &tEventSent
	case "switched":
		t = &tEventSwitched
	case "greeted":
		t = &tEventGreeted
	case "client-end":
		t = &tEventClientEnd
	case "server-end":
		t = &tEventServerEnd
	case "server-reset":
		t = &tEventReset
	case "time-out":
		t = &tEventTimeOut
	default:
		return handshake.Show([]byte(e.Text))
	}
	return m.say(t, arg("text", handshake.Show([]byte(e.Text))))
}
