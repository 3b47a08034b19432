package page

import (
	"encoding/base64"
	"strings"

	"handshake101/handshake"
)

// Through a proxy: the request in the editor goes to a target that passes it on
// to this dev server, under a path that the server knows again. So both ends of
// the proxy are recorded, and what it did on the way can be told.

// Front is what crossed in front of the proxy. Behind it stands the recording.
type Front struct {
	Target            string
	Request, Response []byte
	Arrived           bool
}

func (m *Model) throughNow(random [16]byte) []Effect {
	l := &m.Live.Lab
	base := m.base("through", &m.Request, l.Check.Request)
	if len(l.About.Targets) == 0 || !m.begin("through", random) {
		return nil
	}
	l.Check.Base = base
	if l.Target == "" {
		l.Target = l.About.Targets[0]
	}
	id := m.Live.Plan.ID
	r := handshake.ParseRequest(base).StartLine.Target
	request := string(base[:r.Start]) + "/live/" + id + "/echo" + string(base[r.End:])
	if r.Start == r.End { // no request line: it can arrive nowhere
		request = string(base)
	}
	if request == "" {
		m.Live.fail(&tSendEmpty)
		return nil
	}
	tls := "false"
	if l.TLS {
		tls = "true"
	}
	return []Effect{{Do: Watch}, {Do: Ask, Arg: "passed", Tag: id, URL: "live/" + id + "/send", Method: "POST",
		Body: `{"requestBase64":"` + base64.StdEncoding.EncodeToString([]byte(request)) + `","behind":true,"greet":true,"tls":` + tls +
			`,"readMs":` + itoa(throughWait) + `,"target":` + quote(l.Target) + `,"policy":` + policyJSON(m.sendPolicy()) + "}"}, {Do: Focus, Arg: "lab-through"}}
}

// throughWait is how many milliseconds a proxy gets for its answer.
const throughWait = 4000

// passed takes what came of it. The exchange becomes what the server behind the
// proxy saw: there its findings name the cause.
func (m *Model) passed(msg Message) {
	v, ok := handshake.ReadJSON(msg.Value)
	if msg.Number != 200 || !ok {
		m.refused(msg)
		return
	}
	c := &m.Live.Lab.Check
	behind := v.Get("behind")
	f := &c.Front
	*f = Front{v.Get("target").Text, v.Bytes("requestBase64"), v.Bytes("responseBase64"), behind.Keys != nil}
	f.Request = f.Request[:min(v.Number("requestBytes"), len(f.Request))]
	handshake.MaskSecrets(f.Request) // as the recording behind has them
	c.Events, c.Chunks = v.Get("events").Items, chunks(v.Get("chunks").Items)
	c.Request, c.Response = f.Request, headOf(f.Response)
	if f.Arrived {
		c.Request, c.Response = behind.Bytes("requestBase64"), behind.Bytes("responseBase64")
	}
	m.put(c.Request, c.Response)
	status := handshake.ParseResponse(f.Response).Status()
	m.Live.fail(&tThroughNot, "target", f.Target, "status", itoa(status))
	switch {
	case status == 101 && f.Arrived:
		m.Live.Result.Text = &tThroughOpened
		m.Live.State = LiveDone
	case len(f.Response) == 0 && !f.Arrived:
		m.Live.Result.Text = &tThroughSilent
	case !f.Arrived:
		m.Live.Result.Text = &tThroughAlone
	case status == 0:
		m.Live.Result.Text = &tThroughLost
	}
}

// passage is one line as it was on both sides of the proxy.
type passage struct {
	mark          string // "same", "changed", "removed", "added"
	before, after string
	why           *handshake.Text
}

// passages goes through two heads, line by line: those of the first in their
// order, each with what became of it, and then those that were added.
func passages(before, after []byte, side handshake.Side) (list []passage) {
	add := func(x passage, name string) {
		switch {
		case x.before == x.after:
			x.mark = "same"
		case x.before == "":
			x.mark = "added"
			x.why = &tThroughAdded
			if whyAsked.find(name) != nil || strings.HasPrefix(name, "x-") {
				x.why = &tThroughAsked
			}
		case x.after == "":
			x.mark = "removed"
			x.why = &tThroughRemoved
		default:
			x.mark = "changed"
		}
		if name == "connection" && handshake.EqualFold(x.before, x.after) {
			x.why = &tWhyConn
		} else if w := whyPassed.find(name); w != nil && side == handshake.FromClient && x.mark != "same" && x.why != &tWhyName {
			x.why = w
		}
		list = append(list, x)
	}
	for _, r := range align(piecesOf(headOf(before), side), piecesOf(headOf(after), side)) {
		x, name := passage{why: &tThroughChanged}, ""
		for _, p := range []*piece{r.a, r.b} {
			if p != nil && p.field {
				name = p.key
			}
		}
		if r.a != nil {
			x.before = r.a.line()
		}
		if r.b != nil {
			x.after = r.b.line()
		}
		switch {
		case r.a != nil && r.b != nil && name == "" && strings.HasSuffix(x.after, "/1.0") && side == handshake.FromClient:
			x.why = &tThroughOld
		case r.a != nil && r.b != nil && name != "" && r.a.value == r.b.value:
			x.why = &tWhyName
		}
		if x.before+x.after != "" { // the empty line at the end
			add(x, name)
		}
	}
	return list
}

// whyPassed says what it means that a proxy does not leave a field as it is;
// whyAsked lists what proxies write about the client.
var (
	whyPassed = wordList{{"upgrade", &tThroughHop}, {"connection", &tThroughConnection}, {"host", &tThroughHost},
		{"sec-websocket-key", &tThroughNeeded}, {"sec-websocket-version", &tThroughNeeded}}
	whyAsked = wordList{{"via", &tThroughAsked}, {"forwarded", &tThroughAsked}}
)

// proxyProgram guesses which program the proxy is: by what it calls itself in
// front, or by the rule that was broken.
func (m *Model) proxyProgram() string {
	front := strings.ToLower(handshake.ShowLines(headOf(m.Live.Lab.Check.Front.Response)))
	for i := range m.Live.Lab.Proxies {
		id := m.Live.Lab.Proxies[i].Get("id").Text
		if strings.Contains(front, "\nserver: "+id) {
			return id
		}
	}
	if f := m.proxyFinding(); f != nil {
		if rest, ok := strings.CutPrefix(f.Rule.ID, "prac."); ok {
			program, _, _ := strings.Cut(rest, ".")
			return program
		}
	}
	return ""
}
