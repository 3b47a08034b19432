//go:build unix

package app

import (
	"net"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// BenchmarkIdle measures what an idle upgraded WebSocket costs the server. The
// clients are bare file descriptors, so that they cost this process nothing.
func BenchmarkIdle(b *testing.B) {
	const conns = 4000
	bed := start(b, nil)
	host, port, err := net.SplitHostPort(bed.addr)
	if err != nil {
		b.Fatal(err)
	}
	to := &syscall.SockaddrInet4{Addr: [4]byte(net.ParseIP(host).To4())}
	if to.Port, err = strconv.Atoi(port); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		before := held()
		var open []int
		for i := range conns {
			fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
			if err != nil {
				b.Fatal(err)
			}
			open = append(open, fd)
			if err := syscall.Connect(fd, to); err != nil {
				b.Fatal(err)
			}
			bytes := []byte(offer("/live/"+bed.id()+"/echo", "Sec-WebSocket-Extensions: permessage-deflate", "User-Agent: a browser") + maskedHello)
			if _, err := syscall.Write(fd, bytes); err != nil {
				b.Fatal(err)
			}
			answer := make([]byte, 512)
			if n, err := syscall.Read(fd, answer); err != nil || n < len(switched) {
				b.Fatalf("connection %d: %q, %v", i, answer[:n], err)
			}
		}
		bed.eventually("all are open", func() bool { return bed.server.Open() == conns })
		time.Sleep(200 * time.Millisecond)
		b.ReportMetric(float64(held()-before)/conns/1024, "KiB/conn")
		for _, fd := range open {
			syscall.Close(fd)
		}
		bed.eventually("all are gone", func() bool { return bed.server.Open() == 0 })
	}
	b.ReportMetric(0, "ns/op")
}

// held is the memory in use: heap and stacks, after what can be freed is freed.
func held() uint64 {
	debug.FreeOSMemory()
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}
