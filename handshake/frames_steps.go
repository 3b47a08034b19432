package handshake

import "strconv"

// The steps of WebSocket frames, by opcode, and the lines of their working.

var (
	frameTextMeans  = Text{"step.frame.text", "A text message. Its payload is UTF-8; a receiver that finds anything else ends the connection with 1007."}
	frameDataMeans  = Text{"step.frame.binary", "A binary message: bytes that only the two applications understand."}
	frameNextMeans  = Text{"step.frame.continuation", "A message may be sent in parts. Only the first says what it is; the last one has FIN set. Control frames may come between the parts, other messages may not."}
	frameCloseMeans = Text{"step.frame.close", "Close says: I am done. The other side answers with a close of its own, then the server ends the TCP connection. Code and reason tell why; both may be left out."}
	framePingMeans  = Text{"step.frame.ping", "A ping asks whether the other side is still there, and keeps idle connections alive in proxies. It must be answered with a pong that carries the same bytes."}
	framePongMeans  = Text{"step.frame.pong", "A pong answers the latest ping with the same bytes. One that nobody asked for is allowed as a sign of life."}
)

var (
	stepFrameText      = stepDef{"frame.text", ActorWireRequest, Text{"step.frame.text.title", "text message, length {n}"}, frameTextMeans}
	stepFrameTextPart  = stepDef{"frame.text-part", ActorWireRequest, Text{"step.frame.text-part.title", "text message, first part, length {n}"}, frameTextMeans}
	stepFrameBinary    = stepDef{"frame.binary", ActorWireRequest, Text{"step.frame.binary.title", "binary message, length {n}"}, frameDataMeans}
	stepFrameBinPart   = stepDef{"frame.binary-part", ActorWireRequest, Text{"step.frame.binary-part.title", "binary message, first part, length {n}"}, frameDataMeans}
	stepFrameNext      = stepDef{"frame.next", ActorWireRequest, Text{"step.frame.next.title", "next part, length {n}"}, frameNextMeans}
	stepFrameLast      = stepDef{"frame.last", ActorWireRequest, Text{"step.frame.last.title", "last part, length {n}"}, frameNextMeans}
	stepFrameClose     = stepDef{"frame.close", ActorWireRequest, Text{"step.frame.close.title", "close"}, frameCloseMeans}
	stepFramePing      = stepDef{"frame.ping", ActorWireRequest, Text{"step.frame.ping.title", "ping, length {n}"}, framePingMeans}
	stepFramePong      = stepDef{"frame.pong", ActorWireRequest, Text{"step.frame.pong.title", "pong, length {n}"}, framePongMeans}
	stepFrameReserved  = stepDef{"frame.reserved", ActorWireRequest, Text{"step.frame.reserved.title", "a frame that means nothing"}, Text{"step.frame.reserved", "The opcode is one that no one has given a meaning. Often these bytes are no frame at all: a web page, a log line or an error text that slipped in behind the 101."}}
	stepFrameForeign   = stepDef{"frame.foreign", ActorWireRequest, Text{"step.frame.foreign.title", "a frame of the agreed extension"}, Text{"step.frame.foreign", "The opcode is one that RFC 6455 leaves to extensions, and both sides have agreed on an extension that is not known here. What the frame means, and whether it is right, stands in that extension's document."}}
	stepFramePartial   = stepDef{"frame.partial", ActorWireRequest, Text{"step.frame.partial.title", "the beginning of a frame"}, Text{"step.frame.partial", "The frame has not arrived whole. The reader waits for the rest; what it can see already, it checks."}}
	stepFrameRest      = stepDef{"frame.rest", ActorWireRequest, Text{"step.frame.rest.title", "{n} more"}, Text{"step.frame.rest", "The frames after the first ones, {n} in number. They are checked like the others and listed on the wire."}}
	stepFrameLost      = stepDef{"frame.lost", ActorWireRequest, Text{"step.frame.lost.title", "the reading ends here"}, Text{"step.frame.lost", "What follows is not taken apart: either the bytes before it are no frame, so that nobody knows where the next one begins, or there are very many."}}
	labelFrameFirst    = Text{"derived.frame.first", "FIN, RSV1–3, opcode"}
	labelFrameSecond   = Text{"derived.frame.second", "mask bit, length"}
	labelFrameLong     = Text{"derived.frame.long", "long length"}
	labelFrameKey      = Text{"derived.frame.key", "masking key"}
	labelFrameWire     = Text{"derived.frame.wire", "payload as sent"}
	labelFrameXOR      = Text{"derived.frame.xor", "payload XOR key"}
	labelFramePayload  = Text{"derived.frame.payload", "payload"}
	labelFrameText     = Text{"derived.frame.text", "as text"}
	labelFrameSqueezed = Text{"derived.frame.squeezed", "RSV1: compressed with"}
	labelFrameInflated = Text{"derived.frame.inflated", "inflated"}
	labelFrameForeign  = Text{"derived.frame.foreign", "cannot be judged: an extension may have changed it"}
	labelFrameMissing  = Text{"derived.frame.missing", "bytes still missing"}
)

// step chooses the step; that of a reserved opcode depends on what was agreed.
func (r *frameReader) step(f *frame) *stepDef {
	if f.reserved() && f.whole && r.foreign {
		return &stepFrameForeign
	}
	return frameStep(f)
}

// frameStep chooses the step by what the frame is.
func frameStep(f *frame) *stepDef {
	switch {
	case f.reserved():
		return &stepFrameReserved
	case !f.whole:
		return &stepFramePartial
	}
	switch op, fin := f.opcode(), f.fin(); {
	case op == opClose:
		return &stepFrameClose
	case op == opPing:
		return &stepFramePing
	case op == opPong:
		return &stepFramePong
	case op == opText && fin:
		return &stepFrameText
	case op == opText:
		return &stepFrameTextPart
	case op == opBinary && fin:
		return &stepFrameBinary
	case op == opBinary:
		return &stepFrameBinPart
	case fin:
		return &stepFrameLast
	}
	return &stepFrameNext
}

func utoa(n uint64) string { return strconv.FormatUint(n, 10) }
