package handshake

import "unicode/utf8"

// What browsers do with a response, as code over its bytes. The facts are
// measurements of Chromium 156, Firefox 153 and WebKitGTK 2.50; tests hold this
// against all of them. What was not measured is "unknown": a guess that looks like
// knowledge helps nobody.
//
// predict_read.go reads the head as each browser does, predict_switch.go judges a
// 101, predict_deflate.go its compression, predict_frames.go what stands behind it.

// engine is one browser; what differs by a detail is asked of it where it matters.
type engine uint8

const (
	chromium engine = iota
	firefox
	webkit
)

const (
	opens   = "opens"
	fails   = "fails"
	hangs   = "hangs"
	unknown = "unknown"
)

// predict says what each engine does with the response, if a WebSocket was asked for.
func predict(j *judge) Browsers {
	asked := j.req.Whole && j.req.hasMember(UpgradeField, "websocket") && j.req.has(KeyField)
	if !asked || j.res == nil {
		none := Prediction{Outcome: unknown}
		return Browsers{none, none, none}
	}
	return Browsers{*chromium.predict(j), *firefox.predict(j), *webkit.predict(j)}
}

// fail is a failure with Chromium's words, which the others do not say. Words that
// quote what is not UTF-8 get lost on their way to the console.
func (e engine) fail(words string) *Prediction {
	p := will(fails)
	if e == chromium && utf8.ValidString(words) {
		p.Console = words
	}
	return p
}

// will is a prediction that says no more than the outcome.
func will(outcome string) *Prediction { return &Prediction{Outcome: outcome} }

func (e engine) bad(words string) *Prediction {
	return e.fail("Error during WebSocket handshake: " + words)
}

func (e engine) predict(j *judge) *Prediction {
	raw := j.res.raw
	if len(raw) == 0 {
		return e.fail("Connection closed before receiving a handshake response")
	}
	for range 200 {
		h, p := e.read(raw)
		if h == nil {
			return p
		}
		if h.status > 99 && h.status < 200 && h.status != 101 && e != chromium {
			raw = h.rest // an interim response
			if len(raw) == 0 {
				return will(hangs)
			}
			continue
		}
		if h.http2 && h.status == 200 {
			for i := range h.lines {
				if name := h.lines[i].name; len(name) > 13 && foldEqual(name[:13], "sec-websocket") {
					return will(unknown)
				}
			}
			return will(opens) // as if its CONNECT over HTTP/2 were answered (RFC 8441 §5)
		}
		if h.status != 101 {
			return e.ordinary(h)
		}
		return e.switching(j, h)
	}
	return will(unknown)
}

// ordinary is an answer other than 101.
func (e engine) ordinary(h *readHead) *Prediction {
	switch {
	case e != chromium:
	case h.status == 407:
		return e.fail("Error in connection establishment: net::ERR_UNEXPECTED_PROXY_AUTH")
	case h.status == 401:
		return e.fail("HTTP Authentication failed; no valid credentials available")
	default:
		return e.bad("Unexpected response code: " + itoa(h.status))
	}
	closes := h.listed("connection", "close")
	if !closes && !e.bodyIsWhole(h) {
		return will(hangs) // the answer counts when it is read to its end
	}
	if _, there := h.last("location"); e == webkit && there {
		switch h.status {
		case 301, 302, 303, 307, 308:
			return will(unknown) // decided by what stands at the other address
		}
	}
	return e.bad("")
}

// bodyIsWhole tells whether a body is there to its end, as the engine counts it.
func (e engine) bodyIsWhole(h *readHead) bool {
	if h.status == 204 || h.status == 304 || h.status == 205 && e == firefox {
		return true
	}
	if coding, there := h.last("transfer-encoding"); there {
		switch {
		case foldEqual(coding, "chunked"), e == firefox && hasWord(coding, "chunked"):
			return chunksEnd(h.rest)
		case !foldEqual(coding, "identity") && e == webkit:
			return true // a coding that it does not know is a failure at once
		}
		return false
	}
	length, there := h.last("content-length")
	if !there {
		return false
	}
	n, negative := leadingNumber(length)
	if e == firefox && (len(length) == 0 || !isDigit(length[0]) && length[0] != '+') {
		return false
	}
	return !negative && n <= len(h.rest)
}

// chunksEnd tells whether the last chunk is there, or one that is none.
func chunksEnd(b []byte) bool {
	for len(b) > 0 {
		end, next := lineAt(b, 0)
		if next == end {
			return false
		}
		size, digits := 0, 0
		for digits < end && isHex(b[digits]) && digits < 7 {
			size = size<<4 | hexValue(b[digits])
			digits++
		}
		if digits == 0 {
			return true
		}
		b = b[next:]
		if size == 0 {
			for len(b) > 0 {
				end, next := lineAt(b, 0)
				if end == 0 && next > 0 {
					return true
				}
				b = b[next:]
			}
			return false
		}
		if size+2 > len(b) {
			return false
		}
		b = b[size+2:]
	}
	return false
}

// leadingNumber is the number that a value begins with, as C reads it: a sign may
// stand before it, and what follows does not matter.
func leadingNumber(b []byte) (n int, negative bool) {
	if len(b) > 0 && (b[0] == '+' || b[0] == '-') {
		negative = b[0] == '-'
		b = b[1:]
	}
	for _, c := range b {
		if !isDigit(c) {
			break
		}
		if n = n*10 + int(c-'0'); n > hugeLength {
			return hugeLength, negative
		}
	}
	return n, negative
}
