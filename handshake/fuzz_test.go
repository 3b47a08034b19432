package handshake

import (
	"bytes"
	"reflect"
	"testing"
)

// Laws that hold for any bytes. The seeds are the exchanges of all cases.

// fuzzPolicies are servers of different kinds; a fuzz argument chooses one.
var fuzzPolicies = []*Policy{
	nil,
	{},
	{Only: "websocket", Subprotocols: []string{"chat"}},
	{Protocols: []string{"example/1", "websocket", "h2c"}, Subprotocols: []string{"chat", "superchat"}, Origins: []string{"http://example.com"}},
	{Protocols: []string{}, Versions: []int{13, 8}, Extensions: []string{}},
}

func addCases(f *testing.F) {
	f.Helper()
	for _, file := range caseFiles(f) {
		for i, c := range file.cases {
			f.Add(c.Exchange.Request, c.Exchange.Response, uint(i), uint(len(c.Exchange.Request)/2))
		}
	}
}

// FuzzMessage holds the laws of parser and report: spans tile every byte, all
// places lie inside, nothing panics, the same input gives the same report, a
// prefix is read as the whole is, and what a fix makes of it is no worse to read.
func FuzzMessage(f *testing.F) {
	addCases(f)
	f.Fuzz(func(t *testing.T, request, response []byte, policy, cut uint) {
		for _, side := range []Side{FromClient, FromServer} {
			b := request
			if side == FromServer {
				b = response
			}
			m := parseHead(b, 0, side)
			if n, whole := HeadEnd(b); m.Form == HTTP1 && (n != m.HeadEnd || whole != m.Whole) {
				t.Errorf("HeadEnd says %d %v, the parser %d %v", n, whole, m.HeadEnd, m.Whole)
			}
			if !bytes.Equal(m.Bytes(), b[:m.HeadEnd]) {
				t.Errorf("Bytes gives %q, the head is %q", m.Bytes(), b[:m.HeadEnd])
			}
			checkTiling(t, "head of the "+side.String(), m.HeadEnd, m.appendSpans(nil))
			if n := int(cut % uint(len(b)+1)); !prefixAgrees(m, b[:n]) {
				t.Errorf("the first %d bytes of %q are taken apart otherwise", n, b)
			}
		}
		ex := Exchange{Request: request, Response: response, Early: int(cut % uint(len(request)+1))}
		p := fuzzPolicies[policy%uint(len(fuzzPolicies))]
		r := Inspect(ex, p)
		checkReport(t, ex, r)
		again := Inspect(ex, p)
		if !reflect.DeepEqual(r.Request, again.Request) || !reflect.DeepEqual(r.Response, again.Response) || !reflect.DeepEqual(r.Steps, again.Steps) {
			t.Error("the same exchange gives two reports")
		}
		if f := firstCurable(r); f != nil {
			cured := Apply(ex, f.Fix)
			checkReport(t, cured, Inspect(cured, p))
		}
	})
}

// FuzzShow holds the editor notation: it comes back byte for byte, and a map
// of its places never steps back.
func FuzzShow(f *testing.F) {
	for _, s := range []string{"", "a\r\nb\n", "\r", "\\n", "\xff\x00\x7f", "č\u0301\u202e\ufeff", "\r\r\n\n", `\x0d`, "\u2028", "\xe2\x80", "\\\r\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := ShowLines(b)
		if back := ParseLines(s); !bytes.Equal(back, b) {
			t.Errorf("%q is shown as %q and read as %q", b, s, back)
		}
		if back := ParseLines(Show(b)); !bytes.Equal(back, b) {
			t.Errorf("%q is shown on one line as %q and read as %q", b, Show(b), back)
		}
		at := LineMap(b)
		if len(at) != len(b)+1 || at[len(b)] != len(s) {
			t.Fatalf("the map of %q has %d places and ends at %v of %d", b, len(at), at[len(at)-1], len(s))
		}
		for i := range b {
			if at[i] > at[i+1] || at[i] < 0 {
				t.Errorf("the map of %q steps back at %d: %v", b, i, at)
			}
		}
	})
}

// FuzzRespond holds that Decide, which builds no report, judges as Inspect
// does, and that what the server answers is a response without a fault.
func FuzzRespond(f *testing.F) {
	addCases(f)
	// Ignored before the choice, at an endpoint for one protocol.
	f.Add([]byte("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n"), []byte(nil), uint(2), uint(0))
	f.Fuzz(func(t *testing.T, request, _ []byte, policy, _ uint) {
		if len(request) == 0 {
			return // Inspect takes it for a response whose request is not known
		}
		p := fuzzPolicies[policy%uint(len(fuzzPolicies))]
		d := Decide(request, p)
		r := Inspect(Exchange{Request: request}, p)
		if d.Verdict != r.Request.Verdict || d.Status != r.Request.Status || d.Protocol != r.Request.Protocol {
			t.Errorf("Decide says %v %d %q, Inspect %v %d %q", d.Verdict, d.Status, d.Protocol, r.Request.Verdict, r.Request.Status, r.Request.Protocol)
		}
		answer := d.AppendResponse(nil)
		if !bytes.Equal(answer, r.Simulated) {
			t.Errorf("Decide answers %q, Inspect simulates %q", answer, r.Simulated)
		}
		if !bytes.Equal(answer, Respond(request, p)) {
			t.Errorf("Respond differs from Decide: %q", answer)
		}
		m := ParseResponse(answer)
		if m.Form == FieldSection {
			return // the answer to a field section is one
		}
		if !m.Whole || !m.StartLine.WellFormed || m.Status() != d.Status {
			t.Errorf("the answer has a bad head: %q", answer)
		}
		for _, found := range r.Answer.Findings {
			if found.Rule.Severity >= Violation && found.Rule.Binds == Server {
				t.Errorf("the answer breaks %s: got %q in %q", found.Rule.ID, found.Got, answer)
			}
		}
		if d.HeadLen < 0 || d.HeadLen > len(request) {
			t.Errorf("a head of %d bytes in %d", d.HeadLen, len(request))
		}
	})
}

// FuzzCase holds the case format: any exchange comes back from its text byte for
// byte, with what the engine said of it, and any text that is read is written so
// that it is read again as the same.
func FuzzCase(f *testing.F) {
	for i, file := range caseFiles(f) {
		for _, c := range file.cases {
			f.Add(string(c.Append(nil)), c.Exchange.Request, c.Exchange.Response, uint(i))
		}
	}
	f.Fuzz(func(t *testing.T, text string, request, response []byte, early uint) {
		ex := Exchange{Request: request, Response: response, Early: int(early % uint(len(request)+1))}
		written := exportOf("case").Write(ex, nil, nil)
		cases, err := ParseCases([]byte(written))
		if err != nil || len(cases) != 1 {
			t.Fatalf("%v\n%s", err, written)
		}
		got := cases[0].Exchange
		if !bytes.Equal(got.Request, request) || !bytes.Equal(got.Response, response) {
			t.Errorf("%q and %q come back as %q and %q", request, response, got.Request, got.Response)
		}
		if cases, err = ParseCases([]byte(text)); err != nil {
			return
		}
		var again []byte
		for _, c := range cases {
			again = append(c.Append(again), '\n')
		}
		same, err := ParseCases(again)
		if err != nil || len(same) != len(cases) {
			t.Fatalf("%v\n%q is written as\n%q", err, text, again)
		}
		for i, c := range cases {
			s := same[i]
			if s.ID != c.ID || !reflect.DeepEqual(s.Keys, c.Keys) || !bytes.Equal(s.Exchange.Request, c.Exchange.Request) || !bytes.Equal(s.Exchange.Response, c.Exchange.Response) || s.Exchange.Early != c.Exchange.Early {
				t.Errorf("%+v is written as\n%s", c, c.Append(nil))
			}
		}
	})
}

func exportOf(id string) *Export {
	for i := range exports {
		if exports[i].ID == id {
			return &exports[i]
		}
	}
	return nil
}
