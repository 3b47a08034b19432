package upgrade

import (
	"errors"
	"io"
	"time"

	"handshake101/devserver/internal/echo"
	"handshake101/devserver/internal/pieces"
	"handshake101/handshake"
)

// answer judges a whole head and answers it.
func (v *visit) answer(deadline time.Time) bool {
	if v.scripted {
		return v.answerScripted()
	}
	s := v.server
	policy, err := v.policy()
	if err != nil {
		return v.refuse(400, err.Error()+"\n")
	}
	d := handshake.Decide(v.bytes(), policy)
	speak := echo.For(d.Protocol)
	if d.Verdict == handshake.Accept && speak == nil {
		return v.refuse(501, "This server does not speak "+d.Protocol+".\n")
	}
	from := d.HeadLen
	if d.Verdict == handshake.Accept {
		if from, err = v.wholeContent(d.HeadLen, deadline); err != nil {
			return v.giveUpContent(err)
		}
	}
	s.Log.Info("answered", "from", v.conn.address, "door", v.conn.door.name(), "verdict", d.Verdict.String(), "status", d.Status, "protocol", d.Protocol)
	s.Watch.Answered(d.Verdict.String(), d.Status, d.Protocol)
	response := d.AppendResponse(nil)
	switch {
	case d.Verdict == handshake.Accept:
		session := echo.Session{Protocol: d.Protocol, Extensions: d.Extensions, Request: append([]byte(nil), v.bytes()[:from]...)}
		v.publish(from)
		return v.switchTo(speak, session, response, nil)
	case d.Close || s.draining.Load():
		v.publish(v.n)
		if v.send(response) {
			s.linger(v.conn)
		}
		return v.close()
	default:
		v.publish(from)
		return v.send(response) || v.close()
	}
}

// giveUpContent ends a connection whose request was not whole.
func (v *visit) giveUpContent(err error) bool {
	switch {
	case errors.Is(err, io.EOF):
		return v.refuse(400, "The request ended before its content was whole.\n")
	case errors.Is(err, errTooBig):
		return v.refuse(413, "The content of the request is too big for this server.\n")
	default:
		return v.giveUp(err)
	}
}

// wholeContent waits until the content of a request is there: an upgraded
// connection begins behind it. A client that waits to be asked for it (RFC 9110
// §10.1.1) is asked.
func (v *visit) wholeContent(head int, deadline time.Time) (end int, err error) {
	for {
		n, whole := handshake.ContentEnd(v.bytes())
		if whole {
			return n, nil
		}
		if v.continued.IsZero() && v.n == head && expectsContinue(v.bytes()) {
			v.continued = time.Now()
			v.conn.SetWriteDeadline(deadline)
			if _, err := v.conn.Write([]byte(goOn)); err != nil {
				return 0, errGone
			}
		}
		if err := v.more(deadline); err != nil {
			return 0, err
		}
	}
}

// goOn is recorded by publish: the request in front of it is not, yet.
const goOn = "HTTP/1.1 100 Continue\r\n\r\n"

func expectsContinue(request []byte) bool {
	m := handshake.ParseRequest(request)
	for _, l := range m.Lines {
		if handshake.EqualFold(string(m.Text(l.Name)), "expect") && handshake.EqualFold(string(m.Text(l.Value)), "100-continue") {
			return true
		}
	}
	return false
}

// answerScripted answers with the bytes that were stored for the id. Only a
// WebSocket of this server's own page gets them: a browser never shows the
// answer to a WebSocket as a page, so no link can make this origin show one.
func (v *visit) answerScripted() bool {
	s := v.server
	glance := handshake.GlanceAt(v.bytes())
	own := s.Guard.Origins(glance.Host)
	d := handshake.Decide(v.bytes(), &handshake.Policy{Only: "websocket", Origins: own, Subprotocols: glance.Subprotocols})
	switch {
	case d.Verdict != handshake.Accept && d.Status == 426 || notSocket(v.bytes()):
		return v.refuse(404, "Nothing is here but for a WebSocket.\n")
	case d.Verdict == handshake.Reject && d.Status != 403:
		s.Watch.Answered(d.Verdict.String(), d.Status, "")
		v.publish(v.n)
		v.send(d.AppendResponse(nil))
		s.linger(v.conn)
		return v.close()
	case own == nil || glance.Origin == "" || d.Verdict != handshake.Accept:
		return v.refuse(403, "Only a WebSocket of this server's own page is answered here.\n")
	}
	a := s.Answers.Get(v.id)
	if a == nil {
		return v.refuse(404, "No answer is stored under this id, or it is too old.\n")
	}
	response, err := a.Fill(v.bytes()[:d.HeadLen], time.Now())
	if err != nil {
		return v.refuse(403, err.Error()+"\n")
	}
	s.Log.Info("answered with a script", "from", v.conn.address, "bytes", len(response))
	head := finalHead(response)
	s.Watch.Answered("scripted", head.Status(), "")
	v.publish(d.HeadLen)
	if a.End || head.Status() != 101 || !head.Whole {
		if pieces.Write(v, response, a.Pieces, s.rest) == nil {
			s.linger(v.conn)
		}
		return v.close()
	}
	session := echo.Session{Protocol: "websocket", Extensions: extensionsOf(head)}
	return v.switchTo(echo.For("websocket"), session, response, a.Pieces)
}

// finalHead is the first head that is no interim response: 101 counts as final.
func finalHead(response []byte) *handshake.Message {
	for {
		m := handshake.ParseResponse(response)
		n, whole := handshake.HeadEnd(response)
		if status := m.Status(); !whole || n == 0 || status < 100 || status > 199 || status == 101 {
			return m
		}
		response = response[n:]
	}
}

// notSocket tells a request that a browser says is for something else: to show
// a page, to run a script (Fetch Metadata).
func notSocket(request []byte) bool {
	m := handshake.ParseRequest(request)
	for _, l := range m.Lines {
		name, value := string(m.Text(l.Name)), string(m.Text(l.Value))
		if handshake.EqualFold(name, "sec-fetch-mode") && value != "websocket" ||
			handshake.EqualFold(name, "sec-fetch-dest") && value != "websocket" && value != "empty" {
			return true
		}
	}
	return false
}

func extensionsOf(m *handshake.Message) string {
	for _, l := range m.Lines {
		if l.Field == handshake.ExtensionsField {
			return string(m.Text(l.Value))
		}
	}
	return ""
}
