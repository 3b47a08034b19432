package page

import (
	"slices"
	"strings"

	"handshake101/handshake"
)

// Two messages are compared line by line: lines that are the same are laid
// beside each other first, then those of one name, and within such a pair byte
// by byte. Nothing is left out: the pieces of a message are its bytes.

// piece is one line of a message with its end, or what stands around the lines.
type piece struct {
	text, end   []byte // of the line, and of its line end
	key         string // what it may be paired by: the name in lower case, or which part of the message it is
	name, value string // of a field, as shown
	field       bool   // it is a field line, or stands among them
}

// bodyCut and bodyPieces bound the pieces of what follows a head.
const (
	bodyCut    = 256
	bodyPieces = 64
)

func pieces(m *handshake.Message, raw []byte) (list []piece) {
	cut := func(from, end, next int, p piece) {
		if from < next {
			p.text, p.end = raw[from:end], raw[end:next]
			list = append(list, p)
		}
	}
	at := m.StartLine.Start
	cut(0, at, at, piece{key: "\x00before"})
	cut(at, m.StartLine.End, m.StartLine.Next, piece{key: "\x00first"})
	at = max(at, m.StartLine.Next)
	for i := range m.Lines {
		l := &m.Lines[i]
		p := piece{field: true}
		if l.Kind == handshake.FieldLine {
			name := string(m.Text(l.Name))
			p.key, p.name, p.value = strings.ToLower(name), handshake.Show([]byte(name)), handshake.Show(m.Text(l.Value))
		} else {
			p.name = handshake.Show(m.Text(l.Range))
			p.key, p.value = "\n"+p.name, p.name
		}
		cut(at, l.End, l.Next, p)
		at = l.Next
	}
	if end := max(at, m.HeadEnd); m.Whole || end == len(raw) {
		cut(at, at, end, piece{key: "\x00empty"})
		at = end
	}
	for n := 0; at < len(raw); n++ {
		next := len(raw)
		if n < bodyPieces {
			next = min(at+bodyCut, next)
			if i := slices.Index(raw[at:next], '\n'); i >= 0 {
				next = at + i + 1
			}
		}
		cut(at, next, next, piece{key: "\x00after"})
		at = next
	}
	return list
}

// raw is all of a piece.
func (p *piece) raw() string { return string(p.text) + string(p.end) }

// line is a field as it is shown where spacing does not count.
func (p *piece) line() string {
	if p.field && p.key[0] != '\n' {
		return p.name + ": " + p.value
	}
	return handshake.Show(p.text)
}

func piecesOf(b []byte, side handshake.Side) []piece {
	if side == handshake.FromServer {
		return pieces(handshake.ParseResponse(b), b)
	}
	return pieces(handshake.ParseRequest(b), b)
}

// pair lays two messages beside each other: partner[i] is the index in b of
// what stands for a[i], -1 for nothing; back is the inverse.
func pair(a, b []piece) (partner, back []int) {
	partner, back = slices.Repeat([]int{-1}, len(a)), slices.Repeat([]int{-1}, len(b))
	ids := map[string]int32{}
	number := func(list []piece) []int32 {
		n := make([]int32, len(list))
		for i := range list {
			raw := list[i].raw()
			id, ok := ids[raw]
			if !ok {
				id = int32(len(ids))
				ids[raw] = id
			}
			n[i] = id
		}
		return n
	}
	x, y := number(a), number(b)
	common(x, y, func(i, j int) { partner[i], back[j] = j, i })
	// What is the same but stands elsewhere, then what has the same name: in
	// order, the first with the first.
	for _, same := range []bool{true, false} {
		waiting := map[string][]int{}
		for j := range b {
			if back[j] < 0 {
				k := keyOf(&b[j], same)
				waiting[k] = append(waiting[k], j)
			}
		}
		for i := range a {
			if k := keyOf(&a[i], same); partner[i] < 0 && len(waiting[k]) > 0 {
				j := waiting[k][0]
				waiting[k] = waiting[k][1:]
				partner[i], back[j] = j, i
			}
		}
	}
	return partner, back
}

func keyOf(p *piece, whole bool) string {
	if whole {
		return p.key + "\n" + p.raw()
	}
	return p.key
}

// commonBound bounds the work of common: the product of what both have to
// compare. Beyond it only beginning and end are laid together.
const commonBound = 1 << 17

// common finds a longest common subsequence and tells its pairs in order.
func common(a, b []int32, found func(i, j int)) {
	from, n, k := 0, len(a), len(b)
	for from < n && from < k && a[from] == b[from] {
		found(from, from)
		from++
	}
	tail := 0
	for n-tail > from && k-tail > from && a[n-tail-1] == b[k-tail-1] {
		tail++
	}
	p, q := a[from:n-tail], b[from:k-tail]
	if len(p)*len(q) <= commonBound {
		w := len(q) + 1
		long := make([]uint16, (len(p)+1)*w) // of what begins at i and j
		for i := len(p) - 1; i >= 0; i-- {
			for j := len(q) - 1; j >= 0; j-- {
				if p[i] == q[j] {
					long[i*w+j] = long[(i+1)*w+j+1] + 1
				} else {
					long[i*w+j] = max(long[(i+1)*w+j], long[i*w+j+1])
				}
			}
		}
		for i, j := 0, 0; i < len(p) && j < len(q); {
			switch {
			case p[i] == q[j]:
				found(from+i, from+j)
				i, j = i+1, j+1
			case long[(i+1)*w+j] >= long[i*w+j+1]:
				i++
			default:
				j++
			}
		}
	}
	for ; tail > 0; tail-- {
		found(n-tail, k-tail)
	}
}

// inOrder marks, of the partners that there are, a longest row that stands in
// the same order on both sides; the others have moved.
func inOrder(partner []int) []bool {
	stays := make([]bool, len(partner))
	var ends []int // ends[n]: where the best row of n+1 ends
	before := make([]int, len(partner))
	for i, j := range partner {
		if j < 0 {
			continue
		}
		n, _ := slices.BinarySearchFunc(ends, j, func(e, j int) int { return partner[e] - j })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		ends = append(ends[:n], append([]int{i}, ends[min(n+1, len(ends)):]...)...)
	}
	if len(ends) > 0 {
		for i := ends[len(ends)-1]; i >= 0; i = before[i] {
			stays[i] = true
		}
	}
	return stays
}

// aligned is one row of two messages side by side; what is not there is nil.
type aligned struct {
	mark  string // "same", "changed", "removed" (only in a), "added" (only in b)
	a, b  *piece
	moved bool
}

// align gives every piece of both messages, in the order of a; what only b has
// stands where b has it.
func align(a, b []piece) (rows []aligned) {
	partner, back := pair(a, b)
	stays := inOrder(partner)
	at := 0
	extra := func(to int) {
		for ; at < to; at++ {
			if back[at] < 0 {
				rows = append(rows, aligned{mark: "added", b: &b[at]})
			}
		}
	}
	for i := range a {
		j := partner[i]
		if j < 0 {
			rows = append(rows, aligned{mark: "removed", a: &a[i]})
			continue
		}
		if stays[i] {
			extra(j)
		}
		r := aligned{mark: "changed", a: &a[i], b: &b[j], moved: !stays[i]}
		if a[i].raw() == b[j].raw() {
			r.mark = "same"
		}
		rows = append(rows, r)
	}
	extra(len(b))
	return rows
}

// stretch is a row of bytes of a line: on both sides, or on one.
type stretch struct{ a, b string }

func (s *stretch) same() bool { return s.a == s.b }

// stretches compares two lines byte by byte. A few bytes that happen to be the
// same between others that differ are told as different: they say nothing.
func stretches(a, b string) (list []stretch) {
	i, j := 0, 0
	add := func(x, y string) {
		if x == "" && y == "" {
			return
		}
		if n := len(list) - 1; n >= 0 && list[n].same() == (x == y) {
			list[n].a, list[n].b = list[n].a+x, list[n].b+y
			return
		}
		list = append(list, stretch{x, y})
	}
	common(codes(a), codes(b), func(x, y int) {
		add(a[i:x], b[j:y])
		add(a[x:x+1], b[y:y+1])
		i, j = x+1, y+1
	})
	add(a[i:], b[j:])
	const few = 3
	old := list
	list = nil
	for k, s := range old {
		if s.same() && len(s.a) < few && k > 0 && k < len(old)-1 && max(len(old[k-1].a+old[k+1].a), len(old[k-1].b+old[k+1].b)) > 1 {
			if n := len(list) - 1; !list[n].same() {
				list[n].a, list[n].b = list[n].a+s.a, list[n].b+s.b
				continue
			}
		}
		if n := len(list) - 1; n >= 0 && !s.same() && !list[n].same() {
			list[n].a, list[n].b = list[n].a+s.a, list[n].b+s.b
			continue
		}
		list = append(list, s)
	}
	return list
}

func codes(s string) []int32 {
	c := make([]int32, len(s))
	for i := range len(s) {
		c[i] = int32(s[i])
	}
	return c
}

// hasMoved tells whether the pairs stand in another order.
func hasMoved(partner []int) bool {
	last := -1
	for _, j := range partner {
		if j >= 0 && j < last {
			return true
		}
		last = max(last, j)
	}
	return false
}
