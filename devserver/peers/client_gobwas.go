package peers

import (
	"context"
	"io"
	"net"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

func gobwasDial(ctx context.Context, url string, offer []string) (string, string, func() error, func(), error) {
	c, early, hs, err := ws.Dialer{Protocols: offer}.Dial(ctx, url)
	if err != nil {
		return "", "", nil, nil, err
	}
	var rw io.ReadWriter = c
	if early != nil { // what came in one packet with the head
		rw = struct {
			io.Reader
			io.Writer
		}{io.MultiReader(io.LimitReader(early, int64(early.Buffered())), c), c}
	}
	read := func() error { _, _, err := wsutil.ReadServerData(rw); return err }
	return hs.Protocol, "", read, func() { net.Conn(c).Close() }, nil
}
