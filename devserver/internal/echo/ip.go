package echo

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"

	"handshake101/devserver/internal/pipe"
)

// connect-ip (RFC 9484): a tunnel for IP packets. There is no network behind
// it: the client gets an address of those kept for documentation, is told of a
// route to one host of the same kind, and this host, which exists only here,
// answers echo requests and sends everything else back to where it came from.

// network is what the tunnel leads to, for one version of IP.
type network struct {
	version      byte
	client, host []byte
}

var networks = []network{
	{4, []byte{192, 0, 2, 2}, []byte{192, 0, 2, 1}},                           // RFC 5737
	{6, []byte{0x20, 1, 0xd, 0xb8, 15: 2}, []byte{0x20, 1, 0xd, 0xb8, 15: 1}}, // RFC 3849
}

const (
	capsuleAssign    = 1
	capsuleRequest   = 2
	capsuleAdvertise = 3

	packetMax = 16 << 10 // of one IP packet
)

func newIP(p *pipe.Pipe, s Session) Speaker {
	return whole(func() string { return speakIP(p) })
}

func speakIP(p *pipe.Pipe) string {
	p.Farewell = func() { p.CloseWrite() }
	var assigned, routes []byte
	for _, n := range networks {
		assigned = n.appendAssigned(assigned, 0)
		routes = append(append(append(append(routes, n.version), n.host...), n.host...), 0) // from, to, any protocol
	}
	if _, err := p.Write(append(appendCapsule(nil, capsuleAssign, assigned), appendCapsule(nil, capsuleAdvertise, routes)...)); err != nil {
		return endOf(err)
	}
	for in := bufio.NewReaderSize(p, 4<<10); ; {
		answer, err := answerCapsule(in)
		if err == nil && answer != nil {
			_, err = p.Write(answer)
		}
		if err != nil {
			var fault capsuleError
			if errors.As(err, &fault) {
				return "closed: " + err.Error()
			}
			return endOf(err)
		}
	}
}

// appendAssigned writes the client's address, for a request or for 0.
func (n *network) appendAssigned(b []byte, request uint64) []byte {
	b = append(appendVarint(b, request), n.version)
	return append(append(b, n.client...), byte(8*len(n.client)))
}

func appendCapsule(b []byte, kind uint64, value []byte) []byte {
	return append(appendVarint(appendVarint(b, kind), uint64(len(value))), value...)
}

// answerCapsule takes one capsule, and gives the one to answer with, if any.
// Types that are not known are passed over.
func answerCapsule(in *bufio.Reader) ([]byte, error) {
	kind, err := readVarint(in)
	if err != nil {
		return nil, err
	}
	length, err := readVarint(in)
	if err != nil {
		return nil, err
	}
	body := &io.LimitedReader{R: in, N: int64(length)}
	if kind != capsuleDatagram && kind != capsuleRequest {
		return nil, skip(body)
	}
	if length > packetMax {
		return nil, capsuleError("a capsule too big for this server")
	}
	value := make([]byte, length)
	if _, err := io.ReadFull(body, value); err != nil {
		return nil, err
	}
	if kind == capsuleRequest {
		return answerRequest(value)
	}
	context, n := parseVarint(value)
	if n == 0 {
		return nil, capsuleError("a datagram without a context")
	}
	if context != 0 || !turn(value[n:]) {
		return nil, nil // such packets are dropped
	}
	return appendCapsule(nil, capsuleDatagram, value), nil
}

// answerRequest assigns what there is to assign, whatever was asked for.
func answerRequest(value []byte) ([]byte, error) {
	var assigned []byte
	for len(value) > 0 {
		request, n := parseVarint(value)
		if n == 0 || request == 0 || len(value) == n {
			return nil, capsuleError("a request for an address without a number")
		}
		var found *network
		for i := range networks {
			if networks[i].version == value[n] {
				found = &networks[i]
			}
		}
		if found == nil || len(value) < n+2+len(found.client) {
			return nil, capsuleError("a request for an address that is none")
		}
		assigned = found.appendAssigned(assigned, request)
		value = value[n+2+len(found.client):]
	}
	if assigned == nil {
		return nil, capsuleError("a request for no address")
	}
	return appendCapsule(nil, capsuleAssign, assigned), nil
}

// turn makes of a packet from the client to the host the host's answer: the
// addresses change places, an echo request becomes a reply, and the ports of
// UDP change places. No checksum but that of ICMP for IPv4 changes by it, and
// the request's type does. It is false for any other packet.
func turn(packet []byte) bool {
	for _, n := range networks {
		size := len(n.client)
		at, head, protocol := 12, 20, 9
		if n.version == 6 {
			at, head, protocol = 8, 40, 6
		}
		if len(packet) < head || packet[0]>>4 != n.version {
			continue
		}
		if n.version == 4 {
			if head = 4 * int(packet[0]&15); head < 20 || len(packet) < head {
				return false
			}
		}
		from, to := packet[at:at+size], packet[at+size:at+2*size]
		if string(from) != string(n.client) || string(to) != string(n.host) {
			return false // not the address that was assigned, or no route
		}
		copy(from, n.host)
		copy(to, n.client)
		rest := packet[head:]
		switch {
		case packet[protocol] == 1 && len(rest) >= 4 && rest[0] == 8: // echo request of ICMP
			reply(rest, 0)
		case packet[protocol] == 58 && len(rest) >= 4 && rest[0] == 128: // of ICMPv6
			reply(rest, 129)
		case packet[protocol] == 17 && len(rest) >= 4: // UDP
			rest[0], rest[1], rest[2], rest[3] = rest[2], rest[3], rest[0], rest[1]
		}
		return true
	}
	return false
}

// reply changes the type of an ICMP message, and its checksum by as much (RFC
// 1624).
func reply(icmp []byte, kind byte) {
	sum := uint32(^binary.BigEndian.Uint16(icmp[2:])) + uint32(^(uint16(icmp[0]) << 8)) + uint32(kind)<<8
	sum = sum&0xffff + sum>>16
	sum = sum&0xffff + sum>>16
	icmp[0] = kind
	binary.BigEndian.PutUint16(icmp[2:], ^uint16(sum))
}
