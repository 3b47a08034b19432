package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"handshake101/devserver/internal/translation"
)

// pseudo is a language of the tests: every text a third longer than the English one
// and in brackets, so that what is not translated and what has no room can be seen.
func pseudo(t *testing.T) string {
	t.Helper()
	sources, err := translation.Sources(root()+"/handshake", root()+"/wasm/page")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, s := range sources {
		i := strings.LastIndexByte(s.Key, '.')
		id, part := s.Key, "text"
		switch s.Key[i+1:] {
		case "title", "why", "who", "cure":
			id, part = s.Key[:i], s.Key[i+1:]
		}
		fmt.Fprintf(&b, "[%s]\n%s: ⟦%s%s⟧\n", id, part, s.English, strings.Repeat(" ~~", 1+len(s.English)/12))
	}
	return b.String()
}

// TestPseudoLanguage: on no screen stands a text that is not translated, and none is
// cut off.
func TestPseudoLanguage(t *testing.T) {
	catalogue := pseudo(t)
	for _, s := range screens {
		if s.own || s.long {
			continue
		}
		t.Run(s.id(), func(t *testing.T) {
			p := open(t, how{path: s.path})
			p.run(`host.send("lang", "ja")`)
			p.wait("Japanese is here", `$("[data-frame]").lang === "ja"`)
			p.run("host.send(\"language\", \"ja\", " + quoteJS(catalogue) + ")")
			p.wait("the language of the tests is here", `$("[data-frame]").innerText.includes("⟦")`)
			p.visit(s)
			for _, width := range []int64{1280, 360} {
				p.size(width, 800)
				p.frame()
				// Seen are the words of the page; the bytes of messages, names of the
				// protocols and addresses are the same in every language, and a case has its own words
				// in its file.
				found := get[[]string](p, `(() => {
					const apart = ".card, code, kbd, pre, .hex, textarea, [translate=no], .o, .x, .a, a[target], .brand, .status, .chip, [lang], .ms, .severity + code, .inhand, .derive td, .gotwant dd, .twins pre, svg, [data-do=insert], .differences strong, .lab summary";
					const list = [];
					const walk = document.createTreeWalker($("[data-frame]"), NodeFilter.SHOW_TEXT);
					for (let n; n = walk.nextNode();) {
						const e = n.parentElement;
						if (!e.checkVisibility({visibilityProperty: true}) || (e.closest(apart) && !e.closest(apart).hasAttribute("data-frame"))) continue;
						let outer = e;
						while (outer.parentElement && !/⟦/.test(outer.textContent)) outer = outer.parentElement;
						const words = n.data.replace(/⟦[^⟦⟧]*(⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧/g, "");
						if (/[A-Za-z]{3}/.test(words) && !/⟦/.test(n.data)) list.push("not translated: " + words.trim() + " in " + e.outerHTML.slice(0, 120));
					}
					for (const e of $$("button, a, h1, h2, h3, th, dt, label, p, summary")) {
						if (!e.checkVisibility({visibilityProperty: true}) || e.closest(".unseen, .say, [data-wire]")) continue;
						const style = getComputedStyle(e);
						if (style.overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1) list.push("cut off: " + e.outerHTML.slice(0, 160));
						const r = e.getBoundingClientRect();
						if (r.width && r.right > innerWidth + 1 && !e.closest(".editor, .hex, .shell, pre")) list.push("beyond the edge: " + e.outerHTML.slice(0, 160));
					}
					return list.slice(0, 12);
				})()`)
				for _, f := range found {
					t.Errorf("%d pixels: %s", width, f)
				}
			}
		})
	}
}

// quoteJS writes a string as JavaScript reads it.
func quoteJS(s string) string {
	return "`" + strings.NewReplacer("\\", "\\\\", "`", "\\`", "${", "\\${").Replace(s) + "`"
}
