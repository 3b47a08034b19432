package echo

import (
	"bufio"
	"bytes"
	"strings"
	"testing"
)

// checksum is that of the internet (RFC 1071); 0 over a message that holds its own.
func checksum(b []byte) uint16 {
	var sum uint32
	for i := 0; i < len(b); i += 2 {
		sum += uint32(b[i]) << 8
		if i+1 < len(b) {
			sum += uint32(b[i+1])
		}
	}
	for sum>>16 != 0 {
		sum = sum&0xffff + sum>>16
	}
	return ^uint16(sum)
}

// ping4 is an echo request from the client to the host, or from elsewhere.
func ping4(from byte) []byte {
	icmp := []byte("\x08\x00\x00\x00\x00\x01\x00\x01Hello")
	sum := checksum(icmp)
	icmp[2], icmp[3] = byte(sum>>8), byte(sum)
	head := []byte{0x45, 0, 0, byte(20 + len(icmp)), 0, 0, 0, 0, 64, 1, 0, 0, 192, 0, 2, from, 192, 0, 2, 1}
	sum = checksum(head)
	head[10], head[11] = byte(sum>>8), byte(sum)
	return append(head, icmp...)
}

func TestTurn(t *testing.T) {
	p := ping4(2)
	if !turn(p) || p[20] != 0 || !bytes.Equal(p[12:20], []byte{192, 0, 2, 1, 192, 0, 2, 2}) || checksum(p[:20]) != 0 || checksum(p[20:]) != 0 {
		t.Errorf("% x", p)
	}
	if turn(ping4(9)) {
		t.Error("an address that was not assigned may send")
	}
	six := append([]byte{0x60, 0, 0, 0, 0, 8, 17, 64}, networks[1].client...)
	six = append(append(six, networks[1].host...), 1, 2, 3, 4, 0, 8, 0, 0)
	if !turn(six) || !bytes.Equal(six[8:24], networks[1].host) || !bytes.Equal(six[40:44], []byte{3, 4, 1, 2}) {
		t.Errorf("% x", six)
	}
	for _, bad := range []string{"", "\x45", "\x6f", strings.Repeat("\x4f", 24), strings.Repeat("\x00", 60)} {
		if turn([]byte(bad)) {
			t.Errorf("%q is a packet", bad)
		}
	}
}

func TestAnswerCapsule(t *testing.T) {
	assigned := "\x01\x07\x05\x04\xc0\x00\x02\x02\x20"
	for in, want := range map[string]string{
		"\x02\x07\x05\x04\x00\x00\x00\x00\x20": assigned,
		"\x03\x01x":                            "", // routes of the client's
		"\x00\x02\x00x":                        "", // no packet
		"\x00\x02\x02x":                        "", // another context
		"\x02\x00":                             "error",
		"\x02\x01\x05":                         "error",
		"\x02\x03\x05\x07\x00":                 "error",
		"\x00\x00":                             "error",
		"\x00\x80\x01\x00\x00":                 "error",
	} {
		got, err := answerCapsule(bufio.NewReader(strings.NewReader(in)))
		if err != nil {
			got = []byte("error")
		}
		if string(got) != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// FuzzAnswerCapsule: no packet breaks the host.
func FuzzAnswerCapsule(f *testing.F) {
	f.Add(appendCapsule(nil, 0, append([]byte{0}, ping4(2)...)))
	f.Add([]byte("\x02\x07\x05\x04\x00\x00\x00\x00\x20"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for in := bufio.NewReader(bytes.NewReader(b)); ; {
			if _, err := answerCapsule(in); err != nil {
				return
			}
		}
	})
}
