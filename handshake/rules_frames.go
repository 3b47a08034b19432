package handshake

import "unicode/utf8"

// The frames after the switch, RFC 6455 §5. A receiver must end the connection
// at the first of these errors; we go on as long as it is certain where the
// next frame begins, so that a student sees all of them. What cannot be a
// frame at all (reserved bits 2 and 3, a reserved opcode, an unfinished control
// frame) ends the reading: behind it stands mostly text.

var frameRSV = Rule{ID: "ws.frame.rsv", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "5.2"}},
	Title: "A reserved bit is set in {got}, and no extension that was agreed uses it",
	Why:   "The three bits behind FIN belong to extensions. Without one the receiver cannot know what they change.",
	Who:   "The receiver fails the connection. Chromium says \"One or more reserved bits are on\". Often one side compresses without an agreement, or text stands where a frame should.",
	Cure:  "Send the frame without the bit, or agree on permessage-deflate in the handshake.",
	Wrong: `\xc1\x07\xf2H\xcd\xc9\xc9\x07\0`, Right: `\x81\x05Hello`}

var frameOpcode = Rule{ID: "ws.frame.opcode", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "5.2"}},
	Title: "The opcode {got} is reserved, and no extension that was agreed uses it",
	Why:   "Only 0, 1, 2, 8, 9 and 10 have a meaning. The others are kept for extensions and later versions.",
	Who:   "The receiver fails the connection. Chromium says \"Unrecognized frame opcode\". Mostly these bytes are no frame but a page, a log line or an error text.",
	Cure:  "Send text as opcode 1, other data as 2, and nothing but frames after the 101.",
	Wrong: `\x83\0`, Right: `\x82\0`}

var frameClientMasked = Rule{ID: "ws.frame.client-masked", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "5.1"}, {RFC: 6455, Section: "5.3"}},
	Title: "A frame of the client is not masked",
	Why:   "Masking keeps a web page from choosing the bytes on the wire, with which it could fool a proxy. It is demanded of every client, over TLS too.",
	Who:   "The server must end the connection; nearly all say 1002.",
	Cure:  "Set the mask bit, add four random bytes and XOR the payload with them.",
	Wrong: `\x81\x05Hello`, Right: `\x81\x857\xfa!=\x7f\x9fMQX`}

var frameServerUnmasked = Rule{ID: "ws.frame.server-unmasked", Level: MustNot, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "5.1"}},
	Title: "A frame of the server is masked",
	Why:   "Only clients mask. A masked frame from a server shows that a client's code is at work, or that bytes are echoed as they came.",
	Who:   "Browsers fail the connection: \"A server must not mask any frames that it sends to the client\".",
	Cure:  "Clear the mask bit, leave the key out and send the payload as it is.",
	Wrong: `\x81\x857\xfa!=\x7f\x9fMQX`, Right: `\x81\x05Hello`}

var frameMaskFresh = Rule{ID: "ws.frame.mask-fresh", Level: Must, Severity: Warning, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "5.3"}, {RFC: 6455, Section: "10.3"}},
	Title: "The masking key {got} does not look freshly chosen",
	Why:   "A page that can guess the key can choose the bytes on the wire again, so each frame needs a new one from a good random source. By chance it is zero, or the same as before, once in four billion frames.",
	Who:   "Servers do not notice. The protection is gone for the proxies in between.",
	Cure:  "Take four bytes from a good random source for every frame.",
	Wrong: `\x81\x85\0\0\0\0Hello`, Right: `\x81\x857\xfa!=\x7f\x9fMQX`}

var frameLengthMinimal = Rule{ID: "ws.frame.length-minimal", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "5.2"}},
	Title: "The length {got} is not in its shortest form",
	Why:   "Up to 125 it stands in the second byte, up to 65535 in two more, beyond that in eight, whose top bit is 0. One number, one form: so all programs agree.",
	Who:   "Chromium and strict servers fail the connection with 1002; many libraries do not look.",
	Cure:  "Write the length in the shortest form.",
	Wrong: `\x82~\0\x05Hello`, Right: `\x82\x05Hello`}

var frameControl = Rule{ID: "ws.frame.control", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "5.5"}},
	Title: "A control frame is {got}, it must be {want}",
	Why:   "Close, ping and pong may come between the parts of a message, so they are small and in one piece.",
	Who:   "The receiver fails the connection with 1002.",
	Cure:  "Set FIN and keep the payload at 125 bytes or less.",
	Wrong: `\x09\0`, Right: `\x89\0`}

var frameFirstNotContinuation = Rule{ID: "ws.frame.first-not-continuation", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "5.4"}, {RFC: 6455, Section: "6.1", Item: "step 3"}},
	Title: "A continuation frame comes although no message goes on",
	Why:   "Opcode 0 only continues what a text or binary frame without FIN has begun.",
	Who:   "The receiver does not know whether it is text and fails the connection with 1002.",
	Cure:  "Begin a message with opcode 1 or 2, and leave FIN clear until its last frame.",
	Wrong: `\x80\x02lo`, Right: `\x01\x03Hel\x80\x02lo`}

var frameInterleaved = Rule{ID: "ws.frame.interleaved", Level: MustNot, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "5.4"}},
	Title: "A new message begins although the one before has not ended",
	Why:   "The parts of two messages would be mixed, and nothing in a frame says to which it belongs.",
	Who:   "The receiver fails the connection with 1002. Mostly two threads write at the same time.",
	Cure:  "Send the parts of a message one after another, with opcode 0, and FIN on the last. Let only one writer use the connection at a time.",
	Wrong: `\x01\x03Hel\x81\x02lo`, Right: `\x01\x03Hel\x80\x02lo`}

var frameTextUTF8 = Rule{ID: "ws.frame.text-utf8", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "8.1"}, {RFC: 6455, Section: "5.6"}},
	Title: "A text message is not UTF-8: {got}",
	Why:   "Text means UTF-8, so that both ends read the same characters. A fragment may split a character, the whole message may not.",
	Who:   "The receiver fails the connection with 1007. Browsers say \"Could not decode a text frame as UTF-8\".",
	Cure:  "Encode the text as UTF-8, or send bytes as a binary message.",
	Wrong: `\x81\x01\xff`, Right: `\x82\x01\xff`}

var framePong = Rule{ID: "ws.frame.pong", Level: Must, Severity: Warning, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "5.5.3"}, {RFC: 6455, Section: "5.5.2"}},
	Title: "No pong repeats a ping: one carries {got}, the last ping carried {want}",
	Why:   "A pong carries the bytes of the ping that it answers: they tell which one it was, and how long the answer took. Only a pong that nobody asked for may carry others.",
	Who:   "A peer that compares them thinks that its ping was lost and closes the connection.",
	Cure:  "Send the ping's payload back unchanged.",
	Wrong: `\x8a\x02no`, Right: `\x8a\x05Hello`}

var frameAfterClose = Rule{ID: "ws.frame.after-close", Level: MustNot, Severity: Violation, Binds: Frames,
	Cites: []Cite{{RFC: 6455, Section: "5.5.1"}, {RFC: 6455, Section: "1.4"}},
	Title: "Data follows the sender's own close",
	Why:   "Close says that nothing more will come. The receiver may already be gone.",
	Who:   "The receiver throws the data away without a word.",
	Cure:  "Send the data before the close, or not at all.",
	Wrong: `\x88\0\x81\x05Hello`, Right: `\x81\x05Hello\x88\0`}

var frameSameSegment = Rule{ID: "ws.frame.same-segment", Level: May, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.2.2"}},
	Title: "The server speaks first: its frames come right behind the 101",
	Why:   "For the server the connection is open once the 101 is sent, so the head and the first frame may arrive in one piece.",
	Who:   "A client that throws away what it has read beyond the empty line loses the first message.",
	Cure:  "Nothing is wrong. In a client, hand the bytes behind the empty line on to the frame reader.",
	Wrong: `\x81\x05Hello`, Right: `\x81\x857\xfa!=\x7f\x9fMQX`}

var framesTopic = topic{"frames", []*Rule{&frameRSV, &frameOpcode, &frameClientMasked, &frameServerUnmasked,
	&frameMaskFresh, &frameLengthMinimal, &frameControl, &frameFirstNotContinuation, &frameInterleaved,
	&frameTextUTF8, &framePong, &frameAfterClose, &frameSameSegment}}

// checkFirst judges the first byte: reserved bits, opcode, FIN of control
// frames. An extension may define the bits, opcodes of its own, what stands
// before the data and how fragments mix (RFC 6455 §5.4, §5.8): where one is
// agreed on that we do not know, none of this can be judged.
func (r *frameReader) checkFirst(f *frame) {
	switch {
	case f.rsv() == 0 || r.foreign:
	case f.rsv() == 4 && r.deflate != nil:
		r.checkRSV1(f)
	default:
		f.badFirst = true
		unaccepted := r.checkUnaccepted(f)
		x := r.find(&frameRSV, f.firstByte()).gotText(Hex([]byte{f.first}))
		if unaccepted {
			x.because(&extUnaccepted)
		}
		r.fixRSV(x, f)
		r.stopped = f.rsv()&3 != 0
	}
	if f.reserved() && !r.foreign {
		f.badFirst, r.stopped = true, true
		x := r.find(&frameOpcode, f.firstByte()).gotText(itoa(int(f.opcode()))).consequenceOf(r.j, msgTrailingCRLF.ID)
		if f.rsv() == 0 && (x == nil || x.Because == "") {
			r.newFirst(x, f, f.first&0x80|opBinary)
		}
	}
	if !r.stopped && f.control() && !f.fin() { // of an extension's control frames too
		f.badFirst, r.stopped = true, true
		x := r.find(&frameControl, f.firstByte()).gotText("FIN 0").want("FIN 1")
		r.newFirst(x, f, f.first|0x80)
	}
}

// fixRSV clears the reserved bits where a good frame is left. What is
// compressed without an agreement is sent as it was before.
func (r *frameReader) fixRSV(x *Finding, f *frame) {
	if x == nil || !f.whole || f.reserved() {
		return
	}
	if f.rsv() == 4 && f.data() && f.fin() && len(r.payload) > 0 {
		z := &inflater{window: 1 << 15, budget: inflateBudget}
		if text, end := z.message(r.payload); end == inflatedWhole {
			r.reframe(x, f, f.first&0x8f, text)
			return
		}
	}
	if f.opcode() != opText || utf8.Valid(r.payload) {
		r.newFirst(x, f, f.first&0x8f)
	}
}

// checkMask: the client masks, with a fresh key; the server does not.
func (r *frameReader) checkMask(f *frame) {
	switch {
	case r.side == FromServer && f.masked():
		f.badSecond = true
		x := r.find(&frameServerUnmasked, f.secondByte())
		if f.whole {
			x.fix(Place{r.side, f.Start, f.End}, string(appendFrame(nil, f.first, nil, r.payload)))
		}
	case r.side == FromClient && !f.masked():
		f.badSecond = true
		x := r.find(&frameClientMasked, f.secondByte())
		if f.whole {
			x.fix(Place{r.side, f.Start, f.End}, string(appendFrame(nil, f.first, standInMask(f.Start), r.payload)))
		}
	case r.side == FromClient && !f.key.Empty():
		key := [4]byte(r.keyBytes(f))
		if key == [4]byte{} || r.hasKey && key == r.key {
			x := r.find(&frameMaskFresh, f.key).gotText(Hex(key[:]))
			if f.whole {
				x.fix(Place{r.side, f.Start, f.End}, string(appendFrame(nil, f.first, standInMask(f.Start), r.payload)))
			}
		}
		r.key, r.hasKey = key, true
	}
}

// standInMask stands for a random key: not zero, and another for each frame.
func standInMask(at int) []byte {
	h := (uint32(at) + 1) * 2654435761
	return []byte{byte(h >> 24), byte(h >> 16), byte(h >> 8), byte(h) | 1}
}

// checkLength: the shortest form, and the bound of control frames.
func (r *frameReader) checkLength(f *frame) {
	if !f.minimal() {
		f.badSecond = true
		x := r.find(&frameLengthMinimal, Range{f.Start + 1, f.long.End}).gotText(utoa(f.length))
		if f.whole {
			r.reframe(x, f, f.first, r.payload)
		}
	}
	if f.control() && f.second&0x7f > 125 {
		f.badSecond = true
		x := r.find(&frameControl, f.secondByte()).gotText(utoa(f.length)).want("≤ 125")
		if x != nil && f.whole && len(r.payload) > 125 {
			end := 125
			for f.opcode() == opClose && end > 2 && !utf8.RuneStart(r.payload[end]) {
				end--
			}
			r.reframe(x, f, f.first, r.payload[:end])
		}
	}
}

// checkOrder: messages begin, go on and end one after another, and none comes
// after Close.
func (r *frameReader) checkOrder(f *frame) {
	switch {
	case r.closed:
		x := r.find(&frameAfterClose, f.Range)
		if f.whole {
			x.fix(Place{r.side, f.Start, f.End}, "")
		}
	case r.foreign: // the extension may have other messages, or mix them
	case f.opcode() == opContinuation && !r.open:
		f.badFirst = true
		x := r.find(&frameFirstNotContinuation, f.firstByte())
		if x != nil && f.whole {
			op := byte(opBinary)
			if f.fin() && utf8.Valid(r.payload) {
				op = opText
			}
			r.newFirst(x, f, f.first&0x80|op)
		}
	case f.data() && r.open:
		f.badFirst = true
		x := r.find(&frameInterleaved, f.firstByte())
		if f.opcode() == r.start.opcode() && !f.rsv1() && !r.squeezed {
			r.newFirst(x, f, f.first&0x80)
		}
	}
}

// checkText reads the next piece of a text; whole tells that the end of the
// last piece is the end of the text.
func (r *frameReader) checkText(f *frame, text []byte, whole bool) {
	bad := r.text.read(text)
	if bad < 0 && (!whole || !f.fin() || r.text.whole()) {
		return
	}
	r.badText = true
	at, wrong := f.payload, text
	switch {
	case bad < 0: // the last character is not whole
		wrong = r.text.rest[:r.text.n]
		if !r.squeezed {
			at.Start = max(at.Start, at.End-r.text.n)
		}
		if at.Empty() {
			at = f.Range
		}
	default:
		wrong = text[bad : bad+1]
		if !r.squeezed {
			at = Range{at.Start + bad, at.Start + bad + 1}
		}
	}
	x := r.find(&frameTextUTF8, at).gotText(shortHex(wrong))
	r.newFirst(x, &r.start, r.start.first&0xf0|opBinary)
}

// checkPipe compares the two sides once both have been read. Nothing tells
// which side spoke when, so a pong is at fault only when the other side has
// sent pings and none of the pongs answers any of them: an unasked pong is
// allowed, and so is to answer the latest ping only.
func checkPipe(j *judge) {
	client, server := j.heard[FromClient], j.heard[FromServer]
	if client == nil && server != nil && server.n > 0 {
		first := server.b[server.j.res.HeadEnd:]
		if f := decodeFrame(first, 0); f.whole && !f.reserved() {
			if x := j.find(&frameSameSegment, Place{FromServer, j.res.HeadEnd, j.res.HeadEnd + f.End}); x != nil {
				x.Step = "frame.server.0"
			}
		}
	}
	if client != nil && server != nil {
		comparePongs(client, server.pings)
		comparePongs(server, client.pings)
	}
}

func comparePongs(r *frameReader, pings []controlFrame) {
	if len(pings) == 0 || len(r.pongs) == 0 || len(pings) > pongLimit || len(r.pongs) > pongLimit {
		return
	}
	for _, pong := range r.pongs {
		for _, ping := range pings {
			if string(pong.data) == string(ping.data) {
				return
			}
		}
	}
	pong, ping := &r.pongs[0], &pings[len(pings)-1]
	x := r.find(&framePong, pong.Range).gotText(shortText(pong.data)).want(shortText(ping.data))
	if x != nil {
		x.Step = pong.step
		r.reframe(x, &pong.frame, pong.first, ping.data)
	}
}
