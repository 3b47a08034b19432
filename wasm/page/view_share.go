package page

import (
	"strconv"
	"strings"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// viewTray writes what lies open below the header. It pushes the page down and
// covers nothing.
func (m *Model) viewTray() html.HTML {
	var b html.Builder
	t := &m.Tray
	if t.Format != nil && t.Open == "" {
		b.Put(`<p class="notice" data-part="pasted"><span role="status">`)
		b.Text(m.say(&tLooksLike, handshake.Arg{Name: "format", Value: m.say(&t.Format.Name)}))
		b.Put(`</span><button type="button" class="primary" data-do="take-pasted" data-key="take-pasted">`)
		if t.Format.ID == "words" {
			b.Text(m.say(&tLookUp))
		} else {
			b.Text(m.say(&tTake))
		}
		b.Wrap(`</button><button type="button" data-do="leave-pasted" data-key="leave-pasted">`, m.say(&tLeave), `</button></p>`)
	}
	if t.Open == "" {
		return b.HTML()
	}
	b.Put(`<div class="tray-body" data-key="tray" data-part="tray"`)
	b.Attr("data-tray", t.Open)
	b.Put(`>`)
	switch t.Open {
	case "share":
		m.viewShare(&b)
	case "paste":
		m.viewPaste(&b)
	default:
		m.viewTaken(&b)
	}
	if t.Why.Text != nil {
		b.Wrap(`<p class="tray-why" role="status">`, m.Lang.Say(t.Why), `</p>`)
	}
	b.Put(`<button type="button" class="tray-close" data-do="tray" data-arg="" data-key="tray-close">`)
	b.Text(m.say(&tDismiss))
	b.Put(`</button></div>`)
	return b.HTML()
}

// trayButton opens or closes the tray.
func (m *Model) trayButton(b *html.Builder, name string, label *handshake.Text) {
	b.Put(`<button type="button" data-do="tray"`)
	b.Attr("data-arg", name)
	b.Attr("data-key", "tray-"+name)
	b.Attr("aria-expanded", strconv.FormatBool(m.Tray.Open == name))
	b.Wrap(` aria-controls="tray">`, m.say(label), `</button>`)
}

var exportGroups = [...]*handshake.Text{&tExportMessage, &tExportCommand, &tExportClient, &tExportServer, &tExportProxy}

// exportNames are the names of forms that are words and not programs.
var exportNames = map[string]*handshake.Text{"request": &tExportRequest, "response": &tExportResponse, "case": &tExportCase}

func (m *Model) viewShare(b *html.Builder) {
	ex, secrets := m.shared()
	t := &m.Tray
	b.Wrap(`<h2 tabindex="-1" data-rest>`, m.say(&tShare), `</h2><div class="tray-row"><button type="button" class="primary" data-do="share" data-key="share">`)
	b.Text(m.say(&tCopyLink))
	b.Put(`</button><p>`)
	n := len(m.Link())
	if size := numeral("n", n); n > 0 {
		b.Text(m.say(&tLinkHolds, size))
	} else {
		b.Text(m.say(&tLinkBare))
	}
	if n > 2000 {
		b.Text(" " + m.say(&tLinkLong))
	}
	b.Put(`</p></div>`)
	if len(secrets) > 0 {
		names := ""
		for i, s := range secrets {
			if name := s.Name; !strings.Contains(", "+names+",", ", "+name+",") {
				if i > 0 {
					names += ", "
				}
				names += name
			}
		}
		text := &tMasked
		if t.Secrets {
			text = &tNotMasked
		}
		b.Wrap(`<div class="tray-row tray-secrets" data-part="secrets"><button type="button" data-do="secrets" data-key="secrets">`, m.say(&tIncludeLabel[btoi(t.Secrets)]), `</button><p>`)
		b.Wrap("", m.say(text, handshake.Arg{Name: "names", Value: names}), `</p></div>`)
	}
	b.Wrap(`<div class="tray-row"><label class="tray-form"><span>`, m.say(&tCopyAs), `</span><select data-change="export" data-key="export">`)
	group := -1
	all := handshake.Exports()
	option := func(id, name string) {
		b.Put(`<option`)
		b.Attr("value", id)
		b.Flag("selected", id == t.Form)
		b.Wrap(`>`, name, `</option>`)
	}
	for i := range all {
		e := &all[i]
		if !e.Fits(ex) {
			continue
		}
		if g := int(e.Group); g != group {
			if group >= 0 {
				b.Put(`</optgroup>`)
			}
			group = g
			b.Put(`<optgroup`)
			b.Attr("label", m.say(exportGroups[g]))
			b.Put(`>`)
		}
		name := e.Name
		if text := exportNames[e.ID]; text != nil {
			name = m.say(text)
		}
		option(e.ID, name)
	}
	if group >= 0 {
		b.Put(`</optgroup>`)
	}
	b.Put(`<optgroup`)
	b.Attr("label", m.say(&tExportDocument))
	b.Put(`>`)
	for _, d := range documents {
		option(d.id, d.name)
	}
	file, text := m.export()
	b.Wrap(`</optgroup></select></label><button type="button" data-do="copy-export" data-key="copy-export">`, m.say(&tCopy), `</button>`)
	b.Wrap(`<button type="button" data-do="save-export" data-key="save-export">`, m.say(&tSaveAs, handshake.Arg{Name: "file", Value: file}), `</button></div>`)
	if !asText(text) {
		b.Wrap(`<p class="tray-why">`, m.say(&tNotText), `</p>`)
	}
	b.Put(`<pre class="tray-text" tabindex="0" role="region" data-key="export-text" translate="no"`)
	b.Attr("aria-label", file)
	b.Put(">\n")
	if group < 0 || !asText(text) {
		text = handshake.ShowLines([]byte(text))
	}
	b.Wrap("", strings.ReplaceAll(text, "\r\n", "\n"), `</pre>`)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (m *Model) viewPaste(b *html.Builder) {
	t := &m.Tray
	b.Wrap(`<h2 tabindex="-1" data-rest id="paste-head">`, m.say(&tPasteHead), `</h2><p id="paste-hint">`)
	b.Wrap("", m.say(&tPasteHint), `</p><textarea class="tray-paste" rows="6" aria-labelledby="paste-head" aria-describedby="paste-hint" data-field="paste" data-key="paste" spellcheck="false" autocapitalize="off" autocomplete="off" translate="no">`)
	b.Put(`</textarea><div class="tray-row"><label class="button tray-file">`)
	b.Text(m.say(&tOpenFile))
	b.Put(`<input type="file" class="unseen" data-file data-key="file"></label><p>`)
	if t.Opened != "" {
		b.Text(m.say(&tFileOpened, handshake.Arg{Name: "file", Value: t.Opened}, numeral("bytes", len(t.Text))) + " ")
	}
	b.Wrap("", m.say(&tDropHint), `</p></div>`)
	if strings.TrimSpace(t.Text) == "" {
		return
	}
	b.Put(`<div class="tray-result" data-part="import"`)
	im := t.Import
	if im == nil {
		b.Put(` data-format="">`)
		b.Wrap(`<p role="status">`, m.say(&tUnknownForm, handshake.Arg{Name: "line", Value: beginning(t.Text)}), `</p>`)
		if len(t.Text) < 2000 { // whatever it is, somebody may have said it
			b.Wrap(`<div class="tray-row"><button type="button" data-do="look-up" data-key="look-up">`, m.say(&tLookUp), `</button></div>`)
		}
		m.takeAsButtons(b)
		b.Put(`</div>`)
		return
	}
	b.Attr("data-format", im.Format.ID)
	b.Put(`><p role="status"><strong>`)
	b.Wrap("", m.say(&tThisIs, handshake.Arg{Name: "format", Value: m.say(&im.Format.Name)}), `</strong> `)
	if len(im.All) > 0 {
		m.viewFound(b)
	}
	b.Put(`</p>`)
	if len(im.All) > 1 {
		b.Wrap(`<label class="tray-form"><span>`, m.say(&tWhichOne, numeral("n", len(im.All))), `</span><select data-change="pick" data-key="pick">`)
		for i := range im.All {
			if i == 200 {
				break
			}
			b.Put(`<option`)
			b.Attr("value", strconv.Itoa(i+1))
			b.Flag("selected", i == t.chosen())
			b.Wrap(`>`, strconv.Itoa(i+1)+". "+beginning(string(im.All[i].Request)), `</option>`)
		}
		b.Put(`</select></label>`)
	}
	m.viewLost(b)
	b.Put(`<div class="tray-row">`)
	if len(im.All) > 0 {
		b.Wrap(`<button type="button" class="primary" data-do="take" data-key="take">`, m.say(&tTake), `</button>`)
	}
	if im.Words != "" {
		b.Put(`<button type="button"`)
		b.Flag(`class="primary"`, len(im.All) == 0)
		b.Wrap(` data-do="look-up" data-key="look-up">`, m.say(&tLookUp), `</button>`)
	}
	b.Put(`</div>`)
	if len(im.All) == 0 {
		m.takeAsButtons(b)
	}
	b.Put(`</div>`)
}

func (m *Model) takeAsButtons(b *html.Builder) {
	b.Wrap(`<div class="tray-row"><button type="button" data-do="take-as" data-arg="request" data-key="take-request">`, m.say(&tTakeRequest), `</button>`)
	b.Wrap(`<button type="button" data-do="take-as" data-arg="response" data-key="take-response">`, m.say(&tTakeResponse), `</button></div>`)
}

// viewFound says what the chosen exchange holds.
func (m *Model) viewFound(b *html.Builder) {
	ex := &m.Tray.Import.All[m.Tray.chosen()]
	text := &tFoundBoth
	switch {
	case ex.Request == nil:
		text = &tFoundResponse
	case ex.Response == nil:
		text = &tFoundRequest
	}
	b.Text(m.say(text, numeral("out", len(ex.Request)), numeral("back", len(ex.Response))))
}

// viewLost names what the form cannot show and the lines that were not
// understood.
func (m *Model) viewLost(b *html.Builder) {
	im := m.Tray.Import
	if im == nil {
		return
	}
	if len(im.Lost) > 0 {
		b.Put(`<ul class="tray-lost">`)
		for _, l := range im.Lost {
			b.Wrap(`<li>`, m.say(l), `</li>`)
		}
		b.Put(`</ul>`)
	}
	if len(im.Odd) == 0 {
		return
	}
	b.Wrap(`<details class="tray-odd" data-part="odd"><summary>`, m.say(&tOdd, numeral("n", len(im.Odd))), `</summary><ul>`)
	for _, o := range im.Odd {
		b.Wrap(`<li>`, m.say(&tOddLine, numeral("line", o.Line), handshake.Arg{Name: "want", Value: m.say(o.Want)})+" ", `<code>`)
		b.Wrap("", handshake.Show([]byte(o.Got)), `</code></li>`)
	}
	b.Put(`</ul></details>`)
}

// viewTaken stays after a text was taken apart: what it could not show.
func (m *Model) viewTaken(b *html.Builder) {
	im := m.Tray.Import
	b.Put(`<h2 tabindex="-1" data-rest data-key="taken">`)
	if im != nil {
		b.Text(m.say(&tTaken, handshake.Arg{Name: "format", Value: m.say(&im.Format.Name)}))
	}
	b.Put(`</h2>`)
	m.viewLost(b)
}

func beginning(s string) string {
	line, _, _ := strings.Cut(strings.TrimLeft(s, "\r\n"), "\n")
	if len(line) > 80 {
		line = line[:80] + "…"
	}
	return handshake.Show([]byte(strings.TrimSuffix(line, "\r")))
}
