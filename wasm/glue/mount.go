//go:build js && wasm

package glue

import (
	"strconv"
	"strings"

	"github.com/hack-pad/safejs"

	"handshake101/handshake"
	"handshake101/wasm/html"
	"handshake101/wasm/page"
)

// instance is one element of the document: its root, its model, and what
// stands in its regions.
type instance struct {
	host, root safejs.Value
	frame      safejs.Value // the element of the root that all else is in
	put        safejs.Value // put(element, html): the host's one way to write HTML
	swap       safejs.Value // swap(element, from, count, html): the same for some of its children
	languages  safejs.Value // languages(code): promise of a catalogue
	lines      safejs.Value // the live lab's lines to the server
	later      safejs.Value // later(f, milliseconds): setTimeout, and
	when       safejs.Value // when(promise, done, failed): then, for as long as the program lives
	frames     safejs.Value // frames(f): requestAnimationFrame
	onFrame    safejs.Func
	signal     safejs.Value // aborted when the program has stopped and can not take its listeners away itself

	model   page.Model
	regions map[string]*place
	editors map[string]safejs.Value // text areas by side
	screens []safejs.Value          // what is hidden while another screen is shown
	lit     []safejs.Value          // spans that wear the mark of what is explained

	listeners []listener
	timers    map[string]*timer
	updates   int  // since memory was swept
	moved     bool // since the timer of locate was set
	behind    bool // what stands in an editor is not judged yet
	pressed   int  // when the last key was, by the clock of events
	done      int  // when the last update was
	gone      bool
	lastHover string
	lastCaret string
	overStep  string // the step that the mouse is on
	lang      string // what the frame says
	title     string // what the document is called
	screen    page.Screen
	big       bool   // the host has large type
	shown     string // the screen that the address bar names
	touched   bool   // the last press came from a finger
	denied    bool   // the browser did not let the address be written
}

// place is where a region stands, and the HTML it was given.
type place struct {
	element safejs.Value
	html    string
	rows    []html.HTML // instead: its children
}

// mount brings a root to life. What is painted there already by the server
// stays when it is what the model says.
func mount(host, root, options safejs.Value) *instance {
	i := &instance{host: host, root: root, put: get(options, "put"), swap: get(options, "swap"), languages: get(options, "languages"), lines: get(options, "lines"), later: get(options, "later"), when: get(options, "when"), frames: get(options, "frames"), signal: get(options, "signal"),
		regions: map[string]*place{}, editors: map[string]safejs.Value{}, timers: map[string]*timer{}}
	var lang *handshake.Language
	if code := text(get(options, "lang")); code != "" && code != "en" {
		l, err := handshake.ParseLanguage(code, []byte(text(get(options, "catalogue"))))
		if err == nil {
			lang = l
		}
	}
	i.model = page.New(lang)
	i.model.Main = truthy(get(options, "page"))
	i.model.Live.Lab.Engine = text(get(options, "engine"))
	i.model.Base = text(get(options, "base"))
	if painted, ok := find(root, "[data-frame]"); ok {
		i.model.Base = attribute(painted, "data-base")
	}

	kept := text(get(options, "kept"))
	painted := i.adopt()
	if kept != "" {
		i.restore(kept)
	}
	i.bindRegions(painted && kept == "")
	i.onFrame = function(func([]safejs.Value) any { i.catchUp(); return nil }, func(error) { i.stopped(true) })
	i.listen()
	if hash := text(get(global("location"), "hash")); i.model.Main && kept == "" && hash != "" {
		// The address of another screen does not hold the exchange behind it, and
		// that of an exchange does not hold its secrets. The tab's own state does.
		state := text(get(global("history"), "state"))
		whole := state != "" && page.Unmasked(hash, state)
		if whole || state != "" && page.HidesExchange(hash) {
			i.model, _ = page.Update(i.model, page.Message{Name: "open", Value: state})
			i.model.Undo = nil
			i.render() // or what stands in the editors would be taken for typed
		}
		if !whole {
			i.openLocation()
		}
	}
	i.shown = i.model.Shows()
	i.render()
	set(i.host, "kept", i.model.Kept()) // a program may stop before the first pause
	if !truthy(get(options, "rehearsal")) {
		i.send(page.Message{Name: "probe"})
	}
	return i
}

// adopt finds the frame that the server painted, or paints it.
func (i *instance) adopt() (painted bool) {
	frame, ok := find(i.root, "[data-frame]")
	if !ok {
		body := call(global("document"), "createElement", "div")
		i.write(body, page.Paint(&i.model))
		frame, _ = find(body, "[data-frame]")
		call(i.root, "append", frame)
	}
	i.frame = frame
	i.screens = findAll(frame, "[data-screen]")
	for _, e := range findAll(frame, "[data-editor]") {
		i.editors[attribute(e, "data-editor")] = e
	}
	return ok
}

// bindRegions notes what stands in the regions: on a page that the server
// painted that is the view of the untouched model, so nothing is written twice.
func (i *instance) bindRegions(painted bool) {
	for _, e := range findAll(i.frame, "[data-region]") {
		i.regions[attribute(e, "data-region")] = &place{element: e, html: "\x00"}
	}
	if !painted || attribute(i.frame, "lang") != i.model.Lang.Tag() {
		return
	}
	for _, r := range page.View(&i.model) {
		if p := i.regions[r.Name]; p != nil {
			if p.rows = r.HTML.Rows(); p.rows == nil {
				p.html = r.HTML.String()
			}
		}
	}
}

// restore is mount after the program had stopped: the state as it was kept, and
// on top of it what stands in the text areas, which is never older.
func (i *instance) restore(kept string) {
	request, response := text(get(i.editors["request"], "value")), text(get(i.editors["response"], "value"))
	typed := true
	if from, ok := find(i.frame, "[data-origin]"); ok {
		typed = attribute(from, "data-origin") != "simulated"
	}
	i.model, _ = page.Update(i.model, page.Message{Name: "open", Value: kept})
	i.model, _ = page.Update(i.model, page.Message{Name: "edit", Arg: "request", Value: request})
	if typed {
		i.model, _ = page.Update(i.model, page.Message{Name: "edit", Arg: "response", Value: response})
	}
	// What was open stands open again, with what was typed there.
	for _, e := range findAll(i.frame, "[data-panel], [data-tray]") {
		if tray := attribute(e, "data-tray"); tray != "" {
			i.model, _ = page.Update(i.model, page.Message{Name: "tray", Arg: tray})
		} else {
			i.model, _ = page.Update(i.model, page.Message{Name: "panel", Arg: attribute(e, "data-panel")})
		}
	}
	for _, e := range findAll(i.frame, "[data-field]") {
		if name, is := attribute(e, "data-field"), text(get(e, "value")); is != i.model.Field(name) {
			i.model, _ = page.Update(i.model, page.Message{Name: "field", Arg: name, Value: is})
		}
	}
	i.model, _ = page.Update(i.model, page.Message{Name: "restarted"})
}

// write is the one way of HTML into the document.
func (i *instance) write(element safejs.Value, h html.HTML) {
	_, err := i.put.Invoke(element, h.String())
	check(err)
}

// unmount takes every listener and timer away.
func (i *instance) unmount() {
	i.gone = true
	for _, l := range i.listeners {
		l.remove()
	}
	for _, t := range i.timers {
		t.stop()
	}
	i.onFrame.Release()
}

// send updates the model and shows what came of it. A panic leaves the model
// as it was, the text of the editors as it stands, and shows the notice that is
// there for this.
func (i *instance) send(msg page.Message) bool {
	if i.gone {
		return false
	}
	return i.guarded(func() {
		if msg.Name != "edit" || i.behind {
			i.flush()
		}
		i.update(msg)
	})
}

// guarded carries out what a fault may end, and shows the notice that it did.
func (i *instance) guarded(f func()) bool {
	err := attempt(f)
	if err != nil {
		_ = attempt(func() { i.stopped(true) })
	}
	return err == nil
}

// act is send for what a person pressed or typed. When that works, the notice of
// an update that failed has been read; what comes by itself, like an answer of the
// dev server, leaves it standing.
func (i *instance) act(msg page.Message) { i.read(i.send(msg)) }

func (i *instance) read(worked bool) {
	if worked {
		_ = attempt(func() { i.stopped(false) })
	}
}

// update is send without the guard.
func (i *instance) update(msg page.Message) {
	switch msg.Name {
	case "fix", "live", "lab-send", "lab-answer", "lab-twin", "lab-through", "form-key", "form-field", "form-fit":
		msg.Random = random()
	}
	i.updates++
	before := i.model
	next, effects := page.Update(before, msg)
	regions := page.View(&next) // a panic here must not leave half a page
	i.model = next
	i.show(regions)
	for side, e := range i.editors {
		if is := i.model.EditorText(side); is != before.EditorText(side) {
			if was := text(get(e, "value")); is != was {
				set(e, "value", is)
				if at := page.CaretAfter(was, is); same(get(i.root, "activeElement"), e) {
					call(e, "setSelectionRange", at, at)
				}
			}
		}
	}
	i.mark()
	i.locate()
	for _, effect := range effects {
		i.do(effect)
	}
	i.done = number(call(global("performance"), "now"))
}

// flush takes up what was typed while an update failed, or since the page fell
// behind, so that no later message can overwrite it.
func (i *instance) flush() {
	if i.behind {
		i.behind = false
		set(i.frame, "ariaBusy", nil)
	}
	// The response first: as long as nobody has typed it, it follows the request.
	for _, side := range []handshake.Side{handshake.FromServer, handshake.FromClient} {
		e := i.editors[side.String()]
		if is := text(get(e, "value")); is != i.model.EditorText(side.String()) {
			i.update(page.Message{Name: "edit", Arg: side.String(), Value: is, Number: number(get(e, "selectionStart"))})
		}
	}
}

// stopped shows or hides the notice of a failed update.
func (i *instance) stopped(show bool) {
	if notice, ok := find(i.frame, `[data-stopped="program"]`); ok {
		set(notice, "hidden", !show)
	}
}

// render shows the model as it is.
func (i *instance) render() {
	i.show(page.View(&i.model))
	for side, e := range i.editors {
		if is := i.model.EditorText(side); is != text(get(e, "value")) {
			set(e, "value", is)
		}
	}
	i.mark()
}

// show replaces the regions whose HTML changed. The focus goes back to the
// element of the same key; where that is gone, to the region's resting place.
func (i *instance) show(regions []page.Region) {
	if tag := i.model.Lang.Tag(); tag != i.lang { // written again it would cost a look at every style
		i.lang = tag
		set(i.frame, "lang", tag)
	}
	if i.screen != i.model.Screen {
		i.screen = i.model.Screen
		for _, e := range i.screens {
			set(e, "hidden", attribute(e, "data-screen") != i.model.Screen.String())
		}
	}
	if i.big != i.model.Big {
		i.big = i.model.Big
		call(i.host, "toggleAttribute", "data-big", i.big)
	}
	for _, r := range regions {
		p := i.regions[r.Name]
		switch rows := r.HTML.Rows(); {
		case p == nil:
		case rows != nil && p.rows != nil:
			i.patch(p, rows)
		case rows != nil || p.html != r.HTML.String():
			i.replace(p, r.HTML)
			p.rows = rows
		}
	}
	if i.model.Screen == page.OnExchange {
		if i.model.Forms() {
			i.mirror(i.frame, ".panel [data-field]")
		}
		return
	}
	for _, e := range findAll(i.frame, "[data-search]") {
		if is := i.model.Query(attribute(e, "data-search")); is != text(get(e, "value")) {
			set(e, "value", is)
		}
	}
}

// patch replaces the rows of a region between the first and the last that differ.
func (i *instance) patch(p *place, rows []html.HTML) {
	is := p.rows
	from, was, n := 0, len(is), len(rows)
	for from < was && from < n && is[from].String() == rows[from].String() {
		from++
	}
	for was > from && n > from && is[was-1].String() == rows[n-1].String() {
		was, n = was-1, n-1
	}
	if p.rows = rows; from < was || from < n {
		_, err := i.swap.Invoke(p.element, from, was-from, html.Join(rows[from:n]).String())
		check(err)
	}
}

func (i *instance) replace(p *place, h html.HTML) {
	active := get(i.root, "activeElement")
	holds := there(active) && truthy(call(p.element, "contains", active))
	key := ""
	if holds {
		key = attribute(active, "data-key")
	}
	var from, to safejs.Value
	field := holds && attribute(active, "data-field") != ""
	if field {
		from, to = get(active, "selectionStart"), get(active, "selectionEnd")
	}
	p.html = h.String()
	i.write(p.element, h)
	i.mirror(p.element, "[data-field]")
	if !holds {
		return
	}
	if field {
		if e, ok := find(p.element, `[data-key="`+key+`"]`); ok {
			call(e, "setSelectionRange", from, to)
		}
	}
	if key != "" && i.focus(p.element, `[data-key="`+key+`"]`) {
		return
	}
	if !i.focus(p.element, "[data-rest]") {
		i.focus(i.frame, "[data-rest]")
	}
}

// mirror puts into inputs what the model says they hold.
func (i *instance) mirror(in safejs.Value, selector string) {
	for _, e := range findAll(in, selector) {
		if is := i.model.Field(attribute(e, "data-field")); is != text(get(e, "value")) {
			set(e, "value", is)
		}
	}
}

func (i *instance) focus(in safejs.Value, selector string) bool {
	e, ok := find(in, selector)
	if ok {
		call(e, "focus", map[string]any{"preventScroll": true})
	}
	return ok
}

// mark puts the mark on the span that is explained. It is no part of the
// regions: pointing must not redraw the text.
func (i *instance) mark() {
	for _, e := range i.lit {
		call(get(e, "classList"), "remove", "sel", "cur", "at")
	}
	i.lit, i.overStep = nil, ""
	if ids := i.model.ExplainedSteps(); len(ids) > 0 {
		for _, e := range findAll(i.regions["steps"].element, `[data-arg="`+strings.Join(ids, `"],[data-arg="`)+`"]`) {
			call(get(e, "classList"), "add", "at")
			i.lit = append(i.lit, e)
		}
	}
	side, spots := i.model.Explained()
	if len(spots) == 0 {
		return
	}
	if hex := i.regions[side+"-hex"]; len(hex.rows) > 0 {
		i.markHex(get(hex.element, "children"))
		return
	}
	i.light(side, spots, "sel")
}

// light gives a mark to where bytes stand in the text of a side.
func (i *instance) light(side string, spots []page.Spot, class string) {
	lines := get(i.regions[side+"-text"].element, "children")
	for _, s := range spots {
		line, err := lines.Index(s.Line)
		check(err)
		if !there(line) {
			continue
		}
		for _, e := range findAll(line, "[data-at]") {
			if at, err := strconv.Atoi(attribute(e, "data-at")); err == nil && s.At <= at && at < s.To {
				call(get(e, "classList"), "add", class)
				i.lit = append(i.lit, e)
			}
		}
	}
}

// lightStep shows what a step looks at while the mouse is on it.
func (i *instance) lightStep(id string) {
	if id == i.overStep {
		return
	}
	i.mark()
	i.overStep = id
	if id != "" {
		for side, spots := range i.model.StepSpots(id) {
			i.light(handshake.Side(side).String(), spots, "at")
		}
	}
}

// markHex marks the span in hex, and the byte in hand in it.
func (i *instance) markHex(rows safejs.Value) {
	from, to, point := i.model.ExplainedBytes()
	for r := from / page.HexRow; r*page.HexRow < to && r < from/page.HexRow+100; r++ {
		row, err := rows.Index(r)
		check(err)
		if !there(row) {
			return
		}
		for _, e := range findAll(row, "[data-at]") {
			at, err := strconv.Atoi(attribute(e, "data-at"))
			if at += r * page.HexRow; err != nil || at < from || at >= to {
				continue
			}
			call(get(e, "classList"), "add", "sel")
			if at == point {
				call(get(e, "classList"), "add", "cur")
			}
			i.lit = append(i.lit, e)
		}
	}
}
