package fault

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"

	"handshake101/devserver/internal/translation"
)

// forPrograms are the codes that the page never meets: it makes no such request.
var forPrograms = map[string]bool{Usage: true, ID: true, Behind: true, Misdirected: true, Stream: true}

// TestThePageHasWords: for every code that a visitor can meet, so that no English
// of the server stands in a page in another language.
func TestThePageHasWords(t *testing.T) {
	sources, err := translation.Sources("../../../wasm/page")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, s := range sources {
		known[s.Key] = true
	}
	for code := range Texts {
		if known["ui.fault."+code] == forPrograms[code] {
			t.Errorf("%s: the page has words: %v, only programs meet it: %v", code, known["ui.fault."+code], forPrograms[code])
		}
	}
}

// TestCodes: what the system and TLS say is told by code, and only what is rare in
// their own words.
func TestCodes(t *testing.T) {
	system := func(e error) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", e)}
	}
	for _, c := range []struct {
		got  *Fault
		want string
	}{
		{OfDial("a", system(syscall.ECONNREFUSED)), Refused},
		{OfDial("a", system(syscall.EHOSTUNREACH)), Unreachable},
		{OfDial("a", system(syscall.ENETUNREACH)), Unreachable},
		{OfDial("a", system(syscall.ETIMEDOUT)), Silent},
		{OfDial("a", context.DeadlineExceeded), Silent},
		{OfDial("a", system(syscall.EMFILE)), Dial},
		{OfTLS("a", tls.RecordHeaderError{}), NoTLS},
		{OfTLS("a", io.EOF), TLSEnded},
		{OfTLS("a", fmt.Errorf("read: %w", syscall.ECONNRESET)), TLSEnded},
		{OfTLS("a", context.DeadlineExceeded), TLSSilent},
		{OfTLS("a", &net.OpError{Op: "remote error", Err: errors.New("tls: handshake failure")}), TLSAlert},
		{OfTLS("a", errors.New("something rare")), TLS},
	} {
		if c.got.Code != c.want || Texts[c.want] == "" {
			t.Errorf("got %s (%s), want %s", c.got.Code, c.got, c.want)
		}
	}
	if got := OfTLS("a:1", &net.OpError{Op: "remote error", Err: errors.New("tls: handshake failure")}).Error(); got != "no TLS with a:1: it refuses with the alert handshake failure" {
		t.Error(got)
	}
}
