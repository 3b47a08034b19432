package handshake

// Docker's multiplexed stream, after its upgrade to "tcp": where the container
// has no terminal, standard output and standard error share the connection.
// Each piece has a header of eight bytes: which of them, three zeros, and the
// length in four bytes. Content-Type of the 101 says so.

const (
	dockerType     = "application/vnd.docker.multiplexed-stream"
	dockerHeadSize = 8
	dockerSteps    = 40
	dockerLimit    = 4096
)

var (
	stepDocker = stepDef{"docker.piece", ActorWireResponse,
		Text{"step.docker.piece.title", "{stream}, length {n}"},
		Text{"step.docker.piece", "Docker sends output and errors of a container over one connection. Eight bytes before each piece say which it is and how long."}}
	stepDockerPartial = stepDef{"docker.partial", ActorWireResponse,
		Text{"step.docker.partial.title", "the beginning of a piece"},
		Text{"step.docker.partial", "The piece has not arrived whole. The reader waits for the rest."}}
	stepDockerRest = stepDef{"docker.rest", ActorWireResponse,
		Text{"step.docker.rest.title", "{n} more pieces"},
		Text{"step.docker.rest", "The pieces after the first ones, {n} in number."}}

	labelDockerHead = Text{"derived.docker.header", "header"}
	labelDockerText = Text{"derived.docker.text", "as text"}
)

// dockerStreams are the names of the first byte.
var dockerStreams = [...]string{"stdin", "stdout", "stderr"}

// isMultiplexed tells a 101 whose stream has Docker's headers.
func isMultiplexed(m *Message) bool {
	l := m.first(ContentTypeField)
	return l != nil && foldEqual(m.value(l), dockerType)
}

// dockerHeadAt tells whether a header can stand at the offset.
func dockerHeadAt(b []byte) bool {
	return len(b) >= dockerHeadSize && int(b[0]) < len(dockerStreams) && b[1]|b[2]|b[3] == 0
}

// speakDocker explains the server's side of a multiplexed stream; bytes that
// have no header stay a pipe.
func speakDocker(j *judge, side Side, b []byte, from int) {
	if side != FromServer || !isMultiplexed(j.res) {
		j.pipe(side, from, len(b))
		return
	}
	t := &tiler{spans: j.spans[side], at: from, line: -1}
	r := pipeReader{j: j, side: side, name: "docker", steps: dockerSteps, rest: &stepDockerRest}
	for t.at < len(b) && r.n < dockerLimit && dockerHeadAt(b[t.at:]) {
		at := t.at
		length := uint64(bigEndian(b[at+4 : at+8]))
		data := b[at+dockerHeadSize:]
		d := &stepDockerPartial
		if length <= uint64(len(data)) {
			d, data = &stepDocker, data[:length]
		}
		end := at + dockerHeadSize + len(data)
		if r.begin(d, Range{at, end}, Arg{"stream", dockerStreams[b[at]]}, Arg{"n", utoa(length)}) {
			j.derive(&labelDockerHead, Hex(b[at:at+dockerHeadSize])+" = "+dockerStreams[b[at]]+", "+utoa(length))
			j.derive(&labelDockerText, shortText(data))
		}
		t.to(at+dockerHeadSize, KindPipe)
		t.to(end, KindPipe)
	}
	t.to(len(b), KindPipe)
	j.spans[side] = t.spans
}
