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
	longestWait = 15000 // that the dev server takes
)

// firstFrame is a text message "Hello", masked: RFC 6455 §5.7.
const firstFrame = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"

// toSend is what goes out.
func (m *Model) toSend() []byte {
	l := &m.Live.Lab
	b := m.base("send", &m.Request, l.Check.Request)
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

// base is what a check sends from an editor. While the recording of the last
// check of the kind stands there, what was written before it is meant.
func (m *Model) base(kind string, e *Editor, recorded []byte) []byte {
	c := &m.Live.Lab.Check
	if c.Kind == kind && c.Base != nil && e.Origin == Recorded && string(e.wire) == string(recorded) {
		return c.Base
	}
	return e.raw()
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
			part = strings.TrimSpace(part)
			if part == "" {
				continue
			}
			first, second, two := strings.Cut(part, " ")
			if !two {
				second = "100"
			}
			size, err := strconv.Atoi(first)
			pause, err2 := strconv.Atoi(strings.TrimSpace(second))
			if err != nil || err2 != nil || size < 1 || pause < 0 {
				return "", part
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

// policyJSON writes a policy as the dev server reads it.
func policyJSON(p *handshake.Policy) string {
	var keys []string
	for _, key := range handshake.PolicyKeys {
		value, ok := p.Get(key)
		if !ok {
			continue
		}
		list := strings.Split(value, ",")
		if value == "" {
			list = nil
		}
		for i := range list {
			if key != "versions" {
				list[i] = quote(list[i])
			}
		}
		all := strings.Join(list, ",")
		if key != "only" {
			all = "[" + all + "]"
		}
		keys = append(keys, `"`+key+`":`+all)
	}
	return "{" + strings.Join(keys, ",") + "}"
}

func (m *Model) sendNow(random [16]byte) []Effect {
	request, base := m.toSend(), m.base("send", &m.Request, m.Live.Lab.Check.Request)
	list, bad := m.pieces(len(request))
	if !m.begin("send", random) {
		return nil
	}
	l := &m.Live.Lab
	l.Check.Base = base
	switch {
	case bad != "":
		m.Live.fail(&tSendSizes, "got", handshake.Show([]byte(bad)))
		return nil
	case len(request) == 0:
		m.Live.fail(&tSendEmpty)
		return nil
	}
	p, wait, policy := m.sendPolicy(), usualWait, ""
	if l.Target == "" {
		policy = `,"policy":` + policyJSON(p)
		if waits(request, p) {
			wait = min(l.About.Head+usualWait, longestWait)
		}
	}
	tls := "false"
	if l.TLS {
		tls = "true"
	}
	id := m.Live.Plan.ID
	return []Effect{{Do: Watch}, {Do: Ask, Arg: "sent", Tag: id, URL: "live/" + id + "/send", Method: "POST",
		Body: `{"requestBase64":"` + base64.StdEncoding.EncodeToString(request) + `","pieces":` + list + `,"tls":` + tls +
			`,"readMs":` + itoa(wait) + `,"target":` + quote(l.Target) + policy + "}"}, {Do: Focus, Arg: "lab-send"}}
}

// sent takes what came of it.
func (m *Model) sent(msg Message) {
	v, ok := handshake.ReadJSON(msg.Value)
	if msg.Number != 200 || !ok {
		m.refused(msg)
		return
	}
	c := &m.Live.Lab.Check
	c.Sent, c.Events = v.Number("requestBytes"), v.Get("events").Items
	if inner := v.Get("inner"); inner.Items != nil {
		c.Inner = "> " + handshake.Show(inner.Bytes("requestBase64")) + "\n< " + handshake.Show(inner.Bytes("responseBase64"))
	}
	m.takeRecording(v)
	status := handshake.ParseResponse(c.Response).Status()
	at := 0
	for i := len(c.Chunks) - 1; i >= 0; i-- {
		if c.Chunks[i].Side == handshake.FromServer {
			at = c.Chunks[i].At
		}
	}
	m.Live.fail(&tSentStatus, "status", itoa(status), "ms", milliseconds(at), "to", v.Get("to").Text, "bytes", itoa(c.Sent))
	switch {
	case len(c.Response) == 0:
		m.Live.Result.Text = &tSentNothing
		return
	case status == 0:
		m.Live.Result.Text = &tSentNoHead
	}
	m.Live.State = LiveDone
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
		c.Waited = true
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
