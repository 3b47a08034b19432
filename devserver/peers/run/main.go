// Run measures all peers and writes the tables: `make peers`.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"handshake101/devserver/peers"
)

func main() {
	only := flag.String("only", "", "measure these peers, separated by commas; the rest of the table stays")
	requests := flag.Bool("requests", false, "only capture what clients send, into handshake/cases/clients.case")
	flag.Parse()
	if *requests {
		if err := capture(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if err := run(*only); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(only string) error {
	root, err := peers.Root()
	if err != nil {
		return err
	}
	cases, err := peers.Cases(root)
	if err != nil {
		return err
	}
	return measure(filepath.Join(root, "web", "peers", "servers.txt"), only, peers.ServerRows(cases), peers.Server, peers.Proxy)
}

// measure asks all peers of some kinds, two at a time, and writes their table.
func measure(file, only string, rows []peers.Row, kinds ...peers.Kind) error {
	old, err := peers.ReadTable(file)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	t := &peers.Table{Measured: time.Now().UTC().Format(time.DateOnly)}
	for i := range rows {
		t.Row(rows[i].Name())
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan bool, 2)
	var failed []string
	for i := range peers.List {
		p := &peers.List[i]
		if !slices.Contains(kinds, p.Kind) {
			continue
		}
		if only != "" && !slices.Contains(strings.Split(only, ","), p.ID) {
			if old != nil {
				t.Take(old, p.ID)
			}
			continue
		}
		version, err := p.Version()
		if err != nil {
			failed = append(failed, fmt.Sprintf("%s: %v", p.ID, err))
			continue
		}
		t.Peers = append(t.Peers, strings.Join([]string{p.ID, string(p.Kind), version, p.Name}, " "))
		wg.Add(1)
		slots <- true
		go func() {
			defer func() { <-slots; wg.Done() }()
			began := time.Now()
			seen, err := peers.Measure(p, rows)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = append(failed, err.Error())
				return
			}
			for row, s := range seen {
				t.Set(row, p.ID, s.Cell)
			}
			fmt.Printf("%-12s %-12s %5d cells %6.1f s\n", p.ID, version, len(seen), time.Since(began).Seconds())
		}()
	}
	wg.Wait()
	if err := os.WriteFile(file, []byte(t.String()), 0o644); err != nil {
		return err
	}
	if failed != nil {
		return fmt.Errorf("not measured:\n%s", strings.Join(failed, "\n"))
	}
	return nil
}
