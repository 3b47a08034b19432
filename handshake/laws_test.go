package handshake

import (
	"fmt"
	"testing"
)

// What a client builds from sound parts inspects clean: no finding above a
// note, and the willing server takes it up.
func FuzzBuild(f *testing.F) {
	f.Add("/chat", "server.example.com", "chat", uint8(0), uint64(1))
	f.Add("/", "a:8080", "", uint8(3), uint64(1<<63))
	f.Add("/x?y=%20", "[::1]", "v1.chat", uint8(255), uint64(42))
	f.Fuzz(func(t *testing.T, path, host, name string, options uint8, seed uint64) {
		var random [16]byte
		for i := range random {
			seed = seed*6364136223846793005 + 1442695040888963407
			random[i] = byte(seed >> 56)
		}
		o := Offer{Target: "/" + only(path, isUnreserved), Host: only(host, isAlpha) + "x.example", Key: NewKey(random)}
		if name = only(name, isTchar); name != "" {
			o.Subprotocols = []string{name, name + ".2"}
		}
		if options&1 != 0 {
			o.Extensions = deflateOffer
		}
		if options&2 != 0 {
			o.Connection = []string{"keep-alive"}
		}
		if options&4 != 0 {
			o.Origin = "https://" + lowerText([]byte(o.Host)) // an origin is serialized in lower case
		}
		if options&8 != 0 {
			o.Extra = []string{"User-Agent: a client"}
		}
		request := Build(o)
		r := Inspect(Exchange{Request: request}, nil)
		if r.Request.Verdict != Accept || r.Verdict.Outcome != Switches {
			t.Fatalf("%q is judged %v, %v", request, r.Request.Verdict, r.Verdict.Outcome)
		}
		for _, finding := range findingsOf(r) {
			if finding.Rule.Severity > Note {
				t.Fatalf("%q fires %s: got %q", request, finding.Rule.ID, finding.Got)
			}
		}
	})
}

// only keeps the octets of a class.
func only(s string, class func(byte) bool) string {
	var b []byte
	for i := 0; i < len(s) && len(b) < 60; i++ {
		if class(s[i]) {
			b = append(b, s[i])
		}
	}
	return string(b)
}

// The answer of our own server to any case is clean in the eyes of a client.
func TestSimulatedAnswersAreClean(t *testing.T) {
	for _, file := range caseFiles(t) {
		for _, c := range file.cases {
			policy, err := c.Policy()
			if err != nil {
				t.Fatal(err)
			}
			r := Inspect(Exchange{Request: c.Exchange.Request}, policy)
			for _, f := range r.Answer.Findings {
				if f.Rule.Severity > Note {
					t.Errorf("%s: our own answer fires %s: got %q in %q", c.ID, f.Rule.ID, f.Got, r.Simulated)
				}
			}
		}
	}
}

// Bytes that come later change nothing in the steps that were whole before:
// cut anywhere behind its head, an exchange has the same steps up to the cut.
func TestPrefixOfAReport(t *testing.T) {
	compared := 0
	for _, file := range caseFiles(t) {
		for _, c := range file.cases {
			whole := inspectCase(t, c)
			for _, side := range []Side{FromClient, FromServer} {
				compared += compareCuts(t, c, whole, side)
			}
		}
	}
	if compared < 1000 {
		t.Errorf("only %d steps were compared", compared)
	}
}

func compareCuts(t *testing.T, c *Case, whole *Report, side Side) (compared int) {
	m, b := whole.Request.Message, c.Exchange.Request
	if side == FromServer {
		m, b = whole.Answer.Message, c.Exchange.Response
	}
	if !m.Whole || len(b)-m.HeadEnd > 400 || c.Exchange.Response == nil || whole.Verdict.Outcome != Switches {
		return 0
	}
	policy, _ := c.Policy()
	from := m.HeadEnd
	if side == FromClient {
		from = m.bodyEnd() // half a body is a fault of its own
	}
	for n := from; n < len(b); n++ {
		ex := c.Exchange
		if side == FromClient {
			ex.Request, ex.Early = b[:n], min(ex.Early, n)
		} else {
			ex.Response = b[:n]
		}
		cut := Inspect(ex, policy)
		for i := range cut.Steps {
			s := &cut.Steps[i]
			w := stepOf(whole, s.ID)
			if w == nil || !settled(s, w, side, n) {
				continue
			}
			compared++
			if s.Outcome != w.Outcome || s.Title.Text.ID != w.Title.Text.ID || fmt.Sprint(s.Spans) != fmt.Sprint(w.Spans) || said(s) != said(w) {
				t.Fatalf("%s: with %d bytes of the %s the step %s is %v %s, with all of them %v %s", c.ID, n, side, s.ID, s.Outcome, said(s), w.Outcome, said(w))
			}
		}
	}
	return compared
}

func stepOf(r *Report, id string) *Step {
	for i := range r.Steps {
		if r.Steps[i].ID == id {
			return &r.Steps[i]
		}
	}
	return nil
}

// settled tells a step all of whose bytes stand before the cut, in both reports.
func settled(s, w *Step, side Side, n int) bool {
	if len(s.Spans) == 0 {
		return false
	}
	for _, p := range append(append([]Place(nil), s.Spans...), w.Spans...) {
		if p.Side == side && p.End > n {
			return false
		}
	}
	return s.ID != "pipe"
}

func said(s *Step) string {
	out := ""
	for _, d := range s.Derived {
		out += d.Label.Text.ID + "=" + d.Value + ";"
	}
	return out
}

// Every case with one line taken out, doubled, emptied or renamed, in either
// message, still obeys the laws of a report. Damage of this kind is what real
// intermediaries do.
func TestDamagedCasesObeyTheLaws(t *testing.T) {
	for _, file := range caseFiles(t) {
		for _, c := range file.cases {
			policy, _ := c.Policy()
			for _, side := range []Side{FromClient, FromServer} {
				b := c.Exchange.Request
				if side == FromServer {
					b = c.Exchange.Response
				}
				if len(b) > 2000 {
					continue
				}
				m := parseHead(b, 0, side)
				for i := range m.Lines {
					for _, damaged := range damages(m, &m.Lines[i]) {
						ex := c.Exchange
						if side == FromClient {
							ex.Request = damaged
						} else {
							ex.Response = damaged
						}
						checkReport(t, ex, Inspect(ex, policy))
						if t.Failed() {
							t.Fatalf("%s, damaged: %q", c.ID, damaged)
						}
					}
				}
			}
		}
	}
}

func damages(m *Message, l *Line) [][]byte {
	edit := func(r Range, s string) []byte { return replace(m.raw, &Fix{Place: m.place(r), Replace: s}) }
	line := Range{l.Start, l.Next}
	text := string(m.Text(line))
	all := [][]byte{edit(line, ""), edit(line, text+text), edit(line, " "+text), edit(Range{l.End, l.Next}, "\n")}
	if l.Kind == FieldLine {
		all = append(all, edit(l.Value, ""), edit(l.Value, ", "+string(m.Text(l.Value))), edit(l.Value, "\x00"),
			edit(l.Value, string(m.Text(l.Value))+",\r\n ,x"), edit(l.Name, "X-"+string(m.Text(l.Name))), edit(Range{l.Colon(), l.Colon() + 1}, ""))
	}
	return all
}
