package page

import (
	"strings"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

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
		b.Text(m.say(&tLiveNone))
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
		b.Put(`>`)
		b.Text(m.say(&tLiveConnect))
		b.Put(`</button>`)
		hint := m.say(&tLiveHint)
		if list := m.subprotocols(); len(list) > 0 {
			hint = m.say(&tLiveOffers, handshake.Arg{Name: "list", Value: handshake.Show([]byte(strings.Join(list, ", ")))})
		}
		if running {
			hint = m.say(&tLiveRunning)
		}
		b.Put(`<p class="hint">`)
		b.Text(hint)
		b.Put(`</p><p class="host">`)
		b.Text(m.say(&tLiveWhere, handshake.Arg{Name: "host", Value: l.Host}))
		b.Put(`</p>`)
	}
	b.Put(`</div>`)
	if l.Result.Text != nil {
		b.Put(`<div class="result"><p class="`)
		b.Pick(l.State == LiveDone, "came good", "came bad")
		b.Put(`" role="status" data-part="live-result">`)
		b.Text(m.Lang.Say(l.Result))
		b.Put(`</p>`)
		if l.HasRecording {
			m.viewDifferences(&b, "request", &tDiffRequest, &tDiffSame, l.Request)
			m.viewDifferences(&b, "response", &tDiffResponse, &tDiffPredicted, l.Response)
		}
		b.Put(`</div>`)
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
		b.Put(`<p class="same"><span aria-hidden="true">✓</span>`)
		b.Text(" " + m.say(same))
		b.Put(`</p>`)
	} else {
		b.Put(`<ul>`)
		for i := range list {
			m.viewDifference(b, side, &list[i])
		}
		b.Put(`</ul>`)
	}
	b.Put(`</div>`)
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
	b.Put(`<dt>`)
	b.Text(m.say(label))
	b.Put(`</dt><dd>`)
	if value == "" {
		b.Put(`<span class="hint">`)
		b.Text(m.say(&tDiffAbsent))
		b.Put(`</span>`)
	} else {
		b.Put(`<code>`)
		b.Text(value)
		b.Put(`</code>`)
	}
	b.Put(`</dd>`)
}
