package echo

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"time"

	"golang.org/x/net/http2"

	"handshake101/devserver/internal/pipe"
	"handshake101/handshake"
)

// h2c (RFC 7540 §3.2), spoken by golang.org/x/net/http2: the request that was
// upgraded is answered on stream 1, and any later one on its own stream. That
// package is deprecated in favour of net/http, which does not take over an
// upgraded request any more.

func newH2C(p *pipe.Pipe, s Session) Speaker {
	return whole(func() string { return speakH2C(p, s) })
}

func speakH2C(p *pipe.Pipe, s Session) string {
	conn := pipeConn{p}
	server := &http.Server{ReadHeaderTimeout: s.Limits.HeadTime, MaxHeaderBytes: s.Limits.Head}
	// The pipe has the bounds on silence and life. A timer of the library's own
	// would be armed once more when a connection ends with streams open, and hold
	// all that belongs to it.
	const none = -1
	//lint:ignore SA1019 see above
	h2 := &http2.Server{MaxConcurrentStreams: 16, MaxReadFrameSize: 16 << 10, IdleTimeout: none,
		//lint:ignore SA1019 see above
		MaxUploadBufferPerConnection: 128 << 10, MaxUploadBufferPerStream: 64 << 10}
	//lint:ignore SA1019 see above
	if err := http2.ConfigureServer(server, h2); err != nil {
		return err.Error()
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	p.Farewell = func() { server.Shutdown(ctx) } // GOAWAY
	//lint:ignore SA1019 see above
	h2.ServeConn(conn, &http2.ServeConnOpts{
		Context:        ctx,
		BaseConfig:     server,
		Handler:        http.HandlerFunc(answerStream(s.Request)),
		UpgradeRequest: upgraded(s.Request),
		Settings:       settingsOf(s.Request),
	})
	return "HTTP/2 has ended"
}

// upgraded is the request as net/http sees it. handshake may have taken what
// net/http does not: then stream 1 answers for it all the same.
func upgraded(request []byte) *http.Request {
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(request)))
	if err != nil {
		r, _ = http.NewRequest(http.MethodGet, "/", nil)
		r.Body = http.NoBody
	}
	return r
}

// settingsOf decodes HTTP2-Settings: the payload of the client's first SETTINGS.
func settingsOf(request []byte) []byte {
	m := handshake.ParseRequest(request)
	for _, l := range m.Lines {
		if l.Field == handshake.HTTP2SettingsField {
			payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(string(m.Text(l.Value)), "="))
			if err != nil || len(payload)%6 != 0 {
				return nil
			}
			return payload
		}
	}
	return nil
}

// answerStream tells on each stream what it answers, and echoes content.
func answerStream(first []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header()["Date"] = []string{time.Now().UTC().Format(http.TimeFormat)}
		if r.ProtoMajor == 1 {
			io.WriteString(w, "This is the answer on stream 1 to the request that was upgraded: "+asked(first)+"\n")
			return
		}
		io.WriteString(w, "This is the answer to "+handshake.Show([]byte(r.Method+" "+r.URL.Path))+" on a stream of its own.\n")
		if r.Body != nil {
			io.Copy(w, io.LimitReader(r.Body, 1<<20))
		}
	}
}
