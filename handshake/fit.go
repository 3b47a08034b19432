package handshake

// A form that asks for another protocol changes the value of Upgrade and
// nothing else. What that protocol needs beside it, and what the last one has
// left behind, is said, and put right only when the person asks for it.

// Sample is the least request for a protocol, without Host.
type Sample struct {
	Upgrade string // value of the field
	of      protocol
	m       *Message
}

// Samples lists one for each protocol of the catalogue, and the generic list.
func Samples() []Sample {
	var all []Sample
	for _, p := range append([]protocol{genericProtocol{}}, protocols...) {
		if text := p.sample(); text != "" {
			m := ParseRequest([]byte(text))
			value, _, _ := m.FieldText("Upgrade")
			all = append(all, Sample{string(value), p, m})
		}
	}
	all[0], all[1] = all[1], all[0] // what most people want stands first
	return all
}

// SampleFor finds the sample of what the request asks for first; nil when it
// asks for nothing, or for what nobody asks for.
func SampleFor(m *Message) *Sample {
	offers := m.upgradeMembers()
	if len(offers) == 0 {
		return nil
	}
	p, _, _ := protocolFor(m, &offers[0])
	all := Samples()
	for i := range all {
		if all[i].of == p {
			return &all[i]
		}
	}
	return nil
}

// Gaps names the fields that the protocol needs and that the message lacks, and
// those that only other protocols have a use for. The method counts, and so do
// the options of Connection.
func (s *Sample) Gaps(m *Message) (missing, left []string) {
	if string(m.Method()) != string(s.m.Method()) {
		missing = append(missing, string(s.m.Method()))
	}
	for i := range s.m.Lines {
		if name := s.name(i); name == "Connection" {
			for x := s.m.walk(ConnectionField); x.next(); {
				if option := string(s.m.Text(x.Range)); !m.hasMember(ConnectionField, option) {
					missing = append(missing, name+": "+option)
				}
			}
		} else if m.line(name) == nil {
			missing = append(missing, name)
		}
	}
	for i := range m.Lines {
		if l := &m.Lines[i]; l.Kind == FieldLine && s.leaves(m, l) && !contains(left, string(m.Text(l.Name))) {
			left = append(left, string(m.Text(l.Name)))
		}
	}
	return missing, left
}

// Value is what the sample has for a field; "" when it has none.
func (s *Sample) Value(name string) string {
	value, _, _ := s.m.FieldText(name)
	return string(value)
}

func (s *Sample) name(i int) string { return string(s.m.Text(s.m.Lines[i].Name)) }

// leaves tells a line that another protocol has left behind.
func (s *Sample) leaves(m *Message, l *Line) bool {
	name := string(m.Text(l.Name))
	if s.m.line(name) != nil {
		return false
	}
	if _, ws := s.of.(websocketProtocol); !ws && len(name) > 14 && EqualFold(name[:14], "Sec-WebSocket-") {
		return true
	}
	for _, other := range Samples() {
		if x := other.m.line(name); x != nil && (l.Field != ContentLengthField || string(m.Text(l.Value)) == "0") {
			return true
		}
	}
	return false
}

// Fit gives the request as the protocol wants it: what Gaps names is put in and
// taken out, the target changes when it is another sample's, and all else
// stays as it stands. key is for a Sec-WebSocket-Key that is put in.
func (s *Sample) Fit(b []byte, key string) []byte {
	m := ParseRequest(b)
	do := func(f Fix, ok bool) {
		if ok {
			m = ParseRequest(replace(m.raw, &f))
		}
	}
	do(m.SetMethod(string(s.m.Method())))
	for _, other := range Samples() {
		if target := string(m.Target()); target == string(other.m.Target()) {
			do(m.SetTarget(string(s.m.Target())))
			break
		}
	}
	for i := 0; i < len(m.Lines); i++ {
		if l := m.Lines[i]; l.Kind == FieldLine && s.leaves(m, &l) {
			do(m.edit(Range{l.Start, l.Next}, ""))
			i--
		}
	}
	for i := range s.m.Lines {
		name, value := s.name(i), string(s.m.Text(s.m.Lines[i].Value))
		if s.m.Lines[i].Field == KeyField {
			value = key
		}
		if name == "Connection" && m.line(name) != nil {
			for x := s.m.walk(ConnectionField); x.next(); {
				if option := string(s.m.Text(x.Range)); !m.hasMember(ConnectionField, option) {
					now, _, _ := m.FieldText(name)
					if len(now) > 0 {
						option = string(now) + ", " + option
					}
					do(m.SetField(name, option))
				}
			}
		} else if m.line(name) == nil {
			do(m.SetField(name, value))
		}
	}
	return m.raw
}
