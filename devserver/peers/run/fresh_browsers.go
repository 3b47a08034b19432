package main

import (
	"fmt"
	"os"
	"path/filepath"

	"handshake101/devserver/internal/browsers"
	"handshake101/devserver/peers"
)

// freshBrowsers measures n responses that stand in no table in all browsers, or in
// one, and keeps the run as .cache/fresh-SEED.txt, beside what the other browsers did
// with the same responses. Then it holds the predictions against what was seen.
func freshBrowsers(n int, seed uint64, only string) error {
	root, err := peers.Root()
	if err != nil {
		return err
	}
	file := filepath.Join(root, ".cache", fmt.Sprintf("fresh-%d.txt", seed))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	m, failed := askBrowsers(peers.FreshAnswers(n, seed), only)
	if old, err := peers.ReadMeasured(file); err == nil {
		keepOthers(m, old)
	}
	if err := os.WriteFile(file, []byte(m.String()), 0o644); err != nil {
		return err
	}
	if failed != nil {
		return failed
	}
	return hold(file)
}

// hold holds the predictions against a run that was kept.
func hold(file string) error {
	m, err := peers.ReadMeasured(file)
	if err != nil {
		return err
	}
	wrong := 0
	scores := peers.Hold(m, func(a *peers.Answer, name browsers.Name, predicted, cell string) {
		wrong++
		fmt.Printf("wrong: [%s] %s: %q, predicted %q\n\t%.400q\n", a.ID, name, cell, predicted, a.Raw)
	})
	for _, name := range browsers.All {
		fmt.Printf("%-10s %v\n", name, scores[name])
	}
	if wrong > 0 {
		return fmt.Errorf("%d predictions are wrong; what was seen stands in %s", wrong, file)
	}
	return nil
}
