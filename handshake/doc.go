// Package handshake knows the HTTP/1.1 Upgrade handshake: bytes, rules, steps,
// verdicts. It is pure: bytes in, a report or bytes out; no I/O, no clock, no
// randomness, no goroutine, and it never fails or panics. What is wrong with
// the bytes is in the report.
//
// # Ways in
//
//	Inspect(exchange, policy)   everything about an exchange: verdict, steps, findings, spans
//	Decide(request, policy)     what a server does with a request, without a report
//	Respond(request, policy)    the bytes that it sends back
//	Build(offer)                the bytes of a client's request
//	Explain(report, side, at)   what one byte is
//	AcceptFor(key)              the Sec-WebSocket-Accept for a key
//	ParseCases, Case.Append     exchanges as text files: tests, gallery, recordings
//
// The page's simulated server and the dev server's real one both are Decide.
// Decide and Inspect are two readers of one set of checks: see judge.go.
//
// # Rooms
//
//	octet.go show.go digest.go accept.go   octets, notation, digests, the Accept
//	message.go message_query.go leaf.go    the lossless parser, what rules ask of it, its leaf spans
//	fields.go extensions.go deflate.go     the fields, their lists and parameters
//	rule.go judge.go steps.go flow.go      how rules are written, fired and ordered
//	rules_TOPIC.go                         the rules of one topic with the check that fires them
//	protocol_NAME.go                       one upgrade token and all that is specific to it
//	frames.go h2frames.go …                bytes after the switch
//	respond.go build.go fix.go             what the server sends, what the client sends, cures
//	inspect.go headline.go report.go json.go explain.go
//	                                       the report, its verdict, its JSON, one byte explained
//	predict.go predict_read.go predict_switch.go predict_deflate.go predict_frames.go
//	                                       what browsers do with a response and the frames behind it
//	predict_servers*.go                    what servers and proxies answer to a request
//	case.go cases/                         exchanges as text
//
// # Levels and severities
//
// The level is the word of the source (MUST, SHOULD, …). The severity says
// what follows and is Error only where the strict recipient refuses; a broken
// MUST that no rule makes anybody refuse is a Violation; what is legal or
// tolerated and likely to hurt is a Warning; a Note only explains. A Note is
// never a fault.
//
// # Rows that no exchange can show
//
// These requirements of the catalogue bind, but the bytes of one exchange
// cannot show whether they are kept. A test holds that each row is a rule or
// stands here.
//
//   - up.h3.no-fields, up.h3.no-101: written as lines, a field section of HTTP/3
//     looks like one of HTTP/2: up.h2.no-fields and up.h2.no-101 fire for both
//   - ws.uri.scheme, ws.uri.port-default: the script's address is not sent: what
//     of its scheme shows in a target is ws.req.target, and the port that was
//     dialled lies below HTTP
//   - ws.conn.one-connecting: speaks of several connections at once; an exchange
//     is one
//   - ws.srv.field-order: forbids the server a demand; every order of fields is
//     right, so none breaks it
//   - ws.resp.whole: says that every other departure of the 101 fails too; each
//     departure has its own rule
//   - ws.close.fail: what one end does after the other's error: the two
//     directions have no common clock
//   - h2ws.setting.first, h2ws.end-stream, h3ws.same: matters of frames, flags
//     and time around a field section, not in it
//   - tls.resp.original-answer: the answer to the first request is inside TLS
//   - br.url.parse, br.url.scheme, br.url.http-mapped: new WebSocket throws, or
//     maps, before a byte is sent
//   - br.mixed, prac.mixed, prac.csp, prac.port, prac.local-network: the browser
//     blocks before a byte is sent (a blocked port in Host is br.port.bad)
//   - prac.tcp.refused: no byte is sent
//   - prac.proxy.idle, prac.go.timeouts: strike long after the handshake; a
//     recording shows no time-out
//   - prac.timeout: a head that does not end is h1.msg.complete; waiting itself
//     has no bytes
//
// # Requirements beside the rows that bytes do not show
//
// RFC 9110: that a sender keeps to the version it names (§2.5, §6.2), which
// sizes a server takes (§5.4), whether the connection is the site's (§7.4),
// which fields of a TRACE are secrets (§9.3.8), that 100 comes at once and what
// a client does after 417 (§10.1.1). Trailers (§6.5.1, RFC 9112 §7.1.2) come
// after the decision, and which fields may stand there each definition says.
//
// RFC 9112: a response that ends with its connection has no end in bytes
// (§6.1); broken chunks end the content, and what they were meant to be is not
// told (§7.1); who closes, and when (§9.3, §9.5, §9.6).
//
// RFC 9113 §8.4, §8.7 and RFC 8441 §4: pushed requests, GOAWAY, RST_STREAM,
// where a tunnel leads. RFC 2817 §3.3, §5: what is inside TLS, and what a proxy
// does with a 426. RFC 7540 §3.5: that SETTINGS are confirmed, for that may still
// come.
//
// RFC 9298 §2 and RFC 9484 §3: the template that a path was made from. RFC 9298
// §3.1, §4 and RFC 9484 §4.1, §5: DNS before the answer, sockets, time-outs,
// Proxy-Status, for a reason that only the proxy knows, and who gave a context
// its number. RFC 9297 §3.2, §3.3: what an end does with an unknown capsule, and
// whether the stream ended inside one. RFC 9484 §4.7.2: that every request for
// an address is answered, for the answer may still come.
//
// # Rows that another rule says
//
// What the field calls by its own name is found by the rule that is broken.
//
//   - ws.conn.tls-first: prac.tls.mismatch, for clear text that meets a port with
//     TLS; TLS that came first as it should has ended before the first byte
//   - pmd.offer.unsupported: pmd.frame.data, where a server that said yes to a
//     small window reaches beyond it; its no is an offer left out
//   - prac.redirect: ws.srv.redirect
//   - prac.proxy.no-switch: up.proxy.forward-1xx
//   - prac.accept.wrong: ws.resp.accept.value, with its forensics
//   - prac.accept.missing: ws.resp.accept.present
//   - prac.upgrade.missing: up.resp.101-upgrade, up.resp.101-connection
//   - prac.upgrade.value: ws.resp.upgrade
//   - prac.header.twice: the rules …once of each field
//   - prac.subprotocol.other: ws.resp.protocol.offered
//   - prac.subprotocol.unasked: ws.resp.protocol.offered
//   - prac.subprotocol.list: ws.resp.protocol.single
//   - prac.key.length: ws.req.key.length
//   - prac.text.newlines: h1.msg.line-end, and the forensics for a kept CR, LF
//     or space
//   - prac.frames.rsv1: ws.frame.rsv
//   - prac.frames.masked-server: ws.frame.server-unmasked
//   - prac.deflate.params: the rules pmd.…
//   - prac.go.h2: up.h2.no-fields, or an extended CONNECT
package handshake
