package page

import (
	"errors"
	"strconv"
	"strings"

	"handshake101/handshake"
)

// Build is the part of the page in which an exchange is made: the form beside
// the request, the server's policy, what cannot be typed, and what breaks.
type Build struct {
	Open   [panels]bool
	Drafts drafts
	broken broken

	line, hex string // the inputs for a new line and for any byte
}

// The panels, each opened and folded by its button.
const (
	panelForm = iota
	panelPolicy
	panelInsertRequest
	panelInsertResponse
	panelBreak
	panels
)

var panelNames = [panels]string{"form", "policy", "insert-request", "insert-response", "break"}

// broken is what a mutation has made: another one takes its place as long as
// nothing else was changed.
type broken struct {
	id    string
	whole handshake.Exchange // before it
	is    [2]string          // the texts after it
	turn  int                // when it was done
	was   [2]Editor          // the editors before it
}

// broke finds the mutation that the exchange still shows.
func (m *Model) broke() *handshake.Mutation {
	if b := &m.Build.broken; b.id != "" && b.is == [2]string{m.Request.Text, m.Response.Text} {
		return handshake.MutationByID(b.id)
	}
	return nil
}

// drafts is what was typed into the forms as it was typed: it stands there even
// when it is wrong, or says the same in other words.
type drafts struct {
	name, text string    // the control of the request's form in hand
	request    string    // what the request was after it
	policy     [6]string // texts of the policy's keys, where own
	own        [6]bool
	wrong      [6]*handshake.PolicyError
}

func (b *Build) forget() { b.Drafts, b.broken = drafts{}, broken{} }

// Forms tells whether inputs stand in the page that mirror the exchange.
func (m *Model) Forms() bool {
	o := &m.Build.Open
	return m.Screen == OnExchange && (o[panelForm] || o[panelPolicy])
}

// What controls of the form are called: a field by its name behind "f.", a line
// by its number behind "l.", a key of the policy by its number behind "p.".
const (
	controlField  = "f."
	controlLine   = "l."
	controlPolicy = "p."
	methodName    = "METHOD"
	targetName    = "TARGET"
)

// buildField is what a control of the forms holds.
func (m *Model) buildField(name string) (value string, ok bool) {
	d := &m.Build.Drafts
	if name == d.name && d.request == m.Request.Text {
		return d.text, true
	}
	req := m.Report.Request.Message
	kind, rest, _ := strings.Cut(name, ".")
	switch kind + "." {
	case controlField:
		return handshake.Show(partOf(req, rest)), true
	case controlLine:
		if l := lineAt(req, rest); l != nil {
			return handshake.Show(req.Text(l.Value)), true
		}
	case controlPolicy:
		i, _ := strconv.Atoi(rest)
		if d.own[i] {
			return d.policy[i], true
		}
		value, _ := m.Policy.Get(handshake.PolicyKeys[i])
		return strings.ReplaceAll(value, ",", ", "), true
	case "b.":
		if rest == "line" {
			return m.Build.line, true
		}
		return m.Build.hex, true
	}
	return "", false
}

func partOf(m *handshake.Message, name string) []byte {
	switch name {
	case methodName:
		return m.Method()
	case targetName:
		return m.Target()
	}
	value, _, _ := m.FieldText(name)
	return value
}

func lineAt(m *handshake.Message, number string) *handshake.Line {
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(m.Lines) {
		return nil
	}
	return &m.Lines[i]
}

func (m Model) updateBuild(msg Message) (Model, []Effect, bool) {
	req := m.Report.Request.Message
	switch msg.Name {
	case "panel":
		for i, name := range panelNames {
			if name == msg.Arg {
				m.Build.Open[i] = !m.Build.Open[i]
			}
		}
	case "field":
		ours := m.typed(msg.Arg, msg.Value)
		return m, nil, ours
	case "form-field": // a line comes or goes
		if _, _, there := req.FieldText(msg.Arg); there {
			m.form(req.DropField(msg.Arg))
			break
		}
		m.form(req.SetField(msg.Arg, m.usual(msg.Arg, msg.Random)))
		return m, []Effect{{Do: Focus, Arg: "field-" + controlField + msg.Arg}}, true
	case "form-key":
		m.form(req.SetField(handshake.KeyField.Info().Name, handshake.NewKey(msg.Random)))
	case "form-drop":
		if l := lineAt(req, msg.Arg); l != nil {
			m.form(handshake.Fix{Place: handshake.Place{Start: l.Start, End: l.Next}}, true)
		}
	case "form-add":
		if m.Build.line != "" {
			if m.form(req.AddLine(string(handshake.ParseLines(m.Build.line)))) {
				m.Build.line = ""
			}
		}
		return m, []Effect{{Do: Focus, Arg: "field-b.line"}}, true
	case "form-protocol":
		if msg.Value != "" {
			m.form(req.SetField(handshake.UpgradeField.Info().Name, msg.Value))
		}
	case "form-fit":
		if s := handshake.SampleFor(req); s != nil {
			m.replaceAll(handshake.FromClient, s.Fit(m.Request.wire, handshake.NewKey(msg.Random)), &tDidForm)
		}
	case "form-extension":
		there, _, _ := req.ExtensionText(handshake.FormExtension)
		m.form(req.SetExtension(handshake.FormExtension, !there))
	case "form-param":
		to := handshake.Param{There: msg.Value != paramAbsent}
		if to.Valued = to.There && msg.Value != paramBare; to.Valued {
			to.Value = msg.Value
		}
		m.form(req.SetParam(handshake.FormExtension, msg.Arg, to))
	case "policy-key":
		m.policyKey(msg.Arg)
	case "insert":
		return m.insert(msg)
	case "break":
		m.breakIt(msg.Arg)
	default:
		return m, nil, false
	}
	return m, nil, true
}

// What the choices of a parameter say beside its values.
const (
	paramAbsent = "-"
	paramBare   = "+"
)

// form applies an edit that was pressed in the form.
func (m *Model) form(f handshake.Fix, ok bool) bool {
	if ok {
		m.splice(f.Place, f.Replace, &tDidForm, nil)
	}
	return ok
}

// usual is what a field begins with that the form puts in.
func (m *Model) usual(name string, random [16]byte) string {
	if name == handshake.KeyField.Info().Name {
		return handshake.NewKey(random)
	}
	for _, s := range handshake.Samples() {
		if v := s.Value(name); v != "" {
			return v
		}
	}
	return ""
}

// typed takes what was typed into a control; false for one that is not here.
func (m *Model) typed(name, text string) bool {
	req := m.Report.Request.Message
	value := string(handshake.ParseLines(text))
	was, _ := m.buildField(name)
	by := &typing{name, was, text}
	kind, rest, _ := strings.Cut(name, ".")
	var f handshake.Fix
	ok := false
	switch kind + "." {
	case controlField:
		switch rest {
		case methodName:
			f, ok = req.SetMethod(value)
		case targetName:
			f, ok = req.SetTarget(value)
		default:
			f, ok = req.SetField(rest, value)
		}
	case controlLine:
		l := lineAt(req, rest)
		if l == nil {
			return true
		}
		f, ok = req.SetLine(l, value)
	case controlPolicy:
		m.typedPolicy(rest, by)
		return true
	case "b.":
		if rest == "line" {
			m.Build.line = text
		} else {
			m.Build.hex = text
		}
		return true
	default:
		return false
	}
	if ok {
		m.splice(f.Place, f.Replace, &tDidForm, by)
	}
	d := &m.Build.Drafts
	d.name, d.text, d.request = name, text, m.Request.Text
	return true
}

// typedPolicy takes the text of a key. One that is wrong stays as it was typed,
// and the server goes on with what it had.
func (m *Model) typedPolicy(number string, by *typing) {
	i, _ := strconv.Atoi(number)
	text := by.is
	m.rememberTyping(*by, &tDidPolicy)
	d := &m.Build.Drafts
	d.policy[i], d.own[i], d.wrong[i] = text, true, nil
	p := m.ownPolicy()
	if err := p.Set(handshake.PolicyKeys[i], text); err != nil {
		errors.As(err, &d.wrong[i])
		return
	}
	m.Policy = p
	m.changed()
}

// ownPolicy is the policy to be changed: the one in hand may be a preset's.
func (m *Model) ownPolicy() *handshake.Policy {
	p := new(handshake.Policy)
	if m.Policy != nil {
		*p = *m.Policy
	}
	return p
}

// policyKey gives a key its default, or an empty list of its own.
func (m *Model) policyKey(number string) {
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(handshake.PolicyKeys) {
		return
	}
	key := handshake.PolicyKeys[i]
	m.remember(&tDidPolicy)
	d := &m.Build.Drafts
	_, set := m.Policy.Get(key)
	set = set || d.own[i]
	d.policy[i], d.own[i], d.wrong[i] = "", false, nil
	p := m.ownPolicy()
	if p.Unset(key); !set {
		d.own[i] = true
		_ = p.Set(key, "") // an empty text is right for every key
	}
	m.Policy = p
	m.changed()
}

// replaceAll makes bytes the text of an editor, in the notation of the page.
func (m *Model) replaceAll(side handshake.Side, b []byte, what *handshake.Text) {
	if e := m.editor(side); string(b) != string(e.wire) {
		m.remember(what)
		e.set(handshake.ShowLines(b), Typed)
		m.changed()
	}
}

// palette is what can be put in at the cursor, and how it is written.
var palette = [...]struct{ name, text string }{
	{"CR", `\r`}, {"LF", "\\n\\\n"}, {"TAB", `\t`}, {"NUL", `\0`},
}

// insert puts a byte in at the cursor: Arg is "request.NUL", Number and Value
// are where the selection begins and ends, in UTF-16 units.
func (m Model) insert(msg Message) (Model, []Effect, bool) {
	name, what, _ := strings.Cut(msg.Arg, ".")
	side := sideOf(name)
	e := m.editor(side)
	text := ""
	for _, x := range palette {
		if x.name == what {
			text = x.text
		}
	}
	if what == "hex" {
		if text = hexText(m.Build.hex); text == "" {
			return m, []Effect{{Do: Focus, Arg: "field-b.hex-" + name}}, true
		}
	}
	end, _ := strconv.Atoi(msg.Value)
	from := utf16Offset(e.Text, msg.Number)
	to := max(from, utf16Offset(e.Text, end))
	next := e.Text[:from] + text + e.Text[to:]
	m.edit(side, next, msg.Number+utf16Length(text))
	return m, []Effect{{Do: Caret, Arg: name, Number: msg.Number + utf16Length(text)}}, true
}

// hexText is the notation of bytes given as digits; "" when they are none.
func hexText(s string) string {
	for _, mark := range []string{" ", `\x`, "0x"} {
		s = strings.ReplaceAll(s, mark, "")
	}
	if len(s)%2 != 0 || strings.Trim(strings.ToLower(s), "0123456789abcdef") != "" {
		return ""
	}
	text := ""
	for ; s != ""; s = s[2:] {
		text += `\x` + s[:2]
	}
	return text
}

// toBreak is what a mutation starts from: the exchange before the last one, while
// that still shows, so that one thing is broken at a time.
func (m *Model) toBreak() handshake.Exchange {
	if m.broke() != nil {
		return m.Build.broken.whole
	}
	return handshake.Exchange{Request: m.Request.wire, Response: m.Response.wire}
}

// breakIt applies a mutation. The one that is there already is taken back.
func (m *Model) breakIt(id string) {
	x, was := handshake.MutationByID(id), m.broke()
	if was != nil && m.turns == m.Build.broken.turn {
		m.undo()
		m.Redo = nil
	} else if was != nil { // something else was changed since, which stays
		before := m.Build.broken.was
		m.remember(&tDidMend)
		for side, e := range before {
			m.editor(handshake.Side(side)).set(e.Text, e.Origin)
		}
		m.Build.broken = broken{}
		m.changed()
	}
	if x == nil || x == was {
		return
	}
	whole, before := m.toBreak(), [2]Editor{{Text: m.Request.Text, Origin: m.Request.Origin}, {Text: m.Response.Text, Origin: m.Response.Origin}}
	f, ok := x.Edit(whole)
	if !ok {
		return
	}
	m.splice(f.Place, f.Replace, &x.Title, nil)
	m.Step = "" // the verdict leads to where it breaks
	for _, found := range m.findings(x.Side) {
		if found.Rule.ID == x.Rule && m.Report.Verdict.Outcome == handshake.Switches {
			m.Step = found.Step
		}
	}
	m.Build.broken = broken{id, whole, [2]string{m.Request.Text, m.Response.Text}, m.turns, before}
}
