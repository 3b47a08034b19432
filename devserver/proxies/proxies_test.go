package proxies_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"handshake101/devserver/internal/app"
	"handshake101/devserver/internal/guard"
	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/send"
	"handshake101/devserver/proxies"
	"handshake101/handshake"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// lab starts an instance of the lab and gives its address.
func lab(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, l)
}

// serve starts it on a listener that is there, with targets.
func serve(t *testing.T, l net.Listener, targets ...string) string {
	t.Helper()
	bounds := limits.Default()
	bounds.Linger = 200 * time.Millisecond
	named, err := send.Resolve(t.Context(), targets)
	if err != nil {
		t.Fatal(err)
	}
	s, err := app.New(app.Config{Limits: bounds, Page: http.NotFoundHandler(), Guard: guard.ForAddress(l.Addr().String()), Log: slog.New(slog.DiscardHandler), Targets: named}, l)
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

// program finds a program that `make test` installs.
func program(t *testing.T, name string) string {
	t.Helper()
	for _, p := range []string{name, "/usr/sbin/" + name} {
		if found, err := exec.LookPath(p); err == nil {
			return found
		}
	}
	t.Fatalf("%s is not here: devserver/browsertest/setup.sh, which make test runs, installs it", name)
	return ""
}

// freePort finds a port that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// modules of Apache that the examples need; what is built in is not a file.
var modules = []string{"mpm_event", "authz_core", "proxy", "proxy_http"}

// begin runs a real proxy with an example of ours in front of labs, and gives
// its address. The example stays as it is but for the ports.
func begin(t *testing.T, id, example string, labs ...string) string {
	t.Helper()
	dir := t.TempDir()
	os.Chmod(dir, 0o755)
	front := freePort(t)
	config := strings.ReplaceAll(example, "127.0.0.1:8080", front)
	for i, address := range labs {
		config = strings.ReplaceAll(config, []string{"127.0.0.1:8101", "127.0.0.1:8201"}[i], address)
	}
	var cmd *exec.Cmd
	switch id {
	case "nginx":
		config = "daemon off; master_process off; pid " + dir + "/pid; error_log stderr; events {}\nhttp { access_log off;\n" +
			"client_body_temp_path " + dir + "; proxy_temp_path " + dir + "; fastcgi_temp_path " + dir + "; uwsgi_temp_path " + dir + "; scgi_temp_path " + dir + ";\n" + config + "}\n"
		cmd = exec.Command(program(t, "nginx"), "-p", dir, "-e", "stderr", "-c", filepath.Join(dir, "conf"))
	case "apache":
		head := "ServerName localhost\nServerRoot " + dir + "\nPidFile " + dir + "/pid\nErrorLog /dev/stderr\nDefaultRuntimeDir " + dir + "\n"
		for _, m := range modules {
			if file := "/usr/lib/apache2/modules/mod_" + m + ".so"; exists(file) {
				head += "LoadModule " + m + "_module " + file + "\n"
			}
		}
		if os.Getuid() == 0 {
			head += "User nobody\nGroup nogroup\n"
		}
		config = head + config
		cmd = exec.Command(program(t, "apache2"), "-DFOREGROUND", "-d", dir, "-f", filepath.Join(dir, "conf"))
	case "haproxy":
		cmd = exec.Command(program(t, "haproxy"), "-db", "-f", filepath.Join(dir, "conf"))
	}
	if err := os.WriteFile(filepath.Join(dir, "conf"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = 3 * time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		timer := time.AfterFunc(3*time.Second, func() { cmd.Process.Kill() })
		cmd.Wait()
		timer.Stop()
		if t.Failed() {
			t.Logf("%s said:\n%s", id, said.String())
		}
	})
	for end := time.Now().Add(15 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", front); err == nil {
			c.Close()
			return front
		}
		if time.Now().After(end) {
			t.Fatalf("%s does not listen", id)
		}
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// try opens a WebSocket through the front as a browser does, sends Hello and
// wants it back. It gives the status, and whether Hello came.
func try(t *testing.T, front, id string) (status int, echoed bool) {
	t.Helper()
	c, err := net.Dial("tcp", front)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(10 * time.Second))
	c.Write(handshake.Build(handshake.Offer{Target: "/live/" + id + "/echo", Host: front, Origin: "http://" + front, Key: "dGhlIHNhbXBsZSBub25jZQ=="}))
	in := bufio.NewReader(c)
	res, err := http.ReadResponse(in, &http.Request{Method: "GET"})
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != 101 {
		io.Copy(io.Discard, res.Body)
		return res.StatusCode, false
	}
	io.WriteString(c, "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58")
	got := make([]byte, 7)
	io.ReadFull(in, got)
	return 101, string(got) == "\x81\x05Hello"
}

// recording fetches what the lab saw.
func recording(t *testing.T, address, id string) (request, response []byte, status int) {
	t.Helper()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Get("http://" + address + "/live/" + id + "/recording")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var r struct{ RequestBase64, ResponseBase64 []byte }
	if res.StatusCode == 200 {
		if err := json.NewDecoder(res.Body).Decode(&r); err != nil {
			t.Fatal(err)
		}
	}
	return r.RequestBase64, r.ResponseBase64, res.StatusCode
}

// fired lists the rules that the inspector names for an exchange.
func fired(request, response []byte) []string {
	report := handshake.Inspect(handshake.Exchange{Request: request, Response: response}, nil)
	var ids []string
	for _, m := range regexp.MustCompile(`"rule":"([^"]+)"`).FindAllStringSubmatch(string(report.AppendJSON(nil, nil)), -1) {
		if !slices.Contains(ids, m[1]) {
			ids = append(ids, m[1])
		}
	}
	return ids
}

// TestProxies runs each example in its program: the wrong one opens no
// WebSocket, and the inspector names the cause from what the lab recorded; the
// right one opens it.
func TestProxies(t *testing.T) {
	causes := map[string][]string{ // what the inspector must name for the wrong one
		"nginx":   {"prac.nginx.no-upgrade"},
		"apache":  {"prac.apache.no-upgrade"},
		"haproxy": {"prac.proxy.strip"},
	}
	for _, e := range proxies.Examples() {
		t.Run(e.ID, func(t *testing.T) {
			behind := lab(t)
			front := begin(t, e.ID, e.Wrong, behind)
			id := "wrong-" + e.ID + "-0123456789"
			status, _ := try(t, front, id)
			if status == 101 {
				t.Error("the wrong configuration opens a WebSocket")
			}
			request, response, _ := recording(t, behind, id)
			rules := fired(request, response)
			for _, want := range causes[e.ID] {
				if !slices.Contains(rules, want) {
					t.Errorf("the inspector does not name %s but %v for\n%s", want, rules, request)
				}
			}

			front = begin(t, e.ID, e.Right, behind)
			id = "right-" + e.ID + "-0123456789"
			if status, echoed := try(t, front, id); status != 101 || !echoed {
				t.Errorf("the right configuration: status %d, echo %v", status, echoed)
			}
			request, response, _ = recording(t, behind, id)
			if !bytes.Contains(request, []byte("HTTP/1.1\r\n")) || !bytes.HasPrefix(response, []byte("HTTP/1.1 101 ")) {
				t.Errorf("recorded %q\n%q", request, response)
			}
		})
	}
}

// TestBalance: two instances behind one address. A WebSocket and all that is
// asked about it meet at one of them, and both have something to do.
func TestBalance(t *testing.T) {
	for _, e := range proxies.Examples() {
		if e.Balance == "" {
			continue
		}
		t.Run(e.ID, func(t *testing.T) {
			one, two := lab(t), lab(t)
			front := begin(t, e.ID, e.Balance, one, two)
			at := [2]int{}
			for i := range 24 {
				id := fmt.Sprintf("balance-%d-%s-0123456789", i*7919, e.ID)
				if status, echoed := try(t, front, id); status != 101 || !echoed {
					t.Fatalf("status %d, echo %v", status, echoed)
				}
				if _, _, status := recording(t, front, id); status != 200 {
					t.Errorf("the recording is not where the WebSocket was: status %d", status)
				}
				for n, address := range []string{one, two} {
					if _, _, status := recording(t, address, id); status == 200 {
						at[n]++
					}
				}
			}
			if at[0]+at[1] != 24 || at[0] == 0 || at[1] == 0 {
				t.Errorf("the instances had %v of 24", at)
			}
		})
	}
}

// TestReadmeShowsBalance: what README.md shows is what is tested.
func TestReadmeShowsBalance(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	config, err := os.ReadFile("haproxy/balance.cfg")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile(`(?m)^(.)`).ReplaceAllString(string(config), "    $1")
	if !strings.Contains(string(readme), shown) {
		t.Error("README.md shows another configuration than haproxy/balance.cfg")
	}
}
