//go:build js && wasm

package glue

import (
	"strings"

	"github.com/hack-pad/safejs"

	"handshake101/wasm/page"
)

// The live lab's ways out of the page: questions over HTTP, one WebSocket (the
// one way in which a script makes a browser send an upgrade), and one event
// stream. What is asked and what an answer means, package page knows; the host
// script holds the lines.

// url resolves an address against the page's root.
func (i *instance) url(address string) safejs.Value {
	root := construct("URL", i.model.Base+".", get(global("document"), "baseURI"))
	return construct("URL", address, text(get(root, "href")))
}

// probe asks whether the server can upgrade. A static host answers with its
// "not found", or with a page of its own.
func (i *instance) probe() {
	url := i.url("healthz")
	absent := func(why string) { i.send(page.Message{Name: "server-absent", Value: why}) }
	i.then(call(safejs.Global(), "fetch", text(get(url, "href")), map[string]any{"cache": "no-store"}),
		func(response safejs.Value) {
			if !truthy(get(response, "ok")) {
				absent("")
				return
			}
			i.then(call(response, "text"), func(body safejs.Value) {
				if !page.ServerSpeaks(text(body)) {
					absent("")
					return
				}
				i.send(page.Message{Name: "server-here", Value: text(get(url, "host"))})
			}, absent)
		}, absent)
}

// carry hands an effect to the host script, which sends what comes of it as
// messages, with the tag as their Arg.
func (i *instance) carry(e page.Effect) {
	url := ""
	if e.URL != "" {
		url = text(get(i.url(e.URL), "href"))
	}
	call(i.lines, carriers[e.Do], e.Tag, url, e.Body, e.Arg, e.Method, e.Number, strings.Join(e.List, "\n"))
}

var carriers = [...]string{page.Ask: "ask", page.Open: "open", page.Tell: "tell", page.Shut: "shut", page.Watch: "watch"}
