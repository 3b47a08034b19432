package browsertest

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
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

// guest is the page in a browser that is not Chromium.
type guest struct {
	testing.TB
	b   browsers.Browser
	ctx context.Context
	at  string
}

func (o *guest) open() {
	o.Helper()
	if err := o.b.Open(o.ctx, o.at); err != nil {
		o.Fatal(err)
	}
	o.wait(`document.querySelector("handshake-101[data-ready]")`)
	o.wait(`$('[data-live="echo"]')`)
}

func (o *guest) wait(expression string) {
	o.Helper()
	ctx, cancel := context.WithTimeout(o.ctx, patience)
	defer cancel()
	if err := browsers.Wait(ctx, o.b, inPage(expression)); err != nil {
		o.Fatal(err)
	}
}

// do evaluates, and gives the text.
func (o *guest) do(expression string) string {
	o.Helper()
	s, err := browsers.Eval[string](o.ctx, o.b, inPage("String("+expression+")"))
	if err != nil {
		o.Fatal(err)
	}
	return s
}

func (o *guest) write(side, text string) {
	o.Helper()
	o.do(`(e => { e.value = ` + strconv.Quote(text) + `; return e.dispatchEvent(new InputEvent("input", {bubbles: true, composed: true})) })($('textarea[data-side="` + side + `"]'))`)
}

func (o *guest) press(selector string) {
	o.Helper()
	o.wait("$(`" + selector + "`)")
	o.do("$(`" + selector + "`).click()")
}

// TestLabInOtherBrowsers does in Firefox and WebKit what the lab is for:
// connects, sends frames, sends bytes, and answers; and holds what each browser
// does against what the page predicts for it.
func TestLabInOtherBrowsers(t *testing.T) {
	onlyChromium(t, "it starts the browsers that it needs")
	cases := measuredCases(t)
	for _, name := range []browsers.Name{browsers.Firefox, browsers.WebKit} {
		t.Run(string(name), func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
			defer cancel()
			b, err := browsers.Start(ctx, name)
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close()
			o := &guest{t, b, ctx, site(t)}
			o.open()

			o.press(`[data-live="echo"]`)
			o.wait(`$$('[data-part="frames"] li').length === 2`)
			o.do(`(e => { e.value = "48 65 6c"; return e.dispatchEvent(new InputEvent("input", {bubbles: true, composed: true})) })($('[data-field="message"]'))`)
			o.press(`[data-do="talk-bytes"]`)
			o.wait(`$$('[data-part="frames"] li').length === 4`)
			o.press(`[data-do="talk-ping"]`)
			o.wait(`$$('[data-part="frames"] li').length === 6`)
			o.press(`[data-do="talk-close"]`)
			o.wait(`$('[data-part="frames"]').dataset.state === "closed"`)

			o.press(`[data-do="tool"][data-arg="send"]`)
			o.press(`[data-do="lab-send"]`)
			o.wait(`$('[data-part="events"]') && $('[data-part="live"]').dataset.state === "done"`)

			o.press(`[data-do="tool"][data-arg="answer"]`)
			failed := false
			for _, c := range append(unended, cases...) {
				if strings.Contains(c.Response, "<300000 times x>") || !*everyCase && !slices.Contains(someCases, c.Name) && !slices.ContainsFunc(unended, func(u measured) bool { return u.Name == c.Name }) {
					continue
				}
				if failed && name == browsers.Firefox { // it remembers, and waits before it connects again
					if err := o.b.Fresh(ctx); err != nil {
						t.Fatal(err)
					}
					o.open()
					o.press(`[data-do="tool"][data-arg="answer"]`)
				}
				request := "GET /chat HTTP/1.1\nHost: a.example\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\nSec-WebSocket-Extensions: permessage-deflate\n" // as every browser offers
				if len(c.Protocols) > 0 {
					request += "Sec-WebSocket-Protocol: " + strings.Join(c.Protocols, ", ") + "\n"
				}
				o.write("request", request+"\n")
				o.write("response", c.lines())
				o.press(`[data-do="lab-answer"]`)
				o.wait(`["done", "failed"].includes($('[data-part="live"]').dataset.state) && $('[data-part="browser"]')`)
				failed = o.do(`$('[data-part="live"]').dataset.state`) == "failed"
				table := o.do(`$('[data-part="browser"]').innerText`)
				// WebKit follows a redirect, so nobody can tell before.
				unknown := strings.Contains(table, "not known") && !(name == browsers.WebKit && c.Name == "301")
				if n := o.do(`$$('[data-difference="browser"]').length`); n != "0" || unknown {
					t.Errorf("%s: not as predicted: %s", c.Name, table)
				}
			}
		})
	}
}
