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
	Plan   LivePlan
	Result handshake.Phrase // what came of the check, in a sentence
	// Request and Response are how the recording differs from the page.
	Request, Response []Difference
	HasRecording      bool
}

// LivePlan is what the browser is asked to do. Addresses are relative to the
// page's root.
type LivePlan struct {
	Socket       string // of the WebSocket
	Recording    string // of the recording
	Subprotocols []string
	Message      string // to be sent, and to come back
}

// LiveSeconds is how long a live check waits.
const LiveSeconds = 8

func (l *Live) clear() {
	if l.State >= LiveIdle {
		*l = Live{State: LiveIdle, Host: l.Host}
	}
}

func (m Model) updateLive(msg Message) (Model, []Effect) {
	say := func(t *handshake.Text, args ...handshake.Arg) {
		m.Live.State, m.Live.Result = LiveFailed, handshake.Phrase{Text: t, Args: args}
	}
	arg := func(name, value string) handshake.Arg { return handshake.Arg{Name: name, Value: value} }
	switch msg.Name {
	case "probe":
		m.Live = Live{State: LiveLooking}
		return m, []Effect{{Do: Probe}}
	case "server-here":
		m.Live = Live{State: LiveIdle, Host: msg.Value}
	case "server-absent":
		m.Live = Live{State: LiveAbsent}
	case "live":
		if m.Live.State < LiveIdle || m.Live.State == LiveRunning {
			break
		}
		m.Live.clear()
		m.Live.State = LiveRunning
		m.Live.Plan = m.plan(msg.Random)
		return m, []Effect{{Do: Connect}, {Do: Focus, Arg: "live"}}
	case "live-opened": // Value is the subprotocol; the message came back
		m.Live.Result = handshake.Phrase{Text: &tLiveOpened, Args: []handshake.Arg{arg("sent", m.Live.Plan.Message)}}
		if msg.Value != "" {
			m.Live.Result.Text = &tLiveOpenedAs
			m.Live.Result.Args = append(m.Live.Result.Args, arg("subprotocol", handshake.Show([]byte(msg.Value))))
		}
		m.Live.State = LiveDone
	case "live-refused":
		say(&tLiveRefused, arg("code", strconv.Itoa(msg.Number)))
	case "live-no-echo":
		say(&tLiveNoEcho, arg("code", strconv.Itoa(msg.Number)))
	case "live-timeout":
		say(&tLiveTimeout, arg("seconds", strconv.Itoa(LiveSeconds)))
	case "live-bad-name":
		say(&tLiveBadName, arg("why", msg.Value))
	case "live-gone":
		say(&tLiveGone, arg("why", msg.Value))
	case "recording": // Arg and Value: both sides' bytes in base64
		request, err1 := base64.StdEncoding.DecodeString(msg.Arg)
		response, err2 := base64.StdEncoding.DecodeString(msg.Value)
		if err1 != nil || err2 != nil {
			say(&tLiveGone, arg("why", "base64"))
			break
		}
		m.record(request, response)
	}
	return m, nil
}

// plan chooses an address that nobody can guess. The subprotocols are those
// that the request in the page offers, for they are all that a script chooses.
func (m *Model) plan(random [16]byte) LivePlan {
	id := handshakeID(random)
	p := LivePlan{
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
		if l.Kind != handshake.FieldLine || !strings.EqualFold(string(msg.Text(l.Name)), "Sec-WebSocket-Protocol") {
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
	m.remember(&tDidLive)
	m.Request.set(handshake.ShowLines(request), Recorded)
	m.Response.set(handshake.ShowLines(response), Recorded)
	m.changed(true)
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
