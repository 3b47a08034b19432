package page

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"handshake101/handshake"
)

func FuzzLink(f *testing.F) {
	f.Add([]byte("GET / HTTP/1.1\r\n\r\n"), []byte("HTTP/1.1 101 Switching Protocols\r\n\r\n"), "server.key", "ja")
	f.Add([]byte{}, bytes.Repeat([]byte("ab"), 5000), "", "")
	f.Add([]byte("\x00\xff"), []byte(linkWords), "x", "y")
	f.Fuzz(func(t *testing.T, request, response []byte, step, lang string) {
		in := LinkState{Request: append([]byte{}, request...), Response: append([]byte{}, response...), Step: step, Lang: lang,
			Policy: &handshake.Policy{Subprotocols: []string{"chat"}, Versions: []int{13, 8}}}
		link := EncodeLink(in)
		out, ok := DecodeLink("#" + link)
		if !ok || !bytes.Equal(in.Request, out.Request) || !bytes.Equal(in.Response, out.Response) || in.Step != out.Step || in.Lang != out.Lang {
			t.Fatalf("%+v came back as %+v, %v", in, out, ok)
		}
		if got, _ := out.Policy.Get("versions"); got != "13,8" {
			t.Fatalf("versions: %q", got)
		}
	})
}

// FuzzDecodeLink: no fragment, however broken, does any harm.
func FuzzDecodeLink(f *testing.F) {
	f.Add("1.AAEJd2Vic29ja2V0")
	f.Add("1.Af8")
	f.Add("2.AA")
	f.Fuzz(func(t *testing.T, s string) {
		if state, ok := DecodeLink(s); ok && len(state.Request)+len(state.Response) > maxLink {
			t.Fatalf("%d bytes", len(state.Request)+len(state.Response))
		}
	})
}

// TestOldLinks: what a link meant once it means for ever. Lines are only ever
// added to the file.
func TestOldLinks(t *testing.T) {
	data, err := os.ReadFile("testdata/links.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		n++
		link, want, _ := strings.Cut(line, " ")
		s, ok := DecodeLink(link)
		got := s.Preset + "|" + handshake.Show(s.Request) + "|" + handshake.Show(s.Response) + "|" + s.Step + "|" + s.Lang
		if s.Case != "" {
			got += "|case=" + s.Case
		}
		if s.Policy != nil {
			for _, key := range linkPolicy {
				if value, ok := s.Policy.Get(key); ok {
					got += "|" + key + "=" + value
				}
			}
		}
		if s.Finding != "" {
			got += "|finding=" + s.Finding
		}
		if a := s.Other; a != nil {
			got += "|A=" + a.Preset + "|" + handshake.Show(a.Request) + "|" + handshake.Show(a.Response)
		}
		if !ok || got != want {
			t.Errorf("%s\ngot  %s\nwant %s", link, got, want)
		}
	}
	if n < 4 {
		t.Errorf("%d links: has the file lost some?", n)
	}
}

// TestLinkLength: what a browser really sends, with its answer, is a link that
// fits into a chat message.
func TestLinkLength(t *testing.T) {
	request := "GET /live/5hO3rPYQ0bE7V9cXgkT2Ww/echo HTTP/1.1\r\nHost: 127.0.0.1:18080\r\nConnection: Upgrade\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n" +
		"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36\r\nUpgrade: websocket\r\n" +
		"Origin: http://127.0.0.1:18080\r\nSec-WebSocket-Version: 13\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\n" +
		"Sec-WebSocket-Key: hXSwZt9tHtza1TLNBuGMWg==\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\nSec-WebSocket-Protocol: chat, superchat\r\n\r\n"
	link := EncodeLink(LinkState{Request: []byte(request), Response: handshake.Respond([]byte(request), nil), Step: "server.key"})
	t.Logf("%d bytes of request make a link of %d characters", len(request), len(link))
	if len(link) > 400 {
		t.Errorf("the link is %d characters long, want at most 400", len(link))
	}
}

// TestUnmasked: a reload brings back the secrets that the address does not show,
// and nothing that belongs to another address.
func TestUnmasked(t *testing.T) {
	secret := do(New(nil), Message{Name: "edit", Arg: "request", Value: "GET /?token=s3cret HTTP/1.1\nHost: a.example\nCookie: sid=abc\n\n"})
	other := do(New(nil), Message{Name: "edit", Arg: "request", Value: "GET /?token=s3cret HTTP/1.1\nHost: b.example\nCookie: sid=abc\n\n"})
	open := do(New(nil), Message{Name: "edit", Arg: "request", Value: "GET / HTTP/1.1\nHost: a.example\n\n"})
	if secret.Link() == secret.Kept() {
		t.Fatal("the link is not masked")
	}
	for _, c := range []struct {
		link, kept string
		want       bool
	}{
		{secret.Link(), secret.Kept(), true},
		{"#" + secret.Link(), secret.Kept(), true},
		{other.Link(), secret.Kept(), false},
		{open.Link(), open.Kept(), false}, // nothing to add
		{secret.Link(), "", false},
		{"cases", secret.Kept(), false},
	} {
		if got := Unmasked(c.link, c.kept); got != c.want {
			t.Errorf("Unmasked(%q, %q) = %v", c.link, c.kept, got)
		}
	}
	back := do(New(nil), Message{Name: "open", Value: secret.Kept()})
	if back.Request.Text != secret.Request.Text {
		t.Errorf("kept came back as %q", back.Request.Text)
	}
}

// TestLinkToFinding: a link leads to one finding, in its step, until something else
// is done.
func TestLinkToFinding(t *testing.T) {
	m := do(main101(New(nil)), preset("broken-websocket"))
	var f *handshake.Finding
	for i := range m.Report.Request.Findings {
		if m.Report.Request.Findings[i].Rule.ID == "ws.req.key.length" {
			f = &m.Report.Request.Findings[i]
		}
	}
	if f == nil {
		t.Fatal("the example has another fault")
	}
	link := m.LinkTo(f.Step, f.Rule.ID)
	to, effects := Update(main101(New(nil)), Message{Name: "open", Value: "#" + link})
	if to.Found != f.Rule.ID || to.Step != f.Step || len(effects) != 1 || effects[0].Do != Reveal || effects[0].Arg != "finding-"+f.Rule.ID {
		t.Errorf("the link leads to %q in %q, effects %v", to.Found, to.Step, effects)
	}
	if to.Link() != link {
		t.Errorf("its address is %s, not %s", to.Link(), link)
	}
	h := to.viewStep()
	if page := h.String(); !strings.Contains(page, `class="rule error pointed"`) || !strings.Contains(page, `data-finding="`+f.Rule.ID+`"`) {
		t.Errorf("it does not stand out:\n%s", page)
	}
	for _, msg := range []Message{{Name: "next"}, edit("request", "GET / HTTP/1.1\n\n"), {Name: "undo"}} {
		if m := do(to, msg); m.Found != "" {
			t.Errorf("after %s it is still pointed at", msg.Name)
		}
	}
	if m := do(to, Message{Name: "finding", Arg: "no.such.rule"}); m.Found != to.Found {
		t.Error("a finding that there is not is pointed at")
	}
}
