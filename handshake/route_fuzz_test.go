package handshake

import (
	"bytes"
	"testing"
)

// FuzzRouteRequest: what is known of the first bytes stays true of more bytes.
func FuzzRouteRequest(f *testing.F) {
	for _, s := range []string{"GET /live/a?x HTTP/1.1\r\nHost: h\r\n", "\r\n\nget\thttp://h/live/a#f\n", "x /live/a /live/b", "\x00 /live/ "} {
		f.Add([]byte(s), 7)
	}
	f.Fuzz(func(t *testing.T, b []byte, cut int) {
		if cut < 0 || cut > len(b) {
			cut = len(b) / 2
		}
		route := func(b []byte) (path string, found, known bool) {
			found, known = RouteRequest(b, func(p, _ []byte) bool {
				path = string(p)
				return bytes.HasPrefix(p, []byte("/live/"))
			})
			return path, found, known
		}
		path, found, known := route(b[:cut])
		if found && !known {
			t.Fatal("found, yet not known")
		}
		if allPath, allFound, allKnown := route(b); known && (!allKnown || found != allFound || found && path != allPath) {
			t.Errorf("of %d bytes %v %q, of all %v %q", cut, found, path, allFound, allPath)
		}
	})
}

// FuzzMaskSecrets: masking moves nothing, leaves line ends, and is done once.
func FuzzMaskSecrets(f *testing.F) {
	for _, s := range []string{"Cookie: a\r\n b\r\nX: y", "authorization : q\rCookie", "Set-Cookie:\n\t\nx"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		masked := bytes.Clone(b)
		MaskSecrets(masked)
		for i := range b {
			if masked[i] != b[i] && (masked[i] != 'x' || b[i] == '\r' || b[i] == '\n') {
				t.Fatalf("byte %d was %q and is %q", i, b[i], masked[i])
			}
		}
		again := bytes.Clone(masked)
		if MaskSecrets(again); !bytes.Equal(again, masked) {
			t.Errorf("once %q, twice %q", masked, again)
		}
	})
}
