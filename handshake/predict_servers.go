package handshake

import "strings"

// What servers and proxies that people use answer to a request, as code and data
// over the parsed message. The facts are measurements (web/peers/servers.txt, which
// devserver/peers writes; a test there holds this file against them) and the
// libraries' documentation. What was not measured is unknown.

// ServerPrediction is what one server or proxy, by its ID and its name, does with a
// request: a status, or "closes" without an answer, "waits" for more bytes, "forwards" (a proxy),
// "refuses" (a proxy, with an error status), "unknown".
type ServerPrediction struct{ Server, Name, Does string }

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

// serverNames are their names in the report, and those they go by.
var serverNames = [serverCount][2]string{{"nethttp", "net/http"}, {"gorilla", "gorilla/websocket"}, {"coder", "coder/websocket"}, {"gws", "gws"}, {"xnet", "x/net/websocket"}, {"ws", "ws (Node)"}, {"websockets", "websockets (Python)"},
	{"aiohttp", "aiohttp"}, {"tornado", "Tornado"}, {"gobwas", "gobwas/ws"}, {"nginx", "nginx"}, {"apache", "Apache httpd"}, {"haproxy", "HAProxy"}}

// fronts tell which column of frontRules reads the head for a server: five of them
// stand on Go's net/http.
var fronts = [serverCount]int{0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8}

// fault is one that is no rule's.
type fault uint8

const (
	_                fault = iota
	oddPreface             // the preface of HTTP/2
	oddTrace               // TRACE
	oddIndented            // white space before the method
	oddTargetControl       // a control character in the target
	oddSpaces              // spaces in the request line
	oddRequestLine         // another request line
	oddHTTP2               // HTTP/2.0 in text
	oddMajor               // another major version
	oddNoTarget            // no target
	oddTarget              // a target like chat
	oddNoColon             // a line without a colon
	oddNameSpace           // a space in a name
	oddNameControl         // no name, or a control character in it
	oddHostColon           // colons or brackets in Host
	oddName                // another bad name
	oddFold                // a folded field of the handshake
	oddFolds               // another folded field
	oddHosts               // Hosts that differ
	oddHostOctet           // an octet that no Host has
	oddHostPath            // a Host that no file name may be
	oddSlash               // an encoded slash
	oddOptions             // OPTIONS *
	oddEscape              // an octet or escape that no target has
	oddLengths             // a list of lengths
	oddLong                // a length of more than 18 digits
	oddMinor               // a minor version above 1
	oddMethod              // a method that few know
	oddCoding              // another coding than chunked
)

// frontRules are the faults of a head that its reader may refuse, the earliest to be
// seen first, with what each reader does: net/http, node, websockets, aiohttp,
// tornado, gobwas, nginx, Apache, HAProxy. A dot passes it over.
var frontRules = [...]struct {
	rule string
	odd  fault
	does string
}{
	{"h1.msg.bare-cr", 0, ".4.4....."}, // these two do not wait for more
	{"h1.msg.complete", 0, "wwwwwwrrr"},
	{"", oddPreface, "???????rr"},
	{"h1.msg.leading-crlf", 0, "4.4.4c..."},
	{"", oddIndented, "4?44??rr?"},
	{"", oddSpaces, "4.4.4c.r."},
	{"", oddRequestLine, "4?4?4c?r?"},
	{"h1.target.no-whitespace", 0, "44444crrr"},
	{"h1.version.syntax", 0, "4?444??rr"},
	{"", oddHTTP2, "..4.45r.."},
	{"", oddMajor, ".?4?45r??"},
	{"h1.reqline.method", 0, "4444??rrr"},
	{"h1.reqline.method-case", 0, ".444..r.."},
	{"", oddNoTarget, "..4..c.r."},
	{"h1.target.origin-form", 0, "44.4..r.r"},
	{"", oddTarget, ".......r."},
	{"", oddTargetControl, "44?4?.rr?"},
	{"", oddEscape, "4?....r??"},
	{"", oddMinor, ".44......"},
	{"", oddMethod, ".4.4....."},
	{"h1.reqline.length", 0, "..4......"},
	{"ws.req.legacy", 0, "...4....."},
	{"", oddTrace, "......r.."},
	{"h1.target.empty-host", 0, "......r.."},
	{"h1.target.userinfo", 0, "......rr."},
	{"", oddSlash, ".......r."},
	{"up.expect.unknown", 0, "EE.E...r."},
	{"h1.connect.no-proxy", 0, ".c4N..r??"},
	{"", oddOptions, "O.4N..rr."},
	{"h1.target.special-forms", 0, ".?.???r??"},
	{"h1.msg.line-end", 0, ".44..4.r."},
	{"h1.msg.bare-cr", 0, "4444???rr"},
	{"h1.msg.ws-before-fields", 0, "444444rrr"},
	{"h1.field.colon-space", 0, "444.?.rrr"},
	{"", oddNoColon, "44444..rr"},
	{"", oddNameSpace, "444...rrr"},
	{"", oddNameControl, "......r.."},
	{"", oddName, "4444.?.rr"},
	{"h1.field.crlf-nul", 0, "444444rr."},
	{"h1.field.other-ctl", 0, "4444...r."},
	{"", oddFold, "?44?.?r??"},
	{"", oddFolds, ".44...r.."},
	{"h1.version.major", 0, "5........"}, // net/http reads the head to its end first
	{"h1.host.required", 0, "44....rr."},
	{"h1.host.single", 0, "4..4..rr."},
	{"", oddHosts, "........?"},
	{"", oddHostOctet, "4........"},
	{"", oddHostPath, "......r.."},
	{"h1.host.syntax", 0, ".......r."},
	{"", oddHostColon, "......?.."},
	{"h1.host.authority", 0, "......r??"},
	{"h1.target.uri-chars", 0, ".?.....??"},
	{"ws.req.target", 0, ".......r."},
	{"h1.body.bad-length", 0, "44444.rrr"},
	{"", oddLengths, "4444?.rr?"},
	{"", oddLong, "44444.rrr"},
	{"", oddCoding, "X.....rrr"},
	{"h1.body.cl-with-te", 0, ".4.44.r.."},
	{"h1.body.chunked-twice", 0, "X4.4..rrr"},
	{"h1.body.te-final-chunked", 0, "X?.4..rrr"},
	{"h1.body.te-http10", 0, "...4.6r.."},
	{"h1.target.absolute-form", 0, "........r"},
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
	severalHosts       bool // beside an Origin
	capitals           bool // Host has some, beside an Origin
	saw                int  // bits of look
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
		a.severalHosts = m.count(HostField) > 1
		a.capitals = h != nil && strings.ToLower(string(m.value(h))) != string(m.value(h))
	}
	end, whole := m.content()
	if a.finished = whole; whole && end < len(m.raw) {
		line, _, _ := strings.Cut(string(m.raw[end:]), "\r")
		a.early = !strings.Contains(line, " HTTP/1.")
	}
	a.look()
	for i := range frontRules {
		f := &frontRules[i]
		a.hit[i] = f.odd > 0 && a.odd(f.odd) || f.odd == 0 && j.fired(f.rule)
	}
	all := make([]ServerPrediction, serverCount)
	for s := range all {
		all[s] = ServerPrediction{serverNames[s][0], serverNames[s][1], a.does(s)}
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
		if a.j.fired("h1.version.syntax") {
			return "closes"
		}
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

// odd tells whether the request has one of the faults that are no rule's.
func (a *asked) odd(f fault) bool {
	m := a.m
	switch f {
	case oddPreface:
		return string(m.Method()) == "PRI"
	case oddTrace:
		return string(m.Method()) == "TRACE"
	case oddIndented:
		return m.StartLine.Start < len(m.raw) && isOWS(m.raw[m.StartLine.Start])
	case oddTargetControl:
		for _, c := range m.Target() {
			if c < ' ' || c == 0x7f {
				return true
			}
		}
	case oddSpaces:
		return a.spaced()
	case oddRequestLine:
		return a.j.fired("h1.reqline.shape") && !a.spaced()
	case oddHTTP2:
		return a.j.fired("h1.version.major") && string(m.Text(m.StartLine.Version)) == "HTTP/2.0"
	case oddMajor:
		return a.j.fired("h1.version.major") && string(m.Text(m.StartLine.Version)) != "HTTP/2.0"
	case oddNoTarget:
		return a.j.fired("h1.target.origin-form") && len(m.Target()) == 0
	case oddTarget:
		return a.j.fired("h1.target.origin-form") && len(m.Target()) > 0 && m.Target()[0] != '?'
	case oddNoColon:
		return a.saw&sawNoColon != 0
	case oddNameSpace:
		return a.saw&sawSpace != 0
	case oddNameControl:
		return a.saw&sawControl != 0
	case oddName:
		return a.j.fired("h1.field.name") && a.saw&(sawNoColon|sawSpace) == 0
	case oddFold:
		return a.saw&sawFold != 0
	case oddFolds:
		return a.j.fired("h1.field.obs-fold-request") && a.saw&sawFold == 0
	case oddHosts:
		return a.saw&sawHosts != 0
	case oddHostOctet:
		return a.saw&sawHostOctet != 0
	case oddHostPath:
		return a.saw&sawHostPath != 0
	case oddHostColon:
		return a.saw&sawHostColon != 0 && a.j.fired("h1.host.syntax")
	case oddSlash:
		path, _ := splitTarget(m.Target())
		return strings.Contains(strings.ToLower(string(path)), "%2f")
	case oddOptions:
		return string(m.Method()) == "OPTIONS" && string(m.Target()) == "*"
	case oddEscape:
		t := m.Target()
		for i, c := range t {
			if c >= 0x80 || c == '%' && (i+2 >= len(t) || !isHex(t[i+1]) || !isHex(t[i+2])) {
				return true
			}
		}
	case oddLengths:
		return m.membersUpTo(2, ContentLengthField, false) > 1
	case oddLong:
		for x := m.walk(ContentLengthField); x.next(); {
			return len(m.Text(x.Range)) > 18
		}
	case oddMinor:
		major, minor, ok := m.HTTPVersion()
		return ok && major == 1 && minor > 1
	case oddMethod:
		return !contains(methods, string(m.Method()))
	case oddCoding:
		for x := m.walk(TransferEncodingField); x.next(); {
			if !foldEqual(m.Text(x.Range), "chunked") {
				return true
			}
		}
	}
	return false
}
