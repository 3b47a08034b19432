package peers

import (
	"bytes"
	"compress/flate"
	"fmt"
	"math/rand/v2"
	"strings"
)

// framed is a 101 with frames behind it that chance has put together: whole messages
// and fragments, compressed ones where that was agreed, Close with any code, and in
// most of them something that no server may send.
func (g *freshAnswer) framed(d draft) draft {
	deflate := g.IntN(2) == 0
	if deflate {
		d.lines = append(d.lines[:len(d.lines):len(d.lines)], "Sec-WebSocket-Extensions: permessage-deflate"+
			pick(g, "", "", "; server_no_context_takeover", "; client_no_context_takeover", fmt.Sprintf("; server_max_window_bits=%d", 8+g.IntN(8))))
	}
	var b strings.Builder
	for range 1 + g.IntN(3) {
		g.frame(&b, deflate)
	}
	d.behind = b.String()
	if g.IntN(4) == 0 {
		d.behind = d.behind[:1+g.IntN(len(d.behind))]
	}
	if g.IntN(2) == 0 {
		d.behind = pauseMark + d.behind
	}
	return d
}

func (g *freshAnswer) frame(b *strings.Builder, deflate bool) {
	opcode := pick(g, 0, 1, 1, 1, 2, 2, 8, 8, 9, 10, g.IntN(16))
	first := 0x80 | opcode
	payload := []byte(pick(g, "", "a", "hello", "caf\xc3\xa9", strings.Repeat("ab ", g.IntN(60))))
	switch g.IntN(5) {
	case 0: // any octets
		payload = make([]byte, g.IntN(12))
		for i := range payload {
			payload[i] = pick(g, byte('a'), byte('z'), byte(0x80+g.IntN(128)))
		}
	case 1:
		payload = append(payload, pick(g, "\xc3", "\xff", "\xed\xa0\x80", "\xe2\x82", "\xf0\x9f\x98\x80")...)
	}
	if opcode == 8 && g.IntN(6) > 0 {
		code := pick(g, 1000, 1001, 1002, 1005, 1006, 1008, 1011, 1015, 3000, 4000, g.IntN(6000))
		payload = append([]byte{byte(code >> 8), byte(code)}, payload...)
	}
	if (opcode == 1 || opcode == 2) && deflate && g.IntN(3) > 0 {
		var out bytes.Buffer
		w, _ := flate.NewWriter(&out, 9)
		w.Write(payload)
		w.Flush()
		payload, first = bytes.TrimSuffix(out.Bytes(), []byte("\x00\x00\xff\xff")), first|0x40
		if g.IntN(6) == 0 && len(payload) > 0 {
			payload[g.IntN(len(payload))] ^= byte(1 << g.IntN(8))
		}
	}
	mask := 0
	switch g.IntN(9) {
	case 0:
		first ^= 1 << (4 + g.IntN(3))
	case 1, 2:
		first &^= 0x80
	case 3:
		mask = 0x80
	}
	b.WriteByte(byte(first))
	switch n := len(payload); {
	case n > 125 && g.IntN(8) > 0 || n < 126 && g.IntN(12) == 0:
		b.Write([]byte{byte(mask | 126), byte(n >> 8), byte(n)})
	case g.IntN(20) == 0:
		b.Write([]byte{byte(mask | 127), 0, 0, 0, 0, 0, 0, byte(n >> 8), byte(n)})
	default:
		b.WriteByte(byte(mask | min(n, 125)))
		payload = payload[:min(n, 125)]
	}
	if mask != 0 {
		key := [4]byte{1, byte(g.IntN(256)), 3, 0}
		b.Write(key[:])
		for i := range payload {
			payload[i] ^= key[i&3]
		}
	}
	b.Write(payload)
}

// freshAnswer is chance with some ways to use it.
type freshAnswer struct{ *rand.Rand }
