package live

import (
	"net/http"

	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/upgrade"
)

// About is what the page must know of this server.
type About struct {
	Schema         int              `json:"schema"`
	Protocols      []string         `json:"protocols"`
	Targets        []string         `json:"targets"`
	SecurePort     int              `json:"securePort"`
	SecureTwinPort int              `json:"secureTwinPort"`
	HTTP           string           `json:"http"`         // of this very request
	TLS            string           `json:"tls"`          // "": in the clear
	LAN            []string         `json:"lan"`          // addresses for others; none without -lan
	QR             string           `json:"qr,omitempty"` // the first of them, as a path of SVG; its size is QRSize
	QRSize         int              `json:"qrSize,omitempty"`
	Limits         map[string]int64 `json:"limits"`
}

func aboutLimits(l *limits.Limits) map[string]int64 {
	return map[string]int64{
		"head":       int64(l.Head),
		"headMs":     l.HeadTime.Milliseconds(),
		"idleMs":     l.PipeIdle.Milliseconds(),
		"lifeMs":     l.PipeLife.Milliseconds(),
		"message":    int64(l.Message),
		"messages":   int64(l.Messages),
		"recording":  int64(l.RecordingBytes),
		"recordings": int64(l.Recordings),
		"recordMs":   l.RecordingAge.Milliseconds(),
		"answer":     int64(l.AnswerBytes),
		"answerMs":   l.AnswerAge.Milliseconds(),
		"send":       int64(l.SendBytes),
		"readMs":     l.SendWait.Milliseconds(),
		"pieces":     int64(l.Pieces),
		"pauseMs":    l.Pauses.Milliseconds(),
	}
}

// wrapping is the TLS version that a request came through, if any.
func wrapping(r *http.Request) string {
	if t := upgrade.TLSOf(r.Context()); t != nil {
		return t.Version
	}
	return ""
}
