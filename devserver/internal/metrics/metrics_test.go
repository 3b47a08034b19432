package metrics

import (
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
)

func TestMetrics(t *testing.T) {
	m := New()
	m.Gauge("connections", "Open now.", func() float64 { return 7 })
	m.Opened("plain")
	m.Answered("accept", 101, "websocket")
	m.Refused(431)
	for i := range 1000 { // names that clients make up
		m.Answered("accept", 101, "own/"+strconv.Itoa(i))
		m.Answered("scripted", i, "")
		m.Ended("own/"+strconv.Itoa(i), "no TLS: "+strconv.Itoa(i))
	}
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	text := w.Body.String()
	for _, want := range []string{
		`handshake101_connections 7`,
		`handshake101_connections_total{door="plain"} 1`,
		`handshake101_answers_total{protocol="websocket",status="101",verdict="accept"} 1`,
		`handshake101_answers_total{protocol="other",status="101",verdict="accept"} 1000`,
		`handshake101_refusals_total{status="431"} 1`,
		`handshake101_pipes_ended_total{protocol="other",why="no TLS"} 1000`,
		`go_goroutines`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if n := strings.Count(text, "\nhandshake101_"); n > 600 {
		t.Errorf("%d lines: a client can make more", n)
	}
}
