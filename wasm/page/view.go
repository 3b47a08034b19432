package page

import (
	"handshake101/handshake"
	"handshake101/wasm/html"
)

// The view is a row of regions. The glue puts a region's HTML in its place when
// it differs from what stands there, and touches nothing else; what a person
// holds (the text areas) is outside of all regions.
//
// Attributes that begin with data- are the page's language: data-do (a click),
// data-change (a choice) and data-editor (typing) name the message, data-arg
// says which one; data-key gives the focus its place back; data-rest takes the
// focus when the key is gone. Tests and style read data-part, -outcome, -state.

// Region is one part of the page that is replaced as a whole.
type Region struct {
	Name string
	HTML html.HTML
}

// View writes the model.
func View(m *Model) []Region {
	always := []Region{{"notice", m.viewNotice()}, {"header", m.viewHeader()}, {"say", m.viewSay()}, {"help", m.viewSheet(true)}, {"tray", m.viewTray()}}
	if m.Main {
		always = append(always, m.viewCollectionHead(OnCases, &tCases, &tCasesLead, &tCasesSearch),
			m.viewCollectionHead(OnRules, &tRules, &tRulesLead, &tRulesSearch),
			m.viewCollectionHead(OnReality, &tReality, &tRealityLead, &tRealitySearch))
	}
	switch m.Screen { // what is not seen is left as it stands
	case OnCases:
		return append(always, m.viewCases()...)
	case OnRules:
		return append(always, m.viewRules()...)
	case OnReality:
		return append(always, m.viewReality()...)
	}
	return append(always, m.viewExchange()...)
}

func (m *Model) viewExchange() []Region {
	return append(m.viewPanels(), []Region{
		{"verdict", m.viewVerdict()},
		{"case", m.viewCase()},
		{"sheet", m.viewSheet(false)},
		{"steps", m.viewSteps()},
		{"request-head", m.viewEditorHead(handshake.FromClient)},
		{"request-text", m.viewWire(handshake.FromClient)},
		{"request-hex", m.viewHex(handshake.FromClient)},
		{"request-note", m.viewExplanation(handshake.FromClient)},
		{"response-head", m.viewEditorHead(handshake.FromServer)},
		{"response-text", m.viewWire(handshake.FromServer)},
		{"response-hex", m.viewHex(handshake.FromServer)},
		{"response-note", m.viewExplanation(handshake.FromServer)},
		{"step", m.viewStep()},
		{"compare", m.viewCompare()},
		{"live", m.viewLive()},
		{"lab", m.viewLab()},
		{"came", m.viewCame()},
		{"frames", m.viewFrames()},
		{"talk", m.viewTalk()},
		{"compared", m.viewCompared()},
	}...)
}

// Paint writes the whole page: the frame that stays, with the regions in it.
func Paint(m *Model) html.HTML {
	regions := View(m)
	if m.Screen != OnExchange {
		regions = append(regions, m.viewExchange()...)
	}
	var b html.Builder
	put := func(name string) {
		for _, r := range regions {
			if r.Name == name {
				b.Add(r.HTML)
			}
		}
	}
	b.Put(`<div class="page" data-frame`)
	b.Attr("data-base", m.Base)
	b.Attr("lang", m.Lang.Tag())
	b.Put(`><div class="say" data-region="say" role="status" aria-live="polite">`)
	put("say")
	b.Put(`</div><div class="notices" data-region="notice">`)
	put("notice")
	b.Put(`</div><header class="top" data-region="header">`)
	put("header")
	b.Put(`</header><div data-region="help">`)
	put("help")
	b.Put(`</div><div class="tray" id="tray" data-region="tray">`)
	put("tray")
	b.Put(`</div><main class="main" data-screen="exchange"`)
	b.Flag("hidden", m.Screen != OnExchange)
	b.Put(`><section class="verdict-place" data-region="verdict" aria-labelledby="verdict">`)
	put("verdict")
	b.Put(`</section><div class="break-place">`)
	paintPanel(&b, panelBreak, put)
	b.Put(`</div><div class="case-place" data-region="case">`)
	put("case")
	b.Put(`</div><div class="sheet-place" data-region="sheet">`)
	put("sheet")
	b.Put(`</div><section class="flow-place" data-region="steps" aria-labelledby="steps">`)
	put("steps")
	b.Put(`</section><div class="wire-place">`)
	for _, side := range []handshake.Side{handshake.FromClient, handshake.FromServer} {
		m.paintEditor(&b, side, put)
	}
	b.Put(`</div><section class="why" data-region="step" data-part="explain" aria-labelledby="step">`)
	put("step")
	b.Put(`</section><section class="compare" data-region="compare" aria-labelledby="compare">`)
	put("compare")
	b.Put(`</section><section class="live" aria-labelledby="live">`)
	m.paintLive(&b, put)
	b.Put(`</section></main>`)
	if m.Main {
		m.paintScreen(&b, OnCases, put)
		m.paintScreen(&b, OnRules, put)
		m.paintScreen(&b, OnReality, put)
	}
	b.Put(`<section class="handout" data-region="handout" data-screen="exchange" aria-labelledby="handout"`)
	b.Flag("hidden", m.Screen != OnExchange)
	b.Put(`>`)
	b.Add(Handout(m))
	b.Put(`</section></div>`)
	return b.HTML()
}

// viewNotice has two parts: the model's notice, and those that the host shows
// when the program has stopped or has not begun, and can write none itself.
func (m *Model) viewNotice() html.HTML {
	var b html.Builder
	if m.Notice.Text.Text != nil {
		b.Put(`<p class="`)
		b.Pick(m.Notice.Bad, "notice bad", "notice")
		b.Put(`" data-part="notice"><span>`)
		b.Text(m.Lang.Say(m.Notice.Text))
		b.Put(`</span><button type="button" data-do="dismiss" data-key="dismiss">`)
		b.Text(m.say(&tDismiss))
		b.Put(`</button></p>`)
	}
	for i := range stoppedTexts {
		b.Put(`<p class="notice bad" role="alert" hidden`)
		b.Attr("data-stopped", stoppedTexts[i].word)
		b.Wrap(`><span>`, m.say(stoppedTexts[i].text), ` <code translate="no" lang="en" data-why></code></span><button type="button" data-restart>`)
		b.Wrap(``, m.say(&tRestart), `</button></p>`)
	}
	return b.HTML()
}

// viewSay is what a screen reader announces: the verdict when it changes. To the
// eye it shows while the verdict itself is scrolled away.
func (m *Model) viewSay() html.HTML {
	var b html.Builder
	b.Wrap(`<p class="said">`, m.say(&tSayFixed, handshake.Arg{Name: "status", Value: m.statusText()},
		handshake.Arg{Name: "verdict", Value: m.Lang.Say(m.Report.Verdict.Summary)}), `</p>`)
	if s := m.sayHex(); s != "" {
		b.Wrap(`<p>`, s, `</p>`)
	}
	if s := m.sayCompare(); s != "" {
		b.Wrap(`<p>`, s, `</p>`)
	}
	if m.Notice.Text.Text != nil {
		b.Put(`<p>`)
		b.Text(m.Lang.Say(m.Notice.Text))
		b.Put(`</p>`)
	}
	return b.HTML()
}

// heard writes words for screen readers alone.
func heard(b *html.Builder, text string) {
	b.Put(`<span class="unseen">`)
	b.Text(text)
	b.Put(`</span>`)
}
