package handshake

// Frames of compressed messages, RFC 7692 §6 and §7.2.

var pmdRSV1FirstOnly = Rule{ID: "pmd.frame.rsv1-first-only", Level: MustNot, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 7692, Section: "6.1"}},
	Title: "The compression bit is set on a frame that does not begin a message",
	Why:   "RSV1 says of a whole message that it is compressed, so only its first frame carries the bit. Control frames are never compressed.",
	Who:   "The receiver fails the connection with 1002.",
	Cure:  "Set RSV1 on the first frame of a text or binary message only.",
	Wrong: `\xc9\0`, Right: `\x89\0`}

var pmdRSV1Optional = Rule{ID: "pmd.frame.rsv1-optional", Level: May, Severity: Note, Binds: Frames,
	Cites: []Cite{{RFC: 7692, Section: "6"}},
	Title: "This message is not compressed, although compression was agreed",
	Why:   "Each message may be sent either way; RSV1 tells. Short ones often grow when compressed.",
	Who:   "A receiver that inflates every message fails on this one.",
	Cure:  "Nothing is wrong. In a receiver, look at RSV1 for each message.",
	Wrong: `\x81\x05Hello`, Right: `\xc1\x07\xf2H\xcd\xc9\xc9\x07\0`}

var pmdTail = Rule{ID: "pmd.frame.tail", Level: Explanatory, Severity: Warning, Binds: Frames,
	Cites: []Cite{{RFC: 7692, Section: "7.2.1"}},
	Title: "The compressed message still ends in 00 00 ff ff",
	Why:   "A compressor that flushes writes these four bytes each time. The sender cuts them off and the receiver puts them back.",
	Who:   "Receivers built on zlib carry on; others find broken data and fail the connection.",
	Cure:  "Take the last four bytes off the payload.",
	Wrong: `\xc1\x0b\xf2H\xcd\xc9\xc9\x07\0\0\0\xff\xff`, Right: `\xc1\x07\xf2H\xcd\xc9\xc9\x07\0`}

var pmdData = Rule{ID: "pmd.frame.data", Level: Grammar, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 7692, Section: "7.2.2"}, {RFC: 1951, Section: "3.2.3"}},
	Title: "The message says that it is compressed, but it cannot be inflated",
	Why:   "The payload must be DEFLATE data without a zlib or gzip header. It may refer to earlier messages only as far as the agreed window reaches.",
	Who:   "The receiver fails the connection with 1002 or 1007, or hands nothing on.",
	Cure:  "Use raw DEFLATE, keep or forget the window as the handshake says, or send the message with RSV1 clear.",
	Wrong: `\xc1\x05Hello`, Right: `\x81\x05Hello`}

var framesDeflateTopic = topic{"frames-deflate", []*Rule{&pmdRSV1FirstOnly, &pmdRSV1Optional, &pmdTail, &pmdData}}

// checkRSV1 judges RSV1 where permessage-deflate is in use.
func (r *frameReader) checkRSV1(f *frame) {
	if f.data() || f.reserved() {
		return
	}
	f.badFirst = true
	x := r.find(&pmdRSV1FirstOnly, f.firstByte())
	r.newFirst(x, f, f.first&^0x40)
}

// notePlain notes the first message of a side that is not compressed.
func (r *frameReader) notePlain(f *frame) {
	if r.deflate != nil && !f.rsv1() && !r.plain {
		r.plain = true
		r.find(&pmdRSV1Optional, f.firstByte())
	}
}

// deflateTail is the empty block that a flush ends in (RFC 7692 §7.2.1).
const deflateTail = "\x00\x00\xff\xff"

// checkTail looks for the four bytes that belong cut off.
func (r *frameReader) checkTail(f *frame) bool {
	n := len(r.packed) - len(deflateTail)
	if n < 0 || string(r.packed[n:]) != deflateTail {
		return false
	}
	x := r.find(&pmdTail, Range{max(f.payload.Start, f.payload.End-len(deflateTail)), f.payload.End})
	if keep := len(r.payload) - len(deflateTail); keep >= 0 {
		r.reframe(x, f, f.first, r.payload[:keep])
	}
	return true
}

// checkInflated judges how inflating ended.
func (r *frameReader) checkInflated(f *frame, end inflated) {
	if end != inflatedBroken && end != inflatedFar {
		return
	}
	x := r.find(&pmdData, f.payload)
	if f.data() { // one frame: the same bytes, not called compressed
		r.newFirst(x, f, f.first&0x80|opBinary)
	}
}
