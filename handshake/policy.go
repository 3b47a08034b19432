package handshake

import (
	"errors"
	"strconv"
	"strings"
)

// Policy is what a server supports and wants. Every key is optional: the zero
// Policy, and a nil one, is the willing server of RFC 9110 §7.8, which speaks
// whatever it is asked for. The tags are for those who decode it from JSON.
type Policy struct {
	// Protocols are the upgrade tokens the server speaks, each "name" or
	// "name/version", best first. nil: every protocol of the catalogue, and
	// any other token as a generic protocol.
	Protocols []string `json:"protocols"`
	// Only makes it an endpoint for one protocol: a request that does not ask
	// for it rightly is rejected instead of ignored. Empty: no.
	Only string `json:"only"`
	// Versions are the WebSocket versions spoken. nil: 13.
	Versions []int `json:"versions"`
	// Subprotocols are the WebSocket subprotocols known. nil: none.
	Subprotocols []string `json:"subprotocols"`
	// Extensions are the WebSocket extensions known. nil:
	// permessage-deflate; empty: none.
	Extensions []string `json:"extensions"`
	// Origins are the origins let in. nil: all of them.
	Origins []string `json:"origins"`
}

// PolicyKeys lists the keys of a policy, in the order in which they are shown.
var PolicyKeys = []string{"protocols", "only", "versions", "subprotocols", "extensions", "origins"}

// Set gives one key its value as text: lists are separated by commas, and an
// empty text is the empty list. The error names key, got and expected.
func (p *Policy) Set(key, value string) error {
	list := splitText(value)
	for _, s := range list {
		name, version, slash := strings.Cut(s, "/")
		protocol := isToken([]byte(name)) && (!slash || isToken([]byte(version)))
		switch {
		case (key == "protocols" || key == "only") && !protocol:
			return &PolicyError{key, s, &wantProtocol}
		case (key == "subprotocols" || key == "extensions") && (slash || !protocol):
			return &PolicyError{key, s, &wantNames}
		case key == "origins" && !isOrigin(s):
			return &PolicyError{key, s, &wantOrigin}
		}
	}
	switch key {
	case "protocols":
		p.Protocols = list
	case "only":
		if len(list) > 1 {
			return &PolicyError{key, value, &wantOne}
		}
		p.Only = value
	case "versions":
		p.Versions = []int{}
		for _, s := range list {
			n, ok := number([]byte(s))
			if !ok || n > 255 {
				return &PolicyError{key, s, &wantVersions}
			}
			p.Versions = append(p.Versions, n)
		}
	case "subprotocols":
		p.Subprotocols = list
	case "extensions":
		p.Extensions = list
	case "origins":
		p.Origins = list
	default:
		return errors.New("unknown key " + Quote(key) + ", expected one of " + strings.Join(PolicyKeys, ", "))
	}
	return nil
}

// isOrigin tells what can stand in Origin (RFC 6454 §6.2): an origin that ends
// in a slash, or is a host alone, is equal to none.
func isOrigin(s string) bool {
	scheme, host, ok := strings.Cut(s, "://")
	return s == "null" || ok && scheme != "" && host != "" && !strings.ContainsAny(host, "/?# \t")
}

// PolicyError says what is wrong in a policy.
type PolicyError struct {
	Key, Got string
	Want     *Text
}

func (e *PolicyError) Error() string {
	return e.Key + ": got " + Quote(e.Got) + ", expected " + e.Want.English
}

var (
	wantProtocol = Text{"policy.want.protocol", "name or name/version, such as websocket or TLS/1.2"}
	wantOne      = Text{"policy.want.one", "one protocol, such as websocket"}
	wantVersions = Text{"policy.want.versions", "numbers from 0 to 255, such as 13"}
	wantNames    = Text{"policy.want.names", "names without spaces or slashes, separated by commas"}
	wantOrigin   = Text{"policy.want.origin", "scheme://host or scheme://host:port, such as https://a.example, or null"}
)

// Unset gives a key its default again.
func (p *Policy) Unset(key string) {
	switch key {
	case "protocols":
		p.Protocols = nil
	case "only":
		p.Only = ""
	case "versions":
		p.Versions = nil
	case "subprotocols":
		p.Subprotocols = nil
	case "extensions":
		p.Extensions = nil
	case "origins":
		p.Origins = nil
	}
}

// Get gives the text of a key as Set takes it; ok is false for a key left out.
func (p *Policy) Get(key string) (value string, ok bool) {
	if p == nil {
		return "", false
	}
	list := func(l []string) (string, bool) { return strings.Join(l, ","), l != nil }
	switch key {
	case "protocols":
		return list(p.Protocols)
	case "only":
		return p.Only, p.Only != ""
	case "versions":
		if p.Versions == nil {
			return "", false
		}
		var s []string
		for _, v := range p.Versions {
			s = append(s, strconv.Itoa(v))
		}
		return strings.Join(s, ","), true
	case "subprotocols":
		return list(p.Subprotocols)
	case "extensions":
		return list(p.Extensions)
	case "origins":
		return list(p.Origins)
	}
	return "", false
}

// splitText splits at commas, trims, and drops empty members.
func splitText(s string) []string {
	list := []string{}
	for _, x := range strings.Split(s, ",") {
		if x = strings.Trim(x, " \t"); x != "" {
			list = append(list, x)
		}
	}
	return list
}

// versions are those that the server speaks.
func (p *Policy) versions() []int {
	if p == nil || p.Versions == nil {
		return []int{13}
	}
	return p.Versions
}

func (p *Policy) extensions() []string {
	if p == nil || p.Extensions == nil {
		return []string{"permessage-deflate"}
	}
	return p.Extensions
}

func (p *Policy) only() string {
	if p == nil {
		return ""
	}
	return p.Only
}

func (p *Policy) knowsSubprotocol(name []byte) bool {
	return p != nil && containsExact(p.Subprotocols, name)
}

func (p *Policy) allowsOrigin(origin []byte) bool {
	return p == nil || p.Origins == nil || containsExact(p.Origins, origin)
}

func containsExact(list []string, b []byte) bool {
	for _, s := range list {
		if s == string(b) {
			return true
		}
	}
	return false
}

// Quote shows a text between quotation marks for an error message.
func Quote(s string) string { return `"` + Show([]byte(s)) + `"` }
