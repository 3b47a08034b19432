package handshake

import "encoding/base64"

// A wrong Accept nearly always is the right computation with one mistake in
// it. There are three places for a mistake: what was taken for the key, how
// key and GUID were put together, and what was done with the digest. Each
// mistake is a row of a table; the value that came is compared with what each
// row makes of the key at hand, then with what two rows of different tables
// make together.

// mistake is one row. Only the function of its own table is there.
type mistake struct {
	text Text
	key  func(key string) string            // the text that was taken for the key
	join func(key string) string            // what was hashed
	out  func(hashed, digest []byte) string // what was sent; digest is SHA-1 of hashed
}

var mistakeDecoded = Text{"accept.mistake.decoded", "the key was decoded before it was hashed"}
var mistakeCase = Text{"accept.mistake.case", "capitals and small letters are changed"}

var keyMistakes = [...]mistake{
	{text: mistakeDecoded, key: func(k string) string {
		nonce, _, _, fault := decodeKey([]byte(k))
		if fault != nil {
			return k
		}
		return string(nonce)
	}},
	{text: Text{"accept.mistake.empty", "the key was empty when it was hashed: the field was not found"}, key: func(string) string { return "" }},
	{text: Text{"accept.mistake.cr", "a CR stayed at the end of the key"}, key: func(k string) string { return k + "\r" }},
	{text: Text{"accept.mistake.lf", "an LF stayed at the end of the key"}, key: func(k string) string { return k + "\n" }},
	{text: Text{"accept.mistake.crlf", "CR LF stayed at the end of the key"}, key: func(k string) string { return k + "\r\n" }},
	{text: Text{"accept.mistake.leading-space", "the space after the colon was hashed with the key"}, key: func(k string) string { return " " + k }},
	{text: Text{"accept.mistake.trailing-space", "a space stayed at the end of the key"}, key: func(k string) string { return k + " " }},
	{text: Text{"accept.mistake.nul", "the NUL that ends a C string was hashed with the key"}, key: func(k string) string { return k + "\x00" }},
	{text: Text{"accept.mistake.lower", "the key was put into small letters"}, key: lowered},
	{text: Text{"accept.mistake.upper", "the key was put into capitals"}, key: raised},
	{text: Text{"accept.mistake.unpadded", "the = signs at the end of the key were cut off"}, key: trimPadding},
	{text: Text{"accept.mistake.quoted", "the key was hashed with quotation marks round it"}, key: func(k string) string { return `"` + k + `"` }},
	{text: Text{"accept.mistake.line", "the whole line was hashed, its name included"}, key: func(k string) string { return "Sec-WebSocket-Key: " + k }},
	{text: Text{"accept.mistake.null", "the word null was hashed: the key was not found"}, key: func(string) string { return "null" }},
	{text: Text{"accept.mistake.undefined", "the word undefined was hashed: the key was not found"}, key: func(string) string { return "undefined" }},
	{text: Text{"accept.mistake.none", "the word None was hashed: the key was not found"}, key: func(string) string { return "None" }},
}

var wrongGUID = Text{"accept.mistake.guid", "the GUID is misspelt: its last part must be C5AB0DC85B11"}

var joinMistakes = [...]mistake{
	{text: Text{"accept.mistake.no-guid", "the GUID was forgotten"}, join: func(k string) string { return k }},
	{text: Text{"accept.mistake.guid-lower", "the GUID was written in small letters"}, join: func(k string) string { return k + lowered(GUID) }},
	{text: Text{"accept.mistake.guid-braces", "the GUID was put in braces"}, join: func(k string) string { return k + "{" + GUID + "}" }},
	{text: Text{"accept.mistake.guid-first", "the GUID was put before the key"}, join: func(k string) string { return GUID + k }},
	{text: Text{"accept.mistake.guid-nul", "the NUL that ends a C string was hashed behind the GUID"}, join: func(k string) string { return k + GUID + "\x00" }},
	{text: Text{"accept.mistake.guid-lf", "an LF was hashed behind the GUID"}, join: func(k string) string { return k + GUID + "\n" }},
	{text: Text{"accept.mistake.guid-no-hyphens", "the GUID was written without its hyphens"}, join: func(k string) string { return k + "258EAFA5E91447DA95CAC5AB0DC85B11" }},
	// Spellings that circulate in copied code.
	{text: wrongGUID, join: func(k string) string { return k + "258EAFA5-E914-47DA-95CA-5AB9DC11B5AB" }},
	{text: wrongGUID, join: func(k string) string { return k + "258EAFA5-E914-47DA-95CA-C5AB9DC11B5AB" }},
	{text: wrongGUID, join: func(k string) string { return k + "258EAFA5-E914-47DA-95CA-5AB0DC85B11F" }},
	{text: wrongGUID, join: func(k string) string { return k + "258EAFA5-E914-47DA-95CA-5AB53ADF711E2" }},
	{text: wrongGUID, join: func(k string) string { return k + "258EAFA5-E914-47DA-95CA-5AB53ADF711E" }},
	{text: wrongGUID, join: func(k string) string { return k + "258EAFA5-E914-47DA-95CA-5AB0DC85B11" }},
}

var outMistakes = [...]mistake{
	{text: Text{"accept.mistake.hex-base64", "the digest was written in hex, and that text put into base64"}, out: func(_, d []byte) string { return encode([]byte(hexText(d))) }},
	{text: Text{"accept.mistake.hex", "the digest was sent in hex instead of base64"}, out: func(_, d []byte) string { return hexText(d) }},
	{text: Text{"accept.mistake.hex-upper-base64", "the digest was written in hex with capitals, and that text put into base64"}, out: func(_, d []byte) string { return encode([]byte(raised(hexText(d)))) }},
	{text: Text{"accept.mistake.hex-upper", "the digest was sent in hex with capitals instead of base64"}, out: func(_, d []byte) string { return raised(hexText(d)) }},
	{text: Text{"accept.mistake.url-safe", "base64 for URLs was used: - and _ stand for + and /"}, out: func(_, d []byte) string { return base64.URLEncoding.EncodeToString(d) }},
	{text: Text{"accept.mistake.no-padding", "the = at the end was lost"}, out: func(_, d []byte) string { return trimPadding(encode(d)) }},
	{text: Text{"accept.mistake.url-safe-no-padding", "base64 for URLs was used, without the = at the end"}, out: func(_, d []byte) string { return trimPadding(base64.URLEncoding.EncodeToString(d)) }},
	{text: Text{"accept.mistake.md5", "MD5 was used instead of SHA-1"}, out: func(in, _ []byte) string { return encode(md5(in)) }},
	{text: Text{"accept.mistake.md5-hex", "MD5 was used instead of SHA-1, and sent in hex"}, out: func(in, _ []byte) string { return hexText(md5(in)) }},
	{text: Text{"accept.mistake.sha256", "SHA-256 was used instead of SHA-1"}, out: func(in, _ []byte) string { return encode(sha256(in)) }},
	{text: Text{"accept.mistake.sha256-hex", "SHA-256 was used instead of SHA-1, and sent in hex"}, out: func(in, _ []byte) string { return hexText(sha256(in)) }},
	{text: Text{"accept.mistake.unhashed", "key and GUID were put into base64 without being hashed"}, out: func(in, _ []byte) string { return encode(in) }},
	{text: Text{"accept.mistake.words", "the bytes of each 32-bit word of the digest are in the wrong order"}, out: func(_, d []byte) string { return encode(swapWords(d)) }},
	{text: Text{"accept.mistake.twice", "base64 was applied twice"}, out: func(_, d []byte) string { return encode([]byte(encode(d))) }},
	{text: Text{"accept.mistake.strlen", "the digest was taken for a C string and ended at its first zero byte"}, out: func(_, d []byte) string { return encode(untilNUL(d)) }},
	{text: Text{"accept.mistake.utf8", "the digest was taken for text and converted to UTF-8"}, out: func(_, d []byte) string { return encode(latin1(d)) }},
}

// What has nothing to do with the computation.
var (
	mistakeEcho    = Text{"accept.mistake.echo", "it is the key itself, sent back"}
	mistakeSample  = Text{"accept.mistake.sample", "it is the value of the RFC's example, copied from there"}
	mistakeOther   = Text{"accept.mistake.other", "it was made for another key: look for a cache or a proxy that answers with an old 101"}
	mistakeShape   = Text{"accept.mistake.shape", "it is not the base64 of 20 bytes, as every SHA-1 is"}
	mistakeMissing = Text{"accept.mistake.missing", "it is empty"}
	mistakeAnd     = Text{"accept.mistake.and", ", and "}
)

// diagnosis names the mistakes, at most two, and what was hashed.
type diagnosis struct {
	texts [2]*Text
	input string // what was hashed instead, if that is the mistake
	made  bool   // the value was computed again with the mistake and is the same
}

func (d *diagnosis) phrase() []*Text {
	switch {
	case d.texts[0] == nil:
		return nil
	case d.texts[1] == nil:
		return d.texts[:1]
	}
	return []*Text{d.texts[0], &mistakeAnd, d.texts[1]}
}

// diagnose tells how a wrong Accept came about.
func diagnose(key, accept string) diagnosis {
	right := AcceptFor(key)
	switch {
	case accept == "":
		return diagnosis{texts: [2]*Text{&mistakeMissing}}
	case accept == key:
		return diagnosis{texts: [2]*Text{&mistakeEcho}}
	case EqualFold(accept, right):
		return diagnosis{texts: [2]*Text{&mistakeCase}}
	}
	short := len(key) <= 128 && len(accept) <= 256 // else the tries would cost too much
	if short {
		if d, ok := diagnoseOne(key, accept); ok {
			return d
		}
	}
	if accept == AcceptFor(sampleKey) || accept == "HSmrc0sMlYUkAGmm5OPpG2HaGWk=" {
		return diagnosis{texts: [2]*Text{&mistakeSample}}
	}
	if short {
		if d, ok := diagnoseTwo(key, accept); ok {
			return d
		}
	}
	if _, n, _, fault := decodeKey([]byte(accept)); fault != nil || n != 20 {
		return diagnosis{texts: [2]*Text{&mistakeShape}}
	}
	return diagnosis{texts: [2]*Text{&mistakeOther}}
}

// diagnoseOne tries each row alone.
func diagnoseOne(key, accept string) (diagnosis, bool) {
	for i := range keyMistakes {
		row := &keyMistakes[i]
		if in := row.key(key) + GUID; acceptOf(in) == accept {
			return diagnosis{[2]*Text{row.name()}, in, true}, true
		}
	}
	for i := range joinMistakes {
		row := &joinMistakes[i]
		if in := row.join(key); acceptOf(in) == accept {
			return diagnosis{[2]*Text{row.name()}, in, true}, true
		}
	}
	if row := outMistake(key+GUID, accept); row != nil {
		return diagnosis{[2]*Text{row.name()}, "", true}, true
	}
	return diagnosis{}, false
}

// diagnoseTwo tries two rows of different tables: some hundred digests of a
// few dozen bytes, for a value that one mistake does not explain.
func diagnoseTwo(key, accept string) (diagnosis, bool) {
	for i := range keyMistakes {
		row := &keyMistakes[i]
		wrong := row.key(key)
		for k := range joinMistakes {
			if in := joinMistakes[k].join(wrong); acceptOf(in) == accept {
				return diagnosis{[2]*Text{row.name(), joinMistakes[k].name()}, in, true}, true
			}
		}
		if out := outMistake(wrong+GUID, accept); out != nil {
			return diagnosis{[2]*Text{row.name(), out.name()}, wrong + GUID, true}, true
		}
	}
	for i := range joinMistakes {
		row := &joinMistakes[i]
		in := row.join(key)
		if out := outMistake(in, accept); out != nil {
			return diagnosis{[2]*Text{row.name(), out.name()}, in, true}, true
		}
	}
	return diagnosis{}, false
}

// outMistake finds the row of outMistakes that makes the value of what was hashed.
func outMistake(hashed, accept string) *mistake {
	digest := sha1([]byte(hashed))
	for i := range outMistakes {
		if outMistakes[i].out([]byte(hashed), digest) == accept {
			return &outMistakes[i]
		}
	}
	return nil
}

// name gives the row's text; the one that has a rule of its own is known by
// its address.
func (m *mistake) name() *Text {
	if m.text == mistakeDecoded {
		return &mistakeDecoded
	}
	return &m.text
}

// acceptOf is the right end of the computation for whatever was hashed.
func acceptOf(hashed string) string { return encode(sha1([]byte(hashed))) }

func encode(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

func hexText(b []byte) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		out = append(out, digits[c>>4], digits[c&15])
	}
	return string(out)
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c &^ 0x20
	}
	return c
}

func lowered(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = lower(c)
	}
	return string(b)
}

func raised(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = upper(c)
	}
	return string(b)
}

func trimPadding(s string) string {
	for len(s) > 0 && s[len(s)-1] == '=' {
		s = s[:len(s)-1]
	}
	return s
}

func swapWords(d []byte) []byte {
	out := make([]byte, 0, len(d))
	for ; len(d) >= 4; d = d[4:] {
		out = append(out, d[3], d[2], d[1], d[0])
	}
	return out
}

func untilNUL(d []byte) []byte {
	if i := indexByte(d, 0); i >= 0 {
		return d[:i]
	}
	return d
}

func latin1(d []byte) []byte {
	out := make([]byte, 0, 2*len(d))
	for _, c := range d {
		if c < 0x80 {
			out = append(out, c)
		} else {
			out = append(out, 0xc0|c>>6, 0x80|c&0x3f)
		}
	}
	return out
}
