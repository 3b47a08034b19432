package handshake

import (
	"encoding/base64"
	"strings"
)

// What each server checks, in its own order.

// need is one thing that a server checks, and its answer when it does not hold.
type need struct {
	holds bool
	does  string
}

// check goes through a server's checks in its own order; "" when all hold.
func (a *asked) check(s int) string {
	version := string(a.version)
	is13 := version == "13"
	early := is13 || version == "8" || version == "7"
	number, isNumber := scriptNumber(version)
	raw, decoded := plainBase64(a.key)
	sixteen := decoded && len(raw) == 16
	badOffer, smwb := a.j.fired("h1.quoted.closed", "pmd.cmwb.offer-value", "pmd.offer.unknown-param"), a.j.fired("pmd.smwb.offer-value")
	var needs []need
	switch s {
	case netHTTP:
		needs = []need{{len(a.upgrade) > 0, "200"}}
	case gorillaWS:
		needs = []need{{a.reads(ConnectionField, "upgrade"), "400"}, {a.reads(UpgradeField, "websocket"), "400"}, {a.get, "405"}, {a.reads(WSVersionField, "13"), "400"}, {!a.elsewhere && !a.emptyOrigin, "403"}, {sixteen, "400"}}
	case coderWS:
		needs = []need{{!a.http10, "426"}, {a.listed, "426"}, {a.member, "426"}, {a.get, "405"}, {is13, "400"}, {a.keys == 1 && sixteen, "400"}, {!a.elsewhere, "403"}}
	case gwsServer:
		needs = []need{{a.get, "400"}, {is13, "400"}, {a.substring, "400"}, {a.whole, "400"}, {a.keys > 0 && len(a.key) > 0, "400"}}
	case xnetWS: // it puts Host into a URL
		host := true
		if l := a.m.first(HostField); l != nil {
			host = !strings.ContainsAny(string(a.m.value(l)), "%[]@")
		}
		needs = []need{{host, unknown}, {a.get, "405"}, {a.whole && a.substring, "400"}, {len(a.key) > 0, "400"}, {is13, "400"}}
	case nodeWS:
		needs = []need{{a.listed && len(a.upgrade) > 0, "426"}, {a.get, "405"}, {a.whole, "400"}, {a.keys == 1 && len(a.key) == 24 && decoded, "400"}, {isNumber, unknown}, {a.versions == 1 && (number == 13 || number == 8), "400"},
			{a.tokens && a.extensions && !badOffer && !a.j.fired("ws.req.protocol.unique", "pmd.offer.bad-value", "pmd.offer.repeat-param"), "400"}, {!smwb, unknown}}
	case pyWebsockets:
		needs = []need{{a.get && !a.http10 && !a.j.fired("h1.token.chars") && !a.onlyCommas(), "400"}, {a.listed, "426"}, {a.member || a.m.count(UpgradeField) == 0 || len(a.upgrade) > 0 && !a.j.fired("up.req.syntax"), "400"}, {a.member && a.m.membersUpTo(2, UpgradeField, true) == 1, "426"}, {a.keys == 1 && sixteen, "400"}, {a.versions == 1 && is13, "400"},
			{a.tokens && !a.j.fired("ws.ext.abnf", "ws.ext.quoted-token", "h1.quoted.closed"), "400"}}
	case aioHTTP:
		raw, decoded = plainBase64(onlyBase64(a.key)) // it passes over all other letters
		needs = []need{{a.whole, "400"}, {a.substring, "400"}, {early, "400"}, {decoded && len(raw) == 16, "400"}}
	case tornadoWS:
		needs = []need{{a.get, "405"}, {a.whole, "400"}, {a.listed, "400"}, {!a.capitals && !a.elsewhere && !a.emptyOrigin && !a.severalHosts, "403"}, {early && a.versions == 1, "426"}, {len(a.key) > 0 && a.m.has(HostField), "400"},
			{!smwb && !a.j.fired("ws.ext.abnf"), unknown}, {!badOffer && !a.j.fired("ws.ext.quoted-token"), "500"}}
	case gobwasWS:
		return a.lineByLine()
	}
	for _, n := range needs {
		if !n.holds {
			return n.does
		}
	}
	return ""
}

// reads tells whether gorilla finds a token in a list: it leaves a line at the first
// member that is none.
func (a *asked) reads(f Field, token string) bool {
	for i := range a.m.Lines {
		if l := &a.m.Lines[i]; l.Field != f || l.Kind != FieldLine {
			continue
		}
		rest := a.m.Lines[i].Value
		for more := true; more; {
			var x Range
			x, rest, more = a.m.cutMember(rest, false)
			t := a.m.Text(x)
			if foldEqual(t, token) {
				return true
			}
			if tokenLen(t) == 0 {
				break
			}
		}
	}
	return false
}

// lineByLine is gobwas: the first line that it does not like decides.
func (a *asked) lineByLine() string {
	if a.http10 {
		return "505"
	}
	seen := 0
	for i := range a.m.Lines {
		l := &a.m.Lines[i]
		v := a.m.value(l)
		if l.Kind == NoColonLine || l.Folds > 0 {
			return "400"
		}
		switch l.Field {
		case UpgradeField:
			if seen |= 1; !foldEqual(v, "websocket") {
				return "400"
			}
		case ConnectionField:
			seen |= 2
			if _, listed := a.m.memberOf(l, "upgrade"); !listed {
				return "400"
			}
		case WSVersionField:
			if seen |= 4; string(v) != "13" {
				return "426"
			}
		case KeyField:
			if seen |= 8; len(v) != 24 {
				return "400"
			}
		case HostField:
			seen |= 16
		}
	}
	switch {
	case seen != 31, a.j.fired("h1.list.at-least-one"):
		return "400"
	case !a.tokens:
		return unknown
	}
	return ""
}

// scriptNumber is what JavaScript's Number makes of a version: 0 for what is no whole
// number. Not known are its other notations.
func scriptNumber(s string) (n int, known bool) {
	whole, fraction, _ := strings.Cut(s, ".")
	for _, c := range s {
		if c > 127 || isAlpha(byte(c)) && strings.ContainsAny(s, "0123456789") {
			return 0, false
		}
	}
	if strings.Trim(fraction, "0") != "" {
		return 0, true
	}
	n, _ = number([]byte(whole))
	return n, true
}

func onlyBase64(b []byte) []byte {
	var all []byte
	for _, c := range b {
		if isAlpha(c) || isDigit(c) || c == '+' || c == '/' || c == '=' {
			all = append(all, c)
		}
	}
	return all
}

// plainBase64 decodes a key as the servers do.
func plainBase64(key []byte) ([]byte, bool) {
	raw, err := base64.StdEncoding.DecodeString(string(key))
	return raw, err == nil
}
