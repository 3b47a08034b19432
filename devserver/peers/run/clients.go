package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"handshake101/devserver/internal/browsers"
	"handshake101/devserver/peers"
)

// measureClients sends every response of the catalogue to every client and browser,
// and writes web/peers/clients.txt and words-clients.txt. missing: only those that
// the table does not have.
func measureClients(only string, missing bool) error {
	root, err := peers.Root()
	if err != nil {
		return err
	}
	cases, err := peers.Cases(root)
	if err != nil {
		return err
	}
	all := peers.ClientAnswers(cases)
	file := filepath.Join(root, "web", "peers", "clients.txt")
	old, err := peers.ReadTable(file)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	wordFile := filepath.Join(root, "web", "peers", "words-clients.txt")
	said, err := os.ReadFile(wordFile)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	wanted := func(id string) bool { return only == "" || slices.Contains(strings.Split(only, ","), id) }
	t := &peers.Table{Measured: time.Now().UTC().Format(time.DateOnly)}
	for _, a := range all {
		t.Row(a.Row())
	}
	wants := func(id string) []*peers.Answer {
		if !missing || old == nil {
			return all
		}
		t.Keep(old, id)
		return slices.DeleteFunc(slices.Clone(all), func(a *peers.Answer) bool { return t.Cells[a.Row()][id] != "" })
	}
	words := peers.ClientWords{}
	done := map[string]bool{}
	var failed []string
	keep := func(id, name, version string, seen map[string]peers.Seen, began time.Time) {
		done[id] = true
		t.Peers = append(t.Peers, strings.Join([]string{id, string(peers.Client), version, name}, " "))
		for _, a := range all {
			if s, ok := seen[a.ID]; ok {
				s.Cell, _, _ = strings.Cut(s.Cell, "; code ") // which libraries do not tell
				t.Set(a.Row(), id, s.Cell)
				words.Add(id, a.ID, s.Words)
			}
		}
		fmt.Printf("%-14s %-14s %5d cells %6.1f s\n", id, version, len(seen), time.Since(began).Seconds())
	}
	for i := range peers.Clients {
		p := &peers.Clients[i]
		if !wanted(p.ID) {
			continue
		}
		version, err := p.Version()
		var seen map[string]peers.Seen
		began := time.Now()
		asked := wants(p.ID)
		if err == nil && len(asked) > 0 {
			seen, err = peers.AskClient(p, asked)
		}
		if err != nil {
			failed = append(failed, fmt.Sprintf("%s: %v", p.ID, err))
			continue
		}
		keep(p.ID, p.Name, version, seen, began)
	}
	for _, name := range browsers.All {
		if !wanted(string(name)) {
			continue
		}
		began := time.Now()
		asked := wants(string(name))
		if len(asked) == 0 {
			continue
		}
		seen, version, err := peers.HearBrowser(name, asked, func(int) {})
		if err != nil {
			failed = append(failed, err.Error())
			continue
		}
		keep(string(name), peers.BrowserNames[name], version, seen, began)
	}
	if old != nil { // who was not asked keeps the cells it had
		for _, p := range old.Peers {
			if id, _, _ := strings.Cut(p, " "); !done[id] {
				t.Take(old, id)
			}
		}
	}
	slices.Sort(t.Peers)
	if err := os.WriteFile(file, []byte(t.String()), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(wordFile, []byte(words.Text(all, string(said), missing)), 0o644); err != nil {
		return err
	}
	if err := peers.WriteReality(root); err != nil {
		return err
	}
	if failed != nil {
		return fmt.Errorf("not measured:\n%s", strings.Join(failed, "\n"))
	}
	return nil
}
