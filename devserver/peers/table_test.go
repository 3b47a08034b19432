package peers

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"handshake101/devserver/internal/browsers"
)

// catalogue gives the rows of servers.txt as they should be, and the table.
func catalogue(t *testing.T) ([]Row, *Table) {
	t.Helper()
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := Cases(root)
	if err != nil {
		t.Fatal(err)
	}
	table, err := ReadTable(filepath.Join(root, "web", "peers", "servers.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return ServerRows(cases), table
}

// TestTableIsWhole: every case of the catalogue was measured, and nothing else.
func TestTableIsWhole(t *testing.T) {
	rows, table := catalogue(t)
	var want []string
	for i := range rows {
		want = append(want, rows[i].Name())
		for _, p := range List {
			if p.Short && p.Kind == Server && table.Cells[rows[i].Name()][p.ID] == "" {
				t.Errorf("[%s] says nothing of %s: run make peers", rows[i].Name(), p.ID)
			}
		}
	}
	for _, name := range want {
		if !slices.Contains(table.Rows, name) {
			t.Errorf("[%s] is not in the table: run make peers", name)
		}
	}
	for _, name := range table.Rows {
		if !slices.Contains(want, name) {
			t.Errorf("[%s] is in the table and not in the catalogue: run make peers", name)
		}
	}
}

// TestClientTableIsWhole: the same of responses, for the clients that are always here
// and the browsers.
func TestClientTableIsWhole(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	w, err := readWorld(root)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, a := range w.answers {
		want = append(want, a.Row())
		for _, p := range Clients {
			if p.Short && w.clients.Cells[a.Row()][p.ID] == "" {
				t.Errorf("[%s] says nothing of %s: run make peers ARGS='-clients -missing'", a.Row(), p.ID)
			}
		}
		for _, name := range browsers.All {
			if w.clients.Cells[a.Row()][string(name)] == "" {
				t.Errorf("[%s] says nothing of %s: run make peers ARGS='-clients -missing'", a.Row(), name)
			}
		}
	}
	for _, name := range w.clients.Rows {
		if !slices.Contains(want, name) {
			t.Errorf("[%s] is in clients.txt and not in the catalogue: run make peers ARGS='-clients -missing'", name)
		}
	}
}

// TestTableReadsItself: reading and writing lose nothing.
func TestTableReadsItself(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(root, "web", "peers", "*s.txt"))
	for _, file := range files {
		if filepath.Base(file) != "servers.txt" && filepath.Base(file) != "clients.txt" {
			continue
		}
		table, err := ReadTable(file)
		if err != nil {
			t.Fatal(err)
		}
		data, _ := os.ReadFile(file)
		if table.String() != string(data) {
			t.Errorf("%s is not as make peers writes it", file)
		}
	}
}
