package peers

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"time"
)

// Peers written in Go run in our own process.

// module tells the version of a Go module that go.mod wants.
func module(path string) func() (string, error) {
	return func() (string, error) {
		root, err := Root()
		if err != nil {
			return "", err
		}
		data, err := os.ReadFile(filepath.Join(root, "go.mod"))
		if err != nil {
			return "", err
		}
		if v := regexp.MustCompile(`(?m)^\s+` + regexp.QuoteMeta(path) + ` (v\S+)`).FindSubmatch(data); v != nil {
			return string(v[1]), nil
		}
		return "", fmt.Errorf("%s is not in go.mod", path)
	}
}

func goVersion() (string, error) { return runtime.Version(), nil }

// goServer is a handler of net/http for every path.
func goServer(handler func(log io.Writer) http.Handler) func(io.Writer, string) (*Running, error) {
	return func(w io.Writer, _ string) (*Running, error) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		s := &http.Server{Handler: handler(w), ErrorLog: log.New(w, "", 0), ReadHeaderTimeout: 20 * time.Second}
		go s.Serve(l)
		return &Running{Address: l.Addr().String(), Stop: func() { s.Close() }}, nil
	}
}
