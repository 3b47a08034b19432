package peers

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"handshake101/handshake"
)

// ClientWords are what clients said when they failed: peer, text, IDs of the
// responses.
type ClientWords map[string]map[string][]string

// varying is what differs from run to run, or quotes the response.
var varying = []struct {
	is   *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`127\.0\.0\.\d+:\d+| on [\d.]+:53\b`), "*"},
	{regexp.MustCompile(`wss?://\*/\d+|http://\*/\d+|"/\d+"|'/\d+'`), "*"},
	{regexp.MustCompile(`(Response Headers Follow:).*`), "$1"}, // WebSocket-Node
	{regexp.MustCompile(`\*->\*|0x[0-9a-f]{6,}`), "*"},
	{regexp.MustCompile(`[A-Za-z0-9+/]{27}=`), "*"},
}

// Add keeps what a client said of a response.
func (w ClientWords) Add(peer, id, said string) {
	text := strings.Map(func(r rune) rune {
		if r < ' ' || r == '\uFFFD' {
			return ' '
		}
		return r
	}, said)
	for _, v := range varying {
		text = v.is.ReplaceAllString(text, v.with)
	}
	text = strings.TrimSpace(text)
	text = strings.TrimRight(text[:min(len(text), 160)], `\`) // no half of an escape
	if len(text) < 8 {
		return
	}
	if w[peer] == nil {
		w[peer] = map[string][]string{}
	}
	w[peer][text] = append(w[peer][text], id)
}

const clientWordsHead = `# What clients and browsers said when they refused an answer. Written by make peers.
# A section is a peer. Before the first ": " stand the IDs of cases (without a dot)
# and of the rules that they break (with dots), the likeliest first; behind it the
# text. A * in it stands for what differs from run to run.

`

// Text writes words-clients.txt; a section of old stays where nothing new was heard,
// and with more the old lines beside the new ones too.
func (w ClientWords) Text(all []*Answer, old string, more bool) string {
	byID := map[string]*Answer{}
	for _, a := range all {
		byID[a.ID] = a
	}
	sections := map[string]string{}
	for _, part := range strings.Split("\n"+old, "\n[")[1:] {
		name, rest, _ := strings.Cut(part, "]\n")
		sections[name] = strings.TrimRight(rest, "\n")
	}
	for peer, texts := range w {
		var lines []string
		for text, ids := range texts {
			if e := clientEvidence(ids, byID); e != "" {
				lines = append(lines, e+": "+text)
			}
		}
		slices.Sort(lines)
		if text := strings.Join(lines, "\n"); more {
			sections[peer] = bothLines(sections[peer], text)
		} else {
			sections[peer] = text
		}
	}
	var names []string
	for name := range sections {
		names = append(names, name)
	}
	slices.Sort(names)
	b := clientWordsHead
	for _, name := range names {
		b += "[" + name + "]\n" + sections[name] + "\n\n"
	}
	return strings.TrimRight(b, "\n") + "\n"
}

// seldom is broken by every answer of the catalogue that switches to something else
// than WebSocket: many there, few in the world.
const seldom = "up.resp.only-offered"

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// clientEvidence picks the rules that most of the responses break, and a case for
// each.
func clientEvidence(ids []string, byID map[string]*Answer) string {
	slices.Sort(ids)
	count, example, clean := map[string]int{}, map[string]string{}, ""
	for _, id := range ids {
		rule, _ := broken(byID[id])
		if rule == "" {
			clean = byID[id].CaseID()
			continue
		}
		if count[rule]++; example[rule] == "" {
			example[rule] = byID[id].CaseID()
		}
	}
	var rules []string
	for rule := range count {
		rules = append(rules, rule)
	}
	slices.SortFunc(rules, func(a, b string) int {
		switch {
		case (a == seldom) != (b == seldom):
			return cmp.Compare(b2i(a == seldom), b2i(b == seldom))
		case count[a] != count[b]:
			return count[b] - count[a]
		}
		return strings.Compare(a, b)
	})
	rules = rules[:min(len(rules), 4)]
	var cases []string
	for _, rule := range rules {
		if !slices.Contains(cases, example[rule]) {
			cases = append(cases, example[rule])
		}
	}
	if rules == nil && clean != "" {
		cases = []string{clean}
	}
	return strings.Join(append(cases, rules...), " ")
}

// broken is the first rule of the answer's head or frames that makes a client fail;
// without one, the first that the engine warns of. n is how many there are.
func broken(a *Answer) (rule string, n int) {
	key := "dGhlIHNhbXBsZSBub25jZQ=="
	request := handshake.Build(handshake.Offer{Target: "/0", Host: "127.0.0.2:40000", Key: key, Subprotocols: a.Offer, Extensions: "permessage-deflate; client_max_window_bits"})
	r := handshake.Inspect(handshake.Exchange{Request: request, Response: a.Bytes(key, "127.0.0.2:40000", "/0")}, nil)
	for _, least := range []handshake.Severity{handshake.Error, handshake.Warning} {
		for i := range r.Response.Findings {
			if f := &r.Response.Findings[i]; f.Rule.Severity >= least && f.Because == "" {
				if n++; n == 1 {
					rule = f.Rule.ID
				}
			}
		}
		if n > 0 {
			break
		}
	}
	return rule, n
}
