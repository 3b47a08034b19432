package page

import (
	"handshake101/handshake"
	"handshake101/wasm/html"
)

// DocumentOptions say which document is written.
type DocumentOptions struct {
	Lang *handshake.Language // nil is English
	Base string              // how the site's root is reached from here: "" at the root, "../" one below
}

// Document writes the page as it is served: the default exchange in declarative
// shadow DOM, by the View that the program itself uses. It reads, prints and is
// indexed without a program; with one, that finds everything in its place.
func Document(o DocumentOptions) []byte {
	m := New(o.Lang)
	m.Base, m.Main = o.Base, true
	var b html.Builder
	b.Put("<!doctype html>\n<html")
	b.Attr("lang", o.Lang.Tag())
	b.Put(`><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>`)
	b.Text(m.say(&tTitle))
	b.Put(`</title><meta name="description"`)
	b.Attr("content", m.say(&tDescription))
	b.Put(`><meta name="color-scheme" content="light dark"><link rel="icon"`)
	b.Link("href", o.Base+"icon.svg")
	b.Put(` type="image/svg+xml"><link rel="stylesheet"`)
	b.Link("href", o.Base+"page.css")
	b.Put(`>`)
	// The sheet that the shadow root links below is asked for early, so that
	// the first paint has it.
	b.Put(`<link rel="preload" as="style"`)
	b.Link("href", o.Base+"handshake-101.css")
	b.Put(`>`)
	for _, l := range [][2]string{{"en", ""}, {"ja", "ja/"}} {
		href := o.Base + l[1]
		if href == "" {
			href = "./"
		}
		b.Put(`<link rel="alternate"`)
		b.Attr("hreflang", l[0])
		b.Link("href", href)
		b.Put(`>`)
	}
	b.Put(`<script type="module"`)
	b.Link("src", o.Base+"handshake-101.js")
	b.Put(`></script></head><body><handshake-101 id="handshake" page><template shadowrootmode="open"><link rel="stylesheet"`)
	b.Link("href", o.Base+"handshake-101.css")
	b.Put(`><noscript><link rel="stylesheet"`)
	b.Link("href", o.Base+"noscript.css")
	b.Put(`><p class="notice">`)
	b.Text(m.say(&tNoScript) + " ")
	b.Put(`<a`)
	b.Link("href", o.Base+"cases.txt")
	b.Put(`>`)
	b.Text(m.say(&tCasesText))
	b.Put(`</a></p></noscript>`)
	b.Add(Paint(&m))
	b.Put(`</template></handshake-101></body></html>`)
	return append([]byte(b.HTML().String()), '\n')
}
