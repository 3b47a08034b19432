package page

import (
	"strings"

	"handshake101/handshake"
)

// Reality is what real programs do, measured: fetched when it is first asked for.
// devserver/peers writes it.
type Reality struct {
	Asked   bool
	Failed  bool
	Why     string // it failed
	Query   string
	Who     string // "" everybody, a kind, or a kind and an ID: "client:gorilla"
	Verdict string // "" each
	*world         // nil until it is here
}

type world struct {
	measured string
	peers    []program
	judged   []judgement
	rules    map[string][2]*seen // what servers and proxies do, what clients do
}

type program struct{ id, kind, version, name string }

// key names a program: a library is a server in one place and a client in another.
func (p *program) key() string { return p.kind + ":" + p.id }

// is tells whether a choice of programs takes it in.
func (p *program) is(who string) bool { return who == "" || who == p.kind || who == p.key() }

// judgement is a difference, or some that are alike, and what is to be thought of it.
type judgement struct {
	id, verdict, cite, text, ja string
	does                        []deed
}

// deed is who does what about a rule or a case, and where it is looked at: a case, or
// with # a link of the page.
type deed struct {
	of, does, at string
	peers        []*program
}

// by tells whether one of a choice of programs does it.
func (d *deed) by(who string) bool {
	for _, p := range d.peers {
		if p.is(who) {
			return true
		}
	}
	return false
}

// seen is what everybody did with one case that breaks a rule.
type seen struct {
	example string
	did     []deed // does is the cell of the table
}

// choose takes a choice of programs; one that nobody is in is none.
func (r *Reality) choose(who string) {
	r.Who = who
	if r.world == nil {
		return // it is looked at when the programs are here
	}
	for i := range r.peers {
		if r.peers[i].is(who) {
			return
		}
	}
	r.Who = ""
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
	w := &world{rules: make(map[string][2]*seen)}
	for _, line := range strings.Split(text, "\n") {
		if value, ok := strings.CutPrefix(line, "peer: "); ok {
			if f := strings.SplitN(value, " ", 4); len(f) == 4 {
				w.peers = append(w.peers, program{f[0], f[1], f[2], f[3]})
			}
		}
	}
	var j *judgement
	var r *seen
	rule, clients := "", false
	for _, line := range strings.Split(text, "\n") {
		if name, ok := strings.CutPrefix(line, "["); ok {
			kind, id, _ := strings.Cut(strings.TrimSuffix(name, "]"), " ")
			j, r, clients = nil, nil, false
			if kind == "judgement" {
				w.judged = append(w.judged, judgement{id: id})
				j = &w.judged[len(w.judged)-1]
			} else {
				r, rule = new(seen), id
			}
			continue
		}
		key, value, _ := strings.Cut(line, ": ")
		switch {
		case key == "of":
			clients = value == "clients"
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
				who, at, _ := strings.Cut(who, " = ")
				j.does = append(j.does, deed{of, does, at, w.programs(who, clients)})
			}
		case r != nil && key == "case":
			r.example = value
			both := w.rules[rule]
			if clients {
				both[1] = r
			} else {
				both[0] = r
			}
			w.rules[rule] = both
		case r != nil && key == "did":
			who, cell, _ := strings.Cut(value, ": ")
			r.did = append(r.did, deed{does: cell, peers: w.programs(who, clients)})
		case key == "measured":
			w.measured = value
		}
	}
	return w
}

// programs finds programs by their IDs, in the order of the table.
func (w *world) programs(ids string, clients bool) (all []*program) {
	list := " " + ids + " "
	for i := range w.peers {
		p := &w.peers[i]
		if clients == (p.kind == "client" || p.kind == "browser") && strings.Contains(list, " "+p.id+" ") {
			all = append(all, p)
		}
	}
	return all
}

// namesOf gives the names of programs.
func namesOf(all []*program) string {
	var b strings.Builder
	for i, p := range all {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(p.name)
	}
	return b.String()
}

// counts tells how many of the judgements with each verdict a program has.
func (w *world) counts(p *program) (n [len(realVerdicts)]int) {
	for i := range w.judged {
		j := &w.judged[i]
		for k := range j.does {
			if j.does[k].by(p.key()) {
				n[verdictIndex(j.verdict)]++
				break
			}
		}
	}
	return n
}

// realityShows tells whether an entry is among those that were asked for.
func (m *Model) realityShows(j *judgement, query []string) bool {
	if m.Reality.Verdict != "" && j.verdict != m.Reality.Verdict {
		return false
	}
	for i := range j.does {
		if j.does[i].by(m.Reality.Who) {
			return holdsAll(m.realityWords(j), query)
		}
	}
	return false
}

// realityWords are what a search of the judgements looks in.
func (m *Model) realityWords(j *judgement) string {
	s := j.id + " " + j.cite + " " + j.text + " " + j.ja + " " + m.say(verdictText(j.verdict))
	for i := range j.does {
		d := &j.does[i]
		s += " " + d.of + " " + d.at + " " + namesOf(d.peers)
	}
	return plain(s)
}

var realVerdicts = [...]struct {
	id   string
	text *handshake.Text
}{{"wrong", &tRealWrong}, {"may", &tRealMay}, {"policy", &tRealPolicy}, {"lacks", &tRealLacks}, {"open", &tRealOpen}}

func verdictIndex(id string) int {
	for i := range realVerdicts {
		if realVerdicts[i].id == id {
			return i
		}
	}
	return len(realVerdicts) - 1
}

func verdictText(id string) *handshake.Text { return realVerdicts[verdictIndex(id)].text }

// realKinds are the kinds of programs, in the order of the table.
var realKinds = [...]struct {
	id   string
	text *handshake.Text
}{{"server", &tKindServers}, {"proxy", &tKindProxies}, {"client", &tKindClients}, {"browser", &tKindBrowsers}}
