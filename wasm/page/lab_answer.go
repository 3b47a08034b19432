package page

import (
	"encoding/base64"
	"strings"

	"handshake101/handshake"
)

// Answer the browser with these bytes: the response in the editor is what this
// browser's WebSocket gets. What it makes of them is held against the engine's
// prediction for it.

// placeholderOf is what the dev server fills in, by field.
func placeholderOf(f handshake.Field) string {
	switch f {
	case handshake.AcceptField:
		return "{accept}"
	case handshake.ProtocolField:
		return "{subprotocol}"
	case handshake.DateField:
		return "{date}"
	}
	return ""
}

func (m *Model) answerBase() []byte {
	return m.base("answer", &m.Response, m.Live.Lab.Check.Response)
}

// withPlaceholders gives the response with the values replaced that nobody can
// know before; changed is whether there were any.
func (m *Model) withPlaceholders() (b []byte, changed bool) {
	wire := m.answerBase()
	msg := handshake.ParseResponse(wire)
	at := 0
	for i := range msg.Lines {
		l := &msg.Lines[i]
		p := placeholderOf(l.Field)
		if p == "" || l.Kind != handshake.FieldLine || string(msg.Text(l.Value)) == p {
			continue
		}
		b = append(append(b, wire[at:l.Value.Start]...), p...)
		at, changed = l.Value.End, true
	}
	return append(b, wire[at:]...), changed
}

func (m *Model) putPlaceholders() {
	b, changed := m.withPlaceholders()
	if !changed {
		return
	}
	m.remember(&tDidPlaceholders)
	m.Response.set(handshake.ShowLines(headOf(b)), Typed)
	m.changed()
}

func (m *Model) answerNow(random [16]byte) []Effect {
	base := m.answerBase()
	if !m.begin("answer", random) {
		return nil
	}
	m.Live.Lab.Check.Base = base
	p := &m.Live.Plan
	address := "live/" + p.ID + "/answer"
	p.Socket = m.rawAddress() + address
	return []Effect{{Do: Ask, Arg: "stored", Tag: p.ID, URL: address, Method: "PUT",
		Body: `{"responseBase64":"` + base64.StdEncoding.EncodeToString(base) + `"}`}, {Do: Focus, Arg: "lab-answer"}}
}

// rawAddress is where an answer of raw bytes can be had when the page came over
// HTTP/2, which has no room for one; "" is here.
func (m *Model) rawAddress() string {
	if strings.HasPrefix(m.Live.Lab.About.HTTP, "HTTP/2") {
		return m.twinAddress()
	}
	return ""
}

// predicted is what the engine says this browser does with the exchange.
func (m *Model) predicted() (p handshake.Prediction, name string) {
	b := m.Report.Answer.Browsers
	switch m.Live.Lab.Engine {
	case "chromium":
		return b.Chromium, "Chromium"
	case "firefox":
		return b.Firefox, "Firefox"
	case "webkit":
		return b.WebKit, "WebKit"
	}
	return handshake.Prediction{Outcome: "unknown"}, "?"
}

// did is the same of what the browser really did.
func (c *Check) did() string {
	switch {
	case c.Opened:
		return "opens"
	case c.Closed:
		return "fails"
	}
	return "hangs"
}

// wordList gives the short words of engine and dev server their texts.
type wordList []struct {
	word string
	text *handshake.Text
}

func (l wordList) find(word string) *handshake.Text {
	for i := range l {
		if l[i].word == word {
			return l[i].text
		}
	}
	return nil
}

var outcomeWords = wordList{{"opens", &tBrowserOpens}, {"fails", &tBrowserFails}, {"hangs", &tBrowserHangs}, {"unknown", &tBrowserUnknown}}

var eventWords = wordList{
	{"connected", &tEventConnected}, {"tls", &tEventTLS}, {"sent", &tEventSent}, {"switched", &tEventSwitched}, {"greeted", &tEventGreeted},
	{"client-end", &tEventClientEnd}, {"server-end", &tEventServerEnd}, {"server-reset", &tEventReset}, {"time-out", &tEventTimeOut},
	{"unsent", &tEventUnsent}, {"too-much", &tEventTooMuch}, {"tls-none", &tEventNoTLS}, {"tls-ended", &tEventTLSEnded}, {"tls-silent", &tEventTLSSilent},
	{"tls-alert", &tEventTLSAlert}, {"tls-failed", &tEventTLSFailed}, {"cert-time", &tEventCertTime}, {"cert-name", &tEventCertName},
	{"cert-unknown", &tEventCertWho}, {"cert-bad", &tEventCertBad},
}
