package handshake

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// A good handshake, after which the frames of a test stand. offer is the value
// of Sec-WebSocket-Extensions on both sides, "" for none.
func switchedExchange(extensions string, client, server []byte) Exchange {
	field := ""
	if extensions != "" {
		field = "Sec-WebSocket-Extensions: " + extensions + "\r\n"
	}
	request := "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + field + "\r\n"
	response := "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" + field + "\r\n"
	return Exchange{Request: append([]byte(request), client...), Response: append([]byte(response), server...)}
}

// The frames of RFC 6455 §5.7.
func TestFrameVectors(t *testing.T) {
	long := bytes.Repeat([]byte{7}, 65536)
	for _, c := range []struct {
		wire    []byte
		opcode  byte
		fin     bool
		payload string
	}{
		{unhex(t, "81 05 48 65 6c 6c 6f"), opText, true, "Hello"},
		{unhex(t, "81 85 37 fa 21 3d 7f 9f 4d 51 58"), opText, true, "Hello"},
		{unhex(t, "01 03 48 65 6c"), opText, false, "Hel"},
		{unhex(t, "80 02 6c 6f"), opContinuation, true, "lo"},
		{unhex(t, "89 05 48 65 6c 6c 6f"), opPing, true, "Hello"},
		{unhex(t, "8a 85 37 fa 21 3d 7f 9f 4d 51 58"), opPong, true, "Hello"},
		{append(unhex(t, "82 7e 01 00"), long[:256]...), opBinary, true, string(long[:256])},
		{append(unhex(t, "82 7f 00 00 00 00 00 01 00 00"), long...), opBinary, true, string(long)},
	} {
		head := c.wire[:min(len(c.wire), 10)]
		f := decodeFrame(c.wire, 0)
		if !f.whole || f.End != len(c.wire) || f.opcode() != c.opcode || f.fin() != c.fin || string(f.unmasked(c.wire)) != c.payload {
			t.Errorf("% x: got opcode %d, FIN %v, whole %v, end %d, payload %.20q", head, f.opcode(), f.fin(), f.whole, f.End, f.unmasked(c.wire))
		}
		var key []byte
		if f.masked() {
			key = c.wire[f.key.Start:f.key.End]
		}
		if again := appendFrame(nil, f.first, key, f.unmasked(c.wire)); !bytes.Equal(again, c.wire) {
			t.Errorf("% x: written again as % x", head, again[:min(len(again), 10)])
		}
	}
}

func TestFrameSpans(t *testing.T) {
	ex := switchedExchange("", unhex(t, "88 82 37 fa 21 3d 34 12"), unhex(t, "82 7e 00 80"))
	r := Inspect(ex, nil)
	var kinds []string
	for _, s := range append(slices.Clone(r.Request.Spans), r.Response.Spans...) {
		if s.Kind.afterSwitch() {
			kinds = append(kinds, s.Kind.String())
		}
	}
	want := "frame-head frame-length frame-mask frame-close-code frame-head frame-length frame-long-length"
	if got := strings.Join(kinds, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The payloads of RFC 7692 §7.2.3 as frames, the second with the window of the first.
func TestCompressedFrames(t *testing.T) {
	ex := switchedExchange("permessage-deflate", nil, unhex(t,
		"c1 07 f2 48 cd c9 c9 07 00  c1 05 f2 00 11 00 00  41 03 f2 00 11  80 02 00 00  c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00"))
	r := Inspect(ex, nil)
	var texts []string
	for i := range r.Steps {
		for _, d := range r.Steps[i].Derived {
			if d.Label.Text == &labelFrameInflated {
				texts = append(texts, d.Value)
			}
		}
	}
	if got := strings.Join(texts, " "); got != "Hello Hello Hello Hello" {
		t.Errorf("inflated: got %q, want Hello four times", got)
	}
	for _, f := range r.Response.Findings {
		if f.Rule.Severity > Note {
			t.Errorf("%s fires", f.Rule.ID)
		}
	}
}

func TestUTF8OverFragments(t *testing.T) {
	for _, c := range []struct {
		parts []string
		bad   int // in the last part; -1 for none
		whole bool
	}{
		{[]string{"na\xc3", "\xafve"}, -1, true},
		{[]string{"\xf0", "\x9f", "\x98", "\x80"}, -1, true},
		{[]string{"a\xe2\x82"}, -1, false},
		{[]string{"a\xe2\x82", "b"}, 0, false},
		{[]string{"ok", "a\xffb"}, 1, false},
		{[]string{"\xed", "\xa0\x80"}, 0, false},
	} {
		var u utf8Reader
		bad := -1
		for i, part := range c.parts {
			if bad = u.read([]byte(part)); bad >= 0 && i < len(c.parts)-1 {
				t.Errorf("%q: part %d is refused", c.parts, i)
			}
		}
		if bad != c.bad || bad < 0 && u.whole() != c.whole {
			t.Errorf("%q: bad at %d, whole %v; want %d, %v", c.parts, bad, u.whole(), c.bad, c.whole)
		}
	}
}

// Errors in frames leave the verdict on the handshake as it is.
func TestFramesDecideNothing(t *testing.T) {
	r := Inspect(switchedExchange("", unhex(t, "81 05 48 65 6c 6c 6f"), []byte("<html>no frame</html>")), nil)
	if r.Verdict.Outcome != Switches || r.Request.Verdict != Accept || r.Response.Verdict != AcceptResponse {
		t.Errorf("got %s, %s, %s; want a switch", r.Verdict.Outcome, r.Request.Verdict, r.Response.Verdict)
	}
	if len(r.Request.Findings) == 0 || len(r.Response.Findings) == 0 {
		t.Error("want findings on both sides")
	}
}

func TestManyFrames(t *testing.T) {
	r := Inspect(switchedExchange("", nil, bytes.Repeat([]byte{0x82, 0}, 1<<19)), nil)
	last := r.Response.Spans[len(r.Response.Spans)-1]
	if last.Kind != KindPipe || last.End != r.Response.Spans[0].Start+len(r.Answer.Message.raw) {
		t.Errorf("the last span is %v, want a pipe to the end", last)
	}
	if len(r.Steps) > frameSteps+40 {
		t.Errorf("%d steps, want a bound", len(r.Steps))
	}
}

// The laws of frames: spans tile every byte, findings lie inside, and a
// prefix is read as the longer input up to its last whole frame.
func FuzzFrames(f *testing.F) {
	f.Add([]byte("\x81\x05Hello"), []byte("\x81\x857\xfa!=\x7f\x9fMQX"), 9, true)
	f.Add([]byte("\x01\x03Hel\x80\x02lo\x88\x02\x03\xe8"), []byte("\x82~\x01\x00"), 3, false)
	f.Add([]byte("\xc1\x07\xf2H\xcd\xc9\xc9\x07\x00\xc1\x05\xf2\x00\x11\x00\x00"), []byte("\x89\x80\x00\x00\x00\x00"), 11, true)
	f.Add([]byte("<html>"), []byte("\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff"), 2, false)
	f.Fuzz(func(t *testing.T, server, client []byte, cut int, deflate bool) {
		if len(server) > 1<<13 || len(client) > 1<<13 {
			return
		}
		extensions := ""
		if deflate {
			extensions = "permessage-deflate"
		}
		ex := switchedExchange(extensions, client, server)
		r := Inspect(ex, nil)
		checkTiling(t, "request", len(ex.Request), r.Request.Spans)
		checkTiling(t, "response", len(ex.Response), r.Response.Spans)
		for _, x := range append(slices.Clone(r.Request.Findings), r.Response.Findings...) {
			size := len(ex.Request)
			if x.Side == FromServer {
				size = len(ex.Response)
			}
			if x.Start > x.End || x.End > size || x.Start < 0 {
				t.Fatalf("%s at %d-%d of %d bytes", x.Rule.ID, x.Start, x.End, size)
			}
			if x.Fix != nil {
				Apply(ex, x.Fix)
			}
		}
		r.AppendJSON(nil, nil)
		explainAll(r)

		if cut < 0 || cut > len(server) {
			return
		}
		short := Inspect(switchedExchange(extensions, client, server[:cut]), nil)
		for i, s := range short.Response.Spans {
			if s.End == len(ex.Response)-len(server)+cut { // the last one may go on
				break
			}
			if s != r.Response.Spans[i] && s.Kind != KindFrameUnfinished {
				t.Fatalf("cut at %d: span %v, in the whole %v", cut, s, r.Response.Spans[i])
			}
		}
	})
}
