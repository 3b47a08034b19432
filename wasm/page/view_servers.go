package page

import (
	"strings"

	"handshake101/handshake"
	"handshake101/wasm/html"
)

// viewServers tells, beside what the RFC wants of a server, what the servers and
// proxies that people have answer to this very request. It stands in the steps in
// which the server has a request for a WebSocket in hand.
func (m *Model) viewServers(b *html.Builder, now int) {
	if m.Report.Steps[now].Actor != handshake.ActorServer || !m.Report.Request.ForWebSocket {
		return
	}
	var does []string // in the order in which they come first
	who := map[string][]string{}
	for _, s := range m.Report.Request.Servers {
		if who[s.Does] == nil {
			does = append(does, s.Does)
		}
		who[s.Does] = append(who[s.Does], s.Name)
	}
	if len(who["unknown"]) == len(m.Report.Request.Servers) {
		return
	}
	b.Wrap(`<div class="world" data-part="servers"><h3>`, m.say(&tServers), `</h3><dl class="gotwant">`)
	for _, d := range does {
		b.Put(`<dt>`)
		if t := deedWords.find(d); t != nil {
			b.Text(m.say(t))
		} else {
			b.Text(d)
		}
		b.Put(`</dt><dd`)
		b.Attr("data-does", d)
		b.Put(`>`)
		b.Text(strings.Join(who[d], ", "))
		b.Put(`</dd>`)
	}
	b.Wrap(`</dl><p class="meta">`, m.say(&tServersMeasured), `</p></div>`)
}

// deedWords say what is no status.
var deedWords = wordList{
	{"closes", &tServersClose}, {"waits", &tServersWait}, {"forwards", &tServersForward}, {"refuses", &tServersRefuse}, {"unknown", &tEngineUnknown},
}
