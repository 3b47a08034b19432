package handshake

// The browser's layer over RFC 6455: what the WebSockets and Fetch standards
// of the WHATWG let a page's script do, what they add to the handshake, and
// what they let the script see. The verdict stays the RFC's, so these rules
// explain; two warn. They speak up only where the request says that a page or
// a browser made it. What browsers were measured to do stands beside what the
// standards say.

var (
	handshakeCite   = Cite{Spec: "WHATWG WebSockets", Section: "2.2", Link: "https://websockets.spec.whatwg.org/#websocket-opening-handshake"}
	constructorCite = Cite{Spec: "WHATWG WebSockets", Section: "3.1", Link: "https://websockets.spec.whatwg.org/#dom-websocket-websocket"}
	closeCite       = Cite{Spec: "WHATWG WebSockets", Section: "3.1", Link: "https://websockets.spec.whatwg.org/#dom-websocket-close"}
	closeEventCite  = Cite{Spec: "WHATWG WebSockets", Link: "https://websockets.spec.whatwg.org/#closeWebSocket"}
	portCite        = Cite{Spec: "Fetch", Link: "https://fetch.spec.whatwg.org/#port-blocking"}
	forbiddenCite   = Cite{Spec: "Fetch", Link: "https://fetch.spec.whatwg.org/#forbidden-request-header"}
	originCite      = Cite{Spec: "Fetch", Link: "https://fetch.spec.whatwg.org/#append-a-request-origin-header"}
	corsCite        = Cite{Spec: "Fetch", Link: "https://fetch.spec.whatwg.org/#http-cors-protocol"}
)

var browserFragment = Rule{ID: "br.url.fragment", Level: Must, Severity: Note, Binds: Script,
	Cites: []Cite{constructorCite},
	Title: "No browser opens an address with {got}: new WebSocket throws a SyntaxError",
	Why:   "The part behind # is for the page alone. The constructor refuses it, even a # with nothing behind it.",
	Who:   "The script stops at this line. The bytes here come from another program, or a proxy changed the target.",
	Cure:  "Cut the address off before the #, and write a real # as %23.",
	Wrong: `GET /chat#top HTTP/1.1`, Right: `GET /chat HTTP/1.1`}

var browserPort = Rule{ID: "br.port.bad", Level: Must, Severity: Warning, Binds: Browser,
	Cites: []Cite{portCite},
	Title: "Browsers open no WebSocket to port {got}",
	Why:   "Ports of other old protocols are blocked, so that a page cannot make the browser talk to a mail or print server.",
	Who:   "The page gets error and close code 1006 before a packet is sent. Other clients connect, so the server looks healthy.",
	Cure:  "Serve the WebSocket on another port, such as 8080 or 443.",
	Wrong: `Host: server.example.com:6000`, Right: `Host: server.example.com:8080`}

var browserNullOrigin = Rule{ID: "br.handshake.origin", Level: Explanatory, Severity: Note, Binds: Browser,
	Cites: []Cite{originCite, {RFC: 6454, Section: "7.3"}},
	Title: "Origin: null is what a page without an origin of its own sends",
	Why:   "A browser never leaves Origin out of a WebSocket. Sandboxed frames, data: addresses and local files have none to name, and all say null.",
	Who:   "A server with null on its list lets all of them in: any site can open a sandboxed frame.",
	Cure:  "Serve the page from http or https, and keep null off the list.",
	Wrong: `Origin: null`, Right: `Origin: http://example.com`}

var browserFields = Rule{ID: "br.handshake.fields", Level: Explanatory, Severity: Note, Binds: Browser,
	Cites: []Cite{handshakeCite},
	Title: "A page cannot add {got} to a WebSocket handshake",
	Why:   "new WebSocket takes an address and subprotocols. All the other fields are the browser's own.",
	Who:   "A server that counts on this field never gets it from a page. Here a proxy added it, or the client only looks like a browser.",
	Cure:  "Send it in the query, in a cookie, or as the first message.",
	Wrong: `Authorization: Bearer abc`, Right: `Cookie: session=7`}

var browserForbidden = Rule{ID: "br.headers.forbidden", Level: Explanatory, Severity: Note, Binds: Script,
	Cites: []Cite{forbiddenCite},
	Title: "No script of a page can set {got}",
	Why:   "Fetch keeps the names that steer a connection, and all that begin with Sec- or Proxy-, for the browser.",
	Who:   "fetch and XMLHttpRequest drop such a field without an error, and the server sees a plain request.",
	Cure:  "Call new WebSocket: then the browser sets Upgrade, Connection and the Sec-WebSocket fields itself.",
	Wrong: `Sec-Fetch-Mode: cors`, Right: `Sec-Fetch-Mode: websocket`}

var browserProtocolsValid = Rule{ID: "br.protocols.valid", Level: Must, Severity: Note, Binds: Script,
	Cites: []Cite{constructorCite},
	Title: "In a page new WebSocket throws a SyntaxError for the subprotocol {got}",
	Why:   "The constructor takes tokens only and looks before it connects.",
	Who:   "The script stops at this line, and the server hears nothing. Chromium names the bad character on the console.",
	Cure:  "Use a name of letters, digits, dots and hyphens.",
	Wrong: `Sec-WebSocket-Protocol: chat/1`, Right: `Sec-WebSocket-Protocol: chat, superchat`}

var browserProtocolsUnique = Rule{ID: "br.protocols.unique", Level: Must, Severity: Note, Binds: Script,
	Cites: []Cite{constructorCite},
	Title: "In a page new WebSocket throws a SyntaxError for {got} given twice",
	Why:   "The constructor wants each name once and looks before it connects.",
	Who:   "The script stops at this line, and the server hears nothing.",
	Cure:  "Name each subprotocol once in the array.",
	Wrong: `Sec-WebSocket-Protocol: chat, chat`, Right: `Sec-WebSocket-Protocol: chat, superchat`}

var browserRedirect = Rule{ID: "br.handshake.redirect", Level: Must, Severity: Note, Binds: Browser,
	Cites: []Cite{handshakeCite},
	Title: "The redirect to {got} fails a browser's handshake",
	Why:   "A redirect could lead the page's secrets to any host, so the standard lets a WebSocket follow none.",
	Who:   "Chromium and Firefox fail. WebKitGTK was seen to follow and to open the connection there.",
	Cure:  "Give new WebSocket the final address.",
	Wrong: `Location: wss://server.example.com/chat`, Right: `HTTP/1.1 101 Switching Protocols`}

var browserStatus = Rule{ID: "br.handshake.status", Level: Must, Severity: Note, Binds: Browser,
	Cites: []Cite{handshakeCite},
	Title: "A browser's WebSocket takes 101 only: {got} is no success",
	Why:   "For fetch every status from 200 to 299 is good. A WebSocket has no use for an answer that keeps to HTTP.",
	Who:   "Chromium fails at once. Firefox and WebKitGTK wait for the end of the body first, for ever if none is marked.",
	Cure:  "Answer 101, or an error with Content-Length.",
	Wrong: `HTTP/1.1 200 OK`, Right: `HTTP/1.1 101 Switching Protocols`}

var browserProtocolRequired = Rule{ID: "br.handshake.protocol-required", Level: Must, Severity: Note, Binds: Browser,
	Cites: []Cite{handshakeCite},
	Title: "RFC 6455 is content without a subprotocol in the answer; the browsers' standard is not",
	Why:   "A page that names subprotocols counts on one of them, so the standard wants one back. RFC 6455 lets the server leave it out.",
	Who:   "Chromium follows the standard and fails. Firefox and WebKitGTK open, and the page reads an empty protocol.",
	Cure:  "Answer with one of the names; then all agree.",
	Wrong: `Sec-WebSocket-Protocol: guacamole`, Right: `Sec-WebSocket-Protocol: chat`}

var browserCredentials = Rule{ID: "br.handshake.credentials", Level: Explanatory, Severity: Warning, Binds: Server,
	Cites: []Cite{handshakeCite, corsCite},
	Title: "CORS with {got} would keep the page of {want} out; the WebSocket lets it in",
	Why:   "A WebSocket has no preflight and no CORS check. Cookies travel with it, from other sites too unless SameSite holds them back.",
	Who:   "Users whose server relies on CORS: a strange page talks to it in their name.",
	Cure:  "Compare Origin in the handshake and answer 403 to strangers; leave the CORS field out.",
	Wrong: `Access-Control-Allow-Origin: https://www.example.com`, Right: `Access-Control-Allow-Origin: *`}

var browserScheme = Rule{ID: "br.handshake.scheme", Level: Explanatory, Severity: Note, Binds: Browser,
	Cites: []Cite{handshakeCite, {RFC: 6797, Section: "8.3"}},
	Title: "Strict-Transport-Security holds for WebSockets, too: ws: becomes wss:",
	Why:   "To the browser ws and wss are http and https, so Strict-Transport-Security, CSP, mixed content and blocked ports apply to both. The field counts only when it comes over TLS.",
	Who:   "A WebSocket server without TLS on this host can be reached no more, while other clients still connect.",
	Cure:  "Serve wss on every host and port that the field covers.",
	Wrong: `Strict-Transport-Security: max-age=31536000`, Right: `HTTP/1.1 101 Switching Protocols`}

var browserFail = Rule{ID: "br.fail.1006", Level: MustNot, Severity: Note, Binds: Browser,
	Cites: []Cite{closeEventCite},
	Title: "In {got} the page learns only: error, then close with code 1006",
	Why:   "A script could search the user's network if it could tell a refusal from a wrong answer or a dead host. So all look the same to it.",
	Who:   "Page code that waits for the status or the body: neither ever comes.",
	Cure:  "Look into the network panel. To tell a page the reason, accept first and close with a code from 4000 on.",
	Wrong: `HTTP/1.1 403 Forbidden`, Right: `HTTP/1.1 101 Switching Protocols`}

var browserClose = Rule{ID: "br.close.args", Level: Must, Severity: Note, Binds: Script,
	Cites: []Cite{closeCite},
	Title: "No script can close with {got}: close() throws an InvalidAccessError",
	Why:   "A script may say 1000 or 3000 to 4999. The other codes are for the protocol itself.",
	Who:   "The exception stops the script, and the WebSocket stays open. This close came from another program.",
	Cure:  "Call close(1000), or close with a code of your own from 4000 on.",
	Wrong: `\x88\x827\xfb!=4\x0b`, Right: `\x88\x827\xfa!=4\x12`}

var browserTopic = topic{"browser", []*Rule{&browserFragment, &browserPort, &browserNullOrigin, &browserFields, &browserForbidden,
	&browserProtocolsValid, &browserProtocolsUnique, &browserRedirect, &browserStatus, &browserProtocolRequired,
	&browserCredentials, &browserScheme, &browserFail, &browserClose}}
