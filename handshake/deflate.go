package handshake

// permessage-deflate parameters (RFC 7692 §7.1).

// deflateName is the one spelling that is registered.
const deflateName = "permessage-deflate"

// deflateParams are the parameters of one permessage-deflate element.
type deflateParams struct {
	serverNoTakeover, clientNoTakeover bool
	serverBits, clientBits             int // 8 to 15; 0 when there is no value
	hasServerBits, hasClientBits       bool

	fault deflateFault // the first parameter that is not valid
	bad   *extensionParam
}

// deflateFault is what makes an element invalid (RFC 7692 §7.1).
type deflateFault uint8

const (
	deflateFine deflateFault = iota
	deflateUnknown
	deflateTwice
	deflateValueUnwanted // *_no_context_takeover takes no value
	deflateServerBits
	deflateClientBits
)

// deflate reads the parameters of an element. offer tells an element of a
// request, where client_max_window_bits may stand without a value.
func (m *Message) deflate(e *extension, offer bool) deflateParams {
	var d deflateParams
	for i := range e.Params {
		p := &e.Params[i]
		fault := d.add(m, p, offer)
		if fault != deflateFine && d.fault == deflateFine {
			d.fault, d.bad = fault, p
		}
	}
	return d
}

func (d *deflateParams) add(m *Message, p *extensionParam, offer bool) deflateFault {
	name := m.Text(p.Name)
	switch string(name) {
	case "server_no_context_takeover":
		return setFlag(&d.serverNoTakeover, p)
	case "client_no_context_takeover":
		return setFlag(&d.clientNoTakeover, p)
	case "server_max_window_bits":
		if d.hasServerBits {
			return deflateTwice
		}
		d.hasServerBits = true
		if d.serverBits = m.windowBits(p); d.serverBits == 0 {
			return deflateServerBits
		}
	case "client_max_window_bits":
		if d.hasClientBits {
			return deflateTwice
		}
		d.hasClientBits = true
		if p.Equals < 0 && offer {
			return deflateFine
		}
		if d.clientBits = m.windowBits(p); d.clientBits == 0 {
			return deflateClientBits
		}
	default:
		return deflateUnknown
	}
	return deflateFine
}

func setFlag(flag *bool, p *extensionParam) deflateFault {
	if *flag {
		return deflateTwice
	}
	*flag = true
	if p.Equals >= 0 {
		return deflateValueUnwanted
	}
	return deflateFine
}

// windowBits is a value from 8 to 15 without a leading zero, or 0.
func (m *Message) windowBits(p *extensionParam) int {
	if p.Equals < 0 {
		return 0
	}
	value, ok := unquote(m.Text(p.Value))
	n, isNumber := number(value)
	if !ok || !isNumber || value[0] == '0' || n < 8 || n > 15 {
		return 0
	}
	return n
}

// answer is the server's answer to an offer that it can take. It asks
// both sides to forget the window after each message: then an idle connection
// keeps no window, which is what a server with many of them wants. What the
// offer demands of the server is repeated, as RFC 7692 §7.1 asks.
func (d *deflateParams) answer() string {
	s := deflateName + "; server_no_context_takeover; client_no_context_takeover"
	if d.serverBits > 0 {
		s += "; server_max_window_bits=" + itoa(d.serverBits)
	}
	return s
}
