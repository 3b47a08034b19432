//go:build js && wasm

package glue

import (
	"github.com/hack-pad/safejs"

	"handshake101/wasm/page"
)

// fetchFile gets a text that stands beside the page, the cases for one.
func (i *instance) fetchFile(name string) {
	failed := func(why string) { i.send(page.Message{Name: name + "-failed", Value: why}) }
	i.then(call(safejs.Global(), "fetch", text(get(i.url(name+".txt"), "href"))), func(response safejs.Value) {
		if !truthy(get(response, "ok")) {
			failed(page.Trouble(number(get(response, "status")), text(get(response, "statusText"))))
			return
		}
		i.then(call(response, "text"), func(file safejs.Value) {
			i.send(page.Message{Name: name, Value: text(file)})
		}, failed)
	}, failed)
}

// reveal brings an element into sight and puts the focus on it.
func (i *instance) reveal(key string) {
	selector := `[data-key="` + key + `"]`
	if e, ok := find(i.frame, selector); ok {
		top := number(get(call(e, "getBoundingClientRect"), "top"))
		if top < 0 || top > number(get(safejs.Global(), "innerHeight"))/2 { // what is in sight stays where it is
			call(e, "scrollIntoView", map[string]any{"block": "start"})
		}
		i.focus(i.frame, selector)
	}
}
