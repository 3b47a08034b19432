package handshake

import "bytes"

// The order of the ranges in a ROUTE_ADVERTISEMENT (RFC 9484 §4.7.3).

// routesSorted bounds the ranges that a repair sorts.
const routesSorted = 64

// route is an ipEntry with its bytes, ready to compare.
type route struct {
	at            *ipEntry
	version       byte
	protocol      byte
	first, last   []byte
	start, length int // of the entry in the value
}

func routesIn(b []byte, c *capsule, all []ipEntry) []route {
	out := make([]route, len(all))
	for i := range all {
		e := &all[i]
		first, last := e.first(b), e.last(b)
		out[i] = route{e, b[e.version], b[e.number()], b[first.Start:first.End], b[last.Start:last.End],
			e.Start - c.value.Start, e.End - e.Start}
	}
	return out
}

// before tells whether a range may stand directly before another one.
func (a *route) before(z *route) bool {
	switch {
	case a.version != z.version:
		return a.version < z.version
	case a.protocol != z.protocol:
		return a.protocol < z.protocol
	}
	return bytes.Compare(a.last, z.first) < 0
}

func inOrder(all []route) (bad int) {
	for i := 1; i < len(all); i++ {
		if !all[i-1].before(&all[i]) {
			return i
		}
	}
	return 0
}

func checkRoutes(j *judge, side Side, b []byte, c *capsule, entries []ipEntry) {
	all := routesIn(b, c, entries)
	ranges := true
	for i := range all {
		if r := &all[i]; bytes.Compare(r.first, r.last) > 0 {
			ranges = false
			p := Place{side, r.at.version + 1, r.at.number()}
			j.find(&capRouteRange, p).gotText(ipText(r.last)).fix(p, string(r.last)+string(r.first))
		}
	}
	if !ranges {
		return
	}
	if i := inOrder(all); i > 0 {
		f := j.find(&capRouteOrder, Place{side, all[i].at.Start, all[i].at.End}).gotText(ipText(all[i].first))
		if f == nil {
			return
		}
		if len(all) <= routesSorted {
			f.fix(Place{side, c.Start, c.End}, capsuleBytes(c.kind, sortedRoutes(all)))
		}
		return
	}
	checkRouteOverlap(j, side, b, c, all)
}

// sortedRoutes are the entries in their order; ranges that overlap, or that meet
// twice, become one: the addresses are the same.
func sortedRoutes(all []route) (out []byte) {
	sorted := append([]route(nil), all...)
	for i := 1; i < len(sorted); i++ {
		for k := i; k > 0 && sorted[k].begins(&sorted[k-1]); k-- {
			sorted[k-1], sorted[k] = sorted[k], sorted[k-1]
		}
	}
	for i := range sorted {
		r := &sorted[i]
		if i+1 < len(sorted) && !r.before(&sorted[i+1]) { // it goes on in the next one
			next := &sorted[i+1]
			if next.first = r.first; bytes.Compare(next.last, r.last) < 0 {
				next.last = r.last
			}
			continue
		}
		out = append(append(append(append(out, r.version), r.first...), r.last...), r.protocol)
	}
	return out
}

// begins tells whether a range begins before another one does.
func (a *route) begins(z *route) bool {
	switch {
	case a.version != z.version:
		return a.version < z.version
	case a.protocol != z.protocol:
		return a.protocol < z.protocol
	}
	return bytes.Compare(a.first, z.first) < 0
}

// checkRouteOverlap finds a range for one protocol inside the ranges for all.
// The ranges are in order, so those for all stand first within each version.
func checkRouteOverlap(j *judge, side Side, b []byte, c *capsule, all []route) {
	any := 0 // where the ranges for all of this version begin
	for i := range all {
		r := &all[i]
		if i > 0 && all[i-1].version != r.version {
			any = i
		}
		if r.protocol == 0 {
			continue
		}
		// The first range for all that ends at or behind the beginning of r.
		low, high := any, i
		for low < high {
			if mid := (low + high) / 2; all[mid].protocol == 0 && bytes.Compare(all[mid].last, r.first) < 0 {
				low = mid + 1
			} else {
				high = mid
			}
		}
		z := &all[low]
		if low == i || z.protocol != 0 || bytes.Compare(z.first, r.last) > 0 {
			continue
		}
		f := j.find(&capRouteOverlap, Place{side, r.at.Start, r.at.End}).gotText(ipText(r.first))
		if bytes.Compare(z.first, r.first) <= 0 && bytes.Compare(r.last, z.last) <= 0 {
			value := b[c.value.Start:c.value.End]
			rest := append(append([]byte(nil), value[:r.start]...), value[r.start+r.length:]...)
			f.fix(Place{side, c.Start, c.End}, capsuleBytes(c.kind, rest))
		}
		return
	}
}
