package handshake

// The server's answer to an offer of permessage-deflate (RFC 7692 §7, §7.1):
// here nothing is declined, a client fails the connection. The answer must be
// explicable by one single offer, taken alone.

var deflateServerTakeoverValue = Rule{
	ID: "pmd.snct.no-value", Level: Must, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 7692, Section: "7"}, {RFC: 7692, Section: "7.1.1.1"}},
	Title: "The answer gives server_no_context_takeover a value; it takes none",
	Why:   "The parameter is said or not said. A value has no meaning, so it may hide a misunderstanding.",
	Who:   "Browsers fail the connection with an error in permessage-deflate.",
	Cure:  "Write the name alone.",
	Wrong: "server_no_context_takeover=1", Right: "permessage-deflate; server_no_context_takeover\\r\\n",
}

var deflateMustEcho = Rule{
	ID: "pmd.snct.must-echo", Level: Must, Severity: Error, Binds: Pair,
	Cites: []Cite{{RFC: 7692, Section: "7"}, {RFC: 7692, Section: "7.1.1.1"}},
	Title: "The offer asks for server_no_context_takeover, and the answer does not repeat it",
	Why:   "Repeating it is how the server promises to forget its window after each message. A client may have no memory for it.",
	Who:   "Clients that asked for it fail the connection, such as Python's websockets.",
	Cure:  "Repeat the parameter, or decline the offer.",
	Wrong: "HTTP/1.1 101 Switching Protocols\\r\\nSec-WebSocket-Extensions: permessage-deflate\\r\\n", Right: "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\\r\\n",
}

var deflateServerTakeoverOwn = Rule{
	ID: "pmd.snct.volunteer", Level: May, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 7692, Section: "7.1.1.1"}},
	Title: "The server adds server_no_context_takeover of its own accord",
	Why:   "It only promises something about its own compression, which hurts no client.",
	Who:   "Nobody. A client that fails on it is too strict.",
	Cure:  "Nothing to do.",
	Wrong: "permessage-deflate; server_no_context_takeover", Right: "Sec-WebSocket-Extensions: permessage-deflate\\r\\n",
}

var deflateClientTakeoverValue = Rule{
	ID: "pmd.cnct.no-value", Level: Must, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 7692, Section: "7"}, {RFC: 7692, Section: "7.1.1.2"}},
	Title: "The answer gives client_no_context_takeover a value; it takes none",
	Why:   "The parameter is said or not said. A value has no meaning, so it may hide a misunderstanding.",
	Who:   "Browsers fail the connection with an error in permessage-deflate.",
	Cure:  "Write the name alone.",
	Wrong: "client_no_context_takeover=1", Right: "permessage-deflate; client_no_context_takeover\\r\\n",
}

var deflateClientTakeoverHint = Rule{
	ID: "pmd.cnct.hint", Level: May, Severity: Note, Binds: Pair,
	Cites: []Cite{{RFC: 7692, Section: "7.1.1.2"}},
	Title: "client_no_context_takeover stands on one side only, which is allowed",
	Why:   "In an offer it is a hint that the server may pass over; in an answer it is an order, asked for or not.",
	Who:   "Nobody. A client that fails because its hint does not come back is too strict.",
	Cure:  "Nothing to do.",
	Wrong: "permessage-deflate; client_no_context_takeover", Right: "Sec-WebSocket-Extensions: permessage-deflate\\r\\n",
}

var deflateServerBitsAnswer = Rule{
	ID: "pmd.smwb.response", Level: Must, Severity: Error, Binds: Pair,
	Cites: []Cite{{RFC: 7692, Section: "7"}, {RFC: 7692, Section: "7.1.2.1"}},
	Title: "The offer limits the server's window to {want} bits, the answer does not keep to it",
	Why:   "The client keeps a window of that size to unpack messages. References that go further back cannot be resolved.",
	Who:   "Clients that set the limit fail the connection.",
	Cure:  "Repeat server_max_window_bits with the same or a smaller number, or decline the offer.",
	Wrong: "permessage-deflate; server_max_window_bits=12", Right: "permessage-deflate; server_max_window_bits=10\\r\\n",
}

var deflateServerBitsOwn = Rule{
	ID: "pmd.smwb.volunteer", Level: May, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 7692, Section: "7.1.2.1"}},
	Title: "The server names its window size of its own accord",
	Why:   "A smaller window of the server can be read by every client.",
	Who:   "Nobody. A client that fails on it is too strict; some did.",
	Cure:  "Nothing to do.",
	Wrong: "permessage-deflate; server_max_window_bits=15", Right: "Sec-WebSocket-Extensions: permessage-deflate\\r\\n",
}

var deflateClientBitsOffered = Rule{
	ID: "pmd.cmwb.only-if-offered", Level: MustNot, Severity: Error, Binds: Pair,
	Cites: []Cite{{RFC: 7692, Section: "7.1.2.2"}},
	Title: "The answer limits the client's window, which the offer did not allow",
	Why:   "Not every client can make its window smaller. By naming client_max_window_bits a client says that it can.",
	Who:   "Go's and other clients that did not offer it fail the connection.",
	Cure:  "Leave client_max_window_bits out of the answer.",
	Wrong: "permessage-deflate; client_max_window_bits=15", Right: "Sec-WebSocket-Extensions: permessage-deflate\\r\\n",
}

var deflateClientBitsValue = Rule{
	ID: "pmd.cmwb.response-value", Level: Must, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 7692, Section: "7"}, {RFC: 7692, Section: "7.1.2.2"}},
	Title: "client_max_window_bits in an answer needs a number from 8 to 15",
	Why:   "Without a value the name is a question; in the answer the server says the size.",
	Who:   "Browsers fail the connection. Servers that send the offer back unchanged do this.",
	Cure:  "Name the number, or leave the parameter out.",
	Wrong: "HTTP/1.1 101 Switching Protocols\\r\\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\\r\\n", Right: "permessage-deflate; client_max_window_bits=10\\r\\n",
}

var deflateClientBitsLarger = Rule{
	ID: "pmd.cmwb.not-larger", Level: Practice, Severity: Warning, Binds: Pair,
	Cites: []Cite{{RFC: 7692, Section: "7.1.2.2"}},
	Title: "The client offered a window of {want} bits, the answer names a larger one",
	Why:   "A server may pass over the client's number, which is only a hint. But a larger one allows what the client said it will not do.",
	Who:   "Several clients fail the connection, among them ws for Node and Python's websockets.",
	Cure:  "Name the same or a smaller number, or leave the parameter out.",
	Wrong: "permessage-deflate; client_max_window_bits=12", Right: "permessage-deflate; client_max_window_bits=10\\r\\n",
}

var deflateClientBitsLeft = Rule{
	ID: "pmd.cmwb.optional", Level: May, Severity: Note, Binds: Server,
	Cites: []Cite{{RFC: 7692, Section: "7.1.2.2"}},
	Title: "The server leaves the client's window size out: it can read every size up to 15 bits",
	Why:   "In an offer the number is a hint for the server, not a question that must be answered. Unless the answer names a size, the client may use any.",
	Who:   "Nobody. A client that demands it is too strict.",
	Cure:  "Nothing to do.",
	Wrong: "permessage-deflate; client_max_window_bits=10", Right: "permessage-deflate; client_max_window_bits\\r\\n",
}

var deflateAnswerInvalid = Rule{
	ID: "pmd.response.invalid", Level: Must, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 7692, Section: "7"}},
	Title: "The answer of permessage-deflate holds what no client can follow: {got}",
	Why:   "An unknown, repeated or senseless parameter may change the compression. In an answer nothing can be declined.",
	Who:   "Every client fails the connection.",
	Cure:  "Answer with the four parameters of RFC 7692 only, each once and with a right value.",
	Wrong: "permessage-deflate; foo", Right: "Sec-WebSocket-Extensions: permessage-deflate\\r\\n",
}

var deflateMatchesOffer = Rule{
	ID: "pmd.response.matches-offer", Level: Must, Severity: Error, Binds: Pair,
	Cites: []Cite{{RFC: 7692, Section: "5"}, {RFC: 7692, Section: "7"}},
	Title: "The answer fits none of the offers of permessage-deflate",
	Why:   "Each offer stands alone. The server accepts one of them and may not mix several.",
	Who:   "The client does not know which offer was accepted and fails the connection.",
	Cure:  "Take one offer and answer to that one.",
	Wrong: "permessage-deflate; client_max_window_bits=9", Right: "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10\\r\\n",
}

var deflateOne = Rule{
	ID: "pmd.response.one", Level: MustNot, Severity: Error, Binds: Server,
	Cites: []Cite{{RFC: 7692, Section: "5"}, {RFC: 7692, Section: "6"}},
	Title: "The answer accepts permessage-deflate twice",
	Why:   "Both would mark compressed messages with the same bit, so no frame could be read.",
	Who:   "Every client fails the connection. Servers that answer each fallback offer do this.",
	Cure:  "Accept one of the offers and leave the others out.",
	Wrong: "permessage-deflate, permessage-deflate", Right: "Sec-WebSocket-Extensions: permessage-deflate\\r\\n",
}

var deflateAnswerTopic = topic{"deflate-answer", []*Rule{&deflateServerTakeoverValue, &deflateMustEcho, &deflateServerTakeoverOwn,
	&deflateClientTakeoverValue, &deflateClientTakeoverHint, &deflateServerBitsAnswer, &deflateServerBitsOwn,
	&deflateClientBitsOffered, &deflateClientBitsValue, &deflateClientBitsLarger, &deflateClientBitsLeft,
	&deflateAnswerInvalid, &deflateMatchesOffer, &deflateOne}}

// checkDeflateAnswer judges each permessage-deflate of the answer; offers are
// those of the request, none when it is not known.
func checkDeflateAnswer(j *judge, m *Message, all, offers []extension) {
	var first *extension
	for i := range all {
		e := &all[i]
		switch {
		case string(m.Text(e.Name)) != deflateName:
		case first == nil:
			first = e
		default:
			out := m.memberOut(ExtensionsField, e.Range)
			j.findAt(&deflateOne, m, e.Range).fix(out, "")
			return
		}
	}
	if first == nil {
		return
	}
	answer := m.deflate(first, false)
	if answer.fault != deflateFine {
		checkDeflateFault(j, m, &answer)
		return
	}
	if j.asked() && offeredExtension(j.req, offers, []byte(deflateName)) {
		checkDeflateMatch(j, m, first, &answer, offers)
	}
}

// checkDeflateFault names what is wrong with one parameter of the answer.
func checkDeflateFault(j *judge, m *Message, answer *deflateParams) {
	p := answer.bad
	whole := Range{p.Semicolon, p.end(m)}
	shown := Range{p.Name.Start, whole.End}
	rule, at, replace := &deflateAnswerInvalid, whole, ""
	switch answer.fault {
	case deflateValueUnwanted:
		rule, at = &deflateServerTakeoverValue, Range{p.Name.End, whole.End}
		if m.raw[p.Name.Start] == 'c' {
			rule = &deflateClientTakeoverValue
		}
	case deflateClientBits:
		rule = &deflateClientBitsValue
	}
	j.findAt(rule, m, shown).put(m, at, replace)
}

// checkDeflateMatch looks for the one offer that explains the answer. With one
// offer the finding says what is amiss; with several that fail in several ways
// it says that none fits.
func checkDeflateMatch(j *judge, m *Message, e *extension, answer *deflateParams, offers []extension) {
	var cause *Rule
	var blamed, valid deflateParams
	for i := range offers {
		if string(j.req.Text(offers[i].Name)) != deflateName {
			continue
		}
		offer := j.req.deflate(&offers[i], true)
		if offer.fault != deflateFine {
			continue // it had to be declined
		}
		rule := answer.breaks(&offer)
		switch {
		case rule == nil:
			noteDeflateFreedom(j, m, e, answer, &offer)
			return
		case cause == nil:
			cause, blamed, valid = rule, offer, offer
		case cause != rule:
			cause, blamed = &deflateMatchesOffer, offer
		}
	}
	at := m.place(e.Range)
	switch cause {
	case nil: // all offers had to be declined
		out := m.memberOut(ExtensionsField, e.Range)
		j.find(&deflateMatchesOffer, at).got(m, e.Range).fix(out, "")
	case &deflateMatchesOffer:
		j.find(cause, at).got(m, e.Range).want(valid.answer()).fix(at, valid.answer())
	case &deflateMustEcho:
		end := m.place(Range{e.End, e.End})
		j.find(cause, at).got(m, e.Range).want("server_no_context_takeover").fix(end, "; server_no_context_takeover")
	case &deflateClientBitsOffered:
		r := e.param(m, "client_max_window_bits")
		j.findAt(cause, m, r).put(m, r, "")
	default:
		bits := itoa(blamed.serverBits)
		f := j.find(cause, at).got(m, e.Range).want(bits)
		if r := e.param(m, "server_max_window_bits"); !r.Empty() {
			f.put(m, r, "; server_max_window_bits="+bits)
		} else {
			f.put(m, Range{e.End, e.End}, "; server_max_window_bits="+bits)
		}
	}
}

// breaks names the rule by which the answer is none to the offer, or nil.
func (d *deflateParams) breaks(offer *deflateParams) *Rule {
	switch {
	case d.hasClientBits && !offer.hasClientBits:
		return &deflateClientBitsOffered
	case offer.serverNoTakeover && !d.serverNoTakeover:
		return &deflateMustEcho
	case offer.hasServerBits && (!d.hasServerBits || d.serverBits > offer.serverBits):
		return &deflateServerBitsAnswer
	}
	return nil
}

// noteDeflateFreedom tells where the server used a freedom that over-strict
// clients do not grant.
func noteDeflateFreedom(j *judge, m *Message, e *extension, answer, offer *deflateParams) {
	at := m.place(e.Range)
	if offer.clientBits > 0 && answer.clientBits > offer.clientBits {
		r := e.param(m, "client_max_window_bits")
		bits := itoa(offer.clientBits)
		j.findAt(&deflateClientBitsLarger, m, r).want(bits).put(m, r, "; client_max_window_bits="+bits)
	}
	if answer.serverNoTakeover && !offer.serverNoTakeover {
		j.find(&deflateServerTakeoverOwn, at)
	}
	if answer.clientNoTakeover != offer.clientNoTakeover {
		j.find(&deflateClientTakeoverHint, at)
	}
	if answer.hasServerBits && !offer.hasServerBits {
		j.find(&deflateServerBitsOwn, at)
	}
	if offer.clientBits > 0 && !answer.hasClientBits {
		j.find(&deflateClientBitsLeft, at)
	}
}

// param is a parameter of the element with its semicolon; empty if it is not there.
func (e *extension) param(m *Message, name string) Range {
	for i := range e.Params {
		if p := &e.Params[i]; string(m.Text(p.Name)) == name {
			return Range{p.Semicolon, p.end(m)}
		}
	}
	return Range{}
}
