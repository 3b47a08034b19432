package peers

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handshake101/devserver/internal/browsers"
)

// some takes every nth of a list.
func some[T any](all []T, n int) (few []T) {
	for i := 0; i < len(all); i += n {
		few = append(few, all[i])
	}
	return few
}

// outcomeOnly leaves out of a cell how the connection ended.
func outcomeOnly(cell string) string {
	outcome, _, _ := strings.Cut(cell, ";")
	return outcome
}

// TestChromiumAsMeasured asks the real Chromium a fixed sample of what its table
// says.
func TestChromiumAsMeasured(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	m, err := ReadMeasured(filepath.Join(root, BrowserTable))
	if err != nil {
		t.Fatal(err)
	}
	sample := some(slices.DeleteFunc(m.Answers, func(a *Answer) bool { // a new rule is measured by make peers
		return m.Cells[a.ID][string(browsers.Chromium)] == ""
	}), 29)
	cells, version, err := AskBrowser(browsers.Chromium, sample, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range sample {
		got, want := cells[a.ID], m.Cells[a.ID][string(browsers.Chromium)]
		if strings.HasSuffix(a.Raw, closeMark) { // whether the page sees the end in time is chance
			got, want = outcomeOnly(got), outcomeOnly(want)
		}
		if got != want {
			t.Errorf("[%s] Chromium %s %q, the table says %q: run make peers ARGS=-browsers\n\t%.300q", a.ID, version, got, want, a.Raw)
		}
	}
}

// TestClientsAsMeasured asks the client libraries that are always here a fixed
// sample of what their table says.
func TestClientsAsMeasured(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := Cases(root)
	if err != nil {
		t.Fatal(err)
	}
	table, err := ReadTable(filepath.Join(root, "web", "peers", "clients.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var sample []*Answer
	for _, a := range some(ClientAnswers(cases), 9) {
		if table.Cells[a.Row()] != nil { // a new case is measured by make peers
			sample = append(sample, a)
		}
	}
	if len(sample) < 15 {
		t.Fatalf("%d responses of the sample stand in clients.txt: run make peers ARGS=-clients", len(sample))
	}
	for i := range Clients {
		p := &Clients[i]
		if !p.Short {
			continue
		}
		seen, err := AskClient(p, sample)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, a := range sample {
			want, asked := table.Cells[a.Row()][p.ID]
			// What a client says at its end depends on who was faster, its close frame or
			// the end of the connection: opened or not is what must agree.
			if asked && outcomeOnly(seen[a.ID].Cell) != outcomeOnly(want) {
				t.Errorf("[%s] %s %q, the table says %q: run make peers ARGS=-clients\n\t%.300q", a.ID, p.ID, seen[a.ID].Cell, want, a.Raw)
			}
		}
	}
}

// TestFreshAnswersAreDeterministic: a seed always makes the same responses.
func TestFreshAnswersAreDeterministic(t *testing.T) {
	a, b := FreshAnswers(60, 5), FreshAnswers(60, 5)
	for i := range a {
		if a[i].Raw != b[i].Raw {
			t.Fatalf("response %d differs", i)
		}
	}
}
