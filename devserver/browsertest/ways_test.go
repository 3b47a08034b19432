package browsertest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"handshake101/handshake"
)

// The ways in which the page sends, and over what this browser connects.

// send presses the button and waits for what comes of it.
func (p *tab) send() {
	p.Helper()
	p.click(`[data-do="lab-send"]`)
	p.ended("done")
	if p.attr(`[data-difference]`, "data-difference") != "" {
		p.Errorf("the answer is not the predicted one: %s", p.text(`[data-compared="response"]`))
	}
}

func TestTwoRequestsAtOnce(t *testing.T) {
	p := open(t, how{})
	p.tool("send")
	p.write("request", "GET / HTTP/1.1\nHost: a.example\n\n")
	p.click(`[data-do="lab-twice"]`)
	p.send()
	if got := string(p.editor(handshake.FromServer)); strings.Count(got, "HTTP/1.1 200 OK\r\n") != 2 {
		t.Errorf("two requests got %q", got)
	}
	if got := string(p.editor(handshake.FromClient)); strings.Count(got, "GET / HTTP/1.1\r\n") != 2 {
		t.Errorf("sent was %q", got)
	}
	// A second one behind an upgrade is no request any more.
	p.preset("websocket")
	p.click(`[data-do="lab-send"]`)
	p.ended("done")
	if got := string(p.editor(handshake.FromServer)); strings.Count(got, "HTTP/1.1 ") != 1 || !strings.HasPrefix(got, "HTTP/1.1 101 ") {
		t.Errorf("a request behind an upgrade got %q", got)
	}
}

func TestFirstMessageEarly(t *testing.T) {
	p := open(t, how{})
	p.tool("send")
	p.click(`[data-do="lab-early"]`)
	p.send()
	if got := string(p.editor(handshake.FromClient)); !strings.Contains(got, "\r\n\r\n\x81\x85\x37\xfa\x21\x3d") {
		t.Errorf("no frame stands behind the request: %q", got)
	}
	if got := string(p.editor(handshake.FromServer)); !strings.Contains(got, "\r\n\r\n\x81\x05Hello") {
		t.Errorf("the early frame is not echoed: %q", got)
	}
	p.check("switches")
}

func TestByteByByte(t *testing.T) {
	p := open(t, how{})
	p.tool("send")
	p.choose("lab-cut", "bytes")
	n := len(p.editor(handshake.FromClient))
	p.send()
	if rows := p.text(`[data-part="events"]`); !strings.Contains(rows, fmt.Sprintf("%d pieces", n)) {
		t.Errorf("%d bytes did not go one by one: %s", n, rows)
	}
	p.check("switches")
	p.choose("lab-cut", "own")
	p.click(`[data-field="sizes"]`)
	p.key("7 100, 20\r") // Enter sends
	p.wait("three pieces", `$('[data-part="events"]') && $('[data-part="events"]').innerText.includes("3 pieces")`)
}

// about asks a dev server about itself.
func about(t *testing.T, at string) (a struct{ SecurePort, SecureTwinPort int }) {
	t.Helper()
	res, err := http.Get(at + "live/about")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestOverHTTP2 connects from a page that came over TLS: once as a stream of
// HTTP/2, once over HTTP/1.1, and has both side by side.
func TestOverHTTP2(t *testing.T) {
	at := labServer(t, "-tls")
	p := open(t, how{url: at})
	p.tool("newer")
	port := about(t, at).SecurePort
	link := p.attr(`[data-key="secure"]`, "href")
	if want := fmt.Sprintf("https://127.0.0.1:%d/", port); !strings.HasPrefix(link, want) {
		t.Fatalf("the link leads to %q, want %s", link, want)
	}

	p = open(t, how{url: link})
	p.tool("newer")
	if said := p.text(`.lab`); !strings.Contains(said, "HTTP/2.0") || !strings.Contains(said, "TLS 1.3") {
		t.Errorf("the page came over %s", said)
	}
	p.click(`[data-live="echo"]`)
	p.ended("done")
	p.check("switches")
	twins := p.text(`.twins`)
	if p.text(`[data-part="h2"]`) == "" || !strings.Contains(twins, ":protocol: websocket") || strings.Contains(strings.ToLower(twins), "sec-websocket-key") {
		t.Errorf("over HTTP/2: %s", twins)
	}
	p.click(`[data-do="lab-twin"]`)
	p.ended("done")
	p.wait("both stand side by side", `$$('.twins figure').length === 2`)
	if twins = p.text(`.twins`); !strings.Contains(twins, "Sec-WebSocket-Key: ") || !strings.Contains(twins, "101 Switching Protocols") {
		t.Errorf("over HTTP/1.1: %s", twins)
	}

	// An answer of raw bytes has no form in HTTP/2: it goes over HTTP/1.1.
	p.tool("answer")
	p.click(`[data-do="lab-placeholders"]`)
	p.click(`[data-do="lab-answer"]`)
	p.ended("done")
	p.check("switches")
	if p.attr(`[data-difference]`, "data-difference") != "" {
		t.Errorf("Chromium opens otherwise than predicted: %s", p.text(`[data-region="compared"]`))
	}
}
