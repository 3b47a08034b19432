// Package page is the program of the page without a browser: a Model, an
// Update that answers what a person did, and a View that writes the model as
// HTML. It has no build tags and does nothing by itself, so every state of the
// screen can be made and looked at in a native test.
package page

import (
	"handshake101/handshake"
)

// Origin tells where the text of an editor comes from.
type Origin uint8

const (
	Typed     Origin = iota // by a person, or a preset that one chose
	Simulated               // what the server with the policy answers
	Recorded                // what crossed a real socket
)

// Editor is one half of the exchange as the page holds it.
type Editor struct {
	Text   string // editor notation, exactly as typed
	Origin Origin

	wire []byte // what the text stands for
	at   []int  // offsets of the wire's bytes in the text
}

func (e *Editor) set(text string, origin Origin) {
	e.Text, e.Origin = text, origin
	e.wire, e.at = wireOffsets(text)
}

// Point is the byte that hand or cursor is at.
type Point struct {
	On   bool
	Side handshake.Side
	At   int
}

// Snapshot is what undo brings back.
type Snapshot struct {
	What              handshake.Phrase // what was done afterwards
	Request, Response Editor
	Policy            *handshake.Policy
	Preset, Step      string
	Drafts            drafts
	Other             *Other
	Opened
}

// Opened is the case that was opened, nil for none.
type Opened struct {
	Case      *handshake.Case
	CaseWhole bool   // the exchange still is the case's
	CaseNote  bool   // what is known of it stands above the steps
	CaseRule  string // ID of the rule that it shows
	CaseRight bool   // it keeps the rule
}

// Model is all the page knows. It is a value: Update gives back a new one.
type Model struct {
	Lang     *handshake.Language // nil is English
	LangCode string              // what was asked for; differs from Lang until the catalogue is here
	Home     string              // the language that the page has by itself
	Base     string              // where the page's root is, as seen from the document
	Main     bool                // the page's own element: it has the brand and the address bar

	Request, Response Editor
	Policy            *handshake.Policy
	Preset            string // ID of the preset that the exchange still is; else ""
	Report            *handshake.Report

	Step     string // ID of the step in hand; "" follows the verdict
	Found    string // ID of the rule whose finding a link leads to; "" for none
	Point    Point
	FlowOpen bool // the list of steps is unfolded where there is no room for it
	Big      bool // in large type, for a room
	Sheet    Sheet
	Hex      [2]bool // the message is shown in hex
	HexMore  [2]int  // pages of it beyond the first

	Other *Other // what is compared with, nil for nothing

	Undo, Redo []Snapshot
	Aside      [][]Snapshot // ways that were turned back from, each with its end first
	turns      int          // how often the exchange was changed, or a change taken back
	run        run
	Build      Build

	Notice Notice
	Tray   Tray
	Live   Live

	Screen               Screen
	CaseQuery, RuleQuery string // what is looked for
	Rule                 string // ID of the rule that is unfolded
	index                *ruleIndex
	wires                *[2][]wireLine // what viewWire wrote last
	Library              Library
	Reality              Reality
	Wanted               place // what opens when the cases are here
	Opened
}

// Notice is one line above everything, for what must not be swallowed.
type Notice struct {
	Text   handshake.Phrase
	Bad    bool
	Reopen bool // offers to start the program again
}

// New is the page as it opens: the default exchange.
func New(lang *handshake.Language) Model {
	m := Model{Lang: lang, LangCode: lang.Tag(), Home: lang.Tag(), wires: new([2][]wireLine)}
	m.load(handshake.PresetByID(DefaultPreset))
	return m
}

// DefaultPreset is the exchange that the page opens with.
const DefaultPreset = "websocket"

// load puts a preset in. A preset that is not there changes nothing.
func (m *Model) load(p *handshake.Preset) {
	if p == nil {
		return
	}
	m.Preset, m.Policy, m.Step, m.Point, m.Opened = p.ID, p.Policy, "", Point{}, Opened{}
	m.Build.forget()
	m.Request.set(handshake.ShowLines(p.Request()), Typed)
	m.Response.Origin = Simulated
	m.judge()
}

// judge makes the report anew. A response that nobody typed is what the server
// with this policy answers.
func (m *Model) judge() {
	m.Found = ""
	m.fill()
	ex := handshake.Exchange{Request: m.Request.wire}
	if m.Response.Origin != Simulated {
		ex.Response = m.Response.wire
		if ex.Response == nil {
			ex.Response = []byte{}
		}
	}
	if m.CaseWhole {
		ex.Early = m.Case.Exchange.Early
	}
	m.Report = handshake.Inspect(ex, m.Policy)
	if m.attached() {
		m.inOrder()
	}
	if m.Response.Origin == Simulated {
		m.Response.set(handshake.ShowLines(m.Report.Simulated), Simulated)
	}
	if m.Step != "" && m.stepIndex(m.Step) < 0 {
		m.Step = ""
	}
}

func (m *Model) editor(side handshake.Side) *Editor {
	if side == handshake.FromServer {
		return &m.Response
	}
	return &m.Request
}

// EditorText gives what an editor holds, by the name it has in the HTML.
func (m *Model) EditorText(name string) string { return m.editor(sideOf(name)).Text }

func sideOf(name string) handshake.Side {
	if name == handshake.FromServer.String() {
		return handshake.FromServer
	}
	return handshake.FromClient
}

// current is the index of the step in hand: the one chosen, else the one that
// failed, else the first.
func (m *Model) current() int {
	if i := m.stepIndex(m.Step); i >= 0 {
		return i
	}
	return max(m.failed(), 0)
}

func (m *Model) failed() int {
	if c := m.Report.Verdict.Cause; c != nil {
		if i := m.stepIndex(c.Step); i >= 0 {
			return i
		}
	}
	for i := range m.Report.Steps {
		if m.Report.Steps[i].Outcome == handshake.Failed {
			return i
		}
	}
	return -1
}

func (m *Model) stepIndex(id string) int {
	for i := range m.Report.Steps {
		if m.Report.Steps[i].ID == id {
			return i
		}
	}
	return -1
}

func (m *Model) findings(side handshake.Side) []handshake.Finding {
	if side == handshake.FromServer {
		return m.Report.Answer.Findings
	}
	return m.Report.Request.Findings
}

func (m *Model) spans(side handshake.Side) []handshake.Span {
	if side == handshake.FromServer {
		return m.Report.Answer.Spans
	}
	return m.Report.Request.Spans
}

func (m *Model) say(t *handshake.Text, args ...handshake.Arg) string {
	return m.Lang.Text(t, args...)
}
