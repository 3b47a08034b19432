package peers

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"handshake101/handshake"
)

const waits = "waits" // for more, or for nothing that we know

// askServer sends a request, or a handshake and frames, and tells what came back.
func askServer(r *Running, row *Row, patience time.Duration) Seen {
	c, err := net.DialTimeout("tcp", r.Address, patience)
	if err != nil {
		return Seen{Cell: "does not accept"}
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(2 * patience))
	go c.Write(row.Send)
	head, rest, err := readHead(c, patience)
	if row.What == Request {
		return describe(row.Send, head, rest, err)
	}
	if status := handshake.ParseResponse(head).Status(); status != 101 {
		return Seen{Cell: fmt.Sprintf("no switch: %d", status)}
	}
	go c.Write(row.Then)
	end := "stays open"
	for {
		c.SetReadDeadline(time.Now().Add(patience / 2))
		b := make([]byte, 64<<10)
		n, err := c.Read(b)
		rest = append(rest, b[:n]...)
		if err != nil {
			if !timeout(err) {
				end = "ends"
			}
			break
		}
	}
	list, words := frames(rest)
	return Seen{strings.Join(append(list, end), ", "), words}
}

func timeout(err error) bool {
	e, ok := err.(net.Error)
	return ok && e.Timeout()
}

// readHead reads the final head, interim ones before it, and what came with it.
func readHead(c net.Conn, patience time.Duration) (head, rest []byte, err error) {
	var all []byte
	c.SetReadDeadline(time.Now().Add(patience))
	b := make([]byte, 64<<10)
	for {
		n, err := c.Read(b)
		all = append(all, b[:n]...)
		at := 0
		for {
			end, whole := handshake.HeadEnd(all[at:])
			if !whole {
				break
			}
			m := handshake.ParseResponse(all[at : at+end])
			if status := m.Status(); status >= 200 || status == 101 || status == 0 {
				if status >= 200 && err == nil { // its words come behind it
					c.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
					n, _ := io.ReadAtLeast(c, b, 1)
					all = append(all, b[:n]...)
				}
				return all[:at+end], all[at+end:], nil
			}
			at += end
		}
		if err != nil {
			return all, nil, err
		}
	}
}

// describe writes the cell of an answer: the status, and the fields that matter
// as far as they are not what everybody expects of a 101.
func describe(request, head, body []byte, err error) Seen {
	switch {
	case err != nil && len(head) == 0 && timeout(err):
		return Seen{Cell: waits}
	case err != nil && len(head) == 0:
		return Seen{Cell: "closes"}
	case err != nil && timeout(err):
		return Seen{Cell: waits + " after " + first(head)}
	}
	var cell []string
	for {
		end, whole := handshake.HeadEnd(head)
		m := handshake.ParseResponse(head)
		if !whole || m.Status() == 0 {
			return Seen{Cell: "no HTTP: " + first(head)}
		}
		cell = append(cell, answer(request, m))
		if head = head[end:]; len(head) == 0 {
			words := sentence(body)
			if words == "" {
				words = strings.TrimSpace(string(m.Text(m.StartLine.Reason)))
			}
			return Seen{strings.Join(cell, ", "), words}
		}
	}
}

func first(b []byte) string {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	return handshake.Quote(string(line[:min(len(line), 40)]))
}

// fields are those of a cell, with the short names that they have there.
var fields = []struct{ name, short string }{
	{"Upgrade", "upgrade"}, {"Connection", "connection"}, {"Sec-WebSocket-Accept", "accept"},
	{"Sec-WebSocket-Version", "version"}, {"Sec-WebSocket-Protocol", "protocol"}, {"Sec-WebSocket-Extensions", "extensions"},
}

func answer(request []byte, m *handshake.Message) string {
	s := fmt.Sprint(m.Status())
	if v := string(m.Version()); v != "HTTP/1.1" {
		s = v + " " + s
	}
	for _, f := range fields {
		value, n := Field(m, f.name)
		switch {
		case f.short == "connection" && m.Status() != 101 && !strings.Contains(strings.ToLower(value), "upgrade"):
			continue
		case m.Status() == 101 && f.short == "upgrade" && handshake.EqualFold(value, "websocket"),
			m.Status() == 101 && f.short == "connection" && handshake.EqualFold(value, "upgrade"):
			continue
		case m.Status() == 101 && f.short == "accept":
			req := handshake.ParseRequest(request)
			key, _ := Field(req, "Sec-WebSocket-Key")
			if n == 1 && value == handshake.AcceptFor(key) {
				continue
			}
			if n > 0 {
				s += " accept=wrong"
				continue
			}
			s += " no-accept"
			continue
		case n == 0 && m.Status() == 101 && (f.short == "upgrade" || f.short == "connection"):
			s += " no-" + f.short
		}
		if n > 0 {
			s += " " + f.short + "=" + handshake.Quote(value)
		}
	}
	return s
}

// Field gives the lines of a field, joined with a comma, and how many there are.
func Field(m *handshake.Message, name string) (value string, n int) {
	for i := range m.Lines {
		l := &m.Lines[i]
		if l.Kind == handshake.FieldLine && handshake.EqualFold(string(m.Text(l.Name)), name) {
			if n++; n > 1 {
				value += ", "
			}
			value += string(m.Text(l.Value))
		}
	}
	return value, n
}

// sentence is the first line of a body that says something, without markup.
func sentence(body []byte) string {
	if end := bytes.Index(body, []byte("\r\n")); end >= 0 && end < 8 { // a chunk's size
		body = body[end+2:]
	}
	text := string(body)
	for _, tag := range []string{"<style", "<script"} {
		if at := strings.Index(text, tag); at >= 0 {
			if end := strings.Index(text[at:], "</"); end >= 0 {
				text = text[:at] + text[at+end:]
			}
		}
	}
	var b strings.Builder
	inside := false
	for _, r := range text {
		switch {
		case r == '<':
			inside = true
			b.WriteByte('\n')
		case r == '>':
			inside = false
		case !inside:
			b.WriteRune(r)
		}
	}
	for _, line := range strings.Split(b.String(), "\n") {
		if line = strings.TrimSpace(line); len(line) > 3 {
			return line[:min(len(line), 160)]
		}
	}
	return ""
}

// frames lists what a server said after the switch. Of what it compressed only
// the kind is told: its length is the compressor's affair.
func frames(b []byte) (list []string, words string) {
	names := map[byte]string{0: "continuation", 1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}
	for len(b) >= 2 {
		size, at := int(b[1]&127), 2
		switch {
		case size == 126 && len(b) >= 4:
			size, at = int(b[2])<<8|int(b[3]), 4
		case size == 127 && len(b) >= 10:
			size, at = int(b[6])<<24|int(b[7])<<16|int(b[8])<<8|int(b[9]), 10
		}
		if at+size > len(b) {
			break
		}
		name, data := names[b[0]&15], b[at:at+size]
		switch {
		case name == "":
			name = fmt.Sprintf("opcode %d", b[0]&15)
		case name == "close" && size >= 2:
			name += fmt.Sprintf(" %d", int(data[0])<<8|int(data[1]))
			words = string(data[2:])
		case b[0]&0x40 != 0:
			name += " compressed"
		case size > 0:
			name += fmt.Sprintf(" %d", size)
		}
		if b[0]&0x80 == 0 {
			name += " (more)"
		}
		list, b = append(list, name), b[at+size:]
	}
	return list, words
}
