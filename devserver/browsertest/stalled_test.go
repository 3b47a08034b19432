package browsertest

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A headless Chromium now and then stops painting a window for good: nothing is
// animated any more, and a picture of it never comes, while its scripts go on
// (puppeteer's issue 12712, and many others). What a test sees then is nothing that the
// page did. Such a test is left, and done again from its start in a browser of its own;
// there the same thing fails it.

const againVariable = "HANDSHAKE101_TESTS_AGAIN"

var stalls struct {
	mu    sync.Mutex
	tests map[string]bool // by the names of whole tests
}

// stalled leaves the test because the browser paints nothing any more.
func (p *tab) stalled(when string) {
	p.Helper()
	seen := get[string](p, `JSON.stringify([document.visibilityState, document.hasFocus(), innerWidth, innerHeight, location.href])`)
	if _, is := p.TB.(*testing.T); !is || os.Getenv(againVariable) != "" {
		p.Fatalf("the browser does not paint the page any more, %s: %s", when, seen)
	}
	name, _, _ := strings.Cut(p.Name(), "/")
	stalls.mu.Lock()
	if stalls.tests == nil {
		stalls.tests = map[string]bool{}
	}
	stalls.tests[name] = true
	stalls.mu.Unlock()
	p.Skipf("the browser does not paint the page any more, %s: %s; the test is done again in another browser", when, seen)
}

// again does the tests that were left once more, in a process of their own, and gives
// its exit code.
func again() int {
	if len(stalls.tests) == 0 {
		return 0
	}
	names := slices.Sorted(maps.Keys(stalls.tests))
	fmt.Printf("done again in another browser, because the first did not paint any more: %s\n", strings.Join(names, ", "))
	cmd := exec.Command(os.Args[0], append(os.Args[1:len(os.Args):len(os.Args)], "-test.run=^("+strings.Join(names, "|")+")$")...)
	cmd.Env = append(os.Environ(), againVariable+"=1")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}
