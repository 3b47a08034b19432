package peers

import (
	"bytes"
	"context"
	"io"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// curlClient is curl with the fields of a handshake written by hand, as many
// documents show it to try a server. It knows nothing of WebSocket: it opens when -v
// shows a 101. (With -i instead, the head comes out only with what follows it.)
func curlClient(io.Writer, string) (*Running, error) {
	name, err := program("curl")
	if err != nil {
		return nil, err
	}
	return &Running{Stop: func() {}, Ask: func(ctx context.Context, url string, offer []string) Opened {
		args := []string{"-sSv", "-N", "--http1.1", "-H", "Connection: Upgrade", "-H", "Upgrade: websocket",
			"-H", "Sec-WebSocket-Version: 13", "-H", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="}
		if offer != nil {
			args = append(args, "-H", "Sec-WebSocket-Protocol: "+strings.Join(offer, ", "))
		}
		cmd := exec.Command(name, append(args, "http"+strings.TrimPrefix(url, "ws"))...)
		cmd.WaitDelay = time.Second
		said := switched{seen: make(chan bool)}
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			return Opened{State: "fails", Words: err.Error()}
		}
		over := make(chan error, 1)
		go func() { over <- cmd.Wait() }()
		end := func() { cmd.Process.Signal(syscall.SIGKILL); <-over }
		// What curl ended with; a 101 may have come before.
		ended := func() Opened {
			o := Opened{State: "fails", Words: said.failure()}
			if said.yes() {
				o.State, o.Ended = "opens", true
			}
			return o
		}
		select {
		case <-over:
			return ended()
		case <-ctx.Done():
			end()
			return Opened{State: "hangs"}
		case <-said.seen:
		}
		select {
		case <-over:
			return ended()
		case <-time.After(lingers):
			end()
			return Opened{State: "opens"}
		}
	}}, nil
}

// switched takes what curl -v prints, and tells when the head of a 101 was in it.
type switched struct {
	mu   sync.Mutex
	b    bytes.Buffer
	seen chan bool
	told bool
}

func (s *switched) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.b.Write(p)
	if _, head, _ := strings.Cut(s.b.String(), "\n< HTTP/"); !s.told && strings.Contains(head, "\n< \r\n") {
		if status, _, _ := strings.Cut(head, "\n"); strings.Contains(status, " 101") {
			s.told = true
			close(s.seen)
		}
	}
	return len(p), nil
}

func (s *switched) yes() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.told
}

// failure is what curl says at its end.
func (s *switched) failure() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := s.b.String()
	if at := strings.LastIndex(text, "curl: ("); at >= 0 {
		return strings.TrimSpace(text[at:])
	}
	return ""
}
