package handshake

import "testing"

// TestDecodeKeyFault: the alphabet for URLs is blamed when it explains the whole
// key, else the first character that it does not explain.
func TestDecodeKeyFault(t *testing.T) {
	for _, c := range []struct {
		key  string
		at   int
		want *Text
	}{
		{"-_8AAAAAAAAAAAAAAAAAAA==", 0, &keyFaultURLSafe},
		{"abc-def:gh==", 7, &keyFaultForeign},
		{"qjaovX-A: 1=", 8, &keyFaultForeign},
		{"ab-c d==", 4, &keyFaultSpace},
		{"ab=c-d==", 2, &keyFaultPadding},
	} {
		if _, _, at, fault := decodeKey([]byte(c.key)); at != c.at || fault != c.want {
			t.Errorf("%q: fault %v at %d, want %v at %d", c.key, fault, at, c.want, c.at)
		}
	}
}
