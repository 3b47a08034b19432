package peers

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"handshake101/handshake"
)

// What is measured in a row of a table.
const (
	Request  = "request"  // the request goes to servers and through proxies
	Frames   = "frames"   // the client's frames go to servers after a good handshake
	Response = "response" // the response goes to clients
	Turned   = "turned"   // the other side's frames: what a server sent goes masked to servers, what a client sent unmasked to clients
)

// Row is one line of a table: bytes of the catalogue, named by the first case,
// in the order of the letters, that has them.
type Row struct {
	What, ID string
	Send     []byte // Request: all that is sent; Frames, Turned: the head
	Then     []byte // Frames, Turned: what follows the 101
	Case     *handshake.Case
}

// Root finds the project's folder from a folder inside it.
func Root() (string, error) {
	dir, err := os.Getwd()
	for ; err == nil; dir = filepath.Dir(dir) {
		if _, e := os.Stat(filepath.Join(dir, "handshake", "cases")); e == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no folder with handshake/cases above")
		}
	}
	return "", err
}

// Cases reads the catalogue, in the order of the IDs.
func Cases(root string) ([]*handshake.Case, error) {
	paths, err := filepath.Glob(filepath.Join(root, "handshake", "cases", "*.case"))
	if err != nil {
		return nil, err
	}
	var all []*handshake.Case
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			return nil, err
		}
		cases, err := handshake.ParseCases(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p, err)
		}
		all = append(all, cases...)
	}
	slices.SortFunc(all, func(a, b *handshake.Case) int { return strings.Compare(a.ID, b.ID) })
	return all, nil
}

// ServerRows are the rows of servers.txt: every different request, and every
// different run of frames, whichever side of the case sends it.
func ServerRows(cases []*handshake.Case) []Row {
	var all []Row
	seen := map[string]bool{}
	add := func(r Row) {
		if key := string(r.Send) + "\x00" + string(r.Then); len(r.Send) > 0 && !seen[key] {
			seen[key] = true
			all = append(all, r)
		}
	}
	for _, c := range cases {
		head, frames, ok := Split(c)
		if !ok {
			continue
		}
		add(Row{What: Request, ID: c.ID, Send: head, Case: c})
		if len(frames) > 0 {
			add(Row{What: Frames, ID: c.ID, Send: Opening(head), Then: frames, Case: c})
		}
	}
	for _, c := range cases {
		if head, _, ok := Split(c); ok {
			if frames := serverFrames(c); frames != nil {
				add(Row{What: Turned, ID: c.ID, Send: Opening(head), Then: turn(frames), Case: c})
			}
		}
	}
	order := []string{Request, Frames, Turned}
	slices.SortStableFunc(all, func(a, b Row) int {
		if a.What != b.What {
			return slices.Index(order, a.What) - slices.Index(order, b.What)
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all
}

// Split parts what the client of a case sends into the request and the frames
// behind the switch; ok is false for what does not go over TCP as HTTP/1: field
// sections of HTTP/2 and addresses.
func Split(c *handshake.Case) (request, frames []byte, ok bool) {
	raw := c.Exchange.Request
	m := handshake.ParseRequest(raw)
	if len(raw) == 0 || m.Form == handshake.FieldSection || handshake.BeginsTLS(raw) {
		return nil, nil, false
	}
	end, _ := handshake.ContentEnd(raw)
	d := handshake.Decide(raw, &handshake.Policy{Only: "websocket"})
	if c.Exchange.Early > m.HeadEnd || end < m.HeadEnd || end >= len(raw) || d.Verdict != handshake.Accept {
		return raw, nil, true // bytes sent before the 101 are part of the request
	}
	return raw[:end], raw[end:], true
}

// Opening is a handshake that every server takes, with the compression that the
// given request offers.
func Opening(request []byte) []byte {
	o := handshake.Offer{Target: "/chat", Host: "server.example.com", Key: "x3JJHMbDL1EzLkh9GBhXDw=="}
	b := handshake.Build(o)
	for _, line := range bytes.Split(request, []byte("\r\n")) {
		if name, _, _ := bytes.Cut(line, []byte(":")); handshake.EqualFold(string(name), "Sec-WebSocket-Extensions") {
			b = append(append(b[:len(b)-2], line...), "\r\n\r\n"...)
			break
		}
	}
	return b
}
