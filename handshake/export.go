package handshake

import "strings"

// An exchange to take away: as a command, as a client or a server that says the
// same, as the lines that make a proxy let it through. Each is a row of exports
// with a template, in which
//
//	{url}       is a value, quoted as the language quotes
//	?origin …   is a line that stands only where the value is there
//	{line}      repeats the line for each field of the request's own
//	{values}    the same, fields of one name together
//	{each}      repeats the line for each line of the request as it stands
//
// What a program cannot send is said in a comment above it.

// Export is one form to take away.
type Export struct {
	ID, Name string
	Group    ExportGroup
	File     string // name for a file
	comment  string // begins a comment
	lacks    lack
	quote    func(string) string
	template string
}

// ExportGroup is what an export is for.
type ExportGroup uint8

const (
	ExportMessage ExportGroup = iota
	ExportCommand
	ExportClient
	ExportServer
	ExportProxy
)

// lack is what a program cannot do.
type lack uint8

const (
	lackBytes  lack = 1 << iota // send what is no well-formed head
	lackOwn                     // leave the fields of the handshake to the exchange
	lackFields                  // set fields at all
	lackOther                   // speak another protocol than WebSocket
)

var (
	exportOwn    = Text{"export.own", "It writes Connection, Upgrade, Sec-WebSocket-Key and Sec-WebSocket-Version itself, in an order of its own."}
	exportBytes  = Text{"export.bytes", "It cannot send these bytes as they are: for them copy “nc”, which can."}
	exportFields = Text{"export.fields", "A page cannot set these fields, the browser sends its own: {fields}."}
)

// Exports lists all forms.
func Exports() []Export { return exports }

// Fits tells whether the form can be made of the exchange.
func (e *Export) Fits(ex Exchange) bool {
	m := ParseRequest(ex.Request)
	switch {
	case e.ID == "response":
		return len(ex.Response) > 0
	case e.Group == ExportMessage:
		return len(ex.Request) > 0
	case m.Form != HTTP1 || m.first(HostField) == nil || len(m.Target()) == 0:
		return false
	}
	return e.lacks&lackOther == 0 || m.hasMember(UpgradeField, "websocket")
}

// Write makes the form of the exchange; the policy says what a server knows.
func (e *Export) Write(ex Exchange, p *Policy, lang *Language) string {
	switch e.ID {
	case "request":
		return string(ex.Request)
	case "response":
		return string(ex.Response)
	case "case":
		c := &Case{ID: "exchange-" + TextHash(string(ex.Request), string(ex.Response))}
		for _, key := range PolicyKeys {
			if value, ok := p.Get(key); ok {
				if len(c.Keys) == 0 {
					c.Keys = []CaseKey{{Key: "policy"}}
				} else {
					c.Keys[0].Value += "; "
				}
				c.Keys[0].Value += key + "=" + value
			}
		}
		early := min(ex.Early, len(ex.Request))
		if early == 0 || ex.Response == nil {
			early = len(ex.Request)
		}
		c.say(FromClient, ex.Request[:early])
		if ex.Response != nil {
			c.say(FromServer, ex.Response)
		}
		if early < len(ex.Request) {
			c.say(FromClient, ex.Request[early:])
		}
		c.Keep(Inspect(ex, p))
		return string(c.Append(nil))
	}
	s := newSnippet(e, ex, p)
	var b strings.Builder
	say := func(t *Text, args ...Arg) {
		b.WriteString(e.comment + lang.Text(t, args...) + "\n")
	}
	if e.lacks&lackOwn != 0 && e.lacks&lackFields == 0 {
		say(&exportOwn)
	}
	if e.lacks&lackBytes != 0 && s.odd {
		say(&exportBytes)
	}
	if e.lacks&lackFields != 0 && s.names != "" {
		say(&exportFields, Arg{"fields", s.names})
	}
	s.fill(&b)
	return b.String()
}

// snippet is what templates are filled with.
type snippet struct {
	e      *Export
	values pairs
	lists  map[string][]string
	fields []snippetField
	names  string // of the fields that are the exchange's own
	odd    bool   // the head holds more than a row of fields says
}

type snippetField struct{ name, value string }

// pairs are names and values. A map would be a good deal more to download.
type pairs []snippetField

func (p pairs) get(name string) (value string, ok bool) {
	for _, x := range p {
		if x.name == name {
			value, ok = x.value, true // the last one counts
		}
	}
	return value, ok
}

func (p pairs) text(name string) string {
	value, _ := p.get(name)
	return value
}

func newSnippet(e *Export, ex Exchange, p *Policy) *snippet {
	m := ParseRequest(ex.Request)
	host := string(m.value(m.first(HostField)))
	target := string(m.Target())
	if !strings.HasPrefix(target, "/") {
		_, _, target = splitURL(target)
	}
	path, _, _ := strings.Cut(target, "?")
	origin := ""
	if l := m.first(OriginField); l != nil {
		origin = string(m.value(l))
	}
	secure := ""
	if strings.HasPrefix(origin, "https:") && !strings.Contains(host, ":") || strings.HasSuffix(host, ":443") {
		secure = "s"
	}
	name, port := host, "80"
	if secure != "" {
		port = "443"
	}
	if i := strings.LastIndexByte(host, ':'); i > 0 && !strings.HasSuffix(host, "]") {
		name, port = host[:i], host[i+1:]
	}
	s := &snippet{e: e, lists: map[string][]string{}, values: pairs{
		{"url", "ws" + secure + "://" + host + target}, {"http", "http" + secure + "://" + host + target},
		{"origin", origin}, {"host", name}, {"port", port}, {"path", path}, {"raw", string(ex.Request)}, {"secure", secure},
		{"backend", "http://127.0.0.1:8080" + path}, {"token", "websocket"},
	}}
	set := func(name, value string, when bool) {
		if when {
			s.values = append(s.values, snippetField{name, value})
		}
	}
	set("clear", "s", secure == "")
	_, pattern, whole := strings.Cut(origin, "://")
	set("pattern", pattern, whole)
	set("method", string(m.Method()), string(m.Method()) != "GET")
	// An address, an authority or "*".
	set("target", string(m.Target()), !strings.HasPrefix(string(m.Target()), "/"))
	old := string(m.Version()) == "HTTP/1.0"
	set("old", "HTTP/1.0", old)
	offered := []string{}
	for x := m.walk(ProtocolField); x.next(); {
		if name := string(m.Text(x.Range)); isToken([]byte(name)) && !contains(offered, name) {
			offered = append(offered, name)
		}
	}
	s.lists["protocols"] = offered
	var known []string
	if res := ParseResponse(ex.Response); res != nil && res.first(ProtocolField) != nil {
		if v := res.value(res.first(ProtocolField)); isToken(v) {
			known = append(known, string(v))
		}
	}
	if p != nil {
		for _, name := range p.Subprotocols {
			if !contains(known, name) {
				known = append(known, name)
			}
		}
	}
	if known == nil {
		known = offered
	}
	s.lists["known"] = known
	deflate := false
	for x := m.walk(ExtensionsField); x.next(); {
		token, _, _ := strings.Cut(string(m.Text(x.Range)), ";")
		deflate = deflate || EqualFold(strings.TrimSpace(token), deflateName)
	}
	set("deflate", "1", deflate)
	set("plain", "1", !deflate) // its opposite
	set("nowhere", "1", origin == "")
	status := 101
	if res := ParseResponse(ex.Response); res != nil && res.Status() > 0 {
		status = res.Status()
	}
	set("status", itoa(status), true)
	if l := m.first(KeyField); l != nil && status == 101 {
		set("accept", AcceptFor(string(m.value(l))), true)
	}
	set("bare", "1", len(offered) == 0)
	if us := m.upgradeMembers(); len(us) > 0 && !m.hasMember(UpgradeField, "websocket") {
		set("token", string(m.Text(us[0].Name)), true)
	}
	plainHead := []byte(string(m.Method()) + " " + string(m.Target()) + " HTTP/1.1\r\n")
	if old {
		plainHead = append(plainHead[:len(plainHead)-3], "0\r\n"...)
	}
	var names []string // of the fields that are not the handshake's own
	for i := range m.Lines {
		l := &m.Lines[i]
		value := string(m.value(l))
		plainHead = appendField(plainHead, string(m.Text(l.Name)), value)
		if l.Kind != FieldLine || !isToken(m.Text(l.Name)) {
			continue
		}
		own := l.Field == HostField || l.Field == ConnectionField || l.Field == UpgradeField || l.Field == OriginField ||
			l.Field == ContentLengthField || strings.HasPrefix(strings.ToLower(string(m.Text(l.Name))), "sec-websocket-")
		if own && e.lacks&lackOwn != 0 || l.Field == HostField {
			continue
		}
		if !own {
			names = append(names, string(m.Text(l.Name)))
		}
		s.fields = append(s.fields, snippetField{string(m.Text(l.Name)), value})
	}
	s.odd = string(plainHead)+"\r\n" != string(ex.Request[:min(m.HeadEnd, len(ex.Request))])
	if e.lacks&lackFields != 0 && origin != "" {
		names = append(names, "Origin")
	}
	s.names = strings.Join(names, ", ")
	for _, name := range [...]string{"User-Agent", "Accept"} { // which curl would add
		found := false
		for _, f := range s.fields {
			found = found || EqualFold(f.name, name)
		}
		if !found {
			s.lists["without"] = append(s.lists["without"], name+":")
		}
	}
	return s
}

// fill writes the template.
func (s *snippet) fill(b *strings.Builder) {
	for _, line := range strings.Split(strings.TrimPrefix(s.e.template, "\n"), "\n") {
		for strings.HasPrefix(line, "?") { // "?name ": the rest only where name is there
			name, rest, _ := strings.Cut(line[1:], " ")
			if s.values.text(name) == "" && len(s.lists[name]) == 0 && !(name == "fields" && len(s.fields) > 0) {
				line = "\x00"
				break
			}
			line = rest
		}
		switch {
		case line == "\x00":
		case strings.Contains(line, "{line}"):
			for _, f := range s.fields {
				text := f.name + ": " + f.value
				if f.value == "" && s.e.ID == "curl" {
					text = f.name + ";"
				}
				s.one(b, line, [][2]string{{"line", s.e.quote(text)}})
			}
		case strings.Contains(line, "{values}"):
			for _, g := range s.groups() {
				s.one(b, line, [][2]string{{"group", s.e.quote(g.name)}, {"values", strings.Join(g.values, ", ")}})
			}
		case strings.Contains(line, "{without}"):
			for _, x := range s.lists["without"] {
				s.one(b, line, [][2]string{{"without", s.e.quote(x)}})
			}
		case strings.Contains(line, "{each}"):
			for _, x := range strings.SplitAfter(s.values.text("raw"), "\n") {
				if x != "" {
					s.one(b, line, [][2]string{{"each", s.e.quote(x)}})
				}
			}
		default:
			s.one(b, line, nil)
		}
	}
}

// fieldGroup is a field with the quoted values of all its lines.
type fieldGroup struct {
	name   string
	values []string
}

// groups puts the lines of each field together, in the order of the first of each.
func (s *snippet) groups() (all []fieldGroup) {
	at := map[string]int{}
	for _, f := range s.fields {
		name := lowered(f.name)
		i, seen := at[name]
		if !seen {
			i = len(all)
			at[name] = i
			all = append(all, fieldGroup{name: f.name})
		}
		all[i].values = append(all[i].values, s.e.quote(f.value))
	}
	return all
}

// one writes a line with its values; more are those of this line, quoted.
func (s *snippet) one(b *strings.Builder, line string, more [][2]string) {
	for line != "" {
		open := strings.IndexByte(line, '{')
		end := open + 1 + strings.IndexByte(line[open+1:], '}')
		if open < 0 || end == open {
			break
		}
		name := line[open+1 : end]
		value, ok := s.lookup(name, more)
		if !ok {
			b.WriteString(line[:open+1])
			line = line[open+1:]
			continue
		}
		b.WriteString(line[:open])
		b.WriteString(value)
		line = line[end+1:]
	}
	b.WriteString(line + "\n")
}

func (s *snippet) lookup(name string, more [][2]string) (string, bool) {
	for _, m := range more {
		if m[0] == name {
			return m[1], true
		}
	}
	if bare, ok := strings.CutPrefix(name, "="); ok { // as it is: the value is of safe octets
		return safeWord(s.values.text(bare)), true
	}
	if list, ok := s.lists[name]; ok {
		quoted := make([]string, len(list))
		for i, x := range list {
			quoted[i] = s.e.quote(x)
		}
		return strings.Join(quoted, ", "), true
	}
	if list, ok := strings.CutSuffix(name, "-list"); ok {
		return s.e.quote(strings.Join(s.lists[list], ",")), true
	}
	value, ok := s.values.get(name)
	return s.e.quote(value), ok
}

// safeWord keeps what cannot end a word in any of the languages.
func safeWord(s string) string {
	b := []byte(s)
	for i, c := range b {
		if !isDigit(c) && !isAlpha(c) && c != '.' && c != '-' && c != '_' && c != '[' && c != ']' && c != ':' {
			b[i] = '_'
		}
	}
	return string(b)
}

// quoteShell quotes for a POSIX shell.
func quoteShell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// quotePrintf quotes for the shell and for printf, which reads the escapes.
func quotePrintf(s string) string {
	var b []byte
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\r':
			b = append(b, `\r`...)
		case c == '\n':
			b = append(b, `\n`...)
			if i+1 < len(s) {
				b = append(b, "'\\\n'"...) // a line of its own
			}
		case c == '\\' || c == '%':
			b = append(b, c, c)
		case c == '\'':
			b = append(b, `'\''`...)
		case c < ' ' || c >= 0x7f:
			b = append(b, '\\', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
		default:
			b = append(b, c)
		}
	}
	return "'" + string(b) + "'"
}

// quoteString quotes for Go, JavaScript and Python alike.
func quoteString(s string) string {
	b := []byte{'"'}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\r':
			b = append(b, `\r`...)
		case c == '\n':
			b = append(b, `\n`...)
		case c < ' ' || c >= 0x7f:
			b = append(b, '\\', 'x', hexDigits[c>>4], hexDigits[c&15])
		default:
			b = append(b, c)
		}
	}
	return string(append(b, '"'))
}

// quoteConfig quotes for the configuration of a proxy. What begins a variable or
// a placeholder there cannot stand in a path as it is: such a path needs a look.
func quoteConfig(s string) string {
	b := []byte{'"'}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '$' || c == '{' || c == '}' || c < ' ' || c >= 0x7f:
			b = append(b, '?')
		default:
			b = append(b, c)
		}
	}
	return string(append(b, '"'))
}
