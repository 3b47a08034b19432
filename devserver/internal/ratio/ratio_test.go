// Package ratio measures the engine against a yardstick in the same run: how long
// one act takes compared with net/http parsing the same request. Times on a shared
// machine wander by a third; ratios of interleaved rounds hold still.
package ratio

import (
	"bufio"
	"bytes"
	"net/http"
	"slices"
	"testing"
	"time"

	"handshake101/handshake"
)

// offer is what Chromium sends for new WebSocket(url, ["chat", "superchat"]).
var offer = []byte("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:18080\r\nConnection: Upgrade\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n" +
	"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36\r\n" +
	"Upgrade: websocket\r\nOrigin: http://127.0.0.1:18080\r\nSec-WebSocket-Version: 13\r\n" +
	"Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\n" +
	"Sec-WebSocket-Key: hXSwZt9tHtza1TLNBuGMWg==\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" +
	"Sec-WebSocket-Protocol: chat, superchat\r\n\r\n")

// BenchmarkRatio reports times as multiples of http.ReadRequest.
func BenchmarkRatio(b *testing.B) {
	answer := handshake.Respond(offer, nil)
	exchange := handshake.Exchange{Request: offer, Response: answer}
	var buffer []byte
	acts := []struct {
		name string
		do   func()
	}{
		{"ReadRequest", func() {
			if _, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(offer))); err != nil {
				b.Fatal(err)
			}
		}},
		{"Decide", func() { handshake.Decide(offer, nil) }},
		{"Respond", func() { handshake.Respond(offer, nil) }},
		{"Inspect", func() { handshake.Inspect(exchange, nil) }},
		{"Inspect+JSON", func() { buffer = handshake.Inspect(exchange, nil).AppendJSON(buffer[:0], nil) }},
	}
	const each = 200
	for b.Loop() {
		ratios := make([][]float64, len(acts))
		for range 15 {
			var yard time.Duration
			for i, a := range acts {
				start := time.Now()
				for range each {
					a.do()
				}
				took := time.Since(start)
				if i == 0 {
					yard = took
				}
				ratios[i] = append(ratios[i], float64(took)/float64(yard))
			}
		}
		for i, a := range acts[1:] {
			r := ratios[i+1]
			slices.Sort(r)
			b.ReportMetric(r[len(r)/2], a.name+"/ReadRequest")
		}
	}
	b.ReportMetric(0, "ns/op")
}
