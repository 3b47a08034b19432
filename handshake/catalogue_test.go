package handshake

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The laws of the catalogue. Each message says what to add.

var idShape = regexp.MustCompile(`^[a-z0-9]+(\.[a-z0-9]+(-[a-z0-9]+)*)+$`)
var sectionShape = regexp.MustCompile(`^([0-9]+|[A-Z])(\.[0-9]+)*$`)

func TestCatalogueRulesAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] {
			t.Errorf("%s stands twice in the catalogue; IDs are unique", r.ID)
		}
		seen[r.ID] = true
		if !idShape.MatchString(r.ID) {
			t.Errorf("%s: an ID is lower case words with dots and hyphens", r.ID)
		}
		if len(r.Cites) == 0 {
			t.Errorf("%s: add Cites, the place in a specification", r.ID)
		}
		for _, c := range r.Cites {
			if c.RFC == 0 && (c.Spec == "" || !strings.HasPrefix(c.Link, "https://")) {
				t.Errorf("%s: a citation without an RFC needs Spec and Link", r.ID)
			}
			if c.RFC != 0 && c.Section != "" && !sectionShape.MatchString(c.Section) {
				t.Errorf("%s: section %q is not a section number", r.ID, c.Section)
			}
		}
		for part, text := range map[string]string{"Title": r.Title, "Why": r.Why, "Who": r.Who, "Cure": r.Cure} {
			switch {
			case text == "":
				t.Errorf("%s: add %s", r.ID, part)
			case strings.Contains(text, "  ") || strings.TrimSpace(text) != text:
				t.Errorf("%s: %s has stray white space", r.ID, part)
			}
		}
		if strings.HasSuffix(r.Title, ".") {
			t.Errorf("%s: the title ends without a full stop", r.ID)
		}
		if len(r.Title) > 110 {
			t.Errorf("%s: the title has %d characters, keep it under 110", r.ID, len(r.Title))
		}
		if r.Wrong == "" || r.Right == "" || r.Wrong == r.Right {
			t.Errorf("%s: add Wrong and Right, the smallest failing line and its cure", r.ID)
		}
		if r.Status != 0 && Reason(r.Status) == "" {
			t.Errorf("%s: status %d has no reason phrase in respond.go", r.ID, r.Status)
		}
	}
}

// Every Rule variable of the source is in the catalogue.
func TestCatalogueListsEveryRule(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(set, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if name, ok := lit.Type.(*ast.Ident); !ok || name.Name != "Rule" {
				return true
			}
			for _, e := range lit.Elts {
				kv, ok := e.(*ast.KeyValueExpr)
				if !ok {
					continue
				}
				if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "ID" {
					if value, ok := kv.Value.(*ast.BasicLit); ok {
						id, _ := strconv.Unquote(value.Value)
						if RuleByID(id) == nil {
							t.Errorf("%s: %s is in no topic; add it to the topic of its file and the topic to catalogue.go", set.Position(lit.Pos()), id)
						}
					}
				}
			}
			return true
		})
	}
}

// Every row of the requirements is a rule, or stands in doc.go with the reason
// why it is none.
func TestCatalogueCoversTheRequirements(t *testing.T) {
	rows, err := os.ReadFile("testdata/rows.txt")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, list, ok := strings.Cut(string(doc), "# Rows that no exchange can show")
	if !ok {
		t.Fatal("doc.go has no list of rows that no exchange can show")
	}
	listed := map[string]bool{}
	for _, item := range strings.Split(list, "//   - ")[1:] {
		ids, _, _ := strings.Cut(item, ":")
		for _, id := range strings.FieldsFunc(ids, func(r rune) bool { return strings.ContainsRune(" ,/\n", r) }) {
			listed[id] = true
		}
	}
	seen := 0
	for _, row := range strings.Fields(string(rows[bytes.IndexByte(rows, '\n'):])) {
		seen++
		switch rule := RuleByID(row) != nil; {
		case rule && listed[row]:
			t.Errorf("%s is a rule, and doc.go says that it cannot be one", row)
		case !rule && !listed[row]:
			t.Errorf("%s: add the rule, or the reason why it cannot be seen to the list in doc.go", row)
		}
		delete(listed, row)
	}
	for id := range listed {
		t.Errorf("doc.go lists %s, which is no row", id)
	}
	if seen < 275 {
		t.Errorf("testdata/rows.txt has %d rows", seen)
	}
}

// Every rule fires in some case and stays silent in another that could fire it;
// its wrong line stands in a case that fires it, its right one in a case that
// does not.
func TestCatalogueRulesHaveCases(t *testing.T) {
	type seen struct{ fails, passes, wrong, right bool }
	rules := map[string]*seen{}
	for _, r := range Rules() {
		rules[r.ID] = &seen{}
	}
	for _, file := range caseFiles(t) {
		for _, c := range file.cases {
			fired := map[string]bool{}
			for _, f := range findingsOf(inspectCase(t, c)) {
				fired[f.Rule.ID] = true
			}
			listed := append(c.List("fires"), c.List("notes")...)
			for _, id := range listed {
				if s := rules[id]; s != nil && fired[id] {
					s.fails = true
				} else if s == nil {
					t.Errorf("%s: case %s names the rule %q, which the catalogue lacks", file.path, c.ID, id)
				}
			}
			for _, id := range c.List("passes") {
				if s := rules[id]; s != nil && !fired[id] {
					s.passes = true
				}
			}
			for _, r := range Rules() {
				s := rules[r.ID]
				if fired[r.ID] {
					s.wrong = s.wrong || holds(c, r.Wrong)
				} else {
					s.right = s.right || holds(c, r.Right)
				}
			}
		}
	}
	for _, r := range Rules() {
		s := rules[r.ID]
		if !s.fails {
			t.Errorf("%s: add a case that fires it (cases/*.case, under fires: or notes:)", r.ID)
		}
		if !s.passes {
			t.Errorf("%s: add a case in which it stays silent (under passes:)", r.ID)
		}
		if !s.wrong {
			t.Errorf("%s: no case that fires it holds its wrong line %q; examples are tests", r.ID, r.Wrong)
		}
		if !s.right {
			t.Errorf("%s: no case without it holds its right line %q; examples are tests", r.ID, r.Right)
		}
	}
}

func holds(c *Case, line string) bool {
	b := ParseLines(line)
	return bytes.Contains(c.Exchange.Request, b) || bytes.Contains(c.Exchange.Response, b)
}

// Applying the fix of a finding cures it and breaks nothing else.
func TestCatalogueFixesCure(t *testing.T) {
	for _, file := range caseFiles(t) {
		for _, c := range file.cases {
			policy, err := c.Policy()
			if err != nil {
				t.Fatal(err)
			}
			before := Inspect(c.Exchange, policy)
			for _, f := range findingsOf(before) {
				if f.Fix == nil || f.Side == FromServer && before.Response == nil {
					continue
				}
				after := Inspect(Apply(c.Exchange, f.Fix), policy)
				if n, m := countRule(before, f.Rule), countRule(after, f.Rule); m >= n {
					t.Errorf("%s: the fix of %s does not cure it (%d findings before, %d after): %q", c.ID, f.Rule.ID, n, m, f.Fix.Replace)
				}
				for _, g := range findingsOf(after) {
					if g.Rule.Severity >= Violation && countRule(before, g.Rule) < countRule(after, g.Rule) && !uncovered(before, f) {
						t.Errorf("%s: the fix of %s breaks %s: got %q", c.ID, f.Rule.ID, g.Rule.ID, g.Got)
					}
				}
			}
		}
	}
}

// uncovered tells a finding that hid others: without a whole head, or without
// the field that the later checks read, nothing behind it was judged.
func uncovered(before *Report, f Finding) bool {
	return before.Verdict.Cause != nil && before.Verdict.Cause.Rule == f.Rule && before.Verdict.Outcome != Switches
}

func countRule(r *Report, rule *Rule) int {
	n := 0
	for _, f := range findingsOf(r) {
		if f.Rule == rule {
			n++
		}
	}
	return n
}
