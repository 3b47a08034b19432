package handshake

import (
	"strings"
	"testing"
)

func TestDecodeKey(t *testing.T) {
	for _, c := range []struct {
		key   string
		n     int
		fault *Text
	}{
		{"dGhlIHNhbXBsZSBub25jZQ==", 16, nil},
		{"AQIDBAUGBwgJCgsMDQ4PEC==", 16, nil},
		{"", 0, nil},
		{"eA==", 1, nil},
		{"qjaovfzeqzo=", 8, nil},
		{"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", 32, nil},
		{strings.Repeat("AAAA", 1000), 3000, nil},
		{"dGhlIHNhbXBsZSBub25jZQ", 0, &keyFaultPadding},
		{"dGhlIHNhbXBsZSBub25jZQ=", 0, &keyFaultPadding},
		{"dGhlIHNhbXBsZSBub25jZQ===", 0, &keyFaultPadding},
		{"dGhl====", 0, &keyFaultPadding},
		{"dGhl=HNhbXBsZSBub25jZQ==", 0, &keyFaultPadding},
		{"_3JJHMbDL1EzLkh9GBhX-w==", 0, &keyFaultURLSafe},
		{"dGhlIHNhbXBs ZSBub25jZQ==", 0, &keyFaultSpace},
		{"!!!!!!!!!!!!!!!!!!!!!!==", 0, &keyFaultForeign},
	} {
		nonce, n, _, fault := decodeKey([]byte(c.key))
		if n != c.n || fault != c.fault {
			t.Errorf("decodeKey(%q) = %d bytes, %v; want %d, %v", c.key, n, fault, c.n, c.fault)
		}
		if n <= 64 && fault == nil && len(nonce) != n {
			t.Errorf("decodeKey(%q) gives %d of %d bytes", c.key, len(nonce), n)
		}
	}
}

func TestDeflateBreaks(t *testing.T) {
	parse := func(s string, offer bool) deflateParams {
		m := ParseRequest([]byte("GET / HTTP/1.1\r\nSec-WebSocket-Extensions: " + s + "\r\n\r\n"))
		e := m.extensions()[0]
		return m.deflate(&e, offer)
	}
	const d = deflateName
	for _, c := range []struct {
		offer, answer string
		want          *Rule
	}{
		{d, d, nil},
		{d, d + "; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=8", nil},
		{d + "; client_max_window_bits", d + "; client_max_window_bits=8", nil},
		{d + "; client_max_window_bits=10", d, nil},
		{d + "; server_max_window_bits=10", d + "; server_max_window_bits=10", nil},
		{d + "; server_max_window_bits=10", d + "; server_max_window_bits=11", &deflateServerBitsAnswer},
		{d + "; server_max_window_bits=10", d, &deflateServerBitsAnswer},
		{d + "; server_no_context_takeover", d, &deflateMustEcho},
		{d, d + "; client_max_window_bits=15", &deflateClientBitsOffered},
	} {
		offer, answer := parse(c.offer, true), parse(c.answer, false)
		if got := answer.breaks(&offer); got != c.want {
			t.Errorf("offer %q, answer %q: got %v, want %v", c.offer, c.answer, got, c.want)
		}
	}
}

// BenchmarkHostileWebSocket is the worst of each WebSocket field, 1 MiB in the
// request and 1 MiB in the response.
func BenchmarkHostileWebSocket(b *testing.B) {
	const head = "GET /chat HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\nSec-WebSocket-Version: 13\r\n"
	const answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=\r\n"
	const size = 1 << 20
	repeat := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	fill := func(name, unit string) string { return name + ": " + repeat(unit) + "\r\n" }
	for _, shape := range []struct{ name, lines string }{
		{"names", fill("Sec-WebSocket-Protocol", "a,")},
		{"bad-names", fill("Sec-WebSocket-Protocol", "a/,")},
		{"extensions", fill("Sec-WebSocket-Extensions", "x,")},
		{"offers", fill("Sec-WebSocket-Extensions", "permessage-deflate; level=9,")},
		{"parameters", fill("Sec-WebSocket-Extensions", "x; a=1")},
		{"semicolons", fill("Sec-WebSocket-Extensions", ";")},
		{"quotes", fill("Sec-WebSocket-Extensions", `;a="`)},
		{"open-quotes", fill("Sec-WebSocket-Extensions", `x;a=",`)},
		{"spaces", fill("Sec-WebSocket-Extensions", "x ; a = 1, ")},
		{"keys", repeat("Sec-WebSocket-Key: x\r\n")},
		{"long-key", fill("Sec-WebSocket-Key", "AAAA")},
		{"versions", repeat("Sec-WebSocket-Version: 13\r\n")},
		{"long-version", fill("Sec-WebSocket-Version", "1")},
		{"old-keys", repeat("Sec-WebSocket-Key1: 1\r\n")},
		{"origin", fill("Origin", "http://a")},
		{"accept", fill("Sec-WebSocket-Accept", "AAAA")},
		{"accepts", repeat("Sec-WebSocket-Accept: x\r\n")},
	} {
		benchExchange(b, shape.name, Exchange{Request: []byte(head + shape.lines + "\r\n"), Response: []byte(answer + shape.lines + "\r\n")})
	}
}
