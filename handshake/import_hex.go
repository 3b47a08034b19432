package handshake

import (
	"encoding/base64"
	"strings"
)

// A stream that Wireshark or tshark follows. Their headings name the form: bytes
// as text, as a hex dump in which the server's lines are indented by a tab, or
// each piece as one line of hex digits.

func claimFollow(im *Import, text string) bool {
	return strings.Contains(text, "\nFollow: ") || strings.HasPrefix(text, "Follow: ") || claimYAML(text)
}

// claimYAML tells the form in which Wireshark writes a stream as YAML.
func claimYAML(text string) bool {
	return strings.Contains(text, "packets:\n") && strings.Contains(text, "data: !!binary |")
}

// followYAML reads each piece out of base64, behind the number of its peer.
func (im *Import) followYAML() {
	im.exact = true
	side, data := FromClient, []byte(nil)
	flush := func() {
		b, err := base64.StdEncoding.DecodeString(string(data))
		if data = nil; err == nil {
			im.say(side, string(b))
		}
	}
	on := false // in a piece
	for i, l := range im.lines {
		t := strings.TrimSpace(l)
		peer, is := strings.CutPrefix(t, "peer: ")
		switch {
		case t == "data: !!binary |":
			on = true
		case strings.HasPrefix(t, "- "):
			flush()
			on = false
		case on:
			data = append(data, t...)
		case is:
			if side = FromClient; peer != "0" {
				side = FromServer
			}
		case t == "", strings.HasPrefix(t, "peers:"), strings.HasPrefix(t, "packets:"), strings.HasPrefix(t, "host:"), strings.HasPrefix(t, "port:"), strings.HasPrefix(t, "timestamp:"), t[0] == '#':
		default:
			im.odd(i, &wantLine)
		}
	}
	flush()
}

func readFollow(im *Import, text string) {
	if claimYAML(text) {
		im.followYAML()
		return
	}
	form, from := "", 0
	for i, l := range im.lines {
		if f, ok := strings.CutPrefix(l, "Follow: "); ok {
			_, form, _ = strings.Cut(f, ",")
		}
		if strings.HasPrefix(l, "Node 1:") {
			from = i + 1
		}
	}
	if form == "ascii" || form == "ebcdic" || form == "utf-8" {
		im.followText(from)
		return
	}
	im.hexLines(from)
}

// followText reads pieces after their length; a tab before it marks the server's.
func (im *Import) followText(from int) {
	side := FromClient
	for i := from; i < len(im.lines); i++ {
		l := im.lines[i]
		t := strings.TrimPrefix(l, "\t")
		if t != "" && allDigits([]byte(t)) {
			if side = FromClient; len(t) < len(l) {
				side = FromServer
			}
			continue
		}
		switch {
		case strings.HasPrefix(l, "====="):
		case switched(im.last().Response) && im.heads[FromServer]:
			if l != "" {
				im.odd(i, &wantPipe)
				im.lose(&lostDots)
			}
		default:
			im.line(side, l)
		}
	}
	im.lose(&lostEnds)
}

// A hex dump: of hexdump -C, xxd, tcpdump, Wireshark's list of C arrays, or bare
// digits.

func claimHex(im *Import, text string) bool {
	if claimFollow(im, text) || claimTrace(im, text) || claimPackets(im, text) {
		return false
	}
	n := 0
	for i, l := range im.lines[:len(im.lines)-1] {
		if _, _, ok := hexLine(im.lines[i+1]); ok && socatHead(l) {
			return true
		}
	}
	for _, l := range im.lines {
		if strings.TrimSpace(l) == "" {
			continue
		}
		if _, _, ok := hexLine(l); !ok && !strings.HasPrefix(l, "char peer") && !socatHead(l) && l != "--" {
			return false
		}
		n++
	}
	return n > 0 && len(text) > 40
}

// hexLines reads dumps from a line on. Whose bytes they are is told by the
// indentation or by what they begin with.
func (im *Import) hexLines(from int) {
	side := FromClient
	im.exact = true
	seen := [2]bool{}
	was, headed := "", false
	for i := from; i < len(im.lines); i++ {
		l := im.lines[i]
		if peer, ok := strings.CutPrefix(l, "char peer"); ok {
			if side = FromClient; peer != "" && peer[0] == '1' {
				side = FromServer
			}
			continue
		}
		if socatHead(l) {
			headed = true
			if side = FromClient; l[0] == '<' {
				side = FromServer
			}
			continue
		}
		if strings.TrimSpace(l) == "" || strings.HasPrefix(l, "=====") || l == "--" {
			continue
		}
		b, form, ok := hexLine(l)
		if form == "length" { // of hexdump -C at its end; among bare digits it is four of them
			if was == "dump" {
				continue
			}
			form = "digits"
		}
		was = form
		if !ok {
			im.odd(i, &wantHex)
			continue
		}
		if (form == "dump" || form == "digits") && !headed { // an indented line is the other side's
			if side = FromClient; l[0] == '\t' || strings.HasPrefix(l, "    ") {
				side = FromServer
			}
		}
		if !seen[side] && len(b) > 4 && string(b[:5]) == "HTTP/" {
			side = FromServer
		}
		seen[side] = true
		im.say(side, string(b))
	}
	if len(im.All) == 1 && im.All[0].Response == nil { // one dump with both in it
		whole := string(im.All[0].Request)
		im.All = nil
		im.split(whole)
	}
}

// socatHead tells the line that socat -x writes before the bytes of a piece.
func socatHead(l string) bool {
	return (strings.HasPrefix(l, "> 20") || strings.HasPrefix(l, "< 20")) && strings.Contains(l, " length=")
}

func readHex(im *Import, _ string) { im.hexLines(0) }

// hexLine reads one line of a dump; form tells which: "dump" with an offset,
// "array" of C, or "digits" alone.
func hexLine(l string) (b []byte, form string, ok bool) {
	t := strings.TrimSpace(l)
	if strings.HasPrefix(t, "0x") && strings.ContainsAny(t, ",;}") || t == "};" {
		for _, x := range strings.FieldsFunc(t, func(r rune) bool { return r == ',' || r == ' ' || r == '}' || r == ';' }) {
			if x, ok := strings.CutPrefix(x, "0x"); ok && len(x) == 2 && isHex(x[0]) && isHex(x[1]) {
				b = append(b, byte(hexValue(x[0])<<4|hexValue(x[1])))
			}
		}
		return b, "array", true
	}
	offset, rest, spaced := strings.Cut(t, " ")
	offset = strings.TrimPrefix(strings.TrimSuffix(offset, ":"), "0x")
	if spaced && (len(offset) == 8 || len(offset) == 4 && strings.Contains(t[:min(8, len(t))], ":")) && hexOnly([]byte(offset)) {
		b, ok = hexPairs(rest, 16)
		return b, "dump", ok && len(b) > 0
	}
	if len(offset) == 8 && !spaced && hexOnly([]byte(offset)) && len(t) == 8 {
		b, _ = hexPairs(t, 4)
		return b, "length", true
	}
	if b, ok = hexPairs(t, 16); ok && len(b) > 0 && strings.Contains(t, "  ") && l[0] == ' ' { // of socat: letters behind them
		return b, "digits", true
	}
	b, ok = hexPairs(t, len(t))
	return b, "digits", ok && len(b) >= 4 && len(strings.ReplaceAll(t, " ", "")) == 2*len(b)
}

// hexPairs reads pairs of digits, alone or in groups, up to a number of them; it
// ends before the column of letters, which wider space or a bar sets apart.
func hexPairs(s string, most int) (b []byte, ok bool) {
	s = strings.TrimLeft(s, " ")
	for i := 0; i < len(s) && len(b) < most; {
		switch {
		case s[i] == ' ':
			if strings.HasPrefix(s[i:], "   ") || strings.HasPrefix(s[i:], "  |") {
				return b, true
			}
			if strings.HasPrefix(s[i:], "  ") && len(b) != most/2 {
				return b, true
			}
			i++
		case i+1 < len(s) && isHex(s[i]) && isHex(s[i+1]):
			b = append(b, byte(hexValue(s[i])<<4|hexValue(s[i+1])))
			i += 2
		default:
			return b, false
		}
	}
	return b, true
}
