package peers

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func lwsClientVersion() (string, error) { return packaged("libwebsockets-dev") }

// lwsClient compiles c/lws_client.c. Each WebSocket has a process of its own, so
// that one which crashes takes no other with it.
func lwsClient(log io.Writer, _ string) (*Running, error) {
	root, err := Root()
	if err != nil {
		return nil, err
	}
	compiler, err := program("cc", "gcc")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "peer")
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "client")
	if out, err := exec.Command(compiler, "-o", file, filepath.Join(root, "devserver", "peers", "c", "lws_client.c"), "-lwebsockets").CombinedOutput(); err != nil {
		os.RemoveAll(dir)
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	return &Running{Stop: func() { os.RemoveAll(dir) }, Ask: func(ctx context.Context, where string, offer []string) (o Opened) {
		u, err := url.Parse(where)
		if err != nil {
			return Opened{State: "fails", Words: err.Error()}
		}
		cmd := exec.CommandContext(ctx, file, u.Hostname(), u.Port(), u.Path, strings.Join(offer, ","), fmt.Sprint(lingers.Milliseconds()))
		cmd.WaitDelay = time.Second
		var said Said
		cmd.Stderr = &said
		out, err := cmd.Output()
		switch {
		case ctx.Err() != nil:
			return Opened{State: "hangs"}
		case json.Unmarshal(out, &o) != nil:
			return Opened{State: "crashes", Words: fmt.Sprint(err, " ", lastLine(said.Take()))}
		}
		return o
	}}, nil
}
