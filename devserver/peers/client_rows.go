package peers

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"handshake101/handshake"
)

var token = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")

// ClientAnswers are the responses of the catalogue, each different one once, as the
// scripted server gives them: with the Accept of the client's own key where the
// case has the right one. The frames of clients are among them, turned, behind a
// 101 that nobody can refuse.
func ClientAnswers(cases []*handshake.Case) []*Answer {
	var all []*Answer
	seen := map[string]bool{}
	add := func(a *Answer) {
		if key := strings.Join(a.Offer, ",") + "\n" + a.Raw; !seen[key] {
			seen[key] = true
			all = append(all, a)
		}
	}
	for _, c := range cases {
		response := c.Exchange.Response
		m := handshake.ParseRequest(c.Exchange.Request)
		if len(response) == 0 || m.Form == handshake.FieldSection || handshake.BeginsTLS(c.Exchange.Request) ||
			handshake.ParseResponse(response).Form == handshake.FieldSection || len(response) > 400_000 {
			continue
		}
		if key, n := Field(m, "Sec-WebSocket-Key"); n > 0 {
			accept := handshake.AcceptFor(key)
			response = bytes.ReplaceAll(response, []byte(accept), []byte("{A}"))
			decoded, bare := wrongAccepts(key)
			for _, v := range [][2]string{{swapCase(accept), "{a}"}, {strings.ToLower(accept), "{l}"}, {decoded, "{d}"}, {bare, "{n}"}} {
				response = bytes.ReplaceAll(response, []byte(v[0]), []byte(v[1]))
			}
		}
		a := &Answer{ID: c.ID, Raw: string(response)}
		offered, _ := Field(m, "Sec-WebSocket-Protocol")
		for _, name := range strings.Split(offered, ",") {
			if name = strings.TrimSpace(name); token.MatchString(name) && !slices.Contains(a.Offer, name) {
				a.Offer = append(a.Offer, name)
			}
		}
		if handshake.ParseResponse(response).Status() == 0 || strings.Contains(strings.ToLower(a.Raw), "connection: close") {
			a.Raw += closeMark
		}
		add(a)
	}
	for _, c := range cases {
		head, frames, ok := Split(c)
		if !ok || len(frames) == 0 {
			continue
		}
		if _, n := Field(handshake.ParseRequest(head), "Sec-WebSocket-Extensions"); n > 0 {
			continue // compression is not everybody's offer
		}
		add(&Answer{ID: Turned + " " + c.ID, Raw: openingAnswer + string(turn(frames))})
	}
	slices.SortFunc(all, func(a, b *Answer) int { return strings.Compare(a.Row(), b.Row()) })
	return all
}

// openingAnswer opens a WebSocket of any client.
const openingAnswer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {A}\r\n\r\n"
