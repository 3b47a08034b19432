package pieces

import (
	"slices"
	"testing"
	"time"
)

type log []string

func (l *log) Write(b []byte) (int, error) { *l = append(*l, string(b)); return len(b), nil }

func TestWrite(t *testing.T) {
	for _, c := range []struct {
		list []Piece
		want log
	}{
		{nil, log{"GET /\r\n"}},
		{[]Piece{{6, 0}}, log{"GET /\r", "\n"}},
		{[]Piece{{1, 5}, {1, 0}, {5, 7}}, log{"G", "5ms", "E", "T /\r\n", "7ms"}},
		{[]Piece{{100, 0}, {1, 0}}, log{"GET /\r\n"}},
	} {
		var got log
		err := Write(&got, []byte("GET /\r\n"), c.list, func(d time.Duration) bool { got = append(got, d.String()); return true })
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%v: %q, %v", c.list, got, err)
		}
	}
	var got log
	if Write(&got, []byte("ab"), []Piece{{1, 1}}, func(time.Duration) bool { return false }) == nil || len(got) != 1 {
		t.Errorf("went on after the end: %q", got)
	}
}

func TestCheck(t *testing.T) {
	if err := Check([]Piece{{1, 500}, {1, 500}}, 2, time.Second); err != nil {
		t.Error(err)
	}
	for _, bad := range [][]Piece{{{0, 0}}, {{1, -1}}, {{1, 0}, {1, 0}, {1, 0}}, {{1, 600}, {1, 600}}, {{1, 1 << 40}}} {
		if Check(bad, 2, time.Second) == nil {
			t.Errorf("%v is accepted", bad)
		}
	}
}
