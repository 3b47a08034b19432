package browsertest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestStrangersPage: a page of another origin, open in the same browser as the
// lab, tries all that a page can send. It knows the id of a recording, which is
// more than it would, and still it reads nothing, changes nothing, connects to
// nothing, and cannot frame the page. The other origin is the same machine on
// another port, which browsers count as the same site.
func TestStrangersPage(t *testing.T) {
	onlyChromium(t, "it follows what Chromium tells of a form that is sent")
	lab := labServer(t)
	id := "strangers-want-this"
	put := func(id, answer string) {
		t.Helper()
		body, err := json.Marshal(map[string]string{"response": answer})
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequest("PUT", lab+"live/"+id+"/answer", strings.NewReader(string(body)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(r)
		if err != nil || res.StatusCode != 200 {
			t.Fatal(res, err)
		}
		res.Body.Close()
	}
	put(id, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 39\r\n\r\n<script>document.title=\"ours\"</script>\n")
	res, err := http.Get(lab + "live/" + id + "/echo") // makes a recording
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()

	stranger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, `<!doctype html><title>a stranger</title><body>`)
	}))
	t.Cleanup(stranger.Close)
	site(t)
	ctx, cancel := chromedp.NewContext(chrome.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	p := &tab{TB: t, ctx: ctx}
	p.do(chromedp.Navigate(stranger.URL))
	outcome := func(script string) string {
		t.Helper()
		return get[string](p, `(async () => { const lab = `+strconv.Quote(lab)+`, live = lab + "live/`+id+`"; `+script+` })()`)
	}
	const tell = `const tell = p => p.then(async r => r.type + " " + r.status + " " + (await r.text()).length, () => "blocked"); `
	for name, c := range map[string]struct{ script, want string }{
		"read a recording":           {tell + `return tell(fetch(live + "/recording"))`, "blocked"},
		"read it opaquely":           {tell + `return tell(fetch(live + "/recording", {mode: "no-cors"}))`, "blocked"},
		"read what the lab can do":   {tell + `return tell(fetch(lab + "live/about"))`, "blocked"},
		"watch it":                   {`return new Promise(done => { const e = new EventSource(live + "/stream"); e.onopen = () => done("open"); e.onerror = () => { e.close(); done("blocked") } })`, "blocked"},
		"connect":                    {`return new Promise(done => { const s = new WebSocket(live.replace("http", "ws") + "/echo"); s.onopen = () => done("open"); s.onclose = e => done("closed " + e.code) })`, "closed 1006"},
		"connect to the answer":      {`return new Promise(done => { const s = new WebSocket(live.replace("http", "ws") + "/answer"); s.onopen = () => done("open"); s.onclose = e => done("closed " + e.code) })`, "closed 1006"},
		"send with JSON":             {tell + `return tell(fetch(live + "/send", {method: "POST", headers: {"Content-Type": "application/json"}, body: '{"request":"GET / HTTP/1.1\\r\\n\\r\\n"}'}))`, "blocked"},
		"send with a simple request": {tell + `return tell(fetch(live + "/send", {method: "POST", mode: "no-cors", body: '{"request":"GET / HTTP/1.1\\r\\n\\r\\n"}'}))`, "blocked"},
		"store an answer":            {tell + `return tell(fetch(live + "/answer", {method: "PUT", headers: {"Content-Type": "application/json"}, body: '{"response":"stolen"}'}))`, "blocked"},
		"act":                        {tell + `return tell(fetch(live + "/act", {method: "POST", mode: "no-cors", body: '{"ping":""}'}))`, "blocked"},
		"run the answer as a script": {`return new Promise(done => { const s = document.createElement("script"); s.src = live + "/answer"; s.onload = () => done("ran"); s.onerror = () => done("blocked"); document.body.append(s) })`, "blocked"},
		"load the recording as one":  {`return new Promise(done => { const s = document.createElement("script"); s.src = live + "/recording"; s.onload = () => done("ran"); s.onerror = () => done("blocked"); document.body.append(s) })`, "blocked"},
		"hold the page by its opener": {`const w = open(lab); for (let i = 0; i < 100; i++) { await new Promise(r => setTimeout(r, 50)); try { w.document; } catch { return "cross-origin" } if (w.closed) return "severed" } return "held"`,
			"severed"},
	} {
		if got := outcome(c.script); got != c.want && !(c.want == "severed" && got == "cross-origin") {
			t.Errorf("to %s: %s, want %s", name, got, c.want)
		}
	}
	outcome(`const f = document.createElement("iframe"); f.src = lab; document.body.append(f); return ""`)
	if f := p.frameOf(); f.UnreachableURL == "" {
		t.Errorf("a frame shows %s", f.URL)
	}
	// A form navigates there: what is shown then is a refusal, not the answer.
	for _, path := range []string{"/send", "/answer", "/act"} {
		p.do(chromedp.Navigate(stranger.URL))
		p.call(func() error {
			_, err := chromedp.Run(p.short(), chromedp.Evaluate[bool](`(() => { const f = document.createElement("form"); f.method = "POST"; f.enctype = "text/plain"; f.action = `+strconv.Quote(lab+"live/"+id+path)+
				`; const i = document.createElement("input"); i.name = '{"request":"x", "y":"'; i.value = '"}'; f.append(i); document.body.append(f); f.submit(); return true })()`))
			return err
		})
		p.wait("the form has led to the lab", `location.href.startsWith(`+strconv.Quote(lab)+`) && document.readyState === "complete"`)
		if got := get[string](p, `document.title + " " + document.body.innerText`); strings.Contains(got, "ours") || strings.Contains(got, "schema") {
			t.Errorf("a form to %s shows %q", path, got)
		}
	}
	// A link to the stored answer shows nothing of it either.
	p.do(chromedp.Navigate(lab + "live/" + id + "/answer"))
	if got := get[string](p, `document.title + document.documentElement.outerHTML`); strings.Contains(got, "ours") {
		t.Errorf("a link shows %q", got)
	}
	if n := get[int](p, `document.cookie.length`); n != 0 {
		t.Error("a cookie was left")
	}
}
