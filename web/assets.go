// Package web holds what a browser is served as it stands, and tells which file
// answers which address. The dev server and the build of a static site both go
// by this table; index.html and ja/index.html are written by wasm/page.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:static all:lang all:build
var files embed.FS

// FS gives all files: static/, lang/ and build/ (empty until the page's program
// is built).
func FS() fs.FS { return files }

// File is one address of the site, relative to its root, and the file of FS
// that it serves.
type File struct{ URL, Name string }

// Files lists every address but those of the HTML documents.
func Files() []File {
	return []File{
		{"handshake-101.js", "static/handshake-101.js"},
		{"handshake-101.css", "build/handshake-101.css"},
		{"page.css", "static/page.css"},
		{"noscript.css", "static/noscript.css"},
		{"icon.svg", "static/icon.svg"},
		{"handshake-101.d.ts", "static/handshake-101.d.ts"},
		{"report.d.ts", "static/report.d.ts"},
		{"report.schema.json", "static/report.schema.json"},
		{"wasm_exec.js", "build/wasm_exec.js"},
		{"handshake101.wasm", "build/handshake101.wasm"},
		{"lang/ja.txt", "build/ja.txt"},
		{"cases.txt", "build/cases.txt"},
		{"reality.txt", "build/reality.txt"},
		{"servers.txt", "build/servers.txt"},
		{"clients.txt", "build/clients.txt"},
	}
}
