package peers

import (
	"fmt"
	"os"
	"strings"
)

// Table is what was measured, as servers.txt and clients.txt hold it:
//
//	measured: 2026-11-22
//	peer: gorilla server v1.5.3 gorilla/websocket
//
//	[request ws-key-missing]
//	gobwas gorilla: 400
//	nginx: forwards; 101
//
// A section is a row; a line in it gives the peers, in the order of the letters,
// that did the same, and what they did. A peer that a row says nothing of was not
// asked. wasm/page reads the same format.
type Table struct {
	Measured string
	Peers    []string // "gorilla server v1.5.3 gorilla/websocket"
	Rows     []string // "request ws-key-missing", in order
	Cells    map[string]map[string]string
}

// Set puts one cell in.
func (t *Table) Set(row, peer, cell string) {
	t.Row(row)
	t.Cells[row][peer] = cell
}

// Row puts an empty row in, unless it is there.
func (t *Table) Row(row string) {
	if t.Cells == nil {
		t.Cells = map[string]map[string]string{}
	}
	if t.Cells[row] == nil {
		t.Cells[row] = map[string]string{}
		t.Rows = append(t.Rows, row)
	}
}

// Take puts in what another table says of one peer about the rows of this one.
func (t *Table) Take(old *Table, peer string) {
	for _, p := range old.Peers {
		if id, _, _ := strings.Cut(p, " "); id == peer {
			t.Peers = append(t.Peers, p)
		}
	}
	t.Keep(old, peer)
}

// Keep puts in the cells of one peer that another table has of the rows of this one.
func (t *Table) Keep(old *Table, peer string) {
	for _, row := range t.Rows {
		if cell, ok := old.Cells[row][peer]; ok {
			t.Cells[row][peer] = cell
		}
	}
}

// String writes the table.
func (t *Table) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "measured: %s\n", t.Measured)
	for _, p := range t.Peers {
		fmt.Fprintf(&b, "peer: %s\n", p)
	}
	for _, row := range t.Rows {
		fmt.Fprintf(&b, "\n[%s]\n", row)
		b.WriteString(strings.Join(t.lines(row), ""))
	}
	return b.String()
}

// ReadTable reads what String wrote.
func ReadTable(file string) (*Table, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return parseTable(file, string(data))
}

func parseTable(file, text string) (*Table, error) {
	t, row := new(Table), ""
	for n, line := range strings.Split(text, "\n") {
		key, value, ok := strings.Cut(line, ": ")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			row = strings.Trim(line, "[]")
		case !ok:
			return nil, fmt.Errorf("%s:%d: got %q, expected \"peers: what they did\"", file, n+1, line)
		case row != "":
			for _, peer := range strings.Fields(key) {
				t.Set(row, peer, value)
			}
		case key == "measured":
			t.Measured = value
		case key == "peer":
			t.Peers = append(t.Peers, value)
		default:
			return nil, fmt.Errorf("%s:%d: unknown key %q", file, n+1, key)
		}
	}
	return t, nil
}
