package handshake

// Capsules after the switch to connect-udp or connect-ip: what stands in them
// (RFC 9297 §3.3, RFC 9298 §5, RFC 9484 §4.7 and §6). A receiver treats a
// malformed capsule like a malformed message, which ends the tunnel.

var capPayload = Rule{ID: "cap.payload.exact", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 9297, Section: "3.3"}, {RFC: 9484, Section: "4.7"}, {RFC: 9298, Section: "5"}},
	Title: "The capsule {got} does not hold exactly the fields of its type",
	Why:   "The length of a capsule and the fields inside it must agree to the byte: what is missing or left over means that the two ends count differently.",
	Who:   "The receiver must treat the stream as malformed, and the tunnel ends.",
	Cure:  "Write whole fields, and their size into the length. A DATAGRAM begins with a context number, 0 for a packet.",
	Wrong: `\x02\x08\x01\x04\0\0\0\0\x20\x07`, Right: `\x02\x07\x01\x04\0\0\0\0\x20`}

var capIPVersion = Rule{ID: "cap.ip.version", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 9484, Section: "4.7.1"}, {RFC: 9484, Section: "4.7.2"}, {RFC: 9484, Section: "4.7.3"}},
	Title: "The IP version in the capsule is {got}, it must be 4 or 6",
	Why:   "The version says how long the address behind it is. With another one nobody knows where the entry ends.",
	Who:   "The receiver must treat the stream as malformed, and the tunnel ends.",
	Cure:  "Write 4 before 4 bytes of address and 6 before 16.",
	Wrong: `\x02\x07\x01\x05`, Right: `\x02\x07\x01\x04`}

var capPrefixLength = Rule{ID: "cap.ip.prefix-length", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 9484, Section: "4.7.1"}, {RFC: 9484, Section: "4.7.2"}},
	Title: "The prefix length is {got}, the address has only {want} bits",
	Why:   "The prefix is the beginning of the address, so it cannot be longer than that.",
	Who:   "The receiver must treat the stream as malformed, and the tunnel ends.",
	Cure:  "Write at most 32 for IPv4 and 128 for IPv6.",
	Wrong: `\x01\x07\x01\x04\xC0\0\x02\x0B\x21`, Right: `\x01\x07\x01\x04\xC0\0\x02\x0B\x20`}

var capPrefixBits = Rule{ID: "cap.ip.prefix-bits", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 9484, Section: "4.7.1"}, {RFC: 9484, Section: "4.7.2"}},
	Title: "The prefix {got} has bits behind its length, as a network it is {want}",
	Why:   "The bits that the prefix does not cover must be 0, so that a network has one spelling only. A single address has the full length, 32 or 128.",
	Who:   "The receiver must treat the stream as malformed, and the tunnel ends.",
	Cure:  "Set the bits behind the length to 0, or give the full length for a single address.",
	Wrong: `\x01\x07\0\x04\xC0\0\x02\x0B\x18`, Right: `\x01\x07\0\x04\xC0\0\x02\0\x18`}

var capRequestZero = Rule{ID: "cap.address.request-zero", Level: MustNot, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 9484, Section: "4.7.2"}},
	Title: "An ADDRESS_REQUEST has the request ID 0",
	Why:   "In the answer 0 means that nobody has asked for the address. So no request can have that number.",
	Who:   "The receiver must treat the stream as malformed, and the tunnel ends.",
	Cure:  "Number the requests from 1.",
	Wrong: `\x02\x07\0\x04`, Right: `\x02\x07\x01\x04`}

var capRequestReused = Rule{ID: "cap.address.request-reused", Level: MustNot, Severity: Violation, Binds: Frames,
	Cites: []Cite{{RFC: 9484, Section: "4.7.2"}},
	Title: "The request ID {got} was used before on this side",
	Why:   "The answer names the request by its number alone. Numbers are never used twice, not even when the address was given back.",
	Who:   "The sender cannot tell which request was answered. A receiver need not remember the numbers; one that does may end the tunnel.",
	Cure:  "Give each request a number of its own.",
	Wrong: `\x02\x0E\x01\x04\0\0\0\0\x20\x01\x04`, Right: `\x02\x07\x01\x04`}

var capRequestNone = Rule{ID: "cap.address.request-none", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 9484, Section: "4.7.2"}},
	Title: "An ADDRESS_REQUEST asks for no address",
	Why:   "The capsule holds one request or more. An empty ADDRESS_ASSIGN takes all addresses back; an empty question means nothing.",
	Who:   "The receiver must abort the stream, and the tunnel ends.",
	Cure:  "Ask for at least one address: 0.0.0.0 or :: leaves the choice to the other end.",
	Wrong: `Capsule-Protocol: ?1\r\n\r\n\x02\0`, Right: `Capsule-Protocol: ?1\r\n\r\n\x02\x07`}

var capAssignUnknown = Rule{ID: "cap.address.assign-unknown", Level: Must, Severity: Violation, Binds: Frames,
	Cites: []Cite{{RFC: 9484, Section: "4.7.1"}},
	Title: "An ADDRESS_ASSIGN answers request {got}, which the other side did not make",
	Why:   "An address that answers a request carries the number of that request, any other address carries 0.",
	Who:   "The other end waits for an answer to its own request and may leave the address unused.",
	Cure:  "Copy the number of the request, or write 0.",
	Wrong: `\x01\x07\x09\x04\xC0\0\x02\x0B\x20`, Right: `\x01\x07\x01\x04\xC0\0\x02\x0B\x20`}

var capRouteRange = Rule{ID: "cap.route.range", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 9484, Section: "4.7.3"}},
	Title: "The range of addresses ends at {got}, before it begins",
	Why:   "A range is given by its first and its last address, both in it.",
	Who:   "The receiver must treat the stream as malformed, and the tunnel ends.",
	Cure:  "Write the lower address first.",
	Wrong: `\xC0\0\x02\xFF\xC0\0\x02\0\0`, Right: `\xC0\0\x02\0\xC0\0\x02\xFF\0`}

var capRouteOrder = Rule{ID: "cap.route.order", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 9484, Section: "4.7.3"}},
	Title: "The range from {got} must not stand behind the one before it",
	Why:   "Ranges are sorted by IP version, then by IP protocol, then by address, and two of one kind must not overlap. So a receiver can check them in one pass.",
	Who:   "The receiver must abort the stream, and the tunnel ends.",
	Cure:  "Sort the ranges, and join those that overlap.",
	Wrong: `\x03\x14\x04\xCB\0q\0`, Right: `\x03\x14\x04\xC0\0\x02\0`}

var capRouteOverlap = Rule{ID: "cap.route.overlap", Level: MustNot, Severity: Violation, Binds: Frames,
	Cites: []Cite{{RFC: 9484, Section: "4.7.3"}},
	Title: "The range from {got} for one IP protocol overlaps one for all of them",
	Why:   "IP protocol 0 stands for every protocol, so the two ranges say the same address twice. Some routing tables take that for an error.",
	Who:   "A receiver need not look for it; one that finds it must abort the stream.",
	Cure:  "Leave out the range for the single protocol.",
	Wrong: `\xC0\0\x02\xFF\x11`, Right: `\xC0\0\x02\xFF\0`}

var capUDPLong = Rule{ID: "cap.udp.too-long", Level: MustNot, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 9298, Section: "5"}},
	Title: "The UDP payload has {got} bytes, more than the {want} that UDP can carry",
	Why:   "The length of a UDP packet is a number of 16 bits and counts its header of 8 bytes.",
	Who:   "The receiver must abort the stream, and the tunnel ends.",
	Cure:  "Send at most 65527 bytes in one datagram.",
	Wrong: `\0\x80\x01\0\0\0`, Right: `\0\x06\0Hello`}

var capContext = Rule{ID: "cap.datagram.context", Level: Explanatory, Severity: Note, Binds: Frames,
	Cites: []Cite{{RFC: 9298, Section: "4"}, {RFC: 9484, Section: "5"}},
	Title: "The datagram has the context {got}: what is in it, an extension must have said",
	Why:   "Context 0 carries a packet. The client may give a meaning to other even numbers and the proxy to odd ones, but neither RFC says how they tell each other.",
	Who:   "A receiver that does not know the number drops the datagram.",
	Cure:  "Send packets with context 0.",
	Wrong: `\0\x06\x02Hello`, Right: `\0\x06\0Hello`}

var capIPPacket = Rule{ID: "cap.ip.packet", Level: Explanatory, Severity: Warning, Binds: Frames,
	Cites: []Cite{{RFC: 9484, Section: "6"}, {RFC: 9484, Section: "7.2"}},
	Title: "The datagram holds no whole IP packet: {got}",
	Why:   "With context 0 a datagram on connect-ip carries one IP packet, from its version to its last byte. A packet that is wrong is an error of forwarding, not of this protocol.",
	Who:   "The receiver drops the packet, and the tunnel goes on.",
	Cure:  "Send the packet with its IP header, and nothing behind it.",
	Wrong: `\0\x06\0Hello`, Right: `\0\x15\0E\0\0\x14`}

var capsulesTopic = topic{"capsules", []*Rule{&capPayload, &capIPVersion, &capPrefixLength, &capPrefixBits, &capRequestZero,
	&capRequestReused, &capRequestNone, &capAssignUnknown, &capRouteRange, &capRouteOrder, &capRouteOverlap,
	&capUDPLong, &capContext, &capIPPacket}}

// capsuleIDs are the request IDs of one side that were seen, the first of them:
// a client asks for a handful.
type capsuleIDs struct {
	requested []uint64
	more      bool       // there are others
	answered  []placedID // in ADDRESS_ASSIGN
	wrong     []placedID // in ADDRESS_REQUEST
}

// placedID is a request ID where it stands. What is wrong with it is known, and
// what to put in its place, when all that the two sides sent is read.
type placedID struct {
	rule *Rule
	id   uint64
	at   Place
	step string
}

func (j *judge) placeID(all *[]placedID, r *Rule, id uint64, at Place) {
	if len(*all) < capsuleIDsKept {
		*all = append(*all, placedID{r, id, at, j.step().ID})
	}
}

// capsuleIDsKept bounds the look-ups.
const capsuleIDsKept = 64

// longestUDP is the longest payload of UDP (RFC 9298 §5).
const longestUDP = 65535 - 8

// checkCapsule judges a capsule; ip tells connect-ip from connect-udp, where
// the capsules of addresses and routes have no meaning.
func checkCapsule(j *judge, side Side, b []byte, c *capsule, ip bool) {
	switch {
	case c.lengthEnd == 0:
	case c.kind == capsuleDatagram:
		checkDatagram(j, side, b, c, ip)
	case ip && c.whole && c.kind <= capsuleRoutes:
		checkIPCapsule(j, side, b, c)
	}
}

func checkDatagram(j *judge, side Side, b []byte, c *capsule, ip bool) {
	value := b[c.value.Start:c.value.End]
	context, n := varint(value)
	switch head := (Place{side, c.Start, c.lengthEnd}); {
	case n == 0 && c.whole:
		j.find(&capPayload, Place{side, c.Start, c.End}).gotText(c.name()).fix(Place{side, c.Start, c.End}, capsuleBytes(capsuleDatagram, []byte{0}))
	case n == 0:
	case context != 0:
		j.find(&capContext, Place{side, c.lengthEnd, c.lengthEnd + n}).gotText(utoa(context))
	case !ip && c.length-uint64(n) > longestUDP:
		j.find(&capUDPLong, head).gotText(utoa(c.length-uint64(n))).want(itoa(longestUDP)).fix(Place{side, c.Start, c.End}, "")
	case ip && c.whole && len(value) > n:
		if got := brokenPacket(value[n:]); got != "" {
			j.find(&capIPPacket, Place{side, c.lengthEnd + n, c.End}).gotText(got)
		}
	}
}

// brokenPacket says what shows that the bytes are no whole IP packet.
func brokenPacket(p []byte) string {
	size := 0
	switch p[0] >> 4 {
	case 4:
		if len(p) >= 20 {
			size = int(bigEndian(p[2:4]))
		}
	case 6:
		if len(p) >= 40 {
			size = 40 + int(bigEndian(p[4:6]))
			if size == 40 && p[6] == 0 { // a jumbogram says its length in an option (RFC 2675 §3)
				return ""
			}
		}
	default:
		return "IP version " + itoa(int(p[0]>>4))
	}
	if size != len(p) {
		return itoa(len(p)) + " ≠ " + itoa(size)
	}
	return ""
}

func checkIPCapsule(j *judge, side Side, b []byte, c *capsule) {
	whole := Place{side, c.Start, c.End}
	all, rest := c.entries, c.rest
	if rest < c.value.End {
		at := decodeRest(b, rest, c)
		if at > 0 {
			if f := j.find(&capIPVersion, Place{side, at, at + 1}).gotText(itoa(int(b[at]))); f != nil {
				if version := fittingVersion(b, c, at); version != 0 {
					f.fix(Place{side, at, at + 1}, string([]byte{version}))
				}
			}
		} else {
			f := j.find(&capPayload, Place{side, rest, c.End}).gotText(c.name())
			if len(all) > 0 || c.kind != capsuleRequest {
				f.fix(whole, capsuleBytes(c.kind, b[c.value.Start:rest]))
			}
		}
	}
	if c.kind == capsuleRoutes {
		checkRoutes(j, side, b, c, all)
		return
	}
	if c.value.Empty() && c.kind == capsuleRequest {
		j.placeID(&j.requests[side].wrong, &capRequestNone, 0, whole)
	}
	for i := range all {
		checkAddress(j, side, b, c, &all[i])
	}
}

// decodeRest is where the IP version stands in an entry that could not be read,
// when that is why; 0 when the entry is only too short.
func decodeRest(b []byte, rest int, c *capsule) int {
	e, _ := decodeIPEntry(b, rest, c.value.End, c.kind)
	if e.version < c.value.End && (c.kind == capsuleRoutes || e.version > rest) && ipSize(b[e.version]) == 0 {
		return e.version
	}
	return 0
}

// fittingVersion is the IP version with which a capsule would hold whole
// entries only; 0 when neither does it.
func fittingVersion(b []byte, c *capsule, at int) byte {
	for _, version := range [...]byte{4, 6} {
		value := append([]byte(nil), b[c.value.Start:c.value.End]...)
		value[at-c.value.Start] = version
		if _, rest := ipEntries(value, Range{0, len(value)}, c.kind); rest == len(value) {
			return version
		}
	}
	return 0
}

func checkAddress(j *judge, side Side, b []byte, c *capsule, e *ipEntry) {
	first := e.first(b)
	address := b[first.Start:first.End]
	bits, n := 8*len(address), int(b[e.number()])
	number := Place{side, e.number(), e.End}
	switch {
	case n > bits:
		j.find(&capPrefixLength, number).gotText(itoa(n)).want(itoa(bits)).fix(number, string([]byte{byte(bits)}))
	case !zeroBehind(address, n):
		at := Place{side, first.Start, first.End}
		network := string(clearBehind(address, n))
		j.find(&capPrefixBits, at).gotText(ipText(address)+"/"+itoa(n)).want(ipText([]byte(network))+"/"+itoa(n)).fix(at, network)
	}
	at := Place{side, e.Start, e.version}
	own := &j.requests[side]
	switch {
	case c.kind == capsuleAssign:
		if e.id != 0 {
			j.placeID(&own.answered, &capAssignUnknown, e.id, at)
		}
	case e.id == 0:
		j.placeID(&own.wrong, &capRequestZero, 0, at)
	case has(own.requested, e.id):
		j.placeID(&own.wrong, &capRequestReused, e.id, at)
	case len(own.requested) < capsuleIDsKept:
		own.requested = append(own.requested, e.id)
	default:
		own.more = true
	}
}

// clearBehind gives the address with all bits behind the first n set to 0.
func clearBehind(address []byte, n int) []byte {
	out := append([]byte(nil), address...)
	for ; n < 8*len(out); n++ {
		out[n/8] &^= 1 << (7 - n%8)
	}
	return out
}

func has(all []uint64, id uint64) bool {
	for _, x := range all {
		if x == id {
			return true
		}
	}
	return false
}

// checkRequestIDs judges the request IDs of both sides. The two directions have
// no common clock: an answer may name any request of the other side.
func checkRequestIDs(j *judge) {
	for side := FromClient; side <= FromServer; side++ {
		own, other := &j.requests[side], &j.requests[1-side]
		j.side = side
		for _, x := range own.wrong {
			free := uint64(1)
			for has(own.requested, free) {
				free++
			}
			f, size := j.findID(x), x.at.End-x.at.Start
			if x.rule == &capRequestNone {
				f.fix(x.at, capsuleBytes(capsuleRequest, append(appendVarint(nil, free, 1), 4, 0, 0, 0, 0, 32))) // any IPv4 address
			} else if number := appendVarint(nil, free, size); len(number) == size {
				f.fix(x.at, string(number))
			}
		}
		for _, x := range own.answered {
			if !other.more && !has(other.requested, x.id) {
				j.findID(x).fix(x.at, string(appendVarint(nil, 0, x.at.End-x.at.Start)))
			}
		}
	}
}

func (j *judge) findID(x placedID) *Finding {
	f := j.find(x.rule, x.at)
	if f != nil {
		f.gotText(utoa(x.id)).Step = x.step
	}
	return f
}
