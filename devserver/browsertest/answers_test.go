package browsertest

import (
	"strings"
	"testing"
)

// TestAnswersAsPredicted lets the lab answer this Chromium with every response
// that browsers were measured with, and holds what it does against what the page
// says of it: opened or failed, the subprotocol, and the words on the console,
// which the page cannot read but this test can.
func TestAnswersAsPredicted(t *testing.T) {
	cases := measuredCases(t)
	p := open(t, how{allow: "WebSocket connection to"})
	p.tool("answer")
	answered := 0
	for _, c := range cases {
		if strings.Contains(c.Response, "<300000 times x>") {
			continue // more than the lab takes for an answer
		}
		request := "GET /chat HTTP/1.1\nHost: a.example\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n"
		if len(c.Protocols) > 0 {
			request += "Sec-WebSocket-Protocol: " + strings.Join(c.Protocols, ", ") + "\n"
		}
		p.write("request", request+"\n")
		p.write("response", c.lines())
		p.mu.Lock()
		before := len(p.noise)
		p.mu.Unlock()
		p.click(`[data-do="lab-answer"]`)
		p.wait(c.Name+": the check ends", `["done", "failed"].includes($('[data-part="live"]').dataset.state) && $('[data-part="browser"]')`)
		p.frame()
		answered++
		table := p.text(`[data-part="browser"]`)
		if p.attr(`[data-difference="browser"]`, "data-difference") != "" {
			t.Errorf("%s: not as predicted: %s", c.Name, table)
		}
		if strings.Contains(table, "not known") {
			t.Errorf("%s: nothing is predicted: %s", c.Name, table)
		}
		p.mu.Lock()
		said := strings.Join(p.noise[before:], "\n")
		p.mu.Unlock()
		if !inFirefox() && c.Chromium.Console != "" && (!strings.Contains(said, strings.TrimSpace(c.Chromium.Console)) || !strings.Contains(table, strings.TrimSpace(c.Chromium.Console))) {
			t.Errorf("%s: the console says\n%s\npredicted is\n%s", c.Name, said, table)
		}
	}
	if answered < 50 {
		t.Errorf("only %d of %d cases were tried", answered, len(cases))
	}
}
