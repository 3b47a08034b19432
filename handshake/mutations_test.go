package handshake

import (
	"strings"
	"testing"
)

// cleanExchanges are in order: each mutation breaks one of them at least.
func cleanExchanges() []Exchange {
	key := NewKey([16]byte{1, 2, 3, 4})
	var all []Exchange
	for _, o := range []Offer{
		{Target: "/chat", Host: "server.example.com", Origin: "http://example.com", Key: key},
		{Target: "/chat", Host: "server.example.com", Origin: "http://example.com", Key: key, Subprotocols: []string{"chat", "superchat"}, Extensions: deflateOffer},
		{Upgrade: []string{"example/1"}},
	} {
		if o.Upgrade != nil {
			request := []byte("GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nConnection: upgrade\r\nUpgrade: example/1, foo/2\r\n\r\n")
			all = append(all, Exchange{Request: request, Response: Respond(request, cleanPolicy)})
			continue
		}
		request := Build(o)
		all = append(all, Exchange{Request: request, Response: Respond(request, cleanPolicy)})
	}
	return all
}

var cleanPolicy = &Policy{Subprotocols: []string{"chat", "superchat"}}

// TestMutations: applied to an exchange in order, each mutation makes its own
// rule fire first, and the repair that the finding proposes cures it.
func TestMutations(t *testing.T) {
	for _, x := range Mutations() {
		if MutationByID(x.ID).Rule != x.Rule || RuleByID(x.Rule) == nil || x.Title.ID != "break."+x.ID {
			t.Errorf("%s: its row is not whole, or its name is taken", x.ID)
		}
		applied := 0
		for _, ex := range cleanExchanges() {
			f, ok := x.Edit(ex)
			if !ok {
				continue
			}
			applied++
			broken := Apply(ex, &f)
			if x.Side == FromClient && !x.After { // the server reads it anew
				broken.Response = nil
			}
			r := Inspect(broken, cleanPolicy)
			if first := observed(r)["first"]; first != x.Rule {
				t.Errorf("%s: %q fires first, want %s; all: %s", x.ID, first, x.Rule, observed(r)["fires"])
				continue
			}
			for range 3 { // a rule may fire for each of several places
				cure := fixOf(r, x.Rule)
				if cure == nil {
					break
				}
				broken = Apply(broken, cure)
				r = Inspect(broken, cleanPolicy)
			}
			got := observed(r)
			if strings.Contains(" "+got["fires"]+" ", " "+x.Rule+" ") || r.Verdict.Outcome != Switches {
				t.Errorf("%s: after the repair: %s, %s", x.ID, got["verdict"], got["fires"])
			}
			if y, again := x.Edit(broken); !again && !x.After {
				t.Errorf("%s: cannot be broken again after the repair: %v", x.ID, y)
			}
		}
		if applied == 0 {
			t.Errorf("%s: no exchange in order can be broken so", x.ID)
		}
	}
}

func fixOf(r *Report, rule string) *Fix {
	for _, f := range findingsOf(r) {
		if f.Rule.ID == rule && f.Fix != nil {
			return f.Fix
		}
	}
	return nil
}

// TestMutationsNeedSomethingToBreak: what is not there cannot be broken.
func TestMutationsNeedSomethingToBreak(t *testing.T) {
	for _, ex := range []Exchange{{}, {Request: []byte("\x81"), Response: []byte("x")}, {Request: []byte("GET / HTTP/1.1\r\nHost: a"), Response: []byte("HTTP/1.1 101 ")}} {
		for _, x := range Mutations() {
			if f, ok := x.Edit(ex); ok {
				t.Errorf("%s breaks %q: %v", x.ID, ex.Request, f)
			}
		}
	}
}

// TestMutateAnything: the menu asks each mutation of whatever stands in the editors.
func TestMutateAnything(t *testing.T) {
	list := []Exchange{
		{}, {Request: []byte("GET / HTTP/1.1\r\n\r\n")}, {Request: []byte("\r\n\r\n")}, {Request: []byte("\n")},
		{Request: []byte("GET / HTTP/1.1\r\n\r\n"), Response: []byte("HTTP/1.1 101 \r\n\r\n")},
		{Request: []byte(":method: CONNECT\r\n\r\n"), Response: []byte("HTTP/1.1 101\n\n")},
	}
	for _, file := range caseFiles(t) {
		for _, c := range file.cases {
			list = append(list, c.Exchange)
		}
	}
	for _, ex := range list {
		for i := range mutations {
			if f, ok := mutations[i].Edit(ex); ok && (f.Start < 0 || f.End < f.Start || f.End > len(ex.of(f.Side))) {
				t.Errorf("%s of %q: edits %d to %d", mutations[i].ID, ex.Request, f.Start, f.End)
			}
		}
	}
}
