package handshake

import (
	"encoding/base64"
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

func TestDecodeBase64URL(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for n := range 40 {
		b := make([]byte, n)
		random.Read(b)
		text := base64.RawURLEncoding.EncodeToString(b)
		if got, bad := decodeBase64URL([]byte(text)); bad >= 0 || string(got) != string(b) {
			t.Errorf("%q: got %x, bad at %d, want %x", text, got, bad, b)
		}
		if got, ok := toBase64URL([]byte(base64.StdEncoding.EncodeToString(b))); !ok || got != text {
			t.Errorf("%x: got %q, %v, want %q", b, got, ok, text)
		}
	}
	for text, want := range map[string]int{"": -1, "A": 0, "AAAAA": 4, "AA=": 2, "A A": 1, "AA+A": 2, "AA\x00A": 2} {
		if _, bad := decodeBase64URL([]byte(text)); bad != want {
			t.Errorf("%q: bad at %d, want %d", text, bad, want)
		}
	}
	for _, text := range []string{"A", "A A", "ÄA", "AAAAA"} {
		if got, ok := toBase64URL([]byte(text)); ok {
			t.Errorf("%q is no base64, got %q", text, got)
		}
	}
}

func TestParseSettings(t *testing.T) {
	payload, _ := decodeBase64URL([]byte("AAMAAABkAARAAAAAAAIAAAAA"))
	got := fmt.Sprint(parseSettings(payload))
	if want := "[{3 100 0} {4 1073741824 6} {2 0 12}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, s := range []struct {
		id    uint16
		value uint32
		legal bool
	}{
		{1, 1 << 31, true}, {2, 1, true}, {2, 2, false}, {3, 0, true}, {4, 1<<31 - 1, true}, {4, 1 << 31, false},
		{5, 1 << 14, true}, {5, 1<<14 - 1, false}, {5, 1<<24 - 1, true}, {5, 1 << 24, false}, {8, 2, false}, {9, 2, false},
		{0x1a2a, 1 << 31, true},
	} {
		if got := (http2Setting{ID: s.id, Value: s.value}).legal(); got != s.legal {
			t.Errorf("%s = %d: legal %v, want %v", settingName(s.id), s.value, got, s.legal)
		}
	}
	if got := settingName(7); got != "unknown" {
		t.Errorf("setting 7: got %q", got)
	}
}

func TestStructuredBoolean(t *testing.T) {
	for text, want := range map[string]string{
		"?1": "true true", "?0": "false true", "?1;a": "true true", "?1; a=1;b=\"x;y\\\"\";*c=?0": "true true",
		"": "false false", "?": "false false", "?2": "false false", "1": "false false", "true": "false false",
		"?1 ": "true false", "?1,?1": "true false", "?1;": "true false", "?1;A": "true false", "?1;a=": "true false",
		"?1;a=\"x": "true false", "?1 ;a": "true false",
	} {
		value, ok := structuredBoolean([]byte(text))
		if got := fmt.Sprint(value, " ", ok); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestProtocolNames(t *testing.T) {
	for name, want := range map[string]string{
		"websocket": "websocket", "WebSocket": "websocket", "H2C": "h2c", "tls/1.2": "TLS/1.2", "TLS": "TLS", "TLS/12": "",
		"Connect-UDP": "connect-udp", "connect-ip": "connect-ip", "TCP": "tcp", "spdy/3.1": "SPDY/3.1", "SPDY/2": "",
		"H2": "h2", "h3": "h3", "HTTP/2.0": "HTTP/2.0", "HTTP/1.1": "", "h2c/1": "", "example/1": "",
	} {
		m := ParseRequest([]byte("GET / HTTP/1.1\r\nUpgrade: " + name + "\r\n\r\n"))
		u := m.upgradeMembers()
		_, canonical, known := protocolFor(m, &u[0])
		if known != (want != "") || known && canonical != want {
			t.Errorf("%s: got %q, known %v, want %q", name, canonical, known, want)
		}
	}
}

// What the responder answers to each protocol, byte for byte.
func TestRespondProtocols(t *testing.T) {
	head := func(lines ...string) []byte { return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n") }
	for _, test := range []struct {
		name, request, only string
		want                []string
	}{
		{"TLS", "OPTIONS * HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: TLS/1.2", "",
			[]string{"HTTP/1.1 101 Switching Protocols", "Upgrade: TLS/1.2, HTTP/1.1", "Connection: Upgrade"}},
		{"h2c", "GET / HTTP/1.1\nHost: a\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABkAAQAAP__", "",
			[]string{"HTTP/1.1 101 Switching Protocols", "Upgrade: h2c", "Connection: Upgrade"}},
		{"connect-udp", "GET /.well-known/masque/udp/a/1/ HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: connect-udp", "",
			[]string{"HTTP/1.1 101 Switching Protocols", "Upgrade: connect-udp", "Connection: Upgrade", "Capsule-Protocol: ?1"}},
		{"tcp", "POST /x HTTP/1.1\nHost: a\nContent-Length: 0\nConnection: Upgrade\nUpgrade: tcp", "",
			[]string{"HTTP/1.1 101 Switching Protocols", "Upgrade: tcp", "Connection: Upgrade"}},
		{"SPDY", "POST /x HTTP/1.1\nHost: a\nContent-Length: 0\nConnection: Upgrade\nUpgrade: SPDY/3.1\nX-Stream-Protocol-Version: v4.channel.k8s.io, v3.channel.k8s.io", "",
			[]string{"HTTP/1.1 101 Switching Protocols", "Upgrade: SPDY/3.1", "Connection: Upgrade", "X-Stream-Protocol-Version: v4.channel.k8s.io"}},
		{"extended CONNECT", ":method: CONNECT\n:protocol: websocket\n:scheme: https\n:path: /\n:authority: a\nsec-websocket-version: 13", "",
			[]string{":status: 200"}},
		{"extended CONNECT for UDP", ":method: CONNECT\n:protocol: connect-udp\n:scheme: https\n:path: /.well-known/masque/udp/a/1/\n:authority: a\ncapsule-protocol: ?1", "",
			[]string{":status: 200", "capsule-protocol: ?1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var p *Policy
			if test.only != "" {
				p = &Policy{Only: test.only}
			}
			got := Respond(head(strings.Split(test.request, "\n")...), p)
			if want := head(test.want...); string(got) != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
	got := string(Respond(head("GET / HTTP/1.1", "Host: a"), &Policy{Only: "TLS/1.2"}))
	if want := "HTTP/1.1 426 Upgrade Required\r\nUpgrade: TLS/1.2, HTTP/1.1\r\nConnection: Upgrade\r\n"; !strings.HasPrefix(got, want) {
		t.Errorf("mandatory TLS: got\n%s\nwant it to begin with\n%s", got, want)
	}
}

// A hostile head of 1 MiB costs no more than its length.
func BenchmarkHostileProtocols(b *testing.B) {
	const size = 1 << 20
	h2c := "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
	spdy := "POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n"
	stream := ":method: CONNECT\r\n:protocol: websocket\r\n:scheme: https\r\n:path: /\r\n:authority: a\r\n"
	masque := " HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: connect-udp\r\n"
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for _, test := range []struct{ name, request, response string }{
		{"settings", h2c + "HTTP2-Settings: " + fill("AAMAAABk") + "\r\n\r\n", ""},
		{"settings lines", h2c + fill("HTTP2-Settings: A\r\n") + "\r\n", ""},
		{"stream versions", spdy + "X-Stream-Protocol-Version: " + fill("v4,") + "\r\n\r\n", "HTTP/1.1 101 \r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: " + fill("v") + "\r\n\r\n"},
		{"pseudo-fields", stream + "origin: a\r\n" + fill(":path: /\r\n") + "\r\n", ""},
		{"capital names", stream + fill("A: b\r\n") + "\r\n", ""},
		{"hop fields", stream + fill("upgrade: a\r\n") + "\r\n", ":status: 200\r\n" + fill("upgrade: a\r\n") + "\r\n"},
		{"capsule lines", "GET /" + masque + fill("Capsule-Protocol: ?1\r\n") + "\r\n", "HTTP/1.1 400 \r\n" + fill("Capsule-Protocol: ?1\r\n") + "\r\n"},
		{"capsule parameters", "GET /" + masque + "Capsule-Protocol: ?1" + fill(";a") + "\r\n\r\n", ""},
		{"target", "GET /.well-known/masque/udp/" + fill(":") + "/1/" + masque + "\r\n", ""},
		{"lengths", "GET /" + masque + fill("Content-Type: a\r\n") + "\r\n", ""},
		{"tokens", "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: " + fill("bearer.") + "\r\n\r\n", "HTTP/1.1 101 \r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n" + fill("<html>")},
	} {
		ex := Exchange{Request: []byte(test.request)}
		if test.response != "" {
			ex.Response = []byte(test.response)
		}
		benchExchange(b, strings.ReplaceAll(test.name, " ", "-"), ex)
	}
}
