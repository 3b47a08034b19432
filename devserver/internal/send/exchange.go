package send

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"handshake101/devserver/internal/fault"
	"handshake101/devserver/internal/pieces"
	"handshake101/handshake"
)

// exchange is one request under way.
type exchange struct {
	request Request
	own     bool
	line    *line
	result  Result
}

func (x *exchange) event(what, text string) {
	at := time.Since(x.line.recording.Started()).Microseconds()
	x.result.Events = append(x.result.Events, Event{at, what, text})
}

// endTime is how long the server may take to end a connection that is done.
const endTime = 2 * time.Second

// run says what there is to say, and listens.
func (x *exchange) run(ctx context.Context) {
	rest := func(d time.Duration) bool { // an answer does not stop the rest from being sent
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
			return true
		case <-ctx.Done():
			return false
		}
	}
	if err := pieces.Write(x.line, x.request.Bytes, x.request.Pieces, rest); err != nil {
		x.stumble(err)
	} else {
		x.event("sent", "")
	}
	until := time.Now().Add(x.request.Wait)
	method := string(handshake.ParseRequest(x.request.Bytes).Method())
	var a answer
	ok, err := x.line.wait(until, func(in []byte) bool {
		a = readAnswer(in, method)
		return a.whole
	})
	switch {
	case ok && a.switched:
		x.result.HeadBytes = a.end
		protocol := protocolOf(a.head)
		x.line.recording.Switch(protocol)
		x.event("switched", protocol)
		x.line.at = a.end
		x.afterSwitch(protocol, until)
	case ok:
		x.hangUp(until)
	default:
		x.over(err)
	}
}

// hangUp ends our side, now that the answer is whole, and waits for the end of
// the other: a second answer may come before it.
func (x *exchange) hangUp(until time.Time) {
	if _, _, err := x.line.state(); err == nil {
		x.line.CloseWrite()
		x.event("client-end", "")
	}
	if soon := time.Now().Add(endTime); until.After(soon) {
		until = soon
	}
	x.over(x.line.waitEnd(until))
}

// over tells how the connection ended.
func (x *exchange) over(err error) {
	switch {
	case errors.Is(err, io.EOF):
		x.event("server-end", "")
	case errors.Is(err, os.ErrDeadlineExceeded):
		x.event("time-out", "")
	case err == nil:
	case fault.Broken(err):
		x.event("server-reset", "")
	case errors.Is(err, errTooMuch):
		x.event("too-much", "")
	default:
		x.event("note", err.Error())
	}
}

// stumble tells why not all could be sent.
func (x *exchange) stumble(err error) {
	if fault.Broken(err) {
		x.event("unsent", "")
		return
	}
	x.event("note", err.Error())
}

// done gives the result.
func (x *exchange) done() *Result {
	x.line.recording.Close(time.Now())
	x.result.Document = x.line.recording.Document()
	return &x.result
}

// answer is how far the response has come.
type answer struct {
	whole    bool
	switched bool // by a 101
	end      int
	head     *handshake.Message
}

// readAnswer reads interim responses and the first final one. A response whose
// end only closing shows is whole when it is closed.
func readAnswer(in []byte, method string) answer {
	at := 0
	for {
		n, whole := handshake.HeadEnd(in[at:])
		if !whole || n == 0 {
			return answer{}
		}
		m := handshake.ParseResponse(in[at : at+n])
		switch status := m.Status(); {
		case status == 101:
			return answer{true, true, at + n, m}
		case status >= 100 && status < 200:
			at += n
			continue
		}
		r, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(in[at:])), &http.Request{Method: method})
		if err != nil || r.ContentLength < 0 && len(r.TransferEncoding) == 0 {
			return answer{} // net/http cannot tell; closing will
		}
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return answer{}
		}
		return answer{whole: true, head: m}
	}
}

// protocolOf is the first protocol that a 101 names, as handshake writes it.
func protocolOf(m *handshake.Message) string {
	for _, l := range m.Lines {
		if l.Field != handshake.UpgradeField {
			continue
		}
		name, _, _ := strings.Cut(string(m.Text(l.Value)), ",")
		name = strings.TrimSpace(name)
		for _, known := range []string{"websocket", "h2c", "connect-udp", "connect-ip", "tcp", "TLS/1.2", "TLS/1.3"} {
			if handshake.EqualFold(name, known) {
				return known
			}
		}
		return name
	}
	return ""
}
