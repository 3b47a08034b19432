package peers

import (
	"cmp"
	"slices"
	"strings"

	"handshake101/handshake"
)

// What clients do otherwise.
const (
	OpensOn   = "opens"      // it opens where the strict one fails
	FailsOn   = "fails"      // it fails where the strict one opens
	TakesHead = "takes head" // HTTP itself is broken, and a client of HTTP alone reads on
	HangsOn   = "hangs"      // the answer is whole, and it waits
	Crashes   = "crashes"
	ReadsOn   = "reads on"   // a frame is wrong, and it goes on
	BreaksOff = "breaks off" // all frames are right, and it closes for a fault
	NoEcho    = "no close"   // it does not answer a close frame
)

// bareClients are clients of HTTP whose program checks nothing of WebSocket: only
// what HTTP itself refuses is theirs.
var bareClients = []string{"nethttp", "node", "curl"}

// ofBrowsers marks rows of the table of browsers among those of cases.
const ofBrowsers = "~"

// ClientDifferences compares clients.txt, and the table of browsers, with the engine.
func ClientDifferences(cases []*handshake.Case, clients *Table, m *Measured) []Difference {
	var all differences
	offers := offered(cases)
	all.compare(ClientAnswers(cases), clients, (*Answer).Row, offers, "")
	one := slices.DeleteFunc(slices.Clone(m.Answers), func(a *Answer) bool {
		return strings.HasPrefix(a.ID, pairMark) // of two faults nobody can say which one a difference is of
	})
	all.compare(one, &m.Table, func(a *Answer) string { return a.ID }, offers, ofBrowsers)
	return all.sorted()
}

// compare adds what one table shows. row gives the name of an answer's row. offers
// are the extensions that each client offers: what a client did not offer it has to
// refuse.
func (all *differences) compare(answers []*Answer, t *Table, row func(*Answer) string, offers map[string]string, mark string) {
	for _, a := range answers {
		verdicts := map[string]clientVerdict{}
		for peer, cell := range t.Cells[row(a)] {
			v, ok := verdicts[offers[peer]]
			if !ok {
				v = judgeAnswer(a, offers[peer])
				verdicts[offers[peer]] = v
			}
			if of, does := v.compare(peer, cell); does != "" {
				all.add(of, does, peer, mark+a.CaseID(), len(a.Raw))
			}
		}
	}
}

// clientVerdict is what the engine says of an answer.
type clientVerdict struct {
	id          string
	opens       bool
	whole       bool   // there is a final answer, and its head is whole
	switches    bool   // it says 101
	rule        string // the first error of the head, or else the first warning, or note
	http, frame string // the first error of HTTP itself, of the frames
	frameWarned string // the first warning or note of the frames
	closes      bool   // a whole close frame is among them
	ends        bool   // the server ends the connection
}

func judgeAnswer(a *Answer, extensions string) clientVerdict {
	key := "dGhlIHNhbXBsZSBub25jZQ=="
	request := handshake.Build(handshake.Offer{Target: "/0", Host: "127.0.0.2:40000", Key: key, Subprotocols: a.Offer, Extensions: extensions})
	r := handshake.Inspect(handshake.Exchange{Request: request, Response: a.Bytes(key, "127.0.0.2:40000", "/0")}, nil).Response
	v := clientVerdict{id: a.CaseID(), opens: r.Verdict == handshake.AcceptResponse, switches: r.Status == 101}
	end := 0
	if r.Message != nil {
		end, v.whole = r.Message.HeadEnd, r.Message.Whole && r.Status != 0 && (r.Status >= 200 || r.Status == 101)
	}
	warned, noted, frameNoted := "", "", ""
	for i := range r.Findings {
		f := &r.Findings[i]
		id := f.Rule.ID
		switch {
		case f.Because != "" && f.Start < end:
		case f.Rule.Severity < handshake.Warning:
			switch kind, _, _ := strings.Cut(id, "."); {
			case !slices.Contains([]string{"h1", "up", "ws", "pmd"}, kind): // what the RFC itself explains
			case f.Start < end && noted == "":
				noted = id
			case f.Start >= end && frameNoted == "":
				frameNoted = id
			}
		case f.Rule.Severity < handshake.Error:
			if f.Start >= end && v.opens {
				if v.frameWarned == "" {
					v.frameWarned = id
				}
			} else if warned == "" {
				warned = id
			}
		case f.Start >= end && v.opens:
			if v.frame == "" {
				v.frame = id
			}
		default:
			if v.rule == "" {
				v.rule = id
			}
			if v.http == "" && strings.HasPrefix(id, "h1.") {
				v.http = id
			}
		}
	}
	v.rule = cmp.Or(v.rule, warned, noted)
	v.frameWarned = cmp.Or(v.frameWarned, frameNoted)
	raw := a.Fill(key, "", "")
	if _, frames, ok := strings.Cut(raw[max(0, strings.LastIndex(raw, "HTTP/1.1 101")):], "\r\n\r\n"); ok {
		frames = strings.ReplaceAll(strings.TrimSuffix(frames, closeMark), pauseMark, "")
		v.closes, v.ends = hasClose([]byte(frames)), strings.HasSuffix(a.Raw, closeMark)
	}
	return v
}

// compare tells what a cell shows that is otherwise than the strict reading; does
// is "" when nothing is.
func (v *clientVerdict) compare(peer, cell string) (of, does string) {
	of = cmp.Or(v.rule, v.id)
	cell, _, _ = strings.Cut(cell, "; says ")
	cell, _, _ = strings.Cut(cell, "; code ")
	opened := strings.HasPrefix(cell, "opens")
	bare := slices.Contains(bareClients, peer)
	switch {
	case cell == "crashes":
		if v.opens && v.frame != "" {
			of = v.frame
		}
		return of, Crashes
	case cell == "hangs":
		switch {
		case !v.whole:
			return "", ""
		case !v.switches && (v.http == "" || strings.HasPrefix(v.http, "h1.status.")):
			return "ws.resp.status", HangsOn // the status decides; whatever else it lacks
		case v.opens:
			of = v.id
		}
		return of, HangsOn
	case bare:
		switch {
		case opened && v.http != "":
			return v.http, TakesHead
		case !opened && v.opens:
			return of, FailsOn
		}
		return "", ""
	case opened && !v.opens:
		return of, OpensOn
	case !opened && v.opens && v.frame == "" && !v.ends: // with a wrong frame or the end in the same packet a page may never see it open
		return of, FailsOn
	case !opened:
		return "", ""
	}
	end := ""
	if at := strings.LastIndex(cell, "; "); at >= 0 && (cell[at+2:] == "drops" || strings.HasPrefix(cell[at+2:], "closes")) {
		end = cell[at+2:]
	}
	of = cmp.Or(v.frameWarned, v.id)
	switch {
	case v.frame != "" && end == "":
		return v.frame, ReadsOn
	case v.frame == "" && end != "" && !v.closes && !v.ends && !(peer == "xnet" && end == "closes 1000"): // how it is ended by us
		return of, BreaksOff
	case v.frame == "" && v.closes && !v.ends && (end == "" || end == "drops"):
		return v.id, NoEcho
	}
	return "", ""
}

// offered are the extensions that each client offers, as it was captured in the
// cases.
func offered(cases []*handshake.Case) map[string]string {
	offers := map[string]string{"lws": "permessage-deflate; client_max_window_bits"} // of c/lws_client.c
	for _, c := range cases {
		id, ok := strings.CutPrefix(c.ID, "client-")
		if !ok {
			continue
		}
		value, _ := Field(handshake.ParseRequest(c.Exchange.Request), "Sec-WebSocket-Extensions")
		id = strings.TrimSuffix(id, "-ws")
		offers[id] = value
	}
	return offers
}
