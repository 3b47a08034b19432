package page

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"handshake101/handshake"
)

// shape is what must not be lost of an exchange: what stands in the editors, the
// server's policy, and what was typed into the forms.
func shape(s *Snapshot) string {
	text := s.Request.Text + "\x00"
	if s.Response.Origin != Simulated {
		text += s.Response.Text
	}
	for _, key := range handshake.PolicyKeys {
		value, ok := s.Policy.Get(key)
		text += "\x00" + strconv.FormatBool(ok) + value
	}
	for i, own := range s.Drafts.own {
		if own {
			text += "\x00" + s.Drafts.policy[i]
		}
	}
	return text
}

// TestNothingIsLost does what people do in any order, and wants to find again each
// state that the exchange ever had: by undo, by redo, or set aside.
func TestNothingIsLost(t *testing.T) {
	links := []string{}
	for _, id := range []string{"generic", "h2c"} {
		m := do(New(nil), preset(id))
		m = do(m, Message{Name: "edit", Arg: "response", Value: "HTTP/1.1 200 OK\n\n" + id})
		links = append(links, m.Link())
	}
	own := do(New(nil), Message{Name: "edit", Arg: "request", Value: "GET / HTTP/1.1\n\n"}, Message{Name: "field", Arg: "p.5", Value: "https://a.example"})
	links = append(links, own.Link())
	rounds := 120
	if testing.Short() {
		rounds = 20
	}
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 5))
		pick := func(list ...string) string { return list[r.IntN(len(list))] }
		m := New(nil)
		m.Main = true
		seen := map[string]string{}
		var log []string
		note := func() {
			if m.broke() != nil { // what a press broke is not typed: another press takes its place
				return
			}
			s := m.snapshot(nil)
			seen[shape(&s)] = strings.Join(log[max(0, len(log)-4):], "; ")
		}
		note()
		for range 40 {
			msg := Message{}
			switch r.IntN(17) {
			case 0, 1:
				side := pick("request", "response")
				text := m.EditorText(side)
				at := r.IntN(len(text) + 1)
				for at > 0 && at < len(text) && text[at]&0xc0 == 0x80 {
					at--
				}
				msg = Message{Name: "edit", Arg: side, Value: text[:at] + pick("x", "X-Mine: 1\n", "é", `\0`, `\r`, "日本", strings.Repeat("long ", 30)) + text[at:]}
			case 2:
				msg = Message{Name: "field", Arg: "f." + pick("Host", "Origin", "Sec-WebSocket-Key", "METHOD", "TARGET"), Value: pick("a", "b c", "", "https://x")}
			case 3:
				msg = Message{Name: "field", Arg: "p." + strconv.Itoa(r.IntN(6)), Value: pick("chat", "websocket", "13", "wrong wrong", "https://a.example", "")}
			case 4:
				msg = Message{Name: "policy-key", Arg: strconv.Itoa(r.IntN(6))}
			case 5:
				msg = preset(pick("websocket", "broken-websocket", "generic", "h2c"))
			case 6, 7:
				all := handshake.Mutations()
				msg = Message{Name: "break", Arg: all[r.IntN(len(all))].ID}
			case 8:
				m = do(m, Message{Name: "field", Arg: "b.line", Value: "X-New: " + pick("1", "2", "é")})
				msg = Message{Name: "form-add"}
			case 9, 10:
				msg = Message{Name: "undo"}
			case 11:
				msg = Message{Name: "redo"}
			case 12:
				msg = Message{Name: "go-to", Arg: strconv.Itoa(r.IntN(m.changes() + 1))}
			case 13:
				msg = Message{Name: "aside", Arg: strconv.Itoa(r.IntN(len(m.Aside) + 1))}
			case 14:
				msg = Message{Name: pick("compare-keep", "compare-swap", "compare-forget", "let-server", "form-fit", "form-key", "behind-proxy")}
			case 15:
				m = do(m, Message{Name: "field", Arg: "paste", Value: "> GET /" + strconv.Itoa(r.IntN(9)) + " HTTP/1.1\n> Host: a\n> \n< HTTP/1.1 200 OK\n< \n"})
				msg = Message{Name: "take"}
			case 16:
				msg = Message{Name: "open", Value: links[r.IntN(len(links))]}
			}
			log = append(log, msg.Name+" "+msg.Arg+" "+strconv.Quote(msg.Value))
			m = do(m, msg)
			note()
		}
		kept := map[string]bool{}
		keep := func(s Snapshot) { kept[shape(&s)] = true }
		for n := range m.changes() + 1 {
			keep(m.stateAt(n))
		}
		for _, way := range m.Aside {
			for _, s := range way {
				keep(s)
			}
		}
		for was, after := range seen {
			if !kept[was] {
				t.Fatalf("seed %d: lost after %s:\n%q", seed, after, was)
			}
		}
		// Back to the beginning and forth again is where it was.
		now := m.snapshot(nil)
		m = do(m, Message{Name: "go-to", Arg: "0"}, Message{Name: "go-to", Arg: "9999"})
		again := m.snapshot(nil)
		if len(m.Aside) == 0 && shape(&now) != shape(&again) && m.changes() > 0 && len(m.Redo) > 0 {
			t.Fatalf("seed %d: back and forth gives\n%q\nfrom\n%q", seed, shape(&again), shape(&now))
		}
	}
}
