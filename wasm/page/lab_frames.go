package page

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"handshake101/handshake"
)

// Frames as they flow: the server streams its recording while the connection
// stands, and each piece goes behind what the editors hold, so that frames are
// steps like all others. Only an exchange that is still the recording grows; who
// has changed it gets the recording back by a button.

// mostFollowed bounds what is judged anew with each piece.
const mostFollowed = 32 << 10

// attached tells whether the editors hold the recording as it is.
func (m *Model) attached() bool {
	c := &m.Live.Lab.Check
	return m.Request.Origin == Recorded && m.Response.Origin == Recorded &&
		string(m.Request.wire) == string(c.Request) && string(m.Response.wire) == string(c.Response)
}

// grow adds what has come.
func (m *Model) grow(request, response []byte, more []Chunk) {
	c := &m.Live.Lab.Check
	on := m.attached()
	c.Request = append(c.Request[:len(c.Request):len(c.Request)], request...)
	c.Response = append(c.Response[:len(c.Response):len(c.Response)], response...)
	c.Chunks = append(c.Chunks[:len(c.Chunks):len(c.Chunks)], more...)
	if !on {
		return
	}
	if c.Full = len(c.Request)+len(c.Response) > mostFollowed; c.Full {
		return
	}
	m.Request.set(handshake.ShowLines(c.Request), Recorded)
	m.Response.set(handshake.ShowLines(c.Response), Recorded)
	m.changed(true)
}

// follow takes a recording that may have grown.
func (m *Model) follow(request, response []byte, list []node) {
	c := &m.Live.Lab.Check
	q, r := len(c.Request), len(c.Response)
	if len(request) < q || len(response) < r || len(request)+len(response) == q+r {
		return
	}
	var more []Chunk
	for _, x := range chunks(list) {
		if x.Start >= q && x.Side == handshake.FromClient || x.Start >= r && x.Side == handshake.FromServer {
			more = append(more, x)
		}
	}
	m.grow(request[q:], response[r:], more)
}

// streamed takes one event of the stream, which begins with all that was
// recorded before.
func (m *Model) streamed(value string) {
	c := &m.Live.Lab.Check
	event, data, _ := strings.Cut(value, "\n")
	switch event {
	case "begin":
		c.Streamed = [2]int{}
	case "error":
		if c.Open && data == "" {
			m.Live.Lab.Said = handshake.Phrase{Text: &tTalkBlind}
		}
	case "chunk":
		v, ok := readJSON(data)
		if !ok {
			return
		}
		x := addChunk(nil, v, &c.Streamed)[0]
		have := [2]int{len(c.Request), len(c.Response)}[x.Side]
		fresh := c.Streamed[x.Side] - have
		if fresh <= 0 || fresh > x.N {
			return
		}
		b := v.bytes("data")[x.N-fresh:]
		x.Start, x.N = have, fresh
		if x.Side == handshake.FromServer {
			m.grow(nil, b, []Chunk{x})
		} else {
			m.grow(b, nil, []Chunk{x})
		}
	}
}

// updateTalk says something on the open connection.
func (m Model) updateTalk(msg Message) (Model, []Effect) {
	l := &m.Live.Lab
	say := func(t *handshake.Text, args ...handshake.Arg) { l.Said = handshake.Phrase{Text: t, Args: args} }
	if msg.Name == "lab-reload" && len(l.Check.Request) > 0 {
		m.put(l.Check.Request, l.Check.Response)
	}
	if msg.Name == "acted" && m.mine(msg) && msg.Number != 200 {
		say(&tLabRefused, arg("why", whyNot(msg)))
	}
	if !l.Check.Open || !strings.HasPrefix(msg.Name, "talk-") {
		return m, nil
	}
	say(nil)
	text := m.Field("message")
	act := func(key, value string) (Model, []Effect) {
		return m, []Effect{{Do: Ask, Arg: "acted", Tag: m.Live.Plan.ID, URL: "live/" + m.Live.Plan.ID + "/act", Method: "POST",
			Body: `{"` + key + `":` + value + `}`}}
	}
	quoted := string(handshake.AppendJSONString(nil, text))
	code, err := strconv.Atoi(m.Field("code"))
	if m.Field("code") == "" {
		code, err = 1000, nil
	}
	switch msg.Name {
	case "talk-text":
		return m, []Effect{{Do: Tell, Body: text}}
	case "talk-bytes":
		b, bad := hex.DecodeString(strings.Join(strings.Fields(text), ""))
		if bad != nil {
			say(&tTalkHex)
			return m, nil
		}
		return m, []Effect{{Do: Tell, Body: string(b), Number: 1}}
	case "talk-ping":
		return act("ping", quoted)
	case "talk-server":
		return act("text", quoted)
	}
	if err != nil {
		say(&tTalkCode)
		return m, nil
	}
	if msg.Name == "talk-end" {
		return act("close", `{"code":`+itoa(code)+`,"reason":`+string(handshake.AppendJSONString(nil, m.Field("reason")))+`}`)
	}
	return m, []Effect{{Do: Shut, Number: code, Body: m.Field("reason")}}
}

// flowing is one frame in the list.
type flowing struct {
	step *handshake.Step
	side handshake.Side
	at   int
	turn int // among all pieces
}

// mostFrames are shown; older ones stand among the steps.
const mostFrames = 12

// frames lists the last frames in the order in which they crossed.
func (m *Model) frames() (list []flowing, more int) {
	for i := range m.Report.Steps {
		s := &m.Report.Steps[i]
		if !strings.HasPrefix(s.ID, "frame.") || len(s.Spans) == 0 || s.Outcome == handshake.Skipped {
			continue
		}
		f := flowing{step: s, side: s.Spans[0].Side}
		for k, c := range m.Live.Lab.Check.Chunks {
			if c.Side == f.side && c.Start < s.Spans[0].End { // the piece that made it whole
				f.at, f.turn = c.At, k
			}
		}
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b flowing) int { return a.turn - b.turn })
	more = max(0, len(list)-mostFrames)
	return list[more:], more
}

// payload is what a frame says, as its working shows it.
func (f *flowing) payload() string {
	d := f.step.Derived
	if len(d) == 0 {
		return ""
	}
	switch last := &d[len(d)-1]; last.Label.Text.ID {
	case "derived.frame.first", "derived.frame.second", "derived.frame.key":
		return ""
	default:
		return last.Value
	}
}
