package handshake

// Sec-WebSocket-Extensions (RFC 6455 §9.1, §4.1 check 5, §4.2.2): its grammar,
// on both sides the same, and what an answer may name. The parameters of
// permessage-deflate have a file of their own.
//
// RFC 6455 writes the grammar in the manner of RFC 2616, where white space may
// stand between any two marks; RFC 9110 allows it round "," and ";" and forbids
// it round "=". So there it is accepted, with a warning.

var extABNF = Rule{
	ID: "ws.ext.abnf", Level: Must, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 6455, Section: "9.1"}},
	Title: "The list of extensions is broken at {got}",
	Why:   "A name, then parameters after semicolons, each with or without = and a value. What fits no such form has no meaning.",
	Who:   "Strict servers answer 400, clients fail the connection; lenient ones lose the compression without a word.",
	Cure:  "Write: permessage-deflate; client_max_window_bits.",
	Wrong: "Sec-WebSocket-Extensions: permessage-deflate;\\r\\n", Right: "Sec-WebSocket-Extensions: permessage-deflate\\r\\n",
}

var extQuotedToken = Rule{
	ID: "ws.ext.quoted-token", Level: Must, Severity: Error, Binds: Either, Status: 400,
	Cites: []Cite{{RFC: 6455, Section: "9.1"}},
	Title: "Between the quotation marks stands what could not stand without them: {got}",
	Why:   "Quotation marks are only another way to write the value here; it must be a token all the same.",
	Who:   "Strict peers refuse, because no extension has a parameter with such a value.",
	Cure:  "Write a value of letters, digits and hyphens.",
	Wrong: `server_max_window_bits="1 0"`, Right: "server_max_window_bits=10",
}

var extSpace = Rule{
	ID: "ws.ext.lws", Level: Practice, Severity: Warning, Binds: Either,
	Cites: []Cite{{RFC: 6455, Section: "9.1"}, {RFC: 9110, Section: "5.6.6"}},
	Title: "White space stands beside an equals sign",
	Why:   "The grammar of 2011 let white space stand between any two marks. Round commas and semicolons it is still fine; round = today's grammar for parameters forbids it.",
	Who:   "cowboy and ws (npm) answer 400; the other servers that were measured read it, or pass the offer over.",
	Cure:  "Take the white space beside = away.",
	Wrong: "server_max_window_bits = 10", Right: "server_max_window_bits=10",
}

var extRegistered = Rule{
	ID: "ws.ext.registered", Level: Must, Severity: Warning, Binds: Either,
	Cites: []Cite{{RFC: 6455, Section: "9.1"}, {RFC: 6455, Section: "11.4"}},
	Title: "The server takes up {got}, which is no registered extension",
	Why:   "Frames are changed from here on in a way that only these two programs know.",
	Who:   "Recorders, proxies and other clients cannot read the frames.",
	Cure:  "Take up permessage-deflate, or nothing.",
	Wrong: "HTTP/1.1 101 Switching Protocols\\r\\nSec-WebSocket-Extensions: x-mux", Right: "Sec-WebSocket-Extensions: permessage-deflate",
}

var extParamsDefined = Rule{
	ID: "ws.ext.params-defined", Level: Must, Severity: Warning, Binds: Either,
	Cites: []Cite{{RFC: 6455, Section: "9.1"}, {RFC: 7692, Section: "7.1"}},
	Title: "{got} stands as an extension, but it is a parameter of permessage-deflate",
	Why:   "A comma begins the next extension, and no extension of that name is registered. A parameter follows its extension after a semicolon.",
	Who:   "Servers look for an extension of that name, find none and pass over it. MDN once had this very mistake.",
	Cure:  "Write a semicolon instead of the comma.",
	Wrong: "permessage-deflate, client_max_window_bits", Right: "permessage-deflate; client_max_window_bits",
}

var extLines = Rule{
	ID: "ws.req.ext.lines", Level: May, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "11.3.2"}, {RFC: 6455, Section: "9.1"}},
	Title: "The extensions stand on {n} lines; they are one list",
	Why:   "Lines of one name are joined with commas, in order.",
	Who:   "Servers that read the first line only miss the other offers.",
	Cure:  "Nothing must be done; one line is safer.",
	Wrong: "Sec-WebSocket-Extensions: permessage-deflate\\r\\nSec-WebSocket-Extensions: bbf-usp-protocol\\r\\n", Right: "Sec-WebSocket-Extensions: permessage-deflate\\r\\n",
}

var extOrder = Rule{
	ID: "ws.ext.order", Level: Explanatory, Severity: Note, Binds: Either,
	Cites: []Cite{{RFC: 6455, Section: "9.1"}},
	Title: "The order of the {n} extensions means something",
	Why:   "In a request it is the order of preference; in the answer it is the order in which they work on the data.",
	Who:   "Programs that sort the list change its meaning.",
	Cure:  "Keep the order.",
	Wrong: "permessage-deflate, bbf-usp-protocol", Right: "Sec-WebSocket-Extensions: permessage-deflate",
}

var answerExtOffered = Rule{
	ID: "ws.resp.ext.offered", Level: Must, Severity: Error, Binds: Pair,
	Cites: []Cite{{RFC: 6455, Section: "4.1", Item: "check 5"}, {RFC: 6455, Section: "9"}, {RFC: 6455, Section: "4.2.2", Item: "item 4"}},
	Title: "The server uses the extension {got}, which the client did not offer",
	Why:   "An extension changes the frames. Who has not offered it cannot read them.",
	Who:   "Every browser fails the connection.",
	Cure:  "Answer only with extensions that the request offers.",
	Wrong: "Sec-WebSocket-Extensions: bbf-usp-protocol\\r\\n", Right: "Sec-WebSocket-Extensions: permessage-deflate\\r\\n",
}

var answerExtNotEmpty = Rule{
	ID: "ws.resp.ext.not-empty", Level: Grammar, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "4.3"}, {RFC: 6455, Section: "4.2.2", Item: "item 4"}},
	Title: "The server's Sec-WebSocket-Extensions is empty",
	Why:   "No extension is said by leaving the field out.",
	Who:   "Chrome fails the connection; Firefox and WebKit open it.",
	Cure:  "Leave the line out.",
	Wrong: "Sec-WebSocket-Extensions:\\r\\n", Right: "Sec-WebSocket-Extensions: permessage-deflate\\r\\n",
}

var answerExtOnce = Rule{
	ID: "ws.resp.ext.once", Level: MustNot, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 6455, Section: "11.3.2"}, {RFC: 6455, Section: "4.2.2", Item: "item 5"}},
	Title: "Sec-WebSocket-Extensions stands on {n} lines of the answer",
	Why:   "RFC 6455 says both: one section allows several lines, another forbids them. One line is right for both.",
	Who:   "Clients that read one line only do not know of the other extension.",
	Cure:  "Put all into one line, with a comma between.",
	Wrong: "Sec-WebSocket-Extensions: permessage-deflate\\r\\nSec-WebSocket-Extensions: bbf-usp-protocol\\r\\n", Right: "Sec-WebSocket-Extensions: permessage-deflate, bbf-usp-protocol\\r\\n",
}

var extUnaccepted = Rule{
	ID: "ws.ext.unused-until-accepted", Level: MustNot, Severity: Error, Binds: Client,
	Cites: []Cite{{RFC: 6455, Section: "9.1"}, {RFC: 7692, Section: "6"}},
	Title: "The client's frame uses the extension that was offered, but the server did not take it",
	Why:   "An offer alone allows nothing. Only what the 101 names is in force.",
	Who:   "The other end sees a reserved bit that means nothing and closes with 1002.",
	Cure:  "Compress only if the 101 says permessage-deflate.",
	Wrong: `\xC1\x87`, Right: `\x81\x85`,
}

var extensionsTopic = topic{"ws-extensions", []*Rule{&extABNF, &extQuotedToken, &extSpace, &extRegistered, &extParamsDefined,
	&extLines, &extOrder, &answerExtOffered, &answerExtNotEmpty, &answerExtOnce, &extUnaccepted}}

func checkExtensionOffer(j *judge, m *Message) {
	l := m.first(ExtensionsField)
	if l == nil {
		return
	}
	whole, empty := checkExtensionGrammar(j, m)
	if empty {
		j.findLine(&extABNF, m, l).got(m, l.Value).cutLine(m, l).consequenceOf(j, "h1.list.at-least-one")
	}
	if !whole || empty || !j.full {
		return
	}
	all := m.extensions()
	checkExtensionNames(j, m, all)
	checkDeflateOffers(j, m, all)
	if n := m.count(ExtensionsField); n > 1 {
		j.find(&extLines, m.whole(m.lines(ExtensionsField)[1])).arg("n", itoa(n))
	}
}

// grammarCheck goes through a list of extensions without keeping it.
type grammarCheck struct {
	j              *judge
	m              *Message
	faults, spaces int
}

// checkExtensionGrammar tells whether all elements fit the grammar, and whether
// there are none.
func checkExtensionGrammar(j *judge, m *Message) (whole, empty bool) {
	g := grammarCheck{j: j, m: m}
	empty = true
	for x := m.walk(ExtensionsField); x.next(); {
		if x.Empty() {
			continue
		}
		empty = false
		name, at := m.extensionName(x.Range)
		if !isToken(m.Text(name)) {
			out := Place{}
			if j.full && g.faults < findingsPerRule {
				out = m.memberOut(ExtensionsField, x.Range)
			}
			g.fault(&extABNF, x.Range, Range{out.Start, out.End}, "")
			at = x.End
		}
		for at < x.End && !g.enough() {
			var p extensionParam
			p, at = m.extensionParam(at, x.End)
			g.param(&p)
		}
		if g.enough() {
			break
		}
	}
	return g.faults == 0, empty
}

// enough tells that more faults would change nothing.
func (g *grammarCheck) enough() bool {
	return g.faults > findingsPerRule || g.faults > 0 && !g.j.full
}

func (g *grammarCheck) fault(r *Rule, at, fixAt Range, replace string) {
	if g.faults++; g.faults <= findingsPerRule {
		g.j.findAt(r, g.m, at).put(g.m, fixAt, replace)
	}
}

// param judges one parameter.
func (g *grammarCheck) param(p *extensionParam) {
	m := g.m
	whole := Range{p.Semicolon, p.end(m)}
	switch value := m.Text(p.Value); {
	case !isToken(m.Text(p.Name)):
		g.fault(&extABNF, whole, whole, "")
	case p.Equals < 0:
	case len(value) > 0 && value[0] == '"':
		plain, closed := unquote(value)
		_, closable := unquote(append(value[:len(value):len(value)], '"'))
		switch {
		case !closed && closable:
			g.fault(&extABNF, p.Value, Range{p.Value.End, p.Value.End}, `"`)
		case !closed:
			g.fault(&extABNF, p.Value, whole, "")
		case !isToken(plain):
			g.fault(&extQuotedToken, p.Value, whole, "")
		}
	case !isToken(value):
		g.fault(&extABNF, whole, whole, "")
	}
	spaced := p.Equals >= 0 && (p.Equals > p.Name.End || p.Value.Start > p.Equals+1)
	if !g.j.full || g.faults > 0 || !spaced || g.spaces == findingsPerRule {
		return
	}
	g.spaces++
	r := Range{p.Name.Start, whole.End}
	compact := string(m.Text(p.Name)) + "=" + string(m.Text(p.Value))
	g.j.findAt(&extSpace, m, r).want(compact).put(m, r, compact)
}

// end is the offset after a parameter, without the white space behind it.
func (p *extensionParam) end(m *Message) int {
	switch {
	case p.Equals >= 0 && !p.Value.Empty():
		return p.Value.End
	case p.Equals >= 0:
		return p.Equals + 1
	case !p.Name.Empty():
		return p.Name.End
	}
	return p.Semicolon + 1
}

// deflateParamNames are those of RFC 7692 §7.1.
var deflateParamNames = [...]string{"server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits", "client_max_window_bits"}

// checkExtensionNames looks at the names of a list that fits the grammar.
func checkExtensionNames(j *judge, m *Message, all []extension) {
	names, told := 0, 0
	for i := range all {
		e := &all[i]
		name := string(m.Text(e.Name))
		if i == 0 || name != string(m.Text(all[i-1].Name)) {
			names++
		}
		if told >= findingsPerRule {
			continue
		}
		switch {
		case contains(deflateParamNames[:], name):
			told++
			f := j.findAt(&extParamsDefined, m, e.Name)
			if i > 0 && all[i-1].Line == e.Line {
				f.put(m, Range{all[i-1].End, e.Start}, "; ")
			}
		case !registeredExtension(m.Text(e.Name)):
			told++
			rule := &regExtensionKnown
			if m.Side == FromServer {
				rule = &extRegistered
			}
			f := j.findAt(rule, m, e.Name)
			if f != nil && !(m.Side == FromClient && j.given) { // the answer may have taken it up
				f.fix(m.withoutMember(ExtensionsField, e.Member), "")
			}
			if nearDeflate(name) {
				j.findAt(&deflateMisspelt, m, e.Name).because(rule).fixOffer(m, e.Name, deflateName)
			}
		}
	}
	if names > 1 && told == 0 {
		j.find(&extOrder, m.place(all[0].Range)).arg("n", itoa(names))
	}
}

// fixOffer is a fix for an offer only: in an answer it would name what nobody
// offered.
func (f *Finding) fixOffer(m *Message, r Range, replace string) *Finding {
	if m.Side == FromClient {
		return f.put(m, r, replace)
	}
	return f
}

func checkExtensionAnswer(j *judge) {
	m := j.res
	j.deriveOptions(ExtensionsField)
	l := m.first(ExtensionsField)
	if l == nil || !j.given {
		return
	}
	lines := m.lines(ExtensionsField)
	if len(lines) > 1 {
		a, b := lines[0], lines[1]
		joined := ", " + string(m.Text(b.Value)) + string(m.raw[a.Value.End:b.Start])
		j.findLine(&answerExtOnce, m, b).got(m, b.Value).arg("n", itoa(len(lines))).put(m, Range{a.Value.End, b.Next}, joined)
	}
	whole, empty := checkExtensionGrammar(j, m)
	if empty {
		j.findLine(&answerExtNotEmpty, m, l).got(m, l.Value).cutLine(m, l)
	}
	if !whole || empty {
		return
	}
	all := m.extensions()
	var offers []extension
	if j.asked() {
		offers = j.req.extensions()
	}
	faults := 0
	for i := range all {
		e := &all[i]
		name := m.Text(e.Name)
		if j.asked() && !offeredExtension(j.req, offers, name) && faults < findingsPerRule {
			faults++
			f := j.findAt(&answerExtOffered, m, e.Name)
			f.fix(m.memberOut(ExtensionsField, e.Range), "")
		}
	}
	checkExtensionNames(j, m, all)
	checkDeflateAnswer(j, m, all, offers)
}

func offeredExtension(m *Message, offers []extension, name []byte) bool {
	for i := range offers {
		if string(m.Text(offers[i].Name)) == string(name) {
			return true
		}
	}
	return false
}

// checkUnaccepted is for a client's frame with RSV1 where no compression is in
// force: if it had been offered and the 101 does not take it up, that is the
// reason. A server has offered nothing.
func (r *frameReader) checkUnaccepted(f *frame) bool {
	if f.rsv() != 4 || r.side != FromClient || !offeredExtension(r.j.req, r.j.req.extensions(), []byte(deflateName)) {
		return false
	}
	x := r.find(&extUnaccepted, f.firstByte()).gotText(Hex([]byte{f.first}))
	r.fixRSV(x, f)
	return x != nil
}
