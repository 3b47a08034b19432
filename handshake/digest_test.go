package handshake

import (
	"bytes"
	stdmd5 "crypto/md5"
	stdsha1 "crypto/sha1"
	stdsha256 "crypto/sha256"
	"testing"
)

func TestDigestsAgreeWithTheStandardLibrary(t *testing.T) {
	input := make([]byte, 0, 200)
	for n := range 200 {
		m, s, l := stdmd5.Sum(input), stdsha1.Sum(input), stdsha256.Sum256(input)
		if !bytes.Equal(md5(input), m[:]) {
			t.Errorf("md5 of %d bytes: got %x, want %x", n, md5(input), m)
		}
		if !bytes.Equal(sha1(input), s[:]) {
			t.Errorf("sha1 of %d bytes: got %x, want %x", n, sha1(input), s)
		}
		if !bytes.Equal(sha256(input), l[:]) {
			t.Errorf("sha256 of %d bytes: got %x, want %x", n, sha256(input), l)
		}
		input = append(input, byte(n*7))
	}
}
