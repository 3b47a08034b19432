package page

import (
	std "html"
	"regexp"
	"strings"
	"testing"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// states are the screens that the tests look at.
func states(t *testing.T) map[string]Model {
	t.Helper()
	all := map[string]Model{"default": New(nil)}
	for _, p := range handshake.Presets() {
		all[p.ID] = do(New(nil), preset(p.ID))
	}
	hostile := "GET /<script>alert(1)</script>\"' HTTP/1.1\nHost: </pre></textarea><img src=x onerror=x>\nUpgrade: &amp;\n<b>\n\\0\\xFF"
	all["hostile"] = do(New(nil), edit("request", hostile), edit("response", hostile), Message{Name: "point", Arg: "request", Number: 6})
	all["empty"] = do(New(nil), edit("request", ""), edit("response", ""))
	all["bare line ends"] = do(New(nil), edit("request", "GET / HTTP/1.1\\n\\\nHost: a\\n\\\n\\n\\\n"))
	all["absent"] = do(New(nil), Message{Name: "server-absent"})
	live := do(New(nil), Message{Name: "server-here", Value: "<host>"}, Message{Name: "live"}, Message{Name: "ws-close", Arg: zeroID, Number: 1006})
	live.record([]byte(hostile), []byte(hostile))
	all["live"] = live
	lib := library(t)
	all["gallery"] = lib
	all["gallery searched"] = do(lib, Message{Name: "search", Arg: "cases", Value: "<b>"})
	all["gallery on its way"] = do(New(nil), Message{Name: "screen", Arg: "cases"})
	all["gallery failed"] = do(all["gallery on its way"], Message{Name: "cases-failed", Value: "<offline>"})
	all["case"] = do(lib, Message{Name: "case", Arg: "gallery-proto-unanswered"})
	all["example"] = do(lib, Message{Name: "example", Arg: "ws.req.key.length"})
	all["compare"] = do(all["default"], Message{Name: "compare-keep"}, Message{Name: "preset", Value: "broken-websocket"})
	all["rules"] = do(New(nil), Message{Name: "rule", Arg: "ws.req.key.length"})
	for i, name := range sheetNames {
		for _, base := range []string{"default", "hostile", "broken-websocket"} {
			m := all[base]
			m.Sheet, m.Hex = Sheet(i), [2]bool{true, true}
			all[base+" "+name] = m
		}
	}
	for name, m := range all {
		m.Main = true
		all[name] = m
	}
	return all
}

var void = map[string]bool{"meta": true, "link": true, "input": true, "wbr": true, "br": true, "option": false}

// walk checks HTML as the views write it: every tag is closed in its turn,
// every attribute is quoted, and nothing runs or styles. It returns the text.
func walk(t *testing.T, name, s string) string {
	t.Helper()
	tag := regexp.MustCompile(`^<(/?)([a-z][a-z0-9-]*)((?: [a-zA-Z0-9-]+(?:="[^"<>]*")?)*)>`)
	attr := regexp.MustCompile(` ([a-zA-Z0-9-]+)(?:="([^"]*)")?`)
	var open []string
	var text strings.Builder
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			i = len(s)
		}
		if strings.ContainsAny(s[:i], `>"'`) {
			t.Errorf("%s: unescaped text %q", name, s[:i])
		}
		text.WriteString(std.UnescapeString(s[:i]))
		if s = s[i:]; s == "" {
			break
		}
		m := tag.FindStringSubmatch(s)
		if m == nil {
			t.Fatalf("%s: no tag: %.80q", name, s)
		}
		s = s[len(m[0]):]
		if m[1] != "" {
			if len(open) == 0 || open[len(open)-1] != m[2] {
				t.Fatalf("%s: </%s> closes %v", name, m[2], open)
			}
			open = open[:len(open)-1]
			continue
		}
		if m[2] == "style" || m[2] == "script" && !strings.Contains(m[3], ` src="`) {
			t.Errorf("%s: <%s> in the page", name, m[2])
		}
		seen := map[string]bool{}
		for _, a := range attr.FindAllStringSubmatch(m[3], -1) {
			if strings.HasPrefix(a[1], "on") || a[1] == "style" || a[1] == "srcdoc" || seen[a[1]] {
				t.Errorf("%s: attribute %s in <%s%s>", name, a[1], m[2], m[3])
			}
			seen[a[1]] = true
		}
		if !void[m[2]] {
			open = append(open, m[2])
		}
	}
	if len(open) != 0 {
		t.Errorf("%s: left open: %v", name, open)
	}
	return text.String()
}

func TestViewsAreWellFormed(t *testing.T) {
	for name, m := range states(t) {
		for i := range m.Report.Steps {
			m.goTo(i)
			for _, r := range View(&m) {
				walk(t, name+" "+r.Name, r.HTML.String())
			}
		}
		walk(t, name, Paint(&m).String())
		walk(t, name+" handout", Handout(&m).String())
	}
}

// TestNoPlaceholderLeft: a {name} that a reader sees is an argument forgotten.
func TestNoPlaceholderLeft(t *testing.T) {
	brace := regexp.MustCompile(`\{[a-z]+\}`)
	for name, m := range states(t) {
		for i := range m.Report.Steps {
			m.goTo(i)
			for _, r := range View(&m) {
				if found := brace.FindString(walk(t, name, r.HTML.String())); found != "" {
					t.Errorf("%s, %s, step %s: %s", name, r.Name, m.Step, found)
				}
			}
		}
	}
}

// TestWireShowsEveryByte: the coloured copy is the editor's text, letter by
// letter, and every byte of the wire belongs to an element that explains it.
func TestWireShowsEveryByte(t *testing.T) {
	line := regexp.MustCompile(`^<span class="l(?: on)?">`)
	span := regexp.MustCompile(`data-at="(\d+)" data-to="(\d+)"`)
	for name, m := range states(t) {
		for _, side := range []handshake.Side{handshake.FromClient, handshake.FromServer} {
			e := m.editor(side)
			covered := make([]bool, len(e.wire))
			var parts []string
			for i, row := range m.viewWire(side).Rows() {
				if !line.MatchString(row.String()) {
					t.Fatalf("%s: no line: %s", name, row)
				}
				parts = append(parts, walk(t, name, row.String()))
				for _, s := range span.FindAllStringSubmatch(row.String(), -1) {
					for at := atoi(s[1]); at < atoi(s[2]); at++ {
						k := m.ByteOn(side.String(), i, at)
						if k < 0 || k >= len(covered) || covered[k] {
							t.Fatalf("%s, %s: line %d, byte %d is %d, which is not there or shown twice", name, side, i, at, k)
						}
						covered[k] = true
					}
				}
			}
			if got := strings.Join(parts, "\n"); got != e.Text {
				t.Errorf("%s, %s:\ngot  %q\nwant %q", name, side, got, e.Text)
			}
			for i, c := range covered {
				if !c {
					t.Errorf("%s, %s: byte %d belongs to no element", name, side, i)
					break
				}
			}
		}
	}
}

func atoi(s string) int {
	n := 0
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

// TestKeysAreUnique: the focus finds its way back by data-key, labels by id.
func TestKeysAreUnique(t *testing.T) {
	mark := regexp.MustCompile(` (data-key|id|data-region)="([^"]*)"`)
	for name, m := range states(t) {
		seen := map[string]bool{}
		h := Paint(&m).String()
		for _, k := range mark.FindAllStringSubmatch(h, -1) {
			if seen[k[0]] {
				t.Errorf("%s: twice:%s", name, k[0])
			}
			seen[k[0]] = true
		}
		for _, r := range regexp.MustCompile(` aria-(labelledby|describedby|controls)="([^"]*)"`).FindAllStringSubmatch(h, -1) {
			for id := range strings.FieldsSeq(r[2]) {
				if !seen[` id="`+id+`"`] {
					t.Errorf("%s: aria-%s points to %q, which is not there", name, r[1], id)
				}
			}
		}
	}
}

// TestRegionsHaveAPlace: what View writes has a place in the frame.
func TestRegionsHaveAPlace(t *testing.T) {
	m := New(nil)
	h := Paint(&m).String()
	for _, r := range View(&m) {
		if strings.Count(h, ` data-region="`+r.Name+`"`) != 1 {
			t.Errorf("region %s has no place in the frame", r.Name)
		}
	}
}

// TestEditorKeepsFirstLineEnd: a parser drops the line end right after a
// <textarea>; the frame gives it one to drop.
func TestEditorKeepsFirstLineEnd(t *testing.T) {
	m := do(New(nil), edit("request", "\nGET"))
	if !strings.Contains(Paint(&m).String(), ">\n\nGET</textarea>") {
		t.Error("an empty first line would be lost")
	}
}

// TestDocument: the page reads without a program.
func TestDocument(t *testing.T) {
	doc := string(Document(DocumentOptions{Base: "../"}))
	body, ok := strings.CutPrefix(doc, "<!doctype html>\n")
	if !ok {
		t.Fatal("no document type")
	}
	text := walk(t, "document", strings.TrimSuffix(body, "\n"))
	m := New(nil)
	for _, s := range m.Report.Steps {
		if !strings.Contains(text, m.Lang.Say(s.Text)) {
			t.Errorf("step %s is not explained", s.ID)
		}
	}
	if !strings.Contains(text, "Sec-WebSocket-Accept: "+handshake.AcceptFor("dGhlIHNhbXBsZSBub25jZQ==")) {
		t.Error("the response is not there")
	}
	for _, address := range regexp.MustCompile(` (?:href|src)="([^"]*)"`).FindAllStringSubmatch(doc, -1) {
		if strings.HasPrefix(address[1], "/") {
			t.Errorf("%s leaves the sub-folder that the page may stand in", address[1])
		}
	}
}

var sink html.HTML

func BenchmarkKey(b *testing.B) {
	for name, size := range map[string]int{"1KB": 1 << 10, "16KB": 16 << 10} {
		b.Run(name, func(b *testing.B) {
			text := New(nil).Request.Text
			text = strings.Replace(text, "\n\n", "\n"+strings.Repeat("X-Field: some value, another; with=parameter\n", size/45)+"\n", 1)
			m := do(New(nil), edit("request", text))
			b.ResetTimer()
			for i := 0; b.Loop(); i++ {
				m = do(m, edit("request", text+strings.Repeat("x", i%3)))
				for _, r := range View(&m) {
					sink = r.HTML
				}
			}
		})
	}
}
