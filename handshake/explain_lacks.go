package handshake

import "strings"

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
	KindValue:           {"h1.field.crlf-nul", Text{"lack.field-value", "An empty value is legal for most fields, and says nothing."}},
	KindFold:            {"h1.field.obs-fold-request", Text{"lack.obs-fold", "Better so: write the value on one line."}},
	KindCRLF:            {"h1.msg.line-end", Text{"lack.crlf", "The next line becomes a part of this one."}},
	KindLF:              {"h1.msg.line-end", Text{"lack.lf", "The next line becomes a part of this one."}},
	KindEmptyLine:       {"h1.msg.complete", Text{"lack.empty-line", "The other side waits for more until it gives up."}},
	KindBadOctet:        {"h1.field.crlf-nul", Text{"lack.bad-octet", "The element is legal again."}},
	KindMalformedLine:   {"h1.field.name", Text{"lack.malformed-line", "The message is one that a server can read."}},
	KindUnfinished:      {"h1.msg.complete", Text{"lack.unfinished", "Nothing else changes: the other side waits in any case."}},
	KindBody:            {"h1.body.bad-length", Text{"lack.body", "A reader that was promised a body waits for it."}},
	KindNextMessage:     {"up.req.same-connection", Text{"lack.next-message", "The server has one request to answer, and that is enough."}},
	KindPipe:            {"up.resp.101-upgrade", Text{"lack.pipe", "Nobody has spoken yet. The connection stays open."}},
	KindFrameHead:       {"ws.frame.opcode", Text{"lack.frame-head", "No frame begins. The reader waits."}},
	KindFrameLength:     {"ws.frame.length-minimal", Text{"lack.frame-length", "The reader cannot know where the frame ends, and waits."}},
	KindFrameLongLength: {"ws.frame.length-minimal", Text{"lack.frame-long-length", "126 and 127 promise it: the reader takes the next bytes for it."}},
	KindFrameMask:       {"ws.frame.client-masked", Text{"lack.frame-mask", "A server must end the connection over a frame that a client did not mask."}},
	KindFrameCloseCode:  {"ws.close.payload", Text{"lack.frame-close-code", "The other side reports 1005: no code was given."}},
	KindFramePayload:    {"ws.frame.length-minimal", Text{"lack.frame-payload", "A frame of length 0 is legal, as long as its length says so."}},
	KindFrameUnfinished: {"ws.frame.length-minimal", Text{"lack.frame-unfinished", "Nothing else changes: the reader waits in any case."}},
	KindH2Preface:       {"h2c.preface", Text{"lack.h2-preface", "An HTTP/2 server ends the connection."}},
	KindH2FrameHead:     {"h2c.frame.settings", Text{"lack.h2-frame-head", "The reader cannot know what comes nor where it ends."}},
	KindH2Setting:       {"h2c.frame.settings", Text{"lack.h2-setting", "The setting has its default."}},
	KindH2Payload:       {"h2c.frame.settings", Text{"lack.h2-payload", "A frame of length 0 is legal where its type allows it."}},
	KindTLSRecordHead:   {"tls.resp.failure", Text{"lack.tls-record-head", "The reader cannot know where the record ends."}},
	KindTLSRecord:       {"tls.resp.failure", Text{"lack.tls-record", "The handshake of TLS does not go on."}},
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

// Where a message stands in the exchange.
const (
	inRequest = 1 << iota
	inSwitch  // a 101, or what stands for it on a stream
	inAnswer  // any other response
	inBoth    = inSwitch | inAnswer
	anywhere  = inRequest | inBoth
)

// lackRow is the same of a field, or of a kind where it depends on whose message it
// is and on the protocol that is asked for.
type lackRow struct {
	kind     Kind // KindFieldName: of the field, its name and what it says
	field    Field
	where    uint8
	protocol string // the beginning of its name; "" is any
	rule     string
	text     *Text // nil: the kind's, or the field's as the row below says it
}

var (
	lackNeedless    = Text{"lack.field", "The handshake does not need it. A server may have wishes of its own."}
	lackOffer       = Text{"lack.field.connection", "The offer does not count: the server answers in HTTP."}
	lackUpgrade     = Text{"lack.field.upgrade", "Nothing is offered, and the request is an ordinary one."}
	lackFails       = Text{"lack.field.sec-websocket-accept", "The client must fail the connection."}
	lack400         = Text{"lack.field.host", "The server must answer 400."}
	lackAdvert      = Text{"lack.field.upgrade.answer", "Nothing changes; only a 426 has to say what is required."}
	lackAdvertHop   = Text{"lack.field.connection.answer", "Nothing changes, unless Upgrade stands in the answer: then a proxy does not learn that it ends here."}
	lackVersion     = Text{"lack.field.sec-websocket-version", "The server does not know which protocol is meant, and refuses."}
	lackVersions    = Text{"lack.field.sec-websocket-version.answer", "The client does not learn which versions it could ask for."}
	lackSubprotocol = Text{"lack.field.sec-websocket-protocol", "No subprotocol is spoken: the two applications agree on the content by themselves."}
	lackChoice      = Text{"lack.field.sec-websocket-protocol.answer", "No subprotocol is spoken. A browser that offered some fails; RFC 6455 is content."}
	lackExtensions  = Text{"lack.field.sec-websocket-extensions", "No extension is in use: nothing is compressed."}
	lackOrigin      = Text{"lack.field.origin", "A server takes the client for none of a browser’s. Many let it pass, some refuse."}
	lackLength      = Text{"lack.field.content-length", "A request without it has no body; a response’s body ends with the connection."}
	lackCoding      = Text{"lack.field.transfer-encoding", "The body has to be announced by Content-Length."}
	lackSettings    = Text{"lack.field.http2-settings", "The server must not switch to h2c."}
	lackCapsules    = Text{"lack.field.capsule-protocol", "The two protocols’ own token already says that capsules follow; a proxy on the way does not see it."}
	lackMisplaced   = Text{"lack.field.misplaced", "Nothing is missed: it belongs to the other side, or to another answer."}
	lackBetter      = Text{"lack.field.better", "Better so: this answer has no body."}
	lackOption      = Text{"lack.connection-option", "What it names is not marked as meant for this hop alone."}
	lackMalformed   = Text{"lack.field.pseudo", "The message is malformed, and the stream ends."}
	lackAuthority   = Text{"lack.field.:authority", "Host has to name the site in its place."}
	lackTunnel      = Text{"lack.field.:protocol", "It is an ordinary CONNECT, which asks for a tunnel."}
	lackSpaceAnswer = Text{"lack.space.answer", "The client cannot tell where the status code begins or ends."}
	lackHTTP        = Text{"lack.http-version.answer", "The client cannot tell that HTTP is spoken, and gives up."}
	lackLineAnswer  = Text{"lack.field-name.answer", "The line is no field line: clients drop it or give up."}
	lackUnmasked    = Text{"lack.frame-mask.answer", "Better so: the frames of a server are not masked."}
	lackNotation    = Text{"lack.notation", "Nothing: it stands here so that the fields can be read. On the wire it is not there."}

	lackServerTakeover = Text{"lack.server_no_context_takeover", "The server may keep its window from one message to the next. That compresses better and costs memory at both ends."}
	lackClientTakeover = Text{"lack.client_no_context_takeover", "The client may keep its window from one message to the next. That compresses better and costs memory at both ends."}
	lackServerWindow   = Text{"lack.server_max_window_bits", "The server may use the largest window, 32 KiB."}
	lackClientWindow   = Text{"lack.client_max_window_bits", "The server must not limit the client’s window."}
	lackClientLimit    = Text{"lack.client_max_window_bits.answer", "The client may use the largest window, 32 KiB."}
)

// lackRows are asked in order: the first that fits counts.
var lackRows = []lackRow{
	{KindFieldName, HostField, anywhere, "", "h1.host.required", &lack400},
	{KindFieldName, ConnectionField, inRequest, "websocket", "ws.req.connection", &lackOffer},
	{KindFieldName, ConnectionField, inRequest, "tls", "tls.req.connection", &lackOffer},
	{KindFieldName, ConnectionField, inRequest, "connect-", "masque.req.shape", &lackOffer},
	{KindFieldName, ConnectionField, inRequest, "", "up.req.connection-option", &lackOffer},
	{KindFieldName, ConnectionField, inSwitch, "websocket", "ws.resp.connection", &lackFails},
	{KindFieldName, ConnectionField, inSwitch, "connect-", "masque.resp.shape", &lackFails},
	{KindFieldName, ConnectionField, inSwitch, "", "up.resp.101-connection", &lackFails},
	{KindFieldName, ConnectionField, inAnswer, "", "up.resp.advert-connection", &lackAdvertHop},
	{KindFieldName, UpgradeField, inRequest, "websocket", "ws.req.upgrade", &lackUpgrade},
	{KindFieldName, UpgradeField, inRequest, "connect-", "masque.req.shape", &lackUpgrade},
	{KindFieldName, UpgradeField, inRequest, "", "up.req.orphan-connection", &lackUpgrade},
	{KindFieldName, UpgradeField, inSwitch, "websocket", "ws.resp.upgrade", &lackFails},
	{KindFieldName, UpgradeField, inSwitch, "connect-", "masque.resp.shape", &lackFails},
	{KindFieldName, UpgradeField, inSwitch, "", "up.resp.101-upgrade", &lackFails},
	{KindFieldName, UpgradeField, inAnswer, "", "up.resp.advertise", &lackAdvert},
	{KindFieldName, KeyField, inRequest, "", "ws.req.key.present", &lack400},
	{KindFieldName, KeyField, inBoth, "", "ws.resp.echoes", &lackMisplaced},
	{KindFieldName, AcceptField, inBoth, "", "ws.resp.accept.present", &lackFails},
	{KindFieldName, AcceptField, inRequest, "", "ws.req.response-field", &lackMisplaced},
	{KindFieldName, WSVersionField, inRequest, "", "ws.req.version.present", &lackVersion},
	{KindFieldName, WSVersionField, inSwitch, "", "ws.ver.not-in-101", &lackMisplaced},
	{KindFieldName, WSVersionField, inAnswer, "", "ws.srv.version-abort", &lackVersions},
	{KindFieldName, ProtocolField, inRequest, "", "ws.req.protocol.syntax", &lackSubprotocol},
	{KindFieldName, ProtocolField, inBoth, "", "ws.resp.protocol.offered", &lackChoice},
	{KindFieldName, ExtensionsField, inRequest, "", "ws.ext.unused-until-accepted", &lackExtensions},
	{KindFieldName, ExtensionsField, inBoth, "", "ws.resp.ext.offered", &lackExtensions},
	{KindFieldName, OriginField, anywhere, "", "ws.req.origin.browser", &lackOrigin},
	{KindFieldName, ContentLengthField, inSwitch, "", "h1.1xx.no-content-length", &lackBetter},
	{KindFieldName, ContentLengthField, anywhere, "", "h1.body.bad-length", &lackLength},
	{KindFieldName, TransferEncodingField, inSwitch, "", "h1.1xx.no-transfer-encoding", &lackBetter},
	{KindFieldName, TransferEncodingField, anywhere, "", "h1.body.te-final-chunked", &lackCoding},
	{KindFieldName, HTTP2SettingsField, inRequest, "", "h2c.server.needs-settings", &lackSettings},
	{KindFieldName, HTTP2SettingsField, inBoth, "", "h2c.settings.request-only", &lackMisplaced},
	{KindFieldName, CapsuleProtocolField, anywhere, "", "cap.header.send", &lackCapsules},
	{KindFieldName, PseudoMethodField, anywhere, "", "h2ws.method", &lackMalformed},
	{KindFieldName, PseudoSchemeField, anywhere, "", "h2ws.scheme-path", &lackMalformed},
	{KindFieldName, PseudoPathField, anywhere, "", "h2ws.scheme-path", &lackMalformed},
	{KindFieldName, PseudoAuthorityField, anywhere, "", "h2ws.authority", &lackAuthority},
	{KindFieldName, PseudoProtocolField, anywhere, "", "h2ws.protocol", &lackTunnel},
	{KindFieldName, PseudoStatusField, anywhere, "", "h2ws.status", &lackMalformed},
	{KindFieldName, StreamProtocolVersionField, inRequest, "", "app.spdy.version", &lackNeedless},
	{KindFieldName, StreamProtocolVersionField, inBoth, "", "app.spdy.answer", &lackNeedless},
	{KindFieldName, Key1Field, anywhere, "", "ws.req.legacy", &lackNeedless},
	{KindFieldName, Key2Field, anywhere, "", "ws.req.legacy", &lackNeedless},
	{KindFieldName, CookieField, anywhere, "", "prac.auth.401", &lackNeedless},
	{KindFieldName, SetCookieField, anywhere, "", "ws.resp.cookies", &lackNeedless},
	{KindFieldName, AuthorizationField, anywhere, "", "br.headers.forbidden", &lackNeedless},
	{KindFieldName, ProxyAuthorizationField, anywhere, "", "prac.proxy.connect", &lackNeedless},
	{KindFieldName, WWWAuthenticateField, anywhere, "", "ws.srv.auth", &lackNeedless},
	{KindFieldName, LocationField, anywhere, "", "ws.srv.redirect", &lackNeedless},
	{KindFieldName, AllowField, anywhere, "", "h1.status.field-owed", &lackNeedless},
	{KindFieldName, RetryAfterField, anywhere, "", "prac.status.429-503", &lackNeedless},
	{KindFieldName, TEField, anywhere, "", "h1.te.listed", &lackNeedless},
	{KindFieldName, ExpectField, anywhere, "", "up.expect.no-content", &lackNeedless},
	{KindFieldName, KeepAliveField, anywhere, "", "up.proxy.known-hop", &lackNeedless},
	{KindFieldName, ProxyConnectionField, anywhere, "", "up.proxy.known-hop", &lackNeedless},
	{KindFieldName, ViaField, anywhere, "", "prac.proxy.h2-backend", &lackNeedless},
	{KindFieldName, AccessControlAllowOriginField, anywhere, "", "prac.cors.confusion", &lackNeedless},
	{KindFieldName, StrictTransportSecurityField, anywhere, "", "br.handshake.scheme", &lackNeedless},
	{KindFieldName, UnknownField, inRequest, "websocket", "ws.req.other-fields", &lackNeedless},
	{KindFieldName, UnknownField, anywhere, "", "h1.field.name", &lackNeedless},

	{KindToken, ConnectionField, anywhere, "", "up.req.hop-only", &lackOption},
	{KindSpace, UnknownField, inBoth, "", "h1.status.shape", &lackSpaceAnswer},
	{KindVersion, UnknownField, inBoth, "", "h1.version.syntax", &lackHTTP},
	{KindColon, UnknownField, inBoth, "", "h1.field.name", &lackLineAnswer},
	{KindFold, UnknownField, inBoth, "", "h1.field.obs-fold-response", nil},
	{KindSlash, UnknownField, inBoth, "", "reg.upgrade.version", nil},
	{KindPipe, UnknownField, inRequest, "", "up.early.not-sufficient", nil},
	{KindFrameMask, UnknownField, inBoth, "", "ws.frame.server-unmasked", &lackUnmasked},
}

// paramLacks are the parameters of permessage-deflate: what holds of an offer, and
// of an answer.
var paramLacks = [...]struct {
	name          string
	offer, answer string
	text, other   *Text
}{
	{"server_no_context_takeover", "pmd.snct.must-echo", "pmd.snct.must-echo", &lackServerTakeover, &lackServerTakeover},
	{"client_no_context_takeover", "pmd.cnct.hint", "pmd.cnct.hint", &lackClientTakeover, &lackClientTakeover},
	{"server_max_window_bits", "pmd.smwb.offer-value", "pmd.smwb.response", &lackServerWindow, &lackServerWindow},
	{"client_max_window_bits", "pmd.cmwb.offer-value", "pmd.cmwb.response-value", &lackClientWindow, &lackClientLimit},
}

// lack finds the rule that governs a span and what happens without it.
func (r *Report) lack(side Side, spans []Span, i int, field Field, raw []byte) (rule string, text *Text) {
	k := spans[i].Kind
	where := uint8(inRequest)
	if side == FromServer {
		if where = inAnswer; r.Answer.Status == 101 || r.Answer.Message.Form == FieldSection && r.Answer.Status/100 == 2 {
			where = inSwitch
		}
	}
	if r.Request.Message.Form == FieldSection && (k == KindColon || k == KindOWS || k == KindCRLF || k == KindEmptyLine) {
		return "up.h2.octets", &lackNotation
	}
	if field == ExtensionsField && (k == KindParamName || k == KindParamValue) {
		n := i
		for n > 0 && spans[n].Kind != KindParamName && spans[n].Line == spans[i].Line {
			n--
		}
		for p := range paramLacks {
			x := &paramLacks[p]
			if string(raw[spans[n].Start:spans[n].End]) != x.name {
				continue
			}
			if rule, text = x.offer, x.text; side == FromServer {
				rule, text = x.answer, x.other
			}
			if k == KindParamValue {
				text = &kindLacks[k].text
			}
			return rule, text
		}
	}
	of := k
	switch {
	case k == KindFieldName, k == KindProtocolName, k == KindValue && field != UnknownField:
		of = KindFieldName
	case k == KindToken && (field != ConnectionField || foldEqual(raw[spans[i].Start:spans[i].End], "upgrade")):
		of = KindFieldName
	}
	protocol := r.asked()
	for n := range lackRows {
		x := &lackRows[n]
		if x.kind == of && (x.field == field || x.field == UnknownField) && x.where&where != 0 && strings.HasPrefix(protocol, x.protocol) {
			if x.text != nil {
				return x.rule, x.text
			}
			return x.rule, &kindLacks[k].text
		}
	}
	return kindLacks[k].rule, &kindLacks[k].text
}

// asked is the protocol that the exchange is about, in small letters.
func (r *Report) asked() string {
	name := r.Verdict.Protocol
	m := r.Request.Message
	if l := m.first(PseudoProtocolField); name == "" && l != nil {
		name = string(m.value(l))
	}
	if us := m.upgradeMembers(); name == "" && len(us) > 0 {
		name = string(m.Text(us[0].Name))
	}
	return strings.ToLower(name)
}
