package html

import (
	std "html"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestBuilder(t *testing.T) {
	var b Builder
	b.Put("<a")
	b.Link("href", "/a?b=1&c=2")
	b.Attr("title", `"<'`)
	b.Flag("hidden", true)
	b.Flag("inert", false)
	b.Put(` class="`)
	b.Pick(false, "x", "y")
	b.Put(`">`)
	b.Text("1 < 2 & 3")
	b.Put("</a>")
	want := `<a href="/a?b=1&amp;c=2" title="&#34;&lt;&#39;" hidden class="y">1 &lt; 2 &amp; 3</a>`
	if got := b.HTML().String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestForbiddenAttributes(t *testing.T) {
	var b Builder
	b.Attr("onclick", "x()")
	b.Attr("style", "x")
	b.Attr("srcdoc", "x")
	b.Attr("href", "/")
	b.Link("title", "/")
	if got := b.HTML().String(); got != "" {
		t.Errorf("attributes that must not be written: %s", got)
	}
}

func TestAddresses(t *testing.T) {
	for url, want := range map[string]bool{
		"":                      true,
		"#1.abc":                true,
		"../ja/":                true,
		"https://www.w3.org/":   true,
		"HTTP://a/":             true,
		"a/b:c":                 true,
		"?x=a:b":                true,
		"javascript:alert(1)":   false,
		" javascript:alert(1)":  false,
		"java\nscript:alert(1)": false,
		"data:text/html,x":      false,
		"vbscript:x":            false,
	} {
		if got := safeAddress(url); got != want {
			t.Errorf("safeAddress(%q) = %v", url, got)
		}
	}
}

// FuzzEscape: whatever the text is, it comes back from an HTML reader as it
// was (but for NUL and broken UTF-8), and no character of it is markup.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{"", "plain", `<script>"&'</script>`, "a\x00b", "\xff\xfe", "\r\n", "&amp;lt;", "\uFFFD", "</textarea><img src=x onerror=x>", "日本語"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b Builder
		b.Put("<i")
		b.Attr("title", s)
		b.Put(">")
		b.Text(s)
		b.Put("</i>")
		out := b.HTML().String()
		body, ok := strings.CutPrefix(out, `<i title="`)
		if !ok || !strings.HasSuffix(body, "</i>") {
			t.Fatalf("broken frame: %q", out)
		}
		value, text, ok := strings.Cut(strings.TrimSuffix(body, "</i>"), `">`)
		if !ok {
			t.Fatalf("broken frame: %q", out)
		}
		want := strings.ReplaceAll(strings.ToValidUTF8(replaceEach(s), "\uFFFD"), "\x00", "\uFFFD")
		for _, part := range []string{value, text} {
			if strings.ContainsAny(part, "<>\"'\r\x00") || !utf8.ValidString(part) {
				t.Fatalf("unescaped: %q", part)
			}
			if got := std.UnescapeString(part); got != want {
				t.Fatalf("got %q, want %q", got, want)
			}
		}
	})
}

// replaceEach puts one replacement character for each broken byte, where
// strings.ToValidUTF8 puts one for a run.
func replaceEach(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
	}
	return b.String()
}

// FuzzAddress: an address never leaves with a scheme that runs a program.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"/", "javascript:x", "JaVaScRiPt:x", "\x01javascript:x", "https:x", "a b", "j\tavascript:x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b Builder
		b.Link("href", s)
		got := b.HTML().String()
		plain := std.UnescapeString(strings.TrimSuffix(strings.TrimPrefix(got, ` href="`), `"`))
		low := strings.ToLower(strings.Map(func(r rune) rune {
			if r <= ' ' {
				return -1
			}
			return r
		}, plain))
		for _, bad := range []string{"javascript:", "data:", "vbscript:", "blob:", "file:"} {
			if strings.HasPrefix(low, bad) {
				t.Fatalf("%q leaves as %q", s, got)
			}
		}
	})
}
