package peers

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"handshake101/devserver/internal/browsers"
	"handshake101/handshake"
	"handshake101/wasm/page"
)

// world is all that was measured, and what is thought of it.
type world struct {
	cases    []*handshake.Case
	rows     []Row
	answers  []*Answer
	servers  *Table
	clients  *Table
	browsers *Measured
	judged   [2][]Judgement // of servers and proxies, of clients
}

func readWorld(root string) (*world, error) {
	cases, err := Cases(root)
	if err != nil {
		return nil, err
	}
	w := &world{cases: cases, rows: ServerRows(cases), answers: ClientAnswers(cases)}
	dir := filepath.Join(root, "web", "peers")
	if w.servers, err = ReadTable(filepath.Join(dir, "servers.txt")); err != nil {
		return nil, err
	}
	if w.clients, err = ReadTable(filepath.Join(dir, "clients.txt")); err != nil {
		return nil, err
	}
	if w.browsers, err = ReadMeasured(filepath.Join(root, BrowserTable)); err != nil {
		return nil, err
	}
	for i, file := range []string{ServerJudgements, ClientJudgements} {
		if w.judged[i], err = ReadJudgements(filepath.Join(dir, file)); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *world) ofServers() []Difference { return Differences(w.rows, w.servers) }
func (w *world) ofClients() []Difference { return ClientDifferences(w.cases, w.clients, w.browsers) }

// browser tells which clients are browsers.
func browser(id string) bool {
	for _, name := range browsers.All {
		if id == string(name) {
			return true
		}
	}
	return false
}

// Reality writes reality.txt, which the page fetches: the judgements with who does
// what in which case, and for each rule what everybody does with one case that
// breaks it. Of clients the section says so with "clients". What is no case is a
// link, with # before it.
//
//	measured: 2026-11-22
//	peer: gorilla server v1.5.3 gorilla/websocket
//
//	[judgement host-twice]
//	verdict: wrong
//	cite: RFC 9112 §3.2
//	text: …
//	ja: …
//	does: h1.host.single forwards: haproxy lighttpd squid = host-twice
//
//	[rule h1.host.single]
//	case: host-twice
//	did: coder gorilla: 400
func (w *world) Reality() string {
	var b strings.Builder
	fmt.Fprintf(&b, "measured: %s\n", max(w.servers.Measured, w.clients.Measured, w.browsers.Measured))
	for _, p := range w.servers.Peers {
		fmt.Fprintf(&b, "peer: %s\n", p)
	}
	for _, p := range w.clients.Peers {
		if id, rest, _ := strings.Cut(p, " "); browser(id) {
			p = id + " browser" + strings.TrimPrefix(rest, string(Client))
		}
		fmt.Fprintf(&b, "peer: %s\n", p)
	}
	for i, differences := range [][]Difference{w.ofServers(), w.ofClients()} {
		for _, j := range w.judged[i] {
			w.judgement(&b, &j, i == 1, differences)
		}
	}
	w.rules(&b)
	return b.String()
}

func (w *world) judgement(b *strings.Builder, j *Judgement, clients bool, differences []Difference) {
	fmt.Fprintf(b, "\n[judgement %s]\n", j.ID)
	if clients {
		b.WriteString("of: clients\n")
	}
	fmt.Fprintf(b, "verdict: %s\ncite: %s\ntext: %s\nja: %s\n", j.Verdict, j.Cite, j.Text, j.JA)
	said := map[string]bool{}
	for i := range differences {
		d := &differences[i]
		by := j.by(d)
		if by == "" {
			continue
		}
		for _, s := range d.Shows() {
			// One of a family stands for all that the same peers do.
			if key := d.Does + strings.Join(s.Peers, " "); strings.Contains(by, "*") && said[key] {
				continue
			} else {
				said[key] = true
			}
			fmt.Fprintf(b, "does: %s %s: %s", d.Of, d.Does, strings.Join(s.Peers, " "))
			if at := w.example(s.Row); at != "" {
				b.WriteString(" = " + at)
			}
			b.WriteByte('\n')
		}
	}
}

// example is where a row is looked at: the ID of its case, or for an answer of the
// table of browsers a link of the page with its bytes; nothing for one that is too
// long for a link.
func (w *world) example(row string) string {
	id, ok := strings.CutPrefix(row, ofBrowsers)
	if !ok {
		return row
	}
	for _, a := range w.browsers.Answers {
		if a.ID == id {
			if link := answerLink(a); len(link) < 8000 {
				return "#" + link
			}
			return ""
		}
	}
	return id
}

// answerLink opens the page at an answer to the handshake of a browser.
func answerLink(a *Answer) string {
	key, host := "dGhlIHNhbXBsZSBub25jZQ==", "server.example.com"
	request := handshake.Build(handshake.Offer{Target: "/chat", Host: host, Origin: "http://" + host, Key: key,
		Subprotocols: a.Offer, Extensions: "permessage-deflate; client_max_window_bits"})
	return page.EncodeLink(page.LinkState{Request: request, Response: a.Bytes(key, host, "/chat")})
}

func (w *world) rules(b *strings.Builder) {
	type shown struct {
		row   string // the row of the table
		at    string // where it is looked at
		cost  int    // other faults: the case with the fewest shows a rule best
		table *Table
	}
	servers, clients := map[string]*shown{}, map[string]*shown{}
	keep := func(all map[string]*shown, rule string, s shown) {
		if rule != "" && s.table.Cells[s.row] != nil && (all[rule] == nil || s.cost < all[rule].cost) {
			all[rule] = &s
		}
	}
	for i := range w.rows {
		if rules, _ := Causes(&w.rows[i]); len(rules) > 0 {
			keep(servers, rules[0], shown{w.rows[i].Name(), w.rows[i].ID, len(rules), w.servers})
		}
	}
	for _, a := range w.answers {
		rule, n := broken(a)
		keep(clients, rule, shown{a.Row(), a.CaseID(), n, w.clients})
	}
	for _, a := range w.browsers.Answers { // only what no case shows
		if rule, n := broken(a); len(a.Raw) < 2000 {
			keep(clients, rule, shown{a.ID, "#" + answerLink(a), 100 + n, &w.browsers.Table})
		}
	}
	for _, r := range handshake.Rules() {
		for kind, all := range []map[string]*shown{servers, clients} {
			s := all[r.ID]
			if s == nil {
				continue
			}
			fmt.Fprintf(b, "\n[rule %s]\n", r.ID)
			if kind == 1 {
				b.WriteString("of: clients\n")
			}
			fmt.Fprintf(b, "case: %s\n", s.at)
			for _, line := range s.table.lines(s.row) {
				fmt.Fprintf(b, "did: %s", line)
			}
		}
	}
}

// WriteReality writes reality.txt from the files beside it, and words-browsers.txt.
func WriteReality(root string) error {
	w, err := readWorld(root)
	if err != nil {
		return err
	}
	dir := filepath.Join(root, "web", "peers")
	if err := os.WriteFile(filepath.Join(dir, "words-browsers.txt"), []byte(w.browserWords()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "reality.txt"), []byte(w.Reality()), 0o644)
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
