package upgrade

import (
	"crypto/tls"
	"net"
	"net/netip"
	"sync"
	"time"

	"handshake101/devserver/internal/record"
	"handshake101/handshake"
)

// Door is a listener, and how to treat who comes through it.
type Door struct {
	Listener net.Listener
	TLS      *tls.Config // nil: in the clear
	// Sends: only the server itself comes through, with requests that somebody
	// wrote. Every request is one for the upgrade endpoint, whatever its target
	// and its Host.
	Sends bool
}

type door struct{ Door }

// name is for logs and metrics.
func (d *door) name() string {
	switch {
	case d.Sends:
		return "send"
	case d.TLS != nil:
		return "tls"
	}
	return "plain"
}

// unwrap shakes hands for TLS and goes on as the client wants.
func (s *Server) unwrap(c *conn, started time.Time) {
	g := &guest{conn: c}
	s.enter(g)
	t := tls.Server(c.Conn, c.door.TLS)
	c.SetDeadline(time.Now().Add(s.Limits.HeadTime))
	err := errStopping
	if !s.draining.Load() { // after the deadline is set: see drain
		err = t.Handshake()
	}
	s.leave(g)
	if err != nil {
		s.Log.Info("no TLS", "from", c.address, "error", err.Error())
		c.Close()
		return
	}
	c.SetDeadline(time.Time{})
	c.Conn = t
	if t.ConnectionState().NegotiatedProtocol == "h2" {
		s.streams.serve(c)
		return
	}
	s.receive(c, nil, started)
}

// wrapping tells what a connection is wrapped in; nil for none.
func wrapping(c net.Conn) *record.TLS {
	own, ok := c.(*conn)
	if !ok {
		return nil
	}
	t, ok := own.Conn.(*tls.Conn)
	if !ok {
		return nil
	}
	state := t.ConnectionState()
	return &record.TLS{Version: tls.VersionName(state.Version), ALPN: state.NegotiatedProtocol}
}

// Errand is a request that the server sends to itself for somebody. Policy is
// the one to answer by; nil: this server's own, or what the target's query says.
type Errand struct {
	Policy *handshake.Policy
}

// errands are expected by the address that they come from: nobody else's
// request is answered behind a door for errands. What is sent through another
// server comes from its address, by any door, and is known by its id.
type errands struct {
	mu     sync.Mutex
	from   map[netip.AddrPort]*Errand
	behind map[string]*Errand
}

// ExpectBehind announces a request that another server is to pass on. It is
// answered by the errand's policy: its Origin need not be this server's.
func (s *Server) ExpectBehind(id string, e *Errand) (forget func()) {
	x := &s.errands
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.behind == nil {
		x.behind = make(map[string]*Errand)
	}
	x.behind[id] = e
	return func() {
		x.mu.Lock()
		delete(x.behind, id)
		x.mu.Unlock()
	}
}

// passedOn finds what was announced so, or returns nil.
func (x *errands) passedOn(id string) *Errand {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.behind[id]
}

// Expect announces an errand. It must be called before the first byte is sent.
func (s *Server) Expect(from netip.AddrPort, e *Errand) (forget func()) {
	x := &s.errands
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.from == nil {
		x.from = make(map[netip.AddrPort]*Errand)
	}
	x.from[from] = e
	return func() {
		x.mu.Lock()
		delete(x.from, from)
		x.mu.Unlock()
	}
}

func (x *errands) find(c net.Conn) *Errand {
	from, err := netip.ParseAddrPort(c.RemoteAddr().String())
	if err != nil {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.from[from]
}
