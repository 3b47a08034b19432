package page

import (
	"strings"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// The steps as a picture: two lifelines, what each end does beside its own, what
// crosses as arrows between them. How a step ended is a shape, not only a colour:
// a round mark with a tick, a square with a cross, an empty ring. On the page the
// list of steps stands beside it for screen readers; the picture that is taken
// away (Drawing) has its colours with it and says its steps in words.

const (
	drawWidth = 360
	drawLeft  = 16
	drawRight = drawWidth - drawLeft
	drawMost  = 60 // steps; the rest is counted
)

type drawing struct {
	b html.Builder
	m *Model
	y int
}

// Drawing is the picture by itself, as SVG with its style in it.
func Drawing(m *Model) html.HTML {
	d := drawing{m: m}
	d.steps()
	var b html.Builder
	b.Put(`<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img"`)
	d.size(&b)
	b.Attr("lang", m.Lang.Tag())
	b.Wrap(`><title>`, m.Lang.Say(m.Report.Verdict.Summary), `</title><desc>`)
	for i := range m.Report.Steps {
		s := &m.Report.Steps[i]
		b.Text(itoa(i+1) + ". " + m.say(actorText(s.Actor)) + ": " + m.Lang.Say(s.Title) + ", " + m.say(outcomeText(s.Outcome)) + "\n")
	}
	b.Put(`</desc><style>` +
		`.drawing{background:#fbfaf7;font:13px system-ui,sans-serif;color-scheme:light}text{fill:#1b1f27}.lane{stroke-width:2}.cli{stroke:#2a54c4}.srv{stroke:#a3480c}.both{stroke:#136640}` +
		`.head{font-weight:700}.arrow{stroke-width:2;fill:none}.tip{stroke-width:1}.tip.cli{fill:#2a54c4}.tip.srv{fill:#a3480c}.tip.both{fill:#136640}` +
		`.m{fill:#e4f5ec;stroke:#136640}.t{fill:none;stroke:#136640;stroke-width:2}.failed .m{fill:#b3261e;stroke:#b3261e}.failed .t{stroke:#fff}.skipped .m{fill:#fbfaf7;stroke:#8b8f96}.skipped text{fill:#565f6d}` +
		`.skipped .arrow{stroke:#8b8f96;stroke-dasharray:2 4}.w{text-anchor:middle;font-family:monospace;font-size:12px}.e{text-anchor:end}.p{fill:none}.now .p{fill:#fff0b0;stroke:#8a5a00}.now text{font-weight:700}` +
		`</style>`)
	b.Add(d.b.HTML())
	b.Put(`</svg>`)
	return b.HTML()
}

// viewDrawing is the picture on the page.
func (m *Model) viewDrawing(b *html.Builder) {
	d := drawing{m: m}
	d.steps()
	b.Put(`<svg class="drawing" aria-hidden="true"`)
	d.size(b)
	b.Put(`>`)
	b.Add(d.b.HTML())
	b.Put(`</svg>`)
}

func (d *drawing) size(b *html.Builder) {
	b.Attr("viewBox", "0 0 "+itoa(drawWidth)+" "+itoa(d.y+14))
}

func (d *drawing) text(x, y int, class, s string) {
	d.b.Put(`<text`)
	d.b.Attr("x", itoa(x))
	d.b.Attr("y", itoa(y))
	d.b.Attr("class", class)
	d.b.Wrap(`>`, s, `</text>`)
}

func (d *drawing) path(class, path string) {
	d.b.Put(`<path`)
	d.b.Attr("class", class)
	d.b.Attr("d", path)
	d.b.Put(`></path>`)
}

// at writes the beginning of a path.
func at(letter string, x, y int) string { return letter + itoa(x) + " " + itoa(y) }

func (d *drawing) steps() {
	steps := d.m.Report.Steps
	d.text(4, 16, "head", d.m.say(&tClient))
	d.text(drawWidth-4, 16, "head e", d.m.say(&tServer))
	lanes := d.b
	d.b = html.Builder{}
	d.y = 30
	now := d.m.current()
	for i := range steps {
		if i == drawMost {
			d.y += 22
			d.text(drawWidth/2, d.y, "w", d.m.sayf(&tDrawMore, "n", itoa(len(steps)-i)))
			break
		}
		d.step(&steps[i], i == now)
	}
	body := d.b.HTML()
	d.b = lanes
	d.path("lane cli", at("M", drawLeft, 24)+"V"+itoa(d.y+10))
	d.path("lane srv", at("M", drawRight, 24)+"V"+itoa(d.y+10))
	d.b.Add(body)
}

func (d *drawing) step(s *handshake.Step, now bool) {
	class := s.Outcome.String()
	if now {
		class += " now"
	}
	d.b.Put(`<g data-do="step"`)
	d.b.Attr("data-arg", s.ID)
	d.b.Attr("class", class)
	d.b.Put(`>`)
	title := d.m.Lang.Say(s.Title)
	switch s.Actor {
	case handshake.ActorClient:
		d.act(title, s.Outcome, drawLeft, "")
	case handshake.ActorServer:
		d.act(title, s.Outcome, drawRight, "e")
	default:
		d.cross(title, s)
	}
	d.b.Put(`</g>`)
}

// act is what one end does by itself.
func (d *drawing) act(title string, o handshake.StepOutcome, lane int, anchor string) {
	lines := wrapText(title, 44)
	x := lane + 18
	if anchor != "" {
		x = lane - 18
	}
	d.plate(len(lines)*17 + 6)
	top := d.y + 4
	for _, line := range lines {
		d.y += 17
		d.text(x, d.y, anchor, line)
	}
	d.y += 7
	d.mark(lane, top+8, o)
}

// plate lies under a step, and shows when it is the one in hand.
func (d *drawing) plate(height int) {
	d.b.Put(`<rect class="p" x="28"`)
	d.b.Attr("y", itoa(d.y))
	d.b.Attr("width", itoa(drawWidth-56))
	d.b.Attr("height", itoa(height))
	d.b.Put(` rx="5"></rect>`)
}

func (d *drawing) mark(x, y int, o handshake.StepOutcome) {
	switch o {
	case handshake.Failed:
		d.path("m", at("M", x-7, y-7)+"h14v14h-14z")
		d.path("t", at("M", x-3, y-3)+"l6 6"+at("M", x+3, y-3)+"l-6 6")
	case handshake.Skipped:
		d.path("m", at("M", x-4, y)+"a4 4 0 1 0 8 0a4 4 0 1 0-8 0")
	default:
		d.path("m", at("M", x-7, y)+"a7 7 0 1 0 14 0a7 7 0 1 0-14 0")
		d.path("t", at("M", x-3, y)+"l2 3l4-5")
	}
}

// cross is what goes over the wire. An arrow that says nothing was reached has no tip.
func (d *drawing) cross(title string, s *handshake.Step) {
	lines := wrapText(title, 38)
	d.y += 6
	d.plate(len(lines)*16 + 12)
	for _, line := range lines {
		d.y += 16
		d.text(drawWidth/2, d.y, "w", line)
	}
	d.y += 8
	tone := "cli"
	switch s.Actor {
	case handshake.ActorWireResponse:
		tone = "srv"
	case handshake.ActorBoth:
		tone = "both"
	}
	d.path("arrow "+tone, at("M", drawLeft+2, d.y)+"H"+itoa(drawRight-2))
	if s.Outcome != handshake.Skipped {
		if s.Actor != handshake.ActorWireResponse {
			d.path("tip "+tone, at("M", drawRight-2, d.y)+"l-9-5v10z")
		}
		if s.Actor != handshake.ActorWireRequest {
			d.path("tip "+tone, at("M", drawLeft+2, d.y)+"l9-5v10z")
		}
		if s.Outcome == handshake.Failed {
			d.mark(drawWidth/2, d.y, handshake.Failed)
		}
	}
	d.y += 8
}

// wrapText breaks a text into lines of about so many letters; a letter of East
// Asia counts for two, and a line may end behind any of them.
func wrapText(s string, most int) []string {
	var lines []string
	from, room, width, good := 0, most, 0, -1
	for i, r := range s {
		w := 1
		if r >= 0x2e80 {
			w = 2
		}
		if width+w > room {
			if good <= from {
				good = i
			}
			lines = append(lines, strings.TrimSpace(s[from:good]))
			width = wide(s[good:i])
			from = good
		}
		width += w
		switch {
		case r == ' ':
			good = i + 1
		case w == 2 && !strings.ContainsRune("「『(", r) && !startsWithAny(s[i+len(string(r)):], "、。」』),.)"):
			good = i + len(string(r))
		}
	}
	return append(lines, strings.TrimSpace(s[from:]))
}

func startsWithAny(s, signs string) bool {
	for _, r := range s {
		return strings.ContainsRune(signs, r)
	}
	return false
}

func wide(s string) (n int) {
	for _, r := range s {
		n++
		if r >= 0x2e80 {
			n++
		}
	}
	return n
}
