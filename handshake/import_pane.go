package handshake

import "strings"

// What the panes of browsers' tools hold, and logs with headings: sections of
// fields under a heading, what they are about at the top. In Chrome's, a name
// stands on a line of its own before its value, with a colon or, lately, without.

// paneHeads are headings, in small letters, and what stands below each.
var paneHeads = []struct {
	head string
	part byte
}{
	{"general", 'g'}, {"summary", 'g'}, {"request headers", 'q'}, {"response headers", 's'}, {"request", 'q'}, {"response", 's'},
	{"--- request header ---", 'q'}, {"--- response header ---", 's'}, {"handshake details", 's'}, {"messages", 'x'}, {"query string parameters", 'x'},
	{"request payload", 'x'}, {"request cookies", 'x'}, {"response cookies", 'x'}, {"query string", 'x'}, {"cookies", 'x'},
}

func paneHead(l string) byte {
	l = strings.ToLower(strings.TrimSpace(l))
	if i := strings.LastIndex(l, " ("); i > 0 { // "(13)", "(512 B)"
		l = l[:i]
	}
	l = strings.TrimSuffix(l, ":")
	for _, h := range paneHeads {
		if l == h.head {
			return h.part
		}
	}
	return 0
}

func claimPane(im *Import, _ string) bool {
	heads := 0
	for _, l := range im.lines {
		if part := paneHead(l); part != 0 && part != 'x' {
			heads++
		}
		if l == "Request URL" || l == "Request URL:" || strings.HasPrefix(l, "Request URL: ") || strings.HasPrefix(l, "--- request header ---") || paneName(l) {
			return true
		}
		if isStartLine(l) && heads == 0 {
			return false
		}
	}
	return heads > 1
}

// paneName tells the name of a field of the handshake, alone on a line.
func paneName(l string) bool {
	switch fieldOf([]byte(strings.TrimSpace(l))) {
	case KeyField, AcceptField, WSVersionField, PseudoProtocolField:
		return true
	}
	return false
}

// among tells a word of a list in small letters, "|one|two|".
func among(list, word string) bool {
	return strings.Contains(list, "|"+strings.ToLower(word)+"|")
}

// hasField tells a field among lines.
func hasField(lines, name string) bool {
	return strings.Contains("\n"+strings.ToLower(lines), "\n"+strings.ToLower(name)+":")
}

// serverIf is the server's side, or the client's.
func serverIf(server bool) Side {
	if server {
		return FromServer
	}
	return FromClient
}

func readPane(im *Import, _ string) {
	var url, method, status string
	var all [3][]byte // lines of the request, the response, and below no heading
	plain := false    // names stand alone on their lines
	for _, l := range im.lines {
		plain = plain || paneName(l) || l == "Request URL"
	}
	part := byte('g')
	for i := 0; i < len(im.lines); i++ {
		l := strings.TrimSpace(im.lines[i])
		if p := paneHead(l); p != 0 {
			part = p
			continue
		}
		next := ""
		if i+1 < len(im.lines) && paneHead(im.lines[i+1]) == 0 {
			next = strings.TrimSpace(im.lines[i+1])
		}
		switch {
		case next == "":
		case plain && part != 'x' && !among("|raw|", l) && (isToken([]byte(strings.TrimPrefix(l, ":"))) || among("|request url|request method|status code|remote address|referrer policy|", l)):
			l += ": " + next
			i++
		case strings.HasSuffix(l, ":") && !strings.HasSuffix(next, ":") && !(isFieldLine(next) && strings.Contains(next, ": ")):
			l += " " + next
			i++
		}
		name, value, _ := strings.Cut(l, ": ")
		field := isFieldLine(l)
		switch {
		case part == 'x' || l == "" || strings.HasPrefix(l, "-----") || among("|raw|view source|view parsed|", l):
		case part != 'g' && (field || isStartLine(l)):
			side := serverIf(part == 's')
			all[side] = append(append(all[side], l...), "\r\n"...)
		case part != 'g' && strings.Contains(l, "rovisional headers"):
			im.lose(&lostBrowser)
		case part != 'g':
			im.odd(i, &wantField)
		case among("|request url|url|", name):
			url = value
		case among("|request method|", name):
			method = value
		case among("|status code|status|", name):
			status = value
		case among("|source|address|remote address|referrer policy|initiator|version|transferred|scheme|host|filename|", name):
		case field:
			all[2] = append(append(all[2], l...), "\r\n"...)
		default:
			im.odd(i, &wantLine)
		}
	}
	fields := [3]string{string(all[0]), string(all[1]), string(all[2])}
	loose := serverIf(hasField(fields[2], "Sec-WebSocket-Accept"))
	fields[loose] = fields[2] + fields[loose]
	_, host, target := splitURL(url)
	for side, lines := range fields[:2] {
		start := ""
		switch first, _, _ := strings.Cut(lines, "\r\n"); {
		case lines == "" && (side == 0 || status == ""):
			continue
		case isStartLine(first):
		case side == 0:
			if method == "" {
				method = "GET"
			}
			start = method + " " + target + " HTTP/1.1\r\n"
			if host != "" && !hasField(lines, "Host") {
				start += "Host: " + host + "\r\n"
				im.lose(&lostBrowser)
			}
		default:
			if status == "" {
				im.lose(&lostStart)
				status = "101 Switching Protocols"
			}
			start = "HTTP/1.1 " + strings.Replace(status, " OK (from", " OK", 1) + "\r\n"
		}
		im.say(Side(side), start+lines+"\r\n")
	}
	im.lose(&lostOrder)
}
