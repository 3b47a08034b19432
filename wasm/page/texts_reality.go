package page

import "handshake101/handshake"

// The words of the screen that tells what real programs do.
var (
	tNavReality      = handshake.Text{ID: "ui.nav.reality", English: "Reality"}
	tReality         = handshake.Text{ID: "ui.reality", English: "What real servers and proxies do"}
	tRealityLead     = handshake.Text{ID: "ui.reality.lead", English: "Every case of this page was sent to real programs. Here is where they do otherwise than the RFCs, read strictly, and what is to be thought of it."}
	tRealitySearch   = handshake.Text{ID: "ui.reality.search", English: "Search by program, rule, RFC section or word"}
	tRealityCount    = handshake.Text{ID: "ui.reality.count", English: "{n} of {all} differences"}
	tRealityLoading  = handshake.Text{ID: "ui.reality.loading", English: "Fetching what was measured…"}
	tRealityFailed   = handshake.Text{ID: "ui.reality.failed", English: "What was measured could not be fetched: {why}"}
	tRealityMeasured = handshake.Text{ID: "ui.reality.measured", English: "Measured on {date}"}
	tRealityHow      = handshake.Text{ID: "ui.reality.how", English: "Each server is the smallest program that its documentation shows, left at its defaults; it knows the subprotocol chat, and compresses if it can. Each proxy is told to pass WebSocket on. Other versions and settings may do otherwise."}
	tRealityText     = handshake.Text{ID: "ui.reality.text", English: "The whole table as text: every request, every program"}

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

	tWorld     = handshake.Text{ID: "ui.world", English: "What real servers and proxies do"}
	tWorldCase = handshake.Text{ID: "ui.world.case", English: "Measured on {date}, with this case:"}
)

var deeds = [...]struct {
	id   string
	text *handshake.Text
}{
	{"switches", &tDeedSwitches}, {"refuses", &tDeedRefuses}, {"takes", &tDeedTakes}, {"forwards", &tDeedForwards},
	{"stops at", &tDeedStops}, {"drops", &tDeedDrops}, {"goes on", &tDeedGoesOn}, {"ends", &tDeedEnds},
}
