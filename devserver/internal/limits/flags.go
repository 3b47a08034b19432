package limits

import (
	"flag"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Flags offers the bounds as flags, each with its default. A bound of nothing
// or less is refused: it would be a server that answers nobody.
func (l *Limits) Flags(f *flag.FlagSet) {
	for _, b := range []struct {
		into  any
		name  string
		usage string
	}{
		{&l.Head, "max-head", "`bytes` of a request head; more gets 431"},
		{&l.HeadTime, "head-time", "for a head to come whole; else 408"},
		{&l.Conns, "max-conns", "connections at once; one more gets 503"},
		{&l.ConnsPerAddress, "max-conns-per-address", "connections at once from one address other than loopback; one more gets 429"},
		{&l.PipeIdle, "idle-time", "an upgraded connection may be silent; then close 1008"},
		{&l.PipeLife, "life-time", "an upgraded connection may be open; then close 1013"},
		{&l.Message, "max-message", "`bytes` of a WebSocket message; more gets close 1009"},
		{&l.Arriving, "max-arriving", "`bytes` of all big messages and bodies that are coming in; one more of them gets close 1013, or 503"},
		{&l.Messages, "max-messages", "WebSocket messages of one connection; one more gets close 1008"},
		{&l.Recordings, "max-recordings", "recordings kept; the oldest goes first"},
		{&l.RecordingBytes, "max-recording", "`bytes` kept of each direction of a connection"},
		{&l.RecordingsBytes, "max-recordings-bytes", "`bytes` kept of all recordings together"},
		{&l.RecordingAge, "recording-age", "a recording is forgotten this long after its last byte"},
		{&l.HTTPIdle, "http-idle", "a connection that is kept alive waits for its next request; then it is closed"},
		{&l.HTTPRead, "http-read", "for an ordinary request with its body to come whole; then its connection is closed"},
		{&l.HTTPWrite, "http-write", "for the answer to an ordinary request to be read; then its connection is closed"},
		{&l.PipeWrite, "write-time", "a peer may take to read what is sent to it after a switch; then its connection is closed"},
		{&l.Linger, "linger-time", "a peer gets to read an error before its connection is closed"},
		{&l.Lingerers, "max-lingerers", "connections in that state at once; more are closed without waiting"},
		{&l.Body, "max-body", "`bytes` of what a page or program asks with; more gets 413"},
		{&l.Answers, "max-answers", "scripted answers kept; the oldest goes first"},
		{&l.AnswerBytes, "max-answer", "`bytes` of a scripted answer; more gets 400"},
		{&l.AnswerAge, "answer-age", "a scripted answer is forgotten this long after it was stored"},
		{&l.Sends, "max-sends", "requests being sent for somebody at once; one more gets 503"},
		{&l.SendsPerAddress, "max-sends-per-address", "of them for one address other than loopback; one more gets 429"},
		{&l.SendBytes, "max-send", "`bytes` of a request to be sent; more gets 400"},
		{&l.SendWait, "send-wait", "for an answer to a request that is sent for somebody, at most"},
		{&l.Pieces, "max-pieces", "pieces that one message may be cut into; more get 400"},
		{&l.Pauses, "max-pauses", "between all pieces of a message together; more gets 400"},
		{&l.Watchers, "max-watchers", "pages that watch a recording grow, at once; one more gets 503"},
		{&l.WatchersPerAddress, "max-watchers-per-address", "of them from one address other than loopback; one more gets 429"},
		{&l.WatchTime, "watch-time", "a page may watch a recording; then it has to ask again"},
		{&l.Inspect, "max-inspect", "`bytes` of the messages in one question to /api; more gets 413"},
		{&l.Inspects, "max-inspects", "questions to /api being answered at once; one more waits 5 s, then gets 503"},
		{&l.InspectsPerAddress, "max-inspects-per-address", "of them for one address other than loopback; one more waits 5 s, then gets 429"},
		{&l.Drain, "drain-time", "from the signal to the end; open WebSockets get close 1001"},
	} {
		f.Var(value{b.into}, b.name, b.usage)
	}
}

// value is a flag.Value for the kinds of numbers that bounds are.
type value struct{ into any }

func (v value) Set(s string) error {
	switch p := v.into.(type) {
	case *time.Duration:
		d, err := time.ParseDuration(s)
		if err != nil || d <= 0 {
			return fmt.Errorf("expected a time such as 90s or 2h")
		}
		*p = d
	case *int:
		n, err := size(s, math.MaxInt32)
		if err != nil {
			return err
		}
		*p = int(n)
	case *int64:
		n, err := size(s, math.MaxInt64>>10)
		if err != nil {
			return err
		}
		*p = n
	}
	return nil
}

// size reads a number, with K or M for its powers of 1024.
func size(s string, most int64) (int64, error) {
	digits, unit := s, int64(1)
	if d, ok := strings.CutSuffix(s, "K"); ok {
		digits, unit = d, 1<<10
	} else if d, ok := strings.CutSuffix(s, "M"); ok {
		digits, unit = d, 1<<20
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n <= 0 || n > most/unit {
		return 0, fmt.Errorf("expected a number from 1 to %d, such as 64K", most)
	}
	return n * unit, nil
}

func (v value) String() string {
	switch p := v.into.(type) {
	case *time.Duration:
		return shorter(*p)
	case *int:
		return sizeText(int64(*p))
	case *int64:
		return sizeText(*p)
	}
	return ""
}

// shorter is 10m instead of 10m0s.
func shorter(d time.Duration) string {
	s := d.String()
	s = strings.TrimSuffix(s, "0s")
	if h, ok := strings.CutSuffix(s, "h0m"); ok {
		return h + "h"
	}
	if s == "" || !strings.ContainsAny(s[len(s)-1:], "mhs") {
		return d.String()
	}
	return s
}

func sizeText(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return strconv.FormatInt(n>>20, 10) + "M"
	case n >= 1<<10 && n%(1<<10) == 0:
		return strconv.FormatInt(n>>10, 10) + "K"
	}
	return strconv.FormatInt(n, 10)
}
