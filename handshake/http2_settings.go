package handshake

// The payload of an HTTP/2 SETTINGS frame (RFC 9113 §6.5.1): a run of settings
// of six octets each, two for the identifier and four for the value. The h2c
// upgrade carries it in the request, in base64url (RFC 7540 §3.2.1).

// http2Setting is one setting.
type http2Setting struct {
	ID    uint16
	Value uint32
	At    int // offset in the payload
}

// settingSize is the length of one setting on the wire.
const settingSize = 6

// settingsShown is how many settings of a payload are shown: the registry has nine.
const settingsShown = 24

// The settings that the rules speak of.
const (
	settingEnablePush      = 2
	settingWindowSize      = 4
	settingFrameSize       = 5
	settingConnectProtocol = 8
	settingNoPriorities    = 9
)

// settingNames are the names of the IANA registry, by identifier.
var settingNames = [...]string{
	1: "HEADER_TABLE_SIZE", 2: "ENABLE_PUSH", 3: "MAX_CONCURRENT_STREAMS", 4: "INITIAL_WINDOW_SIZE",
	5: "MAX_FRAME_SIZE", 6: "MAX_HEADER_LIST_SIZE", 8: "ENABLE_CONNECT_PROTOCOL", 9: "NO_RFC7540_PRIORITIES",
}

// settingName is the name of a setting; "unknown" for one that recipients ignore.
func settingName(id uint16) string {
	if int(id) < len(settingNames) && settingNames[id] != "" {
		return settingNames[id]
	}
	return "unknown"
}

// legal tells whether the value is one that the setting may have (RFC 9113
// §6.5.2, RFC 8441 §3, RFC 9218 §2.1). An unknown setting may have any.
func (s http2Setting) legal() bool { return s.limit() == "" }

// limit names the values allowed when this one is not.
func (s http2Setting) limit() string {
	switch s.ID {
	case settingEnablePush, settingConnectProtocol, settingNoPriorities:
		if s.Value > 1 {
			return wordZeroOne.ref()
		}
	case settingWindowSize:
		if s.Value > 1<<31-1 {
			return "≤ 2147483647"
		}
	case settingFrameSize:
		if s.Value < 1<<14 || s.Value > 1<<24-1 {
			return "16384–16777215"
		}
	}
	return ""
}

// parseSettings splits a payload; what is left over of the last six octets is
// not among the settings.
func parseSettings(b []byte) []http2Setting {
	all := make([]http2Setting, 0, len(b)/settingSize)
	for at := 0; at+settingSize <= len(b); at += settingSize {
		all = append(all, http2Setting{
			ID:    uint16(b[at])<<8 | uint16(b[at+1]),
			Value: uint32(b[at+2])<<24 | uint32(b[at+3])<<16 | uint32(b[at+4])<<8 | uint32(b[at+5]),
			At:    at,
		})
	}
	return all
}

// decodeBase64URL decodes base64url without padding (RFC 4648 §5). bad is the
// offset of the first octet that does not belong, or -1.
func decodeBase64URL(b []byte) (out []byte, bad int) {
	out = make([]byte, 0, len(b)*3/4)
	bits, have := uint32(0), 0
	for i, c := range b {
		v := base64URLValue(c)
		if v < 0 {
			return out, i
		}
		bits, have = bits<<6|uint32(v), have+6
		if have >= 8 {
			have -= 8
			out = append(out, byte(bits>>have))
		}
	}
	if len(b)%4 == 1 { // six bits cannot be an octet
		return out, len(b) - 1
	}
	return out, -1
}

func base64URLValue(c byte) int {
	switch {
	case 'A' <= c && c <= 'Z':
		return int(c - 'A')
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 26
	case isDigit(c):
		return int(c-'0') + 52
	case c == '-':
		return 62
	case c == '_':
		return 63
	}
	return -1
}

// toBase64URL turns standard base64 into base64url without padding; ok is
// false where other octets are in the way.
func toBase64URL(b []byte) (s string, ok bool) {
	for len(b) > 0 && b[len(b)-1] == '=' {
		b = b[:len(b)-1]
	}
	out := make([]byte, len(b))
	for i, c := range b {
		switch c {
		case '+':
			c = '-'
		case '/':
			c = '_'
		}
		if base64URLValue(c) < 0 {
			return "", false
		}
		out[i] = c
	}
	return string(out), len(b)%4 != 1
}
