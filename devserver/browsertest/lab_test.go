package browsertest

import (
	"strconv"
	"strings"
	"testing"

	"handshake101/handshake"
)

// The live lab against the real dev server: what the page shows is what crossed
// the wire, and a difference from the prediction is there when there is one.

// tool opens a tool of the lab.
func (p *tab) tool(name string) {
	p.Helper()
	p.wait("the dev server is found", `$('[data-do="tool"]')`)
	p.click(`[data-do="tool"][data-arg="` + name + `"]`)
	p.wait("the tool "+name+" opens", `$('.lab[data-tool="`+name+`"]')`)
}

// ended waits until the check that was begun has an end.
func (p *tab) ended(state string) {
	p.Helper()
	p.wait("the check ends", `["done", "failed"].includes($('[data-part="live"]').dataset.state) && $('[data-part="live-result"]')`)
	p.frame()
	if got := p.attr(`[data-part="live"]`, "data-state"); got != state {
		p.Fatalf("the check ends %s, want %s: %s", got, state, p.text(`[data-region="came"]`))
	}
}

// write puts a text into an editor as typing does.
func (p *tab) write(side, text string) {
	p.Helper()
	get[bool](p, `(e => { e.value = `+strconv.Quote(text)+`; e.dispatchEvent(new InputEvent("input", {bubbles: true, composed: true})); return true })($('textarea[data-side="`+side+`"]'))`)
	p.frame()
}

// choose takes an option of a select.
func (p *tab) choose(change, value string) {
	p.Helper()
	get[bool](p, `(s => { s.value = "`+value+`"; s.dispatchEvent(new Event("change", {bubbles: true, composed: true})); return true })($('select[data-change="`+change+`"]'))`)
	p.frame()
}

func TestSendTheseBytes(t *testing.T) {
	p := open(t, how{})
	p.tool("send")
	sent := p.editor(handshake.FromClient)
	p.choose("lab-cut", "crlf")
	p.click(`[data-do="lab-send"]`)
	p.ended("done")
	if got := p.editor(handshake.FromClient); !strings.HasPrefix(string(got), string(sent)) {
		t.Errorf("sent was\n%q\nwanted\n%q", got, sent)
	}
	if got := string(p.editor(handshake.FromServer)); !strings.Contains(got, handshake.AcceptFor("dGhlIHNhbXBsZSBub25jZQ==")) {
		t.Errorf("the answer is %q", got)
	}
	if n := get[int](p, `$$('[data-difference]').length`); n != 0 {
		t.Errorf("the answer is not the predicted one: %s", p.text(`[data-compared="response"]`))
	}
	if rows := p.text(`[data-part="events"]`); !strings.Contains(rows, "2 pieces") || !strings.Contains(rows, "switched to websocket") {
		t.Errorf("events: %s", rows)
	}
	p.check("switches")

	// A broken one, byte by byte, through TLS; then undo.
	p.preset("broken-websocket")
	p.choose("lab-cut", "bytes")
	p.click(`[data-do="lab-tls"]`)
	p.click(`[data-do="lab-send"]`)
	p.ended("done")
	p.check("server-rejects")
	if n := get[int](p, `$$('[data-difference]').length`); n != 0 {
		t.Errorf("the answer is not the predicted one: %s", p.text(`[data-compared="response"]`))
	}
	p.click(`[data-do="undo"]`)
	p.wait("undo brings back the simulated answer", `$('[data-region="response-head"] [data-origin]').dataset.origin === "simulated"`)
}

func TestAnswerTheBrowser(t *testing.T) {
	p := open(t, how{allow: "WebSocket connection to"})
	p.preset("websocket-options")
	p.tool("answer")
	p.click(`[data-do="lab-placeholders"]`)
	p.wait("the placeholders are in", `$('textarea[data-side="response"]').value.includes("{accept}")`)
	p.click(`[data-do="lab-answer"]`)
	p.ended("done")
	p.check("switches")
	if table := p.text(`[data-part="browser"]`); !strings.Contains(table, "opens") || !strings.Contains(table, "chat") {
		t.Errorf("the browser: %s", table)
	}
	if p.attr(`[data-difference]`, "data-difference") != "" {
		t.Errorf("the browser opens otherwise than predicted: %s", p.text(`[data-region="compared"]`))
	}

	// What was written is what is sent again: the recording is not.
	p.click(`[data-do="lab-answer"]`)
	p.ended("done")

	// An Accept for another key: this browser refuses.
	p.write("response", "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n\n")
	p.click(`[data-do="lab-answer"]`)
	p.ended("failed")
	p.check("client-fails")
	words := "Incorrect 'Sec-WebSocket-Accept' header value"
	if inFirefox() { // it tells the console the same for every failure
		words = "fails"
	}
	if table := p.text(`[data-part="browser"]`); !strings.Contains(table, words) || !strings.Contains(table, "1006") {
		t.Errorf("the browser: %s", table)
	}
	if p.attr(`[data-difference]`, "data-difference") != "" {
		t.Errorf("the browser fails otherwise than predicted: %s", p.text(`[data-region="compared"]`))
	}
}

// TestAnswerRefused: what the server must not send is refused in words.
func TestAnswerRefused(t *testing.T) {
	p := open(t, how{allow: "status of 400"})
	p.tool("answer")
	p.write("response", "HTTP/1.1 101 X\nSet-Cookie: a=b\n\n")
	p.click(`[data-do="lab-answer"]`)
	p.ended("failed")
	if said := p.text(`[data-part="live-result"]`); !strings.Contains(said, "set-cookie") {
		t.Errorf("refused with %q", said)
	}
}

func TestFramesAsTheyFlow(t *testing.T) {
	p := open(t, how{})
	p.wait("the dev server is found", `$('[data-live="echo"]')`)
	p.click(`[data-live="echo"]`)
	p.ended("done")
	frames := func(n int, what string) {
		t.Helper()
		p.wait(what, `$$('[data-part="frames"] li').length === `+strconv.Itoa(n))
	}
	frames(2, "the message and its echo are there")
	p.click(`[data-field="message"]`)
	p.key("48 65 6c")
	p.click(`[data-do="talk-bytes"]`)
	frames(4, "bytes and their echo come")
	if got := get[string](p, `$('[data-field="message"]').value`); got != "48 65 6c" {
		t.Errorf("the message became %q", got)
	}
	p.click(`[data-do="talk-ping"]`)
	frames(6, "ping and pong come")
	p.click(`[data-part="frames"] li:nth-child(5) a`)
	p.wait("the frame is explained", `$('[data-part="explain"]').innerText.includes("ping")`)
	if lit := get[int](p, `$$('[data-wire="response"] .lit').length`); lit == 0 {
		t.Error("the frame's bytes are not lit")
	}
	p.check("switches")
	p.click(`[data-field="code"]`)
	p.key("3001")
	p.click(`[data-field="reason"]`)
	p.key("bye\r") // Enter closes
	p.wait("the connection is closed", `$('[data-part="frames"]').dataset.state === "closed"`)
	frames(8, "both close frames come")
	if said := p.text(`[data-part="frames"]`); !strings.Contains(said, "3001") || !strings.Contains(said, "bye") {
		t.Errorf("closed: %s", said)
	}
	p.check("switches")
}
