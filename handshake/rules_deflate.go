package handshake

// Offers of permessage-deflate (RFC 7692 §5.1, §7): an offer that is not valid
// is declined, which means that the server passes over it and takes the next
// one, or none. That is no reason to refuse the handshake; so these rules warn
// where the table of the RFC says "decline". What is wrong in the answer of the
// server fails the connection: rules_deflate_answer.go.

var deflateMisspelt = Rule{
	ID: "pmd.name", Level: Explanatory, Severity: Note, Binds: Either,
	Cites: []Cite{{RFC: 7692, Section: "7"}, {RFC: 6455, Section: "11.4"}},
	Title: "{got} is not the compression that everybody speaks: that is permessage-deflate",
	Why:   "Older drafts and browsers had names of their own; only permessage-deflate became a standard.",
	Who:   "The server passes over the name, and nothing is compressed.",
	Cure:  "Write permessage-deflate.",
	Wrong: "Sec-WebSocket-Extensions: x-webkit-deflate-frame", Right: "Sec-WebSocket-Extensions: permessage-deflate",
}

var deflateSeveral = Rule{
	ID: "pmd.offer.several", Level: May, Severity: Note, Binds: Client,
	Cites: []Cite{{RFC: 7692, Section: "5"}},
	Title: "permessage-deflate is offered {n} times, best first",
	Why:   "The later ones are for servers that cannot do what the first one asks. The server takes one of them.",
	Who:   "Servers that keep one offer for each name lose the first or the last.",
	Cure:  "Nothing to do.",
	Wrong: "permessage-deflate; server_max_window_bits=10, permessage-deflate", Right: "Sec-WebSocket-Extensions: permessage-deflate\\r\\n",
}

var deflateUnknownParam = Rule{
	ID: "pmd.offer.unknown-param", Level: Must, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 7692, Section: "7"}, {RFC: 6455, Section: "9.1"}},
	Title: "The server passes over this offer: permessage-deflate has no parameter {got}",
	Why:   "A parameter that the server does not know could change the compression, so it must not guess.",
	Who:   "The handshake goes on with the next offer or without compression; some servers wrongly answer 400 or 500.",
	Cure:  "Use the four parameters of RFC 7692 only.",
	Wrong: "permessage-deflate; level=9", Right: "permessage-deflate; client_max_window_bits",
}

var deflateBadValue = Rule{
	ID: "pmd.offer.bad-value", Level: Must, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 7692, Section: "7"}, {RFC: 7692, Section: "7.1.1"}},
	Title: "The server passes over this offer: {got} takes no value",
	Why:   "The two no_context_takeover parameters are said or not said; they are no switches with on and off.",
	Who:   "The handshake goes on with the next offer or without compression.",
	Cure:  "Write the name alone, or leave it out.",
	Wrong: "permessage-deflate; client_no_context_takeover=true", Right: "permessage-deflate; client_no_context_takeover",
}

var deflateRepeated = Rule{
	ID: "pmd.offer.repeat-param", Level: Must, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 7692, Section: "7"}},
	Title: "The server passes over this offer: {got} stands in it twice",
	Why:   "Two values of one parameter leave open which counts.",
	Who:   "The handshake goes on with the next offer or without compression.",
	Cure:  "Say it once; an alternative is an offer of its own, after a comma.",
	Wrong: "server_no_context_takeover; server_no_context_takeover", Right: "permessage-deflate; server_no_context_takeover",
}

var deflateOfferServerBits = Rule{
	ID: "pmd.smwb.offer-value", Level: Must, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 7692, Section: "7"}, {RFC: 7692, Section: "7.1.2.1"}},
	Title: "The server passes over this offer: server_max_window_bits needs a number from 8 to 15",
	Why:   "The number says how far back the server's compression may refer: 2 to that power bytes.",
	Who:   "The handshake goes on with the next offer or without compression; some servers wrongly answer 400.",
	Cure:  "Give a number from 8 to 15 without a leading zero.",
	Wrong: "permessage-deflate; server_max_window_bits=16", Right: "permessage-deflate; server_max_window_bits=15",
}

var deflateOfferClientBits = Rule{
	ID: "pmd.cmwb.offer-value", Level: Must, Severity: Warning, Binds: Client,
	Cites: []Cite{{RFC: 7692, Section: "7"}, {RFC: 7692, Section: "7.1.2.2"}},
	Title: "The server passes over this offer: client_max_window_bits is not from 8 to 15",
	Why:   "Alone the name says that the server may set a limit; with a value it names one, from 8 to 15.",
	Who:   "The handshake goes on with the next offer or without compression. Tomcat once answered 500 to it.",
	Cure:  "Leave the value out, or give a number from 8 to 15.",
	Wrong: "permessage-deflate; client_max_window_bits=16", Right: "permessage-deflate; client_max_window_bits",
}

var deflateDeclineSilent = Rule{
	ID: "pmd.decline-is-silent", Level: Practice, Severity: Warning, Binds: Server,
	Cites: []Cite{{RFC: 7692, Section: "5"}, {RFC: 6455, Section: "9.1"}},
	Title: "The server answers {got}, perhaps because it cannot do what the extension asks",
	Why:   "An offer that does not suit is declined by leaving it out of a 101. It is no reason to refuse.",
	Who:   "Clients that offer more than a server knows cannot connect at all.",
	Cure:  "In the server: pass over the offer. In the client: offer permessage-deflate without parameters.",
	Wrong: "HTTP/1.1 500 Internal Server Error", Right: "HTTP/1.1 101 Switching Protocols",
}

var deflateTopic = topic{"deflate", []*Rule{&deflateMisspelt, &deflateSeveral, &deflateUnknownParam, &deflateBadValue,
	&deflateRepeated, &deflateOfferServerBits, &deflateOfferClientBits, &deflateDeclineSilent}}

// offerRules says which rule an invalid offer breaks.
var offerRules = [...]*Rule{deflateUnknown: &deflateUnknownParam, deflateTwice: &deflateRepeated,
	deflateValueUnwanted: &deflateBadValue, deflateServerBits: &deflateOfferServerBits, deflateClientBits: &deflateOfferClientBits}

func checkDeflateOffers(j *judge, m *Message, all []extension) {
	count, faults := 0, 0
	var second *extension
	for i := range all {
		e := &all[i]
		if string(m.Text(e.Name)) != deflateName {
			continue
		}
		if count++; count == 2 {
			second = e
		}
		d := m.deflate(e, true)
		if d.fault == deflateFine || faults >= findingsPerRule {
			continue
		}
		faults++
		p := d.bad
		whole := Range{p.Semicolon, p.end(m)}
		f := j.find(offerRules[d.fault], m.place(Range{p.Name.Start, whole.End}))
		switch d.fault {
		case deflateValueUnwanted:
			f.got(m, p.Name).put(m, Range{p.Name.End, whole.End}, "")
		case deflateServerBits:
			f.got(m, Range{p.Name.Start, whole.End}).want("8–15").put(m, Range{p.Name.End, whole.End}, "=15")
		case deflateClientBits:
			f.got(m, Range{p.Name.Start, whole.End}).want("8–15").put(m, Range{p.Name.End, whole.End}, "")
		default:
			f.got(m, p.Name).put(m, whole, "")
		}
	}
	if count > 1 {
		j.findAt(&deflateSeveral, m, second.Range).arg("n", itoa(count))
	}
}

// nearDeflate tells a name that was meant to be permessage-deflate.
func nearDeflate(name string) bool {
	for i := 0; i+len("deflat") <= len(name); i++ {
		if EqualFold(name[i:i+len("deflat")], "deflat") {
			return true
		}
	}
	return false
}

// demandingOffer tells whether a request offers compression that a server may
// be unable to do, or that is not valid.
func demandingOffer(m *Message) bool {
	all := m.extensions()
	for i := range all {
		if string(m.Text(all[i].Name)) != deflateName {
			continue
		}
		d := m.deflate(&all[i], true)
		if d.fault != deflateFine || d.hasServerBits {
			return true
		}
	}
	return false
}
