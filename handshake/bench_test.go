package handshake

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
)

// Work grows as the input does: each shape of head at 1, 10 and 100 KB should
// take the same time for a byte, and a hostile head of 1 MiB under 100 ms.

const goodRequest = "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"

// benchShapes are heads that repeat one thing up to a size.
var benchShapes = []struct{ name, before, unit, after string }{
	{"lines", "", "X-Field: value\r\n", ""},
	{"bad-lines", "", "(\r\n", ""},
	{"short-lines", "", ":\n", ""},
	{"hosts", "", "Host: a\r\n", ""},
	{"keys", "", "Sec-WebSocket-Key: a\r\n", ""},
	{"upgrades", "", "Upgrade: a\r\n", ""},
	{"lengths", "", "Content-Length: x\r\n", ""},
	{"members", "Connection: a", ",a", "\r\n"},
	{"bad-members", "Connection: a", ",(", "\r\n"},
	{"commas", "Connection: ", ",", "\r\n"},
	{"protocols", "Upgrade: a", ",a/b/c", "\r\n"},
	{"subprotocols", "Sec-WebSocket-Protocol: a", ",a", "\r\n"},
	{"extensions", "Sec-WebSocket-Extensions: a", ",permessage-deflate", "\r\n"},
	{"parameters", "Sec-WebSocket-Extensions: permessage-deflate", "; a=\"b\"", "\r\n"},
	{"quotes", "Sec-WebSocket-Extensions: a; b=", "\"", "\r\n"},
	{"type-parameters", "Content-Type: a/b", "; a = b", "\r\n"},
	{"spaces", "X-Field:", " ", "a\r\n"},
	{"spaces-behind", "Connection: a", " ", "\r\n"},
	{"folds", "Connection: a", "\r\n ", "b\r\n"},
	{"folded-members", "Connection: a", ",\r\n b", "\r\n"},
	{"nul", "Origin: ", "\x00", "\r\n"},
	{"cr", "X-Field: ", "\r", "\r\n"},
	{"key", "Sec-WebSocket-Key: ", "a", "\r\n"},
	{"cookies", "Cookie: ", "a=b; ", "\r\n"},
}

// shaped is a request of about n bytes.
func shaped(before, unit, after string, n int) []byte {
	return []byte(goodRequest + before + strings.Repeat(unit, n/len(unit)) + after + "\r\n")
}

func BenchmarkInspect(b *testing.B) {
	for _, shape := range benchShapes {
		for _, kb := range []int{1, 10, 100} {
			request := shaped(shape.before, shape.unit, shape.after, kb<<10)
			b.Run(shape.name+"/"+strconv.Itoa(kb)+"KB", func(b *testing.B) {
				b.SetBytes(int64(len(request)))
				b.ReportAllocs()
				for b.Loop() {
					Inspect(Exchange{Request: request}, nil)
				}
			})
		}
	}
}

// BenchmarkHostile is the worst that a limit of 1 MiB lets in.
func BenchmarkHostile(b *testing.B) {
	for _, shape := range benchShapes {
		request := shaped(shape.before, shape.unit, shape.after, 1<<20)
		benchExchange(b, shape.name, Exchange{Request: request})
	}
	interim := bytes.Repeat([]byte("HTTP/1.1 103 \r\n\r\n"), 1<<20/17)
	benchExchange(b, "interim", Exchange{Request: []byte(goodRequest + "\r\n"), Response: interim})
}

// BenchmarkDecide is what a server pays for a handshake.
func BenchmarkDecide(b *testing.B) {
	for _, bench := range []struct{ name, more string }{
		{"websocket", ""},
		{"browser", "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0\r\nAccept: */*\r\n" +
			"Accept-Language: en-US,en;q=0.9\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nOrigin: http://example.com\r\n" +
			"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n"},
		{"refused", "Host: b.example\r\n"},
	} {
		request := []byte(goodRequest + bench.more + "\r\n")
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Decide(request, nil)
			}
		})
	}
	request := []byte(goodRequest + "\r\n")
	b.Run("with-response", func(b *testing.B) {
		b.ReportAllocs()
		var room [512]byte
		for b.Loop() {
			d := Decide(request, nil)
			d.AppendResponse(room[:0])
		}
	})
}
