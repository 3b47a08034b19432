// Package translation keeps the catalogues in web/lang in step with the
// English texts, which stand in the Go source next to what they explain. It
// reads the source: every composite literal Text{"id", "English"} is a text,
// and every rule of the catalogue is four.
package translation

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"handshake101/handshake"
)

// Source is one English text.
type Source struct {
	Key     string // as handshake.Language looks it up: "ws.req.key.length.title", "step.server.key"
	English string
	Where   string // file and line, or the rule's topic
}

// Section is one [section] of a catalogue: the translations that share an
// "of:" line.
type Section struct {
	ID, Of string
	Keys   []string
}

// Sources lists everything to translate, in the order in which it stands: the
// rules, and the texts found in the Go files of the folders.
func Sources(dirs ...string) ([]Source, error) {
	var all []Source
	for _, r := range handshake.Rules() {
		where := "rules: " + handshake.TopicOf(r)
		all = append(all, Source{r.ID + ".title", r.Title, where}, Source{r.ID + ".why", r.Why, where},
			Source{r.ID + ".who", r.Who, where}, Source{r.ID + ".cure", r.Cure, where})
	}
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			found, err := scanFile(file)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	return all, nil
}

func scanFile(file string) ([]Source, error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var all []Source
	var walk func(n ast.Node, elided bool)
	walk = func(n ast.Node, elided bool) {
		ast.Inspect(n, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if isText(lit.Type) || elided && lit.Type == nil {
				if id, english, ok := twoStrings(lit); ok {
					all = append(all, Source{id, english, set.Position(lit.Pos()).String()})
				}
			}
			if array, ok := lit.Type.(*ast.ArrayType); ok && isText(array.Elt) {
				for _, e := range lit.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						e = kv.Value
					}
					if inner, ok := e.(*ast.CompositeLit); ok && inner.Type == nil {
						walk(inner, true)
					}
				}
				return false
			}
			return true
		})
	}
	walk(tree, false)
	return all, nil
}

func isText(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "Text"
	case *ast.SelectorExpr:
		return e.Sel.Name == "Text"
	}
	return false
}

// twoStrings reads Text{"id", "English"} and Text{ID: "id", English: "…"}.
func twoStrings(lit *ast.CompositeLit) (id, english string, ok bool) {
	if len(lit.Elts) != 2 {
		return "", "", false
	}
	var s [2]string
	for i, e := range lit.Elts {
		if kv, isKV := e.(*ast.KeyValueExpr); isKV {
			e = kv.Value
		}
		if s[i], ok = constant(e); !ok {
			return "", "", false
		}
	}
	return s[0], s[1], true
}

// constant evaluates a string literal or a sum of them.
func constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		a, ok1 := constant(e.X)
		b, ok2 := constant(e.Y)
		return a + b, ok1 && ok2
	case *ast.ParenExpr:
		return constant(e.X)
	}
	return "", false
}

// Read gives the catalogue of a language: all files of its folder, joined in
// the order of their names.
func Read(dir string) ([]byte, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	var all []byte
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		// Each file is read alone first, so that an error names it.
		if _, err := handshake.ParseLanguage("ja", data); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(append(all, data...), '\n')
	}
	return all, nil
}

// Sections lists the sections of a catalogue file that ParseLanguage takes.
func Sections(data []byte) []Section {
	var all []Section
	for _, line := range strings.Split(string(data), "\n") {
		line = strings.TrimRight(line, " \t\r")
		switch {
		case line == "" || line[0] == '#' || line[0] == ' ':
		case line[0] == '[':
			all = append(all, Section{ID: strings.Trim(line, "[]")})
		case len(all) > 0:
			s := &all[len(all)-1]
			switch part, value, _ := strings.Cut(line, ":"); part {
			case "of":
				s.Of = strings.TrimSpace(value)
			case "text":
				s.Keys = append(s.Keys, s.ID)
			default:
				s.Keys = append(s.Keys, s.ID+"."+part)
			}
		}
	}
	return all
}

// Hash is what the "of:" line of a section must say: over the English of its
// keys, in the order in which that stands in the source. The error names a key
// that has no English.
func Hash(s Section, sources []Source) (string, error) {
	var english []string
	found := 0
	for i := range sources {
		for _, key := range s.Keys {
			if sources[i].Key == key {
				english = append(english, sources[i].English)
				found++
			}
		}
	}
	if found != len(s.Keys) || found == 0 {
		return "", fmt.Errorf("[%s]: not each of %v has an English text", s.ID, s.Keys)
	}
	return handshake.TextHash(english...), nil
}

var placeholder = regexp.MustCompile(`\{[a-z0-9-]+\}`)

// Placeholders lists the names in braces of a text, sorted, each once.
func Placeholders(s string) []string {
	var all []string
	seen := map[string]bool{}
	for _, p := range placeholder.FindAllString(s, -1) {
		if !seen[p] {
			seen[p] = true
			all = append(all, p)
		}
	}
	sort.Strings(all)
	return all
}
