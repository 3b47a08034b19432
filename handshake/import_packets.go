package handshake

import "strings"

// Captured packets: a file of tcpdump or Wireshark (pcap, pcapng), or what tcpdump
// -x, -X and -XX and tshark -x print. The bytes of each TCP connection are put
// together again, in the order of their sequence numbers.

var (
	lostGap    = Text{"import.lost.gap", "Bytes are missing in the middle of a connection: the capture lost packets, or cut them short."}
	lostSecret = Text{"import.lost.secret", "Encrypted connections (TLS) were passed over."}
)

const (
	maxStreams = 200
	farthest   = 1000 // packets that one which comes late is moved by
)

type tcpStream struct {
	ends  [2]string // who sent: the client, the server
	parts [2][]tcpPart
	early int // bytes of the client before the first of the server
}

type tcpPart struct {
	seq  uint32
	data []byte
}

func claimPackets(im *Import, text string) bool {
	if _, ok := openCapture(text); ok {
		return true
	}
	packets, _ := im.dumpedPackets()
	for _, p := range packets {
		if _, _, _, _, ok := tcpPacket(p); ok {
			return true
		}
	}
	return false
}

func readPackets(im *Import, text string) {
	im.exact = true
	var packets [][]byte
	if c, ok := openCapture(text); ok {
		packets = c.packets()
	} else {
		packets, im.Odd = im.dumpedPackets()
	}
	var streams []*tcpStream
	for _, p := range packets {
		from, to, seq, data, ok := tcpPacket(p)
		if !ok {
			continue
		}
		var s *tcpStream
		for _, x := range streams {
			if x.ends == [2]string{from, to} || x.ends == [2]string{to, from} {
				s = x
			}
		}
		if s == nil {
			if len(streams) == maxStreams {
				continue
			}
			s = &tcpStream{ends: [2]string{from, to}}
			streams = append(streams, s)
		}
		side := FromClient
		if s.ends[0] != from {
			side = FromServer
		}
		if side == FromClient && s.parts[FromServer] == nil {
			s.early += len(data)
		}
		if len(data) > 0 { // in order, nearly always behind the last one
			list := append(s.parts[side], tcpPart{seq, data})
			for i, first := len(list)-1, max(0, len(list)-farthest); i > first && int32(list[i].seq-list[i-1].seq) < 0; i-- {
				list[i], list[i-1] = list[i-1], list[i]
			}
			s.parts[side] = list
		}
	}
	for _, s := range streams {
		ex := Exchange{Request: im.joined(s.parts[FromClient]), Response: im.joined(s.parts[FromServer]), Early: s.early}
		if isStatusLine(string(ex.Request)) { // the capture began in the middle
			ex.Request, ex.Response, ex.Early = ex.Response, ex.Request, 0
		}
		switch first := append(ex.Request[:len(ex.Request):len(ex.Request)], ex.Response...); {
		case len(first) == 0:
			continue
		case len(first) > 2 && first[0] == 0x16 && first[1] == 3:
			im.lose(&lostSecret)
			continue
		}
		ex.Early = min(ex.Early, len(ex.Request))
		im.All = append(im.All, ex)
	}
}

// joined puts parts in order; what came twice is taken once.
func (im *Import) joined(parts []tcpPart) (b []byte) {
	if len(parts) == 0 {
		return nil
	}
	next := parts[0].seq
	for _, p := range parts {
		skip := int(int32(next - p.seq))
		if skip < 0 {
			im.lose(&lostGap)
			skip = 0
		}
		if skip < len(p.data) {
			b = append(b, p.data[skip:]...)
			next = p.seq + uint32(len(p.data))
		}
	}
	return b
}

// tcpPacket finds IP and TCP in a packet, behind whatever its link begins with.
func tcpPacket(p []byte) (from, to string, seq uint32, data []byte, ok bool) {
	for _, at := range [...]int{14, 0, 4, 16, 18, 20} { // Ethernet, none, BSD's loopback, Linux's "any", VLAN, its second form
		if at+40 > len(p) {
			continue
		}
		ip := p[at:]
		var tcp []byte
		var a, b []byte
		switch {
		case ip[0]>>4 == 4 && ip[0]&15 >= 5 && ip[9] == 6:
			head, whole := int(ip[0]&15)*4, int(bigEndian(ip[2:4]))
			if whole < head+20 {
				continue
			}
			tcp, a, b = ip[head:min(whole, len(ip))], ip[12:16], ip[16:20]
		case ip[0]>>4 == 6 && ip[6] == 6 && len(ip) >= 60:
			tcp, a, b = ip[40:min(40+int(bigEndian(ip[4:6])), len(ip))], ip[8:24], ip[24:40]
		}
		if len(tcp) < 20 {
			continue
		}
		head := int(tcp[12]>>4) * 4
		if head < 20 || head > len(tcp) {
			continue
		}
		return string(a) + string(tcp[:2]), string(b) + string(tcp[2:4]), uint32(bigEndian(tcp[4:8])), tcp[head:], true
	}
	return
}

// capture is a file of packets, and the order of the bytes in its numbers.
type capture struct {
	b      []byte
	little bool
}

func (c capture) number(at int) int {
	b := c.b[at : at+4]
	if c.little {
		return int(b[3])<<24 | int(b[2])<<16 | int(b[1])<<8 | int(b[0])
	}
	return int(b[0])<<24 | int(b[1])<<16 | int(b[2])<<8 | int(b[3])
}

// blocks is how a file of pcapng begins.
const blocks = "\n\r\r\n"

func openCapture(text string) (c capture, ok bool) {
	if len(text) < 24 {
		return c, false
	}
	at := 0
	if strings.HasPrefix(text, blocks) {
		at = 8
	}
	magic := Hex([]byte(text[at : at+4]))
	c.little = strings.Contains("d4 c3 b2 a1, 4d 3c b2 a1, 4d 3c 2b 1a", magic)
	if !c.little && !strings.Contains("a1 b2 c3 d4, a1 b2 3c 4d, 1a 2b 3c 4d", magic) {
		return c, false
	}
	c.b = []byte(text)
	return c, true
}

// packets reads a file: records behind one head, or blocks.
func (c capture) packets() (packets [][]byte) {
	keep := func(from, size int) {
		from = min(from, len(c.b))
		packets = append(packets, c.b[from:from+max(0, min(size, len(c.b)-from))])
	}
	if !strings.HasPrefix(string(c.b[:4]), blocks) {
		for at := 24; at+16 <= len(c.b); {
			size := c.number(at + 8)
			keep(at+16, size)
			at += 16 + size
		}
		return packets
	}
	for at := 0; at+28 <= len(c.b); {
		size := c.number(at + 4)
		if size < 12 {
			break
		}
		switch c.number(at) {
		case 6: // enhanced packet
			keep(at+28, c.number(at+20))
		case 3: // simple packet
			keep(at+12, c.number(at+8))
		}
		at += size
	}
	return packets
}

// dumpedPackets reads dumps that begin at offset 0 again for each packet.
func (im *Import) dumpedPackets() (packets [][]byte, odd []Odd) {
	for i, l := range im.lines {
		offset, rest, ok := strings.Cut(strings.TrimSpace(l), " ")
		offset = strings.TrimPrefix(strings.TrimSuffix(offset, ":"), "0x")
		if !ok || len(offset) < 4 || len(offset) > 6 || !hexOnly([]byte(offset)) {
			if len(packets) == 0 && i > 20 {
				return nil, nil
			}
			continue
		}
		at := 0
		for _, c := range []byte(offset) {
			at = at<<4 | hexValue(c)
		}
		b, ok := hexPairs(rest, 16)
		switch {
		case !ok && len(b) == 0:
		case at == 0:
			packets = append(packets, b)
		case len(packets) > 0 && at == len(packets[len(packets)-1]):
			packets[len(packets)-1] = append(packets[len(packets)-1], b...)
		default:
			odd = append(odd, Odd{i + 1, l, &wantHex})
		}
	}
	return packets, odd
}
