package page

import (
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
	m.changed()
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
			m.Live.Lab.Said = phrase(&tTalkBlind)
		}
	case "chunk":
		v, ok := handshake.ReadJSON(data)
		if !ok {
			return
		}
		x := addChunk(nil, v, &c.Streamed)[0]
		have := [2]int{len(c.Request), len(c.Response)}[x.Side]
		fresh := c.Streamed[x.Side] - have
		if fresh <= 0 || fresh > x.N {
			return
		}
		b := v.Bytes("data")[x.N-fresh:]
		x.Start, x.N = have, fresh
		if x.Side == handshake.FromServer {
			m.grow(nil, b, []Chunk{x})
		} else {
			m.grow(b, nil, []Chunk{x})
		}
	}
}

// updateTalk says something on the open connection.
func (m *Model) updateTalk(msg Message) []Effect {
	l := &m.Live.Lab
	if msg.Name == "lab-reload" && len(l.Check.Request) > 0 {
		m.put(l.Check.Request, l.Check.Response)
	}
	if !l.Check.Open || !strings.HasPrefix(msg.Name, "talk-") {
		return nil
	}
	l.Said = phrase(nil)
	e := Effect{Do: Ask, Arg: "acted", Tag: m.Live.Plan.ID, URL: "live/" + m.Live.Plan.ID + "/act", Method: "POST"}
	text, reason := m.Field("message"), m.Field("reason")
	code, err := strconv.Atoi(m.Field("code"))
	if m.Field("code") == "" {
		code, err = 1000, nil
	}
	switch msg.Name {
	case "talk-text":
		e.Do, e.Body = Tell, text
	case "talk-bytes":
		e.Do, e.Number = Tell, 1
		for i := range len(text) {
			switch c := text[i]; {
			case '0' <= c && c <= '9', 'a' <= c|0x20 && c|0x20 <= 'f':
				e.Body += text[i : i+1]
			case c != ' ':
				e.Body = "x"
			}
		}
		if len(e.Body)%2 != 0 || strings.HasPrefix(e.Body, "x") {
			l.Said = phrase(&tTalkHex)
			return nil
		}
	case "talk-ping":
		e.Body = `{"ping":` + quote(text) + `}`
	case "talk-server":
		e.Body = `{"text":` + quote(text) + `}`
	default:
		if err != nil {
			l.Said = phrase(&tTalkCode)
			return nil
		}
		e.Body = `{"close":{"code":` + itoa(code) + `,"reason":` + quote(reason) + `}}`
		if msg.Name == "talk-close" {
			e.Do, e.Number, e.Body = Shut, code, reason
		}
	}
	return []Effect{e}
}

// quote writes a text as JSON.
func quote(s string) string { return string(handshake.AppendJSONString(nil, s)) }

// flowing is one frame in the list.
type flowing struct {
	step *handshake.Step
	side handshake.Side
	at   int
}

// mostFrames are shown; older ones stand among the steps.
const mostFrames = 12

// inOrder puts the steps behind the switch into the order in which their bytes
// crossed, where that is recorded: of two sides alone nobody can tell whose frame
// came first.
func (m *Model) inOrder() {
	steps := m.Report.Steps[m.stepIndex("pipe")+1:]
	turns := make([]int, len(steps))
	var last [2]int
	for i := range steps {
		s := &steps[i]
		if s.Actor != handshake.ActorWireRequest && s.Actor != handshake.ActorWireResponse {
			return
		}
		side := handshake.FromClient
		if s.Actor == handshake.ActorWireResponse {
			side = handshake.FromServer
		}
		if len(s.Spans) > 0 {
			_, last[side] = m.Live.Lab.Check.crossed(side, s.Spans[0].End)
		}
		turns[i] = last[side]
		for k := i; k > 0 && turns[k-1] > turns[k]; k-- {
			turns[k-1], turns[k] = turns[k], turns[k-1]
			steps[k-1], steps[k] = steps[k], steps[k-1]
		}
	}
}

// crossed tells when the piece came that made the first bytes of a side whole, and
// its place among all pieces.
func (c *Check) crossed(side handshake.Side, end int) (at, turn int) {
	for k, x := range c.Chunks {
		if x.Side == side && x.Start < end {
			at, turn = x.At, k
		}
	}
	return at, turn
}

// frames lists the last frames in the order in which they crossed.
func (m *Model) frames() (list []flowing, more int) {
	for i := range m.Report.Steps {
		s := &m.Report.Steps[i]
		if !strings.HasPrefix(s.ID, "frame.") || len(s.Spans) == 0 || s.Outcome == handshake.Skipped {
			continue
		}
		f := flowing{step: s, side: s.Spans[0].Side}
		f.at, _ = m.Live.Lab.Check.crossed(f.side, s.Spans[0].End)
		list = append(list, f)
	}
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
