package handshake

// TLS records after the upgrade of RFC 2817: the five bytes of each record's
// header (RFC 8446 §5.1), and of the two hello messages what concerns the
// choice of protocol: server name, ALPN, version. All else is encrypted or
// none of our business.

const (
	tlsHeadSize = 5
	tlsSteps    = 40
	tlsLimit    = 4096
	tlsHello    = 22 // content type of handshake messages
	tlsAlert    = 21
)

// tlsTypes are the content types, from 20 on.
var tlsTypes = [...]string{"change_cipher_spec", "alert", "handshake", "application_data", "heartbeat"}

// tlsRecordAt tells whether a record header can begin at the offset.
func tlsRecordAt(b []byte, at int) bool {
	kind := int(b[at]) - 20
	return kind >= 0 && kind < len(tlsTypes) && (at+1 >= len(b) || b[at+1] == 3)
}

var (
	stepTLSHello = stepDef{"tls.hello", ActorWireRequest,
		Text{"step.tls.hello.title", "{hello}"},
		Text{"step.tls.hello", "The TLS handshake begins in the clear: the client says what it can, the server what it takes. Anyone on the way can read the server name."}}
	stepTLSRecord = stepDef{"tls.record", ActorWireRequest,
		Text{"step.tls.record.title", "TLS record: {type}, length {n}"},
		Text{"step.tls.record", "Five bytes of header, then content that soon only the two ends can read."}}
	stepTLSPartial = stepDef{"tls.partial", ActorWireRequest,
		Text{"step.tls.partial.title", "the beginning of a TLS record"},
		Text{"step.tls.partial", "The record has not arrived whole. The reader waits for the rest."}}
	stepTLSRest = stepDef{"tls.rest", ActorWireRequest,
		Text{"step.tls.rest.title", "{n} more records"},
		Text{"step.tls.rest", "The records after the first ones, {n} in number. They are listed on the wire."}}
	stepTLSNot = stepDef{"tls.not", ActorWireRequest,
		Text{"step.tls.not.title", "not TLS"},
		Text{"step.tls.not", "A TLS record begins with a type from 20 to 24 and the byte 3. These bytes do not."}}

	labelTLSType    = Text{"derived.tls.type", "record type"}
	labelTLSVersion = Text{"derived.tls.version", "record version"}
	labelTLSLength  = Text{"derived.tls.length", "length"}
	labelTLSName    = Text{"derived.tls.server-name", "server name"}
	labelTLSALPN    = Text{"derived.tls.alpn", "application protocols"}
	labelTLSVers    = Text{"derived.tls.versions", "TLS versions"}
	labelTLSAlert   = Text{"derived.tls.alert", "alert: level, reason"}
)

// speakTLS explains the TLS records of one side.
func speakTLS(j *judge, side Side, b []byte, from int) {
	t := &tiler{spans: j.spans[side], at: from, line: -1}
	r := pipeReader{j: j, side: side, name: "tls", steps: tlsSteps, rest: &stepTLSRest}
	for t.at < len(b) && r.n < tlsLimit {
		at := t.at
		if !tlsRecordAt(b, at) {
			j.beginPipe(&stepTLSNot, side, "tls", "not")
			j.light(Place{side, at, len(b)})
			j.step().Outcome = Failed
			checkClearAfterTLS(j, side, b, from)
			break
		}
		if len(b)-at < tlsHeadSize {
			r.begin(&stepTLSPartial, Range{at, len(b)})
			t.to(len(b), KindTLSRecordHead)
			break
		}
		length := int(bigEndian(b[at+3 : at+5]))
		end := min(len(b), at+tlsHeadSize+length)
		content := b[at+tlsHeadSize : end]
		kind := tlsTypes[b[at]-20]
		hello := ""
		if b[at] == tlsHello && len(content) > 0 && r.n == 0 {
			hello = helloName(content[0])
		}
		d := &stepTLSRecord
		switch {
		case len(content) < length:
			d = &stepTLSPartial
		case hello != "":
			d = &stepTLSHello
		}
		if r.begin(d, Range{at, end}, Arg{"type", kind}, Arg{"n", itoa(length)}, Arg{"hello", hello}) {
			j.derive(&labelTLSType, itoa(int(b[at]))+" = "+kind)
			j.derive(&labelTLSVersion, Hex(b[at+1:at+3])+tlsVersion(b[at+1:at+3]))
			j.derive(&labelTLSLength, itoa(length))
			switch {
			case hello != "":
				workingHello(j, content)
			case b[at] == tlsAlert && len(content) == 2:
				j.derive(&labelTLSAlert, itoa(int(content[0]))+", "+alertName(content[1]))
			}
		}
		if b[at] == tlsAlert && len(content) == 2 && refusesCertificate(content[1]) {
			j.find(&pracTLSCert, Place{side, at, end}).gotText(alertName(content[1]))
		}
		t.to(at+tlsHeadSize, KindTLSRecordHead)
		if len(content) < length {
			t.to(end, KindFrameUnfinished)
		}
		t.to(end, KindTLSRecord)
	}
	t.to(len(b), KindPipe)
	j.spans[side] = t.spans
}

// tlsAlerts are the reasons of alerts that people meet (RFC 8446 §6).
var tlsAlerts = map[byte]string{0: "close_notify", 10: "unexpected_message", 40: "handshake_failure", 42: "bad_certificate",
	43: "unsupported_certificate", 44: "certificate_revoked", 45: "certificate_expired", 46: "certificate_unknown",
	48: "unknown_ca", 49: "access_denied", 50: "decode_error", 51: "decrypt_error", 70: "protocol_version",
	80: "internal_error", 112: "unrecognized_name", 116: "certificate_required", 120: "no_application_protocol"}

// alertName gives "48 = unknown_ca".
func alertName(reason byte) string {
	if name, ok := tlsAlerts[reason]; ok {
		return itoa(int(reason)) + " = " + name
	}
	return itoa(int(reason))
}

// refusesCertificate tells the alerts about the other end's certificate.
func refusesCertificate(reason byte) bool { return 42 <= reason && reason <= 46 || reason == 48 }

// helloName names the handshake messages that are taken apart.
func helloName(kind byte) string {
	switch kind {
	case 1:
		return "ClientHello"
	case 2:
		return "ServerHello"
	}
	return ""
}

// tlsVersion names a version number: 03 03 is TLS 1.2.
func tlsVersion(b []byte) string {
	if b[0] != 3 || b[1] > 4 {
		return ""
	}
	return " = " + [...]string{"SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"}[b[1]]
}

// tlsBytes reads vectors of TLS; what is missing reads as empty.
type tlsBytes []byte

// take cuts off n bytes.
func (b *tlsBytes) take(n int) tlsBytes {
	n = min(n, len(*b))
	out := (*b)[:n]
	*b = (*b)[n:]
	return out
}

// vector cuts off a vector whose length stands in size bytes before it.
func (b *tlsBytes) vector(size int) tlsBytes {
	head := b.take(size)
	if len(head) < size {
		return nil
	}
	return b.take(int(bigEndian(head)))
}

// The extensions of a hello that are shown.
const (
	tlsServerName = 0
	tlsALPN       = 16
	tlsVersions   = 43
)

// workingHello shows what a hello says of name, protocols and versions
// (RFC 8446 §4.1.2, RFC 6066 §3, RFC 7301 §3.1).
func workingHello(j *judge, content []byte) {
	b := tlsBytes(content)
	client := b.take(1)[0] == 1
	b = b.vector(3)
	b.take(2 + 32) // legacy version, random
	b.vector(1)    // session
	if client {
		b.vector(2) // cipher suites
		b.vector(1) // compression methods
	} else {
		b.take(3)
	}
	extensions := b.vector(2)
	for len(extensions) > 0 {
		head := extensions.take(2)
		data := extensions.vector(2)
		if len(head) < 2 {
			return
		}
		switch bigEndian(head) {
		case tlsServerName:
			if list := data.vector(2); len(list) > 0 {
				list.take(1)
				j.derive(&labelTLSName, shortText(list.vector(2)))
			}
		case tlsALPN:
			names := ""
			for list := data.vector(2); len(list) > 0; {
				names += " " + Show(list.vector(1))
			}
			if names != "" {
				j.derive(&labelTLSALPN, shortText([]byte(names[1:])))
			}
		case tlsVersions:
			list := data
			if client {
				list = data.vector(1)
			}
			j.derive(&labelTLSVers, shortHex(list))
		}
	}
}
