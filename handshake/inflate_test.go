package handshake

import (
	"bytes"
	"compress/flate"
	"encoding/hex"
	"io"
	"math/rand"
	"strings"
	"testing"
)

func newInflater() *inflater { return &inflater{window: 1 << 15, budget: inflateBudget} }

func unhex(t testing.TB, s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The payloads of RFC 7692 §7.2.3.
func TestInflateVectors(t *testing.T) {
	z := newInflater()
	for _, c := range []struct{ name, payload string }{
		{"one block", "f2 48 cd c9 c9 07 00"},
		{"shared window", "f2 00 11 00 00"},
		{"stored block", "00 05 00 fa ff 48 65 6c 6c 6f 00"},
		{"BFINAL", "f3 48 cd c9 c9 07 00 00"},
		{"BFINAL, no empty block after it", "f3 48 cd c9 c9 07 00"},
		{"two blocks", "f2 48 05 00 00 00 ff ff ca c9 c9 07 00"},
	} {
		out, end := z.message(unhex(t, c.payload))
		if string(out) != "Hello" || end != inflatedWhole {
			t.Errorf("%s: got %q, %d, want Hello whole", c.name, out, end)
		}
	}
}

func TestInflateForgets(t *testing.T) {
	z := newInflater()
	z.forget = true
	z.message(unhex(t, "f2 48 cd c9 c9 07 00"))
	if out, end := z.message(unhex(t, "f2 00 11 00 00")); end != inflatedBroken {
		t.Errorf("a reference to a forgotten window: got %q, %d, want broken", out, end)
	}
}

// What compress/flate writes, with its window kept over messages, is read back.
func TestInflateAgainstFlate(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for _, level := range []int{flate.HuffmanOnly, 0, 1, 6, 9} {
		var wire bytes.Buffer
		w, _ := flate.NewWriter(&wire, level)
		z := &inflater{window: 1 << 15, budget: 64 << 20}
		for n := range 40 {
			text := make([]byte, random.Intn(3000))
			for i := range text {
				text[i] = byte('a' + random.Intn(1+n%20))
			}
			wire.Reset()
			w.Write(text)
			w.Flush()
			payload := bytes.TrimSuffix(wire.Bytes(), []byte{0, 0, 0xff, 0xff})
			out, end := z.message(payload)
			if end != inflatedWhole || !bytes.Equal(out, text) {
				t.Fatalf("level %d, message %d: got %d bytes, end %d, want %d bytes whole", level, n, len(out), end, len(text))
			}
		}
	}
}

func TestInflateIsBounded(t *testing.T) {
	var wire bytes.Buffer
	w, _ := flate.NewWriter(&wire, 9)
	w.Write(make([]byte, 10<<20))
	w.Flush()
	z := newInflater()
	for range 100 {
		out, end := z.message(wire.Bytes()[:wire.Len()-4])
		if len(out) > inflateLimit || end != inflatedCut {
			t.Fatalf("got %d bytes, end %d, want at most %d, cut", len(out), end, inflateLimit)
		}
	}
}

func TestInflateSmallWindow(t *testing.T) {
	var wire bytes.Buffer
	w, _ := flate.NewWriter(&wire, 9)
	noise := make([]byte, 5000)
	rand.New(rand.NewSource(2)).Read(noise)
	w.Write(noise)
	w.Write(noise[:100])
	w.Flush()
	payload := wire.Bytes()[:wire.Len()-4]
	z := newInflater()
	z.window = 1 << 12
	if _, end := z.message(payload); end != inflatedFar {
		t.Errorf("a reference back over 5000 bytes in a window of 4096: got end %d, want far", end)
	}
	if _, end := newInflater().message(payload); end != inflatedWhole {
		t.Errorf("the same in the full window: got end %d, want whole", end)
	}
}

// Whatever comes, inflating ends, and agrees with compress/flate where that
// can read the data to its end.
func FuzzInflate(f *testing.F) {
	f.Add([]byte("\xf2\x48\xcd\xc9\xc9\x07\x00"))
	f.Add([]byte("\x00\x05\x00\xfa\xffHello\x00"))
	f.Fuzz(func(t *testing.T, payload []byte) {
		if len(payload) > 1<<12 {
			return
		}
		out, end := newInflater().message(payload)
		in := append(append([]byte{}, payload...), "\x00\x00\xff\xff\x01\x00\x00\xff\xff"...)
		r := flate.NewReader(bytes.NewReader(in))
		want, err := io.ReadAll(io.LimitReader(r, inflateLimit+1))
		if err != nil || len(want) > inflateLimit {
			return
		}
		if end == inflatedWhole && !bytes.HasPrefix(out, want) {
			t.Errorf("inflated to %q, compress/flate to %q", out, want)
		}
	})
}
