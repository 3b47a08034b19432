package page

import "handshake101/handshake"

// The list of changes.
var (
	tHistory     = handshake.Text{ID: "ui.history", English: "History"}
	tHistoryWhat = handshake.Text{ID: "ui.history.what", English: "Each step can be returned to. When you go back and change something there, what came after it is set aside below."}
	tHistoryFrom = handshake.Text{ID: "ui.history.from", English: "where it began"}
	tAside       = handshake.Text{ID: "ui.history.aside", English: "Set aside"}
	tDidAside    = handshake.Text{ID: "ui.did.aside", English: "what was set aside"}
	tHistoryNow  = handshake.Text{ID: "ui.history.now", English: "you are here"}
)
