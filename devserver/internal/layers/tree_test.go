package layers

import (
	"io/fs"
	"os"
	"os/exec"
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
// go.mod asks for directly, and every tool that the Makefile runs by version, is
// there with its reason, and the versions agree.
func TestReadmeNamesDependencies(t *testing.T) {
	root, _ := project(t)
	readme := read(t, root, "README.md")
	cmd := exec.Command("go", "list", "-m", "-f", "{{if not (or .Main .Indirect)}}{{.Path}}{{end}}", "all")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list -m all: %v", err)
	}
	for _, module := range strings.Fields(string(out)) {
		if !strings.Contains(readme, "`"+module+"`") {
			t.Errorf("README.md does not name %s, which go.mod requires: add it under \"What it depends on\" with the reason, or do without it", module)
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^(\w+) *:?= *([\w./-]+)@(v?[\d.]+)$`).FindAllStringSubmatch(read(t, root, "Makefile"), -1) {
		path, _, _ := strings.Cut(m[2], "/cmd/")
		if !strings.Contains(readme, "`"+path) {
			t.Errorf("README.md does not name %s, which the Makefile runs", path)
		}
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
