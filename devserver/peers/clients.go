package peers

// Clients is every client that is measured, browsers apart, in the order of the
// tables. They offer compression where they can, and are at their defaults
// otherwise.
var Clients = []Peer{
	{"gorilla", "gorilla/websocket", Client, true, module("github.com/gorilla/websocket"), goClient(gorillaDial)},
	{"coder", "coder/websocket", Client, true, module("github.com/coder/websocket"), goClient(coderDial)},
	{"gobwas", "gobwas/ws", Client, true, module("github.com/gobwas/ws"), goClient(gobwasDial)},
	{"gws", "lxzan/gws", Client, true, module("github.com/lxzan/gws"), goClient(gwsDial)},
	{"xnet", "golang.org/x/net/websocket", Client, true, module("golang.org/x/net"), goClient(xnetDial)},
	{"nethttp", "Go net/http", Client, true, goVersion, goClient(nethttpDial)},

	{"ws", "ws (npm)", Client, true, npm("ws"), lineClient(node, "PEERS/npm/client-ws.js")},
	{"faye", "faye-websocket (npm)", Client, true, npm("faye-websocket"), lineClient(node, "PEERS/npm/client-faye.js")},
	{"websocket-node", "websocket (npm)", Client, true, npm("websocket"), lineClient(node, "PEERS/npm/client-websocket.js")},
	{"undici", "undici (npm)", Client, true, npm("undici"), lineClient(node, "PEERS/npm/client-undici.js")},
	{"node", "node http", Client, true, saysVersion(node, "--version"), lineClient(node, "PEERS/npm/client-node.js")},

	{"websockets", "websockets (Python)", Client, false, saysVersion(python, "-c", "import websockets.version as v; print(v.version)"), lineClient(python, "PEERS/python/websockets_client.py")},
	{"tornado", "tornado (Python)", Client, false, saysVersion(python, "-c", "import tornado; print(tornado.version)"), lineClient(python, "PEERS/python/tornado_client.py")},
	{"aiohttp", "aiohttp (Python)", Client, false, saysVersion(python, "-c", "import aiohttp; print(aiohttp.__version__)"), lineClient(python, "PEERS/python/aiohttp_client.py")},
	{"websocket-client", "websocket-client (Python)", Client, false, saysVersion(python, "-c", "import websocket; print(websocket.__version__)"), lineClient(python, "PEERS/python/websocket_client.py")},

	{"tomcat", "Tomcat WebSocket client", Client, false, jarVersion("tomcat10-catalina-1*.jar"), javaClient("TomcatClient", "tomcat10-*.jar")},
	{"jetty", "Jetty WebSocket client", Client, false, jarVersion("jetty9-server-*.jar"), javaClient("JettyClient", "jetty9-*.jar")},
	{"jdk", "java.net.http (JDK)", Client, false, saysVersion([]string{"java"}, "-version"), javaClient("JdkClient")},
	{"lws", "libwebsockets", Client, false, lwsClientVersion, lwsClient},
	{"curl", "curl", Client, false, saysVersion([]string{"curl"}, "--version"), curlClient},
}
