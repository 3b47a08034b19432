package handshake

import (
	"bytes"
	"strings"
	"testing"
)

// spell writes the leaf spans of a head as "kind:text" lines, text in wire
// notation: what a reader of the page sees, in a form that can be compared.
func spell(m *Message) string {
	var s strings.Builder
	for _, span := range m.appendSpans(nil) {
		s.WriteString(span.Kind.String())
		s.WriteByte(' ')
		s.WriteString(Show(m.raw[span.Start:span.End]))
		s.WriteByte('\n')
	}
	return s.String()
}

func TestParseHeadSpans(t *testing.T) {
	for _, test := range []struct {
		name string
		side Side
		head string // wire notation
		want string
	}{
		{"request", FromClient, `GET /chat HTTP/1.1\r\nHost: a\r\n\r\n`, `
method GET
space  .
request-target /chat
space  .
http-version HTTP/1.1
crlf \r\n
field-name Host
colon :
ows  .
field-value a
crlf \r\n
empty-line \r\n`},
		{"response", FromServer, `HTTP/1.1 101 Switching Protocols\r\nUpgrade:a/1 , b\r\n\r\n`, `
http-version HTTP/1.1
space  .
status-code 101
space  .
reason-phrase Switching Protocols
crlf \r\n
field-name Upgrade
colon :
protocol-name a
slash /
protocol-version 1
ows  .
comma ,
ows  .
protocol-name b
crlf \r\n
empty-line \r\n`},
		{"LF alone", FromClient, `GET / HTTP/1.1\nConnection: a,,b\n\n`, `
method GET
space  .
request-target /
space  .
http-version HTTP/1.1
lf \n
field-name Connection
colon :
ows  .
token a
comma ,
comma ,
token b
lf \n
empty-line \n`},
		{"leading lines", FromClient, `\r\n\nGET / HTTP/1.1\r\n\r\n`, `
leading-line \r\n
leading-line \n
method GET
space  .
request-target /
space  .
http-version HTTP/1.1
crlf \r\n
empty-line \r\n`},
		{"fold", FromClient, `GET / HTTP/1.1\r\nConnection:\r\n a,\r\n\tb \r\n\r\n`, `
method GET
space  .
request-target /
space  .
http-version HTTP/1.1
crlf \r\n
field-name Connection
colon :
obs-fold \r\n .
token a
comma ,
obs-fold \r\n\t
token b
ows  .
crlf \r\n
empty-line \r\n`},
		{"NUL, CR and control octets", FromServer, `HTTP/1.1 200 O\x01K\r\nX: a\0b\rc\r\r\n\r\n`, `
http-version HTTP/1.1
space  .
status-code 200
space  .
reason-phrase O
bad-octet \x01
reason-phrase K
crlf \r\n
field-name X
colon :
ows  .
field-value a
bad-octet \0
field-value b
bad-octet \r
field-value c
bad-octet \r
crlf \r\n
empty-line \r\n`},
		{"no colon", FromClient, `GET / HTTP/1.1\r\nHost a\r\nX : b\r\n\r\n`, `
method GET
space  .
request-target /
space  .
http-version HTTP/1.1
crlf \r\n
malformed-line Host a
crlf \r\n
field-name X
extra-space  .
colon :
ows  .
field-value b
crlf \r\n
empty-line \r\n`},
		{"indented before the fields", FromClient, `GET / HTTP/1.1\r\n X: a\r\n  \r\nY: b\r\n\r\n`, `
method GET
space  .
request-target /
space  .
http-version HTTP/1.1
crlf \r\n
malformed-line  X: a
crlf \r\n
malformed-line   .
crlf \r\n
field-name Y
colon :
ows  .
field-value b
crlf \r\n
empty-line \r\n`},
		{"odd spaces in the start line", FromClient, ` GET \t/a b  HTTP/1.1 \r\n\r\n`, `
extra-space  .
method GET
extra-space  \t
request-target /a b
extra-space   .
http-version HTTP/1.1
extra-space  .
crlf \r\n
empty-line \r\n`},
		{"no version in the status line", FromServer, `101 Switching\r\n\r\n`, `
status-code 101
space  .
reason-phrase Switching
crlf \r\n
empty-line \r\n`},
		{"code and phrase stick together", FromServer, `HTTP/1.1 101Switching\r\n\r\n`, `
http-version HTTP/1.1
space  .
status-code 101
reason-phrase Switching
crlf \r\n
empty-line \r\n`},
		{"extension", FromClient, `GET / HTTP/1.1\r\nSec-WebSocket-Extensions: x; p="a,b;" ; q = 1, y\r\n\r\n`, `
method GET
space  .
request-target /
space  .
http-version HTTP/1.1
crlf \r\n
field-name Sec-WebSocket-Extensions
colon :
ows  .
token x
semicolon ;
ows  .
parameter-name p
equals =
parameter-value "a,b;"
ows  .
semicolon ;
ows  .
parameter-name q
ows  .
equals =
ows  .
parameter-value 1
comma ,
ows  .
token y
crlf \r\n
empty-line \r\n`},
		{"unfinished", FromClient, `GET / HTTP/1.1\r\nHos`, `
method GET
space  .
request-target /
space  .
http-version HTTP/1.1
crlf \r\n
unfinished Hos`},
		{"nothing", FromClient, ``, ``},
		{"CR LF only", FromClient, `\r\n`, `
leading-line \r\n`},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := parseHead(ParseLines(test.head), 0, test.side)
			// A dot behind a space shows a space at the end of a line.
			want := strings.ReplaceAll(strings.TrimPrefix(test.want, "\n"), " .", " ")
			if got := strings.TrimSuffix(spell(m), "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestHeadEnd(t *testing.T) {
	for _, test := range []struct {
		head  string
		n     int
		whole bool
	}{
		{"", 0, false},
		{`\r\n`, 2, false},
		{`GET / HTTP/1.1\r\n`, 16, false},
		{`GET / HTTP/1.1\r\n\r\n`, 18, true},
		{`GET / HTTP/1.1\n\n`, 16, true},
		{`GET / HTTP/1.1\r\n\r`, 17, false},
		{`\r\n\r\nGET / HTTP/1.1\r\n\r\n`, 22, true},
		{`GET / HTTP/1.1\r\nA: b\r\n\r\nbody`, 24, true},
		{`\r\r`, 2, false},
	} {
		b := ParseLines(test.head)
		n, whole := HeadEnd(b)
		if n != test.n || whole != test.whole {
			t.Errorf("%s: got %d %v, want %d %v", test.head, n, whole, test.n, test.whole)
		}
		if m := ParseRequest(b); m.HeadEnd != n || m.Whole != whole {
			t.Errorf("%s: the parser says %d %v, HeadEnd %d %v", test.head, m.HeadEnd, m.Whole, n, whole)
		}
	}
}

func TestMessageValue(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{`X: a`, "a"},
		{`X:\t a \t`, "a"},
		{`X: a\r\n b`, "a b"},
		{`X:\r\n a`, "a"},
		{`X: a\r\n \r\n\tb`, "a b"},
		{`X: a\r\n `, "a"},
		{`X: \xA0a`, "\xa0a"},
		{`X: a\r`, "a\r"},
		{`X:`, ""},
	} {
		m := ParseRequest(ParseLines(`GET / HTTP/1.1\r\n` + test.line + `\r\n\r\n`))
		if len(m.Lines) != 1 || !m.Whole {
			t.Errorf("%s: %d lines, whole %v", test.line, len(m.Lines), m.Whole)
			continue
		}
		if got := string(m.value(&m.Lines[0])); got != test.want {
			t.Errorf("%s: got %q, want %q", test.line, got, test.want)
		}
	}
}

func TestValidAuthority(t *testing.T) {
	for _, s := range []string{"a", "a.example", "A_b~", "a:", "a:80", "127.0.0.1", "[::]", "[::1]:8080", "[1:2:3:4:5:6:7:8]",
		"[1::8]", "[1:2:3:4:5:6:7::]", "[::ffff:1.2.3.4]", "[v1.a:b]", "a%20b", "a,b", "xn--au-dma.example"} {
		if !validAuthority([]byte(s)) {
			t.Errorf("%q is refused", s)
		}
	}
	for _, s := range []string{"", ":80", "::1", "a b", "a/b", "http://a", "bob@a", "a:b", "a:80:80", "[", "[]", "[::1", "[::1]x", "[1:2:3:4:5:6:7]",
		"[1:2:3:4:5:6:7:8:9]", "[1::2::3]", "[:1]", "[1:]", "[12345::]", "[::1.2.3]", "[::1.2.3.256]", "[1:2:3:4:5:6:7:1.2.3.4]", "[v.a]", "[v1.]",
		"a%2", "a%zz", "\u010dau", "a\x00"} {
		if validAuthority([]byte(s)) {
			t.Errorf("%q passes", s)
		}
	}
}

// A head cut at any byte says of the lines that are finished what the whole
// head says of them.
func TestPrefixLaw(t *testing.T) {
	for _, file := range caseFiles(t) {
		for _, c := range file.cases {
			for _, side := range []Side{FromClient, FromServer} {
				b := c.Exchange.Request
				if side == FromServer {
					b = c.Exchange.Response
				}
				if len(b) > 2000 {
					continue // each byte of it costs as much as all
				}
				whole := parseHead(b, 0, side)
				for n := range b {
					if !prefixAgrees(whole, b[:n]) {
						t.Fatalf("%s: the first %d bytes of the %s are taken apart otherwise:\n%s\nbut whole\n%s",
							c.ID, n, side, spell(parseHead(b[:n], 0, side)), spell(whole))
					}
				}
			}
		}
	}
}

// prefixAgrees compares the spans of a prefix with those of the whole, up to
// the last line of the prefix of which it is known that it has ended: the next
// line has begun, and not with white space.
func prefixAgrees(whole *Message, prefix []byte) bool {
	m := parseHead(prefix, 0, whole.Side)
	known := 0
	for at := m.Start; at < min(m.HeadEnd, whole.HeadEnd); at++ {
		if at > 0 && prefix[at-1] == '\n' && !isOWS(prefix[at]) {
			known = at
		}
	}
	a, b := m.appendSpans(nil), whole.appendSpans(nil)
	for i := 0; i < len(a) && a[i].End <= known; i++ {
		if i >= len(b) || a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestBytesReturnsTheHead(t *testing.T) {
	b := []byte("GET / HTTP/1.1\r\nHost: a\r\n\r\nbody")
	if got := ParseRequest(b).Bytes(); !bytes.Equal(got, b[:len(b)-4]) {
		t.Errorf("got %q", got)
	}
}
