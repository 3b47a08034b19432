package page

import (
	"slices"
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

// compare goes through two heads: the first line, then field by field (the nth
// line of a name against the nth of the same name), then their order. When
// all that is equal and the bytes still differ, that is the difference.
func compare(page, real []byte, side handshake.Side) []Difference {
	if string(page) == string(real) {
		return nil
	}
	parse := handshake.ParseRequest
	if side == handshake.FromServer {
		parse = handshake.ParseResponse
	}
	p, r := parse(page), parse(real)
	var list []Difference
	add := func(d Difference) {
		if side == handshake.FromServer {
			d.Why = &tWhyServer
		}
		list = append(list, d)
	}
	if a, b := handshake.Show(p.Text(p.StartLine.Range)), handshake.Show(r.Text(r.StartLine.Range)); a != b {
		add(Difference{Kind: "changed", Page: a, Real: b, Why: &tWhyTarget})
	}
	pf, rf := fieldsOf(p), fieldsOf(r)
	var orderPage, orderReal []string
	var added []Difference
	for _, x := range rf {
		y := find(pf, x.key)
		switch {
		case y == nil:
			added = append(added, Difference{Kind: "added", Field: x.name, Real: x.value, Why: whyAdded(x.lower)})
			continue
		case y.value != x.value:
			add(Difference{Kind: "changed", Field: x.name, Page: y.value, Real: x.value, Why: whyChanged(x.lower)})
		case y.name != x.name:
			add(Difference{Kind: "name", Field: x.name, Page: y.name, Real: x.name, Why: &tWhyName})
		}
		orderReal = append(orderReal, x.key)
	}
	for _, y := range pf {
		if find(rf, y.key) == nil {
			add(Difference{Kind: "missing", Field: y.name, Page: y.value, Why: &tWhyOnlyPage})
			continue
		}
		orderPage = append(orderPage, y.key)
	}
	for _, d := range added {
		add(d)
	}
	if !slices.Equal(orderPage, orderReal) {
		add(Difference{Kind: "order", Page: names(pf, orderPage), Real: names(rf, orderReal), Why: &tWhyOrder})
	}
	if len(list) == 0 {
		add(Difference{Kind: "bytes", Why: &tWhyBytes})
	}
	return list
}

// field is one line to compare; key is its name in lower case and its number
// among the lines of that name.
type field struct{ key, lower, name, value string }

func fieldsOf(m *handshake.Message) []field {
	var list []field
	for i := range m.Lines {
		l := &m.Lines[i]
		if l.Kind != handshake.FieldLine {
			text := handshake.Show(m.Text(l.Range))
			list = append(list, field{key: "\n" + text, name: text, value: text})
			continue
		}
		name := string(m.Text(l.Name))
		f := field{lower: strings.ToLower(name), name: handshake.Show([]byte(name)), value: handshake.Show(m.Text(l.Value))}
		n := 0
		for _, x := range list {
			if x.lower == f.lower {
				n++
			}
		}
		f.key = f.lower + "\n" + strings.Repeat("+", n)
		list = append(list, f)
	}
	return list
}

func find(list []field, key string) *field {
	for i := range list {
		if list[i].key == key {
			return &list[i]
		}
	}
	return nil
}

func names(list []field, keys []string) string {
	s := make([]string, len(keys))
	for i, k := range keys {
		s[i] = find(list, k).name
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
