package page

import "handshake101/handshake"

// The words of sharing, copying and pasting.
var (
	tShare          = handshake.Text{ID: "ui.share", English: "Share"}
	tPaste          = handshake.Text{ID: "ui.paste", English: "Paste"}
	tCopyLink       = handshake.Text{ID: "ui.share.link", English: "Copy link"}
	tCopyAs         = handshake.Text{ID: "ui.share.as", English: "Copy as"}
	tCopy           = handshake.Text{ID: "ui.share.copy", English: "Copy"}
	tSaveAs         = handshake.Text{ID: "ui.share.save", English: "Save {file}"}
	tLinkBare       = handshake.Text{ID: "ui.share.bare", English: "It opens the page as it begins, and nothing is stored anywhere."}
	tLinkHolds      = handshake.Text{ID: "ui.share.holds", English: "It opens this exchange, this step and this language, and nothing is stored anywhere: all of it is in the {n} characters after #."}
	tLinkLong       = handshake.Text{ID: "ui.share.long", English: "Some mail and chat programs cut links of more than 2,000 characters: save a file instead."}
	tMasked         = handshake.Text{ID: "ui.share.masked", English: "Masked in links and copies, the address bar included: {names}. Each letter became x, each digit 0; the verdict is the same. What was sent after the switch is not looked through."}
	tNotMasked      = handshake.Text{ID: "ui.share.not-masked", English: "Links and copies now hold {names} as they are. Whoever gets one can use them."}
	tExportMessage  = handshake.Text{ID: "ui.export.message", English: "Bytes"}
	tExportCommand  = handshake.Text{ID: "ui.export.command", English: "Command"}
	tExportClient   = handshake.Text{ID: "ui.export.client", English: "Client"}
	tExportServer   = handshake.Text{ID: "ui.export.server", English: "Server"}
	tExportProxy    = handshake.Text{ID: "ui.export.proxy", English: "Proxy that lets it through"}
	tExportDocument = handshake.Text{ID: "ui.export.document", English: "Document"}
	tExportRequest  = handshake.Text{ID: "ui.export.request", English: "The request, raw"}
	tExportResponse = handshake.Text{ID: "ui.export.response", English: "The response, raw"}
	tExportCase     = handshake.Text{ID: "ui.export.case", English: "Both, as a case file"}
	tNotText        = handshake.Text{ID: "ui.share.not-text", English: "There are bytes in it that a clipboard, which holds text, can change: save the file, or copy “nc”. Below they are shown in the editor’s notation."}
	tCopiedText     = handshake.Text{ID: "ui.share.copied", English: "Copied."}
	tCopyTextDenied = handshake.Text{ID: "ui.share.denied", English: "The browser does not let the page copy ({why}). The text is selected: copy it with the keyboard or the menu."}
	tSaveDenied     = handshake.Text{ID: "ui.share.save-denied", English: "The browser does not let the page save a file ({why})."}

	tPasteHead     = handshake.Text{ID: "ui.paste.head", English: "Paste anything, or open a file"}
	tPasteHint     = handshake.Text{ID: "ui.paste.hint", English: "A request, a response or both; the output of curl -v; a curl command; fields copied from a browser’s tools; a HAR archive; a capture, stream or packet of tcpdump or Wireshark; a hex dump; fields as a program prints them; a log; an error message."}
	tOpenFile      = handshake.Text{ID: "ui.paste.file", English: "Open a file…"}
	tDropHint      = handshake.Text{ID: "ui.paste.drop", English: "Or drop one anywhere on the page: text or raw bytes, up to 16 MB. It stays in your browser."}
	tFileOpened    = handshake.Text{ID: "ui.paste.opened", English: "{file} is open ({bytes} bytes)."}
	tFileLarge     = handshake.Text{ID: "ui.paste.large", English: "{file} is larger than 16 MB. Export only the WebSocket’s entry, and open that."}
	tFileDenied    = handshake.Text{ID: "ui.paste.denied", English: "{file} cannot be read ({why})."}
	tThisIs        = handshake.Text{ID: "ui.paste.is", English: "This looks like {format}."}
	tLooksLike     = handshake.Text{ID: "ui.paste.looks", English: "What you pasted looks like {format}."}
	tFoundBoth     = handshake.Text{ID: "ui.paste.both", English: "It holds a request ({out} bytes) and a response ({back} bytes)."}
	tFoundRequest  = handshake.Text{ID: "ui.paste.request", English: "It holds a request ({out} bytes). The response becomes the server’s own answer."}
	tFoundResponse = handshake.Text{ID: "ui.paste.response", English: "It holds a response ({back} bytes). The request stays as it is."}
	tWhichOne      = handshake.Text{ID: "ui.paste.which", English: "Which of the {n}?"}
	tUnknownForm   = handshake.Text{ID: "ui.paste.unknown", English: "This is in no form that is known here. It begins with “{line}”; wanted is a request line, a status line, or one of the forms above. Nothing is lost: put it into the exchange as it is."}
	tTake          = handshake.Text{ID: "ui.paste.take", English: "Take it apart"}
	tLeave         = handshake.Text{ID: "ui.paste.leave", English: "Leave it as it is"}
	tTakeRequest   = handshake.Text{ID: "ui.paste.as-request", English: "As the request"}
	tTakeResponse  = handshake.Text{ID: "ui.paste.as-response", English: "As the response"}
	tLookUp        = handshake.Text{ID: "ui.paste.look-up", English: "Find its cause"}
	tTaken         = handshake.Text{ID: "ui.paste.taken", English: "Taken out of {format}. Undo brings back what was here."}
	tOdd           = handshake.Text{ID: "ui.paste.odd", English: "Lines that were not understood: {n}"}
	tOddLine       = handshake.Text{ID: "ui.paste.odd-line", English: "Line {line}, where {want} should be:"}
	tSayingSeen    = handshake.Text{ID: "ui.sayings.seen", English: "Look for:"}
	tSayings       = handshake.Text{ID: "ui.sayings", English: "Who says this, and why: the likeliest cause first"}
	tSaidBy        = handshake.Text{ID: "ui.sayings.count", English: "{n} recorded messages say this. Below are the cases that come closest."}
	tDidImport     = handshake.Text{ID: "ui.did.import", English: "what was taken in"}
)

// tIncludeLabel: masked now, and not.
var tIncludeLabel = [...]handshake.Text{
	{ID: "ui.share.include", English: "Include them"},
	{ID: "ui.share.mask", English: "Mask them"},
}
