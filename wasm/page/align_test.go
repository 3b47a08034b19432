package page

import (
	"strings"
	"testing"
	"time"

	"handshake101/handshake"
)

// told writes rows in short: "=" same, "~" changed, "-" only in a, "+" only in
// b, "^" in front of what has moved.
func told(rows []aligned) string {
	var s []string
	for _, r := range rows {
		p, sign := r.a, map[string]string{"same": "=", "changed": "~", "removed": "-", "added": "+"}[r.mark]
		if p == nil {
			p = r.b
		}
		if r.moved {
			sign = "^" + sign
		}
		s = append(s, sign+strings.TrimPrefix(p.key, "\x00"))
	}
	return strings.Join(s, " ")
}

func TestAlign(t *testing.T) {
	const a = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nX: 1\r\nX: 2\r\n\r\n"
	head := func(lines ...string) string { return strings.Join(lines, "\r\n") + "\r\n\r\n" }
	for name, c := range map[string]struct{ b, want string }{
		"the same":        {a, "=first =host =upgrade =x =x =empty"},
		"a name's case":   {head("GET / HTTP/1.1", "host: a", "Upgrade: websocket", "X: 1", "X: 2"), "=first ~host =upgrade =x =x =empty"},
		"spacing":         {head("GET / HTTP/1.1", "Host:a", "Upgrade: websocket", "X: 1", "X: 2"), "=first ~host =upgrade =x =x =empty"},
		"the first gone":  {head("GET / HTTP/1.1", "Host: a", "Upgrade: websocket", "X: 2"), "=first =host =upgrade -x =x =empty"},
		"one more":        {head("GET / HTTP/1.1", "Host: a", "X: 0", "Upgrade: websocket", "X: 1", "X: 2"), "=first =host +x =upgrade =x =x =empty"},
		"another order":   {head("GET / HTTP/1.1", "Upgrade: websocket", "Host: a", "X: 1", "X: 2"), "=first ^=host =upgrade =x =x =empty"},
		"moved, changed":  {head("GET / HTTP/1.1", "Upgrade: x", "Host: a", "X: 1", "X: 2"), "=first ^=host ~upgrade =x =x =empty"},
		"bare line ends":  {strings.ReplaceAll(a, "\r\n", "\n"), "~first ~host ~upgrade ~x ~x ~empty"},
		"nothing":         {"", "-first -host -upgrade -x -x -empty"},
		"and a body":      {a + "abc\ndef", "=first =host =upgrade =x =x =empty +after +after"},
		"an empty line":   {"\r\n" + a, "+before =first =host =upgrade =x =x =empty"},
		"not whole":       {strings.TrimSuffix(a, "\r\n"), "=first =host =upgrade =x =x -empty"},
		"swapped values":  {head("GET / HTTP/1.1", "Host: a", "Upgrade: websocket", "X: 2", "X: 1"), "=first =host =upgrade ^=x =x =empty"},
		"a line of words": {head("GET / HTTP/1.1", "Host: a", "Upgrade: websocket", "no colon", "X: 1", "X: 2"), "=first =host =upgrade +\nno colon =x =x =empty"},
	} {
		if got := told(align(piecesOf([]byte(a), handshake.FromClient), piecesOf([]byte(c.b), handshake.FromClient))); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", name, got, c.want)
		}
	}
}

func TestStretches(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"Host: a", "host: a", "[H|h] ost: a"},
		{"Host: a", "Host:a", "Host: [ |] a"},
		{"Upgrade: websocket", "Upgrade: websocket2", "Upgrade: websocket [|2]"},
		{"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==", "Sec-WebSocket-Key:  [dGhlIHNhbXBsZSBub25jZQ|x3JJHMbDL1EzLkh9GBhXDw] =="},
		{"keep-alive, Upgrade", "Upgrade", "[keep-alive, |] Upgrade"},
		{"", "x", "[|x]"},
	} {
		var s []string
		for _, x := range stretches(c.a, c.b) {
			if x.same() {
				s = append(s, x.a)
			} else {
				s = append(s, "["+x.a+"|"+x.b+"]")
			}
		}
		if got := strings.Join(s, " "); got != c.want {
			t.Errorf("%q, %q: %s, want %s", c.a, c.b, got, c.want)
		}
	}
}

// lossless checks what must hold for any two messages: every byte of both is
// in the rows and in their stretches, once and in its place.
func lossless(t *testing.T, a, b []byte, side handshake.Side) {
	t.Helper()
	p, q := piecesOf(a, side), piecesOf(b, side)
	rows := align(p, q)
	var was, all strings.Builder
	n := 0
	seen := map[*piece]bool{}
	for _, r := range rows {
		x, y := "", ""
		if r.a != nil {
			x = r.a.raw()
			was.WriteString(x)
		}
		if r.b != nil {
			y = r.b.raw()
			n += len(y)
			if seen[r.b] {
				t.Fatal("a line of b stands twice")
			}
			seen[r.b] = true
		}
		if (r.mark == "same") != (x == y && r.a != nil && r.b != nil) {
			t.Fatalf("%q and %q are called %s", x, y, r.mark)
		}
		if len(x)+len(y) < 1<<12 {
			left, right := "", ""
			for _, s := range stretches(x, y) {
				left, right = left+s.a, right+s.b
			}
			if left != x || right != y {
				t.Fatalf("stretches of %q and %q give %q and %q", x, y, left, right)
			}
		}
	}
	if was.String() != string(a) || n != len(b) {
		t.Fatalf("rows hold %q and %d bytes\n%q\n%q", was.String(), n, a, b)
	}
	for i := range q {
		all.WriteString(q[i].raw())
		if !seen[&q[i]] {
			t.Fatal("a line of b is left out")
		}
	}
	if all.String() != string(b) {
		t.Fatalf("pieces hold %q of %q", all.String(), b)
	}
}

func FuzzAlign(f *testing.F) {
	f.Add([]byte("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), []byte("GET / HTTP/1.1\nhost:a\n b\n\nbody"), true)
	f.Add([]byte("\r\n\r\nHTTP/1.1 101\r\nX\r\n\r\n"), []byte(":status: 200\r\na: b\r\n"), false)
	f.Add([]byte(" x\r\n\x00"), []byte("\n\n"), true)
	f.Fuzz(func(t *testing.T, a, b []byte, request bool) {
		side := handshake.FromClient
		if !request {
			side = handshake.FromServer
		}
		lossless(t, a, b, side)
	})
}

// TestAlignHuge: the work is bounded, and nothing is lost where it is.
func TestAlignHuge(t *testing.T) {
	var a, b strings.Builder
	a.WriteString("GET / HTTP/1.1\r\n")
	b.WriteString("GET / HTTP/1.1\r\n")
	for i := range 20000 {
		a.WriteString("X-" + itoa(i%977) + ": " + itoa(i) + "\r\n")
		b.WriteString("X-" + itoa(i%983) + ": " + itoa(i*7) + "\r\n")
	}
	lossless(t, []byte(a.String()+"\r\n"), []byte(b.String()+"\r\n"), handshake.FromClient)
	start := time.Now()
	align(piecesOf([]byte(a.String()), handshake.FromClient), piecesOf([]byte(b.String()), handshake.FromClient))
	long := strings.Repeat("ab", 1<<18)
	stretches("X: "+long+"y", "X: z"+strings.Repeat("ba", 1<<18))
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}
