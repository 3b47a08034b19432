package handshake

import (
	"net/netip"
	"strings"
	"testing"
)

const ipRequest = "GET /.well-known/masque/ip/*/*/ HTTP/1.1\r\nHost: example.org\r\n" +
	"Connection: Upgrade\r\nUpgrade: connect-ip\r\nCapsule-Protocol: ?1\r\n\r\n"

// The remote access example of RFC 9484 §8.1, as bytes.
func TestIPCapsules(t *testing.T) {
	r := pipe(t, ipRequest, "\x02\x07\x01\x04\x00\x00\x00\x00\x20",
		"\x01\x1a\x01\x04\xc0\x00\x02\x0b\x20\x00\x06\x20\x01\x0d\xb8\x12\x34\x00\x00\x00\x00\x00\x00\x00\x00\x00\x0a\x80"+
			"\x03\x14\x04\x00\x00\x00\x00\xff\xff\xff\xff\x00\x04\xc6\x33\x64\x02\xc6\x33\x64\x02\x11")
	if got, want := kindsAfter(r.Request.Spans), "capsule-type capsule-length capsule-request-id capsule-ip-version capsule-address capsule-prefix"; got != want {
		t.Errorf("client: got %s, want %s", got, want)
	}
	entry := " capsule-request-id capsule-ip-version capsule-address capsule-prefix"
	route := " capsule-ip-version capsule-address capsule-address capsule-ip-protocol"
	if got, want := kindsAfter(r.Response.Spans), "capsule-type capsule-length"+entry+entry+" capsule-type capsule-length"+route+route; got != want {
		t.Errorf("server: got %s, want %s", got, want)
	}
	working := workings(r, "capsule.")
	for _, want := range []string{"request 1: 0.0.0.0/32", "request 1: 192.0.2.11/32", "not asked for: 2001:db8:1234::a/128",
		"route for every IP protocol: 0.0.0.0 – 255.255.255.255", "route for IP protocol 17 (UDP): 198.51.100.2 – 198.51.100.2"} {
		if !strings.Contains(working, want) {
			t.Errorf("no line %q in\n%s", want, working)
		}
	}
}

func TestIPText(t *testing.T) {
	for _, s := range []string{"0.0.0.0", "192.0.2.255", "::", "::1", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1",
		"1::", "fe80::1:0:0:1", "1:2:3:4:5:6:7:8", "2001:db8::1234:0:0:1", "abcd:ef01:2345:6789:abcd:ef01:2345:6789"} {
		a := netip.MustParseAddr(s)
		if got := ipText(a.AsSlice()); got != a.String() {
			t.Errorf("got %s, want %s", got, a)
		}
	}
}

func TestAppendVarint(t *testing.T) {
	for _, n := range []uint64{0, 1, 63, 64, 16383, 16384, 1<<30 - 1, 1 << 30, 1<<62 - 1} {
		for _, size := range []int{1, 2, 4, 8} {
			b := appendVarint([]byte{9}, n, size)[1:]
			if got, used := varint(b); got != n || used != len(b) || used < size {
				t.Errorf("%d in %d: got % x, which is %d in %d", n, size, b, got, used)
			}
		}
	}
}
