package page

import (
	"strings"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// paintLive gives the parts of the live lab their places: the bar, the tool that
// is open, what came of the last check, the connection that stands, and what is
// held against what. They are regions of their own, so that a frame that arrives
// disturbs nobody who types the next.
func (m *Model) paintLive(b *html.Builder, put func(string)) {
	for _, name := range []string{"live", "lab", "came", "frames", "talk", "compared"} {
		b.Put(`<div`)
		b.Attr("data-region", name)
		b.Flag(`role="status"`, name == "came")
		b.Put(`>`)
		put(name)
		b.Put(`</div>`)
	}
}

// viewLive is the bar at the foot. Without a dev server it holds no button that
// could not work, but says how to get one.
func (m *Model) viewLive() html.HTML {
	var b html.Builder
	l := &m.Live
	b.Put(`<div class="live-bar" data-part="live"`)
	b.Attr("data-state", liveStates[l.State])
	b.Put(`><h2 id="live">`)
	b.Text(m.say(&tLive))
	b.Put(`</h2>`)
	switch l.State {
	case LiveLooking:
		b.Put(`<p class="hint">`)
		b.Text(m.say(&tLiveLooking))
		b.Put(`</p>`)
	case LiveAbsent:
		b.Put(`<div class="how"><p>`)
		if l.Why != "" {
			b.Text(m.sayf(&tLiveCut, "why", l.Why))
		} else {
			b.Text(m.say(&tLiveNone))
		}
		b.Put(`</p><pre class="shell" translate="no">
git clone … handshake-101
cd handshake-101
make run</pre><p>`)
		b.Text(m.say(&tLiveThen) + " ")
		b.Put(`<button type="button" data-do="probe" data-key="probe">`)
		b.Text(m.say(&tLiveAgain))
		b.Put(`</button></p></div>`)
	default:
		running := l.State == LiveRunning
		b.Put(`<button type="button" data-do="live" data-live="echo" data-key="live"`)
		b.Flag(`aria-disabled="true"`, running)
		b.Wrap(`>`, m.say(&tLiveConnect), `</button>`)
		m.toolButton(&b, "send", &tSend)
		m.toolButton(&b, "answer", &tAnswer)
		m.toolButton(&b, "newer", &tNewer)
		m.toolButton(&b, "proxy", &tProxy)
		if len(l.Lab.About.LAN) > 0 {
			m.toolButton(&b, "room", &tRoom)
		}
		hint := m.say(&tLiveHint)
		if list := m.subprotocols(); len(list) > 0 {
			hint = m.say(&tLiveOffers, handshake.Arg{Name: "list", Value: handshake.Show([]byte(strings.Join(list, ", ")))})
		}
		if running {
			hint = m.say(&tLiveRunning)
		}
		if running || l.Lab.Tool == "" {
			b.Wrap(`<p class="hint">`, hint, `</p>`)
		}
		b.Wrap(`<p class="host">`, m.say(&tLiveWhere, handshake.Arg{Name: "host", Value: l.Host}), `</p>`)
	}
	b.Put(`</div>`)
	if f := m.proxyFinding(); f != nil && l.State >= LiveIdle && l.Lab.Tool != "proxy" {
		b.Wrap(`<p class="proxy-hint">`, m.say(&tProxySuspect)+" "+m.Lang.Rule(f.Rule, handshake.RuleTitle, f.Args...)+" ", `<button type="button" data-do="tool" data-arg="proxy" data-key="cure-proxy">`)
		b.Wrap(``, m.say(&tProxyCure), `</button></p>`)
	}
	return b.HTML()
}

// toolButton opens and closes a tool.
func (m *Model) toolButton(b *html.Builder, tool string, label *handshake.Text) {
	b.Put(`<button type="button" class="tool" data-do="tool"`)
	b.Attr("data-arg", tool)
	b.Attr("data-key", "tool-"+tool)
	on := m.Live.Lab.Tool == tool
	b.Flag(`aria-expanded="true"`, on)
	b.Flag(`aria-expanded="false"`, !on)
	b.Wrap(`>`, m.say(label), `</button>`)
}

// viewCame says what came of the check.
func (m *Model) viewCame() html.HTML {
	var b html.Builder
	if l := &m.Live; l.Result.Text != nil {
		b.Put(`<p class="`)
		b.Pick(l.State == LiveDone, "came good", "came bad")
		b.Wrap(`" data-part="live-result">`, m.Lang.Say(l.Result), `</p>`)
	}
	return b.HTML()
}

// viewCompared holds what came against what was predicted.
func (m *Model) viewCompared() html.HTML {
	var b html.Builder
	l := &m.Live
	c := &l.Lab.Check
	if l.State < LiveDone {
		return b.HTML()
	}
	if c.Kind == "answer" && (c.Opened || c.Closed || c.Hung) {
		m.viewBrowser(&b)
	}
	if c.Kind == "through" && len(c.Front.Request) > 0 {
		m.viewThrough(&b)
	}
	if l.HasRecording {
		if c.Kind != "send" {
			m.viewDifferences(&b, "request", &tDiffRequest, &tDiffSame, l.Request)
		}
		same := &tDiffPredicted
		if c.Waited {
			same = &tBrowserAsPredicted
		}
		m.viewDifferences(&b, "response", &tDiffResponse, same, l.Response)
	}
	if len(c.Events) > 0 || len(c.Chunks) > 0 && !c.Opened {
		m.viewEvents(&b)
	}
	return b.HTML()
}

func (m *Model) viewDifferences(b *html.Builder, side string, title, same *handshake.Text, list []Difference) {
	b.Put(`<div class="differences"`)
	b.Attr("data-compared", side)
	b.Put(`><h3>`)
	b.Text(m.say(title))
	b.Put(`</h3>`)
	if len(list) == 0 {
		m.viewSame(b, same)
	} else {
		n := 0
		for i := range list {
			if list[i].idle() {
				n++
			}
		}
		if n < len(list) {
			m.viewDifferenceList(b, side, list, false)
		}
		if n > 0 {
			b.Put(`<details><summary`)
			b.Attr("data-key", "idle-"+side)
			b.Wrap(`>`, m.say(&tDiffItself, numeral("n", n)), `</summary>`)
			m.viewDifferenceList(b, side, list, true)
			b.Put(`</details>`)
		}
	}
	b.Put(`</div>`)
}

// viewDifferenceList writes the differences that matter, or the idle ones.
func (m *Model) viewDifferenceList(b *html.Builder, side string, list []Difference, idle bool) {
	b.Put(`<ul>`)
	for i := range list {
		if list[i].idle() == idle {
			m.viewDifference(b, side, &list[i])
		}
	}
	b.Put(`</ul>`)
}

func (m *Model) viewSame(b *html.Builder, same *handshake.Text) {
	b.Wrap(`<p class="same"><span aria-hidden="true">✓</span> `, m.say(same), `</p>`)
}

func (m *Model) viewDifference(b *html.Builder, side string, d *Difference) {
	name := d.Field
	switch {
	case d.Kind == "order":
		name = m.say(&tDiffOrder)
	case d.Kind == "bytes":
		name = m.say(&tDiffBytes)
	case name == "":
		name = m.say(&tDiffFirst)
	}
	b.Put(`<li`)
	b.Attr("class", d.Kind)
	b.Attr("data-difference", side)
	b.Attr("data-field", d.Field)
	b.Attr("data-kind", d.Kind)
	b.Put(`><p><strong>`)
	b.Text(name)
	b.Put(`</strong>`)
	b.Text(" " + m.say(d.Why))
	b.Put(`</p>`)
	if d.Page != "" || d.Real != "" {
		b.Put(`<dl class="gotwant">`)
		m.viewDiffValue(b, &tDiffPage, d.Page)
		m.viewDiffValue(b, &tDiffReal, d.Real)
		b.Put(`</dl>`)
	}
	b.Put(`</li>`)
}

func (m *Model) viewDiffValue(b *html.Builder, label *handshake.Text, value string) {
	b.Wrap(`<dt>`, m.say(label), `</dt><dd>`)
	if value == "" {
		b.Wrap(`<span class="hint">`, m.say(&tDiffAbsent), `</span>`)
	} else {
		b.Wrap(`<code>`, value, `</code>`)
	}
	b.Put(`</dd>`)
}
