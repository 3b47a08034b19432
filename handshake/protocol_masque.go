package handshake

// masqueProtocol is connect-udp (RFC 9298) and connect-ip (RFC 9484): a proxy
// carries datagrams or IP packets inside HTTP. Both wrap what they carry in
// capsules (RFC 9297) and share everything but their name and path.
type masqueProtocol struct{}

func (masqueProtocol) names(name, version []byte) (string, bool) {
	if c, ok := canonicalLower(name, version, "connect-udp"); ok {
		return c, true
	}
	return canonicalLower(name, version, "connect-ip")
}

func (masqueProtocol) sample() string {
	return "GET /.well-known/masque/udp/192.0.2.6/443/ HTTP/1.1\r\nUpgrade: connect-udp\r\nConnection: Upgrade\r\nCapsule-Protocol: ?1\r\n\r\n"
}

var stepClientMasque = stepDef{"client.masque", ActorClient,
	Text{"step.client.masque.title", "names the far end in the path"},
	Text{"step.client.masque", "The request goes to a proxy. Where the packets are to go stands in the path, filled into a template such as /.well-known/masque/udp/HOST/PORT/. Capsule-Protocol: ?1 says how they will be wrapped."}}

var stepServerMasque = stepDef{"server.masque", ActorServer,
	Text{"step.server.masque.title", "checks form and target"},
	Text{"step.server.masque", "The proxy wants a GET with one Host and no body, reads the target from the path, and opens the socket. Anything out of form is answered with an error, 400 by preference."}}

var stepClientMasqueAnswer = stepDef{"client.masque-answer", ActorClient,
	Text{"step.client.masque-answer.title", "checks that capsules can begin"},
	Text{"step.client.masque-answer", "The 101 names this protocol alone and has no body. From here on both sides send capsules: a type, a length, a value."}}

func (masqueProtocol) offer(j *judge) {
	j.begin(&stepClientMasque)
	j.light(j.req.place(j.req.StartLine.Target))
	j.lightField(j.req, UpgradeField)
	j.lightField(j.req, CapsuleProtocolField)
}

func (masqueProtocol) serve(j *judge) {
	j.serve(&stepServerMasque, checkMasqueOffer, HostField, CapsuleProtocolField)
}

// fields: endpoints that use capsules should say so (RFC 9297 §3.4).
func (masqueProtocol) fields(_ *judge, b []byte) []byte {
	return appendField(b, "Capsule-Protocol", "?1")
}

func (masqueProtocol) validate(j *judge) {
	j.validate(&stepClientMasqueAnswer, checkMasqueAnswer, UpgradeField, CapsuleProtocolField)
}

func (masqueProtocol) speak(j *judge, side Side, b []byte, from int) { speakCapsules(j, side, b, from) }

// isCapsuleProtocol tells the tokens whose streams carry capsules.
func isCapsuleProtocol(canonical string) bool {
	return canonical == "connect-udp" || canonical == "connect-ip"
}

// structuredBoolean reads a structured-field item that is a Boolean, with any
// parameters behind it (RFC 9651 §3.3.6 and §3.1.2): ?0 or ?1.
func structuredBoolean(b []byte) (value, ok bool) {
	if len(b) < 2 || b[0] != '?' || b[1] != '0' && b[1] != '1' {
		return false, false
	}
	return b[1] == '1', parametersEnd(b, 2) == len(b)
}

// parametersEnd walks *( ";" *SP key [ "=" bare-item ] ). Bare items are only
// told from what follows them, not checked: recipients ignore them here.
func parametersEnd(b []byte, at int) int {
	for at < len(b) && b[at] == ';' {
		next := at + 1
		for next < len(b) && b[next] == ' ' {
			next++
		}
		if next == len(b) || !('a' <= b[next] && b[next] <= 'z' || b[next] == '*') {
			return at
		}
		for next < len(b) && ('a' <= b[next] && b[next] <= 'z' || isDigit(b[next]) || b[next] == '_' || b[next] == '-' || b[next] == '.' || b[next] == '*') {
			next++
		}
		if next < len(b) && b[next] == '=' {
			if next = bareItemEnd(b, next+1); next < 0 {
				return at
			}
		}
		at = next
	}
	return at
}

// bareItemEnd finds the end of a string, or of any other bare item; -1 when
// there is none.
func bareItemEnd(b []byte, at int) int {
	if at == len(b) {
		return -1
	}
	if b[at] == '"' {
		for i := at + 1; i < len(b); i++ {
			switch b[i] {
			case '\\':
				i++
			case '"':
				return i + 1
			}
		}
		return -1
	}
	end := at
	for end < len(b) && b[end] != ';' && b[end] != ' ' && b[end] != ',' {
		end++
	}
	if end == at {
		return -1
	}
	return end
}

// masqueTarget gives the two variables of the default templates of RFC 9298 §2
// ("udp/") and RFC 9484 §3 ("ip/"), as they stand in the request-target; ok is
// false for a proxy with a template of its own, whose variables cannot be told
// from here.
func masqueTarget(m *Message, target Range, kind string) (host, port Range, ok bool) {
	prefix := "/.well-known/masque/" + kind
	path, _ := splitTarget(m.Text(target))
	if len(path) < len(prefix) || string(path[:len(prefix)]) != prefix {
		return Range{}, Range{}, false
	}
	at := target.Start + offsetOf(m.Text(target), path) + len(prefix)
	end := target.Start + offsetOf(m.Text(target), path) + len(path)
	host = Range{at, at}
	for host.End < end && m.raw[host.End] != '/' {
		host.End++
	}
	port = Range{min(host.End+1, end), min(host.End+1, end)}
	for port.End < end && m.raw[port.End] != '/' {
		port.End++
	}
	return host, port, true
}

// offsetOf is where a slice of b begins in b.
func offsetOf(b, part []byte) int { return cap(b) - cap(part) }
