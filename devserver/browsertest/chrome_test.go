// Package browsertest does with the page what a newcomer does, in a real Chromium, or
// with -engine firefox in a real Firefox, against the real dev server. It has tests
// only; setup.sh installs what they need.
//
// The tests know the page by its data- attributes, by what it says, and by the
// handshake package: what the page shows is compared with what handshake
// computes here, natively. Keys and clicks are real input events. Any error on the
// console, and any breach of the content security policy, fails the test that
// brought it about.
package browsertest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// findBrowser gives the path of a Chromium or Chrome; the same names as in
// setup.sh.
func findBrowser() (string, error) {
	names := []string{
		os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome-stable", "google-chrome",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
	}
	for _, n := range names {
		if n == "" {
			continue
		}
		if p, err := exec.LookPath(n); err == nil {
			return p, nil
		}
	}
	return "", fmt.Errorf("no Chromium or Chrome is installed: `make test` installs it on Debian; elsewhere install it, or set CHROMIUM to its path")
}

// chrome is the one browser process of a test run; each test has a browser
// context of its own in it, with its own cache and storage.
var chrome struct {
	once sync.Once
	ctx  context.Context
	stop func()
	err  error
}

func startChrome() {
	path, err := findBrowser()
	if err != nil {
		chrome.err = err
		return
	}
	dir, err := os.MkdirTemp("", "handshake101-chrome-")
	if err != nil {
		chrome.err = err
		return
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(dir),
		chromedp.NoSandbox, // a container's root may not use Chromium's own
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "en-US"),
		chromedp.Flag("ignore-certificate-errors", true), // the lab makes its own
	)
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stopCtx := chromedp.NewContext(alloc)
	chrome.stop = func() {
		stopCtx()
		stopAlloc()
		os.RemoveAll(dir)
	}
	// The first Do starts the browser and ties its life to this context.
	if err := chromedp.Do(ctx); err != nil {
		chrome.err = fmt.Errorf("%s does not start: %w", path, err)
	}
	chrome.ctx = ctx
}

// server is the dev server under test, built from the tree.
var server struct {
	once    sync.Once
	program string
	url     string // "http://127.0.0.1:39077/"
	stop    func()
	err     error
}

// site starts what is not yet started, and gives the server's address.
func site(t testing.TB) string {
	t.Helper()
	if !inFirefox() {
		chrome.once.Do(startChrome)
		if chrome.err != nil {
			t.Fatal(chrome.err)
		}
	}
	server.once.Do(startServer)
	if server.err != nil {
		t.Fatal(server.err)
	}
	return server.url
}

// root is the folder of the module.
func root() string {
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		panic(err)
	}
	return dir
}

func startServer() {
	dir, err := os.MkdirTemp("", "handshake101-server-")
	if err != nil {
		server.err = err
		return
	}
	program := filepath.Join(dir, "devserver")
	for _, args := range [][]string{
		{"run", "./devserver/internal/build"},
		{"build", "-o", program, "./devserver"},
	} {
		cmd := exec.Command("go", args...)
		cmd.Dir = root()
		if out, err := cmd.CombinedOutput(); err != nil {
			server.err = fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, out)
			return
		}
	}
	server.program = program
	url, stop, err := launch()
	server.stop = func() {
		stop()
		os.RemoveAll(dir)
	}
	server.url, server.err = url, err
}

// launch starts the program with flags, and gives its address.
func launch(flags ...string) (url string, stop func(), err error) {
	cmd := exec.Command(server.program, append([]string{"-addr", "127.0.0.1:0"}, flags...)...)
	cmd.Dir = filepath.Dir(server.program) // it must not need the source tree
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", func() {}, err
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return "", func() {}, err
	}
	url, err = firstURL(out)
	return url, func() {
		cmd.Process.Signal(os.Interrupt)
		done := make(chan struct{})
		go func() { cmd.Wait(); close(done) }()
		select {
		case <-done:
		case <-time.After(5 * time.Second):
			cmd.Process.Kill()
		}
	}, err
}

// labServer is a dev server of the test's own, with flags.
func labServer(t *testing.T, flags ...string) string {
	t.Helper()
	site(t)
	url, stop, err := launch(flags...)
	t.Cleanup(stop)
	if err != nil {
		t.Fatal(err)
	}
	return url
}
