package browsertest

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handshake101/devserver/internal/browsers"
	"handshake101/handshake"
)

// everyCase: `go test ./devserver/browsertest -run OtherBrowsers -every-case`.
var everyCase = flag.Bool("every-case", false, "answer Firefox and WebKit with all measured responses, not with a few")

// someCases tell the browsers apart.
var someCases = []string{"100-first", "200-as-ws", "accept-wrong-case", "ext-deflate", "ok"}

// measured is one of the responses that browsers were measured with.
type measured struct {
	Name, Response string
	Protocols      []string
	Chromium       struct{ Console string }
}

func measuredCases(t *testing.T) (all []measured) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root(), "handshake", "testdata", "browser-cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// unended are answers that Firefox and WebKit wait for the rest of, until the lab
// ends the connection.
var unended = []measured{
	{Name: "nothing but 100", Response: "HTTP/1.1 100 Continue\r\n\r\n"},
	{Name: "a part of the content", Response: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na part"},
	{Name: "no last chunk", Response: "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n6\r\na part\r\n"},
}

// lines is the response as the editor shows it. In the file each character below
// 256 is a byte. {a} is the right Accept with the case of its letters turned: any
// wrong one does.
func (c *measured) lines() string {
	var b []byte
	for _, r := range strings.NewReplacer("{A}", "{accept}", "{a}", "S3PplmbItXApq9KygZZHzrBk+XoO=").Replace(c.Response) {
		b = append(b, byte(r))
	}
	return handshake.ShowLines(b)
}

// openLab opens the page, and waits until it has found the dev server.
func (p *tab) openLab() {
	p.Helper()
	p.visitURL(server.url)
	p.waitAlive()
	p.wait("the dev server is found", `$('[data-live="echo"]')`)
}

// TestLabInOtherBrowsers does in Firefox and WebKit what the lab is for:
// connects, sends frames, sends bytes, and answers; and holds what each browser
// does against what the page predicts for it.
func TestLabInOtherBrowsers(t *testing.T) {
	cases := measuredCases(t)
	for _, name := range []browsers.Name{browsers.Firefox, browsers.WebKit} {
		t.Run(string(name), func(t *testing.T) {
			p := start(t, name, 10*time.Minute)
			p.openLab()

			p.click(`[data-live="echo"]`)
			p.wait("the message and its echo are there", `$$('[data-part="frames"] li').length === 2`)
			p.enter(`[data-field="message"]`, "48 65 6c")
			p.click(`[data-do="talk-bytes"]`)
			p.wait("bytes and their echo come", `$$('[data-part="frames"] li').length === 4`)
			p.click(`[data-do="talk-ping"]`)
			p.wait("ping and pong come", `$$('[data-part="frames"] li').length === 6`)
			p.click(`[data-do="talk-close"]`)
			p.wait("the connection is closed", `$('[data-part="frames"]').dataset.state === "closed"`)

			p.tool("send")
			p.click(`[data-do="lab-send"]`)
			p.wait("the bytes are answered", `$('[data-part="events"]') && $('[data-part="live"]').dataset.state === "done"`)

			p.tool("answer")
			failed := false
			for _, c := range append(unended, cases...) {
				if strings.Contains(c.Response, "<300000 times x>") || !*everyCase && !slices.Contains(someCases, c.Name) && !slices.ContainsFunc(unended, func(u measured) bool { return u.Name == c.Name }) {
					continue
				}
				if failed && name == browsers.Firefox { // it remembers, and waits before it connects again
					p.done(p.other.Fresh(p.short()))
					p.openLab()
					p.tool("answer")
				}
				request := "GET /chat HTTP/1.1\nHost: a.example\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\nSec-WebSocket-Extensions: permessage-deflate\n" // as every browser offers
				if len(c.Protocols) > 0 {
					request += "Sec-WebSocket-Protocol: " + strings.Join(c.Protocols, ", ") + "\n"
				}
				p.write("request", request+"\n")
				p.write("response", c.lines())
				p.click(`[data-do="lab-answer"]`)
				p.wait("the check of "+c.Name+" ends", `["done", "failed"].includes($('[data-part="live"]').dataset.state) && $('[data-part="browser"]')`)
				failed = p.attr(`[data-part="live"]`, "data-state") == "failed"
				table := p.text(`[data-part="browser"]`)
				// WebKit follows a redirect, so nobody can tell before.
				unknown := strings.Contains(table, "not known") && !(name == browsers.WebKit && c.Name == "301")
				if n := get[int](p, `$$('[data-difference="browser"]').length`); n != 0 || unknown {
					t.Errorf("%s: not as predicted: %s", c.Name, table)
				}
			}
		})
	}
}
