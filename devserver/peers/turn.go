package peers

import (
	"encoding/binary"

	"handshake101/handshake"
)

// Frames of a case go to both kinds of peers: those of its server are masked before
// they go to servers, those of its client unmasked before they go to clients. What
// is wrong with them stays wrong.

// turnKey masks what was not masked.
var turnKey = [4]byte{0x37, 0xfa, 0x21, 0x3d}

// turn gives the same frames with the masking of the other side. Of a frame that is
// cut short, what there is.
func turn(b []byte) (turned []byte) {
	for len(b) >= 2 {
		head, size := 2, uint64(b[1]&127)
		switch size {
		case 126:
			if head = 4; len(b) >= head {
				size = uint64(binary.BigEndian.Uint16(b[2:]))
			}
		case 127:
			if head = 10; len(b) >= head {
				size = binary.BigEndian.Uint64(b[2:])
			}
		}
		masked := b[1]&0x80 != 0
		if head > len(b) {
			return append(append(turned, b[0], b[1]^0x80), b[2:]...)
		}
		turned = append(append(turned, b[0], b[1]^0x80), b[2:head]...)
		b = b[head:]
		key := turnKey
		if masked {
			n := copy(key[:], b)
			b = b[n:]
		} else {
			turned = append(turned, key[:]...)
		}
		n := int(min(size, uint64(len(b))))
		for i := range n {
			turned = append(turned, b[i]^key[i%4])
		}
		b = b[n:]
	}
	if len(b) == 1 {
		turned = append(turned, b[0])
	}
	return turned
}

// hasClose tells whether there is a whole close frame among frames.
func hasClose(b []byte) bool {
	for len(b) >= 2 {
		head, size := 2, uint64(b[1]&127)
		switch {
		case size == 126 && len(b) >= 4:
			head, size = 4, uint64(binary.BigEndian.Uint16(b[2:]))
		case size == 127 && len(b) >= 10:
			head, size = 10, binary.BigEndian.Uint64(b[2:])
		}
		if b[1]&0x80 != 0 {
			head += 4
		}
		if head > len(b) || size > uint64(len(b)-head) {
			return false
		}
		if b[0]&15 == 8 {
			return true
		}
		b = b[head+int(size):]
	}
	return false
}

// serverFrames are the frames behind the 101 of a case; nil when there are none.
func serverFrames(c *handshake.Case) []byte {
	response := c.Exchange.Response
	m := handshake.ParseResponse(response)
	if m.Form == handshake.FieldSection {
		return nil
	}
	r := handshake.Inspect(c.Exchange, nil).Response
	if r == nil || r.Verdict != handshake.AcceptResponse || r.Protocol != "websocket" || r.Message.HeadEnd >= len(response) {
		return nil
	}
	return response[r.Message.HeadEnd:]
}
