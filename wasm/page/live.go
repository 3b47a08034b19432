package page

import (
	"encoding/base64"
	"strconv"
	"strings"

	"handshake101/handshake"
)

// LiveState is how far the live check is.
type LiveState uint8

const (
	LiveLooking LiveState = iota // nobody knows yet whether a dev server is there
	LiveAbsent                   // a static host
	LiveIdle                     // a dev server is there
	LiveRunning
	LiveDone
	LiveFailed
)

var liveStates = [...]string{"looking", "absent", "idle", "running", "done", "failed"}

// Live is what the bar at the foot knows.
type Live struct {
	State  LiveState
	Host   string // of the dev server
	Why    string // nobody could be asked for one
	Plan   LivePlan
	Result handshake.Phrase // what came of the check, in a sentence
	// Request and Response are how the recording differs from the page.
	Request, Response []Difference
	HasRecording      bool
	Lab               Lab
}

// LivePlan is what the browser is asked to do. Addresses are relative to the
// page's root.
type LivePlan struct {
	ID           string
	Socket       string // of the WebSocket
	Recording    string // of the recording
	Subprotocols []string
	Message      string // to be sent, and to come back
}

// LiveSeconds is how long a live check waits.
const LiveSeconds = 8

// clear forgets what came of the last check. A connection that stands goes on.
func (l *Live) clear() {
	if l.State < LiveIdle {
		return
	}
	lab := l.Lab
	lab.Check.Events, lab.Check.Inner, lab.Check.Kind = nil, "", ""
	if !lab.Check.Open {
		lab.Check = Check{}
	}
	*l = Live{State: LiveIdle, Host: l.Host, Plan: l.Plan, Lab: lab}
}

// phrase is a text with its arguments, each a name and a value.
//
//go:noinline
func phrase(t *handshake.Text, args ...string) (p handshake.Phrase) {
	p.Text = t
	for i := 0; i+1 < len(args); i += 2 {
		p.Args = append(p.Args, handshake.Arg{Name: args[i], Value: args[i+1]})
	}
	return p
}

// sayf says it.
//
//go:noinline
func (m *Model) sayf(t *handshake.Text, args ...string) string {
	return m.Lang.Say(phrase(t, args...))
}

// fail says what went wrong with the check.
//
//go:noinline
func (l *Live) fail(t *handshake.Text, args ...string) {
	l.State, l.Result = LiveFailed, phrase(t, args...)
}

func (m *Model) updateLive(msg Message) []Effect {
	switch msg.Name {
	case "probe":
		m.Live = Live{State: LiveLooking, Lab: Lab{Engine: m.Live.Lab.Engine}}
		return []Effect{{Do: Probe}}
	case "server-here":
		m.Live.State, m.Live.Host = LiveIdle, msg.Value
		return []Effect{{Do: Ask, Arg: "about", URL: "live/about"}}
	case "server-absent":
		m.Live.State, m.Live.Why = LiveAbsent, msg.Value
	case "live":
		return m.connect("echo", "", msg.Random)
	default:
		return m.updateLab(msg)
	}
	return nil
}

// connect begins a check with this browser's WebSocket. At "" it goes where the
// page came from.
func (m *Model) connect(kind, at string, random [16]byte) []Effect {
	if !m.begin(kind, random) {
		return nil
	}
	m.Live.Plan.Socket = at + m.Live.Plan.Socket
	return append(m.openSocket(), Effect{Do: Focus, Arg: "live"})
}

func (m *Model) openSocket() []Effect {
	p := &m.Live.Plan
	return []Effect{{Do: Watch}, {Do: Open, URL: p.Socket, List: p.Subprotocols, Tag: p.ID},
		{Do: Later, Arg: "ws-late", Tag: p.ID, Number: LiveSeconds * 1000}}
}

// begin makes the page ready for a check, unless one is under way.
func (m *Model) begin(kind string, random [16]byte) bool {
	if m.Live.State < LiveIdle || m.Live.State == LiveRunning {
		return false
	}
	m.Live.Lab.Check, m.Live.Lab.Said = Check{}, handshake.Phrase{}
	m.Live.clear()
	m.Live.State = LiveRunning
	m.Live.Lab.Check.Kind = kind
	m.Live.Plan = m.plan(random)
	return true
}

// plan chooses an address that nobody can guess. The subprotocols are those
// that the request in the page offers, for they are all that a script chooses.
func (m *Model) plan(random [16]byte) LivePlan {
	id := handshakeID(random)
	p := LivePlan{
		ID:           id,
		Socket:       "live/" + id + "/echo",
		Recording:    "live/" + id + "/recording",
		Subprotocols: m.subprotocols(),
		Message:      "hello, 101",
	}
	mark := "?"
	for _, key := range handshake.PolicyKeys {
		if value, ok := m.Policy.Get(key); ok {
			p.Socket += mark + key + "=" + percent(value)
			mark = "&"
		}
	}
	return p
}

func handshakeID(random [16]byte) string {
	return base64.RawURLEncoding.EncodeToString(random[:])
}

// percent writes a text as the value of a query (RFC 3986 §2.1).
func percent(s string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~/,:", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(digits[c>>4])
		b.WriteByte(digits[c&15])
	}
	return b.String()
}

func (m *Model) subprotocols() []string {
	var list []string
	msg := m.Report.Request.Message
	if msg == nil {
		return nil
	}
	for i := range msg.Lines {
		l := &msg.Lines[i]
		if l.Kind != handshake.FieldLine || l.Field != handshake.ProtocolField {
			continue
		}
		for _, s := range strings.Split(string(msg.Text(l.Value)), ",") {
			if s = strings.Trim(s, " \t"); s != "" {
				list = append(list, s)
			}
		}
	}
	return list
}

// record puts in what crossed the wire, and works out how it differs: the
// request from the one in the page, the response from what the engine says a
// server with this policy answers to the request that really came.
func (m *Model) record(request, response []byte) {
	predicted := handshake.Respond(request, m.Policy)
	m.Live.HasRecording = true
	m.Live.Request = compare(headOf(m.Request.wire), headOf(request), handshake.FromClient)
	m.Live.Response = compare(headOf(predicted), headOf(response), handshake.FromServer)
	m.put(request, response)
}

// put makes a recording the exchange.
func (m *Model) put(request, response []byte) {
	m.remember(&tDidLive)
	m.Request.set(handshake.ShowLines(request), Recorded)
	m.Response.set(handshake.ShowLines(response), Recorded)
	m.changed()
}

func headOf(b []byte) []byte {
	n, _ := handshake.HeadEnd(b)
	return b[:n]
}

// ServerSpeaks tells the dev server's answer to healthz from whatever a static
// host may answer.
func ServerSpeaks(body string) bool {
	return strings.TrimSpace(body) == "ok"
}

func itoa(n int) string { return strconv.Itoa(n) }
