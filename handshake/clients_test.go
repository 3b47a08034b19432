package handshake

import (
	"os"
	"testing"
)

// TestRealClientsAreAccepted: what real clients send is a good request, for every
// server and by every rule.
func TestRealClientsAreAccepted(t *testing.T) {
	data, err := os.ReadFile("cases/clients.case")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := ParseCases(data)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) < 20 {
		t.Errorf("%d clients were captured, want 20 at least: run make peers ARGS=-requests", len(cases))
	}
	for _, c := range cases {
		m := ParseRequest(c.Exchange.Request)
		if !m.Whole || !m.has(UpgradeField) || c.Get("recorded") == "" {
			t.Errorf("%s: no whole request for an upgrade with its version", c.ID)
		}
		r := inspectCase(t, c)
		if m.hasMember(UpgradeField, "websocket") && r.Verdict.Status != 101 {
			t.Errorf("%s: the lab answers %d: %s", c.ID, r.Verdict.Status, r.Simulated)
		}
		for _, f := range r.Request.Findings {
			if f.Rule.Level == Must && f.Rule.Severity == Error {
				t.Errorf("%s: breaks %s", c.ID, f.Rule.ID)
			}
		}
	}
}

// What is known of the requests of real clients beyond that: what they break or
// do oddly. All others inspect without a fault.
var clientFaults = map[string]string{
	"client-xnet":   "ws.req.origin.syntax",  // Origin is an address with a path
	"client-undici": "ws.req.origin.browser", // Sec-Fetch fields as of a browser, and no Origin
}

func TestRealClientsFaultsAreKnown(t *testing.T) {
	data, err := os.ReadFile("cases/clients.case")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := ParseCases(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if got := observed(inspectCase(t, c))["fires"]; got != clientFaults[c.ID] {
			t.Errorf("%s: got %q, known is %q", c.ID, got, clientFaults[c.ID])
		}
	}
}
