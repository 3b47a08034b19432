package peers

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/coder/websocket"
)

func coder(log io.Writer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{"chat"}, CompressionMode: websocket.CompressionContextTakeover})
		if err != nil {
			fmt.Fprintln(log, err)
			return
		}
		defer c.CloseNow()
		for {
			kind, data, err := c.Read(context.Background())
			if err != nil {
				fmt.Fprintln(log, err)
				return
			}
			if err := c.Write(context.Background(), kind, data); err != nil {
				return
			}
		}
	})
}
