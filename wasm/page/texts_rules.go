package page

import "handshake101/handshake"

// The words of the catalogue of rules.
var (
	tRules       = handshake.Text{ID: "ui.rules", English: "The rules"}
	tRulesLead   = handshake.Text{ID: "ui.rules.lead", English: "Everything the page checks: who is bound, where it is written, why it is so, who suffers, and how it is cured."}
	tRulesSearch = handshake.Text{ID: "ui.rules.search", English: "Search by word, field, RFC section, status or ID"}
	tRulesCount  = handshake.Text{ID: "ui.rules.count", English: "{n} rules"}
	tRulesFound  = handshake.Text{ID: "ui.rules.found", English: "{n} of {all} rules fit."}
	tRulesNone   = handshake.Text{ID: "ui.rules.none", English: "No rule holds all these words. Try fewer."}
	tNoSuchRule  = handshake.Text{ID: "ui.rules.unknown", English: "There is no rule named {rule} here."}

	tRuleWhy          = handshake.Text{ID: "ui.rule.why", English: "Why"}
	tRuleWho          = handshake.Text{ID: "ui.rule.who", English: "Who suffers"}
	tRuleCure         = handshake.Text{ID: "ui.rule.cure", English: "Cure"}
	tRuleWrong        = handshake.Text{ID: "ui.rule.wrong", English: "Wrong"}
	tRuleRight        = handshake.Text{ID: "ui.rule.right", English: "Right"}
	tRuleStatus       = handshake.Text{ID: "ui.rule.status", English: "a strict server answers {status}"}
	tRuleExample      = handshake.Text{ID: "ui.rule.example", English: "Open an example that breaks it"}
	tRuleExampleRight = handshake.Text{ID: "ui.rule.example.right", English: "Open one that keeps it"}
	tRuleOpen         = handshake.Text{ID: "ui.rule.open", English: "This rule in the catalogue"}

	tTopicLines         = handshake.Text{ID: "ui.topic.http-lines", English: "Lines and their ends"}
	tTopicStartLine     = handshake.Text{ID: "ui.topic.http-start-line", English: "Request line and status line"}
	tTopicHost          = handshake.Text{ID: "ui.topic.http-host", English: "Host"}
	tTopicFields        = handshake.Text{ID: "ui.topic.http-fields", English: "Field lines"}
	tTopicLists         = handshake.Text{ID: "ui.topic.http-lists", English: "Lists, tokens, parameters"}
	tTopicFraming       = handshake.Text{ID: "ui.topic.http-framing", English: "Where the body ends"}
	tTopicConnection    = handshake.Text{ID: "ui.topic.http-connection", English: "The connection itself"}
	tTopicProxies       = handshake.Text{ID: "ui.topic.practice-proxies", English: "Proxies by their traces"}
	tTopicUpgrade       = handshake.Text{ID: "ui.topic.upgrade", English: "Upgrade in the request"}
	tTopicUpgradeAnswer = handshake.Text{ID: "ui.topic.upgrade-answer", English: "The 101"}
	tTopicNotSwitched   = handshake.Text{ID: "ui.topic.not-switched", English: "When the server does not switch"}
	tTopicProxy         = handshake.Text{ID: "ui.topic.proxy", English: "Proxies on the way"}
	tTopicHTTP2         = handshake.Text{ID: "ui.topic.http2", English: "Upgrade and HTTP/2"}
	tTopicEarly         = handshake.Text{ID: "ui.topic.early", English: "Bytes sent too early"}
	tTopicURI           = handshake.Text{ID: "ui.topic.ws-uri", English: "WebSocket: the address"}
	tTopicRequest       = handshake.Text{ID: "ui.topic.ws-request", English: "WebSocket: the request"}
	tTopicKey           = handshake.Text{ID: "ui.topic.ws-key", English: "WebSocket: the key"}
	tTopicVersion       = handshake.Text{ID: "ui.topic.ws-version", English: "WebSocket: the version"}
	tTopicOrigin        = handshake.Text{ID: "ui.topic.ws-origin", English: "WebSocket: the origin"}
	tTopicOptions       = handshake.Text{ID: "ui.topic.ws-options", English: "WebSocket: subprotocols"}
	tTopicExtensions    = handshake.Text{ID: "ui.topic.ws-extensions", English: "WebSocket: extensions"}
	tTopicDeflate       = handshake.Text{ID: "ui.topic.deflate", English: "Compression: the offer"}
	tTopicDeflateAnswer = handshake.Text{ID: "ui.topic.deflate-answer", English: "Compression: the answer"}
	tTopicAccept        = handshake.Text{ID: "ui.topic.ws-accept", English: "WebSocket: the Accept"}
	tTopicAnswer        = handshake.Text{ID: "ui.topic.ws-answer", English: "WebSocket: the rest of the 101"}
	tTopicRefusal       = handshake.Text{ID: "ui.topic.ws-refusal", English: "WebSocket: refusals"}
	tTopicFrames        = handshake.Text{ID: "ui.topic.frames", English: "Frames after the switch"}
	tTopicFramesDeflate = handshake.Text{ID: "ui.topic.frames-deflate", English: "Compressed frames"}
	tTopicClose         = handshake.Text{ID: "ui.topic.close", English: "The closing frame"}
	tTopicRegistry      = handshake.Text{ID: "ui.topic.registry", English: "Registered names"}
	tTopicH2WS          = handshake.Text{ID: "ui.topic.h2ws", English: "WebSocket over HTTP/2 and HTTP/3"}
	tTopicTLS           = handshake.Text{ID: "ui.topic.tls", English: "Upgrade to TLS"}
	tTopicH2C           = handshake.Text{ID: "ui.topic.h2c", English: "Upgrade to h2c"}
	tTopicMasque        = handshake.Text{ID: "ui.topic.masque", English: "connect-udp and connect-ip"}
	tTopicCapsules      = handshake.Text{ID: "ui.topic.capsules", English: "Capsules in the tunnel"}
	tTopicApplication   = handshake.Text{ID: "ui.topic.application", English: "Docker and Kubernetes"}
	tTopicBrowser       = handshake.Text{ID: "ui.topic.browser", English: "In the browser, before anything is sent"}
	tTopicPractice      = handshake.Text{ID: "ui.topic.practice", English: "Seen in practice"}
)
