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
