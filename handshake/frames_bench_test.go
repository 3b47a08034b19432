package handshake

import (
	"bytes"
	"testing"
)

// 1 MiB of the kinds of bytes that could make frames slow: very many frames,
// one long text, compressed messages that grow, fragments without end.
func BenchmarkHostileFrames(b *testing.B) {
	const size = 1 << 20
	for _, c := range []struct {
		name string
		unit string
	}{
		{"empty", "\x82\x00"},
		{"masked", "\x81\x80\x00\x00\x00\x00"},
		{"fragments", "\x01\x01\xe2"},
		{"compressed", "\xc1\x07\xf2H\xcd\xc9\xc9\x07\x00"},
		{"final-blocks", "\xc1\x04\x03\x00\x03\x00"},
		{"pings", "\x89\x02ab\x8a\x02cd"},
		{"closes", "\x88\x02\x03\xee"},
	} {
		server := bytes.Repeat([]byte(c.unit), size/len(c.unit))
		b.Run(c.name, func(b *testing.B) {
			ex := switchedExchange("permessage-deflate", nil, server)
			b.SetBytes(size)
			for b.Loop() {
				Inspect(ex, nil)
			}
		})
	}
	long := appendFrame(nil, 0x81, nil, bytes.Repeat([]byte("añ"), size/3))
	b.Run("text", func(b *testing.B) {
		ex := switchedExchange("", nil, long)
		b.SetBytes(size)
		for b.Loop() {
			Inspect(ex, nil)
		}
	})
}
