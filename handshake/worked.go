package handshake

// Workings of several lines: how a value comes about, byte by byte. They hold
// numbers, bytes and names of the specifications, no words of a language.

var (
	labelConcatBytes = Text{"derived.concatenated-bytes", "the same in bytes"}
	labelGroups      = Text{"derived.base64-groups", "base64: three bytes, four numbers of 6 bits, four letters"}
	labelWindow      = Text{"derived.frame.window", "window agreed, in bytes"}
	labelWindowHeld  = Text{"derived.frame.window-held", "of it filled by earlier messages"}
	labelBlocks      = Text{"derived.frame.blocks", "the compressed bits: text in quotes stands there as it is, (length, distance) copies from the window"}
)

// base64Groups shows each three bytes as four numbers of six bits and as letters:
// "b3 7a 4f → 44 55 41 15 → s3pP".
func base64Groups(b []byte) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	var out []byte
	for ; len(b) > 0; b = b[min(3, len(b)):] {
		if out != nil {
			out = append(out, '\n')
		}
		n := min(3, len(b))
		bits, letters := uint(0), [4]byte{'=', '=', '=', '='}
		for i := range 3 {
			bits <<= 8
			if i < n {
				bits |= uint(b[i])
			}
		}
		out = append(append(out, Hex(b[:n])...), " → "...)
		for i := range n + 1 {
			six := bits >> (18 - 6*i) & 63
			letters[i] = alphabet[six]
			out = append(append(out, itoa(int(six))...), ' ')
		}
		out = append(append(out, "→ "...), letters[:]...)
	}
	return string(out)
}

// xorLines shows the mask at work: "7f ⊕ 37 = 48 H", a byte a line.
func xorLines(wire, key, payload []byte) string {
	const shown = 16
	var out []byte
	for i := range min(len(wire), shown) {
		if i > 0 {
			out = append(out, '\n')
		}
		out = append(out, Hex(wire[i:i+1])+" ⊕ "+Hex(key[i%4:i%4+1])+" = "+Hex(payload[i:i+1])...)
		if c := payload[i]; ' ' < c && c < 0x7f {
			out = append(out, ' ', ' ', c)
		}
	}
	if len(wire) > shown {
		out = append(out, "\n…"...)
	}
	return string(out)
}

// tale is what an inflater read: RFC 1951's names for the head of each block, then
// what its codes said. It ends where a reader has seen enough.
type tale struct {
	b    []byte
	text []byte // literals in a row
}

const taleLimit = 700

func (t *tale) block(last bool, kind uint32) {
	if t == nil || !t.flush() {
		return
	}
	if len(t.b) > 0 {
		t.b = append(t.b, '\n')
	}
	final := "0"
	if last {
		final = "1"
	}
	t.b = append(t.b, "BFINAL "+final+", BTYPE "+bitString(byte(kind)<<6, 2)...)
}

func (t *tale) literal(c byte) {
	if t != nil && len(t.text) < taleLimit {
		t.text = append(t.text, c)
	}
}

func (t *tale) copied(n, back int) {
	if t != nil && t.flush() {
		t.b = append(t.b, " ("+itoa(n)+", "+itoa(back)+")"...)
	}
}

// flush writes the literals, and tells whether more is wanted.
func (t *tale) flush() bool {
	if len(t.text) > 0 && len(t.b) < taleLimit {
		t.b = append(t.b, " \""+Show(t.text)+"\""...)
	}
	t.text = t.text[:0]
	return len(t.b) < taleLimit
}

func (t *tale) String() string {
	if t == nil {
		return ""
	}
	if !t.flush() {
		return string(t.b) + " …"
	}
	return string(t.b)
}

// workingDeflate shows the window and what the bits of a message say.
func (r *frameReader) workingDeflate() {
	r.j.derive(&labelWindow, "2^"+itoa(r.windowBits())+" = "+itoa(r.deflate.window))
	r.j.derive(&labelWindowHeld, itoa(r.held))
	if s := r.deflate.tale.String(); s != "" {
		r.j.derive(&labelBlocks, s)
	}
}

func (r *frameReader) windowBits() (bits int) {
	for n := r.deflate.window; n > 1; n >>= 1 {
		bits++
	}
	return bits
}
