package handshake

import "unicode/utf8"

// Close frames and their codes, RFC 6455 §5.5.1 and §7.4, with the codes that
// IANA has registered since.

var closePayload = Rule{ID: "ws.close.payload", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "5.5.1"}, {RFC: 6455, Section: "8.1"}},
	Title: "The payload of the close is {got}, expected {want}",
	Why:   "A close is empty, or begins with a code of two bytes; the rest is a reason in UTF-8.",
	Who:   "The receiver fails the connection with 1002 or 1007 instead of ending it in good order.",
	Cure:  "Send no payload, or a code with a reason in UTF-8 of at most 123 bytes.",
	Wrong: `\x88\x01\x03`, Right: `\x88\x02\x03\xe8`}

var closeNeverOnWire = Rule{ID: "ws.close.never-on-wire", Level: MustNot, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "7.4.1"}},
	Title: "The close code {got} must never be sent",
	Why:   "A program reports 1005, 1006 and 1015 to itself: no code came, the connection broke, TLS failed. In a frame they would claim the contrary.",
	Who:   "The receiver fails the connection with 1002.",
	Cure:  "Send no code instead of 1005. When something broke, a server sends 1011 and a client a code from 4000 to 4999.",
	Wrong: `\x88\x02\x03\xee`, Right: `\x88\x02\x03\xe8`}

var closeRange = Rule{ID: "ws.close.range", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "5.5.1"}, {RFC: 6455, Section: "7.4.2"}, {Spec: "IANA WebSocket close codes", Link: "https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number"}},
	Title: "The close code {got} is not one that may be used",
	Why:   "Up to 2999 only registered codes exist, 3000 to 3999 are registered for libraries, 4000 to 4999 are free for your own. There are no others.",
	Who:   "Strict receivers fail the connection with 1002, and the reason is lost.",
	Cure:  "Use a registered code, or one from 4000 to 4999.",
	Wrong: `\x88\x02\x03\xe7`, Right: `\x88\x02\x0f\xa0`}

var close1010Client = Rule{ID: "ws.close.1010-client", Level: Explanatory, Severity: Warning, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "7.4.1"}},
	Title: "The server closes with 1010, a code for clients",
	Why:   "1010 means: the server did not agree to an extension that I need. A server that needs one refuses in the handshake.",
	Who:   "The client cannot make sense of it.",
	Cure:  "Close with another code, or refuse the handshake.",
	Wrong: `\x88\x02\x03\xf2`, Right: `\x88\x02\x03\xe8`}

var closeTopic = topic{"close", []*Rule{&closePayload, &closeNeverOnWire, &closeRange, &close1010Client}}

// closeCode is a code with its registered meaning.
type closeCode struct {
	code int
	text Text
}

var closeCodes = [...]closeCode{
	{1000, Text{"close.1000", "close code: normal, the work is done"}},
	{1001, Text{"close.1001", "close code: going away, the page is left or the server shuts down"}},
	{1002, Text{"close.1002", "close code: protocol error"}},
	{1003, Text{"close.1003", "close code: this kind of data is not taken"}},
	{1004, Text{"close.1004", "close code: reserved, without a meaning"}},
	{1005, Text{"close.1005", "close code: \"no code was there\", only inside a program"}},
	{1006, Text{"close.1006", "close code: \"the connection broke\", only inside a program"}},
	{1007, Text{"close.1007", "close code: the data does not fit its type, such as text that is no UTF-8"}},
	{1008, Text{"close.1008", "close code: against the receiver's policy"}},
	{1009, Text{"close.1009", "close code: the message is too big"}},
	{1010, Text{"close.1010", "close code: the server did not agree to an extension that the client needs"}},
	{1011, Text{"close.1011", "close code: something went wrong inside the sender"}},
	{1012, Text{"close.1012", "close code: the service restarts"}},
	{1013, Text{"close.1013", "close code: try again later"}},
	{1014, Text{"close.1014", "close code: a gateway got a bad answer from the server behind it"}},
	{1015, Text{"close.1015", "close code: \"TLS failed\", only inside a program"}},
	{3000, Text{"close.3000", "close code: not authorized"}},
	{3003, Text{"close.3003", "close code: forbidden"}},
	{3008, Text{"close.3008", "close code: timeout"}},
}

var (
	closeLibrary    = Text{"close.library", "close code: of a library or framework"}
	closePrivate    = Text{"close.private", "close code: of these two applications"}
	closeUnknown    = Text{"close.unknown", "close code: not assigned"}
	labelCloseEmpty = Text{"derived.close.empty", "no code, no reason"}
	labelReason     = Text{"derived.close.reason", "reason"}
)

// closeMeaning is the registered meaning of a code.
func closeMeaning(code int) *Text {
	for i := range closeCodes {
		if closeCodes[i].code == code {
			return &closeCodes[i].text
		}
	}
	switch {
	case 3000 <= code && code < 4000:
		return &closeLibrary
	case 4000 <= code && code < 5000:
		return &closePrivate
	}
	return &closeUnknown
}

// closeCodeIn reads the code of an unmasked payload of two bytes or more.
func closeCodeIn(payload []byte) int { return int(payload[0])<<8 | int(payload[1]) }

// checkClose judges the payload of a close frame.
func (r *frameReader) checkClose(f *frame) {
	b := r.payload
	switch len(b) {
	case 0:
		return
	case 1:
		x := r.find(&closePayload, f.payload).gotText(Hex(b)).want(Hex([]byte{b[0], 0xe8}))
		r.reframe(x, f, f.first, nil)
		return
	}
	code, at := closeCodeIn(b), Range{f.payload.Start, f.payload.Start + 2}
	recode := func(x *Finding, code int) {
		if x != nil {
			r.reframe(x, f, f.first, append([]byte{byte(code >> 8), byte(code)}, b[2:]...))
		}
	}
	switch {
	case code == 1005:
		x := r.find(&closeNeverOnWire, at).gotText("1005")
		r.reframe(x, f, f.first, nil)
	case code == 1006 || code == 1015:
		broke := 1011 // of a server only (RFC 6455 §7.4.1)
		if r.side == FromClient {
			broke = 4000
		}
		recode(r.find(&closeNeverOnWire, at).gotText(itoa(code)), broke)
	case code < 1000 || code == 1004 || 1015 < code && code < 3000 && !r.foreign || code > 4999:
		recode(r.find(&closeRange, at).gotText(itoa(code)), 4000)
	case code == 1010 && r.side == FromServer:
		recode(r.find(&close1010Client, at), 1011)
	case isRegisteredCode(code):
		r.find(&regCloseKnown, at).gotText(itoa(code))
	}
	if !utf8.Valid(b[2:]) {
		x := r.find(&closePayload, Range{f.payload.Start + 2, f.payload.End}).gotText(shortHex(b[2:])).want("UTF-8")
		r.reframe(x, f, f.first, b[:2])
	}
}

// workingClose shows code and reason.
func (r *frameReader) workingClose() {
	switch b := r.payload; {
	case len(b) == 0:
		r.j.derive(&labelCloseEmpty, "—")
	case len(b) >= 2:
		code := closeCodeIn(b)
		r.j.derive(closeMeaning(code), itoa(code))
		if len(b) > 2 {
			r.j.derive(&labelReason, shortText(b[2:]))
		}
	}
}
