package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"handshake101/wasm/page"
)

// programName is what web/static and the dev server call the wasm.
const programName = "handshake101.wasm"

// program compiles the page's program. Without -buildvcs=false every commit
// would change its bytes. All packages are compiled without inlining: that
// saves one byte in seven of what every reader downloads (brotli), and the
// slower calls are far below one frame (make bench). So is Go 1.26's new garbage
// collector left out, which is another 11 KB (brotli) for heaps far larger than
// the page's; later versions of Go have no such choice.
func (b *builder) program() error {
	files, err := b.sources()
	if err != nil {
		return err
	}
	args := []string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-gcflags=all=-l"}
	env := []string{"GOOS=js", "GOARCH=wasm"}
	if strings.Contains(b.version, "go1.26") {
		env = append(env, "GOEXPERIMENT=nogreenteagc")
	}
	digest, err := b.digest(files, append(append(args, env...), b.version, fmt.Sprint(lighter))...)
	if err != nil {
		return err
	}
	if b.fresh(programName, digest) {
		say("The page's program (wasm) is up to date.")
		return nil
	}
	say("Building the page's program (wasm): the first time this takes a minute…")
	tmp := filepath.Join(b.out, ".program.new")
	defer os.Remove(tmp)
	dir, err := os.MkdirTemp("", "handshake101-lighter-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	modfile, err := b.lighten(dir)
	if err != nil {
		return err
	}
	cmd := exec.Command("go", append(args, "-modfile", modfile, "-o", tmp, "./wasm")...)
	cmd.Dir = b.root
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go build ./wasm: %w", err)
	}
	data, err := os.ReadFile(tmp)
	if err != nil {
		return err
	}
	say("Compressing it…")
	if err := b.write(programName, data, digest); err != nil {
		return err
	}
	for _, suffix := range []string{"", ".gz", ".br"} {
		info, err := os.Stat(filepath.Join(b.out, programName+suffix))
		if err != nil {
			return err
		}
		say("  %-21s %9d bytes", programName+suffix, info.Size())
	}
	return nil
}

// wasmExec copies the script that Go ships for starting a wasm: it must be of
// the same Go that compiled the program.
func (b *builder) wasmExec() error {
	data, err := os.ReadFile(filepath.Join(b.goroot, "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return fmt.Errorf("this Go installation lacks lib/wasm/wasm_exec.js: %w", err)
	}
	return b.derive("wasm_exec.js", data)
}

// looks joins the style sheets of web/css, in the order of their names, which is the
// order in which they overrule one another.
func (b *builder) looks() error {
	all, err := joined(filepath.Join(b.root, "web", "css", "*.css"))
	if err != nil {
		return err
	}
	return b.derive("handshake-101.css", all)
}

// joined gives the contents of all files that match, with a line end after each.
func joined(pattern string) ([]byte, error) {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	var all bytes.Buffer
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		all.Write(data)
		all.WriteByte('\n')
	}
	return all.Bytes(), nil
}

// languages joins the files of each language into one, which only readers of
// that language fetch.
func (b *builder) languages() error {
	langs, err := filepath.Glob(filepath.Join(b.root, "web", "lang", "*"))
	if err != nil {
		return err
	}
	for _, dir := range langs {
		all, err := joined(filepath.Join(dir, "*.txt"))
		if err != nil {
			return err
		}
		if len(all) == 0 {
			continue
		}
		if err := b.derive(filepath.Base(dir)+".txt", all); err != nil {
			return err
		}
	}
	return nil
}

// cases joins the case files into one, the gallery of real failures first: the
// page fetches it when somebody opens the gallery or an example of a rule.
func (b *builder) cases() error {
	files, err := filepath.Glob(filepath.Join(b.root, "handshake", "cases", "*.case"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("handshake/cases holds no case")
	}
	var gallery, all bytes.Buffer
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		into := &all
		if strings.HasPrefix(filepath.Base(f), "gallery-") {
			into = &gallery
		}
		into.Write(data)
		into.WriteByte('\n')
	}
	gallery.Write(all.Bytes())
	words, err := filepath.Glob(filepath.Join(b.root, "web", "peers", "words-*.txt"))
	if err != nil {
		return err
	}
	for _, f := range words { // what real programs say when they refuse
		data, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		gallery.WriteString(page.SayingLines(string(data)))
	}
	return b.derive("cases.txt", gallery.Bytes())
}

// reality packs what the programs of the world do, which the page fetches when
// somebody asks for it, and the tables that it is made of.
func (b *builder) reality() error {
	for _, name := range []string{"reality.txt", "servers.txt", "clients.txt"} {
		data, err := os.ReadFile(filepath.Join(b.root, "web", "peers", name))
		if err != nil {
			return err
		}
		if err := b.derive(name, data); err != nil {
			return err
		}
	}
	return nil
}

// derive writes an output that needs no compiler, unless it stands there.
func (b *builder) derive(name string, data []byte) error {
	old, err := os.ReadFile(filepath.Join(b.out, name))
	if err == nil && bytes.Equal(old, data) && b.fresh(name, "copied") {
		return nil
	}
	return b.write(name, data, "copied")
}
