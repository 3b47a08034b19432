package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// digest is the hash of the names and contents of files, and of the words that
// say how they are built.
func (b *builder) digest(files []string, how ...string) (string, error) {
	h := sha256.New()
	for _, w := range how {
		fmt.Fprintf(h, "%q\n", w)
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return "", err
		}
		rel, _ := filepath.Rel(b.root, name)
		fmt.Fprintf(h, "%q\n", filepath.ToSlash(rel))
		_, err = io.Copy(h, f)
		f.Close()
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// fresh tells whether the output and its compressed forms stand there, made
// from what the digest says.
func (b *builder) fresh(name, digest string) bool {
	for _, suffix := range []string{"", ".gz", ".br"} {
		if _, err := os.Stat(filepath.Join(b.out, name+suffix)); err != nil {
			return false
		}
	}
	old, err := os.ReadFile(b.stamp(name))
	return err == nil && string(old) == digest
}

func (b *builder) stamp(name string) string {
	return filepath.Join(b.out, "."+name+".made-from")
}

// write puts the output, its compressed forms and its stamp in place. The
// stamp comes last, so that a build that was interrupted is done again.
func (b *builder) write(name string, data []byte, digest string) error {
	os.Remove(b.stamp(name))
	packed, err := compress(data)
	if err != nil {
		return err
	}
	packed[""] = data
	for suffix, bytes := range packed {
		if err := replace(filepath.Join(b.out, name+suffix), bytes); err != nil {
			return err
		}
	}
	return replace(b.stamp(name), []byte(digest))
}

// replace writes a file so that a server that reads it meanwhile sees the old
// one or the new one, never half of it.
func replace(name string, data []byte) error {
	if err := os.WriteFile(name+".new", data, 0o644); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

// sources lists the Go files of the program and what go.mod pins, tests left
// out.
func (b *builder) sources() ([]string, error) {
	files := []string{filepath.Join(b.root, "go.mod"), filepath.Join(b.root, "go.sum")}
	for _, dir := range []string{"handshake", "wasm"} {
		err := filepath.WalkDir(filepath.Join(b.root, dir), func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && d.Name() == "testdata" {
				return filepath.SkipDir
			}
			if !d.IsDir() && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
				files = append(files, name)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}
