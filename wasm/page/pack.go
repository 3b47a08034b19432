package page

// pack makes links short: text that stood before, or stands in linkWords, is
// replaced by how far back it is and how long. On the presets and on what Chrome
// sends this is within nine octets of compress/flate with the same dictionary,
// which would make the first download 40 KB longer.
//
// The packed form is a row of pieces: n < 128 begins n+1 octets as they are;
// 128 + n begins a copy of n+minCopy octets (n = 127: and as many more as the
// number that follows says) from as far back as the last number says. Numbers
// are 7 bits an octet, the low ones first.
const minCopy = 4

// linkWords is what pack may refer back to: words that handshakes are made
// of, the likeliest last. Links depend on every octet of it.
const linkWords = "kubectl exec docker attach SPDY/3.1 TLS/1.2 TLS/1.3 connect-udp HTTP2-Settings: h2c example/1, foo/2 tcp " +
	"HTTP/1.1 200 OK\r\nHTTP/1.1 403 Forbidden\r\nHTTP/1.1 405 Method Not Allowed\r\nHTTP/1.1 505 HTTP Version Not Supported\r\n" +
	"HTTP/1.1 426 Upgrade Required\r\nHTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n" +
	"Content-Length: 0\r\nAuthorization: Bearer Cookie: Set-Cookie: Transfer-Encoding: chunked\r\n" +
	"Sec-Fetch-Dest: empty\r\nSec-Fetch-Mode: websocket\r\nSec-Fetch-Site: same-origin\r\nAccept: */*\r\n" +
	"User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36\r\n" +
	"User-Agent: Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15\r\n" +
	"User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0\r\n" +
	"Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n" +
	"client_no_context_takeover; server_no_context_takeover; server_max_window_bits=15; " +
	"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\nSec-WebSocket-Protocol: chat, superchat\r\n" +
	"Origin: http://example.com\r\nOrigin: http://127.0.0.1:8101\r\nHost: 127.0.0.1:8101\r\n" +
	"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n" +
	"GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

func pack(b []byte) []byte {
	all := append([]byte(linkWords), b...)
	var last [1 << 12]int // where four octets with this hash stood last, plus 1
	before := make([]int, len(all))
	note := func(i int) {
		if i+minCopy <= len(all) {
			h := hash(all[i:])
			before[i], last[h] = last[h], i+1
		}
	}
	for i := range linkWords {
		note(i)
	}
	var out []byte
	from := len(linkWords) // of the octets that are to be written as they are
	plain := func(to int) {
		for from < to {
			n := min(to-from, 128)
			out = append(append(out, byte(n-1)), all[from:from+n]...)
			from += n
		}
	}
	for i := from; i < len(all); {
		best, back := 0, 0
		if i+minCopy <= len(all) {
			for at, tries := last[hash(all[i:])]-1, 0; at >= 0 && tries < 64; at, tries = before[at]-1, tries+1 {
				n := 0
				for i+n < len(all) && all[at+n] == all[i+n] {
					n++
				}
				if n > best {
					best, back = n, i-at
				}
			}
		}
		if best < minCopy {
			note(i)
			i++
			continue
		}
		plain(i)
		n := best - minCopy
		out = append(out, 128+byte(min(n, 127)))
		if n >= 127 {
			out = appendNumber(out, n-127)
		}
		out = appendNumber(out, back)
		for end := i + best; i < end; i++ {
			note(i)
		}
		from = i
	}
	plain(len(all))
	return out
}

func hash(b []byte) uint32 {
	return (uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])) * 2654435761 >> 20
}

// unpack is the inverse; ok is false for what pack cannot have made.
func unpack(p []byte) (b []byte, ok bool) {
	all := []byte(linkWords)
	for len(p) > 0 {
		n := int(p[0])
		p = p[1:]
		if n < 128 {
			if n++; n > len(p) {
				return nil, false
			}
			all, p = append(all, p[:n]...), p[n:]
			continue
		}
		n += minCopy - 128
		if n == 127+minCopy {
			more, used := number(p)
			if used == 0 {
				return nil, false
			}
			n, p = n+more, p[used:]
		}
		back, used := number(p)
		if used == 0 || back == 0 || back > len(all) || n > maxLink {
			return nil, false
		}
		p = p[used:]
		for ; n > 0; n-- {
			all = append(all, all[len(all)-back])
		}
		if len(all) > maxLink {
			return nil, false
		}
	}
	return all[len(linkWords):], true
}

func appendNumber(b []byte, n int) []byte {
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n))
}

// number reads a number of at most 28 bits; used is 0 when there is none.
func number(b []byte) (n, used int) {
	for i := 0; i < len(b) && i < 4; i++ {
		n |= int(b[i]&0x7f) << (7 * i)
		if b[i] < 0x80 {
			return n, i + 1
		}
	}
	return 0, 0
}
