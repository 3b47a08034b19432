package peers

import (
	"context"

	"github.com/coder/websocket"
)

func coderDial(ctx context.Context, url string, offer []string) (string, string, func() error, func(), error) {
	c, res, err := websocket.Dial(ctx, url, &websocket.DialOptions{Subprotocols: offer, CompressionMode: websocket.CompressionContextTakeover})
	if err != nil {
		return "", "", nil, nil, err
	}
	read := func() error { _, _, err := c.Read(context.Background()); return err }
	return c.Subprotocol(), res.Header.Get("Sec-WebSocket-Extensions"), read, func() { c.CloseNow() }, nil
}
