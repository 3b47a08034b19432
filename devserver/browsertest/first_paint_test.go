package browsertest

import (
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"handshake101/handshake"
	"handshake101/web"
)

// japanese is the catalogue that readers of Japanese get.
func japanese(t testing.TB) *handshake.Language {
	t.Helper()
	data, err := fs.ReadFile(web.FS(), "build/ja.txt")
	if err != nil {
		t.Fatalf("%v: run `make build`", err)
	}
	l, err := handshake.ParseLanguage("ja", data)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestWithoutJavaScript: the exchange and its explanation are readable where
// scripts are blocked, in both languages.
func TestWithoutJavaScript(t *testing.T) {
	onlyChromium(t, "nothing turns its JavaScript off while it runs")
	preset := handshake.Presets()[0]
	report := handshake.Inspect(handshake.Exchange{Request: preset.Request()}, preset.Policy)
	for _, c := range []struct {
		path, lang string
		texts      *handshake.Language
	}{{"", "en", nil}, {"ja/", "ja", japanese(t)}} {
		t.Run(c.lang, func(t *testing.T) {
			p := open(t, how{path: c.path, noScript: true})
			if get[bool](p, `customElements.get("handshake-101") != null`) {
				t.Fatal("a script ran although scripts are blocked")
			}
			if lang := get[string](p, `document.documentElement.lang`); lang != c.lang {
				t.Errorf("the document's language is %q, want %q", lang, c.lang)
			}
			for side, wire := range map[handshake.Side][]byte{handshake.FromClient: preset.Request(), handshake.FromServer: report.Simulated} {
				// What stands on the wire, as a person can see it: each span's text.
				seen := get[string](p, `$$('[data-wire="`+side.String()+`"] [data-span]').filter(e => e.getClientRects().length).map(e => e.textContent).join("")`)
				for line := range strings.SplitSeq(strings.TrimRight(string(wire), "\r\n"), "\r\n") {
					if !strings.Contains(seen, line) {
						t.Errorf("%s: the line %q cannot be read", side, line)
					}
				}
			}
			all := p.text(`[data-part="verdict"]`)
			if want := c.texts.Say(report.Verdict.Summary); !says(all, want) {
				t.Errorf("the verdict says %q, want %q in it", all, want)
			}
			for _, s := range report.Steps {
				if got, want := p.text(`[data-step="`+s.ID+`"]`), c.texts.Say(s.Title); !says(got, want) {
					t.Errorf("step %s says %q, want %q in it", s.ID, got, want)
				}
			}
			if said := p.text(`[data-part="explain"]`); len(said) < 80 {
				t.Errorf("the explanation can not be read: %q", said)
			}
		})
	}
}

// TestNoLayoutShift: what the server painted stays where it is when the program
// arrives; and hardly moves while the page itself comes drop by drop. The browser's
// own measure says so, in its unit: the share of the screen that moved times how far.
func TestNoLayoutShift(t *testing.T) {
	for _, path := range []string{"", "ja/"} {
		for _, width := range []int64{1280, 768, 360, 320} {
			base, release := dripping(t)
			var coming float64
			p := open(t, how{url: base + path, width: width, height: 800, painted: func(p *tab) {
				p.frame()
				coming = get[float64](p, `new Promise(done => {
					window.moved = 0, window.what = "";
					new PerformanceObserver(list => {
						for (const e of list.getEntries()) {
							moved += e.value;
							for (const { previousRect: a, currentRect: b } of e.sources) what += "(" + [a.x, a.y, a.width, a.height] + ") to (" + [b.x, b.y, b.width, b.height] + ") ";
						}
					}).observe({type: "layout-shift", buffered: true});
					setTimeout(() => done(moved), 100);
				})`)
				if coming > 0.025 {
					t.Errorf("/%s at %d pixels: the layout shifts by %.4f while the page comes, want 0.025 at most: %s", path, width, coming, get[string](p, "what"))
				}
				get[bool](p, `moved = 0, what = "", true`)
				release()
			}})
			p.frame()
			if moved := get[float64](p, `new Promise(done => setTimeout(() => done(moved), 100))`); moved > 0.001 {
				t.Errorf("/%s at %d pixels: the layout shifts by %.4f when the program arrives, want 0: %s", path, width, moved, get[string](p, "what"))
			}
		}
	}
}

// dripping gives the address of a line so slow that a document is painted while it
// still comes. The program does not come before it is released.
func dripping(t *testing.T) (base string, release func()) {
	far, err := url.Parse(site(t))
	if err != nil {
		t.Fatal(err)
	}
	held := make(chan bool)
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(far)
			r.Out.Header.Del("Accept-Encoding")
		},
		ModifyResponse: func(r *http.Response) error {
			if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
				r.Body = &drops{r.Body}
			}
			if strings.HasSuffix(r.Request.URL.Path, ".wasm") {
				select {
				case <-held:
				case <-r.Request.Context().Done():
				}
			}
			return nil
		},
		FlushInterval: -1,
	}
	s := httptest.NewServer(proxy)
	t.Cleanup(s.Close)
	release = sync.OnceFunc(func() { close(held) })
	t.Cleanup(release)
	return s.URL + "/", release
}

// drops reads little and waits before it.
type drops struct{ io.ReadCloser }

func (d *drops) Read(p []byte) (int, error) {
	time.Sleep(20 * time.Millisecond)
	return d.ReadCloser.Read(p[:min(len(p), 500)])
}

// TestDeepLink: the address of a step opens that step.
func TestDeepLink(t *testing.T) {
	p := open(t, how{})
	steps := p.report().Steps
	want := steps[len(steps)-2].ID
	p.click(`[data-step="` + want + `"]`)
	p.wait("the step is current", `$('[data-step="`+want+`"][aria-current="step"]') && location.hash.length > 1`)
	p.frame()
	link := get[string](p, "location.href")
	q := open(t, how{url: link})
	if got := q.current(); got != want {
		t.Errorf("%s opens step %s, want %s", link, got, want)
	}
}

// TestLanguageSwitch: another language changes every word and nothing else.
func TestLanguageSwitch(t *testing.T) {
	p := open(t, how{})
	p.preset("broken-websocket")
	ja := japanese(t)
	text := string(p.editor(handshake.FromClient))
	p.click(`a[hreflang="ja"]`)
	summary := ja.Say(p.report().Verdict.Summary)
	p.wait("the page speaks Japanese", `($('[data-part="verdict"]') || {innerText: ""}).innerText.includes(`+strconv.Quote(summary)+`)`)
	p.waitAlive()
	if got := string(p.editor(handshake.FromClient)); got != text {
		t.Errorf("the switch of language changed the request to\n%q\nfrom\n%q", got, text)
	}
	if lang := get[string](p, `$('[data-part="verdict"]').closest("[lang]")?.lang || host.lang`); lang != "ja" {
		t.Errorf("the element's language is %q, want ja", lang)
	}
	p.click(`a[hreflang="en"]`)
	p.wait("the page speaks English again", `$('[data-part="verdict"]').innerText.includes(`+strconv.Quote((*handshake.Language)(nil).Say(p.report().Verdict.Summary))+`)`)
}
