package page

import "handshake101/handshake"

// The words of the panels and of the hex. Japanese: web/lang/ja/ui-explain.txt.
var (
	tHex     = handshake.Text{ID: "ui.hex", English: "Hex"}
	tHexMore = handshake.Text{ID: "ui.hex.more", English: "Show more: {n} bytes are left"}
	tHexName = handshake.Text{ID: "ui.hex.name", English: "in hex; the arrow keys move from byte to byte"}

	tWithout = handshake.Text{ID: "ui.without", English: "Without it:"}

	tDrawing  = handshake.Text{ID: "ui.drawing", English: "Drawing"}
	tDrawMore = handshake.Text{ID: "ui.drawing.more", English: "… and {n} more"}

	tProxyWay       = handshake.Text{ID: "ui.hops", English: "Hop by hop"}
	tHopsWhat       = handshake.Text{ID: "ui.hops.what", English: "A proxy must not pass on what is meant for one connection only: Connection, all that it lists, and the fields known to be for one hop. So an upgrade ends at the first proxy that does not take part in it."}
	tHopsNone       = handshake.Text{ID: "ui.hops.none", English: "HTTP/2 and HTTP/3 have no such fields: each connection says in its own frames what concerns it."}
	tHopsThen       = handshake.Text{ID: "ui.hops.then", English: "Behind a proxy that knows nothing of upgrades: {verdict}."}
	tHopsTry        = handshake.Text{ID: "ui.hops.try", English: "See what arrives there"}
	tHopsCure       = handshake.Text{ID: "ui.hops.cure", English: "A proxy that wants the upgrade to reach the server behind it makes an offer of its own: it writes Upgrade and Connection anew on its connection, reads the 101 there, writes one for the client, and from then on passes bytes both ways."}
	tFateOn         = handshake.Text{ID: "ui.fate.on", English: "passed on"}
	tFateConnection = handshake.Text{ID: "ui.fate.connection", English: "removed: it speaks about this connection."}
	tFateListed     = handshake.Text{ID: "ui.fate.listed", English: "removed: Connection lists it."}
	tFateHop        = handshake.Text{ID: "ui.fate.hop", English: "removed: for one hop only, although Connection does not list it."}
	tFateAgain      = handshake.Text{ID: "ui.fate.again", English: "To be written anew."}
	tLookers        = handshake.Text{ID: "ui.lookers", English: "Looked at in:"}
	tFindingLink    = handshake.Text{ID: "ui.finding.link", English: "Link to this"}
	tDidProxy       = handshake.Text{ID: "ui.did.proxy", English: "what a proxy removed"}

	tHelp         = handshake.Text{ID: "ui.help", English: "Keys and notation"}
	tHelpKeys     = handshake.Text{ID: "ui.help.keys", English: "Keys"}
	tHelpArrows   = handshake.Text{ID: "ui.help.arrows", English: "the step before, the next step"}
	tHelpEnds     = handshake.Text{ID: "ui.help.ends", English: "the first step, the last"}
	tHelpList     = handshake.Text{ID: "ui.help.list", English: "the same, when the focus is on a step"}
	tHelpAsk      = handshake.Text{ID: "ui.help.ask", English: "this sheet"}
	tHelpEscape   = handshake.Text{ID: "ui.help.escape", English: "closes what is open"}
	tHelpUndo     = handshake.Text{ID: "ui.help.undo", English: "in a message: takes back what was typed, then what the page did"}
	tHelpHex      = handshake.Text{ID: "ui.help.hex", English: "Keys in hex"}
	tHelpByte     = handshake.Text{ID: "ui.help.byte", English: "the byte before, the next byte"}
	tHelpRow      = handshake.Text{ID: "ui.help.row", English: "the row above, the row below"}
	tHelpFirst    = handshake.Text{ID: "ui.help.first", English: "the first byte, the last"}
	tHelpNotation = handshake.Text{ID: "ui.help.notation", English: "In a message, type"}
	tHelpCRLF     = handshake.Text{ID: "ui.help.crlf", English: "for a line end as HTTP wants it, CR LF"}
	tHelpLF       = handshake.Text{ID: "ui.help.lf", English: "for a bare LF that ends a line"}
	tHelpNamed    = handshake.Text{ID: "ui.help.named", English: "for a bare CR, a tab, a NUL"}
	tHelpByteHex  = handshake.Text{ID: "ui.help.xhh", English: "for any byte, in two hex digits"}
	tHelpSlash    = handshake.Text{ID: "ui.help.backslash", English: "for a backslash"}
	tHelpJoin     = handshake.Text{ID: "ui.help.join", English: "to go on in the next line without a line end"}
	tHelpMarks    = handshake.Text{ID: "ui.help.marks", English: "Marks"}
	tHelpEnd      = handshake.Text{ID: "ui.help.end", English: "the line ends with these two bytes"}
)
