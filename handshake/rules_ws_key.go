package handshake

// Sec-WebSocket-Key (RFC 6455 §4.1 item 7, §4.2.1 item 5): there, once, base64
// of exactly 16 bytes, and random. The text is taken apart by hand, because a
// decoder says only that something is wrong, not what.

var keyPresent = Rule{
	ID: "ws.req.key.present", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 7"}, {RFC: 6455, Section: "4.2.1", Item: "item 5"}},
	Title: "No Sec-WebSocket-Key",
	Why:   "The answer is computed from the key. Without it nothing shows that both sides speak WebSocket.",
	Who:   "Every server refuses, mostly with 400. Requests made with curl or a proxy that filters Sec- fields end here.",
	Cure:  "Add Sec-WebSocket-Key with 16 random bytes in base64.",
	Wrong: "Connection: Upgrade\\r\\nSec-WebSocket-Version: 13\\r\\n", Right: "Connection: Upgrade\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\nSec-WebSocket-Version: 13\\r\\n",
}

var keyOnce = Rule{
	ID: "ws.req.key.once", Level: MustNot, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 6455, Section: "11.3.1"}},
	Title: "There are {n} Sec-WebSocket-Key lines, there must be one",
	Why:   "The server hashes one key and the client compares with one: which of them is not said.",
	Who:   "A lenient server takes the first or the last, and the client fails on the Accept.",
	Cure:  "Keep one line.",
	Wrong: "Sec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==", Right: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
}

var keyBase64 = Rule{
	ID: "ws.req.key.base64", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 7"}, {RFC: 6455, Section: "4.2.1", Item: "item 5"}, {RFC: 4648, Section: "4"}},
	Title: "The key is not base64: {fault}",
	Why:   "The key is 16 bytes in base64: letters, digits, + and /, and = at the end. A server need not decode it, yet a text of another form cannot come from 16 bytes.",
	Who:   "Strict servers answer 400; lenient ones only count characters and go on.",
	Cure:  "Encode the 16 bytes with standard base64, padding included.",
	Wrong: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ\\r\\n", Right: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n",
}

var keyLength = Rule{
	ID: "ws.req.key.length", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 6455, Section: "4.2.1", Item: "item 5"}, {RFC: 6455, Section: "4.1", Item: "item 7"}},
	Title: "The key is {n} bytes long, it must be 16",
	Why:   "16 bytes are enough never to come twice, and a fixed length tells a key from any other text.",
	Who:   "gorilla, ws (Node) and most servers answer 400; gws, x/net and Tornado switch all the same. Old firmware and hand-written clients send 8 or 32 bytes.",
	Cure:  "Encode exactly 16 random bytes: 24 characters that end in ==.",
	Wrong: "Sec-WebSocket-Key: qjaovfzeqzo=", Right: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
}

var keyCanonical = Rule{
	ID: "ws.req.key.canonical", Level: Must, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 4648, Section: "3.5"}},
	Title: "The last letter of the key carries bits that nobody reads",
	Why:   "22 letters hold 132 bits, the key has 128: the last four must be zero, so that the letter is A, Q, g or w.",
	Who:   "Every server that was measured takes it; a decoder that is set to be strict refuses. The sample in RFC 6455 and in the browsers' standard has this very flaw.",
	Cure:  "Let a base64 encoder write it: {want} instead of {got}.",
	Wrong: "AQIDBAUGBwgJCgsMDQ4PEC==", Right: "AQIDBAUGBwgJCgsMDQ4PEA==",
}

var keyRandom = Rule{
	ID: "ws.req.key.random", Level: Must, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 7"}},
	Title: "The key does not look random: {fault}",
	Why:   "A new key for each connection makes sure that the answer was made for this one and not taken from a store.",
	Who:   "With a fixed key a cache on the way can replay an old 101, and the client cannot tell.",
	Cure:  "Take 16 bytes from a random source for each connection.",
	Wrong: "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", Right: "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==",
}

var keyTopic = topic{"ws-key", []*Rule{&keyPresent, &keyOnce, &keyBase64, &keyLength, &keyCanonical, &keyRandom}}

// What is wrong with the base64, and what betrays a key that is not random.
var (
	keyFaultURLSafe  = Text{"key.fault.url-safe", "- and _ belong to the alphabet for URLs"}
	keyFaultSpace    = Text{"key.fault.space", "there is white space in it"}
	keyFaultForeign  = Text{"key.fault.foreign", "a character is not of its alphabet"}
	keyFaultPadding  = Text{"key.fault.padding", "the = signs at the end are not as they must be"}
	keyFaultConstant = Text{"key.fault.constant", "all bytes are the same"}
	keyFaultCounting = Text{"key.fault.counting", "the bytes count up"}
	keyFaultText     = Text{"key.fault.text", "the bytes are readable text"}
)

// sampleKey is the one of RFC 6455, which every book prints: as it stands
// there for any key, its being no random number is not worth a word.
const sampleKey = "dGhlIHNhbXBsZSBub25jZQ=="

func checkKey(j *judge, m *Message) {
	if legacy(m) {
		return
	}
	l := m.first(KeyField)
	if l == nil {
		if m.Whole {
			j.find(&keyPresent, m.fieldsEnd()).want("Sec-WebSocket-Key").
				freshKey(m, m.fieldsEnd(), m.newLine("Sec-WebSocket-Key", standInKey(m.raw)))
		}
		return
	}
	if n := m.count(KeyField); n > 1 {
		second := m.lines(KeyField)[1]
		j.findLine(&keyOnce, m, second).got(m, second.Value).want("1").arg("n", itoa(n)).cutLine(m, second)
	}
	value := m.value(l)
	if j.full && j.step().Outcome != Skipped {
		j.derive(&labelKey, Show(clip(value)))
	}
	nonce, n, at, fault := decodeKey(value)
	if fault != nil {
		p := m.place(l.Value)
		if at >= 0 && l.Folds == 0 {
			p = m.place(Range{l.Value.Start + at, min(l.Value.Start+at+1, l.Value.End)})
		}
		j.find(&keyBase64, p).got(m, l.Value).argText("fault", fault).freshKey(m, m.place(l.Value), standInKey(m.raw))
		return
	}
	if j.full && j.step().Outcome != Skipped {
		j.derive(&labelKeyDecoded, Hex(nonce))
		if n == 16 {
			j.derive(&labelLength, itoa(n))
		} else {
			j.deriveBad(&labelLength, itoa(n))
		}
	}
	if n != 16 {
		f := j.find(&keyLength, m.place(l.Value)).gotText(itoa(n)+wordBytes.ref()).want("16"+wordBytes.ref()).arg("n", itoa(n))
		if l.Value.Empty() {
			f.freshKey(m, m.place(l.Value), " "+standInKey(m.raw))
		} else {
			f.freshKey(m, m.place(l.Value), standInKey(m.raw))
		}
		return
	}
	if !j.full {
		return
	}
	if last := NewKey([16]byte(nonce))[21]; last != value[21] {
		r := Range{l.Value.Start + 21, l.Value.Start + 22}
		if l.Folds == 0 {
			j.findAt(&keyCanonical, m, r).want(string(last)).put(m, r, string(last))
		}
	}
	if fault := notRandom(nonce); fault != nil && string(value) != sampleKey {
		j.findAt(&keyRandom, m, l.Value).argText("fault", fault).freshKey(m, m.place(l.Value), standInKey(m.raw))
	}
}

// freshKey is a fix that puts a new key in.
func (f *Finding) freshKey(m *Message, p Place, replace string) *Finding {
	if f != nil {
		f.fix(p, replace).Fix.Fresh = true
	}
	return f
}

// clip shortens what a step shows of a text that is far too long.
func clip(b []byte) []byte {
	if len(b) > 256 {
		return append(append([]byte(nil), b[:256]...), "…"...)
	}
	return b
}

// decodeKey decodes base64 and tells what is wrong with it and where. n is the
// number of bytes; the bytes themselves are given up to 64 of them. Bits that
// the padding leaves over are not looked at.
func decodeKey(b []byte) (out []byte, n, at int, fault *Text) {
	digits := len(b)
	for digits > 0 && b[digits-1] == '=' {
		digits--
	}
	var bits, have uint
	for i, c := range b[:digits] {
		v, ok := base64Value(c)
		if !ok {
			// The alphabet for URLs explains all of it, or nothing.
			for j := i; j < digits && (c == '-' || c == '_'); j++ {
				if _, ok := base64Value(b[j]); !ok && b[j] != '-' && b[j] != '_' {
					i, c = j, b[j]
				}
			}
			switch {
			case c == '-' || c == '_':
				return nil, 0, i, &keyFaultURLSafe
			case isOWS(c) || c == '\r' || c == '\n':
				return nil, 0, i, &keyFaultSpace
			case c == '=':
				return nil, 0, i, &keyFaultPadding
			}
			return nil, 0, i, &keyFaultForeign
		}
		bits, have = bits<<6|uint(v), have+6
		if have >= 8 {
			have -= 8
			n++
			if len(out) < 64 {
				out = append(out, byte(bits>>have))
			}
			bits &= 1<<have - 1
		}
	}
	if len(b)%4 != 0 || len(b)-digits > 2 {
		return nil, 0, -1, &keyFaultPadding
	}
	return out, n, -1, nil
}

// base64Value is the value of a digit of RFC 4648 §4.
func base64Value(c byte) (v byte, ok bool) {
	switch {
	case 'A' <= c && c <= 'Z':
		return c - 'A', true
	case 'a' <= c && c <= 'z':
		return c - 'a' + 26, true
	case isDigit(c):
		return c - '0' + 52, true
	case c == '+':
		return 62, true
	case c == '/':
		return 63, true
	}
	return 0, false
}

// notRandom names a pattern that chance makes in one of many million keys.
func notRandom(nonce []byte) *Text {
	constant, counting, text := true, true, true
	for i, c := range nonce {
		constant = constant && c == nonce[0]
		counting = counting && c == nonce[0]+byte(i)
		text = text && ' ' <= c && c < 0x7f
	}
	switch {
	case constant:
		return &keyFaultConstant
	case counting:
		return &keyFaultCounting
	case text:
		return &keyFaultText
	}
	return nil
}
