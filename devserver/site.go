package main

import (
	"fmt"
	"io/fs"
	"path"

	"handshake101/devserver/internal/static"
	"handshake101/handshake"
	"handshake101/wasm/page"
	"handshake101/web"
)

// What is served: the documents, rendered natively by the page's own view, and
// the files of package web.

// readLanguages reads every translation from its sources.
func readLanguages() (map[string]*handshake.Language, error) {
	folders, err := fs.ReadDir(web.FS(), "lang")
	if err != nil {
		return nil, err
	}
	languages := make(map[string]*handshake.Language)
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		files, err := fs.Glob(web.FS(), path.Join("lang", folder.Name(), "*.txt"))
		if err != nil {
			return nil, err
		}
		var all []byte
		for _, name := range files {
			text, err := fs.ReadFile(web.FS(), name)
			if err != nil {
				return nil, err
			}
			all = append(append(all, text...), '\n')
		}
		if len(all) == 0 {
			continue
		}
		if languages[folder.Name()], err = handshake.ParseLanguage(folder.Name(), all); err != nil {
			return nil, fmt.Errorf("lang/%s: %w", folder.Name(), err)
		}
	}
	return languages, nil
}

// newPage prepares everything that a browser is served.
func newPage(languages map[string]*handshake.Language) (*static.Server, error) {
	site := static.Site{
		Documents: map[string][]byte{"/": page.Document(page.DocumentOptions{})},
		FS:        web.FS(),
	}
	for code, l := range languages {
		site.Documents["/"+code+"/"] = page.Document(page.DocumentOptions{Lang: l, Base: "../"})
	}
	for _, f := range web.Files() {
		site.Files = append(site.Files, static.File{URL: f.URL, Name: f.Name})
	}
	return static.New(site)
}
