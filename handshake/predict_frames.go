package handshake

import "unicode/utf8"

// What each browser does with what stands behind its 101: frames, or what it takes for
// frames. It is taken for come in one piece with the 101, as it stands in the bytes.

// after is that, as one browser reads it.
type after struct {
	engine
	b        []byte
	p        *Prediction
	deflate  *inflater // nil where no compression is agreed
	open     bool      // a message goes on
	isText   bool
	text     utf8Reader
	badText  bool
	squeezed bool
	packed   []byte // the compressed message so far
	hollow   bool   // the message has no octet yet, which Firefox takes for no message
	closing  bool   // Close was received
}

// behind says in p how the connection ends, unless it stays open.
func (e engine) behind(b []byte, deflate *deflateParams, p *Prediction) {
	a := after{engine: e, b: b, p: p}
	if deflate != nil {
		a.deflate = &inflater{window: 1 << 15, budget: inflateBudget}
		if e != chromium && deflate.serverBits > 0 { // Chromium's own window is large always
			a.deflate.window = 1 << deflate.serverBits
		}
	}
	switch e {
	case chromium:
		a.chromium()
	case firefox:
		a.each(a.firefox)
	case webkit:
		a.each(a.webkit)
	}
}

// ends notes the code that the page gets, and that of the browser's Close frame.
func (a *after) ends(code, frame int) bool {
	a.p.Ends, a.p.Code, a.p.Frame = true, code, frame
	return false
}

// each hands on the frames in order, as long as it is told to go on.
func (a *after) each(read func(*frame) bool) {
	n := 0
	for at := 0; at < len(a.b); n++ {
		f := decodeFrame(a.b, at)
		if n == frameLimit {
			a.unknown()
			return
		}
		if !f.hasSecond || !read(&f) || !f.whole {
			return
		}
		at = f.End
	}
}

func (a *after) unknown() bool {
	*a.p = Prediction{Outcome: unknown}
	return false
}

// inflate takes a piece of a compressed message; ok is whether it could be read. text
// is what it holds, when the message is whole.
func (a *after) inflate(payload []byte, whole bool) (text []byte, ok bool) {
	a.packed = append(a.packed, payload...)
	if !whole {
		return nil, true
	}
	text, end := a.deflate.message(a.packed)
	a.packed = nil
	switch {
	case end == inflatedWhole:
		return text, true
	case a.deflate.short: // the rest of the block may come in the next message
		a.deflate.lost = true
		return text, true
	}
	return text, false
}

// Chromium takes all heads that came in one piece apart before it looks at any, then
// inflates, then judges one after the other.

const badFrameHeader = "Invalid frame header"

func (a *after) chromium() {
	var frames []frame
	for at := 0; at < len(a.b); {
		f := decodeFrame(a.b, at)
		if !f.long.Empty() && !f.minimal() || f.headWhole && f.control() && (!f.fin() || f.length > 125) {
			a.breaks(badFrameHeader)
			return
		}
		if f.headWhole && f.length >= 1<<31 {
			a.ends(1006, -1)
			return
		}
		if len(frames) == frameLimit {
			a.unknown()
			return
		}
		if f.headWhole && (f.whole || !f.control()) {
			frames = append(frames, f)
		}
		if !f.whole {
			break
		}
		at = f.End
	}
	read, texts := frames[:0], make([][]byte, 0, len(frames))
	opcode := byte(0)
	for _, f := range frames {
		text := f.unmasked(a.b)
		if a.deflate != nil && f.opcode() <= opBinary {
			if !a.open {
				a.squeezed, opcode = f.rsv1(), f.opcode()
			} else if f.rsv1() {
				a.breaks(badFrameHeader)
				return
			}
			f.first &^= 0x40
			if a.open = !f.fin(); a.squeezed { // a message is handed on when it is whole
				ok, whole := false, f.fin() && f.whole
				if text, ok = a.inflate(text, whole); !ok {
					a.breaks(badFrameHeader)
					return
				}
				if !whole {
					continue
				}
				f.first |= opcode
			}
		}
		read, texts = append(read, f), append(texts, text)
	}
	if len(a.packed) > 0 { // what came of the last message is looked at already
		z := *a.deflate
		z.bare = true
		if _, end := z.message(a.packed); end != inflatedWhole && !z.short {
			a.breaks(badFrameHeader)
			return
		}
	}
	a.open = false
	for i := range read {
		if !a.chromiumFrame(&read[i], texts[i]) {
			return
		}
	}
}

// breaks is how Chromium ends a connection in which a rule is broken.
func (a *after) breaks(words string) bool {
	frame := 1002
	if a.closing {
		frame = a.p.Frame // its Close was sent already
	}
	a.p.Console = words
	return a.ends(1006, frame)
}

func (a *after) chromiumFrame(f *frame, text []byte) bool {
	rsv := f.rsv()
	switch op := f.opcode(); {
	case f.masked():
		return a.breaks("A server must not mask any frames that it sends to the client.")
	case rsv != 0:
		return a.breaks("One or more reserved bits are on: reserved1 = " + itoa(int(rsv>>2)) + ", reserved2 = " + itoa(int(rsv>>1&1)) + ", reserved3 = " + itoa(int(rsv&1)))
	case a.closing:
		name := "Unknown frame type"
		switch op {
		case opContinuation, opText, opBinary:
			name = "Data frame"
		case opPing:
			name = "Ping"
		case opPong:
			name = "Pong"
		case opClose:
			name = "Close"
		}
		return a.breaks(name + " received after close")
	case op == opClose:
		code, fault := readClose(text)
		switch {
		case len(text) == 1:
			return a.breaks("Received a broken close frame with an invalid size of 1 byte.")
		case code == 1005 || code == 1006 || code == 1015:
			return a.breaks("Received a broken close frame containing a reserved status code.")
		case fault:
			return a.breaks("Received a broken close frame containing invalid UTF-8.")
		}
		a.closing = true
		if len(text) == 0 {
			code = 1005
		}
		a.ends(code, code)
	case op == opPing || op == opPong:
	case f.reserved():
		return a.breaks("Unrecognized frame opcode: " + itoa(int(op)))
	case op == opContinuation && !a.open:
		return a.breaks("Received unexpected continuation frame.")
	case op != opContinuation && a.open:
		return a.breaks("Received start of new message but previous message is unfinished.")
	default:
		if op != opContinuation {
			a.isText, a.text = op == opText, utf8Reader{}
		}
		a.open = !f.fin()
		if a.isText && (a.text.read(text) >= 0 || f.fin() && f.whole && !a.text.whole()) {
			return a.breaks("Could not decode a text frame as UTF-8.")
		}
	}
	return true
}

// readClose reads the payload of a Close; fault is whether its reason is no UTF-8.
func readClose(payload []byte) (code int, fault bool) {
	if len(payload) < 2 {
		return 0, false
	}
	return int(payload[0])<<8 | int(payload[1]), !utf8.Valid(payload[2:])
}

// Firefox and WebKit read one frame after the other, each when it is there to its end.

// message adds a data frame to its message; ok is whether all is well with it.
func (a *after) message(f *frame) (fault int) {
	payload := f.unmasked(a.b)
	if f.data() {
		a.isText, a.text, a.badText = f.opcode() == opText, utf8Reader{}, false
	}
	a.hollow = f.length == 0 && (a.hollow || f.data())
	a.open = !f.fin()
	if a.squeezed {
		var ok bool
		if payload, ok = a.inflate(payload, f.fin()); !ok {
			return 1002
		}
	}
	if a.badText = a.badText || a.text.read(payload) >= 0; f.fin() {
		a.squeezed = false
		if a.isText && (a.badText || !a.text.whole()) {
			return 1007
		}
	}
	return 0
}

func (a *after) webkit(f *frame) bool {
	switch {
	case f.length >= 1<<63:
		return a.ends(1006, -1)
	case f.masked(), !f.long.Empty() && !f.minimal():
		return a.ends(1006, 1002)
	case !f.whole:
		return false
	}
	rsv := f.rsv()
	if a.deflate != nil && !f.control() && f.rsv1() && !a.squeezed {
		a.squeezed = true // a later fragment may begin the compression, too
		rsv &^= 4
	}
	switch op := f.opcode(); {
	case rsv != 0, f.control() && !f.fin(), op == opPing && f.length > 125:
		return a.ends(1006, 1002)
	case op == opPing || op == opPong:
	case op == opClose:
		body := f.unmasked(a.b)
		code, fault := readClose(body)
		switch {
		case len(body) == 0:
			return a.ends(1005, 1000)
		case len(body) > 125, fault, code < 1000, code > 1003 && code < 1007, code > 1011 && code < 3000, code > 4999:
			return a.ends(1006, 1002)
		}
		return a.ends(code, code)
	case f.reserved(), op == opContinuation && !a.open, op != opContinuation && a.open:
		return a.ends(1006, 1002)
	default:
		if fault := a.message(f); fault != 0 {
			return a.ends(1006, fault)
		}
	}
	return true
}

// aborts is how Firefox ends a connection in which a rule is broken. Its page is told
// by another thread: who is faster decides whether it hears of the opening at all.
func (a *after) aborts() bool {
	a.p.Races = true
	if a.closing {
		return a.ends(a.p.Code, -1) // its own Close did not leave yet
	}
	return a.ends(1006, -1)
}

func (a *after) firefox(f *frame) bool {
	rsv := f.rsv()
	if a.deflate != nil && !a.open && f.data() {
		rsv &^= 4
		a.squeezed = f.rsv1()
	}
	switch op := f.opcode(); {
	case !f.long.Empty() && !f.minimal(), f.length >= 1<<31:
		return a.aborts()
	case !f.whole:
		return false
	case f.control() && (!f.fin() || f.length > 125), rsv != 0, !f.control() && (op == opContinuation) != a.open && !(a.open && a.hollow):
		return a.aborts()
	case a.closing || op == opPing || op == opPong:
	case op == opClose:
		body := f.unmasked(a.b)
		code, fault := readClose(body)
		a.closing = true
		switch {
		case fault:
			a.closing = false
			return a.aborts()
		case len(body) < 2:
			a.ends(1005, 1005)
		case code == 0, code == 1005, code == 1006, code == 1015:
			a.ends(code, 1005) // it does not repeat these
		default:
			a.ends(code, code)
		}
	case f.reserved() && f.fin():
		return a.aborts()
	default:
		if fault := a.message(f); fault != 0 {
			return a.aborts()
		}
	}
	return true
}
