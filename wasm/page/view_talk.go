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
		state = m.say(&tFramesClosed, arg("code", itoa(c.Code)))
		if c.Reason != "" {
			state = m.say(&tFramesReason, arg("code", itoa(c.Code)), arg("reason", handshake.Show([]byte(c.Reason))))
		}
	}
	b.Wrap(``, state, `</p>`)
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
		b.Wrap(`<p class="hint">`, m.say(&tFramesMore, arg("n", itoa(more))), `</p>`)
	}
	b.Put(`<ol>`)
	now := m.current()
	for i := range list {
		f := &list[i]
		b.Put(`<li class="`)
		b.Pick(f.side == handshake.FromClient, "client", "server")
		b.Wrap(`"><span class="ms">`, milliseconds(f.at)+" ms", `</span><span aria-hidden="true">`)
		b.Pick(f.side == handshake.FromClient, "→", "←")
		b.Put(`</span> `)
		m.stepLink(&b, f.step, f.step == &m.Report.Steps[now], "flow-")
		heard(&b, m.say(actorText(f.step.Actor))+": ")
		b.Wrap(``, m.Lang.Say(f.step.Title), `</a> <code>`)
		b.Wrap(``, f.payload(), `</code></li>`)
	}
	b.Put(`</ol></div>`)
	return b.HTML()
}

// viewTalk is for saying something on the open connection.
func (m *Model) viewTalk() html.HTML {
	var b html.Builder
	c := &m.Live.Lab.Check
	if c.Open && c.Fetched {
		b.Put(`<div class="talk" data-part="talk"><div class="options">`)
		m.input(&b, "message", "talk-text", &tTalkMessage, "hello")
		m.button(&b, "talk-text", &tTalkText)
		m.button(&b, "talk-bytes", &tTalkBytes)
		m.button(&b, "talk-server", &tTalkServer)
		m.button(&b, "talk-ping", &tTalkPing)
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
	b.Wrap(`<p>`, m.say(&tNewerPage, arg("http", a.HTTP), arg("how", how)), `</p>`)
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
		b.Wrap(`<p>`, m.say(&tNewerConnect), `</p>`)
		return
	}
	b.Wrap(`<p data-part="h2">`, m.say(&tNewerUsed), `</p><div class="twins"><figure><figcaption>HTTP/2</figcaption><pre class="shell" translate="no">
`)
	b.Wrap(``, l.H2, `</pre></figure>`)
	if l.H1 != "" {
		b.Wrap(`<figure><figcaption>HTTP/1.1</figcaption><pre class="shell" translate="no">
`, l.H1, `</pre></figure>`)
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
	b.Wrap(`<p>`, m.say(&tProxyWhat), `</p>`)
	if l.ProxiesWhy.Text != nil {
		b.Wrap(`<p class="came bad">`, m.Lang.Say(l.ProxiesWhy), `</p>`)
	} else if l.Proxies == nil {
		b.Wrap(`<p class="hint">`, m.say(&tProxyFetching), `</p>`)
	}
	found := m.proxyFinding()
	if found != nil {
		b.Wrap(`<p class="proxy-hint">`, m.say(&tProxySuspect)+" "+m.Lang.Rule(found.Rule, handshake.RuleTitle, found.Args...), `</p>`)
	}
	for i := range l.Proxies {
		p := &l.Proxies[i]
		b.Put(`<details`)
		b.Flag("open", found != nil && i == 0)
		b.Attr("data-proxy", p.ID)
		b.Put(`><summary`)
		b.Attr("data-key", "proxy-"+p.ID)
		b.Wrap(`>`, p.Name, `</summary><div class="twins"><figure><figcaption>`)
		b.Wrap(``, m.say(&tProxyWrong), `</figcaption><pre class="shell" translate="no">
`)
		b.Wrap(``, p.Wrong, `</pre></figure><figure class="right"><figcaption>`)
		b.Wrap(``, m.say(&tProxyRight), `</figcaption><pre class="shell" translate="no">
`)
		b.Wrap(``, p.Right, `</pre></figure></div></details>`)
	}
}
