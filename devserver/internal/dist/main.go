// Dist writes the page as a folder that any static host serves, from any
// sub-folder: all its addresses are relative. It holds what `make build` built,
// compressed forms too, for hosts that know them. Without a dev server the page's
// live checks say how to get one.
//
//	go run ./devserver/internal/dist FOLDER
//
// A folder that is there already is emptied first, but only when it is an earlier
// one of these: nobody loses files to a slip of the keyboard.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"handshake101/handshake"
	"handshake101/wasm/page"
	"handshake101/web"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./devserver/internal/dist FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	if err := empty(dir); err != nil {
		return err
	}
	total := 0
	put := func(url string, data []byte) error {
		name := filepath.Join(dir, filepath.FromSlash(url))
		total += len(data)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		return os.WriteFile(name, data, 0o644)
	}
	for _, f := range web.Files() {
		for _, suffix := range []string{"", ".gz", ".br"} {
			data, err := fs.ReadFile(web.FS(), f.Name+suffix)
			if suffix != "" && errors.Is(err, fs.ErrNotExist) {
				continue // small files are not packed
			}
			if err != nil {
				return fmt.Errorf("%w: run `make dist`, which builds it first", err)
			}
			if err := put(f.URL+suffix, data); err != nil {
				return err
			}
		}
	}
	languages, err := readLanguages()
	if err != nil {
		return err
	}
	for _, l := range languages {
		url, base := "index.html", ""
		if l != nil {
			url, base = path.Join(l.Code, "index.html"), "../"
		}
		if err := put(url, page.Document(page.DocumentOptions{Lang: l, Base: base})); err != nil {
			return err
		}
	}
	fmt.Printf("Wrote the page to %s/ (%d KB): serve it from any folder of any static host.\n", filepath.Clean(dir), total/1024)
	return nil
}

// readLanguages gives English, as nil, and every translation.
func readLanguages() ([]*handshake.Language, error) {
	languages := []*handshake.Language{nil}
	folders, err := fs.ReadDir(web.FS(), "lang")
	if err != nil {
		return nil, err
	}
	for _, folder := range folders {
		name := "build/" + folder.Name() + ".txt"
		data, err := fs.ReadFile(web.FS(), name)
		if err != nil {
			return nil, err
		}
		l, err := handshake.ParseLanguage(strings.TrimSuffix(path.Base(name), ".txt"), data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		languages = append(languages, l)
	}
	return languages, nil
}

// empty clears an earlier dist.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, "handshake101.wasm")); err != nil {
		return fmt.Errorf("%s holds other files: name a new folder", dir)
	}
	return os.RemoveAll(dir)
}
