package peers

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"

	"handshake101/handshake"
)

// variants of one part of a request; the first is the good one. An empty field
// line is left out.
var variants = [][]string{
	{"GET /chat HTTP/1.1", "POST /chat HTTP/1.1", "GET /chat HTTP/1.0", "HEAD / HTTP/1.1", "get /chat HTTP/1.1", "GET /chat?a=1 HTTP/1.1", "GET chat HTTP/1.1", "GET  /chat HTTP/1.1", "GET /chat HTTP/2.0", "DELETE /chat HTTP/1.1", "GET http://server.example.com/chat HTTP/1.1", "GET /a%20b HTTP/1.1"},
	{"Host: server.example.com", "", "Host: server.example.com\r\nHost: server.example.com", "Host: a b", "Host:server.example.com:8080", "host: SERVER.example.com", "Host : server.example.com"},
	{"Upgrade: websocket", "", "Upgrade: WebSocket", "Upgrade: websocket, h2c", "Upgrade: h2c, websocket", "Upgrade: h2c", "Upgrade: websockets", "Upgrade:websocket", "Upgrade: \twebsocket ", "Upgrade: websocket/13", "Upgrade: h2c\r\nUpgrade: websocket", "Upgrade: ,websocket", "Upgrade:"},
	{"Connection: Upgrade", "", "Connection: keep-alive, Upgrade", "Connection: keep-alive", "Connection: upgrade,close", "connection: UPGRADE", "Connection: keep-alive\r\nConnection: Upgrade", "Connection: upgraded", "Connection:"},
	{"Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==", "", "Sec-WebSocket-Key:", "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw", "Sec-WebSocket-Key: YWJj", "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXD_==", "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "sec-websocket-key:x3JJHMbDL1EzLkh9GBhXDw==", "Sec-WebSocket-Key: abc"},
	{"Sec-WebSocket-Version: 13", "", "Sec-WebSocket-Version: 8", "Sec-WebSocket-Version: 7", "Sec-WebSocket-Version: 12", "Sec-WebSocket-Version: 13.0", "Sec-WebSocket-Version: thirteen", "Sec-WebSocket-Version:", "Sec-WebSocket-Version: 14"},
	{"", "Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Protocol: superchat, chat", "Sec-WebSocket-Protocol: other", "Sec-WebSocket-Protocol: chat, superchat\r\nSec-WebSocket-Protocol: third"},
	{"", "Sec-WebSocket-Extensions: permessage-deflate", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits", "Sec-WebSocket-Extensions: foo, permessage-deflate", "Sec-WebSocket-Extensions: bar; x=1"},
	{"", "Origin: http://server.example.com", "Origin: https://elsewhere.example", "Origin: null", "Origin: http://SERVER.EXAMPLE.COM"},
	{"", "User-Agent: fresh", "Accept: */*", "X-Long: " + strings.Repeat("x", 3000), "X Y: 1", "Cookie: a=b; c=d", "X-A: \x01", "nonsense", "X-B: 1\r\n 2", "Content-Length: 0", "Pragma: no-cache"},
}

// mangled is a line with one octet more, one less, or letters of the other case.
func mangled(r *rand.Rand, line string) string {
	if line == "" {
		return line
	}
	at := r.IntN(len(line))
	switch r.IntN(3) {
	case 0:
		odd := []string{" ", "\t", "\x01", "\x7f", "\xe9", "(", "\"", ";", ",", "/", "=", "@", "x", "0", "%", "\r"}
		return line[:at] + odd[r.IntN(len(odd))] + line[at:]
	case 1:
		return line[:at] + line[at+1:]
	default:
		b := []byte(line)
		for i, c := range b {
			if letter := c | 32; letter >= 'a' && letter <= 'z' && r.IntN(2) == 0 {
				b[i] ^= 32
			}
		}
		return string(b)
	}
}

// Fresh makes n requests that stand in no case: one to three parts of a good one
// are something else, one line in three of them is mangled besides, and half of the
// times the fields stand in another order.
func Fresh(n int, seed uint64) []Row {
	r := rand.New(rand.NewPCG(seed, 0))
	var rows []Row
	seen := map[string]bool{}
	for len(rows) < n {
		parts := make([]string, len(variants))
		for i := range parts {
			parts[i] = variants[i][0]
		}
		for range 1 + r.IntN(3) {
			i := r.IntN(len(parts))
			parts[i] = variants[i][r.IntN(len(variants[i]))]
		}
		if r.IntN(3) == 0 {
			i := r.IntN(len(parts))
			parts[i] = mangled(r, parts[i])
		}
		if fields := parts[1:]; r.IntN(2) == 0 {
			r.Shuffle(len(fields), func(i, k int) { fields[i], fields[k] = fields[k], fields[i] })
		}
		text := ""
		for _, p := range parts {
			if p != "" {
				text += p + "\r\n"
			}
		}
		if text += "\r\n"; !seen[text] {
			seen[text] = true
			rows = append(rows, Row{What: Request, ID: fmt.Sprintf("fresh-%03d", len(rows)), Send: []byte(text)})
		}
	}
	return rows
}

// Predicted lists the peers that the engine predicts.
func Predicted() (ids []string) {
	for _, s := range handshake.Inspect(handshake.Exchange{Request: []byte("GET / HTTP/1.1\r\n\r\n")}, nil).Request.Servers {
		ids = append(ids, s.Server)
	}
	return ids
}

// Score is how the engine's predictions of one server did.
type Score struct {
	Right, Wrong, Unknown int
	Missed                []string // the wrong ones
	Open                  []string // and those that are unknown
}

// Compare holds predictions against what a peer did.
func Compare(p *Peer, rows []Row, seen map[string]Seen) (s Score) {
	for i := range rows {
		row := &rows[i]
		cell, ok := seen[row.Name()]
		if row.What != Request || !ok {
			continue
		}
		for _, said := range handshake.Inspect(handshake.Exchange{Request: row.Send}, Endpoint).Request.Servers {
			switch {
			case said.Server != p.ID:
			case said.Does == "unknown":
				s.Unknown++
				s.Open = append(s.Open, fmt.Sprintf("%s: unknown, did %s:\n%s", p.ID, cell.Cell, handshake.ShowLines(row.Send)))
			case said.Does == Outcome(p.Kind, cell.Cell):
				s.Right++
			default:
				s.Wrong++
				s.Missed = append(s.Missed, fmt.Sprintf("%s: predicted %s, did %s:\n%s", p.ID, said.Does, cell.Cell, handshake.ShowLines(row.Send)))
			}
		}
	}
	return s
}

// final is the status of the last answer in a cell.
var final = regexp.MustCompile(`^(?:.*, )?(?:HTTP/\d\.\d )?(\d{3})\b`)

// Outcome is a cell in the words of a prediction.
func Outcome(kind Kind, cell string) string {
	if kind == Proxy {
		word, _, _ := strings.Cut(strings.ReplaceAll(cell, ";", " "), " ")
		return word
	}
	head, _, _ := strings.Cut(cell, `="`)
	if m := final.FindStringSubmatch(head); m != nil {
		return m[1]
	}
	return cell
}
