package handshake

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// knowledge is what the case files, the translations and the lists of testdata
// say of all rules.
type knowledge struct {
	rules     map[string]int // how often an ID stands in the catalogue
	ids       map[string]bool
	japanese  *Language
	evidence  map[string]*evidence
	uncured   map[string]uncuredRule
	strangers map[string]string // IDs that cases name and the catalogue lacks, with one such case
}

// evidence is what the cases show of one rule.
type evidence struct {
	fails, passes bool     // it fires in a case that says so, and is silent in one that says so
	wrong, right  bool     // its lines stand in such cases
	status        bool     // a case that fires it says that it is answered with its status
	accepted      string   // a case in which an error found by the server leaves the server willing
	fixed         int      // faults with a fix
	bare          []string // cases in which a fault has none, and its cause has none either
	faults        []string // what is wrong with a fix
}

// uncuredRule is a line of testdata/uncured.txt.
type uncuredRule struct {
	always bool
	reason string
}

func allCases(t testing.TB) (all []*Case) {
	for _, file := range caseFiles(t) {
		all = append(all, file.cases...)
	}
	return all
}

// gather runs the cases and reads the lists.
func gather(t testing.TB, cases []*Case) *knowledge {
	t.Helper()
	k := &knowledge{rules: map[string]int{}, ids: readIDs(t), japanese: readJapanese(t), evidence: map[string]*evidence{},
		uncured: readUncured(t), strangers: map[string]string{}}
	for _, r := range Rules() {
		k.rules[r.ID]++
		k.evidence[r.ID] = &evidence{}
	}
	for _, c := range cases {
		k.add(t, c)
	}
	return k
}

func (k *knowledge) add(t testing.TB, c *Case) {
	r := inspectCase(t, c)
	fired := map[string]bool{}
	for _, f := range findingsOf(r) {
		fired[f.Rule.ID] = true
		k.addFinding(t, c, r, f)
	}
	for _, id := range append(c.List("fires"), c.List("notes")...) {
		if e := k.evidence[id]; e == nil {
			k.strangers[id] = c.ID
		} else if fired[id] {
			e.fails = true
		}
	}
	for _, id := range c.List("passes") {
		if e := k.evidence[id]; e == nil {
			k.strangers[id] = c.ID
		} else if !fired[id] {
			e.passes = true
		}
	}
	for _, rule := range Rules() {
		if e := k.evidence[rule.ID]; fired[rule.ID] {
			e.wrong = e.wrong || holds(c, rule.Wrong)
		} else {
			e.right = e.right || holds(c, rule.Right)
		}
	}
}

func holds(c *Case, line string) bool {
	b := ParseLines(line)
	return bytes.Contains(c.Exchange.Request, b) || bytes.Contains(c.Exchange.Response, b)
}

// addFinding looks at the status, and applies the fix.
func (k *knowledge) addFinding(t testing.TB, c *Case, r *Report, f Finding) {
	e := k.evidence[f.Rule.ID]
	if f.Side == FromClient {
		e.status = e.status || c.Get("request") == r.Request.Verdict.String()+" "+itoa(f.Rule.Status)
		if f.Rule.Severity == Error && strings.HasPrefix(f.Step, "server.") && r.Request.Verdict == Accept && e.accepted == "" {
			e.accepted = c.ID
		}
	}
	if f.Fix != nil {
		e.fixed++
		e.faults = append(e.faults, faultsOfFix(t, c, r, f)...)
	} else if f.Rule.Severity > Note && !causeIsCured(r, f) && !contains(e.bare, c.ID) {
		e.bare = append(e.bare, c.ID)
	}
}

// causeIsCured tells a consequence that goes with the fix of its cause.
func causeIsCured(r *Report, f Finding) bool {
	for _, g := range findingsOf(r) {
		if g.Rule.ID == f.Because && g.Fix != nil {
			return true
		}
	}
	return false
}

// unveiled are fixes behind which something else comes to light that was there
// before: it could not be judged as long as the first fault hid it. All other fixes
// must bring no fault that was not there.
var unveiled = map[string]string{
	"h2c-settings-padded h2c.settings.base64url h2c.settings.payload":         "what does not decode has no payload to judge",
	"host-connect-port-too-large h1.connect.port h1.target.absolute-form":     "a target that is no authority is not compared with Host",
	"start-http2-preface h1.version.major h1.target.special-forms":            "of HTTP/2 the target of HTTP/1 is not judged",
	"start-http2-preface h1.version.major h1.host.required":                   "Host is required from HTTP/1.1 on",
	"prac-apache ws.req.upgrade up.req.connection-option":                     "without Upgrade there is nothing to list in Connection",
	"prac-apache ws.req.upgrade ws.req.connection":                            "without Upgrade there is nothing to list in Connection",
	"ws-key-unfinished h1.msg.complete ws.req.key.present":                    "of a head that has not ended, no field is missing yet",
	"ws-key-unfinished h1.msg.complete ws.req.version.present":                "of a head that has not ended, no field is missing yet",
	"pmd-answer-cmwb-unoffered pmd.cmwb.only-if-offered pmd.snct.must-echo":   "an answer that fits no offer is named by its first mistake",
	"gallery-ext-unoffered-param pmd.cmwb.only-if-offered pmd.snct.must-echo": "an answer that fits no offer is named by its first mistake",
}

// faultsOfFix applies the fix of a finding: it must go, and no fault or broken MUST
// may come that was not there.
func faultsOfFix(t testing.TB, c *Case, before *Report, f Finding) (all []string) {
	if f.Side == FromServer && before.Response == nil {
		return []string{"in case " + c.ID + " it fires on our own answer"}
	}
	policy, err := c.Policy()
	if err != nil {
		t.Fatal(c.ID, err)
	}
	after := Inspect(Apply(c.Exchange, f.Fix), policy)
	if countRule(after, f.Rule) >= countRule(before, f.Rule) {
		all = append(all, "in case "+c.ID+" its fix "+Quote(f.Fix.Replace)+" does not cure it")
	}
	for _, g := range findingsOf(after) {
		grave := g.Rule.Severity >= Violation || g.Rule.Severity > Note && g.Rule.Level <= MustNot
		if grave && countRule(after, g.Rule) > countRule(before, g.Rule) && unveiled[c.ID+" "+f.Rule.ID+" "+g.Rule.ID] == "" {
			all = append(all, "in case "+c.ID+" its fix "+Quote(f.Fix.Replace)+" breaks "+g.Rule.ID)
		}
	}
	return all
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

// Fix after fix, an exchange comes to an end: no cure undoes another, and at last
// no fault is left that an edit could cure.
func TestCuresComeToAnEnd(t *testing.T) {
	for _, c := range allCases(t) {
		policy, err := c.Policy()
		if err != nil {
			t.Fatal(c.ID, err)
		}
		ex := c.Exchange
		var applied []string
		for f := firstCurable(Inspect(ex, policy)); f != nil; f = firstCurable(Inspect(ex, policy)) {
			if applied = append(applied, f.Rule.ID); len(applied) > 20 {
				t.Errorf("%s: the fixes do not come to an end: %v", c.ID, applied)
				break
			}
			ex = Apply(ex, f.Fix)
		}
	}
}

func firstCurable(r *Report) *Finding {
	for _, f := range findingsOf(r) {
		if f.Fix != nil && f.Rule.Severity > Note && (f.Side == FromClient || r.Response != nil) {
			return &f
		}
	}
	return nil
}

// readIDs reads testdata/ids.txt; with -update it gets the IDs that are new.
func readIDs(t testing.TB) map[string]bool {
	t.Helper()
	const path = "testdata/ids.txt"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, id := range strings.Fields(string(data)) {
		ids[id] = true
	}
	if !*update {
		return ids
	}
	for _, r := range Rules() {
		if !ids[r.ID] {
			ids[r.ID] = true
			data = append(append(data, r.ID...), '\n')
		}
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return ids
}

func readJapanese(t testing.TB) *Language {
	t.Helper()
	paths, err := filepath.Glob("../web/lang/ja/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no translations: %v", err)
	}
	var all []byte
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(append(all, data...), '\n')
	}
	l, err := ParseLanguage("ja", all)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// readUncured reads the faults that no edit cures, and why: "id always: reason".
func readUncured(t testing.TB) map[string]uncuredRule {
	t.Helper()
	data, err := os.ReadFile("testdata/uncured.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]uncuredRule{}
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		head, reason, _ := strings.Cut(line, ": ")
		id, when, _ := strings.Cut(head, " ")
		if _, twice := all[id]; twice || reason == "" || when != "always" && when != "at times" {
			t.Fatalf("testdata/uncured.txt, line %d: got %q, expected \"id always: reason\" or \"id at times: reason\", once for each rule", n+1, line)
		}
		all[id] = uncuredRule{when == "always", reason}
	}
	return all
}
