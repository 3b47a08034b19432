package peers

import (
	"hash/fnv"
	"strings"
	"testing"
)

// TestShort asks the peers of Go and npm for a sample of the table, always the
// same third, and wants to see what the table says.
func TestShort(t *testing.T) {
	rows, table := catalogue(t)
	measured := map[string]string{}
	for _, p := range table.Peers {
		if f := strings.Fields(p); len(f) > 2 {
			measured[f[0]] = f[2]
		}
	}
	var sample []Row
	for _, row := range rows {
		h := fnv.New32a()
		h.Write([]byte(row.Name()))
		if h.Sum32()%3 == 0 {
			sample = append(sample, row)
		}
	}
	asked := 0
	for i := range List {
		p := &List[i]
		if !p.Short || p.Kind == Client {
			continue
		}
		t.Run(p.ID, func(t *testing.T) {
			version, err := p.Version()
			if err != nil {
				t.Fatal(err)
			}
			var mine []Row // what a peer only waits at takes longer than all the rest
			for _, row := range sample {
				if cell, ok := table.Cells[row.Name()][p.ID]; ok && !strings.Contains(cell, waits) {
					mine = append(mine, row)
				}
			}
			seen, err := Measure(p, mine, false)
			if err != nil {
				t.Fatal(err)
			}
			for name, s := range seen {
				if cell := table.Cells[name][p.ID]; s.Cell != cell {
					t.Errorf("%s: %s (%s): the table, measured with %s, says %q, seen was %q; make peers measures anew",
						name, p.ID, version, measured[p.ID], cell, s.Cell)
				}
			}
			asked += len(seen)
		})
	}
	if asked < 500 {
		t.Errorf("%d cells were asked for, want 500 at least", asked)
	}
	t.Logf("%d cells", asked)
}
