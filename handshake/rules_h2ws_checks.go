package handshake

// The checks of rules_h2ws.go: the server reading a field section, the client
// reading the answer.

// checkPseudoFields judges the form of a request's field section.
func checkPseudoFields(j *judge, m *Message) {
	for f := PseudoMethodField; f <= PseudoProtocolField; f++ {
		j.lightField(m, f)
	}
	checkSectionNames(j, m)
	checkNoConnectionFields(j, m)
	if l := m.first(PseudoAuthorityField); l != nil {
		checkUserinfo(j, m, l.Value)
	}
	protocol := m.first(PseudoProtocolField)
	if protocol == nil {
		switch at := m.sectionStart(); {
		case string(m.pseudo(PseudoMethodField)) != "CONNECT":
			checkPseudoPresent(j, m)
		case !m.has(PseudoSchemeField) && !m.has(PseudoPathField) && !m.has(WSVersionField):
			if l := m.first(PseudoAuthorityField); l != nil {
				checkConnectPort(j, m, l.Value)
			}
			j.find(&connectNoProxy, at)
			j.reject(&connectNoProxy, 501)
		default:
			j.find(&h2wsProtocol, at).want(":protocol: websocket").fix(m.afterField(PseudoMethodField), ":protocol: websocket\r\n")
		}
		return
	}
	if l := m.first(ConnectionField); l != nil {
		noUpgrade(j, m, l)
	}
	if l := m.first(UpgradeField); l != nil {
		noUpgrade(j, m, l)
	}
	u := m.splitProtocol(Member{Range: protocol.Value})
	p, canonical, _ := protocolFor(m, &u)
	if _, masque := p.(masqueProtocol); masque {
		checkMasqueSection(j, m, canonical)
		return
	}
	checkConnectSection(j, m)
}

func noUpgrade(j *judge, m *Message, l *Line) {
	j.findLine(&h2wsNoUpgrade, m, l).gotText(l.Field.Info().Name).cutLine(m, l).because(&h2NoFields)
}

// checkConnectSection is RFC 8441 §4 and §5.
func checkConnectSection(j *judge, m *Message) {
	if method := m.first(PseudoMethodField); method == nil {
		j.find(&h2wsMethod, m.sectionStart()).gotText(wordMissing.ref()).want("CONNECT").fix(m.sectionStart(), ":method: CONNECT\r\n")
	} else if string(m.Text(method.Value)) != "CONNECT" {
		j.findAt(&h2wsMethod, m, method.Value).want("CONNECT").put(m, method.Value, "CONNECT")
	}
	if l := m.first(PseudoSchemeField); l == nil || l.Value.Empty() {
		missingPseudo(j, m, l, PseudoSchemeField, "https")
	} else if want := httpScheme(m.Text(l.Value)); want != "" && foldEqual(m.pseudo(PseudoProtocolField), "websocket") {
		j.findAt(&h2wsSchemeValue, m, l.Value).want(want).put(m, l.Value, want)
	}
	if l := m.first(PseudoPathField); l == nil || l.Value.Empty() {
		missingPseudo(j, m, l, PseudoPathField, "/")
	} else {
		checkPseudoPath(j, m, l)
	}
	l, host := m.first(PseudoAuthorityField), m.first(HostField)
	switch {
	case l != nil && !l.Value.Empty():
		if host != nil && !sameAuthority(m.Text(host.Value), m.Text(l.Value)) {
			j.findAt(&h2wsHostDiffers, m, host.Value).want(Show(m.Text(l.Value))).cutLine(m, host)
		}
	case l == nil && host != nil && !host.Value.Empty():
		f := j.findLine(&h2wsHost, m, host).got(m, host.Value).want(":authority")
		if value := m.Text(host.Value); f != nil && validAuthority(value) {
			at := m.afterField(PseudoProtocolField)
			f.fix(at, ":authority: "+string(value)+"\r\n")
		}
	default:
		at, line := m.afterField(PseudoProtocolField), ":authority: server.example.com\r\n"
		if l != nil {
			at = m.lineAndEnd(l)
		}
		j.find(&h2wsAuthority, m.sectionStart()).want(":authority").fix(at, line)
	}
}

// httpScheme is the scheme that should stand in the place of another one; ""
// for http and https. Schemes compare without case (RFC 3986 §3.1).
func httpScheme(scheme []byte) string {
	switch {
	case foldEqual(scheme, "https"), foldEqual(scheme, "http"):
		return ""
	case foldEqual(scheme, "ws"):
		return "http"
	}
	return "https"
}

// missingPseudo reports :scheme or :path, left out or empty (l).
func missingPseudo(j *judge, m *Message, l *Line, f Field, value string) {
	name := f.Info().Name
	if l != nil {
		j.findLine(&h2wsSchemePath, m, l).got(m, l.Range).want(name).fix(m.whole(l), name+": "+value)
		return
	}
	at := m.afterField(PseudoProtocolField)
	j.find(&h2wsSchemePath, at).want(name).fix(at, name+": "+value+"\r\n")
}

// checkMasqueSection is RFC 9298 §3.4 and RFC 9484 §4.4.
func checkMasqueSection(j *judge, m *Message, token string) {
	if method := m.pseudo(PseudoMethodField); string(method) != "CONNECT" {
		place := m.sectionStart()
		if l := m.first(PseudoMethodField); l != nil {
			place = m.place(l.Value)
		}
		f := j.find(&masqueH23, place).gotText(":method "+Show(method)).want(":method CONNECT").arg("protocol", token)
		if place.End > place.Start {
			f.fix(place, "CONNECT")
		}
	}
	for _, f := range [...]Field{PseudoSchemeField, PseudoPathField, PseudoAuthorityField} {
		if len(m.pseudo(f)) == 0 {
			place := m.sectionStart()
			if l := m.first(f); l != nil {
				place = m.whole(l)
			}
			j.find(&masqueH23, place).gotText(f.Info().Name+wordIsMissing.ref()).want(f.Info().Name).arg("protocol", token)
		}
	}
}

// sectionStart is the caret before the first field.
func (m *Message) sectionStart() Place {
	return m.place(Range{m.StartLine.Start, m.StartLine.Start})
}

// afterField is the caret after the line of a field, or before the first field.
func (m *Message) afterField(f Field) Place {
	if l := m.first(f); l != nil && l.Next > l.End {
		return m.place(Range{l.Next, l.Next})
	}
	return m.sectionStart()
}

// checkSectionNames judges the names of a field section and their order.
func checkSectionNames(j *judge, m *Message) {
	var seen [fieldCount]bool
	ordinary := -1 // the first line that is no pseudo-field
	for i := range m.Lines {
		l := &m.Lines[i]
		if l.Kind != FieldLine {
			continue
		}
		checkSectionOctets(j, m, l)
		if m.raw[l.Start] != ':' {
			if ordinary < 0 {
				ordinary = i
			}
			if name := m.Text(l.Name); hasCapital(name) {
				if f := j.find(&h2wsKeptFields, m.place(l.Name)); f != nil {
					f.got(m, l.Name).put(m, l.Name, lowerText(name))
				}
			}
			continue
		}
		isPseudo := l.Field >= PseudoMethodField && l.Field <= PseudoStatusField && (l.Field == PseudoStatusField) == (m.Side == FromServer)
		switch {
		case !isPseudo || seen[l.Field]:
			j.findLine(&h2wsPseudoOnce, m, l).got(m, l.Name).cutLine(m, l)
		case ordinary >= 0:
			first := m.Lines[ordinary].Start
			if f := j.findLine(&h2wsPseudoOrder, m, l).got(m, l.Name); f != nil && l.Next > l.End {
				f.put(m, Range{first, l.Next}, string(m.raw[l.Start:l.Next])+string(m.raw[first:l.Start]))
			}
		}
		seen[l.Field] = true
	}
}

func hasCapital(b []byte) bool {
	for _, c := range b {
		if lower(c) != c {
			return true
		}
	}
	return false
}

func lowerText(b []byte) string {
	out := make([]byte, len(b))
	for i, c := range b {
		out[i] = lower(c)
	}
	return string(out)
}

// checkStreamKey finds the proof of HTTP/1.1, which is not looked at here.
func checkStreamKey(j *judge, m *Message) {
	for _, f := range [...]Field{KeyField, AcceptField} {
		for _, l := range m.lines(f) {
			j.findLine(&h2wsNoKey, m, l).gotText(f.Info().Name).cutLine(m, l)
		}
	}
}

// checkStreamAnswer is the client reading the answer to an extended CONNECT.
func checkStreamAnswer(j *judge, m *Message) {
	if m.Form != FieldSection {
		j.findAt(&h2wsStatus, m, m.StartLine.Range).want(":status: 200").fixAnswer(j)
		return
	}
	checkSectionNames(j, m)
	checkNoConnectionFields(j, m)
	if j.full {
		checkStreamKey(j, m)
	}
	l := m.first(PseudoStatusField)
	if length := m.first(ContentLengthField); length != nil && m.Status()/100 == 2 &&
		string(j.req.pseudo(PseudoMethodField)) == "CONNECT" && !isCapsuleProtocol(j.answer.Protocol) {
		j.findLine(&bodyForbidden, m, length).arg("status", Show(m.Code())).arg("name", length.Field.Info().Name).cutLine(m, length)
	}
	switch {
	case l == nil:
		j.find(&h2wsStatus, m.sectionStart()).gotText(wordMissing.ref()).want("200")
	case m.Status() == 101:
		j.findAt(&h2wsStatus, m, l.Value).want("200").put(m, l.Value, "200").because(&h2No101)
		checkNo101(j, m)
	}
}

// checkConnectSetting judges SETTINGS_ENABLE_CONNECT_PROTOCOL; before is the
// largest value that was sent earlier on this connection, one the setting as it
// should stand there.
func checkConnectSetting(j *judge, p Place, s http2Setting, before uint32, one string) {
	switch {
	case s.Value > 1:
		j.find(&h2wsSettingValue, p).gotText(itoa(int(s.Value))).want(wordZeroOne.ref()).fix(p, one)
	case s.Value == 0 && before == 1:
		j.find(&h2wsNoDowngrade, p).gotText("1, 0").want("1").fix(p, one)
	}
}
