package handshake

// Preset is an exchange to begin with.
type Preset struct {
	ID     string
	Title  Text
	Policy *Policy
	Broken bool // begins with a fault to be found
	offer  Offer
	raw    string // instead of offer
}

// Request is what the client sends.
func (p *Preset) Request() []byte {
	if p.raw != "" {
		return []byte(p.raw)
	}
	return Build(p.offer)
}

const deflateOffer = "permessage-deflate; client_max_window_bits"

// presets are data: a new one is one row here.
var presets = []Preset{
	{ID: "websocket", Title: Text{"preset.websocket", "WebSocket"},
		offer: Offer{Target: "/chat", Host: "server.example.com", Origin: "http://example.com", Key: "dGhlIHNhbXBsZSBub25jZQ=="}},
	{ID: "websocket-options", Title: Text{"preset.websocket-options", "WebSocket with subprotocols and compression"},
		Policy: &Policy{Subprotocols: []string{"chat", "superchat"}},
		offer: Offer{Target: "/chat", Host: "server.example.com", Origin: "http://example.com", Key: "x3JJHMbDL1EzLkh9GBhXDw==",
			Subprotocols: []string{"chat", "superchat"}, Extensions: deflateOffer}},
	{ID: "generic", Title: Text{"preset.generic", "A list: example/1, foo/2"},
		raw: "GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nConnection: upgrade\r\nUpgrade: example/1, foo/2\r\n\r\n"},
	{ID: "broken-websocket", Title: Text{"preset.broken-websocket", "WebSocket, broken: a key of 8 bytes"}, Broken: true,
		offer: Offer{Target: "/chat", Host: "server.example.com", Connection: []string{"keep-alive"}, Key: "qjaovfzeqzo="}},
	{ID: "broken-options", Title: Text{"preset.broken-options", "Subprotocols, broken: one name twice"}, Broken: true,
		Policy: &Policy{Subprotocols: []string{"chat", "superchat"}},
		offer: Offer{Target: "/chat", Host: "server.example.com", Key: "x3JJHMbDL1EzLkh9GBhXDw==",
			Subprotocols: []string{"chat", "superchat", "chat"}, Extensions: deflateOffer}},
	{ID: "broken-generic", Title: Text{"preset.broken-generic", "A list, broken: Connection does not name Upgrade"}, Broken: true,
		raw: "GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nConnection: keep-alive\r\nUpgrade: example/1, foo/2\r\n\r\n"},
}

// Presets lists the exchanges to begin with; the first is the default.
func Presets() []Preset { return presets }

// PresetByID finds a preset, or returns nil.
func PresetByID(id string) *Preset {
	for i := range presets {
		if presets[i].ID == id {
			return &presets[i]
		}
	}
	return nil
}
