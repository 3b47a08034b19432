// Package h2record watches an HTTP/2 connection go by and records its extended
// CONNECT streams (RFC 8441) from the real frames: the field lists as they were
// packed into HEADERS, and the content of DATA. net/http, which answers the
// streams, tells neither the order of fields nor the frames.
package h2record

import (
	"encoding/binary"
	"net"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http2/hpack"

	"handshake101/devserver/internal/record"
	"handshake101/handshake"
)

// Conn is a connection whose frames are watched.
type Conn struct {
	net.Conn
	limit int // bytes kept of each direction of a stream
	wrap  *record.TLS

	sides [2]side

	mu       sync.Mutex
	streams  map[uint32]*Stream
	unclaims []*Stream // not yet taken up by the handler, in the order they came
}

// Stream is an extended CONNECT.
type Stream struct {
	ID        uint32
	Path      string
	Section   []byte // the request's fields, as handshake reads them
	Recording *record.Recording
	secrets   bool
	protocol  string
}

// side is one direction of the connection. Only its own reader or writer
// touches it.
type side struct {
	from    handshake.Side
	skip    int    // bytes of the preface still to come
	pending []byte // the beginning of a frame
	hpack   *hpack.Decoder
	fields  [][2]string // of the block in hand
	broken  bool        // it cannot be followed any more
}

const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

// New watches a connection from its first byte on.
func New(c net.Conn, limit int, wrap *record.TLS) *Conn {
	w := &Conn{Conn: c, limit: limit, wrap: wrap, streams: make(map[uint32]*Stream)}
	for _, from := range []handshake.Side{handshake.FromClient, handshake.FromServer} {
		s := &w.sides[from]
		s.from = from
		s.hpack = hpack.NewDecoder(4096, func(f hpack.HeaderField) {
			if len(s.fields) < 200 {
				s.fields = append(s.fields, [2]string{f.Name, f.Value})
			}
		})
		s.hpack.SetAllowedMaxDynamicTableSize(64 << 10)
		s.hpack.SetMaxStringLength(64 << 10)
	}
	w.sides[handshake.FromClient].skip = len(preface)
	return w
}

func (w *Conn) Read(b []byte) (int, error) {
	n, err := w.Conn.Read(b)
	if n > 0 {
		w.watch(&w.sides[handshake.FromClient], b[:n])
	}
	return n, err
}

func (w *Conn) Write(b []byte) (int, error) {
	w.watch(&w.sides[handshake.FromServer], b)
	return w.Conn.Write(b)
}

// Claim gives a handler its stream: the first that asked for the path and has
// not been claimed.
func (w *Conn) Claim(path string) *Stream {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, s := range w.unclaims {
		if s.Path == path {
			w.unclaims = append(w.unclaims[:i], w.unclaims[i+1:]...)
			return s
		}
	}
	return nil
}

// Close closes the connection and the recordings that are still open.
func (w *Conn) Close() error {
	err := w.Conn.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	for id := range w.streams {
		w.end(id)
	}
	return err
}

// end ends the recording of a stream; w.mu is held.
func (w *Conn) end(id uint32) {
	if s := w.streams[id]; s != nil {
		delete(w.streams, id)
		s.Recording.Close(time.Now())
	}
}

const (
	frameHead       = 9
	longestFrame    = 1 << 20
	typeData        = 0
	typeHeaders     = 1
	typeReset       = 3
	typeContinue    = 9
	flagEndStream   = 1
	flagEndHeaders  = 4
	flagPadded      = 8
	flagPriority    = 32
	unclaimedAtMost = 128
)

// watch takes the bytes of one direction apart.
func (w *Conn) watch(s *side, b []byte) {
	if s.broken {
		return
	}
	now := time.Now()
	if s.skip > 0 {
		n := min(s.skip, len(b))
		s.skip -= n
		b = b[n:]
	}
	s.pending = append(s.pending, b...)
	at := 0
	for {
		rest := s.pending[at:]
		if len(rest) < frameHead {
			break
		}
		length := int(rest[0])<<16 | int(rest[1])<<8 | int(rest[2])
		if length > longestFrame {
			s.broken = true
			break
		}
		if len(rest) < frameHead+length {
			break
		}
		w.frame(s, now, rest[3], rest[4], binary.BigEndian.Uint32(rest[5:])&^(1<<31), rest[frameHead:frameHead+length])
		if s.broken {
			break
		}
		at += frameHead + length
	}
	if s.pending = append(s.pending[:0], s.pending[at:]...); len(s.pending) == 0 || s.broken {
		s.pending = nil
	}
}

// frame takes one frame.
func (w *Conn) frame(s *side, now time.Time, kind, flags byte, id uint32, payload []byte) {
	note := record.H2Frame{Type: frameName(kind), Flags: int(flags), Length: len(payload), Data: payload}
	content := payload
	if kind == typeData || kind == typeHeaders {
		if flags&flagPadded != 0 {
			if len(content) == 0 || int(content[0]) >= len(content) {
				s.broken = true
				return
			}
			content = content[1 : len(content)-int(content[0])]
		}
		if kind == typeHeaders && flags&flagPriority != 0 {
			if len(content) < 5 {
				s.broken = true
				return
			}
			content = content[5:]
		}
	}
	var fields [][2]string
	if kind == typeHeaders || kind == typeContinue {
		if _, err := s.hpack.Write(content); err != nil {
			s.broken = true
			return
		}
		if flags&flagEndHeaders != 0 {
			if s.hpack.Close() != nil {
				s.broken = true
				return
			}
			fields, s.fields = s.fields, nil
			if s.from == handshake.FromClient {
				w.request(id, now, fields)
			}
		}
	}
	w.mu.Lock()
	stream := w.streams[id]
	w.mu.Unlock()
	if stream == nil {
		return
	}
	if kind != typeData && !stream.secrets {
		note.Data = nil // secrets may be packed into it
		fields = mask(fields)
	}
	stream.Recording.AddFrame(id, s.from, now, note, fields)
	switch {
	case len(fields) > 0 && s.from == handshake.FromServer:
		if isOpen(fields) {
			stream.Recording.Switch(stream.protocol)
		}
		stream.Recording.Append(s.from, now, section(fields))
	case kind == typeData && len(content) > 0:
		stream.Recording.Append(s.from, now, content)
	}
	// A handler is done before its last frame is written: so the frames say
	// when a stream ends.
	if kind == typeReset || s.from == handshake.FromServer && flags&flagEndStream != 0 && (kind == typeData || kind == typeHeaders) {
		w.mu.Lock()
		w.end(id)
		w.mu.Unlock()
	}
}

// request begins the recording of an extended CONNECT.
func (w *Conn) request(id uint32, now time.Time, fields [][2]string) {
	s := &Stream{ID: id}
	method := ""
	for _, f := range fields {
		switch f[0] {
		case ":method":
			method = f[1]
		case ":protocol":
			s.protocol = f[1]
		case ":path":
			s.Path = f[1]
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if method != "CONNECT" || s.protocol == "" || w.streams[id] != nil || len(w.unclaims) == unclaimedAtMost {
		return
	}
	_, query, _ := strings.Cut(s.Path, "?")
	for _, part := range strings.Split(query, "&") {
		s.secrets = s.secrets || part == "secrets=keep"
	}
	s.Section = section(fields)
	s.Recording = record.New(pathID(s.Path), now, w.limit)
	s.Recording.SetTLS(w.wrap)
	kept := append([]byte(nil), s.Section...)
	if !s.secrets {
		handshake.MaskSecrets(kept)
	}
	s.Recording.Append(handshake.FromClient, now, kept)
	w.streams[id] = s
	w.unclaims = append(w.unclaims, s)
}

// pathID takes the id out of /live/{id}/….
func pathID(path string) string {
	rest, _ := strings.CutPrefix(path, "/live/")
	id, _, _ := strings.Cut(rest, "/")
	return id
}

// section writes fields as lines, as handshake reads them.
func section(fields [][2]string) []byte {
	var b []byte
	for _, f := range fields {
		b = append(append(append(append(b, f[0]...), ": "...), f[1]...), "\r\n"...)
	}
	return append(b, "\r\n"...)
}

func isOpen(fields [][2]string) bool {
	return len(fields) > 0 && fields[0][0] == ":status" && strings.HasPrefix(fields[0][1], "2")
}

// mask overwrites the values of secret fields.
func mask(fields [][2]string) [][2]string {
	var kept [][2]string
	for _, f := range fields {
		line := []byte(f[0] + ": " + f[1])
		if handshake.MaskSecrets(line) {
			f[1] = string(line[len(f[0])+2:])
		}
		kept = append(kept, f)
	}
	return kept
}

var frameNames = [...]string{"DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE", "PING", "GOAWAY", "WINDOW_UPDATE", "CONTINUATION"}

func frameName(kind byte) string {
	if int(kind) < len(frameNames) {
		return frameNames[kind]
	}
	return "unknown"
}
