package peers

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"handshake101/handshake"
)

// Reality writes reality.txt, which the page fetches: the judgements with who does
// what, and for each rule what everybody does with one case that breaks it.
//
//	measured: 2026-11-22
//	peer: gorilla server v1.5.3 gorilla/websocket
//
//	[judgement host-twice]
//	verdict: wrong
//	cite: RFC 9112 §3.2
//	text: …
//	ja: …
//	does: h1.host.single forwards: haproxy lighttpd squid
//
//	[rule h1.host.single]
//	case: host-twice
//	did: coder gorilla: 400
func Reality(rows []Row, t *Table, all []Judgement) string {
	var b strings.Builder
	fmt.Fprintf(&b, "measured: %s\n", t.Measured)
	for _, p := range t.Peers {
		fmt.Fprintf(&b, "peer: %s\n", p)
	}
	differences := Differences(rows, t)
	for _, j := range all {
		fmt.Fprintf(&b, "\n[judgement %s]\nverdict: %s\ncite: %s\ntext: %s\nja: %s\n", j.ID, j.Verdict, j.Cite, j.Text, j.JA)
		for i := range differences {
			if d := &differences[i]; j.Judges(d) {
				fmt.Fprintf(&b, "does: %s %s: %s\n", d.Of, d.Does, strings.Join(d.Peers, " "))
			}
		}
	}
	example := map[string]*Row{}
	for i := range rows {
		rules, _ := Causes(&rows[i])
		if len(rules) == 0 || t.Cells[rows[i].Name()] == nil {
			continue
		}
		// The case with the fewest other faults shows a rule best.
		if old := example[rules[0]]; old == nil || len(rules) < faults(old) {
			example[rules[0]] = &rows[i]
		}
	}
	for _, r := range handshake.Rules() {
		row := example[r.ID]
		if row == nil {
			continue
		}
		fmt.Fprintf(&b, "\n[rule %s]\ncase: %s\n", r.ID, row.ID)
		for _, line := range t.lines(row.Name()) {
			fmt.Fprintf(&b, "did: %s", line)
		}
	}
	return b.String()
}

func faults(row *Row) int {
	rules, _ := Causes(row)
	return len(rules)
}

// WriteReality writes reality.txt from the files beside it.
func WriteReality(root string) error {
	text, err := reality(root)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, "web", "peers", "reality.txt"), []byte(text), 0o644)
}

func reality(root string) (string, error) {
	cases, err := Cases(root)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(root, "web", "peers")
	t, err := ReadTable(filepath.Join(dir, "servers.txt"))
	if err != nil {
		return "", err
	}
	all, err := ReadJudgements(filepath.Join(dir, "judgements.txt"))
	if err != nil {
		return "", err
	}
	return Reality(ServerRows(cases), t, all), nil
}

// lines are the lines of one row, as the table holds them.
func (t *Table) lines(row string) (lines []string) {
	did := map[string][]string{}
	for peer, cell := range t.Cells[row] {
		did[cell] = append(did[cell], peer)
	}
	for cell, who := range did {
		slices.Sort(who)
		lines = append(lines, strings.Join(who, " ")+": "+cell+"\n")
	}
	slices.Sort(lines)
	return lines
}
