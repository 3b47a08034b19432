package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// safejs words a few errors with fmt. Nothing else in the page's program needs that
// package, and reflect, os and time come with it: 80 KB of what every reader downloads
// and every browser compiles. So the program is compiled with these lines read
// otherwise. They do the same; some words of errors are fewer, and an error has no
// form with its stack.
const safejs = "github.com/hack-pad/safejs"

// reading is a text of a file of safejs, and what is read in its place.
type reading struct{ file, is, becomes string }

// lighter is in the order of the files' names, those of folders behind the others.
var lighter = []reading{
	{"global.go", "\t\"fmt\"\n", "\t\"errors\"\n"},
	{"global.go", `fmt.Errorf("global %q is not defined", property)`, `errors.New("global " + property + " is not defined")`},
	{"value.go", "\t\"fmt\"\n", "\t\"errors\"\n"},
	{"value.go", `fmt.Errorf("invalid type for instanceof: %v", t.Type())`, `errors.New("invalid type for instanceof: " + t.Type().String())`},
	{"value.go", `fmt.Errorf("invalid constructor type for instanceof: %v", err)`, `errors.New("invalid constructor type for instanceof: " + err.Error())`},
	{"value.go", `fmt.Errorf("invalid constructor type for instanceof: %v", prototype.Type())`, `errors.New("invalid constructor type for instanceof: " + prototype.Type().String())`},
	{"internal/catch/catch.go", "\t\"fmt\"\n", "\t\"errors\"\n"},
	{"internal/catch/catch.go", `return fmt.Errorf("%+v", value)`, `if s, ok := value.(string); ok {
			return errors.New(s)
		}
		return errors.New("panic with a value that is no text")`},
	{"internal/stackerr/stackerr.go", "\t\"fmt\"\n", "\t\"strconv\"\n"},
	{"internal/stackerr/stackerr.go", `func (s *stackError) Format(f fmt.State, verb rune) {
	switch verb {
	case 'v':
		if f.Flag('+') {
			fmt.Fprintf(f, "%+v\n%s", s.err, s.stack)
			return
		}
		fmt.Fprint(f, s.Error())
	case 's':
		fmt.Fprint(f, s.Error())
	case 'q':
		fmt.Fprintf(f, "%q", s.Error())
	}
}
`, ""},
	{"internal/stackerr/stackerr.go", `fmt.Sprintf("%s\n\t%s:%d\n", funcName, frame.File, frame.Line)`, `funcName + "\n\t" + frame.File + ":" + strconv.Itoa(frame.Line) + "\n"`},
}

// lighten copies safejs into a folder, with those lines changed, and writes a go.mod
// there that leads to the copy. Go takes that for the project's own by -modfile.
func (b *builder) lighten(dir string) (modfile string, err error) {
	cmd := exec.Command("go", "mod", "download", "-json", safejs)
	cmd.Dir = b.root
	out, err := cmd.Output()
	var module struct{ Dir, Error string }
	if jsonErr := json.Unmarshal(out, &module); err != nil || jsonErr != nil {
		return "", fmt.Errorf("go mod download %s: %v %v %s", safejs, err, jsonErr, module.Error)
	}
	files, err := filepath.Glob(filepath.Join(module.Dir, "*.go"))
	if err != nil {
		return "", err
	}
	inner, err := filepath.Glob(filepath.Join(module.Dir, "internal", "*", "*.go"))
	if err != nil {
		return "", err
	}
	copied := filepath.Join(dir, "safejs")
	left := lighter
	for _, name := range append(append(files, inner...), filepath.Join(module.Dir, "go.mod")) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		rel, err := filepath.Rel(module.Dir, name)
		if err != nil {
			return "", err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		text := string(data)
		for len(left) > 0 && left[0].file == filepath.ToSlash(rel) {
			if n := strings.Count(text, left[0].is); n != 1 {
				return "", fmt.Errorf("%s has changed: %q stands %d times in its %s; look at lighter.go again", safejs, left[0].is, n, rel)
			}
			text = strings.Replace(text, left[0].is, left[0].becomes, 1)
			left = left[1:]
		}
		to := filepath.Join(copied, rel)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return "", err
		}
		if err := os.WriteFile(to, []byte(text), 0o644); err != nil {
			return "", err
		}
	}
	if len(left) > 0 {
		return "", fmt.Errorf("%s has changed: there is no %s; look at lighter.go again", safejs, left[0].file)
	}
	mod, err := os.ReadFile(filepath.Join(b.root, "go.mod"))
	if err != nil {
		return "", err
	}
	sum, err := os.ReadFile(filepath.Join(b.root, "go.sum"))
	if err != nil {
		return "", err
	}
	modfile = filepath.Join(dir, "go.mod")
	if err := os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o644); err != nil {
		return "", err
	}
	return modfile, os.WriteFile(modfile, fmt.Appendf(mod, "\nreplace %s => %s\n", safejs, strconv.Quote(filepath.ToSlash(copied))), 0o644)
}
