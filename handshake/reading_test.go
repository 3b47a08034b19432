package handshake

import (
	"strings"
	"testing"
)

// Requests that Go's own functions would read more kindly than the RFCs:
// strings.EqualFold folds all of Unicode, strings.TrimSpace takes more than SP
// and HTAB, encoding/base64 skips line ends and lets unread bits pass,
// bufio.Scanner hides what a line ended with, strings.Contains finds a word
// inside another.
func TestReadingIsNoKinderThanTheRFC(t *testing.T) {
	const good = "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\nSec-WebSocket-Version: 13\r\n\r\n"
	if d := Decide([]byte(good), nil); d.Verdict != Accept || d.Protocol != "websocket" {
		t.Fatalf("the good request: %v", d.Verdict)
	}
	for _, c := range []struct{ what, old, new, rule string }{
		{"long s for s", "websocket", "web\u017focket", "up.req.syntax"},
		{"Kelvin sign for k", "websocket", "webSoc\u212aet", "up.req.syntax"},
		{"a word with the word in it", "Connection: Upgrade", "Connection: no-upgrade", "up.req.connection-option"},
		{"a no-break space behind the version", "Version: 13", "Version: 13\u00a0", "ws.req.version.syntax"},
		{"the octet 85 behind the version", "Version: 13", "Version: 13\x85", "ws.req.version.syntax"},
		{"a vertical tab behind the key", "Dw==", "Dw==\v", "ws.req.key.base64"},
		{"a form feed before the key", "Key: x", "Key: \fx", "ws.req.key.base64"},
		{"a CR inside the key", "x3JJ", "x3\rJJ", "h1.msg.bare-cr"},
		{"a folded key", "x3JJ", "x3\r\n JJ", "ws.req.key.base64"},
		{"bits that nobody reads", "Dw==", "Dx==", "ws.req.key.canonical"},
		{"a lone LF", "Version: 13\r\n", "Version: 13\n", "h1.msg.line-end"},
		{"the next line's sign", "Version: 13", "Version: 13\u2028", "ws.req.version.syntax"},
	} {
		request := strings.Replace(good, c.old, c.new, 1)
		r := Inspect(Exchange{Request: []byte(request)}, nil)
		if countRule(r, RuleByID(c.rule)) == 0 {
			var got []string
			for _, f := range findingsOf(r) {
				got = append(got, f.Rule.ID)
			}
			t.Errorf("%s: got %v, want %s", c.what, got, c.rule)
		}
		if RuleByID(c.rule).Severity == Error && r.Verdict.Outcome == Switches {
			t.Errorf("%s: the upgrade switches all the same", c.what)
		}
	}
}
