package peers

import (
	"fmt"
	"io"
	"net"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// gobwasServer upgrades the raw connection, without net/http.
func gobwasServer(log io.Writer, _ string) (*Running, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	up := ws.Upgrader{
		Protocol: func(p []byte) bool { return string(p) == "chat" },
	}
	serve := func(c net.Conn) {
		defer c.Close()
		c.SetDeadline(time.Now().Add(20 * time.Second))
		if _, err := up.Upgrade(c); err != nil {
			fmt.Fprintln(log, err)
			return
		}
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
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serve(c)
		}
	}()
	return &Running{Address: l.Addr().String(), Stop: func() { l.Close() }}, nil
}
