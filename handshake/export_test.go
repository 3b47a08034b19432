package handshake

import (
	"strings"
	"testing"
)

// hostile is a request whose every value tries to leave its place.
const hostile = "GET /a'b\"c$d`e\\f?{url}%20 HTTP/1.1\r\nHost: server.example.com:81\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nOrigin: https://o.example\r\nX-A: '\"$(id)`id`\\ {values} */ \xc3\xa9\r\nX-E:\r\nBad Name: x\r\n\r\n"

func TestExports(t *testing.T) {
	ids := map[string]bool{}
	for _, e := range Exports() {
		if ids[e.ID] {
			t.Errorf("two exports %s", e.ID)
		}
		ids[e.ID] = true
		for _, request := range []string{"", "GET", "GET / HTTP/1.1\r\n\r\n", hostile, ":method: CONNECT\r\n\r\n"} {
			ex := Exchange{Request: []byte(request)}
			if !e.Fits(ex) {
				continue
			}
			text := e.Write(ex, nil, nil)
			for _, line := range strings.Split(text, "\n") {
				if strings.HasPrefix(line, "?") || strings.Contains(line, "{line}") || strings.Contains(line, "{group}") {
					t.Errorf("%s leaves a part of its template: %s", e.ID, line)
				}
			}
		}
	}
	write := func(id, request string) string {
		for _, e := range Exports() {
			if e.ID == id {
				return e.Write(Exchange{Request: []byte(request)}, nil, nil)
			}
		}
		return ""
	}
	curl := write("curl", hostile)
	for _, want := range []string{"# It cannot send these bytes", `--header 'X-E;'`, `--header 'X-A: '\''"$(id)`, `'http://server.example.com:81/a'\''b"c$d`} {
		if !strings.Contains(curl, want) {
			t.Errorf("curl has no %s:\n%s", want, curl)
		}
	}
	if got := write("browser", hostile); !strings.Contains(got, "// A page cannot set these fields, the browser sends its own: X-A, X-E, Origin.") {
		t.Errorf("the browser's snippet does not say what it lacks:\n%s", got)
	}
	if got := write("nc", "GET / HTTP/1.1\nHost: h\x00%\\'\n\n"); got != `printf 'GET / HTTP/1.1\n'\`+"\n"+`'Host: h\000%%\\'\''\n'\`+"\n"+`'\n' | nc -q 2 'h\000%%\\'\''' '80'`+"\n" {
		t.Errorf("nc: %s", got)
	}
	if got := write("go-client", "GET / HTTP/1.1\r\nHost: h\r\nOrigin: https://h\r\nUpgrade: websocket\r\n\r\n"); !strings.Contains(got, `"wss://h/"`) {
		t.Errorf("an origin of https asks for wss:\n%s", got)
	}
}

// TestExportImport: what is given away is understood again.
func TestExportImport(t *testing.T) {
	request := Build(Offer{Target: "/chat?a=b", Host: "server.example.com", Origin: "http://example.com", Key: "dGhlIHNhbXBsZSBub25jZQ==",
		Subprotocols: []string{"chat"}, Extra: []string{"X-A: it's \"b\"", "User-Agent: u", "Accept: */*"}})
	for _, e := range Exports() {
		if e.ID != "curl" && e.ID != "case" && e.ID != "request" {
			continue
		}
		im := ReadImport(e.Write(Exchange{Request: request}, nil, nil))
		if im == nil || string(im.All[im.Best].Request) != string(request) {
			t.Errorf("%s: %+v", e.ID, im)
		}
	}
}
