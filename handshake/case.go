package handshake

import (
	"errors"
	"strings"
)

// Case is one exchange with what is expected of it: a test, an entry of the
// gallery, or a recording. Files hold one or more of them as plain text:
//
//	case: key-twice
//	title: Two Sec-WebSocket-Key lines
//	seen: 101 where 400 was due
//	source: oven-sh/bun#35870
//	policy: only=websocket; subprotocols=chat,superchat
//	verdict: server-rejects 400
//	request: reject 400
//	response: fail 101
//	fires: ws.req.key.once
//	notes: reg.subprotocol.known
//	passes: ws.req.key.base64
//
//	> GET /chat HTTP/1.1
//	> Host: server.example.com\n\
//	>
//	< HTTP/1.1 400 Bad Request
//
// A line that begins with "> " or "< " holds bytes of the client or of the
// server in editor notation (ShowLines) and stands for CR LF at its end, unless
// it ends in a backslash. Lines of both sides may alternate: that is the order
// in which they were said. "#" begins a comment. Only "case" must be there.
type Case struct {
	ID       string
	Keys     []CaseKey // all other keys, in order
	Exchange Exchange
	Turns    []Turn // the bytes in the order in which they were said
}

// CaseKey is one "key: value" line.
type CaseKey struct{ Key, Value string }

// Turn is a run of bytes of one side.
type Turn struct {
	Side Side
	Data []byte
}

// caseKeys are the keys that a case may have.
var caseKeys = []string{
	"title", "title-ja", "group", "evidence", "cause", "cause-ja", "cure", "cure-ja", "seen", "source", "comment", "recorded",
	"policy", "verdict", "request", "response", "simulated", "fires", "notes", "first", "passes",
}

// Get gives the value of a key, "" when it is not there.
func (c *Case) Get(key string) string {
	for _, k := range c.Keys {
		if k.Key == key {
			return k.Value
		}
	}
	return ""
}

// List splits the value of a key at white space.
func (c *Case) List(key string) []string { return strings.Fields(c.Get(key)) }

// Policy is the server's policy of the case; nil when it names none.
func (c *Case) Policy() (*Policy, error) {
	value := c.Get("policy")
	if value == "" {
		return nil, nil
	}
	p := new(Policy)
	for _, part := range strings.Split(value, ";") {
		key, v, ok := strings.Cut(strings.TrimSpace(part), "=")
		if !ok {
			return nil, errors.New("policy: got " + Quote(part) + ", expected key=value")
		}
		if err := p.Set(key, v); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// ParseCases reads a file of cases. The error names the line, what was got and
// what was expected.
func ParseCases(data []byte) ([]*Case, error) {
	var all []*Case
	var c *Case
	bytesSeen := false
	for n, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if side, text, ok := caseBytes(line); ok {
			if c == nil {
				return nil, lineError(n, "got bytes, expected \"case: ID\" first")
			}
			bytesSeen = true
			c.say(side, ParseLines(text+"\n"))
			continue
		}
		if line == "" || line[0] == '#' {
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch {
		case !ok:
			return nil, lineError(n, "got "+Quote(line)+", expected \"key: value\", \"> bytes\" or \"< bytes\"")
		case key == "case":
			if value == "" {
				return nil, lineError(n, "expected an ID after \"case:\"")
			}
			c = &Case{ID: value}
			all = append(all, c)
			bytesSeen = false
		case c == nil:
			return nil, lineError(n, "got "+Quote(key)+", expected \"case: ID\" first")
		case bytesSeen:
			return nil, lineError(n, "got "+Quote(key)+" after bytes, expected the keys of a case before its bytes")
		case !contains(caseKeys, key):
			return nil, lineError(n, "unknown key "+Quote(key)+", expected one of "+strings.Join(caseKeys, ", "))
		case c.Get(key) != "":
			return nil, lineError(n, "key "+Quote(key)+" given twice")
		default:
			c.Keys = append(c.Keys, CaseKey{key, value})
		}
	}
	if all == nil {
		return nil, errors.New("no case in it, expected \"case: ID\"")
	}
	return all, nil
}

// caseBytes takes a line of bytes apart. A bare ">" is an empty line.
func caseBytes(line string) (side Side, text string, ok bool) {
	if line == "" || line[0] != '>' && line[0] != '<' || len(line) > 1 && line[1] != ' ' {
		return 0, "", false
	}
	if line[0] == '<' {
		side = FromServer
	}
	if len(line) > 2 {
		text = line[2:]
	}
	return side, text, true
}

// say adds bytes of one side.
func (c *Case) say(side Side, data []byte) {
	if n := len(c.Turns); n > 0 && c.Turns[n-1].Side == side {
		c.Turns[n-1].Data = append(c.Turns[n-1].Data, data...)
	} else {
		c.Turns = append(c.Turns, Turn{side, data})
	}
	if side == FromClient {
		c.Exchange.Request = append(c.Exchange.Request, data...)
	} else {
		if c.Exchange.Response == nil {
			c.Exchange.Early = len(c.Exchange.Request)
			c.Exchange.Response = []byte{} // "< \" alone: the server closed without a word
		}
		c.Exchange.Response = append(c.Exchange.Response, data...)
	}
}

// Append writes the case as ParseCases reads it.
func (c *Case) Append(dst []byte) []byte {
	dst = append(append(append(dst, "case: "...), c.ID...), '\n')
	for _, k := range c.Keys {
		dst = append(append(append(append(dst, k.Key...), ": "...), k.Value...), '\n')
	}
	for _, t := range c.Turns {
		dst = append(dst, '\n')
		text := ShowLines(t.Data)
		if cut, whole := strings.CutSuffix(text, "\n"); whole {
			text = cut
		} else {
			text += "\\" // no CR LF here
		}
		for _, line := range strings.Split(text, "\n") {
			if t.Side == FromClient {
				dst = append(dst, '>')
			} else {
				dst = append(dst, '<')
			}
			if line != "" {
				dst = append(append(dst, ' '), line...)
			}
			dst = append(dst, '\n')
		}
	}
	return dst
}

// Keep writes down what the report says of the case: what becomes of it, both
// verdicts, and the rules that are broken. A case that holds that is a test.
func (c *Case) Keep(r *Report) {
	keep := func(key string, words ...string) {
		value := ""
		for _, w := range words {
			if w != "" && w != "0" {
				value += " " + w
			}
		}
		if value != "" {
			c.Keys = append(c.Keys, CaseKey{key, value[1:]})
		}
	}
	keep("verdict", r.Verdict.Outcome.String(), itoa(r.Verdict.Status))
	keep("request", r.Request.Verdict.String(), itoa(r.Request.Status), r.Request.Protocol)
	all := r.Request.Findings
	if r.Response != nil {
		keep("response", r.Response.Verdict.String(), itoa(r.Response.Status))
		all = append(all[:len(all):len(all)], r.Response.Findings...)
	}
	var fires []string
	for i := range all {
		if id := all[i].Rule.ID; all[i].Rule.Severity > Note && !contains(fires, id) {
			fires = append(fires, id)
		}
	}
	keep("fires", fires...)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
