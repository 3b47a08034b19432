package handshake

import (
	"strings"
	"testing"
)

// Verdicts by the text of the RFCs: what a strict server does with a request, and a
// strict client with an answer. Each row names the sentence that decides.

const wsFields = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n"

// head writes lines as a head.
func head(lines string) []byte { return []byte(strings.ReplaceAll(lines, "\n", "\r\n") + "\r\n") }

func TestRequestVerdicts(t *testing.T) {
	const offer = "Host: a\nConnection: Upgrade\nUpgrade: websocket\n" + wsFields
	for _, test := range []struct {
		name, request, policy string
		verdict               RequestVerdict
		status                int
		protocol              string
		why                   string
	}{
		{"a good offer", "GET / HTTP/1.1\n" + offer, "", Accept, 101, "websocket", "RFC 6455 §4.2.2"},
		{"nothing offered", "GET / HTTP/1.1\nHost: a\n", "", Ignore, 200, "", "RFC 9110 §7.8"},
		{"nothing offered to an endpoint for WebSocket", "GET / HTTP/1.1\nHost: a\n", "only=websocket", Reject, 426, "", "RFC 9110 §15.5.22"},
		{"a POST without an offer, too", "POST / HTTP/1.1\nHost: a\nContent-Length: 0\n", "only=websocket", Reject, 426, "", "RFC 9110 §15.5.22"},
		{"nothing offered to an endpoint for TLS", "GET / HTTP/1.1\nHost: a\n", "only=TLS/1.2", Reject, 426, "", "RFC 2817 §4.2"},
		{"another protocol offered to an endpoint for WebSocket", "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: foo/1\n", "only=websocket", Reject, 426, "", "RFC 9110 §15.5.22"},

		// Connection: the option is what makes the field count on this hop.
		{"Connection missing", "GET / HTTP/1.1\nHost: a\nUpgrade: websocket\n" + wsFields, "", Ignore, 200, "", "RFC 9110 §7.6.1, §7.8"},
		{"Connection missing, at an endpoint for WebSocket", "GET / HTTP/1.1\nHost: a\nUpgrade: websocket\n" + wsFields, "only=websocket", Reject, 400, "", "RFC 6455 §4.2.1 item 4"},
		{"Connection names something else", "GET / HTTP/1.1\nHost: a\nConnection: keep-alive\nUpgrade: websocket\n" + wsFields, "", Ignore, 200, "", "RFC 9110 §7.6.1"},
		{"Upgrade missing, at an endpoint for WebSocket", "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\n" + wsFields, "only=websocket", Reject, 426, "", "RFC 9110 §15.5.22"},
		{"close beside Upgrade", "GET / HTTP/1.1\n" + strings.Replace(offer, "Connection: ", "Connection: close, ", 1), "", Accept, 101, "websocket", "RFC 9112 §9.6: a 101 is no final response"},
		{"a broken key is not looked at where nothing counts as an offer", "GET / HTTP/1.1\nHost: a\nUpgrade: websocket\nSec-WebSocket-Key: x\nSec-WebSocket-Version: 13\n", "", Ignore, 200, "", "RFC 9110 §7.6.1"},

		// Versions of HTTP.
		{"HTTP/1.0", "GET / HTTP/1.0\n" + offer, "", Ignore, 200, "", "RFC 9110 §7.8: a server MUST ignore Upgrade in HTTP/1.0"},
		{"HTTP/1.0 without Host", "GET / HTTP/1.0\n", "", Ignore, 200, "", "RFC 9112 §3.2 asks Host of HTTP/1.1"},
		{"HTTP/1.0 at an endpoint for WebSocket", "GET / HTTP/1.0\n" + offer, "only=websocket", Reject, 400, "", "RFC 6455 §4.2.1 item 1"},
		{"HTTP/1.2 is read as HTTP/1.1", "GET / HTTP/1.2\n" + offer, "", Accept, 101, "websocket", "RFC 9110 §6.2"},
		{"HTTP/2 in text", "GET / HTTP/2.0\n" + offer, "", Reject, 505, "", "RFC 9110 §15.6.6"},
		{"no version", "GET /\nHost: a\n", "", Reject, 400, "", "RFC 9112 §3"},
		{"the version in small letters", "GET / http/1.1\n" + offer, "", Reject, 400, "", "RFC 9112 §2.3"},

		// Methods.
		{"POST", "POST / HTTP/1.1\n" + offer, "", Reject, 405, "", "RFC 6455 §4.2.1 item 1, RFC 9110 §15.5.6"},
		{"HEAD", "HEAD / HTTP/1.1\n" + offer, "", Reject, 405, "", "RFC 6455 §4.2.1 item 1"},
		{"a method that nobody has", "get / HTTP/1.1\n" + offer, "", Reject, 501, "", "RFC 9110 §9.1"},
		{"a method that is no token", "G(ET / HTTP/1.1\n" + offer, "", Reject, 400, "", "RFC 9112 §3.1"},
		{"CONNECT to a server that is no proxy", "CONNECT a:443 HTTP/1.1\nHost: a:443\n", "", Reject, 501, "", "RFC 9110 §9.3.6, §15.6.2"},
		{"POST for another protocol is no fault", "POST / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: tcp\nContent-Length: 0\n", "", Accept, 101, "tcp", "RFC 9110 §7.8"},

		// Host, framing, syntax: before any offer.
		{"no Host", "GET / HTTP/1.1\n", "", Reject, 400, "", "RFC 9112 §3.2"},
		{"two Hosts", "GET / HTTP/1.1\nHost: a\nHost: a\n", "", Reject, 400, "", "RFC 9112 §3.2"},
		{"two lengths of a body", "GET / HTTP/1.1\nHost: a\nContent-Length: 3\nTransfer-Encoding: chunked\n", "", Reject, 400, "", "RFC 9112 §6.3"},
		{"a coding that nobody knows", "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: foo, chunked\n", "", Reject, 501, "", "RFC 9112 §6.1"},
		{"a space before the colon", "GET / HTTP/1.1\nHost : a\n", "", Reject, 400, "", "RFC 9112 §5.1"},
		{"a fold", "GET / HTTP/1.1\nHost: a\nX: b\n c\n", "", Reject, 400, "", "RFC 9112 §5.2"},
		{"an unknown expectation", "GET / HTTP/1.1\nExpect: foo\n" + offer, "", Accept, 101, "websocket", "RFC 9110 §10.1.1: 417 is a MAY"},

		// Several offers: the client's order, unless the server has one of its own.
		{"the first that is known", "GET / HTTP/1.1\n" + strings.Replace(offer, "Upgrade: w", "Upgrade: foo/1, w", 1), "", Accept, 101, "websocket", "RFC 9110 §7.8"},
		{"on two lines", "GET / HTTP/1.1\n" + strings.Replace(offer, "Upgrade: w", "Upgrade: foo/1\nUpgrade: w", 1), "", Accept, 101, "websocket", "RFC 9110 §5.3"},
		{"the client's order", "GET / HTTP/1.1\nHTTP2-Settings: AAMAAABkAAQAAP__\n" + strings.NewReplacer("Connection: U", "Connection: HTTP2-Settings, U", ": websocket", ": h2c, websocket").Replace(offer), "", Accept, 101, "h2c", "RFC 9110 §7.8"},
		{"the server's order", "GET / HTTP/1.1\nHTTP2-Settings: AAMAAABkAAQAAP__\n" + strings.NewReplacer("Connection: U", "Connection: HTTP2-Settings, U", ": websocket", ": h2c, websocket").Replace(offer), "protocols=websocket,h2c", Accept, 101, "websocket", "RFC 9110 §7.8"},
		{"an offer that no server may take up is passed over", "GET / HTTP/1.1\n" + strings.Replace(offer, ": websocket", ": h2c, websocket", 1), "", Accept, 101, "websocket", "RFC 7540 §3.2.1: no HTTP2-Settings"},
		{"also in the server's order", "GET / HTTP/1.1\n" + strings.Replace(offer, ": websocket", ": websocket, h2c", 1), "protocols=h2c,websocket", Accept, 101, "websocket", "RFC 7540 §3.2.1"},
		{"alone it is ignored", "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: h2c\n", "", Ignore, 200, "", "RFC 7540 §3.2.1: MUST NOT upgrade"},
		{"none that the server speaks", "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: foo/1, bar\n", "protocols=websocket", Ignore, 200, "", "RFC 9110 §7.8: a server MAY ignore"},
		{"one that no TCP connection carries", "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: h3\n", "", Ignore, 200, "", "RFC 9114 §3.1"},
		{"a member that is none", "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: web socket\n", "", Reject, 400, "", "RFC 9110 §7.8, the grammar"},

		// The WebSocket fields.
		{"no key", "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n", "", Reject, 400, "", "RFC 6455 §4.2.1 item 5"},
		{"a short key", "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: eA==\nSec-WebSocket-Version: 13\n", "", Reject, 400, "", "RFC 6455 §4.2.1 item 5"},
		{"no version", "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n", "", Reject, 426, "", "RFC 6455 §4.2.2, §4.4"},
		{"a draft's version", "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 8\n", "", Reject, 426, "", "RFC 6455 §4.4"},
		{"a version that is no number", "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: x\n", "", Reject, 400, "", "RFC 6455 §4.3"},
		{"the key is read before the version", "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: eA==\nSec-WebSocket-Version: 8\n", "", Reject, 400, "", "RFC 6455 §4.2.1 items 5 and 6"},
		{"an origin that is not let in", "GET / HTTP/1.1\nOrigin: http://b\n" + offer, "origins=http://a", Reject, 403, "", "RFC 6455 §4.2.2 step 4"},
		{"no origin is no browser", "GET / HTTP/1.1\n" + offer, "origins=http://a", Accept, 101, "websocket", "RFC 6455 §4.2.1 item 7"},
		{"a subprotocol that nobody knows", "GET / HTTP/1.1\nSec-WebSocket-Protocol: x\n" + offer, "", Accept, 101, "websocket", "RFC 6455 §4.2.2 step 5"},
		{"an extension that cannot be had", "GET / HTTP/1.1\nSec-WebSocket-Extensions: permessage-deflate; nope\n" + offer, "", Accept, 101, "websocket", "RFC 7692 §5.1: decline"},
		{"an extension that breaks the grammar", "GET / HTTP/1.1\nSec-WebSocket-Extensions: permessage-deflate;\n" + offer, "", Reject, 400, "", "RFC 6455 §9.1: MUST fail"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := Case{Keys: []CaseKey{{"policy", test.policy}}}
			p, err := c.Policy()
			if err != nil {
				t.Fatal(err)
			}
			r := Inspect(Exchange{Request: head(test.request)}, p).Request
			if r.Verdict != test.verdict || r.Status != test.status || r.Protocol != test.protocol {
				t.Errorf("got %v %d %q, want %v %d %q (%s)", r.Verdict, r.Status, r.Protocol, test.verdict, test.status, test.protocol, test.why)
			}
			answer := ParseResponse(Respond(head(test.request), p))
			if answer.Status() == 426 && (!answer.has(UpgradeField) || !answer.hasMember(ConnectionField, "upgrade")) {
				t.Errorf("a 426 carries Upgrade (RFC 9110 §15.5.22): %q", answer.Bytes())
			}
			if answer.Status() == 405 && !answer.has(AllowField) {
				t.Errorf("a 405 carries Allow (RFC 9110 §15.5.6): %q", answer.Bytes())
			}
		})
	}
}

func TestResponseVerdicts(t *testing.T) {
	const request = "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\n" + wsFields
	const answer = "Upgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n"
	for _, test := range []struct {
		name, request, response string
		verdict                 ResponseVerdict
		outcome                 Outcome
		why                     string
	}{
		{"a good answer", request, "HTTP/1.1 101 x\n" + answer, AcceptResponse, Switches, "RFC 6455 §4.1"},
		{"after interim answers", request, "HTTP/1.1 100 x\n\nHTTP/1.1 103 x\nLink: a\n\nHTTP/1.1 101 x\n" + answer, AcceptResponse, Switches, "RFC 9110 §15.2"},
		{"no Upgrade", request, "HTTP/1.1 101 x\nConnection: Upgrade\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n", FailConnection, ClientFails, "RFC 6455 §4.1 item 2"},
		{"no Connection", request, "HTTP/1.1 101 x\nUpgrade: websocket\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n", FailConnection, ClientFails, "RFC 6455 §4.1 item 3"},
		{"no Accept", request, "HTTP/1.1 101 x\nUpgrade: websocket\nConnection: Upgrade\n", FailConnection, ClientFails, "RFC 6455 §4.1 item 4"},
		{"another protocol than was offered", request, "HTTP/1.1 101 x\nUpgrade: h2c\nConnection: Upgrade\n", FailConnection, ClientFails, "RFC 9110 §7.8"},
		{"a switch that nobody asked for", "GET / HTTP/1.1\nHost: a\n", "HTTP/1.1 101 x\n" + answer, FailConnection, ClientFails, "RFC 9110 §7.8"},
		{"a switch to HTTP/1.0", strings.Replace(request, "HTTP/1.1", "HTTP/1.0", 1), "HTTP/1.1 101 x\n" + answer, FailConnection, ClientFails, "RFC 9110 §15.2"},
		{"everything but the status", request, "HTTP/1.1 200 OK\nContent-Length: 0\n" + answer, NotUpgraded, StaysHTTP, "RFC 6455 §4.1 item 1"},
		{"a redirect", request, "HTTP/1.1 301 x\nLocation: /\n", NotUpgraded, StaysHTTP, "RFC 6455 §4.1 item 1: a client MAY follow"},
		{"a refusal", request, "HTTP/1.1 400 x\nContent-Length: 0\n", NotUpgraded, ServerRejects, "RFC 9110 §15.5"},
		{"413", request, "HTTP/1.1 413 x\nContent-Length: 0\n", NotUpgraded, ServerRejects, "RFC 9110 §15.5.14"},
		{"414", request, "HTTP/1.1 414 x\nContent-Length: 0\n", NotUpgraded, ServerRejects, "RFC 9110 §15.5.15"},
		{"431", request, "HTTP/1.1 431 x\nContent-Length: 0\n", NotUpgraded, ServerRejects, "RFC 6585 §5"},
		{"426 without Upgrade is still a refusal", request, "HTTP/1.1 426 x\nContent-Length: 0\n", NotUpgraded, ServerRejects, "RFC 9110 §15.5.22 binds the server"},
		{"505", request, "HTTP/1.1 505 x\nContent-Length: 0\n", NotUpgraded, ServerRejects, "RFC 9110 §15.6.6"},
		{"a code beyond 599 counts as 5xx", request, "HTTP/1.1 600 x\nContent-Length: 0\n", NotUpgraded, ServerRejects, "RFC 9110 §15"},
		{"an advertised protocol", "GET / HTTP/1.1\nHost: a\n", "HTTP/1.1 200 OK\nUpgrade: h2c\nConnection: Upgrade\nContent-Length: 0\n", NotUpgraded, StaysHTTP, "RFC 9110 §7.8"},
		{"an interim answer alone", request, "HTTP/1.1 100 x\n", NotUpgraded, StaysHTTP, "RFC 9110 §15.2: the final one is still to come"},
		{"a head that does not end", request, "HTTP/1.1 101 x\r\nUpgrade: websocket", FailConnection, ClientFails, "RFC 9112 §8"},
	} {
		t.Run(test.name, func(t *testing.T) {
			response := head(test.response)
			if strings.Contains(test.response, "\r") {
				response = []byte(test.response)
			}
			r := Inspect(Exchange{Request: head(test.request), Response: response}, nil)
			if r.Response.Verdict != test.verdict || r.Verdict.Outcome != test.outcome {
				t.Errorf("got %v, %v, want %v, %v (%s)", r.Response.Verdict, r.Verdict.Outcome, test.verdict, test.outcome, test.why)
			}
		})
	}
	if r := Inspect(Exchange{Request: head(request), Response: []byte{}}, nil); r.Verdict.Summary.Text != &textNoAnswer {
		t.Errorf("no byte of an answer: %s", (*Language)(nil).Say(r.Verdict.Summary))
	}
	if r := Inspect(Exchange{Request: head(request), Response: head("HTTP/1.1 100 x\n")}, nil); r.Verdict.Summary.Text != &textNoFinal {
		t.Errorf("only an interim answer: %s", (*Language)(nil).Say(r.Verdict.Summary))
	}
}

// Where the RFC leaves a choice the finding says so: each of these rules stands on a
// sentence with MAY, "such as" or "either … or", and its text tells the reader.
func TestChoicesAreSaid(t *testing.T) {
	for id, says := range map[string]string{
		"h1.msg.line-end":           "allowed to take LF alone, not obliged",       // RFC 9112 §2.2
		"h1.msg.bare-cr":            "refuses the message, or puts a space",        // RFC 9112 §2.2
		"h1.field.obs-fold-request": "answers 400 or joins the lines with a space", // RFC 9112 §5.2
		"h1.field.crlf-nul":         "refuses the message, or puts a space there",  // RFC 9110 §5.5
		"h1.reqline.shape":          "may split at any white space",                // RFC 9112 §3
		"h1.target.no-whitespace":   "400, or 301",                                 // RFC 9112 §3.2
		"h1.body.cl-with-te":        "may answer 400 or go by Transfer-Encoding",   // RFC 9112 §6.1
		"up.expect.unknown":         "may answer any other with 417, or pass it",   // RFC 9110 §10.1.1
		"up.req.syntax":             "leaves open what a server does",              // RFC 9110 §7.8
		"up.req.connection-option":  "ignores the offer",                           // RFC 9110 §7.6.1; RFC 6455 §4.2.1
		"up.req.no-common":          "that is no error",                            // RFC 9110 §7.8
		"up.req.close-and-upgrade":  "Some servers switch, others answer in HTTP",  // RFC 9112 §9.6
		"up.resp.free-choice":       "The server may take another one",             // RFC 9110 §7.8
		"up.resp.advertise":         "may say what the server also speaks",         // RFC 9110 §7.8
		"ws.req.method":             "leaves open which",                           // RFC 6455 §4.2.1
		"ws.req.version.13":         "an error, such as 426",                       // RFC 6455 §4.2.2
		"ws.req.version.present":    "426 or 400",                                  // RFC 6455 §4.4
		"ws.origin.refuse":          "another error would do",                      // RFC 6455 §4.2.2 step 4
		"ws.resp.protocol.absent":   "RFC 6455 allows it",                          // RFC 6455 §4.2.2 step 5
		"ws.srv.redirect":           "may follow a redirect here, but need not",    // RFC 6455 §4.1
		"pmd.offer.unknown-param":   "goes on with the next offer or without",      // RFC 7692 §5.1
		"pmd.snct.volunteer":        "hurts no client",                             // RFC 7692 §7.1.1.1
		"tls.req.optional":          "that is allowed",                             // RFC 2817 §3.1
		"h3ws.unknown-protocol":     "RFC 8441 leaves the answer open",             // RFC 8441 §4, RFC 9220 §3
		"h1.list.sender-no-empty":   "Recipients skip it",                          // RFC 9110 §5.6.1
	} {
		r := RuleByID(id)
		if r == nil {
			t.Errorf("there is no rule %s", id)
			continue
		}
		if text := r.Title + " " + r.Why + " " + r.Who; !strings.Contains(text, says) {
			t.Errorf("%s does not say %q: %s", id, says, text)
		}
	}
}

// One line that is missing is one fault: what follows from it is marked as a
// consequence, and nothing is said of the value that is not there.
func TestOneFaultHasOneCause(t *testing.T) {
	const request = "GET /chat HTTP/1.1\nHost: a.example\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\nOrigin: http://a.example\nSec-WebSocket-Protocol: chat\nSec-WebSocket-Extensions: permessage-deflate\n"
	const response = "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\nSec-WebSocket-Protocol: chat\nSec-WebSocket-Extensions: permessage-deflate\n"
	for _, test := range []struct{ without, cause string }{
		{"> Host", "h1.host.required"},
		{"> Upgrade", "ws.req.upgrade"},
		{"> Connection", "up.req.connection-option"},
		{"> Sec-WebSocket-Key", "ws.req.key.present"},
		{"> Sec-WebSocket-Version", "ws.req.version.present"},
		{"> Origin", ""},
		{"> Sec-WebSocket-Protocol", "ws.resp.protocol.offered"},
		{"> Sec-WebSocket-Extensions", "ws.resp.ext.offered"},
		{"< Upgrade", "up.resp.101-upgrade"},
		{"< Connection", "up.resp.101-connection"},
		{"< Sec-WebSocket-Accept", "ws.resp.accept.present"},
		{"< Sec-WebSocket-Protocol", "ws.resp.protocol.absent"},
		{"< Sec-WebSocket-Extensions", ""},
	} {
		without := func(side, lines string) []byte {
			name, ok := strings.CutPrefix(test.without, side+" ")
			var kept []string
			for _, line := range strings.SplitAfter(lines, "\n") {
				if !ok || !strings.HasPrefix(line, name+":") {
					kept = append(kept, line)
				}
			}
			return head(strings.Join(kept, ""))
		}
		ex := Exchange{Request: without(">", request), Response: without("<", response)}
		if !strings.HasPrefix(test.cause, "ws.resp.") && strings.HasPrefix(test.without, ">") {
			ex.Response = nil // a server that answers 101 to it has a fault of its own
		}
		r := Inspect(ex, &Policy{Subprotocols: []string{"chat"}})
		var causes []string
		for _, f := range findingsOf(r) {
			if f.Rule.Severity > Note && f.Because == "" {
				causes = append(causes, f.Rule.ID)
			}
		}
		if got := strings.Join(causes, " "); got != test.cause {
			t.Errorf("without %s the causes are %q, want %q", test.without, got, test.cause)
		}
		if first := firstFinding(r); test.cause != "" && first.Rule.ID != test.cause {
			t.Errorf("without %s %s comes first, want %s", test.without, first.Rule.ID, test.cause)
		}
	}
}
