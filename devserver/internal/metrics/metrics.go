// Package metrics counts for Prometheus what the front door does. Labels have
// few values, whatever a client sends: each would be kept for ever.
package metrics

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"handshake101/devserver/internal/echo"
	"handshake101/handshake"
)

// Metrics counts; it is an upgrade.Watch.
type Metrics struct {
	registry *prometheus.Registry
	opened   *prometheus.CounterVec
	answered *prometheus.CounterVec
	refused  *prometheus.CounterVec
	ended    *prometheus.CounterVec
}

const prefix = "handshake101_"

// New makes the counters, and those of the Go runtime and the process.
func New() *Metrics {
	vec := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + name, Help: help}, labels)
	}
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		opened:   vec("connections_total", "Connections accepted, by door: plain, tls, send.", "door"),
		answered: vec("answers_total", "Upgrade requests answered.", "verdict", "status", "protocol"),
		refused:  vec("refusals_total", "Connections refused at a limit, by status.", "status"),
		ended:    vec("pipes_ended_total", "Switched connections that have ended.", "protocol", "why"),
	}
	m.registry.MustRegister(m.opened, m.answered, m.refused, m.ended,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Gauge adds a value that is asked for when it is read.
func (m *Metrics) Gauge(name, help string, value func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: prefix + name, Help: help}, value))
}

// Handler serves the metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Opened is upgrade.Watch's.
func (m *Metrics) Opened(door string) { m.opened.WithLabelValues(door).Inc() }

// Answered is upgrade.Watch's.
func (m *Metrics) Answered(verdict string, status int, protocol string) {
	if status < 100 || status > 599 { // a script may say anything
		status = 0
	}
	m.answered.WithLabelValues(verdict, strconv.Itoa(status), known(protocol)).Inc()
}

// Refused is upgrade.Watch's.
func (m *Metrics) Refused(status int) { m.refused.WithLabelValues(strconv.Itoa(status)).Inc() }

// Ended is upgrade.Watch's.
func (m *Metrics) Ended(protocol, why string) {
	why, _, _ = strings.Cut(why, ":")
	m.ended.WithLabelValues(known(protocol), why).Inc()
}

// known keeps the names of protocols few: clients make up their own.
func known(protocol string) string {
	if protocol == "" {
		return ""
	}
	for _, p := range echo.Protocols() {
		if handshake.EqualFold(p, protocol) {
			return p
		}
	}
	return "other"
}
