package handshake

// pipeReader counts the frames, records or capsules of one side: each has a
// step of its own up to a bound, the others share one.
type pipeReader struct {
	j     *judge
	side  Side
	name  string // of the steps: "h2"
	steps int
	rest  *stepDef

	n      int // begun so far
	restAt int // index of the shared step
}

// begin starts the next unit and tells whether its working is to be shown.
func (r *pipeReader) begin(d *stepDef, at Range, args ...Arg) bool {
	r.n++
	switch {
	case r.n <= r.steps:
		r.j.beginPipe(d, r.side, r.name, itoa(r.n-1), args...)
		r.j.light(Place{r.side, at.Start, at.End})
		return true
	case r.n == r.steps+1:
		r.restAt = len(r.j.steps)
		r.j.beginPipe(r.rest, r.side, r.name, "rest")
		r.j.light(Place{r.side, at.Start, at.End})
	}
	s := &r.j.steps[r.restAt]
	s.Spans[0].End = at.End
	args = []Arg{{"n", itoa(r.n - r.steps)}}
	s.Title.Args, s.Text.Args = args, args
	return false
}
