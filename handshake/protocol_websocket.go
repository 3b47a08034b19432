package handshake

// websocketProtocol is the WebSocket opening handshake of RFC 6455 §4.
type websocketProtocol struct{}

func (websocketProtocol) names(name, version []byte) (string, bool) {
	return canonicalLower(name, version, "websocket")
}

func (websocketProtocol) sample() string {
	return "GET /chat HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key:\r\nSec-WebSocket-Version: 13\r\n\r\n"
}

var stepClientWebSocket = stepDef{"client.websocket", ActorClient,
	Text{"step.client.websocket.title", "adds a random key, the version and its wishes"},
	Text{"step.client.websocket", "The key is 16 fresh random bytes. The server must answer with a value computed from it, which no cache and no ordinary web server would do by accident. Version 13 is the only standard one. Subprotocols and extensions are offers."}}

var stepServerMethod = stepDef{"server.method", ActorServer,
	Text{"step.server.method.title", "expects GET over HTTP/1.1"},
	Text{"step.server.method", "A WebSocket begins with a GET that has no body. Other methods, or an older HTTP, are not a WebSocket handshake."}}

var stepServerKey = stepDef{"server.key", ActorServer,
	Text{"step.server.key.title", "checks the key"},
	Text{"step.server.key", "The key must be base64 of exactly 16 bytes. It proves nothing about who the client is: it shows that the client meant to speak WebSocket, for a form or a script on some page cannot set this field."}}

var stepServerVersion = stepDef{"server.version", ActorServer,
	Text{"step.server.version.title", "checks the version"},
	Text{"step.server.version", "The server compares the version with those it speaks. If it does not know it, it answers with an error and the list of those it does, and the client may try again."}}

var stepServerOrigin = stepDef{"server.origin", ActorServer,
	Text{"step.server.origin.title", "looks at the origin"},
	Text{"step.server.origin", "A browser tells which site's page opens the connection. A server that serves certain sites only refuses the others with 403: no CORS check does it instead."}}

var stepServerOptions = stepDef{"server.options", ActorServer,
	Text{"step.server.options.title", "chooses subprotocol and extensions"},
	Text{"step.server.options", "From the client's offers the server takes at most one subprotocol and the extensions it supports. What it does not take, it leaves out of the answer: that declines it, and the handshake goes on."}}

var stepServerAccept = stepDef{"server.accept-key", ActorServer,
	Text{"step.server.accept-key.title", "computes the Accept"},
	Text{"step.server.accept-key", "The server puts a fixed text behind the key as it was sent, takes the SHA-1 of both and writes the 20 bytes in base64. It is no encryption: anyone can compute it. It shows that the server read this handshake and knows WebSocket."}}

var stepClientAccept = stepDef{"client.accept-key", ActorClient,
	Text{"step.client.accept-key.title", "compares the Accept"},
	Text{"step.client.accept-key", "The client computes the same value from the key it sent and compares letter by letter. If they differ, the answer was made for another request, or by a server that computes wrongly, and the connection fails."}}

var stepClientOptions = stepDef{"client.options", ActorClient,
	Text{"step.client.options.title", "accepts subprotocol and extensions"},
	Text{"step.client.options", "What the server chose must be among what the client offered. Anything else fails the connection: the two ends would not speak the same language."}}

var (
	labelKey         = Text{"derived.key", "key as sent"}
	labelKeyDecoded  = Text{"derived.key-decoded", "decoded"}
	labelLength      = Text{"derived.length", "length"}
	labelConcat      = Text{"derived.concatenated", "key + GUID"}
	labelSHA1        = Text{"derived.sha1", "SHA-1, 20 bytes"}
	labelBase64      = Text{"derived.base64", "base64"}
	labelExpected    = Text{"derived.expected", "expected"}
	labelReceived    = Text{"derived.received", "received"}
	labelAsked       = Text{"derived.asked", "asked for"}
	labelAnswered    = Text{"derived.answered", "answered"}
	labelVersion     = Text{"derived.version", "version asked for"}
	labelVersions    = Text{"derived.versions", "versions spoken"}
	labelSubprotocol = Text{"derived.subprotocol", "subprotocol taken"}
	labelExtensions  = Text{"derived.extensions", "extensions taken"}
	labelOrigin      = Text{"derived.origin", "page's origin"}
)

func (websocketProtocol) offer(j *judge) {
	j.begin(&stepClientWebSocket)
	for _, f := range [...]Field{KeyField, WSVersionField, OriginField, ProtocolField, ExtensionsField} {
		j.lightField(j.req, f)
	}
}

// serve reads the offer. One that does not count, for want of Connection or of
// HTTP/1.1, is ignored whatever else is wrong with it.
func (p websocketProtocol) serve(j *judge) {
	before := j.answer
	if before.Verdict == Ignore && !j.full {
		return
	}
	p.read(j)
	if before.Verdict == Ignore {
		j.answer = before
	}
}

// read follows the list of RFC 6455 §4.2.1, item by item, then §4.2.2.
func (websocketProtocol) read(j *judge) {
	if j.serve(&stepServerMethod, checkWSRequest) ||
		j.serve(&stepServerKey, checkKey, KeyField) ||
		j.serve(&stepServerVersion, checkWSVersion, WSVersionField) ||
		j.serve(&stepServerOrigin, checkOrigin, OriginField) ||
		j.serve(&stepServerOptions, serveOptions, ProtocolField, ExtensionsField) || !j.full {
		return
	}
	j.begin(&stepServerAccept)
	if j.halted == "" {
		j.lightField(j.req, KeyField)
		j.deriveAccept()
	}
}

// serveOptions checks the offers and takes what the policy knows.
func serveOptions(j *judge, m *Message) {
	checkSubprotocolOffer(j, m)
	checkExtensionOffer(j, m)
	if j.refused() {
		return
	}
	j.answer.Subprotocol = chooseSubprotocol(j.policy, m)
	j.answer.Extensions = chooseExtensions(j.policy, m)
	if j.full {
		j.deriveText(&labelSubprotocol, j.answer.Subprotocol)
		j.deriveText(&labelExtensions, j.answer.Extensions)
	}
}

// deriveText derives a value that may be nothing.
func (j *judge) deriveText(label *Text, value string) {
	if value == "" {
		value = "—"
	}
	j.derive(label, Show([]byte(value)))
}

// chooseSubprotocol takes the first name of the client's list that the server
// knows: the list is in order of preference (RFC 6455 §4.1 item 10). It looks at no
// more of them than any real list has, for a policy may be long as well.
func chooseSubprotocol(p *Policy, m *Message) string {
	looked := 0
	for x := m.walk(ProtocolField); x.next() && looked < manyOffers; looked++ {
		if name := m.Text(x.Range); p.knowsSubprotocol(name) {
			return string(name)
		}
	}
	return ""
}

// chooseExtensions takes each known extension once, in the client's order. An
// offer of permessage-deflate that is not valid is passed over and the next one
// is tried (RFC 7692 §5.1).
func chooseExtensions(p *Policy, m *Message) string {
	var answer []byte
	var taken []string
	looked := 0
	for e := m.eachExtension(); e.next() && looked < manyOffers; looked++ {
		if name := m.Text(e.Name); !containsExact(p.extensions(), name) || containsExact(taken, name) {
			continue
		}
		name := string(m.Text(e.Name))
		element := name
		if name == deflateName {
			d := m.deflate(&e.extension, true)
			if d.fault != deflateFine {
				continue
			}
			element = d.answer()
		}
		taken = append(taken, name)
		if answer != nil {
			answer = append(answer, ", "...)
		}
		answer = append(answer, element...)
	}
	return string(answer)
}

func (websocketProtocol) fields(j *judge, b []byte) []byte {
	b = appendField(b, "Sec-WebSocket-Accept", AcceptFor(j.key()))
	if j.answer.Subprotocol != "" {
		b = appendField(b, "Sec-WebSocket-Protocol", j.answer.Subprotocol)
	}
	if j.answer.Extensions != "" {
		b = appendField(b, "Sec-WebSocket-Extensions", j.answer.Extensions)
	}
	return b
}

// key is the text of Sec-WebSocket-Key as it is hashed: trimmed, not decoded.
func (j *judge) key() string {
	if l := j.req.first(KeyField); l != nil {
		return string(j.req.value(l))
	}
	return ""
}

// deriveAccept shows the computation of RFC 6455 §4.2.2 step 5.4.
func (j *judge) deriveAccept() string {
	key := j.key()
	digest := sha1([]byte(key + GUID))
	accept := AcceptFor(key)
	j.derive(&labelKey, Show([]byte(key)))
	j.derive(&labelConcat, Show([]byte(key+GUID)))
	j.derive(&labelConcatBytes, Hex(clip([]byte(key+GUID))))
	j.derive(&labelSHA1, Hex(digest))
	j.derive(&labelGroups, base64Groups(digest))
	j.derive(&labelBase64, accept)
	return accept
}

func (websocketProtocol) validate(j *judge) {
	before := j.failure
	checkWSUpgradeAnswer(j) // of the step in hand, which read Upgrade and Connection
	j.end(before == nil && j.failure != nil)
	j.validate(&stepClientAccept, checkAccept, AcceptField)
	j.validate(&stepClientOptions, checkOptionsAnswer, ProtocolField, ExtensionsField)
}

func checkOptionsAnswer(j *judge) {
	checkSubprotocolAnswer(j)
	checkExtensionAnswer(j)
	checkWSResponse(j)
}
