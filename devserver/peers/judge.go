package peers

import (
	"fmt"
	"strings"

	"handshake101/devserver/internal/browsers"
	"handshake101/handshake"
)

// Tally counts what became of predictions.
type Tally struct{ Right, Wrong, Unknown int }

func (s Tally) String() string {
	return fmt.Sprintf("%d right, %d wrong, %d unknown", s.Right, s.Wrong, s.Unknown)
}

// Predict says what the engine predicts for each browser, in the words of the
// cells; "unknown" where it does not know.
func Predict(a *Answer) map[browsers.Name]string {
	key := "dGhlIHNhbXBsZSBub25jZQ=="
	cells := map[browsers.Name]string{}
	for _, name := range browsers.All {
		extensions := "permessage-deflate; client_max_window_bits"
		if name == browsers.Firefox {
			extensions = "permessage-deflate"
		}
		request := handshake.Build(handshake.Offer{Target: "/0", Host: "127.0.0.2:40000", Origin: "http://127.0.0.1:40000", Key: key,
			Subprotocols: a.Offer, Extensions: extensions})
		r := handshake.Inspect(handshake.Exchange{Request: request, Response: a.Bytes(key, "127.0.0.2:40000", "/0")}, nil)
		b := r.Response.Browsers
		p := map[browsers.Name]handshake.Prediction{browsers.Chromium: b.Chromium, browsers.Firefox: b.Firefox, browsers.WebKit: b.WebKit}[name]
		cell := p.Outcome
		if p.Subprotocol != "" {
			cell += " " + p.Subprotocol
		}
		if p.Extensions != "" {
			cell += " with " + p.Extensions
		}
		switch {
		case !p.Ends:
		case p.Frame < 0:
			cell += fmt.Sprintf("; drops; code %d", p.Code)
		case p.Frame == 1005:
			cell += fmt.Sprintf("; closes; code %d", p.Code)
		default:
			cell += fmt.Sprintf("; closes %d; code %d", p.Frame, p.Code)
		}
		if p.Races {
			cell += raceMark
		}
		if p.Console != "" {
			cell += "; says " + oneLine(anyKey(p.Console, request))
		}
		cells[name] = cell
	}
	return cells
}

const (
	opens    = "opens"
	raceMark = "; or fails"
)

// agrees tells whether a prediction says what was measured, all of it. When the server
// closes, it is chance whether the page sees that before it goes; and where a
// prediction says that one thread of the browser races another, either is right.
func agrees(a *Answer, predicted, cell string) bool {
	if before, races := strings.CutSuffix(predicted, raceMark); races {
		if predicted = before; cell == "fails" {
			return true
		}
	}
	if strings.HasSuffix(a.Raw, closeMark) && strings.HasPrefix(cell, opens) {
		predicted, _, _ = strings.Cut(predicted, ";")
		cell, _, _ = strings.Cut(cell, ";")
	}
	return predicted == cell
}

// Hold holds the predictions against what was measured; wrong is called for each
// that is.
func Hold(m *Measured, wrong func(a *Answer, name browsers.Name, predicted, cell string)) map[browsers.Name]Tally {
	scores := map[browsers.Name]Tally{}
	for _, a := range m.Answers {
		if strings.HasSuffix(a.Raw, closeMark) && !strings.Contains(strings.ToLower(a.Raw), "close\r\n") {
			continue // that the server closes then does not stand in the bytes
		}
		predicted := Predict(a)
		for _, name := range browsers.All {
			cell, ok := m.Cells[a.ID][string(name)]
			if !ok {
				continue
			}
			s := scores[name]
			switch {
			case cell == "crashes" && predicted[name] == "unknown":
				s.Unknown++
			case predicted[name] == "unknown":
				s.Unknown++
			case agrees(a, predicted[name], cell):
				s.Right++
			default:
				s.Wrong++
				wrong(a, name, predicted[name], cell)
			}
			scores[name] = s
		}
	}
	return scores
}
