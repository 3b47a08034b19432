package handshake

import (
	"bytes"
	"strings"
	"testing"
)

func TestSetField(t *testing.T) {
	for _, c := range []struct{ in, name, value, want string }{
		{"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\r\n", "host", "c", "GET / HTTP/1.1\r\nHost: c\r\nX: b\r\n\r\n"},
		{"GET / HTTP/1.1\r\nhOsT :\t a  \r\nHost: d\r\n\r\n", "Host", "c", "GET / HTTP/1.1\r\nhOsT :\t c  \r\nHost: d\r\n\r\n"},
		{"GET / HTTP/1.1\r\nX:\r\n\r\n", "X", "c", "GET / HTTP/1.1\r\nX: c\r\n\r\n"},
		{"GET / HTTP/1.1\r\nX: \r\n\r\n", "X", "c", "GET / HTTP/1.1\r\nX: c\r\n\r\n"},
		{"GET / HTTP/1.1\r\nX: a\r\n b\r\nY: d\r\n\r\n", "X", "c", "GET / HTTP/1.1\r\nX: c\r\nY: d\r\n\r\n"},
		{"GET / HTTP/1.1\r\nX: a\r\n\r\nbody", "Y", "c", "GET / HTTP/1.1\r\nX: a\r\nY: c\r\n\r\nbody"},
		{"GET / HTTP/1.1\r\nX: a\r\n\r\n", "Host", "c", "GET / HTTP/1.1\r\nHost: c\r\nX: a\r\n\r\n"},
		{"GET / HTTP/1.1\nX: a\n\n", "Y", "c", "GET / HTTP/1.1\nX: a\nY: c\n\n"},
		{"GET / HTTP/1.1\r\nX: a", "Y", "c", "GET / HTTP/1.1\r\nX: a\r\nY: c\r\n"},
		{"", "Y", "c", "Y: c\r\n"},
	} {
		m := ParseRequest([]byte(c.in))
		f, ok := m.SetField(c.name, c.value)
		if got := string(replace([]byte(c.in), &f)); got != c.want || !ok {
			t.Errorf("%q %s=%s: %q %v, want %q", c.in, c.name, c.value, got, ok, c.want)
		}
	}
}

func TestSetTarget(t *testing.T) {
	for in, want := range map[string]string{
		"GET /a HTTP/1.1\r\n": "GET /x HTTP/1.1\r\n", "GET HTTP/1.1\r\n": "GET /x HTTP/1.1\r\n", "GET  HTTP/1.1\r\n": "GET /x HTTP/1.1\r\n",
		"GET\r\n": "GET /x\r\n", "GET \r\n": "GET /x\r\n", "GET /a\r\n": "GET /x\r\n", "GET /a b HTTP/1.1\r\n": "GET /x HTTP/1.1\r\n",
	} {
		f, _ := ParseRequest([]byte(in)).SetTarget("/x")
		if got := string(replace([]byte(in), &f)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestSetParam(t *testing.T) {
	set := func(value string) Param { return Param{true, true, value} }
	for _, c := range []struct {
		in, param string
		to        Param
		want      string
	}{
		{"permessage-deflate", "a", Param{There: true}, "permessage-deflate; a"},
		{"permessage-deflate ; a = 1;b", "a", Param{}, "permessage-deflate;b"},
		{"permessage-deflate; a", "a", set("9"), "permessage-deflate; a=9"},
		{"permessage-deflate; a=", "a", set("9"), "permessage-deflate; a=9"},
		{"permessage-deflate; a=10; b", "a", set("9"), "permessage-deflate; a=9; b"},
		{"permessage-deflate; a=10; b", "a", Param{There: true}, "permessage-deflate; a; b"},
		{"x, permessage-deflate; b, permessage-deflate", "a", set("9"), "x, permessage-deflate; b; a=9, permessage-deflate"},
	} {
		in := "GET / HTTP/1.1\r\nSec-WebSocket-Extensions: " + c.in + "\r\n\r\n"
		f, ok := ParseRequest([]byte(in)).SetParam("permessage-deflate", c.param, c.to)
		got := strings.TrimSuffix(strings.TrimPrefix(string(replace([]byte(in), &f)), "GET / HTTP/1.1\r\nSec-WebSocket-Extensions: "), "\r\n\r\n")
		if got != c.want || !ok {
			t.Errorf("%q %s %v: %q, want %q", c.in, c.param, c.to, got, c.want)
		}
	}
}

func TestSetExtension(t *testing.T) {
	head := "GET / HTTP/1.1\r\n"
	line := head + "Sec-WebSocket-Extensions: "
	for _, c := range []struct {
		in   string
		on   bool
		want string
	}{
		{head + "\r\n", true, line + "x\r\n\r\n"},
		{line + "a; b\r\n\r\n", true, line + "a; b, x\r\n\r\n"},
		{line + "x; y\r\n\r\n", false, head + "\r\n"},
		{line + "x; y, a\r\n\r\n", false, line + "a\r\n\r\n"},
		{line + "a , x; y\r\n\r\n", false, line + "a\r\n\r\n"},
	} {
		f, _ := ParseRequest([]byte(c.in)).SetExtension("x", c.on)
		if got := string(replace([]byte(c.in), &f)); got != c.want {
			t.Errorf("%q %v: %q, want %q", c.in, c.on, got, c.want)
		}
	}
}

// FuzzEdit holds the law of the form: an edit changes the part that it is about
// and no other byte, what was set stands there afterwards, and setting what
// stands there already changes nothing.
func FuzzEdit(f *testing.F) {
	for _, s := range []string{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET  HTTP/1.1\nhost:\n  \n\n", "\r\n\r\nGET\r\nHost : b\r\n c\r\nHost: d\r\nbroken\r\n\r\n\x81\x80",
		":method: GET\r\nhost: x\r\n", "Host", "GET / HTTP/1.1\r\nSec-WebSocket-Extensions: permessage-deflate; a=\"1;,\" ; b, permessage-deflate\r\n\r\n"} {
		f.Add([]byte(s), "Host", "server.example")
		f.Add([]byte(s), "X-Y", "")
	}
	f.Fuzz(func(t *testing.T, b []byte, name, value string) {
		m := ParseRequest(b)
		value = strings.Trim(strings.Map(func(r rune) rune {
			if r == '\r' || r == '\n' {
				return -1
			}
			return r
		}, value), " \t")
		if !isToken([]byte(name)) {
			name = "Host"
		}
		// within: the edit stays inside the bytes of its part.
		within := func(what string, x Fix, r Range) []byte {
			if x.Start < r.Start || x.End > r.End || x.Start > x.End {
				t.Errorf("%s edits [%d,%d) of %q, its part is [%d,%d)", what, x.Start, x.End, b, r.Start, r.End)
			}
			return replace(b, &x)
		}
		part := Range{m.StartLine.Start, m.HeadEnd}
		if l := m.line(name); l != nil {
			part = Range{l.Colon() + 1, l.End}
			if x, ok := m.SetField(name, string(m.Text(l.Value))); ok {
				t.Errorf("%s set to what it is changes %q: %v", name, b, x)
			}
		}
		x, _ := m.SetField(name, value)
		after := ParseRequest(within("SetField", x, part))
		if got, _, there := after.FieldText(name); m.Form == HTTP1 && len(b) > 0 && m.StartLine.End > m.StartLine.Start && (!there || string(got) != value) {
			t.Errorf("%s set to %q in %q: it is %q in %q", name, value, b, got, after.raw)
		}
		_, more, _ := m.FieldText(name)
		if _, now, _ := after.FieldText(name); m.Form == HTTP1 && m.StartLine.End > m.StartLine.Start && now != more {
			t.Errorf("%d more lines of %s in %q, %d in %q", more, name, b, now, after.raw)
		}
		if l := m.line(name); l != nil {
			x, _ := m.DropField(name)
			within("DropField", x, Range{l.Start, l.Next})
		}
		if x, ok := m.SetTarget(string(m.Target())); ok && len(m.Target()) > 0 {
			t.Errorf("the target set to what it is changes %q: %v", b, x)
		}
		if word := strings.ReplaceAll(strings.ReplaceAll(value, " ", ""), "\t", ""); word != "" && m.Form == HTTP1 && m.StartLine.WellFormed && !looksLikeVersion([]byte(word)) {
			x, _ := m.SetTarget(word)
			if after := ParseRequest(within("SetTarget", x, m.StartLine.Range)); string(after.Target()) != word {
				t.Errorf("the target of %q set to %q: %q", b, word, after.Target())
			}
		}
		for e := m.eachExtension(); e.next(); {
			line := m.Lines[e.Line]
			for _, to := range []Param{{}, {There: true}, {There: true, Valued: true, Value: "9"}} {
				x, ok := m.SetParam(string(m.Text(e.Name)), "server_max_window_bits", to)
				if !ok {
					continue
				}
				now := within("SetParam", x, Range{m.Lines[0].Start, m.HeadEnd})
				if y, again := ParseRequest(now).SetParam(string(m.Text(e.Name)), "server_max_window_bits", to); again && !bytes.ContainsAny(m.Text(line.Value), "\"\\") && countParams(&e.extension) < 8 && to.There {
					t.Errorf("a parameter set to %v in %q, then once more: %v", to, now, y)
				}
			}
			break
		}
	})
}

func countParams(e *extension) int { return len(e.Params) }
