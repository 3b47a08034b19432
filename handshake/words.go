package handshake

// Words in what a finding saw and expected, where that is no text from the wire.
var (
	wordBytes         = Text{"word.bytes", " bytes"}
	wordBytesContent  = Text{"word.bytes-content", " bytes of content"}
	wordCharacters    = Text{"word.characters", " characters"}
	wordLines         = Text{"word.lines", " lines"}
	wordOneLine       = Text{"word.one-line", "one line"}
	wordHost          = Text{"word.host", " Host"}
	wordOneHost       = Text{"word.one-host", "one Host"}
	wordMissing       = Text{"word.missing", "missing"}
	wordEmpty         = Text{"word.empty", "(empty)"}
	wordIsMissing     = Text{"word.is-missing", " is missing"}
	wordSix           = Text{"word.six", "a multiple of six"}
	wordZeroOne       = Text{"word.zero-one", "0 or 1"}
	wordToken         = Text{"word.token", "a token"}
	wordUpgradeAmong  = Text{"word.upgrade-among", "Upgrade among the members"}
	wordNameVersion   = Text{"word.name-version", "name or name/version"}
	wordNoHost        = Text{"word.no-host", "the host is missing"}
	wordNoTarget      = Text{"word.no-target", "the target is missing; * stands for all"}
	wordNoProtocol    = Text{"word.no-protocol", "the protocol is missing; * stands for all"}
	wordEachColon     = Text{"word.each-colon", "%3A for each colon"}
	wordNoZone        = Text{"word.no-zone", "an IPv6 address without a zone"}
	wordPrefix        = Text{"word.prefix", "a prefix length of at most 32 (IPv4) or 128 (IPv6)"}
	wordZeroBits      = Text{"word.zero-bits", "zero bits behind the prefix length"}
	wordPort          = Text{"word.port", "a port from 1 to 65535"}
	wordProtocolRange = Text{"word.protocol-range", "a protocol number from 0 to 255, or *"}
	wordStream        = Text{"word.stream", "stream "}
	wordNone          = Text{"word.none", "no"}
	wordOne           = Text{"word.one", "one"}
	wordTwo           = Text{"word.two", "two"}
	wordThree         = Text{"word.three", "three"}
)

// count writes small numbers as words.
func count(n int) string {
	if small := [...]*Text{&wordNone, &wordOne, &wordTwo, &wordThree}; n < len(small) {
		return small[n].ref()
	}
	return itoa(n)
}
