// Package fault holds the reasons for which the live lab refuses to do what it
// was asked. Each has a code that never changes, by which the page finds the
// words in its reader's language, and an English text for everybody else.
package fault

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
)

// Fault is one reason, with what its text names.
type Fault struct {
	Code    string
	Args    map[string]string
	English string
}

func (f *Fault) Error() string {
	text := f.English
	for name, value := range f.Args {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// Texts are all codes with their English. The page has a text for each that a
// visitor can meet. The text of Usage, which only programs meet, is the error.
var Texts = map[string]string{
	Usage:       "{why}",
	ID:          "an id has 16 to 64 of A-Z a-z 0-9 _ and -",
	Size:        "expected 1 to {most} bytes",
	Body:        "expected at most {most} bytes",
	Pieces:      "got {n} pieces, expected at most {most}",
	Piece:       "got piece {n} with bytes {bytes} and pauseMs {ms}, expected at least 1 and 0",
	Pauses:      "got more pause, expected at most {most} ms in all",
	Wait:        "expected 0 to {most}",
	Yours:       "too many requests are being sent for this address at once",
	Busy:        "the server is busy with too many requests at once",
	Watchers:    "too many pages watch recordings",
	Target:      "no such target: only those can be reached that were named with -target when the server was started",
	Behind:      "expected a target: this server can only stand behind another one",
	Refused:     "no connection: nobody listens on {to}",
	Silent:      "no connection: {to} does not answer",
	Unreachable: "no connection: {to} cannot be reached from the machine that the dev server runs on",
	Dial:        "no connection: {why}",
	NoTLS:       "no TLS with {to}: what answers there does not speak TLS",
	TLSEnded:    "no TLS with {to}: the connection was ended in the middle of the TLS handshake",
	TLSSilent:   "no TLS with {to}: the TLS handshake was not done in time",
	TLSAlert:    "no TLS with {to}: it refuses with the alert {alert}",
	TLS:         "no TLS with {to}: {why}",
	Lasting:     "got the field {name}, expected none that the browser would remember after the check",
	Control:     "expected at most {most} bytes: so much fits into a control frame",
	Reason:      "expected a reason of at most {most} bytes",
	Close:       "expected a code from 0 to 65535",
	Act:         "expected at most {most} bytes",
	Socket:      "no WebSocket of this id is open",
	Recording:   "no recording has this id: none was made, or it is too old",
	Misdirected: "send this request on a connection of its own, or after the answer to the one before",
	Stream:      "HTTP/2 has no Upgrade: ask with CONNECT and :protocol",
}

// The codes.
const (
	Usage       = "usage"
	ID          = "id"
	Size        = "size"
	Body        = "body"
	Pieces      = "pieces"
	Piece       = "piece"
	Pauses      = "pauses"
	Wait        = "wait"
	Yours       = "busy-address"
	Busy        = "busy"
	Watchers    = "busy-watchers"
	Target      = "target"
	Behind      = "behind"
	Refused     = "dial-refused"
	Silent      = "dial-silent"
	Unreachable = "dial-unreachable"
	Dial        = "dial"
	NoTLS       = "tls-none"
	TLSEnded    = "tls-ended"
	TLSSilent   = "tls-silent"
	TLSAlert    = "tls-alert"
	TLS         = "tls"
	Lasting     = "lasting"
	Control     = "control"
	Reason      = "reason"
	Close       = "close-code"
	Act         = "act"
	Socket      = "no-socket"
	Recording   = "no-recording"
	Misdirected = "misdirected"
	Stream      = "stream"
)

// New makes the fault of a code; args are names and values.
func New(code string, args ...string) *Fault {
	f := &Fault{Code: code, Args: map[string]string{}, English: Texts[code]}
	for i := 0; i+1 < len(args); i += 2 {
		f.Args[args[i]] = args[i+1]
	}
	return f
}

// Of is an error as a fault: what it is already, or one for programs.
func Of(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return New(Usage, "why", err.Error())
}

// OfDial says why no connection came about.
func OfDial(to string, err error) *Fault {
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return New(Refused, "to", to)
	case late(err):
		return New(Silent, "to", to)
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return New(Unreachable, "to", to)
	}
	return New(Dial, "why", err.Error())
}

// OfTLS says why no TLS came about on a connection that stood.
func OfTLS(to string, err error) *Fault {
	var remote *net.OpError
	switch {
	case errors.As(err, new(tls.RecordHeaderError)):
		return New(NoTLS, "to", to)
	case late(err):
		return New(TLSSilent, "to", to)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), Broken(err):
		return New(TLSEnded, "to", to)
	case errors.As(err, &remote) && remote.Op == "remote error":
		return New(TLSAlert, "to", to, "alert", strings.TrimPrefix(remote.Err.Error(), "tls: "))
	}
	return New(TLS, "to", to, "why", err.Error())
}

// Broken tells that the other side has broken the connection off.
func Broken(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

func late(err error) bool {
	var timeout net.Error
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
}
