package page

import (
	"encoding/base64"
	"strings"
	"testing"
)

// b64 writes bytes as the dev server does.
func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// behindProxy is a model whose request went through a proxy: sent is what left,
// arrived what came behind it ("": nothing), answered and back the answers.
func behindProxy(sent, arrived, answered, back string) Model {
	m := do(New(nil), Message{Name: "server-here", Value: "127.0.0.1:8101"},
		Message{Name: "about", Number: 200, Value: `{"targets":["proxy:8080"],"protocols":["websocket"]}`}, Message{Name: "tool", Arg: "proxy"},
		Message{Name: "proxies", Number: 200, Value: `{"proxies":[{"id":"nginx","name":"nginx","wrong":"w","right":"R1"},{"id":"apache","name":"Apache httpd","wrong":"w","right":"R2"}]}`},
		Message{Name: "lab-through"})
	behind := ""
	if arrived != "" {
		behind = `,"behind":{"requestBase64":"` + b64(arrived) + `","responseBase64":"` + b64(answered) + `"}`
	}
	return do(m, Message{Name: "passed", Arg: m.Live.Plan.ID, Number: 200, Value: `{"target":"proxy:8080","requestBytes":` + itoa(len(sent)) +
		`,"requestBase64":"` + b64(sent) + `","responseBase64":"` + b64(back) + `","events":[],"chunks":[]` + behind + `}`})
}

const throughSent = "GET /live/x/echo HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nCookie: a=b\r\nX-Case: 1\r\n\r\n"

func TestThroughAsks(t *testing.T) {
	m := do(New(nil), Message{Name: "server-here"})
	if _, effects := Update(m, Message{Name: "lab-through"}); len(effects) != 0 {
		t.Error("something is sent without a target")
	}
	m = do(m, Message{Name: "about", Number: 200, Value: `{"targets":["proxy:8080"]}`}, edit("request", "GET /chat?x HTTP/1.1\nHost: a\n\n"))
	m, effects := Update(m, Message{Name: "lab-through"})
	if len(effects) < 2 {
		t.Fatal(effects)
	}
	want := b64("GET /live/" + m.Live.Plan.ID + "/echo HTTP/1.1\r\nHost: a\r\n\r\n")
	for _, x := range []string{want, `"behind":true`, `"target":"proxy:8080"`, `"policy":{`} {
		if !strings.Contains(effects[1].Body, x) {
			t.Errorf("%s is not in %s", x, effects[1].Body)
		}
	}
}

func TestThroughShowsBothEnds(t *testing.T) {
	m := behindProxy(throughSent, "GET /live/x/echo HTTP/1.0\r\nHost: b\r\nConnection: close\r\nCookie: xxx\r\nx-case: 1\r\nVia: 1.1 p\r\n\r\n",
		"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nServer: Apache/2.4\r\n\r\n")
	got := map[string]passage{}
	c := &m.Live.Lab.Check
	for _, p := range passages(c.Front.Request, c.Request, 0) {
		name, _, _ := strings.Cut(p.before+p.after, ":")
		got[strings.ToLower(name)] = p
	}
	for name, want := range map[string]passage{
		"host": {mark: "changed", why: &tThroughHost}, "upgrade": {mark: "removed", why: &tThroughHop}, "connection": {mark: "changed", why: &tThroughConnection},
		"cookie": {mark: "same"}, "x-case": {mark: "changed", why: &tWhyName}, "via": {mark: "added", why: &tThroughAsked},
	} {
		if p := got[name]; p.mark != want.mark || want.why != nil && p.why != want.why {
			t.Errorf("%s: %+v", name, p)
		}
	}
	h := m.viewCompared().String()
	if !strings.Contains(h, "R2") || strings.Contains(h, "R1") {
		t.Errorf("the cure is not Apache’s: %s", h)
	}
	if m.Live.State != LiveFailed || m.Live.Result.Text != &tThroughNot || string(m.Request.wire) != string(c.Request) {
		t.Errorf("%v %v", m.Live.State, m.Live.Result)
	}
	// What was written is sent again, not what arrived.
	_, effects := Update(m, Message{Name: "lab-through"})
	if len(effects) < 2 || strings.Contains(effects[1].Body, "proxy:9") || !strings.Contains(effects[1].Body, b64("GET /live/" + m.Live.Plan.ID + "/echo HTTP/1.1")[:20]) {
		t.Error(effects)
	}
}

// TestCopyConfiguration: the button gives what works to the clipboard, and says so.
func TestCopyConfiguration(t *testing.T) {
	m := behindProxy(throughSent, "", "", "")
	_, effects := Update(m, Message{Name: "lab-copy", Arg: "apache"})
	if len(effects) != 1 || effects[0].Do != Copy || effects[0].Body != "R2" {
		t.Errorf("%v", effects)
	}
	if m = do(m, Message{Name: "copied", Arg: "text"}); !strings.Contains(Paint(&m).String(), tProxyCopied.English) {
		t.Error("it is not said")
	}
}

func TestThroughEnds(t *testing.T) {
	ok := "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
	for name, c := range map[string]struct {
		m    Model
		want string
	}{
		"opened":  {behindProxy(throughSent, throughSent, ok, ok), tThroughOpened.ID},
		"alone":   {behindProxy(throughSent, "", "", "HTTP/1.1 400 Bad Request\r\n\r\n"), tThroughAlone.ID},
		"silent":  {behindProxy(throughSent, "", "", ""), tThroughSilent.ID},
		"lost":    {behindProxy(throughSent, throughSent, ok, ""), tThroughLost.ID},
		"refused": {do(behindProxy(throughSent, throughSent, ok, ok), Message{Name: "lab-through"}, Message{Name: "passed", Arg: zeroID, Number: 502, Value: `{"error":{"code":"dial-refused","args":{"to":"x:1"},"message":"no"}}`}), tFaultRefused.ID},
		"unknown": {do(behindProxy(throughSent, throughSent, ok, ok), Message{Name: "lab-through"}, Message{Name: "passed", Arg: zeroID, Number: 502, Value: `{"error":{"code":"new","message":"no"}}`}), tLabRefused.ID},
	} {
		if got := c.m.Live.Result.Text; got == nil || got.ID != c.want {
			t.Errorf("%s: %v", name, c.m.Live.Result)
		}
		walk(t, name, Paint(&c.m).String())
	}
}
