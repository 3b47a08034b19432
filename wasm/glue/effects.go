//go:build js && wasm

package glue

import (
	"runtime"
	"strings"

	"github.com/hack-pad/safejs"

	"handshake101/wasm/page"
)

// do carries out what Update asked for.
func (i *instance) do(e page.Effect) {
	switch e.Do {
	case page.Copy:
		i.copy(e.Body)
	case page.FetchLanguage:
		i.fetchLanguage(e.Arg)
	case page.Probe:
		i.probe()
	case page.Ask, page.Open, page.Tell, page.Shut, page.Watch:
		i.carry(e)
	case page.Later:
		i.after(e.Arg, e.Number, func() { i.send(page.Message{Name: e.Arg, Arg: e.Tag}) })
	case page.Focus:
		i.focus(i.frame, `[data-key="`+e.Arg+`"]`)
	case page.FetchCases:
		i.fetchFile(e.Arg)
	case page.Top:
		call(i.host, "scrollIntoView", map[string]any{"block": "start"})
	case page.Caret:
		if box, ok := i.editors[e.Arg]; ok {
			call(box, "focus", map[string]any{"preventScroll": true})
			call(box, "setSelectionRange", e.Number, e.Number)
		}
	case page.CopyText:
		i.clip(e.Body, func() { i.send(page.Message{Name: "copied-text"}) }, func(why string) { i.send(page.Message{Name: "copy-text-denied", Value: why}) })
	case page.Save:
		call(i.lines, "save", e.Arg, e.Body)
	case page.Select:
		if x, ok := find(i.frame, `[data-key="`+e.Arg+`"]`); ok {
			call(x, "focus")
			call(call(safejs.Global(), "getSelection"), "selectAllChildren", x)
		}
	case page.Reveal:
		i.reveal(e.Arg)
	}
}

// then waits for a promise; exactly one of both functions is called.
func (i *instance) then(promise safejs.Value, fulfilled func(safejs.Value), rejected func(why string)) {
	var yes, no safejs.Func
	settle := func(f func(safejs.Value)) safejs.Func {
		return function(func(args []safejs.Value) any {
			defer yes.Release()
			defer no.Release()
			if !i.gone {
				f(arg(args, 0))
			}
			return nil
		}, func(error) { i.stopped(true) })
	}
	yes = settle(fulfilled)
	no = settle(func(reason safejs.Value) { rejected(message(reason)) })
	_, err := i.when.Invoke(promise, yes.Value(), no.Value())
	check(err)
}

// message is what a rejected promise has to say.
func message(reason safejs.Value) string {
	if there(reason) && reason.Type() == safejs.TypeObject {
		if s := text(get(reason, "message")); s != "" {
			return s
		}
	}
	return text(reason)
}

// reason is the same of an error that was thrown.
func reason(err error) string { return strings.TrimPrefix(err.Error(), "JavaScript error: ") }

// timer calls f once, later. Setting it again begins anew.
type timer struct {
	id safejs.Value
	f  safejs.Func
}

func (i *instance) after(name string, milliseconds int, f func()) {
	if t := i.timers[name]; t != nil {
		t.stop()
	}
	t := &timer{}
	t.f = function(func([]safejs.Value) any {
		if i.timers[name] == t {
			delete(i.timers, name)
		}
		t.f.Release()
		if !i.gone {
			f()
		}
		return nil
	}, func(error) { i.stopped(true) })
	id, err := i.later.Invoke(t.f.Value(), milliseconds)
	check(err)
	t.id = id
	i.timers[name] = t
}

func (t *timer) stop() {
	_ = attempt(func() { call(safejs.Global(), "clearTimeout", t.id) })
	t.f.Release()
}

// locate keeps the state: in the address bar for the page's own element, and
// with the host for the case that the program stops. Browsers bound how often
// an address may change, so it waits for a pause.
func (i *instance) locate() {
	if i.moved = true; i.timers["locate"] == nil || i.denied {
		i.locateIn(150)
	}
	if i.model.Main {
		if title := i.model.Title(); title != i.title {
			i.title = title
			document := global("document")
			set(get(document, "documentElement"), "lang", i.model.Lang.Tag())
			set(document, "title", title)
		}
	}
}

// locateIn waits for a pause with one timer: to set it anew at every key would be
// half of what a key asks of the browser.
func (i *instance) locateIn(milliseconds int) {
	i.moved = false
	i.after("locate", milliseconds, func() {
		if i.moved {
			i.locateIn(150)
			return
		}
		i.after("rest", 850, i.rest)
		link := i.model.Link()
		kept := i.model.Kept()
		set(i.host, "kept", kept)
		if !i.model.Main {
			return
		}
		location := global("location")
		is := strings.TrimPrefix(text(get(location, "hash")), "#")
		before := i.shown
		i.shown = i.model.Shows()
		history := global("history")
		if link == "" && is != "" && !page.OwnFragment(is) || is == link && text(get(history, "state")) == kept {
			return
		}
		// Turning to another screen is a step that "back" takes back; what is
		// done on a screen is not.
		method := "replaceState"
		if before != "" && before != i.shown {
			method = "pushState"
		}
		// The state outlives a reload, where the address names another screen.
		i.wrote(attempt(func() { call(history, method, kept, "", i.address(link)) }), before)
	})
}

// wrote says once when the browser lets nobody write the address (some bound how
// often), and tries again until it does.
func (i *instance) wrote(err error, before string) {
	if failed := err != nil; failed != i.denied {
		i.denied = failed
		message := page.Message{Name: "address-kept"}
		if failed {
			message = page.Message{Name: "address-denied", Value: reason(err)}
		}
		i.send(message)
	}
	if err != nil {
		i.shown = before
		i.locateIn(5000)
	}
}

// rest sweeps the memory while nobody types, so that it is not done between two
// keys: there it would be seen.
func (i *instance) rest() {
	if i.updates > 20 {
		i.updates = 0
		runtime.GC()
	}
}

// address is the page's address with another fragment.
func (i *instance) address(link string) string {
	location := global("location")
	a := text(get(location, "pathname")) + text(get(location, "search"))
	if link != "" {
		a += "#" + link
	}
	return a
}

// openLocation opens the link in the address bar, if it is one of ours. The
// empty one is the untouched page's.
func (i *instance) openLocation() {
	hash := strings.TrimPrefix(text(get(global("location"), "hash")), "#")
	if hash == "" || page.OwnFragment(hash) {
		i.send(page.Message{Name: "open", Value: hash})
		i.shown = i.model.Shows()
	}
}

// copy puts a text into the clipboard; "" is the link of the model.
func (i *instance) copy(body string) {
	kind := "text"
	if body == "" {
		body, kind = text(get(global("location"), "origin"))+i.address(i.model.Link()), ""
	}
	i.clip(body, func() { i.send(page.Message{Name: "copied", Arg: kind}) }, func(string) { i.send(page.Message{Name: "copy-denied"}) })
}

// clip uses the clipboard, which a page without TLS has not.
func (i *instance) clip(s string, done func(), denied func(why string)) {
	clipboard := get(global("navigator"), "clipboard")
	if !there(clipboard) {
		denied("no clipboard")
		return
	}
	var promise safejs.Value
	if err := attempt(func() { promise = call(clipboard, "writeText", s) }); err != nil {
		denied(reason(err))
		return
	}
	i.then(promise, func(safejs.Value) { done() }, denied)
}

func (i *instance) fetchLanguage(code string) {
	promise, err := i.languages.Invoke(code)
	check(err)
	i.then(promise,
		func(v safejs.Value) { i.send(page.Message{Name: "language", Arg: code, Value: text(v)}) },
		func(why string) { i.send(page.Message{Name: "language-failed", Arg: code, Value: why}) })
}

// handout writes all steps, for the paper that is about to be printed.
func (i *instance) handout() {
	if p := i.regions["handout"]; p != nil {
		if h := page.Handout(&i.model); p.html != h.String() {
			i.replace(p, h)
		}
	}
}
