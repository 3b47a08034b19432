package handshake

// Placeholder stands in a response that is written by hand for a value that
// nobody can know before the request is there.
type Placeholder struct{ Mark, Value string }

// Placeholders gives their values for a request. date is the time of the answer
// as Date has it.
func Placeholders(request []byte, date string) [3]Placeholder {
	key, subprotocol := "", ""
	if g := GlanceAt(request); len(g.Subprotocols) > 0 {
		subprotocol = g.Subprotocols[0]
	}
	m := ParseRequest(request)
	if l := m.first(KeyField); l != nil {
		key = string(m.Text(l.Value))
	}
	return [...]Placeholder{{"{accept}", AcceptFor(key)}, {"{subprotocol}", subprotocol}, {"{date}", date}}
}
