package browsertest

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// reachable is JavaScript for what Tab must reach: all that can be pressed or typed
// in, but for the links of a list through which arrows lead.
const reachable = `$$("a[href], button, input, select, textarea, summary, [tabindex='0']").filter(e => e.tabIndex >= 0 && !e.disabled &&
	(e.closest("details:not([open])") ? e.matches("summary") && e.parentElement === e.closest("details") : e.checkVisibility({visibilityProperty: true})))`

// TestKeyboard: on each screen Tab reaches every control once, in the order
// of the document, and each shows that it has the focus.
func TestKeyboard(t *testing.T) {
	for _, s := range screens {
		if s.long {
			continue
		}
		t.Run(s.id(), func(t *testing.T) {
			p := open(t, how{path: s.path})
			p.visit(s)
			p.fromTheTop()
			get[bool](p, `(window.seen = [], window.unseen = [],
				window.nameOf = e => [e.tagName, e.dataset.key, e.dataset.side, e.getAttribute("href"), e.textContent.slice(0, 30)].join(" "),
				window.order = () => `+reachable+`.map(nameOf), true)`)
			n := get[int](p, `order().length`)
			for range 2*n + 20 { // it begins where the focus was last, passes the browser's own controls, and a form explains what has it
				p.key(kb.Tab)
				if p.other != nil && get[bool](p, `seen.length > 0 && !shadow.activeElement`) {
					p.fromTheTop() // its own controls, which come now, do not hear a test's keys
					continue
				}
				round := get[bool](p, `(() => {
					const e = shadow.activeElement, name = e && nameOf(e);
					if (!e) return false;
					if (seen[0] === name) return true;
					seen.push(name);
					const rings = x => { const s = getComputedStyle(x); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 };
					const around = e.closest("label, .editor");
					if (!rings(e) && !(around && rings(around))) unseen.push(e.outerHTML.slice(0, 120));
					return false;
				})()`)
				if round {
					break
				}
			}
			for _, e := range get[[]string](p, `order().filter(e => !seen.includes(e))`) {
				t.Errorf("Tab does not reach %s", e)
			}
			for _, e := range get[[]string](p, `unseen`) {
				t.Errorf("the focus cannot be seen on %s", e)
			}
			if back := get[[]string](p, `(o => seen.filter(e => o.includes(e)).filter((e, i, all) => i && o.indexOf(e) < o.indexOf(all[i - 1])))(order())`); len(back) > 1 {
				t.Errorf("Tab goes back in the order of the document more than once: %q", back)
			}
		})
	}
}

// TestEscape: Escape closes what lies open, and the focus returns to what opened it;
// a question mark opens the help, but not where one is typed.
func TestEscape(t *testing.T) {
	p := open(t, how{})
	for _, c := range []struct{ button, open string }{
		{"tray-share", `$('[data-tray="share"]')`},
		{"tray-paste", `$('[data-tray="paste"]')`},
		{"sheet-help", `$('[data-part="help"]')`},
		{"sheet-drawing", `$('[data-part="drawing"]')`},
		{"sheet-hops", `$('[data-part="hops"]')`},
		{"panel-form", `$('[data-panel="form"]')`},
		{"panel-policy", `$('[data-panel="policy"]')`},
		{"panel-break", `$('[data-panel="break"]')`},
	} {
		get[bool](p, `($('[data-key="`+c.button+`"]').focus(), true)`)
		p.key(kb.Enter)
		p.wait(c.button+" opens", c.open)
		if c.open = "!" + c.open; strings.HasPrefix(c.button, "panel-") {
			get[bool](p, `($('[data-panel="`+strings.TrimPrefix(c.button, "panel-")+`"]').querySelector("button, input, select").focus(), true)`)
		}
		p.frame()
		p.key(kb.Escape)
		p.wait("Escape closes it, and the focus returns to "+c.button, c.open+` && shadow.activeElement?.dataset.key === "`+c.button+`"`)
	}
	p.key("?")
	p.wait("the help opens", `$('[data-part="help"]')`)
	p.key(kb.Escape)
	p.wait("the help closes", `!$('[data-part="help"]')`)
	p.caret(requestBox, "Upgrade:")
	p.key("?")
	p.wait("a question mark can be typed", `$('`+requestBox+`').value.includes("?Upgrade:") && !$('[data-part="help"]')`)
}

// TestVerdictIsAnnounced: a screen reader hears the verdict when it changes, and
// nothing at the keys that change nothing.
func TestVerdictIsAnnounced(t *testing.T) {
	p := open(t, how{})
	get[bool](p, `(() => {
		window.heard = [];
		const place = $('[data-region="say"]');
		new MutationObserver(() => window.heard.push(place.innerText || place.textContent)).observe(place, {childList: true, subtree: true, characterData: true});
		return place.getAttribute("role") === "status" && place.getAttribute("aria-live") === "polite";
	})()`)
	p.caret(requestBox, "Upgrade:")
	for _, r := range "X-Mine: harmless\r" {
		p.key(string(r))
	}
	p.check("switches")
	before := get[[]string](p, `window.heard`)
	p.caret(requestBox, "websocket")
	for _, r := range "no-" {
		p.key(string(r))
	}
	p.wait("the verdict is another", `$('[data-part="verdict"]').dataset.outcome !== "switches"`)
	p.frame()
	heard := get[[]string](p, `window.heard`)
	t.Logf("heard while a line was typed: %q; then: %q", before, heard[len(before):])
	if said := p.text(`[data-part="verdict"] h1`); len(heard) == len(before) || !strings.Contains(heard[len(heard)-1], said) {
		t.Errorf("heard is %q, want %q in the last", heard, said)
	}
	for i := 1; i < len(heard); i++ {
		if heard[i] == heard[i-1] {
			t.Errorf("heard twice: %q", heard[i])
		}
	}
}
