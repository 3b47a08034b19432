package handshake

// spdyProtocol is SPDY/3.1, long dead on the Web and alive in Kubernetes:
// kubectl exec, attach and port-forward switched to it until WebSocket took
// over. X-Stream-Protocol-Version names what the streams mean.
type spdyProtocol struct{}

func (spdyProtocol) names(name, version []byte) (string, bool) {
	if foldEqual(name, "SPDY") && string(version) == "3.1" {
		return "SPDY/3.1", true
	}
	return "", false
}

func (spdyProtocol) sample() string {
	return "POST /api/v1/namespaces/default/pods/web/exec?command=sh&stdin=true&stdout=true HTTP/1.1\r\nUpgrade: SPDY/3.1\r\nConnection: Upgrade\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\nContent-Length: 0\r\n\r\n"
}

var stepClientSPDY = stepDef{"client.spdy", ActorClient,
	Text{"step.client.spdy.title", "lists the stream protocols it knows"},
	Text{"step.client.spdy", "SPDY gives Kubernetes several streams on one connection: input, output, errors. X-Stream-Protocol-Version says how they are used; the client lists its versions, best first, one a line or as a list."}}

var stepServerSPDY = stepDef{"server.spdy", ActorServer,
	Text{"step.server.spdy.title", "takes one stream protocol"},
	Text{"step.server.spdy", "The server takes the first version that it knows and repeats it in the 101. With none in common it refuses."}}

var stepClientSPDYAnswer = stepDef{"client.spdy-answer", ActorClient,
	Text{"step.client.spdy-answer.title", "checks the stream protocol"},
	Text{"step.client.spdy-answer", "The version in the 101 must be one that the client has listed."}}

func (spdyProtocol) offer(j *judge) {
	j.begin(&stepClientSPDY)
	j.lightField(j.req, StreamProtocolVersionField)
}

func (spdyProtocol) serve(j *judge) {
	j.serve(&stepServerSPDY, checkSPDYOffer, StreamProtocolVersionField)
	if v := streamVersion(j.req); v != "" && j.full {
		j.derive(&labelChosen, Show([]byte(v)), Arg{"n", "1"})
	}
}

// streamVersion is the client's first wish; the willing server knows it.
func streamVersion(m *Message) string {
	for x := m.walk(StreamProtocolVersionField); x.next(); {
		if !x.Empty() {
			return string(m.Text(x.Range))
		}
	}
	return ""
}

func (spdyProtocol) fields(j *judge, b []byte) []byte {
	if v := streamVersion(j.req); v != "" {
		b = appendField(b, "X-Stream-Protocol-Version", v)
	}
	return b
}

func (spdyProtocol) validate(j *judge) {
	j.validate(&stepClientSPDYAnswer, checkSPDYAnswer, StreamProtocolVersionField)
}

func (spdyProtocol) speak(j *judge, side Side, b []byte, from int) { j.pipe(side, from, len(b)) }
