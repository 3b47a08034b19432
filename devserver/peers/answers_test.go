package peers

import (
	"os"
	"path/filepath"
	"testing"
)

// TestMeasuredReadsItself: a table of browsers is read back to the byte.
func TestMeasuredReadsItself(t *testing.T) {
	m := &Measured{Answers: TableAnswers()}
	seen := map[string]bool{}
	for i, a := range m.Answers {
		if seen[a.ID] {
			t.Errorf("%s is there twice", a.ID)
		}
		seen[a.ID] = true
		m.Set(a.ID, "chromium", []string{"opens chat", "fails; says : [x]: y", "hangs"}[i%3])
	}
	file := filepath.Join(t.TempDir(), "measured.txt")
	if err := os.WriteFile(file, []byte(m.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := ReadMeasured(file)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range m.Answers {
		b := got.Answers[i]
		if a.ID != b.ID || a.Raw != b.Raw || len(a.Offer) != len(b.Offer) {
			t.Errorf("%s: wrote %.200q, read %.200q", a.ID, a.Raw, b.Raw)
		}
		if got.Cells[a.ID]["chromium"] != m.Cells[a.ID]["chromium"] {
			t.Errorf("%s: cell %q", a.ID, got.Cells[a.ID]["chromium"])
		}
	}
	if got.String() != m.String() {
		t.Error("written again it differs")
	}
	t.Logf("%d responses", len(m.Answers))
}
