package handshake

// Proxies that give themselves away by the fields they add. nginx and HAProxy
// are named in rules_practice.go; nginx adds nothing of its own unless told.

var pracApache = Rule{ID: "prac.apache.no-upgrade", Level: Practice, Severity: Note, Binds: Intermediary,
	Cites: []Cite{{Spec: "Apache httpd: mod_proxy_wstunnel", Link: "https://httpd.apache.org/docs/2.4/mod/mod_proxy_wstunnel.html"}, hopCite},
	Title: "The request came through Apache httpd, and its Upgrade is gone",
	Why:   "X-Forwarded-Host together with X-Forwarded-Server is what mod_proxy adds. It drops Upgrade and Connection unless it is told to upgrade.",
	Who:   "The server sees the Sec-WebSocket fields without an offer and answers 400 or 426.",
	Cure:  "Apache 2.4.47 or later: ProxyPass /chat http://backend/chat upgrade=websocket. Before that: load mod_proxy_wstunnel and pass ws://backend/chat.",
	Wrong: `X-Forwarded-Host: server.example.com\r\nX-Forwarded-Server: proxy.example.com`, Right: `Upgrade: websocket`}

var pracCloud = Rule{ID: "prac.cloud.no-upgrade", Level: Practice, Severity: Note, Binds: Intermediary,
	Cites: []Cite{{Spec: "Cloudflare: WebSockets", Link: "https://developers.cloudflare.com/network/websockets/"},
		{Spec: "AWS: Application Load Balancers", Link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html"}, hopCite},
	Title: "The request came through {got}, and its Upgrade is gone",
	Why:   "The service adds {want} to what it passes on. It takes Upgrade away when WebSockets are off, or when it speaks HTTP/2 to the server.",
	Who:   "The server sees the Sec-WebSocket fields without an offer and answers 400 or 426.",
	Cure:  "Cloudflare: switch WebSockets on under Network. AWS: use an Application Load Balancer whose target group speaks HTTP/1.1. Then look at the proxies behind.",
	Wrong: `CF-Ray: 230b030023ae2822-SJC`, Right: `Upgrade: websocket`}

var pracEnvoy = Rule{ID: "prac.envoy.upgrade", Level: Practice, Severity: Note, Binds: Intermediary,
	Cites: []Cite{{Spec: "Envoy: HTTP upgrades", Link: "https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/upgrades"}},
	Title: "Envoy answers 403 itself: this upgrade is not switched on there",
	Why:   "Envoy takes no upgrade unless the listener or the route names it. The request does not reach the server behind.",
	Who:   "Chromium reports the unexpected code 403, and people look for an Origin check that is not there.",
	Cure:  "Add upgrade_configs with upgrade_type: websocket to the HTTP connection manager or the route.",
	Wrong: `HTTP/1.1 403 Forbidden\r\nserver: envoy`, Right: `HTTP/1.1 101 Switching Protocols`}

var proxiesTopic = topic{"practice-proxies", []*Rule{&pracApache, &pracCloud, &pracEnvoy}}

// cloudTraces are fields that a service adds to the requests it passes on.
var cloudTraces = [...]struct{ field, service string }{
	{"CF-Ray", "Cloudflare"}, {"X-Amz-Cf-Id", "Amazon CloudFront"}, {"X-Amzn-Trace-Id", "an AWS load balancer"},
}

// checkNamedProxy names the proxy that has added fields to a request for a
// WebSocket and taken its Upgrade away. Traefik sends X-Forwarded-Server too,
// but with X-Forwarded-Port.
func checkNamedProxy(j *judge, m *Message) bool {
	if l := m.lineNamed("X-Forwarded-Server"); l != nil && m.lineNamed("X-Forwarded-Host") != nil && m.lineNamed("X-Forwarded-Port") == nil {
		j.findLine(&pracApache, m, l).got(m, l.Range)
		return true
	}
	for _, t := range cloudTraces {
		if l := m.lineNamed(t.field); l != nil {
			j.findLine(&pracCloud, m, l).gotText(t.service).want(t.field)
			return true
		}
	}
	return false
}

// fromEnvoy tells an answer that Envoy made itself: one passed on from the
// server behind has a time in x-envoy-upstream-service-time.
func fromEnvoy(m *Message) bool {
	l := m.first(ServerField)
	return l != nil && foldEqual(m.Text(l.Value), "envoy") && m.lineNamed("x-envoy-upstream-service-time") == nil
}
