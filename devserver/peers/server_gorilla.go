package peers

import (
	"fmt"
	"io"
	"net/http"

	"github.com/gorilla/websocket"
)

func gorilla(log io.Writer) http.Handler {
	up := websocket.Upgrader{Subprotocols: []string{"chat"}, EnableCompression: true}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := up.Upgrade(w, r, nil)
		if err != nil {
			fmt.Fprintln(log, err)
			return
		}
		defer c.Close()
		for {
			kind, data, err := c.ReadMessage()
			if err != nil {
				fmt.Fprintln(log, err)
				return
			}
			if err := c.WriteMessage(kind, data); err != nil {
				return
			}
		}
	})
}
