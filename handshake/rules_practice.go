package handshake

// What no RFC says and everybody meets: causes of failed handshakes that the
// bytes give away, most of them on the server's side or in a proxy. They are
// notes, for nobody has broken a rule; two of them warn of what is legal and
// breaks all the same. Each is named after its row of the survey of failures.

var (
	nginxCite  = Cite{Spec: "nginx: WebSocket proxying", Link: "https://nginx.org/en/docs/http/websocket.html"}
	hopCite    = Cite{RFC: 9110, Section: "7.6.1"}
	pracCite   = Cite{RFC: 6455, Section: "4.2.2", Item: "item 4"}
	clientCite = Cite{RFC: 6455, Section: "4.1", Item: "check 1"}
)

var pracNginxNoUpgrade = Rule{ID: "prac.nginx.no-upgrade", Level: Practice, Severity: Note, Binds: Intermediary,
	Cites: []Cite{nginxCite, hopCite},
	Title: "The request looks as if a proxy had remade it as HTTP/1.0, without Upgrade",
	Why:   "Older nginx speaks HTTP/1.0 to the server behind it and closes the connection. Upgrade and Connection end at the proxy unless it is told to set them again.",
	Who:   "The server sees a plain request and answers 400, 404, 426 or a page. Nothing shows that the browser asked for more.",
	Cure:  "In nginx: proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade, proxy_set_header Connection $connection_upgrade.",
	Wrong: `HTTP/1.0\r\nHost: server.example.com\r\nConnection: close`, Right: `Upgrade: websocket`}

var pracNginxHardcoded = Rule{ID: "prac.nginx.hardcoded", Level: Practice, Severity: Note, Binds: Intermediary,
	Cites: []Cite{nginxCite, hopCite},
	Title: "Connection: upgrade stands on a request that asks for no upgrade",
	Why:   "A proxy that sets this line on every request does so on plain ones, too.",
	Who:   "WebSockets work; ordinary requests lose keep-alive and confuse servers that look at Connection alone.",
	Cure:  "In nginx: map $http_upgrade to upgrade or close, and set Connection to that variable.",
	Wrong: `Host: server.example.com\r\nConnection: upgrade\r\n\r\n`, Right: `Upgrade: websocket`}

var pracNginxLocation = Rule{ID: "prac.nginx.location", Level: Practice, Severity: Note, Binds: Server,
	Cites: []Cite{nginxCite, clientCite},
	Title: "The redirect only adds a slash to the path",
	Why:   "Routers and nginx locations that end in a slash send visitors of the shorter path there.",
	Who:   "Chromium and Firefox do not follow; Chromium reports the status as unexpected.",
	Cure:  "Open the path with the slash, or let the server take both.",
	Wrong: `Location: /hosted/ws1/8080/`, Right: `Location: https://login.example.com/`}

var pracProxyStrip = Rule{ID: "prac.proxy.strip", Level: Practice, Severity: Note, Binds: Intermediary,
	Cites: []Cite{hopCite, nginxCite},
	Title: "The WebSocket fields are here, {want} is not: a proxy may have taken it away",
	Why:   "Upgrade and Connection are for one hop. A proxy drops them and passes the Sec-WebSocket fields on, for those look like any others.",
	Who:   "The server finds half a handshake. Spring says: invalid Upgrade header: null.",
	Cure:  "Compare the request before and after the proxy, and switch WebSocket support on there.",
	Wrong: `Connection: Upgrade\r\nSec-WebSocket-Key`, Right: `Upgrade: websocket\r\nConnection: Upgrade`}

var pracProxyH2 = Rule{ID: "prac.proxy.h2-backend", Level: Practice, Severity: Note, Binds: Intermediary,
	Cites: []Cite{{RFC: 9113, Section: "8.6"}, {RFC: 8441, Section: "5"}},
	Title: "The request came to the proxy over HTTP/2, where there is no Upgrade",
	Why:   "If ALPN chose HTTP/2, the fields of the upgrade are lost or forbidden. Via tells which version the proxy received.",
	Who:   "The server behind sees a plain GET and answers 426 or 400.",
	Cure:  "Speak HTTP/1.1 on this way (curl --http1.1, ALPN http/1.1), or RFC 8441 from end to end.",
	Wrong: `Via: 2.0 proxy`, Right: `Via: 1.1 proxy`}

var pracProxyConnect = Rule{ID: "prac.proxy.connect", Level: Practice, Severity: Note, Binds: Intermediary,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 3"}, {RFC: 9110, Section: "9.3.6"}},
	Title: "The proxy refuses the tunnel with {got}: the WebSocket handshake never began",
	Why:   "A client behind a proxy asks it for a TCP tunnel with CONNECT before it sends its handshake.",
	Who:   "Chromium says: Establishing a tunnel via proxy server failed.",
	Cure:  "Log in to the proxy, or use wss on port 443, which proxies let through most often.",
	Wrong: `HTTP/1.1 407 Proxy Authentication Required`, Right: `HTTP/1.1 200 Connection Established`}

var pracProxyGetOnly = Rule{ID: "prac.proxy.get-only", Level: Practice, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}},
	Title: "The upgrade is asked for with {got}; many proxies pass upgrades on for GET only",
	Why:   "Upgrade works with any method. Proxies and CDNs that were built for WebSocket know only GET with Upgrade: websocket.",
	Who:   "HAProxy 3 and several CDNs answer 200, 405 or 426, or drop the Upgrade: docker exec and Tailscale met this.",
	Cure:  "Allow this upgrade in the proxy, go round it, or offer the same over WebSocket.",
	Wrong: `POST /ts2021 HTTP/1.1`, Right: `GET /chat HTTP/1.1`}

var pracUpgradeRefused = Rule{ID: "prac.upgrade.refused", Level: Practice, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}},
	Title: "The server answers {got} to an offer that it could simply have ignored",
	Why:   "The request is good HTTP. Who does not know the protocol offered may answer as if Upgrade were not there.",
	Who:   "Clients that offer h2c with every request, such as Java's HttpClient, do not reach this server at all.",
	Cure:  "Ignore unknown members of Upgrade, and take the field away when passing the request on.",
	Wrong: `HTTP/1.1 400 Invalid Upgrade Request`, Right: `HTTP/1.1 200 OK`}

var pracOrigin403 = Rule{ID: "prac.origin.403", Level: Practice, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "10.2"}},
	Title: "A 403 to a request from {got}: this origin is perhaps not on the server's list",
	Why:   "Servers compare Origin with the origins they know. Some know only their own host until they are told others.",
	Who:   "Chromium reports the unexpected code 403; gorilla's log says: request origin not allowed.",
	Cure:  "Add the page's origin to the list: scheme, host and port, without a slash.",
	Wrong: `HTTP/1.1 403 Forbidden`, Right: `HTTP/1.1 101 Switching Protocols`}

var pracCORS = Rule{ID: "prac.cors.confusion", Level: Practice, Severity: Note, Binds: Server,
	Cites: []Cite{{Spec: "WHATWG WebSockets", Link: "https://websockets.spec.whatwg.org/#websocket-opening-handshake"}, {RFC: 6455, Section: "10.2"}},
	Title: "CORS fields have no say over a WebSocket",
	Why:   "There is no preflight and no CORS check. Whether a page may connect is what the server decides from Origin.",
	Who:   "People add Access-Control-Allow-Origin and meet the same refusal again.",
	Cure:  "Look for the server's own list of origins.",
	Wrong: `Access-Control-Allow-Origin: *`, Right: `HTTP/1.1 403 Forbidden`}

var pracAuth401 = Rule{ID: "prac.auth.401", Level: Practice, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "4.2.2", Item: "item 2"}, {RFC: 9110, Section: "15.5.2"}},
	Title: "The server wants a log-in, and the request has neither Cookie nor Authorization",
	Why:   "A script cannot set Authorization on a WebSocket.",
	Who:   "The page sees only that the connection failed; no log-in dialogue appears.",
	Cure:  "Use a cookie, a short-lived ticket in the query, or log in with the first message.",
	Wrong: `HTTP/1.1 401 Unauthorized`, Right: `Cookie: session=1`}

var pracSameSite = Rule{ID: "prac.auth.samesite", Level: Practice, Severity: Note, Binds: Browser,
	Cites: []Cite{{Spec: "RFC 6265bis", Link: "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis"}},
	Title: "The page is on another site and no cookie came along: SameSite may hold it back",
	Why:   "A cookie without SameSite=None stays at home when a page of another site opens the WebSocket.",
	Who:   "The user is logged in on the server's own pages and still gets {got} here.",
	Cure:  "Set the cookie with SameSite=None; Secure, or serve page and WebSocket from one site.",
	Wrong: `Sec-Fetch-Site: cross-site`, Right: `Sec-Fetch-Site: same-origin`}

var pracToken = Rule{ID: "prac.auth.token-as-subprotocol", Level: Practice, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.2.2", Item: "item 5"}, {Spec: "WHATWG WebSockets", Link: "https://websockets.spec.whatwg.org/#websocket-opening-handshake"}},
	Title: "A token travels as a subprotocol, and the answer names none",
	Why:   "The token is offered for want of a header that scripts may set. Chromium wants one of the offered names back.",
	Who:   "Chromium says: Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received.",
	Cure:  "Offer a second, harmless name and answer with that one, never with the secret.",
	Wrong: `Sec-WebSocket-Protocol: bearer.eyJhbGciOiJub25lIn0.e30.x`, Right: `Sec-WebSocket-Protocol: base64.binary.k8s.io\r\n`}

var pracStatus200 = Rule{ID: "prac.status.200", Level: Practice, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "7.8"}, clientCite},
	Title: "The answer is an ordinary page: the request did not reach a WebSocket server",
	Why:   "A catch-all route, a file server or a proxy without Upgrade answers like this.",
	Who:   "Chromium says: Unexpected response code: 200.",
	Cure:  "Check path, port and the order of routes, and that the proxy passes Upgrade and Connection on.",
	Wrong: `HTTP/1.1 200 OK\r\nContent-Type: text/html`, Right: `HTTP/1.1 101 Switching Protocols`}

var pracStatus400 = Rule{ID: "prac.status.400", Level: Practice, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.2.1"}},
	Title: "The server answers 400, but this request is in order",
	Why:   "Then the server saw another one: a proxy changed it, or the server compares more strictly than the RFC.",
	Who:   "Chromium says: Unexpected response code: 400. The reason is often in the body.",
	Cure:  "Read the body, then list what the server received: Upgrade, Connection, Host, Key and Version.",
	Wrong: `HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n`, Right: `HTTP/1.1 101 Switching Protocols`}

var pracStatus404 = Rule{ID: "prac.status.404", Level: Practice, Severity: Note, Binds: Server,
	Cites: []Cite{pracCite},
	Title: "Nothing at {got} answers WebSocket requests",
	Why:   "The path is wrong, a proxy rewrites it, or the server has no WebSocket library installed (uvicorn without its extras says: Unsupported upgrade request).",
	Who:   "Chromium says: Unexpected response code: 404.",
	Cure:  "Compare the path with the server's routes, behind all rewrites, and look at the server's log.",
	Wrong: `HTTP/1.1 404 Not Found`, Right: `HTTP/1.1 101 Switching Protocols`}

var pracStatus405 = Rule{ID: "prac.status.405", Level: Practice, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 2"}, {RFC: 9110, Section: "15.5.6"}},
	Title: "The route does not take GET, and a WebSocket always begins with GET",
	Why:   "Routers filter by method before they look at Upgrade.",
	Who:   "Chromium says: Unexpected response code: 405.",
	Cure:  "Register the route for GET.",
	Wrong: `HTTP/1.1 405 Method Not Allowed`, Right: `HTTP/1.1 101 Switching Protocols`}

var pracStatus426 = Rule{ID: "prac.status.426", Level: Practice, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 9110, Section: "15.5.22"}},
	Title: "A 426 is the normal answer to a visit without Upgrade",
	Why:   "Here lives a server that speaks another protocol only. A browser's address bar and health checks ask in plain HTTP.",
	Who:   "Health checks call the server dead; a load balancer in front turns that into 502.",
	Cure:  "Connect with a WebSocket client, and give health checks a path of their own.",
	Wrong: `HTTP/1.1 426 Upgrade Required`, Right: `HTTP/1.1 200 OK`}

var pracStatus431 = Rule{ID: "prac.status.431", Level: Practice, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 6585, Section: "5"}},
	Title: "The head has {got} bytes, more than the server wants to read",
	Why:   "Cookies of the whole site travel with a WebSocket handshake. Servers limit the head, often to 4 or 8 KB.",
	Who:   "It strikes users with many cookies only; others connect.",
	Cure:  "Trim cookies, or raise the limit.",
	Wrong: `HTTP/1.1 431 Request Header Fields Too Large`, Right: `HTTP/1.1 101 Switching Protocols`}

var pracStatusLimit = Rule{ID: "prac.status.429-503", Level: Practice, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 6585, Section: "4"}, {RFC: 9110, Section: "15.6.4"}},
	Title: "The server is full or limits how often you may come: {got}",
	Why:   "WebSockets stay open and use up places. When all clients come back at the same moment, it gets worse.",
	Who:   "Pages that reconnect at once keep the server down.",
	Cure:  "Wait as Retry-After says, else longer after each try, with a random part.",
	Wrong: `HTTP/1.1 503 Service Unavailable`, Right: `HTTP/1.1 101 Switching Protocols`}

var pracStatusGateway = Rule{ID: "prac.status.502-504", Level: Practice, Severity: Note, Binds: Intermediary,
	Cites: []Cite{{RFC: 9110, Section: "15.6.3"}, {RFC: 9110, Section: "15.6.5"}},
	Title: "A gateway answers {got}: the server behind it is down, silent or not understood",
	Why:   "502 means a bad answer from behind, 504 none in time.",
	Who:   "The browser knows nothing of the server behind.",
	Cure:  "Ask the server behind directly, then read the gateway's log.",
	Wrong: `HTTP/1.1 504 Gateway Timeout`, Right: `HTTP/1.1 101 Switching Protocols`}

var pracHijack = Rule{ID: "prac.go.hijack", Level: Practice, Severity: Note, Binds: Server,
	Cites: []Cite{{Spec: "Go: http.ResponseController", Link: "https://pkg.go.dev/net/http#ResponseController"}},
	Title: "The server's own program fails on a request that is in order",
	Why:   "In Go it is mostly middleware: it wraps the ResponseWriter and hides Hijack, without which nobody can take the connection over.",
	Who:   "Chromium says: Unexpected response code: 500. The log says: does not implement http.Hijacker.",
	Cure:  "Give the wrapper an Unwrap method, or keep the middleware off this route; elsewhere look into the server's log.",
	Wrong: `HTTP/1.1 500 Internal Server Error`, Right: `HTTP/1.1 101 Switching Protocols`}

var pracTLSCert = Rule{ID: "prac.tls.cert", Level: Practice, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 8446, Section: "6.2"}},
	Title: "The certificate is refused: alert {got}",
	Why:   "It was signed by nobody that the other end trusts, or has expired, or is for another name, or its chain is not whole. TLS 1.3 encrypts this alert, and then a recording does not show it.",
	Who:   "A wss address fails without a question to the user; Chromium says ERR_CERT_AUTHORITY_INVALID or the like.",
	Cure:  "Open the https address of the same host in a tab, which tells the reason, and mend the certificate.",
	Wrong: `\x15\x03\x03\0\x02\x020`, Right: `\x15\x03\x03\0\x02\x02(`}

var pracClosedEarly = Rule{ID: "prac.tcp.closed-early", Level: Practice, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.1"}, {RFC: 9112, Section: "9.5"}},
	Title: "The connection ended before the final answer came",
	Why:   "The server took the connection and said nothing: its handler crashed, it waits for TLS on this port, or something between closed an idle connection that was used again.",
	Who:   "Chromium says: Connection closed before receiving a handshake response. curl says: Empty reply from server.",
	Cure:  "Look into the server's log at this moment, and try the same address with https.",
	Wrong: `Sec-WebSocket-Version: 13\r\n\r\n`, Right: `HTTP/1.1 101 Switching Protocols`}

var pracTextCase = Rule{ID: "prac.text.case", Level: Practice, Severity: Note, Binds: Either,
	Cites: []Cite{{RFC: 6455, Section: "4.2.1", Item: "item 4"}, {RFC: 9110, Section: "7.6.1"}},
	Title: "Connection is a list here: {got}",
	Why:   "Its members are looked for one by one, without regard to case. Proxies and some browsers add keep-alive or a second Upgrade.",
	Who:   "Programs that compare the whole value, or the first line, with the word Upgrade refuse: websocket: bad handshake.",
	Cure:  "The bytes are right. In the program that refuses, join the lines, split at commas and compare each member without case.",
	Wrong: `Connection: keep-alive, Upgrade`, Right: `Connection: Upgrade\r\n`}

var pracReason = Rule{ID: "prac.text.reason", Level: Practice, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 9112, Section: "4"}},
	Title: "The 101 has no phrase behind the code",
	Why:   "That is allowed: only the code means something, and the space behind it must stay.",
	Who:   "Tomcat answers so. Some clients took it for a malformed message and gave up.",
	Cure:  "The bytes are right. In the client that fails, take an empty phrase.",
	Wrong: `HTTP/1.1 101 \r\n`, Right: `HTTP/1.1 101 Switching Protocols`}

var pracBody = Rule{ID: "prac.frames.body-after-101", Level: Practice, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 9110, Section: "15.2"}, {RFC: 6455, Section: "5.2"}},
	Title: "Text begins where the first frame should: {got}",
	Why:   "After the 101 each byte belongs to a frame. A framework still writes its body, a chunk size or a log line.",
	Who:   "The client reads letters as a frame and reports reserved bits or an unknown opcode.",
	Cure:  "Take the connection out of the framework's hands before the 101, and write frames only.",
	Wrong: `\r\n\r\n<html>`, Right: `\r\n\r\n\x81\x02hi`}

var pracTLS = Rule{ID: "prac.tls.mismatch", Level: Practice, Severity: Note, Binds: Pair,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "item 5"}, {RFC: 8446, Section: "5.1"}},
	Title: "One end speaks TLS and the other does not",
	Why:   "Bytes 16 03 or 15 03 begin a TLS record. wss needs a port with TLS, ws one without.",
	Who:   "Chromium says ERR_SSL_PROTOCOL_ERROR for wss, or an unexpected 400 for ws; nginx and Go say it in the body.",
	Cure:  "Make scheme and port agree, and look where TLS ends before the server.",
	Wrong: `\x16\x03\x01`, Right: `GET /chat HTTP/1.1`}

var practiceTopic = topic{"practice", []*Rule{&pracNginxNoUpgrade, &pracNginxHardcoded, &pracNginxLocation, &pracProxyStrip,
	&pracProxyH2, &pracProxyConnect, &pracProxyGetOnly, &pracUpgradeRefused, &pracOrigin403, &pracCORS, &pracAuth401, &pracSameSite,
	&pracToken, &pracStatus200, &pracStatus400, &pracStatus404, &pracStatus405, &pracStatus426, &pracStatus431, &pracStatusLimit,
	&pracStatusGateway, &pracHijack, &pracClosedEarly, &pracTextCase, &pracReason, &pracBody, &pracTLS, &pracTLSCert}}
