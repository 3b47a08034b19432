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

func readPane(im *Import, _ string) {
	var url, method, status string
	var fields [2][]string
	var loose []string // fields below no heading
	plain := false     // names stand alone on their lines
	for _, l := range im.lines {
		plain = plain || paneName(l) || l == "Request URL"
	}
	part := byte('g')
	for i := 0; i < len(im.lines); i++ {
		l := strings.TrimSpace(im.lines[i])
		if p := paneHead(l); p != 0 && !(part == 'g' && p == 'q' && l == "Request") {
			part = p
			continue
		}
		if strings.EqualFold(l, "Request") {
			part = 'q'
			continue
		}
		if general := strings.ToLower(l); plain && part != 'x' && i+1 < len(im.lines) && general != "raw" && (isToken([]byte(strings.TrimPrefix(l, ":"))) || general == "request url" || general == "request method" || general == "status code" || general == "remote address" || general == "referrer policy") {
			if next := strings.TrimSpace(im.lines[i+1]); next != "" && paneHead(next) == 0 {
				l += ": " + next
				i++
			}
		} else if strings.HasSuffix(l, ":") && i+1 < len(im.lines) && paneHead(im.lines[i+1]) == 0 {
			if next := strings.TrimSpace(im.lines[i+1]); next != "" && !strings.HasSuffix(next, ":") && !(isFieldLine(next) && strings.Contains(next, ": ")) {
				l += " " + next
				i++
			}
		}
		side := FromClient
		if part == 's' {
			side = FromServer
		}
		name, value, _ := strings.Cut(l, ": ")
		switch {
		case l == "", strings.HasPrefix(l, "-----"), strings.EqualFold(l, "Raw"), strings.EqualFold(l, "View source"), strings.EqualFold(l, "View parsed"), part == 'x':
		case part == 'g':
			switch strings.ToLower(name) {
			case "request url", "url":
				url = value
			case "request method":
				method = value
			case "status code", "status":
				status = value
			case "source", "address", "remote address", "referrer policy", "initiator", "version", "transferred", "scheme", "host", "filename":
			default:
				if isFieldLine(l) {
					loose = append(loose, l)
				} else {
					im.odd(i, &wantLine)
				}
			}
		case isStartLine(l) || isFieldLine(l):
			fields[side] = append(fields[side], l)
		case strings.Contains(strings.ToLower(l), "provisional headers"):
			im.lose(&lostBrowser)
		default:
			im.odd(i, &wantField)
		}
	}
	if loose != nil {
		side := FromClient
		for _, f := range loose {
			if name, _, _ := strings.Cut(f, ":"); EqualFold(name, "Sec-WebSocket-Accept") {
				side = FromServer
			}
		}
		fields[side] = append(loose, fields[side]...)
	}
	_, host, target := splitURL(url)
	for _, side := range [...]Side{FromClient, FromServer} {
		list := fields[side]
		if list == nil && (side == FromClient || status == "") {
			continue
		}
		switch {
		case len(list) > 0 && isStartLine(list[0]):
		case side == FromServer && status != "":
			im.say(side, "HTTP/1.1 "+strings.Replace(status, " OK (from", " OK", 1)+"\r\n")
		case side == FromServer:
			im.lose(&lostStart)
			im.say(side, "HTTP/1.1 101 Switching Protocols\r\n")
		default:
			if method == "" {
				method = "GET"
			}
			im.say(side, method+" "+target+" HTTP/1.1\r\n")
			found := false
			for _, f := range list {
				found = found || len(f) > 5 && EqualFold(f[:5], "Host:")
			}
			if !found && host != "" {
				im.say(side, "Host: "+host+"\r\n")
				im.lose(&lostBrowser)
			}
		}
		for _, f := range list {
			im.say(side, f+"\r\n")
		}
		im.say(side, "\r\n")
	}
	im.lose(&lostOrder)
}
