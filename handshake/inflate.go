package handshake

// Inflating of permessage-deflate messages (RFC 7692 §7.2.2, RFC 1951). By
// hand, and not compress/flate: that would add 30 KB to what every reader
// downloads, copies its dictionary for each message, and cannot tell a window
// that is larger than agreed. The tests hold it against compress/flate.

const (
	inflateLimit  = 64 << 10  // bytes of one message that are inflated
	inflateBudget = 512 << 10 // work on one side: bytes in and out, and blocks
	blockCost     = 1 << 10
)

// inflated is how inflating a message ended.
type inflated uint8

const (
	inflatedWhole  inflated = iota
	inflatedCut             // the limit was reached; what there is, is right
	inflatedBroken          // this is no DEFLATE data
	inflatedFar             // it refers back farther than the agreed window
)

// inflater inflates the messages of one side, one after another.
type inflater struct {
	forget bool   // no_context_takeover: each message begins with an empty window
	window int    // the agreed size
	past   []byte // the last bytes of earlier messages
	budget int
	lost   bool // a message could not be inflated whole: the window is unknown
	short  bool // the last message ended inside a block
	bare   bool // a message is not whole, so its 00 00 ff ff does not come yet

	in   []byte
	at   int // next byte of in
	bits uint32
	have uint // bits in bits
	out  []byte
	base int // out[:base] is the past
	max  int
	end  inflated
	tale *tale // what was read, for a working; nil where none is wanted
}

// message inflates the payload of one message, its 00 00 ff ff cut away.
func (z *inflater) message(payload []byte) ([]byte, inflated) {
	if z.forget {
		z.past, z.lost = nil, false
	}
	if z.lost || z.budget <= 0 {
		return nil, inflatedCut
	}
	z.in = append(make([]byte, 0, len(payload)+4), payload...)
	if !z.bare {
		z.in = append(z.in, 0x00, 0x00, 0xff, 0xff)
	}
	z.at, z.bits, z.have, z.short = 0, 0, 0, false
	z.base = len(z.past)
	z.out = append(make([]byte, 0, z.base+3*len(payload)), z.past...)
	z.max = z.base + min(inflateLimit, z.budget)
	z.end = inflatedWhole
	z.budget -= len(payload)
	for z.end == inflatedWhole && z.at < len(z.in) {
		if last := z.block(); last {
			z.have, z.bits = 0, 0 // what follows begins at the next byte
			if !z.bare && z.at == len(z.in)-4 {
				break // the sender added no empty block after the final one
			}
		}
		if z.budget -= blockCost; z.budget <= 0 && z.end == inflatedWhole && z.at < len(z.in) {
			z.end = inflatedCut
		}
	}
	if z.end == inflatedWhole && z.have >= 8 {
		z.end = inflatedBroken
	}
	text := z.out[z.base:]
	z.budget -= len(text)
	z.lost = z.end != inflatedWhole
	keep := z.out[max(0, len(z.out)-1<<15):]
	z.past = append([]byte(nil), keep...)
	return text, z.end
}

// take reads n bits, the lowest first.
func (z *inflater) take(n uint) uint32 {
	for z.have < n {
		if z.at == len(z.in) {
			z.short = z.short || z.end == inflatedWhole
			z.fail(inflatedBroken)
			return 0
		}
		z.bits |= uint32(z.in[z.at]) << z.have
		z.at++
		z.have += 8
	}
	v := z.bits & (1<<n - 1)
	z.bits >>= n
	z.have -= n
	return v
}

func (z *inflater) fail(how inflated) {
	if z.end == inflatedWhole {
		z.end = how
	}
}

func (z *inflater) put(c byte) {
	if len(z.out) >= z.max {
		z.fail(inflatedCut)
		return
	}
	z.out = append(z.out, c)
}

// block inflates one block (RFC 1951 §3.2.3).
func (z *inflater) block() (last bool) {
	last = z.take(1) == 1
	kind := z.take(2)
	z.tale.block(last, kind)
	switch kind {
	case 0:
		z.stored()
	case 1:
		z.fixed()
	case 2:
		var literals, distances huffman
		if z.dynamic(&literals, &distances) {
			z.codes(&literals, &distances)
		}
	default:
		z.fail(inflatedBroken)
	}
	return last
}

func (z *inflater) stored() {
	z.take(z.have & 7)
	n, not := z.take(16), z.take(16)
	if n^not != 0xffff {
		z.fail(inflatedBroken)
	}
	for ; n > 0 && z.end == inflatedWhole; n-- {
		c := byte(z.take(8))
		z.put(c)
		z.tale.literal(c)
	}
}

// huffman is a canonical code: how many codes of each length there are, and
// the symbols in the order of their codes.
type huffman struct {
	count   [16]uint16
	symbols [288]uint16
}

// build makes the code from the lengths of its symbols; left is what the code
// leaves unused, negative when the lengths cannot be.
func (h *huffman) build(lengths []byte) (left int) {
	h.count = [16]uint16{}
	for _, n := range lengths {
		h.count[n]++
	}
	if int(h.count[0]) == len(lengths) {
		return 0
	}
	left = 1
	var offsets [16]uint16
	for n := 1; n < 16; n++ {
		left = left<<1 - int(h.count[n])
		if left < 0 {
			return left
		}
		if n < 15 {
			offsets[n+1] = offsets[n] + h.count[n]
		}
	}
	for symbol, n := range lengths {
		if n != 0 {
			h.symbols[offsets[n]] = uint16(symbol)
			offsets[n]++
		}
	}
	return left
}

// symbol reads one code.
func (z *inflater) symbol(h *huffman) int {
	code, first, index := 0, 0, 0
	for n := 1; n < 16; n++ {
		code |= int(z.take(1))
		count := int(h.count[n])
		if code-count < first {
			return int(h.symbols[index+code-first])
		}
		index += count
		first = (first + count) << 1
		code <<= 1
		if z.end != inflatedWhole {
			return 256
		}
	}
	z.fail(inflatedBroken)
	return 256
}

var (
	lengthBase   = [...]uint16{3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258}
	lengthExtra  = [...]uint8{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0}
	distanceBase = [...]uint16{1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577}
	lengthOrder  = [...]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
)

// codes inflates the symbols of a block up to its end.
func (z *inflater) codes(literals, distances *huffman) {
	for z.end == inflatedWhole {
		s := z.symbol(literals)
		switch {
		case z.end != inflatedWhole || s == 256:
			return
		case s < 256:
			z.put(byte(s))
			z.tale.literal(byte(s))
			continue
		case s-257 >= len(lengthBase):
			z.fail(inflatedBroken)
			return
		}
		s -= 257
		n := int(lengthBase[s]) + int(z.take(uint(lengthExtra[s])))
		d := z.symbol(distances)
		if z.end != inflatedWhole || d >= len(distanceBase) {
			z.fail(inflatedBroken)
			return
		}
		extra := uint(0)
		if d > 3 {
			extra = uint(d/2 - 1)
		}
		back := int(distanceBase[d]) + int(z.take(extra))
		switch {
		case back > len(z.out):
			z.fail(inflatedBroken)
			return
		case back > z.window:
			z.fail(inflatedFar)
			return
		}
		z.tale.copied(n, back)
		for ; n > 0 && z.end == inflatedWhole; n-- {
			z.put(z.out[len(z.out)-back])
		}
	}
}

// dynamic reads the codes that a block brings along (RFC 1951 §3.2.7).
func (z *inflater) dynamic(literals, distances *huffman) bool {
	nLiterals, nDistances, nLengths := int(z.take(5))+257, int(z.take(5))+1, int(z.take(4))+4
	var lengths [288 + 32]byte
	for i := range nLengths {
		lengths[lengthOrder[i]] = byte(z.take(3))
	}
	var meta huffman
	if nLiterals > 286 || nDistances > 30 || meta.build(lengths[:19]) != 0 {
		z.fail(inflatedBroken)
	}
	lengths = [288 + 32]byte{}
	for i := 0; i < nLiterals+nDistances && z.end == inflatedWhole; {
		s := z.symbol(&meta)
		if s < 16 {
			lengths[i] = byte(s)
			i++
			continue
		}
		var value byte
		n := 0
		switch {
		case s == 16 && i > 0:
			value, n = lengths[i-1], 3+int(z.take(2))
		case s == 17:
			n = 3 + int(z.take(3))
		case s == 18:
			n = 11 + int(z.take(7))
		}
		if n == 0 || i+n > nLiterals+nDistances {
			z.fail(inflatedBroken)
			return false
		}
		for ; n > 0; n-- {
			lengths[i] = value
			i++
		}
	}
	if z.end != inflatedWhole || lengths[256] == 0 {
		z.fail(inflatedBroken)
		return false
	}
	// One code of one bit may stand alone; no other code may be incomplete.
	ok := func(left int, h *huffman, n int) bool {
		return left == 0 || left > 0 && n-int(h.count[0]) == 1 && h.count[1] == 1
	}
	if !ok(literals.build(lengths[:nLiterals]), literals, nLiterals) ||
		!ok(distances.build(lengths[nLiterals:nLiterals+nDistances]), distances, nDistances) {
		z.fail(inflatedBroken)
		return false
	}
	return true
}

// fixed inflates a block with the codes of RFC 1951 §3.2.6.
func (z *inflater) fixed() {
	var lengths [288]byte
	for i := range lengths {
		switch {
		case i < 144 || i >= 280:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		default:
			lengths[i] = 7
		}
	}
	var literals, distances huffman
	literals.build(lengths[:])
	for i := range 30 {
		lengths[i] = 5
	}
	distances.build(lengths[:30])
	z.codes(&literals, &distances)
}
