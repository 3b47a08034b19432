package handshake

// HTTP/2 frames after the upgrade to h2c (RFC 9113 §3.4, §4.1): the client's
// preface, frame headers of nine bytes, the settings one by one. The fields
// inside HEADERS are compressed (RFC 7541) and are not taken apart.

const (
	clientPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
	h2HeadSize    = 9
	h2Steps       = 40   // frames with a step of their own
	h2Limit       = 4096 // frames taken apart
)

// h2TypeNames are the registered frame types, by number.
var h2TypeNames = [...]string{"DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE", "PING",
	"GOAWAY", "WINDOW_UPDATE", "CONTINUATION", "ALTSVC", "", "ORIGIN", 16: "PRIORITY_UPDATE"}

// The frame types that are explained.
const (
	h2Data         = 0
	h2Headers      = 1
	h2ResetStream  = 3
	h2Settings     = 4
	h2GoAway       = 7
	h2WindowUpdate = 8
)

// h2Errors are the error codes of RFC 9113 §7.
var h2Errors = [...]string{"NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT",
	"STREAM_CLOSED", "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR",
	"ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED"}

// h2Frame is one frame; the payload ends where the input does when the frame
// is not whole.
type h2Frame struct {
	Range
	payload     Range
	length      int
	kind, flags byte
	stream      uint32
	headWhole   bool
	whole       bool
}

func decodeH2Frame(b []byte, at int) h2Frame {
	f := h2Frame{Range: Range{at, len(b)}, payload: Range{len(b), len(b)}}
	if len(b)-at < h2HeadSize {
		return f
	}
	h := b[at : at+h2HeadSize]
	f.headWhole = true
	f.length = int(h[0])<<16 | int(h[1])<<8 | int(h[2])
	f.kind, f.flags = h[3], h[4]
	f.stream = bigEndian(h[5:9]) & 0x7fffffff
	f.payload = Range{at + h2HeadSize, min(len(b), at+h2HeadSize+f.length)}
	f.whole = f.payload.End-f.payload.Start == f.length
	f.End = f.payload.End
	return f
}

// bigEndian reads up to four bytes, the highest first.
func bigEndian(b []byte) uint32 {
	n := uint32(0)
	for _, c := range b {
		n = n<<8 | uint32(c)
	}
	return n
}

// tile covers the bytes of the frame.
func (f *h2Frame) tile(t *tiler) {
	if !f.headWhole {
		t.to(f.End, KindH2FrameHead)
		return
	}
	t.to(f.payload.Start, KindH2FrameHead)
	if !f.whole {
		t.to(f.End, KindFrameUnfinished)
		return
	}
	if f.kind == h2Settings {
		for t.at+settingSize <= f.End {
			t.to(t.at+settingSize, KindH2Setting)
		}
	}
	t.to(f.End, KindH2Payload)
}

// typeName is the frame's registered name, or its number.
func (f *h2Frame) typeName() string {
	if int(f.kind) < len(h2TypeNames) && h2TypeNames[f.kind] != "" {
		return h2TypeNames[f.kind]
	}
	return itoa(int(f.kind))
}

// flagNames names the flags that the type defines (RFC 9113 §6).
func (f *h2Frame) flagNames() string {
	names := ""
	add := func(bit byte, name string) {
		if f.flags&bit != 0 {
			names += " " + name
		}
	}
	switch f.typeName() {
	case "SETTINGS", "PING":
		add(0x01, "ACK")
	case "DATA":
		add(0x01, "END_STREAM")
		add(0x08, "PADDED")
	case "HEADERS":
		add(0x01, "END_STREAM")
		add(0x04, "END_HEADERS")
		add(0x08, "PADDED")
		add(0x20, "PRIORITY")
	case "PUSH_PROMISE", "CONTINUATION":
		add(0x04, "END_HEADERS")
	}
	return names
}

var (
	stepH2Preface = stepDef{"h2.preface", ActorWireRequest,
		Text{"step.h2.preface.title", "the preface of HTTP/2"},
		Text{"step.h2.preface", "24 fixed bytes. An HTTP/1.1 server would read them as a request with the method PRI and fail at once, so a mistake is found out early."}}
	stepH2Settings = stepDef{"h2.settings", ActorWireRequest,
		Text{"step.h2.settings.title", "SETTINGS"},
		Text{"step.h2.settings", "Each side begins with its settings: how much it can take, and what it supports. They bind the other side once it has confirmed them."}}
	stepH2Ack = stepDef{"h2.settings-ack", ActorWireRequest,
		Text{"step.h2.settings-ack.title", "SETTINGS, confirmed"},
		Text{"step.h2.settings-ack", "An empty SETTINGS frame with the flag ACK: your settings have arrived and hold from now on."}}
	stepH2Headers = stepDef{"h2.headers", ActorWireRequest,
		Text{"step.h2.headers.title", "HEADERS, stream {stream}"},
		Text{"step.h2.headers", "Fields, compressed with HPACK. The answer to the request that asked for the upgrade comes on stream 1."}}
	stepH2Data = stepDef{"h2.data", ActorWireRequest,
		Text{"step.h2.data.title", "DATA, stream {stream}"},
		Text{"step.h2.data", "A part of the body of one request or response. Many streams share the connection."}}
	stepH2Other = stepDef{"h2.other", ActorWireRequest,
		Text{"step.h2.other.title", "{type}, stream {stream}"},
		Text{"step.h2.other", "A frame that manages the connection or one stream. Stream 0 is the connection itself."}}
	stepH2Partial = stepDef{"h2.partial", ActorWireRequest,
		Text{"step.h2.partial.title", "the beginning of an HTTP/2 frame"},
		Text{"step.h2.partial", "The frame has not arrived whole. The reader waits for the rest."}}
	stepH2Rest = stepDef{"h2.rest", ActorWireRequest,
		Text{"step.h2.rest.title", "{n} more frames"},
		Text{"step.h2.rest", "The frames after the first ones, {n} in number. They are listed on the wire."}}
	stepH2Not = stepDef{"h2.not", ActorWireRequest,
		Text{"step.h2.not.title", "not HTTP/2"},
		Text{"step.h2.not", "HTTP/2 begins otherwise, so these bytes are not taken apart."}}

	labelH2Length = Text{"derived.h2.length", "length"}
	labelH2Type   = Text{"derived.h2.type", "type"}
	labelH2Flags  = Text{"derived.h2.flags", "flags"}
	labelH2Stream = Text{"derived.h2.stream", "stream"}
	labelH2Error  = Text{"derived.h2.error", "error code"}
	labelH2Last   = Text{"derived.h2.last-stream", "last stream that was handled"}
	labelH2Window = Text{"derived.h2.window", "bytes more that may be sent"}
)

// speakHTTP2 explains the HTTP/2 bytes of one side.
func speakHTTP2(j *judge, side Side, b []byte, from int) {
	t := &tiler{spans: j.spans[side], at: from, line: -1}
	defer func() { j.spans[side] = t.spans }()
	if side == FromClient {
		n := min(len(b)-from, len(clientPreface))
		if string(b[from:from+n]) != clientPreface[:n] {
			j.beginPipe(&stepH2Not, side, "h2", "not")
			j.light(Place{side, from, len(b)})
			j.step().Outcome = Failed
			checkH2CPreface(j, side, b, from)
			t.to(len(b), KindPipe)
			return
		}
		j.beginPipe(&stepH2Preface, side, "h2", "preface")
		j.light(Place{side, from, from + n})
		t.to(from+n, KindH2Preface)
	}
	r := pipeReader{j: j, side: side, name: "h2", steps: h2Steps, rest: &stepH2Rest}
	connect := uint32(0)
	for t.at < len(b) && r.n < h2Limit {
		f := decodeH2Frame(b, t.at)
		if r.begin(f.step(), f.Range, Arg{"type", f.typeName()}, Arg{"stream", utoa(uint64(f.stream))}) {
			f.working(j, b)
		}
		if found := len(j.findings[side]); found < frameFaults {
			if r.n == 1 {
				checkFirstSettings(j, side, b, from, &f)
			}
			if f.whole && f.kind == h2Settings {
				connect = checkH2Settings(j, side, b, &f, connect)
			}
			if len(j.findings[side]) > found {
				j.step().Outcome = Failed
			}
		}
		f.tile(t)
	}
	t.to(len(b), KindPipe)
}

// checkFirstSettings: the first frame of each side is SETTINGS, its own and no
// confirmation; the client's stands behind its preface (RFC 9113 §3.4).
func checkFirstSettings(j *judge, side Side, b []byte, from int, f *h2Frame) {
	ack := f.headWhole && f.kind == h2Settings && f.flags&1 != 0
	switch {
	case side == FromServer && !ack:
		checkH2CPreface(j, side, b, from)
	case ack || f.headWhole && f.kind != h2Settings:
		head := b[f.Start : f.Start+h2HeadSize]
		j.find(&h2cPreface, Place{side, f.Start, f.Start + h2HeadSize}).gotText(Hex(head)).want("00 00 00 04 00 00 00 00 00").
			fix(Place{side, f.Start, f.Start}, "\x00\x00\x00\x04\x00\x00\x00\x00\x00")
	}
}

// step chooses the step by the frame's type.
func (f *h2Frame) step() *stepDef {
	switch {
	case !f.whole:
		return &stepH2Partial
	case f.kind == h2Settings && f.flags&1 != 0:
		return &stepH2Ack
	case f.kind == h2Settings:
		return &stepH2Settings
	case f.kind == h2Headers:
		return &stepH2Headers
	case f.kind == h2Data:
		return &stepH2Data
	}
	return &stepH2Other
}

// working shows the header, and the payload where it is numbers.
func (f *h2Frame) working(j *judge, b []byte) {
	if !f.headWhole {
		return
	}
	j.derive(&labelH2Length, itoa(f.length))
	j.derive(&labelH2Type, itoa(int(f.kind))+" = "+f.typeName())
	j.derive(&labelH2Flags, Hex([]byte{f.flags})+f.flagNames())
	j.derive(&labelH2Stream, utoa(uint64(f.stream)))
	payload := b[f.payload.Start:f.payload.End]
	switch {
	case !f.whole || len(payload) == 0:
	case f.kind == h2Settings:
		j.deriveSettings(payload)
	case f.kind == h2WindowUpdate && len(payload) == 4:
		j.derive(&labelH2Window, utoa(uint64(bigEndian(payload)&0x7fffffff)))
	case f.kind == h2ResetStream && len(payload) == 4:
		j.derive(&labelH2Error, h2Error(bigEndian(payload)))
	case f.kind == h2GoAway && len(payload) >= 8:
		j.derive(&labelH2Last, utoa(uint64(bigEndian(payload[:4])&0x7fffffff)))
		j.derive(&labelH2Error, h2Error(bigEndian(payload[4:8])))
	case f.kind == h2Data:
		j.derive(&labelFrameText, shortText(payload))
	default:
		j.derive(&labelFramePayload, shortHex(payload))
	}
}

func h2Error(code uint32) string {
	s := utoa(uint64(code))
	if code < uint32(len(h2Errors)) {
		s += " = " + h2Errors[code]
	}
	return s
}
