//go:build js && wasm

package glue

import (
	"strconv"
	"strings"

	"github.com/hack-pad/safejs"

	"handshake101/wasm/page"
)

// Events are caught at the root, so that what is replaced needs no listener.

type listener struct {
	target safejs.Value
	name   string
	f      safejs.Func
}

func (l listener) remove() {
	_ = attempt(func() { call(l.target, "removeEventListener", l.name, l.f.Value()) })
	l.f.Release()
}

func (i *instance) on(target safejs.Value, name string, f func(event safejs.Value)) {
	l := listener{target: target, name: name, f: function(func(args []safejs.Value) any {
		if !i.gone {
			f(arg(args, 0))
		}
		return nil
	}, func(error) { i.stopped(true) })}
	call(target, "addEventListener", name, l.f.Value(), map[string]any{"signal": i.signal})
	i.listeners = append(i.listeners, l)
}

func (i *instance) listen() {
	i.on(i.root, "click", i.click)
	i.on(i.root, "change", i.change)
	i.on(i.root, "input", i.input)
	i.on(i.root, "keyup", i.caret)
	i.on(i.root, "pointerup", i.caret)
	i.on(i.root, "focusin", func(e safejs.Value) { i.link(e); i.caret(e) })
	i.on(i.root, "pointerdown", func(e safejs.Value) {
		i.touched = text(get(e, "pointerType")) == "touch"
		i.link(e)
	})
	i.on(i.root, "pointermove", i.hover)
	i.on(i.root, "mousedown", i.tap)
	i.on(i.root, "keydown", i.key)
	i.on(i.root, "beforeinput", i.nativeUndo)
	if i.model.Main {
		i.on(global("document"), "keydown", i.stepKey)
		i.on(safejs.Global(), "hashchange", func(safejs.Value) { i.openLocation() })
	}
	i.on(safejs.Global(), "beforeprint", func(safejs.Value) { i.handout() })
}

// origin is the innermost element of an event.
func origin(event safejs.Value) safejs.Value {
	path := call(event, "composedPath")
	first, err := path.Index(0)
	check(err)
	return first
}

// above finds the element with the attribute that holds the event's origin.
func above(event safejs.Value, selector string) (safejs.Value, bool) {
	target := origin(event)
	if !there(get(target, "closest")) {
		return target, false
	}
	e := call(target, "closest", selector)
	return e, there(e)
}

func modified(event safejs.Value) bool {
	for _, k := range []string{"ctrlKey", "metaKey", "altKey", "shiftKey"} {
		if truthy(get(event, k)) {
			return true
		}
	}
	return false
}

func (i *instance) click(event safejs.Value) {
	e, ok := above(event, "[data-do]")
	if !ok || attribute(e, "aria-disabled") == "true" {
		return
	}
	if truthy(get(e, "href")) {
		if modified(event) {
			return // into a new tab or window: the link holds the state
		}
		call(event, "preventDefault")
	}
	msg := page.Message{Name: attribute(e, "data-do"), Arg: attribute(e, "data-arg")}
	if editor, ok := i.editors[attribute(e, "data-caret")]; ok { // it is about what is selected there
		msg.Number, msg.Value = number(get(editor, "selectionStart")), strconv.Itoa(number(get(editor, "selectionEnd")))
	}
	i.act(msg)
}

func (i *instance) change(event safejs.Value) {
	if e, ok := above(event, "[data-change]"); ok {
		i.act(page.Message{Name: attribute(e, "data-change"), Arg: attribute(e, "data-arg"), Value: text(get(e, "value"))})
	}
}

func (i *instance) input(event safejs.Value) {
	if e, ok := above(event, "[data-editor]"); ok {
		side, at := attribute(e, "data-editor"), number(get(e, "selectionStart"))
		i.lastCaret = side + strconv.Itoa(at) // the key's way up needs no answer of its own
		pressed := i.pressed
		i.pressed = 0
		switch {
		case number(get(e, "textLength")) > page.LiveLength:
			i.untilPause()
		case pressed != 0 && pressed < i.done:
			i.untilFrame()
		default:
			i.act(page.Message{Name: "edit", Arg: side, Value: text(get(e, "value")), Number: at})
		}
	} else if e, ok := above(event, "[data-field]"); ok {
		i.act(page.Message{Name: "field", Arg: attribute(e, "data-field"), Value: text(get(e, "value"))})
	} else if e, ok := above(event, "[data-search]"); ok {
		i.act(page.Message{Name: "search", Arg: attribute(e, "data-search"), Value: text(get(e, "value"))})
	}
}

// What is typed may stay in the editor for a while, so that typing is not held up.
// Whatever else happens takes it up first.

// untilPause is for a text that is too long to be judged at every key.
func (i *instance) untilPause() {
	i.behind = true
	set(i.frame, "ariaBusy", "true")
	i.after("behind", 200, i.catchUp)
}

// untilFrame is for a key that was pressed before the last one was dealt with: keys
// come faster than they can be shown, and all that come before a frame are shown in
// it together. Frames stand still in a tab that nobody sees, time does not.
func (i *instance) untilFrame() {
	if i.behind {
		return
	}
	i.behind = true
	_, err := i.frames.Invoke(i.onFrame.Value())
	check(err)
	i.after("behind", 100, i.catchUp)
}

func (i *instance) catchUp() {
	if i.behind {
		i.read(i.guarded(i.flush))
	}
}

// caret explains what the cursor is in.
func (i *instance) caret(event safejs.Value) {
	e, ok := above(event, "[data-editor]")
	if i.behind || !ok || !same(get(i.root, "activeElement"), e) {
		return
	}
	side, at := attribute(e, "data-editor"), number(get(e, "selectionStart"))
	if here := side + strconv.Itoa(at); here != i.lastCaret {
		i.lastCaret = here
		i.send(page.Message{Name: "caret", Arg: side, Number: at})
	}
}

// under finds the span of the coloured copy that lies beneath the pointer.
func (i *instance) under(event safejs.Value) (span safejs.Value, ok bool) {
	if e, in := above(event, "[data-hex] [data-at]"); in {
		return e, true
	}
	if _, in := above(event, "[data-editor]"); !in {
		return span, false
	}
	list := call(i.root, "elementsFromPoint", get(event, "clientX"), get(event, "clientY"))
	for k := range number(get(list, "length")) {
		e, err := list.Index(k)
		check(err)
		if truthy(call(e, "hasAttribute", "data-at")) {
			return e, true
		}
	}
	return span, false
}

// hover explains what the mouse is at. What was explained last stays when the
// mouse goes away, so that its links can be reached.
func (i *instance) hover(event safejs.Value) {
	if text(get(event, "pointerType")) != "mouse" || number(get(event, "buttons")) != 0 {
		return
	}
	over := ""
	if e, ok := above(event, "[data-link]"); ok {
		over = attribute(e, "data-link")
	}
	i.lightStep(over)
	e, ok := i.under(event)
	if !ok {
		i.lastHover = ""
		return
	}
	i.pointAt(e)
}

func (i *instance) pointAt(e safejs.Value) {
	line := call(e, "closest", ".l, .hr")
	wire := get(line, "parentNode")
	side, hex := attribute(wire, "data-wire"), attribute(wire, "data-hex")
	index := number(call(get(get(global("Array"), "prototype"), "indexOf"), "call", get(wire, "children"), line))
	at, err := strconv.Atoi(attribute(e, "data-at"))
	check(err)
	if hex != "" {
		side, at = hex, index*page.HexRow+at
	} else {
		at = i.model.ByteOn(side, index, at)
	}
	if here := side + strconv.Itoa(at); here == i.lastHover {
		return
	} else {
		i.lastHover = here
	}
	i.send(page.Message{Name: "point", Arg: side, Number: at})
}

// tap lets a finger ask before it types: the first tap on a part explains it, a
// second one on the same part puts the cursor there and brings the keyboard.
func (i *instance) tap(event safejs.Value) {
	if !i.touched {
		return
	}
	e, ok := i.under(event)
	if !ok || truthy(call(get(e, "classList"), "contains", "sel")) {
		return
	}
	call(event, "preventDefault")
	i.pointAt(e)
}

// link completes the address of a step's link when it is about to be used.
func (i *instance) link(event safejs.Value) {
	if e, ok := above(event, "[data-link]"); ok {
		set(e, "href", "#"+i.model.LinkTo(attribute(e, "data-link"), attribute(e, "data-finding")))
	}
}

// key hands a key to all that know some. One that writes a letter into an editor is
// none of them, and most keys are such.
func (i *instance) key(event safejs.Value) {
	i.pressed = number(get(event, "timeStamp"))
	if key := text(get(event, "key")); len(key) == 1 && key != "?" && !modified(event) {
		return
	}
	i.editorKey(event)
	i.hexKey(event)
	if !i.model.Main {
		i.stepKey(event)
	}
}

// editorKey: undo and redo are the page's own, typing included.
func (i *instance) editorKey(event safejs.Value) {
	if e, ok := above(event, "[data-enter]"); ok && text(get(event, "key")) == "Enter" && !truthy(get(event, "isComposing")) {
		call(event, "preventDefault")
		i.act(page.Message{Name: attribute(e, "data-enter")})
		return
	}
	if e, ok := above(event, "[data-panel]"); ok && text(get(event, "key")) == "Escape" {
		name := attribute(e, "data-panel")
		i.act(page.Message{Name: "panel", Arg: name})
		i.focus(i.frame, `[data-key="panel-`+name+`"]`)
		return
	}
	if i.model.Tray.Open != "" && text(get(event, "key")) == "Escape" {
		open := i.model.Tray.Open
		i.act(page.Message{Name: "tray"})
		i.focus(i.frame, `[data-key="tray-`+open+`"]`)
		return
	}
	if !truthy(get(event, "ctrlKey")) && !truthy(get(event, "metaKey")) || truthy(get(event, "altKey")) || !i.undoes(event) {
		return
	}
	switch key := strings.ToLower(text(get(event, "key"))); {
	case key == "y", key == "z" && truthy(get(event, "shiftKey")):
		call(event, "preventDefault")
		i.act(page.Message{Name: "redo"})
	case key == "z":
		call(event, "preventDefault")
		i.act(page.Message{Name: "undo"})
	}
}

// undoes tells whether undo means the page's own where the event comes from: in
// the editors and the forms, and wherever nothing is typed.
func (i *instance) undoes(event safejs.Value) bool {
	if i.model.Screen != page.OnExchange {
		return false
	}
	if _, ok := above(event, "[data-editor], .panel [data-field]"); ok {
		return true
	}
	tag := text(get(origin(event), "tagName"))
	return tag != "INPUT" && tag != "TEXTAREA"
}

// nativeUndo is undo by menu or gesture: the browser's own knows nothing of what
// the page has written.
func (i *instance) nativeUndo(event safejs.Value) {
	name := ""
	switch text(get(event, "inputType")) {
	case "historyUndo":
		name = "undo"
	case "historyRedo":
		name = "redo"
	}
	if name != "" && i.undoes(event) {
		call(event, "preventDefault")
		i.act(page.Message{Name: name})
	}
}

// hexKeys move the byte in hand; hexFar is farther than any message is long.
const hexFar = 1 << 30

var hexKeys = []struct {
	key string
	by  int
}{{"ArrowRight", 1}, {"ArrowLeft", -1}, {"ArrowDown", page.HexRow}, {"ArrowUp", -page.HexRow}, {"End", hexFar}, {"Home", -hexFar}}

func (i *instance) hexKey(event safejs.Value) {
	e, ok := above(event, "[data-hex]")
	if !ok || modified(event) {
		return
	}
	key := text(get(event, "key"))
	for _, k := range hexKeys {
		if k.key != key {
			continue
		}
		by := k.by
		if x, ok := find(e, ".half"); ok && (by == page.HexRow || by == -page.HexRow) && number(get(x, "offsetWidth")) > 0 {
			by /= 2 // two rows of eight stand for one of sixteen
		}
		call(event, "preventDefault")
		i.act(page.Message{Name: "hex-move", Arg: attribute(e, "data-hex"), Number: by})
		if x, ok := find(e, ".cur"); ok {
			call(x, "scrollIntoView", map[string]any{"block": "nearest"})
		}
	}
}

var stepKeys = []struct{ key, message string }{
	{"ArrowRight", "next"}, {"ArrowLeft", "back"}, {"Home", "first"}, {"End", "last"},
}

// help opens the sheet of keys, unless the question mark is being typed.
func (i *instance) help(event safejs.Value) {
	target := origin(event)
	if tag := text(get(target, "tagName")); tag != "TEXTAREA" && tag != "INPUT" && tag != "SELECT" && (tag == "BODY" || tag == "HTML" || truthy(call(i.frame, "contains", target))) {
		call(event, "preventDefault")
		i.act(page.Message{Name: "sheet", Arg: "help"})
	}
}

// stepKey goes through the steps by keyboard, wherever the focus is but in
// something that needs these keys itself.
func (i *instance) stepKey(event safejs.Value) {
	key := text(get(event, "key"))
	if key == "?" && !truthy(get(event, "ctrlKey")) {
		i.help(event)
		return
	}
	if len(key) == 1 || modified(event) || truthy(get(event, "defaultPrevented")) {
		return
	}
	target := origin(event)
	switch text(get(target, "tagName")) {
	case "TEXTAREA", "INPUT", "SELECT", "":
		return
	case "BODY", "HTML":
	default:
		if !truthy(call(i.frame, "contains", target)) {
			return
		}
	}
	if open := i.model.OpenSheet(); key == "Escape" && open != "" {
		i.act(page.Message{Name: "sheet", Arg: open})
		return
	}
	message := ""
	for _, k := range stepKeys {
		if k.key == key {
			message = k.message
		}
	}
	_, inList := above(event, "[data-step]")
	if inList {
		switch key {
		case "ArrowDown":
			message = "next"
		case "ArrowUp":
			message = "back"
		}
	}
	if message == "" {
		return
	}
	call(event, "preventDefault")
	i.act(page.Message{Name: message})
	if inList {
		i.focus(i.frame, `[data-step][aria-current]`)
	}
}
