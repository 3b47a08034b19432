package layers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestNoProtocolInJavaScript: a field name or a status code in a script is
// knowledge in the wrong place, where no rule, test or translation reaches it.
func TestNoProtocolInJavaScript(t *testing.T) {
	root, _ := project(t)
	names := fieldNames(t, root)
	files := scripts(t, root)
	if len(files) == 0 {
		t.Fatal("no JavaScript under web: the page has a host script, so this test looks in the wrong place")
	}
	for _, file := range files {
		for n, line := range strings.Split(read(t, root, file), "\n") {
			if what := protocolIn(line, names); what != "" {
				t.Errorf("%s:%d holds %s: JavaScript hosts the element and hands events over; decide it in handshake or wasm/page and hand the result over\n\t%s",
					file, n+1, what, strings.TrimSpace(line))
			}
		}
	}
}

// TestProtocolIn shows what counts.
func TestProtocolIn(t *testing.T) {
	root, _ := project(t)
	names := fieldNames(t, root)
	for line, want := range map[string]bool{
		`headers.get("Sec-WebSocket-Accept")`:         true,
		`x = {'content-type': y}`:                     true,
		`if (name === "Upgrade") go()`:                true,
		`const head = "Host: " + where`:               true,
		`if (n === 101) open()`:                       true,
		`if (r.status === 200) open()`:                true,
		`setTimeout(f, 200)`:                          false,
		`new URL("handshake101.wasm", base)`:          false,
		`// the field Upgrade is not our affair: 426`: false,
		`const TAG = "handshake-101"`:                 false,
		`root.host.append(child)`:                     false,
		`const box = "upgrade-box"`:                   false,
	} {
		if got := protocolIn(line, names) != ""; got != want {
			t.Errorf("protocolIn(%q) = %v, want %v", line, got, want)
		}
	}
}

var (
	number = regexp.MustCompile(`(?:^|[^\w.-])([1-5]\d\d)(?:$|[^\w.])`)
	known  = " 100 101 102 103 200 201 202 204 206 301 302 303 304 307 308 400 401 403 404 405 406 408 409 411 413 414 417 421 426 428 429 431 500 501 502 503 504 505 "
)

// protocolIn names the piece of protocol in a line of JavaScript. Lines of
// comment do not count. A field name of several words counts anywhere; one that is
// an ordinary word only in a string of its own or before a colon. A round number
// is as often a time as a status.
func protocolIn(line string, fields []string) string {
	trimmed := strings.TrimSpace(line)
	if strings.HasPrefix(trimmed, "//") || strings.HasPrefix(trimmed, "*") || strings.HasPrefix(trimmed, "/*") {
		return ""
	}
	lower := strings.ToLower(line)
	for _, f := range fields {
		if strings.Contains(f, "-") {
			if strings.Contains(lower, strings.ToLower(f)) {
				return "the field name " + f
			}
			continue
		}
		for _, q := range []string{`"`, `'`, "`"} {
			if strings.Contains(line, q+f+q) || strings.Contains(line, q+f+":") {
				return "the field name " + f
			}
		}
	}
	for _, m := range number.FindAllStringSubmatch(line, -1) {
		round := strings.HasSuffix(m[1], "00") && !strings.Contains(lower, "status")
		if strings.Contains(known, " "+m[1]+" ") && !round {
			return "the status code " + m[1]
		}
	}
	return ""
}

// fieldNames reads the names out of handshake's table of fields.
func fieldNames(t *testing.T, root string) []string {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, "handshake", "fields_table.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(tree, func(n ast.Node) bool {
		kv, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		key, _ := kv.Key.(*ast.Ident)
		value, _ := kv.Value.(*ast.BasicLit)
		if key != nil && strings.EqualFold(key.Name, "name") && value != nil {
			if name, err := strconv.Unquote(value.Value); err == nil {
				names = append(names, name)
			}
		}
		return true
	})
	if len(names) < 20 {
		t.Fatalf("found %d names in handshake's table of fields, want at least 20: has the table moved?", len(names))
	}
	return names
}
