package peers

import (
	"path/filepath"
	"strings"
	"testing"

	"handshake101/devserver/internal/browsers"
)

// TestBrowserPredictions: of all that was measured no prediction is wrong, and at
// most one in twenty is unknown.
func TestBrowserPredictions(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	m, err := ReadMeasured(filepath.Join(root, BrowserTable))
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Answers) < 1000 {
		t.Errorf("%d responses in %s, want 1000 at least", len(m.Answers), BrowserTable)
	}
	scores := Hold(m, func(a *Answer, name browsers.Name, predicted, cell string) {
		t.Errorf("[%s] %s: %q, predicted %q\n\t%.300q", a.ID, name, cell, predicted, a.Raw)
	})
	for _, peer := range m.Peers {
		id, _, _ := strings.Cut(peer, " ")
		name := browsers.Name(id)
		s := scores[name]
		t.Logf("%s: %v", name, s)
		if all := s.Right + s.Wrong + s.Unknown; all < 1000 || s.Unknown*20 > all {
			t.Errorf("%s: %d of %d are unknown, at most one in twenty may be", name, s.Unknown, all)
		}
	}
}
