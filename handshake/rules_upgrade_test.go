package handshake

import "testing"

// A member leaves its list with one comma; the last one takes its line along.
func TestWithoutMember(t *testing.T) {
	for _, test := range []struct{ line, member, want string }{
		{"Connection: close, Upgrade", "close", "Connection: Upgrade"},
		{"Connection: Upgrade, close", "close", "Connection: Upgrade"},
		{"Connection: a,\tclose ,b", "close", "Connection: a,\tb"},
		{"Connection: a , close", "close", "Connection: a "},
		{"Connection: close", "close", ""},
		{"Connection: ,close,", "close", "Connection: ,"},
	} {
		raw := []byte("GET / HTTP/1.1\r\n" + test.line + "\r\n\r\n")
		m := ParseRequest(raw)
		x, ok := m.findMember(ConnectionField, test.member)
		if !ok {
			t.Fatalf("%s: no member %s", test.line, test.member)
		}
		p := m.withoutMember(ConnectionField, x)
		want := "GET / HTTP/1.1\r\n" + test.want + "\r\n\r\n"
		if test.want == "" {
			want = "GET / HTTP/1.1\r\n\r\n"
		}
		if got := string(raw[:p.Start]) + string(raw[p.End:]); got != want {
			t.Errorf("%s without %s: got %q, want %q", test.line, test.member, got, want)
		}
	}
}

func TestOffersBeside(t *testing.T) {
	for _, test := range []struct {
		value  string
		offers bool
	}{{"", false}, {" , ,\t", false}, {"a", true}, {",a", true}} {
		m := ParseRequest([]byte("GET / HTTP/1.1\r\nUpgrade: " + test.value + "\r\n\r\n"))
		if got := m.offers(); got != test.offers {
			t.Errorf("offers(%q): got %v", test.value, got)
		}
	}
	m := ParseRequest([]byte("GET / HTTP/1.1\r\nUpgrade: h3\r\nUpgrade: , foo\r\n\r\n"))
	ms := m.upgradeMembers()
	if !m.offersBeside(ms[0].Range) || !m.offersBeside(ms[1].Range) {
		t.Error("two members: each has another beside it")
	}
}

// What follows a refused offer is read as HTTP when it looks like a request.
func TestRequestLineIn(t *testing.T) {
	for _, test := range []struct{ early, want string }{
		{"GET /admin HTTP/1.1\r\n\r\n", "GET /admin HTTP/1.1"},
		{"\x81\x85\r\nPOST /a b HTTP/1.0\r\n", "POST /a b HTTP/1.0"},
		{"GET /admin HTTP/1.1", "GET /admin HTTP/1.1"},
		{"hello", ""},
		{"GET HTTP/1.1\r\n", ""},
		{" GET / HTTP/1.1\r\n", ""},
		{"", ""},
	} {
		b := []byte(test.early)
		if r := requestLineIn(b, Range{0, len(b)}); string(b[r.Start:r.End]) != test.want {
			t.Errorf("%q: got %q, want %q", test.early, b[r.Start:r.End], test.want)
		}
	}
}

func TestFromHTTP1(t *testing.T) {
	for via, want := range map[string]bool{
		"1.1 proxy": true, "HTTP/1.0 proxy": true, "2.0 a, 1.1 b": true,
		"2.0 proxy": false, "1.1 a, 2 b": false, "3 a": false, "": false, "11 a": false,
	} {
		if got := fromHTTP1([]byte(via)); got != want {
			t.Errorf("%q: got %v", via, got)
		}
	}
}

func TestOnDomain(t *testing.T) {
	for name, want := range map[string]bool{
		"chat.example.com": true, "v2.bookings.example.net": true,
		"foo": false, "v1.0": false, ".com": false, "foo.": false, "a.b": false,
	} {
		if got := onDomain([]byte(name)); got != want {
			t.Errorf("%q: got %v", name, got)
		}
	}
}

// The examples that everybody copies fire nothing at all, but for the note
// that example/1 is no registered protocol.
func TestGoodExamplesAreSilent(t *testing.T) {
	const ws = "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://example.com\r\nSec-WebSocket-Protocol: chat, superchat\r\nSec-WebSocket-Version: 13\r\n\r\n"
	const mdn = "GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nConnection: upgrade\r\nUpgrade: example/1, foo/2\r\n\r\n"
	for request, want := range map[string]string{ws: "", mdn: regUpgradeKnown.ID} {
		got := ""
		for _, f := range findingsOf(Inspect(Exchange{Request: []byte(request)}, nil)) {
			if topic := TopicOf(f.Rule); topic == upgradeTopic.name || topic == upgradeAnswerTopic.name || topic == registryTopic.name {
				got += f.Rule.ID
			}
		}
		if got != want {
			t.Errorf("got %q, want %q for\n%s", got, want, request)
		}
	}
}
