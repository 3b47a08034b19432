package proxies_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"handshake101/devserver/proxies"
)

// passage is what the lab tells of a request that it sent through a proxy in
// front of itself.
type passage struct {
	RequestBase64, ResponseBase64 []byte
	Behind                        *struct{ RequestBase64, ResponseBase64 []byte }
	Error                         struct{ Code, Message string }
}

// sendThrough sends a request through a target of the lab, with both ends
// recorded. {id} in it is the lab's name for it.
func sendThrough(t *testing.T, lab, target, id, request string) (p passage) {
	t.Helper()
	body, _ := json.Marshal(map[string]any{"request": strings.ReplaceAll(request, "{id}", id), "target": target, "behind": true, "greet": true, "readMs": 4000})
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Post("http://"+lab+"/live/"+id+"/send", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil {
		err = json.Unmarshal(b, &p)
	}
	if err != nil {
		t.Fatal(err, string(b))
	}
	return p
}

// asked is a handshake that a browser sends from somewhere else: behind the
// proxy its Origin is not the lab's.
const asked = "GET /live/{id}/echo HTTP/1.1\r\nHost: app.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nOrigin: http://app.example\r\nCookie: a=secret\r\n\r\n"

// TestBothEnds: what is sent to a proxy, and what arrives behind it, in one
// answer. What the wrong configuration takes away, and that the right one does
// not, can be seen.
func TestBothEnds(t *testing.T) {
	for _, e := range proxies.Examples() {
		t.Run(e.ID, func(t *testing.T) {
			for _, right := range []bool{false, true} {
				l, err := net.Listen("tcp", "127.0.0.1:0")
				if err != nil {
					t.Fatal(err)
				}
				example, id := e.Wrong, "both-ends-wrong-"+e.ID
				if right {
					example, id = e.Right, "both-ends-right-"+e.ID
				}
				front := begin(t, e.ID, example, l.Addr().String())
				address := serve(t, l, front)
				p := sendThrough(t, address, front, id, asked)
				if p.Behind == nil {
					t.Fatalf("nothing arrived: %+v", p)
				}
				upgrade := bytes.Contains(bytes.ToLower(p.Behind.RequestBase64), []byte("upgrade: websocket"))
				switched := bytes.HasPrefix(p.ResponseBase64, []byte("HTTP/1.1 101 ")) && bytes.HasPrefix(p.Behind.ResponseBase64, []byte("HTTP/1.1 101 "))
				if upgrade != right || switched != right {
					t.Errorf("right %v: arrived\n%s\ncame back\n%s", right, p.Behind.RequestBase64, p.ResponseBase64)
				}
				if right && !bytes.Contains(p.ResponseBase64, []byte("\x81\x05Hello")) {
					t.Errorf("no frame came through: %q", p.ResponseBase64)
				}
				if bytes.Contains(p.Behind.RequestBase64, []byte("secret")) {
					t.Errorf("the recording holds the cookie: %s", p.Behind.RequestBase64)
				}
			}
		})
	}
}

// TestNothingBehind: who does not pass anything on is told apart; and without a
// target there is nothing to stand behind.
func TestNothingBehind(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	other := lab(t)
	address := serve(t, l, other)
	p := sendThrough(t, address, other, "nothing-behind-0001", asked)
	if p.Behind != nil || len(p.ResponseBase64) == 0 {
		t.Errorf("%+v", p)
	}
	if p = sendThrough(t, address, "", "nothing-behind-0002", asked); p.Error.Code != "behind" {
		t.Errorf("%+v", p)
	}
	if p = sendThrough(t, address, "127.0.0.1:9", "nothing-behind-0003", asked); p.Error.Code != "target" {
		t.Errorf("%+v", p)
	}
}
