package handshake

import "strings"

// Messages among other lines: what nc -v, openssl s_client, wget -d, socat -v,
// tcpdump -A, mitmproxy, kubectl -v=8 and logs of programs show. A start line may
// stand behind something of the program's own, and its fields then behind the
// same, or behind spaces. Some write the start line in words of their own, and
// Safari copies it without the version.

const importMethods = " GET POST PUT HEAD OPTIONS CONNECT DELETE PATCH TRACE "

var (
	lostVersion = Text{"import.lost.version", "It does not show the HTTP version of the message: HTTP/1.1 stands in for it."}
	wantMessage = Text{"import.want.message", "a line of a message"}
)

func claimLog(im *Import, text string) bool {
	if claimVerbose(im, text) || claimTrace(im, text) || claimFollow(im, text) || claimTree(im, text) || claimPane(im, text) || claimScript(im, text) || claimHex(im, text) || claimPackets(im, text) {
		return false
	}
	for i := range im.lines {
		if start, _, _ := im.logStart(i); start != "" && im.logField(i) {
			return true
		}
	}
	return false
}

// logField tells whether a field follows a line, at once or below a heading.
func (im *Import) logField(i int) bool {
	_, prefix, _ := im.logStart(i)
	for i++; i < len(im.lines); i++ {
		l := logText(im.lines[i], prefix)
		if l != "Request Headers:" && l != "Response Headers:" && l != "" && !strings.HasPrefix(l, "HTTP Statistics:") {
			return isFieldLine(l)
		}
	}
	return false
}

// logStart finds a start line in a line: as it would stand in a message, and what
// stands before it. A field of the name "Host" is added where only the line tells it.
func (im *Import) logStart(i int) (start, prefix, host string) {
	l := logTrim(im.lines[i])
	if at := strings.Index(l, "HTTP/"); at >= 0 && isStatusLine(l[at:]) && len(l) > at+12 && allDigits([]byte(l[at+9:at+12])) {
		return l[at:], l[:at], ""
	}
	line := l
	if at := strings.LastIndex(l, " HTTP/"); at > 0 && len(l) <= at+len(" HTTP/1.1") {
		line = l[:at]
	}
	if at := strings.LastIndexByte(line, ' '); at > 0 {
		from := at // the letters before the space, as many as are a method
		for from > 0 && 'A' <= line[from-1] && line[from-1] <= 'Z' {
			from--
		}
		for from < at && !strings.Contains(importMethods, " "+line[from:at]+" ") {
			from++
		}
		target := line[at+1:]
		own := from == 0 || strings.IndexByte(" :.>|]", line[from-1]) >= 0 || len(line) < len(l)
		switch {
		case from == at || target == "" || !own:
		case len(line) < len(l) && !strings.Contains(target, "://"):
			return l[from:], l[:from], ""
		case strings.Contains(target, "://"):
			_, host, path := splitURL(target)
			return line[from:at] + " " + path + " HTTP/1.1", line[:from], host
		case from == 0 && target[0] == '/':
			return line + " HTTP/1.1", "", "-"
		}
	}
	text := logText(l, "")
	if strings.HasPrefix(text, ":method: ") || strings.HasPrefix(text, ":status: ") { // of nghttp
		return text, "", ""
	}
	if rest, ok := strings.CutSuffix(text, " milliseconds"); ok { // of kubectl
		rest, _ = strings.CutPrefix(rest, "Response Status: ")
		rest, _, _ = strings.Cut(rest, " in ")
		if at := strings.LastIndex(rest, "://"); at > 0 { // what was asked for stands before it
			_, rest, _ = strings.Cut(rest[at:], " ")
		}
		text = rest
	} else if at := strings.Index(l, " << "); at >= 0 && strings.TrimSpace(l[:at]) == "" { // of mitmproxy, with the size
		text = l[at+4:]
		if at = strings.LastIndexByte(text, ' '); at > 3 && strings.HasSuffix(text, "b") {
			text = text[:at]
		}
	}
	if len(text) > 3 && text[3] == ' ' && allDigits([]byte(text[:3])) && '1' <= text[0] && text[0] <= '5' {
		return "HTTP/1.1 " + text, "", "-"
	}
	return "", "", ""
}

// logTrim takes a line end away that is written in letters.
func logTrim(l string) string { return strings.TrimSuffix(strings.TrimSuffix(l, `\n`), `\r`) }

// logIndent counts the spaces before a line.
func logIndent(l string) int { return len(l) - len(strings.TrimLeft(l, " ")) }

// logText is a line without what stands before each line of the message.
func logText(l, prefix string) string {
	l = logTrim(l)
	if rest, ok := strings.CutPrefix(l, prefix); ok {
		l = rest
	}
	// klog: "I1129 01:15:18.903387   11516 round_trippers.go:470] "
	if len(l) > 5 && strings.IndexByte("IWEF", l[0]) >= 0 && allDigits([]byte(l[1:5])) && l[5] == ' ' {
		if _, rest, ok := strings.Cut(l, "] "); ok {
			l = rest
		}
	}
	if i := strings.Index(l, "] recv (stream_id="); i >= 0 { // nghttp -v
		_, l, _ = strings.Cut(l[i:], ") ")
	}
	return strings.TrimSpace(l)
}

func readLog(im *Import, _ string) {
	side, prefix, on, body, indent := FromClient, "", false, 0, -1
	began := 0 // where the message in hand begins
	for i := range im.lines {
		start, before, host := im.logStart(i)
		if start != "" && host != "" && !im.logField(i) {
			start = ""
		}
		l, deep := logText(im.lines[i], prefix), logIndent(im.lines[i])
		switch {
		case start != "":
			if side, prefix, on, body, indent = sideOfStart(start), before, true, 0, -1; side == FromClient && len(im.last().Request) > 0 {
				im.next()
			}
			im.line(side, start)
			began = len(im.last().of(side)) - len(start) - len("\r\n")
			if host != "" {
				im.lose(&lostVersion)
				if side == FromClient && !im.logHost(i, prefix) {
					im.sayHost(strings.TrimPrefix(host, "-"))
				}
			}
		case on && (l == "Request Headers:" || l == "Response Headers:" || strings.HasPrefix(l, "HTTP Statistics:")):
		case on && l == "":
			on = false
			b := im.last().of(side)
			if m := parseHead(b, min(began, len(b)), side); side == FromServer && m.first(ContentLengthField) != nil && (prefix == "" || indent > 0) {
				for _, c := range m.value(m.first(ContentLengthField)) {
					if body = body*10 + int(c-'0'); c < '0' || c > '9' || body > 1<<20 {
						body = 0
						break
					}
				}
			}
			im.line(side, "")
		case on && isFieldLine(l) && (indent < 0 || deep >= indent):
			im.say(side, l+"\r\n")
			if indent < 0 {
				indent = deep
			}
		case strings.HasPrefix(l, "curl -v -X"): // of kubectl, with all fields
			if len(im.All) > 0 {
				im.next()
			}
			readCommand(im, l)
		case body > 0 && deep >= indent && !strings.HasPrefix(l, "---"):
			line := im.lines[i][indent:]
			if body -= len(line) + 1; body > 0 {
				line += "\n"
			}
			im.say(side, line)
		case l == "":
		case strings.HasPrefix(l, "---"): // of wget -d and openssl s_client
			body = 0
		default:
			on, body = false, 0
			im.odd(i, &wantMessage)
			if len(im.All) > 0 && switched(im.last().Response) && strings.Contains(l, "..") {
				im.lose(&lostDots)
			}
		}
	}
	im.lose(&lostEnds)
}

// logHost tells whether the fields below a start line name a host, as far as they
// are not start lines themselves.
func (im *Import) logHost(i int, prefix string) bool {
	for i++; i < len(im.lines); i++ {
		l := logText(im.lines[i], prefix)
		if len(l) > 5 && EqualFold(l[:5], "Host:") {
			return true
		}
		if start, _, _ := im.logStart(i); start != "" || !isFieldLine(l) && !strings.HasSuffix(l, "Headers:") {
			return false
		}
	}
	return false
}
