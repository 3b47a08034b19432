package app

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"handshake101/handshake"
)

func TestRespond(t *testing.T) {
	b := start(t, nil)
	request := offer("/chat")
	policy := &handshake.Policy{Versions: []int{8}}
	want := string(handshake.Respond([]byte(request), policy))
	body, err := json.Marshal(map[string]any{"request": request, "policy": map[string]any{"versions": []int{8}}})
	if err != nil {
		t.Fatal(err)
	}
	res, text := b.do("POST", "/api/respond", string(body), "Content-Type: text/plain")
	var got struct {
		Schema, Status              int
		Verdict, Protocol, Response string
		ResponseBase64              []byte
	}
	if err := json.Unmarshal([]byte(text), &got); err != nil || res.StatusCode != 200 || res.Header.Get("Content-Type") != "application/json" {
		t.Fatalf("%s %s", res.Status, text)
	}
	d := handshake.Decide([]byte(request), policy)
	if got.Schema != 1 || got.Status != d.Status || got.Verdict != d.Verdict.String() || got.Protocol != d.Protocol ||
		got.Response != want || string(got.ResponseBase64) != want {
		t.Errorf("got %+v\nwant %q", got, want)
	}
	coded := `{"requestBase64":"` + base64.StdEncoding.EncodeToString([]byte(request)) + `","policy":{"versions":[8]}}`
	for _, media := range []string{"message/http", "text/plain"} {
		res, text := b.do("POST", "/api/respond", coded, "Accept: "+media)
		if text != want || res.Header.Get("Content-Type") != media {
			t.Errorf("%s: %q", res.Header.Get("Content-Type"), text)
		}
	}
}

func TestInspect(t *testing.T) {
	b := start(t, nil)
	request := offer("/chat")
	response := string(handshake.Respond([]byte(request), nil))
	body, err := json.Marshal(map[string]any{"request": request, "response": response, "policy": nil, "lang": "en"})
	if err != nil {
		t.Fatal(err)
	}
	want := string(handshake.Inspect(handshake.Exchange{Request: []byte(request), Response: []byte(response)}, nil).AppendJSON(nil, nil))
	if res, text := b.do("POST", "/api/inspect", string(body)); res.StatusCode != 200 || text != want || !json.Valid([]byte(text)) {
		t.Errorf("%s %s", res.Status, text)
	}
}

// TestBadInput: each error names where, what was got and what was wanted.
func TestBadInput(t *testing.T) {
	b := start(t, nil)
	for body, want := range map[string]struct{ field, got, want string }{
		``:                                   {"", "nothing", "a JSON object"},
		`{`:                                  {"", "unexpected end of JSON input at offset 1", "a JSON object"},
		`[]`:                                 {"", "a JSON array at offset 1", "a JSON object"},
		`null`:                               {"", "null", "a JSON object"},
		`{"request":"x"} more`:               {"", "invalid character 'm' after top-level value at offset 17", "a JSON object"},
		"{\"request\":\"\xff\"}":             {"", "a byte that is not UTF-8 at offset 12", "UTF-8, with arbitrary bytes in requestBase64 and responseBase64"},
		`{}`:                                 {"request", "nothing", `the request as a string with \r\n, or requestBase64`},
		`{"request":"x","Request":"y"}`:      {"Request", "an unknown key", "one of request, requestBase64, response, responseBase64, policy, lang"},
		`{"request":5}`:                      {"request", "a JSON number at offset 1", "a string"},
		`{"request":"x","requestBase64":""}`: {"requestBase64", "both request and requestBase64", "one of them"},
		`{"requestBase64":"QUJD!"}`:          {"requestBase64", "no base64 at offset 4", "base64 with + and /, padded with ="},
		`{"request":"x","policy":[]}`:        {"policy", "a JSON array at offset 1", "a JSON object"},
		`{"request":"x","policy":{"a":1}}`:   {"policy.a", "an unknown key", "one of protocols, only, versions, subprotocols, extensions, origins"},
		`{"request":"x","policy":{"versions":["13"]}}`: {"policy.versions", "a JSON string at offset 5", "a list of numbers from 0 to 255"},
		`{"request":"x","policy":{"versions":[256]}}`:  {"policy.versions", "256", "numbers from 0 to 255"},
		`{"request":"x","lang":"tlh"}`:                 {"lang", `"tlh"`, "one of en"},
	} {
		res, text := b.do("POST", "/api/inspect", body)
		var got struct {
			Error struct{ Message, Field, Got, Want string }
		}
		if err := json.Unmarshal([]byte(text), &got); err != nil || res.StatusCode != 400 {
			t.Errorf("%s: %s %s", body, res.Status, text)
			continue
		}
		e := got.Error
		if e.Field != want.field || e.Got != want.got || e.Want != want.want || !strings.Contains(e.Message, e.Got) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", body, e, want)
		}
	}
	if res, text := b.do("POST", "/api/respond", `{"request":"`+strings.Repeat("x", 1<<20)+`"}`); res.StatusCode != 413 || !strings.Contains(text, "at most 1048576 bytes") {
		t.Errorf("%s %s", res.Status, text)
	}
	if res, text := b.do("POST", "/api/respond", `{"request":"x","response":"y"}`); res.StatusCode != 400 {
		t.Errorf("%s %s", res.Status, text)
	}
	for _, path := range []string{"/api/inspect", "/api/respond"} {
		if res, _ := b.do("GET", path, ""); res.StatusCode != 405 || res.Header.Get("Allow") != "POST" {
			t.Errorf("%s: %s, Allow %q", path, res.Status, res.Header.Get("Allow"))
		}
	}
}

// TestStrangers: another site's page, or a name that was rebound, gets nothing.
func TestStrangers(t *testing.T) {
	b := start(t, nil)
	own := "http://" + b.addr
	for _, c := range []struct {
		path, fields string
		want         int
	}{
		{"/healthz", "", 200},
		{"/healthz", "Host: localhost:1", 200},
		{"/healthz", "Host: [::1]:1", 200},
		{"/healthz", "Host: evil.example", 403},
		{"/", "Host: 127.0.0.1.evil.example:8101", 403},
		{"/", "Host: localhost.evil.example", 403},
		{"/", "Origin: http://evil.example", 200}, // the page itself holds no secret
		{"/live/no-such-id-0000001/recording", "Origin: " + own, 404},
		{"/live/no-such-id-0000001/recording", "Origin: http://evil.example", 403},
		{"/live/no-such-id-0000001/recording", "Origin: null", 403},
		{"/live/no-such-id-0000001/recording", "Sec-Fetch-Site: cross-site", 403},
		{"/live/no-such-id-0000001/recording", "Sec-Fetch-Site: same-origin", 404},
		{"/live/no-such-id-0000001/recording", "Origin: http://localhost:1", 403},
		{"/live/no-such-id-0000001/recording", "Host: localhost:1|Origin: http://localhost:1", 404},
	} {
		var fields []string
		if c.fields != "" {
			fields = strings.Split(c.fields, "|")
		}
		if res, text := b.do("GET", c.path, "", fields...); res.StatusCode != c.want {
			t.Errorf("%s with %s: %s %s, want %d", c.path, c.fields, res.Status, text, c.want)
		}
	}
}

func TestSecurityHeaders(t *testing.T) {
	b := start(t, nil)
	for _, path := range []string{"/", "/healthz", "/nothing", "/live/no-such-id-0000001/recording"} {
		res, _ := b.do("GET", path, "")
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' ws://" + b.addr + " wss://" + b.addr +
				"; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types handshake101",
			"X-Content-Type-Options":     "nosniff",
			"Referrer-Policy":            "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := res.Header.Get(name); got != want {
				t.Errorf("%s: %s: %q, want %q", path, name, got, want)
			}
		}
	}
}

// TestPipelinedUpgrade: net/http has read an upgrade that was not waited with;
// it says so instead of answering something else.
func TestPipelinedUpgrade(t *testing.T) {
	b := start(t, nil)
	w := b.dial()
	w.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + strings.Replace(offer("/live/"+b.id()+"/echo"), "server.example.com", "localhost", 1))
	b.readHTTP(w, "ok")
	w.expect("HTTP/1.1 421 " + http.StatusText(421) + "\r\n")
}
