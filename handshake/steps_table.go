package handshake

// The steps that every upgrade has. Those of one protocol stand in its file.

var stepClientRequestLine = stepDef{"client.request-line", ActorClient,
	Text{"step.client.request-line.title", "asks for {target}"},
	Text{"step.client.request-line", "An upgrade begins as an ordinary HTTP/1.1 request: a method, what is asked for, and the version. Nothing is switched yet, and a server that knows nothing of upgrades can simply answer it."}}

var stepClientUpgrade = stepDef{"client.upgrade", ActorClient,
	Text{"step.client.upgrade.title", "offers to switch, for this hop only"},
	Text{"step.client.upgrade", "Upgrade lists the protocols the client would like to speak next, best first. Connection must list Upgrade as well: it marks the offer as meant for the very next server, so that a proxy in between does not pass on a promise it cannot keep."}}

var stepWireRequest = stepDef{"wire.request", ActorWireRequest,
	Text{"step.wire.request.title", "{method} {target}"},
	Text{"step.wire.request", "The request crosses the wire: {bytes} bytes with {lines} field lines, then an empty line. After it the client waits. It may not speak the new protocol before the server has agreed."}}

var stepServerRead = stepDef{"server.read", ActorServer,
	Text{"step.server.read.title", "reads the request"},
	Text{"step.server.read", "The server splits the bytes into lines, and the lines into names and values. What breaks the grammar of HTTP here can mean two things to two programs on the way, so it is refused before anything else is looked at."}}

var stepServerHost = stepDef{"server.host", ActorServer,
	Text{"step.server.host.title", "finds exactly one Host"},
	Text{"step.server.host", "One address can serve many names. Host says which is meant; without it, or with two, the server must answer 400."}}

var stepServerUpgrade = stepDef{"server.upgrade", ActorServer,
	Text{"step.server.upgrade.title", "looks for Upgrade, listed in Connection"},
	Text{"step.server.upgrade", "The offer counts only when Upgrade is there, Connection lists it, and the request is HTTP/1.1. Otherwise the server goes on as if nothing had been offered. That is no error: Upgrade is an invitation."}}

var stepServerChoose = stepDef{"server.choose", ActorServer,
	Text{"step.server.choose.title", "chooses a protocol"},
	Text{"step.server.choose", "The server looks for a protocol that it speaks among those offered. The client's order is a wish; the server may choose otherwise, or choose none and answer in HTTP."}}

var stepWireResponse = stepDef{"wire.response", ActorWireResponse,
	Text{"step.wire.response.title", "{status}"},
	Text{"step.wire.response", "The answer crosses the wire. 101 means: from the byte after the empty line on, this connection speaks the new protocol. Any other status is an ordinary HTTP answer, and the connection stays HTTP."}}

var stepClientStatus = stepDef{"client.status", ActorClient,
	Text{"step.client.status.title", "reads the status: {status}"},
	Text{"step.client.status", "Only 101 switches. The client reads the status code, not the phrase behind it: the phrase carries no meaning and may be missing."}}

var stepClientUpgrade101 = stepDef{"client.upgrade-answer", ActorClient,
	Text{"step.client.upgrade-answer.title", "finds Upgrade and Connection in the 101"},
	Text{"step.client.upgrade-answer", "A 101 must name what is switched to, and it must be something the client offered. A 101 without it was damaged on the way, often by a proxy that removes the fields meant for one hop."}}

var stepPipe = stepDef{"pipe", ActorBoth,
	Text{"step.pipe.title", "both speak {protocol}"},
	Text{"step.pipe", "HTTP is over on this connection. What was a request and a response is now a pipe in both directions, and its bytes mean what the new protocol says."}}

var (
	labelOffered = Text{"derived.offered", "choice {n}"}
	labelChosen  = Text{"derived.chosen", "choice {n}, taken"}
)
