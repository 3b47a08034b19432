package peers

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"
)

// Peers written in Go run in our own process.

// module tells the version of a Go module that is compiled in.
func module(path string) func() (string, error) {
	return func() (string, error) {
		info, ok := debug.ReadBuildInfo()
		if ok {
			for _, m := range info.Deps {
				if m.Path == path {
					return m.Version, nil
				}
			}
		}
		return "", fmt.Errorf("%s is not compiled in", path)
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
