// Package upgrade is the dev server's front door: one accept loop that reads
// every connection as raw bytes. A request for the upgrade endpoint,
// /live/{id}/echo, is judged and answered by package handshake, recorded byte
// for byte, and after a 101 handed to the protocol's speaker. Every other
// connection goes to net/http, with the bytes that were read. The reason for
// two readers: net/http refuses or tidies up what a lesson is about.
package upgrade

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"handshake101/devserver/internal/guard"
	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/pipe"
	"handshake101/devserver/internal/record"
	"handshake101/handshake"
)

// Config is what a Server is made of. All of it must be given.
type Config struct {
	Limits     limits.Limits
	Guard      *guard.Guard
	Recordings *record.Store
	HTTP       http.Handler // all that is not the upgrade endpoint
	Log        *slog.Logger
}

// Server accepts connections until Shutdown.
type Server struct {
	Config
	http     *http.Server
	handoff  *handoff
	listener net.Listener
	census   census
	lingers  atomic.Int64

	running  sync.WaitGroup // our own goroutines: one a connection, one for net/http
	draining atomic.Bool

	mu    sync.Mutex
	open  map[*guest]struct{}
	ended bool // no further goroutine may begin
}

// guest is one connection in our own hands: while its head is read, while it
// is answered, and while it speaks another protocol.
type guest struct {
	conn *conn
	pipe *pipe.Pipe // once it speaks; guarded by Server.mu
}

// New makes a server; Serve starts it.
func New(c Config, l net.Listener) *Server {
	s := &Server{Config: c, listener: l, handoff: newHandoff(l.Addr()), open: make(map[*guest]struct{})}
	s.http = &http.Server{
		Handler:           c.HTTP,
		ReadHeaderTimeout: c.Limits.HeadTime,
		ReadTimeout:       c.Limits.HTTPRead,
		WriteTimeout:      c.Limits.HTTPWrite,
		IdleTimeout:       c.Limits.HTTPIdle,
		MaxHeaderBytes:    c.Limits.Head,
		ConnState:         betweenRequests,
		ErrorLog:          slog.NewLogLogger(c.Log.Handler(), slog.LevelDebug),
	}
	return s
}

// Serve accepts until the listener is closed. It returns nil after Shutdown.
func (s *Server) Serve() error {
	s.spawn(func() {
		if err := s.http.Serve(s.handoff); !errors.Is(err, http.ErrServerClosed) {
			s.Log.Error("net/http stopped", "error", err)
		}
	})
	pause := 5 * time.Millisecond
	for {
		c, err := s.listener.Accept()
		switch {
		case err == nil:
			pause = 5 * time.Millisecond
			s.welcome(c)
		case s.draining.Load():
			return nil
		case errors.Is(err, net.ErrClosed):
			return err
		default: // no file descriptor left, or a peer that is gone already
			s.Log.Warn("accept", "error", err, "pause", pause)
			time.Sleep(pause)
			pause = min(2*pause, time.Second)
		}
	}
}

// spawn runs f on its own goroutine unless the server has ended.
func (s *Server) spawn(f func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return false
	}
	s.running.Go(f)
	return true
}

// welcome counts a new connection in and begins to read it.
func (s *Server) welcome(raw net.Conn) {
	started := time.Now()
	c := &conn{Conn: raw, server: s, address: addressOf(raw)}
	if status := s.census.enter(c.address, s.Limits.Conns, s.Limits.ConnsPerAddress); status != 0 {
		s.turnAway(raw, status)
		return
	}
	if !s.spawn(func() { s.receive(c, nil, started) }) {
		c.Close()
	}
}

// turnAway answers a connection that there is no place for.
func (s *Server) turnAway(raw net.Conn, status int) {
	text := "The server holds as many connections as it can. Try again in a moment.\n"
	if status == http.StatusTooManyRequests {
		text = "This address holds as many connections as one may.\n"
	}
	if !s.spawn(func() {
		raw.SetWriteDeadline(time.Now().Add(s.Limits.Linger))
		raw.Write(handshake.ErrorResponse(status, text))
		s.linger(raw)
		raw.Close()
	}) {
		raw.Close()
	}
}

// resume goes on with a connection that net/http had; false when the server ends.
func (s *Server) resume(c *conn, pending []byte) bool {
	return s.spawn(func() { s.receive(c, pending, time.Now()) })
}

// enter lists a connection for the drain.
func (s *Server) enter(g *guest) {
	s.mu.Lock()
	s.open[g] = struct{}{}
	s.mu.Unlock()
}

func (s *Server) leave(g *guest) {
	s.mu.Lock()
	delete(s.open, g)
	s.mu.Unlock()
}

// Open tells how many connections there are, net/http's included.
func (s *Server) Open() int {
	s.census.mu.Lock()
	defer s.census.mu.Unlock()
	return s.census.all
}

// Shutdown stops accepting, lets ordinary requests finish, asks each protocol
// to say goodbye, and closes at the context's end what is still open.
func (s *Server) Shutdown(ctx context.Context) error {
	s.draining.Store(true)
	s.listener.Close()
	end, bounded := ctx.Deadline()
	if !bounded {
		end = time.Now().Add(s.Limits.Drain)
	}
	s.mu.Lock()
	s.ended = true
	for g := range s.open {
		s.drain(g, end)
	}
	s.mu.Unlock()

	err := s.http.Shutdown(ctx)
	if err != nil {
		s.http.Close()
	}
	done := make(chan struct{})
	go func() { s.running.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
		err = ctx.Err()
		s.mu.Lock()
		for g := range s.open {
			g.conn.Close()
		}
		s.mu.Unlock()
		<-done
	}
	return err
}

// drain asks one connection to end; s.mu is held.
func (s *Server) drain(g *guest, end time.Time) {
	if g.pipe != nil {
		g.pipe.Drain(end)
		return
	}
	g.conn.SetReadDeadline(time.Unix(1, 0)) // it waits for a head
}

// linger closes politely: our side is ended, and what the peer still sends is
// read for a while. To close with unread bytes would reset the connection, and
// the peer might never see the answer.
func (s *Server) linger(c net.Conn) {
	half, ok := c.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		return
	}
	if s.lingers.Add(1) <= int64(s.Limits.Lingerers) && !s.draining.Load() {
		c.SetReadDeadline(time.Now().Add(s.Limits.Linger))
		var sink [512]byte
		for read := 0; read < lingerBytes; {
			n, err := c.Read(sink[:])
			if err != nil {
				break
			}
			read += n
		}
	}
	s.lingers.Add(-1)
}

// lingerBytes is how much a peer may go on sending after an error answer.
const lingerBytes = 256 << 10
