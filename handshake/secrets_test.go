package handshake

import "testing"

func TestMaskSecrets(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"GET / HTTP/1.1\r\nCookie: a=b; c\r\nHost: h\r\n\r\n", "GET / HTTP/1.1\r\nCookie: xxxxxx\r\nHost: h\r\n\r\n"},
		{"authorization:Basic QQ==  \n", "authorization:xxxxxxxxxx  \n"},
		{"Proxy-Authorization : q", "Proxy-Authorization : x"},
		{"Cookie: a\r\n b c\r\n\tHost: x\r\nX: y", "Cookie: x\r\n xxx\r\n\txxxxxxx\r\nX: y"},
		{"X: y\rCookie: a", "X: y\rCookie: x"},
		{" Cookie: a", " Cookie: x"},
		{"\x0b\x85Cookie: a", "\x0b\x85Cookie: x"},
		{"Cookie a", "Cookie x"},
		{"Cookies: a\r\nX-Cookie: b\r\nCookie:\r\n", "Cookies: a\r\nX-Cookie: b\r\nCookie:\r\n"},
		{"Set-Cookie: \x00\xff\r\n", "Set-Cookie: xx\r\n"},
		{"", ""},
	} {
		b := []byte(c.in)
		if masked := MaskSecrets(b); string(b) != c.want || masked != (c.in != c.want) {
			t.Errorf("%q: got %q, %v; want %q", c.in, b, masked, c.want)
		}
	}
}
