package page

import (
	"strings"

	"handshake101/handshake"
)

// Difference is one place where a recording is not what the page had.
type Difference struct {
	Kind string // "changed", "added" (only for real), "missing" (only in the page), "name", "order", "bytes"
	// Field is the name as it came; empty for the first line, the order and
	// the bytes between.
	Field      string
	Page, Real string
	Why        *handshake.Text
}

// idle tells whether a difference is one that every browser makes and that the
// handshake does not need.
func (d *Difference) idle() bool {
	return d.Why == &tWhyAgent || d.Why == &tWhyCache || d.Why == &tWhyOrder
}

// compare goes through two heads: the first line, then field by field (as
// pair lays them together), then their order. When
// all that is equal and the bytes still differ, that is the difference.
func compare(page, real []byte, side handshake.Side) []Difference {
	if string(page) == string(real) {
		return nil
	}
	p, r := piecesOf(page, side), piecesOf(real, side)
	partner, back := pair(p, r)
	var list []Difference
	add := func(d Difference) {
		if side == handshake.FromServer {
			d.Why = &tWhyServer
		}
		list = append(list, d)
	}
	if a, b := startLine(p), startLine(r); a != b {
		add(Difference{Kind: "changed", Page: a, Real: b, Why: &tWhyTarget})
	}
	for j := range r {
		x := &r[j]
		if !x.field || back[j] < 0 {
			continue
		}
		switch y := &p[back[j]]; {
		case y.value != x.value:
			add(Difference{Kind: "changed", Field: x.name, Page: y.value, Real: x.value, Why: whyChanged(x.key)})
		case y.name != x.name:
			add(Difference{Kind: "name", Field: x.name, Page: y.name, Real: x.name, Why: &tWhyName})
		}
	}
	for i := range p {
		if y := &p[i]; y.field && partner[i] < 0 {
			add(Difference{Kind: "missing", Field: y.name, Page: y.value, Why: &tWhyOnlyPage})
		}
	}
	for j := range r {
		if x := &r[j]; x.field && back[j] < 0 {
			add(Difference{Kind: "added", Field: x.name, Real: x.value, Why: whyAdded(x.key)})
		}
	}
	if hasMoved(partner) {
		add(Difference{Kind: "order", Page: names(p, partner), Real: names(r, back), Why: &tWhyOrder})
	}
	if len(list) == 0 {
		add(Difference{Kind: "bytes", Why: &tWhyBytes})
	}
	return list
}

// startLine is the start line as shown, "" when there is none.
func startLine(list []piece) string {
	for i := range list {
		if list[i].key == "\x00first" {
			return handshake.Show(list[i].text)
		}
	}
	return ""
}

// names lists the fields that both have.
func names(list []piece, partner []int) string {
	var s []string
	for i := range list {
		if list[i].field && partner[i] >= 0 {
			s = append(s, list[i].name)
		}
	}
	return strings.Join(s, ", ")
}

// whyChanged says why a browser writes another value than the page had.
func whyChanged(name string) *handshake.Text {
	switch name {
	case "host":
		return &tWhyHost
	case "origin":
		return &tWhyOrigin
	case "sec-websocket-key":
		return &tWhyKey
	case "sec-websocket-extensions":
		return &tWhyExt
	case "sec-websocket-protocol":
		return &tWhySubp
	case "connection":
		return &tWhyConn
	}
	return &tWhyChanged
}

// whyAdded says why a browser sends a field that the page had not.
func whyAdded(name string) *handshake.Text {
	switch name {
	case "origin":
		return &tWhyOrigin
	case "sec-websocket-extensions":
		return &tWhyExt
	case "pragma", "cache-control":
		return &tWhyCache
	case "user-agent", "accept", "accept-language", "accept-encoding", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site":
		return &tWhyAgent
	case "cookie":
		return &tWhyCookie
	}
	return &tWhyOnlyReal
}
