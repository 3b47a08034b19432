package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"handshake101/devserver/internal/app"
	"handshake101/devserver/internal/guard"
	"handshake101/devserver/internal/limits"
	"handshake101/handshake"
)

// What a real Chromium says to the lab, without our page: over HTTP/1.1, over
// TLS, over HTTP/2, and to answers by script.

// secureLab starts a lab with TLS and a browser that takes its certificate. It
// gives the plain port, the one with HTTP/2 and its twin, and a function that
// runs a script in a page of the one asked for and gives its result.
func secureLab(t *testing.T) (ports [3]int, ask func(scheme string, port int, script string) string) {
	t.Helper()
	path, err := findBrowser()
	if err != nil {
		t.Fatal(err)
	}
	var doors [3]net.Listener
	for i := range doors {
		if doors[i], err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
		ports[i] = doors[i].Addr().(*net.TCPAddr).Port
	}
	s, err := app.New(app.Config{
		Limits: limits.Default(), Page: http.NotFoundHandler(), Guard: &guard.Guard{Ports: ports[:]}, Log: slog.New(slog.DiscardHandler),
		Secure: doors[1], SecureTwin: doors[2],
	}, doors[0])
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("ignore-certificate-errors", true))
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stopTab := chromedp.NewContext(alloc)
	ctx, stopTime := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(func() {
		stopTime()
		stopTab()
		stopAlloc()
		end, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		s.Shutdown(end)
	})
	return ports, func(scheme string, port int, script string) string {
		t.Helper()
		if err := chromedp.Do(ctx, chromedp.Navigate(fmt.Sprintf("%s://127.0.0.1:%d/healthz", scheme, port))); err != nil {
			t.Fatal(err)
		}
		result, err := chromedp.Run(ctx, chromedp.Evaluate[string]("(async () => {"+script+"})()", chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
}

// talkScript is a script that opens a WebSocket, sends a word and tells what happened.
const talkScript = `const talk = (url) => new Promise(done => {
	const s = new WebSocket(url, ["chat", "superchat"]);
	s.onopen = () => s.send("hello");
	s.onmessage = m => done("open " + s.protocol + " " + m.data);
	s.onclose = c => done("closed " + c.code);
});
const about = async () => (await (await fetch("/live/about")).json());
`

type record struct {
	Protocol                      string
	RequestBase64, ResponseBase64 []byte
	TLS                           struct{ ALPN string }
	H2                            *struct{ Request, Response [][2]string }
}

func fetchRecord(t *testing.T, port int, id string) (r record) {
	t.Helper()
	res, err := http.Get("http://127.0.0.1:" + strconv.Itoa(port) + "/live/" + id + "/recording")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&r); err != nil {
		t.Fatal(res.Status, err)
	}
	return r
}

// TestChromiumOverHTTP2: the same WebSocket over HTTP/2 and over HTTP/1.1. The
// one asks with :protocol and without a key, the other with Upgrade and with.
func TestChromiumOverHTTP2(t *testing.T) {
	onlyChromium(t, "it is about Chromium")
	ports, ask := secureLab(t)
	got := ask("https", ports[1], talkScript+fmt.Sprintf(`
		const a = await talk("wss://127.0.0.1:%d/live/over-http2-00000000/echo");
		const b = await talk("wss://127.0.0.1:%d/live/over-http1-00000000/echo");
		return [(await about()).http, a, b].join("; ");`, ports[1], ports[2]))
	if got != "HTTP/2.0; open chat hello; open chat hello" {
		t.Fatal(got)
	}
	h2, h1 := fetchRecord(t, ports[0], "over-http2-00000000"), fetchRecord(t, ports[0], "over-http1-00000000")
	if h2.TLS.ALPN != "h2" || h2.H2 == nil || !slices.Contains(h2.H2.Request, [2]string{":protocol", "websocket"}) || h2.H2.Response[0] != [2]string{":status", "200"} ||
		strings.Contains(strings.ToLower(string(h2.RequestBase64)), "sec-websocket-key") {
		t.Errorf("%+v\n%s", h2, h2.RequestBase64)
	}
	if h1.TLS.ALPN != "http/1.1" || h1.H2 != nil || !strings.Contains(string(h1.RequestBase64), "Sec-WebSocket-Key: ") {
		t.Errorf("%+v\n%s", h1, h1.RequestBase64)
	}
	for _, r := range []record{h2, h1} {
		report := handshake.Inspect(handshake.Exchange{Request: r.RequestBase64, Response: r.ResponseBase64}, nil)
		if report.Verdict.Outcome != handshake.Switches || report.Verdict.Protocol != "websocket" {
			t.Errorf("%v for\n%s%s", report.Verdict.Outcome, r.RequestBase64, r.ResponseBase64)
		}
	}
}

// TestChromiumMeetsScripts holds what a real browser does with an answer
// against what the rules predict.
func TestChromiumMeetsScripts(t *testing.T) {
	onlyChromium(t, "it is about Chromium")
	ports, ask := secureLab(t)
	const good = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n"
	for i, c := range []struct{ answer, want string }{
		{good + "Sec-WebSocket-Protocol: {subprotocol}\r\n\r\n", "open chat hello"},
		{strings.Replace(good, "{accept}", "d3Jvbmc=", 1) + "Sec-WebSocket-Protocol: chat\r\n\r\n", "closed 1006"},
		{strings.Replace(good, "101", "200", 1) + "Sec-WebSocket-Protocol: chat\r\n\r\n", "closed 1006"},
		{good + "Sec-WebSocket-Protocol: mqtt\r\n\r\n", "closed 1006"},
		{strings.Replace(good, "Upgrade: websocket\r\n", "", 1) + "Sec-WebSocket-Protocol: chat\r\n\r\n", "closed 1006"},
		{good + "Sec-WebSocket-Extensions: permessage-bzip2\r\nSec-WebSocket-Protocol: chat\r\n\r\n", "closed 1006"},
	} {
		id := fmt.Sprintf("by-script-%08d", i)
		got := ask("http", ports[0], talkScript+fmt.Sprintf(`
			const res = await fetch("/live/%s/answer", {method: "PUT", headers: {"Content-Type": "application/json"}, body: JSON.stringify({response: %s})});
			if (!res.ok) return "PUT " + res.status;
			return await talk("ws://" + location.host + "/live/%[1]s/answer");`, id, strconv.Quote(c.answer)))
		if got != c.want {
			t.Errorf("%q: the browser says %q, want %q", c.answer, got, c.want)
		}
		r := fetchRecord(t, ports[0], id)
		report := handshake.Inspect(handshake.Exchange{Request: r.RequestBase64, Response: r.ResponseBase64}, nil)
		if switches := report.Verdict.Outcome == handshake.Switches; switches != strings.HasPrefix(got, "open") {
			t.Errorf("%q: predicted %v, seen %q", c.answer, report.Verdict.Outcome, got)
		}
	}
	// A link to the stored answer shows none of it.
	got := ask("http", ports[0], `
		const answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>evil</h1>";
		await fetch("/live/by-script-link0000/answer", {method: "PUT", headers: {"Content-Type": "application/json"}, body: JSON.stringify({response: answer})});
		const res = await fetch("/live/by-script-link0000/answer");
		return res.status + " " + (await res.text()).includes("evil");`)
	if got != "404 false" {
		t.Error(got)
	}
}
