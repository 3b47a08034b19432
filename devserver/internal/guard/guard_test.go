package guard

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func served(g *Guard, method, host, path string, fields ...string) *http.Response {
	r := httptest.NewRequest(method, "http://x"+path, nil)
	r.Host = host
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	g.Headers(g.Protect(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("in")) }))).ServeHTTP(w, r)
	return w.Result()
}

func TestProtect(t *testing.T) {
	g := &Guard{Names: []string{"lab.example"}, Ports: []int{8101, 8102}}
	if err := g.Allow("https://docs.example"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		host, path string
		fields     []string
		status     int
	}{
		{"127.0.0.1:8101", "/", nil, 200},
		{"[::1]:8101", "/", nil, 200},
		{"192.168.1.7:8101", "/live/x", nil, 200},
		{"localhost", "/", nil, 200},
		{"a.localhost:1", "/", nil, 200},
		{"LAB.example:8101", "/", nil, 200},
		{"evil.example", "/", nil, 403},
		{"localhost.evil.example", "/", nil, 403},
		{"localhost:x", "/", nil, 403},
		{"[fe80::1]:8101", "/", nil, 200},
		{"[fe80::1%25eth0]:8101", "/", nil, 403},
		{"[fe80::1%;img-src:*]:8101", "/", nil, 403},
		{"0x7f000001", "/", nil, 403},
		{"", "/", nil, 403},
		{"localhost:8101", "/live/x", []string{"Origin: http://localhost:8101"}, 200},
		{"localhost:8102", "/live/x", []string{"Origin: http://localhost:8101", "Sec-Fetch-Site: same-site"}, 200},
		{"localhost:8101", "/live/x", []string{"Origin: http://localhost:3000", "Sec-Fetch-Site: same-site"}, 403},
		{"localhost:8101", "/live/x", []string{"Sec-Fetch-Site: same-site"}, 403},
		{"localhost:8101", "/live/x", []string{"Sec-Fetch-Site: cross-site"}, 403},
		{"localhost:8101", "/metrics", []string{"Sec-Fetch-Site: cross-site"}, 403},
		{"localhost:8101", "/live/x", []string{"Origin: null"}, 403},
		{"localhost:8101", "/", []string{"Sec-Fetch-Site: cross-site"}, 200},
		{"localhost:8101", "/live/x", []string{"Origin: https://docs.example", "Sec-Fetch-Site: cross-site"}, 200},
		{"localhost:8101", "/live/x", []string{"Origin: http://docs.example", "Sec-Fetch-Site: cross-site"}, 403},
		{"evil.example", "/live/x", []string{"Origin: https://docs.example"}, 403},
	} {
		if res := served(g, "GET", c.host, c.path, c.fields...); res.StatusCode != c.status {
			t.Errorf("%s%s %v: %s", c.host, c.path, c.fields, res.Status)
		}
	}
}

func TestAllow(t *testing.T) {
	g := &Guard{Ports: []int{8101, 8102}}
	for _, bad := range []string{"docs.example", "*", "https://*", "https://docs.example/", "ftp://x", "https://a b", "null", "https://a;x", "https://u@x", "https://\u4f8b.example", ""} {
		if g.Allow(bad) == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
	usual := new(Guard)
	for _, origin := range []string{"https://docs.example:443", "http://Docs.example:80", "https://docs.example:80"} {
		if err := usual.Allow(origin); err != nil {
			t.Error(err)
		}
	}
	if got := strings.Join(usual.Allowed, " "); got != "https://docs.example http://docs.example https://docs.example:80" {
		t.Errorf("browsers never send %s", got)
	}
	res := served(g, "GET", "localhost:8101", "/")
	csp := res.Header.Get("Content-Security-Policy")
	if !strings.Contains(csp, "frame-ancestors 'self';") || !strings.Contains(csp, "wss://localhost:8102") || res.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error(res.Header)
	}
	if csp := served(g, "GET", "[::1]:8101", "/").Header.Get("Content-Security-Policy"); !strings.Contains(csp, "connect-src 'self' ws: wss:;") || strings.Contains(csp, "[") {
		t.Error(csp)
	}
	if err := g.Allow("https://docs.example:8443"); err != nil {
		t.Fatal(err)
	}
	res = served(g, "GET", "localhost:8101", "/static/x.js", "Origin: https://docs.example:8443")
	if res.Header.Get("Access-Control-Allow-Origin") != "https://docs.example:8443" || res.Header.Get("Vary") != "Origin" ||
		!strings.Contains(res.Header.Get("Content-Security-Policy"), "frame-ancestors 'self' https://docs.example:8443;") {
		t.Error(res.Header)
	}
	res = served(g, "GET", "localhost:8101", "/", "Origin: https://evil.example")
	if res.Header.Get("Access-Control-Allow-Origin") != "" || res.Header.Get("Vary") != "Origin" {
		t.Error(res.Header)
	}
	ask := []string{"Origin: https://docs.example:8443", "Access-Control-Request-Method: POST", "Access-Control-Request-Private-Network: true"}
	res = served(g, "OPTIONS", "localhost:8101", "/live/x/send", ask...)
	if res.StatusCode != 204 || !strings.Contains(res.Header.Get("Access-Control-Allow-Headers"), "Content-Type") || res.Header.Get("Access-Control-Allow-Private-Network") != "true" {
		t.Error(res.Status, res.Header)
	}
	ask[0] = "Origin: https://evil.example"
	if res = served(g, "OPTIONS", "localhost:8101", "/live/x/send", ask...); res.StatusCode != 403 {
		t.Error(res.Status)
	}
	// A recording can be embedded by nobody else, and by those only who are allowed.
	for origin, want := range map[string]string{"http://localhost:8101": "same-origin", "https://docs.example:8443": "cross-origin"} {
		if res := served(g, "GET", "localhost:8101", "/live/x/recording", "Origin: "+origin); res.Header.Get("Cross-Origin-Resource-Policy") != want {
			t.Errorf("%s: %v", origin, res.Header)
		}
	}
}
