package handshake

// What single bytes mean after the switch: of a frame, a record or a capsule
// the very numbers that stand there, also where nothing is wrong.

var (
	explainShortLength = Text{"value.frame-length", "Mask bit {mask}: {n} bytes of payload."}
	explainLongLength  = Text{"value.frame-length.long", "Mask bit {mask}. {n} is no length here: it says that the length stands in the next {size} bytes."}
	explainNumber      = Text{"value.frame-long-length", "{n} bytes of payload."}
	explainMask        = Text{"value.frame-mask", "Byte by byte {key}: the first of them is for payload bytes 0, 4, 8 and so on."}
	explainUnmasked    = Text{"value.frame-payload.unmasked", "Without the mask: {text}"}
	explainSetting     = Text{"value.h2-setting", "{name} = {n}. {about}"}
	explainH2Head      = Text{"value.h2-frame-head", "{type}, flags {flags}, stream {stream}, {n} bytes of payload. {about}"}
	explainTLSHead     = Text{"value.tls-record-head", "{type}, {n} bytes. {about}"}
	explainCapsule     = Text{"value.capsule-type", "{type}. {about}"}
	explainBytes       = Text{"value.capsule-length", "{n} bytes of value."}
	explainPlainNumber = Text{"value.capsule-number", "Here: {n}."}
	explainForeign     = Text{"value.opcode.foreign", "RFC 6455 leaves this opcode to extensions, and one that is not known here was agreed on. Its document says what the frame means."}
	explainSectionName = Text{"kind.field-name.section", "Says what the value is about. In HTTP/2 and HTTP/3 it is written in small letters; a name that begins with a colon takes the place of a part of the start line."}
	explainNotation    = Text{"kind.notation", "Belongs to this way of writing. HTTP/2 and HTTP/3 send a name and a value each with its length, compressed."}
	explainUnknownType = Text{"value.type.unknown", "A type that is not registered: a receiver passes it over."}
)

var h2TypeTexts = [...]Text{
	{"value.h2.data", "A piece of the body of one request or response."},
	{"value.h2.headers", "The fields of one request or response, compressed."},
	{"value.h2.priority", "An old way to say which stream matters more; it is ignored today."},
	{"value.h2.rst-stream", "Ends one stream at once; the connection goes on."},
	{"value.h2.settings", "What the sender can take and supports, or with the flag ACK: yours have arrived."},
	{"value.h2.push-promise", "The server announces an answer that nobody has asked for."},
	{"value.h2.ping", "Are you there? It comes back with the flag ACK."},
	{"value.h2.goaway", "No new streams: the sender is about to close, and says up to where it has worked."},
	{"value.h2.window-update", "The sender can take so many bytes more, on this stream or, on stream 0, in all."},
	{"value.h2.continuation", "More of the fields that a HEADERS frame began."},
}

var settingTexts = [...]Text{
	1: {"value.setting.1", "So many bytes are kept for the table that compresses fields."},
	2: {"value.setting.2", "1: the server may push answers that nobody has asked for; 0: it may not."},
	3: {"value.setting.3", "So many streams may be open at once."},
	4: {"value.setting.4", "So many bytes may be sent on a new stream before the receiver allows more."},
	5: {"value.setting.5", "The largest payload of a frame: 16384 to 16777215."},
	6: {"value.setting.6", "The most that the fields of one message should take."},
	8: {"value.setting.8", "1: a WebSocket may be opened on a stream with extended CONNECT (RFC 8441)."},
	9: {"value.setting.9", "1: the old priorities of HTTP/2 are not used (RFC 9218)."},
}

var tlsTypeTexts = [...]Text{
	{"value.tls.change-cipher-spec", "A sign from older versions that encryption begins; TLS 1.3 sends it for old middleboxes only."},
	{"value.tls.alert", "Something is wrong, or the end of the connection is announced."},
	{"value.tls.handshake", "The two ends agree on version, keys and names."},
	{"value.tls.application-data", "Encrypted: what the application says, and in TLS 1.3 the rest of the handshake too."},
	{"value.tls.heartbeat", "A question whether the other end is still there (RFC 6520)."},
}

var capsuleTexts = [...]Text{
	{"value.capsule.datagram", "One packet, carried inside the stream."},
	{"value.capsule.address-assign", "The IP addresses that the other end may use."},
	{"value.capsule.address-request", "Asks for IP addresses."},
	{"value.capsule.route-advertisement", "The ranges of addresses that can be reached through the sender."},
}

// textAt is a row of such a table, or the word for a type that has none.
func textAt(table []Text, i uint64) *Text {
	if i < uint64(len(table)) && table[i].ID != "" {
		return &table[i]
	}
	return &explainUnknownType
}

// afterSwitch says what the bytes of a span mean; unit is the frame, record or
// capsule around them. The zero phrase where the kind's own text says it all.
func (r *Report) afterSwitch(k Kind, unit Range, raw, b []byte) Phrase {
	say := func(t *Text, args ...Arg) Phrase { return Phrase{Text: t, Args: args} }
	number := func(n uint64) Arg { return Arg{"n", utoa(n)} }
	switch k {
	case KindFrameHead:
		if opcodeTexts[b[0]&15].ID == "" && r.foreignExtension() {
			return say(&explainForeign)
		}
		return say(opcodeText(b[0] & 15))
	case KindFrameLength:
		mask, n := Arg{"mask", itoa(int(b[0] >> 7))}, uint64(b[0]&0x7f)
		if size := longLength(b[0]); size > 0 {
			return say(&explainLongLength, mask, number(n), Arg{"size", itoa(size)})
		}
		return say(&explainShortLength, mask, number(n))
	case KindFrameLongLength:
		return say(&explainNumber, number(decodeFrame(raw, unit.Start).length))
	case KindFrameMask:
		return say(&explainMask, Arg{"key", Hex(b)})
	case KindFrameCloseCode: // masked in a client's frame
		f := decodeFrame(raw, unit.Start)
		return say(closeMeaning(closeCodeIn(f.unmasked(raw))))
	case KindFramePayload:
		f := decodeFrame(raw, unit.Start)
		if f.key.Empty() {
			return Phrase{}
		}
		plain := f.unmasked(raw)[len(raw[f.payload.Start:unit.End])-len(b):]
		if f.opcode() == opText && f.rsv() == 0 {
			return say(&explainUnmasked, Arg{"text", shortText(plain)})
		}
		return say(&explainUnmasked, Arg{"text", shortHex(plain)})
	case KindH2FrameHead:
		if f := decodeH2Frame(raw, unit.Start); f.headWhole {
			return say(&explainH2Head, Arg{"type", f.typeName()}, Arg{"flags", Hex([]byte{f.flags}) + f.flagNames()},
				Arg{"stream", utoa(uint64(f.stream))}, number(uint64(f.length)), Arg{"about", textAt(h2TypeTexts[:], uint64(f.kind)).ref()})
		}
	case KindH2Setting:
		s := parseSettings(b)[0]
		return say(&explainSetting, Arg{"name", settingName(s.ID)}, number(uint64(s.Value)), Arg{"about", textAt(settingTexts[:], uint64(s.ID)).ref()})
	case KindTLSRecordHead:
		if len(b) == tlsHeadSize {
			i := uint64(b[0]) - 20
			return say(&explainTLSHead, Arg{"type", tlsTypes[i]}, number(uint64(bigEndian(b[3:]))), Arg{"about", textAt(tlsTypeTexts[:], i).ref()})
		}
	case KindCapsuleType, KindCapsuleLength:
		c := decodeCapsule(raw, unit.Start)
		switch {
		case k == KindCapsuleLength && c.lengthEnd > 0:
			return say(&explainBytes, number(c.length))
		case k == KindCapsuleType && c.typeEnd > 0:
			return say(&explainCapsule, Arg{"type", c.name()}, Arg{"about", textAt(capsuleTexts[:], c.kind).ref()})
		}
	case KindCapsuleContext, KindCapsuleRequestID:
		n, _ := varint(b)
		return say(&explainPlainNumber, number(n))
	case KindCapsuleIPVersion, KindCapsulePrefix:
		return say(&explainPlainNumber, number(uint64(b[0])))
	case KindCapsuleIPProtocol:
		return say(&explainPlainNumber, Arg{"n", ipProtocolName(b[0])})
	case KindCapsuleAddress:
		return say(&explainPlainNumber, Arg{"n", ipText(b)})
	}
	return Phrase{}
}

// foreignExtension tells whether an extension that is not known here is agreed on.
func (r *Report) foreignExtension() bool {
	m := r.Answer.Message
	for _, e := range m.extensions() {
		if string(m.Text(e.Name)) != deflateName {
			return true
		}
	}
	return false
}
