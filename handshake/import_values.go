package handshake

import "strings"

// Fields as a program prints them: an object of names and values, a list of pairs,
// names and values in turn, in the notation of JSON, JavaScript, Python, Go or
// PowerShell; and one message as a quoted text. Method, address and status are
// taken from what stands round the fields, as in the logs that Caddy and Go write.

var lostCase = Text{"import.lost.case", "Names were written in small letters or with other capitals by the program that printed them."}

func claimValues(im *Import, text string) bool {
	if claimHAR(im, text) || claimScript(im, text) || claimFollow(im, text) || claimHex(im, text) || claimPackets(im, text) || claimCase(im, text) || claimVerbose(im, text) || claimCommand(im, text) {
		return false
	}
	found := im.findValues(text)
	return found.request != nil || found.response != nil || found.whole != ""
}

// valuesFound is what a text of values holds of an exchange.
type valuesFound struct {
	request, response []snippetField
	method, url, host string
	status            int
	whole             string // a message as one text
}

func (im *Import) findValues(text string) (f valuesFound) {
	if len(text) > maxValues {
		return f
	}
	r := valueReader{s: text}
	key := "" // of an option, as "-Uri" of PowerShell
	for r.at < len(r.s) {
		before := r.at
		v := r.value(0)
		f.take(strings.TrimPrefix(key, "-"), v, 0)
		key = v.Text
		if r.at == before {
			r.at++
		}
	}
	return f
}

// maxValues bounds how much is looked through.
const maxValues = 1 << 20

func readValues(im *Import, text string) {
	f := im.findValues(text)
	if f.whole != "" {
		im.exact = true
		im.split(f.whole)
		return
	}
	if f.request != nil {
		if f.method == "" {
			f.method = "GET"
		}
		_, host, target := splitURL(f.url)
		if strings.HasPrefix(f.url, "/") {
			host, target = "", f.url
		}
		if f.url == "" {
			im.lose(&lostStart)
		}
		section := strings.HasPrefix(f.request[0].name, ":")
		if !section {
			im.say(FromClient, f.method+" "+target+" HTTP/1.1\r\n")
			if f.host != "" {
				host = f.host
			}
			if !hasName(f.request, "Host") {
				im.sayHost(host)
			}
		}
		im.sayFields(FromClient, f.request)
	}
	if f.response != nil {
		if f.status == 0 {
			f.status = 101
			im.lose(&lostStart)
		}
		if !strings.HasPrefix(f.response[0].name, ":") {
			im.say(FromServer, "HTTP/1.1 "+itoa(f.status)+" "+Reason(f.status)+"\r\n")
		}
		im.sayFields(FromServer, f.response)
	}
	im.lose(&lostOrder)
}

func (im *Import) sayFields(side Side, list []snippetField) {
	for _, x := range list {
		im.fieldLine(side, x.name, x.value)
		if c := x.name[0]; 'a' <= c && c <= 'z' {
			im.lose(&lostCase)
		}
	}
	im.say(side, "\r\n")
}

func hasName(list []snippetField, name string) bool {
	for _, x := range list {
		if EqualFold(x.name, name) {
			return true
		}
	}
	return false
}

// take looks at a value that stands behind a key.
func (f *valuesFound) take(key string, v JSON, depth int) {
	if depth > jsonDepth {
		return
	}
	key = strings.ToLower(key)
	if list := headerList(v); list != nil {
		answer := hasName(list, "Sec-WebSocket-Accept") || strings.HasPrefix(key, "resp") || hasName(list, ":status")
		switch {
		case answer && f.response == nil:
			f.response = list
		case !answer && f.request == nil:
			f.request = list
		}
		return
	}
	text := v.Text
	if len(v.Items) == 0 {
		switch key {
		case "method", "requestmethod", "request_method":
			if f.method == "" && strings.Contains(importMethods, " "+text+" ") {
				f.method = text
			}
		case "url", "uri", "path", "requesturi", "request_uri", "raw_path":
			if f.url == "" && (strings.HasPrefix(text, "/") || strings.Contains(text, "://")) {
				f.url = text
			}
		case "host":
			if f.host == "" {
				f.host = text
			}
		case "status", "statuscode", "status_code":
			if n := number3(text); n > 0 {
				f.status = n
			}
		default:
			if line, _, ok := strings.Cut(text, "\n"); ok && f.whole == "" && isStartLine(strings.TrimSuffix(line, "\r")) {
				f.whole = text
			}
		}
	}
	for i := range v.Items {
		k := ""
		if v.Keys != nil {
			k = v.Keys[i]
		}
		f.take(k, v.Items[i], depth+1)
	}
}

func number3(s string) (n int) {
	if len(s) != 3 || !allDigits([]byte(s)) {
		return 0
	}
	return int(s[0]-'0')*100 + int(s[1]-'0')*10 + int(s[2]-'0')
}

// headerList makes fields of a value, if it has the form of some and at least one
// of them belongs to an upgrade.
func headerList(v JSON) (list []snippetField) {
	add := func(name string, value JSON) bool {
		if !isToken([]byte(strings.TrimPrefix(name, ":"))) {
			return false
		}
		if value.Items == nil {
			list = append(list, snippetField{name, value.Text})
		}
		for _, x := range value.Items {
			if x.Items != nil {
				return false
			}
			list = append(list, snippetField{name, x.Text})
		}
		return true
	}
	n := len(v.Items)
	pairs := func() bool {
		for _, x := range v.Items {
			switch {
			case x.Get("name").Text != "": // [{"name": …, "value": …}]
				if !add(x.Get("name").Text, JSON{Text: x.Get("value").Text}) {
					return false
				}
			case x.Keys == nil && len(x.Items) == 2 && x.Items[0].Items == nil: // [[name, value]]
				if !add(x.Items[0].Text, x.Items[1]) {
					return false
				}
			default:
				return false
			}
		}
		return true
	}
	turns := func() bool {
		for i := 0; i+1 < n; i += 2 {
			if v.Items[i].Items != nil || v.Items[i+1].Items != nil || !add(v.Items[i].Text, v.Items[i+1]) {
				return false
			}
		}
		return n%2 == 0
	}
	ok := n > 0
	switch {
	case !ok:
	case v.Keys != nil:
		for i, k := range v.Keys {
			ok = ok && add(k, v.Items[i])
		}
	default:
		if ok = pairs(); !ok {
			list = nil
			ok = turns()
		}
	}
	if !ok {
		return nil
	}
	for _, x := range list {
		switch fieldOf([]byte(x.name)) {
		case ConnectionField, UpgradeField, KeyField, AcceptField, WSVersionField, ProtocolField, ExtensionsField, PseudoProtocolField, PseudoStatusField:
			return list
		}
	}
	return nil
}

// valueReader reads values in whatever notation: brackets of all kinds, texts in
// any quotation marks with a letter before them, words, ":" or "=" or "=>" after a key.
type valueReader struct {
	s     string
	at    int
	gomap bool // in map[Name:[value] …], whose texts have no quotation marks
}

func (r *valueReader) skip() byte {
	for r.at < len(r.s) && strings.IndexByte(" \t\r\n,;", r.s[r.at]) >= 0 {
		r.at++
	}
	if r.at >= len(r.s) {
		return 0
	}
	return r.s[r.at]
}

func (r *valueReader) value(depth int) (v JSON) {
	c := r.skip()
	if c == 0 || depth > jsonDepth {
		r.at = len(r.s)
		return v
	}
	if strings.IndexByte("{[(", c) < 0 {
		text, word := r.text()
		// A name before a bracket says what follows: map[…], http.Header{…}, []string{…}
		if next := r.at; word && next < len(r.s) && strings.IndexByte("{[(", r.s[next]) >= 0 && text != "" {
			was := r.gomap
			r.gomap = text == "map" && r.s[next] == '['
			v = r.value(depth)
			r.gomap = was
			return v
		}
		return JSON{Text: text}
	}
	r.at++
	keyed := false
	if r.gomap && depth > 0 && c == '[' {
		end := strings.IndexByte(r.s[r.at:], ']')
		if end >= 0 {
			v.Text = r.s[r.at : r.at+end]
			r.at += end + 1
			return v
		}
	}
	for {
		c = r.skip()
		if c == 0 {
			break
		}
		if strings.IndexByte("}])", c) >= 0 {
			r.at++
			if next := r.at; len(v.Items) == 0 && next < len(r.s) && strings.IndexByte("{sS", r.s[next]) >= 0 && c == ']' { // []string{
				for r.at < len(r.s) && isToken([]byte{r.s[r.at]}) {
					r.at++
				}
				if r.at < len(r.s) && r.s[r.at] == '{' {
					return r.value(depth)
				}
				r.at = next
			}
			break
		}
		before := r.at
		item := r.value(depth + 1)
		for r.at < len(r.s) && strings.IndexByte(" \t", r.s[r.at]) >= 0 {
			r.at++
		}
		if r.at < len(r.s) && (r.s[r.at] == ':' || r.s[r.at] == '=') && item.Items == nil {
			for r.at < len(r.s) && strings.IndexByte(":=> ", r.s[r.at]) >= 0 {
				r.at++
			}
			keyed = true
			v.Keys = append(v.Keys, item.Text)
			item = r.value(depth + 1)
		} else if keyed {
			v.Keys = append(v.Keys, "")
		}
		v.Items = append(v.Items, item)
		if r.at == before {
			r.at++
		}
	}
	if len(v.Keys) != len(v.Items) {
		v.Keys = nil
	}
	return v
}

// text reads a quoted text or a word.
func (r *valueReader) text() (text string, word bool) {
	from := r.at
	if q := r.at + 1; q < len(r.s) && (r.s[r.at] == 'b' || r.s[r.at] == 'u' || r.s[r.at] == '@') && strings.IndexByte(`"'{`, r.s[q]) >= 0 {
		if r.at = q; r.s[q] == '{' {
			return "@", true
		}
	}
	quote := r.s[r.at]
	if strings.IndexByte("\"'`", quote) < 0 {
		r.at = from
		for r.at < len(r.s) && strings.IndexByte(" \t\r\n,:=;{}[]()\"", r.s[r.at]) < 0 {
			r.at++
		}
		if r.at == from {
			r.at++
			return "", true
		}
		return r.s[from:r.at], true
	}
	var b []byte
	for r.at++; r.at < len(r.s) && r.s[r.at] != quote; r.at++ {
		c := r.s[r.at]
		if c == '\\' && r.at+1 < len(r.s) {
			r.at++
			octet, n := unescape(r.s[r.at:])
			switch {
			case r.s[r.at] == 'u':
				j := jsonReader{s: r.s, at: r.at}
				b = append(b, string(j.rune())...)
				r.at = j.at
				continue
			case n > 0 && octet >= 0:
				b = append(b, byte(octet))
				r.at += n - 1
				continue
			}
			c = r.s[r.at]
		}
		b = append(b, c)
	}
	r.at = min(r.at+1, len(r.s))
	return string(b), false
}
