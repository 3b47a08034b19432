package handshake

// Octet classes and comparisons of RFC 9110 §5.6 and RFC 5234. All of them
// work on single octets: strings.EqualFold and strings.TrimSpace fold and trim
// by Unicode, which takes "webſocket" for "websocket" and strips U+00A0.

func isTchar(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	}
	switch c {
	case '!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~':
		return true
	}
	return false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHex(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func isAlpha(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// isOWS tells SP and HTAB, the only octets trimmed from a value.
func isOWS(c byte) bool { return c == ' ' || c == '\t' }

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c | 0x20
	}
	return c
}

// isToken tells whether b is a token: one or more tchar (RFC 9110 §5.6.2).
func isToken(b []byte) bool {
	return len(b) > 0 && tokenLen(b) == len(b)
}

// tokenLen is the number of tchar that b begins with.
func tokenLen(b []byte) int {
	for i, c := range b {
		if !isTchar(c) {
			return i
		}
	}
	return len(b)
}

func hasDigit(b []byte) bool {
	for _, c := range b {
		if isDigit(c) {
			return true
		}
	}
	return false
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if !isDigit(c) {
			return false
		}
	}
	return len(b) > 0
}

// foldEqual compares without regard to the case of ASCII letters.
func foldEqual(b []byte, s string) bool {
	if len(b) != len(s) {
		return false
	}
	for i, c := range b {
		if lower(c) != lower(s[i]) {
			return false
		}
	}
	return true
}

// EqualFold compares two strings without regard to the case of ASCII letters,
// and of no others.
func EqualFold(a, b string) bool { return len(a) == len(b) && foldEqual([]byte(a), b) }

// number reads an unsigned decimal of at most nine digits; ok is false for
// anything else.
func number(b []byte) (n int, ok bool) {
	if !allDigits(b) || len(b) > 9 {
		return 0, false
	}
	for _, c := range b {
		n = n*10 + int(c-'0')
	}
	return n, true
}
