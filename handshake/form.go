package handshake

// What a form beside the text has controls for. Why each is there, the table of
// fields tells; all other lines of a head have a control by themselves.

// FormFields are the fields of a request that have a control of their own;
// those behind the first three matter to WebSocket alone.
var FormFields = [...]Field{HostField, OriginField, ConnectionField, WSVersionField, KeyField, ProtocolField, ExtensionsField}

// FormParam is a parameter of an extension.
type FormParam struct {
	Name         string
	Bare, Valued bool // how it may stand in a request
	About        Text
	Cite         Cite
}

// FormExtension is the extension that the form knows, and FormParams are its
// parameters.
const FormExtension = deflateName

// FormParams has them in the order of RFC 7692.
var FormParams = [...]FormParam{
	{"server_no_context_takeover", true, false, Text{"form.snct", "The server is to compress each message by itself: it needs less memory, the messages get longer."}, Cite{RFC: 7692, Section: "7.1.1.1"}},
	{"client_no_context_takeover", true, false, Text{"form.cnct", "The client says that it will compress each message by itself."}, Cite{RFC: 7692, Section: "7.1.1.2"}},
	{"server_max_window_bits", false, true, Text{"form.smwb", "How far back the server may refer when it compresses: 2 to the power of 8 to 15 bytes. A small window saves the client memory."}, Cite{RFC: 7692, Section: "7.1.2.1"}},
	{"client_max_window_bits", true, true, Text{"form.cmwb", "Without a value: the client can limit its own window, and the server may tell it to. Browsers send it like that."}, Cite{RFC: 7692, Section: "7.1.2.2"}},
}

// PolicyAbout says what each key of a policy decides, in the order of PolicyKeys.
var PolicyAbout = [...]struct {
	Title, About, Default Text
	Cite                  Cite
}{
	{Text{"policy.protocols", "Protocols"}, Text{"policy.protocols.about", "What the server speaks, best first. Without a list it speaks all that it is asked for."}, Text{"policy.protocols.default", "all of them"}, Cite{RFC: 9110, Section: "7.8"}},
	{Text{"policy.only", "Only"}, Text{"policy.only.about", "An endpoint for one protocol: who does not ask for it rightly gets an error instead of a web page."}, Text{"policy.only.default", "no: other requests get a page"}, Cite{RFC: 9110, Section: "15.5.22"}},
	{Text{"policy.versions", "Versions"}, Text{"policy.versions.about", "The WebSocket versions that it speaks. A client with another one gets 426 and this list."}, Text{"policy.versions.default", "13"}, Cite{RFC: 6455, Section: "4.4"}},
	{Text{"policy.subprotocols", "Subprotocols"}, Text{"policy.subprotocols.about", "What can be spoken inside WebSocket. The server takes the client’s first choice that stands here."}, Text{"policy.subprotocols.default", "none"}, Cite{RFC: 6455, Section: "4.2.2"}},
	{Text{"policy.extensions", "Extensions"}, Text{"policy.extensions.about", "The extensions that it takes when they are offered. Empty: none, so nothing is compressed."}, Text{"policy.extensions.default", "permessage-deflate"}, Cite{RFC: 6455, Section: "9.1"}},
	{Text{"policy.origins", "Origins"}, Text{"policy.origins.about", "The sites whose pages may connect. Without this check, any site that a user visits can connect in the user’s name."}, Text{"policy.origins.default", "all of them"}, Cite{RFC: 6455, Section: "10.2"}},
}
