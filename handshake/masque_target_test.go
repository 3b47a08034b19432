package handshake

import (
	"net/netip"
	"testing"
)

// The octets of an address are those that the standard library reads.
func TestAddressBytes(t *testing.T) {
	for _, s := range []string{"192.0.2.1", "0.0.0.0", "::", "::1", "1::", "2001:db8::42", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1",
		"64:ff9b::192.0.2.33", "1::8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4"} {
		want := netip.MustParseAddr(s).AsSlice()
		if got := addressBytes([]byte(s)); string(got) != string(want) {
			t.Errorf("%s: got % x, want % x", s, got, want)
		}
	}
}
