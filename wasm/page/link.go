package page

import (
	"encoding/base64"
	"strings"

	"handshake101/handshake"
)

// A link holds the whole state: "1." and base64url of one octet that says how
// the rest is packed (0 as it is, 1 by pack) and of the rest, a
// row of tag, length, value. Tags that are not known are skipped, so an old
// page opens a newer link as well as it can. What "1." means never changes: a
// test keeps links of every version and opens them.
const linkVersion = "1."

const (
	tagPreset   = 1
	tagRequest  = 2
	tagResponse = 3
	tagStep     = 4
	tagLang     = 5
	tagCase     = 6
	tagOther    = 7  // a row of its own: the exchange that this one is compared with
	tagFinding  = 8  // ID of its rule
	tagPolicy   = 16 // + index in linkPolicy
)

// linkPolicy gives the keys of a policy their numbers in links.
var linkPolicy = [...]string{"protocols", "only", "versions", "subprotocols", "extensions", "origins"}

// maxLink bounds what a link may unfold to.
const maxLink = 1 << 20

// LinkState is what a link holds.
type LinkState struct {
	Preset, Case      string
	Request, Response []byte // nil: not in the link
	Step              string
	Finding           string // ID of the rule whose finding is meant
	Lang              string // "" is the language of the page that opens it
	Policy            *handshake.Policy
	Other             *LinkState // what is compared with
}

// Link is the fragment, without "#", that opens the model as it stands; empty
// for the page as it opens by itself.
func (m *Model) Link() string {
	if p, ok := m.here(); ok && (m.Other == nil || m.Screen != OnExchange) {
		return p.String()
	}
	if m.Preset == DefaultPreset && m.Step == "" && m.Found == "" && m.LangCode == m.Home && m.Other == nil {
		return ""
	}
	return m.LinkTo(m.Step, m.Found)
}

// LinkTo is the same for another step, and for a finding there: the ID of its rule,
// "" for none.
func (m *Model) LinkTo(step, finding string) string {
	s := LinkState{Preset: m.Preset, Step: step, Finding: finding, Other: m.Other.state(true)}
	if m.LangCode != m.Home {
		s.Lang = m.LangCode
	}
	switch {
	case m.CaseWhole:
		s.Case = m.Case.ID
	case m.Preset == "":
		m.hold(&s)
	}
	if !m.Tray.Secrets { // links leave the machine
		s.mask()
		s.Other.mask()
	}
	return EncodeLink(s)
}

func (s *LinkState) mask() {
	if s == nil || s.Request == nil {
		return
	}
	s.Request, s.Response, _ = handshake.MaskExchange(s.Request, s.Response)
	if s.Request == nil {
		s.Request = []byte{}
	}
}

// Kept is the fragment that brings the exchange back without anything that
// would have to be fetched first.
func (m *Model) Kept() string {
	s := LinkState{Preset: m.Preset, Step: m.Step, Other: m.Other.state(false)}
	if m.LangCode != m.Home {
		s.Lang = m.LangCode
	}
	if m.Preset == "" {
		m.hold(&s)
	}
	return EncodeLink(s)
}

// Unmasked tells whether kept, which the browser holds for this tab, is what link
// stands for, with the secrets that the address bar does not show.
func Unmasked(link, kept string) bool {
	s, ok := DecodeLink(kept)
	if !ok || kept == strings.TrimPrefix(link, "#") {
		return false
	}
	s.mask()
	s.Other.mask()
	return EncodeLink(s) == strings.TrimPrefix(link, "#")
}

// hold puts the bytes themselves into a link.
func (m *Model) hold(s *LinkState) {
	s.Request, s.Policy = m.Request.wire, m.Policy
	if s.Request == nil {
		s.Request = []byte{}
	}
	if m.Response.Origin != Simulated {
		s.Response = m.Response.raw()
		if s.Response == nil {
			s.Response = []byte{}
		}
	}
}

// packMost is the longest state that is packed. A longer one makes no link that
// anybody could send, and packing it would hold up the page.
const packMost = 128 << 10

// EncodeLink packs a state.
func EncodeLink(s LinkState) string {
	b := s.row()
	packed := append([]byte{0}, b...)
	if len(b) <= packMost {
		if small := pack(b); len(small)+1 < len(packed) {
			packed = append([]byte{1}, small...)
		}
	}
	return linkVersion + base64.RawURLEncoding.EncodeToString(packed)
}

func (s *LinkState) row() (b []byte) {
	put := func(tag byte, value string) {
		b = append(appendNumber(append(b, tag), len(value)), value...)
	}
	text := func(tag byte, value string) {
		if value != "" {
			put(tag, value)
		}
	}
	text(tagPreset, s.Preset)
	text(tagCase, s.Case)
	if s.Request != nil {
		put(tagRequest, string(s.Request))
	}
	if s.Response != nil {
		put(tagResponse, string(s.Response))
	}
	text(tagStep, s.Step)
	text(tagFinding, s.Finding)
	text(tagLang, s.Lang)
	if s.Policy != nil {
		for i, key := range linkPolicy {
			if value, ok := s.Policy.Get(key); ok {
				put(tagPolicy+byte(i), value)
			}
		}
	}
	if s.Other != nil {
		put(tagOther, string(s.Other.row()))
	}
	return b
}

// DecodeLink unpacks a fragment, with or without "#". ok is false for what is
// no link.
func DecodeLink(fragment string) (s LinkState, ok bool) {
	if len(fragment) > 0 && fragment[0] == '#' {
		fragment = fragment[1:]
	}
	if len(fragment) < len(linkVersion) || fragment[:len(linkVersion)] != linkVersion || len(fragment) > 2*maxLink {
		return s, false
	}
	packed, err := base64.RawURLEncoding.DecodeString(fragment[len(linkVersion):])
	if err != nil || len(packed) == 0 {
		return s, false
	}
	b := packed[1:]
	switch packed[0] {
	case 0:
	case 1:
		if b, ok = unpack(b); !ok {
			return s, false
		}
	default:
		return s, false
	}
	return s, s.read(b, false)
}

// read takes a row; ok is false for one that is broken. A row within a row has
// none within itself.
func (s *LinkState) read(b []byte, inner bool) (ok bool) {
	for len(b) > 0 {
		tag := b[0]
		n, used := number(b[1:])
		if used == 0 || n > len(b)-1-used {
			return false
		}
		b = b[1+used:]
		if tag == tagOther && !inner {
			s.Other = &LinkState{}
			if !s.Other.read(b[:n], true) {
				return false
			}
		} else {
			s.take(tag, b[:n])
		}
		b = b[n:]
	}
	return true
}

func (s *LinkState) take(tag byte, value []byte) {
	switch {
	case tag == tagPreset:
		s.Preset = string(value)
	case tag == tagCase:
		s.Case = string(value)
	case tag == tagRequest:
		s.Request = append([]byte{}, value...)
	case tag == tagResponse:
		s.Response = append([]byte{}, value...)
	case tag == tagFinding:
		s.Finding = string(value)
	case tag == tagStep:
		s.Step = string(value)
	case tag == tagLang:
		s.Lang = string(value)
	case tag >= tagPolicy && int(tag-tagPolicy) < len(linkPolicy):
		if s.Policy == nil {
			s.Policy = &handshake.Policy{}
		}
		// A value that does not fit leaves the key at its default.
		_ = s.Policy.Set(linkPolicy[tag-tagPolicy], string(value))
	}
}

// restore puts the state of a link into the model; the language is left to
// the one who opens it, for its texts may have to be fetched.
func (m *Model) restore(s LinkState) {
	if p := handshake.PresetByID(s.Preset); p != nil {
		m.load(p)
	} else if c := m.Library.find(s.Case); c != nil {
		m.loadCase(c, "")
	} else if s.Request != nil {
		m.Preset, m.Policy, m.Point, m.Opened = "", s.Policy, Point{}, Opened{}
		m.Request.set(handshake.ShowLines(s.Request), Typed)
		m.Response.Origin = Simulated
		if s.Response != nil {
			m.Response.set(handshake.ShowLines(s.Response), Typed)
		}
		m.Build.forget()
		m.judge()
	}
	m.Step = ""
	if m.stepIndex(s.Step) >= 0 {
		m.Step = s.Step
	}
	if s.Finding != "" {
		m.goToFinding(s.Finding)
	}
}
