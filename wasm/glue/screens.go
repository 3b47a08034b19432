//go:build js && wasm

package glue

import (
	"github.com/hack-pad/safejs"

	"handshake101/wasm/page"
)

// fetchCases gets the file of cases that stands beside the page.
func (i *instance) fetchCases() {
	failed := func(why string) { i.send(page.Message{Name: "cases-failed", Value: why}) }
	i.then(call(safejs.Global(), "fetch", text(get(i.url("cases.txt"), "href"))), func(response safejs.Value) {
		if !truthy(get(response, "ok")) {
			failed(page.Trouble(number(get(response, "status")), text(get(response, "statusText"))))
			return
		}
		i.then(call(response, "text"), func(cases safejs.Value) {
			i.send(page.Message{Name: "cases", Value: text(cases)})
		}, failed)
	}, failed)
}

// reveal brings an element into sight and puts the focus on it.
func (i *instance) reveal(key string) {
	selector := `[data-key="` + key + `"]`
	if e, ok := find(i.frame, selector); ok {
		call(e, "scrollIntoView", map[string]any{"block": "start"})
		i.focus(i.frame, selector)
	}
}
