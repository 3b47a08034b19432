package echo

import (
	"bytes"
	"compress/flate"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestContextTakeover: a client that keeps its window refers back to earlier
// messages, over more of them than the window holds.
func TestContextTakeover(t *testing.T) {
	d := agreedDeflate("permessage-deflate")
	var wire bytes.Buffer
	client, err := flate.NewWriter(&wire, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	noise := make([]byte, 20000)
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	for i, m := range [][]byte{[]byte("Hello"), []byte("Hello"), noise, noise, noise[5000:], make([]byte, 100000), noise[:10], []byte("Hello")} {
		wire.Reset()
		client.Write(m)
		client.Flush()
		payload := bytes.TrimSuffix(wire.Bytes(), []byte{0, 0, 0xff, 0xff})
		if i == 3 && len(payload) > 1000 {
			t.Errorf("message %d does not refer back: the test tests nothing", i)
		}
		var got bytes.Buffer
		if err := d.inflate(&got, payload, 1<<20); err != nil || !bytes.Equal(got.Bytes(), m) {
			t.Fatalf("message %d: %d bytes, %v; want %d", i, got.Len(), err, len(m))
		}
		if len(d.window) > windowSize {
			t.Errorf("the window has %d bytes", len(d.window))
		}
	}
	// Agreed otherwise, nothing is kept between messages.
	d = agreedDeflate("permessage-deflate; client_no_context_takeover")
	var got bytes.Buffer
	if err := d.inflate(&got, []byte("\xf2\x48\xcd\xc9\xc9\x07\x00"), 10); err != nil || got.String() != "Hello" || d.window != nil {
		t.Errorf("%q, %v, window %q", got.String(), err, d.window)
	}
	if err := d.inflate(new(bytes.Buffer), []byte("\xf2\x00\x11\x00\x00"), 10); !errors.As(err, new(closeError)) {
		t.Errorf("a reference to nothing gives %v", err)
	}
}

// TestServerWindow: what does not fit the window agreed for us goes plain.
func TestServerWindow(t *testing.T) {
	for extensions, want := range map[string]bool{
		"permessage-deflate":                            true,
		"permessage-deflate; server_max_window_bits=15": true,
		"permessage-deflate; server_max_window_bits=9":  false,
		"x-other, permessage-deflate":                   true,
	} {
		if got := agreedDeflate(extensions).fits([]byte(strings.Repeat("x", 1000))); got != want {
			t.Errorf("%s: got %v", extensions, got)
		}
	}
	for _, none := range []string{"", "x-other", "permessage-deflate; nonsense=1"} {
		if agreedDeflate(none) != nil {
			t.Errorf("%q: agreed", none)
		}
	}
}
