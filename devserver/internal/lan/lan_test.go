package lan

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"rsc.io/qr"
)

// TestQR reads the drawing back, module by module.
func TestQR(t *testing.T) {
	const url = "http://192.168.178.23:8101/"
	text, err := QR(url)
	if err != nil {
		t.Fatal(err)
	}
	code, err := qr.Encode(url, qr.L)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) != (code.Size+4+1)/2 {
		t.Fatalf("%d lines for %d modules", len(lines), code.Size)
	}
	for i, line := range lines {
		line = strings.TrimSuffix(strings.TrimPrefix(line, "\x1b[30;47m"), "\x1b[0m")
		if n := utf8.RuneCountInString(line); n != code.Size+4 {
			t.Fatalf("line %d has %d characters", i, n)
		}
		for x, r := range []rune(line) {
			for half, dark := range []bool{r == '▀' || r == '█', r == '▄' || r == '█'} {
				y := 2*i + half - 2
				if want := x >= 2 && x < code.Size+2 && y >= 0 && y < code.Size && code.Black(x-2, y); dark != want {
					t.Fatalf("module %d,%d is %v", x-2, y, dark)
				}
			}
		}
	}
}

func TestAddresses(t *testing.T) {
	all, err := Addresses()
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range all {
		if a.IsLoopback() || a.IsLinkLocalUnicast() || i > 0 && a.Is4() && all[i-1].Is6() {
			t.Errorf("%v", all)
		}
	}
}

// TestPath draws the path again, module by module.
func TestPath(t *testing.T) {
	const url = "http://192.168.178.23:8101/"
	path, size := Path(url)
	code, err := qr.Encode(url, qr.L)
	if err != nil || size != code.Size+8 {
		t.Fatal(size, err)
	}
	black := make(map[[2]int]bool)
	for _, run := range strings.Split(strings.TrimSuffix(path, "z"), "z") {
		var x, y, n, back int
		if _, err := fmt.Sscanf(run, "M%d %dh%dv1h-%d", &x, &y, &n, &back); err != nil || n != back {
			t.Fatal(run, err)
		}
		for i := range n {
			black[[2]int{x + i, y}] = true
		}
	}
	for y := range size {
		for x := range size {
			if want := code.Black(x-4, y-4); black[[2]int{x, y}] != want {
				t.Fatalf("module %d, %d", x, y)
			}
		}
	}
}
