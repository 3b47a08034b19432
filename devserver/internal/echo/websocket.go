package echo

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/gobwas/ws"

	"handshake101/devserver/internal/pipe"
	"handshake101/devserver/internal/room"
)

// WebSocket echo (RFC 6455 §5 to §7) on the frames of github.com/gobwas/ws: a
// message comes back as one frame of the same kind, a ping as a pong, a close
// with its code. What breaks the protocol is closed with the code that names
// the fault. While the peer is silent no buffer is held.

// goodbyeWords is the reason of the close frame when the server stops.
const goodbyeWords = "the server is stopping"

type webSocket struct {
	pipe    *pipe.Pipe
	max     int // bytes of one message
	left    int // messages that may still come
	room    *room.Room
	held    int64 // of the room
	deflate *deflate
	state   ws.State
	head    [ws.MaxHeaderSize]byte

	opcode     ws.OpCode // of the message that is coming in
	compressed bool
	message    *bytes.Buffer // its payload so far; nil between messages
	closing    atomic.Bool   // our close frame was sent, or is being sent
}

func newWebSocket(p *pipe.Pipe, s Session) Speaker {
	w := &webSocket{pipe: p, max: s.Limits.Message, left: s.Limits.Messages, room: s.Room, deflate: agreedDeflate(s.Extensions), state: ws.StateServerSide}
	if w.deflate != nil {
		w.state = w.state.Set(ws.StateExtended)
	}
	p.Farewell = func() { w.sendClose(ws.StatusGoingAway, goodbyeWords) }
	return w
}

// Serve reads one frame and does what it asks for.
func (w *webSocket) Serve() (ended string) {
	err := w.next()
	var fault closeError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &fault):
		w.sendClose(fault.code, fault.reason)
		ended = "closed: " + fault.reason
	case errors.Is(err, errClosed):
		ended = "closed by the peer"
	default:
		ended = endOf(err)
		switch ended {
		case tooSilent:
			w.sendClose(ws.StatusPolicyViolation, tooSilent)
		case tooOld:
			w.sendClose(statusTryAgainLater, tooOld)
		}
	}
	w.freeMessage()
	return ended
}

// statusTryAgainLater was registered with IANA after gobwas/ws's list was made.
const statusTryAgainLater ws.StatusCode = 1013

// closeError is a fault of the peer that ends the connection with a code.
type closeError struct {
	code   ws.StatusCode
	reason string
}

func (e closeError) Error() string { return e.reason }

// errClosed ends the loop after a close frame of the peer.
var errClosed = errors.New("closed")

// next is Serve with the error that ends it.
func (w *webSocket) next() error {
	h, err := ws.ReadHeaderBuffer(w.pipe, w.head[:])
	if err == nil {
		err = w.check(&h)
	}
	switch {
	case errors.Is(err, ws.ErrHeaderLengthMSB):
		return closeError{ws.StatusProtocolError, err.Error()}
	case err != nil:
		return err
	case h.OpCode.IsControl():
		return w.control(h)
	default:
		return w.data(h)
	}
}

// check applies the rules that a frame's head alone can break.
func (w *webSocket) check(h *ws.Header) error {
	compressed := false
	err := ws.CheckHeader(*h, w.state)
	if err == nil && w.deflate != nil {
		*h, compressed, err = w.deflate.takeBit(*h)
	}
	if err == nil && h.Rsv != 0 {
		err = ws.ErrProtocolNonZeroRsv
	}
	if err != nil {
		return closeError{ws.StatusProtocolError, err.Error()}
	}
	if h.OpCode == ws.OpText || h.OpCode == ws.OpBinary {
		w.opcode, w.compressed = h.OpCode, compressed
	}
	return nil
}

// control reads and answers ping, pong and close (§5.5).
func (w *webSocket) control(h ws.Header) error {
	var room [ws.MaxControlFramePayloadSize]byte
	payload := room[:h.Length]
	if _, err := io.ReadFull(w.pipe, payload); err != nil {
		return err
	}
	ws.Cipher(payload, h.Mask, 0)
	switch h.OpCode {
	case ws.OpPing:
		if w.closing.Load() {
			return nil
		}
		return w.send(ws.OpPong, payload, false)
	case ws.OpClose:
		return w.answerClose(payload)
	}
	return nil
}

// answerClose echoes the peer's code, or names what is wrong with it (§7.4).
func (w *webSocket) answerClose(payload []byte) error {
	if w.closing.Load() {
		return errClosed
	}
	if len(payload) == 0 {
		if !w.closing.CompareAndSwap(false, true) {
			return errClosed
		}
		if err := w.send(ws.OpClose, nil, false); err != nil {
			return err
		}
		return errClosed
	}
	if len(payload) == 1 {
		return closeError{ws.StatusProtocolError, "a close code has two bytes"}
	}
	code, reason := ws.ParseCloseFrameData(payload)
	// 1012 to 1014 were registered with IANA after gobwas/ws's list was made.
	registered := code >= 1012 && code <= 1014 && utf8.ValidString(reason)
	if err := ws.CheckCloseFrameData(code, reason); err != nil && !registered {
		if errors.Is(err, ws.ErrProtocolInvalidUTF8) {
			return closeError{ws.StatusInvalidFramePayloadData, err.Error()}
		}
		return closeError{ws.StatusProtocolError, err.Error()}
	}
	w.sendClose(code, "")
	return errClosed
}

// messagePool lends buffers to messages that are coming in.
var messagePool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// data takes a frame of a message and echoes the message when it is whole. The
// buffer grows as bytes arrive, not by the length that a head announces.
func (w *webSocket) data(h ws.Header) error {
	if w.message == nil {
		w.message = messagePool.Get().(*bytes.Buffer)
	}
	from := w.message.Len()
	if h.Length > int64(w.max-from) {
		return closeError{ws.StatusMessageTooBig, "message too big"}
	}
	if err := w.hold(int64(from) + h.Length); err != nil {
		return err
	}
	body := io.LimitedReader{R: w.pipe, N: h.Length}
	if _, err := w.message.ReadFrom(&body); err != nil {
		return err
	}
	if body.N > 0 {
		return io.ErrUnexpectedEOF
	}
	ws.Cipher(w.message.Bytes()[from:], h.Mask, 0)
	if !h.Fin {
		w.state = w.state.Set(ws.StateFragmented)
		return nil
	}
	w.state = w.state.Clear(ws.StateFragmented)
	defer w.freeMessage()
	if w.left--; w.left < 0 {
		return closeError{ws.StatusPolicyViolation, "too many messages"}
	}
	return w.echo()
}

// echo answers the whole message.
func (w *webSocket) echo() error {
	payload := w.message.Bytes()
	if w.compressed {
		plain := messagePool.Get().(*bytes.Buffer)
		defer free(plain)
		if err := w.deflate.inflate(plain, payload, w.max); err != nil {
			return err
		}
		payload = plain.Bytes()
		if err := w.hold(int64(w.message.Len() + len(payload))); err != nil {
			return err
		}
	}
	if w.opcode == ws.OpText && !utf8.Valid(payload) {
		return closeError{ws.StatusInvalidFramePayloadData, "text that is not UTF-8"}
	}
	if w.closing.Load() {
		return nil // §5.5.1: no data after our close frame
	}
	if w.compressed && w.deflate.fits(payload) {
		packed := messagePool.Get().(*bytes.Buffer)
		defer free(packed)
		if err := deflateInto(packed, payload); err != nil {
			return err
		}
		return w.send(w.opcode, packed.Bytes(), true)
	}
	return w.send(w.opcode, payload, false)
}

// send writes one whole, final frame with one Write.
func (w *webSocket) send(opcode ws.OpCode, payload []byte, compressed bool) error {
	frame := messagePool.Get().(*bytes.Buffer)
	defer free(frame)
	h := ws.Header{Fin: true, OpCode: opcode, Length: int64(len(payload)), Rsv: ws.Rsv(compressed, false, false)}
	frame.Grow(ws.HeaderSize(h) + len(payload))
	if err := ws.WriteHeader(frame, h); err != nil {
		return err
	}
	frame.Write(payload)
	_, err := w.pipe.Write(frame.Bytes())
	return err
}

// sendClose sends a close frame, once.
func (w *webSocket) sendClose(code ws.StatusCode, reason string) {
	if !w.closing.CompareAndSwap(false, true) {
		return
	}
	w.send(ws.OpClose, ws.NewCloseFrameBody(code, reason), false)
}

// hold takes room for a message of so many bytes, unless they are few.
func (w *webSocket) hold(all int64) error {
	if all <= room.Small {
		return nil
	}
	if !w.room.Take(all - w.held) {
		return closeError{statusTryAgainLater, "too many big messages at once"}
	}
	w.held = all
	return nil
}

func (w *webSocket) freeMessage() {
	w.room.Free(w.held)
	w.held = 0
	if w.message != nil {
		free(w.message)
		w.message = nil
	}
}

// free gives a buffer back, unless one big message made it big for ever.
func free(b *bytes.Buffer) {
	if b.Cap() <= 64<<10 {
		b.Reset()
		messagePool.Put(b)
	}
}

// Actor is a speaker that says something when it is asked to.
type Actor interface {
	// Frame sends one whole frame.
	Frame(opcode byte, payload []byte) error
	// Goodbye sends a close frame; no code when it is 0.
	Goodbye(code int, reason string) error
}

// Frame is Actor's.
func (w *webSocket) Frame(opcode byte, payload []byte) error {
	if w.closing.Load() {
		return errClosed
	}
	return w.send(ws.OpCode(opcode), payload, false)
}

// Goodbye is Actor's.
func (w *webSocket) Goodbye(code int, reason string) error {
	if !w.closing.CompareAndSwap(false, true) {
		return errClosed
	}
	var body []byte
	if code != 0 {
		body = ws.NewCloseFrameBody(ws.StatusCode(code), reason)
	}
	return w.send(ws.OpClose, body, false)
}
