package layers

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTopLevel: a newcomer sees a handful of names. Git knows which files are the
// project's; where there is no git, this counts every file that is not ignored by
// name.
func TestTopLevel(t *testing.T) {
	root, _ := project(t)
	may := []string{"handshake", "wasm", "web", "devserver", "Makefile", "go.mod", "go.sum", "README.md", "LICENSE",
		"dist", "screenshots"} // the last two are made, and ignored by git
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(may, e.Name()) {
			t.Errorf("%s stands at the top level: put it into one of the four folders", e.Name())
		}
	}
}

// TestReadmeNamesDependencies keeps the list in README.md true: every module that
// go.mod asks for directly, and every linter, is there with its reason.
func TestReadmeNamesDependencies(t *testing.T) {
	root, _ := project(t)
	readme := read(t, root, "README.md")
	direct := regexp.MustCompile(`(?m)^(?:require)?\s+([\w.-]+\.[\w.-]+/\S+) v\S+$`)
	tool := regexp.MustCompile(`(?m)^\s+(\S+?)(?:/cmd/\S+)$`)
	found := 0
	for _, in := range []struct {
		file string
		what *regexp.Regexp
	}{{"go.mod", direct}, {".ci/tools/go.mod", tool}} {
		for _, m := range in.what.FindAllStringSubmatch(read(t, root, in.file), -1) {
			found++
			if !strings.Contains(readme, "`"+m[1]+"`") {
				t.Errorf("README.md does not name %s, which %s requires: add it under \"What it depends on\" with the reason, or do without it", m[1], in.file)
			}
		}
	}
	if found < 4 {
		t.Errorf("found only %d modules in go.mod and .ci/tools/go.mod: is this test still reading them right?", found)
	}
}

func read(t *testing.T, root, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// scripts are all JavaScript files of the project's own hand: what is built
// (Go's wasm_exec.js) is not.
func scripts(t *testing.T, root string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(filepath.Join(root, "web"), func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name == filepath.Join(root, "web", "build") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(name, ".js") || strings.HasSuffix(name, ".mjs") {
			rel, _ := filepath.Rel(root, name)
			names = append(names, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
