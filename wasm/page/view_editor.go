package page

import (
	"strconv"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// paintEditor writes one message: a head, the editor, and the line that
// explains. The editor is a text area laid exactly over a coloured copy of its
// text: both have the same font, width and line breaks, the upper one's letters
// are transparent. The copy gives the height, so nothing scrolls inside.
func (m *Model) paintEditor(b *html.Builder, side handshake.Side, put func(string)) {
	name := side.String()
	b.Put(`<section class="`)
	b.Pick(side == handshake.FromClient, "msg client", "msg server")
	b.Put(`"`)
	b.Attr("aria-labelledby", name)
	b.Put(`><div class="bar"`)
	b.Attr("data-region", name+"-head")
	b.Put(`>`)
	put(name + "-head")
	b.Put(`</div>`)
	paintPanel(b, panelForm+int(side), put) // the form, or the policy
	paintPanel(b, panelInsertRequest+int(side), put)
	m.paintHex(b, side, put)
	b.Put(`<div class="editor"><pre`)
	b.Attr("data-region", name+"-text")
	b.Attr("data-wire", name)
	b.Put(` aria-hidden="true">
`)
	put(name + "-text")
	b.Put(`</pre><textarea`)
	b.Attr("data-editor", name)
	b.Attr("data-side", name)
	b.Attr("aria-labelledby", name)
	b.Attr("aria-describedby", name+"-note")
	b.Put(` spellcheck="false" autocapitalize="off" autocomplete="off" autocorrect="off" translate="no" rows="1"`)
	b.Attr("data-key", "editor-"+name)
	b.Put(`>
`)
	b.Text(m.editor(side).Text)
	b.Put(`</textarea></div><div class="note"`)
	b.Attr("id", name+"-note")
	b.Attr("data-region", name+"-note")
	b.Put(`>`)
	put(name + "-note")
	b.Put(`</div></section>`)
}

var originNames = [...]string{"typed", "simulated", "recorded"}

func (m *Model) viewEditorHead(side handshake.Side) html.HTML {
	var b html.Builder
	e := m.editor(side)
	title, from := &tRequest, &tFromTyped
	if side == handshake.FromServer {
		title = &tResponse
	}
	switch {
	case e.Origin == Simulated:
		from = &tFromSimulated
	case e.Origin == Recorded:
		from = &tFromRecorded
	case m.Preset != "" || m.CaseWhole:
		from = &tFromExample
	}
	b.Put(`<h2`)
	b.Attr("id", side.String())
	b.Put(`>`)
	b.Text(m.say(title))
	b.Put(`</h2><small`)
	b.Attr("data-origin", originNames[e.Origin])
	b.Put(`><span>`)
	b.Text(m.say(from))
	b.Put(`</span><span class="size">`)
	b.Text(m.say(&tSize, handshake.Arg{Name: "bytes", Value: strconv.Itoa(len(e.wire))}))
	b.Put(`</span></small>`)
	label := &tForm
	if side == handshake.FromServer {
		label = &tPolicy
	}
	b.Put(`<span class="handles">`)
	if side == handshake.FromServer && e.Origin != Simulated {
		b.Put(`<button type="button" data-do="let-server" data-key="let-server">`)
		b.Text(m.say(&tLetServer))
		b.Put(`</button>`)
	}
	m.panelButton(&b, panelForm+int(side), label)
	m.panelButton(&b, panelInsertRequest+int(side), &tInsert)
	m.hexButton(&b, side)
	b.Put(`</span>`)
	b.Put(`<span class="unseen"`)
	b.Attr("id", side.String()+"-hex-name")
	b.Wrap(`>`, m.say(&tHexName), `</span>`)
	return b.HTML()
}

// kindClass gives a few looks for many kinds: names, the words that decide,
// what only separates, what is not HTTP any more.
func kindClass(k handshake.Kind) string {
	switch k {
	case handshake.KindMethod, handshake.KindStatusCode:
		return "strong"
	case handshake.KindFieldName:
		return "name"
	case handshake.KindColon, handshake.KindComma, handshake.KindSemicolon, handshake.KindSlash, handshake.KindEquals,
		handshake.KindSpace, handshake.KindOWS, handshake.KindCRLF, handshake.KindLF, handshake.KindEmptyLine, handshake.KindVersion,
		handshake.KindLeadingLine, handshake.KindFold:
		return "soft"
	case handshake.KindParamName, handshake.KindParamValue:
		return "param"
	case handshake.KindExtraSpace, handshake.KindBadOctet, handshake.KindMalformedLine, handshake.KindUnfinished:
		return "odd"
	case handshake.KindBody, handshake.KindNextMessage:
		return "body"
	}
	return "word"
}

// viewExplanation says what is under hand or cursor.
func (m *Model) viewExplanation(side handshake.Side) html.HTML {
	var b html.Builder
	e := m.editor(side)
	if m.plain(side) {
		b.Wrap(`<p class="hint" data-part="plain">`, m.say(&tPlain, handshake.Arg{Name: "kb", Value: strconv.Itoa(colouredBytes >> 10)},
			handshake.Arg{Name: "parts", Value: strconv.Itoa(colouredSpans)}), `</p>`)
	}
	if !m.Point.On || m.Point.Side != side || m.Point.At >= len(e.wire) {
		hint := &tHint
		if len(e.wire) == 0 {
			hint = &tHintEmpty
		}
		b.Put(`<p class="hint">`)
		b.Text(m.say(hint))
		b.Put(`</p>`)
		if side == handshake.FromClient {
			b.Put(`<p class="hint">`)
			b.Text(m.say(&tHintTyping))
			b.Put(`</p>`)
		}
		return b.HTML()
	}
	x := handshake.Explain(m.Report, side, m.Point.At)
	b.Put(`<p>`)
	if x.Field != nil && x.Span.Kind != handshake.KindFieldName {
		b.Put(`<span class="where">`)
		b.Text(x.Field.Name + " · ")
		b.Put(`</span>`)
	}
	b.Put(`<strong>`)
	b.Text(m.Lang.Say(x.Title))
	b.Put(`</strong> <code>`)
	b.Text(handshake.ShowStart(e.wire[x.Span.Start:x.Span.End]))
	b.Put(`</code> <span class="where">`)
	b.Text(m.place(x.Span.Start, x.Span.End))
	b.Put(`</span></p><p>`)
	from := x.Cite
	switch {
	case x.Field != nil && x.Span.Kind == handshake.KindFieldName:
		b.Text(m.say(x.Field.About))
		from = x.Field.Cite
	case x.Value.Text != nil:
		b.Text(m.Lang.Say(x.Value) + " ")
		b.Put(`<span class="general">`)
		b.Text(m.Lang.Say(x.Text))
		b.Put(`</span>`)
	default:
		b.Text(m.Lang.Say(x.Text))
	}
	if from.RFC != 0 || from.Link != "" {
		b.Put(` `)
		cite(&b, from, "cite-"+side.String())
	}
	b.Put(`</p>`)
	if x.Without != nil {
		b.Wrap(`<p class="without"><strong>`, m.say(&tWithout), `</strong> `)
		b.Wrap(``, m.say(x.Without), ` `)
		if x.Rule != nil {
			b.Wrap(`<span class="where">`, m.bound(x.Rule)+" · ", `</span>`)
			m.ruleLink(&b, x.Rule, "rule-at-"+side.String())
		}
		b.Put(`</p>`)
	}
	for i := range x.Findings {
		b.Put(`<p`)
		b.Attr("class", "found "+x.Findings[i].Rule.Severity.String())
		b.Put(`><strong>`)
		b.Text(m.say(severityText(x.Findings[i].Rule.Severity)))
		b.Put(`</strong>`)
		b.Text(": " + m.Lang.Rule(x.Findings[i].Rule, handshake.RuleTitle, x.Findings[i].Args...))
		b.Put(`</p>`)
	}
	m.viewLookers(&b, x.Steps)
	return b.HTML()
}

// viewLookers leads to the steps that look at what is explained.
func (m *Model) viewLookers(b *html.Builder, ids []string) {
	if len(ids) == 0 {
		return
	}
	b.Wrap(`<p class="lookers">`, m.say(&tLookers), ``)
	for n, id := range ids {
		i := m.stepIndex(id)
		if i < 0 || n == 6 {
			continue
		}
		b.Put(` <a href="#" data-do="step"`)
		b.Attr("data-arg", id)
		b.Attr("data-link", id)
		b.Attr("data-key", "looks-"+id)
		b.Wrap(`>`, strconv.Itoa(i+1)+". "+m.Lang.Say(m.Report.Steps[i].Title), `</a>`)
	}
	b.Put(`</p>`)
}

func (m *Model) place(start, end int) string {
	a := handshake.Arg{Name: "start", Value: strconv.Itoa(start)}
	if end-start < 2 {
		return m.say(&tByte, a)
	}
	return m.say(&tBytes, a, handshake.Arg{Name: "end", Value: strconv.Itoa(end - 1)})
}

func cite(b *html.Builder, c handshake.Cite, key string) {
	b.Put(`<a`)
	b.Link("href", c.URL())
	if key != "" {
		b.Attr("data-key", key)
	}
	b.Put(` target="_blank" rel="noreferrer">`)
	b.Text(c.String())
	b.Put(`</a>`)
}
