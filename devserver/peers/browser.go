package peers

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"handshake101/devserver/internal/browsers"
	"handshake101/handshake"
)

// Browsers are measured many responses at a time: a page opens them, in lanes, and
// tells what became of each.

const (
	lanes     = 10                     // addresses of the scripted server
	perLane   = 6                      // WebSockets that a page opens to each, one after the other
	fewer     = 2                      // in Chromium, which makes a page wait that has had many failures
	hanging   = 3 * time.Second        // that much silence
	hangsAlso = 8 * time.Second        // and once more with this patience: then it hangs
	lingers   = 400 * time.Millisecond // time for what stands behind the 101 to have its effect
	settles   = 3 * lingers            // the same in a browser, which has more to do
)

// BrowserTable is where the measurements are that predictions are held against.
const BrowserTable = "devserver/peers/testdata/browsers.txt"

// BrowserNames are the names in the tables.
var BrowserNames = map[browsers.Name]string{browsers.Chromium: "Chromium", browsers.Firefox: "Firefox", browsers.WebKit: "WebKitGTK"}

// opener is what runs in the page. A lane is a list of [number, url, subprotocols,
// milliseconds to linger].
const opener = `((lanes, patience) => {
	const one = ([n, url, offer, linger]) => new Promise(done => {
		const seen = {n, state: "hangs", protocol: "", extensions: "", code: -1, reason: ""};
		let ended = false;
		const end = () => { if (!ended) { ended = true; clearTimeout(timer); done({...seen}); socket.close(4321) } };
		const socket = offer.length ? new WebSocket(url, offer) : new WebSocket(url);
		let timer = setTimeout(end, patience);
		socket.onopen = () => {
			Object.assign(seen, {state: "opens", protocol: socket.protocol, extensions: socket.extensions});
			clearTimeout(timer);
			timer = setTimeout(end, linger);
		};
		socket.onclose = e => {
			if (seen.state != "opens") seen.state = "fails";
			Object.assign(seen, {code: e.code, reason: e.reason});
			end();
		};
	});
	return Promise.all(lanes.map(async lane => { const all = []; for (const c of lane) all.push(await one(c)); return all })).then(all => all.flat());
})`

// pageSeen is what the page tells of one WebSocket.
type pageSeen struct {
	N                           int
	State, Protocol, Extensions string
	Code                        int // of its close event, -1 when there was none
	Reason                      string
}

// AskBrowser sends every response to a browser, and gives the cells by ID. Chromium's
// words are part of a cell: they tell more than the outcome.
func AskBrowser(name browsers.Name, all []*Answer, progress func(done int)) (cells map[string]string, version string, err error) {
	seen, version, err := HearBrowser(name, all, progress)
	cells = map[string]string{}
	for id, s := range seen {
		cells[id] = s.Cell
		if s.Words != "" && name == browsers.Chromium {
			cells[id] += "; says " + s.Words
		}
	}
	return cells, version, err
}

// HearBrowser is the same with what the browser wrote on its console apart. The code of
// the page's close event stands at the end of a cell: "opens; closes 1002; code 1006".
// WebKitGTK's driver does not hand its console out.
func HearBrowser(name browsers.Name, all []*Answer, progress func(done int)) (cells map[string]Seen, version string, err error) {
	s, err := NewScript(lanes, nil)
	if err != nil {
		return nil, "", err
	}
	defer s.Close()
	s.Load(all)
	start := func() (browsers.Browser, error) {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
		defer cancel()
		return browsers.Start(ctx, name)
	}
	b, err := start()
	if err != nil {
		return nil, "", err
	}
	defer func() {
		if b != nil {
			b.Close()
		}
	}()
	cells = map[string]Seen{}
	// some asks a page at a time. A page that does not answer is given up with its
	// browser, and its responses are asked again, in ever smaller lots.
	var some func(numbers []int, patience time.Duration) (silent []int, err error)
	some = func(numbers []int, patience time.Duration) (silent []int, err error) {
		seen, err := openAll(b, s, all, numbers, patience)
		if err != nil {
			b.Close()
			if b, err = start(); err != nil {
				return nil, err
			}
			if len(numbers) == 1 {
				cells[all[numbers[0]].ID] = Seen{Cell: "crashes"}
				return nil, nil
			}
			for lot := max(1, len(numbers)/8); len(numbers) > 0; numbers = numbers[min(lot, len(numbers)):] {
				more, err := some(numbers[:min(lot, len(numbers))], patience)
				if err != nil {
					return nil, err
				}
				silent = append(silent, more...)
			}
			return silent, nil
		}
		for _, r := range seen {
			if r.State == "hangs" {
				silent = append(silent, r.N)
			}
			cells[all[r.N].ID] = r.cell
		}
		return silent, nil
	}
	ask := func(numbers []int, patience time.Duration) (silent []int, err error) {
		for len(numbers) > 0 {
			n := min(len(numbers), lanes*perLane)
			if name == browsers.Chromium {
				n = min(n, lanes*fewer)
			}
			more, err := some(numbers[:n], patience)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			silent = append(silent, more...)
			numbers = numbers[n:]
			progress(len(cells))
		}
		return silent, nil
	}
	numbers := make([]int, len(all))
	for i := range numbers {
		numbers[i] = i
	}
	silent, err := ask(numbers, hanging)
	if err == nil {
		_, err = ask(silent, hangsAlso)
	}
	return cells, b.Version(), err
}

// consoleURL finds the number of the response in what a browser says: Chromium puts
// an introduction before its words, Firefox has the address in the middle.
var consoleURL = regexp.MustCompile(`^WebSocket connection to 'ws://[^']*/(\d+)' failed: |ws://[^ ]*/(\d+)`)

type seenCell struct {
	pageSeen
	cell Seen
}

// openAll opens some of the responses in one page.
func openAll(b browsers.Browser, s *Script, all []*Answer, numbers []int, patience time.Duration) ([]seenCell, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 12*time.Second+time.Duration(1+len(numbers)/lanes)*patience)
	defer cancel()
	if err := b.Fresh(ctx); err != nil {
		return nil, err
	}
	if err := b.Open(ctx, "http://"+s.Page+"/"); err != nil {
		return nil, err
	}
	lists := make([][]any, len(s.Lanes))
	for i, n := range numbers {
		offer := all[n].Offer
		if offer == nil {
			offer = []string{}
		}
		linger := 0
		if behind101(all[n].Raw) {
			linger = int(settles.Milliseconds())
		}
		lane := i % len(s.Lanes)
		lists[lane] = append(lists[lane], []any{n, fmt.Sprintf("ws://%s/%d", s.Lanes[lane], n), offer, linger})
	}
	for i := range lists {
		if lists[i] == nil {
			lists[i] = []any{}
		}
	}
	arg, err := json.Marshal(lists)
	if err != nil {
		return nil, err
	}
	b.Console()
	result, err := browsers.Eval[[]pageSeen](ctx, b, fmt.Sprintf("%s(%s, %d)", opener, arg, patience.Milliseconds()))
	if err != nil {
		return nil, err
	}
	words := map[string]string{}
	if b.Name() != browsers.WebKit {
		time.Sleep(150 * time.Millisecond)
		for _, m := range b.Console() {
			if at := consoleURL.FindStringSubmatch(m.Text); at != nil {
				words[at[1]+at[2]] = strings.TrimSpace(strings.TrimPrefix(m.Text, at[0]))
			}
		}
	}
	var seen []seenCell
	for _, r := range result {
		said := anyKey(words[fmt.Sprint(r.N)], s.Got(fmt.Sprintf("/%d", r.N)))
		if strings.HasPrefix(said, "WebSocket is closed before the connection is established") {
			said = "" // our own doing, at the end of our patience
		}
		if r.State == opens && r.Code < 0 {
			said = "" // of what came after we had ended it
		}
		o := Opened{State: r.State, Protocol: r.Protocol, Extensions: r.Extensions, Ended: r.Code >= 0}
		closed := ""
		if o.Ended {
			closed = s.Closed(fmt.Sprintf("/%d", r.N))
		}
		cell := o.cell(closed)
		if o.Ended && o.State == opens {
			cell += fmt.Sprintf("; code %d", r.Code)
		}
		seen = append(seen, seenCell{r, Seen{cell, oneLine(said)}})
	}
	return seen, nil
}

// anyKey puts the placeholders back for what follows from the key of the request.
func anyKey(words string, request []byte) string {
	key, _ := Field(handshake.ParseRequest(request), "Sec-WebSocket-Key")
	accept := handshake.AcceptFor(key)
	return strings.NewReplacer(accept, "{A}", swapCase(accept), "{a}").Replace(words)
}

// oneLine keeps a cell on its line.
func oneLine(s string) string {
	return strings.NewReplacer("\r", `\r`, "\n", `\n`, "\x00", `\0`).Replace(s)
}

// behind101 tells that bytes follow the head of a 101.
func behind101(raw string) bool {
	_, rest, ok := strings.Cut(raw, " 101")
	if !ok {
		return false
	}
	rest = strings.ReplaceAll(rest, "\r\n", "\n")
	_, rest, ok = strings.Cut(rest, "\n\n")
	return ok && rest != "" && rest != closeMark
}
