package handshake

import (
	"strings"
	"testing"
)

func TestMaskExchange(t *testing.T) {
	for _, c := range []struct{ in, want, names string }{
		{"GET /chat?room=1&access_token=s3cr3t&x=2 HTTP/1.1\r\nHost: h\r\n\r\n", "GET /chat?room=1&access_token=x0xx0x&x=2 HTTP/1.1\r\nHost: h\r\n\r\n", "access_token"},
		{"GET /?key=a%20b HTTP/1.1\r\n\r\n", "GET /?key=x%00x HTTP/1.1\r\n\r\n", "key"},
		{"GET /eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln HTTP/1.1\r\n\r\n", "GET /xxxxxxxxxxxxxxx0xxx0.xxxxxxxxxxxxxx0.x0xx HTTP/1.1\r\n\r\n", "token"},
		{"GET http://me:pw@h/ HTTP/1.1\r\n\r\n", "GET http://xx:xx@h/ HTTP/1.1\r\n\r\n", "userinfo"},
		{"GET / HTTP/1.1\r\nCookie: a=b; c\r\n d\r\n\r\n", "GET / HTTP/1.1\r\nCookie: x=x; x\r\n x\r\n\r\n", "Cookie Cookie"},
		{"GET / HTTP/1.1\r\nAuthorization: Bearer abc\r\nX-Api-Key: q1\r\n\r\n", "GET / HTTP/1.1\r\nAuthorization: Bearer xxx\r\nX-Api-Key: x0\r\n\r\n", "Authorization X-Api-Key"},
		{"GET / HTTP/1.1\r\nSec-WebSocket-Protocol: chat, base64url.bearer.authorization.k8s.io.YWJj\r\n\r\n", "GET / HTTP/1.1\r\nSec-WebSocket-Protocol: chat, base64url.bearer.authorization.k8s.io.xxxx\r\n\r\n", "Sec-WebSocket-Protocol"},
		{"GET / HTTP/1.1\r\nSec-WebSocket-Protocol: access_token, abc1, bearer, efg2\r\n\r\n", "GET / HTTP/1.1\r\nSec-WebSocket-Protocol: access_token, xxx0, bearer, yyy1\r\n\r\n", "Sec-WebSocket-Protocol Sec-WebSocket-Protocol"},
		{"GET / HTTP/1.1\r\nCookie: é☃\xff\r\n\r\n", "GET / HTTP/1.1\r\nCookie: \xc3\x81\xe3\x81\x81\xff\r\n\r\n", "Cookie"},
		{"GET / HTTP/1.1\r\nReferer: https://h/?token=abc\r\n\r\n", "GET / HTTP/1.1\r\nReferer: https://h/?token=xxx\r\n\r\n", "token"},
		{":path: /?token=abc\r\ncookie: q\r\n\r\n", ":path: /?token=xxx\r\ncookie: x\r\n\r\n", "token cookie"},
		{"GET / HTTP/1.1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: chat, superchat\r\n\r\nCookie: kept", "", ""},
		{"", "", ""},
	} {
		if c.names == "" {
			c.want = c.in
		}
		got, _, found := MaskExchange([]byte(c.in), nil)
		var names []string
		for _, f := range found {
			names = append(names, f.Name)
		}
		if string(got) != c.want || strings.Join(names, " ") != c.names {
			t.Errorf("%q:\ngot  %q %q\nwant %q %q", c.in, got, names, c.want, c.names)
		}
		if again, _, found := MaskExchange(got, nil); string(again) != string(got) && !strings.Contains(c.want, "yyy") {
			t.Errorf("%q masked twice: %q %v", c.in, again, found)
		}
	}
	_, res, _ := MaskExchange([]byte("GET / HTTP/1.1\r\nSec-WebSocket-Protocol: bearer, abc\r\n\r\n"), []byte("HTTP/1.1 101 OK\r\nSec-WebSocket-Protocol: abc\r\nSet-Cookie: q\r\n\r\n"))
	if want := "HTTP/1.1 101 OK\r\nSec-WebSocket-Protocol: xxx\r\nSet-Cookie: x\r\n\r\n"; string(res) != want {
		t.Errorf("the answer names the token by the same letters: got %q", res)
	}
}

// TestMaskKeepsVerdict: over all cases, masked exchanges have the verdict, the
// steps and the findings, with their places, of what they were.
func TestMaskKeepsVerdict(t *testing.T) {
	masked := 0
	var all []*Case
	for _, file := range caseFiles(t) {
		all = append(all, file.cases...)
	}
	for _, c := range all {
		p, err := c.Policy()
		if err != nil {
			t.Fatal(err)
		}
		req, res, found := MaskExchange(c.Exchange.Request, c.Exchange.Response)
		if len(found) > 0 {
			masked++
		}
		was, is := Inspect(c.Exchange, p), Inspect(Exchange{Request: req, Response: res, Early: c.Exchange.Early}, p)
		if a, b := outline(was), outline(is); a != b {
			t.Errorf("%s, with %v masked:\nwas %s\nis  %s", c.ID, found, a, b)
		}
	}
	if masked < 10 {
		t.Errorf("only %d cases have something to mask", masked)
	}
}

// outline is what must stay as it is.
func outline(r *Report) string {
	var s strings.Builder
	s.WriteString(r.Verdict.Outcome.String() + " " + itoa(r.Verdict.Status))
	for _, side := range [...][]Finding{r.Request.Findings, r.Answer.Findings} {
		for _, f := range side {
			s.WriteString("\n" + f.Rule.ID + " " + itoa(f.Place.Start) + "-" + itoa(f.Place.End))
		}
	}
	for _, step := range r.Steps {
		s.WriteString("\n" + step.ID + " " + step.Outcome.String())
	}
	return s.String()
}
