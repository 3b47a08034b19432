package handshake

// tcpProtocol is Docker's "tcp": after the 101 the connection carries a
// container's standard input and output. The token is in no registry. The
// request is a POST whose JSON body is complete before the switch, which
// RFC 9110 §7.8 allows and many proxies do not expect.
type tcpProtocol struct{}

func (tcpProtocol) names(name, version []byte) (string, bool) {
	return canonicalLower(name, version, "tcp")
}

func (tcpProtocol) sample() string {
	return "POST /v1.46/containers/web/attach?stream=1&stdin=1&stdout=1 HTTP/1.1\r\nUpgrade: tcp\r\nConnection: Upgrade\r\nContent-Length: 0\r\n\r\n"
}

var stepClientTCP = stepDef{"client.tcp", ActorClient,
	Text{"step.client.tcp.title", "asks Docker for a raw stream"},
	Text{"step.client.tcp", "Docker's client sends what it wants as the body of a POST and asks to keep the connection as a pipe to the container. The whole body is sent before the switch."}}

func (tcpProtocol) offer(j *judge) {
	j.begin(&stepClientTCP)
	j.light(j.req.place(j.req.StartLine.Range))
	j.lightField(j.req, UpgradeField)
	j.lightField(j.req, ContentLengthField)
}

func (tcpProtocol) serve(j *judge) {
	if j.full {
		j.findAt(&appTCPPrivate, j.req, j.chosen.Range)
	}
}

func (tcpProtocol) fields(_ *judge, b []byte) []byte              { return b }
func (tcpProtocol) validate(*judge)                               {}
func (tcpProtocol) speak(j *judge, side Side, b []byte, from int) { speakDocker(j, side, b, from) }
