package page

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"

	"handshake101/handshake"
)

// Send these bytes: the dev server writes the request in the editor to a real
// connection, in the pieces that were chosen, and tells what came back and when.

// LabEvent is what happened beside bytes, in microseconds.
type LabEvent struct {
	At         int
	What, Text string
}

// How a request may be cut.
const (
	cutWhole = ""
	cutBytes = "bytes"
	cutCRLF  = "crlf"
	cutOwn   = "own"
)

const (
	mostPieces  = 2048  // that the dev server takes
	mostPauses  = 10000 // milliseconds in all
	usualWait   = 2000  // milliseconds for an answer
	patientWait = 12000 // for a request without an end: a server waits for the rest before it answers
)

// firstFrame is a text message "Hello", masked: RFC 6455 §5.7.
const firstFrame = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"

// toSend is what goes out.
func (m *Model) toSend() []byte {
	l := &m.Live.Lab
	b := m.Request.wire
	if l.Early {
		after := firstFrame
		if m.Report.Request.Protocol != "websocket" {
			after = "hello, 101"
		}
		b = append(b[:len(b):len(b)], after...)
	}
	if l.Twice {
		b = append(b[:len(b):len(b)], b...)
	}
	return b
}

// pieces writes the pieces as JSON; bad is what cannot be understood.
func (m *Model) pieces(n int) (list, bad string) {
	var s []string
	piece := func(bytes, pause int) {
		s = append(s, `{"bytes":`+itoa(bytes)+`,"pauseMs":`+itoa(pause)+`}`)
	}
	switch m.Live.Lab.Cut {
	case cutBytes:
		for range min(n, mostPieces) {
			piece(1, min(5, mostPauses/n))
		}
	case cutCRLF:
		if i := bytes.IndexByte(m.Request.wire, '\r'); i >= 0 {
			piece(i+1, 300)
		}
	case cutOwn:
		for _, part := range strings.Split(m.Field("sizes"), ",") {
			f := strings.Fields(part)
			if len(f) == 0 {
				continue
			}
			size, err := strconv.Atoi(f[0])
			pause, err2 := 100, error(nil)
			if len(f) > 1 {
				pause, err2 = strconv.Atoi(f[1])
			}
			if err != nil || err2 != nil || size < 1 || pause < 0 || len(f) > 2 {
				return "", strings.TrimSpace(part)
			}
			piece(size, pause)
		}
	}
	return "[" + strings.Join(s, ",") + "]", ""
}

// waits tells whether a server waits for more of the request before it answers.
func waits(request []byte, p *handshake.Policy) bool {
	_, whole := handshake.HeadEnd(request)
	if d := handshake.Decide(request, p); whole && d.Verdict == handshake.Accept {
		_, whole = handshake.ContentEnd(request)
	}
	return !whole
}

// sendPolicy is the page's policy for a server that speaks only what it can.
func (m *Model) sendPolicy() *handshake.Policy {
	var p handshake.Policy
	if m.Policy != nil {
		p = *m.Policy
	}
	if p.Protocols == nil {
		p.Protocols = m.Live.Lab.About.Protocols
	}
	return &p
}

func appendPolicy(b []byte, p *handshake.Policy) []byte {
	b = append(b, '{')
	for _, key := range handshake.PolicyKeys {
		value, ok := p.Get(key)
		if !ok {
			continue
		}
		if b[len(b)-1] != '{' {
			b = append(b, ',')
		}
		b = append(append(handshake.AppendJSONString(b, key), ':'), '[')
		if key == "only" {
			b = handshake.AppendJSONString(b[:len(b)-1], value)
			continue
		}
		for i, x := range strings.Split(value, ",") {
			if i > 0 {
				b = append(b, ',')
			}
			switch {
			case value == "":
			case key == "versions":
				b = append(b, x...)
			default:
				b = handshake.AppendJSONString(b, x)
			}
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

func (m Model) sendNow(random [16]byte) (Model, []Effect) {
	request := m.toSend()
	list, bad := m.pieces(len(request))
	if !m.begin("send", random) {
		return m, nil
	}
	l := &m.Live.Lab
	switch {
	case bad != "":
		m.Live.end(LiveFailed, &tSendSizes, arg("got", handshake.Show([]byte(bad))))
		return m, nil
	case len(request) == 0:
		m.Live.end(LiveFailed, &tSendEmpty)
		return m, nil
	}
	p := m.sendPolicy()
	wait := usualWait
	if l.Target == "" && waits(request, p) {
		wait = patientWait
	}
	b := []byte(`{"requestBase64":"` + base64.StdEncoding.EncodeToString(request) + `","pieces":` + list +
		`,"tls":` + strconv.FormatBool(l.TLS) + `,"readMs":` + itoa(wait) + `,"target":`)
	b = handshake.AppendJSONString(b, l.Target)
	if l.Target == "" {
		b = appendPolicy(append(b, `,"policy":`...), p)
	}
	id := m.Live.Plan.ID
	return m, []Effect{{Do: Watch}, {Do: Ask, Arg: "sent", Tag: id, URL: "live/" + id + "/send", Method: "POST", Body: string(b) + "}"},
		{Do: Focus, Arg: "lab-send"}}
}

// sent takes what came of it.
func (m *Model) sent(msg Message) {
	v, ok := readJSON(msg.Value)
	if msg.Number == 0 {
		m.Live.end(LiveFailed, &tLabGone, arg("why", msg.Value))
		return
	}
	if msg.Number != 200 || !ok {
		m.Live.end(LiveFailed, &tLabRefused, arg("why", whyNot(msg)))
		return
	}
	c := &m.Live.Lab.Check
	c.Sent = v.number("requestBytes")
	for _, e := range v.get("events").items {
		c.Events = append(c.Events, LabEvent{e.number("at"), e.get("what").text, e.get("text").text})
	}
	if inner := v.get("inner"); inner.items != nil {
		c.Inner = "> " + handshake.Show(inner.bytes("requestBase64")) + "\n< " + handshake.Show(inner.bytes("responseBase64"))
	}
	m.takeRecording(v)
	m.Live.State = LiveDone
	status := handshake.ParseResponse(c.Response).Status()
	ms := "0"
	for _, x := range c.Chunks {
		if x.Side == handshake.FromServer {
			ms = milliseconds(x.At)
			break
		}
	}
	args := []handshake.Arg{arg("status", itoa(status)), arg("ms", ms), arg("to", v.get("to").text), arg("bytes", itoa(c.Sent))}
	switch {
	case len(c.Response) == 0:
		m.Live.end(LiveFailed, &tSentNothing, args...)
	case status == 0:
		m.Live.end(LiveDone, &tSentNoHead, args...)
	default:
		m.Live.end(LiveDone, &tSentStatus, args...)
	}
}

// milliseconds writes a time in microseconds with one decimal.
func milliseconds(us int) string {
	us = max(us, 0)
	return itoa(us/1000) + "." + itoa(us/100%10)
}

// compareSent holds the answer against the prediction for the bytes that left:
// all of it, but after a switch the head alone. More may follow, when more was
// asked.
func (m *Model) compareSent() {
	c, l := &m.Live.Lab.Check, &m.Live
	request, p := c.Request[:min(c.Sent, len(c.Request))], m.sendPolicy()
	predicted, real := handshake.Respond(request, p), c.Response
	l.HasRecording, l.Request = true, nil
	switch {
	case waits(request, p):
		predicted, real = firstLine(handshake.ErrorResponse(408, "")), firstLine(real)
	case handshake.ParseResponse(predicted).Status() == 101:
		predicted, real = headOf(predicted), headOf(real)
	default:
		real = real[:min(len(real), len(predicted))]
	}
	if len(c.Response) > 0 {
		l.Response = compare(predicted, real, handshake.FromServer)
	} else if len(predicted) > 0 {
		l.Response = []Difference{{Kind: "changed", Page: handshake.Show(firstLine(predicted)), Why: &tWhyServer}}
	}
	if m.Live.Lab.Target != "" {
		for i := range l.Response {
			l.Response[i].Why = &tWhyTargetServer
		}
	}
}

func firstLine(b []byte) []byte {
	line, _, _ := bytes.Cut(b, []byte("\r\n"))
	return line
}
