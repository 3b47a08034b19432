package handshake

// Offer is what a client wants to ask for.
type Offer struct {
	Method string // GET when empty
	Target string // origin-form; "/" when empty
	Host   string // host[:port]
	Origin string // left out when empty

	// Upgrade lists protocols, best first; ["websocket"] when empty.
	Upgrade []string
	// Connection lists connection options; what Upgrade needs is added unless Bare.
	Connection []string

	// For WebSocket.
	Key          string // see NewKey; the builder has no randomness of its own
	Version      string // 13 when empty
	Subprotocols []string
	Extensions   string // the field value, "" for none

	Extra []string // whole field lines without line end, put in as they are
	// Bare leaves out everything that is empty here instead of filling it in:
	// for requests that are to be wrong.
	Bare bool
}

// Build writes the request: request line, field lines, empty line. Unless Bare,
// an offer with a host (and, for WebSocket, a key) inspects clean.
func Build(o Offer) []byte {
	if !o.Bare {
		o = o.filled()
	}
	b := append(append(append(append([]byte(o.Method), ' '), o.Target...), " HTTP/1.1"...), "\r\n"...)
	b = o.field(b, "Host", o.Host)
	b = o.field(b, "Upgrade", joinList(o.Upgrade))
	b = o.field(b, "Connection", joinList(o.Connection))
	b = o.field(b, "Sec-WebSocket-Key", o.Key)
	b = o.field(b, "Sec-WebSocket-Version", o.Version)
	b = o.field(b, "Origin", o.Origin)
	b = o.field(b, "Sec-WebSocket-Protocol", joinList(o.Subprotocols))
	b = o.field(b, "Sec-WebSocket-Extensions", o.Extensions)
	for _, line := range o.Extra {
		b = append(append(b, line...), "\r\n"...)
	}
	return append(b, "\r\n"...)
}

// filled puts in what a client must send.
func (o Offer) filled() Offer {
	if o.Method == "" {
		o.Method = "GET"
	}
	if o.Target == "" {
		o.Target = "/"
	}
	if len(o.Upgrade) == 0 {
		o.Upgrade = []string{"websocket"}
	}
	options := append([]string(nil), o.Connection...)
	if !containsFold(options, "upgrade") {
		options = append(options, "Upgrade")
	}
	o.Connection = options
	if containsFold(o.Upgrade, "websocket") && o.Version == "" {
		o.Version = "13"
	}
	return o
}

func (o Offer) field(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	return appendField(b, name, value)
}

func containsFold(list []string, s string) bool {
	for _, x := range list {
		if EqualFold(x, s) {
			return true
		}
	}
	return false
}

func joinList(list []string) string {
	s := ""
	for i, x := range list {
		if i > 0 {
			s += ", "
		}
		s += x
	}
	return s
}
