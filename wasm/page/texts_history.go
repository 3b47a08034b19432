package page

import "handshake101/handshake"

// The list of changes.
var (
	tHistory     = handshake.Text{ID: "ui.history", English: "History"}
	tHistoryWhat = handshake.Text{ID: "ui.history.what", English: "Each step can be returned to, and nothing after it is lost until you change something there."}
	tHistoryFrom = handshake.Text{ID: "ui.history.from", English: "where it began"}
	tHistoryNow  = handshake.Text{ID: "ui.history.now", English: "you are here"}
)
