package handshake

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// measured is one response of testdata/browser-cases.json and what three
// browsers did with it.
type measured struct {
	Name      string
	Protocols []string
	Response  string
	Chromium  observation
	Firefox   observation
	WebKit    observation `json:"webkitgtk"`
}

type observation struct {
	Open     bool
	Hangs    bool
	Protocol *string
	Console  string
}

func (o observation) outcome() string {
	switch {
	case o.Open:
		return opens
	case o.Hangs:
		return hangs
	}
	return fails
}

// No prediction is wrong, and at most one in twenty is unknown.
func TestPredictionsAgreeWithMeasurements(t *testing.T) {
	data, err := os.ReadFile("testdata/browser-cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []measured
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	right, unknowns := 0, 0
	for _, c := range cases {
		key := "dGhlIHNhbXBsZSBub25jZQ=="
		request := Build(Offer{Target: "/ws", Host: "127.0.0.1:18080", Origin: "http://127.0.0.1:18080", Key: key,
			Subprotocols: c.Protocols, Extensions: "permessage-deflate"})
		accept := AcceptFor(key)
		response := strings.NewReplacer("{A}", accept, "{a}", swapCase(accept), "<300000 times x>", strings.Repeat("x", 300000)).Replace(c.Response)
		r := Inspect(Exchange{Request: request, Response: octets(response)}, nil)
		for _, b := range []struct {
			name string
			got  Prediction
			want observation
		}{
			{"chromium", r.Response.Browsers.Chromium, c.Chromium},
			{"firefox", r.Response.Browsers.Firefox, c.Firefox},
			{"webkit", r.Response.Browsers.WebKit, c.WebKit},
		} {
			if b.got.Outcome == unknown {
				unknowns++
				t.Logf("%s in %s: unknown", c.Name, b.name)
				continue
			}
			if b.got.Outcome != b.want.outcome() {
				t.Errorf("%s: %s %s, predicted %s", c.Name, b.name, b.want.outcome(), b.got.Outcome)
				continue
			}
			if b.want.Open && b.want.Protocol != nil && b.got.Subprotocol != *b.want.Protocol {
				t.Errorf("%s: %s has the subprotocol %q, predicted %q", c.Name, b.name, *b.want.Protocol, b.got.Subprotocol)
			}
			if b.got.Console != b.want.Console {
				t.Errorf("%s: %s says %q, predicted %q", c.Name, b.name, b.want.Console, b.got.Console)
			}
			right++
		}
	}
	if total := 3 * len(cases); total == 0 || 20*unknowns > total {
		t.Errorf("%d of %d predictions are unknown, at most one in twenty may be", unknowns, total)
	}
	t.Logf("%d right, %d unknown", right, unknowns)
}

// octets turns a string of code points below 256 into the bytes they stand for.
func octets(s string) []byte {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		b = append(b, byte(r))
	}
	return b
}

func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r - 32
		case 'A' <= r && r <= 'Z':
			return r + 32
		}
		return r
	}, s)
}
