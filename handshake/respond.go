package handshake

import (
	"strconv"
	"strings"
)

// Decision is what a server does with a request.
type Decision struct {
	Verdict  RequestVerdict
	Status   int    // 101, 200, or the error status
	Protocol string // what it switches to, "" unless Verdict is Accept
	HeadLen  int    // bytes of the request's head; after it come body or new protocol
	Close    bool   // the connection ends after the response
	Rule     *Rule  // the rule that decided; nil for Accept
	// Subprotocol and Extensions are the values of the 101's fields, "" for none.
	Subprotocol, Extensions string

	fields []byte // field lines of the protocol, for the 101
	offer  string // value of Upgrade in a 426
	allow  string // value of Allow in a 405
	ws     bool   // a WebSocket was asked for: errors name the versions spoken
	bare   bool   // the request is a HEAD: its answer has no content
	policy *Policy
	// section: the request is a field section, and so is the answer.
	section bool
}

// Decide reads a request as a server with the policy does. It builds no
// report. The bytes may go on behind the head.
func Decide(request []byte, p *Policy) Decision {
	j := judge{policy: p}
	j.judgeRequest(request)
	j.settle()
	return j.answer
}

// Respond is what a server with the policy sends back.
func Respond(request []byte, p *Policy) []byte {
	d := Decide(request, p)
	return d.AppendResponse(nil)
}

// settle completes the decision with what the response needs.
func (j *judge) settle() {
	d := &j.answer
	d.policy = j.policy
	m := j.req
	if d.section {
		j.settleSection()
		return
	}
	if d.Verdict == Accept && j.proto != nil {
		d.fields = j.proto.fields(j, nil)
		return
	}
	if d.Verdict == Accept { // nothing was offered
		d.Verdict, d.Status = Ignore, 200
	}
	j.insist()
	d.Protocol = ""
	for _, u := range m.upgradeMembers() {
		d.ws = d.ws || foldEqual(m.Text(u.Name), "websocket")
	}
	d.ws = d.ws || EqualFold(j.policy.only(), "websocket")
	d.bare = string(m.Method()) == "HEAD"
	d.offer = j.policy.only()
	if d.offer == "" && d.ws {
		d.offer = "websocket"
	} else if d.offer == "" && j.policy != nil && len(j.policy.Protocols) > 0 {
		d.offer = j.policy.Protocols[0]
	}
	if d.Status == 405 {
		d.allow = "GET"
	}
	major, _, ok := m.HTTPVersion()
	// A request that HTTP itself cannot read has no certain end, and one with
	// content would have to be read to the end: both close the connection.
	d.Close = d.Status == 400 || d.Status == 408 || d.Status == 414 || d.Status == 431 || d.Status >= 500 ||
		!ok || major != 1 || m.isHTTP10() || m.hasMember(ConnectionField, "close") ||
		m.has(TransferEncodingField) || m.bodyEnd() != m.HeadEnd || m.declaredLength() != 0
}

// reasons are the reason phrases of RFC 9110 §15.
var reasons = []struct {
	status int
	text   string
}{
	{101, "Switching Protocols"}, {200, "OK"}, {400, "Bad Request"}, {403, "Forbidden"}, {404, "Not Found"},
	{405, "Method Not Allowed"}, {408, "Request Timeout"}, {413, "Content Too Large"}, {414, "URI Too Long"},
	{417, "Expectation Failed"}, {426, "Upgrade Required"}, {429, "Too Many Requests"},
	{431, "Request Header Fields Too Large"}, {500, "Internal Server Error"}, {501, "Not Implemented"},
	{503, "Service Unavailable"}, {505, "HTTP Version Not Supported"},
}

// Reason is the reason phrase of a status, "" for one that the table lacks.
func Reason(status int) string {
	for _, r := range reasons {
		if r.status == status {
			return r.text
		}
	}
	return ""
}

// AppendResponse writes the response, byte for byte as it goes to the wire.
func (d *Decision) AppendResponse(dst []byte) []byte {
	if d.section {
		return d.appendSection(dst)
	}
	if d.Verdict == Accept {
		return append(append(d.switching(dst), d.fields...), "\r\n"...)
	}
	dst = appendStatusLine(dst, d.Status)
	body := d.body()
	switch {
	case d.Status == 426:
		// RFC 9110 §15.5.22: Upgrade is a must, and so Connection is.
		dst = appendField(dst, "Upgrade", protocolStack(d.offer))
		if d.Close {
			dst = appendField(dst, "Connection", "Upgrade, close")
		} else {
			dst = appendField(dst, "Connection", "Upgrade")
		}
	case d.Close:
		dst = appendField(dst, "Connection", "close")
	}
	if d.allow != "" {
		dst = appendField(dst, "Allow", d.allow)
	}
	if d.ws && (d.Status == 426 || d.refusesVersion()) {
		dst = d.appendVersions(dst)
	}
	dst = appendField(dst, "Content-Type", "text/plain; charset=utf-8")
	dst = appendField(dst, "Content-Length", strconv.Itoa(len(body)))
	if d.bare { // RFC 9110 §9.3.2; else the next answer on the connection would begin with it
		body = ""
	}
	return append(append(dst, "\r\n"...), body...)
}

func (d *Decision) switching(dst []byte) []byte {
	dst = appendStatusLine(dst, 101)
	dst = appendField(dst, "Upgrade", protocolStack(d.Protocol))
	return appendField(dst, "Connection", "Upgrade")
}

// appendVersions lists the WebSocket versions spoken (RFC 6455 §4.4).
func (d *Decision) appendVersions(dst []byte) []byte {
	dst = append(dst, "Sec-WebSocket-Version: "...)
	for i, v := range d.policy.versions() {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = strconv.AppendInt(dst, int64(v), 10)
	}
	return append(dst, "\r\n"...)
}

// refusesVersion tells that the version was the reason: then the answer names
// those spoken (RFC 6455 §4.4).
func (d *Decision) refusesVersion() bool {
	return d.Rule != nil && strings.HasPrefix(d.Rule.ID, "ws.req.version.")
}

// body is the text that a person reads who sees the answer.
func (d *Decision) body() string {
	if d.Verdict == Ignore {
		return "This is an ordinary HTTP answer: nothing was switched.\n"
	}
	if d.Rule == nil {
		return "This endpoint speaks " + d.offer + ": ask for it with Upgrade.\n"
	}
	c := ""
	if len(d.Rule.Cites) > 0 {
		c = " (" + ascii(d.Rule.Cites[0].String()) + ")"
	}
	return strings.TrimSuffix(withoutPlaceholder(d.Rule.Title, d.Rule.Cure, d.Rule.Why), ".") + c + ".\n"
}

// withoutPlaceholder is the first text that needs no argument: the bare
// decision keeps none.
func withoutPlaceholder(texts ...string) string {
	for _, s := range texts {
		if strings.IndexByte(s, '{') < 0 {
			return s
		}
	}
	return "This request is refused"
}

// ascii writes § as "section", so that the answer needs no charset to be read.
func ascii(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == 0xc2 && i+1 < len(s) && s[i+1] == 0xa7 {
			out = append(out, "section "...)
			i++
			continue
		}
		out = append(out, s[i])
	}
	return string(out)
}

func appendStatusLine(dst []byte, status int) []byte {
	dst = append(dst, "HTTP/1.1 "...)
	dst = strconv.AppendInt(dst, int64(status), 10)
	dst = append(dst, ' ')
	return append(append(dst, Reason(status)...), "\r\n"...)
}

func appendField(dst []byte, name, value string) []byte {
	dst = append(append(dst, name...), ": "...)
	return append(append(dst, value...), "\r\n"...)
}

// ErrorResponse is the answer to a limit that has been reached: 408, 413, 414,
// 429, 431, 503. It closes the connection.
func ErrorResponse(status int, text string) []byte {
	dst := appendStatusLine(nil, status)
	dst = appendField(dst, "Connection", "close")
	dst = appendField(dst, "Content-Type", "text/plain; charset=utf-8")
	dst = appendField(dst, "Content-Length", strconv.Itoa(len(text)))
	return append(append(dst, "\r\n"...), text...)
}

func itoa(n int) string { return strconv.Itoa(n) }
