package page

import (
	"handshake101/handshake"
	"handshake101/wasm/html"
)

// viewFrames is the connection as it stands, with its last frames. Each is a
// step, and its link leads to its bytes.
func (m *Model) viewFrames() html.HTML {
	var b html.Builder
	c := &m.Live.Lab.Check
	if !c.Opened || !c.Fetched {
		return b.HTML()
	}
	b.Put(`<div class="flowing" data-part="frames" data-state="`)
	b.Pick(c.Open, "open", "closed")
	b.Wrap(`"><h3>`, m.say(&tFrames), `</h3><p class="hint">`)
	state := m.say(&tFramesOpen)
	if !c.Open {
		state = m.sayf(&tFramesClosed, "code", itoa(c.Code))
		if c.Reason != "" {
			state = m.sayf(&tFramesReason, "code", itoa(c.Code), "reason", handshake.Show([]byte(c.Reason)))
		}
	}
	b.Wrap(``, state, ` `)
	asked, _ := c.crossed(handshake.FromClient, len(headOf(c.Request)))
	answered, _ := c.crossed(handshake.FromServer, len(headOf(c.Response)))
	b.Wrap(``, m.sayf(&tFramesHeads, "request", milliseconds(asked), "response", milliseconds(answered)), `</p>`)
	if !m.attached() {
		text := &tFramesApart
		if c.Full {
			text = &tFramesFull
		}
		b.Wrap(`<p>`, m.say(text)+" ", ``)
		m.button(&b, "lab-reload", &tFramesReload)
		b.Put(`</p></div>`)
		return b.HTML()
	}
	list, more := m.frames()
	if more > 0 {
		b.Wrap(`<p class="hint">`, m.sayf(&tFramesMore, "n", itoa(more)), `</p>`)
	}
	b.Put(`<ol>`)
	now := &m.Report.Steps[m.current()]
	for i := range list {
		f := &list[i]
		b.Put(`<li class="`)
		b.Pick(f.side == handshake.FromClient, "client", "server")
		b.Wrap(`"><span class="ms">`, milliseconds(f.at), ` ms</span><span aria-hidden="true">`)
		b.Pick(f.side == handshake.FromClient, "→", "←")
		b.Put(`</span> <a href="#" data-do="step"`)
		b.Attr("data-arg", f.step.ID)
		b.Attr("data-link", f.step.ID)
		b.Attr("data-key", "flow-"+f.step.ID)
		b.Flag(`aria-current="true"`, f.step == now)
		b.Put(`>`)
		heard(&b, m.say(actorText(f.step.Actor))+": ")
		b.Wrap(``, m.Lang.Say(f.step.Title), `</a> <code>`)
		b.Wrap(``, f.payload(), `</code></li>`)
	}
	b.Put(`</ol></div>`)
	return b.HTML()
}

var talkWords = wordList{{"talk-text", &tTalkText}, {"talk-bytes", &tTalkBytes}, {"talk-server", &tTalkServer}, {"talk-ping", &tTalkPing}}

// viewTalk is for saying something on the open connection.
func (m *Model) viewTalk() html.HTML {
	var b html.Builder
	c := &m.Live.Lab.Check
	if c.Open && c.Fetched {
		b.Put(`<div class="talk" data-part="talk"><div class="options">`)
		m.input(&b, "message", "talk-text", &tTalkMessage, "hello")
		for i := range talkWords {
			m.button(&b, talkWords[i].word, talkWords[i].text)
		}
		b.Put(`</div><div class="options">`)
		m.input(&b, "code", "talk-close", &tTalkCodeLabel, "1000")
		m.input(&b, "reason", "talk-close", &tTalkReason, "")
		m.button(&b, "talk-close", &tTalkClose)
		m.button(&b, "talk-end", &tTalkEnd)
		b.Put(`</div></div>`)
	}
	if s := m.Live.Lab.Said; s.Text != nil {
		b.Wrap(`<p class="came bad" role="status" data-part="said">`, m.Lang.Say(s), `</p>`)
	}
	return b.HTML()
}

// viewNewer is TLS and HTTP/2.
func (m *Model) viewNewer(b *html.Builder) {
	l := &m.Live.Lab
	a := &l.About
	how := m.say(&tNewerPlain)
	if a.TLS != "" {
		how = a.TLS
	}
	b.Wrap(`<p>`, m.sayf(&tNewerPage, "http", a.HTTP, "how", how), `</p>`)
	if a.Secure == 0 {
		b.Wrap(`<p>`, m.say(&tNewerNone), `</p><pre class="shell" translate="no">
make run ARGS="-tls"</pre>`)
		return
	}
	if a.TLS == "" {
		b.Wrap(`<p>`, m.say(&tNewerOpen), `</p><p><a class="button" data-key="secure" target="_blank" rel="noreferrer"`)
		b.Link("href", m.elsewhere(a.Secure)+"#"+m.Link())
		b.Wrap(`>`, m.say(&tNewerLink), `</a></p><p class="hint">`)
		b.Wrap(``, m.say(&tNewerCertificate), `</p>`)
		return
	}
	if l.H2 == "" {
		text := &tNewerConnect
		if l.H1 != "" {
			text = &tNewerOld
		}
		b.Wrap(`<p>`, m.say(text), `</p>`)
		return
	}
	b.Wrap(`<p data-part="h2">`, m.say(&tNewerUsed), `</p><div class="twins">`)
	viewFigure(b, "HTTP/2", l.H2)
	if l.H1 != "" {
		viewFigure(b, "HTTP/1.1", l.H1)
	}
	b.Put(`</div>`)
	if l.H1 == "" && m.twinAddress() != "" {
		m.actButton(b, "lab-twin", &tNewerTwin)
	}
}

// viewProxies shows the configurations; the one that a finding points at stands
// open.
func (m *Model) viewProxies(b *html.Builder) {
	l := &m.Live.Lab
	m.viewSendThrough(b)
	b.Wrap(`<h3>`, m.say(&tProxyExamples), `</h3><p>`)
	b.Wrap(``, m.say(&tProxyWhat), `</p>`)
	if l.ProxiesWhy.Text != nil {
		b.Wrap(`<p class="came bad">`, m.Lang.Say(l.ProxiesWhy), `</p>`)
	} else if l.Proxies == nil {
		b.Wrap(`<p class="hint">`, m.say(&tProxyFetching), `</p>`)
	}
	found := m.proxyFinding()
	if found != nil {
		b.Wrap(`<p class="proxy-hint">`, m.say(&tProxySuspect)+" "+m.Lang.Rule(found.Rule, handshake.RuleTitle, found.Args...), `</p>`)
	}
	program := m.proxyProgram()
	for i := range l.Proxies {
		p := &l.Proxies[i]
		b.Put(`<details`)
		b.Flag("open", found != nil && l.Check.Kind != "through" && (program == p.Get("id").Text || program == "" && i == 0))
		b.Put(`><summary`)
		b.Attr("data-key", "proxy-"+p.Get("id").Text)
		b.Wrap(`>`, p.Get("name").Text, `</summary><div class="twins">`)
		viewFigure(b, m.say(&tProxyWrong), p.Get("wrong").Text)
		viewFigure(b, m.say(&tProxyRight), p.Get("right").Text)
		b.Put(`</div>`)
		m.copyButton(b, p.Get("id").Text, "copy-")
		b.Put(`</details>`)
	}
}

// copyButton copies the configuration that works.
func (m *Model) copyButton(b *html.Builder, program, key string) {
	b.Put(`<button type="button" data-do="lab-copy"`)
	b.Attr("data-arg", program)
	b.Attr("data-key", key+program)
	b.Wrap(`>`, m.say(&tProxyCopy), `</button>`)
}

// viewFigure is a text as it stands, with a title.
func viewFigure(b *html.Builder, title, text string) {
	b.Wrap(`<figure><figcaption>`, title, `</figcaption><pre class="shell" translate="no">
`)
	b.Wrap(``, text, `</pre></figure>`)
}
