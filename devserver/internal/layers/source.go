// Package layers is the project's own measure: its tests read every source file
// and hold who may import whom, what may reach the wasm, how large the wasm may be,
// that JavaScript knows no protocol, and that README.md names every dependency.
// They read files, not built packages, so that files of both targets count
// whatever target the tests run on.
package layers

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// Module is the path of the project's module.
const Module = "handshake101"

// File is one Go source file.
type File struct {
	Name       string // from the module's root, with slashes: "handshake/rule.go"
	Package    string // its import path: "handshake101/handshake"
	Test       bool
	Imports    []string
	Constraint string   // what ties it to a target: a build tag or its name; empty for none
	GoStmts    []string // positions of its go statements
}

// Root is the module's root, above this package.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("no go.mod in this folder or above")
		}
		dir = up
	}
}

// Files reads all Go files of the project.
func Files(root string) ([]File, error) {
	var files []File
	for _, top := range []string{"handshake", "wasm", "web", "devserver"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules"):
				return filepath.SkipDir
			case d.IsDir() || !strings.HasSuffix(name, ".go"):
				return nil
			}
			rel, err := filepath.Rel(root, name)
			if err != nil {
				return err
			}
			src, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			f, err := parse(filepath.ToSlash(rel), src)
			files = append(files, f)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

func parse(name string, src []byte) (File, error) {
	f := File{
		Name:       name,
		Package:    path.Join(Module, path.Dir(name)),
		Test:       strings.HasSuffix(name, "_test.go"),
		Constraint: nameConstraint(path.Base(name)),
	}
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, name, src, parser.ParseComments)
	if err != nil {
		return f, err
	}
	for _, i := range tree.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return f, err
		}
		f.Imports = append(f.Imports, p)
	}
	for _, group := range tree.Comments {
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, "//go:build ") && c.Pos() < tree.Package {
				f.Constraint = c.Text
			}
		}
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		if g, ok := n.(*ast.GoStmt); ok {
			f.GoStmts = append(f.GoStmts, set.Position(g.Pos()).String())
		}
		return true
	})
	return f, nil
}

// nameConstraint finds the target that a file's name ties it to: x_js.go is
// built for GOOS=js alone, which surprises whoever named it after JavaScript.
func nameConstraint(base string) string {
	parts := strings.Split(strings.TrimSuffix(strings.TrimSuffix(base, ".go"), "_test"), "_")
	targets := []string{"js", "wasm", "wasip1", "linux", "darwin", "windows", "freebsd", "openbsd", "netbsd",
		"plan9", "solaris", "android", "ios", "amd64", "arm64", "386", "arm", "unix"}
	for _, p := range parts[1:] {
		for _, t := range targets {
			if p == t {
				return "name " + base
			}
		}
	}
	return ""
}

// std tells whether an import path is of the standard library: its first
// element has no dot, and it is not ours.
func std(p string) bool {
	first, _, _ := strings.Cut(p, "/")
	return !strings.Contains(first, ".") && first != Module
}

// within tells whether an import path is the given one or beneath it.
func within(p, parent string) bool {
	return p == parent || strings.HasPrefix(p, parent+"/")
}
