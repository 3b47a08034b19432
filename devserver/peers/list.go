package peers

// List is every peer that is measured, in the order of the tables.
var List = []Peer{
	{"gorilla", "gorilla/websocket", Server, true, module("github.com/gorilla/websocket"), goServer(gorilla)},
	{"coder", "coder/websocket", Server, true, module("github.com/coder/websocket"), goServer(coder)},
	{"gobwas", "gobwas/ws", Server, true, module("github.com/gobwas/ws"), gobwasServer},
	{"gws", "lxzan/gws", Server, true, module("github.com/lxzan/gws"), goServer(gwsServer)},
	{"xnet", "golang.org/x/net/websocket", Server, true, module("golang.org/x/net"), goServer(xnet)},
	{"nethttp", "Go net/http", Server, true, goVersion, goServer(nethttp)},

	{"ws", "ws (npm)", Server, true, npm("ws"), script(node, "npm/ws.js")},
	{"faye", "faye-websocket (npm)", Server, true, npm("faye-websocket"), script(node, "npm/faye.js")},
	{"websocket-node", "websocket (npm)", Server, true, npm("websocket"), script(node, "npm/websocket.js")},
	{"node", "node http", Server, true, saysVersion(node, "--version"), script(node, "npm/node-http.js")},

	{"websockets", "websockets (Python)", Server, false, saysVersion(python, "-c", "import websockets.version as v; print(v.version)"), script(python, "python/websockets_echo.py")},
	{"tornado", "tornado (Python)", Server, false, saysVersion(python, "-c", "import tornado; print(tornado.version)"), script(python, "python/tornado_echo.py")},
	{"aiohttp", "aiohttp (Python)", Server, false, saysVersion(python, "-c", "import aiohttp; print(aiohttp.__version__)"), script(python, "python/aiohttp_echo.py")},

	{"tomcat", "Tomcat", Server, false, jarVersion("tomcat10-catalina-1*.jar"), javaServer("TomcatEcho.java", "tomcat10-*.jar")},
	{"jetty", "Jetty", Server, false, jarVersion("jetty9-server-*.jar"), javaServer("JettyEcho.java", "jetty9-*.jar", "servlet-api.jar")},
	{"cowboy", "cowboy (Erlang)", Server, false, cowboyVersion, cowboy},
	{"lws", "libwebsockets test server", Server, false, lwsVersion, command([]string{"libwebsockets-test-server"}, []string{"--port=PORT"})},
	{"websocketd", "websocketd cat", Server, false, websocketdVersion, command([]string{"websocketd"}, []string{"--address=127.0.0.1", "--port=PORT", "cat"})},

	{"nginx", "nginx", Proxy, false, saysVersion([]string{"nginx"}, "-v"), nginx},
	{"apache", "Apache httpd", Proxy, false, saysVersion([]string{"apache2", "httpd"}, "-v"), apache},
	{"haproxy", "HAProxy", Proxy, false, saysVersion([]string{"haproxy"}, "-v"), haproxy},
	{"varnish", "Varnish", Proxy, false, saysVersion([]string{"varnishd"}, "-V"), varnish},
	{"lighttpd", "lighttpd", Proxy, false, saysVersion([]string{"lighttpd"}, "-v"), lighttpd},
	{"squid", "Squid", Proxy, false, saysVersion([]string{"squid"}, "-v"), squid},
	{"caddy", "Caddy", Proxy, false, saysVersion([]string{"caddy"}, "version"), caddy},
	{"reverseproxy", "Go httputil.ReverseProxy", Proxy, true, goVersion, goProxy},
}
