// Package app puts the dev server together: the doors, the recordings, the
// live lab, the API, the page, and the guards in front of them.
package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"handshake101/devserver/internal/api"
	"handshake101/devserver/internal/cert"
	"handshake101/devserver/internal/echo"
	"handshake101/devserver/internal/guard"
	"handshake101/devserver/internal/lan"
	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/live"
	"handshake101/devserver/internal/record"
	"handshake101/devserver/internal/room"
	"handshake101/devserver/internal/script"
	"handshake101/devserver/internal/send"
	"handshake101/devserver/internal/upgrade"
	"handshake101/devserver/proxies"
	"handshake101/handshake"
)

// Config is what the server is made of. What is optional says so.
type Config struct {
	Limits    limits.Limits
	Page      http.Handler
	Languages map[string]*handshake.Language // of reports, besides English
	Guard     *guard.Guard
	Log       *slog.Logger

	Secure      net.Listener     // optional: for TLS, with HTTP/2
	SecureTwin  net.Listener     // optional: for TLS, without
	Certificate *tls.Certificate // optional: made at start
	Targets     []send.Target    // optional: what may be sent to
	LAN         []string         // optional: addresses at which others find it
	Watch       upgrade.Watch    // optional
	Metrics     http.Handler     // optional: /metrics
}

// Server is the whole dev server.
type Server struct {
	recordings *record.Store
	front      *upgrade.Server
	listener   net.Listener
}

// New makes a server on the listener; Serve starts it.
func New(c Config, l net.Listener) (*Server, error) {
	s := &Server{
		recordings: record.NewStore(c.Limits.Recordings, c.Limits.RecordingsBytes, c.Limits.RecordingAge),
		listener:   l,
	}
	if c.Watch == nil {
		c.Watch = nobody{}
	}
	if c.Certificate == nil {
		made, err := cert.Make(append(slices.Clone(c.Guard.Names), hosts(c.LAN)...), time.Now())
		if err != nil {
			return nil, err
		}
		c.Certificate = &made
	}
	doors, sender, err := s.open(&c, l)
	if err != nil {
		return nil, err
	}
	arriving := room.New(c.Limits.Arriving)
	answers := script.NewStore(c.Limits.Answers, c.Limits.AnswerAge)
	mux := http.NewServeMux()
	s.front = upgrade.New(upgrade.Config{
		Limits:     c.Limits,
		Guard:      c.Guard,
		Recordings: s.recordings,
		Answers:    answers,
		HTTP:       c.Guard.Headers(c.Guard.Protect(mux)),
		TLS:        tlsConfig(c.Certificate),
		Watch:      c.Watch,
		Room:       arriving,
		Log:        c.Log,
	}, doors...)
	sender.Expect, sender.Behind = s.front.Expect, s.behind
	mux.Handle("/live/", live.Handler(live.Config{
		Limits:     c.Limits,
		Recordings: s.recordings,
		Answers:    answers,
		Room:       arriving,
		Sender:     sender,
		Acts:       s.front,
		About:      about(&c),
		Stopping:   s.front.Stopping(),
	}))
	mux.Handle("/api/", api.Handler(c.Languages, c.Limits, arriving))
	mux.HandleFunc("GET /api/proxies", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(struct {
			Schema  int               `json:"schema"`
			Proxies []proxies.Example `json:"proxies"`
		}{1, proxies.Examples()})
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.Write([]byte("ok"))
	})
	if c.Metrics != nil {
		mux.Handle("GET /metrics", c.Metrics)
	}
	mux.Handle("/", c.Page)
	return s, nil
}

// open lists the doors: the one everybody knows, those with TLS, and two for
// the errands that the server runs for a page.
func (s *Server) open(c *Config, l net.Listener) ([]upgrade.Door, *send.Sender, error) {
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	secure, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		plain.Close()
		return nil, nil, err
	}
	doors := []upgrade.Door{
		{Listener: l},
		{Listener: plain, Sends: true},
		{Listener: secure, Sends: true, TLS: tlsConfig(c.Certificate, "http/1.1")},
	}
	if c.Secure != nil {
		doors = append(doors, upgrade.Door{Listener: c.Secure, TLS: tlsConfig(c.Certificate, "h2", "http/1.1")})
	}
	if c.SecureTwin != nil {
		doors = append(doors, upgrade.Door{Listener: c.SecureTwin, TLS: tlsConfig(c.Certificate, "http/1.1")})
	}
	roots := x509.NewCertPool()
	if c.Certificate.Leaf != nil {
		roots.AddCert(c.Certificate.Leaf)
	}
	return doors, &send.Sender{
		Limits: c.Limits, Targets: c.Targets, Roots: roots,
		Plain: plain.Addr().String(), Secure: secure.Addr().String(),
	}, nil
}

func tlsConfig(c *tls.Certificate, protocols ...string) *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{*c}, NextProtos: protocols, MinVersion: tls.VersionTLS12}
}

// hosts are the hosts in addresses.
func hosts(addresses []string) (all []string) {
	for _, a := range addresses {
		if u, err := url.Parse(a); err == nil {
			all = append(all, u.Hostname())
		}
	}
	return all
}

func about(c *Config) live.About {
	a := live.About{Protocols: echo.Protocols(), Targets: []string{}, LAN: append([]string{}, c.LAN...), SecurePort: port(c.Secure), SecureTwinPort: port(c.SecureTwin)}
	if len(c.LAN) > 0 {
		a.QR, a.QRSize = lan.Path(c.LAN[0])
	}
	for _, t := range c.Targets {
		a.Targets = append(a.Targets, t.Name)
	}
	return a
}

// arrivalTime is how long a connection behind a proxy may take to end after
// that in front of it.
const arrivalTime = 150 * time.Millisecond

// behind announces a request that a target passes on to this server.
func (s *Server) behind(id string, e *upgrade.Errand) (arrived func() *record.Document) {
	began, forget := time.Now(), s.front.ExpectBehind(id, e)
	return func() *record.Document {
		defer forget()
		r := s.recordings.Get(id)
		if r == nil || r.Started().Before(began) {
			return nil
		}
		for late := time.After(arrivalTime); ; {
			_, _, state, changed, gone := r.Since(record.Cursor{})
			if state.Closed || gone {
				break
			}
			select {
			case <-changed:
				continue
			case <-late:
			}
			break
		}
		d := r.Document()
		return &d
	}
}

// port is where a listener listens; 0 for none.
func port(l net.Listener) int {
	if l == nil {
		return 0
	}
	return l.Addr().(*net.TCPAddr).Port
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

// Recordings tells how many recordings are kept, and how many bytes they hold.
func (s *Server) Recordings() (n int, bytes int64) { return s.recordings.Len(), s.recordings.Bytes() }

// Shutdown says goodbye on all connections, and ends at the context's deadline.
func (s *Server) Shutdown(ctx context.Context) error {
	err := s.front.Shutdown(ctx)
	s.recordings.Close()
	return err
}

// nobody watches.
type nobody struct{}

func (nobody) Opened(string)                {}
func (nobody) Answered(string, int, string) {}
func (nobody) Refused(int)                  {}
func (nobody) Ended(string, string)         {}
