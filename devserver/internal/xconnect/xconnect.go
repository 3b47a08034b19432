// Package xconnect turns on extended CONNECT (RFC 8441) in net/http's HTTP/2.
// net/http reads the setting from the environment when it is initialised, and a
// //go:debug line for it is refused. So this package must come first. It does:
// Go initialises packages in the order of their import paths as soon as all
// that they import is ready, "handshake101/…" sorts before "net/http", and the
// few packages imported here are ready before net/http can be.
// TestExtendedConnect fails should that ever change.
package xconnect

import "os"

func init() {
	const on = "http2xconnect=1"
	if v := os.Getenv("GODEBUG"); v == "" {
		os.Setenv("GODEBUG", on)
	} else {
		os.Setenv("GODEBUG", v+","+on)
	}
}
