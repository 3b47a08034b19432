package page

import (
	"strings"
	"testing"

	"handshake101/handshake"
)

// TestRealClients: each captured request is offered under its name, opens byte for
// byte, switches, and is a link.
func TestRealClients(t *testing.T) {
	lib := library(t)
	n := 0
	for _, c := range lib.Library.all {
		if !strings.HasPrefix(c.ID, "client-") {
			continue
		}
		n++
		if !isClient(c.ID) {
			t.Errorf("%s is not offered", c.ID)
			continue
		}
		m, _ := Update(New(nil), preset(c.ID)) // the file is fetched first
		m = do(m, Message{Name: "cases", Value: caseFile(t)})
		if string(m.Request.wire) != string(c.Exchange.Request) || m.Link() != "case="+c.ID {
			t.Errorf("%s opens as %q with the link %q", c.ID, m.Request.wire, m.Link())
		}
		if m.Report.Verdict.Outcome != handshake.Switches {
			t.Errorf("%s: %v: %s", c.ID, m.Report.Verdict.Outcome, m.Lang.Say(m.Report.Verdict.Summary))
		}
		if h := m.viewHeader().String(); strings.Count(h, " selected") != 1 || !strings.Contains(h, `value="`+c.ID+`" selected`) {
			t.Errorf("%s is not the one chosen: %s", c.ID, h)
		}
		if h := walk(t, c.ID, m.viewCase().String()); !strings.Contains(h, c.Get("title")) || !strings.Contains(h, c.Get("recorded")) {
			t.Errorf("%s: where it comes from is not told: %s", c.ID, h)
		}
	}
	if n != len(realClients) {
		t.Errorf("%d in the file, %d offered", n, len(realClients))
	}
}
