package handshake

// Exchange is what was said: the bytes of the client and those of the server.
type Exchange struct {
	Request  []byte // all the client sent: head, body, bytes after the switch
	Response []byte // all the server sent; nil when there is no response yet
	// Early is how many bytes of Request had been sent before the first byte
	// of Response came. 0: not known.
	Early int
}

// Report is what Inspect finds. It holds no language: texts are IDs with
// arguments until a Language says them or AppendJSON writes them.
type Report struct {
	Verdict   Verdict
	Request   RequestReport
	Response  *ResponseReport // nil when the exchange has no response
	Answer    *ResponseReport // Response, or the report on Simulated when there is none
	Steps     []Step
	Simulated []byte // what a server with the given policy answers
}

// Outcome is the headline of an exchange.
type Outcome uint8

const (
	Switches Outcome = iota
	StaysHTTP
	ServerRejects
	ClientFails
)

var outcomeNames = [...]string{"switches", "stays-http", "server-rejects", "client-fails"}

func (o Outcome) String() string { return outcomeNames[o] }

// Verdict is the headline: what becomes of the connection, and why.
type Verdict struct {
	Outcome  Outcome
	Protocol string // what is switched to; empty when nothing is
	Status   int    // the status of the final response
	Summary  Phrase
	Detail   Phrase   // the second, longer sentence
	Cause    *Finding // the finding that decides, or nil
}

// RequestVerdict is what a server with the policy does with the request.
type RequestVerdict uint8

const (
	Accept RequestVerdict = iota // it switches
	Ignore                       // it answers as if there were no Upgrade
	Reject                       // it answers with an error status
)

func (v RequestVerdict) String() string { return [...]string{"accept", "ignore", "reject"}[v] }

// ResponseVerdict is what a strict client does with the response.
type ResponseVerdict uint8

const (
	AcceptResponse ResponseVerdict = iota // it switches
	NotUpgraded                           // an ordinary HTTP answer
	FailConnection                        // it must fail the connection
)

func (v ResponseVerdict) String() string { return [...]string{"accept", "not-upgraded", "fail"}[v] }

// RequestReport is the request's half of a report.
type RequestReport struct {
	Verdict  RequestVerdict
	Status   int    // what the server answers
	Protocol string // what it switches to, in the case of Accept
	Message  *Message
	Spans    []Span // leaf spans of all bytes of this side
	Findings []Finding
	Servers  []ServerPrediction // nil for what is no HTTP/1
	// ForWebSocket tells a request that asks for a WebSocket, or tries to: the
	// predictions of Servers are about endpoints for it.
	ForWebSocket bool
}

// ResponseReport is the response's half of a report.
type ResponseReport struct {
	Verdict  ResponseVerdict
	Status   int // of the final response; 0 when there is none
	Protocol string
	Interim  []*Message // 1xx responses before the final one
	Message  *Message   // the final response; the last interim one when none came
	Spans    []Span
	Findings []Finding
	Browsers Browsers
}

// Finding is a rule broken, or worth noting, at a place.
type Finding struct {
	Rule *Rule
	Place
	Args []Arg
	Got  string // as ShowStart writes it; may be empty
	Want string
	Fix  *Fix
	// Because is the ID of the rule whose finding brings this one about;
	// empty for a cause.
	Because string
	Step    string // ID of the step in which it is found
}

// Fix is an edit that cures a finding: replace the bytes of Place.
type Fix struct {
	Place
	Replace string
	// Fresh: Replace holds a Sec-WebSocket-Key that stands for a random one.
	// Who applies the fix puts a fresh key in the place of FixKey.
	Fresh bool
}

// Actor is who does a step.
type Actor uint8

const (
	ActorClient Actor = iota
	ActorServer
	ActorWireRequest  // bytes on their way to the server
	ActorWireResponse // bytes on their way to the client
	ActorBoth         // both ends of the pipe after the switch
)

func (a Actor) String() string {
	return [...]string{"client", "server", "client-to-server", "server-to-client", "both"}[a]
}

// StepOutcome is how a step ended.
type StepOutcome uint8

const (
	Passed StepOutcome = iota
	Failed
	Skipped // an earlier step failed, or there is nothing to do
)

func (o StepOutcome) String() string { return [...]string{"passed", "failed", "skipped"}[o] }

// Step is one thing that one actor does, in the true order of events.
type Step struct {
	ID       string // "server.key": in links
	Actor    Actor
	Outcome  StepOutcome
	Title    Phrase // "checks the key"
	Text     Phrase // what is done here and why
	Spans    []Place
	Findings []Finding
	Derived  []Derived
	Because  string // for a skipped step: ID of the step that failed; empty when not needed
}

// Derived is one line of a working: a label and a value worked out.
type Derived struct {
	Label Phrase
	Value string // as it is shown: text through Show, bytes as hex
	Bad   bool   // the line that shows the fault
}

// Browsers predicts what each browser engine does with a response.
type Browsers struct {
	Chromium, Firefox, WebKit Prediction
}

// Prediction is what a browser's WebSocket does with a response.
type Prediction struct {
	Outcome     string // "opens", "fails", "hangs", "unknown"
	Subprotocol string
	Extensions  string // what the page reads in socket.extensions
	Ends        bool   // what stands behind the 101 ends the open connection again
	Code        int    // then: the code of the page's close event
	Frame       int    // and that of the browser's Close frame; 1005 for none in it, -1 for no frame
	Races       bool   // the page may hear of the end before the opening, and see a failure
	Console     string // Chromium's console words; empty where none or not known
}
