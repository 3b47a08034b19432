package browsertest

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"handshake101/handshake"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// live presses Check live. Three witnesses must agree to the byte: what Chromium's
// own debugger says went over the wire, what the server recorded, and what the page
// shows.
func (p *tab) live() {
	p.Helper()
	before := fieldValue(p, p.editor(handshake.FromClient), "Sec-WebSocket-Key")
	witness := p.debugger()

	p.click(`[data-live="echo"]`)
	p.wait("the live check is done", `$('[data-part="live"]').dataset.state === "failed" || $('[data-compared="request"]') && $('[data-compared="response"]')`)
	if state := p.attr(`[data-part="live"]`, "data-state"); state != "done" {
		p.Fatalf("the live check ends %s: %s", state, p.text(`[data-part="live"]`))
	}

	where := get[[]string](p, `performance.getEntriesByType("resource").map(e => e.name).filter(n => n.endsWith("/recording"))`)
	if len(where) == 0 {
		p.Fatal("the page fetched no recording")
	}
	rec := p.recording(where[len(where)-1])

	if !strings.HasPrefix(string(rec.Request), "GET ") {
		p.Errorf("the recorded request begins %.40q, want GET", rec.Request)
	}
	key := fieldValue(p, rec.Request, "Sec-WebSocket-Key")
	if key == before {
		p.Error("the recorded key is the one of the simulation: nothing real was recorded")
	}
	if agent := fieldValue(p, rec.Request, "User-Agent"); agent != get[string](p, "navigator.userAgent") {
		p.Errorf("the recorded User-Agent %q is not this browser's", agent)
	}
	if accept := fieldValue(p, rec.Response, "Sec-WebSocket-Accept"); accept != handshake.AcceptFor(key) {
		p.Errorf("the recorded Accept is %q, handshake computes %q for %q", accept, handshake.AcceptFor(key), key)
	}

	witness(rec)

	// The page shows the recording, all of it, and every byte of it is explained.
	if shown := p.editor(handshake.FromClient); string(shown) != string(rec.Request) {
		p.Errorf("the page shows the request\n%q\nrecorded was\n%q", shown, rec.Request)
	}
	if shown := p.editor(handshake.FromServer); string(shown) != string(rec.Response) {
		p.Errorf("the page shows the response\n%q\nrecorded was\n%q", shown, rec.Response)
	}
	p.check("switches")
	if n := get[int](p, `$$("[data-difference]").length`); n == 0 {
		p.Error("the page shows no difference between prediction and recording, yet the key alone must differ")
	}
}

// debugger begins to listen to what Chromium's own debugger says of the next
// handshake, and gives what holds it against a recording. Firefox has no such witness.
func (p *tab) debugger() func(recorded) {
	p.Helper()
	if p.other != nil {
		return func(recorded) {}
	}
	p.call(func() error {
		_, err := chromedp.Call(p.short(), network.Enable, network.EnableParams{})
		return err
	})
	sent := chromedp.Events(p.ctx, network.WebSocketWillSendHandshakeRequest)
	got := chromedp.Events(p.ctx, network.WebSocketHandshakeResponseReceived)
	return func(rec recorded) {
		p.Helper()
		key := fieldValue(p, rec.Request, "Sec-WebSocket-Key")
		for ev, err := range sent {
			if err != nil {
				p.Fatal(err)
			}
			if k := header(ev.Request.Headers, "Sec-WebSocket-Key"); k != key {
				p.Errorf("Chromium says it sent the key %q, the server recorded %q", k, key)
			}
			break
		}
		for ev, err := range got {
			if err != nil {
				p.Fatal(err)
			}
			// Its one liberty: it writes the request line with the whole address.
			text := strings.Replace(ev.Response.RequestHeadersText, "ws://"+strings.Split(server.url, "/")[2], "", 1)
			if !strings.HasPrefix(string(rec.Request), text) || text == "" {
				p.Errorf("Chromium says it sent\n%q\nthe server recorded\n%q", text, rec.Request)
			}
			if text := ev.Response.HeadersText; text == "" || !strings.HasPrefix(string(rec.Response), text) {
				p.Errorf("Chromium says it got\n%q\nthe server recorded\n%q", text, rec.Response)
			}
			break
		}
	}
}

func header(h network.Headers, name string) string {
	for k, v := range h {
		if strings.EqualFold(k, name) {
			s, _ := v.(string)
			return s
		}
	}
	return ""
}

// recorded is the dev server's recording of one connection.
type recorded struct {
	Schema   int
	Protocol string
	Request  []byte `json:"requestBase64"`
	Response []byte `json:"responseBase64"`
	Chunks   []struct {
		From string
		Data []byte
	}
	Truncated bool
}

// recording fetches a recording without the page, and checks that its pieces make
// up its whole.
func (p *tab) recording(url string) recorded {
	p.Helper()
	res, err := http.Get(url)
	if err != nil {
		p.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != 200 {
		p.Fatalf("GET %s: %s, %v\n%s", url, res.Status, err, body)
	}
	var rec recorded
	if err := json.Unmarshal(body, &rec); err != nil {
		p.Fatalf("GET %s: %v\n%s", url, err, body)
	}
	var sides [2][]byte
	for _, c := range rec.Chunks {
		i := 0
		if c.From == "server" {
			i = 1
		}
		sides[i] = append(sides[i], c.Data...)
	}
	if string(sides[0]) != string(rec.Request) || string(sides[1]) != string(rec.Response) {
		p.Error("the chunks of the recording do not add up to its bytes")
	}
	if rec.Protocol != "websocket" || rec.Truncated {
		p.Errorf("recording: protocol %q, truncated %v", rec.Protocol, rec.Truncated)
	}
	return rec
}

// fromTheTop puts the keyboard back to the start of the document: the next Tab goes to
// the first control.
func (p *tab) fromTheTop() {
	p.Helper()
	p.run(focusNothing)
	if p.other != nil { // it would go on where the focus was last
		p.run(`document.body.tabIndex = -1; document.body.focus()`)
	}
}

const focusNothing = `
	let e = document.activeElement;
	while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
	if (e) e.blur();
	getSelection().removeAllRanges();`
