package page

import (
	"strconv"
	"strings"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

func (m *Model) viewHeader() html.HTML {
	var b html.Builder
	if m.Main {
		home := m.Base
		if m.Home != "en" {
			home += m.Home + "/"
		}
		if home == "" {
			home = "./"
		}
		b.Put(`<a class="brand"`)
		b.Link("href", home)
		b.Put(` data-key="brand"><b aria-hidden="true">101</b><span>`)
		b.Text(m.say(&tBrand))
		b.Put(`</span></a>`)
	}
	if m.Main {
		m.viewNav(&b)
	}
	if m.Screen == OnExchange {
		b.Put(`<div class="bench">`)
		m.viewPresets(&b)
		m.panelButton(&b, panelBreak, &tBreak)
		m.travelButton(&b, "undo", m.Undo, &tUndoWhat)
		m.travelButton(&b, "redo", m.Redo, &tRedoWhat)
		if m.changes() > 0 {
			m.sheetButton(&b, HistorySheet, nil)
		}
		b.Put(`</div>`)
	}
	b.Put(`<div class="tools">`)
	if m.Main {
		b.Put(`<button type="button" class="sign" data-do="big" data-key="big" translate="no"`)
		b.Attr("title", m.say(&tBig))
		b.Flag(`aria-pressed="true"`, m.Big)
		b.Flag(`aria-pressed="false"`, !m.Big)
		b.Put(`><span aria-hidden="true">Aa</span></button>`)
	}
	m.sheetButton(&b, HelpSheet, nil)
	m.viewLanguages(&b)
	if m.Main {
		m.trayButton(&b, "paste", &tPaste)
		m.trayButton(&b, "share", &tShare)
	}
	b.Put(`</div>`)
	return b.HTML()
}

// travelButton goes one step back or forth: a bent arrow, and a name that says to
// what. Its width is the same for every change, so that nothing beside it moves.
func (m *Model) travelButton(b *html.Builder, do string, steps []Snapshot, hint *handshake.Text) {
	n := len(steps)
	if n == 0 {
		return
	}
	what := m.sayf(hint, "what", m.Lang.Say(steps[n-1].What))
	b.Put(`<button type="button" class="sign"`)
	b.Attr("data-do", do)
	b.Attr("data-key", do)
	b.Attr("title", what)
	b.Put(`>`)
	sign(b, "M7 4 3 8l4 4M3 8h9a4.5 4.5 0 0 1 0 9H8")
	b.Put(`</button>`)
}

// sign is a small drawing in the place of a word, in lines of the word's colour.
func sign(b *html.Builder, path string) {
	b.Put(`<svg viewBox="0 0 20 20" aria-hidden="true"><path`)
	b.Attr("d", path)
	b.Put(`></path></svg>`)
}

// viewNav leads to the parts of the page. All are links, to be opened in a tab
// of their own or kept.
func (m *Model) viewNav(b *html.Builder) {
	b.Put(`<nav class="nav"`)
	b.Attr("aria-label", m.say(&tNav))
	b.Put(`>`)
	for _, s := range []struct {
		screen Screen
		label  *handshake.Text
	}{{OnExchange, &tNavExchange}, {OnCases, &tNavCases}, {OnRules, &tNavRules}, {OnReality, &tNavReality}} {
		name := s.screen.String()
		b.Put(`<a`)
		if s.screen == OnExchange {
			b.Put(` href="#"`)
			b.Attr("data-link", m.Step)
		} else {
			b.Link("href", "#"+name)
		}
		b.Put(` data-do="screen"`)
		b.Attr("data-arg", name)
		b.Attr("data-key", "nav-"+name)
		b.Flag(`aria-current="page"`, m.Screen == s.screen)
		b.Put(`>`)
		b.Text(m.say(s.label))
		b.Put(`</a>`)
	}
	b.Put(`</nav>`)
}

// viewPresets is a native select: it works by keyboard, by touch and with every
// screen reader, and is as long as the list will be.
func (m *Model) viewPresets(b *html.Builder) {
	b.Put(`<label class="presets"><span>`)
	b.Text(m.say(&tExample))
	b.Put(`</span><select data-change="preset" data-key="preset">`)
	client := ""
	if m.CaseWhole {
		client = m.Case.ID
	}
	if m.Preset == "" && !isClient(client) {
		b.Put(`<option value selected>`)
		if m.CaseWhole {
			b.Text(m.caseText(m.Case, "title"))
		} else {
			b.Text(m.say(&tExampleOwn))
		}
		b.Put(`</option>`)
	}
	for _, broken := range []bool{false, true} {
		label := &tExampleSound
		if broken {
			label = &tExampleBroken
		}
		b.Put(`<optgroup`)
		b.Attr("label", m.say(label))
		b.Put(`>`)
		for _, p := range handshake.Presets() {
			if p.Broken == broken {
				b.Put(`<option`)
				b.Attr("value", p.ID)
				b.Attr("data-preset", p.ID)
				b.Flag("selected", p.ID == m.Preset)
				b.Put(`>`)
				b.Text(m.Lang.Text(&p.Title))
				b.Put(`</option>`)
			}
		}
		b.Put(`</optgroup>`)
	}
	b.Put(`<optgroup`)
	b.Attr("label", m.say(&tPresetClients))
	b.Put(`>`)
	for i := range realClients {
		option(b, realClients[i][0], realClients[i][1], client)
	}
	b.Put(`</optgroup></select></label>`)
}

// viewLanguages is a link on the page's own element, so that it works without
// the program, and a button elsewhere.
func (m *Model) viewLanguages(b *html.Builder) {
	other, name, hint := "ja", "日本語", "日本語で読む"
	if m.LangCode == "ja" {
		other, name, hint = "en", "English", "Read in English"
	}
	if m.Main {
		href := m.Base + "ja/"
		if other == "en" {
			if href = m.Base; href == "" {
				href = "./"
			}
		}
		b.Put(`<a`)
		b.Link("href", href)
		b.Attr("hreflang", other)
	} else {
		b.Put(`<button type="button"`)
	}
	b.Put(` class="button" data-do="lang" data-key="lang"`)
	b.Attr("lang", other)
	b.Attr("title", hint)
	b.Attr("data-arg", other)
	b.Attr("data-lang", other)
	b.Put(`>`)
	b.Text(name)
	if m.Main {
		b.Put(`</a>`)
	} else {
		b.Put(`</button>`)
	}
}

func (m *Model) statusText() string {
	if m.Report.Verdict.Status == 0 {
		return m.say(&tNoStatus)
	}
	return strconv.Itoa(m.Report.Verdict.Status)
}

// viewVerdict stands first and cannot be overlooked: the status, what becomes of
// the connection in one sentence, why in a second, and the press that cures it.
func (m *Model) viewVerdict() html.HTML {
	var b html.Builder
	v := &m.Report.Verdict
	class := "verdict bad"
	switch v.Outcome {
	case handshake.Switches:
		class = "verdict good"
	case handshake.StaysHTTP:
		class = "verdict plain"
	}
	b.Put(`<div`)
	b.Attr("class", class)
	b.Put(` data-part="verdict"`)
	b.Attr("data-outcome", v.Outcome.String())
	b.Put(`><div class="status">`)
	if v.Status == 0 {
		b.Put(`<span aria-hidden="true">–</span>`)
		heard(&b, m.say(&tNoStatus))
	} else {
		b.Text(strconv.Itoa(v.Status))
	}
	b.Put(`</div><div class="words"><h1 id="verdict" tabindex="-1" data-rest>`)
	b.Text(m.Lang.Say(v.Summary))
	b.Put(`</h1>`)
	if detail := m.Lang.Say(v.Detail); detail != "" {
		b.Put(`<p>`)
		b.Text(detail)
		b.Put(`</p>`)
	}
	b.Put(`</div>`)
	m.viewVerdictActs(&b)
	b.Put(`</div>`)
	return b.HTML()
}

func (m *Model) viewVerdictActs(b *html.Builder) {
	c := m.Report.Verdict.Cause
	if c == nil || m.Report.Verdict.Outcome == handshake.Switches {
		return
	}
	b.Put(`<div class="acts">`)
	if i := m.stepIndex(c.Step); i >= 0 && i != m.current() {
		b.Put(`<button type="button" data-do="step"`)
		b.Attr("data-arg", c.Step)
		b.Put(` data-key="where">`)
		b.Text(m.say(&tShowWhere))
		b.Put(`</button>`)
	}
	if i := m.findingIndex(c); i >= 0 && c.Fix != nil {
		m.fixButton(b, c, i, "primary", "cause")
	}
	b.Put(`</div>`)
}

// fixButton applies the fix of the finding with the index in its side's list.
func (m *Model) fixButton(b *html.Builder, f *handshake.Finding, index int, class, where string) {
	label := &tFix
	switch {
	case f.Fix.Fresh:
		label = &tFixKey
	case strings.HasPrefix(f.Rule.ID, "ws.resp.accept.") && f.Fix.Replace != "":
		label = &tFixAccept
	}
	arg := f.Side.String() + "." + strconv.Itoa(index)
	b.Put(`<button type="button"`)
	b.Attr("class", class)
	b.Put(` data-do="fix"`)
	b.Attr("data-arg", arg)
	b.Attr("data-fix", f.Rule.ID)
	b.Attr("data-key", "fix-"+where+"-"+arg)
	b.Put(`>`)
	b.Text(m.say(label))
	b.Put(`</button>`)
}

// findingIndex finds a finding in its side's list.
func (m *Model) findingIndex(f *handshake.Finding) int {
	list := m.findings(f.Side)
	for i := range list {
		if list[i].Rule == f.Rule && list[i].Place == f.Place {
			return i
		}
	}
	return -1
}

// Title is the document's title in the language of the model.
func (m *Model) Title() string { return m.say(&tTitle) }
