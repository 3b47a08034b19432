package browsertest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAccessible runs axe-core over the main screen, in both languages and both
// colour schemes, with a broken exchange too: zero violations of WCAG 2.2 AA.
func TestAccessible(t *testing.T) {
	axe := axeSource(t)
	for _, path := range []string{"", "ja/"} {
		for _, dark := range []bool{false, true} {
			for _, preset := range []string{"websocket", "broken-websocket"} {
				name := fmt.Sprintf("/%s dark=%v %s", path, dark, preset)
				t.Run(strings.ReplaceAll(name, " ", ","), func(t *testing.T) {
					p := open(t, how{path: path, dark: dark})
					p.preset(preset)
					p.frame()
					p.listenNoMore() // the checker's own styles break the policy
					for _, v := range p.axe(axe) {
						t.Error(v)
					}
				})
			}
		}
	}
}

// axeSource is the checker's program, which setup.sh fetches.
func axeSource(t *testing.T) string {
	t.Helper()
	name := filepath.Join(root(), ".cache", "axe", "node_modules", "axe-core", "axe.min.js")
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("axe-core is not there (%v): run `make test`, or devserver/browsertest/setup.sh, which fetches it from npm", err)
	}
	return string(src)
}

// axe gives one line for each violation.
func (p *tab) axe(source string) []string {
	p.Helper()
	// The checker is put in by the debugger, which no content security policy
	// binds; a script element would rightly be refused.
	p.do(chromedp.Evaluate[chromedp.Void](source + "; undefined"))
	raw := get[string](p, `axe.run(document, {
		runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
		resultTypes: ["violations"],
	}).then(r => JSON.stringify(r.violations))`)
	var violations []struct {
		ID    string
		Help  string
		Nodes []struct {
			Target         []any
			HTML           string
			FailureSummary string
		}
	}
	if err := json.Unmarshal([]byte(raw), &violations); err != nil {
		p.Fatalf("axe's answer: %v\n%s", err, raw)
	}
	var lines []string
	for _, v := range violations {
		for i, n := range v.Nodes {
			if i == 5 {
				lines = append(lines, fmt.Sprintf("%s: and %d more", v.ID, len(v.Nodes)-i))
				break
			}
			html := n.HTML
			if len(html) > 200 {
				html = html[:200] + "…"
			}
			lines = append(lines, fmt.Sprintf("%s: %s\n\tat %v\n\t%s\n\t%s", v.ID, v.Help, n.Target, html,
				strings.ReplaceAll(n.FailureSummary, "\n", "\n\t")))
		}
	}
	return lines
}

// TestNoSidewaysScroll: at no width does the document scroll sideways, with the
// longest lines too; wide content scrolls in its own box.
func TestNoSidewaysScroll(t *testing.T) {
	for _, width := range []int64{1280, 768, 360} {
		for _, path := range []string{"", "ja/"} {
			t.Run(fmt.Sprintf("%d/%s", width, path), func(t *testing.T) {
				p := open(t, how{path: path, width: width, height: 800})
				for _, preset := range []string{"websocket", "websocket-options", "broken-generic"} {
					p.preset(preset)
					wide := get[[]string](p, `document.documentElement.scrollWidth <= innerWidth ? [] :
						[...$$("*"), ...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
							.slice(0, 5).map(e => e.outerHTML.slice(0, 150))`)
					if len(wide) > 0 {
						t.Errorf("%s: the document scrolls sideways at %d pixels; among the wide ones:\n\t%s",
							preset, width, strings.Join(wide, "\n\t"))
					}
				}
			})
		}
	}
}
