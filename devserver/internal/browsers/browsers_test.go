package browsers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestDrive does with each browser, on a page of its own, all that the surface offers.
func TestDrive(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte(`<!doctype html><title>drive</title><input style="position:absolute;left:10px;top:10px;width:300px;height:40px">`))
	}))
	defer site.Close()
	for _, name := range All {
		t.Run(string(name), func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
			defer cancel()
			b, err := Start(ctx, name)
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close()
			if b.Name() != name || !strings.Contains(b.Version(), ".") {
				t.Errorf("%s, version %q", b.Name(), b.Version())
			}
			if err := b.Open(ctx, site.URL); err != nil {
				t.Fatal(err)
			}
			if got, err := Eval[string](ctx, b, `new Promise(done => setTimeout(() => done(document.title), 10))`); err != nil || got != "drive" {
				t.Errorf("Eval of a promise: %q, %v", got, err)
			}
			if _, err := b.Eval(ctx, `(() => { throw new Error("on purpose") })()`); err == nil || !strings.Contains(err.Error(), "on purpose") {
				t.Errorf("Eval of an exception: %v", err)
			}
			if err := b.Click(ctx, 50, 30); err != nil {
				t.Fatal(err)
			}
			if err := b.Type(ctx, "axc"+Left+Backspace+"b"); err != nil {
				t.Fatal(err)
			}
			if err := Wait(ctx, b, `document.querySelector("input").value === "abc"`); err != nil {
				v, _ := b.Eval(ctx, `document.querySelector("input").value`)
				t.Errorf("typed: %s, want abc: %v", v, err)
			}
			if err := b.Resize(ctx, 700, 500); err != nil {
				t.Error(err)
			}
			if err := Wait(ctx, b, `innerWidth <= 700 && innerWidth > 500`); err != nil {
				t.Error(err)
			}
			if png, err := b.Screenshot(ctx); err != nil || !strings.HasPrefix(string(png), "\x89PNG") {
				t.Errorf("screenshot: %.10q, %v", png, err)
			}
			b.Console()
			if _, err := b.Eval(ctx, `console.error("said on purpose")`); err != nil {
				t.Error(err)
			}
			if name != WebKit {
				time.Sleep(100 * time.Millisecond)
				if said := b.Console(); len(said) != 1 || said[0].Text != "said on purpose" {
					t.Errorf("console: %q", said)
				}
			}
			if err := b.Fresh(ctx); err != nil {
				t.Fatal(err)
			}
			if err := b.Open(ctx, site.URL); err != nil {
				t.Error(err)
			}
		})
	}
}
