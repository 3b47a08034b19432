package handshake

// Fate is what a proxy does with a field line before it passes a message on
// (RFC 9110 §7.6.1).
type Fate uint8

const (
	Forwarded  Fate = iota // it goes on as it is
	Dropped                // Connection itself: always taken away
	Listed                 // Connection names it: taken away with it
	DroppedToo             // meant for one hop although Connection does not name it: taken away all the same
)

// Hop is one field line on its way through a proxy.
type Hop struct {
	Line *Line
	Fate Fate
	// Again: who wants the upgrade to go on has to write this field anew.
	Again bool
}

// Hops tells what becomes of each field line at a proxy that knows nothing of
// upgrades.
func (m *Message) Hops() []Hop {
	hops := make([]Hop, 0, len(m.Lines))
	upgrade := m.connectionLists([]byte("Upgrade"))
	for i := range m.Lines {
		l := &m.Lines[i]
		if l.Kind != FieldLine {
			continue
		}
		h := Hop{Line: l, Again: upgrade && (l.Field == ConnectionField || l.Field == UpgradeField || l.Field == HTTP2SettingsField)}
		name := m.Text(l.Name)
		switch {
		case l.Field == ConnectionField:
			h.Fate = Dropped
		case m.connectionLists(name):
			h.Fate = Listed
		case fieldTable[l.Field].hop && l.Field != TransferEncodingField: // that one frames the body: a proxy decodes it
			h.Fate = DroppedToo
		default:
			h.Again = false
		}
		hops = append(hops, h)
	}
	return hops
}

func (m *Message) connectionLists(name []byte) bool {
	for x := m.walk(ConnectionField); x.next(); {
		if EqualFold(string(m.Text(x.Range)), string(name)) {
			return true
		}
	}
	return false
}

// BehindProxy is the message as the next server gets it from such a proxy. What
// the proxy adds of its own (Via, Forwarded) is left out.
func (m *Message) BehindProxy() []byte {
	out := make([]byte, 0, len(m.raw))
	at := 0
	for _, h := range m.Hops() {
		if h.Fate != Forwarded {
			out = append(out, m.raw[at:h.Line.Start]...)
			at = h.Line.Next
		}
	}
	return append(out, m.raw[at:]...)
}
