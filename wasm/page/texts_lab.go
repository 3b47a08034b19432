package page

import "handshake101/handshake"

// The words of the live lab. Japanese: web/lang/ja/lab.txt.
var (
	tLabRefused = handshake.Text{ID: "ui.lab.refused", English: "The dev server refuses: {why}"}
	tLabGone    = handshake.Text{ID: "ui.lab.gone", English: "The dev server did not answer ({why}). Is it still running?"}
	tLabAgain   = handshake.Text{ID: "ui.lab.again", English: "The editors show the recording. What you wrote before is sent again."}
	tLabQuiet   = handshake.Text{ID: "ui.lab.quiet", English: "The connection opened, but the message did not come back within {seconds} seconds. It is still open."}

	tSend            = handshake.Text{ID: "ui.lab.send", English: "Send these bytes"}
	tSendWhat        = handshake.Text{ID: "ui.lab.send.what", English: "The dev server sends the request in the editor over a real TCP connection, byte for byte, however broken it is. What comes back is put in as the response, and held against the prediction."}
	tSendPieces      = handshake.Text{ID: "ui.lab.send.pieces", English: "In pieces"}
	tCutWhole        = handshake.Text{ID: "ui.lab.cut.whole", English: "all at once"}
	tCutBytes        = handshake.Text{ID: "ui.lab.cut.bytes", English: "byte by byte"}
	tCutCRLF         = handshake.Text{ID: "ui.lab.cut.crlf", English: "cut between the first CR and its LF"}
	tCutOwn          = handshake.Text{ID: "ui.lab.cut.own", English: "sizes of your own"}
	tSendSizesLabel  = handshake.Text{ID: "ui.lab.send.sizes-label", English: "Bytes, and the pause after them in ms"}
	tSendSizes       = handshake.Text{ID: "ui.lab.send.sizes", English: "“{got}” is no piece. Write a number of bytes and a pause in ms, pieces separated by commas: 16 200, 1 50. What is left goes in one piece."}
	tSendEmpty       = handshake.Text{ID: "ui.lab.send.empty", English: "There is nothing to send: the request is empty."}
	tSendTarget      = handshake.Text{ID: "ui.lab.send.target", English: "To"}
	tSendOwn         = handshake.Text{ID: "ui.lab.send.own", English: "this dev server"}
	tSendTwice       = handshake.Text{ID: "ui.lab.send.twice", English: "Twice at once"}
	tSendEarly       = handshake.Text{ID: "ui.lab.send.early", English: "First message early"}
	tSendTLS         = handshake.Text{ID: "ui.lab.send.tls", English: "Through TLS"}
	tSendWaits       = handshake.Text{ID: "ui.lab.send.waits", English: "This request is not whole, so the server waits for the rest. It gives up after {seconds} seconds and answers 408."}
	tSendNow         = handshake.Text{ID: "ui.lab.send.now", English: "Send now"}
	tSentStatus      = handshake.Text{ID: "ui.lab.sent.status", English: "{bytes} bytes went to {to}. The answer {status} came {ms} ms after the connection stood."}
	tSentNoHead      = handshake.Text{ID: "ui.lab.sent.no-head", English: "{bytes} bytes went to {to}. What came back is no HTTP response."}
	tSentNothing     = handshake.Text{ID: "ui.lab.sent.nothing", English: "{bytes} bytes went to {to}, and nothing came back. The table below tells how the connection ended."}
	tWhyTargetServer = handshake.Text{ID: "ui.diff.why.other-server", English: "This server does not do what ours would. Both may be right: a rule broken shows above."}

	tEvents         = handshake.Text{ID: "ui.lab.events", English: "What happened, and when"}
	tEventOut       = handshake.Text{ID: "ui.lab.event.out", English: "→ {bytes} bytes sent"}
	tEventIn        = handshake.Text{ID: "ui.lab.event.in", English: "← {bytes} bytes came"}
	tEventPieces    = handshake.Text{ID: "ui.lab.event.pieces", English: ", in {pieces} pieces until {ms} ms"}
	tEventConnected = handshake.Text{ID: "ui.lab.event.connected", English: "TCP connection open"}
	tEventTLS       = handshake.Text{ID: "ui.lab.event.tls", English: "TLS agreed: {text}"}
	tEventSent      = handshake.Text{ID: "ui.lab.event.sent", English: "all of the request is sent"}
	tEventSwitched  = handshake.Text{ID: "ui.lab.event.switched", English: "switched to {text}"}
	tEventGreeted   = handshake.Text{ID: "ui.lab.event.greeted", English: "a first message in the new protocol"}
	tEventClientEnd = handshake.Text{ID: "ui.lab.event.client-end", English: "the client sends no more"}
	tEventServerEnd = handshake.Text{ID: "ui.lab.event.server-end", English: "the server closes the connection"}
	tEventReset     = handshake.Text{ID: "ui.lab.event.reset", English: "the server breaks the connection off (reset)"}
	tEventTimeOut   = handshake.Text{ID: "ui.lab.event.time-out", English: "no more waiting"}
	tEventUnsent    = handshake.Text{ID: "ui.lab.event.unsent", English: "the server takes no more: the rest cannot be sent"}
	tEventTooMuch   = handshake.Text{ID: "ui.lab.event.too-much", English: "more came than the dev server keeps: it stopped reading"}
	tEventNoTLS     = handshake.Text{ID: "ui.lab.event.tls-none", English: "what came is no TLS"}
	tEventTLSEnded  = handshake.Text{ID: "ui.lab.event.tls-ended", English: "the TLS handshake was broken off"}
	tEventTLSSilent = handshake.Text{ID: "ui.lab.event.tls-silent", English: "the TLS handshake was not done in time"}
	tEventTLSAlert  = handshake.Text{ID: "ui.lab.event.tls-alert", English: "the TLS handshake was refused: alert “{text}”"}
	tEventTLSFailed = handshake.Text{ID: "ui.lab.event.tls-failed", English: "the TLS handshake failed: {text}"}
	tEventCertTime  = handshake.Text{ID: "ui.lab.event.cert-time", English: "the certificate is not valid today, but {text}: a browser refuses"}
	tEventCertName  = handshake.Text{ID: "ui.lab.event.cert-name", English: "the certificate is for {text}, not for the name that was asked for: a browser refuses"}
	tEventCertWho   = handshake.Text{ID: "ui.lab.event.cert-unknown", English: "the certificate is signed by {text}, whom the dev server’s machine does not trust: a browser refuses it likewise"}
	tEventCertBad   = handshake.Text{ID: "ui.lab.event.cert-bad", English: "the certificate does not hold: {text}"}
	tInner          = handshake.Text{ID: "ui.lab.inner", English: "Inside the TLS that began after the 101"}

	tAnswer             = handshake.Text{ID: "ui.lab.answer", English: "Answer the browser with these bytes"}
	tAnswerWhat         = handshake.Text{ID: "ui.lab.answer.what", English: "This browser opens a real WebSocket, and the dev server answers it with the response in the editor, byte for byte. Three things nobody can know before; write them as placeholders:"}
	tAnswerAccept       = handshake.Text{ID: "ui.lab.answer.accept", English: "the Accept for the key that the browser will send"}
	tAnswerSubprotocol  = handshake.Text{ID: "ui.lab.answer.subprotocol", English: "the first subprotocol that it offers"}
	tAnswerDate         = handshake.Text{ID: "ui.lab.answer.date", English: "the time of the answer"}
	tAnswerOld          = handshake.Text{ID: "ui.lab.answer.old", English: "The response holds fixed values. A fixed Accept fits no fresh key: leave it to see this browser refuse."}
	tAnswerPut          = handshake.Text{ID: "ui.lab.answer.put", English: "Put in the placeholders"}
	tAnswerRaw          = handshake.Text{ID: "ui.lab.answer.raw", English: "This page came over HTTP/2, where a response is a frame of compressed fields and not a text: nobody could send these bytes. So the WebSocket goes to a port that speaks HTTP/1.1 only, inside TLS."}
	tAnswerNow          = handshake.Text{ID: "ui.lab.answer.now", English: "Answer now"}
	tDidPlaceholders    = handshake.Text{ID: "ui.did.placeholders", English: "the placeholders"}
	tBrowserPredicted   = handshake.Text{ID: "ui.lab.browser.predicted", English: "predicted for {engine}"}
	tBrowserThis        = handshake.Text{ID: "ui.lab.browser.this", English: "this browser"}
	tBrowserOutcome     = handshake.Text{ID: "ui.lab.browser.outcome", English: "The connection"}
	tBrowserOpens       = handshake.Text{ID: "ui.lab.browser.opens", English: "opens"}
	tBrowserFails       = handshake.Text{ID: "ui.lab.browser.fails", English: "fails"}
	tBrowserHangs       = handshake.Text{ID: "ui.lab.browser.hangs", English: "hangs: neither opens nor fails"}
	tBrowserUnknown     = handshake.Text{ID: "ui.lab.browser.unknown", English: "not known"}
	tBrowserSubprotocol = handshake.Text{ID: "ui.lab.browser.subprotocol", English: "Subprotocol"}
	tBrowserExtensions  = handshake.Text{ID: "ui.lab.browser.extensions", English: "Extensions"}
	tBrowserCode        = handshake.Text{ID: "ui.lab.browser.code", English: "Close code"}
	tBrowserConsole     = handshake.Text{ID: "ui.lab.browser.console", English: "Console"}
	tBrowserLook        = handshake.Text{ID: "ui.lab.browser.look", English: "No page can read the console. Open it (F12) and compare by eye."}
	tBrowserNoWord      = handshake.Text{ID: "ui.lab.browser.no-word", English: "Nobody has measured what this browser does with such a response, so nothing is predicted. Now you have."}
	tBrowserDiffers     = handshake.Text{ID: "ui.lab.browser.differs", English: "This browser did not do what was predicted: a newer version, or a mistake in the prediction."}
	tBrowserAsPredicted = handshake.Text{ID: "ui.lab.browser.as-predicted", English: "As predicted."}

	tFrames        = handshake.Text{ID: "ui.lab.frames", English: "The connection"}
	tFramesOpen    = handshake.Text{ID: "ui.lab.frames.open", English: "It is open. Every frame appears here as it crosses the wire; choose one to see its bytes."}
	tFramesClosed  = handshake.Text{ID: "ui.lab.frames.closed", English: "It is closed, with code {code}."}
	tFramesReason  = handshake.Text{ID: "ui.lab.frames.reason", English: "It is closed, with code {code}: “{reason}”."}
	tFramesHeads   = handshake.Text{ID: "ui.lab.frames.heads", English: "The request was there after {request} ms, and the response went out at {response} ms."}
	tFramesApart   = handshake.Text{ID: "ui.lab.frames.apart", English: "The page shows another exchange now, so new frames are kept aside."}
	tFramesFull    = handshake.Text{ID: "ui.lab.frames.full", English: "There are more than 32 KB now: further frames are kept aside."}
	tFramesReload  = handshake.Text{ID: "ui.lab.frames.reload", English: "Show the recording"}
	tFramesMore    = handshake.Text{ID: "ui.lab.frames.more", English: "{n} earlier ones stand among the steps."}
	tTalkMessage   = handshake.Text{ID: "ui.lab.talk.message", English: "Message"}
	tTalkText      = handshake.Text{ID: "ui.lab.talk.text", English: "Send as text"}
	tTalkBytes     = handshake.Text{ID: "ui.lab.talk.bytes", English: "Send as bytes (hex)"}
	tTalkServer    = handshake.Text{ID: "ui.lab.talk.server", English: "Let the server send it"}
	tTalkPing      = handshake.Text{ID: "ui.lab.talk.ping", English: "Let the server ping"}
	tTalkCodeLabel = handshake.Text{ID: "ui.lab.talk.code-label", English: "Close code"}
	tTalkReason    = handshake.Text{ID: "ui.lab.talk.reason", English: "Reason"}
	tTalkClose     = handshake.Text{ID: "ui.lab.talk.close", English: "Close from here"}
	tTalkEnd       = handshake.Text{ID: "ui.lab.talk.end", English: "Let the server close"}
	tTalkHex       = handshake.Text{ID: "ui.lab.talk.hex", English: "These are no bytes in hex. Two digits make a byte: 48 65 6c 6c 6f."}
	tTalkCode      = handshake.Text{ID: "ui.lab.talk.code", English: "A close code is a number. A page may use 1000 and 3000 to 4999."}
	tTalkOdd       = handshake.Text{ID: "ui.lab.talk.odd", English: "This browser refuses, and nothing was sent. It says: {why}"}
	tTalkBlind     = handshake.Text{ID: "ui.lab.talk.blind", English: "The dev server has stopped telling what it records. Frames still flow; they are shown when the connection closes."}

	tNewer            = handshake.Text{ID: "ui.lab.newer", English: "Over TLS and HTTP/2"}
	tNewerPage        = handshake.Text{ID: "ui.lab.newer.page", English: "This page came over {http} ({how})."}
	tNewerPlain       = handshake.Text{ID: "ui.lab.newer.plain", English: "in the clear"}
	tNewerNone        = handshake.Text{ID: "ui.lab.newer.none", English: "The dev server speaks no TLS now. Start it like this to see the same handshake over wss, and as a stream of HTTP/2:"}
	tNewerOpen        = handshake.Text{ID: "ui.lab.newer.open", English: "The same page stands on a second port, over https. There this browser connects with wss, and over HTTP/2 if it can: then there is no Upgrade at all, but a CONNECT with :protocol."}
	tNewerLink        = handshake.Text{ID: "ui.lab.newer.link", English: "Open this exchange over https"}
	tNewerCertificate = handshake.Text{ID: "ui.lab.newer.certificate", English: "The dev server made its certificate itself, so the browser warns, rightly: nobody vouches for it. On your own machine you may go on."}
	tNewerConnect     = handshake.Text{ID: "ui.lab.newer.connect", English: "Press “Let this browser connect” to see what this browser uses for wss."}
	tNewerUsed        = handshake.Text{ID: "ui.lab.newer.used", English: "This browser used HTTP/2 for its WebSocket: a CONNECT with :protocol websocket, no Key and no Accept. The status is 200, and there is no 101."}
	tNewerOld         = handshake.Text{ID: "ui.lab.newer.old", English: "This browser used HTTP/1.1 inside TLS for its WebSocket: the handshake is the same as in the clear, with Upgrade and a 101."}
	tNewerTwin        = handshake.Text{ID: "ui.lab.newer.twin", English: "Connect again, over HTTP/1.1"}

	tProxy         = handshake.Text{ID: "ui.lab.proxy", English: "Through a proxy"}
	tProxyWhat     = handshake.Text{ID: "ui.lab.proxy.what", English: "Upgrade and Connection count for one connection only. A proxy drops them unless it is told to pass them on. This is what people get wrong, and what works:"}
	tProxyExamples = handshake.Text{ID: "ui.lab.proxy.examples", English: "Configurations"}
	tProxyFetching = handshake.Text{ID: "ui.lab.proxy.fetching", English: "Asking the dev server for the configurations…"}
	tProxySuspect  = handshake.Text{ID: "ui.lab.proxy.suspect", English: "A proxy on the way may be the cause:"}
	tProxyCure     = handshake.Text{ID: "ui.lab.proxy.cure", English: "Show the configuration that cures it"}
	tProxyWrong    = handshake.Text{ID: "ui.lab.proxy.wrong", English: "What fails"}
	tProxyCopy     = handshake.Text{ID: "ui.lab.proxy.copy", English: "Copy what works"}
	tProxyCopied   = handshake.Text{ID: "ui.lab.proxy.copied", English: "The configuration is copied."}
	tProxyRight    = handshake.Text{ID: "ui.lab.proxy.right", English: "What works"}
)
