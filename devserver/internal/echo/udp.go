package echo

import (
	"bufio"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"handshake101/devserver/internal/pipe"
)

// connect-udp (RFC 9298): a tunnel for UDP. What the client puts into DATAGRAM
// capsules (RFC 9297 §3.5) goes out on a real UDP socket, and what comes back
// is put into capsules. The far end is never the one that the path names: it is
// an echo of this server's own, made for the connection. A teaching server must
// not be a way to reach other hosts.

// datagramMax is the longest payload of UDP over IPv4.
const datagramMax = 65507

func newUDP(p *pipe.Pipe, s Session) Speaker {
	return whole(func() string { return speakUDP(p) })
}

func speakUDP(p *pipe.Pipe) string {
	far, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return err.Error()
	}
	near, err := net.DialUDP("udp", nil, far.LocalAddr().(*net.UDPAddr))
	if err != nil {
		far.Close()
		return err.Error()
	}
	p.Farewell = func() { p.CloseWrite() }
	var running sync.WaitGroup
	defer running.Wait()
	defer far.Close()
	defer near.Close()
	running.Go(func() { echoDatagrams(far, near.LocalAddr().String()) })
	running.Go(func() { datagramsToCapsules(p, near) })
	for in := bufio.NewReaderSize(p, 4<<10); ; {
		if err := capsuleToDatagram(in, near); err != nil {
			var fault capsuleError
			if errors.As(err, &fault) {
				return "closed: " + err.Error()
			}
			return endOf(err)
		}
	}
}

// echoDatagrams is the far end. It answers its own tunnel only.
func echoDatagrams(far *net.UDPConn, from string) {
	b := make([]byte, datagramMax)
	for {
		n, addr, err := far.ReadFromUDP(b)
		if err != nil {
			return
		}
		if addr.String() == from {
			far.WriteToUDP(b[:n], addr)
		}
	}
}

// datagramsToCapsules brings back what the far end says.
func datagramsToCapsules(p *pipe.Pipe, near *net.UDPConn) {
	b := make([]byte, datagramMax)
	for {
		n, err := near.Read(b)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			time.Sleep(10 * time.Millisecond) // an ICMP error; the next may do better
			continue
		}
		capsule := appendVarint(nil, capsuleDatagram)
		capsule = appendVarint(capsule, uint64(n+1))
		capsule = append(capsule, 0) // context 0: the payload is UDP's (RFC 9298 §4)
		if _, err := p.Write(append(capsule, b[:n]...)); err != nil {
			return
		}
	}
}

const capsuleDatagram = 0

// capsuleError is a capsule that ends the tunnel.
type capsuleError string

func (e capsuleError) Error() string { return string(e) }

// capsuleToDatagram takes one capsule. Other types than DATAGRAM, and other
// contexts than 0, are passed over (RFC 9297 §3.2, RFC 9298 §4).
func capsuleToDatagram(in *bufio.Reader, near *net.UDPConn) error {
	kind, err := readVarint(in)
	if err != nil {
		return err
	}
	length, err := readVarint(in)
	if err != nil {
		return err
	}
	body := &io.LimitedReader{R: in, N: int64(length)}
	if kind != capsuleDatagram {
		return skip(body)
	}
	if length == 0 {
		return capsuleError("a datagram without a context")
	}
	if length > datagramMax+8 {
		return capsuleError("a datagram too big for UDP")
	}
	payload := make([]byte, length)
	if _, err := io.ReadFull(body, payload); err != nil {
		return err
	}
	context, n := parseVarint(payload)
	if n == 0 {
		return capsuleError("a datagram without a context")
	}
	if context == 0 && len(payload)-n <= datagramMax {
		near.Write(payload[n:]) // UDP may lose it: no error ends the tunnel
	}
	return nil
}

func skip(body *io.LimitedReader) error {
	if _, err := io.Copy(io.Discard, body); err != nil {
		return err
	}
	if body.N > 0 {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// readVarint reads a variable-length integer of QUIC (RFC 9000 §16).
func readVarint(in *bufio.Reader) (uint64, error) {
	first, err := in.ReadByte()
	if err != nil {
		return 0, err
	}
	v := uint64(first & 0x3f)
	for range 1<<(first>>6) - 1 {
		b, err := in.ReadByte()
		if err != nil {
			return 0, io.ErrUnexpectedEOF
		}
		v = v<<8 | uint64(b)
	}
	return v, nil
}

func parseVarint(b []byte) (v uint64, n int) {
	if len(b) == 0 || len(b) < 1<<(b[0]>>6) {
		return 0, 0
	}
	v = uint64(b[0] & 0x3f)
	for n = 1; n < 1<<(b[0]>>6); n++ {
		v = v<<8 | uint64(b[n])
	}
	return v, n
}

func appendVarint(b []byte, v uint64) []byte {
	switch {
	case v < 1<<6:
		return append(b, byte(v))
	case v < 1<<14:
		return append(b, 0x40|byte(v>>8), byte(v))
	case v < 1<<30:
		return append(b, 0x80|byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
	}
	return append(b, 0xc0|byte(v>>56), byte(v>>48), byte(v>>40), byte(v>>32), byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
}
