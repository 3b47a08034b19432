package page

import "handshake101/handshake"

// The words of the screen that tells what real programs do.
var (
	tNavReality         = handshake.Text{ID: "ui.nav.reality", English: "Reality"}
	tReality            = handshake.Text{ID: "ui.reality", English: "What real programs do"}
	tRealityLead        = handshake.Text{ID: "ui.reality.lead", English: "Every case of this page was sent to real servers, proxies, client libraries and browsers. Here is where they do otherwise than the RFCs, read strictly, and what is to be thought of it."}
	tRealitySearch      = handshake.Text{ID: "ui.reality.search", English: "Search by program, rule, RFC section or word"}
	tRealityCount       = handshake.Text{ID: "ui.reality.count", English: "{n} of {all} differences"}
	tRealityLoading     = handshake.Text{ID: "ui.reality.loading", English: "Fetching what was measured…"}
	tRealityFailed      = handshake.Text{ID: "ui.reality.failed", English: "What was measured could not be fetched: {why}"}
	tRealityMeasured    = handshake.Text{ID: "ui.reality.measured", English: "How it was measured, last on {date}"}
	tRealityHow         = handshake.Text{ID: "ui.reality.how", English: "Each server is the smallest program that its documentation shows, left at its defaults; it knows the subprotocol chat, and compresses if it can. Each proxy is told to pass WebSocket on. Other versions and settings may do otherwise."}
	tRealityHowClients  = handshake.Text{ID: "ui.reality.how.clients", English: "Each client opens a WebSocket to a server that answers byte for byte what the case says, with the Accept for the client's own key. Frames of the cases go both ways: unmasked to clients, masked to servers."}
	tRealityText        = handshake.Text{ID: "ui.reality.text", English: "Every request, every server and proxy, as text"}
	tRealityTextClients = handshake.Text{ID: "ui.reality.text.clients", English: "every response, every client, as text"}

	tRealityWho      = handshake.Text{ID: "ui.reality.who", English: "Programs"}
	tRealityAll      = handshake.Text{ID: "ui.reality.all", English: "All programs"}
	tRealityVerdict  = handshake.Text{ID: "ui.reality.verdict", English: "Verdict"}
	tRealityEach     = handshake.Text{ID: "ui.reality.each", English: "Each verdict"}
	tRealityPrograms = handshake.Text{ID: "ui.reality.programs", English: "{n} programs with their versions, last measured on {date}: how often each differs"}
	tRealityProgram  = handshake.Text{ID: "ui.reality.program", English: "Program and version"}
	tRealityAnswer   = handshake.Text{ID: "ui.reality.answer", English: "the answer"}

	tKindServers  = handshake.Text{ID: "ui.kind.servers", English: "Servers"}
	tKindProxies  = handshake.Text{ID: "ui.kind.proxies", English: "Proxies"}
	tKindClients  = handshake.Text{ID: "ui.kind.clients", English: "Client libraries"}
	tKindBrowsers = handshake.Text{ID: "ui.kind.browsers", English: "Browsers"}

	tRealWrong  = handshake.Text{ID: "ui.real.wrong", English: "✗ The program breaks the RFC"}
	tRealMay    = handshake.Text{ID: "ui.real.may", English: "≈ The RFC leaves it open"}
	tRealPolicy = handshake.Text{ID: "ui.real.policy", English: "⚙ The program's own policy"}
	tRealLacks  = handshake.Text{ID: "ui.real.lacks", English: "– The program does not have it"}
	tRealOpen   = handshake.Text{ID: "ui.real.open", English: "? The RFCs contradict each other"}

	tDeedSwitches = handshake.Text{ID: "ui.deed.switches", English: "Answered with 101 all the same:"}
	tDeedRefuses  = handshake.Text{ID: "ui.deed.refuses", English: "Refused, though it was in order:"}
	tDeedTakes    = handshake.Text{ID: "ui.deed.takes", English: "Taken as HTTP all the same:"}
	tDeedForwards = handshake.Text{ID: "ui.deed.forwards", English: "Forwarded all the same:"}
	tDeedStops    = handshake.Text{ID: "ui.deed.stops", English: "Not forwarded, though it was in order:"}
	tDeedDrops    = handshake.Text{ID: "ui.deed.drops", English: "Forwarded without what makes it a handshake:"}
	tDeedGoesOn   = handshake.Text{ID: "ui.deed.goes-on", English: "Read on after the frame:"}
	tDeedEnds     = handshake.Text{ID: "ui.deed.ends", English: "Closed, though the frames were in order:"}
	tDeedOpens    = handshake.Text{ID: "ui.deed.opens", English: "Opened all the same:"}
	tDeedFails    = handshake.Text{ID: "ui.deed.fails", English: "Failed, though it was in order:"}
	tDeedHangs    = handshake.Text{ID: "ui.deed.hangs", English: "Waited, with nothing to wait for:"}
	tDeedCrashes  = handshake.Text{ID: "ui.deed.crashes", English: "Crashed or stood still:"}
	tDeedNoClose  = handshake.Text{ID: "ui.deed.no-close", English: "Answered the close frame with none:"}

	tWorld        = handshake.Text{ID: "ui.world", English: "What real servers and proxies do"}
	tWorldClients = handshake.Text{ID: "ui.world.clients", English: "What real clients and browsers do"}
	tWorldCase    = handshake.Text{ID: "ui.world.case", English: "Measured on {date}, with this case:"}
)

var deeds = [...]struct {
	id   string
	text *handshake.Text
}{
	{"switches", &tDeedSwitches}, {"refuses", &tDeedRefuses}, {"takes", &tDeedTakes}, {"forwards", &tDeedForwards},
	{"stops at", &tDeedStops}, {"drops", &tDeedDrops}, {"goes on", &tDeedGoesOn}, {"ends", &tDeedEnds},
	{"opens", &tDeedOpens}, {"fails", &tDeedFails}, {"takes head", &tDeedTakes}, {"hangs", &tDeedHangs},
	{"crashes", &tDeedCrashes}, {"reads on", &tDeedGoesOn}, {"breaks off", &tDeedEnds}, {"no close", &tDeedNoClose},
}
