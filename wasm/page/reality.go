package page

import (
	"strings"

	"handshake101/handshake"
)

// Reality is what real servers and proxies do, measured: fetched when it is first
// asked for. devserver/peers writes it.
type Reality struct {
	Asked  bool
	Failed bool
	Why    string // it failed
	Query  string
	*world // nil until it is here
}

type world struct {
	measured string
	peers    []program
	judged   []judgement
	rules    map[string]*seen
}

type program struct{ id, kind, version, name string }

// judgement is a difference, or some that are alike, and what is to be thought of it.
type judgement struct {
	id, verdict, cite, text, ja string
	does                        []deed
}

// deed is who does what about a rule or a case.
type deed struct {
	of, does string
	peers    []string
}

// seen is what everybody did with one case that breaks a rule.
type seen struct {
	example string
	did     []deed // does is the cell of the table
}

func (m *Model) fetchReality() []Effect {
	if m.Reality.Asked {
		return nil
	}
	m.Reality.Asked, m.Reality.Failed = true, false
	return []Effect{{Do: FetchCases, Arg: "reality"}}
}

// parseWorld reads the file; lines of a newer one that it does not know are passed over.
func parseWorld(text string) *world {
	w := &world{rules: make(map[string]*seen)}
	var j *judgement
	var r *seen
	for _, line := range strings.Split(text, "\n") {
		if name, ok := strings.CutPrefix(line, "["); ok {
			kind, id, _ := strings.Cut(strings.TrimSuffix(name, "]"), " ")
			j, r = nil, nil
			if kind == "judgement" {
				w.judged = append(w.judged, judgement{id: id})
				j = &w.judged[len(w.judged)-1]
			} else {
				r = new(seen)
				w.rules[id] = r
			}
			continue
		}
		key, value, _ := strings.Cut(line, ": ")
		switch {
		case j != nil:
			switch key {
			case "verdict":
				j.verdict = value
			case "cite":
				j.cite = value
			case "text":
				j.text = value
			case "ja":
				j.ja = value
			case "does":
				what, who, _ := strings.Cut(value, ": ")
				of, does, _ := strings.Cut(what, " ")
				j.does = append(j.does, deed{of, does, strings.Fields(who)})
			}
		case r != nil && key == "case":
			r.example = value
		case r != nil && key == "did":
			who, cell, _ := strings.Cut(value, ": ")
			r.did = append(r.did, deed{"", cell, strings.Fields(who)})
		case key == "measured":
			w.measured = value
		case key == "peer":
			if f := strings.SplitN(value, " ", 4); len(f) == 4 {
				w.peers = append(w.peers, program{f[0], f[1], f[2], f[3]})
			}
		}
	}
	return w
}

// names gives the names of peers, in the order of the table.
func (w *world) names(ids []string) string {
	var all []string
	for _, p := range w.peers {
		for _, id := range ids {
			if id == p.id {
				all = append(all, p.name)
			}
		}
	}
	return strings.Join(all, ", ")
}

// words are what a search of the judgements looks in.
func (m *Model) realityWords(j *judgement) string {
	s := j.id + " " + j.cite + " " + j.text + " " + j.ja + " " + m.say(verdictText(j.verdict))
	for _, d := range j.does {
		s += " " + d.of + " " + m.Reality.names(d.peers)
	}
	return plain(s)
}

var realVerdicts = [...]struct {
	id   string
	text *handshake.Text
}{{"wrong", &tRealWrong}, {"may", &tRealMay}, {"policy", &tRealPolicy}, {"lacks", &tRealLacks}, {"open", &tRealOpen}}

func verdictText(id string) *handshake.Text {
	for _, v := range realVerdicts {
		if v.id == id {
			return v.text
		}
	}
	return &tRealOpen
}
