package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestRunWithEverything starts the program with all that it can do, and looks
// at what it prints and serves.
func TestRunWithEverything(t *testing.T) {
	stop, cancel := context.WithCancel(context.Background())
	out, stdout := io.Pipe()
	var stderr bytes.Buffer
	done := make(chan error, 1)
	go func() {
		done <- run(stop, []string{"-addr", "127.0.0.1:0", "-lan", "-tls", "-metrics", "-log-json", "-allow-origin", "https://docs.example", "-name", "lab.example",
			"-target", "localhost:9", "-max-head", "8K", "-recording-age", "1m"}, stdout, &stderr)
		stdout.Close()
	}()
	lines := bufio.NewReader(out)
	line := func() string {
		t.Helper()
		s, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err, stderr.String())
		}
		return s
	}
	plain := regexp.MustCompile(`^Handshake 101 is on (http://127\.0\.0\.1:\d+/)\n$`).FindStringSubmatch(line())
	secure := regexp.MustCompile(`^With TLS and HTTP/2: (https://127\.0\.0\.1:\d+/) `).FindStringSubmatch(line())
	if plain == nil || secure == nil {
		t.Fatal("no addresses")
	}
	room := line()
	if !strings.HasPrefix(room, "Everybody on your network") && !strings.HasPrefix(room, "This machine has no address") {
		t.Errorf("printed %q", room)
	}
	go io.Copy(io.Discard, lines)

	client := &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	get := func(url string) string {
		t.Helper()
		res, err := client.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != 200 {
			t.Fatal(url, res.Status, err)
		}
		return res.Proto + " " + string(body)
	}
	if about := get(secure[1] + "live/about"); !strings.Contains(about, `"targets":["localhost:9"]`) || !strings.Contains(about, `"http":"HTTP/2.0"`) || !strings.Contains(about, `"head":8192`) || strings.Contains(about, `"secureTwinPort":0`) ||
		strings.HasPrefix(room, "Everybody") != strings.Contains(about, `"lan":["http://`) || strings.HasPrefix(room, "Everybody") != strings.Contains(about, `"qr":"M`) {
		t.Error(about)
	}
	if m := get(plain[1] + "metrics"); !strings.Contains(m, "handshake101_connections ") || !strings.Contains(m, "go_goroutines") {
		t.Error(m)
	}
	client.CloseIdleConnections()
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it does not stop")
	}
	if log := stderr.String(); !strings.Contains(log, `"msg":"stopping"`) {
		t.Errorf("logged %q", log)
	}
}

func TestMoreBadFlags(t *testing.T) {
	for _, args := range [][]string{
		{"-cert", "x"}, {"-cert", "x", "-key", "y"}, {"-allow-origin", "*"}, {"-target", "nohost"}, {"-target", "no.such.host.invalid:80"},
		{"-max-head", "0"}, {"-idle-time", "soon"}, {"-tls-addr", "x"}, {"-addr", "x"},
	} {
		if err := run(context.Background(), append([]string{"-addr", "127.0.0.1:0"}, args...), io.Discard, io.Discard); err == nil {
			t.Errorf("%v is accepted", args)
		}
	}
}

// TestHelp: -help names every bound with its default.
func TestHelp(t *testing.T) {
	var help bytes.Buffer
	run(context.Background(), []string{"-help"}, io.Discard, &help)
	for _, want := range []string{"-lan", "-target host:port", "(default 64K)", "(default 12000)", "(default 10m)", "-allow-origin origin"} {
		if !strings.Contains(help.String(), want) {
			t.Errorf("%s is missing:\n%s", want, help.String())
		}
	}
}

// TestSIGTERM: the program as a process says goodbye in a close frame and ends
// without an error.
func TestSIGTERM(t *testing.T) {
	program := filepath.Join(t.TempDir(), "devserver")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(program, "-addr", "127.0.0.1:0")
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	addr := strings.TrimSuffix(line[strings.Index(line, "http://")+7:], "/\n")
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(10 * time.Second))
	io.WriteString(c, "GET /live/abcdefghijklmnop/echo HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
	one := make([]byte, 12)
	if _, err := io.ReadFull(c, one); err != nil || string(one) != "HTTP/1.1 101" {
		t.Fatalf("%q %v", one, err)
	}
	cmd.Process.Signal(syscall.SIGTERM)
	rest, err := io.ReadAll(c)
	if err != nil || !strings.HasSuffix(string(rest), "\r\n\r\n\x88\x18\x03\xe9the server is stopping") {
		t.Errorf("%q %v", rest, err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}
