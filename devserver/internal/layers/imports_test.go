package layers

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const (
	handshakePath = Module + "/handshake"
	wasmPath      = Module + "/wasm"
	gluePath      = Module + "/wasm/glue"
	webPath       = Module + "/web"
	devserverPath = Module + "/devserver"
	safejsPath    = "github.com/hack-pad/safejs"
)

// handshakeMay is all that the protocol package may import: nothing that does
// I/O, tells the time, is random, or is large in a wasm.
var handshakeMay = []string{
	"bytes", "cmp", "compress/flate", "encoding/base64", "errors", "fmt", "iter", "math/bits",
	"slices", "strconv", "strings", "unicode/utf8",
}

// pureWasm are the packages of the page that render without a browser.
var pureWasm = []string{wasmPath + "/html", wasmPath + "/page"}

func project(t *testing.T) (string, []File) {
	t.Helper()
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	files, err := Files(root)
	if err != nil {
		t.Fatal(err)
	}
	return root, files
}

// TestImports holds the layers: who may import whom, and why not.
func TestImports(t *testing.T) {
	_, files := project(t)
	for _, f := range files {
		for _, imp := range f.Imports {
			if why := forbidden(f, imp); why != "" {
				t.Errorf("%s imports %s: %s", f.Name, imp, why)
			}
		}
	}
}

// forbidden says what is wrong with an import, and what to do instead; "" when
// nothing is.
func forbidden(f File, imp string) string {
	switch {
	case imp == "syscall/js":
		return "use github.com/hack-pad/safejs, in wasm/glue: syscall/js panics where safejs returns an error"
	case within(imp, safejsPath) && f.Package != gluePath:
		return "only wasm/glue talks to JavaScript; give it the data and let it call"
	case within(imp, devserverPath) && !within(f.Package, devserverPath):
		return "nobody imports devserver; move what is shared to handshake or to a pure package of wasm"
	}
	switch {
	case within(f.Package, handshakePath):
		if f.Test {
			if !std(imp) && imp != handshakePath && imp != webPath {
				return "tests of handshake use the standard library, handshake and the translations in web"
			}
		} else if !slices.Contains(handshakeMay, imp) && !within(imp, handshakePath) {
			return "handshake imports only " + strings.Join(handshakeMay, " ") +
				": take times, random bytes and connections as arguments, and write the rest by hand"
		}
	case within(f.Package, wasmPath):
		if imp == webPath && !f.Test {
			return "that would put every file of web into the wasm; the page fetches what it needs"
		}
		if !std(imp) && !within(imp, handshakePath) && !within(imp, wasmPath) && imp != safejsPath && imp != webPath {
			return "nothing but safejs may reach the wasm from outside; each package costs every visitor a download"
		}
	case within(f.Package, webPath):
		if !slices.Contains([]string{"embed", "io/fs"}, imp) && !f.Test {
			return "web only holds files and embeds them; code belongs in wasm or devserver"
		}
	case within(f.Package, devserverPath):
		if within(imp, wasmPath) && !slices.Contains(pureWasm, imp) {
			return "devserver renders with the pure packages of the page (wasm/html, wasm/page) only"
		}
	}
	return ""
}

// TestForbidden shows that the judge judges: a check that cannot fail is none.
func TestForbidden(t *testing.T) {
	for _, c := range []struct {
		pkg, imp string
		test     bool
		allowed  bool
	}{
		{handshakePath, "strings", false, true},
		{handshakePath, "time", false, false},
		{handshakePath, "os", false, false},
		{handshakePath, "math/rand", false, false},
		{handshakePath, wasmPath + "/page", false, false},
		{handshakePath, "encoding/json", true, true},
		{handshakePath, webPath, true, true},
		{wasmPath + "/page", handshakePath, false, true},
		{wasmPath + "/page", safejsPath, false, false},
		{wasmPath + "/page", webPath, false, false},
		{wasmPath + "/page", devserverPath, true, false},
		{gluePath, safejsPath, false, true},
		{gluePath, "syscall/js", false, false},
		{gluePath, "example.com/other", false, false},
		{devserverPath, wasmPath + "/page", false, true},
		{devserverPath, gluePath, false, false},
		{devserverPath + "/internal/live", devserverPath + "/internal/record", false, true},
		{webPath, "embed", false, true},
		{webPath, "net/http", false, false},
	} {
		got := forbidden(File{Package: c.pkg, Test: c.test}, c.imp) == ""
		if got != c.allowed {
			t.Errorf("%s imports %s (test: %v): allowed = %v, want %v", c.pkg, c.imp, c.test, got, c.allowed)
		}
	}
}

// TestHandshakeIsPure: the same bytes give the same report, on every target.
func TestHandshakeIsPure(t *testing.T) {
	_, files := project(t)
	for _, f := range files {
		if !within(f.Package, handshakePath) || f.Test {
			continue
		}
		if f.Constraint != "" {
			t.Errorf("%s is built for some targets only (%s): handshake is the same code on both ends; take the tag out or rename the file",
				f.Name, f.Constraint)
		}
		for _, at := range f.GoStmts {
			t.Errorf("%s: a go statement: handshake starts no goroutine; let the caller do so", at)
		}
	}
}

// TestPagePackagesArePure: what renders the page does so in tests and in the
// dev server too.
func TestPagePackagesArePure(t *testing.T) {
	_, files := project(t)
	for _, f := range files {
		if slices.Contains(pureWasm, f.Package) && !f.Test && f.Constraint != "" {
			t.Errorf("%s is built for some targets only (%s): move what needs a browser to wasm/glue", f.Name, f.Constraint)
		}
	}
}

// heavy lists packages that would swell the wasm, with what they cost in KB of
// brotli on top of safejs.
var heavy = []struct{ pkg, cost string }{
	{"net", "part of net/http's 558"},
	{"net/http", "558"},
	{"net/url", "38"},
	{"regexp", "103"},
	{"encoding/json", "75"},
	{"text/template", "372"},
	{"html/template", "more than text/template's 372"},
	{"crypto", "41 for crypto/sha1 alone"},
	{"embed", "all that it embeds"},
}

// TestWasmStaysLight looks at all that reaches the wasm, however deep.
func TestWasmStaysLight(t *testing.T) {
	root, _ := project(t)
	cmd := exec.Command("go", "list", "-deps", "./wasm")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go list -deps ./wasm: %v\n%s", err, out)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, handshakePath) || !slices.Contains(deps, safejsPath) {
		t.Errorf("go list names %d packages, without handshake or safejs: is ./wasm still the page's program?", len(deps))
	}
	for _, d := range deps {
		for _, h := range heavy {
			if d == h.pkg || h.pkg == "crypto" && within(d, "crypto") {
				t.Errorf("%s reaches the wasm (it costs %s KB): find who imports it with\n\tGOOS=js GOARCH=wasm go list -deps -f '{{.ImportPath}}: {{.Imports}}' ./wasm | grep %s\nand write the little that is needed by hand",
					d, h.cost, d)
			}
		}
	}
}
