package browsertest

import (
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"handshake101/handshake"
)

// watchTasks notes the longest task of the page's main thread in window.longest, in
// milliseconds. The browser tells only of those of 50 ms and more.
const watchTasks = `(() => {
	window.longest = 0;
	new PerformanceObserver(list => {
		for (const e of list.getEntries()) window.longest = Math.max(window.longest, e.duration);
	}).observe({type: "longtask"});
	return true;
})()`

// longest is the longest task since it was asked for last; 0 when none took 50 ms.
func (p *tab) longest() float64 {
	p.Helper()
	time.Sleep(300 * time.Millisecond) // the browser tells of a task after a while
	return get[float64](p, "(l => (window.longest = 0, l))(window.longest)")
}

// BenchmarkBurst holds a key down that comes 200 times a second, for two seconds: how
// long the page's longest task is, and how far behind the last key the page is.
// None of the letters may be lost.
func BenchmarkBurst(b *testing.B) {
	for _, c := range []struct {
		name string
		size int
	}{{"1KB", 1 << 10}, {"16KB", 16 << 10}} {
		b.Run(c.name, func(b *testing.B) {
			p := open(b, how{})
			time.Sleep(3 * time.Second)
			for b.Loop() {
				p.fill("request", requestOf(c.size))
				get[bool](p, watchTasks)
				before := get[int](p, `$('textarea[data-side="request"]').value.length`)
				const n = 400
				var keys sync.WaitGroup
				ticks := time.NewTicker(5 * time.Millisecond)
				for range n {
					<-ticks.C
					keys.Go(func() { p.key("a") }) // the next does not wait for this one
				}
				ticks.Stop()
				last := time.Now()
				keys.Wait()
				p.frame()
				b.ReportMetric(float64(time.Since(last).Milliseconds()), "ms-behind")
				b.ReportMetric(p.longest(), "ms-longest-task")
				if got := get[int](p, `$('textarea[data-side="request"]').value.length`) - before; got != n {
					b.Errorf("%d letters of %d arrived", got, n)
				}
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkPaste puts a long text in at once and types into it: how long the longest
// task is, when the verdict is about the new text, and how long a key waits then.
func BenchmarkPaste(b *testing.B) {
	for _, c := range []struct {
		name string
		size int
	}{{"60KB", 60 << 10}, {"100KB", 100 << 10}, {"1MB", 1 << 20}} {
		b.Run(c.name, func(b *testing.B) {
			p := open(b, how{})
			time.Sleep(3 * time.Second)
			get[bool](p, watchTasks)
			for b.Loop() {
				p.paste("request", requestOf(200))
				text := requestOf(c.size)
				size := strconv.Itoa(len(handshake.ParseLines(text)))
				p.longest()
				start := time.Now()
				p.paste("request", text)
				p.wait("it is judged", `$('[data-region="request-head"] .size').textContent.includes(`+strconv.Quote(size)+`)`)
				p.frame()
				b.ReportMetric(float64(time.Since(start).Milliseconds()), "ms-judged")
				b.ReportMetric(p.longest(), "ms-longest-task")
				var ms []float64
				for range 20 {
					start := time.Now()
					p.key("a")
					p.frame()
					ms = append(ms, float64(time.Since(start).Microseconds())/1000)
				}
				slices.Sort(ms)
				b.ReportMetric(ms[len(ms)/2], "ms-key")
				time.Sleep(time.Second)
				b.ReportMetric(p.longest(), "ms-longest-after")
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkSession types 5,000 letters and line ends: what the page holds of memory
// after the first thousand and after all.
func BenchmarkSession(b *testing.B) {
	p := open(b, how{})
	for b.Loop() {
		p.fill("request", requestOf(1<<10))
		for n := range 5 {
			get[bool](p, `(async () => {
				for (let i = 0; i < 1000; i++) {
					document.execCommand("insertText", false, i % 50 ? "a" : "\n");
					if (i % 10 == 0) document.execCommand("delete"), document.execCommand("insertText", false, "b");
					await new Promise(done => setTimeout(done));
				}
				return true;
			})()`)
			time.Sleep(2 * time.Second)
			if n == 0 || n == 4 {
				b.ReportMetric(p.megabytes(), fmt.Sprintf("MB-after-%d", 1000*(n+1)))
			}
			b.Logf("%d keys: %.1f MB", 1000*(n+1), p.megabytes())
		}
	}
	b.ReportMetric(0, "ns/op")
}

// megabytes is the program's memory: it only grows.
func (p *tab) megabytes() float64 {
	p.Helper()
	proto, err := chromedp.Call(p.short(), runtime.Evaluate, runtime.EvaluateParams{Expression: "WebAssembly.Memory.prototype"})
	if err != nil {
		p.Fatal(err)
	}
	all, err := chromedp.Call(p.short(), runtime.QueryObjects, runtime.QueryObjectsParams{PrototypeObjectID: proto.Result.ObjectID})
	if err != nil {
		p.Fatal(err)
	}
	size, err := chromedp.Call(p.short(), runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		FunctionDeclaration: "function() { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0) / 2 ** 20 }",
		ObjectID:            all.Objects.ObjectID, ReturnByValue: new(true),
	})
	if err != nil {
		p.Fatal(err)
	}
	mb, err := strconv.ParseFloat(string(size.Result.Value), 64)
	if err != nil {
		p.Fatal(err)
	}
	return mb
}
