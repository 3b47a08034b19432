package handshake

// Mutation breaks one thing in an exchange that is in order, so that everybody
// can see what becomes of it. Data: a new one is one row below; a test applies
// each and sees its rule fire first, and the repair cure it.
type Mutation struct {
	ID    string
	Rule  string // ID of the rule that it breaks
	Title Text   // what is done, as on a button
	Side  Side
	After bool // it breaks the bytes after the switch

	op         mutation
	field, arg string
}

// mutation is what is done to the line of the field.
type mutation uint8

const (
	drops   mutation = iota
	sets             // the value arg; puts the line in where there is none
	changes          // the same, only where there is one
	repeats          // a second line, with the value arg or the same
	words            // the method, version or status code becomes arg
	bareLF           // its line ends in LF alone
	spaces           // a space before the colon
	folds            // its value goes on in the next line
	cuts             // the line end after the head is missing
	proves           // the Accept for a key that arg has spoilt
	sends            // arg follows the head
)

// SampleFrames are two bytes as frames, for the mutations after the switch.
const (
	maskedHi   = "\x81\x82\x37\xfa\x21\x3d\x5f\x93"
	unmaskedHi = "\x81\x02hi"
)

var mutations = [...]Mutation{
	{"no-connection", "up.req.connection-option", Text{"break.no-connection", "Leave out Connection"}, FromClient, false, drops, "Connection", ""},
	{"keep-alive", "up.req.connection-option", Text{"break.keep-alive", "Connection: keep-alive"}, FromClient, false, changes, "Connection", "keep-alive"},
	{"no-upgrade", "ws.req.upgrade", Text{"break.no-upgrade", "Leave out Upgrade"}, FromClient, false, drops, "Upgrade", ""},
	{"post", "ws.req.method", Text{"break.post", "POST instead of GET"}, FromClient, false, words, "method", "POST"},
	{"http10", "up.req.http10", Text{"break.http10", "HTTP/1.0"}, FromClient, false, words, "version", "HTTP/1.0"},
	{"no-host", "h1.host.required", Text{"break.no-host", "Leave out Host"}, FromClient, false, drops, "Host", ""},
	{"two-hosts", "h1.host.single", Text{"break.two-hosts", "A second Host"}, FromClient, false, repeats, "Host", "other.example"},
	{"no-key", "ws.req.key.present", Text{"break.no-key", "Leave out the key"}, FromClient, false, drops, "Sec-WebSocket-Key", ""},
	{"two-keys", "ws.req.key.once", Text{"break.two-keys", "The key twice"}, FromClient, false, repeats, "Sec-WebSocket-Key", ""},
	{"short-key", "ws.req.key.length", Text{"break.short-key", "A key of 8 bytes"}, FromClient, false, changes, "Sec-WebSocket-Key", "qjaovfzeqzo="},
	{"text-key", "ws.req.key.base64", Text{"break.text-key", "A key that is no base64"}, FromClient, false, changes, "Sec-WebSocket-Key", "my-secret-key-16-bytes!!"},
	{"version-12", "ws.req.version.13", Text{"break.version-12", "Version 12"}, FromClient, false, changes, "Sec-WebSocket-Version", "12"},
	{"version-8", "ws.req.version.13", Text{"break.version-8", "Version 8, of an old draft"}, FromClient, false, changes, "Sec-WebSocket-Version", "8"},
	{"no-version", "ws.req.version.present", Text{"break.no-version", "Leave out the version"}, FromClient, false, drops, "Sec-WebSocket-Version", ""},
	{"twice-offered", "ws.req.protocol.unique", Text{"break.twice-offered", "One subprotocol offered twice"}, FromClient, false, sets, "Sec-WebSocket-Protocol", "chat, chat"},
	{"spaced-protocol", "ws.req.protocol.syntax", Text{"break.spaced-protocol", "A subprotocol with a space in its name"}, FromClient, false, sets, "Sec-WebSocket-Protocol", "my chat"},
	{"bare-lf", "h1.msg.line-end", Text{"break.bare-lf", "A line that ends in a bare LF"}, FromClient, false, bareLF, "Host", ""},
	{"space-colon", "h1.field.colon-space", Text{"break.space-colon", "A space before a colon"}, FromClient, false, spaces, "Upgrade", ""},
	{"fold", "h1.field.obs-fold-request", Text{"break.fold", "A folded line"}, FromClient, false, folds, "Connection", ""},
	{"unfinished", "h1.msg.complete", Text{"break.unfinished", "No empty line at the end"}, FromClient, false, cuts, "", ""},

	{"accept-wrong", "ws.resp.accept.value", Text{"break.accept-wrong", "The Accept of another key"}, FromServer, false, proves, "", "x"},
	{"accept-lower", "ws.resp.accept.value", Text{"break.accept-lower", "Accept worked out from the key in small letters"}, FromServer, false, proves, "", ""},
	{"no-accept", "ws.resp.accept.present", Text{"break.no-accept", "Leave out Accept"}, FromServer, false, drops, "Sec-WebSocket-Accept", ""},
	{"two-accepts", "ws.resp.accept.once", Text{"break.two-accepts", "Accept twice"}, FromServer, false, repeats, "Sec-WebSocket-Accept", ""},
	{"status-200", "ws.resp.status", Text{"break.status-200", "200 instead of 101"}, FromServer, false, words, "status", "200"},
	{"answer-no-upgrade", "up.resp.101-upgrade", Text{"break.answer-no-upgrade", "Leave out Upgrade"}, FromServer, false, drops, "Upgrade", ""},
	{"answer-list", "up.resp.only-offered", Text{"break.answer-list", "A list in Upgrade"}, FromServer, false, changes, "Upgrade", "websocket, h2c"},
	{"answer-other", "up.resp.only-offered", Text{"break.answer-other", "Another protocol in Upgrade"}, FromServer, false, changes, "Upgrade", "h2c"},
	{"answer-no-connection", "up.resp.101-connection", Text{"break.answer-no-connection", "Leave out Connection"}, FromServer, false, drops, "Connection", ""},
	{"answer-length", "h1.1xx.no-content-length", Text{"break.answer-length", "Content-Length in the 101"}, FromServer, false, sets, "Content-Length", "0"},
	{"answer-chunked", "h1.1xx.no-transfer-encoding", Text{"break.answer-chunked", "Transfer-Encoding in the 101"}, FromServer, false, sets, "Transfer-Encoding", "chunked"},
	{"answer-unoffered", "ws.resp.protocol.offered", Text{"break.answer-unoffered", "A subprotocol nobody offered"}, FromServer, false, sets, "Sec-WebSocket-Protocol", "mqtt"},
	{"answer-extension", "ws.resp.ext.offered", Text{"break.answer-extension", "An extension nobody offered"}, FromServer, false, sets, "Sec-WebSocket-Extensions", "x-speed"},
	{"answer-lf", "h1.msg.line-end", Text{"break.answer-lf", "A line that ends in a bare LF"}, FromServer, false, bareLF, "Upgrade", ""},
	{"answer-space-colon", "h1.field.colon-space-response", Text{"break.answer-space-colon", "A space before a colon"}, FromServer, false, spaces, "Upgrade", ""},

	{"unmasked", "ws.frame.client-masked", Text{"break.unmasked", "The client does not mask"}, FromClient, true, sends, "", unmaskedHi},
	{"masked", "ws.frame.server-unmasked", Text{"break.masked", "The server masks"}, FromServer, true, sends, "", maskedHi},
	{"rsv", "ws.frame.rsv", Text{"break.rsv", "A reserved bit is set"}, FromServer, true, sends, "", "\xa1\x02hi"},
	{"opcode", "ws.frame.opcode", Text{"break.opcode", "An opcode that means nothing"}, FromServer, true, sends, "", "\x83\x02hi"},
	{"long-length", "ws.frame.length-minimal", Text{"break.long-length", "A length in more bytes than it needs"}, FromServer, true, sends, "", "\x81\x7e\x00\x02hi"},
	{"not-utf8", "ws.frame.text-utf8", Text{"break.not-utf8", "Text that is no UTF-8"}, FromServer, true, sends, "", "\x81\x02h\xff"},
	{"split-ping", "ws.frame.control", Text{"break.split-ping", "A ping in pieces"}, FromServer, true, sends, "", "\x09\x02hi"},
	{"close-1005", "ws.close.never-on-wire", Text{"break.close-1005", "Close with the code 1005"}, FromServer, true, sends, "", "\x88\x02\x03\xed"},
}

// Mutations lists them all: request, response, then after the switch.
func Mutations() []Mutation { return mutations[:] }

// MutationByID finds one, or returns nil.
func MutationByID(id string) *Mutation {
	for i := range mutations {
		if mutations[i].ID == id {
			return &mutations[i]
		}
	}
	return nil
}

// Edit is what it does to an exchange, whose response is there; ok is false
// where it has nothing to break.
func (x *Mutation) Edit(ex Exchange) (f Fix, ok bool) {
	req, res := ParseRequest(ex.Request), ParseResponse(ex.Response)
	m := req
	if x.Side == FromServer {
		m = res
	}
	switched := res.Status() == 101
	if m.Form != HTTP1 || !m.Whole || m.StartLine.End == m.StartLine.Start || (x.Side == FromServer || x.After) && !switched {
		return f, false
	}
	if x.Rule[:3] == "ws." && !req.hasMember(UpgradeField, "websocket") && !req.has(KeyField) {
		return f, false
	}
	if x.After && (!res.has(AcceptField) || len(m.raw) > m.HeadEnd) {
		return f, false
	}
	field := x.field
	l := m.line(field)
	if l == nil && x.op != sets && x.op < words || l == nil && x.op >= bareLF && x.op < cuts {
		return f, false
	}
	switch x.op {
	case drops:
		return m.DropField(field)
	case sets, changes:
		return m.SetField(field, x.arg)
	case repeats:
		line := string(m.Text(Range{l.Start, l.Next}))
		if x.arg != "" {
			line = field + ": " + x.arg + string(m.Text(Range{l.End, l.Next}))
		}
		return m.edit(Range{l.Next, l.Next}, line)
	case words:
		r := m.StartLine.Version
		switch field {
		case "method":
			r = m.StartLine.Method
		case "status":
			r = m.StartLine.Code
		}
		return m.edit(r, x.arg)
	case bareLF:
		return m.edit(Range{l.End, l.Next}, "\n")
	case spaces:
		return m.edit(Range{l.Colon(), l.Colon()}, " ")
	case folds:
		return m.edit(Range{l.Value.Start, l.Value.Start}, "\r\n ")
	case cuts:
		from := m.StartLine.Next
		if n := len(m.Lines); n > 0 {
			from = m.Lines[n-1].Next
		}
		return m.edit(Range{from, m.HeadEnd}, "")
	case proves:
		key, _, there := req.FieldText("Sec-WebSocket-Key")
		if !there || res.line("Sec-WebSocket-Accept") == nil {
			return f, false
		}
		spoilt := []byte(x.arg)
		for _, c := range key {
			spoilt = append(spoilt, lower(c))
		}
		return m.SetField("Sec-WebSocket-Accept", AcceptFor(string(spoilt)))
	}
	return m.edit(Range{len(m.raw), len(m.raw)}, x.arg)
}
