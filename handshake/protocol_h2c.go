package handshake

// h2cProtocol is the upgrade from HTTP/1.1 to HTTP/2 without TLS (RFC 7540
// §3.2). RFC 9113 §3.1 dropped it: hardly anyone deployed it, it puts a second
// way of framing requests behind every proxy, and a client that knows the
// server can begin with HTTP/2 at once.
type h2cProtocol struct{}

func (h2cProtocol) names(name, version []byte) (string, bool) {
	return canonicalLower(name, version, "h2c")
}

func (h2cProtocol) sample() string {
	return "GET / HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"
}

var stepClientH2C = stepDef{"client.h2c", ActorClient,
	Text{"step.client.h2c.title", "puts its HTTP/2 settings into the request"},
	Text{"step.client.h2c", "An HTTP/2 connection begins with a SETTINGS frame of the client. Here it has to travel inside HTTP/1.1, so its payload is written in base64url into HTTP2-Settings. Connection lists that field too, for it concerns this hop only."}}

var stepServerH2C = stepDef{"server.h2c-settings", ActorServer,
	Text{"step.server.h2c-settings.title", "decodes the settings"},
	Text{"step.server.h2c-settings", "The server decodes HTTP2-Settings as it would read a SETTINGS frame: six bytes for each setting, two for its number and four for its value. Without exactly one such field it must not switch."}}

var stepClientH2CAnswer = stepDef{"client.h2c-answer", ActorClient,
	Text{"step.client.h2c-answer.title", "takes the 101 as the answer to its settings"},
	Text{"step.client.h2c-answer", "The 101 confirms the settings. The client now sends the preface of HTTP/2; the answer to the request it has already sent comes on stream 1."}}

var (
	labelSettingsPayload = Text{"derived.settings-payload", "payload, decoded"}
	labelSetting         = Text{"derived.setting", "setting {id}, {name}"}
)

func (h2cProtocol) offer(j *judge) {
	j.begin(&stepClientH2C)
	j.lightField(j.req, HTTP2SettingsField)
	j.lightField(j.req, ConnectionField)
}

func (h2cProtocol) serve(j *judge) {
	j.serve(&stepServerH2C, checkH2COffer, HTTP2SettingsField)
}

func (h2cProtocol) fields(_ *judge, b []byte) []byte { return b }

func (h2cProtocol) validate(j *judge) {
	j.validate(&stepClientH2CAnswer, checkH2CAnswer, UpgradeField)
}

func (h2cProtocol) speak(j *judge, side Side, b []byte, from int) {
	speakHTTP2(j, side, b, from)
}

// deriveSettings shows the settings of a payload one by one, a few of them.
func (j *judge) deriveSettings(payload []byte) {
	if !j.full {
		return
	}
	j.derive(&labelSettingsPayload, Hex(payload[:min(len(payload), settingsShown*settingSize)]))
	for i, s := range parseSettings(payload) {
		if i == settingsShown {
			return
		}
		line, args := j.derive, []Arg{{"id", itoa(int(s.ID))}, {"name", settingName(s.ID)}}
		if !s.legal() {
			line = j.deriveBad
		}
		line(&labelSetting, Hex(payload[s.At:s.At+settingSize])+" = "+itoa(int(s.Value)), args...)
	}
}
