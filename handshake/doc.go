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
//	predict.go                             what browsers do with a response
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
// cannot show whether they are kept.
package handshake
