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
		{9, "frame-payload", "value.frame-payload.unmasked", 11},
		{8, "frame-head", "value.opcode.8", 8},
		{7, "frame-length", "value.frame-length", 8},
		{3, "frame-mask", "value.frame-mask", 8},
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

// Every byte after the switch has an explanation of its own, also where
// nothing is wrong.
func TestExplainAfterSwitch(t *testing.T) {
	masked := "\x81\x857\xfa!=\x7f\x9fMQX"
	for _, c := range []struct {
		r    *Report
		side Side
		want string // one explanation after the other
	}{
		{Inspect(switchedExchange("", []byte(masked), nil), nil), FromClient,
			"Opcode 1, text: the message is UTF-8.|Mask bit 1: 5 bytes of payload.|" +
				"Byte by byte 37 fa 21 3d: the first of them is for payload bytes 0, 4, 8 and so on.|Without the mask: Hello"},
		{Inspect(switchedExchange("", []byte("\x88\x847\xfa!=4\x12CD"), nil), nil), FromClient,
			"Opcode 8, close: the sender has nothing more to say. The other side answers with a close, then the connection ends.|Mask bit 1: 4 bytes of payload.|" +
				"Byte by byte 37 fa 21 3d: the first of them is for payload bytes 0, 4, 8 and so on.|close code: normal, the work is done|Without the mask: 62 79"},
		{Inspect(switchedExchange("bbf-usp-protocol", nil, []byte("\x83\x7e\x00\x80"+strings.Repeat("a", 128))), nil), FromServer,
			"RFC 6455 leaves this opcode to extensions, and one that is not known here was agreed on. Its document says what the frame means.|" +
				"Mask bit 0. 126 is no length here: it says that the length stands in the next 2 bytes.|128 bytes of payload.|"},
		{pipe(t, h2cRequest, "", settingsFrame), FromServer,
			"SETTINGS, flags 00, stream 0, 12 bytes of payload. What the sender can take and supports, or with the flag ACK: yours have arrived.|" +
				"MAX_CONCURRENT_STREAMS = 100. So many streams may be open at once.|" +
				"INITIAL_WINDOW_SIZE = 65535. So many bytes may be sent on a new stream before the receiver allows more."},
		{pipe(t, tlsRequest, "\x15\x03\x03\x00\x02\x02\x28", ""), FromClient,
			"alert, 2 bytes. Something is wrong, or the end of the connection is announced.|"},
		{pipe(t, udpRequest, "\x00\x03\x00hi\x40\x63\x00", ""), FromClient,
			"DATAGRAM. One packet, carried inside the stream.|3 bytes of value.|Here: 0.||" +
				"99. A type that is not registered: a receiver passes it over.|0 bytes of value."},
	} {
		spans, _ := c.r.sideSpans(c.side)
		var got []string
		for _, s := range spans {
			if s.Kind.afterSwitch() {
				got = append(got, (*Language)(nil).Say(Explain(c.r, c.side, s.Start).Value))
			}
		}
		if all := strings.Join(got, "|"); all != c.want {
			t.Errorf("got  %s\nwant %s", all, c.want)
		}
	}
	r := Inspect(Exchange{Request: []byte(":method: CONNECT\r\n:protocol: websocket\r\n\r\n")}, nil)
	if e := Explain(r, FromClient, 3); e.Text.Text != &explainSectionName {
		t.Errorf("a pseudo-field's name: got %q", e.Text.Text.English)
	}
}

// explainAll explains the first byte of every span.
func explainAll(r *Report) {
	for _, side := range []Side{FromClient, FromServer} {
		spans, _ := r.sideSpans(side)
		for _, s := range spans {
			e := Explain(r, side, s.Start)
			(*Language)(nil).Say(e.Value)
		}
	}
}

// Every kind and each field of the handshake says what happens without it, and the
// rule that it names exists.
func TestLacks(t *testing.T) {
	check := func(what string, l *absence) {
		if l.text.ID == "" || l.text.English == "" || l.rule != "" && RuleByID(l.rule) == nil {
			t.Errorf("%s: text %q, rule %q", what, l.text.English, l.rule)
		}
	}
	for _, k := range Kinds() {
		check(k.String(), &kindLacks[k])
		if kindLacks[k].text.ID != "lack."+k.String() {
			t.Errorf("%s: ID %q", k, kindLacks[k].text.ID)
		}
	}
	for i := range lackRows {
		x := &lackRows[i]
		if RuleByID(x.rule) == nil {
			t.Errorf("row %d: rule %q", i, x.rule)
		}
	}
	for _, x := range paramLacks {
		if RuleByID(x.offer) == nil || RuleByID(x.answer) == nil {
			t.Errorf("%s: rules %q, %q", x.name, x.offer, x.answer)
		}
	}
	r := Inspect(Exchange{Request: []byte(explained)}, nil)
	for at, rule := range map[string]string{"GET": "h1.reqline.method", "dGhl": "ws.req.key.present", "websocket\r": "ws.req.upgrade", "Connection": "ws.req.connection", "X-Mine": "ws.req.other-fields", "keep-alive": "up.req.hop-only"} {
		e := Explain(r, FromClient, strings.Index(explained, at))
		got := ""
		if e.Rule != nil {
			got = e.Rule.ID
		}
		if e.Without == nil || got != rule {
			t.Errorf("%s: without %v, rule %q; want %q", at, e.Without, got, rule)
		}
	}
}

// TestEverySpanIsExplained: of every span of every case it is told what it is, which
// rule governs it, what happens without it, and where it is written. The rule binds
// the one who sent it, or both, or comes from practice.
func TestEverySpanIsExplained(t *testing.T) {
	kinds := map[Kind]bool{}
	for _, file := range caseFiles(t) {
		for _, c := range file.cases {
			p, err := c.Policy()
			if err != nil {
				t.Fatal(err)
			}
			r := Inspect(c.Exchange, p)
			for _, side := range []Side{FromClient, FromServer} {
				spans, _ := r.sideSpans(side)
				for _, s := range spans {
					e := Explain(r, side, s.Start)
					kinds[s.Kind] = true
					if e.Title.Text == nil || e.Text.Text == nil || e.Without == nil || e.Rule == nil || e.Cite.RFC == 0 && e.Cite.Link == "" {
						t.Errorf("%s, %s at %d, %s: title %v, text %v, without %v, rule %v, from %v", c.ID, side, s.Start, s.Kind, e.Title.Text, e.Text.Text, e.Without, e.Rule, e.Cite)
						continue
					}
					if e.Rule.Level == Practice {
						continue
					}
					if side == FromServer && e.Rule.Binds == Client && strings.Contains(e.Rule.ID, ".req.") {
						t.Errorf("%s, %s of the server at %d: governed by %s, which binds the client", c.ID, s.Kind, s.Start, e.Rule.ID)
					}
					if side == FromClient && e.Rule.Binds == Server && strings.Contains(e.Rule.ID, ".resp.") {
						t.Errorf("%s, %s of the client at %d: governed by %s, which binds the server", c.ID, s.Kind, s.Start, e.Rule.ID)
					}
				}
			}
		}
	}
	if len(kinds) < int(kindCount)-1 {
		for _, k := range Kinds() {
			if !kinds[k] {
				t.Logf("no case has a %s", k)
			}
		}
	}
}
