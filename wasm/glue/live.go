//go:build js && wasm

package glue

import (
	"strings"

	"github.com/hack-pad/safejs"

	"handshake101/wasm/page"
)

// The live lab's ways out of the page: questions over HTTP, one WebSocket (the
// one way in which a script makes a browser send an upgrade), and one event
// stream. What is asked and what an answer means, package page knows.

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

// ask fetches, whatever the status of the answer is.
func (i *instance) ask(e page.Effect) {
	options := map[string]any{"cache": "no-store"}
	if e.Method != "" {
		options["method"] = e.Method
		options["body"] = e.Body
		options["headers"] = map[string]any{"Content-Type": "application/json"}
	}
	failed := func(why string) { i.send(page.Message{Name: e.Arg, Arg: e.Tag, Value: why}) }
	i.then(call(safejs.Global(), "fetch", text(get(i.url(e.URL), "href")), options), func(response safejs.Value) {
		i.then(call(response, "text"), func(body safejs.Value) {
			i.send(page.Message{Name: e.Arg, Arg: e.Tag, Number: number(get(response, "status")), Value: text(body)})
		}, failed)
	}, failed)
}

// line is a WebSocket or an event stream with the listeners on it.
type line struct {
	i         *instance
	to        safejs.Value
	tag       string
	listeners []listener
	ended     bool
}

func (l *line) on(name string, f func(event safejs.Value)) {
	x := listener{target: l.to, name: name, f: function(func(args []safejs.Value) any {
		if !l.i.gone && !l.ended {
			f(arg(args, 0))
		}
		return nil
	}, func(error) { l.i.stopped(true) })}
	call(l.to, "addEventListener", name, x.f.Value(), map[string]any{"signal": l.i.signal})
	l.listeners = append(l.listeners, x)
}

// end closes and hears nothing more. A nil line has nothing to end.
func (l *line) end() {
	if l == nil || l.ended {
		return
	}
	l.ended = true
	for _, x := range l.listeners {
		x.remove()
	}
	_ = attempt(func() { call(l.to, "close") })
}

func (l *line) say(name, value string, n int) {
	l.i.send(page.Message{Name: name, Arg: l.tag, Value: value, Number: n})
}

// open opens a WebSocket in the place of the one before.
func (i *instance) open(e page.Effect) {
	i.socket.end()
	url := i.url(e.URL)
	scheme := "ws:"
	if text(get(url, "protocol")) == "https:" {
		scheme = "wss:"
	}
	set(url, "protocol", scheme)
	protocols := make([]any, len(e.List))
	for k, p := range e.List {
		protocols[k] = p
	}
	l := &line{i: i, tag: e.Tag}
	if err := attempt(func() { l.to = construct("WebSocket", text(get(url, "href")), protocols) }); err != nil {
		i.after("ws-bad", 0, func() { l.say("ws-bad", plain(err), 0) })
		return
	}
	i.socket = l
	l.on("open", func(safejs.Value) {
		l.say("ws-open", text(get(l.to, "protocol"))+"\n"+text(get(l.to, "extensions")), 0)
	})
	l.on("message", func(event safejs.Value) { l.say("ws-message", text(get(event, "data")), 0) })
	l.on("close", func(event safejs.Value) {
		code, reason := number(get(event, "code")), text(get(event, "reason"))
		l.end()
		l.say("ws-close", reason, code)
	})
}

// plain is an error of the browser in its own words.
func plain(err error) string { return strings.TrimPrefix(err.Error(), "JavaScript error: ") }

// tell and shut do nothing without a socket; what the browser refuses to send
// it says itself.
func (i *instance) tell(e page.Effect) {
	i.onSocket(e, func(socket safejs.Value) {
		if e.Number == 0 {
			call(socket, "send", e.Body)
			return
		}
		array := construct("Uint8Array", len(e.Body))
		_, err := safejs.CopyBytesToJS(array, []byte(e.Body))
		check(err)
		call(socket, "send", array)
	})
}

func (i *instance) shut(e page.Effect) {
	i.onSocket(e, func(socket safejs.Value) {
		if e.Number == 0 {
			call(socket, "close")
			return
		}
		call(socket, "close", e.Number, e.Body)
	})
}

func (i *instance) onSocket(e page.Effect, f func(socket safejs.Value)) {
	l := i.socket
	if l == nil || l.ended {
		return
	}
	if err := attempt(func() { f(l.to) }); err != nil {
		i.after("ws-odd", 0, func() { l.say("ws-odd", plain(err), 0) })
	}
}

// watch follows an event stream in the place of the one before. It is closed
// with its last event: the browser would open it again.
func (i *instance) watch(e page.Effect) {
	i.stream.end()
	if e.URL == "" {
		return
	}
	l := &line{i: i, tag: e.Tag, to: construct("EventSource", text(get(i.url(e.URL), "href")))}
	i.stream = l
	for _, name := range e.List {
		l.on(name, func(event safejs.Value) {
			data := text(get(event, "data"))
			if name == "end" || name == "error" && data == "" {
				l.end()
			}
			l.say("stream", name+"\n"+data, 0)
		})
	}
}
