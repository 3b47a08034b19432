package handshake

import "strings"

// Messages as they are: a request, a response, or one after the other. Text that
// has CR LF is taken for the bytes themselves; in text that has none a line end
// was one.

func claimRaw(im *Import, _ string) bool {
	first := im.first()
	if isStartLine(first) {
		return true
	}
	if name, rest, _ := strings.Cut(strings.TrimPrefix(first, ":"), ":"); !isFieldLine(first) || fieldOf([]byte(name)) == UnknownField && !strings.HasPrefix(rest, " ") {
		return false
	}
	for _, l := range im.lines {
		if len(l) > 14 && EqualFold(l[:14], "Sec-WebSocket-") && isFieldLine(l) {
			return true
		}
	}
	return false
}

func readRaw(im *Import, text string) {
	text = strings.TrimLeft(text, "\r\n")
	if im.exact = strings.Contains(text, "\r\n"); !im.exact {
		im.lose(&lostEnds)
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	im.split(text)
}

// split puts each run of bytes that begins with a start line where it belongs:
// at the beginning, and after each empty line.
func (im *Import) split(text string) {
	side := FromClient
	for from := 0; from < len(text); {
		line, _, _ := strings.Cut(text[from:], "\r\n")
		switch {
		case isStartLine(line):
			side = sideOfStart(line)
			if ex := im.last(); side == FromClient && (ex.Request != nil || ex.Response != nil) {
				im.next()
			}
		case from == 0:
			im.lose(&lostStart)
			if start := "GET / HTTP/1.1\r\n"; strings.Contains(strings.ToLower(text), "sec-websocket-accept:") {
				side = FromServer
				im.say(side, "HTTP/1.1 101 Switching Protocols\r\n")
			} else {
				im.say(side, start)
			}
		}
		end, next := messageEnd(text, from)
		im.say(side, text[from:end])
		from = next
	}
}

// messageEnd finds the empty line behind which, and behind further ones, a start
// line stands; else all of the rest is one message.
func messageEnd(text string, at int) (end, next int) {
	for {
		i := strings.Index(text[at:], "\r\n\r\n")
		if i < 0 {
			return len(text), len(text)
		}
		end = at + i + 4
		for at = end; at < len(text) && (text[at] == '\r' || text[at] == '\n'); at++ {
		}
		if line, _, _ := strings.Cut(text[at:], "\r\n"); isStartLine(line) {
			return end, at
		}
	}
}

// A case file is read by its own reader.

func claimCase(_ *Import, text string) bool {
	for _, l := range strings.Split(text, "\n") {
		if l != "" && l[0] != '#' {
			return strings.HasPrefix(l, "case:")
		}
	}
	return false
}

func readCase(im *Import, text string) {
	im.exact = true
	cases, err := ParseCases([]byte(text))
	if err != nil {
		im.Odd = []Odd{{1, err.Error(), &wantLine}}
	}
	for _, c := range cases {
		im.All = append(im.All, c.Exchange)
		if p, err := c.Policy(); err == nil && len(cases) == 1 {
			im.Policy = p
		}
	}
}

// The packet list of Wireshark, copied: each line of the head ends with the
// letters \r\n, between lines of the program's own.

func claimTree(im *Import, _ string) bool {
	n := 0
	for _, l := range im.lines {
		if strings.HasSuffix(l, `\r\n`) && !strings.Contains(l, "[") {
			n++
		}
	}
	return n > 1
}

func readTree(im *Import, _ string) {
	side, indent := FromClient, 0
	for _, l := range im.lines {
		t := strings.TrimLeft(l, " ")
		text, ok := strings.CutSuffix(t, `\r\n`)
		if !ok || text != "" && text[0] == '[' {
			continue // a reading of the program's
		}
		if isStartLine(text) {
			side, indent = sideOfStart(text), len(l)-len(t)
		} else if len(l)-len(t) != indent {
			continue
		}
		im.line(side, text)
	}
}

// An error message, or what else speaks of a handshake without its bytes.

func claimWords(im *Import, text string) bool {
	if len(im.lines) > 40 {
		return false
	}
	low := strings.ToLower(text)
	for _, w := range [...]string{"websocket", "handshake", "upgrade", "sec-", "ws://", "wss://", "101", "switching", "http"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

func readWords(im *Import, text string) { im.Words = strings.TrimSpace(text) }
