package handshake

import "strings"

// A line of JavaScript: fetch("…", {…}), as "Copy as fetch" writes it, or
// new WebSocket("…", […]). What stands in the braces is JSON.

func claimScript(im *Import, _ string) bool {
	first := im.first()
	return strings.HasPrefix(strings.TrimPrefix(first, "await "), "fetch(") || scriptSocket(first) >= 0
}

// scriptSocket finds the call that opens a WebSocket.
func scriptSocket(s string) int {
	i := strings.Index(s, "new WebSocket(")
	if i < 0 || i > 40 || strings.Contains(s, "failed") {
		return -1
	}
	return i + len("new WebSocket(")
}

func readScript(im *Import, text string) {
	at := strings.Index(text, "fetch(") + len("fetch(")
	socket := scriptSocket(im.first())
	if socket >= 0 {
		at = strings.Index(text, "new WebSocket(") + len("new WebSocket(")
	}
	// The arguments are read as an array; what is left of it is the program's.
	args, ok := ReadJSON("[" + strings.ReplaceAll(text[at:], "'", `"`))
	if !ok || len(args.Items) == 0 {
		end := strings.LastIndexByte(text, ')')
		if end > at {
			args, ok = ReadJSON("[" + strings.ReplaceAll(text[at:end], "'", `"`) + "]")
		}
		if !ok || len(args.Items) == 0 {
			im.odd(0, &wantLine)
			return
		}
	}
	_, host, target := splitURL(args.Items[0].Text)
	var options JSON
	if len(args.Items) > 1 {
		options = args.Items[1]
	}
	method := options.Get("method").Text
	if method == "" {
		method = "GET"
	}
	im.say(FromClient, method+" "+target+" HTTP/1.1\r\nHost: "+host+"\r\n")
	if socket >= 0 {
		im.say(FromClient, "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
		im.lose(&lostKey)
		list := []byte(options.Text)
		for i, x := range options.Items {
			if i > 0 {
				list = append(list, ", "...)
			}
			list = append(list, x.Text...)
		}
		if len(list) > 0 {
			im.say(FromClient, "Sec-WebSocket-Protocol: "+string(list)+"\r\n")
		}
	}
	headers := options.Get("headers")
	for i, name := range headers.Keys {
		im.fieldLine(FromClient, name, headers.Items[i].Text)
	}
	im.say(FromClient, "\r\n")
	im.lose(&lostBrowser)
	if headers.Keys != nil {
		im.lose(&lostOrder)
	}
}

// fieldLine adds a field that is known by name and value. Tools join the values
// of a field that came twice with a line end.
func (im *Import) fieldLine(side Side, name, value string) {
	for _, v := range strings.Split(value, "\n") {
		im.say(side, name+": "+v+"\r\n")
	}
}
