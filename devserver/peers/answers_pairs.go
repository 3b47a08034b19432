package peers

import (
	"fmt"
	"strings"
)

// Two faults at once, in two fields of the 101: which of them a browser sees first
// decides what Chromium says. And every status code, whether it means something or not.

// mishaps are the ways in which a field can be wrong.
var mishaps = []struct {
	id    string
	lines func(p *part) []string
}{
	{"missing", func(*part) []string { return nil }},
	{"doubled", func(p *part) []string { return []string{p.name + ": " + p.good, p.name + ": " + p.good} }},
	{"listed", func(p *part) []string { return []string{p.name + ": " + p.good + ", other"} }},
	{"case", func(p *part) []string { return []string{p.name + ": " + otherCase(p.good)} }},
	{"wrong", func(p *part) []string { return []string{p.name + ": other"} }},
	{"folded", func(p *part) []string { return []string{p.name + ":\r\n " + p.good} }},
	{"spaced", func(p *part) []string { return []string{p.name + " : " + p.good} }},
}

// pairMark begins the IDs of pairs.
const pairMark = "pair-"

func otherCase(s string) string {
	if strings.Contains(s, "{A}") {
		return strings.ReplaceAll(s, "{A}", "{a}")
	}
	return swapCase(s)
}

// pairs are a good 101 with a fault in each of two fields, or of one.
func pairs() (all []*Answer) {
	fields := append(parts[:len(parts):len(parts)], part{"extensions", "Sec-WebSocket-Extensions", "permessage-deflate", nil})
	for i := range fields {
		for k := i + 1; k < len(fields); k++ {
			for _, one := range mishaps {
				for _, other := range mishaps {
					d := goodDraft()
					d.lines = append(d.lines[:len(d.lines):len(d.lines)], fields[4].name+": "+fields[4].good)
					d = d.with(fields[i].name, one.lines(&fields[i])...).with(fields[k].name, other.lines(&fields[k])...)
					all = append(all, d.answer(fmt.Sprintf(pairMark+"%s-%s-%s-%s", fields[i].short, one.id, fields[k].short, other.id)))
				}
			}
		}
	}
	return all
}

// everyStatus are the codes that statuses leaves out, each as an answer of its own; an
// interim one is followed by a good 101 as well.
func everyStatus() (all []*Answer) {
	known := map[string]bool{}
	for _, a := range statuses() {
		known[a.ID] = true
	}
	for c := 100; c < 600; c++ {
		d := draft{offer: []string{"chat", "superchat"}, start: fmt.Sprintf("HTTP/1.1 %d x", c), end: "\r\n", lines: []string{"Content-Length: 0"}}
		a := d.answer(fmt.Sprintf("status-%d", c))
		if !known[a.ID] && c != 101 {
			all = append(all, a)
		}
		if c < 200 && c%10 == 5 {
			g := goodDraft()
			g.before = a.Raw
			all = append(all, g.answer(fmt.Sprintf("interim-%d-length", c)))
		}
	}
	return all
}
