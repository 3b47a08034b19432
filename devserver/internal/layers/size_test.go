package layers

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// budget is what a first visitor downloads at most, brotli 11: 1.3 times an
// empty program with safejs. A program that outgrows it starts noticeably later on
// a phone.
const budget = 750 * 1024

// TestSize weighs the program that visitors get. It builds it when it is
// older than its sources, as `make run` does.
func TestSize(t *testing.T) {
	root, _ := project(t)
	cmd := exec.Command("go", "run", "./devserver/internal/build")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go run ./devserver/internal/build: %v\n%s", err, out)
	}
	size := func(suffix string) int64 {
		info, err := os.Stat(filepath.Join(root, "web", "build", "handshake101.wasm"+suffix))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	raw, gz, br := size(""), size(".gz"), size(".br")
	t.Logf("handshake101.wasm: %d bytes, gzip -9 %d, brotli 11 %d of %d", raw, gz, br, budget)
	if br > budget {
		t.Errorf("the wasm is %d bytes in brotli, %d over the budget of %d: see what grew with\n\tGOOS=js GOARCH=wasm go build -o x.wasm ./wasm && go tool nm -size -sort size x.wasm | head -50\nReaders on slow lines pay for each byte; raise the budget only with a reason in README.md",
			br, br-budget, budget)
	}
}
