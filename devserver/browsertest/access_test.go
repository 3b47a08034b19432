package browsertest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestEveryScreen looks at each screen in both languages. At 1280 pixels axe-core
// finds no violation of WCAG 2.2 AA, in either colour scheme and with forced colours;
// at 640 pixels, which is what 200 % zoom leaves of 1280, and at 320 the document does
// not scroll sideways, and at 320 the checker finds nothing either.
func TestEveryScreen(t *testing.T) {
	axe := axeSource(t)
	for _, s := range screens {
		t.Run(s.id(), func(t *testing.T) {
			p := open(t, how{path: s.path})
			p.visit(s)
			p.listenNoMore() // the checker's own styles break the policy
			p.put(axe)
			for _, lang := range []string{"en", "ja"} {
				p.speak(lang)
				for _, scheme := range []string{"light", "dark", "forced"} {
					if inFirefox() && scheme != "light" { // see media
						continue
					}
					if s.long && (lang == "en") != (scheme == "light") || scheme == "forced" && (s.long || lang != "en") {
						continue
					}
					// Without motion: what fades from one colour to another has neither.
					if scheme == "forced" {
						p.media("prefers-color-scheme", "dark", "forced-colors", "active", "prefers-reduced-motion", "reduce")
					} else {
						p.media("prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce")
					}
					for _, v := range p.violations() {
						t.Errorf("%s, %s: %s", lang, scheme, v)
					}
					p.picture("screen-" + s.id() + "-" + lang + "-" + scheme)
				}
				p.media("prefers-color-scheme", "light", "prefers-reduced-motion", "reduce")
				for _, width := range []int64{640, 320} {
					p.size(width, 800)
					p.frame()
					for _, e := range p.sideways() {
						t.Errorf("%s: at %d pixels the document scrolls sideways: %s", lang, width, e)
					}
					p.picture(fmt.Sprintf("screen-%s-%s-%d", s.id(), lang, width))
				}
				narrow := []string{}
				if s.long {
					narrow = []string{"target-size"}
				}
				for _, v := range p.violations(narrow...) {
					t.Errorf("%s, 320 pixels: %s", lang, v)
				}
				p.size(1280, 900)
			}
		})
	}
}

// TestTouch: to a finger each control of a screen is at least 44 pixels high, those
// that stand close together in a bar or a row 38, and whatever else can be pressed,
// but for links in a text, 24 by 24.
func TestTouch(t *testing.T) {
	onlyChromium(t, "it has no command that makes a finger of the mouse")
	for _, s := range screens {
		t.Run(s.id(), func(t *testing.T) {
			p := open(t, how{path: s.path, width: 360, height: 740})
			p.touch(true)
			p.visit(s)
			if !get[bool](p, `matchMedia("(pointer: coarse)").matches`) {
				t.Fatal("the browser does not take the finger for one")
			}
			for _, small := range get[[]string](p, `$$("a[href], button, select, input, textarea, summary, [tabindex='0']").flatMap(e => {
				if (!e.checkVisibility({visibilityProperty: true}) || e.closest(".unseen")) return [];
				const label = e.matches("input[type=checkbox], input[type=file]") && e.closest("label, .row");
				const box = (label || e).getBoundingClientRect();
				const inText = e.matches("a:not(.nav a, .button, .card, .entry > a, .steps a, .strip a, .brand, .flowing a)");
				const close = e.closest(".bar, .breaks, .also, .row, .chips");
				const least = inText ? 0 : e.matches("button, .button, select, .nav a, .brand") ? (close ? 38 : 44) : 24;
				return box.height < least - .5 || box.width < Math.min(least, 24) - .5 ? [Math.round(box.width) + "×" + Math.round(box.height) + " of " + least + ": " + e.outerHTML.slice(0, 110)] : [];
			}).slice(0, 8)`) {
				t.Error(small)
			}
		})
	}
}

// speak changes the page's language, and nothing else.
func (p *tab) speak(lang string) {
	p.Helper()
	p.run(`host.send("lang", "` + lang + `")`)
	p.wait("the page speaks "+lang, `$("[data-frame]").lang === "`+lang+`"`)
}

// media sets what the reader prefers: features and their values.
func (p *tab) media(pairs ...string) {
	p.Helper()
	if p.other != nil { // it has no such command: it keeps to what it was started with
		p.frame()
		return
	}
	var features []*emulation.MediaFeature
	for i := 0; i < len(pairs); i += 2 {
		features = append(features, &emulation.MediaFeature{Name: pairs[i], Value: pairs[i+1]})
	}
	p.call(func() error {
		_, err := chromedp.Call(p.short(), emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
		return err
	})
	p.frame()
}

// sideways gives what is wider than the window, if the document scrolls sideways.
func (p *tab) sideways() []string {
	p.Helper()
	return get[[]string](p, `document.documentElement.scrollWidth <= innerWidth ? [] :
		[...$$("*"), ...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
			.slice(0, 5).map(e => e.outerHTML.slice(0, 150))`)
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

// put brings a foreign program into the page: by the debugger, which no content
// security policy binds; a script element would rightly be refused.
func (p *tab) put(source string) {
	p.Helper()
	if p.other != nil {
		_, err := p.other.Eval(p.short(), "(() => { "+source+"\n; return null })()")
		p.done(err)
		return
	}
	p.do(chromedp.Evaluate[chromedp.Void](source + "; undefined"))
}

// violations runs the checker that was put in, for all of WCAG 2.2 AA or only for the
// rules that are named, and gives a line for each violation.
func (p *tab) violations(rules ...string) []string {
	p.Helper()
	only := `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}`
	if len(rules) > 0 {
		only = `{type: "rule", values: ["` + strings.Join(rules, `", "`) + `"]}`
	}
	raw := get[string](p, `axe.run(document, {runOnly: `+only+`, rules: {"target-size": {enabled: true}}, resultTypes: ["violations"]})
		.then(r => JSON.stringify(r.violations))`)
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
