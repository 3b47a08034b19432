package handshake

// Upgrade tokens of applications: Docker's tcp and Kubernetes' SPDY/3.1. No
// RFC speaks of them; the rules say what their programs do.

var kubernetesCite = Cite{Spec: "Kubernetes, package httpstream", Link: "https://pkg.go.dev/k8s.io/apimachinery/pkg/util/httpstream"}

var appTCPPrivate = Rule{ID: "app.tcp.private", Level: Practice, Severity: Note, Binds: Client,
	Cites: []Cite{{Spec: "Docker Engine API", Link: "https://docs.docker.com/reference/api/engine/"}, {RFC: 9110, Section: "16.7"}},
	Title: "The token tcp is Docker's own: it stands in no registry",
	Why:   "Docker's client and daemon have agreed on it between themselves. After the 101 the connection carries a container's input and output.",
	Who:   "Proxies that know only WebSocket refuse it or answer 200; docker exec then says: unable to upgrade to tcp.",
	Cure:  "Tell the proxy to let Upgrade: tcp through, or connect to the daemon directly.",
	Wrong: `Upgrade: tcp`, Right: `Upgrade: websocket`}

var appSPDYVersion = Rule{ID: "app.spdy.version", Level: Practice, Severity: Warning, Binds: Client,
	Cites: []Cite{kubernetesCite},
	Title: "The request for SPDY/3.1 has no X-Stream-Protocol-Version",
	Why:   "SPDY only gives streams. Which of them is input, output or errors is what this field says.",
	Who:   "A Kubernetes API server answers 400: it requires the field.",
	Cure:  "Send X-Stream-Protocol-Version: v4.channel.k8s.io (for port-forward: portforward.k8s.io).",
	Wrong: `Upgrade: SPDY/3.1\r\n\r\n`, Right: `X-Stream-Protocol-Version: v4.channel.k8s.io`}

var appSPDYAnswer = Rule{ID: "app.spdy.answer", Level: Practice, Severity: Warning, Binds: Server,
	Cites: []Cite{kubernetesCite},
	Title: "The stream protocol in the 101 is {got}, asked for was {want}",
	Why:   "Both ends must mean the same by their streams.",
	Who:   "kubectl cannot use the connection, or shows errors as output.",
	Cure:  "Repeat one version from the request.",
	Wrong: `X-Stream-Protocol-Version: v5.channel.k8s.io`, Right: `X-Stream-Protocol-Version: v4.channel.k8s.io`}

var appSPDYOld = Rule{ID: "app.spdy.old", Level: Practice, Severity: Note, Binds: Client,
	Cites: []Cite{{Spec: "Kubernetes 1.31", Link: "https://kubernetes.io/blog/2024/08/20/websockets-transition/"}},
	Title: "SPDY is a dead protocol that lives on in Kubernetes",
	Why:   "Browsers and servers dropped it when HTTP/2 came. Kubernetes moved kubectl to WebSocket in version 1.31.",
	Who:   "Gateways that know WebSocket and HTTP/2 only break kubectl exec, attach and port-forward.",
	Cure:  "Use kubectl and an API server of 1.31 or later, or let the gateway pass Upgrade: SPDY/3.1.",
	Wrong: `Upgrade: SPDY/3.1`, Right: `Upgrade: websocket`}

var applicationTopic = topic{"application", []*Rule{&appTCPPrivate, &appSPDYVersion, &appSPDYAnswer, &appSPDYOld}}

// checkSPDYOffer is the API server reading the request.
func checkSPDYOffer(j *judge, m *Message) {
	if !j.full {
		return
	}
	j.findAt(&appSPDYOld, m, j.chosen.Range)
	if streamVersion(m) == "" {
		j.find(&appSPDYVersion, m.fieldsEnd()).want("v4.channel.k8s.io").
			fix(m.fieldsEnd(), m.newLine("X-Stream-Protocol-Version", "v4.channel.k8s.io"))
	}
}

// checkSPDYAnswer is kubectl reading the 101.
func checkSPDYAnswer(j *judge) {
	l := j.res.first(StreamProtocolVersionField)
	if l == nil {
		return
	}
	got := string(j.res.Text(l.Value))
	for x := j.req.walk(StreamProtocolVersionField); x.next(); {
		if string(j.req.Text(x.Range)) == got {
			return
		}
	}
	f := j.findAt(&appSPDYAnswer, j.res, l.Value)
	if asked := streamVersion(j.req); asked != "" {
		f.want(Show([]byte(asked))).put(j.res, l.Value, asked)
	} else {
		f.want("—").cutLine(j.res, l)
	}
}

// isApplication tells the tokens of this file, whose rules say themselves that
// no registry has them.
func isApplication(m *Message, u *upgradeMember) bool {
	p, _, _ := protocolFor(m, u)
	switch p.(type) {
	case tcpProtocol, spdyProtocol:
		return true
	}
	return false
}
