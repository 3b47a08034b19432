package handshake

import (
	"bytes"
	"compress/flate"
	"strings"
	"testing"
)

// More of the worst that a limit of 1 MiB lets in: each shape of head in the
// answer, lines that come in thousands of kinds, and what stands behind a head.

const hostileSize = 1 << 20

func benchExchange(b *testing.B, name string, ex Exchange) {
	b.Run(name, func(b *testing.B) {
		b.SetBytes(int64(len(ex.Request) + len(ex.Response)))
		for b.Loop() {
			Inspect(ex, nil)
		}
	})
}

func fillBytes(unit string) string { return strings.Repeat(unit, hostileSize/len(unit)) }

// BenchmarkHostileAnswer is BenchmarkHostile for the other side.
func BenchmarkHostileAnswer(b *testing.B) {
	const accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
	for _, answer := range []struct{ name, head string }{
		{"101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + accept},
		{"400", "HTTP/1.1 400 Bad Request\r\n"},
	} {
		for _, s := range benchShapes {
			lines := s.before + strings.Repeat(s.unit, hostileSize/len(s.unit)) + s.after
			benchExchange(b, answer.name+"/"+s.name, Exchange{Request: []byte(goodRequest + "\r\n"), Response: []byte(answer.head + lines + "\r\n")})
		}
	}
}

// BenchmarkHostileHead has heads that are odd as a whole.
func BenchmarkHostileHead(b *testing.B) {
	for _, s := range []struct{ name, request string }{
		{"no-end", "GET / HTTP/1.1\r\n" + fillBytes("A: b\r\n")},
		{"one-line", "GET /" + fillBytes("a")},
		{"words", "GET " + fillBytes("a ") + " HTTP/1.1\r\n\r\n"},
		{"spaces", "GET" + fillBytes(" ") + "/ HTTP/1.1\r\n\r\n"},
		{"method", fillBytes("A") + " / HTTP/1.1\r\n\r\n"},
		{"version", "GET / HTTP/" + fillBytes("1") + "\r\n\r\n"},
		{"target-nul", "GET /" + fillBytes("\x00") + " HTTP/1.1\r\n\r\n"},
		{"target-percent", "GET /" + fillBytes("%") + " HTTP/1.1\r\n\r\n"},
		{"target-slashes", "GET " + fillBytes("//") + " HTTP/1.1\r\n\r\n"},
		{"target-at", "GET http://" + fillBytes("@") + "/ HTTP/1.1\r\n\r\n"},
		{"empty-lines", fillBytes("\r\n") + "GET / HTTP/1.1\r\n\r\n"},
		{"only-LF", fillBytes("\n")},
		{"only-CR", fillBytes("\r")},
		{"only-NUL", fillBytes("\x00")},
		{"only-colons", fillBytes(":")},
		{"high", goodRequest + "X: " + fillBytes("\xff") + "\r\n\r\n"},
		{"separators", goodRequest + "X: " + fillBytes("\u2028") + "\r\n\r\n"},
		{"controls", goodRequest + "X: " + fillBytes("\x01a") + "\r\n\r\n"},
		{"control-lines", goodRequest + fillBytes("X: \x01\r\n") + "\r\n"},
		{"nul-lines", goodRequest + fillBytes("X: \x00\r\n") + "\r\n"},
		{"cr-lines", goodRequest + fillBytes("X: \r.\r\n") + "\r\n"},
		{"high-lines", goodRequest + fillBytes("X: \xff\r\n") + "\r\n"},
		{"fold-lines", goodRequest + fillBytes("X: a\r\n b\r\n") + "\r\n"},
		{"spaced-names", goodRequest + fillBytes("X : a\r\n") + "\r\n"},
		{"indented", "GET / HTTP/1.1\r\n" + fillBytes(" a: b\r\n") + "\r\n"},
		{"no-colon", goodRequest + fillBytes("a\r\n") + "\r\n"},
		{"lf-lines", goodRequest + fillBytes("X: a\n") + "\r\n"},
		{"connections", goodRequest + fillBytes("Connection: close\r\n") + "\r\n"},
		{"listed-fields", goodRequest + "Connection: " + fillBytes("X-A,") + "\r\nX-A: b\r\n\r\n"},
		{"hop-by-hop", goodRequest + "Connection: " + fillBytes("X-A,Host,") + "\r\n" + fillBytes("X-A: b\r\n") + "\r\n"},
		{"strip-settings", "GET / HTTP/1.1\r\nHost: a\r\nVia: 1.1 a\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nConnection: " + strings.Repeat("HTTP2-Settings, ", 1000) + "Upgrade\r\n" + fillBytes("X: a\r\n") + "\r\n"},
		{"only-h3", "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n" + fillBytes("Upgrade: h3\r\n") + "\r\n"},
		{"tls-secrets", "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: TLS/1.2\r\n" + fillBytes("Cookie: a=b\r\n") + "\r\n"},
		{"get-content", "GET / HTTP/1.1\r\nHost: a\r\n" + fillBytes("Content-Length: 1\r\n") + "\r\na"},
		{"codings", goodRequest + "Transfer-Encoding: " + fillBytes("chunked,") + "\r\n\r\n"},
		{"length-list", goodRequest + "Content-Length: " + fillBytes("1,") + "\r\n\r\n"},
		{"long-length", goodRequest + "Content-Length: " + fillBytes("1") + "\r\n\r\n"},
		{"zeros", goodRequest + "Content-Length: " + fillBytes("0") + "\r\n\r\n"},
		{"expects", goodRequest + "Expect: " + fillBytes("100-continue,") + "\r\n\r\n"},
		{"te", goodRequest + "TE: " + fillBytes("trailers;q=1,") + "\r\n\r\n"},
		{"via", goodRequest + "Via: " + fillBytes("1.1 a,") + "\r\n\r\n"},
		{"forwarded", goodRequest + "Forwarded: " + fillBytes("for=a;by=b,") + "\r\n\r\n"},
		{"cookies", goodRequest + fillBytes("Cookie: a=b\r\n") + "\r\n"},
		{"origins", goodRequest + fillBytes("Origin: http://a\r\n") + "\r\n"},
		{"host-colons", strings.Replace(goodRequest, "server.example.com", fillBytes(":"), 1) + "\r\n"},
		{"host-brackets", strings.Replace(goodRequest, "server.example.com", fillBytes("["), 1) + "\r\n"},
		{"upgrade-slashes", goodRequest + "Upgrade: " + fillBytes("/") + "\r\n\r\n"},
		{"upgrade-tls", goodRequest + "Upgrade: " + fillBytes("TLS/1.2,") + "\r\n\r\n"},
		{"upgrade-h2c", "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: " + fillBytes("h2c,") + "\r\n\r\n"},
		{"upgrade-unknown", "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n" + fillBytes("Upgrade: a/b, c\r\n") + "\r\n"},
		{"quoted", goodRequest + "Sec-WebSocket-Extensions: a" + fillBytes(`;b="\""`) + "\r\n\r\n"},
		{"extension-lines", goodRequest + fillBytes("Sec-WebSocket-Extensions: permessage-deflate\r\n") + "\r\n"},
		{"subprotocol-lines", goodRequest + fillBytes("Sec-WebSocket-Protocol: a\r\n") + "\r\n"},
		{"different-names", goodRequest + "Sec-WebSocket-Protocol: " + numbered("p", ",") + "\r\n\r\n"},
		{"different-lines", goodRequest + numbered("X-", ": a\r\n") + "\r\n"},
		{"different-options", goodRequest + "Connection: " + numbered("x", ",") + "\r\n\r\n"},
		{"options-and-lines", goodRequest + "Connection: " + numbered("x", ",") + "\r\n" + numbered("x", ": a\r\n") + "\r\n"},
		{"different-offers", goodRequest + "Sec-WebSocket-Extensions: " + numbered("x", ";a=1,") + "\r\n\r\n"},
		{"different-parameters", goodRequest + "Sec-WebSocket-Extensions: permessage-deflate; " + numbered("x", ";") + "a\r\n\r\n"},
	} {
		benchExchange(b, s.name, Exchange{Request: []byte(s.request)})
	}
}

// BenchmarkHostilePairs has a request and an answer whose names all differ: what is
// looked for in the other message is found at its end, or not at all.
func BenchmarkHostilePairs(b *testing.B) {
	const answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
	for _, s := range []struct{ name, request, response string }{
		{"subprotocols", "Sec-WebSocket-Protocol: " + numbered("p", ","), "Sec-WebSocket-Protocol: " + numbered("q", ",")},
		{"subprotocol-lines", numbered("Sec-WebSocket-Protocol: p", "\r\n"), numbered("Sec-WebSocket-Protocol: q", "\r\n")},
		{"extensions", "Sec-WebSocket-Extensions: " + numbered("p", ","), "Sec-WebSocket-Extensions: " + numbered("q", ",")},
		{"same-extensions", "Sec-WebSocket-Extensions: " + numbered("p", ","), "Sec-WebSocket-Extensions: " + numbered("p", ",")},
		{"extension-lines", numbered("Sec-WebSocket-Extensions: p", "\r\n"), numbered("Sec-WebSocket-Extensions: q", "\r\n")},
		{"deflate-offers", "Sec-WebSocket-Extensions: " + fillBytes("permessage-deflate; server_max_window_bits=9, "), "Sec-WebSocket-Extensions: " + fillBytes("permessage-deflate; server_max_window_bits=15, ")},
		{"parameters", "Sec-WebSocket-Extensions: permessage-deflate;" + numbered("p", ";") + "a", "Sec-WebSocket-Extensions: permessage-deflate;" + numbered("q", ";") + "a"},
		{"upgrades", "Upgrade: " + numbered("p", ","), "Upgrade: " + numbered("q", ",")},
		{"options", "Connection: " + numbered("p", ","), "Connection: " + numbered("q", ",")},
		{"lines", numbered("p", ": a\r\n"), numbered("q", ": a\r\n")},
	} {
		benchExchange(b, s.name, Exchange{Request: []byte(goodRequest + s.request + "\r\n\r\n"), Response: []byte(answer + s.response + "\r\n\r\n")})
	}
	streams := "POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: "
	benchExchange(b, "stream-versions", Exchange{Request: []byte(streams + numbered("p", ",") + "\r\n\r\n"),
		Response: []byte("HTTP/1.1 101 \r\nUpgrade: SPDY/3.1\r\nConnection: Upgrade\r\nX-Stream-Protocol-Version: " + numbered("q", ",") + "\r\n\r\n")})
}

// numbered is hostileSize bytes of words that all differ, each with something
// behind it.
func numbered(word, after string) string {
	var b strings.Builder
	for i := 0; b.Len() < hostileSize; i++ {
		b.WriteString(word + itoa(i) + after)
	}
	return b.String()
}

// BenchmarkHostileBehind has what follows a head: content, further requests,
// and the bytes of each protocol.
func BenchmarkHostileBehind(b *testing.B) {
	post := "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
	answer := "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	benchExchange(b, "chunks", Exchange{Request: []byte(post + fillBytes("1\r\na\r\n")), Response: []byte(answer + fillBytes("1\r\na\r\n"))})
	benchExchange(b, "chunk-extensions", Exchange{Request: []byte(post + "1" + fillBytes(";a=\"b\"")), Response: []byte(answer + "1" + fillBytes(";a"))})
	benchExchange(b, "trailers", Exchange{Request: []byte(post + "0\r\n" + fillBytes("A: b\r\n")), Response: []byte(answer + "0\r\n" + fillBytes("A: b\r\n"))})
	benchExchange(b, "pipelined", Exchange{Request: []byte(fillBytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n")), Response: []byte(fillBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))})
	benchExchange(b, "line-ends", Exchange{Request: []byte(goodRequest + "\r\n" + fillBytes("\r\n")), Response: []byte(fillBytes("\r\n"))})
	benchExchange(b, "html", Exchange{Request: []byte(goodRequest + "\r\n"), Response: []byte("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + fillBytes("<html>"))})
	benchExchange(b, "switched-to-chunks", Exchange{Request: []byte(goodRequest + "\r\n"), Response: []byte("HTTP/1.1 101 \r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nTransfer-Encoding: chunked\r\n\r\n" + fillBytes("1\r\na\r\n"))})
	docker := "POST /v1.46/exec/abc/start HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
	for _, s := range []struct{ name, request, client, server string }{
		{"h2-settings", h2cRequest, clientPreface + fillBytes("\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64"), fillBytes("\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64")},
		{"h2-one-settings", h2cRequest, clientPreface + "\x0f\xff\xff\x04\x00\x00\x00\x00\x00" + fillBytes("\x00\x03\x00\x00\x00\x64"), "\x0f\xff\xff\x04\x00\x00\x00\x00\x00" + fillBytes("\x00\x03\x00\x00\x00\x64")},
		{"h2-empty", h2cRequest, clientPreface + fillBytes("\x00\x00\x00\x04\x00\x00\x00\x00\x00"), fillBytes("\x00\x00\x00\x00\x00\x00\x00\x00\x01")},
		{"tls", tlsRequest, fillBytes("\x16\x03\x03\x00\x01a"), fillBytes("\x17\x03\x03\x00\x00")},
		{"capsules", udpRequest, fillBytes("\x00\x01\x00"), fillBytes("\x3f\x00")},
		{"tcp", docker, fillBytes("\x01\x00\x00\x00\x00\x00\x00\x00"), fillBytes("\x01\x00\x00\x00\x00\x00\x00\x01a")},
	} {
		benchExchange(b, s.name, pipeExchange(s.request, s.client, s.server))
	}
	masked := bytes.Repeat(appendFrame(nil, 0x81, []byte{1, 2, 3, 4}, []byte("Hello")), hostileSize/11)
	benchExchange(b, "frames-both", switchedExchange("permessage-deflate", masked, bytes.Repeat([]byte("\x81\x05Hello"), hostileSize/7)))
	benchExchange(b, "frames-bad", switchedExchange("", bytes.Repeat([]byte("\x8f\x00"), hostileSize/2), bytes.Repeat([]byte("\xf3\x80\x00\x00\x00\x00"), hostileSize/6)))
	bomb := deflateBomb(b)
	benchExchange(b, "bombs", switchedExchange("permessage-deflate", nil, bytes.Repeat(bomb, hostileSize/len(bomb))))
}

// deflateBomb is a compressed message of 1 KB that inflates to a thousand times as much.
func deflateBomb(b *testing.B) []byte {
	var wire bytes.Buffer
	w, err := flate.NewWriter(&wire, flate.BestCompression)
	if err != nil {
		b.Fatal(err)
	}
	_, _ = w.Write(make([]byte, hostileSize)) // to memory: it does not fail
	_ = w.Flush()
	return appendFrame(nil, 0xc1, nil, bytes.TrimSuffix(wire.Bytes(), []byte("\x00\x00\xff\xff")))
}
