package page

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"handshake101/handshake"
)

// lab is a page with a dev server.
func lab(messages ...Message) Model {
	about := `{"schema":1,"protocols":["websocket","example/1"],"targets":["127.0.0.1:9"],"securePort":8102,"secureTwinPort":8103,"http":"HTTP/1.1","tls":"","limits":{"headMs":10000}}`
	m := do(New(nil), Message{Name: "server-here", Value: "127.0.0.1:8101"}, Message{Name: "about", Number: 200, Value: about})
	return do(m, messages...)
}

// TestReadJSON holds the reader against encoding/json.
func TestReadJSON(t *testing.T) {
	const s = ` {"a": [1, -2 ,true,null], "b":{"c":"x\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é","d":[]}, "e":{} , "f":"AP8="}`
	v, ok := handshake.ReadJSON(s)
	var want struct {
		B struct{ C string }
		F []byte
	}
	if err := json.Unmarshal([]byte(s), &want); err != nil || !ok {
		t.Fatal(err, ok)
	}
	if got := v.Get("b").Get("c").Text; got != want.B.C {
		t.Errorf("%q, want %q", got, want.B.C)
	}
	if string(v.Bytes("f")) != string(want.F) || len(v.Get("a").Items) != 4 || v.Get("a").Items[1].Text != "-2" || len(v.Get("e").Items) != 0 {
		t.Errorf("%v", v)
	}
	for _, bad := range []string{"", "{", `{"a"`, `{"a":`, `["`, `"\`, `"\u12`, `{a:1}`, "}", strings.Repeat("[", 1000)} {
		if _, ok := handshake.ReadJSON(bad); ok {
			t.Errorf("%.20q is taken for JSON", bad)
		}
	}
}

func FuzzReadJSON(f *testing.F) {
	f.Add(`{"a":[1,"\ud800"],"b":null}`)
	f.Fuzz(func(t *testing.T, s string) {
		var any map[string]string
		if json.Unmarshal([]byte(s), &any) != nil {
			handshake.ReadJSON(s) // must end
			return
		}
		v, ok := handshake.ReadJSON(s)
		if !ok || strings.Count(s, `"`) == 4 && len(any) == 1 && v.Get(v.Keys[0]).Text != any[v.Keys[0]] {
			t.Errorf("%q: %v, %v", s, v, any)
		}
	})
}

// asked is the body of the one question among the effects.
func asked(t *testing.T, effects []Effect) (e Effect, body map[string]any) {
	t.Helper()
	for _, e = range effects {
		if e.Do == Ask {
			if err := json.Unmarshal([]byte(e.Body), &body); err != nil {
				t.Fatalf("%v: %s", err, e.Body)
			}
			return e, body
		}
	}
	t.Fatal("nothing is asked")
	return
}

// TestSend: what leaves is the editor's bytes, in the pieces that were chosen.
func TestSend(t *testing.T) {
	m := lab(Message{Name: "tool", Arg: "send"})
	wire := string(m.Request.wire)
	for name, c := range map[string]struct {
		set    []Message
		want   string
		pieces int
	}{
		"whole":  {nil, wire, 0},
		"bytes":  {[]Message{{Name: "lab-cut", Value: cutBytes}}, wire, len(wire)},
		"CRLF":   {[]Message{{Name: "lab-cut", Value: cutCRLF}}, wire, 1},
		"own":    {[]Message{{Name: "lab-cut", Value: cutOwn}, {Name: "field", Arg: "sizes", Value: "16 200, 1,,"}}, wire, 2},
		"twice":  {[]Message{{Name: "lab-twice"}}, wire + wire, 0},
		"early":  {[]Message{{Name: "lab-early"}}, wire + firstFrame, 0},
		"broken": {[]Message{edit("request", "GET /\n")}, "GET /\r\n", 0},
	} {
		at := do(m, c.set...)
		next, effects := Update(at, Message{Name: "lab-send"})
		e, body := asked(t, effects)
		got, _ := base64.StdEncoding.DecodeString(body["requestBase64"].(string))
		if string(got) != c.want || len(body["pieces"].([]any)) != c.pieces || e.Method != "POST" || e.URL != "live/"+zeroID+"/send" {
			t.Errorf("%s: %s %s %v", name, e.Method, e.URL, body)
		}
		if next.Live.State != LiveRunning {
			t.Errorf("%s: %v", name, next.Live.State)
		}
		if list := body["policy"].(map[string]any)["protocols"].([]any); len(list) != 2 {
			t.Errorf("%s: policy %v", name, body["policy"])
		}
	}
	bad := do(m, Message{Name: "lab-cut", Value: cutOwn}, Message{Name: "field", Arg: "sizes", Value: "16 x"}, Message{Name: "lab-send"})
	if bad.Live.Result.Text != &tSendSizes {
		t.Error("a size that is none is taken")
	}
	empty := do(m, edit("request", ""), Message{Name: "lab-send"})
	if empty.Live.Result.Text != &tSendEmpty {
		t.Error("nothing is sent")
	}
	p := &handshake.Policy{Only: "websocket", Versions: []int{13, 8}, Extensions: []string{}, Origins: []string{`https://"`}}
	var back handshake.Policy
	if err := json.Unmarshal([]byte(policyJSON(p)), &back); err != nil || back.Only != p.Only || len(back.Versions) != 2 || back.Extensions == nil || back.Origins[0] != p.Origins[0] {
		t.Errorf("%v %s", err, policyJSON(p))
	}
}

// sentBack is the answer to a request that was sent.
func sentBack(request, response string) Message {
	msg := recording(zeroID, request, response)
	msg.Name = "sent"
	msg.Value = strings.Replace(msg.Value, `{"schema":1`, `{"requestBytes":`+itoa(len(request))+`,"to":"127.0.0.1:1","events":[{"at":1,"what":"connected"},{"at":12,"what":"sent"},{"at":30,"what":"server-end"}]`, 1)
	return msg
}

// TestSent: what came is the exchange, and is held against the prediction.
func TestSent(t *testing.T) {
	m := lab(Message{Name: "tool", Arg: "send"}, Message{Name: "lab-send"})
	before, wire := m.Request.Text, string(m.Request.wire)
	good := do(m, sentBack(wire, string(handshake.Respond([]byte(wire), m.sendPolicy()))+"\x81\x02hi"))
	if good.Live.State != LiveDone || len(good.Live.Response) != 0 || !good.Live.HasRecording || good.Response.Origin != Recorded {
		t.Errorf("%v %s", good.Live.State, kinds(good.Live.Response))
	}
	h := good.viewCompared().String()
	if !strings.Contains(h, good.say(&tEventConnected)) || !strings.Contains(h, good.say(&tDiffPredicted)) {
		t.Errorf("%s", h)
	}
	if back := do(good, Message{Name: "undo"}); back.Request.Text != before || back.Response.Origin != Simulated {
		t.Error("undo does not bring back what was there")
	}
	_, effects := Update(good, Message{Name: "lab-send"})
	if _, body := asked(t, effects); body["requestBase64"] != base64.StdEncoding.EncodeToString([]byte(wire)) {
		t.Errorf("sent again: %v", body["requestBase64"])
	}
	other := do(m, sentBack(wire, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
	if len(other.Live.Response) == 0 || !strings.Contains(other.viewCompared().String(), `data-difference="response"`) {
		t.Error("an answer that was not predicted is no difference")
	}
	silent := do(m, sentBack(wire, ""))
	if silent.Live.Result.Text != &tSentNothing || len(silent.Live.Response) != 1 {
		t.Errorf("silence: %v %s", silent.Live.Result.Text, kinds(silent.Live.Response))
	}
	if late := do(m, sentBack(wire, ""), Message{Name: "lab-send", Random: [16]byte{1}}, sentBack(wire, "")); late.Live.State != LiveRunning {
		t.Error("the answer to an older question is taken")
	}
	for _, msg := range []Message{{Name: "sent", Arg: zeroID, Value: "gone"}, {Name: "sent", Arg: zeroID, Number: 502, Value: `{"error":{"message":"refused by somebody","field":""}}`}, {Name: "sent", Arg: zeroID, Number: 200, Value: "<html>"}} {
		if failed := do(m, msg); failed.Live.State != LiveFailed || failed.Request.Text != before {
			t.Errorf("%v", msg)
		}
	}
	// A request without an end gets 408, when the server's patience ends.
	open := lab(edit("request", "GET / HTTP/1.1\nHost: a\n"), Message{Name: "tool", Arg: "send"}, Message{Name: "lab-send"})
	open = do(open, sentBack("GET / HTTP/1.1\r\nHost: a\r\n", string(handshake.ErrorResponse(408, "Too slow.\n"))))
	if len(open.Live.Response) != 0 {
		t.Errorf("408: %s", kinds(open.Live.Response))
	}
}

// TestAnswer: placeholders are put in undoably, the response is stored, and what
// the browser does is held against the prediction for it.
func TestAnswer(t *testing.T) {
	m := lab(preset("websocket-options"), Message{Name: "tool", Arg: "answer"})
	m.Live.Lab.Engine = "chromium"
	before := m.Response.Text
	m = do(m, Message{Name: "lab-placeholders"})
	if !strings.Contains(m.Response.Text, "Sec-WebSocket-Accept: {accept}\n") || strings.Contains(m.viewLab().String(), "lab-placeholders") {
		t.Errorf("%s", m.Response.Text)
	}
	if back := do(m, Message{Name: "undo"}); back.Response.Text != before {
		t.Error("undo does not bring back what was there")
	}
	m, effects := Update(m, Message{Name: "lab-answer"})
	e, body := asked(t, effects)
	if got, _ := base64.StdEncoding.DecodeString(body["responseBase64"].(string)); string(got) != string(m.Response.raw()) || e.Method != "PUT" {
		t.Errorf("%s %q", e.Method, got)
	}
	if refused := do(m, Message{Name: "stored", Arg: zeroID, Number: 400, Value: `{"error":{"message":"no cookies"}}`}); refused.Live.Result.Args[0].Value != "no cookies" || refused.Live.State != LiveFailed {
		t.Errorf("%v", refused.Live.Result)
	}
	m, effects = Update(m, Message{Name: "stored", Arg: zeroID, Number: 200})
	if effects[1].Do != Open || effects[1].URL != "live/"+zeroID+"/answer" || len(effects[1].List) != 2 {
		t.Errorf("%v", effects)
	}
	request := "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: hXSwZt9tHtza1TLNBuGMWg==\r\n\r\n"
	wrong := "HTTP/1.1 101 X\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: no\r\n\r\n"
	fails := do(m, Message{Name: "ws-close", Arg: zeroID, Number: 1006}, recording(zeroID, request, wrong))
	if when := fails.viewCompared().String(); !strings.Contains(when, `data-part="events"`) || strings.Count(when, "0.0 ms") != 2 {
		t.Errorf("when the bytes crossed: %s", when)
	}
	h := fails.viewCompared().String()
	if strings.Contains(h, "data-difference") || !strings.Contains(h, "Incorrect &#39;Sec-WebSocket-Accept&#39; header value") || !strings.Contains(h, fails.say(&tBrowserLook)) {
		t.Errorf("as predicted: %s", h)
	}
	right := strings.Replace(wrong, ": no", ": "+handshake.AcceptFor("hXSwZt9tHtza1TLNBuGMWg=="), 1)
	for _, x := range []struct {
		extensions, behind string
		code               int
		differs            bool
	}{{"", "", 0, false}, {"x", "", 0, true}, {"", "\x81\x80abcd", 1006, false}, {"", "\x81\x80abcd", 1002, true}, {"", "\x81\x80abcd", 0, true}} {
		saw := do(m, Message{Name: "ws-open", Arg: zeroID, Value: "\n" + x.extensions})
		if x.code > 0 {
			saw = do(saw, Message{Name: "ws-close", Arg: zeroID, Number: x.code})
		}
		saw = do(saw, Message{Name: "ws-late", Arg: zeroID}, recording(zeroID, request, right+x.behind))
		if h := saw.viewCompared().String(); strings.Contains(h, `data-difference="browser"`) != x.differs {
			t.Errorf("%+v: %s", x, h)
		}
	}
	race := m
	race.Live.Lab.Engine = "firefox"
	race = do(race, Message{Name: "ws-close", Arg: zeroID, Number: 1006}, recording(zeroID, request, right+"\x83\x00"))
	if h := race.viewCompared().String(); strings.Contains(h, "data-difference") {
		t.Errorf("Firefox may see a failure: %s", h)
	}
	opens := do(m, Message{Name: "ws-open", Arg: zeroID, Value: "\n"}, Message{Name: "ws-late", Arg: zeroID}, recording(zeroID, request, wrong))
	if h := opens.viewCompared().String(); !strings.Contains(h, `data-difference="browser"`) {
		t.Errorf("a browser that does something else: %s", h)
	}
	// An answer that this browser waits for the end of: the lab ends it.
	waits := do(m, Message{Name: "ws-close", Arg: zeroID, Number: 1006}, recording(zeroID, request, "HTTP/1.1 200 OK\r\n\r\n"))
	waits.Live.Lab.Engine = "firefox"
	if h := waits.viewCompared().String(); strings.Contains(h, "data-difference") || !strings.Contains(h, waits.say(&tEngineHangs)) {
		t.Errorf("as predicted, once the connection ends: %s", h)
	}
	waits = do(m, Message{Name: "ws-late", Arg: zeroID}, recording(zeroID, request, "HTTP/1.1 200 OK\r\n\r\n"))
	waits.Live.Lab.Engine = "firefox"
	if h := waits.viewCompared().String(); !strings.Contains(h, `data-difference="browser"`) {
		t.Errorf("a browser that waits on: %s", h)
	}
	_, effects = Update(opens, Message{Name: "lab-answer"})
	if _, again := asked(t, effects); again["responseBase64"] != body["responseBase64"] {
		t.Error("the recording is sent, and not what was written before")
	}
	opens.Live.Lab.Engine = ""
	if h := opens.viewCompared().String(); strings.Contains(h, `data-difference`) || !strings.Contains(h, opens.say(&tBrowserNoWord)) {
		t.Errorf("a browser that nobody knows: %s", h)
	}
}

const (
	liveRequest  = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: hXSwZt9tHtza1TLNBuGMWg==\r\n\r\n"
	helloFrame   = "\x81\x8a\x00\x00\x00\x00hello, 101"
	helloEcho    = "\x81\x0ahello, 101"
	pingOfServer = "\x89\x02hi"
)

// connected is a page with an open connection.
func connected() Model {
	response := string(handshake.Respond([]byte(liveRequest), nil))
	return lab(Message{Name: "live"}, Message{Name: "ws-open", Arg: zeroID, Value: "\n"}, Message{Name: "ws-message", Arg: zeroID, Value: "hello, 101"},
		recording(zeroID, liveRequest+helloFrame, response+helloEcho))
}

func stream(event, data string) Message {
	return Message{Name: "stream", Arg: zeroID, Value: event + "\n" + data}
}

func chunk(from, data string) Message {
	return stream("chunk", `{"from":"`+from+`","at":99,"data":"`+base64.StdEncoding.EncodeToString([]byte(data))+`"}`)
}

// TestFramesFlow: the stream repeats what is known and then brings more; each
// frame becomes a step.
func TestFramesFlow(t *testing.T) {
	m := connected()
	if h := m.viewFrames().String(); !strings.Contains(h, m.sayf(&tFramesHeads, "request", "0.0", "response", "0.0")) {
		t.Errorf("when the heads crossed: %s", h)
	}
	request, response := string(m.Request.wire), string(m.Response.wire)
	undo := len(m.Undo)
	m = do(m, stream("begin", "{}"), chunk("client", request), chunk("server", response), stream("state", "{}"))
	if string(m.Request.wire) != request || string(m.Response.wire) != response {
		t.Fatal("what the stream repeats is taken twice")
	}
	m = do(m, chunk("server", pingOfServer[:1]), chunk("server", pingOfServer[1:]), chunk("client", "\x8a\x82\x00\x00\x00\x00hi"))
	if string(m.Response.wire) != response+pingOfServer || m.Response.Origin != Recorded || len(m.Undo) != undo {
		t.Errorf("%q", m.Response.wire)
	}
	list, more := m.frames()
	var said []string
	for _, f := range list {
		said = append(said, f.side.String()+" "+f.payload())
	}
	if got := strings.Join(said, ", "); got != "request hello, 101, response hello, 101, response hi, request hi" || more != 0 {
		t.Errorf("%s (%d more)", got, more)
	}
	// The steps stand in this order too, and so do the drawing's arrows.
	var steps []string
	for _, s := range m.Report.Steps[m.stepIndex("pipe")+1:] {
		steps = append(steps, s.ID)
	}
	if got := strings.Join(steps, " "); got != "frame.client.0 frame.server.0 frame.server.1 frame.client.1" {
		t.Errorf("the steps are %s", got)
	}
	// Who changes the exchange keeps it; the recording can be had again.
	apart := do(m, edit("request", "x"), chunk("server", pingOfServer))
	if apart.Request.Text != "x" || !strings.Contains(apart.viewFrames().String(), "lab-reload") {
		t.Error("a frame overwrites what was typed")
	}
	apart = do(apart, Message{Name: "lab-reload"})
	if string(apart.Response.wire) != response+pingOfServer+pingOfServer {
		t.Errorf("%q", apart.Response.wire)
	}
	full := do(m, chunk("server", "\x82\x7f\x00\x00\x00\x00\x00\x00\x90\x00"+strings.Repeat("x", 0x9000)))
	if !full.Live.Lab.Check.Full || len(full.Response.wire) > mostFollowed || !strings.Contains(full.viewFrames().String(), full.say(&tFramesFull)) {
		t.Error("a long recording is judged anew with each piece")
	}
	closed := do(m, Message{Name: "ws-close", Arg: zeroID, Number: 1001, Value: "bye"})
	if h := closed.viewFrames().String(); !strings.Contains(h, "1001") || !strings.Contains(h, "bye") || closed.viewTalk().String() != "" {
		t.Errorf("closed: %s", h)
	}
}

// TestTalk: what a person says goes where it should.
func TestTalk(t *testing.T) {
	m := do(connected(), Message{Name: "field", Arg: "message", Value: `48 "6c`}, Message{Name: "field", Arg: "reason", Value: "bye"})
	for name, c := range map[string]struct {
		set  []Message
		do   EffectKind
		body string
		n    int
	}{
		"talk-text":   {nil, Tell, `48 "6c`, 0},
		"talk-bytes":  {[]Message{{Name: "field", Arg: "message", Value: "48 6c"}}, Tell, "486c", 1},
		"talk-ping":   {nil, Ask, `{"ping":"48 \"6c"}`, 0},
		"talk-server": {nil, Ask, `{"text":"48 \"6c"}`, 0},
		"talk-close":  {nil, Shut, "bye", 1000},
		"talk-end":    {[]Message{{Name: "field", Arg: "code", Value: "3001"}}, Ask, `{"close":{"code":3001,"reason":"bye"}}`, 0},
	} {
		_, effects := Update(do(m, c.set...), Message{Name: name})
		if len(effects) != 1 || effects[0].Do != c.do || effects[0].Body != c.body || effects[0].Number != c.n {
			t.Errorf("%s: %+v", name, effects)
		}
	}
	for name, msg := range map[string]Message{"talk-bytes": {}, "talk-close": {Name: "field", Arg: "code", Value: "x"}} {
		next, effects := Update(do(m, msg), Message{Name: name})
		if len(effects) != 0 || next.Live.Lab.Said.Text == nil {
			t.Errorf("%s: %+v", name, effects)
		}
	}
	for _, msg := range []Message{{Name: "ws-odd", Arg: zeroID, Value: "no such code"}, {Name: "acted", Arg: zeroID, Number: 409, Value: "{}"}, stream("error", "")} {
		if next := do(m, msg); next.Live.Lab.Said.Text == nil || next.viewTalk().String() == m.viewTalk().String() {
			t.Errorf("%v is passed over in silence", msg)
		}
	}
}

// TestNewer: the page says what it came over, and shows both forms.
func TestNewer(t *testing.T) {
	m := lab(Message{Name: "tool", Arg: "newer"})
	if h := m.viewLab().String(); !strings.Contains(h, `href="https://127.0.0.1:8102/`) {
		t.Errorf("%s", h)
	}
	m = lab(Message{Name: "about", Number: 200, Value: `{"securePort":8102,"secureTwinPort":8103,"http":"HTTP/2.0","tls":"TLS 1.3"}`}, Message{Name: "tool", Arg: "newer"}, Message{Name: "live"})
	r := recording(zeroID, ":method: CONNECT\r\n:protocol: websocket\r\n:scheme: https\r\n:path: /\r\n:authority: a\r\nsec-websocket-version: 13\r\n\r\n", ":status: 200\r\n\r\n")
	r.Value = strings.Replace(r.Value, `{"schema":1`, `{"h2":{"stream":1,"request":[]},"tls":{"version":"TLS 1.3"}`, 1)
	m = do(m, Message{Name: "ws-open", Arg: zeroID, Value: "\n"}, Message{Name: "ws-message", Arg: zeroID, Value: "hello, 101"}, r)
	if h := m.viewLab().String(); !strings.Contains(h, ":protocol: websocket") || !strings.Contains(h, "lab-twin") || m.Live.HasRecording {
		t.Errorf("%s", h)
	}
	m, effects := Update(m, Message{Name: "lab-twin"})
	if !strings.HasPrefix(effects[1].URL, "https://127.0.0.1:8103/live/") {
		t.Errorf("%v", effects)
	}
	twin := recording(zeroID, liveRequest, string(handshake.Respond([]byte(liveRequest), nil)))
	twin.Value = strings.Replace(twin.Value, `{"schema":1`, `{"tls":{"version":"TLS 1.3"}`, 1)
	m = do(m, Message{Name: "ws-open", Arg: zeroID, Value: "\n"}, Message{Name: "ws-message", Arg: zeroID, Value: "hello, 101"}, twin)
	if h := m.viewLab().String(); !strings.Contains(h, "Sec-WebSocket-Key") || !strings.Contains(h, ":protocol: websocket") || strings.Contains(h, "lab-twin") {
		t.Errorf("%s", h)
	}
	none := do(New(nil), Message{Name: "server-here"}, Message{Name: "tool", Arg: "newer"})
	if h := none.viewLab().String(); !strings.Contains(h, "make run ARGS=") {
		t.Errorf("%s", h)
	}
}

// TestProxies: a finding about a proxy offers the configurations.
func TestProxies(t *testing.T) {
	m := lab(edit("request", "GET / HTTP/1.0\nHost: a\nConnection: close\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: hXSwZt9tHtza1TLNBuGMWg==\n\n"))
	if m.proxyFinding() == nil || !strings.Contains(m.viewLive().String(), "cure-proxy") {
		t.Error("the cure is not offered")
	}
	m, effects := Update(m, Message{Name: "tool", Arg: "proxy"})
	if e, _ := effects[0], 0; e.URL != "api/proxies" {
		t.Errorf("%v", effects)
	}
	m = do(m, Message{Name: "proxies", Number: 200, Value: `{"proxies":[{"id":"nginx","name":"nginx","file":"wrong.conf","wrong":"<a>","right":"b"}]}`})
	if h := m.viewLab().String(); !strings.Contains(h, "&lt;a&gt;") || !strings.Contains(h, "<details open") {
		t.Errorf("%s", h)
	}
	m = do(lab(), Message{Name: "tool", Arg: "proxy"}, Message{Name: "proxies", Number: 404, Value: "no"})
	if h := m.viewLab().String(); !strings.Contains(h, "404") {
		t.Errorf("%s", h)
	}
}

// TestLabViews: every screen of the lab is well formed, and no argument is
// forgotten but the placeholders of the answer themselves.
func TestLabViews(t *testing.T) {
	all := map[string]Model{"connected": connected(), "talk": do(connected(), Message{Name: "talk-bytes"}, Message{Name: "field", Arg: "code", Value: "x"}, Message{Name: "talk-close"}),
		"closed": do(connected(), Message{Name: "ws-close", Arg: zeroID, Number: 1000}), "apart": do(connected(), preset("generic"))}
	all["room"] = do(connected(), Message{Name: "about", Number: 200, Value: `{"lan":["http://192.0.2.7:8101/"],"qr":"M4 4h1v1h-1z","qrSize":29}`}, Message{Name: "tool", Arg: "room"})
	if h := all["room"]; !strings.Contains(Paint(&h).String(), `href="http://192.0.2.7:8101/"`) || !strings.Contains(Paint(&h).String(), `viewBox="0 0 29 29"`) {
		t.Error("the address for the class is not shown")
	}
	for _, tool := range []string{"send", "answer", "newer", "proxy"} {
		all[tool] = lab(Message{Name: "tool", Arg: tool}, Message{Name: "lab-cut", Value: cutOwn})
	}
	sending := do(all["send"], Message{Name: "lab-cut"}, Message{Name: "lab-send"})
	all["sent"] = do(sending, sentBack("<b>", "<i>"))
	all["silent"] = do(sending, sentBack("<b>", ""))
	for name, m := range all {
		h := Paint(&m).String()
		text := strings.NewReplacer("{accept}", "", "{subprotocol}", "", "{date}", "").Replace(walk(t, name, h))
		if i := strings.Index(text, "{"); i >= 0 && strings.Contains(text[i:min(len(text), i+20)], "}") {
			t.Errorf("%s: an argument is forgotten: %.40s", name, text[i:])
		}
		if n := strings.Count(h, `data-key="lab-send"`); n > 1 {
			t.Errorf("%s: a key stands %d times", name, n)
		}
	}
}
