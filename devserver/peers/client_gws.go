package peers

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/lxzan/gws"
)

type gwsOver struct {
	gws.BuiltinEventHandler
	over chan error
}

func (h *gwsOver) OnClose(_ *gws.Conn, err error)        { h.over <- err }
func (h *gwsOver) OnPing(c *gws.Conn, data []byte)       { c.WritePong(data) }
func (h *gwsOver) OnMessage(_ *gws.Conn, m *gws.Message) { m.Close() }

// gws has no time limit for a handshake that can be set: it goes on in the
// background after ours.
func gwsDial(_ context.Context, url string, offer []string) (string, string, func() error, func(), error) {
	h := &gwsOver{over: make(chan error, 1)}
	option := &gws.ClientOption{Addr: url, RequestHeader: http.Header{}, PermessageDeflate: gws.PermessageDeflate{Enabled: true}}
	if offer != nil {
		option.RequestHeader.Set("Sec-WebSocket-Protocol", strings.Join(offer, ", "))
	}
	c, res, err := gws.NewClient(h, option)
	if err != nil {
		return "", "", nil, nil, err
	}
	go func() {
		defer func() { // in a program of one's own it would end the program
			if p := recover(); p != nil {
				h.over <- fmt.Errorf("panic: %v", p)
			}
		}()
		c.ReadLoop()
	}()
	return c.SubProtocol(), res.Header.Get("Sec-WebSocket-Extensions"), func() error { return <-h.over }, func() { c.NetConn().Close() }, nil
}
