package handshake

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the expectations of the case files; read the diff line by line")
var updateOnly = flag.String("file", "", "with -update: the one case file to rewrite, by its name without .case")

// caseFile is one file of cases/ with what is in it.
type caseFile struct {
	path  string
	cases []*Case
}

// caseFiles reads all case files; the order is that of their names.
func caseFiles(t testing.TB) []caseFile {
	t.Helper()
	paths, err := filepath.Glob("cases/*.case")
	if err != nil {
		t.Fatal(err)
	}
	var all []caseFile
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := ParseCases(data)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		all = append(all, caseFile{path, cases})
	}
	return all
}

// inspectCase judges a case as it stands.
func inspectCase(t testing.TB, c *Case) *Report {
	t.Helper()
	p, err := c.Policy()
	if err != nil {
		t.Fatalf("%s: %v", c.ID, err)
	}
	return Inspect(c.Exchange, p)
}

// findingsOf lists all findings of a report, the request's first. Findings
// about a simulated response count: there should be none.
func findingsOf(r *Report) []Finding {
	return append(slices.Clone(r.Request.Findings), r.Answer.Findings...)
}

// observed gives what the engine says of a case, under the keys of a case file.
func observed(r *Report) map[string]string {
	var c Case
	c.Keep(r)
	got := map[string]string{}
	for _, k := range c.Keys {
		got[k.Key] = k.Value
	}
	var notes []string
	for _, f := range findingsOf(r) {
		if f.Rule.Severity == Note && !slices.Contains(notes, f.Rule.ID) {
			notes = append(notes, f.Rule.ID)
		}
	}
	got["notes"] = strings.Join(notes, " ")
	if first := firstFinding(r); first != nil {
		got["first"] = first.Rule.ID
	}
	return got
}

// firstFinding is the gravest finding of both messages; the request's comes first.
func firstFinding(r *Report) (first *Finding) {
	all := findingsOf(r)
	for i := range all {
		if first == nil || rank(&all[i]) > rank(first) {
			first = &all[i]
		}
	}
	return first
}

func TestCases(t *testing.T) {
	seen := map[string]string{}
	defer func() {
		if len(seen) == 0 {
			t.Error("no case was found in cases/*.case")
		}
	}()
	for _, file := range caseFiles(t) {
		if *update && (*updateOnly == "" || filepath.Base(file.path) == *updateOnly+".case") {
			updateFile(t, file)
		}
		for _, c := range file.cases {
			if where, twice := seen[c.ID]; twice {
				t.Errorf("%s: case %s is already in %s", file.path, c.ID, where)
			}
			seen[c.ID] = file.path
			t.Run(c.ID, func(t *testing.T) { testCase(t, c) })
		}
	}
}

func testCase(t *testing.T, c *Case) {
	r := inspectCase(t, c)
	got := observed(r)
	for _, key := range []string{"verdict", "request", "response", "first"} {
		if want := c.Get(key); want != "" && want != got[key] {
			t.Errorf("%s: got %q, want %q", key, got[key], want)
		}
	}
	whole := c.Get("recorded") == "" || c.Get("verdict") != "" // a recording may come without
	if whole && c.Get("fires") != got["fires"] {
		t.Errorf("fires: got %q, want %q", got["fires"], c.Get("fires"))
	}
	for _, id := range c.List("notes") {
		if !slices.Contains(strings.Fields(got["notes"]), id) {
			t.Errorf("notes: %s does not fire; got %q", id, got["notes"])
		}
	}
	for _, id := range c.List("passes") {
		if RuleByID(id) == nil {
			t.Errorf("passes: there is no rule %q", id)
		}
		for _, f := range findingsOf(r) {
			if f.Rule.ID == id {
				t.Errorf("passes: %s fires: got %q, want %q", id, f.Got, f.Want)
			}
		}
	}
	for _, key := range []string{"verdict", "request", "response"} {
		if whole && c.Get(key) == "" && got[key] != "" {
			t.Errorf("add %q, or let -update add it and read what it says", key+": "+got[key])
		}
	}
	checkReport(t, c.Exchange, r)
}

// checkReport holds the laws that every report obeys.
func checkReport(t *testing.T, ex Exchange, r *Report) {
	t.Helper()
	checkTiling(t, "request", len(ex.Request), r.Request.Spans)
	answer := ex.Response
	if answer == nil {
		answer = r.Simulated
	}
	checkTiling(t, "response", len(answer), r.Answer.Spans)
	size := [2]int{len(ex.Request), len(answer)}
	inside := func(what string, p Place) {
		if p.Start < 0 || p.End < p.Start || p.End > size[p.Side] {
			t.Errorf("%s: %v [%d,%d) lies outside %d bytes", what, p.Side, p.Start, p.End, size[p.Side])
		}
	}
	fired := map[string]bool{}
	for _, f := range findingsOf(r) {
		fired[f.Rule.ID] = true
	}
	wire := string(ex.Request) + string(answer)
	steps := map[string]bool{}
	for _, s := range r.Steps {
		if steps[s.ID] {
			t.Errorf("step %s stands twice", s.ID)
		}
		steps[s.ID] = true
		for _, p := range s.Spans {
			inside("step "+s.ID, p)
		}
		if s.Because != "" && !steps[s.Because] {
			t.Errorf("step %s is skipped because of %q, which is no earlier step", s.ID, s.Because)
		}
		checkFilled(t, wire, "step "+s.ID, (*Language)(nil).Say(s.Title), (*Language)(nil).Say(s.Text))
	}
	for _, f := range findingsOf(r) {
		inside(f.Rule.ID, f.Place)
		if f.Fix != nil {
			inside(f.Rule.ID+" (fix)", f.Fix.Place)
		}
		if f.Because != "" && (!fired[f.Because] || f.Because == f.Rule.ID) {
			t.Errorf("%s is a consequence of %s, which is not found", f.Rule.ID, f.Because)
		}
		if !steps[f.Step] {
			t.Errorf("%s belongs to no step (%q)", f.Rule.ID, f.Step)
		}
		if RuleByID(f.Rule.ID) == nil {
			t.Errorf("%s is not in the catalogue", f.Rule.ID)
		}
		for part := RuleTitle; part <= RuleCure; part++ {
			checkFilled(t, wire, f.Rule.ID, (*Language)(nil).Rule(f.Rule, part, f.Args...))
		}
	}
	checkFilled(t, wire, "verdict", (*Language)(nil).Say(r.Verdict.Summary), (*Language)(nil).Say(r.Verdict.Detail))
}

// checkFilled finds a placeholder that no argument fills. What looks like one and
// stands on the wire is quoted from there.
func checkFilled(t *testing.T, wire, what string, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if open := strings.IndexByte(s, '{'); open >= 0 {
			if end := strings.IndexByte(s[open:], '}'); end > 1 && isToken([]byte(s[open+1:open+end])) && !strings.Contains(s, "{A}") && !strings.Contains(wire, s[open:open+end+1]) {
				t.Errorf("%s: a placeholder is not filled: %q", what, s)
			}
		}
	}
}

func checkTiling(t *testing.T, what string, size int, spans []Span) {
	t.Helper()
	at := 0
	for _, s := range spans {
		if s.Start != at || s.End <= s.Start {
			t.Errorf("%s: span %d [%d,%d) does not follow offset %d", what, s.Kind, s.Start, s.End, at)
			return
		}
		at = s.End
	}
	if at != size {
		t.Errorf("%s: spans end at %d, the bytes at %d", what, at, size)
	}
}

// updateFile rewrites verdict, request, response and fires of each case from
// what the engine says; "passes", "notes" and "first" are the author's own, and
// bytes and comments stay as they are written.
func updateFile(t *testing.T, file caseFile) {
	old, err := os.ReadFile(file.path)
	if err != nil {
		t.Fatal(err)
	}
	// Each part but the first begins behind "case:".
	parts := strings.Split("\n"+string(old), "\ncase:")
	if len(parts) != len(file.cases)+1 {
		t.Fatalf("%s: %d cases, but %d lines that begin one", file.path, len(file.cases), len(parts)-1)
	}
	for i, c := range file.cases {
		got := observed(inspectCase(t, c))
		for _, key := range []string{"verdict", "request", "response", "fires"} {
			c.set(key, got[key])
			parts[i+1] = withKey(parts[i+1], key, got[key])
		}
	}
	out := strings.Join(parts, "\ncase:")[1:]
	if out != string(old) {
		if err := os.WriteFile(file.path, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// withKey gives a key of a case's text a value, behind its other keys where it had
// none, or takes it away.
func withKey(text, key, value string) string {
	lines := strings.SplitAfter(text, "\n")
	last := 0 // the line of the last key; the first line is the ID
	for i, line := range lines {
		if _, _, isBytes := caseBytes(strings.TrimSuffix(line, "\n")); isBytes {
			break
		}
		name, _, ok := strings.Cut(line, ":")
		if i == 0 || !ok || !contains(caseKeys, name) {
			continue
		}
		if last = i; name == key {
			lines[i] = ""
			if value != "" {
				lines[i] = key + ": " + value + "\n"
			}
			return strings.Join(lines, "")
		}
	}
	if value != "" {
		lines[last] += key + ": " + value + "\n"
	}
	return strings.Join(lines, "")
}

// set gives a key a value, or takes it away.
func (c *Case) set(key, value string) {
	for i := range c.Keys {
		if c.Keys[i].Key == key {
			if value == "" {
				c.Keys = slices.Delete(c.Keys, i, i+1)
			} else {
				c.Keys[i].Value = value
			}
			return
		}
	}
	if value != "" {
		c.Keys = append(c.Keys, CaseKey{key, value})
	}
}

// A case that is written and read again is the same case.
func TestCasesRoundTrip(t *testing.T) {
	for _, file := range caseFiles(t) {
		for _, c := range file.cases {
			again, err := ParseCases(c.Append(nil))
			if err != nil || len(again) != 1 {
				t.Errorf("%s: %d cases, %v", c.ID, len(again), err)
				continue
			}
			if !bytes.Equal(again[0].Exchange.Request, c.Exchange.Request) || !bytes.Equal(again[0].Exchange.Response, c.Exchange.Response) || again[0].Exchange.Early != c.Exchange.Early {
				t.Errorf("%s: other bytes after a round trip", c.ID)
			}
			if fmt.Sprint(again[0].Keys) != fmt.Sprint(c.Keys) {
				t.Errorf("%s: other keys after a round trip: %v, was %v", c.ID, again[0].Keys, c.Keys)
			}
		}
	}
}

func TestParseCasesNamesTheFault(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"bytes first", "> GET / HTTP/1.1\n", `line 1: got bytes, expected "case: ID" first`},
		{"key first", "title: x\n", `line 1: got "title", expected "case: ID" first`},
		{"unknown key", "case: a\ntitel: x\n", `line 2: unknown key "titel"`},
		{"twice", "case: a\ntitle: x\ntitle: y\n", `line 3: key "title" given twice`},
		{"no colon", "case: a\nhello\n", `line 2: got "hello", expected "key: value"`},
		{"key after bytes", "case: a\n> x\ntitle: y\n", `line 3: got "title" after bytes`},
		{"no ID", "case:\n", `line 1: expected an ID`},
		{"nothing", "# only a comment\n", "no case in it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParseCases([]byte(test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q in it", err, test.want)
			}
		})
	}
}
