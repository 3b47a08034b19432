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

// The laws of the catalogue: what makes a rule whole. Each message says what to
// add; catalogue_trial_test.go spoils rules to see that each of them is said.

func TestCatalogueRulesAreWhole(t *testing.T) {
	known := gather(t, allCases(t))
	for id, where := range known.strangers {
		t.Errorf("case %s names the rule %q, which the catalogue lacks", where, id)
	}
	for _, r := range Rules() {
		for _, lack := range known.lacks(r) {
			t.Errorf("%s: %s", r.ID, lack)
		}
	}
	for id := range known.uncured {
		if RuleByID(id) == nil {
			t.Errorf("testdata/uncured.txt lists %s, which is no rule", id)
		}
	}
}

var idShape = regexp.MustCompile(`^[a-z0-9]+(\.[a-z0-9]+(-[a-z0-9]+)*)+$`)
var sectionShape = regexp.MustCompile(`^([0-9]+|[A-Z])(\.[0-9]+)*$`)
var placeholder = regexp.MustCompile(`\{[a-z][a-z0-9-]*\}`)

// lacks says what a rule lacks; nothing for a rule that is whole.
func (k *knowledge) lacks(r *Rule) (all []string) {
	say := func(lack string) { all = append(all, lack) }
	if !idShape.MatchString(r.ID) {
		say("an ID is lower case words with dots and hyphens, such as ws.req.key.length")
	}
	if n := k.rules[r.ID]; n > 1 {
		say("stands " + itoa(n) + " times in the catalogue; IDs are unique")
	}
	if !k.ids[r.ID] {
		say("is not in testdata/ids.txt; add its line: IDs that were given stay for ever")
	}
	if int(r.Level) >= len(levelNames) {
		say("add Level, the word of the source")
	}
	if int(r.Severity) >= len(severityNames) {
		say("add Severity, what follows from it")
	}
	if int(r.Binds) >= len(partyNames) {
		say("add Binds, whom the rule binds")
	}
	k.lacksOfText(r, say)
	if len(r.Cites) == 0 {
		say("add Cites, the place in a specification")
	}
	for _, c := range r.Cites {
		switch {
		case c.RFC == 0 && (c.Spec == "" || !strings.HasPrefix(c.Link, "https://")):
			say("a citation without an RFC needs Spec, and Link with https://")
		case c.RFC != 0 && c.Section == "":
			say("add Section to the citation of RFC " + itoa(c.RFC))
		case c.RFC != 0 && !sectionShape.MatchString(c.Section):
			say("section " + strconv.Quote(c.Section) + " is not a section number")
		}
	}
	if r.Wrong == "" || r.Right == "" || r.Wrong == r.Right {
		say("add Wrong and Right, the smallest failing line and its cure")
	}
	e := k.evidence[r.ID]
	if e == nil {
		e = &evidence{}
	}
	if r.Status != 0 && Reason(r.Status) == "" {
		say("status " + itoa(r.Status) + " has no reason phrase in respond.go")
	}
	if r.Status != 0 && !e.status {
		say("no case that fires it says request: reject " + itoa(r.Status) + ", its status: add one, or take Status away")
	}
	if e.accepted != "" {
		say("add Status: it is an error of the request, and in case " + e.accepted + " the server accepts all the same (or let its check call j.ignore)")
	}
	if !e.fails {
		say("add a case that fires it (cases/*.case, under fires: or notes:)")
	}
	if !e.passes {
		say("add a case in which it stays silent (under passes:)")
	}
	if r.Wrong != "" && !e.wrong {
		say("no case that fires it holds its wrong line " + strconv.Quote(r.Wrong) + "; examples are tests")
	}
	if r.Right != "" && !e.right {
		say("no case without it holds its right line " + strconv.Quote(r.Right) + "; examples are tests")
	}
	for _, fault := range e.faults {
		say(fault)
	}
	reason, listed := k.uncured[r.ID]
	switch {
	case len(e.bare) > 0 && !listed:
		say("in case " + strings.Join(e.bare, ", ") + " it has no fix: add one to its check, or say in testdata/uncured.txt why no edit cures it")
	case listed && len(e.bare) == 0:
		say("testdata/uncured.txt lists it, but no finding of a fault is without a fix: take the line out")
	case listed && reason.always != (e.fixed == 0):
		say("testdata/uncured.txt must say \"always\" where no finding has a fix, \"at times\" where some have")
	}
	return all
}

// lacksOfText looks at the texts, in English and in Japanese.
func (k *knowledge) lacksOfText(r *Rule, say func(string)) {
	english := [...]string{r.Title, r.Why, r.Who, r.Cure}
	for part, text := range english {
		name := rulePartNames[part]
		field := strings.ToUpper(name[:1]) + name[1:]
		japanese := k.japanese.Lookup(r.ID+"."+name, "")
		switch {
		case text == "":
			say("add " + field)
			continue
		case strings.Contains(text, "  ") || strings.TrimSpace(text) != text:
			say(field + " has stray white space")
		case part != int(RuleTitle) && !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "?") && !strings.HasSuffix(text, ")"):
			say(field + " is a sentence and ends like one")
		}
		switch {
		case japanese == "":
			say("add its " + name + " in Japanese (web/lang/ja, [" + r.ID + "])")
		case !sameSet(placeholder.FindAllString(text, -1), placeholder.FindAllString(japanese, -1)):
			say("the Japanese " + name + " has other placeholders than the English")
		}
	}
	if strings.HasSuffix(r.Title, ".") {
		say("the title ends without a full stop")
	}
	if len(r.Title) > 110 {
		say("the title has " + itoa(len(r.Title)) + " characters, keep it under 110")
	}
}

func sameSet(a, b []string) bool {
	within := func(a, b []string) bool {
		for _, x := range a {
			if !contains(b, x) {
				return false
			}
		}
		return true
	}
	return within(a, b) && within(b, a)
}

// IDs are in links, cases and reports: one that was given is never taken away.
func TestCatalogueIDsStay(t *testing.T) {
	for id := range readIDs(t) {
		if RuleByID(id) == nil {
			t.Errorf("the rule %s is gone; links and recordings name it. Give it back, under its name", id)
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
