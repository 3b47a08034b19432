// Package peers measures real programs against the catalogue: each request case
// goes over raw TCP to every server and through every proxy, frames go to servers
// after a good handshake, and responses come from a scripted server to every
// client. What was seen stands in web/peers/servers.txt and clients.txt, which
// `make peers` writes and `make test` holds a sample of against the programs.
//
// A peer is one file here, with one adapter, and one row in list.go.
package peers

import (
	"context"
	"io"
)

// Kind is what a peer is in an exchange.
type Kind string

// The kinds.
const (
	Server Kind = "server" // answers requests; frames are echoed
	Proxy  Kind = "proxy"  // stands in front of our recording origin
	Client Kind = "client" // opens a WebSocket to our scripted server
)

// Peer is one program, or one library with the smallest program around it that
// its documentation shows: it speaks the subprotocol "chat", echoes messages, and
// is left at its defaults otherwise.
type Peer struct {
	ID   string // "gorilla": in the tables, for ever
	Name string // "gorilla/websocket"
	Kind Kind
	// Short: among those that `make test` asks again.
	Short bool
	// Version tells what is installed; an error says that it is not here.
	Version func() (string, error)
	// Start starts it: a server or proxy on a free port of loopback. What it
	// logs goes to log. origin is the address behind a proxy.
	Start func(log io.Writer, origin string) (*Running, error)
}

// Running is a peer at work.
type Running struct {
	Address string          // where a server or proxy listens
	Dead    <-chan struct{} // closed when its process has ended; nil for one of our own process
	Stop    func()
	// Ask lets a client open the WebSocket at url, and tells what became of it.
	Ask func(ctx context.Context, url string, offer []string) Opened
}

func (r *Running) dead() bool {
	select {
	case <-r.Dead:
		return r.Dead != nil
	default:
		return false
	}
}

// ByID finds a peer of the list, or gives nil.
func ByID(id string) *Peer {
	for i := range List {
		if List[i].ID == id {
			return &List[i]
		}
	}
	return nil
}
