package handshake

import "unicode/utf8"

// WebSocket frames (RFC 6455 §5.2), taken apart over the bytes of one side.
// Decoding never fails: what is wrong is left for the rules, and a last frame
// may be unfinished. A frame is read as far as it has arrived:
//
//	first byte   FIN, RSV1-3, opcode
//	second byte  mask bit, length in 7 bits (126, 127: a long length follows)
//	0, 2 or 8    long length
//	0 or 4       masking key
//	length       payload, masked byte by byte

// frame is one frame. Parts that have not arrived are empty ranges.
type frame struct {
	Range         // all that has arrived of it
	first, second byte
	hasSecond     bool
	long          Range // extended length
	key           Range // masking key
	payload       Range // as it stands on the wire
	length        uint64
	headWhole     bool // the payload begins (or is empty)
	whole         bool
	// Set by the rules, for the lines of working.
	badFirst, badSecond bool
}

// Opcodes (RFC 6455 §5.2).
const (
	opContinuation = 0
	opText         = 1
	opBinary       = 2
	opClose        = 8
	opPing         = 9
	opPong         = 10
)

func (f *frame) fin() bool     { return f.first&0x80 != 0 }
func (f *frame) rsv() byte     { return f.first >> 4 & 7 }
func (f *frame) rsv1() bool    { return f.first&0x40 != 0 }
func (f *frame) opcode() byte  { return f.first & 15 }
func (f *frame) masked() bool  { return f.hasSecond && f.second&0x80 != 0 }
func (f *frame) control() bool { return f.opcode() >= 8 }
func (f *frame) data() bool    { return f.opcode() == opText || f.opcode() == opBinary }
func (f *frame) reserved() bool {
	return opcodeTexts[f.opcode()].ID == ""
}

// decodeFrame reads the frame that begins at the offset, which lies inside b.
func decodeFrame(b []byte, at int) frame {
	f := frame{Range: Range{at, len(b)}, first: b[at]}
	if at+1 >= len(b) {
		return f
	}
	f.second, f.hasSecond = b[at+1], true
	f.length = uint64(f.second & 0x7f)
	at += 2
	if size := longLength(f.second); size > 0 {
		if len(b)-at < size {
			return f
		}
		f.long = Range{at, at + size}
		f.length = 0
		for _, c := range b[at : at+size] {
			f.length = f.length<<8 | uint64(c)
		}
		at += size
	}
	if f.masked() {
		if len(b)-at < 4 {
			return f
		}
		f.key = Range{at, at + 4}
		at += 4
	}
	f.headWhole = true
	f.payload = Range{at, len(b)}
	if f.length <= uint64(len(b)-at) {
		f.whole = true
		f.payload.End = at + int(f.length)
		f.End = f.payload.End
	}
	return f
}

// longLength is the size of the extended length.
func longLength(second byte) int {
	switch second & 0x7f {
	case 126:
		return 2
	case 127:
		return 8
	}
	return 0
}

// unmasked gives the payload as it was meant (RFC 6455 §5.3).
func (f *frame) unmasked(b []byte) []byte {
	wire := b[f.payload.Start:f.payload.End]
	if f.key.Empty() {
		return wire
	}
	out := make([]byte, len(wire))
	for i, c := range wire {
		out[i] = c ^ b[f.key.Start+i&3]
	}
	return out
}

// tile covers the bytes of the frame.
func (f *frame) tile(t *tiler) {
	t.to(f.Start+1, KindFrameHead)
	if f.hasSecond {
		t.to(f.Start+2, KindFrameLength)
		t.to(f.long.End, KindFrameLongLength)
		t.to(f.key.End, KindFrameMask)
	}
	if !f.whole {
		t.to(f.End, KindFrameUnfinished)
		return
	}
	if f.opcode() == opClose && f.payload.End-f.payload.Start >= 2 {
		t.to(f.payload.Start+2, KindFrameCloseCode)
	}
	t.to(f.End, KindFramePayload)
}

// appendFrame writes a frame in its shortest form; key is nil for a frame
// without a mask.
func appendFrame(dst []byte, first byte, key, payload []byte) []byte {
	mask := byte(0)
	if key != nil {
		mask = 0x80
	}
	dst = append(dst, first)
	switch n := len(payload); {
	case n < 126:
		dst = append(dst, mask|byte(n))
	case n < 1<<16:
		dst = append(dst, mask|126, byte(n>>8), byte(n))
	default:
		dst = append(dst, mask|127)
		for shift := 56; shift >= 0; shift -= 8 {
			dst = append(dst, byte(uint64(n)>>shift))
		}
	}
	dst = append(dst, key...)
	for i, c := range payload {
		if key != nil {
			c ^= key[i&3]
		}
		dst = append(dst, c)
	}
	return dst
}

// minimal tells whether the length stands in its shortest form.
func (f *frame) minimal() bool {
	switch f.long.End - f.long.Start {
	case 2:
		return f.length >= 126
	case 8:
		return f.length >= 1<<16 && f.length < 1<<63
	}
	return true
}

// utf8Reader checks the text of a message over its fragments: a character may
// begin in one and end in the next (RFC 6455 §5.6).
type utf8Reader struct {
	rest [utf8.UTFMax]byte // the bytes of a character that is not whole
	n    int
}

// read takes the next piece. bad is the offset in it of the first byte that is
// no UTF-8, or -1.
func (u *utf8Reader) read(b []byte) (bad int) {
	at := 0
	for u.n > 0 && at < len(b) {
		u.rest[u.n] = b[at]
		u.n++
		at++
		if r, size := utf8.DecodeRune(u.rest[:u.n]); r != utf8.RuneError || size > 1 {
			u.n = 0
		} else if !utf8.FullRune(u.rest[:u.n]) {
			continue
		} else {
			return at - 1
		}
	}
	for at < len(b) {
		r, size := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && size <= 1 {
			if utf8.FullRune(b[at:]) {
				return at
			}
			u.n = copy(u.rest[:], b[at:])
			return -1
		}
		at += size
	}
	return -1
}

// whole tells whether no character is left unfinished.
func (u *utf8Reader) whole() bool { return u.n == 0 }
