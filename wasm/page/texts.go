package page

import "handshake101/handshake"

// The page's own words. What the engine says (verdicts, steps, rules, spans)
// has its words in package handshake. Japanese: web/lang/ja/ui.txt.
var (
	tTitle       = handshake.Text{ID: "ui.title", English: "Handshake 101: the HTTP Upgrade handshake, byte by byte"}
	tBrand       = handshake.Text{ID: "ui.brand", English: "Handshake 101"}
	tDescription = handshake.Text{ID: "ui.description", English: "See how a connection switches from HTTP/1.1 to WebSocket or another protocol: every byte of the Upgrade request and of the 101 explained, step by step, in your browser."}

	tExample       = handshake.Text{ID: "ui.example", English: "Example"}
	tExampleOwn    = handshake.Text{ID: "ui.example.own", English: "your own exchange"}
	tExampleSound  = handshake.Text{ID: "ui.example.sound", English: "In order"}
	tExampleBroken = handshake.Text{ID: "ui.example.broken", English: "Broken"}
	tUndoWhat      = handshake.Text{ID: "ui.undo.what", English: "Undo: {what}"}
	tDidPreset     = handshake.Text{ID: "ui.did.preset", English: "another example"}
	tDidFix        = handshake.Text{ID: "ui.did.fix", English: "the repair"}
	tDidLive       = handshake.Text{ID: "ui.did.live", English: "the recording put in"}
	tDidLink       = handshake.Text{ID: "ui.did.link", English: "the link opened"}
	tDidServer     = handshake.Text{ID: "ui.did.server", English: "the server’s own answer"}
	tCopied        = handshake.Text{ID: "ui.copied", English: "The link is copied. It holds this exchange, this step and this language."}
	tCopyDenied    = handshake.Text{ID: "ui.copy-denied", English: "The browser does not let the page copy. The link is in the address bar: copy it there."}
	tLinkBroken    = handshake.Text{ID: "ui.link-broken", English: "This link is damaged or from a newer version; the page shows what was there before."}
	tLangFailed    = handshake.Text{ID: "ui.language-failed", English: "The Japanese texts could not be fetched ({why}). The page stays in English."}
	tBig           = handshake.Text{ID: "ui.big", English: "Large type, for a room"}
	tDismiss       = handshake.Text{ID: "ui.dismiss", English: "Close"}
	tNoScript      = handshake.Text{ID: "ui.noscript", English: "JavaScript is off: you can read this exchange. To change it, to step through it and to check it live, switch JavaScript on."}

	tNoStatus    = handshake.Text{ID: "ui.verdict.no-status", English: "no status"}
	tShowWhere   = handshake.Text{ID: "ui.show-where", English: "Show where"}
	tFix         = handshake.Text{ID: "ui.fix", English: "Repair this"}
	tFixKey      = handshake.Text{ID: "ui.fix.key", English: "Put in a fresh key"}
	tFixReplaces = handshake.Text{ID: "ui.fix.replaces", English: "{old} becomes {new}"}
	tFixInserts  = handshake.Text{ID: "ui.fix.inserts", English: "puts in {new}"}
	tFixRemoves  = handshake.Text{ID: "ui.fix.removes", English: "takes out {old}"}
	tSayFixed    = handshake.Text{ID: "ui.say", English: "{status}: {verdict}"}

	tSteps      = handshake.Text{ID: "ui.steps", English: "The steps"}
	tClient     = handshake.Text{ID: "ui.client", English: "Client"}
	tServer     = handshake.Text{ID: "ui.server", English: "Server"}
	tPassed     = handshake.Text{ID: "ui.passed", English: "passed"}
	tFailed     = handshake.Text{ID: "ui.failed", English: "failed"}
	tSkipped    = handshake.Text{ID: "ui.skipped", English: "not reached"}
	tStepOf     = handshake.Text{ID: "ui.step-of", English: "Step {n} of {all}: {who}"}
	tWhoClient  = handshake.Text{ID: "ui.who.client", English: "the client"}
	tWhoServer  = handshake.Text{ID: "ui.who.server", English: "the server"}
	tWhoOut     = handshake.Text{ID: "ui.who.client-to-server", English: "client to server"}
	tWhoBack    = handshake.Text{ID: "ui.who.server-to-client", English: "server to client"}
	tWhoBoth    = handshake.Text{ID: "ui.who.both", English: "both ends"}
	tAllSteps   = handshake.Text{ID: "ui.all-steps", English: "All steps"}
	tFold       = handshake.Text{ID: "ui.fold", English: "Hide the steps"}
	tBack       = handshake.Text{ID: "ui.back", English: "Back"}
	tBackTo     = handshake.Text{ID: "ui.back-to", English: "Back: {title}"}
	tNext       = handshake.Text{ID: "ui.next", English: "Next: {title}"}
	tSkipNeeded = handshake.Text{ID: "ui.skip.needless", English: "There is nothing to do here in this exchange."}
	tSkipAfter  = handshake.Text{ID: "ui.skip.after", English: "This step is not reached, because an earlier one failed: {title}."}
	tSkipShow   = handshake.Text{ID: "ui.skip.show", English: "Go to the step that failed"}
	tHandout    = handshake.Text{ID: "ui.handout", English: "Every step, in order"}
	tKeys       = handshake.Text{ID: "ui.keys", English: "The arrow keys ← and → go through the steps."}

	tRequest       = handshake.Text{ID: "ui.request", English: "Request"}
	tResponse      = handshake.Text{ID: "ui.response", English: "Response"}
	tFromTyped     = handshake.Text{ID: "ui.from.typed", English: "as you typed it"}
	tFromExample   = handshake.Text{ID: "ui.from.example", English: "the example’s"}
	tFromSimulated = handshake.Text{ID: "ui.from.simulated", English: "the server’s answer"}
	tFromRecorded  = handshake.Text{ID: "ui.from.recorded", English: "recorded live"}
	tLetServer     = handshake.Text{ID: "ui.let-server", English: "Let the server answer"}
	tSize          = handshake.Text{ID: "ui.size", English: "{bytes} bytes"}
	tHint          = handshake.Text{ID: "ui.hint", English: "Point at any part, tap it or move the cursor into it, and it is explained here."}
	tHintEmpty     = handshake.Text{ID: "ui.hint.empty", English: "Nothing here yet. Type, paste, or choose an example."}
	tPlain         = handshake.Text{ID: "ui.plain", English: "Too long to be coloured: more than {kb} KB, or {parts} parts. All of it is judged, a long text in the pauses of your typing. Put the cursor on a byte to have it explained."}
	tHintTyping    = handshake.Text{ID: "ui.hint.typing", English: "You can edit both messages. Enter is CR LF; write \\n\\ at the end of a line for a bare LF, and \\r \\t \\0 \\xHH or \\\\ for single bytes."}
	tBytes         = handshake.Text{ID: "ui.bytes", English: "bytes {start}–{end}"}
	tByte          = handshake.Text{ID: "ui.byte", English: "byte {start}"}

	tError    = handshake.Text{ID: "ui.severity.error", English: "Error"}
	tViolate  = handshake.Text{ID: "ui.severity.violation", English: "Violation"}
	tWarning  = handshake.Text{ID: "ui.severity.warning", English: "Warning"}
	tNote     = handshake.Text{ID: "ui.severity.note", English: "Good to know"}
	tBinds    = handshake.Text{ID: "ui.binds", English: "{level}, binds {party}"}
	tGot      = handshake.Text{ID: "ui.got", English: "there is"}
	tWant     = handshake.Text{ID: "ui.want", English: "wanted"}
	tWorking  = handshake.Text{ID: "ui.working", English: "Worked out"}
	tFollows  = handshake.Text{ID: "ui.follows", English: "Follows from {rule}: cure that first."}
	tGrammar  = handshake.Text{ID: "ui.level.grammar", English: "grammar"}
	tPractice = handshake.Text{ID: "ui.level.practice", English: "common practice"}
	tFact     = handshake.Text{ID: "ui.level.fact", English: "a fact"}

	tPartyClient  = handshake.Text{ID: "ui.party.client", English: "the client"}
	tPartyServer  = handshake.Text{ID: "ui.party.server", English: "the server"}
	tPartyEither  = handshake.Text{ID: "ui.party.either", English: "whoever sends it"}
	tPartyPair    = handshake.Text{ID: "ui.party.exchange", English: "both together"}
	tPartyProxy   = handshake.Text{ID: "ui.party.intermediary", English: "proxies on the way"}
	tPartyFrames  = handshake.Text{ID: "ui.party.frames", English: "whoever sends frames"}
	tPartyURI     = handshake.Text{ID: "ui.party.uri", English: "whoever writes the URI"}
	tPartyScript  = handshake.Text{ID: "ui.party.script", English: "the page’s script"}
	tPartyBrowser = handshake.Text{ID: "ui.party.browser", English: "the browser"}
)
