package handshake

import (
	"encoding/base64"
	"strconv"
	"unicode/utf8"
)

// The report as JSON, schema 1 (web/static/report.schema.json). encoding/json
// would add 75 KB (brotli) to what every reader downloads; the tests hold this
// writer against it.

// jsonWriter appends JSON. Commas are put in by need.
type jsonWriter struct {
	b     []byte
	lang  *Language
	comma bool
}

// AppendJSON writes the report with its texts in the language.
func (r *Report) AppendJSON(dst []byte, l *Language) []byte {
	w := &jsonWriter{b: dst, lang: l}
	w.open('{')
	w.key("schema").int(1)
	w.key("language").str(l.Tag())
	w.verdict(&r.Verdict)
	w.request(&r.Request)
	w.response(r.Response)
	w.key("steps").open('[')
	for i := range r.Steps {
		w.step(&r.Steps[i])
	}
	w.close(']')
	w.key("simulated").open('{')
	w.key("response").bytes(r.Simulated)
	w.close('}')
	w.close('}')
	return w.b
}

func (w *jsonWriter) verdict(v *Verdict) {
	w.key("verdict").open('{')
	w.key("outcome").str(v.Outcome.String())
	w.key("protocol").stringOrNull(v.Protocol)
	w.key("status").intOrNull(v.Status)
	w.key("summary").str(w.lang.Say(v.Summary))
	w.key("detail").str(w.lang.Say(v.Detail))
	cause := ""
	if v.Cause != nil {
		cause = v.Cause.Rule.ID
	}
	w.key("cause").stringOrNull(cause)
	w.close('}')
}

func (w *jsonWriter) request(r *RequestReport) {
	w.key("request").open('{')
	w.key("verdict").str(r.Verdict.String())
	w.key("status").int(r.Status)
	w.key("protocol").stringOrNull(r.Protocol)
	w.spans(r.Message, r.Spans)
	w.findings(r.Findings)
	w.key("servers").open('{')
	for _, s := range r.Servers {
		w.key(s.Server).str(s.Does)
	}
	w.close('}')
	w.close('}')
}

func (w *jsonWriter) response(r *ResponseReport) {
	w.key("response")
	if r == nil {
		w.null()
		return
	}
	w.open('{')
	w.key("verdict").str(r.Verdict.String())
	w.key("status").intOrNull(r.Status)
	w.key("protocol").stringOrNull(r.Protocol)
	w.spans(r.Message, r.Spans)
	w.findings(r.Findings)
	w.key("browsers").open('{')
	w.prediction("chromium", &r.Browsers.Chromium)
	w.prediction("firefox", &r.Browsers.Firefox)
	w.prediction("webkit", &r.Browsers.WebKit)
	w.close('}')
	w.close('}')
}

func (w *jsonWriter) prediction(name string, p *Prediction) {
	w.key(name).open('{')
	outcome := p.Outcome
	if outcome == "" {
		outcome = "unknown"
	}
	w.key("outcome").str(outcome)
	if outcome == "opens" {
		w.key("subprotocol").str(p.Subprotocol)
		w.key("extensions").str(p.Extensions)
	}
	if p.Ends {
		w.key("ends").open('{')
		w.key("code").int(p.Code)
		w.key("closeFrame")
		if p.Frame < 0 {
			w.null()
		} else {
			w.int(p.Frame)
		}
		if p.Races {
			w.key("orFails").raw("true")
		}
		w.close('}')
	}
	if p.Console != "" {
		w.key("console").str(p.Console)
	}
	w.close('}')
}

func (w *jsonWriter) spans(m *Message, spans []Span) {
	w.key("spans").open('[')
	for i := range spans {
		s := &spans[i]
		w.open('{')
		w.key("start").int(s.Start)
		w.key("end").int(s.End)
		w.key("kind").str(s.Kind.String())
		if s.Line >= 0 && int(s.Line) < len(m.Lines) && !m.Lines[s.Line].Name.Empty() {
			w.key("field").bytes(m.Text(m.Lines[s.Line].Name))
		}
		w.close('}')
	}
	w.close(']')
}

func (w *jsonWriter) findings(all []Finding) {
	w.key("findings").open('[')
	for i := range all {
		w.finding(&all[i])
	}
	w.close(']')
}

func (w *jsonWriter) finding(f *Finding) {
	r := f.Rule
	w.open('{')
	w.key("rule").str(r.ID)
	w.key("severity").str(r.Severity.String())
	w.key("level").str(r.Level.String())
	w.key("binds").str(r.Binds.String())
	w.key("message").str(f.Side.String())
	w.key("start").int(f.Start)
	w.key("end").int(f.End)
	w.key("text").str(w.lang.Rule(r, RuleTitle, f.Args...))
	w.key("why").str(w.lang.Rule(r, RuleWhy, f.Args...))
	w.key("who").str(w.lang.Rule(r, RuleWho, f.Args...))
	w.key("cure").str(w.lang.Rule(r, RuleCure, f.Args...))
	w.key("got").stringOrNull(f.Got)
	w.key("want").stringOrNull(f.Want)
	w.key("because").stringOrNull(f.Because)
	w.key("step").stringOrNull(f.Step)
	if len(r.Cites) > 0 {
		w.key("rfc").str(r.Cites[0].String())
		w.key("url").str(r.Cites[0].URL())
	}
	w.key("fix")
	if f.Fix == nil {
		w.null()
	} else {
		w.open('{')
		w.key("message").str(f.Fix.Side.String())
		w.key("start").int(f.Fix.Start)
		w.key("end").int(f.Fix.End)
		w.key("replace").str(f.Fix.Replace)
		if !utf8.ValidString(f.Fix.Replace) { // JSON cannot carry these octets
			w.key("replaceBase64").str(base64.StdEncoding.EncodeToString([]byte(f.Fix.Replace)))
		}
		if f.Fix.Fresh {
			w.key("fresh").raw("true")
		}
		w.close('}')
	}
	w.close('}')
}

func (w *jsonWriter) step(s *Step) {
	w.open('{')
	w.key("id").str(s.ID)
	w.key("actor").str(s.Actor.String())
	w.key("title").str(w.lang.Say(s.Title))
	w.key("outcome").str(s.Outcome.String())
	w.key("because").stringOrNull(s.Because)
	w.key("text").str(w.lang.Say(s.Text))
	w.key("spans").open('[')
	for _, p := range s.Spans {
		w.open('{')
		w.key("message").str(p.Side.String())
		w.key("start").int(p.Start)
		w.key("end").int(p.End)
		w.close('}')
	}
	w.close(']')
	w.findings(s.Findings)
	w.key("derived").open('[')
	for i := range s.Derived {
		d := &s.Derived[i]
		w.open('{')
		w.key("label").str(w.lang.Say(d.Label))
		w.key("value").str(d.Value)
		if d.Bad {
			w.key("bad").raw("true")
		}
		w.close('}')
	}
	w.close(']')
	w.close('}')
}

func (w *jsonWriter) separate() {
	if w.comma {
		w.b = append(w.b, ',')
	}
	w.comma = true
}

func (w *jsonWriter) open(c byte) {
	w.separate()
	w.b = append(w.b, c)
	w.comma = false
}

func (w *jsonWriter) close(c byte) {
	w.b = append(w.b, c)
	w.comma = true
}

func (w *jsonWriter) key(k string) *jsonWriter {
	w.str(k)
	w.b = append(w.b, ':')
	w.comma = false
	return w
}

func (w *jsonWriter) raw(s string) {
	w.separate()
	w.b = append(w.b, s...)
}

func (w *jsonWriter) null() { w.raw("null") }

func (w *jsonWriter) int(n int) {
	w.separate()
	w.b = strconv.AppendInt(w.b, int64(n), 10)
}

func (w *jsonWriter) intOrNull(n int) {
	if n == 0 {
		w.null()
		return
	}
	w.int(n)
}

func (w *jsonWriter) stringOrNull(s string) {
	if s == "" {
		w.null()
		return
	}
	w.str(s)
}

func (w *jsonWriter) str(s string) {
	w.separate()
	w.b = AppendJSONString(w.b, s)
}

func (w *jsonWriter) bytes(b []byte) { w.str(string(b)) }

// AppendJSONString writes a string as JSON (RFC 8259 §7). Octets that are not
// UTF-8 become U+FFFD, and what could end a script element is escaped.
func AppendJSONString(dst []byte, s string) []byte {
	const digits = "0123456789abcdef"
	dst = append(dst, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			switch {
			case c == '"' || c == '\\':
				dst = append(dst, '\\', c)
			case c == '\n':
				dst = append(dst, '\\', 'n')
			case c == '\r':
				dst = append(dst, '\\', 'r')
			case c == '\t':
				dst = append(dst, '\\', 't')
			case c < ' ' || c == 0x7f || c == '<' || c == '>' || c == '&':
				dst = append(dst, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
			default:
				dst = append(dst, c)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			dst = append(dst, `\ufffd`...)
		case r == 0x2028 || r == 0x2029:
			dst = append(dst, '\\', 'u', '2', '0', '2', digits[r&15])
		default:
			dst = append(dst, s[i:i+n]...)
		}
		i += n
	}
	return append(dst, '"')
}
