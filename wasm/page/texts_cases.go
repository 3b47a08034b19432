package page

import "handshake101/handshake"

// The words of the gallery, and of the note above a case that was opened.
var (
	tNav         = handshake.Text{ID: "ui.nav", English: "Parts of the page"}
	tNavExchange = handshake.Text{ID: "ui.nav.exchange", English: "Exchange"}
	tNavCases    = handshake.Text{ID: "ui.nav.cases", English: "Cases"}
	tNavRules    = handshake.Text{ID: "ui.nav.rules", English: "Rules"}

	tCases        = handshake.Text{ID: "ui.cases", English: "Real failures"}
	tCasesLead    = handshake.Text{ID: "ui.cases.lead", English: "Each comes from a public bug report, with its bytes, its cause and its cure. Press one to open it."}
	tCasesSearch  = handshake.Text{ID: "ui.cases.search", English: "Search, or paste what your browser, library or proxy says"}
	tCasesCount   = handshake.Text{ID: "ui.cases.count", English: "{n} cases"}
	tCasesFound   = handshake.Text{ID: "ui.cases.found", English: "{n} of {all} cases fit."}
	tCasesNear    = handshake.Text{ID: "ui.cases.near", English: "No case says exactly that. These {n} come closest."}
	tCasesNone    = handshake.Text{ID: "ui.cases.none", English: "No case fits. Put the bytes of your request and response into the exchange: the cause stands in the verdict."}
	tCasesLoading = handshake.Text{ID: "ui.cases.loading", English: "Fetching the cases…"}
	tCasesFailed  = handshake.Text{ID: "ui.cases.failed", English: "The cases could not be fetched ({why})."}
	tCasesAgain   = handshake.Text{ID: "ui.cases.again", English: "Try again"}
	tCasesText    = handshake.Text{ID: "ui.cases.text", English: "All cases as one text file"}
	tNoSuchCase   = handshake.Text{ID: "ui.cases.unknown", English: "There is no case named {case} here."}
	tDidCase      = handshake.Text{ID: "ui.did.case", English: "the case opened"}

	tCaseReal     = handshake.Text{ID: "ui.case.real", English: "A real failure"}
	tCaseKept     = handshake.Text{ID: "ui.case.kept", English: "Not the case here: {title}"}
	tCaseExample  = handshake.Text{ID: "ui.case.example", English: "An example for the rule"}
	tCaseSeen     = handshake.Text{ID: "ui.case.seen", English: "What was seen"}
	tCaseCause    = handshake.Text{ID: "ui.case.cause", English: "Cause"}
	tCaseCure     = handshake.Text{ID: "ui.case.cure", English: "Cure"}
	tCaseSource   = handshake.Text{ID: "ui.case.source", English: "Reported in"}
	tCaseChanged  = handshake.Text{ID: "ui.case.changed", English: "You have changed the exchange since."}
	tCaseBack     = handshake.Text{ID: "ui.case.back", English: "All cases"}
	tCaseBackRule = handshake.Text{ID: "ui.case.back-rule", English: "To the rule"}
	tCaseClose    = handshake.Text{ID: "ui.case.close", English: "Close this note"}

	tGroupUpgrade     = handshake.Text{ID: "ui.group.upgrade", English: "Upgrade and Connection"}
	tGroupAccept      = handshake.Text{ID: "ui.group.accept", English: "Key and Accept"}
	tGroupVersion     = handshake.Text{ID: "ui.group.version", English: "Version"}
	tGroupSubprotocol = handshake.Text{ID: "ui.group.subprotocol", English: "Subprotocols"}
	tGroupExtensions  = handshake.Text{ID: "ui.group.extensions", English: "Extensions"}
	tGroupHTTP        = handshake.Text{ID: "ui.group.http", English: "The 101 as an HTTP message"}
	tGroupAnswers     = handshake.Text{ID: "ui.group.answers", English: "Ordinary answers, and what they hide"}
	tGroupTokens      = handshake.Text{ID: "ui.group.tokens", English: "Other protocols than WebSocket"}

	tOutcomeSwitches = handshake.Text{ID: "ui.outcome.switches", English: "by the RFC it switches"}
	tOutcomeStays    = handshake.Text{ID: "ui.outcome.stays-http", English: "stays HTTP"}
	tOutcomeRejects  = handshake.Text{ID: "ui.outcome.server-rejects", English: "the server refuses"}
	tOutcomeFails    = handshake.Text{ID: "ui.outcome.client-fails", English: "the client must fail it"}

	tServers         = handshake.Text{ID: "ui.servers", English: "What servers and proxies answer to this request"}
	tServersClose    = handshake.Text{ID: "ui.servers.close", English: "closes, no answer"}
	tServersWait     = handshake.Text{ID: "ui.servers.wait", English: "waits for more"}
	tServersForward  = handshake.Text{ID: "ui.servers.forward", English: "passes it on"}
	tServersRefuse   = handshake.Text{ID: "ui.servers.refuse", English: "refuses it"}
	tServersMeasured = handshake.Text{ID: "ui.servers.measured", English: "Predicted from measurements: each an endpoint for WebSocket that knows the subprotocol chat, the proxies in front of one."}

	tBrowsers          = handshake.Text{ID: "ui.browsers", English: "What browsers do with this answer"}
	tEngineOpens       = handshake.Text{ID: "ui.browsers.opens", English: "opens the WebSocket"}
	tEngineOpensAs     = handshake.Text{ID: "ui.browsers.opens-as", English: "opens the WebSocket with the subprotocol {subprotocol}"}
	tEngineFails       = handshake.Text{ID: "ui.browsers.fails", English: "closes the connection: error, then close with code 1006"}
	tEngineHangs       = handshake.Text{ID: "ui.browsers.hangs", English: "waits until the connection ends, then fails"}
	tEngineUnknown     = handshake.Text{ID: "ui.browsers.unknown", English: "was not measured"}
	tEngineExtensions  = handshake.Text{ID: "ui.browsers.extensions", English: "Its socket.extensions:"}
	tEngineEnds        = handshake.Text{ID: "ui.browsers.ends", English: "The bytes behind the 101 then end it: the page gets a close event with code {code}, the server a Close frame with {frame}"}
	tEngineEndsBare    = handshake.Text{ID: "ui.browsers.ends-bare", English: "The bytes behind the 101 then end it: the page gets a close event with code {code}, the server a Close frame without a code"}
	tEngineDrops       = handshake.Text{ID: "ui.browsers.drops", English: "The bytes behind the 101 then end it: the page gets a close event with code {code}, the server no Close frame"}
	tEngineRaces       = handshake.Text{ID: "ui.browsers.races", English: "If they come together with the 101, the page mostly sees a failure instead, without an open event"}
	tEngineConsole     = handshake.Text{ID: "ui.browsers.console", English: "On its console:"}
	tBrowsersMeasured  = handshake.Text{ID: "ui.browsers.measured", English: "Measured with Chromium 156, Firefox 153 and WebKitGTK 2.50."}
	tBrowsersAllOpen   = handshake.Text{ID: "ui.browsers.all-open", English: "Chromium, Firefox and WebKit all open the WebSocket."}
	tBrowsersAllOpenAs = handshake.Text{ID: "ui.browsers.all-open-as", English: "Chromium, Firefox and WebKit all open the WebSocket with the subprotocol {subprotocol}."}
)
