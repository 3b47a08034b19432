package page

import (
	"strings"
	"unicode/utf8"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// Tray is what lies open below the header: one thing at a time.
type Tray struct {
	Open    string // "", "share", "paste" or "taken"
	Form    string // the export that is shown
	Secrets bool   // links and exports hold them
	Text    string // in the field to paste into
	Opened  string // name of a file that was opened
	Pick    int    // of several exchanges, from 1; 0 is the best
	Import  *handshake.Import
	Why     handshake.Phrase // what the browser did not allow
	// Pasted is a foreign text that came into an editor, with the form that it
	// seems to have. Nothing is done about it before it is asked for.
	Pasted string
	Format *handshake.ImportFormat
}

// maxFile bounds what is opened: an archive of a long visit has this size.
const maxFile = 16 << 20

// documents are the forms that are made of the report.
var documents = [...]struct{ id, name, file string }{
	{"markdown", "Markdown", "handshake.md"}, {"html", "HTML", "handshake.html"}, {"json", "JSON", "handshake.json"}, {"svg", "SVG", "handshake.svg"},
}

// updateShare answers what belongs to the tray.
func (m Model) updateShare(msg Message) (Model, []Effect, bool) {
	t := &m.Tray
	var effects []Effect
	switch msg.Name {
	case "tray":
		if t.Open == msg.Arg || msg.Arg == "" {
			t.Open = ""
			break
		}
		t.Open, t.Why = msg.Arg, handshake.Phrase{}
		if t.Form == "" {
			t.Form = "curl"
		}
		if msg.Arg == "paste" {
			effects = []Effect{{Do: Focus, Arg: "paste"}}
		}
	case "export":
		t.Form, t.Why = msg.Value, handshake.Phrase{}
	case "secrets":
		t.Secrets = !t.Secrets
	case "copy-export":
		_, text := m.export()
		effects = []Effect{{Do: CopyText, Body: text}}
	case "save-export":
		file, text := m.export()
		effects = []Effect{{Do: Save, Arg: file, Body: binary(text)}}
	case "copied-text":
		t.Why = handshake.Phrase{Text: &tCopiedText}
	case "copy-text-denied":
		t.Why = handshake.Phrase{Text: &tCopyTextDenied, Args: []handshake.Arg{{Name: "why", Value: msg.Value}}}
		effects = []Effect{{Do: Select, Arg: "export-text"}}
	case "save-denied":
		t.Why = handshake.Phrase{Text: &tSaveDenied, Args: []handshake.Arg{{Name: "why", Value: msg.Value}}}
	case "field":
		if msg.Arg != "paste" {
			return m, nil, false
		}
		m.takeText(msg.Value, "")
	case "file":
		t.Open = "paste"
		if msg.Number > maxFile {
			m.takeText("", msg.Arg)
			t.Why = handshake.Phrase{Text: &tFileLarge, Args: []handshake.Arg{{Name: "file", Value: msg.Arg}}}
			break
		}
		m.takeText(unbinary(msg.Value), msg.Arg)
		effects = []Effect{{Do: Reveal, Arg: "tray"}}
	case "file-denied":
		t.Open = "paste"
		t.Why = handshake.Phrase{Text: &tFileDenied, Args: []handshake.Arg{{Name: "file", Value: msg.Arg}, {Name: "why", Value: msg.Value}}}
	case "pick":
		t.Pick = number10(msg.Value)
	case "take":
		m.take()
		effects = []Effect{{Do: Focus, Arg: "taken"}}
	case "take-as":
		m.takeAs(sideOf(msg.Arg))
	case "take-pasted":
		t.Text, t.Opened, t.Import, t.Pick = t.Pasted, "", handshake.ReadImport(t.Pasted), 0
		if t.Import != nil && t.Import.All == nil {
			return m.lookUp()
		}
		m.take()
		effects = []Effect{{Do: Focus, Arg: "taken"}}
	case "leave-pasted":
		t.Pasted, t.Format = "", nil
	case "look-up":
		return m.lookUp()
	default:
		return m, nil, false
	}
	return m, effects, true
}

func number10(s string) int {
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' || n > 1<<20 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

func (m *Model) takeText(text, file string) {
	t := &m.Tray
	t.Text, t.Opened, t.Pick, t.Why, t.Import = text, file, 0, handshake.Phrase{}, nil
	if strings.TrimSpace(text) != "" {
		t.Import = handshake.ReadImport(text)
	}
}

// chosen is the exchange that would be taken.
func (t *Tray) chosen() int {
	if t.Pick > 0 && t.Pick <= len(t.Import.All) {
		return t.Pick - 1
	}
	return t.Import.Best
}

// take puts the exchange of the text into the editors. What is not in the text
// stays: a response alone keeps the request; to a request alone the server with
// the policy answers.
func (m *Model) take() {
	t := &m.Tray
	if t.Import == nil || len(t.Import.All) == 0 {
		return
	}
	ex := &t.Import.All[t.chosen()]
	m.remember(&tDidImport)
	m.Preset, m.Step, m.Point, m.Opened, m.Screen = "", "", Point{}, Opened{}, OnExchange
	if ex.Request != nil {
		m.Policy = t.Import.Policy
		m.Request.set(handshake.ShowLines(ex.Request), Typed)
		m.Response.Origin = Simulated
	}
	if ex.Response != nil {
		m.Response.set(handshake.ShowLines(ex.Response), Typed)
	}
	m.judge()
	m.Live.clear()
	t.Open, t.Pasted, t.Format = "taken", "", nil
}

// takeAs puts the text into one editor as it is.
func (m *Model) takeAs(side handshake.Side) {
	text := m.Tray.Text
	if m.Tray.Opened == "" || !strings.Contains(text, "\r\n") {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	}
	m.remember(&tDidImport)
	m.Preset, m.Step, m.Point, m.Opened, m.Screen = "", "", Point{}, Opened{}, OnExchange
	m.editor(side).set(handshake.ShowLines([]byte(text)), Typed)
	m.judge()
	m.Tray.Open = ""
}

// lookUp searches the cases for the words of an error message.
func (m Model) lookUp() (Model, []Effect, bool) {
	words := m.Tray.Text
	if im := m.Tray.Import; im != nil && im.Words != "" {
		words = im.Words
	}
	m.CaseQuery = words
	m.Tray.Open, m.Tray.Pasted, m.Tray.Format = "", "", nil
	next, effects, _ := m.turnTo(OnCases)
	return next, effects, true
}

// noticePaste looks whether what came into an editor at once is what a tool
// shows of an exchange, and not a message of that side.
func (m *Model) noticePaste(side handshake.Side, before, after string) {
	t := &m.Tray
	if t.Pasted != "" && !strings.Contains(after, t.Pasted) {
		t.Pasted, t.Format = "", nil
	}
	from, to := differ(before, after)
	added := after[from:to]
	if len(added) < 20 || !m.Main {
		return
	}
	f := handshake.Recognise(added)
	if f == nil {
		return
	}
	switch im := handshake.ReadImport(added); f.ID {
	case "raw":
		ex := im.All[im.Best]
		if len(im.All) == 1 && (ex.Request == nil) == (side == handshake.FromServer) && (ex.Response == nil) == (side == handshake.FromClient) {
			return
		}
	case "words":
		if !strings.Contains(strings.ToLower(added), "websocket connection to") && !strings.Contains(added, "establish a connection") {
			return
		}
	}
	t.Pasted, t.Format = added, f
}

// shared is the exchange as it leaves the machine.
func (m *Model) shared() (ex handshake.Exchange, found []handshake.Secret) {
	req, res, found := handshake.MaskExchange(m.Request.wire, m.Response.wire)
	if m.Tray.Secrets {
		req, res = m.Request.wire, m.Response.wire
	}
	return handshake.Exchange{Request: req, Response: res}, found
}

// export makes the form that is chosen.
func (m *Model) export() (file, text string) {
	ex, _ := m.shared()
	for i := range documents {
		if d := &documents[i]; d.id == m.Tray.Form {
			r := handshake.Inspect(ex, m.Policy)
			switch d.id {
			case "markdown":
				return d.file, m.markdown(ex, r)
			case "html":
				return d.file, m.fragment(ex, r)
			case "svg":
				masked := *m
				masked.Report, masked.Step = r, ""
				return d.file, Drawing(&masked).String() + "\n"
			}
			return d.file, string(r.AppendJSON(nil, m.Lang)) + "\n"
		}
	}
	all := handshake.Exports()
	for i := range all {
		if e := &all[i]; e.ID == m.Tray.Form && e.Fits(ex) {
			return e.File, e.Write(ex, m.Policy, m.Lang)
		}
	}
	e := &all[0]
	return e.File, e.Write(ex, m.Policy, m.Lang)
}

// said is a finding on one line: how grave, what, what is there, what is wanted.
func (m *Model) said(f *handshake.Finding) (severity, title, rest string) {
	rest = f.Rule.ID
	for _, c := range f.Rule.Cites {
		rest += ", " + c.String()
	}
	return m.say(severityText(f.Rule.Severity)), m.Lang.Rule(f.Rule, handshake.RuleTitle, f.Args...), rest
}

// markdown writes verdict, messages and findings. What comes from the wire
// stands in code, with a fence longer than any in it.
func (m *Model) markdown(ex handshake.Exchange, r *handshake.Report) string {
	var b strings.Builder
	b.WriteString("## " + m.statusText() + ": " + m.Lang.Say(r.Verdict.Summary) + "\n\n")
	if d := m.Lang.Say(r.Verdict.Detail); d != "" {
		b.WriteString(d + "\n\n")
	}
	for i, wire := range [...][]byte{ex.Request, ex.Response} {
		title := &tRequest
		if i == 1 {
			title = &tResponse
		}
		text := handshake.ShowLines(wire)
		fence := "```"
		for strings.Contains(text, fence) {
			fence += "`"
		}
		b.WriteString("### " + m.say(title) + "\n\n" + fence + "http\n" + strings.TrimSuffix(text, "\n") + "\n" + fence + "\n\n")
	}
	for _, side := range [...][]handshake.Finding{r.Request.Findings, r.Answer.Findings} {
		for i := range side {
			severity, title, rest := m.said(&side[i])
			b.WriteString("- **" + severity + "**: " + title + " (" + rest + ")\n")
		}
	}
	return b.String()
}

// fragment is the same as HTML for a page of somebody else's: no looks, no
// program.
func (m *Model) fragment(ex handshake.Exchange, r *handshake.Report) string {
	var b html.Builder
	b.Put(`<section`)
	b.Attr("lang", m.Lang.Tag())
	b.Wrap(">\n<h2>", m.statusText()+": "+m.Lang.Say(r.Verdict.Summary), "</h2>\n")
	if d := m.Lang.Say(r.Verdict.Detail); d != "" {
		b.Wrap(`<p>`, d, "</p>\n")
	}
	for i, wire := range [...][]byte{ex.Request, ex.Response} {
		title := &tRequest
		if i == 1 {
			title = &tResponse
		}
		b.Wrap(`<h3>`, m.say(title), "</h3>\n<pre>\n")
		b.Wrap("", handshake.ShowLines(wire), "</pre>\n")
	}
	b.Put("<ul>\n")
	for _, side := range [...][]handshake.Finding{r.Request.Findings, r.Answer.Findings} {
		for i := range side {
			severity, title, rest := m.said(&side[i])
			b.Wrap(`<li><strong>`, severity, `</strong>: `)
			b.Wrap("", title, ` (<code>`)
			b.Wrap("", rest, "</code>)</li>\n")
		}
	}
	b.Put("</ul>\n</section>\n")
	return b.HTML().String()
}

// asText tells whether a clipboard, which holds text, can hold the bytes.
func asText(s string) bool {
	for _, r := range s {
		if r < ' ' && r != '\r' && r != '\n' && r != '\t' || r == 0x7f || r == utf8.RuneError {
			return false
		}
	}
	return true
}

// binary writes each byte as a character: so bytes pass between the program and
// the browser, whose strings are no bytes.
func binary(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		b = utf8.AppendRune(b, rune(s[i]))
	}
	return string(b)
}

func unbinary(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		b = append(b, byte(r))
	}
	return string(b)
}
