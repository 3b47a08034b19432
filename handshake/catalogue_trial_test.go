package handshake

import (
	"slices"
	"strings"
	"testing"
)

// The checks of the catalogue, tried: a real rule is whole; each property of it is
// taken away or spoilt in turn, and the complaint names just that.

// onTrial is the rule that is spoilt: it has all that a rule can have.
const onTrial = "ws.req.key.length"

func TestCatalogueNamesWhatIsMissing(t *testing.T) {
	cases := casesAbout(t, onTrial)
	if lacks := gather(t, cases).lacks(RuleByID(onTrial)); len(lacks) > 0 {
		t.Fatalf("the rule on trial is not whole: %q", lacks)
	}
	for _, trial := range []struct {
		name  string
		spoil func(r *Rule, k *knowledge)
		want  string // stands in the one complaint
	}{
		{"ID of another shape", func(r *Rule, k *knowledge) { renamed(r, k, "Key Length") }, "an ID is lower case words"},
		{"ID that another rule has", func(r *Rule, k *knowledge) { k.rules[r.ID]++ }, "IDs are unique"},
		{"ID that is not kept", func(r *Rule, k *knowledge) { delete(k.ids, r.ID) }, "add its line"},
		{"level", func(r *Rule, _ *knowledge) { r.Level = 99 }, "add Level"},
		{"severity", func(r *Rule, _ *knowledge) { r.Severity = 99 }, "add Severity"},
		{"party", func(r *Rule, _ *knowledge) { r.Binds = 99 }, "add Binds"},
		{"citation", func(r *Rule, _ *knowledge) { r.Cites = nil }, "add Cites"},
		{"section", func(r *Rule, _ *knowledge) { r.Cites = []Cite{{RFC: 6455}} }, "add Section"},
		{"section of another shape", func(r *Rule, _ *knowledge) { r.Cites = []Cite{{RFC: 6455, Section: "4.2.1."}} }, "is not a section number"},
		{"link", func(r *Rule, _ *knowledge) { r.Cites = []Cite{{Spec: "WHATWG Fetch", Section: "2"}} }, "needs Spec, and Link"},
		{"name of the specification", func(r *Rule, _ *knowledge) { r.Cites = []Cite{{Link: "https://fetch.spec.whatwg.org/"}} }, "needs Spec, and Link"},
		{"link that is none", func(r *Rule, _ *knowledge) { r.Cites = []Cite{{Spec: "WHATWG Fetch", Link: "fetch.spec.whatwg.org"}} }, "needs Spec, and Link"},
		{"title", func(r *Rule, _ *knowledge) { r.Title = "" }, "add Title"},
		{"title with a full stop", func(r *Rule, _ *knowledge) { r.Title += "." }, "without a full stop"},
		{"title too long", func(r *Rule, _ *knowledge) { r.Title += strings.Repeat(" a", 60) }, "keep it under 110"},
		{"why", func(r *Rule, _ *knowledge) { r.Why = "" }, "add Why"},
		{"who", func(r *Rule, _ *knowledge) { r.Who = "" }, "add Who"},
		{"cure", func(r *Rule, _ *knowledge) { r.Cure = "" }, "add Cure"},
		{"white space", func(r *Rule, _ *knowledge) { r.Why = "  " + r.Why }, "Why has stray white space"},
		{"half a sentence", func(r *Rule, _ *knowledge) { r.Who = strings.TrimSuffix(r.Who, ".") }, "Who is a sentence"},
		{"Japanese title", func(r *Rule, k *knowledge) { delete(k.japanese.entries, r.ID+".title") }, "add its title in Japanese"},
		{"Japanese why", func(r *Rule, k *knowledge) { delete(k.japanese.entries, r.ID+".why") }, "add its why in Japanese"},
		{"Japanese who", func(r *Rule, k *knowledge) { delete(k.japanese.entries, r.ID+".who") }, "add its who in Japanese"},
		{"Japanese cure", func(r *Rule, k *knowledge) { delete(k.japanese.entries, r.ID+".cure") }, "add its cure in Japanese"},
		{"placeholder of the Japanese", func(r *Rule, k *knowledge) { k.japanese.entries[r.ID+".title"] = "キーの長さ {length}" }, "other placeholders"},
		{"status", func(r *Rule, k *knowledge) { *r = unanswered(r); *k = *gatherRule(t, cases, r) }, "add Status"},
		{"status without a phrase", func(r *Rule, k *knowledge) { r.Status = 299; k.evidence[r.ID].status = true }, "has no reason phrase"},
		{"status that no case shows", func(r *Rule, k *knowledge) { r.Status = 405; *k = *gatherRule(t, cases, r) }, "request: reject 405"},
		{"wrong line", func(r *Rule, _ *knowledge) { r.Wrong = "" }, "add Wrong and Right"},
		{"right line", func(r *Rule, _ *knowledge) { r.Right = "" }, "add Wrong and Right"},
		{"the same line twice", func(r *Rule, _ *knowledge) { r.Right = r.Wrong }, "add Wrong and Right"},
		{"wrong line that is in no case", func(r *Rule, k *knowledge) { r.Wrong = "Sec-WebSocket-Key: bm8="; *k = *gatherRule(t, cases, r) }, "holds its wrong line"},
		{"right line that is in no case", func(r *Rule, k *knowledge) { r.Right = "Sec-WebSocket-Key: eWVz"; *k = *gatherRule(t, cases, r) }, "holds its right line"},
		{"failing case", func(r *Rule, k *knowledge) { *k = *gather(t, without(cases, "fires", r.ID)) }, "add a case that fires it"},
		{"passing case", func(r *Rule, k *knowledge) { *k = *gather(t, without(cases, "passes", r.ID)) }, "add a case in which it stays silent"},
		{"fix", func(r *Rule, k *knowledge) { refixed(t, k, cases, r, func(f *Finding) { f.Fix = nil }) }, "it has no fix"},
		{"fix that does not cure", func(r *Rule, k *knowledge) {
			refixed(t, k, cases, r, func(f *Finding) { f.Fix = &Fix{Place: f.Fix.Place, Replace: "eA=="} })
		}, "does not cure it"},
		{"fix that breaks a MUST", func(r *Rule, k *knowledge) {
			refixed(t, k, cases, r, func(f *Finding) { f.Fix = &Fix{Place: f.Fix.Place, Replace: "not base64"} })
		}, "breaks ws.req.key.base64"},
		{"reason for a missing fix that is there", func(r *Rule, k *knowledge) { k.uncured[r.ID] = uncuredRule{true, "so"} }, "take the line out"},
	} {
		t.Run(trial.name, func(t *testing.T) {
			r, k := *RuleByID(onTrial), gather(t, cases)
			trial.spoil(&r, k)
			lacks := k.lacks(&r)
			named := 0
			for _, lack := range lacks {
				if strings.Contains(lack, trial.want) {
					named++
				}
			}
			if named == 0 || len(slices.Compact(lacks)) != 1 && !isOneLack(lacks, trial.want) {
				t.Errorf("got %q, want one complaint with %q in it", lacks, trial.want)
			}
		})
	}
}

// isOneLack tells complaints that say the same of several cases.
func isOneLack(lacks []string, want string) bool {
	for _, lack := range lacks {
		if !strings.Contains(lack, want) {
			return false
		}
	}
	return true
}

// casesAbout are the cases that name a rule, copied.
func casesAbout(t *testing.T, id string) (all []*Case) {
	right := false
	for _, c := range allCases(t) {
		example := !right && holds(c, RuleByID(id).Right) && !contains(c.List("fires"), id)
		if right = right || example; example || contains(c.List("fires"), id) || contains(c.List("passes"), id) {
			copied := *c
			copied.Keys = slices.Clone(c.Keys)
			all = append(all, &copied)
		}
	}
	if len(all) < 2 {
		t.Fatalf("only %d cases name %s", len(all), id)
	}
	return all
}

// without are the cases without a rule under a key.
func without(cases []*Case, key, id string) (all []*Case) {
	for _, c := range cases {
		copied := *c
		copied.Keys = slices.Clone(c.Keys)
		copied.set(key, strings.Join(slices.DeleteFunc(c.List(key), func(x string) bool { return x == id }), " "))
		all = append(all, &copied)
	}
	return all
}

// gatherRule runs the cases with the rule as it is now in the place of the real one.
func gatherRule(t *testing.T, cases []*Case, spoilt *Rule) *knowledge {
	real := RuleByID(spoilt.ID)
	kept := *real
	defer func() { *real = kept }()
	*real = *spoilt
	return gather(t, cases)
}

// unanswered is the rule as an error that nobody answers.
func unanswered(r *Rule) Rule {
	spoilt := *r
	spoilt.Status = 0
	return spoilt
}

// renamed gives a rule another ID, under which all is known of it.
func renamed(r *Rule, k *knowledge, id string) {
	for _, part := range rulePartNames {
		k.japanese.entries[id+"."+part] = k.japanese.entries[r.ID+"."+part]
	}
	k.rules[id], k.ids[id], k.evidence[id] = 1, true, k.evidence[r.ID]
	r.ID = id
}

// refixed looks at the fixes of a rule anew, after each was changed.
func refixed(t *testing.T, k *knowledge, cases []*Case, r *Rule, change func(*Finding)) {
	e := k.evidence[r.ID]
	e.fixed, e.bare, e.faults = 0, nil, nil
	for _, c := range cases {
		report := inspectCase(t, c)
		for _, f := range findingsOf(report) {
			if f.Rule.ID == r.ID {
				change(&f)
				k.addFinding(t, c, report, f)
			}
		}
	}
}

// The status of each rule of the catalogue is put to the same trial: taken away, and
// changed, it is missed.
func TestCatalogueMissesEachStatus(t *testing.T) {
	all := allCases(t)
	tried := 0
	for _, r := range Rules() {
		if r.Status == 0 || r.Severity != Error {
			continue
		}
		var about []*Case
		for _, c := range all {
			if contains(c.List("fires"), r.ID) || contains(c.List("passes"), r.ID) {
				about = append(about, c)
			}
		}
		spoilt := *r
		spoilt.Status = 429 // no rule of the catalogue answers with it
		if lacks := gatherRule(t, about, &spoilt).lacks(&spoilt); !isNamed(lacks, "request: reject 429") {
			t.Errorf("%s with status 429: got %q", r.ID, lacks)
		}
		tried++
	}
	if tried < 50 {
		t.Errorf("only %d rules have a status", tried)
	}
}

func isNamed(lacks []string, want string) bool {
	return slices.ContainsFunc(lacks, func(lack string) bool { return strings.Contains(lack, want) })
}
