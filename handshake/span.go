package handshake

// Side tells who sent the bytes. Offsets in spans, findings and fixes count
// bytes from the start of that side's input.
type Side uint8

const (
	FromClient Side = iota // the request, and what the client sends after the switch
	FromServer             // the response, and what the server sends after the switch
)

// String gives the word used in JSON: "request" or "response".
func (s Side) String() string {
	if s == FromServer {
		return "response"
	}
	return "request"
}

// Kind says what the bytes of a span are, in the words of RFC 9110 and 9112.
type Kind uint8

// Kinds of leaf spans. The order is not part of any format; the names are.
const (
	KindLeadingLine       Kind = iota // an empty line before the start line (RFC 9112 §2.2)
	KindMethod                        // request line: method
	KindSpace                         // the single SP of a start line
	KindExtraSpace                    // white space where the grammar has none
	KindTarget                        // request line: request-target
	KindVersion                       // start line: HTTP-version
	KindStatusCode                    // status line: three digits
	KindReason                        // status line: reason phrase
	KindFieldName                     // field line: name
	KindColon                         // field line: colon
	KindOWS                           // optional white space around a value, member or parameter
	KindToken                         // list member or single value that is a token
	KindProtocolName                  // Upgrade: protocol name
	KindSlash                         // Upgrade: the slash before the version
	KindProtocolVersion               // Upgrade: protocol version
	KindComma                         // between list members
	KindSemicolon                     // before a parameter
	KindParamName                     // parameter name
	KindEquals                        // between parameter name and value
	KindParamValue                    // parameter value, a token or quoted string
	KindValue                         // a whole field value that is not taken apart further
	KindFold                          // obs-fold: line end and the white space after it (RFC 9112 §5.2)
	KindCRLF                          // line end CR LF
	KindLF                            // line end LF alone
	KindEmptyLine                     // the line end that ends the head
	KindBadOctet                      // a CR, NUL or other control octet inside an element
	KindMalformedLine                 // a line that is no field line
	KindUnfinished                    // a last line whose end has not arrived
	KindBody                          // content (RFC 9110 §6.4)
	KindNextMessage                   // bytes that are parsed as a further HTTP message
	KindPipe                          // bytes of the protocol switched to, not taken apart
	KindFrameHead                     // WebSocket frame: FIN, RSV1-3, opcode (RFC 6455 §5.2)
	KindFrameLength                   // WebSocket frame: mask bit and 7-bit length
	KindFrameLongLength               // WebSocket frame: 16- or 64-bit extended length
	KindFrameMask                     // WebSocket frame: masking key
	KindFrameCloseCode                // WebSocket frame: close code
	KindFramePayload                  // WebSocket frame: payload
	KindFrameUnfinished               // WebSocket frame: bytes of a frame that is not whole yet
	KindH2Preface                     // HTTP/2: client connection preface
	KindH2FrameHead                   // HTTP/2: frame header, 9 bytes
	KindH2Setting                     // HTTP/2: one setting, 6 bytes
	KindH2Payload                     // HTTP/2: other frame payload
	KindTLSRecordHead                 // TLS: record header, 5 bytes
	KindTLSRecord                     // TLS: record payload
	KindCapsuleType                   // capsule: type (RFC 9297)
	KindCapsuleLength                 // capsule: length
	KindCapsuleValue                  // capsule: value
	KindCapsuleContext                // DATAGRAM: context number (RFC 9298 §4, RFC 9484 §5)
	KindCapsuleRequestID              // ADDRESS_…: request ID (RFC 9484 §4.7)
	KindCapsuleIPVersion              // ADDRESS_…, ROUTE_ADVERTISEMENT: IP version
	KindCapsuleAddress                // the same: IP address
	KindCapsulePrefix                 // ADDRESS_…: prefix length
	KindCapsuleIPProtocol             // ROUTE_ADVERTISEMENT: IP protocol
	kindCount
)

// Span is the half-open range [Start,End) of bytes of one side. The leaf
// spans of a side cover every byte exactly once, in order.
type Span struct {
	Start, End int
	Kind       Kind
	// Line is the index of the field line in Message.Lines that the span
	// belongs to, or -1.
	Line int32
}

// Place is a range of bytes on one side. Start == End is a caret: "here".
type Place struct {
	Side       Side
	Start, End int
}
