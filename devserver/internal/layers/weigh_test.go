package layers

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// heaviest builds the program with the names of its functions and lists what its
// code weighs: by package, then the largest functions. (go tool nm does not read
// wasm.)
func heaviest(t *testing.T, root string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "named.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-gcflags=handshake101/...=-l", "-o", name, "./wasm")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Sprintf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return err.Error()
	}
	functions := weigh(data)
	packages := map[string]int{}
	for _, f := range functions {
		dir, last := "", f.name
		if i := strings.LastIndexByte(f.name, '/'); i >= 0 {
			dir, last = f.name[:i+1], f.name[i+1:]
		}
		pkg, _, _ := strings.Cut(last, ".")
		packages[dir+pkg] += f.size
	}
	var byPackage []weight
	for name, size := range packages {
		byPackage = append(byPackage, weight{name, size})
	}
	var b strings.Builder
	for _, list := range [][]weight{byPackage, functions} {
		slices.SortFunc(list, func(a, b weight) int { return cmp.Compare(b.size, a.size) })
		for _, w := range list[:min(len(list), 15)] {
			fmt.Fprintf(&b, "%9d %s\n", w.size, w.name)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

type weight struct {
	name string
	size int
}

// weigh reads the sizes of all functions from the code section of a wasm, and
// their names from its name section.
func weigh(wasm []byte) []weight {
	if len(wasm) < 8 {
		return nil
	}
	var sizes []int
	names := map[int]string{}
	imported := 0
	for r := reader(wasm[8:]); len(r) > 0; {
		id := r.byte()
		section := r.bytes()
		switch id {
		case 2: // imports: module, field, kind and type; all of Go's are functions
			imported = section.number()
		case 10:
			for range section.number() {
				sizes = append(sizes, len(section.bytes()))
			}
		case 0:
			if string(section.bytes()) != "name" {
				break
			}
			for len(section) > 0 {
				kind, part := section.byte(), section.bytes()
				if kind != 1 {
					continue
				}
				for range part.number() {
					i := part.number()
					names[i] = string(part.bytes())
				}
			}
		}
	}
	var all []weight
	for i, size := range sizes {
		all = append(all, weight{names[imported+i], size})
	}
	return all
}

// reader takes a wasm apart; what is cut short reads as zero.
type reader []byte

func (r *reader) byte() byte {
	if len(*r) == 0 {
		return 0
	}
	b := (*r)[0]
	*r = (*r)[1:]
	return b
}

func (r *reader) number() int {
	v, n := binary.Uvarint(*r)
	*r = (*r)[max(n, 0):]
	return int(v)
}

func (r *reader) bytes() reader {
	n := min(r.number(), len(*r))
	b := (*r)[:n]
	*r = (*r)[n:]
	return b
}

// TestWeigh reads a wasm made by hand: one import, one function of three bytes
// with a name.
func TestWeigh(t *testing.T) {
	wasm := "\x00asm\x01\x00\x00\x00" +
		"\x02\x07\x01\x01m\x01f\x00\x00" +
		"\x0a\x05\x01\x03\x00\x01\x0b" +
		"\x00\x0e\x04name\x01\x07\x01\x01\x04main"
	got := weigh([]byte(wasm))
	if len(got) != 1 || got[0] != (weight{"main", 3}) {
		t.Errorf("weigh = %v, want one function main of 3 bytes", got)
	}
}
