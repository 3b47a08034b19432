package handshake

// WebSocket and other protocols on one stream of HTTP/2 or HTTP/3: RFC 8441,
// RFC 9220, and what RFC 9113 says of pseudo-fields. A field section that
// breaks these is malformed; a server may say so with 400 before it resets the
// stream, and that is what ours does.

var h2wsSettingValue = Rule{ID: "h2ws.setting.value", Level: Must, Severity: Violation, Binds: Either,
	Cites: []Cite{{RFC: 8441, Section: "3"}},
	Title: "SETTINGS_ENABLE_CONNECT_PROTOCOL is {got}, it must be 0 or 1",
	Why:   "It is a switch: with 1 a server says that a client may ask for other protocols on a stream. Sent by a client it has no effect.",
	Who:   "The RFC names no error. HTTP/2 libraries close the connection with PROTOCOL_ERROR.",
	Cure:  "Send 1, or leave the setting out.",
	Wrong: `HTTP2-Settings: AAgAAAAC`, Right: `HTTP2-Settings: AAgAAAAB`}

var h2wsNoDowngrade = Rule{ID: "h2ws.setting.no-downgrade", Level: MustNot, Severity: Violation, Binds: Either,
	Cites: []Cite{{RFC: 8441, Section: "3"}},
	Title: "SETTINGS_ENABLE_CONNECT_PROTOCOL goes back from 1 to 0",
	Why:   "A client may already have asked for a stream, relying on the 1.",
	Who:   "The RFC names no error. Some HTTP/2 libraries close the connection with PROTOCOL_ERROR, others take the last value.",
	Cure:  "Leave the setting at 1 for as long as the connection lives.",
	Wrong: `HTTP2-Settings: AAgAAAABAAgAAAAA`, Right: `HTTP2-Settings: AAgAAAAB`}

var h2wsMethod = Rule{ID: "h2ws.method", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 8441, Section: "5"}, {RFC: 8441, Section: "4"}, {RFC: 9113, Section: "8.3"}},
	Title: "The method is {got}, but :protocol goes with CONNECT only",
	Why:   "A GET ends when it is answered. CONNECT keeps the stream open in both directions.",
	Who:   "The server treats the request as malformed and resets the stream.",
	Cure:  "Send :method CONNECT.",
	Wrong: `:method: GET\r\n:protocol: websocket`, Right: `:method: CONNECT\r\n:protocol: websocket`}

var h2wsProtocol = Rule{ID: "h2ws.protocol", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 8441, Section: "5"}, {RFC: 9113, Section: "8.5"}, {RFC: 9114, Section: "4.4"}},
	Title: "The CONNECT has no :protocol, so it cannot mean a WebSocket",
	Why:   "Without :protocol a CONNECT means: open a TCP connection to :authority. Then :scheme and :path must not be there; with them the request is malformed and opens no tunnel either.",
	Who:   "The server treats the malformed one as an error and resets the stream. A plain one it refuses, unless it is a proxy.",
	Cure:  "Add :protocol: websocket.",
	Wrong: `:method: CONNECT\r\n:scheme: https`, Right: `:method: CONNECT\r\n:protocol: websocket`}

var h2wsProtocolCase = Rule{ID: "h2ws.protocol.case", Level: Must, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 8441, Section: "5"}, {RFC: 9110, Section: "7.8"}},
	Title: "The protocol is written {got} instead of {want}",
	Why:   "RFC 8441 wants the value websocket, and RFC 9298 connect-udp. RFC 9110 compares such names without case; many HTTP/2 servers compare letter by letter.",
	Who:   "A strict server answers 501 or resets the stream.",
	Cure:  "Write the name in lower case.",
	Wrong: `:protocol: WebSocket`, Right: `:protocol: websocket`}

var h2wsSchemePath = Rule{ID: "h2ws.scheme-path", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 8441, Section: "4"}},
	Title: "The extended CONNECT has no {want}",
	Why:   "A plain CONNECT must not have :scheme and :path; with :protocol it must have both, for they say what is asked for.",
	Who:   "The server treats the request as malformed and resets the stream.",
	Cure:  "Send :scheme and :path as for a GET.",
	Wrong: `:scheme: https\r\n:authority: server.example.com`, Right: `:scheme: https\r\n:path: /chat\r\n`}

var h2wsSchemeValue = Rule{ID: "h2ws.scheme-value", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 8441, Section: "5"}},
	Title: "The scheme is {got}, it must be {want}",
	Why:   "On the wire the request is HTTP, and its scheme is https or http. ws and wss are names for people who write URLs.",
	Who:   "The server does not know the scheme and refuses.",
	Cure:  "Write https for wss and http for ws.",
	Wrong: `:scheme: wss`, Right: `:scheme: https`}

var h2wsAuthority = Rule{ID: "h2ws.authority", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9113, Section: "8.3.1"}, {RFC: 9114, Section: "4.3.1"}, {RFC: 8441, Section: "4"}},
	Title: "The request has neither :authority nor Host, so it names no site",
	Why:   "HTTP/2 clients must name the site in :authority; HTTP/3 asks for :authority or Host. With :protocol it is the site that is meant and not, as in a plain CONNECT, a machine to dial.",
	Who:   "The server treats the request as malformed and resets the stream.",
	Cure:  "Send :authority with host and port of the URL.",
	Wrong: `:path: /chat\r\nsec-websocket-version: 13`, Right: `:authority: server.example.com`}

var h2wsHost = Rule{ID: "h2ws.host", Level: Should, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 9114, Section: "4.3.1"}, {RFC: 9113, Section: "8.3.1"}},
	Title: "The request names its site in Host, without :authority",
	Why:   "HTTP/3 leaves the choice and says that a client should use :authority. In HTTP/2 a client that writes its own requests must use it; a gateway from HTTP/1.1 may have left Host.",
	Who:   "Servers for extended CONNECT look for :authority only, and refuse.",
	Cure:  "Send :authority, and leave Host out.",
	Wrong: `:path: /chat\r\nhost: server.example.com`, Right: `:authority: server.example.com`}

var h2wsHostDiffers = Rule{ID: "h2ws.host.differs", Level: Must, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 9114, Section: "4.3.1"}, {RFC: 9113, Section: "8.3.1"}},
	Title: "Host says {got} and :authority says {want}",
	Why:   "Where both are there they must name the same site. One program goes by the one, the next by the other.",
	Who:   "An HTTP/3 server treats the request as malformed, an HTTP/2 server should.",
	Cure:  "Leave Host out.",
	Wrong: `host: b.example`, Right: `:authority: server.example.com`}

var h2wsNoUpgrade = Rule{ID: "h2ws.no-upgrade", Level: MustNot, Severity: Error, Binds: Client, Status: 400,
	Cites: []Cite{{RFC: 8441, Section: "5"}},
	Title: "The extended CONNECT carries {got}, which belongs to HTTP/1.1",
	Why:   ":protocol has taken over. Connection and Upgrade speak of one connection, which all streams share here.",
	Who:   "The server treats the request as malformed and resets the stream.",
	Cure:  "Leave Connection and Upgrade out.",
	Wrong: `:protocol: websocket\r\nupgrade: websocket`, Right: `:protocol: websocket\r\n`}

var h2wsNoKey = Rule{ID: "h2ws.no-key", Level: Explanatory, Severity: Warning, Binds: Either,
	Cites: []Cite{{RFC: 8441, Section: "5"}},
	Title: "The field {got} has no part to play on a stream",
	Why:   "Key and Accept prove in HTTP/1.1 that the server understood the handshake. Here SETTINGS and :protocol do.",
	Who:   "Peers must not look at it. One that demands it was written for HTTP/1.1 only.",
	Cure:  "Leave the field out.",
	Wrong: `sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==`, Right: `sec-websocket-version: 13`}

var h2wsKeptFields = Rule{ID: "h2ws.kept-fields", Level: MustNot, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9113, Section: "8.2.1"}, {RFC: 9114, Section: "4.2"}},
	Title: "The field name {got} has capital letters",
	Why:   "HTTP/1.1 does not mind the case of names. HTTP/2 and HTTP/3 want them in lower case, so that they pack better and compare simply.",
	Who:   "The other end must treat the message as malformed and resets the stream.",
	Cure:  "Write the name in lower case.",
	Wrong: `Sec-WebSocket-Version: 13`, Right: `sec-websocket-version: 13`}

var h2wsStatus = Rule{ID: "h2ws.status", Level: Must, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 9113, Section: "8.3.2"}, {RFC: 9113, Section: "8.6"}, {RFC: 9114, Section: "4.5"}},
	Title: "The status is {got}; on a stream yes is a :status of 2xx, usually 200",
	Why:   "Every answer on a stream carries one :status. 101 switches a whole connection and does not exist in HTTP/2 and HTTP/3.",
	Who:   "An answer without :status is malformed, and the client resets the stream. At a 101 it does so too, or waits for ever.",
	Cure:  "Answer :status 200.",
	Wrong: `:status: 101`, Right: `:status: 200`}

var h2wsPseudoOrder = Rule{ID: "h2ws.pseudo-order", Level: Must, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9113, Section: "8.3"}, {RFC: 9114, Section: "4.3"}},
	Title: "The pseudo-field {got} stands behind an ordinary field",
	Why:   "Who reads the section can begin to route as soon as the first ordinary name comes.",
	Who:   "The other end must treat the message as malformed and resets the stream.",
	Cure:  "Put all pseudo-fields first.",
	Wrong: `origin: http://www.example.com\r\n:path: /chat`, Right: `:path: /chat\r\n`}

var h2wsPseudoOnce = Rule{ID: "h2ws.pseudo-once", Level: MustNot, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 9113, Section: "8.3"}, {RFC: 9114, Section: "4.3"}},
	Title: "The pseudo-field {got} is there twice or is none that is defined",
	Why:   "Two values could send two programs on the way to two places. The set of names is closed, so nothing unknown slips in.",
	Who:   "The other end must treat the message as malformed and resets the stream.",
	Cure:  "Send each of :method, :scheme, :authority, :path and :protocol once, and in an answer :status.",
	Wrong: `:path: /chat\r\n:path: /admin`, Right: `:path: /chat\r\n`}

var h3wsUnknownProtocol = Rule{ID: "h3ws.unknown-protocol", Level: Should, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 9220, Section: "3"}},
	Title: "The server does not speak {got} on a stream; it speaks {want}",
	Why:   "501 tells the client that asking again is no use. RFC 9220 says so for HTTP/3; RFC 8441 leaves the answer open, and 501 fits there too.",
	Who:   "The client opens no stream for this protocol.",
	Cure:  "Ask for a protocol that the server speaks.",
	Wrong: `:protocol: chess`, Right: `:protocol: websocket`}

var h2wsTopic = topic{"h2ws", []*Rule{&h2wsSettingValue, &h2wsNoDowngrade, &h2wsMethod, &h2wsProtocol, &h2wsProtocolCase,
	&h2wsSchemePath, &h2wsSchemeValue, &h2wsAuthority, &h2wsHost, &h2wsHostDiffers, &h2wsNoUpgrade, &h2wsNoKey, &h2wsKeptFields, &h2wsStatus,
	&h2wsPseudoOrder, &h2wsPseudoOnce, &h3wsUnknownProtocol}}
