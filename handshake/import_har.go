package handshake

import (
	"encoding/base64"
	"strings"
)

// A HAR archive, or one entry of it: JSON with the fields as names and values.
// Browsers add what was said on a WebSocket under _webSocketMessages, and why it
// failed under _failureText.

func claimHAR(im *Import, text string) bool {
	first := im.first()
	return first != "" && (first[0] == '{' || first[0] == '[') && strings.Contains(text, `"request"`) && strings.Contains(text, `"httpVersion"`)
}

func readHAR(im *Import, text string) {
	v, ok := ReadJSON(text)
	if !ok {
		im.Odd = []Odd{{1, Show([]byte(im.first()[:min(60, len(im.first()))])), &wantLine}}
		return
	}
	entries := v.Get("log").Get("entries").Items
	switch {
	case v.Get("request").Items != nil:
		entries = []JSON{v}
	case entries == nil && v.Keys == nil:
		entries = v.Items
	}
	only := false // the requests that asked for a switch, when there are such
	for _, e := range entries {
		only = only || harUpgrade(e)
	}
	for _, e := range entries {
		if only && !harUpgrade(e) {
			continue
		}
		im.next()
		im.harEntry(e)
	}
	im.lose(&lostOrder)
}

func harUpgrade(e JSON) bool {
	for _, h := range e.Get("request").Get("headers").Items {
		if EqualFold(h.Get("name").Text, "Upgrade") || h.Get("name").Text == ":protocol" {
			return true
		}
	}
	return strings.HasPrefix(e.Get("request").Get("url").Text, "ws")
}

func (im *Import) harEntry(e JSON) {
	req, res := e.Get("request"), e.Get("response")
	_, host, target := splitURL(req.Get("url").Text)
	fields := req.Get("headers").Items
	section := len(fields) > 0 && strings.HasPrefix(fields[0].Get("name").Text, ":")
	if !section {
		im.say(FromClient, req.Get("method").Text+" "+target+" "+httpVersion(req)+"\r\n")
		found := false
		for _, h := range fields {
			found = found || EqualFold(h.Get("name").Text, "Host")
		}
		if !found {
			im.say(FromClient, "Host: "+host+"\r\n")
			im.lose(&lostBrowser)
		}
	}
	im.harFields(FromClient, fields)
	if n := res.Number("status"); n > 0 {
		if section {
			im.say(FromServer, ":status: "+itoa(n)+"\r\n")
		} else {
			im.say(FromServer, httpVersion(res)+" "+itoa(n)+" "+res.Get("statusText").Text+"\r\n")
		}
		im.harFields(FromServer, res.Get("headers").Items)
	}
	if why := res.Get("_failureText").Text; why != "" {
		im.Words = why
	}
	for _, x := range e.Get("_webSocketMessages").Items {
		side, op := FromClient, x.Number("opcode")
		if x.Get("type").Text == "receive" {
			side = FromServer
		}
		data := []byte(x.Get("data").Text)
		if op == opBinary {
			if b, err := base64.StdEncoding.DecodeString(string(data)); err == nil {
				data = b
			}
		}
		var key []byte
		if side == FromClient {
			key = make([]byte, 4)
		}
		im.say(side, string(appendFrame(nil, 0x80|byte(op&15), key, data)))
		im.lose(&lostMask)
	}
}

func httpVersion(v JSON) string {
	s := strings.ToUpper(v.Get("httpVersion").Text)
	if strings.HasPrefix(s, "HTTP/1.") {
		return s
	}
	return "HTTP/1.1"
}

func (im *Import) harFields(side Side, list []JSON) {
	for _, h := range list {
		im.fieldLine(side, h.Get("name").Text, h.Get("value").Text)
	}
	im.say(side, "\r\n")
}
