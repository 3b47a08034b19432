// Package upgrade is the dev server's front door: an accept loop that reads
// every connection as raw bytes. A request for the upgrade endpoint,
// /live/{id}/echo, is judged and answered by package handshake, recorded byte
// for byte, and after a 101 handed to the protocol's speaker; one for
// /live/{id}/answer is answered with the bytes that were stored for the id.
// Every other connection goes to net/http, with the bytes that were read. The
// reason for two readers: net/http refuses or tidies up what a lesson is about.
package upgrade

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"handshake101/devserver/internal/echo"
	"handshake101/devserver/internal/guard"
	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/pipe"
	"handshake101/devserver/internal/record"
	"handshake101/devserver/internal/room"
	"handshake101/devserver/internal/script"
	"handshake101/handshake"
)

// Config is what a Server is made of. All of it must be given.
type Config struct {
	Limits     limits.Limits
	Guard      *guard.Guard
	Recordings *record.Store
	Answers    *script.Store
	HTTP       http.Handler // all that is not the upgrade endpoint
	TLS        *tls.Config  // for protocols that begin TLS after the switch
	Watch      Watch
	Room       *room.Room
	Log        *slog.Logger
}

// Watch is told of what happens, for the metrics.
type Watch interface {
	Opened(door string)
	Answered(verdict string, status int, protocol string)
	Refused(status int)
	Ended(protocol, why string)
}

// Server accepts connections until Shutdown.
type Server struct {
	Config
	http        *http.Server
	streams     *streams // HTTP/2, behind the doors with TLS
	handoff     *handoff
	doors       []*door
	census      census
	lingers     atomic.Int64
	turningAway atomic.Int64 // under TLS
	errands     errands
	room        *room.Room

	running  sync.WaitGroup // our own goroutines: one a connection, one a door, one for net/http
	draining atomic.Bool
	stopping chan struct{} // closed when the drain begins

	mu    sync.Mutex
	open  map[*guest]struct{}
	ended bool // no further goroutine may begin
}

// guest is one connection in our own hands: while its head is read, while it
// is answered, and while it speaks another protocol.
type guest struct {
	conn net.Conn

	// What follows is there once it speaks; guarded by Server.mu.
	pipe     *pipe.Pipe
	speaker  echo.Speaker
	id       string
	protocol string
	finish   func() // instead of closing the connection; nil otherwise
}

// New makes a server behind the given doors, of which there is at least one;
// Serve starts it.
func New(c Config, doors ...Door) *Server {
	s := &Server{Config: c, room: c.Room, handoff: newHandoff(doors[0].Listener.Addr()), open: make(map[*guest]struct{}), stopping: make(chan struct{})}
	for _, d := range doors {
		s.doors = append(s.doors, &door{d})
	}
	s.http = &http.Server{
		Handler:           c.HTTP,
		ReadHeaderTimeout: c.Limits.HeadTime,
		ReadTimeout:       c.Limits.HTTPRead,
		WriteTimeout:      c.Limits.HTTPWrite,
		IdleTimeout:       c.Limits.HTTPIdle,
		MaxHeaderBytes:    c.Limits.Head,
		ConnState:         betweenRequests,
		ConnContext:       withTLS,
		ErrorLog:          slog.NewLogLogger(c.Log.Handler(), slog.LevelDebug),
	}
	s.streams = newStreams(s)
	return s
}

// Serve accepts until the listener is closed. It returns nil after Shutdown.
func (s *Server) Serve() error {
	s.spawn(func() {
		if err := s.http.Serve(s.handoff); !errors.Is(err, http.ErrServerClosed) {
			s.Log.Error("net/http stopped", "error", err)
		}
	})
	s.spawn(s.streams.run)
	for _, d := range s.doors[1:] {
		s.spawn(func() {
			if err := s.accept(d); err != nil {
				s.Log.Error("a door is closed", "address", d.Listener.Addr(), "error", err)
			}
		})
	}
	return s.accept(s.doors[0])
}

// accept lets in who comes to one door.
func (s *Server) accept(d *door) error {
	pause := 5 * time.Millisecond
	for {
		c, err := d.Listener.Accept()
		switch {
		case err == nil:
			pause = 5 * time.Millisecond
			s.welcome(d, c)
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
func (s *Server) welcome(d *door, raw net.Conn) {
	started := time.Now()
	c := &conn{Conn: raw, server: s, door: d, address: addressOf(raw)}
	if status := s.census.enter(c.address, s.Limits.Conns, s.Limits.ConnsPerAddress); status != 0 {
		s.turnAway(d, raw, status)
		return
	}
	s.Watch.Opened(d.name())
	begin := func() { s.receive(c, nil, started) }
	if d.TLS != nil {
		begin = func() { s.unwrap(c, started) }
	}
	if !s.spawn(begin) {
		c.Close()
	}
}

// turnAway answers a connection that there is no place for, under TLS too as
// long as not too many are being answered so.
func (s *Server) turnAway(d *door, raw net.Conn, status int) {
	s.Watch.Refused(status)
	text := "The server holds as many connections as it can. Try again in a moment.\n"
	if status == http.StatusTooManyRequests {
		text = "This address holds as many connections as one may.\n"
	}
	if !s.spawn(func() {
		defer raw.Close()
		g := &guest{conn: raw}
		s.enter(g)
		defer s.leave(g)
		c := raw
		if d.TLS != nil {
			if s.turningAway.Add(1) <= int64(s.Limits.Lingerers) {
				c = s.wrapForOneWord(d, raw)
			}
			defer s.turningAway.Add(-1)
		}
		c.SetWriteDeadline(time.Now().Add(s.Limits.Linger))
		c.Write(handshake.ErrorResponse(status, text))
		s.linger(c)
	}) {
		raw.Close()
	}
}

// wrapForOneWord shakes hands for TLS to say one thing in HTTP/1.1. A client
// that does not answer gets it in the clear, and sees that it was refused.
func (s *Server) wrapForOneWord(d *door, raw net.Conn) net.Conn {
	plain := d.TLS.Clone()
	plain.NextProtos = []string{"http/1.1"}
	t := tls.Server(raw, plain)
	raw.SetDeadline(time.Now().Add(s.Limits.Linger))
	if t.Handshake() != nil {
		return raw
	}
	return t
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
	if !s.draining.Swap(true) {
		close(s.stopping)
	}
	for _, d := range s.doors {
		d.Listener.Close()
	}
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

	streamsEnd := make(chan error, 1)
	go func() { streamsEnd <- s.streams.shutdown(ctx) }()
	err := s.http.Shutdown(ctx)
	if err != nil {
		s.http.Close()
	}
	if e := <-streamsEnd; err == nil {
		err = e
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

// Stopping is closed when the server begins to stop.
func (s *Server) Stopping() <-chan struct{} { return s.stopping }

// rest waits, unless the server begins to stop.
func (s *Server) rest(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-s.stopping:
		return false
	}
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
