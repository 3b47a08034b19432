package peers

import (
	"bufio"
	"context"
	"crypto/sha1"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"handshake101/handshake"
)

// Answer is one answer of the scripted server. Raw holds the bytes, with these
// placeholders:
//
//	{A}      the right Sec-WebSocket-Accept
//	{a}      the same with the case of its letters swapped; {l} in small letters
//	{d}      wrong: that of the decoded key; {n} wrong: without the GUID
//	{H}      host and port of the server; {P} the path of the request
//	{x*900}  900 times x
//	{pause}  send what stands before, wait, then go on
//	{close}  send what stands before, then close; without it the server waits
//
// A request to {P}/ok gets a good 101, so that it can be seen who follows a
// Location.
type Answer struct {
	ID    string   // of the case; with "turned " before it for frames of its client
	Offer []string // subprotocols
	Raw   string
}

// Row is its name in clients.txt.
func (r *Answer) Row() string {
	if strings.HasPrefix(r.ID, Turned) {
		return r.ID
	}
	return Response + " " + r.ID
}

// CaseID is the case that it comes from.
func (r *Answer) CaseID() string { return strings.TrimPrefix(r.ID, Turned+" ") }

const (
	pauseMark = "{pause}"
	closeMark = "{close}"
	scripted  = 20 * time.Second // how long the scripted server waits for a client to go
)

// Fill puts the values into the placeholders.
func (r *Answer) Fill(key, host, path string) string {
	accept := handshake.AcceptFor(key)
	decoded, bare := wrongAccepts(key)
	s := strings.NewReplacer("{A}", accept, "{a}", swapCase(accept), "{l}", strings.ToLower(accept), "{d}", decoded, "{n}", bare, "{H}", host, "{P}", path).Replace(r.Raw)
	for {
		before, rest, ok := strings.Cut(s, "{x*")
		count, after, ok2 := strings.Cut(rest, "}")
		n, err := strconv.Atoi(count)
		if !ok || !ok2 || err != nil {
			return s
		}
		s = before + strings.Repeat("x", n) + after
	}
}

// Bytes is what goes over the wire when nothing is paused.
func (r *Answer) Bytes(key, host, path string) []byte {
	s := strings.ReplaceAll(r.Fill(key, host, path), pauseMark, "")
	return []byte(strings.ReplaceAll(s, closeMark, ""))
}

// wrongAccepts are what servers answer that hash the decoded key, or only the key.
func wrongAccepts(key string) (decoded, bare string) {
	b, _ := base64.StdEncoding.DecodeString(key)
	sum := sha1.Sum([]byte(key))
	return handshake.AcceptFor(string(b)), base64.StdEncoding.EncodeToString(sum[:])
}

func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r - 32
		case 'A' <= r && r <= 'Z':
			return r + 32
		}
		return r
	}, s)
}

// Script is the scripted server: path /N gets response N. It listens on several
// addresses of loopback, because Firefox opens one WebSocket at a time to an
// address, and the others wait for it.
type Script struct {
	Lanes []string // "127.0.0.2:40001"
	Page  string   // an empty page beside them

	mu        sync.Mutex
	responses []*Answer
	got       map[string][]byte // the last request to a path
	closed    map[string]string // how the client ended it: "close 1002"
	listeners []net.Listener
	stop      context.CancelFunc
	life      context.Context
}

// NewScript listens on some lanes, over TLS if there is a configuration for it.
func NewScript(lanes int, secure *tls.Config) (*Script, error) {
	s := &Script{got: map[string][]byte{}, closed: map[string]string{}}
	s.life, s.stop = context.WithCancel(context.Background())
	for i := range lanes + 1 {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.%d:0", i+1))
		if err != nil { // systems with one address of loopback
			l, err = net.Listen("tcp", "127.0.0.1:0")
		}
		if err != nil {
			s.Close()
			return nil, err
		}
		if secure != nil {
			l = tls.NewListener(l, secure)
		}
		s.listeners = append(s.listeners, l)
		if i == 0 {
			s.Page = l.Addr().String()
		} else {
			s.Lanes = append(s.Lanes, l.Addr().String())
		}
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				go s.serve(c)
			}
		}()
	}
	return s, nil
}

// Close ends the listeners and all connections.
func (s *Script) Close() {
	s.stop()
	for _, l := range s.listeners {
		l.Close()
	}
}

// Load sets the responses; their paths are /0, /1 …
func (s *Script) Load(all []*Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.responses = all
}

// Got is the last request to a path, as it came.
func (s *Script) Got(path string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.got[path]
}

// Closed is the close frame that a client sent on a path: "close 1002", "close"
// for one without a code, "" for none. A client may still be about to send it.
func (s *Script) Closed(path string) string {
	for range 3 {
		s.mu.Lock()
		how, ok := s.closed[path]
		s.mu.Unlock()
		if ok {
			return how
		}
		time.Sleep(5 * time.Millisecond)
	}
	return ""
}

const emptyPage = "<!doctype html><link rel=icon href='data:,'><title>page</title>"

func (s *Script) serve(c net.Conn) {
	ended := context.AfterFunc(s.life, func() { c.Close() })
	defer ended()
	defer c.Close()
	c.SetDeadline(time.Now().Add(2 * scripted))
	in := bufio.NewReaderSize(c, 64<<10)
	path := ""
	for {
		if first, err := in.Peek(1); err != nil || first[0] < 'A' || first[0] > 'Z' {
			s.goodbye(c, in, path)
			return
		}
		var head []byte
		for {
			line, err := in.ReadBytes('\n')
			head = append(head, line...)
			if err != nil {
				return
			}
			if n, whole := handshake.HeadEnd(head); whole && n > 0 {
				break
			}
		}
		path = string(handshake.ParseRequest(head).Target())
		if !s.answer(c, head) {
			return
		}
	}
}

// goodbye reads the client's frames up to its close frame.
func (s *Script) goodbye(c net.Conn, in *bufio.Reader, path string) {
	for {
		var head [2]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return
		}
		size := int(head[1] & 127)
		if size > 125 || head[1]&128 == 0 {
			return // we said nothing that asks for so long an answer
		}
		data := make([]byte, 4+size)
		if _, err := io.ReadFull(in, data); err != nil {
			return
		}
		for i := range data[4:] {
			data[4+i] ^= data[i%4]
		}
		if head[0]&15 != 8 {
			continue
		}
		how := "close"
		if size >= 2 {
			how = fmt.Sprintf("close %d", int(data[4])<<8|int(data[5]))
		}
		s.mu.Lock()
		s.closed[path] = how
		s.mu.Unlock()
		if how == ownClose { // what else it says may be the answer to our close frame
			c.Write([]byte{0x88, 0})
		}
		return
	}
}

// answer sends what the path asks for; false ends the connection.
func (s *Script) answer(c net.Conn, head []byte) bool {
	m := handshake.ParseRequest(head)
	path := string(m.Target())
	key, _ := Field(m, "Sec-WebSocket-Key")
	host, _ := Field(m, "Host")
	s.mu.Lock()
	s.got[path] = head
	delete(s.closed, path)
	number, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	n, err := strconv.Atoi(number)
	var r *Answer
	if err == nil && n < len(s.responses) {
		r = s.responses[n]
	}
	s.mu.Unlock()
	switch {
	case r == nil:
		_, err := fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s", len(emptyPage), emptyPage)
		return err == nil
	case rest == "ok":
		r = goodAnswer
	case rest != "":
		_, err := c.Write([]byte("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
		return err == nil
	}
	text := r.Fill(key, host, path)
	for text != "" {
		now, later, pause := strings.Cut(text, pauseMark)
		now, _, closes := strings.Cut(now, closeMark)
		if _, err := c.Write([]byte(now)); err != nil || closes {
			return false
		}
		if pause {
			time.Sleep(60 * time.Millisecond)
		}
		text = later
	}
	return true
}

// goodAnswer is what nobody can refuse, for an offer that begins with chat.
var goodAnswer = &Answer{ID: "good", Offer: []string{"chat"},
	Raw: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {A}\r\nSec-WebSocket-Protocol: chat\r\n\r\n"}
