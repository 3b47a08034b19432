package peers

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strings"
)

// nethttpDial asks net/http's client for an upgrade, and checks nothing of the
// answer but the status: what else is refused is refused by net/http itself.
func nethttpDial(ctx context.Context, url string, offer []string) (string, string, func() error, func(), error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http"+strings.TrimPrefix(url, "ws"), nil)
	if err != nil {
		return "", "", nil, nil, err
	}
	key := make([]byte, 16)
	rand.Read(key)
	request.Header.Set("Connection", "Upgrade")
	request.Header.Set("Upgrade", "websocket")
	request.Header.Set("Sec-WebSocket-Version", "13")
	request.Header.Set("Sec-WebSocket-Key", base64.StdEncoding.EncodeToString(key))
	if offer != nil {
		request.Header.Set("Sec-WebSocket-Protocol", strings.Join(offer, ", "))
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		return "", "", nil, nil, err
	}
	if response.StatusCode != http.StatusSwitchingProtocols {
		response.Body.Close()
		return "", "", nil, nil, errors.New("")
	}
	read := func() error {
		_, err := io.Copy(io.Discard, response.Body)
		if err == nil {
			err = io.EOF
		}
		return err
	}
	return "", "", read, func() { response.Body.Close() }, nil
}
