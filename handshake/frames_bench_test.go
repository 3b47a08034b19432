package handshake

import (
	"bytes"
	"strings"
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
		benchExchange(b, c.name, switchedExchange("permessage-deflate", nil, server))
	}
	long := appendFrame(nil, 0x81, nil, bytes.Repeat([]byte("añ"), size/3))
	benchExchange(b, "text", switchedExchange("", nil, long))
}

// The same of the capsules of an IP tunnel: one with all the entries, and many.
func BenchmarkHostileCapsules(b *testing.B) {
	const size = 1 << 20
	route := func(i int) []byte {
		a := []byte{byte(i >> 16), byte(i >> 8), byte(i), 0}
		return append(append(append([]byte{4}, a...), a...), byte(i&1))
	}
	var sorted, mixed []byte
	for i := range size / 10 {
		sorted = append(sorted, append(route(i)[:9], 0)...)
		mixed = append(mixed, route(size-i)...)
	}
	for _, c := range []struct {
		name string
		wire string
	}{
		{"empty", strings.Repeat("\x02\x00", size/2)},
		{"requests", capsuleBytes(capsuleRequest, bytes.Repeat([]byte("\x01\x04\x00\x00\x00\x00\x21"), size/7))},
		{"assigned", strings.Repeat("\x01\x07\x09\x04\x01\x02\x03\x04\x08", size/9)},
		{"versions", strings.Repeat("\x01\x07\x09\x05\x01\x02\x03\x04\x08", size/9)},
		{"routes", capsuleBytes(capsuleRoutes, sorted)},
		{"routes-unsorted", strings.Repeat(capsuleBytes(capsuleRoutes, mixed[:2560]), size/2563)},
	} {
		b.Run(c.name, func(b *testing.B) {
			ex := pipeExchange(ipRequest, "", c.wire)
			b.SetBytes(size)
			for b.Loop() {
				Inspect(ex, nil)
			}
		})
	}
}
