package browsertest

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// TestAllowedOrigin: a docs site that was named with -allow-origin embeds the
// page's element from the dev server, frames its page, and does live checks in
// both ways; everything comes from another origin.
func TestAllowedOrigin(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	docs := "http://" + l.Addr().String()
	lab := labServer(t, "-allow-origin", docs)
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.URL.Path == "/frame" {
			io.WriteString(w, `<!doctype html><title>Docs</title><link rel="icon" href="data:,"><iframe src="`+lab+`" width="1000" height="800"></iframe>`)
			return
		}
		io.WriteString(w, `<!doctype html><html lang="en"><title>Docs</title><link rel="icon" href="data:,"><h1>Docs</h1><handshake-101></handshake-101><script type="module" src="`+lab+`handshake-101.js"></script>`)
	})}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })

	p := open(t, how{url: docs + "/"})
	p.wait("the dev server is found", `$('[data-live="echo"]')`)
	p.click(`[data-live="echo"]`)
	p.ended("done")
	p.check("switches")
	if got := string(p.editor(0)); !strings.Contains(got, "Origin: "+docs+"\r\n") || !strings.Contains(got, "Host: "+strings.Split(lab, "/")[2]+"\r\n") {
		t.Errorf("the handshake is\n%s", got)
	}
	p.wait("its frames are followed", `$$('[data-part="frames"] li').length === 2`)
	p.tool("send")
	p.click(`[data-do="lab-send"]`)
	p.ended("done")
	p.tool("answer")
	p.click(`[data-do="lab-placeholders"]`)
	p.click(`[data-do="lab-answer"]`)
	p.ended("done")
	p.check("switches")

	t.Run("in a frame", func(t *testing.T) {
		onlyChromium(t, "a test cannot look into a frame of another origin")
		q := open(t, how{url: docs + "/frame", bare: true})
		q.waitInFrame("the page in the frame comes alive", `document.querySelector("handshake-101[data-ready]") && $('[data-live="echo"]')`)
		q.waitInFrame("it is pressed", `$('[data-live="echo"]').click() || true`)
		q.waitInFrame("the check is done", `$('[data-part="live"]').dataset.state === "done"`)
	})
}
