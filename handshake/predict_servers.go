package handshake

import (
	"encoding/base64"
	"strings"
)

// What servers and proxies that people use answer to a request, as code and data
// over the parsed message. The facts are measurements (web/peers/servers.txt, which
// devserver/peers writes; a test there holds this file against them) and the
// libraries' documentation. What was not measured is unknown.

// ServerPrediction is what one server or proxy does with a request: a status, or
// "closes" without an answer, "waits" for more bytes, "forwards" (a proxy),
// "refuses" (a proxy, with an error status), "unknown".
type ServerPrediction struct{ Server, Does string }

// The servers, each an endpoint for WebSocket that knows the subprotocol chat and,
// where it can, permessage-deflate; net/http with a handler that switches whenever
// Upgrade is there.
const (
	netHTTP = iota
	gorillaWS
	coderWS
	gwsServer
	xnetWS
	nodeWS
	pyWebsockets
	aioHTTP
	tornadoWS
	gobwasWS
	nginxProxy
	apacheProxy
	haproxyProxy
	serverCount
)

// serverNames are their names in the report.
var serverNames = [serverCount]string{"nethttp", "gorilla", "coder", "gws", "xnet", "ws", "websockets", "aiohttp", "tornado", "gobwas", "nginx", "apache", "haproxy"}

// fronts tell which column of frontRules reads the head for a server: five of them
// stand on Go's net/http.
var fronts = [serverCount]int{0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8}

// frontRules are the faults of a head that its reader may refuse, the earliest to be
// seen first, with what each reader does: net/http, node, websockets, aiohttp,
// tornado, gobwas, nginx, Apache, HAProxy. A dot passes it over.
var frontRules = [...]struct{ rule, does string }{
	{"h1.msg.bare-cr", ".4.4....."}, // these two do not wait for more
	{"h1.msg.complete", "wwwwwwrrr"},
	{"the preface of HTTP/2", "???????rr"},
	{"h1.msg.leading-crlf", "4.4.4c..."},
	{"h1.reqline.shape", "4?4?4c?r?"},
	{"h1.target.no-whitespace", "44444crrr"},
	{"h1.version.syntax", "4?444??rr"},
	{"h1.version.major", "5?4?45r??"},
	{"h1.reqline.method", "4444??rrr"},
	{"h1.reqline.method-case", ".444..r.."},
	{"h1.target.origin-form", "44?4??r?r"},
	{"an octet or escape that no target has", "4?....r??"},
	{"a minor version above 1", ".44......"},
	{"a method that few know", ".4......."},
	{"h1.reqline.length", "..4......"},
	{"ws.req.legacy", "...4....."},
	{"TRACE", "......r.."},
	{"h1.target.empty-host", "......r.."},
	{"h1.target.userinfo", "......rr."},
	{"an encoded slash", ".......r."},
	{"up.expect.unknown", "EE.E...r."},
	{"h1.connect.no-proxy", ".c4N..r??"},
	{"OPTIONS *", "O.4N..rr."},
	{"h1.target.special-forms", ".?.???r??"},
	{"h1.msg.line-end", ".44..4.r."},
	{"h1.msg.bare-cr", "4444???rr"},
	{"h1.msg.ws-before-fields", "444444rrr"},
	{"h1.field.colon-space", "444??.rrr"},
	{"h1.field.name", "444????rr"},
	{"h1.field.crlf-nul", "444444rr."},
	{"h1.field.other-ctl", "4444...r."},
	{"h1.field.obs-fold-request", "?44?.?r??"},
	{"h1.host.required", "44....rr."},
	{"h1.host.single", "4..4..rr?"},
	{"h1.host.syntax", "?.....?r."},
	{"h1.host.authority", "......r??"},
	{"h1.target.uri-chars", ".?.....??"},
	{"ws.req.target", ".......r."},
	{"h1.body.bad-length", "44444.rrr"},
	{"a list of lengths", "4444?.rr?"},
	{"a length of more than 18 digits", "44444.rrr"},
	{"another coding than chunked", "X.....rrr"},
	{"h1.body.cl-with-te", ".4.44.r.."},
	{"h1.body.chunked-twice", "X4.4..rrr"},
	{"h1.body.te-final-chunked", "X?.4..rrr"},
	{"h1.body.te-http10", "...4.6r.."},
	{"h1.target.absolute-form", "........r"},
}

// outcomeOf is what a letter of frontRules stands for.
func outcomeOf(c byte) string {
	switch c {
	case '4':
		return "400"
	case '5', '6':
		return "505"
	case 'X':
		return "501"
	case 'E':
		return "417"
	case 'N':
		return "404"
	case 'O':
		return "200"
	case 'c':
		return "closes"
	case 'w':
		return "waits"
	case 'r':
		return "refuses"
	}
	return unknown
}

// asked is what the servers look at in a request.
type asked struct {
	j                  *judge
	m                  *Message
	upgrade            []byte // the first line
	whole, member      bool   // Upgrade is websocket alone, or has it as a member
	listed, substring  bool   // Connection has upgrade as a member, or as letters
	get, http10        bool
	versions           int
	version            []byte
	keys               int
	key                []byte
	extensions, tokens bool // they match their grammar
	elsewhere          bool // Origin is of another host
	emptyOrigin        bool
	capitals           bool // Host has some, beside an Origin
	hit                [len(frontRules)]bool
	finished           bool // the content is there to its end
	early              bool // bytes behind it that are no request of HTTP/1
}

// predictServers says what each server does with the request.
func predictServers(j *judge) []ServerPrediction {
	m := j.req
	if len(m.raw) == 0 || m.Form == FieldSection {
		return nil
	}
	a := asked{j: j, m: m, get: string(m.Method()) == "GET", http10: m.isHTTP10(), versions: m.count(WSVersionField), keys: m.count(KeyField)}
	if l := m.first(UpgradeField); l != nil {
		a.upgrade = m.value(l)
	}
	a.member = m.hasMember(UpgradeField, "websocket")
	a.whole = m.count(UpgradeField) == 1 && foldEqual(a.upgrade, "websocket")
	a.listed = m.hasMember(ConnectionField, "upgrade")
	if l := m.first(ConnectionField); l != nil { // they look at the first line only
		a.substring = strings.Contains(strings.ToLower(string(m.value(l))), "upgrade")
	}
	if l := m.first(WSVersionField); l != nil {
		a.version = m.value(l)
	}
	if l := m.first(KeyField); l != nil {
		a.key = m.value(l)
	}
	a.extensions = !j.fired("ws.ext.abnf", "ws.ext.quoted-token", "h1.quoted.closed", "ws.ext.lws")
	a.tokens = !j.fired("ws.req.protocol.syntax", "h1.list.at-least-one")
	if l := m.first(OriginField); l != nil {
		_, host, _ := strings.Cut(string(m.value(l)), "://")
		h := m.first(HostField)
		a.emptyOrigin = len(m.value(l)) == 0
		a.elsewhere = len(m.value(l)) > 0 && (h == nil || !foldEqual(m.value(h), host))
		a.capitals = h != nil && strings.ToLower(string(m.value(h))) != string(m.value(h))
	}
	end, whole := m.content()
	if a.finished = whole; whole && end < len(m.raw) {
		line, _, _ := strings.Cut(string(m.raw[end:]), "\r")
		a.early = !strings.Contains(line, " HTTP/1.")
	}
	for i := range frontRules {
		a.hit[i] = j.fired(frontRules[i].rule) || a.odd(frontRules[i].rule)
	}
	all := make([]ServerPrediction, serverCount)
	for s := range all {
		all[s] = ServerPrediction{serverNames[s], a.does(s)}
	}
	return all
}

// fired tells whether one of the rules has a finding in the request.
func (j *judge) fired(rules ...string) bool {
	for i := range j.findings[FromClient] {
		if contains(rules, j.findings[FromClient][i].Rule.ID) {
			return true
		}
	}
	return false
}

func (a *asked) does(s int) string {
	if s == gobwasWS && a.m.StartLine.WellFormed && !a.get && len(a.m.Method()) > 0 && !a.j.fired("h1.msg.complete", "h1.msg.leading-crlf") {
		if a.http10 || a.j.fired("h1.version.major") { // it looks at the request line first
			return "505"
		}
		return "405"
	}
	if s == aioHTTP && len(a.upgrade) > 0 && !a.whole && a.listed && a.early && !a.j.fired("ws.req.legacy") {
		return "closes" // the bytes of the other protocol are no request
	}
	for i := range frontRules {
		f := &frontRules[i]
		if s == nodeWS && f.rule == "h1.host.required" && a.listed && len(a.upgrade) > 0 {
			continue // what asks for an upgrade is handed on before Host is looked for
		}
		if c := f.does[fronts[s]]; c != '.' && a.hit[i] {
			return outcomeOf(c)
		}
	}
	if s == haproxyProxy && a.member && a.listed && (len(a.key) != 24 || a.key[23] != '=') {
		return "refuses"
	}
	if !a.finished {
		return unknown
	}
	if s >= nginxProxy {
		return "forwards"
	}
	if does := a.check(s); does != "" {
		return does
	}
	if s == gorillaWS && len(a.m.raw) > a.m.HeadEnd {
		return "closes"
	}
	return "101"
}

// odd are faults that are no rule's, by the names that frontRules gives them.
func (a *asked) odd(fault string) bool {
	m := a.m
	switch fault {
	case "the preface of HTTP/2":
		return string(m.Method()) == "PRI"
	case "TRACE":
		return string(m.Method()) == fault
	case "an encoded slash":
		path, _ := splitTarget(m.Target())
		return strings.Contains(strings.ToLower(string(path)), "%2f")
	case "OPTIONS *":
		return string(m.Method()) == "OPTIONS" && string(m.Target()) == "*"
	case "an octet or escape that no target has":
		t := m.Target()
		for i, c := range t {
			if c >= 0x80 || c == '%' && (i+2 >= len(t) || !isHex(t[i+1]) || !isHex(t[i+2])) {
				return true
			}
		}
	case "a list of lengths":
		return m.membersUpTo(2, ContentLengthField, false) > 1
	case "a length of more than 18 digits":
		for x := m.walk(ContentLengthField); x.next(); {
			return len(m.Text(x.Range)) > 18
		}
	case "a minor version above 1":
		major, minor, ok := m.HTTPVersion()
		return ok && major == 1 && minor > 1
	case "a method that few know":
		return !contains(methods, string(m.Method()))
	case "another coding than chunked":
		for x := m.walk(TransferEncodingField); x.next(); {
			if !foldEqual(m.Text(x.Range), "chunked") {
				return true
			}
		}
	}
	return false
}

// methods are those of which it is known that all servers here know them.
var methods = []string{"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"}

// onlyCommas tells a Connection that has no member.
func (a *asked) onlyCommas() bool {
	return a.m.has(ConnectionField) && a.m.membersUpTo(1, ConnectionField, true) == 0
}

// need is one thing that a server checks, and its answer when it does not hold.
type need struct {
	holds bool
	does  string
}

// check goes through a server's checks in its own order; "" when all hold.
func (a *asked) check(s int) string {
	version := string(a.version)
	is13 := version == "13"
	early := is13 || version == "8" || version == "7"
	number, isNumber := number(a.version)
	raw, decoded := plainBase64(a.key)
	sixteen := decoded && len(raw) == 16
	badOffer, smwb := a.j.fired("h1.quoted.closed", "pmd.cmwb.offer-value", "pmd.offer.unknown-param"), a.j.fired("pmd.smwb.offer-value")
	var needs []need
	switch s {
	case netHTTP:
		needs = []need{{len(a.upgrade) > 0, "200"}}
	case gorillaWS:
		needs = []need{{a.reads(ConnectionField, "upgrade"), "400"}, {a.reads(UpgradeField, "websocket"), "400"}, {a.get, "405"}, {a.reads(WSVersionField, "13"), "400"}, {!a.elsewhere && !a.emptyOrigin, "403"}, {sixteen, "400"}}
	case coderWS:
		needs = []need{{!a.http10, "426"}, {a.listed, "426"}, {a.member, "426"}, {a.get, "405"}, {is13, "400"}, {a.keys == 1 && sixteen, "400"}, {!a.elsewhere, "403"}}
	case gwsServer:
		needs = []need{{a.get, "400"}, {is13, "400"}, {a.substring, "400"}, {a.whole, "400"}, {a.keys > 0 && len(a.key) > 0, "400"}}
	case xnetWS:
		needs = []need{{a.get, "405"}, {a.whole && a.substring, "400"}, {len(a.key) > 0, "400"}, {is13, "400"}}
	case nodeWS:
		needs = []need{{a.listed && len(a.upgrade) > 0, "426"}, {a.get, "405"}, {a.whole, "400"}, {a.keys == 1 && len(a.key) == 24 && decoded, "400"}, {a.versions == 1 && (!isNumber && strings.Contains(version, ".") || number == 13 || number == 8), "400"}, {isNumber, unknown},
			{a.tokens && a.extensions && !badOffer && !a.j.fired("ws.req.protocol.unique", "pmd.offer.bad-value", "pmd.offer.repeat-param"), "400"}, {!smwb, unknown}}
	case pyWebsockets:
		needs = []need{{a.get && !a.http10 && !a.j.fired("h1.token.chars") && !a.onlyCommas(), "400"}, {a.listed, "426"}, {a.member || a.m.count(UpgradeField) == 0 || len(a.upgrade) > 0 && !a.j.fired("up.req.syntax"), "400"}, {a.member && a.m.membersUpTo(2, UpgradeField, true) == 1, "426"}, {a.keys == 1 && sixteen, "400"}, {a.versions == 1 && is13, "400"},
			{a.tokens && !a.j.fired("ws.ext.abnf", "ws.ext.quoted-token", "h1.quoted.closed"), "400"}}
	case aioHTTP:
		raw, decoded = plainBase64(onlyBase64(a.key)) // it passes over all other letters
		needs = []need{{a.whole, "400"}, {a.substring, "400"}, {early, "400"}, {decoded && len(raw) == 16, "400"}}
	case tornadoWS:
		needs = []need{{a.get, "405"}, {a.whole, "400"}, {a.listed, "400"}, {!a.capitals && !a.elsewhere && !a.emptyOrigin, "403"}, {early && a.versions == 1, "426"}, {len(a.key) > 0 && a.m.has(HostField), "400"},
			{!smwb && !a.j.fired("ws.ext.abnf"), unknown}, {!badOffer && !a.j.fired("ws.ext.quoted-token"), "500"}}
	case gobwasWS:
		return a.lineByLine()
	}
	for _, n := range needs {
		if !n.holds {
			return n.does
		}
	}
	return ""
}

// reads tells whether gorilla finds a token in a list: it leaves a line at the first
// member that is none.
func (a *asked) reads(f Field, token string) bool {
	for i := range a.m.Lines {
		if l := &a.m.Lines[i]; l.Field != f || l.Kind != FieldLine {
			continue
		}
		rest := a.m.Lines[i].Value
		for more := true; more; {
			var x Range
			x, rest, more = a.m.cutMember(rest, false)
			t := a.m.Text(x)
			if foldEqual(t, token) {
				return true
			}
			if tokenLen(t) == 0 {
				break
			}
		}
	}
	return false
}

// lineByLine is gobwas: the first line that it does not like decides.
func (a *asked) lineByLine() string {
	if a.http10 {
		return "505"
	}
	seen := 0
	for i := range a.m.Lines {
		l := &a.m.Lines[i]
		v := a.m.value(l)
		switch l.Field {
		case UpgradeField:
			if seen |= 1; !foldEqual(v, "websocket") {
				return "400"
			}
		case ConnectionField:
			seen |= 2
			if _, listed := a.m.memberOf(l, "upgrade"); !listed {
				return "400"
			}
		case WSVersionField:
			if seen |= 4; string(v) != "13" {
				return "426"
			}
		case KeyField:
			if seen |= 8; len(v) != 24 {
				return "400"
			}
		case HostField:
			seen |= 16
		}
	}
	switch {
	case seen != 31, a.j.fired("h1.list.at-least-one"):
		return "400"
	case !a.tokens:
		return unknown
	}
	return ""
}

func onlyBase64(b []byte) []byte {
	var all []byte
	for _, c := range b {
		if isAlpha(c) || isDigit(c) || c == '+' || c == '/' || c == '=' {
			all = append(all, c)
		}
	}
	return all
}

// plainBase64 decodes a key as the servers do.
func plainBase64(key []byte) ([]byte, bool) {
	raw, err := base64.StdEncoding.DecodeString(string(key))
	return raw, err == nil
}
