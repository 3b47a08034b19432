//go:build unix

package app

import (
	"crypto/tls"
	"net"
	"testing"
)

// crowdInTLS opens idle WebSockets inside TLS.
func (b *bed) crowdInTLS(conns int) (leave func()) {
	b.Helper()
	var open []*tls.Conn
	for range conns {
		c, err := tls.Dial("tcp", b.addr, &tls.Config{InsecureSkipVerify: true})
		if err != nil {
			b.Fatal(err)
		}
		open = append(open, c)
		if _, err := c.Write([]byte(offer("/live/"+b.id()+"/echo", "User-Agent: a browser") + maskedHello)); err != nil {
			b.Fatal(err)
		}
		if n, err := c.Read(make([]byte, 512)); err != nil || n < len(switched) {
			b.Fatal(n, err)
		}
	}
	return func() {
		for _, c := range open {
			c.NetConn().Close()
		}
	}
}

// BenchmarkIdleTLS measures what an idle WebSocket inside TLS costs the server:
// no promise, but a figure to know. The clients are another process.
func BenchmarkIdleTLS(b *testing.B) {
	secure, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	bed := startWith(b, nil, func(c *Config) { c.SecureTwin = secure })
	bed.addr = secure.Addr().String()
	for b.Loop() {
		b.ReportMetric(bed.perIdle(2000, func(n int) func() { return bed.crowdOutside(n, "tls") }), "KiB/conn")
	}
	b.ReportMetric(0, "ns/op")
}
