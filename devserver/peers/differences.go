package peers

import (
	"slices"
	"strings"

	"handshake101/handshake"
)

// Difference is where peers do otherwise than the engine's strict reading: the
// rule that decides in that reading, or the case where no rule does, and what
// the peers do.
type Difference struct {
	Of    string // ID of a rule, or of a case, which has no dot
	Does  string
	Peers []string
	Rows  []string
	did   map[string][]string // peers, by row
	size  map[string]int      // octets of the row
}

// Shown is a row that shows a difference, and who does it there.
type Shown struct {
	Row   string
	Peers []string
}

// Shows picks rows in which every peer is seen to do it, few and plain ones: the
// first is the one that shows most of them.
func (d *Difference) Shows() (all []Shown) {
	left := slices.Clone(d.Peers)
	for len(left) > 0 {
		best, most := "", []string(nil)
		for _, row := range d.Rows {
			var here []string
			for _, p := range left {
				if slices.Contains(d.did[row], p) {
					here = append(here, p)
				}
			}
			// A case is better than an answer of the table of browsers, a short one than a long.
			link, was := strings.HasPrefix(row, ofBrowsers), strings.HasPrefix(best, ofBrowsers)
			if len(here) > len(most) || len(here) == len(most) && (was && !link || was == link && d.size[row] < d.size[best]) {
				best, most = row, here
			}
		}
		all = append(all, Shown{best, most})
		left = slices.DeleteFunc(left, func(p string) bool { return slices.Contains(most, p) })
	}
	return all
}

// What peers do otherwise.
const (
	Switches  = "switches" // a server says 101 where the strict one refuses
	Refuses   = "refuses"  // a server refuses, or closes, where the strict one says 101
	Takes     = "takes"    // HTTP itself is broken, and a server of HTTP reads on
	Forwards  = "forwards" // the same of a proxy
	StopsAt   = "stops at" // HTTP is in order, and a proxy does not forward it
	Drops     = "drops"    // a proxy forwards a good handshake without what makes it one
	StaysOpen = "goes on"  // a frame is wrong, and the server goes on
	Ends      = "ends"     // all frames are right, and the server closes for a fault
)

// bare are the servers whose handler checks nothing: only what HTTP itself
// refuses is theirs.
var bare = []string{"nethttp", "node"}

// noEcho are the servers whose program does not read frames as an echo does.
var noEcho = []string{"node", "lws"}

// Differences compares a table with the engine.
func Differences(rows []Row, t *Table) []Difference {
	var all differences
	kinds := map[string]Kind{}
	for _, p := range t.Peers {
		if f := strings.Fields(p); len(f) > 1 {
			kinds[f[0]] = Kind(f[1])
		}
	}
	for i := range rows {
		row := &rows[i]
		v := judge(row)
		for peer, cell := range t.Cells[row.Name()] {
			if of, does := v.compare(row, peer, kinds[peer], cell); does != "" {
				all.add(of, does, peer, row.ID, len(row.Send)+len(row.Then))
			}
		}
	}
	return all.sorted()
}

// differences collects them.
type differences map[[2]string]*Difference

func (all *differences) add(of, does, peer, row string, size int) {
	if *all == nil {
		*all = differences{}
	}
	d := (*all)[[2]string{of, does}]
	if d == nil {
		d = &Difference{Of: of, Does: does, did: map[string][]string{}, size: map[string]int{}}
		(*all)[[2]string{of, does}] = d
	}
	if !slices.Contains(d.Peers, peer) {
		d.Peers = append(d.Peers, peer)
	}
	if d.did[row] == nil {
		d.Rows = append(d.Rows, row)
		d.size[row] = size
	}
	if !slices.Contains(d.did[row], peer) {
		d.did[row] = append(d.did[row], peer)
	}
}

func (all differences) sorted() (list []Difference) {
	for _, d := range all {
		slices.Sort(d.Peers)
		slices.Sort(d.Rows)
		for _, who := range d.did {
			slices.Sort(who)
		}
		list = append(list, *d)
	}
	slices.SortFunc(list, func(a, b Difference) int { return strings.Compare(a.Of+" "+a.Does, b.Of+" "+b.Does) })
	return list
}

// verdict is what the engine says of a row.
type verdict struct {
	refused     bool
	rule        string // the first error, or else the first warning
	http, frame string // the first error of HTTP itself, of the frames
}

func judge(row *Row) verdict {
	report := handshake.Inspect(handshake.Exchange{Request: slices.Concat(row.Send, row.Then)}, Endpoint)
	v := verdict{refused: report.Request.Verdict != handshake.Accept}
	warned := ""
	for i := range report.Request.Findings {
		f := &report.Request.Findings[i]
		id := f.Rule.ID
		switch {
		case f.Because != "" || f.Rule.Severity < handshake.Warning:
		case f.Rule.Severity < handshake.Error:
			if warned == "" {
				warned = id
			}
		case f.Start >= len(row.Send):
			if v.frame == "" {
				v.frame = id
			}
		default:
			if v.rule == "" {
				v.rule = id
			}
			if v.http == "" && strings.HasPrefix(id, "h1.") {
				v.http = id
			}
		}
	}
	if v.rule == "" {
		v.rule = warned
	}
	return v
}

// compare tells what a cell shows that is otherwise than the strict reading;
// does is "" when nothing is.
func (v *verdict) compare(row *Row, peer string, kind Kind, cell string) (of, does string) {
	name := func(rule string) string {
		if rule == "" {
			return row.ID
		}
		return rule
	}
	field := func(n string) bool { v, k := Field(handshake.ParseRequest(row.Send), n); return k > 0 && v != "" }
	last := cell
	for _, status := range []string{", 1", ", HTTP/"} { // the final answer, behind interim ones
		if at := strings.LastIndex(last, status); at >= 0 {
			last = last[at+2:]
		}
	}
	switch {
	case cell == waits || strings.HasPrefix(cell, "no switch"):
		return "", ""
	case row.What != Request:
		closes := strings.Contains(cell, "close 10") && !strings.Contains(cell, "close 1000") || cell == "ends"
		switch {
		case slices.Contains(noEcho, peer):
		case v.frame != "" && strings.Contains(cell, "stays open"):
			return v.frame, StaysOpen
		case v.frame == "" && closes && row.Then[0]&0x40 == 0 && strings.IndexByte("\x00\x01\x02\x08\x09\x0a", row.Then[0]&15) >= 0 && !strings.Contains(string(row.Then), "\x88"):
			return name(""), Ends
		}
		return "", ""
	case kind == Proxy:
		back := cell[strings.LastIndex(cell, "; ")+2:]
		switch {
		case v.http != "" && strings.HasPrefix(cell, "forwards"):
			return v.http, Forwards
		case v.http == "" && strings.HasPrefix(cell, "refuses") && strings.ContainsAny(strings.TrimPrefix(back, "HTTP/1.0 ")[:1], "45"):
			return name(v.rule), StopsAt
		case !v.refused && strings.HasPrefix(cell, "forwards") && last != "101" && !strings.HasSuffix(last, "; 101"):
			return name(v.rule), Drops
		}
		return "", ""
	case slices.Contains(bare, peer):
		if v.http != "" && (strings.HasPrefix(cell, "101") || strings.HasPrefix(cell, "200")) {
			return v.http, Takes
		}
		if v.http == "" && cell[0] == '4' {
			return name(v.rule), Refuses
		}
		return "", ""
	}
	switched := strings.HasPrefix(strings.TrimPrefix(last, "HTTP/1.0 "), "101") && !strings.Contains(last, "upgrade=")
	switch {
	case !v.refused && strings.HasSuffix(strings.Fields(cell)[0], "403") && field("Origin"):
		return "ws.origin.refuse", Refuses
	case !v.refused && !switched && peer == "lws" && field("Sec-WebSocket-Protocol"):
		return "ws.resp.protocol.absent", Refuses // it knows other subprotocols
	case v.refused && switched:
		return name(v.rule), Switches
	case !v.refused && !switched:
		return name(v.rule), Refuses
	}
	return "", ""
}
