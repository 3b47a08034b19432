// Build makes what a browser needs beside the files of web/static: the page's
// program as wasm, Go's wasm_exec.js that starts it, the looks, the translations, one file a
// language, the cases, and what was measured of real programs, each also compressed, in web/build.
//
// Work is skipped when a digest of everything that goes in (sources, go.sum, Go's
// version) is the one that was written beside the output the last time: times of files
// lie after a checkout, contents do not.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func run() error {
	b, err := newBuilder()
	if err != nil {
		return err
	}
	for _, make := range []func() error{b.looks, b.languages, b.cases, b.reality, b.wasmExec, b.program} {
		if err := make(); err != nil {
			return err
		}
	}
	return nil
}

// builder knows where things are.
type builder struct {
	root    string // of the module
	out     string // web/build
	goroot  string
	version string // of Go
}

func newBuilder() (*builder, error) {
	out, err := exec.Command("go", "env", "GOMOD", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	v := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(v) != 3 || filepath.Base(v[0]) != "go.mod" {
		return nil, fmt.Errorf("start this inside the project: there is no go.mod here or above")
	}
	root := filepath.Dir(v[0])
	b := &builder{root: root, out: filepath.Join(root, "web", "build"), goroot: v[1], version: v[2]}
	return b, os.MkdirAll(b.out, 0o755)
}

// say tells the reader what takes the time.
func say(format string, args ...any) {
	fmt.Printf(format+"\n", args...)
}
