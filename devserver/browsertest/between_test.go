package browsertest

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// between stands between the browser and the dev server, and may answer itself: it
// tells whether it did. change is applied to what the server answers. Either may be
// nil.
func between(t *testing.T, answer func(w http.ResponseWriter, r *http.Request) bool, change func(*http.Response)) string {
	t.Helper()
	to, err := url.Parse(site(t))
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = r.In.Host // the policy names it
		},
		ModifyResponse: func(r *http.Response) error {
			if change != nil {
				change(r)
			}
			return nil
		},
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if answer == nil || !answer(w, r) {
			proxy.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL + "/"
}

// openWith opens a page, in which a script runs before all others, and waits for
// nothing: the page may be one that does not come alive.
func openWith(t *testing.T, script string, h how) *tab {
	t.Helper()
	address := h.url
	if address == "" {
		address = site(t) + h.path
	}
	if inFirefox() {
		p := newFirefoxTab(t)
		p.size(1280, 900)
		p.done(p.page().Before(p.short(), script))
		p.visitURL(address)
		t.Cleanup(func() { p.heed(h.allow) })
		return p
	}
	h.url, h.noScript = "about:blank", true
	p := open(t, h)
	p.call(func() error {
		_, err := chromedp.Call(p.short(), emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{})
		return err
	})
	p.call(func() error {
		_, err := chromedp.Call(p.short(), page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	})
	p.do(chromedp.Navigate(address))
	return p
}
