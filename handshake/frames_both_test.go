package handshake

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// Each part of a frame has its span and its line of working, on either side.
func TestFramesTakenApart(t *testing.T) {
	key := []byte{0x37, 0xfa, 0x21, 0x3d}
	client := slices.Concat(appendFrame(nil, 0x81, key, []byte("Hello")), appendFrame(nil, 0x88, []byte{1, 2, 3, 4}, []byte("\x03\xe8bye \xe2\x82\xac")))
	server := slices.Concat(appendFrame(nil, 0x82, nil, bytes.Repeat([]byte{7}, 300)), appendFrame(nil, 0x82, nil, bytes.Repeat([]byte{8}, 65536)),
		unhex(t, "c1 07 f2 48 cd c9 c9 07 00"), unhex(t, "01 02 c3 a4"), unhex(t, "89 02 68 69"), unhex(t, "80 01 21"), unhex(t, "88 04 03 e9 6f 6b"))
	r := Inspect(switchedExchange("permessage-deflate", client, server), nil)
	for _, f := range findingsOf(r) {
		if f.Rule.Severity > Note {
			t.Errorf("%s fires: %s", f.Rule.ID, f.Got)
		}
	}
	spans := func(m *Message, all []Span) string {
		var lines []string
		for _, s := range all {
			if s.Kind.afterSwitch() {
				lines = append(lines, s.Kind.String()+" "+Hex(m.raw[s.Start:min(s.End, s.Start+8)]))
			}
		}
		return strings.Join(lines, "\n")
	}
	for _, side := range []struct{ name, got, want string }{
		{"client", spans(r.Request.Message, r.Request.Spans), `frame-head 81
frame-length 85
frame-mask 37 fa 21 3d
frame-payload 7f 9f 4d 51 58
frame-head 88
frame-length 89
frame-mask 01 02 03 04
frame-close-code 02 ea
frame-payload 61 7d 64 22 e1 86 ad`},
		{"server", spans(r.Response.Message, r.Response.Spans), `frame-head 82
frame-length 7e
frame-long-length 01 2c
frame-payload 07 07 07 07 07 07 07 07
frame-head 82
frame-length 7f
frame-long-length 00 00 00 00 00 01 00 00
frame-payload 08 08 08 08 08 08 08 08
frame-head c1
frame-length 07
frame-payload f2 48 cd c9 c9 07 00
frame-head 01
frame-length 02
frame-payload c3 a4
frame-head 89
frame-length 02
frame-payload 68 69
frame-head 80
frame-length 01
frame-payload 21
frame-head 88
frame-length 04
frame-close-code 03 e9
frame-payload 6f 6b`},
	} {
		if side.got != side.want {
			t.Errorf("%s: got\n%s\nwant\n%s", side.name, side.got, side.want)
		}
	}
	working := workings(r, "frame.")
	for _, line := range []string{
		"FIN, RSV1–3, opcode: 1 000 0001", "FIN, RSV1–3, opcode: 0 000 0001", "FIN, RSV1–3, opcode: 1 100 0001", "FIN, RSV1–3, opcode: 1 000 1000",
		"mask bit, length: 1 0000101 = 5", "mask bit, length: 0 1111110 = 126", "long length: 01 2c = 300",
		"mask bit, length: 0 1111111 = 127", "long length: 00 00 00 00 00 01 00 00 = 65536",
		"masking key: 37 fa 21 3d", "7f ⊕ 37 = 48", "as text: Hello", "as text: ä", "inflated: Hello",
		": 1000", "reason: bye €", ": 1001", "reason: ok",
	} {
		if !strings.Contains(working, line) {
			t.Errorf("no line %q in\n%s", line, working)
		}
	}
}

// Each rule about frames holds on both sides: the same fault from the client, masked,
// and from the server.
func TestFrameRulesOnBothSides(t *testing.T) {
	for _, test := range []struct {
		rule   string
		frames string // first byte and payload of each, in hex: "81 48 65, 89"
	}{
		{"ws.frame.rsv", "91 61"},
		{"ws.frame.opcode", "83 61"},
		{"ws.frame.opcode", "8b"},
		{"ws.frame.control", "09 61"},
		{"ws.frame.first-not-continuation", "80 61"},
		{"ws.frame.interleaved", "01 61, 81 62"},
		{"ws.frame.text-utf8", "81 ff"},
		{"ws.frame.text-utf8", "01 e2 82, 80 61"},
		{"ws.close.payload", "88 03"},
		{"ws.close.range", "88 00 05"},
		{"ws.close.never-on-wire", "88 03 ee"},
		{"ws.close.payload", "88 03 e8 ff"},
		{"ws.frame.after-close", "88 03 e8, 81 61"},
	} {
		for _, side := range []Side{FromClient, FromServer} {
			var wire []byte
			for i, f := range strings.Split(test.frames, ", ") {
				b := unhex(t, f)
				var key []byte
				if side == FromClient {
					key = []byte{byte(i), 2, 3, 4}
				}
				wire = appendFrame(wire, b[0], key, b[1:])
			}
			ex := switchedExchange("", wire, nil)
			if side == FromServer {
				ex = switchedExchange("", nil, wire)
			}
			if r := Inspect(ex, nil); countRule(r, RuleByID(test.rule)) == 0 {
				var got []string
				for _, f := range findingsOf(r) {
					got = append(got, f.Rule.ID)
				}
				t.Errorf("%s from the %v: %s does not fire; got %v", test.frames, side, test.rule, got)
			}
		}
	}
}

// The rules about mask and length look at the second byte.
func TestSecondByteOnBothSides(t *testing.T) {
	for _, test := range []struct{ rule, client, server string }{
		{"ws.frame.client-masked", "81 02 68 69", ""},
		{"ws.frame.server-unmasked", "", "81 82 01 02 03 04 69 6b"},
		{"ws.frame.length-minimal", "82 fe 00 01 01 02 03 04 60", "82 7e 00 01 61"},
		{"ws.frame.length-minimal", "82 ff 00 00 00 00 00 00 00 01 01 02 03 04 60", "82 7f 00 00 00 00 00 00 00 01 61"},
		{"ws.frame.control", "89 fe 00 7e 01 02 03 04" + strings.Repeat(" 61", 126), "89 7e 00 7e" + strings.Repeat(" 61", 126)},
	} {
		if test.client != "" && countRule(Inspect(switchedExchange("", unhex(t, test.client), nil), nil), RuleByID(test.rule)) == 0 {
			t.Errorf("%s does not fire for %q from the client", test.rule, test.client)
		}
		if test.server != "" && countRule(Inspect(switchedExchange("", nil, unhex(t, test.server)), nil), RuleByID(test.rule)) == 0 {
			t.Errorf("%s does not fire for %q from the server", test.rule, test.server)
		}
	}
	// What has not arrived is shown as the beginning of a frame, and is no fault.
	for n, whole := 1, unhex(t, "81 fe 00 80 01 02 03 04 61 62"); n < len(whole); n++ {
		r := Inspect(switchedExchange("", whole[:n], nil), nil)
		for _, f := range r.Request.Findings {
			if f.Rule.Severity > Note {
				t.Errorf("%d bytes of a frame: %s fires", n, f.Rule.ID)
			}
		}
	}
}
