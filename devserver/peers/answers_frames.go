package peers

import (
	"bytes"
	"compress/flate"
	"fmt"
	"strings"

	"handshake101/handshake"
)

// Frames that stand behind a good 101: every rule of RFC 6455 §5 to §7 and RFC 7692
// §6 and §7.2 broken, at its edges, and in the orders in which two faults can meet.

// sent is what a server sends after its 101.
type sent struct{ id, data string }

// small is a frame with a payload of up to 125 bytes; first is its first byte.
func small(first int, payload string) string {
	return string([]byte{byte(first), byte(len(payload))}) + payload
}

func closeFrame(code int, reason string) string {
	return small(0x88, string([]byte{byte(code >> 8), byte(code)})+reason)
}

// plainFrames are those without an extension.
func plainFrames() (all []sent) {
	add := func(data, id string, args ...any) { all = append(all, sent{fmt.Sprintf(id, args...), data}) }
	for _, r := range handshake.Rules() {
		if kind, _, _ := strings.Cut(r.ID, "."); r.Binds == handshake.Frames && r.Wrong != "" && (kind == "ws" || kind == "pmd") {
			add(string(handshake.ParseLines(r.Wrong)), "rule-%s", r.ID)
		}
	}
	for op := range 16 {
		add(small(op, "a"), "open-opcode-%x", op)
		if op != 8 {
			add(small(0x80|op, "ab"), "opcode-%x", op)
		}
		add(small(0xf0|op, ""), "rsv-all-opcode-%x", op)
		add(string([]byte{byte(op), 0x81})+"abcda", "open-masked-opcode-%x", op)
		add(string([]byte{byte(0x80 | op), 0x80})+"abcd", "masked-opcode-%x", op)
	}
	for rsv := 1; rsv < 8; rsv++ {
		for _, op := range []int{0, 1, 8, 9} {
			add(small(0x80|rsv<<4|op, "ab"), "rsv-%d-opcode-%x", rsv, op)
		}
		add(string([]byte{byte(0x81 | rsv<<4), 0x80})+"abcd", "rsv-%d-masked", rsv)
	}
	for _, op := range []int{8, 9, 10} {
		body := "{x*125}"
		if op == 8 {
			body = "\x03\xe8{x*123}"
		}
		add(string([]byte{byte(0x80 | op), 125})+body, "control-125-%x", op)
		add(string([]byte{byte(0x80 | op), 126, 0, 126})+body+"x", "control-126-%x", op)
		add(string([]byte{byte(0x80 | op), 126, 0, 5})+"\x03\xe8abc", "control-long-form-%x", op)
		add(string([]byte{byte(0x80 | op), 127, 0, 0, 0, 0, 0, 0, 0, 5})+"\x03\xe8abc", "control-longer-form-%x", op)
		add(string([]byte{byte(0x80 | op), 126}), "control-126-cut-%x", op)
		add(string([]byte{byte(op), 126, 0, 126}), "control-open-126-%x", op)
	}
	for _, first := range []int{0x81, 0x82} {
		for _, n := range []int{0, 1, 125, 126, 127, 65535} {
			add(string([]byte{byte(first), 126, byte(n >> 8), byte(n)})+fmt.Sprintf("{x*%d}", n), "length-16-%d-%x", n, first)
		}
		for _, n := range []int{0, 1, 126, 65535, 65536, 70000} {
			add(string([]byte{byte(first), 127, 0, 0, 0, 0, 0, byte(n >> 16), byte(n >> 8), byte(n)})+fmt.Sprintf("{x*%d}", n), "length-64-%d-%x", n, first)
		}
		for i, n := range []uint64{1<<31 - 1, 1 << 31, 1<<32 - 1, 1 << 32, 1 << 40, 1<<63 - 1, 1 << 63, 1<<64 - 1, 1 << 30, 1 << 27} {
			b := []byte{byte(first), 127}
			for shift := 56; shift >= 0; shift -= 8 {
				b = append(b, byte(n>>shift))
			}
			add(string(b), "length-huge-%d-%x", i, first)
			add(string(b)+"abc", "length-huge-%d-begun-%x", i, first)
		}
	}
	all = append(all, []sent{
		{"fragments", "\x01\x01a\x00\x01b\x80\x01c"}, {"fragments-binary", "\x02\x01a\x80\x01b"}, {"fragments-empty", "\x01\x00\x00\x00\x80\x00"}, {"fragments-ping", "\x01\x01a\x89\x01p\x80\x01b"}, {"fragments-cut", "\x01\x01a"}, {"fragments-close", "\x01\x01a\x88\x02\x03\xe8"},
		{"continuation-open", "\x00\x01a"}, {"continuation-after", "\x81\x01a\x80\x01b"}, {"continuation-empty", "\x80\x00"}, {"interleaved-open", "\x01\x01a\x01\x01b"}, {"interleaved-binary", "\x01\x01a\x82\x01b"}, {"interleaved-empty", "\x01\x00\x81\x00"}, {"continuation-rsv1", "\x01\x01a\xc0\x01b"},
		{"utf8-split", "\x01\x01\xc3\x80\x01\xa9"}, {"utf8-split-4", "\x01\x02\xf0\x9f\x00\x01\x98\x80\x01\x80"}, {"utf8-cut", "\x81\x01\xc3"}, {"utf8-cut-fragments", "\x01\x01a\x80\x01\xc3"}, {"utf8-bad-first", "\x01\x01\xff"}, {"utf8-bad-first-end", "\x01\x01\xff\x80\x01a"}, {"utf8-bad-second", "\x01\x01a\x00\x01\xff"}, {"utf8-surrogate", "\x81\x03\xed\xa0\x80"}, {"utf8-overlong", "\x81\x02\xc0\x80"}, {"utf8-beyond", "\x81\x04\xf4\x90\x80\x80"}, {"utf8-last", "\x81\x04\xf4\x8f\xbf\xbf"}, {"utf8-nonchar", "\x81\x03\xef\xbf\xbf"}, {"utf8-bom", "\x81\x03\xef\xbb\xbf"}, {"utf8-nul", "\x81\x01\x00"}, {"utf8-bad-begun", "\x81\x05\xff"}, {"utf8-good", "\x81\x06caf\xc3\xa9!"}, {"binary-bad-utf8", "\x82\x02\xff\xfe"}, {"utf8-bad-late", "\x81\x03ab\xff"}, {"utf8-bad-then-close", "\x81\x01\xff\x88\x02\x03\xe8"},
		{"close-then-text", "\x88\x02\x03\xe8\x81\x01a"}, {"close-then-close", "\x88\x02\x03\xe8\x88\x02\x03\xe9"}, {"close-then-ping", "\x88\x02\x03\xe8\x89\x00"}, {"close-then-bad", "\x88\x02\x03\xe8\x83\x00"}, {"close-then-masked", "\x88\x02\x03\xe8\x81\x80abcd"}, {"close-then-cut", "\x88\x02\x03\xe8\x81"}, {"close-then-rsv", "\x88\x02\x03\xe8\xa1\x00"}, {"close-then-continuation", "\x88\x02\x03\xe8\x80\x01a"}, {"close-then-length", "\x88\x02\x03\xe8\x82\x7e\x00\x05hello"}, {"close-then-open-ping", "\x88\x02\x03\xe8\x09\x00"}, {"close-then-bad-utf8", "\x88\x02\x03\xe8\x81\x01\xff"}, {"close-then-bad-close", "\x88\x02\x03\xe8\x88\x01a"}, {"close-then-huge", "\x88\x02\x03\xe8\x81\x7f\x7f\x00\x00\x00\x00\x00\x00\x00"}, {"close-empty-then-rsv", "\x88\x00\xa1\x00"},
		{"text-close-then-length", "\x81\x00\x88\x04abcd\x82\x7e\x00\x05hello"}, {"close-then-open-text", "\x88\x02\x03\xe8\x01\x01a"}, {"close-empty-then-text", "\x88\x00\x81\x01a"}, {"close-reason", "\x88\x05\x03\xe8bye"}, {"close-reason-utf8", "\x88\x05\x03\xe8\xe2\x82\xac"}, {"close-reason-cut", "\x88\x03\x03\xe8\xe2"}, {"close-reason-surrogate", "\x88\x05\x03\xe8\xed\xa0\x80"}, {"close-masked", "\x88\x82abcdb\x8a"}, {"close-cut", "\x88\x02\x03"}, {"close-code-reason", "\x88\x07\x0b\xb9later"}, {"close-bad-code-reason", "\x88\x04\x03\xednoo"},
		{"ping-then-close", "\x89\x02hi\x88\x02\x03\xe8"}, {"text-then-close", "\x81\x02hi\x88\x02\x03\xe8"}, {"text-then-close-empty", "\x81\x02hi\x88\x00"}, {"text-then-rsv", "\x81\x02hi\xa1\x00"}, {"text-then-masked", "\x81\x02hi\x81\x80abcd"}, {"text-then-opcode", "\x81\x02hi\x83\x00"}, {"text-then-continuation", "\x81\x02hi\x80\x00"}, {"ping-then-masked", "\x89\x00\x81\x80abcd"}, {"ping-then-rsv", "\x89\x00\xa1\x00"}, {"three-texts", "\x81\x01a\x81\x01b\x81\x01c"}, {"texts-then-rsv", "\x81\x01a\x81\x01b\x81\x01c\xa1\x00"},
		{"first-byte", "\x81"}, {"first-byte-rsv", "\xf1"}, {"first-byte-opcode", "\x83"}, {"first-byte-open-ping", "\x09"}, {"first-byte-continuation", "\x80"}, {"masked-head", "\x81\x85"}, {"masked-key", "\x81\x85abc"}, {"masked-long", "\x81\xfe\x00\x7eabcd"}, {"length-16-cut", "\x81\x7e\x00"}, {"length-16-short-form", "\x81\x7e\x00\x05"}, {"length-64-cut", "\x81\x7f\x00\x00"}, {"rsv-head", "\xc1\x05"}, {"opcode-head", "\x83\x05"}, {"continuation-head", "\x80\x05"}, {"open-ping-head", "\x09\x05"}, {"rsv-begun", "\xc1\x05a"}, {"opcode-begun", "\x83\x05a"}, {"continuation-begun", "\x80\x05a"}, {"masked-begun", "\x81\x85abcda"}, {"interleaved-begun", "\x01\x01a\x81\x05b"}, {"interleaved-head", "\x01\x01a\x81\x05"},
		{"not-http", "HTTP/1.1 200 OK\r\n\r\n"}, {"not-hello", "hello"}, {"not-json", "{\"a\":1}\n"}, {"not-hixie", "\x00hi\xff"}, {"not-hixie-close", "\xff\x00"}, {"not-tls", "\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03"}, {"not-nul", "\x00"}, {"not-nuls", "\x00\x00\x00\x00"}, {"not-ff", "\xff\xff\xff\xff"}, {"not-html", "<html></html>"}, {"not-crlf-text", "\r\n\x81\x02hi"}, {"not-h2", "\x00\x00\x00\x04\x00\x00\x00\x00\x00"}, {"not-chunk", "2\r\nhi\r\n0\r\n\r\n"}, {"not-space", " "}, {"not-lf", "\n"}, {"not-mqtt", "\x20\x02\x00\x00"},
	}...)
	for _, code := range []int{0, 1, 999, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 1016, 1100, 1999, 2000, 2999, 3000, 3999, 4000, 4999, 5000, 32768, 65535} {
		add(closeFrame(code, ""), "code-%d", code)
		add(closeFrame(code, "why"), "code-%d-why", code)
	}
	return all
}

// deflatedFrames are those where permessage-deflate is in use.
var deflatedFrames = []sent{
	{"hello", "\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00"}, {"hello-twice", "\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00\xc1\x05\xf2\x00\x11\x00\x00"}, {"hello-back", "\xc1\x05\xf2\x00\x11\x00\x00"}, {"hello-tail", "\xc1\x0b\xf2\x48\xcd\xc9\xc9\x07\x00\x00\x00\xff\xff"}, {"stored", "\xc1\x0b\x00\x05\x00\xfa\xffHello\x00"}, {"final", "\xc1\x08\xf3\x48\xcd\xc9\xc9\x07\x00\x00"}, {"final-only", "\xc1\x07\xf3\x48\xcd\xc9\xc9\x07\x00"},
	{"raw", "\xc1\x05Hello"}, {"block-3", "\xc1\x01\x07"}, {"stored-bad", "\xc1\x05\x00\x05\x00\x00\x00"}, {"empty", "\xc1\x00"}, {"zero", "\xc1\x01\x00"}, {"two", "\xc1\x02\x00\x00"}, {"ff", "\xc1\x02\xff\xff"}, {"zlib", "\xc1\x0d\x78\x9c\xf3\x48\xcd\xc9\xc9\x07\x00\x05\x8c\x01\xf5"}, {"gzip", "\xc1\x04\x1f\x8b\x08\x00"}, {"cut-data", "\xc1\x03\xf2\x48\xcd"},
	{"binary", "\xc2\x07\xf2\x48\xcd\xc9\xc9\x07\x00"}, {"bad-utf8", "\xc1\x04\xfa\xff\x03\x00"}, {"bad-utf8-binary", "\xc2\x04\xfa\xff\x03\x00"}, {"plain", "\x81\x02hi"}, {"plain-bad-utf8", "\x81\x01\xff"}, {"fragments", "\x41\x03\xf2\x48\xcd\x80\x04\xc9\xc9\x07\x00"}, {"fragments-ping", "\x41\x03\xf2\x48\xcd\x89\x00\x80\x04\xc9\xc9\x07\x00"}, {"fragments-rsv1", "\x41\x03\xf2\x48\xcd\xc0\x04\xc9\xc9\x07\x00"}, {"fragments-cut", "\x41\x03\xf2\x48\xcd"}, {"fragments-bad", "\x41\x01\xff\x80\x01\xff"}, {"fragments-late-rsv1", "\x01\x01a\xc0\x01b"}, {"fragments-empty", "\x41\x00\x80\x00"},
	{"ping", "\xc9\x00"}, {"pong", "\xca\x00"}, {"close", "\xc8\x02\x03\xe8"}, {"rsv2", "\xa1\x01a"}, {"rsv12", "\xe1\x01a"}, {"rsv3", "\x91\x01a"}, {"opcode", "\xc3\x00"}, {"masked", "\xc1\x87abcd\x93\x2a\xae\xad\xa8\x65\x63"}, {"continuation", "\xc0\x01a"}, {"begun", "\xc1\x07\xf2\x48"}, {"begun-bad", "\xc1\x07\x07\xff"}, {"hello-close", "\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00\x88\x02\x03\xe8"}, {"bad-then-close", "\xc1\x02\xff\xff\x88\x02\x03\xe8"}, {"interleaved", "\x41\x03\xf2\x48\xcd\xc1\x00"},
	{"fragment-then-close", "\x41\x03\xf2\x48\xcd\x88\x02\x03\xe8"}, {"fragment-then-bad-close", "\x41\x03\xf2\x48\xcd\x88\x03\x03\xe8\xff"}, {"close-then-begun", "\x88\x02\x03\xe8\x41\x07\xf2\x48"}, {"close-then-whole", "\x88\x02\x03\xe8\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00"}, {"fragment-masked", "\x41\x83abcd\x93\x2a\xae"}, {"fragment-rsv2", "\x61\x03\xf2\x48\xcd"}, {"fragment-rsv2-whole", "\x61\x03\xf2\x48\xcd\x80\x04\xc9\xc9\x07\x00"}, {"fragment-bad-utf8", "\x41\x04\xfa\xff\x03\x00\x80\x00"}, {"fragment-bad-utf8-open", "\x41\x04\xfa\xff\x03\x00"},
}

// farBack are two compressed messages of 300 letters each, the second of which refers to
// the first, farther back than a window of 256 octets reaches.
func farBack() (first, second string) {
	text := make([]byte, 300)
	for i := range text {
		text[i] = "abcdefghijklmnopqrstuvwxyz"[i*i*7/5%26]
	}
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, 9)
	message := func() string {
		out.Reset()
		w.Write(text)
		w.Flush()
		b := strings.TrimSuffix(out.String(), "\x00\x00\xff\xff")
		if len(b) < 126 {
			return small(0xc1, b)
		}
		return string([]byte{0xc1, 126, byte(len(b) >> 8), byte(len(b))}) + b
	}
	first = message()
	return first, message()
}

// framesBehind are a good 101 with those behind it: at once, and a little later.
func framesBehind() (all []*Answer) {
	d := goodDraft()
	both := func(d draft, id, data string) {
		d.behind = data
		all = append(all, d.answer(id))
		d.behind = pauseMark + data
		all = append(all, d.answer(id+"-later"))
	}
	for _, x := range plainFrames() {
		both(d, "frame-"+x.id, x.data)
	}
	first, second := farBack()
	both(goodDraft().with("", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=8"), "deflated-2-far", first+second)
	for i, params := range []string{"", "; server_no_context_takeover", "; server_max_window_bits=8"} {
		d := goodDraft().with("", "Sec-WebSocket-Extensions: permessage-deflate"+params)
		for _, x := range deflatedFrames {
			if i == 0 || strings.HasPrefix(x.id, "hello") {
				both(d, fmt.Sprintf("deflated-%d-%s", i, x.id), x.data)
			}
		}
	}
	return all
}
