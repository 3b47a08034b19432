package page

import (
	"strconv"
	"strings"

	"handshake101/handshake"
)

// Message is something that happened: Name is what the attribute data-do,
// data-change or data-editor of the HTML says, or a word of the glue's own.
type Message struct {
	Name   string
	Arg    string   // data-arg: which one
	Value  string   // what was typed, chosen or fetched
	Number int      // caret in UTF-16 units, wire offset, or code
	Random [16]byte // from the browser's crypto, for what has to be fresh
}

// Effect is something that only the browser can do. Update asks for it.
type Effect struct {
	Do  EffectKind
	Arg string
	// For what talks to a server: Tag comes back as the message's Arg, so that
	// an answer to an older question is known as one.
	Tag, URL, Method, Body string
	List                   []string
	Number                 int
}

// EffectKind is what is to be done.
type EffectKind uint8

const (
	Copy          EffectKind = iota // Body, or the link of the model, into the clipboard
	FetchLanguage                   // the catalogue of the language Arg
	Probe                           // look for a dev server
	Focus                           // move the focus to the element with data-key Arg
	Ask                             // fetch URL; message Arg with the status and the text, or 0 and why not
	Open                            // a WebSocket to URL with the subprotocols List; messages ws-open, -message, -close, -bad
	Tell                            // send Body on it; Number 1: bytes in hex
	Shut                            // close it with code Number (0: none) and reason Body
	Watch                           // an event stream at URL; message stream with "event\ndata"; no URL: end the last one
	Later                           // message Arg after Number milliseconds
	FetchCases                      // the text Arg.txt beside the page: message Arg, or Arg-failed
	Top                             // scroll to the top of the page
	CopyText                        // Body into the clipboard
	Save                            // a file named Arg with the bytes of Body, each a character
	Select                          // select the text of the element with data-key Arg
	Reveal                          // scroll to the element with data-key Arg, and move the focus there
	Caret                           // focus the editor Arg, with the cursor at Number
)

// Update answers a message. What is not known changes nothing.
func Update(m Model, msg Message) (Model, []Effect) {
	m.Undo = m.Undo[:len(m.Undo):len(m.Undo)] // the old model keeps its own
	if next, effects, ok := m.updateBuild(msg); ok {
		return next, effects
	}
	if effects, ok := m.updateCompare(msg); ok {
		return m, effects
	}
	switch msg.Name {
	case "edit":
		m.edit(sideOf(msg.Arg), msg.Value, msg.Number)
	case "caret":
		m.caret(sideOf(msg.Arg), msg.Number)
	case "point":
		m.pointAt(sideOf(msg.Arg), msg.Number)
	case "step":
		m.goTo(m.stepIndex(msg.Arg))
	case "finding":
		if m.goToFinding(msg.Arg) {
			return m, []Effect{{Do: Reveal, Arg: "finding-" + msg.Arg}}
		}
	case "next":
		m.goTo(m.current() + 1)
	case "back":
		m.goTo(m.current() - 1)
	case "first":
		m.goTo(0)
	case "last":
		m.goTo(len(m.Report.Steps) - 1)
	case "flow":
		m.FlowOpen = !m.FlowOpen
	case "big":
		m.Big = !m.Big
	case "fix":
		m.fix(msg.Arg, msg.Random)
	case "preset":
		if p := handshake.PresetByID(msg.Value); p != nil {
			m.remember(&tDidPreset)
			m.load(p)
			m.Live.clear()
		} else if isClient(msg.Value) {
			return m.openCase(msg.Value)
		}
	case "let-server":
		if m.Response.Origin != Simulated {
			m.remember(&tDidServer)
			m.Response.Origin = Simulated
			m.changed()
		}
	case "undo":
		m.undo()
	case "redo":
		m.redo()
	case "aside":
		if n, err := strconv.Atoi(msg.Arg); err == nil {
			m.fetchAside(n)
		}
	case "go-to":
		if n, err := strconv.Atoi(msg.Arg); err == nil {
			m.revisit(n)
		}
	case "open":
		return m.open(msg.Value)
	case "share":
		return m, []Effect{{Do: Copy}}
	case "copied":
		if msg.Arg == "" {
			m.notify(&tCopied, false)
		} else {
			m.notify(&tProxyCopied, false)
		}
	case "copy-denied":
		m.notify(&tCopyDenied, true)
	case "dismiss":
		m.Notice = Notice{}
	case "address-denied":
		m.notify(&tAddressDenied, true, handshake.Arg{Name: "why", Value: msg.Value})
	case "address-kept":
		if m.Notice.Text.Text == &tAddressDenied {
			m.Notice = Notice{}
		}
	case "restarted":
		m.notify(&tRestarted, false)
	case "lang":
		return m.speak(msg.Arg)
	case "language":
		m.learn(msg.Arg, msg.Value)
	case "language-failed":
		m.LangCode = m.Lang.Tag()
		m.notify(&tLangFailed, true, handshake.Arg{Name: "why", Value: msg.Value})
	case "panic":
		// For the tests of what a panic does to the page: nothing sends this
		// but a test. The second one is beyond the guard, and ends the program.
		if msg.Number == 0 {
			panic(msg.Value)
		}
		go panic(msg.Value)
	default:
		if effects, ok := m.updateExplain(msg); ok {
			return m, effects
		}
		if next, effects, ok := m.updateShare(msg); ok {
			return next, effects
		}
		if next, effects, ok := m.updateScreen(msg); ok {
			return next, effects
		}
		effects := m.updateLive(msg)
		return m, effects
	}
	return m, nil
}

// edit takes what was typed. An editor that held what the server answers is the
// person's from the first key on.
func (m *Model) edit(side handshake.Side, text string, caret int) {
	e := m.editor(side)
	if text == e.Text {
		return
	}
	m.rememberTyping(typing{side.String(), e.Text, text}, &tDidTyping)
	m.noticePaste(side, e.Text, text)
	e.set(text, Typed)
	m.changed()
	m.caret(side, caret)
}

// changed judges anew and, when the fault is a new one, goes to where it is.
func (m *Model) changed() {
	before := m.cause()
	m.Preset, m.Point, m.CaseWhole = "", Point{}, false
	m.judge()
	if after := m.cause(); after != "" && after != before && m.Step != "" {
		m.Step = m.Report.Steps[m.current0()].ID
	}
}

// current0 is the step that the verdict is about, whatever step is in hand.
func (m *Model) current0() int { return max(m.failed(), 0) }

func (m *Model) cause() string {
	if m.Report.Verdict.Outcome == handshake.Switches || m.Report.Verdict.Cause == nil {
		return ""
	}
	return m.Report.Verdict.Cause.Rule.ID
}

// caret explains what the cursor is in. Just after the last byte it means that.
func (m *Model) caret(side handshake.Side, units int) {
	e := m.editor(side)
	if len(e.wire) == 0 {
		m.Point = Point{}
		return
	}
	at := byteAt(e.at, utf16Offset(e.Text, units))
	m.pointAt(side, min(at, len(e.wire)-1))
}

func (m *Model) pointAt(side handshake.Side, at int) {
	if at < 0 || at >= len(m.editor(side).wire) {
		m.Point = Point{}
		return
	}
	m.Point = Point{On: true, Side: side, At: at}
}

func (m *Model) goTo(i int) {
	if i >= 0 && i < len(m.Report.Steps) {
		m.Step, m.Found = m.Report.Steps[i].ID, ""
	}
}

// goToFinding goes to the step in which a rule was found broken; false when it was not.
func (m *Model) goToFinding(rule string) bool {
	for i := range m.Report.Steps {
		for k := range m.Report.Steps[i].Findings {
			if m.Report.Steps[i].Findings[k].Rule.ID == rule {
				m.goTo(i)
				m.Found = rule
				return true
			}
		}
	}
	return false
}

// fix applies the repair that a finding proposes: "request.3" names it.
func (m *Model) fix(arg string, random [16]byte) {
	f := m.findFix(arg)
	if f == nil {
		return
	}
	replace := f.Replace
	if f.Fresh {
		replace = freshen(replace, handshake.NewKey(random))
	}
	m.splice(f.Place, replace, &tDidFix, nil)
}

// splice replaces bytes of an editor; the notation that the person chose for
// the rest is kept, when that works. by is what was typed into a control, nil for
// what was pressed.
func (m *Model) splice(p handshake.Place, replace string, what *handshake.Text, by *typing) {
	e := m.editor(p.Side)
	start, end := p.Start, p.End
	if start < 0 || end < start || end > len(e.wire) || string(e.wire[start:end]) == replace {
		return
	}
	want := string(e.wire[:start]) + replace + string(e.wire[end:])
	text := e.Text[:e.at[start]] + handshake.ShowLines([]byte(replace)) + e.Text[e.at[end]:]
	is := handshake.ParseLines(text)
	if p.Side == handshake.FromServer {
		is, _ = m.filled(text)
	}
	if string(is) != want {
		text = handshake.ShowLines([]byte(want))
	}
	if by != nil {
		m.rememberTyping(*by, what)
	} else {
		m.remember(what)
	}
	if m.Step == "" && by == nil {
		m.Step = m.Report.Steps[m.current()].ID // stay where the repair is seen to work
	}
	e.set(text, Typed)
	m.changed()
}

// freshen puts a random key in the place of the one that stands in for it. The
// stand-in is a key like any other: 22 characters of base64 and "==".
func freshen(replace, key string) string {
	end := strings.LastIndex(replace, "==") + 2
	if end < len(key) {
		return replace
	}
	return replace[:end-len(key)] + key + replace[end:]
}

func (m *Model) findFix(arg string) *handshake.Fix {
	side, index, _ := strings.Cut(arg, ".")
	list := m.findings(sideOf(side))
	n := 0
	for _, c := range []byte(index) {
		if c < '0' || c > '9' || n > len(list) {
			return nil
		}
		n = n*10 + int(c-'0')
	}
	if index == "" || n >= len(list) {
		return nil
	}
	return list[n].Fix
}

// open puts in what a link holds. A link that can not be read changes nothing
// and says so.
func (m Model) open(fragment string) (Model, []Effect) {
	if fragment = strings.TrimPrefix(fragment, "#"); fragment == m.Link() {
		return m, nil
	}
	if p, ok := parsePlace(fragment); ok {
		return m.openPlace(p)
	}
	s := LinkState{Preset: DefaultPreset}
	if fragment != "" {
		var ok bool
		if s, ok = DecodeLink(fragment); !ok {
			m.notify(&tLinkBroken, true)
			return m, nil
		}
	}
	if (s.Case != "" || s.Other != nil && s.Other.Case != "") && m.Library.shelf == nil {
		m.Wanted = place{kind: "link", id: fragment}
		return m.fetchCases()
	}
	old := m
	m.Screen = OnExchange
	m.restore(s)
	m.restoreOther(s.Other)
	if old.Request.Text != m.Request.Text || old.Response.Text != m.Response.Text || old.Policy != m.Policy {
		old.remember(&tDidLink)
		m.Undo, m.Redo, m.Aside, m.turns, m.run = old.Undo, nil, old.Aside, old.turns, run{}
		m.Live.clear()
	}
	if s.Lang == "" {
		s.Lang = m.Home
	}
	m, effects := m.speak(s.Lang)
	if m.Found != "" {
		effects = append(effects, Effect{Do: Reveal, Arg: "finding-" + m.Found})
	}
	return m, effects
}

func (m *Model) notify(t *handshake.Text, bad bool, args ...handshake.Arg) {
	m.Notice = Notice{Text: handshake.Phrase{Text: t, Args: args}, Bad: bad}
}

// speak switches the language; its texts may have to be fetched first.
func (m Model) speak(code string) (Model, []Effect) {
	m.LangCode = code
	if code == "en" {
		m.Lang = nil
		return m, nil
	}
	if code == m.Lang.Tag() {
		return m, nil
	}
	return m, []Effect{{Do: FetchLanguage, Arg: code}}
}

// learn takes a catalogue that has come. One that nobody waits for any more is
// left aside.
func (m *Model) learn(code, catalogue string) {
	if code != m.LangCode {
		return
	}
	lang, err := handshake.ParseLanguage(code, []byte(catalogue))
	if err != nil {
		m.LangCode = m.Lang.Tag()
		m.notify(&tLangFailed, true, handshake.Arg{Name: "why", Value: err.Error()})
		return
	}
	m.Lang = lang
	m.Notice = Notice{}
}
