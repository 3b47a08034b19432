// Package snippets runs what the page gives to take away, in the real programs:
// commands and clients against the lab, servers and proxies with a client of
// our own. It has tests only.
package snippets_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"handshake101/devserver/internal/app"
	"handshake101/devserver/internal/guard"
	"handshake101/devserver/internal/limits"
	"handshake101/handshake"
)

// lab starts an instance of the lab and gives its address.
func lab(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	bounds := limits.Default()
	bounds.Linger = 200 * time.Millisecond
	s, err := app.New(app.Config{Limits: bounds, Page: http.NotFoundHandler(), Guard: guard.ForAddress(l.Addr().String()), Log: slog.New(slog.DiscardHandler)}, l)
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- s.Serve() }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		s.Shutdown(ctx)
		<-served
	})
	return l.Addr().String()
}

func export(t *testing.T, id string, ex handshake.Exchange, p *handshake.Policy) string {
	t.Helper()
	for _, e := range handshake.Exports() {
		if e.ID == id {
			if !e.Fits(ex) {
				t.Fatalf("%s does not fit", id)
			}
			return e.Write(ex, p, nil)
		}
	}
	t.Fatalf("there is no export %s", id)
	return ""
}

// request is rich: a query, subprotocols, an origin, fields of its own, one
// twice, values with quotation marks of both kinds and signs that shells read.
func request(address, id string) []byte {
	return handshake.Build(handshake.Offer{
		Target: "/live/" + id + "/echo?subprotocols=chat", Host: address, Origin: "http://" + address, Key: "dGhlIHNhbXBsZSBub25jZQ==",
		Subprotocols: []string{"chat", "superchat"}, Extensions: "permessage-deflate; client_max_window_bits",
		Extra: []string{"X-Room: it's \"$1\" {url} \\n `x`", "X-Two: a", "X-Two: b", "User-Agent: own/1"},
	})
}

func root(t *testing.T) string {
	t.Helper()
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "..")
}

// command is what runs a file with an export.
func command(t *testing.T, id, file string) *exec.Cmd {
	t.Helper()
	var cmd *exec.Cmd
	switch filepath.Ext(file) {
	case ".sh":
		cmd = exec.Command("sh", file)
	case ".go":
		program := file + ".exe"
		build := exec.Command("go", "build", "-o", program, file)
		build.Dir = root(t)
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("go build: %v\n%s", err, out)
		}
		cmd = exec.Command(program)
	case ".mjs": // node looks for packages above the file
		modules := filepath.Join(root(t), ".cache", "ws", "node_modules")
		if _, err := os.Stat(modules); err != nil {
			t.Fatal("the npm package ws is not here: devserver/browsertest/setup.sh, which make test runs, fetches it")
		}
		if err := os.Symlink(modules, filepath.Join(filepath.Dir(file), "node_modules")); err != nil {
			t.Fatal(err)
		}
		cmd = exec.Command("node", file)
	case ".py":
		if id == "pytest" {
			return exec.Command("/usr/bin/python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", file)
		}
		python := "/usr/bin/python3" // Debian's, which has Debian's packages
		if _, err := os.Stat(python); err != nil {
			python = "python3"
		}
		cmd = exec.Command(python, file)
	case ".conf", "":
		cmd = proxy(t, id, file)
	}
	return cmd
}

func write(t *testing.T, id, text string) string {
	t.Helper()
	for _, e := range handshake.Exports() {
		if e.ID == id {
			file := filepath.Join(t.TempDir(), e.File)
			os.Chmod(filepath.Dir(file), 0o755)
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			return file
		}
	}
	return ""
}

// TestClients runs every command and client. What arrives is the request of the
// exchange: byte for byte where the program can, else every field that the
// program lets one set.
func TestClients(t *testing.T) {
	if testing.Short() {
		t.Skip("runs other programs")
	}
	address := lab(t)
	for _, e := range handshake.Exports() {
		if e.Group != handshake.ExportCommand && e.Group != handshake.ExportClient || e.ID == "websocat" || e.ID == "browser" {
			continue // no package has websocat; the browser's is run in the page's tests
		}
		t.Run(e.ID, func(t *testing.T) {
			id := "snippet-of-" + e.ID + "-0000000000"
			ex := handshake.Exchange{Request: request(address, id)}
			text := export(t, e.ID, ex, nil)
			cmd := command(t, e.ID, write(t, e.ID, text))
			var out bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &out
			timer := time.AfterFunc(30*time.Second, func() { cmd.Process.Kill() })
			err := cmd.Run()
			timer.Stop()
			said := out.String()
			switch e.ID {
			case "curl": // ends by its time-out, for nobody closes the WebSocket
				if !strings.Contains(said, "HTTP/1.1 101 Switching Protocols") {
					t.Errorf("%v\n%s\nsaid\n%s", err, text, said)
				}
			case "pytest":
				if err != nil || !strings.Contains(said, "1 passed") {
					t.Errorf("%v\n%s\nsaid\n%s", err, text, said)
				}
			case "nc":
				if !strings.HasPrefix(said, "HTTP/1.1 101 Switching Protocols") {
					t.Errorf("%v\n%s\nsaid\n%s", err, text, said)
				}
			default:
				if err != nil || !strings.Contains(said, "hello") || !strings.Contains(said, "chat") {
					t.Errorf("%v\n%s\nsaid\n%s", err, text, said)
				}
			}
			got := recorded(t, address, id)
			switch e.ID {
			case "nc", "pytest":
				if string(got) != string(ex.Request) {
					t.Errorf("got  %q\nsent %q", got, ex.Request)
				}
			case "curl": // its Host comes first, all else as it stands
				if a, b := sorted(got), sorted(ex.Request); !slices.Equal(a, b) {
					t.Errorf("got  %q\nsent %q", a, b)
				}
			default:
				for _, line := range sorted(ex.Request) {
					name, value, _ := strings.Cut(line, ": ")
					if slices.Contains([]string{"Sec-WebSocket-Key", "Sec-WebSocket-Extensions", "Connection", "Upgrade"}, name) || line == "" {
						continue
					}
					have := false
					for _, l := range sorted(got) {
						n, v, _ := strings.Cut(l, ": ")
						have = have || strings.EqualFold(n, name) && strings.ReplaceAll(v, ", ", ",") == strings.ReplaceAll(value, ", ", ",")
					}
					if !have {
						t.Errorf("%s did not send %q:\n%s", e.ID, line, got)
					}
				}
			}
		})
	}
}

func sorted(head []byte) []string {
	lines := strings.Split(string(head), "\r\n")
	slices.Sort(lines)
	return lines
}

func recorded(t *testing.T, address, id string) []byte {
	t.Helper()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Get("http://" + address + "/live/" + id + "/recording")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var r struct{ RequestBase64 []byte }
	if err := json.NewDecoder(res.Body).Decode(&r); err != nil {
		t.Fatal(err)
	}
	head, _, _ := bytes.Cut(r.RequestBase64, []byte("\r\n\r\n"))
	return append(head, "\r\n\r\n"...)
}

// TestServers runs every server and proxy. The request of the exchange opens a
// WebSocket through it, with the subprotocol of the exchange, and is echoed.
func TestServers(t *testing.T) {
	if testing.Short() {
		t.Skip("runs other programs")
	}
	for _, e := range handshake.Exports() {
		if e.Group != handshake.ExportServer && e.Group != handshake.ExportProxy {
			continue
		}
		t.Run(e.ID, func(t *testing.T) {
			front := freePort(t)
			host, port, _ := strings.Cut(front, ":")
			ex := handshake.Exchange{Request: handshake.Build(handshake.Offer{
				Target: "/live/snippet-of-" + e.ID + "-0000000000/echo", Host: front, Origin: "http://" + front,
				Key: "dGhlIHNhbXBsZSBub25jZQ==", Subprotocols: []string{"superchat", "chat"}})}
			if e.Group == handshake.ExportServer { // it echoes by itself
				ex.Response = []byte("HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Protocol: chat\r\n\r\n")
			}
			text := export(t, e.ID, ex, nil)
			if e.Group == handshake.ExportServer {
				text = replace(t, text, "8080", port)
			} else {
				text = replace(t, text, "127.0.0.1:8080", lab(t))
				for _, l := range [][2]string{{"listen 80;", "listen " + front + ";"}, {"<VirtualHost *:80>", "Listen " + front + "\n<VirtualHost *:" + port + ">"}, {"http://" + host + " {", "http://" + front + " {"}} {
					text = strings.Replace(text, l[0], l[1], 1)
				}
			}
			cmd := command(t, e.ID, write(t, e.ID, text))
			var said bytes.Buffer
			cmd.Stdout, cmd.Stderr = &said, &said
			cmd.WaitDelay = 3 * time.Second
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() {
				cmd.Process.Signal(os.Interrupt)
				timer := time.AfterFunc(3*time.Second, func() { cmd.Process.Kill() })
				cmd.Wait()
				timer.Stop()
				if t.Failed() {
					t.Logf("%s\nsaid\n%s", text, said.String())
				}
			}()
			wait(t, front)
			status, subprotocol, echoed := try(t, front, ex.Request)
			want := "chat"
			if e.Group == handshake.ExportProxy {
				want = "" // the lab's choice
			}
			if status != 101 || !echoed || want != "" && subprotocol != want {
				t.Errorf("status %d, subprotocol %q, echoed %v", status, subprotocol, echoed)
			}
			if e.Group == handshake.ExportServer && e.ID != "go-server" {
				// the path and the origin are those of the exchange
				other := bytes.Replace(ex.Request, []byte("Origin: http://"), []byte("Origin: http://not."), 1)
				if status, _, _ := try(t, front, other); status == 101 {
					t.Error("it takes any origin")
				}
			}
		})
	}
}

// replace wants the text to be there.
func replace(t *testing.T, s, old, new string) string {
	t.Helper()
	if !strings.Contains(s, old) {
		t.Fatalf("no %q in\n%s", old, s)
	}
	return strings.ReplaceAll(s, old, new)
}

func wait(t *testing.T, address string) {
	t.Helper()
	for end := time.Now().Add(15 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			return
		}
		if time.Now().After(end) {
			t.Fatal("it does not listen")
		}
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// try opens a WebSocket, sends Hello and wants it back.
func try(t *testing.T, front string, request []byte) (status int, subprotocol string, echoed bool) {
	t.Helper()
	c, err := net.Dial("tcp", front)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(10 * time.Second))
	c.Write(request)
	in := bufio.NewReader(c)
	res, err := http.ReadResponse(in, &http.Request{Method: "GET"})
	if err != nil {
		t.Fatal(err)
	}
	subprotocol = res.Header.Get("Sec-WebSocket-Protocol")
	if res.StatusCode != 101 {
		io.Copy(io.Discard, res.Body)
		return res.StatusCode, subprotocol, false
	}
	io.WriteString(c, "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58")
	got := make([]byte, 7)
	io.ReadFull(in, got)
	return 101, subprotocol, string(got) == "\x81\x05Hello"
}
