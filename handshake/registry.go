package handshake

// The registries of IANA that name what is offered, as data. The registered
// close codes stand with their meanings in rules_close.go, the versions of
// WebSocket with their rules.

// upgradeToken is a row of "HTTP Upgrade Tokens" (RFC 9110 §16.7).
type upgradeToken struct {
	name      string // the usual spelling; names compare without case
	versioned bool   // "/" digit "." digit is expected; else no version
	example   string // a version for a message
}

// IANA lists "WebSocket" and "websocket" apart; it is one protocol.
var upgradeTokens = [...]upgradeToken{
	{"HTTP", true, "2.0"},
	{"TLS", true, "1.2"},
	{"websocket", false, ""},
	{"h2c", false, ""},
	{"connect-udp", false, ""},
	{"connect-ip", false, ""},
}

func registeredToken(name []byte) *upgradeToken {
	for i := range upgradeTokens {
		if foldEqual(name, upgradeTokens[i].name) {
			return &upgradeTokens[i]
		}
	}
	return nil
}

// registeredExtension tells the names of the extension registry (RFC 6455 §11.4).
func registeredExtension(name []byte) bool {
	return string(name) == "permessage-deflate" || string(name) == "bbf-usp-protocol"
}

// subprotocols are the names of the subprotocol registry (RFC 6455 §11.5) that
// do not end in a domain name, and those that differ from one only in case.
var subprotocols = [...]string{
	"soap", "wamp", "v10.stomp", "v11.stomp", "v12.stomp",
	"ocpp1.2", "ocpp1.5", "ocpp1.6", "ocpp2.0", "ocpp2.0.1", "ocpp2.1",
	"rfb", "sip", "msrp", "xmpp", "mqtt", "amqp", "coap", "bfcp", "jmap", "t140", "clue", "v1.usp",
	"wpcp", "rwpcp", "jsflow", "ship", "drp", "transit", "opcua+uacp", "opcua+uajson", "mles-websocket",
	"mielecloudconnect", "v1.swindon-lattice+json", "done", "collection-update",
	"oneM2M.R2.0.json", "oneM2M.R2.0.xml", "oneM2M.R2.0.cbor", "cobra.v2.json",
	"MBWS.huawei.com", "MBLWS.huawei.com", "notificationchannel-netapi-rest.openmobilealliance.org",
}

// longestSubprotocol bounds the look-up: no name that is registered is longer.
const longestSubprotocol = 64

// registeredSubprotocol looks a name up, case apart, and tells whether the case
// is right as well.
func registeredSubprotocol(name []byte) (registered string, exact bool) {
	for _, s := range subprotocols {
		if foldEqual(name, s) {
			return s, string(name) == s
		}
	}
	return "", false
}

// isExampleName tells the names in the examples of RFC 6455.
func isExampleName(name []byte) bool {
	return string(name) == "chat" || string(name) == "superchat"
}
