package handshake

// Of each kind of span and of the fields of the handshake: the rule that governs
// it, and what happens without it.

type absence struct {
	rule string // ID; empty where none is broken
	text Text
}

var kindLacks = [kindCount]absence{
	KindLeadingLine:     {"h1.msg.leading-crlf", Text{"lack.leading-line", "Nothing is missed."}},
	KindMethod:          {"h1.reqline.method", Text{"lack.method", "The server cannot read the line and answers 400."}},
	KindSpace:           {"h1.reqline.shape", Text{"lack.space", "Two parts run together, and the server answers 400."}},
	KindExtraSpace:      {"h1.param.no-space", Text{"lack.extra-space", "Every program reads the line alike. That is how it should be."}},
	KindTarget:          {"h1.reqline.shape", Text{"lack.request-target", "The server does not know what is asked for, and answers 400."}},
	KindVersion:         {"h1.version.syntax", Text{"lack.http-version", "The line would be that of HTTP/0.9, which knows no fields. Servers answer 400."}},
	KindStatusCode:      {"h1.status.shape", Text{"lack.status-code", "The client cannot tell what was decided, and gives up."}},
	KindReason:          {"h1.status.reason", Text{"lack.reason-phrase", "Nothing changes. Only the space before it has to stay."}},
	KindFieldName:       {"h1.field.name", Text{"lack.field-name", "The line is no field line, and servers answer 400."}},
	KindColon:           {"h1.field.name", Text{"lack.colon", "The line is no field line, and servers answer 400."}},
	KindOWS:             {"h1.field.trim", Text{"lack.ows", "Nothing changes."}},
	KindToken:           {"h1.list.sender-no-empty", Text{"lack.token", "An empty place in a list says nothing; readers skip it."}},
	KindProtocolName:    {"up.req.syntax", Text{"lack.protocol-name", "An Upgrade without a name offers nothing."}},
	KindSlash:           {"up.req.syntax", Text{"lack.slash", "Name and version become one word that nobody knows."}},
	KindProtocolVersion: {"reg.upgrade.version", Text{"lack.protocol-version", "Any version of the protocol is meant."}},
	KindComma:           {"h1.token.chars", Text{"lack.comma", "Two members become one that nobody knows."}},
	KindSemicolon:       {"ws.ext.abnf", Text{"lack.semicolon", "The parameter becomes a part of the name before it."}},
	KindParamName:       {"ws.ext.params-defined", Text{"lack.parameter-name", "A value without a name is no parameter: the extension is declined."}},
	KindEquals:          {"ws.ext.abnf", Text{"lack.equals", "Name and value run together to a parameter that nobody knows."}},
	KindParamValue:      {"pmd.offer.bad-value", Text{"lack.parameter-value", "The parameter only says that it is there. Not every one may stand like that."}},
	KindValue:           {"", Text{"lack.field-value", "An empty value is legal for most fields, and says nothing."}},
	KindFold:            {"h1.field.obs-fold-request", Text{"lack.obs-fold", "Better so: write the value on one line."}},
	KindCRLF:            {"h1.msg.line-end", Text{"lack.crlf", "The next line becomes a part of this one."}},
	KindLF:              {"h1.msg.line-end", Text{"lack.lf", "The next line becomes a part of this one."}},
	KindEmptyLine:       {"h1.msg.complete", Text{"lack.empty-line", "The other side waits for more until it gives up."}},
	KindBadOctet:        {"h1.field.crlf-nul", Text{"lack.bad-octet", "The element is legal again."}},
	KindMalformedLine:   {"h1.field.name", Text{"lack.malformed-line", "The message is one that a server can read."}},
	KindUnfinished:      {"h1.msg.complete", Text{"lack.unfinished", "Nothing else changes: the other side waits in any case."}},
	KindBody:            {"h1.body.bad-length", Text{"lack.body", "A reader that was promised a body waits for it."}},
	KindNextMessage:     {"up.req.same-connection", Text{"lack.next-message", "The server has one request to answer, and that is enough."}},
	KindPipe:            {"", Text{"lack.pipe", "Nobody has spoken yet. The connection stays open."}},
	KindFrameHead:       {"ws.frame.opcode", Text{"lack.frame-head", "No frame begins. The reader waits."}},
	KindFrameLength:     {"ws.frame.length-minimal", Text{"lack.frame-length", "The reader cannot know where the frame ends, and waits."}},
	KindFrameLongLength: {"ws.frame.length-minimal", Text{"lack.frame-long-length", "126 and 127 promise it: the reader takes the next bytes for it."}},
	KindFrameMask:       {"ws.frame.client-masked", Text{"lack.frame-mask", "A server must end the connection over a frame that a client did not mask."}},
	KindFrameCloseCode:  {"ws.close.payload", Text{"lack.frame-close-code", "The other side reports 1005: no code was given."}},
	KindFramePayload:    {"ws.frame.length-minimal", Text{"lack.frame-payload", "A frame of length 0 is legal, as long as its length says so."}},
	KindFrameUnfinished: {"", Text{"lack.frame-unfinished", "Nothing else changes: the reader waits in any case."}},
	KindH2Preface:       {"h2c.preface", Text{"lack.h2-preface", "An HTTP/2 server ends the connection."}},
	KindH2FrameHead:     {"h2c.frame.settings", Text{"lack.h2-frame-head", "The reader cannot know what comes nor where it ends."}},
	KindH2Setting:       {"h2c.frame.settings", Text{"lack.h2-setting", "The setting has its default."}},
	KindH2Payload:       {"", Text{"lack.h2-payload", "A frame of length 0 is legal where its type allows it."}},
	KindTLSRecordHead:   {"prac.tls.mismatch", Text{"lack.tls-record-head", "The reader cannot know where the record ends."}},
	KindTLSRecord:       {"", Text{"lack.tls-record", "The handshake of TLS does not go on."}},
	KindCapsuleType:     {"cap.payload.exact", Text{"lack.capsule-type", "The reader cannot know what the bytes are."}},
	KindCapsuleLength:   {"cap.payload.exact", Text{"lack.capsule-length", "The reader cannot know where the capsule ends."}},
	KindCapsuleValue:    {"cap.payload.exact", Text{"lack.capsule-value", "An empty capsule is legal, as long as its length says so."}},

	KindCapsuleContext:    {"cap.payload.exact", Text{"lack.capsule-context", "The first byte of the packet is taken for the context."}},
	KindCapsuleRequestID:  {"cap.payload.exact", Text{"lack.capsule-request-id", "The byte behind it is taken for the number, and all that follows shifts."}},
	KindCapsuleIPVersion:  {"cap.ip.version", Text{"lack.capsule-ip-version", "The first byte of the address is taken for the version."}},
	KindCapsuleAddress:    {"cap.payload.exact", Text{"lack.capsule-address", "The capsule ends too soon, and the receiver ends the tunnel."}},
	KindCapsulePrefix:     {"cap.payload.exact", Text{"lack.capsule-prefix", "The capsule ends too soon, and the receiver ends the tunnel."}},
	KindCapsuleIPProtocol: {"cap.payload.exact", Text{"lack.capsule-ip-protocol", "The capsule ends too soon, and the receiver ends the tunnel."}},
}

var fieldLacks = map[Field]absence{
	HostField:             {"h1.host.required", Text{"lack.field.host", "The server must answer 400."}},
	ConnectionField:       {"ws.req.connection", Text{"lack.field.connection", "An offer does not count: the server answers in HTTP. In a 101 its absence makes the client fail."}},
	UpgradeField:          {"ws.req.upgrade", Text{"lack.field.upgrade", "Nothing is offered, and the request is an ordinary one. A 101 without it makes the client fail."}},
	KeyField:              {"ws.req.key.present", Text{"lack.field.sec-websocket-key", "The server must answer 400."}},
	AcceptField:           {"ws.resp.accept.present", Text{"lack.field.sec-websocket-accept", "The client must fail the connection."}},
	WSVersionField:        {"ws.req.version.present", Text{"lack.field.sec-websocket-version", "The server does not know which protocol is meant, and answers 400."}},
	ProtocolField:         {"ws.req.protocol.syntax", Text{"lack.field.sec-websocket-protocol", "No subprotocol is spoken: the two applications agree on the content by themselves."}},
	ExtensionsField:       {"ws.ext.unused-until-accepted", Text{"lack.field.sec-websocket-extensions", "No extension is in use: nothing is compressed."}},
	OriginField:           {"ws.req.origin.browser", Text{"lack.field.origin", "A server takes the client for none of a browser’s. Many let it pass, some refuse."}},
	ContentLengthField:    {"h1.body.bad-length", Text{"lack.field.content-length", "A request without it has no body; a response’s body ends with the connection."}},
	TransferEncodingField: {"h1.body.te-final-chunked", Text{"lack.field.transfer-encoding", "The body has to be announced by Content-Length."}},
	HTTP2SettingsField:    {"h2c.server.needs-settings", Text{"lack.field.http2-settings", "The server must not switch to h2c."}},
	CapsuleProtocolField:  {"cap.header.send", Text{"lack.field.capsule-protocol", "The two protocols’ own token already says that capsules follow; a proxy on the way does not see it."}},
}

var otherLack = absence{"", Text{"lack.field", "The handshake does not need it. A server may have wishes of its own."}}

// lackOf tells what happens without a span, and of a name or a value without its field.
func lackOf(k Kind, f Field, known bool) *absence {
	switch {
	case k != KindFieldName && k != KindValue && (k != KindToken || f == ConnectionField) && k != KindProtocolName:
	case !known && k == KindFieldName:
		return &otherLack
	case known:
		if l, ok := fieldLacks[f]; ok {
			return &l
		}
		return &otherLack
	}
	return &kindLacks[k]
}
