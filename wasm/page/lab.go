package page

import (
	"strings"

	"handshake101/handshake"
)

// Lab is what the live lab knows beside the exchange: the dev server, which tool
// is open and how it is set, and the check that is under way or came last.
type Lab struct {
	Engine      string // of this browser: chromium, firefox, webkit, or ""
	About       About
	Tool        string // the tool that is open
	Fields      [len(labFields)]string
	Cut, Target string // how to send, and where
	Twice       bool
	Early, TLS  bool
	Said        handshake.Phrase // what became of the last act on an open connection
	Proxies     []node           // as the dev server tells them
	ProxiesWhy  handshake.Phrase // why they are not here
	H2, H1      string           // the heads of this browser's last handshakes under TLS
	Check       Check
}

// labFields are the inputs of the lab, by data-field.
var labFields = [...]string{"sizes", "message", "code", "reason"}

// About is what the dev server says of itself.
type About struct {
	Protocols, Targets []string
	Secure, Twin       int // ports; 0: none
	HTTP, TLS          string
	LAN                []string
	QR                 string // of the first of them, as a path
	QRSize             int
	Head               int // milliseconds in which a head has to come
}

// Check is one live check.
type Check struct {
	Kind         string // "echo", "answer", "send", "through"
	Open, Opened bool   // the WebSocket is open; it has been
	Closed       bool
	Hung         bool // neither opened nor closed in time
	Code         int  // of the close
	Reason       string
	Subprotocol  string // as the browser tells it
	Extensions   string
	Fetched      bool // the recording is here, or will not come

	Request, Response []byte // the recording, all of it
	Chunks            []Chunk
	Streamed          [2]int // bytes that the stream has brought so far
	Full              bool   // too long to follow in the editors
	H2                bool
	Events            []node // as the dev server tells them
	Inner             string // what was said inside TLS that began after the 101
	Waited            bool   // the request was not whole: the status alone is predicted
	Sent              int    // how much of Request is the editor's
	Front             Front  // of the proxy that it went through
	Base              []byte // what was written by hand: it is sent again while the recording stands
}

// Chunk is bytes that crossed at one time, in microseconds.
type Chunk struct {
	Side  handshake.Side
	At    int
	Start int // offset on its side
	N     int // bytes
}

// Field is what an input holds.
func (m *Model) Field(name string) string {
	if value, ok := m.buildField(name); ok {
		return value
	}
	if name == "paste" {
		if im := m.Tray.Import; m.Tray.Opened != "" && im != nil && im.Format.ID == "packets" {
			return "" // no text: what is in it stands below
		}
		if m.Tray.Opened != "" {
			return handshake.ShowLines([]byte(m.Tray.Text[:min(len(m.Tray.Text), 20000)]))
		}
		return m.Tray.Text
	}
	for i, f := range labFields {
		if f == name {
			return m.Live.Lab.Fields[i]
		}
	}
	return ""
}

func (m *Model) updateLab(msg Message) []Effect {
	l := &m.Live.Lab
	switch msg.Name {
	case "about":
		if v, ok := handshake.ReadJSON(msg.Value); ok && msg.Number == 200 {
			l.About = About{v.Texts("protocols"), v.Texts("targets"), v.Number("securePort"), v.Number("secureTwinPort"), v.Get("http").Text, v.Get("tls").Text, v.Texts("lan"), v.Get("qr").Text, v.Number("qrSize"), v.Get("limits").Number("headMs")}
		}
	case "field":
		for i, f := range labFields {
			if f == msg.Arg {
				l.Fields[i] = msg.Value
			}
		}
	case "tool":
		if l.Tool == msg.Arg {
			l.Tool = ""
			break
		}
		l.Tool = msg.Arg
		if l.Tool == "proxy" && l.Proxies == nil {
			return []Effect{{Do: Ask, Arg: "proxies", URL: "api/proxies"}}
		}
	case "lab-copy":
		for i := range l.Proxies {
			if p := &l.Proxies[i]; p.Get("id").Text == msg.Arg {
				return []Effect{{Do: Copy, Body: p.Get("right").Text}}
			}
		}
	case "proxies":
		m.learnProxies(msg)
	case "lab-cut":
		l.Cut = msg.Value
	case "lab-target":
		l.Target = msg.Value
	case "lab-twice":
		l.Twice = !l.Twice
	case "lab-early":
		l.Early = !l.Early
	case "lab-tls":
		l.TLS = !l.TLS
	case "lab-send":
		return m.sendNow(msg.Random)
	case "sent":
		if m.mine(msg) {
			m.sent(msg)
		}
	case "lab-through":
		return m.throughNow(msg.Random)
	case "passed":
		if m.mine(msg) {
			m.passed(msg)
		}
	case "lab-placeholders":
		m.putPlaceholders()
	case "lab-answer":
		return m.answerNow(msg.Random)
	case "stored":
		if !m.mine(msg) {
			break
		}
		if msg.Number != 200 {
			m.refused(msg)
			break
		}
		return m.openSocket()
	case "lab-twin":
		if a := m.twinAddress(); a != "" {
			return m.connect("echo", a, msg.Random)
		}
	default:
		if m.mine(msg) {
			return m.updateSocket(msg)
		}
		return m.updateTalk(msg)
	}
	return nil
}

// mine tells whether an answer belongs to the check in hand.
func (m *Model) mine(msg Message) bool { return msg.Arg == m.Live.Plan.ID }

// whyNot is what the server, or the browser, says of a question that failed.
func whyNot(msg Message) string {
	if v, ok := handshake.ReadJSON(msg.Value); ok && msg.Number != 0 {
		if s := v.Get("error").Get("message").Text; s != "" {
			return s
		}
	}
	if msg.Number == 0 {
		return msg.Value
	}
	return itoa(msg.Number)
}

// refused says why a check could not be begun.
func (m *Model) refused(msg Message) {
	m.Live.State, m.Live.Result = LiveFailed, fault(msg)
}

// updateSocket hears this browser's WebSocket and what the server records of it.
func (m *Model) updateSocket(msg Message) []Effect {
	c, plan := &m.Live.Lab.Check, &m.Live.Plan
	running := m.Live.State == LiveRunning && m.Live.Result.Text == nil
	switch msg.Name {
	case "ws-open":
		c.Open, c.Opened = true, true
		c.Subprotocol, c.Extensions, _ = strings.Cut(msg.Value, "\n")
		return []Effect{{Do: Tell, Tag: plan.ID, Body: plan.Message}}
	case "ws-message":
		if running && msg.Value == plan.Message {
			m.Live.Result = phrase(&tLiveOpened, "sent", plan.Message, "subprotocol", handshake.Show([]byte(c.Subprotocol)))
			if c.Subprotocol != "" {
				m.Live.Result.Text = &tLiveOpenedAs
			}
			return m.fetch()
		}
	case "ws-close":
		if c.Hung {
			break
		}
		c.Open, c.Closed, c.Code, c.Reason = false, true, msg.Number, msg.Value
		if !running { // the last frames may still be on their way
			return []Effect{{Do: Later, Arg: "ws-rest", Tag: plan.ID, Number: 400}}
		}
		m.Live.Result = phrase(&tLiveRefused, "code", itoa(c.Code))
		if c.Opened {
			m.Live.Result.Text = &tLiveNoEcho
		}
		return m.fetch()
	case "ws-late":
		if running {
			m.Live.Result = phrase(&tLiveTimeout, "seconds", itoa(LiveSeconds))
			if c.Opened { // a scripted answer need not echo
				m.Live.Result.Text = &tLabQuiet
				return m.fetch()
			}
			c.Hung = true
			return append(m.fetch(), Effect{Do: Shut})
		}
	case "ws-rest":
		return m.fetch()
	case "ws-bad":
		m.Live.fail(&tLiveBadName, "why", msg.Value)
	case "ws-odd":
		m.Live.Lab.Said = phrase(&tTalkOdd, "why", msg.Value)
	case "recording":
		return m.recorded(msg)
	case "stream":
		m.streamed(msg.Value)
	case "acted":
		if msg.Number != 200 {
			m.Live.Lab.Said = fault(msg)
		}
	}
	return nil
}

func (m *Model) fetch() []Effect {
	return []Effect{{Do: Ask, Arg: "recording", Tag: m.Live.Plan.ID, URL: m.Live.Plan.Recording}}
}

// recorded takes a recording: the first time as the exchange, later what has
// been added since.
func (m *Model) recorded(msg Message) []Effect {
	c := &m.Live.Lab.Check
	v, ok := handshake.ReadJSON(msg.Value)
	first := !c.Fetched
	c.Fetched = true
	switch {
	case msg.Number != 200 || !ok:
		if first {
			if c.Opened {
				if m.Live.Result = fault(msg); m.Live.Result.Text == &tLabRefused || m.Live.Result.Text == &tLabGone {
					m.Live.Result.Text = &tLiveGone
				}
			}
			m.Live.State = LiveFailed
		}
		return nil
	case !first:
		m.follow(v.Bytes("requestBase64"), v.Bytes("responseBase64"), v.Get("chunks").Items)
		return nil
	}
	m.Live.State = LiveFailed
	if t := m.Live.Result.Text; t == &tLiveOpened || t == &tLiveOpenedAs || c.Opened && c.Kind == "answer" {
		m.Live.State = LiveDone
	}
	m.takeRecording(v)
	if c.Open {
		return []Effect{{Do: Watch, URL: "live/" + m.Live.Plan.ID + "/stream", Tag: m.Live.Plan.ID,
			List: []string{"begin", "chunk", "state", "end", "error"}}}
	}
	return nil
}

// takeRecording makes a recording the exchange and compares it.
func (m *Model) takeRecording(v node) {
	l, c := &m.Live.Lab, &m.Live.Lab.Check
	c.Request, c.Response, c.Chunks = v.Bytes("requestBase64"), v.Bytes("responseBase64"), chunks(v.Get("chunks").Items)
	c.H2 = len(v.Get("h2").Items) > 0
	heads := handshake.ShowLines(append(headOf(c.Request), headOf(c.Response)...))
	switch {
	case c.H2:
		l.H2 = heads
	case v.Get("tls").Items != nil:
		l.H1 = heads
	}
	switch {
	case c.Kind == "send":
		m.compareSent()
		m.put(c.Request, c.Response)
	case c.Kind == "answer" || c.H2 || m.Report.Request.Message != nil && m.Report.Request.Message.Form == handshake.FieldSection: // written by hand, or in another form: nothing to hold it against
		m.Live.HasRecording = false
		m.put(c.Request, c.Response)
	default:
		m.record(c.Request, c.Response)
	}
}

// chunks lists what crossed.
func chunks(list []node) (all []Chunk) {
	var at [2]int
	for _, x := range list {
		all = addChunk(all, x, &at)
	}
	return all
}

func addChunk(all []Chunk, x node, at *[2]int) []Chunk {
	side := handshake.FromClient
	if x.Get("from").Text == "server" {
		side = handshake.FromServer
	}
	n := len(x.Bytes("data"))
	all = append(all, Chunk{Side: side, At: x.Number("at"), Start: at[side], N: n})
	at[side] += n
	return all
}
