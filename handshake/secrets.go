package handshake

// Recordings of real requests hold what proves who somebody is. MaskSecrets
// takes that out and leaves every offset where it was. It reads leniently on
// purpose: a request may be broken in any way, and its secrets still must not
// be kept.

// secretFields are the fields whose values are masked.
var secretFields = [...]string{"cookie", "set-cookie", "authorization", "proxy-authorization"}

// MaskSecrets overwrites, in place, each byte of the values of Cookie,
// Set-Cookie, Authorization and Proxy-Authorization with x. Field names,
// colons, white space around values and line ends stay. It reports whether
// anything was masked.
func MaskSecrets(head []byte) bool {
	masked, inSecret := false, false
	for at := 0; at < len(head); {
		end := at
		for end < len(head) && head[end] != '\n' && head[end] != '\r' {
			end++
		}
		line := head[at:end]
		if fold := len(line) > 0 && isOWS(line[0]) && inSecret; fold {
			masked = maskValue(line) || masked
		} else if len(line) > 0 {
			n := secretName(line)
			inSecret = n > 0
			if inSecret {
				masked = maskValue(line[n:]) || masked
			}
		}
		at = end + 1
	}
	return masked
}

// secretName tells where the value begins in a line of a secret field: after
// the name and, if there is one, the colon. It is 0 for every other line.
func secretName(line []byte) int {
	from := 0
	for from < len(line) && (line[from] <= ' ' || line[from] >= 0x7f) {
		from++ // a reader may leave out what is no part of a name
	}
	to := from + tokenLen(line[from:])
	for _, name := range secretFields {
		if foldEqual(line[from:to], name) {
			for to < len(line) && isOWS(line[to]) {
				to++
			}
			if to < len(line) && line[to] == ':' {
				to++
			}
			return to
		}
	}
	return 0
}

func maskValue(b []byte) bool {
	r := trim(b, Range{0, len(b)})
	for i := r.Start; i < r.End; i++ {
		b[i] = 'x'
	}
	return !r.Empty()
}
