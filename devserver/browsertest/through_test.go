package browsertest

import (
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"handshake101/handshake"
)

// forward starts a reverse proxy on a free port. Where it leads is set later.
// Without pass it forgets Upgrade, as proxies do that nobody told otherwise.
func forward(t *testing.T, pass bool) (address string, to func(backend string)) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var proxy *httputil.ReverseProxy
	ready := make(chan struct{})
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		<-ready
		if !pass {
			r.Header.Del("Upgrade")
		}
		proxy.ServeHTTP(w, r)
	})}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return l.Addr().String(), func(backend string) {
		proxy = httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: backend})
		close(ready)
	}
}

// TestBeforeAndAfterAProxy: the request in the editor goes through a target that
// leads back to the dev server, and both ends stand side by side.
func TestBeforeAndAfterAProxy(t *testing.T) {
	closed, toClosed := forward(t, false)
	opened, toOpened := forward(t, true)
	at := labServer(t, "-target", closed, "-target", opened)
	host := strings.Split(at, "/")[2]
	toClosed(host)
	toOpened(host)

	p := open(t, how{url: at})
	p.tool("proxy")
	p.click(`[data-do="lab-through"]`)
	p.ended("failed")
	if row := p.text(`[data-through="request"] tr.removed`); !strings.Contains(row, "Upgrade: websocket") {
		t.Errorf("removed: %s", row)
	}
	if row := p.text(`[data-through="request"] tr.added`); !strings.Contains(row, "X-Forwarded-For") {
		t.Errorf("added: %s", row)
	}
	if got := string(p.editor(handshake.FromClient)); strings.Contains(got, "Upgrade: websocket") || !strings.Contains(got, "Sec-Websocket-Key") {
		t.Errorf("the editor does not hold what arrived: %s", got)
	}
	p.choose("lab-target", opened)
	p.click(`[data-do="lab-through"]`)
	p.ended("done")
	if p.attr(`[data-through="request"] tr.removed`, "class") != "" {
		t.Errorf("removed: %s", p.text(`[data-through="request"]`))
	}
	p.check("switches")
}

// TestTarget: the same bytes go to a server of somebody's own, and what it does
// otherwise than the rules say is shown.
func TestTarget(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "not this way", http.StatusTeapot)
	})}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody.Close()
	p := open(t, how{url: labServer(t, "-target", l.Addr().String(), "-target", nobody.Addr().String()) + "ja/", allow: "status of 502"})
	p.tool("send")
	sent := string(p.editor(handshake.FromClient))
	p.choose("lab-target", l.Addr().String())
	p.click(`[data-do="lab-send"]`)
	p.ended("done")
	if got := string(p.editor(handshake.FromServer)); !strings.HasPrefix(got, "HTTP/1.1 418 ") || !strings.Contains(got, "not this way") {
		t.Errorf("the answer is %q", got)
	}
	if got := string(p.editor(handshake.FromClient)); got != sent {
		t.Errorf("sent was %q, want %q", got, sent)
	}
	if n := get[int](p, `$$('[data-difference="response"]').length`); n == 0 {
		t.Error("an answer that was not predicted shows no difference")
	}
	p.choose("lab-target", nobody.Addr().String())
	p.click(`[data-do="lab-send"]`)
	p.ended("failed")
	if said := p.text(`[data-part="live-result"]`); !strings.Contains(said, "断られました") || strings.Contains(said, "refused") {
		t.Errorf("the refusal is told as %q", said)
	}
}
