package page

import (
	"strings"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// panelButton opens and folds a panel.
func (m *Model) panelButton(b *html.Builder, panel int, label *handshake.Text) {
	name := panelNames[panel]
	b.Put(`<button type="button" class="tool" data-do="panel"`)
	b.Attr("data-arg", name)
	b.Attr("data-key", "panel-"+name)
	b.Attr("aria-controls", "panel-"+name)
	b.Flag(`aria-expanded="true"`, m.Build.Open[panel])
	b.Flag(`aria-expanded="false"`, !m.Build.Open[panel])
	b.Wrap(`>`, m.say(label), `</button>`)
}

// paintPanel is the place of a panel in the frame.
func paintPanel(b *html.Builder, panel int, put func(string)) {
	name := "panel-" + panelNames[panel]
	b.Put(`<div class="panel-place"`)
	b.Attr("id", name)
	b.Attr("data-region", name)
	b.Put(`>`)
	put(name)
	b.Put(`</div>`)
}

func (m *Model) viewPanels() []Region {
	all := make([]Region, panels)
	for i := range all {
		var b html.Builder
		if m.Build.Open[i] {
			b.Put(`<div class="panel"`)
			b.Attr("data-panel", panelNames[i])
			b.Put(`>`)
			switch i {
			case panelForm:
				m.viewForm(&b)
			case panelPolicy:
				m.viewPolicy(&b)
			case panelBreak:
				m.viewBreak(&b)
			default:
				m.viewInsert(&b, handshake.Side(i-panelInsertRequest))
			}
			b.Put(`</div>`)
		}
		all[i] = Region{"panel-" + panelNames[i], b.HTML()}
	}
	return all
}

// argButton is a button with an argument.
func (m *Model) argButton(b *html.Builder, do, arg, name, label string) {
	b.Put(`<button type="button"`)
	b.Attr("data-do", do)
	b.Attr("data-arg", arg)
	b.Attr("data-key", do+"-"+arg)
	if name != "" {
		b.Attr("aria-label", name)
	}
	b.Wrap(`>`, label, `</button>`)
}

// row begins a row: id names it, label its control.
func row(b *html.Builder, id string) {
	b.Put(`<div class="row"`)
	b.Attr("data-row", id)
	b.Put(`>`)
}

// box stands before a control: whether the thing is there at all.
func box(b *html.Builder, do, arg, name string, on bool) {
	b.Put(`<input type="checkbox"`)
	b.Attr("data-do", do)
	b.Attr("data-arg", arg)
	b.Attr("data-key", do+"-"+arg)
	b.Attr("aria-label", name)
	b.Flag("checked", on)
	b.Put(`>`)
}

// control is an input of the forms. What it holds the glue puts in.
func control(b *html.Builder, name, label, hint, placeholder string, wrong bool) {
	b.Put(`<input type="text" autocomplete="off" autocapitalize="off" spellcheck="false" translate="no"`)
	b.Attr("data-field", name)
	b.Attr("data-key", "field-"+name)
	if label != "" {
		b.Attr("aria-label", label)
	} else {
		b.Attr("id", "field-"+name)
	}
	if hint != "" {
		b.Attr("aria-describedby", hint)
	}
	if placeholder != "" {
		b.Attr("placeholder", placeholder)
	}
	b.Flag(`aria-invalid="true"`, wrong)
	b.Put(`>`)
}

func labelFor(b *html.Builder, name, text string, code bool) {
	b.Put(`<label`)
	b.Attr("for", "field-"+name)
	b.Pick(code, `><code>`, `>`)
	b.Text(text)
	b.Pick(code, `</code></label>`, `</label>`)
}

// about is why a control is there: shown while the row is in hand.
func (m *Model) about(b *html.Builder, id string, about *handshake.Text, from handshake.Cite) {
	b.Put(`<p class="about"`)
	b.Attr("id", id)
	b.Wrap(`>`, m.say(about)+" ", ``)
	cite(b, from, "cite-"+id)
	b.Put(`</p>`)
}

func (m *Model) viewForm(b *html.Builder) {
	req := m.Report.Request.Message
	b.Wrap(`<p class="lead">`, m.say(&tFormHint), `</p><div class="rows">`)
	section := req.Form == handshake.FieldSection
	shown := map[handshake.Field]bool{}
	if section {
		b.Wrap(`<p class="hint">`, m.say(&tFormSection), `</p>`)
	} else {
		shown[handshake.UpgradeField] = true
		m.viewProtocol(b, req)
		m.viewRequestLine(b)
		s := handshake.SampleFor(req)
		for _, f := range handshake.FormFields {
			name := f.Info().Name
			_, _, there := req.FieldText(name)
			if there || s == nil || !strings.HasPrefix(name, "Sec-") || s.Value(handshake.KeyField.Info().Name) != "" || s.Upgrade == "websocket" {
				m.viewField(b, req, f)
				shown[f] = true
			}
		}
	}
	m.viewLines(b, req, shown)
	b.Put(`</div>`)
}

// viewProtocol is the choice of what Upgrade asks for.
func (m *Model) viewProtocol(b *html.Builder, req *handshake.Message) {
	info := handshake.UpgradeField.Info()
	now, more, there := req.FieldText(info.Name)
	row(b, info.Name)
	b.Put(`<span class="box"></span>`)
	labelFor(b, "protocol", m.say(&tFormProtocol), false)
	b.Put(`<span class="with"><select id="field-protocol" data-change="form-protocol" data-key="form-protocol" aria-describedby="about-Upgrade">`)
	value := handshake.Show(now)
	known := false
	for _, s := range handshake.Samples() {
		known = known || s.Upgrade == value
	}
	switch {
	case !there:
		option(b, "", m.say(&tFormNone), "")
	case !known:
		option(b, "", m.sayf(&tFormTyped, "value", value), "")
	}
	for _, s := range handshake.Samples() {
		option(b, s.Upgrade, s.Upgrade, value)
	}
	b.Put(`</select>`)
	control(b, controlField+info.Name, info.Name, "about-Upgrade", "", false)
	b.Put(`</span>`)
	m.about(b, "about-Upgrade", info.About, info.Cite)
	m.viewMore(b, more)
	if s := handshake.SampleFor(req); s != nil {
		missing, left := s.Gaps(req)
		if len(missing)+len(left) > 0 {
			b.Put(`<p class="also">`)
			if len(missing) > 0 {
				b.Text(m.sayf(&tFormMissing, "names", strings.Join(missing, ", ")) + " ")
			}
			if len(left) > 0 {
				b.Text(m.sayf(&tFormLeft, "names", strings.Join(left, ", ")) + " ")
			}
			m.button(b, "form-fit", &tFormFit)
			b.Put(`</p>`)
		}
	}
	b.Put(`</div>`)
}

func (m *Model) viewRequestLine(b *html.Builder) {
	row(b, "line")
	b.Put(`<span class="box"></span>`)
	labelFor(b, controlField+targetName, m.say(&tFormLine), false)
	b.Put(`<span class="with">`)
	control(b, controlField+methodName, m.say(&tFormMethod), "about-line", "", false)
	control(b, controlField+targetName, "", "about-line", "", false)
	b.Put(`</span>`)
	m.about(b, "about-line", &tFormAbout, handshake.Cite{RFC: 9112, Section: "3"})
	b.Put(`</div>`)
}

func (m *Model) viewMore(b *html.Builder, more int) {
	text := &tFormMores
	if more == 1 {
		text = &tFormMore
	}
	if more > 0 {
		b.Wrap(`<p class="also">`, m.sayf(text, "n", itoa(more)), `</p>`)
	}
}

func (m *Model) viewField(b *html.Builder, req *handshake.Message, f handshake.Field) {
	info := f.Info()
	_, more, there := req.FieldText(info.Name)
	name := controlField + info.Name
	row(b, info.Name)
	box(b, "form-field", info.Name, m.sayf(&tFormSend, "field", info.Name), there)
	labelFor(b, name, info.Name, true)
	b.Put(`<span class="with">`)
	control(b, name, "", "about-"+info.Name, "", false)
	if f == handshake.KeyField {
		m.button(b, "form-key", &tFormKey)
	}
	b.Put(`</span>`)
	m.about(b, "about-"+info.Name, info.About, info.Cite)
	m.viewMore(b, more)
	b.Put(`</div>`)
	if f == handshake.ExtensionsField {
		m.viewParams(b, req)
	}
}

// viewParams is the extension that everybody offers, parameter by parameter.
func (m *Model) viewParams(b *html.Builder, req *handshake.Message) {
	names := make([]string, len(handshake.FormParams))
	for i := range names {
		names[i] = handshake.FormParams[i].Name
	}
	there, more, values := req.ExtensionText(handshake.FormExtension, names...)
	row(b, "deflate")
	box(b, "form-extension", handshake.FormExtension, m.say(&tFormDeflate), there)
	b.Wrap(`<span class="label">`, m.say(&tFormDeflate), `</span></div>`)
	if !there {
		return
	}
	for i := range handshake.FormParams {
		p, is := &handshake.FormParams[i], values[i]
		row(b, p.Name)
		b.Put(`<span class="box"></span>`)
		labelFor(b, p.Name, p.Name, true)
		b.Put(`<span class="with"><select data-change="form-param"`)
		b.Attr("data-arg", p.Name)
		b.Attr("data-key", "param-"+p.Name)
		b.Attr("id", "field-"+p.Name)
		b.Attr("aria-describedby", "about-"+p.Name)
		b.Put(`>`)
		now := paramAbsent
		switch {
		case is.Valued:
			now = is.Value
		case is.There:
			now = paramBare
		}
		bare := &tParamSent
		if p.Valued {
			bare = &tParamBare
		}
		option(b, paramAbsent, m.say(&tParamAbsent), now)
		if p.Bare || now == paramBare {
			option(b, paramBare, m.say(bare), now)
		}
		own := is.Valued
		for n := 8; n <= 15 && p.Valued; n++ {
			option(b, itoa(n), itoa(n), now)
			own = own && itoa(n) != now
		}
		if own {
			option(b, now, handshake.Show([]byte(now)), now)
		}
		b.Put(`</select></span>`)
		m.about(b, "about-"+p.Name, &p.About, p.Cite)
		b.Put(`</div>`)
	}
	if more > 0 {
		b.Wrap(`<p class="also">`, m.sayf(&tFormOffers, "n", itoa(more)), `</p>`)
	}
}

// formLines is how many other lines get a row.
const formLines = 24

// viewLines are all other lines, and the one that is to come.
func (m *Model) viewLines(b *html.Builder, req *handshake.Message, shown map[handshake.Field]bool) {
	n := 0
	for i := range req.Lines {
		l := &req.Lines[i]
		if l.Kind == handshake.FieldLine && shown[l.Field] && l.Field != handshake.UnknownField {
			continue
		}
		if n++; n > formLines {
			continue
		}
		id := itoa(i)
		label := m.sayf(&tFormBroken, "n", itoa(i+2))
		if l.Kind == handshake.FieldLine {
			label = handshake.Show(req.Text(l.Name))
		}
		row(b, "l"+id)
		b.Put(`<span class="box"></span>`)
		labelFor(b, controlLine+id, label, l.Kind == handshake.FieldLine)
		b.Put(`<span class="with">`)
		info := l.Field.Info()
		if info.About == nil {
			info.About, info.Cite = &tFormUnknown, handshake.Cite{RFC: 9110, Section: "5.1"}
		}
		control(b, controlLine+id, "", "about-l"+id, "", false)
		m.argButton(b, "form-drop", id, m.sayf(&tFormDropLine, "field", label), m.say(&tFormDrop))
		b.Put(`</span>`)
		m.about(b, "about-l"+id, info.About, info.Cite)
		b.Put(`</div>`)
	}
	if n > formLines {
		b.Wrap(`<p class="also">`, m.sayf(&tFormMany, "n", itoa(n-formLines)), `</p>`)
	}
	row(b, "new")
	b.Put(`<span class="box"></span>`)
	labelFor(b, "b.line", m.say(&tFormNew), false)
	b.Put(`<span class="with"><input type="text" id="field-b.line" data-field="b.line" data-key="field-b.line" data-enter="form-add" aria-describedby="about-new" autocomplete="off" autocapitalize="off" spellcheck="false" translate="no" placeholder="X-Name: value">`)
	m.button(b, "form-add", &tFormAdd)
	b.Put(`</span>`)
	m.about(b, "about-new", &tFormNewAbout, handshake.Cite{RFC: 9112, Section: "5"})
	b.Put(`</div>`)
}

func (m *Model) viewPolicy(b *html.Builder) {
	b.Wrap(`<p class="lead">`, m.say(&tPolicyHint), `</p>`)
	if m.Response.Origin != Simulated {
		b.Wrap(`<p class="also">`, m.say(&tPolicyTyped)+" ", ``)
		m.button(b, "let-server", &tLetServer)
		b.Put(`</p>`)
	}
	b.Put(`<div class="rows">`)
	d := &m.Build.Drafts
	for i, key := range handshake.PolicyKeys {
		p := &handshake.PolicyAbout[i]
		title := m.say(&p.Title)
		_, set := m.Policy.Get(key)
		set = set || d.own[i]
		name := controlPolicy + itoa(i)
		row(b, key)
		box(b, "policy-key", itoa(i), m.sayf(&tPolicySet, "key", title), set)
		labelFor(b, name, title, false)
		b.Put(`<span class="with">`)
		placeholder := m.say(&p.Default)
		if set {
			placeholder = m.say(&tPolicyEmpty)
		}
		wrong := d.wrong[i]
		hint := "about-policy-" + key
		if wrong != nil {
			hint = "wrong-" + key + " " + hint
		}
		control(b, name, "", hint, placeholder, wrong != nil)
		b.Put(`</span>`)
		if wrong != nil {
			got := m.say(&tPolicyNone)
			if wrong.Got != "" {
				got = handshake.Quote(wrong.Got)
			}
			b.Put(`<p class="also bad"`)
			b.Attr("id", "wrong-"+key)
			b.Wrap(`>`, m.sayf(&tPolicyWrong, "got", got, "want", m.say(wrong.Want)), `</p>`)
		}
		m.about(b, "about-policy-"+key, &p.About, p.Cite)
		b.Put(`</div>`)
	}
	b.Put(`</div>`)
}

func (m *Model) viewInsert(b *html.Builder, side handshake.Side) {
	name, message := side.String(), &tRequest
	if side == handshake.FromServer {
		message = &tResponse
	}
	b.Wrap(`<p class="lead">`, m.say(&tInsertHint), `</p><div class="chips" role="group"`)
	b.Attr("aria-label", m.sayf(&tInsertWhat, "message", m.say(message)))
	b.Put(`>`)
	put := func(what, label, notation string) {
		b.Put(`<button type="button" data-do="insert"`)
		b.Attr("data-arg", name+"."+what)
		b.Attr("data-key", "insert-"+name+"."+what)
		b.Attr("data-caret", name)
		b.Wrap(`>`, label, ``)
		if notation != "" {
			b.Wrap(` <code>`, notation, `</code>`)
		}
		b.Put(`</button>`)
	}
	for _, x := range palette {
		notation, _, _ := strings.Cut(x.text, "\n")
		put(x.name, x.name, notation)
	}
	field := "b.hex-" + name
	labelFor(b, field, m.say(&tInsertHex), false)
	control(b, field, "", "", "FF", false)
	put("hex", m.say(&tInsertPut), "")
	b.Put(`</div>`)
}

func (m *Model) viewBreak(b *html.Builder) {
	broke := m.broke()
	if x := broke; x == nil {
		b.Wrap(`<p class="lead">`, m.say(&tBreakHint), `</p>`)
	} else {
		b.Wrap(`<p class="broke" data-part="broke"><strong>`, m.sayf(&tBroke, "what", m.say(&x.Title)), `</strong> `)
		if m.Main {
			b.Put(`<a`)
			b.Link("href", "#"+place{kind: "rule", id: x.Rule}.String())
			b.Put(` data-do="rule" data-key="broke-rule"`)
			b.Attr("data-arg", x.Rule)
			b.Wrap(`>`, m.say(&tBrokeRule), ``)
			b.Wrap(` <code>`, x.Rule, `</code></a>`)
		}
		b.Put(`</p>`)
	}
	ex := m.toBreak()
	b.Put(`<div class="breaks">`)
	any := false
	for i, title := range [...]*handshake.Text{&tRequest, &tResponse, &tBreakFrames} {
		open := false
		for _, x := range handshake.Mutations() {
			group := int(x.Side)
			if x.After {
				group = 2
			}
			if group != i {
				continue
			}
			if _, ok := x.Edit(ex); !ok {
				continue
			}
			if !open {
				b.Put(`<section`)
				b.Attr("aria-label", m.say(title))
				b.Wrap(`><h2>`, m.say(title), `</h2><div class="chips">`)
				open, any = true, true
			}
			on := broke != nil && broke.ID == x.ID
			b.Put(`<button type="button" class="break" data-do="break"`)
			b.Attr("data-arg", x.ID)
			b.Attr("data-key", "break-"+x.ID)
			b.Flag(`aria-pressed="true"`, on)
			b.Flag(`aria-pressed="false"`, !on)
			b.Wrap(`>`, m.say(&x.Title), `</button>`)
		}
		if open {
			b.Put(`</div></section>`)
		}
	}
	b.Put(`</div>`)
	if !any {
		b.Wrap(`<p class="hint">`, m.say(&tBreakNone), `</p>`)
	}
}
