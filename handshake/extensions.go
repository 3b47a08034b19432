package handshake

// extension is one member of Sec-WebSocket-Extensions (RFC 6455 §9.1):
// token *( ";" token [ "=" ( token | quoted-string ) ] ), white space allowed
// round every mark, as RFC 2616 had it.
type extension struct {
	Member
	Name   Range
	Params []extensionParam
}

type extensionParam struct {
	Semicolon int
	Name      Range
	Equals    int   // offset of "=", or -1
	Value     Range // quotes included
}

// manyParams is how many parameters of an element are kept: no extension
// defines more than a few, so that more of them cannot be right.
const manyParams = 16

// extension takes a member apart; what does not fit the grammar stays in the
// names and values, where the rules find it. The room is for the parameters.
func (m *Message) extension(room []extensionParam, x Member) extension {
	e := extension{Member: x, Params: room}
	name, at := m.extensionName(x.Range)
	e.Name = name
	for at < x.End && len(e.Params) < manyParams {
		p, next := m.extensionParam(at, x.End)
		e.Params = append(e.Params, p)
		at = next
	}
	return e
}

// extensionName is the name of an element and the offset of its first
// semicolon, or its end.
func (m *Message) extensionName(r Range) (name Range, next int) {
	next = m.nextMark(r.Start, r.End, ';')
	return m.trimMember(Range{r.Start, next}), next
}

// extensionParam takes the parameter apart that begins with the semicolon at
// the offset; next is where the one after it begins.
func (m *Message) extensionParam(semicolon, end int) (p extensionParam, next int) {
	p = extensionParam{Semicolon: semicolon, Equals: -1}
	next = m.nextMark(semicolon+1, end, ';')
	part := Range{semicolon + 1, next}
	if eq := m.nextMark(part.Start, part.End, '='); eq < part.End {
		p.Equals = eq
		p.Name = m.trimMember(Range{part.Start, eq})
		p.Value = m.trimMember(Range{eq + 1, part.End})
	} else {
		p.Name = m.trimMember(part)
		p.Value = Range{next, next}
	}
	return p, next
}

// nextMark finds a mark outside quoted strings, or end.
func (m *Message) nextMark(at, end int, mark byte) int {
	for inside := false; at < end; at++ {
		switch c := m.raw[at]; {
		case c == '"':
			inside = !inside
		case inside && c == '\\':
			at++
		case c == mark && !inside:
			return at
		}
	}
	return end
}

// manyOffers is how many extensions, or subprotocols, of a message are looked at
// beyond their grammar: no real list is longer.
const manyOffers = 256

// extensions lists the elements of Sec-WebSocket-Extensions, empty ones left out.
func (m *Message) extensions() []extension {
	var all []extension
	for e := m.eachExtension(); e.next(); {
		if len(all) == manyOffers {
			break
		}
		kept := e.extension
		kept.Params = append([]extensionParam(nil), e.Params...)
		all = append(all, kept)
	}
	return all
}

// extensionWalker goes through the elements without keeping them: an element is
// good until the next one comes.
type extensionWalker struct {
	extension
	list *walker
}

func (m *Message) eachExtension() *extensionWalker {
	return &extensionWalker{list: m.walk(ExtensionsField)}
}

func (w *extensionWalker) next() bool {
	for w.list.next() {
		if !w.list.Empty() {
			w.extension = w.list.m.extension(w.Params[:0], w.list.Member)
			return true
		}
	}
	return false
}

// unquote gives the value of a parameter without quotes and backslashes; ok is
// false for a quoted string that does not close.
func unquote(b []byte) (value []byte, ok bool) {
	if len(b) == 0 || b[0] != '"' {
		return b, true
	}
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '"':
			return value, i == len(b)-1
		case '\\':
			if i++; i == len(b) {
				return value, false
			}
			value = append(value, b[i])
		default:
			value = append(value, b[i])
		}
	}
	return value, false
}
