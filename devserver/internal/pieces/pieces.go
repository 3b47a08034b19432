// Package pieces writes bytes in chosen pieces with chosen pauses: byte by
// byte, cut in the middle of a CR LF, or all at once.
package pieces

import (
	"errors"
	"io"
	"strconv"
	"time"

	"handshake101/devserver/internal/fault"
)

// Piece is how many bytes go out at once, and how long nothing does then.
type Piece struct {
	Bytes   int `json:"bytes"`
	PauseMs int `json:"pauseMs"`
}

// Check holds a list against its bounds.
func Check(list []Piece, most int, pauses time.Duration) error {
	if len(list) > most {
		return fault.New(fault.Pieces, "n", strconv.Itoa(len(list)), "most", strconv.Itoa(most))
	}
	total := 0
	for i, p := range list {
		if p.Bytes < 1 || p.PauseMs < 0 {
			return fault.New(fault.Piece, "n", strconv.Itoa(i), "bytes", strconv.Itoa(p.Bytes), "ms", strconv.Itoa(p.PauseMs))
		}
		if total += min(p.PauseMs, 1e9); time.Duration(total)*time.Millisecond > pauses {
			return fault.New(fault.Pauses, "most", strconv.Itoa(int(pauses/time.Millisecond)))
		}
	}
	return nil
}

// Write writes b piece by piece, and what the list leaves over as the last.
// rest waits between two pieces; false ends the writing.
func Write(w io.Writer, b []byte, list []Piece, rest func(time.Duration) bool) error {
	for _, p := range list {
		if len(b) == 0 {
			return nil
		}
		n := min(p.Bytes, len(b))
		if _, err := w.Write(b[:n]); err != nil {
			return err
		}
		b = b[n:]
		if p.PauseMs > 0 && !rest(time.Duration(p.PauseMs)*time.Millisecond) {
			return errors.New("ended between two pieces")
		}
	}
	if len(b) == 0 {
		return nil
	}
	_, err := w.Write(b)
	return err
}
