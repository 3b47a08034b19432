package echo

import (
	"bufio"
	"crypto/tls"
	"io"
	"net/http"
	"strconv"
	"time"

	"handshake101/devserver/internal/pipe"
	"handshake101/handshake"
)

// TLS begun inside an HTTP/1.1 connection (RFC 2817), by crypto/tls: after the
// 101 the client's next byte is its ClientHello, and the request that led to
// the switch is answered inside. Later requests are answered too.

func newTLS(p *pipe.Pipe, s Session) Speaker {
	return whole(func() string { return speakTLS(p, s) })
}

// versions are those that the tokens name, and no other.
var versions = map[string]uint16{"TLS/1.2": tls.VersionTLS12, "TLS/1.3": tls.VersionTLS13}

func speakTLS(p *pipe.Pipe, s Session) string {
	config := s.TLS.Clone()
	config.MinVersion = versions[s.Protocol]
	config.MaxVersion, config.NextProtos = config.MinVersion, nil
	t := tls.Server(pipeConn{p}, config)
	p.Farewell = func() { t.CloseWrite() }
	if err := t.Handshake(); err != nil {
		return "no TLS: " + handshake.Show([]byte(err.Error()))
	}
	state := t.ConnectionState()
	text := "This answer to " + asked(s.Request) + " came through " + tls.VersionName(state.Version) +
		" (" + tls.CipherSuiteName(state.CipherSuite) + ").\nThe request itself crossed in the clear.\n"
	if err := answerInside(t, text, false); err != nil {
		return endOf(err)
	}
	bound := &io.LimitedReader{R: t}
	for lines := bufio.NewReader(bound); ; {
		bound.N = int64(s.Limits.Head)
		r, err := http.ReadRequest(lines)
		if err != nil {
			if bound.N == 0 {
				t.Write(handshake.ErrorResponse(http.StatusRequestHeaderFieldsTooLarge, "The head of the request is too big for this server.\n"))
			}
			t.CloseWrite()
			return endOf(err)
		}
		bound.N = int64(s.Limits.Message) + int64(s.Limits.Head) // chunks have lines of their own
		if _, err := io.Copy(io.Discard, io.LimitReader(r.Body, int64(s.Limits.Message))); err != nil {
			return endOf(err)
		}
		end := r.Close || p.Ending() || !r.ProtoAtLeast(1, 1)
		if err := answerInside(t, "This answer to "+handshake.Show([]byte(r.Method+" "+r.RequestURI))+" crossed inside TLS, and so did the request.\n", end); err != nil {
			return endOf(err)
		}
		if end {
			t.CloseWrite()
			return "the peer ended it"
		}
	}
}

// answerInside writes one HTTP/1.1 answer.
func answerInside(w io.Writer, text string, last bool) error {
	head := "HTTP/1.1 200 OK\r\nDate: " + time.Now().UTC().Format(http.TimeFormat) + "\r\n"
	if last {
		head += "Connection: close\r\n"
	}
	_, err := io.WriteString(w, head+"Content-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nContent-Length: "+
		strconv.Itoa(len(text))+"\r\n\r\n"+text)
	return err
}
