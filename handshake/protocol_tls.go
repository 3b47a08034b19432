package handshake

// tlsProtocol is TLS begun inside an HTTP/1.1 connection (RFC 2817). Hardly
// any browser ever spoke it; printers (IPP) did, and it is where Upgrade shows
// that it can put a layer under HTTP instead of replacing it.
type tlsProtocol struct{}

func (tlsProtocol) names(name, version []byte) (string, bool) {
	if !foldEqual(name, "TLS") {
		return "", false
	}
	if len(version) == 0 {
		return "TLS", true
	}
	return "TLS/" + string(version), len(version) == 3 && isDigit(version[0]) && version[1] == '.' && isDigit(version[2])
}

func (tlsProtocol) sample() string {
	return "OPTIONS * HTTP/1.1\r\nUpgrade: TLS/1.2\r\nConnection: Upgrade\r\n\r\n"
}

// protocolStack is the value of Upgrade for a protocol in a 101 or a 426. TLS
// goes under HTTP, so both are named, the lower one first (RFC 2817 §3.3).
func protocolStack(canonical string) string {
	if isTLS(canonical) {
		return canonical + ", HTTP/1.1"
	}
	return canonical
}

// isTLS tells the canonical names of TLS.
func isTLS(canonical string) bool {
	return canonical == "TLS" || len(canonical) > 4 && foldEqual([]byte(canonical[:4]), "TLS/")
}

var stepClientTLS = stepDef{"client.tls", ActorClient,
	Text{"step.client.tls.title", "proposes TLS on the open connection"},
	Text{"step.client.tls", "This request itself still crosses in the clear, and so may the answer. A client that must not risk that sends OPTIONS * first, which gives nothing away, and its real request after the switch."}}

var stepServerTLS = stepDef{"server.tls", ActorServer,
	Text{"step.server.tls.title", "prepares to speak TLS"},
	Text{"step.server.tls", "A server that agrees lists the new stack from below: TLS, and HTTP/1.1 on top of it. After the TLS handshake it answers the original request, now encrypted."}}

var stepClientTLSAnswer = stepDef{"client.tls-answer", ActorClient,
	Text{"step.client.tls-answer.title", "begins the TLS handshake"},
	Text{"step.client.tls-answer", "The next byte of the client is the first of its ClientHello. If the TLS handshake fails the connection is closed: there is no way back to clear text."}}

func (tlsProtocol) offer(j *judge) {
	j.begin(&stepClientTLS)
	j.light(j.req.place(j.req.StartLine.Method))
	j.lightField(j.req, UpgradeField)
}

func (tlsProtocol) serve(j *judge) {
	j.serve(&stepServerTLS, checkTLSOffer, UpgradeField)
}

func (tlsProtocol) fields(_ *judge, b []byte) []byte { return b }

func (tlsProtocol) validate(j *judge) {
	j.validate(&stepClientTLSAnswer, checkTLSAnswer, UpgradeField)
}

func (tlsProtocol) speak(j *judge, side Side, b []byte, from int) {
	speakTLS(j, side, b, from)
}
