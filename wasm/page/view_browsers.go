package page

import (
	"handshake101/handshake"
	"handshake101/wasm/html"
)

// viewBrowsers tells, beside what the RFC wants of a client, what the clients
// that people have do with this very answer. It stands in the steps in which
// the client has the answer in hand.
func (m *Model) viewBrowsers(b *html.Builder, now int) {
	if m.Report.Steps[now].Actor != handshake.ActorClient {
		return
	}
	answered := false
	for i := range m.Report.Steps[:now] {
		answered = answered || m.Report.Steps[i].Actor == handshake.ActorWireResponse
	}
	p := &m.Report.Answer.Browsers
	all := []struct {
		name string
		does *handshake.Prediction
	}{{"Chromium", &p.Chromium}, {"Firefox", &p.Firefox}, {"WebKit", &p.WebKit}}
	known, same := false, true
	for _, e := range all {
		known = known || e.does.Outcome != "unknown"
		same = same && *e.does == p.Chromium
	}
	if !answered || !known {
		return
	}
	b.Put(`<div class="world" data-part="browsers"><h3>`)
	b.Text(m.say(&tBrowsers))
	b.Put(`</h3>`)
	if same && p.Chromium.Outcome == "opens" && p.Chromium.Extensions == "" && !p.Chromium.Ends {
		b.Put(`<p>`)
		text := &tBrowsersAllOpen
		if p.Chromium.Subprotocol != "" {
			text = &tBrowsersAllOpenAs
		}
		b.Text(m.say(text, handshake.Arg{Name: "subprotocol", Value: p.Chromium.Subprotocol}))
		b.Put(`</p>`)
	} else {
		b.Put(`<dl class="gotwant">`)
		for _, e := range all {
			b.Put(`<dt>`)
			b.Text(e.name)
			b.Put(`</dt><dd`)
			b.Attr("data-browser", e.name)
			b.Attr("data-does", e.does.Outcome)
			b.Put(`>`)
			b.Text(m.say(predictionText(e.does), handshake.Arg{Name: "subprotocol", Value: e.does.Subprotocol}))
			if e.does.Extensions != "" {
				m.codeAfter(b, &tEngineExtensions, e.does.Extensions)
			}
			if e.does.Ends {
				text := &tEngineEnds
				switch e.does.Frame {
				case -1:
					text = &tEngineDrops
				case 1005:
					text = &tEngineEndsBare
				}
				b.Put(`. `)
				b.Text(m.say(text, handshake.Arg{Name: "code", Value: itoa(e.does.Code)}, handshake.Arg{Name: "frame", Value: itoa(e.does.Frame)}))
			}
			if e.does.Races {
				b.Put(`. `)
				b.Text(m.say(&tEngineRaces))
			}
			if e.does.Console != "" {
				b.Put(`<p>`)
				b.Text(m.say(&tEngineConsole) + " ")
				b.Put(`<code lang="en">`)
				b.Text(e.does.Console)
				b.Put(`</code></p>`)
			}
			b.Put(`</dd>`)
		}
		b.Put(`</dl>`)
	}
	b.Put(`<p class="meta">`)
	b.Text(m.say(&tBrowsersMeasured))
	b.Put(`</p></div>`)
}

// codeAfter puts a sentence that ends in what a browser says itself.
func (m *Model) codeAfter(b *html.Builder, text *handshake.Text, words string) {
	b.Put(`. `)
	b.Text(m.say(text) + " ")
	b.Put(`<code lang="en">`)
	b.Text(words)
	b.Put(`</code>`)
}

func predictionText(p *handshake.Prediction) *handshake.Text {
	switch p.Outcome {
	case "opens":
		if p.Subprotocol != "" {
			return &tEngineOpensAs
		}
		return &tEngineOpens
	case "fails":
		return &tEngineFails
	case "hangs":
		return &tEngineHangs
	}
	return &tEngineUnknown
}
