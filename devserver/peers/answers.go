package peers

import (
	"fmt"
	"slices"
	"strings"
)

// The responses that browsers are measured with: a good 101 with one thing
// changed, for every way to change each of its parts, and answers other than 101.

// draft is a response in parts.
type draft struct {
	offer  []string
	before string // interim responses, or what else stands first
	start  string
	lines  []string
	end    string // what ends a line
	behind string
	pauses bool
}

func goodDraft() draft {
	return draft{offer: []string{"chat", "superchat"}, start: "HTTP/1.1 101 Switching Protocols", end: "\r\n",
		lines: []string{"Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: {A}", "Sec-WebSocket-Protocol: chat"}}
}

func (d draft) answer(id string) *Answer {
	var b strings.Builder
	b.WriteString(d.before + d.start + d.end)
	for _, l := range d.lines {
		b.WriteString(l + d.end)
	}
	b.WriteString(d.end + d.behind)
	raw := b.String()
	for _, l := range d.lines { // a server that says it closes does
		if name, value, _ := strings.Cut(strings.ToLower(l), ":"); name == "connection" && strings.Contains(value, "close") && !strings.Contains(raw, closeMark) {
			raw += closeMark
		}
	}
	return &Answer{ID: id, Offer: d.offer, Raw: raw}
}

// at finds the line of a field, or gives len.
func (d *draft) at(name string) int {
	for i, l := range d.lines {
		if n, _, _ := strings.Cut(l, ":"); strings.EqualFold(n, name) {
			return i
		}
	}
	return len(d.lines)
}

// with gives the draft with other lines in the place of a field's.
func (d draft) with(name string, lines ...string) draft {
	i := d.at(name)
	d.lines = slices.Concat(d.lines[:i:i], lines, d.lines[min(i+1, len(d.lines)):])
	return d
}

// part is one field of the 101: its name, its value in a good one, and values that
// are wrong or odd.
type part struct {
	short, name, good string
	odd               []string
}

var parts = []part{
	{"upgrade", "Upgrade", "websocket", []string{"", "h2c", "WebSocket", "WEBSOCKET", "websocket/13", "websocket;v=13", "websockets", "web socket", "\"websocket\"",
		"websocket,", ",websocket", "websocket, websocket", "websocket,h2c", "h2c, websocket", "h2c,WebSocket", "websocket h2c", "websocket\x00", "\xa0websocket", "websocket\x0b", "websocket\xe9", "websocket\x7f", "{x*300}"}},
	{"connection", "Connection", "Upgrade", []string{"", "upgrade", "UPGRADE", "keep-alive", "keep-alive, Upgrade", "Upgrade, keep-alive", "Upgrade,", ",Upgrade", "Upgrade, Upgrade", "Upgrade;x", "Upgrade keep-alive", "keep-alive Upgrade",
		"\"Upgrade\"", "Upgrades", "close, Upgrade", "Upgrade, close", "close", "keep-alive,Upgrade,HTTP2-Settings", ", ,Upgrade", "Upgrade\x00", "Upgrade\xe9", "keep-alive\t,\tUpgrade"}},
	{"accept", "Sec-WebSocket-Accept", "{A}", []string{"", "{a}", "{A}=", "{A} x", "x{A}", "{A},", "{A}, {A}", "\"{A}\"", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=", "x", "{A};x", "{A}\x00", "\xa0{A}", "{A}\x01", "{A}\xe9", "{A}, x"}},
	{"protocol", "Sec-WebSocket-Protocol", "chat", []string{"", "superchat", "Chat", "CHAT", "mqtt", "chat,superchat", "chat, superchat", "chat,", ",chat", "chat, chat", "chat;v=1", "\"chat\"", "chat superchat", "cha", "chatt", "chat\x00", "chat\x01", "chat\xe9", "\xa0chat", "superchat, mqtt", "mqtt, chat", ","}},
}

// deflates are answers to an offer of permessage-deflate, all faults of RFC 7692.
var deflates = []string{
	"permessage-deflate", "Permessage-Deflate", "PERMESSAGE-DEFLATE", "permessage-deflate;", "permessage-deflate; ", "permessage-deflate ;server_no_context_takeover",
	"permessage-deflate; server_no_context_takeover", "permessage-deflate; client_no_context_takeover", "permessage-deflate;server_no_context_takeover;client_no_context_takeover",
	"permessage-deflate; server_no_context_takeover=true", "permessage-deflate; server_no_context_takeover=\"\"", "permessage-deflate; server_no_context_takeover=", "permessage-deflate; client_no_context_takeover=1",
	"permessage-deflate; server_no_context_takeover; server_no_context_takeover", "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
	"permessage-deflate; server_max_window_bits", "permessage-deflate; server_max_window_bits=", "permessage-deflate; server_max_window_bits=8", "permessage-deflate; server_max_window_bits=9", "permessage-deflate; server_max_window_bits=10",
	"permessage-deflate; server_max_window_bits=15", "permessage-deflate; server_max_window_bits=16", "permessage-deflate; server_max_window_bits=7", "permessage-deflate; server_max_window_bits=0", "permessage-deflate; server_max_window_bits=08",
	"permessage-deflate; server_max_window_bits=015", "permessage-deflate; server_max_window_bits=+15", "permessage-deflate; server_max_window_bits=-8", "permessage-deflate; server_max_window_bits=x", "permessage-deflate; server_max_window_bits=\"15\"",
	"permessage-deflate; server_max_window_bits=\"10\"", "permessage-deflate; server_max_window_bits = 15", "permessage-deflate; server_max_window_bits=15; server_max_window_bits=15", "permessage-deflate; server_max_window_bits=15.0", "permessage-deflate; server_max_window_bits=150",
	"permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits=", "permessage-deflate; client_max_window_bits=8", "permessage-deflate; client_max_window_bits=9", "permessage-deflate; client_max_window_bits=15", "permessage-deflate; client_max_window_bits=16",
	"permessage-deflate; client_max_window_bits=7", "permessage-deflate; client_max_window_bits=08", "permessage-deflate; client_max_window_bits=x", "permessage-deflate; client_max_window_bits=\"12\"", "permessage-deflate; client_max_window_bits=12; client_max_window_bits=12",
	"permessage-deflate; server_max_window_bits=12; client_max_window_bits=12", "permessage-deflate; Server_No_Context_Takeover", "permessage-deflate; SERVER_MAX_WINDOW_BITS=10", "permessage-deflate; unknown", "permessage-deflate; unknown=1", "permessage-deflate; x=\"a;b,c\"",
	"permessage-deflate; server_no_context_takeover, x", "permessage-deflate, permessage-deflate", "permessage-deflate; server_max_window_bits=10, permessage-deflate", "permessage-deflate,", ",permessage-deflate", "permessage-deflate, x-foo", "x-foo, permessage-deflate", "x-foo", "x-foo; a=b",
	"x-webkit-deflate-frame", "deflate-frame", "permessage-bzip2", "permessage-deflate server_no_context_takeover", "permessage-deflate; server_no_context_takeover client_no_context_takeover", "permessage-deflate=1", "permessage-deflate; =1", "permessage-deflate; ;server_no_context_takeover",
	"permessage-deflate;;", "\"permessage-deflate\"", "permessage deflate", "permessage-deflate; server_max_window_bits=1\x005", "permessage-deflate\x00", "permessage-deflate\xe9", "permessage-deflate; x=\xe9", "permessage-deflate; server_max_window_bits=\"1\\5\"", "", ";", ",", "=", "permessage-deflate; server_max_window_bits=\"15",
	"permessage-deflate/1", "permessage-deflate\t;\tserver_no_context_takeover",
	"permessage-deflate; server_max_window_bits=15x", "permessage-deflate; server_max_window_bits=15a", "permessage-deflate; server_max_window_bits=15 x", "permessage-deflate; server_max_window_bits=15-", "permessage-deflate; server_max_window_bits=15_", "permessage-deflate; server_max_window_bits=x15", "permessage-deflate; server_max_window_bits=0x0f",
	"permessage-deflate; server_max_window_bits=15, x-foo", "permessage-deflate; server_max_window_bits=10,server_max_window_bits=11", "permessage-deflate; server_no_context_takeover, permessage-deflate", "permessage-deflate; server_max_window_bits=12, permessage-deflate; client_max_window_bits=11", "permessage-deflate; client_max_window_bits=12, permessage-deflate; server_no_context_takeover",
	"permessage-deflate; server_max_window_bits=00000012", "permessage-deflate; server_max_window_bits=1 2", "permessage-deflate; server_max_window_bits=#12", "permessage-deflate; server_max_window_bits=++12", "permessage-deflate; server_max_window_bits=12%", "permessage-deflate; server_max_window_bits=12g", "permessage-deflate; server_max_window_bits=12f", "permessage-deflate; server_max_window_bits=g12",
	"permessage-deflate; client_max_window_bits=8.5", "permessage-deflate; client_max_window_bits=9.5", "permessage-deflate; client_max_window_bits=\"8\"", "permessage-deflate; client_max_window_bits=12, x", "permessage-deflate; server_max_window_bits= 12", "permessage-deflate; server_max_window_bits =12", "permessage-deflate; server_max_window_bits=\t12",
}

// deflateOrders are good answers with their parameters in other orders, which a page
// reads in socket.extensions.
var deflateOrders = []struct{ id, value string }{
	{"order-bits", "permessage-deflate; client_max_window_bits=12; server_max_window_bits=11"}, {"order-takeover", "permessage-deflate; client_no_context_takeover; server_no_context_takeover"},
	{"order-all", "permessage-deflate; client_max_window_bits=12; server_max_window_bits=11; client_no_context_takeover; server_no_context_takeover"}, {"order-all-usual", "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=11; client_max_window_bits=12"},
	{"order-mixed", "permessage-deflate; server_max_window_bits=11; server_no_context_takeover"}, {"order-tight", "permessage-deflate;client_max_window_bits=12;client_no_context_takeover"}, {"order-tabs", "permessage-deflate\t;\tclient_max_window_bits=12 ;client_no_context_takeover"},
}

// nameForms are ways to write one field line.
var nameForms = []struct{ id, form string }{
	{"lower", "lower"}, {"upper", "UPPER"}, {"space-before-colon", "N : V"}, {"tab-before-colon", "N\t: V"}, {"no-space", "N:V"}, {"spaces", "N:   V   "},
	{"tab", "N:\tV"}, {"trailing-tab", "N: V\t"}, {"vertical-tab", "N:\vV"}, {"leading-space", " N: V"}, {"leading-tab", "\tN: V"},
	{"fold-before", "N:\r\n V"}, {"fold-tab", "N:\r\n\tV"}, {"fold-after", "N: V\r\n "}, {"fold-twice", "N:\r\n \r\n V"}, {"fold-more", "N: V\r\n x"},
	{"fold-lf", "N:\n V"}, {"cr-before", "N: \rV"}, {"cr-after", "N: V\r"}, {"nul-name", "N\x00: V"}, {"nul-before", "N: \x00V"}, {"no-colon", "N V"}, {"equals", "N=V"},
	{"two-colons", "N:: V"}, {"underscore", "_: V"}, {"name-twice", "N: N: V"}, {"utf8-name", "\xc3\xa9N: V"}, {"lf-end", "N: V\n"},
}

func (p *part) line(form string) string {
	switch form {
	case "lower":
		return strings.ToLower(p.name) + ": " + p.good
	case "UPPER":
		return strings.ToUpper(p.name) + ": " + p.good
	case "_: V":
		return strings.ReplaceAll(p.name, "-", "_") + "_: " + p.good
	}
	return strings.NewReplacer("N", p.name, "V", p.good).Replace(form)
}

// oddLines are lines that have no place in a head, or that no one asked for.
var oddLines = []struct{ id, line string }{
	{"no-colon", "nonsense"}, {"no-colon-spaces", "some words here"}, {"only-colon", ":"}, {"no-name", ": value"}, {"no-value", "X-Test:"}, {"name-space", "X Test: value"}, {"name-paren", "X(Test): value"},
	{"name-at", "X@Test: value"}, {"name-slash", "X/Test: value"}, {"name-quote", "\"X-Test\": value"}, {"name-control", "X-\x01Test: value"}, {"name-nul", "X-\x00Test: value"}, {"name-utf8", "X-\xc3\xa9: value"}, {"name-latin1", "X-\xe9: value"}, {"name-del", "X-\x7f: value"},
	{"value-nul", "X-Test: a\x00b"}, {"value-control", "X-Test: a\x01b"}, {"value-del", "X-Test: a\x7fb"}, {"value-esc", "X-Test: a\x1bb"}, {"value-latin1", "X-Test: a\xe9b"}, {"value-utf8", "X-Test: a\xc3\xa9b"}, {"value-cr", "X-Test: a\rb"}, {"value-cr-end", "X-Test: a\r"}, {"value-cr-field", "X-Test: a\rUpgrade: h2c"},
	{"value-tab", "X-Test: a\tb"}, {"value-vt", "X-Test: a\vb"}, {"value-ff", "X-Test: a\fb"}, {"fold", "X-Test: a\r\n b"}, {"fold-empty", "X-Test: a\r\n "}, {"fold-tab", "X-Test: a\r\n\tb"}, {"space-colon", "X-Test : a"}, {"leading-space", " X-Test: a"}, {"bare-lf", "X-Test: a\nX-Other: b"}, {"tab-line", "\t"}, {"space-line", " "}, {"cr-line", "\r"},
	{"long-1k", "X-Long: {x*1000}"}, {"long-8k", "X-Long: {x*8000}"}, {"long-16k", "X-Long: {x*16000}"}, {"long-32k", "X-Long: {x*32000}"}, {"long-60k", "X-Long: {x*60000}"}, {"long-70k", "X-Long: {x*70000}"}, {"long-120k", "X-Long: {x*120000}"}, {"long-250k", "X-Long: {x*250000}"}, {"long-270k", "X-Long: {x*270000}"}, {"long-name", "{x*8000}: a"}, {"long-no-colon", "{x*8000}"},
	{"content-length-5", "Content-Length: 5"}, {"content-length-0", "Content-Length: 0"}, {"content-length-bad", "Content-Length: x"}, {"content-length-negative", "Content-Length: -1"}, {"chunked", "Transfer-Encoding: chunked"}, {"gzip", "Content-Encoding: gzip"}, {"identity", "Transfer-Encoding: identity"},
	{"te-unknown", "Transfer-Encoding: x"}, {"cookie", "Set-Cookie: a=b"}, {"cookie-bad", "Set-Cookie: =;;;"}, {"location", "Location: {P}/ok"}, {"location-twice", "Location: /a\r\nLocation: /b"}, {"content-length-twice", "Content-Length: 1\r\nContent-Length: 2"}, {"disposition-twice", "Content-Disposition: a\r\nContent-Disposition: b"}, {"authenticate", "WWW-Authenticate: Basic realm=\"x\""}, {"csp", "Content-Security-Policy: default-src 'none'"},
	{"version-13", "Sec-WebSocket-Version: 13"}, {"version-8", "Sec-WebSocket-Version: 8"}, {"version-list", "Sec-WebSocket-Version: 13, 8"}, {"key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="}, {"key1", "Sec-WebSocket-Key1: 1"}, {"keep-alive", "Keep-Alive: timeout=5"}, {"date", "Date: x"}, {"hsts", "Strict-Transport-Security: max-age=1"}, {"alt-svc", "Alt-Svc: clear"},
}

var versions = []string{"HTTP/1.0", "HTTP/0.9", "HTTP/1.2", "HTTP/1.9", "HTTP/1.10", "HTTP/1.01", "HTTP/01.1", "HTTP/11.1", "HTTP/2", "HTTP/2.0", "HTTP/3", "HTTP/3.0", "HTTP/9.9", "HTTP/0.0", "http/1.1", "Http/1.1", "hTTP/1.1", "HTTP1.1", "HTTP/ 1.1", "HTTP /1.1", "HTTP/1", "HTTP/1.", "HTTP/.1", "HTTP/", "HTTP", "HTTP/1,1", "HTTP/1.x", "HTTP/x.1", "HTTP/1.1.1", "HTTP/-1.1", "HTTP/1.1;", "HTTPS/1.1", "HTTX/1.1", "HTT/1.1", "WS/1.1", "ICY", "SHOUTcast", "XHTTP/1.1"}

var startLines = []struct{ id, line string }{
	{"no-reason", "HTTP/1.1 101 "}, {"no-reason-space", "HTTP/1.1 101"}, {"other-reason", "HTTP/1.1 101 WebSocket Protocol Handshake"}, {"two-spaces", "HTTP/1.1  101 Switching Protocols"}, {"two-spaces-reason", "HTTP/1.1 101  Switching Protocols"}, {"three-spaces", "HTTP/1.1   101   x"}, {"tab", "HTTP/1.1\t101 Switching Protocols"}, {"tab-reason", "HTTP/1.1 101\tSwitching Protocols"}, {"space-tab", "HTTP/1.1 \t101 Switching Protocols"},
	{"no-space", "HTTP/1.1101 Switching Protocols"}, {"leading-space", " HTTP/1.1 101 Switching Protocols"}, {"leading-tab", "\tHTTP/1.1 101 Switching Protocols"}, {"leading-letter", "xHTTP/1.1 101 Switching Protocols"}, {"leading-letters", "xxxxxHTTP/1.1 101 Switching Protocols"}, {"leading-crlf", "\r\nHTTP/1.1 101 Switching Protocols"}, {"leading-lf", "\nHTTP/1.1 101 Switching Protocols"}, {"leading-cr", "\rHTTP/1.1 101 Switching Protocols"},
	{"leading-crlf-2", "\r\n\r\nHTTP/1.1 101 Switching Protocols"}, {"leading-crlf-5", "\r\n\r\n\r\n\r\n\r\nHTTP/1.1 101 Switching Protocols"}, {"leading-line", "nonsense\r\nHTTP/1.1 101 Switching Protocols"}, {"leading-nul", "\x00HTTP/1.1 101 Switching Protocols"}, {"bom", "\xef\xbb\xbfHTTP/1.1 101 Switching Protocols"},
	{"trailing-space", "HTTP/1.1 101 Switching Protocols "}, {"reason-latin1", "HTTP/1.1 101 caf\xe9"}, {"reason-utf8", "HTTP/1.1 101 caf\xc3\xa9"}, {"reason-nul", "HTTP/1.1 101 a\x00b"}, {"reason-control", "HTTP/1.1 101 a\x01b"}, {"reason-cr", "HTTP/1.1 101 a\rb"}, {"reason-long", "HTTP/1.1 101 {x*9000}"}, {"reason-colon", "HTTP/1.1 101 a: b"},
	{"code-4-digits", "HTTP/1.1 1010 x"}, {"code-2-digits", "HTTP/1.1 10 x"}, {"code-letters", "HTTP/1.1 abc x"}, {"code-letter-end", "HTTP/1.1 101x y"}, {"code-letter-inside", "HTTP/1.1 1x1 y"}, {"code-plus", "HTTP/1.1 +101 x"}, {"code-minus", "HTTP/1.1 -101 x"}, {"code-zero", "HTTP/1.1 0101 x"}, {"code-none", "HTTP/1.1 Switching Protocols"}, {"code-dot", "HTTP/1.1 101.0 x"}, {"code-comma", "HTTP/1.1 101, x"}, {"code-missing", "HTTP/1.1"}, {"code-missing-space", "HTTP/1.1 "}, {"code-hex", "HTTP/1.1 0x65 x"},
	{"request-line", "GET / HTTP/1.1"}, {"pseudo", ":status: 101"}, {"empty", ""}, {"ssh", "SSH-2.0-OpenSSH_9.2"}, {"html", "<!doctype html>"},
}

// TableAnswers are the responses of the table, in order.
func TableAnswers() []*Answer {
	var all []*Answer
	add := func(d draft, id string, args ...any) { all = append(all, d.answer(fmt.Sprintf(id, args...))) }
	good := goodDraft()
	none := good.with("Sec-WebSocket-Protocol")
	none.offer = nil
	add(good, "good")
	add(none, "good-no-offer")
	for i := range parts {
		p := &parts[i]
		same := p.name + ": " + p.good
		add(good.with(p.name), "%s-missing", p.short)
		add(good.with(p.name, same, same), "%s-twice", p.short)
		for k, v := range p.odd {
			add(good.with(p.name, p.name+": "+v), "%s-odd-%d", p.short, k)
			add(good.with(p.name, same, p.name+": "+v), "%s-then-odd-%d", p.short, k)
			if k < 12 {
				add(good.with(p.name, p.name+": "+v, same), "%s-after-odd-%d", p.short, k)
			}
		}
		for _, f := range nameForms {
			add(good.with(p.name, p.line(f.form)), "%s-%s", p.short, f.id)
			first := good.with(p.name)
			first.lines = append([]string{p.line(f.form)}, first.lines...)
			if i > 0 && (f.id == "leading-space" || f.id == "no-colon") {
				add(first, "%s-first-%s", p.short, f.id)
			}
		}
	}
	for k, v := range parts[3].odd {
		add(none.with("", "Sec-WebSocket-Protocol: "+v), "protocol-unasked-%d", k)
	}
	add(none.with("", "Sec-WebSocket-Protocol: chat"), "protocol-unasked")
	add(none.with("", "Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Protocol: chat"), "protocol-unasked-twice")
	for k, v := range deflates {
		add(good.with("", "Sec-WebSocket-Extensions: "+v), "deflate-%d", k)
	}
	for _, pair := range [][2]int{{0, 0}, {6, 19}, {0, 58}, {0, 19}, {0, 72}, {81, 0}} {
		add(good.with("", "Sec-WebSocket-Extensions: "+deflates[pair[0]], "Sec-WebSocket-Extensions: "+deflates[pair[1]]), "deflate-two-%d-%d", pair[0], pair[1])
	}
	for _, x := range deflateOrders {
		add(good.with("", "Sec-WebSocket-Extensions: "+x.value), "deflate-%s", x.id)
	}
	compressed := part{"extensions", "Sec-WebSocket-Extensions", "permessage-deflate", nil}
	for _, f := range nameForms {
		add(good.with("", compressed.line(f.form)), "extensions-%s", f.id)
	}
	for _, o := range oddLines {
		add(good.with("", o.line), "line-%s", o.id)
		first := good
		first.lines = append([]string{o.line}, good.lines...)
		add(first, "first-line-%s", o.id)
	}
	for _, n := range []int{50, 95, 100, 150, 300, 1000, 3000} {
		d := good
		d.lines = slices.Clone(good.lines)
		for i := range n {
			d.lines = append(d.lines, fmt.Sprintf("X-Line-%d: a", i))
		}
		add(d, "lines-%d", n)
	}
	for i, v := range versions {
		d := good
		d.start = v + " 101 Switching Protocols"
		add(d, "version-%d", i)
		d = draft{offer: good.offer, start: v + " 404 Not Found", end: "\r\n", lines: []string{"Content-Length: 0"}}
		add(d, "version-%d-404", i)
	}
	for _, s := range startLines {
		d := good
		d.start = s.line
		add(d, "start-%s", s.id)
	}
	for i, end := range []string{"\n", "\r\r\n", "\n\r", "\r"} {
		d := good
		d.end = end
		add(d, "ends-%d", i)
	}
	all = append(all, interims()...)
	all = append(all, statuses()...)
	all = append(all, bodies()...)
	all = append(all, everyStatus()...)
	all = append(all, pairs()...)
	all = append(all, behinds()...)
	return append(all, framesBehind()...)
}

// interims are responses that something goes before.
func interims() (all []*Answer) {
	add := func(d draft, id string, args ...any) { all = append(all, d.answer(fmt.Sprintf(id, args...))) }
	for _, code := range []int{100, 101, 102, 103, 104, 110, 199} {
		d := goodDraft()
		d.before = fmt.Sprintf("HTTP/1.1 %d x\r\n\r\n", code)
		add(d, "interim-%d", code)
		d.before = fmt.Sprintf("HTTP/1.1 %d x\r\nLink: </a>; rel=preload\r\nX-Test: a\r\n\r\n", code)
		add(d, "interim-%d-fields", code)
		d.before = fmt.Sprintf("HTTP/1.1 %d x\r\n\r\n{pause}", code)
		add(d, "interim-%d-pause", code)
		d.before = ""
		d.start = fmt.Sprintf("HTTP/1.1 %d x", code)
		add(d, "interim-%d-as-answer", code)
		r := draft{offer: d.offer, before: fmt.Sprintf("HTTP/1.1 %d x\r\n\r\n", code), start: "HTTP/1.1 404 Not Found", end: "\r\n", lines: []string{"Content-Length: 0"}}
		add(r, "interim-%d-404", code)
	}
	for _, n := range []int{2, 5, 10, 11, 20, 50, 100} {
		d := goodDraft()
		d.before = strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", n)
		add(d, "interim-100-times-%d", n)
		d.before = strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", n)
		add(d, "interim-103-times-%d", n)
	}
	d := goodDraft()
	d.before = "HTTP/1.0 100 Continue\r\n\r\n"
	add(d, "interim-100-http10")
	d.before = "HTTP/1.1 100 Continue\r\nContent-Length: 2\r\n\r\nhi"
	add(d, "interim-100-body")
	d.before = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
	add(d, "answer-200-first")
	for i, at := range []int{1, 5, 9, 12, 31, 34, 60, 110, 130} {
		a := goodDraft().answer(fmt.Sprintf("split-%d", i))
		a.Raw = a.Raw[:at] + pauseMark + a.Raw[at:]
		all = append(all, a)
	}
	a := goodDraft().answer("split-all")
	a.Raw = strings.ReplaceAll(a.Raw, "\r\n", "\r"+pauseMark+"\n")
	return append(all, a)
}

// statuses are answers other than 101: every code that means something, and some
// that do not.
func statuses() (all []*Answer) {
	codes := []int{200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 299, 300, 301, 302, 303, 304, 305, 306, 307, 308, 310, 399,
		400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 499,
		500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511, 520, 599, 600, 700, 999}
	for _, c := range codes {
		d := draft{offer: []string{"chat", "superchat"}, start: fmt.Sprintf("HTTP/1.1 %d x", c), end: "\r\n", lines: []string{"Content-Length: 0"}}
		all = append(all, d.answer(fmt.Sprintf("status-%d", c)))
		g := goodDraft()
		g.start = d.start
		all = append(all, g.answer(fmt.Sprintf("status-%d-as-101", c)))
		if c < 300 || c > 399 {
			continue
		}
		for i, l := range []string{"{P}/ok", "http://{H}{P}/ok", "ws://{H}{P}/ok", "{P}/404", "", "//{H}{P}/ok", "?ok", "http://", "mailto:a@b", "{P}/ok#f"} {
			if i > 2 && c != 302 && c != 307 {
				continue
			}
			d.lines = []string{"Location: " + l, "Content-Length: 0"}
			all = append(all, d.answer(fmt.Sprintf("status-%d-location-%d", c, i)))
		}
		d.lines = []string{"Location: {P}/ok"}
		all = append(all, d.answer(fmt.Sprintf("status-%d-location-no-length", c)))
		d.lines = []string{"Location: {P}/ok", "Connection: close"}
		all = append(all, d.answer(fmt.Sprintf("status-%d-location-close", c)))
	}
	for _, c := range []int{401, 407} {
		for i, a := range []string{"Basic realm=\"x\"", "Digest realm=\"x\", nonce=\"y\"", "Bearer", "Negotiate", "NTLM", "x", "", "Basic", "Basic realm=\"x\"; x", "Basic realm=x"} {
			for _, name := range []string{"WWW-Authenticate", "Proxy-Authenticate"} {
				d := draft{offer: []string{"chat", "superchat"}, start: fmt.Sprintf("HTTP/1.1 %d x", c), end: "\r\n", lines: []string{name + ": " + a, "Content-Length: 0"}}
				all = append(all, d.answer(fmt.Sprintf("status-%d-%s-%d", c, strings.ToLower(name), i)))
			}
		}
	}
	return all
}

// bodyForms are ways to say where a body ends.
var bodyForms = []struct{ id, lines, body string }{
	{"length", "Content-Length: 2", "hi"}, {"length-short", "Content-Length: 2", "hi there"}, {"length-wait", "Content-Length: 9", "hi"}, {"length-close", "Content-Length: 9|Connection: close", "hi"}, {"none", "", "hi"}, {"none-close", "Connection: close", "hi"}, {"nothing", "", ""}, {"nothing-close", "Connection: close", ""},
	{"chunked", "Transfer-Encoding: chunked", "2\r\nhi\r\n0\r\n\r\n"}, {"chunked-fold", "Transfer-Encoding: chunked\r\n X-Test: a", "2\r\nhi\r\n0\r\n\r\n"}, {"chunked-list", "Transfer-Encoding: chunked, x", "2\r\nhi\r\n0\r\n\r\n"}, {"chunked-wait", "Transfer-Encoding: chunked", "2\r\nhi\r\n"}, {"chunked-bad", "Transfer-Encoding: chunked", "zz\r\nhi\r\n"}, {"chunked-nothing", "Transfer-Encoding: chunked", ""}, {"both", "Content-Length: 2|Transfer-Encoding: chunked", "2\r\nhi\r\n0\r\n\r\n"}, {"twice-same", "Content-Length: 2|Content-Length: 2", "hi"}, {"twice", "Content-Length: 2|Content-Length: 3", "hi"},
	{"length-bad", "Content-Length: x", "hi"}, {"length-negative", "Content-Length: -1", "hi"}, {"length-plus", "Content-Length: +2", "hi"}, {"length-list", "Content-Length: 2, 2", "hi"}, {"length-empty", "Content-Length:", "hi"}, {"length-huge", "Content-Length: 99999999999999999999", "hi"}, {"te-identity", "Transfer-Encoding: identity", "hi"}, {"te-gzip", "Transfer-Encoding: gzip", "hi"}, {"type-html", "Content-Type: text/html|Content-Length: 2", "hi"}, {"gzip", "Content-Encoding: gzip|Content-Length: 2", "hi"}, {"keep-alive", "Connection: keep-alive|Content-Length: 2", "hi"},
}

func bodies() (all []*Answer) {
	for _, c := range []int{200, 204, 302, 401, 404, 426, 503} {
		for _, f := range bodyForms {
			d := draft{offer: []string{"chat", "superchat"}, start: fmt.Sprintf("HTTP/1.1 %d x", c), end: "\r\n", behind: f.body}
			if f.lines != "" {
				d.lines = strings.Split(f.lines, "|")
			}
			all = append(all, d.answer(fmt.Sprintf("body-%d-%s", c, f.id)))
		}
		d := draft{offer: []string{"chat", "superchat"}, start: fmt.Sprintf("HTTP/1.0 %d x", c), end: "\r\n"}
		all = append(all, d.answer(fmt.Sprintf("body-%d-http10", c)))
		d.lines = []string{"Content-Length: 2"}
		d.behind = "hi"
		all = append(all, d.answer(fmt.Sprintf("body-%d-http10-length", c)))
	}
	return all
}

// behinds are a good 101 with something behind it.
func behinds() (all []*Answer) {
	for _, x := range []struct{ id, data string }{
		{"text", "\x81\x02hi"}, {"empty-text", "\x81\x00"}, {"binary", "\x82\x01a"}, {"ping", "\x89\x00"}, {"pong", "\x8a\x00"}, {"masked", "\x81\x82abcd\x09\x0b"}, {"masked-empty", "\x81\x80abcd"}, {"close", "\x88\x00"}, {"close-1000", "\x88\x02\x03\xe8"}, {"close-1002", "\x88\x02\x03\xea"}, {"close-1005", "\x88\x02\x03\xed"}, {"close-1", "\x88\x01a"}, {"close-999", "\x88\x02\x03\xe7"}, {"close-3000", "\x88\x02\x0b\xb8"}, {"close-bad-utf8", "\x88\x03\x03\xe8\xff"},
		{"rsv1", "\xc1\x01a"}, {"rsv2", "\xa1\x01a"}, {"rsv3", "\x91\x01a"}, {"opcode-3", "\x83\x00"}, {"opcode-b", "\x8b\x00"}, {"continuation", "\x80\x01a"}, {"fragment", "\x01\x01a\x80\x01b"}, {"fragment-new", "\x01\x01a\x81\x01b"}, {"ping-fragment", "\x09\x00"}, {"ping-long", "\x89\x7e\x00\x80{x*128}"}, {"bad-utf8", "\x81\x01\xff"}, {"long-form", "\x81\x7e\x00\x01a"}, {"long-form-64", "\x81\x7f\x00\x00\x00\x00\x00\x00\x00\x01a"}, {"long-64-high", "\x81\x7f\x80\x00\x00\x00\x00\x00\x00\x01a"}, {"huge", "\x81\x7f\x7f\x00\x00\x00\x00\x00\x00\x00"}, {"http", "HTTP/1.1 200 OK\r\n\r\n"}, {"crlf", "\r\n"}, {"cut", "\x81\x05hi"}, {"end", closeMark}, {"text-end", "\x81\x02hi" + closeMark}, {"close-end", "\x88\x02\x03\xe8" + closeMark},
	} {
		d := goodDraft()
		d.behind = x.data
		all = append(all, d.answer("behind-"+x.id))
		d.behind = pauseMark + x.data
		all = append(all, d.answer("behind-later-"+x.id))
	}
	d := goodDraft().with("", "Sec-WebSocket-Extensions: permessage-deflate")
	for _, x := range []struct{ id, data string }{
		{"hello", "\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00"}, {"bad", "\xc1\x02\xff\xff"}, {"empty", "\xc1\x00"}, {"control", "\xc9\x00"}, {"continuation", "\x41\x02\xf2\x48\xc0\x05\xcd\xc9\xc9\x07\x00"}, {"plain", "\x81\x02hi"},
	} {
		d.behind = x.data
		all = append(all, d.answer("behind-deflate-"+x.id))
	}
	return all
}
