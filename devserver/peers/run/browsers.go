package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"handshake101/devserver/internal/browsers"
	"handshake101/devserver/peers"
)

// measureBrowsers sends the responses of the table to the browsers, all three at a
// time, and writes testdata/browsers.txt. What is not measured now, because it is not
// one of the rows or, with missing, because it was before, stays as it was.
func measureBrowsers(only, rows, skip string, missing bool) error {
	root, err := peers.Root()
	if err != nil {
		return err
	}
	which, err := regexp.Compile(rows)
	if err != nil {
		return err
	}
	not, err := regexp.Compile(skip)
	if err != nil {
		return err
	}
	file := filepath.Join(root, peers.BrowserTable)
	old, err := peers.ReadMeasured(file)
	if err != nil {
		return err
	}
	var asked []*peers.Answer
	t := &peers.Measured{Answers: peers.TableAnswers()}
	for _, a := range t.Answers {
		if t.Row(a.ID); which.MatchString(a.ID) && (skip == "" || !not.MatchString(a.ID)) && !(missing && len(old.Cells[a.ID]) == len(browsers.All)) {
			asked = append(asked, a)
		}
	}
	m, failed := askBrowsers(asked, only)
	t.Measured = m.Measured
	for _, name := range browsers.All {
		t.Keep(&old.Table, string(name))
		if measured(m, name) {
			t.Take(&m.Table, string(name))
		}
	}
	keepOthers(t, old)
	if err := os.WriteFile(file, []byte(t.String()), 0o644); err != nil {
		return err
	}
	if err := peers.WriteReality(root); err != nil {
		return err
	}
	return failed
}

func measured(m *peers.Measured, name browsers.Name) bool {
	return slices.ContainsFunc(m.Peers, func(p string) bool { return strings.HasPrefix(p, string(name)+" ") })
}

// keepOthers puts in what an older run says of browsers that were not asked now.
func keepOthers(m, old *peers.Measured) {
	for _, name := range browsers.All {
		if !measured(m, name) {
			m.Take(&old.Table, string(name))
		}
	}
	slices.Sort(m.Peers)
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
