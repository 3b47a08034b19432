package peers

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// FreshAnswers makes n responses that stand in no table: one to three things of a
// good 101, or of an answer with another status, are changed by chance, with
// values that are put together anew; a quarter of them have frames behind the 101.
func FreshAnswers(n int, seed uint64) []*Answer {
	g := &freshAnswer{rand.New(rand.NewPCG(seed, 101))}
	var all []*Answer
	known := map[string]bool{}
	for _, a := range TableAnswers() {
		known[a.Raw] = true
	}
	for len(all) < n {
		d := goodDraft()
		changes := 1 + g.IntN(3)
		switch g.IntN(8) {
		case 0:
			d = d.with("Sec-WebSocket-Protocol")
			d.offer = nil
		case 1:
			d = g.ordinary(d)
		case 2, 3:
			d, changes = g.framed(d), g.IntN(5)/4
		}
		for range changes {
			g.change(&d)
		}
		if d.pauses && strings.Contains(d.behind, pauseMark) {
			d.pauses = false // one is enough
		}
		a := d.answer(fmt.Sprintf("fresh-%d-%03d", seed, len(all)))
		if d.pauses {
			at := 1 + g.IntN(len(a.Raw)-len(d.behind)-1) // when frames come, a prediction is not told
			if !strings.ContainsAny(a.Raw[max(0, at-12):min(len(a.Raw), at+12)], "{}") {
				a.Raw = a.Raw[:at] + pauseMark + a.Raw[at:]
			}
		}
		if !known[a.Raw] {
			known[a.Raw] = true
			all = append(all, a)
		}
	}
	return all
}

func pick[T any](g *freshAnswer, from ...T) T { return from[g.IntN(len(from))] }

// ordinary is an answer with another status and a body, or none.
func (g *freshAnswer) ordinary(d draft) draft {
	d.start = fmt.Sprintf("HTTP/1.%d %d %s", pick(g, 1, 1, 1, 0), pick(g, 200, 201, 204, 206, 301, 302, 303, 307, 308, 400, 401, 403, 404, 407, 421, 426, 429, 500, 502, 503, 504, 200+g.IntN(400)), pick(g, "OK", "x", "Some Words", ""))
	if g.IntN(3) > 0 {
		d.lines = nil
	}
	if g.IntN(4) == 0 {
		d.lines = append(d.lines, "Location: "+pick(g, "{P}/ok", "http://{H}{P}/ok", "{P}/404"))
	}
	body := strings.Repeat("body ", g.IntN(20))
	switch g.IntN(6) {
	case 0:
		d.lines = append(d.lines, "Connection: close")
	case 1:
		d.lines, d.behind = append(d.lines, "Transfer-Encoding: chunked"), fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body)+1, body+".")
		return d
	case 2: // nothing tells where it ends
	default:
		d.lines = append(d.lines, fmt.Sprintf("Content-Length: %d", len(body)))
	}
	d.behind = body
	return d
}

// word is a token of few letters; odd puts a character into it that is none of a token's.
func (g *freshAnswer) word() string {
	b := make([]byte, 1+g.IntN(9))
	for i := range b {
		b[i] = "abcdefghijklmnopqrstuvwxyzABCXYZ0189-_.!"[g.IntN(40)]
	}
	return string(b)
}

func (g *freshAnswer) odd(s string) string {
	at := g.IntN(len(s) + 1)
	return s[:at] + pick(g, " ", "\t", "\x00", "\x01", "\x0c", "\x7f", "\xe9", "\xc3\xa9", "(", "\"", ";", ",", "/", "=", "@", "\r") + s[at:]
}

func (g *freshAnswer) letters(s string) string {
	if strings.Contains(s, "{A}") {
		return strings.ReplaceAll(s, "{A}", "{a}")
	}
	b := []byte(s)
	for i, c := range b {
		if (c|32) >= 'a' && (c|32) <= 'z' && g.IntN(2) == 0 {
			b[i] ^= 32
		}
	}
	return string(b)
}

// value is one for a field whose good value is given.
func (g *freshAnswer) value(good string) string {
	switch g.IntN(9) {
	case 0:
		return g.word()
	case 1:
		return g.letters(good)
	case 2:
		return good + pick(g, ",", ", ", " , ") + g.word()
	case 3:
		return g.word() + pick(g, ",", ", ", ";", " ") + good
	case 4:
		if strings.Contains(good, "{") {
			return good + g.word()
		}
		return g.odd(good)
	case 5:
		return ""
	case 6:
		return good + pick(g, ";", "/", "=", " ") + g.word()
	case 7:
		return good + pick(g, ",", ", ") + good
	default:
		return good
	}
}

// written is a field line in one of the ways to write it.
func (g *freshAnswer) written(name, value string) string {
	switch g.IntN(14) {
	case 0:
		return g.letters(name) + ": " + value
	case 1:
		return name + pick(g, " ", "\t", "  ") + ": " + value
	case 2:
		return name + ":" + pick(g, "", "  ", "\t", " \t ") + value + pick(g, "", " ", "\t", "  ")
	case 3:
		return name + ":" + pick(g, "\r\n ", "\r\n\t", " \r\n  ") + value
	case 4:
		return name + ": " + value + pick(g, "\r\n ", "\r\n\t"+g.word(), "\n ")
	case 5:
		return pick(g, " ", "\t", "  ") + name + ": " + value
	case 6:
		return g.letters(name) + ":" + value
	default:
		return name + ": " + value
	}
}

func (g *freshAnswer) extension() string {
	var members []string
	for range pick(g, 1, 1, 1, 2) {
		m := pick(g, "permessage-deflate", "permessage-deflate", "permessage-deflate", "permessage-deflate", g.word(), g.letters("permessage-deflate"))
		for range g.IntN(4) {
			m += pick(g, "; ", ";", " ; ") + pick(g, "server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits", "client_max_window_bits", "server_max_window_bits", g.word())
			if g.IntN(2) == 0 {
				m += pick(g, "=", "=", "=", " = ") + pick(g, fmt.Sprint(g.IntN(20)), fmt.Sprint(8+g.IntN(8)), fmt.Sprintf("%q", fmt.Sprint(8+g.IntN(8))), g.word(), "", "010")
			}
		}
		members = append(members, m)
	}
	return strings.Join(members, pick(g, ", ", ","))
}

// change does one thing to a draft.
func (g *freshAnswer) change(d *draft) {
	p := parts[g.IntN(len(parts))]
	insert := func(line string) {
		at := g.IntN(len(d.lines) + 1)
		d.lines = slices.Insert(slices.Clone(d.lines), at, line)
	}
	switch g.IntN(16) {
	case 0:
		*d = d.with(p.name)
	case 1, 2, 3:
		*d = d.with(p.name, g.written(p.name, g.value(p.good)))
	case 4, 5:
		*d = d.with(p.name, g.written(p.name, p.good))
	case 6:
		insert(g.written(p.name, g.value(p.good)))
	case 7, 8, 9:
		insert(g.written("Sec-WebSocket-Extensions", g.extension()))
	case 10:
		insert(pick(g, g.word(), g.odd(g.word())) + pick(g, ": ", ":", " : ", "", " ") + pick(g, g.word(), g.odd(g.word())))
	case 11:
		insert("X-" + g.word() + ": {x*" + fmt.Sprint(pick(g, 100, 5000, 20000, 80000, 240000, 300000)+g.IntN(5000)) + "}")
	case 12:
		version, rest, _ := strings.Cut(d.start, " ")
		switch g.IntN(4) {
		case 0:
			version = fmt.Sprintf("HTTP/%d.%d", g.IntN(4), g.IntN(4))
		case 1:
			version = g.letters(version)
		case 2:
			version = pick(g, "", " ", "\r\n", g.word()) + version
		case 3:
			code, _, _ := strings.Cut(rest, " ")
			rest = code + pick(g, "", " ", "  ", "\t") + pick(g, "", g.word(), g.odd(g.word()))
		}
		d.start = version + pick(g, " ", " ", "  ") + rest
	case 13:
		for range 1 + g.IntN(3) {
			d.before += fmt.Sprintf("HTTP/1.1 %d x\r\n%s\r\n", pick(g, 100, 100, 102, 103, 103, 100+g.IntN(20)), pick(g, "", "Link: <a>\r\n"))
		}
	case 14:
		if d.end == "\r\n" && !strings.Contains(d.behind, "\r\n") {
			d.end = pick(g, "\n", "\r\n")
		}
	case 15:
		d.pauses = true
	}
}
