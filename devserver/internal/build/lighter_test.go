package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestLighter: what is read otherwise fits the safejs that go.mod names, compiles,
// and keeps fmt and what comes with it out of the program.
func TestLighter(t *testing.T) {
	b, err := newBuilder()
	if err != nil {
		t.Fatal(err)
	}
	modfile, err := b.lighten(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	goes := func(args ...string) string {
		cmd := exec.Command("go", args...)
		cmd.Dir = b.root
		cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	goes("vet", "-modfile", modfile, safejs+"/...")
	for _, p := range strings.Fields(goes("list", "-modfile", modfile, "-deps", "./wasm")) {
		switch p {
		case "fmt", "reflect", "os", "time":
			t.Errorf("%s reaches the program", p)
		}
	}
}
