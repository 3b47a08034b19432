package layers

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// budget is what a first visitor downloads at most, brotli 11. The design hoped
// for 1.3 times an empty program with safejs, 750 KB; the whole catalogue with
// its decoders came to 910 KB, of which 578 KB are Go and safejs themselves
// (README, "How it is built"). What is added from here on must earn its place.
const budget = 1150 * 1024

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
		t.Errorf("the wasm is %d bytes in brotli, %d over the budget of %d. Readers on slow lines pay for each byte: make it smaller, or raise the budget with a reason in README.md. What its code weighs, unpacked:\n%s",
			br, br-budget, budget, heaviest(t, root))
	}
}
