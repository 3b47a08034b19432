package peers

import (
	"slices"
	"testing"

	"handshake101/handshake"
)

// TestServersArePredicted: no prediction of the engine is wrong, and at most one in
// twenty is missing.
func TestServersArePredicted(t *testing.T) {
	rows, table := catalogue(t)
	right, wrong, unknown := 0, 0, 0
	missing := map[string]int{}
	for i := range rows {
		row := &rows[i]
		if row.What != Request {
			continue
		}
		report := handshake.Inspect(handshake.Exchange{Request: row.Send}, Endpoint)
		for _, p := range report.Request.Servers {
			peer := ByID(p.Server)
			if peer == nil {
				t.Fatalf("the engine predicts for %q, which is not in the list", p.Server)
			}
			cell, ok := table.Cells[row.Name()][p.Server]
			if !ok {
				continue
			}
			switch did := Outcome(peer.Kind, cell); {
			case p.Does == "unknown":
				unknown++
				missing[p.Server]++
			case p.Does == did:
				right++
			default:
				wrong++
				var rules []string
				for _, f := range report.Request.Findings {
					if !slices.Contains(rules, f.Rule.ID) {
						rules = append(rules, f.Rule.ID)
					}
				}
				t.Errorf("%s %s: predicted %s, did %s (%v)", row.ID, p.Server, p.Does, cell, rules)
			}
		}
	}
	t.Logf("%d right, %d wrong, %d unknown %v", right, wrong, unknown, missing)
	if unknown*20 > right+wrong+unknown {
		t.Errorf("unknown: %d of %d, want at most one in twenty", unknown, right+wrong+unknown)
	}
}
