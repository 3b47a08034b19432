package browsertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// The budgets of the page. They are figures for a machine that has nothing else to
// do, so `make bench` reports and judges; `make test` does not measure.

// BenchmarkUsable measures a first visit, with an empty cache, from navigation to
// a page that answers: the median of nine.
func BenchmarkUsable(b *testing.B) {
	site(b)
	for b.Loop() {
		var ms []float64
		for range 9 {
			ms = append(ms, loadTime(b))
		}
		slices.Sort(ms)
		b.ReportMetric(ms[4], "ms-to-usable")
		b.ReportMetric(ms[8], "ms-slowest")
	}
	b.ReportMetric(0, "ns/op")
}

func loadTime(b *testing.B) float64 {
	ctx, cancel := chromedp.NewContext(chrome.ctx, chromedp.WithNewBrowserContext())
	defer cancel()
	p := &tab{TB: b, ctx: ctx}
	p.do(chromedp.Steps())
	p.call(func() error {
		_, err := chromedp.Call(p.short(), page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: `new MutationObserver(() => {
				if (!window.readyAt && document.querySelector("handshake-101[data-ready]")) window.readyAt = performance.now();
			}).observe(document, {subtree: true, childList: true, attributes: true});`,
		})
		return err
	})
	p.do(chromedp.Navigate(server.url))
	p.wait("the page comes alive", "window.readyAt")
	return get[float64](p, "window.readyAt")
}

// BenchmarkKeystroke measures, from a key pressed in the request, with requests of
// 1 and of 16 KB:
//
//   - updated: until the page's elements are as the new text wants them
//   - busy: the same, and the browser's own work to lay them out and to paint
//   - painted: until the frame that shows it is done, the wait for the screen's
//     beat included
//
// The budget, 16 ms at 1 KB and 50 ms at 16 KB for 95 keys of 100, is held against
// busy: what is done in 16 ms is seen with the next frame. Painted cannot hold it,
// whatever the page does: a frame comes every 16.7 ms, and a key at any moment waits
// for the next one, half of that on average. So that keys do come at any moment,
// there are pauses of different lengths between them.
//
// Before the keys, a reader has looked at the page for three seconds, in which the
// page rehearses; "at-once" is one who types as soon as the page answers.
func BenchmarkKeystroke(b *testing.B) {
	for _, c := range []struct {
		name string
		size int
		look time.Duration
	}{{"1KB", 1 << 10, 3 * time.Second}, {"16KB", 16 << 10, 3 * time.Second}, {"1KB-at-once", 1 << 10, 0}} {
		b.Run(c.name, func(b *testing.B) {
			p := open(b, how{})
			time.Sleep(c.look)
			p.fill("request", requestOf(c.size))
			get[bool](p, watchKeys)
			for b.Loop() {
				get[bool](p, "(window.forget(), true)")
				const n = 100
				for i := range n {
					p.key(string(rune('a' + i%26)))
					get[bool](p, "window.painted()")
					time.Sleep(time.Duration(i*7%17) * time.Millisecond)
				}
				keys := get[[][]float64](p, "window.keys")
				for at, name := range []string{"updated", "busy", "painted"} {
					var ms []float64
					for _, k := range keys {
						ms = append(ms, k[at])
					}
					slices.Sort(ms)
					b.ReportMetric(ms[len(ms)/2], "ms-"+name)
					b.ReportMetric(ms[len(ms)*95/100], "ms-"+name+"-p95")
				}
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// watchKeys notes the three times of every key in window.keys; painted() is fulfilled
// when the key is. The first change of the page after a key ends with all changes
// made: they are made in one go.
const watchKeys = `(() => {
	window.keys = [];
	let pressed = 0, typed = 0, done;
	window.painted = () => new Promise(f => window.keys.length == typed ? f(true) : done = f);
	window.forget = () => { typed = window.keys.length = 0 };
	addEventListener("keydown", e => { typed++; pressed = e.timeStamp }, true);
	new MutationObserver(() => {
		if (!pressed) return;
		const at = pressed, updated = performance.now() - at;
		pressed = 0;
		requestAnimationFrame(() => {
			const frame = performance.now(), c = new MessageChannel();
			c.port1.onmessage = () => {
				const now = performance.now();
				window.keys.push([updated, updated + now - frame, now - at]);
				done?.(true);
			};
			c.port2.postMessage(0);
		});
	}).observe(shadow, {subtree: true, childList: true, characterData: true, attributes: true});
	return true;
})()`

// requestOf is a good request of about n bytes, in the editor's notation, whose
// last field is the one that is typed into.
func requestOf(n int) string {
	var s strings.Builder
	s.WriteString("GET /chat HTTP/1.1\nHost: server.example.com\nUpgrade: websocket\nConnection: Upgrade\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n")
	for i := 0; s.Len() < n-20; i++ {
		fmt.Fprintf(&s, "X-Filler-%d: %s\n", i, strings.Repeat("abc ", 16))
	}
	s.WriteString("X-Typed: \n\n")
	return s.String()
}

// fill replaces what an editor holds and puts the caret at the end of the last
// field, as a person who pastes would.
func (p *tab) fill(side, text string) {
	p.Helper()
	box := `textarea[data-side="` + side + `"]`
	p.click(box)
	p.do(chromedp.Evaluate[chromedp.Void](inPage(`$('` + box + `').select()`)))
	p.call(func() error {
		_, err := chromedp.Call(p.short(), input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
	p.do(chromedp.Evaluate[chromedp.Void](inPage(`(e => e.setSelectionRange(e.value.length - 2, e.value.length - 2))($('` + box + `'))`)))
	p.frame()
}
