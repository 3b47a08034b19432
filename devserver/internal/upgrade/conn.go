package upgrade

import (
	"errors"
	"net"
	"net/netip"
	"sync"
	"syscall"
)

// conn is a connection that counts: against the bounds on connections, and for
// the server's end, which waits for all of them.
type conn struct {
	net.Conn
	server  *Server
	door    *door
	address netip.Addr
	once    sync.Once
}

// Close closes the connection and frees its place.
func (c *conn) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() { c.server.census.leave(c.address) })
	return err
}

// CloseWrite ends this side's sending.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// SyscallConn lets an idle connection be waited for; not through TLS.
func (c *conn) SyscallConn() (syscall.RawConn, error) {
	if raw, ok := c.Conn.(syscall.Conn); ok {
		return raw.SyscallConn()
	}
	return nil, errors.ErrUnsupported
}

// census counts connections, in all and by address.
type census struct {
	mu        sync.Mutex
	all       int
	byAddress map[netip.Addr]int
}

// enter takes a place, or tells with which status there is none. Loopback is
// one address for everybody: a proxy, a test or a whole workshop machine.
func (c *census) enter(a netip.Addr, max, maxPerAddress int) (status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.all >= max:
		return 503
	case !a.IsLoopback() && c.byAddress[a] >= maxPerAddress:
		return 429
	}
	c.all++
	if c.byAddress == nil {
		c.byAddress = make(map[netip.Addr]int)
	}
	c.byAddress[a]++
	return 0
}

func (c *census) leave(a netip.Addr) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all--
	if c.byAddress[a]--; c.byAddress[a] == 0 {
		delete(c.byAddress, a)
	}
}

func addressOf(c net.Conn) netip.Addr {
	ap, err := netip.ParseAddrPort(c.RemoteAddr().String())
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap().WithZone("")
}
