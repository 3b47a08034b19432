package handshake

import (
	"encoding/base64"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A reader of JSON (RFC 8259), for archives that are pasted and for what the dev
// server answers. encoding/json would make the page's program a fifth larger. It
// is lenient: what it accepts need not be JSON, but JSON it reads right.

// JSON is one value: a text (strings, and numbers and words as they stand), or
// the items of an array or object.
type JSON struct {
	Text  string
	Keys  []string
	Items []JSON
}

// depth of nesting that is followed.
const jsonDepth = 16

// ReadJSON gives the zero JSON for what it cannot read.
func ReadJSON(s string) (JSON, bool) {
	r := jsonReader{s: s}
	v := r.value(0)
	return v, !r.bad
}

// Get is the value of a key, the zero value when there is none.
func (v JSON) Get(key string) JSON {
	for i, k := range v.Keys {
		if k == key {
			return v.Items[i]
		}
	}
	return JSON{}
}

// Number is the value of a key as a number.
func (v JSON) Number(key string) int {
	n, _ := strconv.Atoi(v.Get(key).Text)
	return n
}

// Bytes is the value of a key, out of base64.
func (v JSON) Bytes(key string) []byte {
	b, _ := base64.StdEncoding.DecodeString(v.Get(key).Text)
	return b
}

// Texts is the value of a key as a list of texts.
func (v JSON) Texts(key string) (list []string) {
	for _, x := range v.Get(key).Items {
		list = append(list, x.Text)
	}
	return list
}

type jsonReader struct {
	s   string
	at  int
	bad bool
}

// next skips white space and gives the octet in hand; 0 at the end.
func (r *jsonReader) next() byte {
	for r.at < len(r.s) && strings.IndexByte(" \t\r\n", r.s[r.at]) >= 0 {
		r.at++
	}
	if r.at >= len(r.s) {
		r.bad = true
		return 0
	}
	return r.s[r.at]
}

func (r *jsonReader) value(depth int) (v JSON) {
	if depth > jsonDepth {
		r.bad = true
	}
	c := r.next()
	switch {
	case r.bad:
	case c == '"':
		v.Text = r.string()
	case c == '{' || c == '[':
		r.at++
		for !r.bad && r.next() != c+2 { // the closing one of each
			if c == '{' {
				v.Keys = append(v.Keys, r.string())
				if r.next() != ':' {
					r.bad = true
					return
				}
				r.at++
			}
			v.Items = append(v.Items, r.value(depth+1))
			if r.next() == ',' {
				r.at++
			}
		}
		r.at++
	default:
		from := r.at
		for r.at < len(r.s) && strings.IndexByte(" \t\r\n,:]}[{\"", r.s[r.at]) < 0 {
			r.at++
		}
		v.Text = r.s[from:r.at]
		r.bad = r.bad || from == r.at || strings.IndexByte("-0123456789tfn", c) < 0
	}
	return v
}

func (r *jsonReader) string() string {
	if r.next() != '"' {
		r.bad = true
		return ""
	}
	var b []byte
	for r.at++; r.at < len(r.s); r.at++ {
		c := r.s[r.at]
		if c == '"' {
			r.at++
			return string(b)
		}
		if c != '\\' || r.at+1 == len(r.s) {
			b = append(b, c)
			continue
		}
		r.at++
		switch c = r.s[r.at]; c {
		case 'u':
			b = utf8.AppendRune(b, r.rune())
		default:
			if i := strings.IndexByte("bfnrt", c); i >= 0 {
				c = "\b\f\n\r\t"[i]
			}
			b = append(b, c)
		}
	}
	r.bad = true
	return ""
}

// rune reads the digits of \uHHHH, and of the second half of a pair.
func (r *jsonReader) rune() rune {
	hex := func(at int) rune {
		if at+4 > len(r.s) {
			return utf8.RuneError
		}
		n, err := strconv.ParseUint(r.s[at:at+4], 16, 32)
		if err != nil {
			return utf8.RuneError
		}
		return rune(n)
	}
	c := hex(r.at + 1)
	r.at += 4
	if c&0xfc00 == 0xd800 && strings.HasPrefix(r.s[min(r.at+1, len(r.s)):], `\u`) {
		if low := hex(r.at + 3); low&0xfc00 == 0xdc00 {
			r.at += 6
			return 0x10000 + (c&0x3ff)<<10 + low&0x3ff
		}
	}
	return c
}
