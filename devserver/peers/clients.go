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

	{"ws", "ws (npm)", Client, true, npm("ws"), lineClient(node, "npm/client-ws.js")},
	{"faye", "faye-websocket (npm)", Client, true, npm("faye-websocket"), lineClient(node, "npm/client-faye.js")},
	{"websocket-node", "websocket (npm)", Client, true, npm("websocket"), lineClient(node, "npm/client-websocket.js")},
	{"undici", "undici (npm)", Client, true, npm("undici"), lineClient(node, "npm/client-undici.js")},

	{"websockets", "websockets (Python)", Client, false, saysVersion(python, "-c", "import websockets.version as v; print(v.version)"), lineClient(python, "python/websockets_client.py")},
	{"tornado", "tornado (Python)", Client, false, saysVersion(python, "-c", "import tornado; print(tornado.version)"), lineClient(python, "python/tornado_client.py")},
	{"aiohttp", "aiohttp (Python)", Client, false, saysVersion(python, "-c", "import aiohttp; print(aiohttp.__version__)"), lineClient(python, "python/aiohttp_client.py")},
}
