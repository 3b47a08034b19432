// Package html builds HTML text in which nothing can stand unescaped.
//
// Markup is of an unexported type, so that only constants of the program can
// be given for it; every string that is computed goes through Text, Attr or
// Link, which escape. A finished piece is of type HTML, whose one field nobody
// else can set, so a plain string can never be taken for one.
//
// Markup stands in the views as it is read in a browser, in long pieces: a call
// for each tag and attribute made the program a tenth larger. What must not be
// in it (programs, styles, elements left open) a test of the views looks for.
package html

import "strings"

// HTML is finished, escaped HTML. The zero value is empty.
type HTML struct {
	s    string
	rows *[]HTML
}

// String gives the text, for writing it out or handing it to the browser.
func (h HTML) String() string {
	if h.rows == nil {
		return h.s
	}
	var b Builder
	for _, r := range *h.rows {
		b.Add(r)
	}
	return string(b.b)
}

// Join makes one piece of many elements. It keeps them apart, so that who
// writes it out can find the few that differ from what stands there.
func Join(rows []HTML) HTML { return HTML{rows: &rows} }

// Rows gives back what was joined; nil for any other piece.
func (h HTML) Rows() []HTML {
	if h.rows == nil {
		return nil
	}
	return *h.rows
}

// markup is what only a constant of the program converts to.
type markup string

// Builder collects HTML. The zero value is ready.
type Builder struct{ b []byte }

// HTML returns what was built.
func (b *Builder) HTML() HTML { return HTML{s: string(b.b)} }

// Room makes room for about so many bytes: a long piece that grows bit by bit is
// copied again and again.
func (b *Builder) Room(n int) { b.b = make([]byte, 0, n) }

// Clear empties the builder for the next piece.
func (b *Builder) Clear() { b.b = b.b[:0] }

// Put writes markup. A parser drops the first line end after <pre> and
// <textarea>: give it one to drop when text follows.
//
//go:noinline
func (b *Builder) Put(m markup) { b.b = append(b.b, m...) }

// Mark is markup in a table of the program.
type Mark struct{ M markup }

// Mark writes it.
func (b *Builder) Mark(m Mark) { b.Put(m.M) }

// Pick writes one of two pieces of markup.
func (b *Builder) Pick(first bool, yes, no markup) {
	if !first {
		yes = no
	}
	b.Put(yes)
}

// Text writes escaped text.
//
//go:noinline
func (b *Builder) Text(s string) { b.b = appendEscaped(b.b, s) }

// Wrap writes escaped text between two pieces of markup.
//
//go:noinline
func (b *Builder) Wrap(open markup, text string, end markup) {
	b.Put(open)
	b.Text(text)
	b.Put(end)
}

// Add writes a finished piece.
func (b *Builder) Add(h HTML) { b.b = append(b.b, h.String()...) }

// Attr writes an attribute, for use inside a start tag that Put has begun. It is
// not for addresses (see Link), and not for attributes that hold program or
// style text: those names write nothing, for a strict content security policy
// holds here.
//
//go:noinline
func (b *Builder) Attr(name markup, value string) {
	if !forbidden(string(name)) && !isAddress(string(name)) {
		b.attr(string(name), value)
	}
}

// Link writes an attribute that holds an address. An address with a scheme other
// than http and https becomes "#": script text can not hide in it.
func (b *Builder) Link(name markup, url string) {
	if !isAddress(string(name)) {
		return
	}
	if !safeAddress(url) {
		url = "#"
	}
	b.attr(string(name), url)
}

// Flag writes an attribute that is there or not: "hidden", or one with a fixed
// value.
func (b *Builder) Flag(attribute markup, on bool) {
	if on {
		b.b = append(b.b, ' ')
		b.Put(attribute)
	}
}

func (b *Builder) attr(name, value string) {
	b.b = append(b.b, ' ')
	b.b = append(b.b, name...)
	b.b = append(b.b, '=', '"')
	b.b = appendEscaped(b.b, value)
	b.b = append(b.b, '"')
}

func forbidden(n string) bool {
	return strings.HasPrefix(n, "on") || n == "style" || n == "srcdoc"
}

func isAddress(n string) bool {
	switch n {
	case "href", "src", "action", "formaction", "data", "poster", "cite":
		return true
	}
	return false
}

// safeAddress lets http, https and everything without a scheme pass. A scheme
// ends at the first colon that stands before any slash, question mark or hash;
// control characters, which parsers skip, are let in nowhere.
func safeAddress(url string) bool {
	for i := 0; i < len(url); i++ {
		if url[i] <= ' ' || url[i] == 0x7f {
			return false
		}
	}
	for i := 0; i < len(url); i++ {
		switch url[i] {
		case '/', '?', '#':
			return true
		case ':':
			return strings.EqualFold(url[:i], "http") || strings.EqualFold(url[:i], "https")
		}
	}
	return true
}

// plain are the octets that stand for themselves: nearly all that is written.
var plain = func() (t [256]bool) {
	for c := ' '; c < 0x7f; c++ {
		t[c] = c != '&' && c != '<' && c != '>' && c != '"' && c != '\''
	}
	return t
}()

// appendEscaped escapes for text and for double-quoted attribute values alike.
// CR is written as a reference because parsers turn it into LF, NUL as the
// replacement character that a parser would put there, and so is every byte
// that is not UTF-8.
func appendEscaped(b []byte, s string) []byte {
	i := 0
	for i < len(s) && plain[s[i]] {
		i++
	}
	if i == len(s) {
		return append(b, s...)
	}
	from := 0
	for i, r := range s {
		var ref string
		switch r {
		case '&':
			ref = "&amp;"
		case '<':
			ref = "&lt;"
		case '>':
			ref = "&gt;"
		case '"':
			ref = "&#34;"
		case '\'':
			ref = "&#39;"
		case '\r':
			ref = "&#13;"
		case 0, '\uFFFD':
			ref = "\uFFFD"
		default:
			continue
		}
		b = append(b, s[from:i]...)
		b = append(b, ref...)
		from = i + 1
		if r == '\uFFFD' && strings.HasPrefix(s[i:], "\uFFFD") {
			from = i + len("\uFFFD")
		}
	}
	return append(b, s[from:]...)
}
