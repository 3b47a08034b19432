package handshake

// protocol is one upgrade token and all that is specific to it. Each stands in
// a file of its own, protocol_NAME.go, and in the list below; adding one
// touches nothing else.
type protocol interface {
	// names reports whether a member of Upgrade asks for this protocol, and the
	// canonical form that a policy, a verdict and a 101 use for it.
	names(name, version []byte) (canonical string, ok bool)
	// sample is the least request that asks for it, without Host; "" where
	// nobody asks.
	sample() string
	// serve is the server reading the request: it may reject or ignore.
	serve(j *judge)
	// fields appends the field lines that this protocol adds to a 101.
	fields(j *judge, b []byte) []byte
	// validate is the client reading a 101.
	validate(j *judge)
	// offer is the client's own part of the request: steps before it is sent.
	offer(j *judge)
	// speak explains the bytes of one side after the switch: from is where they begin.
	speak(j *judge, side Side, b []byte, from int)
}

// protocols is the catalogue, in the order in which the willing server
// prefers nothing: the client's order decides.
var protocols = []protocol{
	websocketProtocol{}, h2cProtocol{}, tlsProtocol{}, masqueProtocol{}, tcpProtocol{}, spdyProtocol{}, httpProtocol{},
}

// protocolFor finds the protocol of the catalogue that a member asks for; the
// generic one when none does. known is false for the generic one.
func protocolFor(m *Message, u *upgradeMember) (p protocol, canonical string, known bool) {
	name, version := m.Text(u.Name), m.Text(u.Version)
	for _, p := range protocols {
		if canonical, ok := p.names(name, version); ok {
			return p, canonical, true
		}
	}
	canonical, _ = genericProtocol{}.names(name, version)
	return genericProtocol{}, canonical, false
}
