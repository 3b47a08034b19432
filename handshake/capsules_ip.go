package handshake

// The capsules of RFC 9484 §4.7: with them the two ends of an IP tunnel give
// each other addresses and routes. Each holds a run of entries, which have no
// length of their own: their IP version tells it.

// ipEntryShown is how many entries of a capsule have their working shown.
const ipEntryShown = 24

// ipEntry is an address of ADDRESS_ASSIGN or ADDRESS_REQUEST, or a range of
// ROUTE_ADVERTISEMENT.
type ipEntry struct {
	Range
	id      uint64 // of the request; 0 in a route
	version int    // offset of the octet; what stands before it is the ID
}

// first is the address, or the first of a range.
func (e *ipEntry) first(b []byte) Range {
	return Range{e.version + 1, e.version + 1 + ipSize(b[e.version])}
}

// last is the last address of a range; empty in an address.
func (e *ipEntry) last(b []byte) Range { return Range{e.first(b).End, e.number()} }

// number is the offset of the prefix length, or of the IP protocol.
func (e *ipEntry) number() int { return e.End - 1 }

// decodeIPEntry reads one entry. ok is false when it is not whole, or when its
// IP version is neither 4 nor 6: then nobody knows how long it is.
func decodeIPEntry(b []byte, at, end int, kind uint64) (e ipEntry, ok bool) {
	e = ipEntry{Range: Range{at, end}, version: at}
	if kind != capsuleRoutes {
		id, n := varint(b[at:end])
		if n == 0 {
			return e, false
		}
		e.id, e.version = id, at+n
	}
	if e.version >= end {
		return e, false
	}
	size := ipSize(b[e.version])
	whole := e.version + 1 + size + 1
	if kind == capsuleRoutes {
		whole += size
	}
	if size == 0 || whole > end {
		return e, false
	}
	e.End = whole
	return e, true
}

// ipSize is the length of an address of an IP version; 0 for no version.
func ipSize(version byte) int {
	switch version {
	case 4:
		return 4
	case 6:
		return 16
	}
	return 0
}

// ipEntries reads the entries of a range; rest is where the first one begins
// that is not whole, or the end.
func ipEntries(b []byte, r Range, kind uint64) (all []ipEntry, rest int) {
	for at := r.Start; at < r.End; {
		e, ok := decodeIPEntry(b, at, r.End, kind)
		if !ok {
			return all, at
		}
		all = append(all, e)
		at = e.End
	}
	return all, r.End
}

// tileIP covers the value of such a capsule.
func (c *capsule) tileIP(t *tiler, b []byte) {
	for i := range c.entries {
		e := &c.entries[i]
		t.to(e.version, KindCapsuleRequestID)
		t.to(e.version+1, KindCapsuleIPVersion)
		t.to(e.first(b).End, KindCapsuleAddress)
		t.to(e.number(), KindCapsuleAddress)
		if c.kind == capsuleRoutes {
			t.to(e.End, KindCapsuleIPProtocol)
		} else {
			t.to(e.End, KindCapsulePrefix)
		}
	}
}

var (
	labelCapsuleAsked   = Text{"derived.capsule.asked", "request {id}"}
	labelCapsuleUnasked = Text{"derived.capsule.unasked", "not asked for"}
	labelCapsuleRoute   = Text{"derived.capsule.route", "route for IP protocol {n}"}
	labelCapsuleRoutes  = Text{"derived.capsule.routes", "route for every IP protocol"}
)

// workingIP shows the entries of such a capsule one by one, a few of them.
func (c *capsule) workingIP(j *judge, b []byte) {
	text := func(r Range) string { return ipText(b[r.Start:r.End]) }
	for i := range c.entries[:min(len(c.entries), ipEntryShown)] {
		e := &c.entries[i]
		number, address := b[e.number()], text(e.first(b))
		switch {
		case c.kind == capsuleAssign && e.id == 0:
			j.derive(&labelCapsuleUnasked, address+"/"+itoa(int(number)))
		case c.kind != capsuleRoutes:
			j.derive(&labelCapsuleAsked, address+"/"+itoa(int(number)), Arg{"id", utoa(e.id)})
		case number == 0:
			j.derive(&labelCapsuleRoutes, address+" – "+text(e.last(b)))
		default:
			j.derive(&labelCapsuleRoute, address+" – "+text(e.last(b)), Arg{"n", ipProtocolName(number)})
		}
	}
}

// ipProtocolName gives "17 (UDP)".
func ipProtocolName(n byte) string {
	switch n {
	case 1:
		return "1 (ICMP)"
	case 6:
		return "6 (TCP)"
	case 17:
		return "17 (UDP)"
	case 58:
		return "58 (ICMPv6)"
	case 132:
		return "132 (SCTP)"
	}
	return itoa(int(n))
}

// ipText writes an address of 4 or 16 octets (RFC 5952 §4).
func ipText(b []byte) string {
	var out []byte
	if len(b) == 4 {
		for i, c := range b {
			if i > 0 {
				out = append(out, '.')
			}
			out = append(out, itoa(int(c))...)
		}
		return string(out)
	}
	from, to := 0, 0 // the longest run of zero groups, the first of equals
	for i := 0; i+1 < len(b); i += 2 {
		k := i
		for k+1 < len(b) && b[k] == 0 && b[k+1] == 0 {
			k += 2
		}
		if k-i > max(to-from, 2) {
			from, to = i, k
		}
	}
	for i := 0; i+1 < len(b); i += 2 {
		if i == from && to > from {
			out = append(out, "::"...)
			i = to - 2
			continue
		}
		if i > 0 && i != to {
			out = append(out, ':')
		}
		const digits = "0123456789abcdef"
		group, lead := bigEndian(b[i:i+2]), true
		for shift := 12; shift >= 0; shift -= 4 {
			d := group >> shift & 15
			if d != 0 || shift == 0 || !lead {
				out, lead = append(out, digits[d]), false
			}
		}
	}
	return string(out)
}

// appendVarint writes a number in 1, 2, 4 or 8 octets (RFC 9000 §16): size says
// how many at least, which may be more than it needs.
func appendVarint(dst []byte, n uint64, size int) []byte {
	log := byte(0)
	for 1<<log < size || n>>(8<<log-2) > 0 {
		log++
	}
	at := len(dst)
	for i := 8<<log - 8; i >= 0; i -= 8 {
		dst = append(dst, byte(n>>i))
	}
	dst[at] |= log << 6
	return dst
}

// capsuleBytes writes a capsule.
func capsuleBytes(kind uint64, value []byte) string {
	b := appendVarint(nil, kind, 1)
	b = appendVarint(b, uint64(len(value)), 1)
	return string(append(b, value...))
}
