package page

import "handshake101/handshake"

// The words of the forms, the palette and the mutations. Japanese:
// web/lang/ja/ui-build.txt.
var (
	tRedoWhat  = handshake.Text{ID: "ui.redo.what", English: "Redo: {what}"}
	tDidTyping = handshake.Text{ID: "ui.did.typing", English: "the typing"}
	tDidForm   = handshake.Text{ID: "ui.did.form", English: "the edit in the form"}
	tDidMend   = handshake.Text{ID: "ui.did.mend", English: "what was broken made whole"}
	tDidPolicy = handshake.Text{ID: "ui.did.policy", English: "the change of the server"}

	tForm         = handshake.Text{ID: "ui.form", English: "Form"}
	tFormHint     = handshake.Text{ID: "ui.form.hint", English: "The form and the text show the same request. A control changes its own bytes and no others. Choose one to read why it is there."}
	tFormProtocol = handshake.Text{ID: "ui.form.protocol", English: "Protocol"}
	tFormTyped    = handshake.Text{ID: "ui.form.typed", English: "as typed: {value}"}
	tFormNone     = handshake.Text{ID: "ui.form.none", English: "none: there is no Upgrade"}
	tFormMissing  = handshake.Text{ID: "ui.form.missing", English: "This protocol also needs: {names}."}
	tFormLeft     = handshake.Text{ID: "ui.form.left", English: "Left over from another one: {names}."}
	tFormFit      = handshake.Text{ID: "ui.form.fit", English: "Make the rest fit"}
	tFormLine     = handshake.Text{ID: "ui.form.line", English: "Method and target"}
	tFormMethod   = handshake.Text{ID: "ui.form.method", English: "Method"}
	tFormAbout    = handshake.Text{ID: "ui.form.line.about", English: "What is asked of the server, and where. A WebSocket begins with GET; Docker and Kubernetes use POST."}
	tFormSend     = handshake.Text{ID: "ui.form.send", English: "Send {field}"}
	tFormMore     = handshake.Text{ID: "ui.form.more", English: "There is {n} more line of this name: edit it in the text."}
	tFormMores    = handshake.Text{ID: "ui.form.mores", English: "There are {n} more lines of this name: edit them in the text."}
	tFormKey      = handshake.Text{ID: "ui.form.key", English: "Fresh key"}
	tFormDeflate  = handshake.Text{ID: "ui.form.deflate", English: "Offer compression: permessage-deflate"}
	tFormOffers   = handshake.Text{ID: "ui.form.offers", English: "{n} more offers of it stand in the text: edit them there."}
	tParamAbsent  = handshake.Text{ID: "ui.form.param.absent", English: "left out"}
	tParamBare    = handshake.Text{ID: "ui.form.param.bare", English: "without a value"}
	tParamSent    = handshake.Text{ID: "ui.form.param.sent", English: "sent"}
	tFormBroken   = handshake.Text{ID: "ui.form.broken", English: "line {n}, no field"}
	tFormDrop     = handshake.Text{ID: "ui.form.drop", English: "Take out"}
	tFormDropLine = handshake.Text{ID: "ui.form.drop.line", English: "Take out the line {field}"}
	tFormNew      = handshake.Text{ID: "ui.form.new", English: "Another line"}
	tFormAdd      = handshake.Text{ID: "ui.form.add", English: "Add"}
	tFormNewAbout = handshake.Text{ID: "ui.form.new.about", English: "Put in as you write it, even if it is wrong. \\r \\t \\0 \\xHH stand for single bytes."}
	tFormUnknown  = handshake.Text{ID: "ui.form.unknown", English: "The handshake does not depend on this field."}
	tFormSection  = handshake.Text{ID: "ui.form.section", English: "This is a field section of HTTP/2: it has no request line, and each of its fields stands here."}
	tFormMany     = handshake.Text{ID: "ui.form.many", English: "{n} more lines: edit them in the text."}

	tPolicy      = handshake.Text{ID: "ui.policy", English: "Server"}
	tPolicyHint  = handshake.Text{ID: "ui.policy.hint", English: "What the simulated server supports and wants; its answer follows. Lists are separated by commas. Choose a control to read why it is there."}
	tPolicyTyped = handshake.Text{ID: "ui.policy.typed", English: "The response here is not this server’s: it was written by hand or recorded, and stays as it is."}
	tPolicySet   = handshake.Text{ID: "ui.policy.set", English: "Choose: {key}"}
	tPolicyEmpty = handshake.Text{ID: "ui.policy.empty", English: "an empty list"}
	tPolicyWrong = handshake.Text{ID: "ui.policy.wrong", English: "There is {got}; expected: {want}. Until then the server stays as it was."}
	tPolicyNone  = handshake.Text{ID: "ui.policy.none", English: "nothing"}

	tInsert     = handshake.Text{ID: "ui.insert", English: "Insert"}
	tInsertHint = handshake.Text{ID: "ui.insert.hint", English: "Puts a byte in at the cursor that no key types. In the text it looks as it does on the button; a line end without \\n\\ is CR LF."}
	tInsertHex  = handshake.Text{ID: "ui.insert.hex", English: "Any bytes, in hex"}
	tInsertPut  = handshake.Text{ID: "ui.insert.put", English: "Put in"}
	tInsertWhat = handshake.Text{ID: "ui.insert.what", English: "Insert at the cursor: {message}"}

	tBreak       = handshake.Text{ID: "ui.break", English: "Break it"}
	tBreakHint   = handshake.Text{ID: "ui.break.hint", English: "One press breaks one thing, the next press another one instead. The verdict above says what becomes of it, and repairs it."}
	tBreakFrames = handshake.Text{ID: "ui.break.frames", English: "After the switch"}
	tBreakNone   = handshake.Text{ID: "ui.break.none", English: "Nothing here can be broken by a press: the exchange is not whole, or does not switch."}
	tBroke       = handshake.Text{ID: "ui.broke", English: "Broken: {what}."}
	tBrokeRule   = handshake.Text{ID: "ui.broke.rule", English: "The rule"}
	tFixAccept   = handshake.Text{ID: "ui.fix.accept", English: "Put in the right Accept"}

	tCaseClient    = handshake.Text{ID: "ui.case.client", English: "What a real client sent, byte for byte"}
	tCaseRecorded  = handshake.Text{ID: "ui.case.recorded", English: "Recorded"}
	tCaseNeutral   = handshake.Text{ID: "ui.case.neutral", English: "Changed"}
	tCaseNeutrals  = handshake.Text{ID: "ui.case.neutrals", English: "Only what differs from one run to the next: the key is that of RFC 6455, the server is 127.0.0.1:18080, and where it could be chosen the path is /chat."}
	tPresetClients = handshake.Text{ID: "ui.example.clients", English: "As clients really send it"}
)
