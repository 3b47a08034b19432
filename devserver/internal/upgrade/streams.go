package upgrade

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"handshake101/devserver/internal/echo"
	"handshake101/devserver/internal/h2record"
	"handshake101/devserver/internal/pipe"
	_ "handshake101/devserver/internal/xconnect" // before net/http
	"handshake101/handshake"
)

// HTTP/2, behind a door with TLS. One connection carries many requests, so
// nothing can be switched but one stream: CONNECT with :protocol (RFC 8441).
// net/http speaks HTTP/2; it gets the decrypted connection through a watcher
// that records the frames, and believes that the client began in the clear.

type streams struct {
	server *Server
	http   *http.Server
	feed   *handoff
}

// idleWithoutStreams is how long a connection may be without a stream. It is
// short because net/http arms this timer once more when a connection ends with
// streams open, and holds all that belongs to it until then: with a longer one,
// whoever connects and leaves in haste could fill the memory.
const idleWithoutStreams = 10 * time.Second

func newStreams(s *Server) *streams {
	t := &streams{server: s, feed: newHandoff(s.doors[0].Listener.Addr())}
	t.http = &http.Server{
		Handler:        t,
		IdleTimeout:    min(s.Limits.HTTPIdle, idleWithoutStreams),
		WriteTimeout:   s.Limits.HTTPWrite,
		ReadTimeout:    s.Limits.HTTPRead,
		MaxHeaderBytes: s.Limits.Head,
		Protocols:      new(http.Protocols),
		HTTP2:          &http.HTTP2Config{MaxConcurrentStreams: 100, MaxReadFrameSize: 16 << 10, MaxReceiveBufferPerConnection: 256 << 10, MaxReceiveBufferPerStream: 64 << 10},
		ErrorLog:       slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			if w, ok := c.(*h2record.Conn); ok {
				ctx = withTLS(ctx, w.Conn)
			}
			return context.WithValue(ctx, watcherKey{}, c)
		},
	}
	t.http.Protocols.SetUnencryptedHTTP2(true)
	return t
}

type watcherKey struct{}

// run serves until shutdown.
func (t *streams) run() {
	if err := t.http.Serve(t.feed); !errors.Is(err, http.ErrServerClosed) {
		t.server.Log.Error("net/http stopped with HTTP/2", "error", err)
	}
}

// serve takes a connection whose client speaks HTTP/2.
func (t *streams) serve(c *conn) {
	if !t.feed.give(h2record.New(c, t.server.Limits.RecordingBytes, wrapping(c))) {
		c.Close()
	}
}

// shutdown announces the end to all connections and waits for their streams.
func (t *streams) shutdown(ctx context.Context) error {
	err := t.http.Shutdown(ctx)
	if err != nil {
		t.http.Close()
	}
	return err
}

// ServeHTTP answers one stream.
func (t *streams) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	watched, ok := r.Context().Value(watcherKey{}).(*h2record.Conn)
	if !ok || r.Method != http.MethodConnect {
		t.server.HTTP.ServeHTTP(w, r)
		return
	}
	stream := watched.Claim(r.RequestURI)
	if stream == nil {
		http.Error(w, "CONNECT is answered with :protocol only.", http.StatusNotImplemented)
		return
	}
	t.connect(w, r, stream)
}

// connect judges and answers an extended CONNECT.
func (t *streams) connect(w http.ResponseWriter, r *http.Request, stream *h2record.Stream) {
	s := t.server
	path, query, _ := strings.Cut(stream.Path, "?")
	where, ok := placeOf([]byte(path), []byte(query))
	switch {
	case !ok:
		http.Error(w, "Nothing is here for an extended CONNECT.", http.StatusNotFound)
		return
	case where.scripted:
		http.Error(w, "A scripted answer is HTTP/1.1. Over HTTP/2 there is no room for one.", http.StatusNotImplemented)
		return
	}
	glance := handshake.GlanceAt(stream.Section)
	policy, err := queryPolicy(query, glance)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	guardOrigin(s.Guard, policy, r.Host)
	d := handshake.Decide(stream.Section, policy)
	speak := echo.For(d.Protocol)
	if d.Verdict == handshake.Accept && (speak == nil || d.Protocol == "") {
		http.Error(w, "This server does not speak "+d.Protocol+" on a stream.", http.StatusNotImplemented)
		return
	}
	from := addressOf(&streamConn{remote: r.RemoteAddr})
	if d.Verdict == handshake.Accept {
		// A stream that was switched is a connection of its own: a hundred of
		// them on one socket are a hundred.
		if status := s.census.enter(from, s.Limits.Conns, s.Limits.ConnsPerAddress); status != 0 {
			s.Watch.Refused(status)
			s.Log.Info("refused", "from", from, "door", "h2", "status", status)
			http.Error(w, "There is no place for another connection now.", status)
			return
		}
		defer s.census.leave(from)
	}
	s.Log.Info("answered", "from", r.RemoteAddr, "door", "h2", "verdict", d.Verdict.String(), "status", d.Status, "protocol", d.Protocol)
	s.Watch.Answered(d.Verdict.String(), d.Status, d.Protocol)
	stream.Recording.SetFrom(from)
	s.Recordings.Put(stream.Recording)

	response := d.AppendResponse(nil)
	head := handshake.ParseResponse(response)
	for _, l := range head.Lines {
		if name := string(head.Text(l.Name)); !strings.HasPrefix(name, ":") {
			w.Header().Add(name, string(head.Text(l.Value)))
		}
	}
	w.Header()["Date"] = nil
	w.WriteHeader(d.Status)
	if d.Verdict != handshake.Accept {
		w.Write(response[head.HeadEnd:])
		return
	}
	c := &streamConn{Reader: r.Body, w: w, control: http.NewResponseController(w), remote: r.RemoteAddr}
	c.SetDeadline(time.Time{})
	if c.control.Flush() != nil {
		return
	}
	g := &guest{conn: c, finish: func() { r.Body.Close() }}
	s.enter(g)
	p := pipe.New(c, pipe.Options{Idle: s.Limits.PipeIdle, Write: s.Limits.PipeWrite, Life: time.Now().Add(s.Limits.PipeLife)})
	s.speak(g, p, speak, echo.Session{Protocol: d.Protocol, Extensions: d.Extensions, Request: stream.Section}, where.id)
	s.attend(g) // to the end: a stream cannot be waited for in another way
}

// streamConn is a stream as a connection.
type streamConn struct {
	io.Reader
	w       http.ResponseWriter
	control *http.ResponseController
	remote  string
}

func (c *streamConn) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	if err == nil {
		err = c.control.Flush()
	}
	return n, err
}

func (c *streamConn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}
func (c *streamConn) SetReadDeadline(t time.Time) error  { return c.control.SetReadDeadline(t) }
func (c *streamConn) SetWriteDeadline(t time.Time) error { return c.control.SetWriteDeadline(t) }
func (c *streamConn) LocalAddr() net.Addr                { return streamAddr("") }
func (c *streamConn) RemoteAddr() net.Addr               { return streamAddr(c.remote) }
func (c *streamConn) Close() error                       { return c.SetDeadline(time.Unix(1, 0)) }

type streamAddr string

func (streamAddr) Network() string  { return "h2" }
func (a streamAddr) String() string { return string(a) }
