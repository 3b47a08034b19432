package page

// realClients are the requests that stand in the file of cases as real clients
// sent them: ID and name. Names of programs need no translation.
var realClients = [...][2]string{
	{"client-chromium-ws", "Chromium over ws"},
	{"client-chromium-wss", "Chromium over wss"},
	{"client-firefox-ws", "Firefox over ws"},
	{"client-firefox-wss", "Firefox over wss"},
	{"client-webkit-ws", "WebKitGTK over ws"},
	{"client-webkit-wss", "WebKitGTK over wss"},
	{"client-gorilla", "gorilla/websocket"},
	{"client-coder", "coder/websocket"},
	{"client-gobwas", "gobwas/ws"},
	{"client-gws", "lxzan/gws"},
	{"client-xnet", "golang.org/x/net/websocket"},
	{"client-ws", "ws (npm)"},
	{"client-faye", "faye-websocket (npm)"},
	{"client-websocket-node", "websocket (npm)"},
	{"client-undici", "undici (npm)"},
	{"client-websockets", "websockets (Python)"},
	{"client-tornado", "tornado (Python)"},
	{"client-aiohttp", "aiohttp (Python)"},
	{"client-websocket-client", "websocket-client (Python)"},
	{"client-tomcat", "Tomcat WebSocket client"},
	{"client-jetty", "Jetty WebSocket client"},
	{"client-curl-h2c", "curl --http2"},
	{"client-nghttp-h2c", "nghttp -u"},
	{"client-libwebsockets", "libwebsockets-test-client"},
	{"client-docker-attach", "docker attach"},
	{"client-kubectl-exec", "kubectl exec"},
	{"client-kubectl-exec-spdy", "kubectl exec over SPDY"},
	{"client-java", "java.net.http.WebSocket"},
}

func isClient(id string) bool {
	for i := range realClients {
		if realClients[i][0] == id {
			return true
		}
	}
	return false
}
