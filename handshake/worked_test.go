package handshake

import (
	"strings"
	"testing"
)

// The examples of the RFCs, worked out.
func TestWorked(t *testing.T) {
	groups := base64Groups(sha1([]byte("dGhlIHNhbXBsZSBub25jZQ==" + GUID)))
	letters := ""
	for line := range strings.SplitSeq(groups, "\n") {
		letters += line[strings.LastIndex(line, "→ ")+len("→ "):]
	}
	if letters != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" || !strings.HasPrefix(groups, "b3 7a 4f → 44 55 41 15 → s3pP\n") {
		t.Errorf("base64 of RFC 6455's example:\n%s", groups)
	}
	if got := xorLines([]byte{0x7f, 0x9f, 0x4d, 0x51, 0x58}, []byte{0x37, 0xfa, 0x21, 0x3d}, []byte("Hello")); got !=
		"7f ⊕ 37 = 48  H\n9f ⊕ fa = 65  e\n4d ⊕ 21 = 6c  l\n51 ⊕ 3d = 6c  l\n58 ⊕ 37 = 6f  o" {
		t.Errorf("the mask of RFC 6455's example:\n%s", got)
	}
	ex := switchedExchange("permessage-deflate", nil, unhex(t, "c1 07 f2 48 cd c9 c9 07 00  c1 05 f2 00 11 00 00  c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00"))
	const end = "\nBFINAL 0, BTYPE 00" // the flush; its 00 00 ff ff is not sent
	var got []string
	for _, s := range Inspect(ex, nil).Steps {
		for _, d := range s.Derived {
			switch d.Label.Text {
			case &labelWindow, &labelWindowHeld, &labelBlocks, &labelFrameInflated:
				got = append(got, d.Value)
			}
		}
	}
	if s := strings.Join(got, "|"); s != `2^15 = 32768|0|BFINAL 0, BTYPE 01 "Hello"`+end+`|Hello|2^15 = 32768|5|BFINAL 0, BTYPE 01 "H" (4, 5)`+end+`|Hello|2^15 = 32768|10|BFINAL 0, BTYPE 00 "Hello"`+end+`|Hello` {
		t.Errorf("the messages of RFC 7692 §7.2.3: %s", s)
	}
}

// A tale ends where a reader has seen enough.
func TestTaleIsShort(t *testing.T) {
	var one tale
	for i := range 5000 {
		one.literal(byte(i))
		one.copied(3, 1)
		one.block(false, 1)
	}
	if n := len(one.String()); n > 4*taleLimit {
		t.Errorf("%d bytes", n)
	}
}
