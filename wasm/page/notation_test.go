package page

import (
	"testing"

	"handshake101/handshake"
)

func TestWireOffsets(t *testing.T) {
	for _, c := range []struct {
		text string
		at   []int
	}{
		{"", []int{0}},
		{"ab", []int{0, 1, 2}},
		{"a\nb", []int{0, 1, 1, 2, 3}},
		{`a\tb`, []int{0, 1, 3, 4}},
		{`\x41\q`, []int{0, 4, 5, 6}},
		{`\xZ`, []int{0, 1, 2, 3}},
		{"a\\n\\\nb", []int{0, 1, 5, 6}},
		{"\\\na", []int{0, 3}},
		{"é", []int{0, 1, 2}},
		{`\`, []int{0, 1}},
	} {
		_, at := wireOffsets(c.text)
		if len(at) != len(c.at) {
			t.Errorf("wireOffsets(%q) = %v, want %v", c.text, at, c.at)
			continue
		}
		for i := range at {
			if at[i] != c.at[i] {
				t.Errorf("wireOffsets(%q) = %v, want %v", c.text, at, c.at)
				break
			}
		}
	}
}

// FuzzWireOffsets: the offsets never go back, reach from one end of the text
// to the other, and cut it into notations of which each stands for its bytes.
func FuzzWireOffsets(f *testing.F) {
	for _, s := range []string{"GET / HTTP/1.1\n\n", `\x41\q\xZ\`, "\\\n\\\r\n\r\n\r", `a\n\` + "\n", "日本\xff", `\\\x0\x00`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		wire, at := wireOffsets(text)
		if len(at) != len(wire)+1 || at[len(wire)] != len(text) || len(wire) > 0 && at[0] != 0 {
			t.Fatalf("%q: %d bytes, offsets %v", text, len(wire), at)
		}
		for i := range wire {
			if at[i] > at[i+1] {
				t.Fatalf("%q: offsets go back: %v", text, at)
			}
			if part := text[at[i]:at[i+1]]; part != "" {
				from := i
				for from > 0 && at[from-1] == at[i] {
					from--
				}
				if got := handshake.ParseLines(part); string(got) != string(wire[from:i+1]) {
					t.Fatalf("%q: %q stands for %q, want %q", text, part, got, wire[from:i+1])
				}
			}
		}
	})
}

func TestUTF16(t *testing.T) {
	text := "a😀é"
	for units, want := range []int{0, 1, 5, 5, 7} {
		if got := utf16Offset(text, units); got != want {
			t.Errorf("utf16Offset(%q, %d) = %d, want %d", text, units, got, want)
		}
	}
}
