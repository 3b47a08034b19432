package page

import (
	"strconv"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// viewSteps draws the flow between client and server. It is a sequence diagram
// to the eye and a list of links to everything else: the two lifelines, the
// arrows and the marks are style, and each item says in words who does it and
// how it ended.
func (m *Model) viewSteps() html.HTML {
	var b html.Builder
	b.Room(12 << 10)
	now := m.current()
	m.viewStrip(&b, now)
	b.Put(`<div class="`)
	b.Pick(m.FlowOpen, "flow open", "flow")
	b.Put(`"><h2 class="unseen" id="steps">`)
	b.Text(m.say(&tSteps))
	b.Put(`</h2><div class="actors" aria-hidden="true"><span>`)
	b.Text(m.say(&tClient))
	b.Put(`</span><span>`)
	b.Text(m.say(&tServer))
	b.Put(`</span></div><ol class="steps">`)
	for i := range m.Report.Steps {
		s := &m.Report.Steps[i]
		class := stepClass(s)
		if i == now {
			class += " now"
		}
		b.Put(`<li`)
		b.Attr("class", class)
		b.Put(`>`)
		m.stepLink(&b, s, i == now, "step-")
		heard(&b, m.say(actorText(s.Actor))+": ")
		b.Text(m.Lang.Say(s.Title))
		heard(&b, ", "+m.say(outcomeText(s.Outcome)))
		b.Put(`</a></li>`)
	}
	b.Put(`</ol></div><div class="ways">`)
	m.sheetButton(&b, DrawingSheet, &tDrawing)
	m.sheetButton(&b, ProxySheet, &tProxyWay)
	b.Put(`</div>`)
	return b.HTML()
}

// viewStrip stands for the diagram where there is no room for it: one dot for
// each step, and a press that unfolds the list.
func (m *Model) viewStrip(b *html.Builder, now int) {
	b.Put(`<div class="strip"><ol>`)
	for i := range m.Report.Steps {
		s := &m.Report.Steps[i]
		b.Put(`<li><a href="#"`)
		b.Attr("class", s.Outcome.String())
		b.Put(` data-do="step"`)
		b.Attr("data-arg", s.ID)
		b.Attr("data-link", s.ID)
		b.Attr("data-key", "dot-"+s.ID)
		b.Attr("aria-label", strconv.Itoa(i+1)+": "+m.Lang.Say(s.Title)+", "+m.say(outcomeText(s.Outcome)))
		b.Flag(`aria-current="step"`, i == now)
		b.Put(`></a></li>`)
	}
	b.Put(`</ol>`)
	label, open := &tAllSteps, "false"
	if m.FlowOpen {
		label, open = &tFold, "true"
	}
	b.Put(`<button type="button" data-do="flow" data-key="flow"`)
	b.Attr("aria-expanded", open)
	b.Put(`>`)
	b.Text(m.say(label))
	b.Put(`</button></div>`)
}

// stepLink opens a link to a step. The address is filled in by the glue when
// the link is touched: it holds the whole exchange, and a copy of that in every
// link would make every key typed redraw them all.
func (m *Model) stepLink(b *html.Builder, s *handshake.Step, now bool, key string) {
	b.Put(`<a href="#" data-do="step"`)
	b.Attr("data-arg", s.ID)
	b.Attr("data-link", s.ID)
	b.Attr("data-step", s.ID)
	b.Attr("data-outcome", s.Outcome.String())
	b.Attr("data-key", key+s.ID)
	b.Flag(`aria-current="step"`, now)
	b.Put(`>`)
}

func stepClass(s *handshake.Step) string {
	class := ""
	switch s.Actor {
	case handshake.ActorClient:
		class = "cli "
	case handshake.ActorServer:
		class = "srv "
	case handshake.ActorWireRequest:
		class = "wire out "
	case handshake.ActorWireResponse:
		class = "wire back "
	case handshake.ActorBoth:
		class = "wire both "
	}
	return class + s.Outcome.String()
}

func actorText(a handshake.Actor) *handshake.Text {
	return [...]*handshake.Text{&tWhoClient, &tWhoServer, &tWhoOut, &tWhoBack, &tWhoBoth}[a]
}

func outcomeText(o handshake.StepOutcome) *handshake.Text {
	return [...]*handshake.Text{&tPassed, &tFailed, &tSkipped}[o]
}
