package echo

import (
	"bytes"
	"compress/flate"
	"io"
	"sync"

	"github.com/gobwas/httphead"
	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsflate"
)

// permessage-deflate (RFC 7692) on github.com/gobwas/ws/wsflate. That package
// compresses each message for itself; a client that was not forbidden to may
// refer back to its earlier messages, so the last 32 KiB of them are kept here
// and given to the inflater as its dictionary. Our own messages never refer
// back, which is allowed whatever was agreed (§7.1.1.1).

const windowSize = wsflate.MaxLZ77WindowSize

type deflate struct {
	agreed wsflate.Parameters
	window []byte // what the client may refer to
}

// agreedDeflate reads the answered Sec-WebSocket-Extensions; nil when
// permessage-deflate is not in it.
func agreedDeflate(answered string) *deflate {
	options, ok := httphead.ParseOptions([]byte(answered), nil)
	if !ok {
		return nil
	}
	for _, o := range options {
		if string(o.Name) == wsflate.ExtensionName {
			d := new(deflate)
			if d.agreed.Parse(o) != nil {
				return nil
			}
			return d
		}
	}
	return nil
}

// takeBit clears RSV1 and tells whether it was set.
func (d *deflate) takeBit(h ws.Header) (ws.Header, bool, error) {
	if h.OpCode == ws.OpContinuation || h.OpCode.IsControl() {
		h, _, err := wsflate.UnsetBit(h) // an error when it is set here
		return h, false, err
	}
	return wsflate.UnsetBit(h)
}

// inflate writes the plain message to dst, at most max bytes of it.
func (d *deflate) inflate(dst *bytes.Buffer, payload []byte, max int) error {
	inflater := inflaters.Get().(io.ReadCloser)
	defer inflaters.Put(inflater)
	r := wsflate.NewReader(bytes.NewReader(payload), func(r io.Reader) wsflate.Decompressor {
		inflater.(flate.Resetter).Reset(r, d.window)
		return inflater
	})
	n, err := dst.ReadFrom(io.LimitReader(r, int64(max)+1))
	if err != nil {
		return closeError{ws.StatusInvalidFramePayloadData, "data that does not inflate"}
	}
	if n > int64(max) {
		return closeError{ws.StatusMessageTooBig, "message too big"}
	}
	if !d.agreed.ClientNoContextTakeover {
		d.remember(dst.Bytes())
	}
	return nil
}

// remember keeps the last windowSize bytes of all messages.
func (d *deflate) remember(plain []byte) {
	if len(plain) >= windowSize {
		d.window = append(d.window[:0], plain[len(plain)-windowSize:]...)
		return
	}
	if over := len(d.window) + len(plain) - windowSize; over > 0 {
		d.window = append(d.window[:0], d.window[over:]...)
	}
	d.window = append(d.window, plain...)
}

// fits tells whether a message can be compressed within the window agreed for
// the server: compress/flate always looks back as far as the message begins.
func (d *deflate) fits(plain []byte) bool {
	bits := d.agreed.ServerMaxWindowBits
	return !bits.Defined() || len(plain) <= bits.Bytes()
}

// deflateInto writes the compressed message to dst.
func deflateInto(dst *bytes.Buffer, plain []byte) error {
	deflater := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(deflater)
	w := wsflate.NewWriter(dst, func(w io.Writer) wsflate.Compressor {
		deflater.Reset(w)
		return deflater
	})
	if _, err := w.Write(plain); err != nil {
		return err
	}
	return w.Flush()
}

var (
	inflaters = sync.Pool{New: func() any { return flate.NewReader(bytes.NewReader(nil)) }}
	deflaters = sync.Pool{New: func() any {
		w, err := flate.NewWriter(io.Discard, flate.BestSpeed)
		if err != nil {
			panic(err) // only for a level that does not exist
		}
		return w
	}}
)
