package handshake

// What a program that listens on a raw socket must know of a request before it
// is judged: where it wants to go, and what it says of itself. Routing reads
// leniently, because a request that is broken is to reach the parser that
// explains it and not one that hides it.

// RouteRequest looks for the request-target in the start line that b begins
// with (empty lines before it apart). Each word of the line is offered to
// match as path and query, without scheme, authority and fragment, until match
// says yes. known tells that the line has come whole or that match said yes
// before: more bytes will not change the answer.
func RouteRequest(b []byte, match func(path, query []byte) bool) (found, known bool) {
	at := skipEmptyLines(b, 0)
	if at < len(b) && b[at] == ':' {
		return false, true // a field section written as lines does not come over a socket
	}
	end, next := lineAt(b, at)
	for at < end {
		for at < end && isSpace(b[at]) {
			at++
		}
		from := at
		for at < end && !isSpace(b[at]) {
			at++
		}
		if next == end && at == end {
			break // the word may go on
		}
		if path, query := splitTarget(b[from:at]); len(path) > 0 && match(path, query) {
			return true, true
		}
	}
	return false, next > end
}

// isSpace is the white space that RFC 9112 §3 lets a lenient recipient take
// for the SP of a request line.
func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r'
}

// splitTarget gives path and query of a target in origin-form or absolute-form.
func splitTarget(t []byte) (path, query []byte) {
	if i := indexByte(t, '#'); i >= 0 {
		t = t[:i]
	}
	if i := indexByte(t, '?'); i >= 0 {
		t, query = t[:i], t[i+1:]
	}
	if i := indexByte(t, ':'); i > 0 && tokenLen(t[:i]) == i && len(t) > i+2 && t[i+1] == '/' && t[i+2] == '/' {
		t = t[i+3:]
		slash := indexByte(t, '/')
		if slash < 0 {
			return nil, query
		}
		t = t[slash:]
	}
	if len(t) == 0 || t[0] != '/' {
		return nil, query
	}
	return t, query
}

// Glance is what a request says of itself, for a server's own guards.
type Glance struct {
	Host         string   // the first Host; empty when there is none
	Origin       string   // the first Origin
	Subprotocols []string // all of Sec-WebSocket-Protocol, in order
}

// GlanceAt reads the head of a request without judging it.
func GlanceAt(head []byte) Glance {
	m := ParseRequest(head)
	var g Glance
	if l := m.first(HostField); l != nil {
		g.Host = string(m.value(l))
	}
	if l := m.first(OriginField); l != nil {
		g.Origin = string(m.value(l))
	}
	for x := m.walk(ProtocolField); x.next(); {
		if !x.Empty() {
			g.Subprotocols = append(g.Subprotocols, string(m.Text(x.Range)))
		}
	}
	return g
}

// ContentEnd tells where the content of the request that b begins with ends,
// and whether all of it is there. What follows is the next request or, after a
// switch, the new protocol (RFC 9110 §7.8: the whole request comes first).
func ContentEnd(b []byte) (n int, whole bool) { return ParseRequest(b).content() }

// BeginsTLS tells that the client speaks TLS: a handshake record (RFC 8446
// §5.1) where a request was expected, as of a browser sent to https.
func BeginsTLS(b []byte) bool {
	return len(b) >= 2 && b[0] == 22 && b[1] == 3
}
