package page

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestDrawing: the picture is XML that an image program reads, says every step in
// words, and marks the one that failed and the one in hand.
func TestDrawing(t *testing.T) {
	for name, m := range states(t) {
		svg := Drawing(&m).String()
		d := xml.NewDecoder(strings.NewReader(svg))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		for i := range min(len(m.Report.Steps), drawMost) {
			if !strings.Contains(svg, ` data-arg="`+m.Report.Steps[i].ID+`"`) {
				t.Errorf("%s: step %s is not drawn", name, m.Report.Steps[i].ID)
			}
		}
		if strings.Count(svg, " now\"") != 1 {
			t.Errorf("%s: not one step is in hand", name)
		}
	}
}

// TestWrapText: no line is longer than asked, and no letter gets lost.
func TestWrapText(t *testing.T) {
	for _, s := range []string{"", "short", "looks for Upgrade, listed in Connection, and for what else there may be", strings.Repeat("x", 200),
		"切り替えは、普通の HTTP/1.1 リクエストとして始まります。メソッド、求めるもの、バージョンです。", "あ" + strings.Repeat("い", 90)} {
		lines := wrapText(s, 40)
		for _, l := range lines {
			if wide(l) > 40 || !utf8.ValidString(l) {
				t.Errorf("%q: %d wide", l, wide(l))
			}
		}
		if got := strings.Join(strings.Fields(strings.Join(lines, "")), ""); got != strings.Join(strings.Fields(s), "") {
			t.Errorf("%q became %q", s, lines)
		}
	}
}

// TestHex: every byte of the page that is shown stands there in digits and as a
// letter, and the keys stay inside the message.
func TestHex(t *testing.T) {
	for name, m := range states(t) {
		m = do(m, Message{Name: "hex", Arg: "request"})
		if !m.Hex[0] {
			m = do(m, Message{Name: "hex", Arg: "request"})
		}
		n, rows := len(m.Request.wire), m.viewHex(0).Rows()
		if cells := strings.Count(m.viewHex(0).String(), " data-at="); cells != 2*min(n, hexPage*HexRow) {
			t.Errorf("%s: %d cells for %d bytes in %d rows", name, cells, n, len(rows))
		}
		if n == 0 {
			continue
		}
		for _, by := range []int{1 << 30, -1 << 30, 1, HexRow, -1} {
			m = do(m, Message{Name: "hex-move", Arg: "request", Number: by})
			if _, _, at := m.ExplainedBytes(); at < 0 || at >= n {
				t.Errorf("%s: after %d the byte in hand is %d of %d", name, by, at, n)
			}
		}
	}
	m := do(New(nil), Message{Name: "hex", Arg: "request"}, Message{Name: "point", Arg: "request", Number: 5})
	if _, effects := Update(m, Message{Name: "hex", Arg: "request"}); len(effects) != 1 || effects[0].Do != Caret || effects[0].Number != 5 {
		t.Errorf("back in the text the cursor is not at the byte: %v", effects)
	}
	if !strings.Contains(m.sayHex(), "63") {
		t.Errorf("a screen reader hears %q", m.sayHex())
	}
}
