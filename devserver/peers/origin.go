package peers

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"handshake101/handshake"
)

// origin is the plain server behind a proxy: it keeps what it gets, and says yes
// to whoever asks for a WebSocket.
type origin struct {
	l   net.Listener
	mu  sync.Mutex
	got map[string][]byte // by the number that askProxy put into the request
}

func newOrigin() (*origin, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	o := &origin{l: l, got: map[string][]byte{}}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go o.serve(c)
		}
	}()
	return o, nil
}

func (o *origin) Address() string { return o.l.Addr().String() }
func (o *origin) Close()          { o.l.Close() }

func (o *origin) serve(c net.Conn) {
	defer c.Close()
	c.SetDeadline(time.Now().Add(20 * time.Second))
	in := bufio.NewReader(c)
	var head []byte
	for {
		line, err := in.ReadBytes('\n')
		head = append(head, line...)
		if err != nil {
			return
		}
		if n, whole := handshake.HeadEnd(head); whole && n > 0 {
			break
		}
	}
	m := handshake.ParseRequest(head)
	mark, _ := Field(m, markName)
	o.mu.Lock()
	o.got[mark] = head
	o.mu.Unlock()
	upgrade, _ := Field(m, "Upgrade")
	key, _ := Field(m, "Sec-WebSocket-Key")
	asked := strings.Split(strings.ToLower(upgrade), ",")
	if slices.ContainsFunc(asked, func(s string) bool { return strings.TrimSpace(s) == "websocket" }) {
		fmt.Fprintf(c, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", handshake.AcceptFor(key))
		io.Copy(io.Discard, in)
		return
	}
	io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n")
}

// markName is a field by which a request is known again behind the proxy. It is
// the last of the head, so that nothing before it changes.
const markName = "Handshake-101-Row"

// askProxy sends a request through a proxy, and tells what the origin got of it
// and what came back.
func (o *origin) askProxy(r *Running, row *Row, patience time.Duration) Seen {
	marked := *row
	end, whole := handshake.HeadEnd(row.Send)
	if whole {
		at := end - 2 // before the empty line
		if row.Send[end-2] != '\r' {
			at = end - 1
		}
		mark := markName + ": " + row.ID + "\r\n"
		marked.Send = slices.Concat(row.Send[:at], []byte(mark), row.Send[at:])
	}
	o.mu.Lock()
	delete(o.got, row.ID)
	o.mu.Unlock()
	s := askServer(r, &marked, patience)
	o.mu.Lock()
	got := o.got[row.ID]
	o.mu.Unlock()
	if strings.HasPrefix(s.Cell, "101 upgrade=\"h2c\"") { // it speaks HTTP/2 itself, and may forward behind that
		s.Cell = "answers itself; " + s.Cell
		return s
	}
	if got == nil {
		s.Cell = "refuses; " + s.Cell
	} else {
		s.Cell = forwarded(row.Send, got) + "; " + s.Cell
		s.Cell = strings.ReplaceAll(s.Cell, o.Address(), "ORIGIN") // its port is another one in each run
	}
	return s
}

// kept are the parts of a request that a handshake lives on.
var kept = []string{"Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "Origin"}

// forwarded tells what a proxy made of a request.
func forwarded(sent, got []byte) string {
	a, b := handshake.ParseRequest(sent), handshake.ParseRequest(got)
	s := "forwards"
	part := func(name string, sent, got []byte) {
		if string(sent) != string(got) {
			s += " " + name + "=" + handshake.Quote(string(got))
		}
	}
	part("method", a.Method(), b.Method())
	part("target", a.Target(), b.Target())
	part("version", a.Version(), b.Version())
	for _, name := range kept {
		was, n := Field(a, name)
		is, k := Field(b, name)
		short := strings.ToLower(strings.TrimPrefix(name, "Sec-WebSocket-"))
		if name == "Connection" && !strings.Contains(strings.ToLower(is), "upgrade") {
			// How long the proxy keeps its own connection is its own affair.
			if is = ""; strings.Contains(strings.ToLower(was), "upgrade") {
				k = 0
			} else {
				was, n, k = "", 0, 0
			}
		}
		switch {
		case k == 0 && n > 0:
			s += " no-" + short
		case was != is || n == 0 && k > 0:
			s += " " + short + "=" + handshake.Quote(is)
		}
	}
	return s
}
