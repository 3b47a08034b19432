package peers

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"

	"github.com/gobwas/ws/wsutil"

	"handshake101/handshake"
)

// nethttp is net/http with a handler that checks nothing: it switches whenever it
// is asked, so what is refused is refused by net/http itself.
func nethttp(log io.Writer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") == "" {
			fmt.Fprintln(w, "no Upgrade")
			return
		}
		c, rw, err := http.NewResponseController(w).Hijack()
		if err != nil {
			fmt.Fprintln(log, err)
			return
		}
		defer c.Close()
		fmt.Fprintf(rw, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
			handshake.AcceptFor(r.Header.Get("Sec-WebSocket-Key")))
		rw.Flush()
		echo(buffered{c, rw.Reader}, log)
	})
}

// buffered is a connection of which some bytes have been read already.
type buffered struct {
	net.Conn
	r *bufio.Reader
}

func (b buffered) Read(p []byte) (int, error) { return b.r.Read(p) }

func echo(c net.Conn, log io.Writer) {
	for {
		data, op, err := wsutil.ReadClientData(c)
		if err != nil {
			fmt.Fprintln(log, err)
			return
		}
		if err := wsutil.WriteServerMessage(c, op, data); err != nil {
			return
		}
	}
}
