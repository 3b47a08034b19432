package app

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// TestHastyLeaveNothing: who upgrades to h2c, opens a stream and breaks off leaves
// nothing in the server's memory. (The library's timer for idle connections, if it
// has one, is armed by the end of the last stream, and holds it all.)
func TestHastyLeaveNothing(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector has memory of its own for every byte")
	}
	b := start(t, nil)
	var fields, frames bytes.Buffer
	encoder := hpack.NewEncoder(&fields)
	for _, f := range [][2]string{{":method", "POST"}, {":scheme", "http"}, {":path", "/"}, {":authority", "h"}} {
		encoder.WriteField(hpack.HeaderField{Name: f[0], Value: f[1]})
	}
	frames.WriteString(http2.ClientPreface)
	out := http2.NewFramer(&frames, nil)
	out.WriteSettings()
	out.WriteHeaders(http2.HeadersFrameParam{StreamID: 3, BlockFragment: fields.Bytes(), EndHeaders: true}) // its content does not end
	come := func(n int) {
		for range n {
			w := b.dial()
			w.send("GET /live/" + b.id() + "/echo HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n")
			w.expect("HTTP/1.1 101 Switching Protocols\r\n")
			w.send(frames.String())
			got := ""
			for one := make([]byte, 4096); !strings.Contains(got, "on stream 1"); {
				n, err := w.Read(one)
				if got += string(one[:n]); err != nil && err != io.EOF {
					t.Fatal(err)
				}
			}
			w.Close()
		}
		b.eventually("all are gone", func() bool { return b.server.Open() == 0 })
	}
	come(20) // pools fill
	const many = 200
	before := held()
	come(many)
	if each := int64(held()-before) / many; each > 5<<10 {
		t.Errorf("each left %d bytes", each)
	}
}
