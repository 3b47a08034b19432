package handshake

import (
	"strconv"
	"strings"
	"testing"
)

// Texts that are pasted or sent are as hostile as messages: reading them, and
// what is read out of them, takes the same time for a byte at any length.

var textShapes = []struct{ name, before, unit, after string }{
	{"empty", "", "\n", ""},
	{"line-ends", "GET / HTTP/1.1\r\n\r\n", "\r\n", ""},
	{"requests", "", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", ""},
	{"blank-lines", "GET / HTTP/1.1\r\n", "a: b\r\n\r\n", ""},
	{"one-line", "", "GET", " HTTP/1.1"},
	{"fields", "Sec-WebSocket-Key: a\n", "A: b\n", ""},
	{"colons", "Sec-WebSocket-Key: a\n", ":", "\n"},
	{"carriage-returns", "GET / HTTP/1.1\n", "a: b\r", "\n"},
	{"har-fields", `{"request":{"method":"GET","url":"ws://a/","headers":[`, `{"name":"a","value":"b"},`, `{}]}}`},
	{"har-keys", `{"headers":1,"request":{"method":"GET","url":"ws://a/",`, `"a":"b",`, `"headers":[]}}`},
	{"har-entries", `{"log":{"entries":[`, `{"request":{"method":"GET","url":"ws://a/","headers":[{"name":"Upgrade","value":"websocket"}]}},`, `{}]}}`},
	{"har-messages", `{"request":{"method":"GET","url":"ws://a/","headers":[]},"_webSocketMessages":[`, `{"type":"send","opcode":1,"data":"aa"},`, `{}]}`},
	{"har-lines", `{"request":{"method":"GET","url":"ws://a/","headers":[{"name":"a","value":"`, `b\n`, `"}]}}`},
	{"har-escapes", `{"request":{"headers":[{"name":"a","value":"`, `\u0061`, `"}]}}`},
	{"har-nested", `{"request":{"headers":`, `[`, `]}}`},
	{"har-no-end", `{"request":{"headers":[`, `{"a":"`, ``},
	{"json-commas", `{"request":{"headers":[`, `1,,`, `]}}`},
	{"verbose-fields", "> GET / HTTP/1.1\n", "> A: b\n", ">\n"},
	{"verbose-body", "> GET / HTTP/1.1\n>\n< HTTP/1.1 200 OK\n<\n", "body\n", ""},
	{"verbose-http2", "> GET / HTTP/2\n", "* h2h3 [a: b]\n", "> GET / HTTP/2\n"},
	{"verbose-requests", "", "> GET / HTTP/1.1\n>\n< HTTP/1.1 200 OK\n<\n", ""},
	{"verbose-interim", "> GET / HTTP/1.1\n>\n", "< HTTP/1.1 103 \n< A: b\n<\n", ""},
	{"verbose-noise", "> GET / HTTP/1.1\n>\n", "xxxx\n", ""},
	{"trace", "=> Send header, 1 bytes (0x1)\n", "0000: A: b\n", ""},
	{"trace-hex", "=> Send header, 1 bytes (0x1)\n", "0000: 47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a GET / HTTP/1.1..\n", ""},
	{"curl-fields", "curl ws://a/ ", "-H 'A: b' ", ""},
	{"curl-data", "curl http://a/ ", "-d a ", ""},
	{"curl-words", "curl http://a/ ", "b ", ""},
	{"curl-options", "curl http://a/ ", "--nope ", ""},
	{"curl-one-word", "curl http://a/", "a", ""},
	{"curl-quotes", "curl http://a/ ", "''\"\"", ""},
	{"curl-ansi", "curl http://a/ -H $'", `\u0061`, "'"},
	{"curl-backslashes", "curl http://a/ ", "\\\n", ""},
	{"curl-carets", "curl http://a/ ^\n", "^a", ""},
	{"curl-data-lines", "curl http://a/ ", "--data-raw aaaaaaaa ", ""},
	{"script-fields", `fetch("http://a/", {"headers": {`, `"a": "b",`, `"c": "d"}});`},
	{"script-quotes", `new WebSocket("ws://a/", [`, `'b',`, `'c'])`},
	{"script-names", `new WebSocket("ws://a/", [`, `"b",`, `"c"])`},
	{"follow-text", "\nFollow: tcp,ascii\nNode 1: a\n", "4\nA: b\n", ""},
	{"follow-switched", "\nFollow: tcp,ascii\nNode 1: a\n16\nGET / HTTP/1.1\n\n\t30\nHTTP/1.1 101 Switching\n\n", "\t4\n....\n", ""},
	{"follow-hex", "\nFollow: tcp,hex\nNode 1: a\n", "00000000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  GET / HT TP/1.1..\n", ""},
	{"hex-dump", "", "00000000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  |GET / HTTP/1.1..|\n", ""},
	{"hex-line", "", "474554202f20485454502f312e310d0a", "\n"},
	{"hex-lines", "", "47455420\n", ""},
	{"hex-blank", "", "0d0a0d0a\n", ""},
	{"hex-array", "char peer0_0[] = {\n", "0x47, 0x45, 0x54, 0x20,\n", "};\n"},
	{"tree", `    GET / HTTP/1.1\r\n` + "\n", `    A: b\r\n` + "\n", `    \r\n` + "\n"},
	{"pane-fields", "Request URL: ws://a/\nRequest Headers\n", "A: b\n", ""},
	{"pane-names", "Request URL: ws://a/\nRequest Headers\n", "A:\nb\n", ""},
	{"pane-heads", "Request URL: ws://a/\n", "Request Headers\nResponse Headers\n", ""},
	{"pane-odd", "Request URL: ws://a/\nRequest Headers\n", "odd\n", ""},
	{"log-fields", "GET http://a/\n", "A: b\n", ""},
	{"log-requests", "", "a GET http://a/\nA: b\n", ""},
	{"log-interim", "x HTTP/1.1 103 \nA: b\n" + strings.Repeat("A: b\n", 20000) + "\n", "HTTP/1.1 103 \nA: b\n\n", ""},
	{"log-blank", "GET http://a/\nA: b\n", "\n", ""},
	{"log-starts", "", "200 OK\n\n", "A: b\n"},
	{"log-indented", "GET http://a/\nA: b\n", " x\n", ""},
	{"log-bodies", "", "HTTP/1.1 200 OK\nContent-Length: 9\n\nabc\n", ""},
	{"log-curl", "", "curl -v -X GET http://a/\nGET http://a/\nA: b\n", ""},
	{"values-pairs", `[`, `["Upgrade", "a"],`, `]`},
	{"values-object", `{`, `"Upgrade": "a",`, `}`},
	{"values-words", `Upgrade: `, `a `, ``},
	{"values-open", ``, `{[(`, ``},
	{"values-names", ``, `a(`, ``},
	{"values-go", `map[`, `Upgrade:[a] `, `]`},
	{"values-go-open", `map[Upgrade:`, `[`, ``},
	{"values-slices", `Upgrade: `, `[]string{"a"}, `, ``},
	{"values-quotes", `Upgrade: `, `'"`, ``},
	{"values-whole", `{"a":"GET / HTTP/1.1\r\n`, `Upgrade: a\r\n`, `"}`},
	{"values-deep", `{"headers":{"Upgrade":"a"},"b":`, `[[[[`, ``},
	{"yaml", "packets:\n", "  - packet: 1\n    peer: 0\n    data: !!binary |\n      R0VU\n", ""},
	{"socat", "", "> 2026/11/29 01:15:18.903387  length=4 from=0 to=3\n 47 45 54 20  GET \n--\n", ""},
	{"dumped", "", "0x0000:  4500 0029 0001 0000 4006 0000 0101 0101\n0x0010:  0202 0202 0001 0002 0000 0001 0000 0000\n0x0020:  5018 0000 0000 0000 41\n", ""},
	{"dump-grows", "0000  45 00 00 29\n", "0004  00\n", ""},
	{"words", "websocket ", "failed ", ""},
	{"cases", "", "case: a\n> GET\n", ""},
	{"case-lines", "case: a\n", "> A: b\n", ""},
	{"case-turns", "case: a\n", "> a\n< b\n", ""},
	{"case-escapes", "case: a\n> ", `\xff\r`, "\n"},
	{"case-comments", "case: a\n", "# b\n", "> a\n"},
	{"case-value", "case: a\ntitle: ", "b", "\n> a\n"},
	{"case-policy", "case: a\npolicy: subprotocols=", "b,", "\n> a\n"},
	{"case-policy-keys", "case: a\npolicy: ", "only=a;", "\n> a\n"},
}

func BenchmarkHostileImport(b *testing.B) {
	for _, s := range textShapes {
		for _, kb := range []int{10, 100, 1000} {
			text := s.before + strings.Repeat(s.unit, kb<<10/len(s.unit)) + s.after
			b.Run(s.name+"/"+strconv.Itoa(kb)+"KB", func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					ReadImport(text)
				}
			})
		}
	}
}

// BenchmarkHostileCapture has packets that come in the wrong order, and of very many
// connections.
func BenchmarkHostileCapture(b *testing.B) {
	for _, s := range []struct {
		name      string
		seq, port func(i int) int
	}{
		{"backwards", func(i int) int { return 1<<24 - i }, func(int) int { return 1 }},
		{"same", func(int) int { return 1 }, func(int) int { return 1 }},
		{"connections", func(i int) int { return i }, func(i int) int { return i }},
	} {
		for _, kb := range []int{10, 100, 1000} {
			text := []byte("\xa1\xb2\xc3\xd4" + strings.Repeat("\x00", 20))
			for i := 0; len(text) < kb<<10; i++ {
				seq, port := s.seq(i), s.port(i)
				text = append(text, "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x29\x00\x00\x00\x29"+
					"\x45\x00\x00\x29\x00\x01\x00\x00\x40\x06\x00\x00\x01\x01\x01\x01\x02\x02\x02\x02"...)
				text = append(text, byte(port>>8), byte(port), 0, 80, byte(seq>>24), byte(seq>>16), byte(seq>>8), byte(seq))
				text = append(text, "\x00\x00\x00\x00\x50\x18\x00\x00\x00\x00\x00\x00G"...)
			}
			if f := Recognise(string(text)); f == nil || f.ID != "packets" {
				b.Fatalf("%s is read as %v", s.name, f)
			}
			b.Run(s.name+"/"+strconv.Itoa(kb)+"KB", func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					ReadImport(string(text))
				}
			})
		}
	}
}

// BenchmarkHostileReport is what is done with a report: its JSON, in Japanese or
// not at all translated, and one octet explained.
func BenchmarkHostileReport(b *testing.B) {
	for _, s := range benchShapes {
		for _, kb := range []int{10, 100, 1000} {
			r := Inspect(Exchange{Request: shaped(s.before, s.unit, s.after, kb<<10)}, nil)
			b.Run(s.name+"/"+strconv.Itoa(kb)+"KB", func(b *testing.B) {
				b.SetBytes(int64(kb << 10))
				for b.Loop() {
					r.AppendJSON(nil, nil)
					Explain(r, FromClient, kb<<9)
				}
			})
		}
	}
}

// BenchmarkHostileWrite is what is made of an exchange to take it away: every form,
// and its secrets masked.
func BenchmarkHostileWrite(b *testing.B) {
	for _, s := range benchShapes {
		for _, kb := range []int{10, 100, 1000} {
			ex := Exchange{Request: shaped(s.before, s.unit, s.after, kb<<10)}
			b.Run(s.name+"/"+strconv.Itoa(kb)+"KB", func(b *testing.B) {
				b.SetBytes(int64(kb << 10))
				for b.Loop() {
					for i := range exports {
						if exports[i].Fits(ex) {
							exports[i].Write(ex, nil, nil)
						}
					}
					MaskExchange(ex.Request, ex.Response)
					ParseLines(ShowLines(ex.Request))
					LineMap(ex.Request)
				}
			})
		}
	}
}

// BenchmarkHostilePolicy has policies with as many names as the request has.
func BenchmarkHostilePolicy(b *testing.B) {
	for _, s := range []struct {
		name, key, field, word string
		other                  string // what makes the request's names unknown
	}{
		{"subprotocols", "subprotocols", "Sec-WebSocket-Protocol: ", "p", "x"},
		{"extensions", "extensions", "Sec-WebSocket-Extensions: ", "x", "x"},
		{"extensions-known", "extensions", "Sec-WebSocket-Extensions: ", "x", ""},
		{"protocols", "protocols", "Upgrade: ", "u", "x"},
		{"versions", "versions", "Sec-WebSocket-Version: ", "", "x"},
		{"origins", "origins", "Origin: ", "http://a", "x"},
	} {
		for _, kb := range []int{10, 100, 1000} {
			var names, others strings.Builder
			for i := 0; names.Len() < kb<<10; i++ {
				n := i
				if s.word == "" {
					n %= 256
				}
				names.WriteString(s.word + itoa(n) + ",")
				others.WriteString(s.word + itoa(n) + s.other + ",")
			}
			p := new(Policy)
			if err := p.Set(s.key, names.String()); err != nil {
				b.Fatal(err)
			}
			request := []byte(goodRequest + s.field + others.String() + "\r\n\r\n")
			b.Run(s.name+"/"+strconv.Itoa(kb)+"KB", func(b *testing.B) {
				b.SetBytes(int64(len(request) + names.Len()))
				for b.Loop() {
					Inspect(Exchange{Request: request}, p)
				}
			})
		}
	}
}
