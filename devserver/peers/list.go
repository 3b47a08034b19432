package peers

// List is every peer that is measured, in the order of the tables.
var List = []Peer{
	{"gorilla", "gorilla/websocket", Server, true, module("github.com/gorilla/websocket"), goServer(gorilla)},
	{"coder", "coder/websocket", Server, true, module("github.com/coder/websocket"), goServer(coder)},
	{"gobwas", "gobwas/ws", Server, true, module("github.com/gobwas/ws"), gobwasServer},
	{"gws", "lxzan/gws", Server, true, module("github.com/lxzan/gws"), goServer(gwsServer)},
	{"xnet", "golang.org/x/net/websocket", Server, true, module("golang.org/x/net"), goServer(xnet)},
	{"nethttp", "net/http (hijacked)", Server, true, goVersion, goServer(nethttp)},
}
