package page

import "handshake101/handshake"

// The words for a program that has stopped or did not start, and for what the
// browser denies. Japanese: web/lang/ja/ui-stopped.txt.
var (
	tStopped       = handshake.Text{ID: "ui.stopped", English: "The page’s program stumbled. What you typed is kept."}
	tRestarted     = handshake.Text{ID: "ui.restarted", English: "The page’s program stumbled and was started again. What you typed is kept."}
	tRestart       = handshake.Text{ID: "ui.restart", English: "Start it again"}
	tNoEngine      = handshake.Text{ID: "ui.no-engine", English: "The page’s program could not be started: you can read this exchange, but not change it."}
	tNoPolicy      = handshake.Text{ID: "ui.no-policy", English: "This site’s Content-Security-Policy forbids WebAssembly, which the page’s program is made of: you can read this exchange, but not change it. Who runs the site allows it by writing 'wasm-unsafe-eval' into script-src."}
	tNoWasm        = handshake.Text{ID: "ui.no-wasm", English: "This browser does not run the page’s program: its WebAssembly is switched off, as in a lockdown mode, or too old. You can read this exchange, but not change it."}
	tAddressDenied = handshake.Text{ID: "ui.address-denied", English: "The browser does not let the page write its address now ({why}). What you typed stands here, but a reload would lose it. The page tries again; “Share” gives the link at once."}
	tLiveCut       = handshake.Text{ID: "ui.live.cut", English: "Nobody answered the question whether a dev server is here ({why}). Has it stopped? Or does a policy or an extension keep the page from connecting? This is how to start one:"}
)

// stoppedTexts are the notices that the host script shows, by the word that it
// knows them by.
var stoppedTexts = wordList{{"program", &tStopped}, {"load", &tNoEngine}, {"policy", &tNoPolicy}, {"wasm", &tNoWasm}}
