package handshake

// SETTINGS frames after the switch to h2c (RFC 9113 §6.5). The settings that
// travel in the request, as HTTP2-Settings, have rules_h2c.go.

var h2Setting = Rule{ID: "h2c.frame.settings", Level: Must, Severity: Error, Binds: Frames,
	Cites: []Cite{{RFC: 9113, Section: "6.5"}, {RFC: 9113, Section: "6.5.2"}},
	Title: "The SETTINGS frame is not legal: {got}, expected {want}",
	Why:   "The settings hold for the whole connection. If one of them cannot be, the two ends would go on with different ideas of it.",
	Who:   "The receiver ends the connection with PROTOCOL_ERROR, FRAME_SIZE_ERROR or FLOW_CONTROL_ERROR.",
	Cure:  "Send whole settings of six bytes on stream 0, each with a value that it may have. A confirmation (ACK) is empty.",
	Wrong: `\0\0\x06\x04\0\0\0\0\0\0\x02\0\0\0\x02`, Right: `\0\0\x06\x04\0\0\0\0\0\0\x02\0\0\0\0`}

// checkH2Settings judges a whole SETTINGS frame; connect is the last value of
// ENABLE_CONNECT_PROTOCOL on this side. It gives the new one.
func checkH2Settings(j *judge, side Side, b []byte, f *h2Frame, connect uint32) uint32 {
	payload := b[f.payload.Start:f.payload.End]
	cut := func(keep int) string { // the frame with less payload
		head := [h2HeadSize]byte{byte(keep >> 16), byte(keep >> 8), byte(keep), h2Settings, f.flags}
		return string(head[:]) + string(payload[:keep])
	}
	whole, head := Place{side, f.Start, f.End}, Place{side, f.Start, f.payload.Start}
	switch {
	case f.stream != 0:
		j.find(&h2Setting, head).gotText(wordStream.ref()+utoa(uint64(f.stream))).want(wordStream.ref()+"0").
			fix(Place{side, f.payload.Start - 4, f.payload.Start}, "\x00\x00\x00\x00")
		return connect
	case f.flags&1 != 0:
		if f.length > 0 {
			j.find(&h2Setting, head).gotText("ACK, "+itoa(f.length)+wordBytes.ref()).want("0"+wordBytes.ref()).fix(whole, cut(0))
		}
		return connect
	case f.length%settingSize != 0:
		j.find(&h2Setting, head).gotText(itoa(f.length)+wordBytes.ref()).want(wordSix.ref()).fix(whole, cut(f.length/settingSize*settingSize))
		return connect
	}
	for i, s := range parseSettings(payload) {
		if i == 1024 { // no real frame has more than the registry
			break
		}
		at := f.payload.Start + s.At
		p, limit := Place{side, at, at + settingSize}, s.limit()
		switch {
		case s.ID == settingConnectProtocol:
			checkConnectSetting(j, p, s, connect, "\x00\x08\x00\x00\x00\x01")
			connect = max(connect, s.Value)
			continue
		case s.ID == settingEnablePush && side == FromServer && s.Value == 1:
			limit = "0" // only the server pushes, so only the client is asked
		}
		if limit == "" {
			continue
		}
		legal := uint32(0)
		switch s.ID {
		case settingWindowSize:
			legal = 1<<31 - 1
		case settingFrameSize:
			legal = 1 << 14
		}
		j.find(&h2Setting, p).gotText(settingName(s.ID)+" = "+utoa(uint64(s.Value))).want(limit).
			fix(Place{side, at + 2, at + settingSize}, string([]byte{byte(legal >> 24), byte(legal >> 16), byte(legal >> 8), byte(legal)}))
	}
	return connect
}
