package handshake

import "testing"

func TestHops(t *testing.T) {
	raw := "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, upgrade, X-Mine\r\nx-mine: 1\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\nCookie: a=b\r\n\r\nbody"
	m := ParseRequest([]byte(raw))
	want := map[string]Hop{"Host": {}, "Upgrade": {Fate: Listed, Again: true}, "Connection": {Fate: Dropped, Again: true}, "x-mine": {Fate: Listed},
		"TE": {Fate: DroppedToo}, "Transfer-Encoding": {}, "Cookie": {}}
	for _, h := range m.Hops() {
		name := string(m.Text(h.Line.Name))
		if w := want[name]; h.Fate != w.Fate || h.Again != w.Again {
			t.Errorf("%s: fate %d, again %v; want %d, %v", name, h.Fate, h.Again, w.Fate, w.Again)
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("not told: %v", want)
	}
	if got := string(m.BehindProxy()); got != "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nCookie: a=b\r\n\r\nbody" {
		t.Errorf("behind a proxy:\n%s", got)
	}
}

// Nothing that was meant for the server alone gets lost, and the upgrade does:
// of every preset that switches, the server behind such a proxy stays with HTTP.
func TestBehindProxyNothingSwitches(t *testing.T) {
	for _, p := range Presets() {
		r := Inspect(Exchange{Request: p.Request()}, p.Policy)
		if r.Verdict.Outcome != Switches || r.Request.Message.Form == FieldSection {
			continue
		}
		if after := Inspect(Exchange{Request: r.Request.Message.BehindProxy()}, p.Policy); after.Verdict.Outcome == Switches {
			t.Errorf("%s switches still", p.ID)
		}
	}
}
