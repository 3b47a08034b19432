// Package limits holds every bound of the dev server in one place. A teaching
// server is reached by slow, broken and hostile peers on purpose, so nothing
// that a peer can make it hold or wait for is without an end; reaching an end
// is answered (a status or a close code), never a hang.
package limits

import "time"

// Limits are the bounds. The zero value bounds nothing usefully: start from
// Default.
type Limits struct {
	Head     int           // bytes of one request head; more is answered with 431
	HeadTime time.Duration // for a head to arrive whole; more is answered with 408

	Conns           int // connections at once; one more is answered with 503
	ConnsPerAddress int // at once from one address that is not loopback; one more gets 429

	HTTPIdle  time.Duration // a kept-alive HTTP connection waits this long for a request
	HTTPRead  time.Duration // for an ordinary HTTP request with its body
	HTTPWrite time.Duration // for its answer to be read: the wasm is megabytes
	PipeIdle  time.Duration // an upgraded connection may be silent this long; then close 1008
	PipeLife  time.Duration // an upgraded connection may be open this long; then close 1013
	PipeWrite time.Duration // a peer may take this long to read what is sent to it
	Linger    time.Duration // after an error answer: time for the peer to read it
	Lingerers int           // connections in that state at once; more are just closed

	Message  int   // bytes of one WebSocket message, also inflated; more is closed with 1009
	Arriving int64 // bytes of all big messages and bodies that are coming in; a further one gets close 1013, or 503
	Messages int   // of one connection; one more is closed with 1008
	Body     int64 // bytes of an API request body; more is answered with 413

	Recordings      int           // recordings kept; the oldest goes first
	RecordingBytes  int           // bytes kept of each direction of a connection
	RecordingsBytes int64         // bytes kept of all recordings together
	RecordingAge    time.Duration // a recording is forgotten this long after its last byte

	Answers     int           // scripted answers kept; the oldest goes first
	AnswerBytes int           // bytes of one, with what follows it
	AnswerAge   time.Duration // one is forgotten this long after it was stored

	Sends           int           // requests being sent for somebody at once; one more gets 503
	SendsPerAddress int           // for one address that is not loopback; one more gets 429
	SendBytes       int           // bytes of one; as much again of what comes back, four times
	SendWait        time.Duration // for an answer, at most
	Pieces          int           // that one message may be cut into
	Pauses          time.Duration // between all pieces together

	Watchers           int           // pages that watch a recording grow, at once; one more gets 503
	WatchersPerAddress int           // from one address that is not loopback; one more gets 429
	WatchTime          time.Duration // for one of them

	Inspect            int // bytes of the messages of one question to /api; more gets 413
	Inspects           int // questions being answered at once; one more waits, and then gets 503
	InspectsPerAddress int // for one address that is not loopback; one more waits, and then gets 429

	Drain time.Duration // from the signal to the end of the process
}

// Default gives the bounds that the program starts with.
func Default() Limits {
	return Limits{
		Head:               64 << 10,
		HeadTime:           10 * time.Second,
		Conns:              12000,
		ConnsPerAddress:    256,
		HTTPIdle:           2 * time.Minute,
		HTTPRead:           30 * time.Second,
		HTTPWrite:          2 * time.Minute,
		PipeIdle:           10 * time.Minute,
		PipeLife:           2 * time.Hour,
		PipeWrite:          20 * time.Second,
		Linger:             2 * time.Second,
		Lingerers:          256,
		Message:            1 << 20,
		Arriving:           64 << 20,
		Messages:           100000,
		Body:               1 << 20,
		Recordings:         4096,
		RecordingBytes:     64 << 10,
		RecordingsBytes:    64 << 20,
		RecordingAge:       15 * time.Minute,
		Answers:            1024,
		AnswerBytes:        64 << 10,
		AnswerAge:          10 * time.Minute,
		Sends:              64,
		SendsPerAddress:    4,
		SendBytes:          128 << 10,
		SendWait:           15 * time.Second,
		Pieces:             2048,
		Pauses:             10 * time.Second,
		Watchers:           512,
		WatchersPerAddress: 64,
		WatchTime:          10 * time.Minute,
		Inspect:            256 << 10,
		Inspects:           8,
		InspectsPerAddress: 2,
		Drain:              5 * time.Second,
	}
}
