package peers

import (
	"context"

	"github.com/gorilla/websocket"
)

func gorillaDial(ctx context.Context, url string, offer []string) (string, string, func() error, func(), error) {
	d := websocket.Dialer{Subprotocols: offer, EnableCompression: true}
	c, res, err := d.DialContext(ctx, url, nil)
	if err != nil {
		return "", "", nil, nil, err
	}
	read := func() error { _, _, err := c.ReadMessage(); return err }
	return c.Subprotocol(), res.Header.Get("Sec-WebSocket-Extensions"), read, func() { c.Close() }, nil
}
