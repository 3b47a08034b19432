package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"handshake101/devserver/internal/browsers"
	"handshake101/devserver/peers"
)

// measureBrowsers sends every response of the table to the browsers, all three at
// a time, and writes testdata/browsers.txt.
func measureBrowsers(only string) error {
	root, err := peers.Root()
	if err != nil {
		return err
	}
	file := filepath.Join(root, peers.BrowserTable)
	m, failed := askBrowsers(peers.TableAnswers(), only)
	if old, err := peers.ReadMeasured(file); err == nil { // what was not measured now stays as it was
		for _, name := range browsers.All {
			if !slices.ContainsFunc(m.Peers, func(p string) bool { return strings.HasPrefix(p, string(name)+" ") }) {
				m.Take(&old.Table, string(name))
			}
		}
	}
	slices.Sort(m.Peers)
	if err := os.WriteFile(file, []byte(m.String()), 0o644); err != nil {
		return err
	}
	if err := peers.WriteReality(root); err != nil {
		return err
	}
	return failed
}

func askBrowsers(all []*peers.Answer, only string) (*peers.Measured, error) {
	m := &peers.Measured{Answers: all}
	m.Measured = time.Now().UTC().Format(time.DateOnly)
	for _, a := range all {
		m.Row(a.ID)
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	var failed error
	for _, name := range browsers.All {
		if only != "" && !strings.Contains(only, string(name)) {
			continue
		}
		wg.Go(func() {
			began := time.Now()
			cells, version, err := peers.AskBrowser(name, all, func(done int) {
				if done%300 == 0 {
					fmt.Printf("%-10s %5d of %d after %.0f s\n", name, done, len(all), time.Since(began).Seconds())
				}
			})
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				fmt.Println("not measured:", err)
				failed = err
				return
			}
			m.Peers = append(m.Peers, fmt.Sprintf("%s client %s %s", name, version, peers.BrowserNames[name]))
			for id, cell := range cells {
				m.Set(id, string(name), cell)
			}
			fmt.Printf("%-10s %-14s %5d cells %6.1f s\n", name, version, len(cells), time.Since(began).Seconds())
		})
	}
	wg.Wait()
	return m, failed
}
