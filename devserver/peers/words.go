package peers

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"handshake101/handshake"
)

// Words are what peers said, in bodies, close reasons and logs, and of which
// rows: peer, text, rows.
type Words map[string]map[string][]string

// Add keeps what a peer said of a row, each line by itself.
func (w Words) Add(peer string, r *Row, said string) {
	row := r.Name()
	for _, line := range strings.Split(said, "\n") {
		text := steady(r.without(line))
		if len(text) < 12 || empty.MatchString(text) || slices.Contains(w[peer][text], row) {
			continue
		}
		if w[peer] == nil {
			w[peer] = map[string][]string{}
		}
		w[peer][text] = append(w[peer][text], row)
	}
}

// changing is what differs from run to run: it is cut off at the beginning of a
// line, and is a * inside.
var changing = []struct {
	is   *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`^\[[\d/: *]+\] [A-Z]: |^WARN:[\w.$]+:[\w-]+: |^[\d-]+ [\d:]+: \([\w.]+\) |^\w+, \d+ \w+ \d+ [\d:]+ [+-]\d+ \| \w+ +\| \w+ +\| |HTTP/1\.1 400 .*$`), ""}, // lws, Jetty, lighttpd, websocketd, tornado
	{regexp.MustCompile(`Client .* requested (WebSocket version) \[-?\d+\]`), "$1 [*]"},                                                                                          // Jetty
	{regexp.MustCompile(`, client: .*| while reading client (pipelined )?request.*|^\d{4}/\d\d/\d\d [\d:]+ \[\w+\] \d+#\d+: (\*\d+ )?`), ""},                                     // nginx
	{regexp.MustCompile(`/[^ ]*/devserver/peers/|/tmp/peer[0-9]+/`), ""},
	{regexp.MustCompile(`\[(?:::1|127\.0\.0\.1)\]?:\d+|(?:127\.0\.0\.1|localhost)(?::\d+)?`), "*"},
	{regexp.MustCompile(`0x[0-9a-f]{4,}|@[0-9a-f]{4,}`), "*"},
	{regexp.MustCompile(`\b\d{2,4}[-/]\d\d?[-/]\d{2,4}[ T]?|\b\d\d?:\d\d:\d\d[.,\d]*( [+-]\d{4})?\b`), "*"},
	{regexp.MustCompile(`\b(pid|tid|port|client|server|at|conn|fd|socket|wsi|in) ?[:=#]? ?\d+(:\d+)?(\.\d+)?\b`), "$1 *"},
	{regexp.MustCompile(`[*#]\d+\b`), "*"},
	{regexp.MustCompile(`\*([ :,]*\*)+`), "*"},
}

// empty is what says nothing of the cause: a status, or the end of a connection.
var empty = regexp.MustCompile(`^(?:HTTP(?:/1\.1)? )?(?:Status )?(?:\d{3}\W+)?(?:Switching Protocols|Bad Request|Not Found|Method Not Allowed|Upgrade Required|Forbidden|Internal Server Error|Service Unavailable|HTTP Version Not Supported)$` +
	`|closed keepalive connection|client closed connection|unexpected EOF|connection reset|Traceback|broken pipe|^<?[A-Za-z-]+>?: ?= |^[a-z-]+: = |"?(?:GET|POST|OPTIONS|CONNECT|UNKNOWN|PRI) .* HTTP/|^\d{3} [A-Z]+ /|^[a-zA-Z-]+: [^ ]+$|url:'http|^\w+ = |^HTTP/1\.\d \d+|\| ACCESS|\*\*\* |^(?:Host|Upgrade|Connection|Sec-|Via|X-|User-Agent|Origin)|^java\.lang|^connection (?:open|closed|failed|handler failed)|close 100[05] |1005 \(|^Listening|^Serving|EOFError`)

// without puts * for the values of the request that a line quotes or ends with.
func (r *Row) without(line string) string {
	m := handshake.ParseRequest(r.Send)
	values := []string{string(m.Method()), string(m.Target()), string(m.Version())}
	for i := range m.Lines {
		values = append(values, string(m.Text(m.Lines[i].Value)))
	}
	line = strings.TrimSpace(line)
	if strings.HasSuffix(line, ": None") || strings.HasSuffix(line, " hdr:") {
		line = line[:strings.LastIndex(line, ":")+1] + " *"
	}
	for _, v := range values {
		if v == "" {
			continue
		}
		for _, q := range []string{`'`, `"`} {
			if !slices.Contains([]string{"websocket", "upgrade"}, strings.ToLower(v)) {
				line = strings.ReplaceAll(line, q+v+q, q+"*"+q)
			}
		}
		for _, before := range []string{": ", " in "} {
			for _, after := range []string{"", "."} {
				if rest, ok := strings.CutSuffix(line, before+v+after); ok {
					line = rest + before + "*"
				}
			}
		}
	}
	return line
}

// steady makes a line the same in every run; "" when nothing is left that says
// something.
func steady(line string) string {
	line = strings.Map(func(r rune) rune {
		if r < ' ' || r == '\uFFFD' {
			return ' '
		}
		return r
	}, regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(line, ""))
	for _, c := range changing {
		line = c.is.ReplaceAllString(line, c.with)
	}
	line = strings.Trim(strings.Join(strings.Fields(line), " "), "* :-")
	if regexp.MustCompile(`^\w+ \d+|^(at |\s*File ")|^\^+$`).MatchString(line) || !regexp.MustCompile(`[A-Za-z]{3}.*[A-Za-z]{3}`).MatchString(line) {
		return ""
	}
	return line[:min(len(line), 160)]
}

// listen asks a peer once more, row by row, and keeps what it logs meanwhile. It
// leaves out what a peer only waits at, and, of requests, what it takes.
func listen(question ask, r *Running, rows []*Row, seen map[string]Seen, said *Said) {
	said.Take()
	for _, row := range rows {
		s := seen[row.Name()]
		if strings.Contains(s.Cell, waits) || strings.HasPrefix(s.Cell, "101") || strings.HasSuffix(s.Cell, "; 101") || s.Cell == "crashes" || r.dead() {
			continue
		}
		question(r, row, quiet)
		time.Sleep(20 * time.Millisecond)
		s.Words += "\n" + said.Take()
		seen[row.Name()] = s
	}
}

// Endpoint is the policy of the servers that are measured, for the engine's own
// verdict on a row.
var Endpoint = &handshake.Policy{Only: "websocket", Subprotocols: []string{"chat"}}

// Causes names the rules by which the engine refuses a row, the deciding one
// first; without one, the first rule that it warns of.
func Causes(row *Row) (rules []string, refused bool) {
	report := handshake.Inspect(handshake.Exchange{Request: slices.Concat(row.Send, row.Then)}, Endpoint)
	for i := range report.Request.Findings {
		f := &report.Request.Findings[i]
		if f.Rule.Severity == handshake.Error && f.Because == "" && !slices.Contains(rules, f.Rule.ID) {
			rules = append(rules, f.Rule.ID)
		}
	}
	for i := range report.Request.Findings {
		if f := &report.Request.Findings[i]; rules == nil && f.Rule.Severity >= handshake.Warning {
			rules = []string{f.Rule.ID}
		}
	}
	return rules, report.Request.Verdict != handshake.Accept
}

// mostRules is how many rules a text leads to at most: what many rows bring
// about says little of any.
const mostRules = 4

// Text writes words.txt:
//
//	[gorilla]
//	ws-key-missing ws.req.key.present: websocket: not a websocket handshake: …
//
// A section is a peer. Before the colon stand the IDs of one or more cases, which
// have no dot, and of the rules that they break, the likeliest first. In the text
// a * stands for what differs from run to run.
func (w Words) Text(rows []Row) string {
	byName := map[string]*Row{}
	for i := range rows {
		byName[rows[i].Name()] = &rows[i]
	}
	var b strings.Builder
	for _, p := range List {
		texts := w[p.ID]
		if len(texts) == 0 {
			continue
		}
		var lines []string
		for text, in := range texts {
			if ids := evidence(in, byName); ids != "" {
				lines = append(lines, ids+": "+text+"\n")
			}
		}
		slices.Sort(lines)
		fmt.Fprintf(&b, "[%s]\n%s\n", p.ID, strings.Join(lines, ""))
	}
	return b.String()
}

// evidence picks the rules that most of the rows break, and a case for each.
func evidence(rows []string, byName map[string]*Row) string {
	count, example, clean := map[string]int{}, map[string]string{}, ""
	slices.Sort(rows)
	for _, name := range rows {
		row := byName[name]
		if row == nil {
			continue
		}
		broken, _ := Causes(row)
		if len(broken) == 0 {
			clean = row.ID
			continue
		}
		if count[broken[0]]++; example[broken[0]] == "" {
			example[broken[0]] = row.ID
		}
	}
	var rules []string
	for rule := range count {
		rules = append(rules, rule)
	}
	slices.SortFunc(rules, func(a, b string) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return strings.Compare(a, b)
	})
	var cases []string
	rules = rules[:min(len(rules), mostRules)]
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

// wordsHead explains the file to whoever opens it.
const wordsHead = `# What peers said when they refused: in bodies, close reasons and logs. Written by
# make peers. A section is a peer. Before the first ": " stand the IDs of cases
# (without a dot) and of the rules that they break (with dots), the likeliest first;
# behind it the text. A * in it stands for what differs from run to run.

`

// bothLines joins two sections: a text that stands in both leads to what either says.
func bothLines(old, new string) string {
	refs, texts := map[string][]string{}, []string{}
	for _, line := range strings.Split(old+"\n"+new, "\n") {
		ids, text, ok := strings.Cut(line, ": ")
		if !ok {
			continue
		}
		if refs[text] == nil {
			texts = append(texts, text)
		}
		for _, id := range strings.Fields(ids) {
			if !slices.Contains(refs[text], id) {
				refs[text] = append(refs[text], id)
			}
		}
	}
	var lines []string
	for _, text := range texts {
		lines = append(lines, strings.Join(refs[text], " ")+": "+text)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// JoinWords puts new sections in the place of the old ones of the same peers, or,
// with more, beside them.
func JoinWords(old, new string, more bool) string {
	sections := map[string]string{}
	for _, text := range []string{old, new} {
		for _, part := range strings.Split("\n"+text, "\n[")[1:] {
			name, rest, _ := strings.Cut(part, "]\n")
			var lines []string
			seen := map[string]bool{}
			for _, line := range strings.Split(strings.TrimRight(rest, "\n"), "\n") {
				ids, said, _ := strings.Cut(line, ": ")
				if said = steady(said); said != "" && !empty.MatchString(said) && !seen[said] {
					seen[said] = true
					lines = append(lines, ids+": "+said)
				}
			}
			if text := strings.Join(lines, "\n"); more {
				sections[name] = bothLines(sections[name], text)
			} else {
				sections[name] = text
			}
		}
	}
	b := wordsHead
	for _, p := range List {
		if s := sections[p.ID]; s != "" {
			b += "[" + p.ID + "]\n" + s + "\n\n"
		}
	}
	return strings.TrimRight(b, "\n") + "\n"
}
