package peers

import (
	"fmt"
	"io"
	"net/http"

	"github.com/lxzan/gws"
)

type gwsEcho struct {
	gws.BuiltinEventHandler
	log io.Writer
}

func (e gwsEcho) OnMessage(c *gws.Conn, m *gws.Message) {
	defer m.Close()
	c.WriteMessage(m.Opcode, m.Bytes())
}
func (e gwsEcho) OnPing(c *gws.Conn, data []byte) { c.WritePong(data) }
func (e gwsEcho) OnClose(_ *gws.Conn, err error)  { fmt.Fprintln(e.log, err) }

// gwsServer knows no subprotocol: a gws server that knows one refuses with 400
// every client that does not offer it.
func gwsServer(log io.Writer) http.Handler {
	up := gws.NewUpgrader(gwsEcho{log: log}, &gws.ServerOption{PermessageDeflate: gws.PermessageDeflate{Enabled: true}})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := up.Upgrade(w, r)
		if err != nil {
			fmt.Fprintln(log, err)
			return
		}
		c.ReadLoop()
	})
}
