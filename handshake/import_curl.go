package handshake

import (
	"encoding/base64"
	"strings"
)

// curl -v writes "> " before what it sends, "< " before what it gets, "* " before
// its own words and braces before sizes; a body stands without a mark. The debug
// log of Python's websockets uses the first two in the same way.

func claimVerbose(im *Import, text string) bool {
	for _, l := range im.lines {
		if side, rest, ok := verboseLine(l); ok && isStartLine(rest) && sideOfStart(rest) == side {
			return !claimCase(im, text)
		}
	}
	return false
}

// unstamped takes away what curl --trace-time and --trace-ids write before each line.
func unstamped(l string) string {
	if len(l) > 16 && l[2] == ':' && l[5] == ':' && l[8] == '.' && l[15] == ' ' && isDigit(l[0]) {
		l = l[16:]
	}
	if strings.HasPrefix(l, "[") {
		if id, rest, ok := strings.Cut(l[1:], "] "); ok && strings.Trim(id, "0123456789-x") == "" {
			l = rest
		}
	}
	return l
}

func verboseLine(l string) (side Side, text string, ok bool) {
	l = unstamped(l)
	if strings.HasPrefix(l, "DEBUG") { // of a logger, with its own name before the mark
		if i := strings.IndexAny(l, "<>"); i > 0 {
			l = l[i:]
		}
	}
	if l == ">" || l == "<" {
		l += " "
	}
	switch {
	case strings.HasPrefix(l, "> "):
		return FromClient, l[2:], true
	case strings.HasPrefix(l, "< "):
		return FromServer, l[2:], true
	}
	return 0, "", false
}

func readVerbose(im *Import, _ string) {
	var h2 []string // the fields of a request over HTTP/2, before its start line
	over := false   // they are told: what follows is curl’s own rendering of them
	section, body := false, false
	for i, l := range im.lines {
		l = unstamped(l)
		side, text, ok := verboseLine(l)
		switch {
		case ok && isStartLine(text):
			if side == FromClient {
				over = h2 != nil
			}
			if side == FromClient && over {
				if len(im.last().Request) > 0 {
					im.next()
				}
				for _, x := range h2 {
					im.say(side, x+"\r\n")
				}
				im.say(side, "\r\n")
				im.heads[side] = true
				h2 = nil
				continue
			}
			if code, ok := strings.CutPrefix(text, "HTTP/2 "); ok && (over || h2 != nil) {
				text = ":status: " + strings.TrimSpace(code)
			}
			im.line(side, text)
			body = false
		case ok && side == FromClient && over: // curl’s own rendering of the same fields
		case ok && (text == "" || isFieldLine(text)):
			im.line(side, text)
			body = text == "" && side == FromServer
		case ok:
			im.odd(i, &wantPipe)
		case strings.HasPrefix(l, "* "):
			if j := strings.Index(l, "["); j > 0 && (strings.HasPrefix(l, "* h2h3 ") || strings.HasPrefix(l, "* [HTTP/2] ")) {
				if j = strings.LastIndex(l, "["); strings.HasSuffix(l, "]") && strings.Contains(l[j:], ": ") {
					h2, over, section = append(h2, l[j+1:len(l)-1]), false, true
				}
			}
		case noise(l), strings.HasPrefix(l, "{ ["), strings.HasPrefix(l, "} ["), strings.HasPrefix(l, "DEBUG"), strings.HasPrefix(l, "= "),
			strings.HasPrefix(l, "$ "), strings.HasPrefix(l, "curl "):
		case body && !switched(im.last().Response):
			im.say(FromServer, l)
			if i+1 < len(im.lines) {
				im.say(FromServer, "\n")
			}
		default:
			im.odd(i, &wantPipe)
		}
	}
	im.lose(&lostEnds)
	if section {
		im.lose(&lostOrder)
	}
}

// noise is a blank line, or one of curl's progress meter.
func noise(l string) bool {
	return strings.TrimSpace(l) == "" || strings.Contains(l, "--:--:--") || strings.HasPrefix(l, "  % Total") || strings.Contains(l, "Dload  Upload")
}

func switched(response []byte) bool { return beginsWith(response, "HTTP/1.1 101") }

// beginsWith compares without a copy of what may be long.
func beginsWith(b []byte, s string) bool { return len(b) >= len(s) && string(b[:len(s)]) == s }

// curl --trace-ascii writes a line for each line of a head, after its offset;
// --trace the bytes as hex.

func claimTrace(im *Import, _ string) bool {
	for _, l := range im.lines {
		if strings.HasPrefix(l, "=> Send header") || strings.HasPrefix(l, "<= Recv header") {
			return true
		}
	}
	return false
}

func readTrace(im *Import, _ string) {
	side, on := FromClient, false
	for i, l := range im.lines {
		switch {
		case strings.HasPrefix(l, "=> Send "), strings.HasPrefix(l, "<= Recv "):
			on = strings.HasPrefix(l[8:], "header") || strings.HasPrefix(l[8:], "data")
			if side = FromClient; l[0] == '<' {
				side = FromServer
			}
		case strings.HasPrefix(l, "== "):
			on = false
		case !on, noise(l):
		case len(l) >= 5 && l[4] == ':' && isHex(l[0]) && isHex(l[3]):
			text := strings.TrimPrefix(l[5:], " ")
			if b, ok := hexPairs(text, 16); ok && len(b) > 0 {
				im.exact = true
				im.say(side, string(b))
				continue
			}
			im.line(side, text)
		default:
			im.odd(i, &wantLine)
		}
	}
	if !im.exact {
		im.lose(&lostEnds)
	}
}

// A curl command, as people and "Copy as cURL" of the browsers write it, for
// POSIX shells and for cmd.

func claimCommand(im *Import, text string) bool {
	first := strings.TrimPrefix(im.first(), "$ ")
	return (strings.HasPrefix(first, "curl ") || strings.HasPrefix(first, "curl.exe ")) && !claimVerbose(im, text) && !claimTrace(im, text)
}

// curlWords are the options with a value that are no fields.
const curlWords = " -X --request -u --user -d --data --data-raw --data-binary --data-ascii --url -o --output -m --max-time --connect-timeout --cacert --cert --key --resolve --connect-to --retry -w --write-out --proxy -x --interface -E -c --cookie-jar --unix-socket -D --dump-header -T --upload-file "

// curlFields are the options that are fields, and of which name.
const curlFields = " -H= --header= -b=Cookie: --cookie=Cookie: -A=User-Agent: --user-agent=User-Agent: -e=Referer: --referer=Referer: "

func readCommand(im *Import, text string) {
	words := shellWords(strings.TrimPrefix(strings.TrimSpace(text), "$ "))
	method, url, version := "", "", "HTTP/1.1"
	var data, named, lines []byte // the body, the fields as they were given and as they are sent
	add := func(f string) {
		named = append(append(named, f...), '\n')
		switch _, value, colon := strings.Cut(f, ":"); {
		case colon && strings.TrimSpace(value) == "": // curl leaves the field out
			return
		case !colon && strings.HasSuffix(f, ";"): // an empty field
			f = f[:len(f)-1] + ":"
		}
		lines = append(append(lines, f...), "\r\n"...)
	}
	for i := 1; i < len(words); i++ {
		w := words[i]
		name, value := w, ""
		if len(w) > 2 && w[0] == '-' && w[1] != '-' && strings.IndexByte("HXbAeu", w[1]) >= 0 {
			name, value = w[:2], w[2:]
		}
		field := strings.Index(curlFields, " "+name+"=")
		takes := field >= 0 || strings.Contains(curlWords, " "+name+" ")
		if takes && value == "" {
			if i++; i < len(words) {
				value = words[i]
			}
		}
		switch name {
		case "-X", "--request":
			method = value
		case "-u", "--user":
			add("Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(value)))
		case "-d", "--data", "--data-raw", "--data-binary", "--data-ascii":
			data = append(data, value...)
			if method == "" {
				method = "POST"
			}
		case "--url":
			url = value
		case "-I", "--head":
			method = "HEAD"
		case "--http1.0", "-0":
			version = "HTTP/1.0"
		case "--compressed":
			add("Accept-Encoding: deflate, gzip, br, zstd")
		default:
			switch {
			case field >= 0:
				prefix, _, _ := strings.Cut(curlFields[field+len(name)+2:], " ")
				add(strings.Replace(prefix, ":", ": ", 1) + value)
			case takes, strings.HasPrefix(w, "--http"), strings.Trim(w, "-ikvsSNLfgq#") == "", strings.Contains(" --include --insecure --verbose --silent --show-error --no-buffer --location --fail --globoff --no-progress-meter ", " "+w+" "):
			case url == "" && !strings.HasPrefix(w, "-"):
				url = w
			default:
				im.Odd = append(im.Odd, Odd{1, w, &wantCurl})
			}
		}
	}
	if method == "" {
		method = "GET"
	}
	scheme, host, target := splitURL(url)
	im.say(FromClient, method+" "+target+" "+version+"\r\n")
	usual := func(name, value string) bool {
		if hasField(string(named), name) {
			return false
		}
		im.say(FromClient, name+": "+value+"\r\n")
		return true
	}
	usual("Host", host)
	if scheme == "ws" || scheme == "wss" { // curl speaks WebSocket for such addresses
		usual("Upgrade", "websocket")
		usual("Connection", "Upgrade")
		usual("Sec-WebSocket-Version", "13")
		if usual("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==") {
			im.lose(&lostKey)
		}
	}
	im.say(FromClient, string(lines))
	if len(data) > 0 {
		usual("Content-Type", "application/x-www-form-urlencoded")
		usual("Content-Length", itoa(len(data)))
	}
	im.say(FromClient, "\r\n"+string(data))
	im.lose(&lostAdded)
}

// splitURL takes an address apart; the target is "/" when it names none.
func splitURL(url string) (scheme, host, target string) {
	scheme, rest, ok := strings.Cut(url, "://")
	if !ok {
		scheme, rest = "http", url
	}
	rest, _, _ = strings.Cut(rest, "#")
	host, target = rest, "/"
	if i := strings.IndexAny(rest, "/?"); i >= 0 {
		if host, target = rest[:i], rest[i:]; target[0] == '?' {
			target = "/" + target
		}
	}
	return scheme, host[strings.LastIndexByte(host, '@')+1:], target
}

// shellWords splits a command as a POSIX shell does, and as cmd does where a
// caret stands before a quotation mark or ends a line.
func shellWords(s string) (words []string) {
	if strings.Contains(s, `^"`) || strings.Contains(s, "^\n") || strings.Contains(s, "^\r") {
		s = strings.ReplaceAll(s, `^\^"`, `\"`)
		var b []byte
		for i := 0; i < len(s); i++ {
			if s[i] == '^' && i+1 < len(s) {
				if i++; s[i] == '\n' || s[i] == '\r' {
					b = append(b, ' ')
					continue
				}
			}
			b = append(b, s[i])
		}
		s = string(b)
	}
	var b []byte
	in := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			if in {
				words = append(words, string(b))
			}
			b, in = nil, false
			continue
		case c == '\\' && i+1 < len(s):
			if i++; s[i] == '\r' {
				i++
			} else if s[i] != '\n' {
				b = append(b, s[i])
				in = true
			}
			continue
		case c == '\'' || c == '"' || c == '$' && i+1 < len(s) && s[i+1] == '\'':
			ansi := c == '$'
			if ansi {
				i++
			}
			quote := s[i]
			for i++; i < len(s) && s[i] != quote; i++ {
				if s[i] == '\\' && i+1 < len(s) && (ansi || quote == '"' && strings.IndexByte("\\\"$`\n", s[i+1]) >= 0) {
					i++
					switch {
					case ansi && s[i] == 'u' && i+4 < len(s):
						n := 0
						for _, d := range []byte(s[i+1 : i+5]) {
							if isHex(d) {
								n = n<<4 | hexValue(d)
							}
						}
						b = append(b, string(rune(n))...)
						i += 4
					case ansi:
						octet, n := unescape(s[i:])
						if n > 0 && octet >= 0 {
							b = append(b, byte(octet))
							i += n - 1
						} else {
							b = append(b, s[i])
						}
					default:
						b = append(b, s[i])
					}
					continue
				}
				b = append(b, s[i])
			}
			in = true
			continue
		}
		b = append(b, c)
		in = true
	}
	if in {
		words = append(words, string(b))
	}
	return words
}
