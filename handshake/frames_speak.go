package handshake

import "unicode/utf8"

// The WebSocket frames of one side, read in order as its peer reads them: one
// step for each frame up to a bound, the rest in one step. What is found here
// never changes the verdict on the handshake.

const (
	frameSteps  = 50   // frames with a step of their own
	frameLimit  = 4096 // frames taken apart; the bytes after them stay a pipe
	frameFaults = 200  // findings on one side; after them nothing is judged
	pongLimit   = 64   // pings and pongs that are held against each other
)

// frameReader reads the frames of one side.
type frameReader struct {
	j    *judge
	side Side
	b    []byte
	n    int // frames begun

	deflate  *inflater // nil when permessage-deflate is not in use
	foreign  bool      // an extension that we do not know is in use: see checkFirst
	open     bool      // a message goes on
	start    frame     // its first frame
	text     utf8Reader
	badText  bool   // the message is no UTF-8: said once
	squeezed bool   // the message is compressed
	packed   []byte // its payload so far
	plain    bool   // an uncompressed message was noted

	closed  bool         // this side has sent Close
	closing controlFrame // its first whole one
	key     [4]byte
	hasKey  bool
	stopped bool // what follows cannot be told apart

	payload, inflated []byte // of the frame in hand, for the working
	didInflate        bool
	held              int // bytes in the window before it was inflated

	pings, pongs []controlFrame
}

// controlFrame is a ping or pong, to compare with the other side's.
type controlFrame struct {
	frame
	data []byte
	step string
}

func (websocketProtocol) speak(j *judge, side Side, b []byte, from int) {
	r := &frameReader{j: j, side: side, b: b}
	r.agreed()
	j.heard[side] = r
	t := &tiler{spans: j.spans[side], at: from, line: -1}
	rest, restFrom := -1, 0
	for t.at < len(b) && r.n < frameLimit && !r.stopped {
		f := decodeFrame(b, t.at)
		switch {
		case r.n < frameSteps:
			r.begin(r.step(&f), itoa(r.n))
			j.light(Place{side, f.Start, f.End})
		case rest < 0:
			rest, restFrom = len(j.steps), f.Start
			r.begin(&stepFrameRest, "rest")
		}
		r.frame(&f)
		f.tile(t)
		r.n++
	}
	if rest >= 0 {
		s := &j.steps[rest]
		args := []Arg{{"n", itoa(r.n - frameSteps)}}
		s.Title.Args, s.Text.Args = args, args
		s.Spans = []Place{{side, restFrom, t.at}}
	}
	if t.at < len(b) {
		r.begin(&stepFrameLost, "lost")
		j.light(Place{side, t.at, len(b)})
		t.to(len(b), KindPipe)
	}
	j.spans[side] = t.spans
	if side == FromServer {
		checkPipe(j)
	}
}

// agreed reads from the 101 which extensions are in use.
func (r *frameReader) agreed() {
	m := r.j.res
	for _, e := range m.extensions() {
		if string(m.Text(e.Name)) != deflateName {
			r.foreign = true
			continue
		}
		d := m.deflate(&e, false)
		forget, bits := d.clientNoTakeover, d.clientBits
		if r.side == FromServer {
			forget, bits = d.serverNoTakeover, d.serverBits
		}
		if bits == 0 {
			bits = 15
		}
		r.deflate = &inflater{forget: forget, window: 1 << bits, budget: inflateBudget}
	}
}

// ofExtension tells a frame of which an agreed extension that we do not know
// may have made something of its own: its bits, its opcode or its data.
func (r *frameReader) ofExtension(f *frame) bool {
	return r.foreign && (!f.control() || f.reserved() || f.rsv() != 0)
}

// foreignName is the name of that extension.
func (r *frameReader) foreignName() string {
	m := r.j.res
	for _, e := range m.extensions() {
		if name := m.Text(e.Name); string(name) != deflateName {
			return Show(clip(name))
		}
	}
	return ""
}

// begin starts a step; its ID ends in the frame's number.
func (r *frameReader) begin(d *stepDef, id string, args ...Arg) {
	r.j.beginPipe(d, r.side, "frame", id, args...)
}

// beginPipe starts a step about bytes after the switch: "frame.client.0".
func (j *judge) beginPipe(d *stepDef, side Side, name, id string, args ...Arg) {
	j.begin(d, args...)
	s := j.step()
	s.ID, s.Actor = name+".client."+id, ActorWireRequest
	if side == FromServer {
		s.ID, s.Actor = name+".server."+id, ActorWireResponse
	}
}

// frame judges one frame and shows its working.
func (r *frameReader) frame(f *frame) {
	found := len(r.j.findings[r.side])
	r.payload, r.inflated, r.didInflate = nil, nil, false
	if f.headWhole && (f.whole || r.n < frameSteps) {
		r.payload = f.unmasked(r.b)
	}
	if found < frameFaults {
		r.check(f)
	}
	for _, x := range r.j.findings[r.side][found:] {
		if x.Rule.Severity == Error {
			r.j.step().Outcome = Failed
		}
	}
	if r.n < frameSteps {
		s := r.j.step()
		s.Title.Args = []Arg{{"n", utoa(f.length)}}
		r.working(f)
	}
}

// check applies the rules in the order in which a reader can: the first byte,
// the second, the place in the message, the payload.
func (r *frameReader) check(f *frame) {
	r.checkFirst(f)
	if r.stopped || !f.hasSecond {
		return
	}
	r.checkMask(f)
	r.checkLength(f)
	if !f.control() {
		r.checkOrder(f)
	}
	if !f.whole {
		return
	}
	switch f.opcode() {
	case opClose:
		r.checkClose(f)
		if r.closing.step == "" {
			r.closing = controlFrame{*f, r.payload, r.j.step().ID}
		}
		r.closed = true
	case opPing:
		r.pings = append(r.pings, controlFrame{*f, r.payload, r.j.step().ID})
	case opPong:
		r.pongs = append(r.pongs, controlFrame{*f, r.payload, r.j.step().ID})
	default:
		if !f.reserved() {
			r.message(f)
		}
	}
}

// message adds a frame to its message and looks at the text when it can.
func (r *frameReader) message(f *frame) {
	if f.data() {
		r.open, r.start = true, *f
		r.text, r.badText, r.packed = utf8Reader{}, false, nil
		r.squeezed = f.rsv1() && r.deflate != nil && !r.foreign
		r.notePlain(f)
	}
	if !r.open {
		return
	}
	r.open = !f.fin()
	if r.foreign {
		return // nobody knows what the extension has done to the data
	}
	isText := r.start.opcode() == opText && !r.badText
	if !r.squeezed {
		if isText && r.start.rsv() == 0 { // else nobody knows what the bits have changed
			r.checkText(f, r.payload, true)
		}
		return
	}
	r.packed = append(r.packed, r.payload...)
	if r.open {
		return
	}
	if r.checkTail(f) {
		r.packed = r.packed[:len(r.packed)-len(deflateTail)]
	}
	r.held, r.deflate.tale = len(r.deflate.past), nil
	if r.deflate.forget {
		r.held = 0
	}
	if r.n < frameSteps && r.j.full {
		r.deflate.tale = &tale{}
	}
	text, end := r.deflate.message(r.packed)
	r.inflated, r.didInflate, r.packed = text, true, nil
	r.checkInflated(f, end)
	if isText && (end == inflatedWhole || end == inflatedCut) {
		r.checkText(f, text, end == inflatedWhole)
	}
}

// find is j.find for a range of this side.
func (r *frameReader) find(rule *Rule, at Range) *Finding {
	return r.j.find(rule, Place{r.side, at.Start, at.End})
}

// firstByte and secondByte are the places of the two bytes of every frame.
func (f *frame) firstByte() Range  { return Range{f.Start, f.Start + 1} }
func (f *frame) secondByte() Range { return Range{f.Start + 1, f.Start + 2} }

// keyBytes is the masking key, nil for a frame without.
func (r *frameReader) keyBytes(f *frame) []byte {
	if f.key.Empty() {
		return nil
	}
	return r.b[f.key.Start:f.key.End]
}

// reframe is a fix: the frame with another first byte and payload.
func (r *frameReader) reframe(x *Finding, f *frame, first byte, payload []byte) {
	x.fix(Place{r.side, f.Start, f.End}, string(appendFrame(nil, first, r.keyBytes(f), payload)))
}

// newFirst is a fix: another first byte.
func (r *frameReader) newFirst(x *Finding, f *frame, first byte) {
	x.fix(Place{r.side, f.Start, f.Start + 1}, string([]byte{first}))
}

// working shows the bytes of a frame as they are understood.
func (r *frameReader) working(f *frame) {
	j := r.j
	first, second := j.derive, j.derive
	if f.badFirst {
		first = j.deriveBad
	}
	if f.badSecond {
		second = j.deriveBad
	}
	first(&labelFrameFirst, bitString(f.first, 1)+" "+bitString(f.first<<1, 3)+" "+bitString(f.first<<4, 4))
	if !f.hasSecond {
		return
	}
	second(&labelFrameSecond, bitString(f.second, 1)+" "+bitString(f.second<<1, 7)+" = "+itoa(int(f.second&0x7f)))
	if !f.long.Empty() {
		j.derive(&labelFrameLong, Hex(r.b[f.long.Start:f.long.End])+" = "+utoa(f.length))
	}
	if !f.headWhole {
		return
	}
	if !f.key.Empty() {
		j.derive(&labelFrameKey, Hex(r.keyBytes(f)))
	}
	wire := r.b[f.payload.Start:f.payload.End]
	switch {
	case len(wire) == 0:
	case f.key.Empty():
		j.derive(&labelFramePayload, shortHex(wire))
	default:
		j.derive(&labelFrameWire, shortHex(wire))
		j.derive(&labelFrameXOR, xorLines(wire, r.keyBytes(f), r.payload))
	}
	switch {
	case !f.whole:
		j.derive(&labelFrameMissing, utoa(f.length-uint64(len(wire))))
	case f.opcode() == opClose:
		r.workingClose()
	case f.rsv1() && f.data() && r.squeezed:
		j.derive(&labelFrameSqueezed, deflateName)
	case len(wire) > 0 && !f.reserved() && f.opcode() != opBinary && !r.squeezed && !r.ofExtension(f):
		j.derive(&labelFrameText, shortText(r.payload))
	}
	if r.ofExtension(f) {
		j.derive(&labelFrameForeign, r.foreignName())
	}
	if r.didInflate {
		r.workingDeflate()
		j.derive(&labelFrameInflated, shortText(r.inflated))
	}
}

// bitString writes the highest n bits.
func bitString(c byte, n int) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = '0' + c>>7
		c <<= 1
	}
	return string(out)
}

// shortHex and shortText show the beginning of a payload.
func shortHex(b []byte) string {
	const shown = 32
	if len(b) > shown {
		return Hex(b[:shown]) + " …"
	}
	return Hex(b)
}

func shortText(b []byte) string {
	const shown = 120
	if len(b) <= shown {
		return Show(b)
	}
	end := shown
	for end > shown-utf8.UTFMax && !utf8.RuneStart(b[end]) {
		end--
	}
	return Show(b[:end]) + " …"
}
