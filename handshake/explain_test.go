package handshake

import (
	"strings"
	"testing"
)

const explained = "GET /chat HTTP/1.1\r\nHost: a.example\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nX-Mine: 1\r\n\r\n"

func TestExplain(t *testing.T) {
	r := Inspect(Exchange{Request: []byte(explained)}, nil)
	for _, c := range []struct{ at, kind, field, value, line string }{
		{"GET", "method", "", "value.method.get", "GET /chat HTTP/1.1\r\n"},
		{" /chat", "space", "", "", "GET /chat HTTP/1.1\r\n"},
		{"keep-alive", "token", "Connection", "value.connection.keep-alive", "Connection: keep-alive, Upgrade\r\n"},
		{"websocket\r", "protocol-name", "Upgrade", "value.upgrade.websocket", "Upgrade: websocket\r\n"},
		{"dGhl", "field-value", "Sec-WebSocket-Key", "", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"},
		{"X-Mine", "field-name", "", "", "X-Mine: 1\r\n"},
		{"1\r\n\r\n", "field-value", "", "", "X-Mine: 1\r\n"},
	} {
		at := strings.Index(explained, c.at)
		e := Explain(r, FromClient, at)
		field, value := "", ""
		if e.Field != nil {
			field = e.Field.Name
		}
		if e.Value.Text != nil {
			value = e.Value.Text.ID
		}
		line := explained[e.Bytes.Start:e.Bytes.End]
		if e.Span.Kind.String() != c.kind || field != c.field || value != c.value || line != c.line {
			t.Errorf("Explain at %q = %s, field %q, value %q, line %q; want %s, %q, %q, %q",
				c.at, e.Span.Kind, field, value, line, c.kind, c.field, c.value, c.line)
		}
		if e.Span.Start > at || at >= e.Span.End {
			t.Errorf("Explain at %q: span %v does not cover offset %d", c.at, e.Span, at)
		}
	}
}

func TestExplainEnd(t *testing.T) {
	r := Inspect(Exchange{Request: []byte(explained)}, nil)
	for _, offset := range []int{-5, len(explained), len(explained) + 9} {
		e := Explain(r, FromClient, offset)
		if e.Title.Text != &textEndTitle || e.Span.Start != e.Span.End {
			t.Errorf("Explain at %d: got %v %q, want the end", offset, e.Span, e.Title.Text.English)
		}
	}
}

// Every kind has a name of its own, texts and a source; String is what JSON uses.
func TestKinds(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kinds() {
		i := &kindTable[k]
		if i.name == "" || seen[i.name] {
			t.Errorf("kind %d: name %q, want one of its own", k, i.name)
		}
		seen[i.name] = true
		if i.text.ID != "kind."+i.name || i.title.ID != "kind."+i.name+".title" {
			t.Errorf("kind %s: IDs %q and %q", i.name, i.text.ID, i.title.ID)
		}
		if i.text.English == "" || i.title.English == "" || strings.HasSuffix(i.title.English, ".") {
			t.Errorf("kind %s: want a text, and a title without a full stop", i.name)
		}
		if i.cite.RFC == 0 {
			t.Errorf("kind %s: no RFC cited", i.name)
		}
	}
}

// The close code of a client is masked; Explain reads it all the same.
func TestExplainFrames(t *testing.T) {
	ex := switchedExchange("", unhex(t, "81 85 37 fa 21 3d 7f 9f 4d 51 58  88 82 37 fa 21 3d 34 13"), nil)
	r := Inspect(ex, nil)
	end := len(ex.Request)
	for _, c := range []struct {
		back        int
		kind, value string
		frame       int // length of the frame around
	}{
		{19, "frame-head", "value.opcode.1", 11},
		{9, "frame-payload", "", 11},
		{8, "frame-head", "value.opcode.8", 8},
		{7, "frame-length", "", 8},
		{3, "frame-mask", "", 8},
		{1, "frame-close-code", "close.1001", 8},
	} {
		e := Explain(r, FromClient, end-c.back)
		value := ""
		if e.Value.Text != nil {
			value = e.Value.Text.ID
		}
		if e.Span.Kind.String() != c.kind || value != c.value || e.Bytes.End-e.Bytes.Start != c.frame || len(e.Steps) == 0 {
			t.Errorf("%d before the end: got %s, %q, a frame of %d bytes, steps %v; want %s, %q, %d",
				c.back, e.Span.Kind, value, e.Bytes.End-e.Bytes.Start, e.Steps, c.kind, c.value, c.frame)
		}
	}
}
