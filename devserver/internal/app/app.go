// Package app puts the dev server together: the accept loop, the recordings,
// the API, the page, and the guards in front of them.
package app

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strconv"

	"handshake101/devserver/internal/api"
	"handshake101/devserver/internal/guard"
	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/live"
	"handshake101/devserver/internal/record"
	"handshake101/devserver/internal/upgrade"
	"handshake101/handshake"
)

// Config is what the server is made of. All of it must be given.
type Config struct {
	Limits    limits.Limits
	Page      http.Handler
	Languages map[string]*handshake.Language // of reports, besides English
	Guard     *guard.Guard
	Log       *slog.Logger
}

// Server is the whole dev server on one listener.
type Server struct {
	recordings *record.Store
	front      *upgrade.Server
	listener   net.Listener
}

// New makes a server on the listener; Serve starts it.
func New(c Config, l net.Listener) *Server {
	s := &Server{recordings: record.NewStore(c.Limits.Recordings, c.Limits.RecordingAge), listener: l}
	mux := http.NewServeMux()
	mux.Handle("/live/", live.Handler(s.recordings))
	mux.Handle("/api/", api.Handler(c.Languages, c.Limits.Body))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.Write([]byte("ok"))
	})
	mux.Handle("/", c.Page)
	s.front = upgrade.New(upgrade.Config{
		Limits:     c.Limits,
		Guard:      c.Guard,
		Recordings: s.recordings,
		HTTP:       c.Guard.Headers(c.Guard.Protect(mux)),
		Log:        c.Log,
	}, l)
	return s
}

// URL is the address to open in a browser.
func (s *Server) URL() string {
	addr := s.listener.Addr().(*net.TCPAddr)
	host := addr.IP.String()
	if addr.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(addr.Port)) + "/"
}

// Serve runs until Shutdown.
func (s *Server) Serve() error { return s.front.Serve() }

// Open tells how many connections there are.
func (s *Server) Open() int { return s.front.Open() }

// Shutdown says goodbye on all connections, and ends at the context's deadline.
func (s *Server) Shutdown(ctx context.Context) error {
	err := s.front.Shutdown(ctx)
	s.recordings.Close()
	return err
}
