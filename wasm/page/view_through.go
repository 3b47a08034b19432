package page

import (
	"handshake101/handshake"
	"handshake101/wasm/html"
)

// viewSendThrough is the part of the proxy's tool that sends.
func (m *Model) viewSendThrough(b *html.Builder) {
	l := &m.Live.Lab
	b.Wrap(`<h3>`, m.say(&tThroughTitle), `</h3><p>`)
	if len(l.About.Targets) == 0 {
		b.Wrap(``, m.sayf(&tThroughHow, "host", m.Live.Host), `</p><pre class="shell" translate="no">
make run ARGS="-target localhost:8080"</pre>`)
		return
	}
	b.Wrap(``, m.say(&tThroughWhat), `</p><div class="options"><label>`)
	b.Wrap(``, m.say(&tSendTarget), ` <select data-change="lab-target" data-key="lab-through-target">`)
	for _, t := range l.About.Targets {
		option(b, t, t, l.Target)
	}
	b.Put(`</select></label>`)
	m.toggle(b, "lab-tls", &tSendTLS, l.TLS)
	b.Put(`</div>`)
	m.actButton(b, "lab-through", &tThroughNow)
}

var markWords = wordList{{"same", &tMarkSame}, {"changed", &tMarkChanged}, {"removed", &tMarkRemoved}, {"added", &tMarkAdded}}

// viewThrough sets both ends of the proxy side by side, and what cures it.
func (m *Model) viewThrough(b *html.Builder) {
	c := &m.Live.Lab.Check
	f := &c.Front
	if f.Arrived {
		m.viewPassages(b, "request", &tThroughRequest, &tThroughSent, &tThroughArrived, passages(f.Request, c.Request, handshake.FromClient))
		m.viewPassages(b, "response", &tThroughResponse, &tThroughSaid, &tThroughBack, passages(c.Response, f.Response, handshake.FromServer))
	}
	if m.Live.State == LiveDone || !f.Arrived {
		return
	}
	program := m.proxyProgram()
	for i := range m.Live.Lab.Proxies {
		if p := &m.Live.Lab.Proxies[i]; p.Get("id").Text == program {
			b.Put(`<div data-part="cure">`)
			viewFigure(b, m.sayf(&tThroughCure, "program", p.Get("name").Text), p.Get("right").Text)
			m.copyButton(b, program, "cure-")
			b.Put(`</div>`)
		}
	}
}

func (m *Model) viewPassages(b *html.Builder, side string, title, left, right *handshake.Text, list []passage) {
	target := m.Live.Lab.Check.Front.Target
	b.Wrap(`<h3>`, m.say(title), `</h3>`)
	same := true
	for i := range list {
		same = same && list[i].mark == "same"
	}
	if same {
		m.viewSame(b, &tThroughNothing)
		return
	}
	b.Put(`<table class="through"`)
	b.Attr("data-through", side)
	b.Attr("aria-label", m.say(title))
	b.Wrap(`><thead><tr><td></td><th scope="col">`, m.sayf(left, "target", target), `</th><th scope="col">`)
	b.Wrap(``, m.sayf(right, "target", target), `</th></tr></thead><tbody>`)
	for i := range list {
		x := &list[i]
		b.Put(`<tr`)
		b.Attr("class", x.mark)
		b.Wrap(`><td class="mark">`, m.say(markWords.find(x.mark)), `</td><td>`)
		viewEnd(b, x.before)
		b.Put(`</td><td>`)
		viewEnd(b, x.after)
		if x.mark != "same" && x.why != nil {
			b.Wrap(`<p class="hint">`, m.say(x.why), `</p>`)
		}
		b.Put(`</td></tr>`)
	}
	b.Put(`</tbody></table>`)
}

// viewEnd is a line at one end of the proxy, if it is there.
func viewEnd(b *html.Builder, line string) {
	if line != "" {
		b.Wrap(`<code>`, line, `</code>`)
	}
}
