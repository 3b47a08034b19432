package peers

import (
	"context"
	"io"

	"golang.org/x/net/websocket"
)

func xnetDial(ctx context.Context, url string, offer []string) (string, string, func() error, func(), error) {
	config, err := websocket.NewConfig(url, "http://localhost/")
	if err != nil {
		return "", "", nil, nil, err
	}
	config.Protocol = offer
	c, err := config.DialContext(ctx)
	if err != nil {
		return "", "", nil, nil, err
	}
	chosen := ""
	if got := c.Config().Protocol; len(got) == 1 {
		chosen = got[0]
	}
	read := func() error {
		_, err := io.Copy(io.Discard, c)
		if err == nil {
			err = io.EOF
		}
		return err
	}
	return chosen, "", read, func() { c.Close() }, nil
}
