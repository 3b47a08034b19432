package handshake

// Capsules (RFC 9297 §3.2), after the upgrade to connect-udp or connect-ip: a
// type, a length and a value, the first two as variable-length integers of
// RFC 9000 §16. A DATAGRAM holds a context number and then, for context 0, one
// UDP payload (RFC 9298 §5) or IP packet (RFC 9484 §6).

const (
	capsuleSteps = 40
	capsuleLimit = 4096
)

// The registered types that are taken apart.
const (
	capsuleDatagram = iota
	capsuleAssign
	capsuleRequest
	capsuleRoutes
)

// capsuleNames are the registered types, by number.
var capsuleNames = [...]string{"DATAGRAM", "ADDRESS_ASSIGN", "ADDRESS_REQUEST", "ROUTE_ADVERTISEMENT"}

// varint reads a variable-length integer; n is its size, 0 when it is not whole.
func varint(b []byte) (value uint64, n int) {
	if len(b) == 0 {
		return 0, 0
	}
	n = 1 << (b[0] >> 6)
	if len(b) < n {
		return 0, 0
	}
	value = uint64(b[0] & 0x3f)
	for _, c := range b[1:n] {
		value = value<<8 | uint64(c)
	}
	return value, n
}

// capsule is one capsule, as far as it has arrived.
type capsule struct {
	Range
	typeEnd, lengthEnd int // 0 where the integer is not whole
	kind, length       uint64
	value              Range
	whole              bool

	entries []ipEntry // of a whole capsule of RFC 9484 §4.7 on connect-ip
	rest    int       // where the entries end
}

func decodeCapsule(b []byte, at int) capsule {
	c := capsule{Range: Range{at, len(b)}, value: Range{len(b), len(b)}}
	kind, n := varint(b[at:])
	if n == 0 {
		return c
	}
	c.kind, c.typeEnd = kind, at+n
	length, n := varint(b[c.typeEnd:])
	if n == 0 {
		return c
	}
	c.length, c.lengthEnd = length, c.typeEnd+n
	c.value.Start = c.lengthEnd
	if length <= uint64(len(b)-c.lengthEnd) {
		c.whole = true
		c.End = c.lengthEnd + int(length)
		c.value.End = c.End
	}
	return c
}

// tile covers the bytes of the capsule.
func (c *capsule) tile(t *tiler, b []byte) {
	if c.typeEnd == 0 {
		t.to(c.End, KindCapsuleType)
		return
	}
	t.to(c.typeEnd, KindCapsuleType)
	if c.lengthEnd == 0 {
		t.to(c.End, KindCapsuleLength)
		return
	}
	t.to(c.lengthEnd, KindCapsuleLength)
	if c.whole {
		if c.kind == capsuleDatagram {
			_, n := varint(b[c.value.Start:c.value.End])
			t.to(c.value.Start+n, KindCapsuleContext)
		}
		c.tileIP(t, b)
		t.to(c.End, KindCapsuleValue)
	}
	t.to(c.End, KindFrameUnfinished)
}

var (
	stepCapsuleDatagram = stepDef{"capsule.datagram", ActorWireRequest,
		Text{"step.capsule.datagram.title", "DATAGRAM, length {n}"},
		Text{"step.capsule.datagram", "One packet, wrapped so that its borders survive in a stream of bytes. The proxy unwraps it and sends it on."}}
	stepCapsuleOther = stepDef{"capsule.other", ActorWireRequest,
		Text{"step.capsule.other.title", "capsule {type}, length {n}"},
		Text{"step.capsule.other", "A capsule that manages the tunnel. A reader that does not know the type passes it over."}}
	stepCapsulePartial = stepDef{"capsule.partial", ActorWireRequest,
		Text{"step.capsule.partial.title", "the beginning of a capsule"},
		Text{"step.capsule.partial", "The capsule has not arrived whole. The reader waits for the rest."}}
	stepCapsuleRest = stepDef{"capsule.rest", ActorWireRequest,
		Text{"step.capsule.rest.title", "{n} more capsules"},
		Text{"step.capsule.rest", "The capsules after the first ones, {n} in number. They are listed on the wire."}}

	labelCapsuleType    = Text{"derived.capsule.type", "type"}
	labelCapsuleLength  = Text{"derived.capsule.length", "length"}
	labelCapsuleContext = Text{"derived.capsule.context", "context"}
	labelCapsulePacket  = Text{"derived.capsule.packet", "packet"}
	labelCapsuleText    = Text{"derived.capsule.text", "as text"}
)

// speakCapsules explains the capsules of one side.
func speakCapsules(j *judge, side Side, b []byte, from int) {
	t := &tiler{spans: j.spans[side], at: from, line: -1}
	r := pipeReader{j: j, side: side, name: "capsule", steps: capsuleSteps, rest: &stepCapsuleRest}
	ip := j.tunnel() == "connect-ip"
	for t.at < len(b) && r.n < capsuleLimit {
		c := decodeCapsule(b, t.at)
		if ip && c.whole && capsuleAssign <= c.kind && c.kind <= capsuleRoutes {
			c.entries, c.rest = ipEntries(b, c.value, c.kind)
		}
		d := &stepCapsuleOther
		switch {
		case !c.whole:
			d = &stepCapsulePartial
		case c.kind == capsuleDatagram:
			d = &stepCapsuleDatagram
		}
		if r.begin(d, c.Range, Arg{"type", c.name()}, Arg{"n", utoa(c.length)}) {
			c.working(j, b)
		}
		checkCapsule(j, side, b, &c, ip)
		c.tile(t, b)
	}
	t.to(len(b), KindPipe)
	j.spans[side] = t.spans
}

// tunnel is the protocol that was switched to.
func (j *judge) tunnel() string {
	if ms := j.res.upgradeMembers(); len(ms) > 0 {
		_, token, _ := protocolFor(j.res, &ms[0])
		return token
	}
	return j.answer.Protocol
}

func (c *capsule) name() string {
	if c.kind < uint64(len(capsuleNames)) {
		return capsuleNames[c.kind]
	}
	return utoa(c.kind)
}

func (c *capsule) working(j *judge, b []byte) {
	if c.typeEnd == 0 {
		return
	}
	j.derive(&labelCapsuleType, Hex(b[c.Start:c.typeEnd])+" = "+c.name())
	if c.lengthEnd == 0 {
		return
	}
	j.derive(&labelCapsuleLength, Hex(b[c.typeEnd:c.lengthEnd])+" = "+utoa(c.length))
	if !c.whole || c.value.Empty() {
		return
	}
	if len(c.entries) > 0 {
		c.workingIP(j, b)
		return
	}
	packet := b[c.value.Start:c.value.End]
	if c.kind == capsuleDatagram {
		context, n := varint(packet)
		if n == 0 {
			return
		}
		j.derive(&labelCapsuleContext, Hex(packet[:n])+" = "+utoa(context))
		packet = packet[n:]
	}
	j.derive(&labelCapsulePacket, shortHex(packet))
	if printable(packet) {
		j.derive(&labelCapsuleText, shortText(packet))
	}
}

// printable tells bytes that are a text of ASCII.
func printable(b []byte) bool {
	for _, c := range b {
		if (c < ' ' || c > '~') && c != '\r' && c != '\n' && c != '\t' {
			return false
		}
	}
	return len(b) > 0
}
