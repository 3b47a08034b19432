//go:build js && wasm

package glue

import (
	"strings"

	"github.com/hack-pad/safejs"

	"handshake101/wasm/page"
)

// The live check opens a real WebSocket: that is the one way in which a script
// makes a browser send an upgrade. It sends one message, waits for it to come
// back, closes, and fetches what the server recorded.

// url resolves an address against the page's root.
func (i *instance) url(address string) safejs.Value {
	root := construct("URL", i.model.Base+".", get(global("document"), "baseURI"))
	return construct("URL", address, text(get(root, "href")))
}

// probe asks whether the server can upgrade. A static host answers with its
// "not found", or with a page of its own.
func (i *instance) probe() {
	url := i.url("healthz")
	absent := func(string) { i.send(page.Message{Name: "server-absent"}) }
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

// attemptLive is one live check that is under way.
type attemptLive struct {
	i         *instance
	socket    safejs.Value
	listeners []listener
	outcome   page.Message // told once the recording is here
	opened    bool
	ended     bool
}

func (i *instance) connect() {
	plan := i.model.Live.Plan
	url := i.url(plan.Socket)
	scheme := "ws:"
	if text(get(url, "protocol")) == "https:" {
		scheme = "wss:"
	}
	set(url, "protocol", scheme)
	protocols := make([]any, len(plan.Subprotocols))
	for k, p := range plan.Subprotocols {
		protocols[k] = p
	}
	a := &attemptLive{i: i}
	if err := attempt(func() { a.socket = construct("WebSocket", text(get(url, "href")), protocols) }); err != nil {
		i.after("live-bad-name", 0, func() {
			i.send(page.Message{Name: "live-bad-name", Value: strings.TrimPrefix(err.Error(), "JavaScript error: ")})
		})
		return
	}
	a.on("open", func(safejs.Value) {
		a.opened = true
		call(a.socket, "send", plan.Message)
	})
	a.on("message", func(event safejs.Value) {
		if text(get(event, "data")) == plan.Message {
			a.outcome = page.Message{Name: "live-opened", Value: text(get(a.socket, "protocol"))}
			call(a.socket, "close")
		}
	})
	a.on("close", func(event safejs.Value) {
		if a.outcome.Name == "" {
			a.outcome = page.Message{Name: "live-refused", Number: number(get(event, "code"))}
			if a.opened {
				a.outcome.Name = "live-no-echo"
			}
		}
		a.end()
	})
	i.after("live", page.LiveSeconds*1000, func() {
		if a.outcome.Name == "" {
			a.outcome = page.Message{Name: "live-timeout"}
		}
		a.end()
		_ = attempt(func() { call(a.socket, "close") })
	})
}

func (a *attemptLive) on(name string, f func(event safejs.Value)) {
	l := listener{target: a.socket, name: name, f: function(func(args []safejs.Value) any {
		if !a.i.gone && !a.ended {
			f(arg(args, 0))
		}
		return nil
	}, func(error) { a.i.stopped(true) })}
	call(a.socket, "addEventListener", name, l.f.Value(), map[string]any{"signal": a.i.signal})
	a.listeners = append(a.listeners, l)
}

// end fetches the recording, whatever came of the attempt: a refusal teaches as
// much as a success.
func (a *attemptLive) end() {
	if a.ended {
		return
	}
	a.ended = true
	i := a.i
	i.cancel("live")
	for _, l := range a.listeners {
		l.remove()
	}
	gone := func(why string) {
		if a.outcome.Name == "live-opened" {
			i.send(page.Message{Name: "live-gone", Value: why})
			return
		}
		i.send(a.outcome)
	}
	address := text(get(i.url(i.model.Live.Plan.Recording), "href"))
	i.then(call(safejs.Global(), "fetch", address, map[string]any{"cache": "no-store"}), func(response safejs.Value) {
		if !truthy(get(response, "ok")) {
			gone(text(get(response, "statusText")))
			return
		}
		i.then(call(response, "json"), func(recording safejs.Value) {
			i.send(page.Message{Name: "recording", Arg: text(get(recording, "requestBase64")), Value: text(get(recording, "responseBase64"))})
			i.send(a.outcome)
		}, gone)
	}, gone)
}
