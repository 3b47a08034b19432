package handshake

import (
	"strings"
	"testing"
)

// Every protocol of the catalogue has a sample that, with a Host, inspects
// without a fault and switches; from every one the form leads to every other.
func TestSamples(t *testing.T) {
	key := NewKey([16]byte{1, 2, 3})
	all := Samples()
	if len(all) != len(protocols) { // HTTP itself is asked for by nobody, the generic list is beside them
		t.Errorf("%d samples, %d protocols", len(all), len(protocols))
	}
	for _, from := range all {
		start := strings.Replace(strings.Replace(string(from.m.raw), "Key:", "Key: "+key, 1), "\r\n", "\r\nHost: a.example\r\nX-Mine:  kept \r\n", 1)
		for _, to := range all {
			m := ParseRequest([]byte(start))
			f, _ := m.SetField("Upgrade", to.Upgrade)
			m = ParseRequest(replace(m.raw, &f))
			s := SampleFor(m)
			if s == nil || s.Upgrade != to.Upgrade {
				t.Fatalf("%s: no sample", to.Upgrade)
			}
			missing, left := s.Gaps(m)
			if same := from.Upgrade == to.Upgrade; same && len(missing)+len(left) > 0 {
				t.Errorf("%s: the sample itself lacks %v and leaves %v", to.Upgrade, missing, left)
			}
			b := s.Fit(m.raw, key)
			if !strings.Contains(string(b), "X-Mine:  kept \r\n") {
				t.Errorf("%s to %s: a line of one's own is lost: %q", from.Upgrade, to.Upgrade, b)
			}
			if missing, left := s.Gaps(ParseRequest(b)); len(missing)+len(left) > 0 {
				t.Errorf("%s to %s: still lacks %v, leaves %v: %q", from.Upgrade, to.Upgrade, missing, left, b)
			}
			r := Inspect(Exchange{Request: b}, nil)
			if r.Verdict.Outcome != Switches {
				t.Errorf("%s to %s: %v", from.Upgrade, to.Upgrade, r.Verdict.Outcome)
			}
			for _, f := range r.Request.Findings {
				if f.Rule.Severity >= Violation {
					t.Errorf("%s to %s: %s: %q", from.Upgrade, to.Upgrade, f.Rule.ID, b)
				}
			}
			if again := s.Fit(b, key); string(again) != string(b) {
				t.Errorf("%s to %s: fitting twice changes again", from.Upgrade, to.Upgrade)
			}
		}
	}
}
