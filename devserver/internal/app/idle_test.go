//go:build unix

package app

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// crowd opens idle WebSockets. The clients are bare file descriptors, so that
// they cost this process next to nothing.
func (b *bed) crowd(conns int) (leave func()) {
	b.Helper()
	host, port, err := net.SplitHostPort(b.addr)
	if err != nil {
		b.Fatal(err)
	}
	to := &syscall.SockaddrInet4{Addr: [4]byte(net.ParseIP(host).To4())}
	if to.Port, err = strconv.Atoi(port); err != nil {
		b.Fatal(err)
	}
	var open []int
	answer := make([]byte, 512)
	for i := range conns {
		fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
		if err != nil {
			b.Fatal(err)
		}
		open = append(open, fd)
		if err := syscall.Connect(fd, to); err != nil {
			b.Fatal(err)
		}
		bytes := []byte(offer("/live/"+b.id()+"/echo", "Sec-WebSocket-Extensions: permessage-deflate", "User-Agent: a browser") + maskedHello)
		if _, err := syscall.Write(fd, bytes); err != nil {
			b.Fatal(err)
		}
		if n, err := syscall.Read(fd, answer); err != nil || n < len(switched) {
			b.Fatalf("connection %d: %q, %v", i, answer[:n], err)
		}
	}
	return func() {
		for _, fd := range open {
			syscall.Close(fd)
		}
	}
}

// crowdOf is the environment variable that makes this test program, started
// again, a crowd of clients and nothing else: one process may not have enough
// files for both ends of ten thousand connections.
const crowdOf = "HANDSHAKE101_CROWD"

// TestCrowd is that crowd. It stays until its input ends.
func TestCrowd(t *testing.T) {
	asked := strings.Fields(os.Getenv(crowdOf))
	if len(asked) != 3 {
		t.Skip("only for BenchmarkIdle")
	}
	conns, err := strconv.Atoi(asked[1])
	if err != nil {
		t.Fatal(err)
	}
	b := &bed{TB: t, addr: asked[0]}
	if asked[2] == "tls" {
		defer b.crowdInTLS(conns)()
	} else {
		defer b.crowd(conns)()
	}
	fmt.Println("all are here")
	io.Copy(io.Discard, os.Stdin)
}

// crowdOutside lets a crowd come from another process.
func (b *bed) crowdOutside(conns int, how string) (leave func()) {
	b.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestCrowd$")
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d %s", crowdOf, b.addr, conns, how))
	stdin, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	if line, err := bufio.NewReader(stdout).ReadString('\n'); err != nil || line != "all are here\n" {
		b.Fatal(line, err)
	}
	return func() {
		stdin.Close()
		cmd.Wait()
	}
}

// perIdle measures what each of some idle upgraded WebSockets costs the server,
// recordings included.
func (b *bed) perIdle(conns int, crowd func(int) (leave func())) float64 {
	b.Helper()
	before := held()
	leave := crowd(conns)
	b.eventually("all are open", func() bool { return b.server.Open() == conns })
	time.Sleep(200 * time.Millisecond)
	each := float64(held()-before) / float64(conns) / 1024
	leave()
	b.eventually("all are gone", func() bool { return b.server.Open() == 0 })
	return each
}

// TestIdleMemory holds the promise: 5 KiB for each idle WebSocket at most.
func TestIdleMemory(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector has memory of its own for every byte")
	}
	b := start(t, nil)
	if each := b.perIdle(1000, b.crowd); each > 5 {
		t.Errorf("an idle WebSocket costs %.2f KiB, more than 5", each)
	} else {
		t.Logf("%.2f KiB each", each)
	}
}

// BenchmarkIdle measures ten thousand at once.
func BenchmarkIdle(b *testing.B) {
	bed := start(b, nil)
	for b.Loop() {
		b.ReportMetric(bed.perIdle(10000, func(n int) func() { return bed.crowdOutside(n, "plain") }), "KiB/conn")
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
