package handshake

import (
	"encoding/json"
	"strings"
	"testing"
)

// The hand-written JSON says what the report says.
func TestReportJSON(t *testing.T) {
	for _, file := range caseFiles(t) {
		for _, c := range file.cases {
			r := inspectCase(t, c)
			var got struct {
				Schema  int
				Verdict struct {
					Outcome, Summary string
					Protocol         *string
				}
				Request struct {
					Verdict  string
					Status   int
					Spans    []struct{ Start, End int }
					Findings []struct{ Rule, Text, Severity string }
				}
				Response *struct{ Verdict string }
				Steps    []struct {
					ID      string
					Derived []struct{ Value string }
				}
				Simulated struct{ Response string }
			}
			if err := json.Unmarshal(r.AppendJSON(nil, nil), &got); err != nil {
				t.Errorf("%s: %v", c.ID, err)
				continue
			}
			if got.Schema != 1 || got.Verdict.Outcome != r.Verdict.Outcome.String() || got.Verdict.Summary != (*Language)(nil).Say(r.Verdict.Summary) {
				t.Errorf("%s: another verdict: %+v", c.ID, got.Verdict)
			}
			if got.Request.Verdict != r.Request.Verdict.String() || got.Request.Status != r.Request.Status || len(got.Request.Spans) != len(r.Request.Spans) {
				t.Errorf("%s: another request: %+v", c.ID, got.Request)
			}
			for i, f := range r.Request.Findings {
				if g := got.Request.Findings[i]; g.Rule != f.Rule.ID || g.Severity != f.Rule.Severity.String() {
					t.Errorf("%s: finding %d is %+v, want %s", c.ID, i, g, f.Rule.ID)
				}
			}
			if (got.Response == nil) != (c.Exchange.Response == nil) {
				t.Errorf("%s: response is null: %v", c.ID, got.Response == nil)
			}
			if len(got.Steps) != len(r.Steps) {
				t.Errorf("%s: %d steps, want %d", c.ID, len(got.Steps), len(r.Steps))
			}
			if got.Simulated.Response != strings.ToValidUTF8(string(r.Simulated), "\ufffd") {
				t.Errorf("%s: simulated is %q", c.ID, got.Simulated.Response)
			}
		}
	}
}

func FuzzJSONString(f *testing.F) {
	for _, s := range []string{"", "a\x00\"\\\n</script>", "\u2028\u2029", "\xff\xfe", "日本語", "\x7f&"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := AppendJSONString(nil, s)
		var got string
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatalf("%q gives %s: %v", s, text, err)
		}
		var want string // encoding/json replaces each bad octet too
		plain, _ := json.Marshal(s)
		if err := json.Unmarshal(plain, &want); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Fatalf("%q comes back as %q, want %q", s, got, want)
		}
		if strings.ContainsAny(string(text), "<>&\x00\n\u2028\u2029") {
			t.Fatalf("%q is not safe in a script element: %s", s, text)
		}
	})
}
