package peers

import (
	"bytes"
	"testing"

	"handshake101/handshake"
)

// TestTurn: turned twice with the same key, frames are as they were; cut short, what
// there is.
func TestTurn(t *testing.T) {
	for _, plain := range [][]byte{
		{0x81, 2, 'H', 'i'},
		{0x81, 126, 0, 2, 'H', 'i', 0x89, 0},
		{0x82, 127, 0, 0, 0, 0, 0, 0, 0, 1, 7},
		{0x81, 127, 0x80, 0, 0, 0, 0, 0, 0, 1, 'H', 'i'},
		{0x81, 126, 0}, {0x81}, {0x88, 2, 3},
	} {
		masked := turn(plain)
		if len(plain) > 1 && masked[1] != plain[1]|0x80 {
			t.Errorf("%x turned is %x: not masked", plain, masked)
		}
		if back := turn(masked); !bytes.Equal(back, plain) {
			t.Errorf("%x turned is %x, and back %x", plain, masked, back)
		}
	}
}

// TestFramesGoToBoth: each run of frames of the catalogue, from whichever side, is a
// row for servers and one for clients.
func TestFramesGoToBoth(t *testing.T) {
	rows, _ := catalogue(t)
	root, _ := Root()
	cases, err := Cases(root)
	if err != nil {
		t.Fatal(err)
	}
	sent, got := map[string]bool{}, map[string]bool{}
	for i := range rows {
		if rows[i].What != Request {
			sent[string(turn(rows[i].Then))], sent[string(rows[i].Then)] = true, true
		}
	}
	for _, a := range ClientAnswers(cases) {
		if _, frames, ok := bytes.Cut([]byte(a.Raw), []byte("\r\n\r\n")); ok {
			got[string(bytes.TrimSuffix(frames, []byte(closeMark)))] = true
		}
	}
	n := 0
	for _, c := range cases {
		head, frames, ok := Split(c)
		if !ok {
			continue
		}
		if _, k := Field(handshake.ParseRequest(head), "Sec-WebSocket-Extensions"); len(frames) > 0 && k == 0 {
			if n++; !sent[string(frames)] || !got[string(turn(frames))] {
				t.Errorf("%s: the frames of its client go not to servers and, turned, to clients", c.ID)
			}
		}
		if frames := serverFrames(c); frames != nil {
			if n++; !sent[string(turn(frames))] {
				t.Errorf("%s: the frames of its server do not go, turned, to servers", c.ID)
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d runs of frames in the catalogue", n)
	}
	t.Logf("%d runs of frames", n)
}
