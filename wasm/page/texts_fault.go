package page

import "handshake101/handshake"

// Why the dev server refuses, by the code that it gives with the English text:
// one sentence each, that says what to do. What is not here (only programs meet
// it) is told in the server's own words. Japanese: web/lang/ja/ui-fault.txt.
var (
	tFaultSize        = handshake.Text{ID: "ui.fault.size", English: "The dev server takes 1 to {most} bytes, and this is more or nothing."}
	tFaultBody        = handshake.Text{ID: "ui.fault.body", English: "This is too much for the dev server: it takes {most} bytes in all."}
	tFaultPieces      = handshake.Text{ID: "ui.fault.pieces", English: "{n} pieces are too many: the dev server sends at most {most}."}
	tFaultPiece       = handshake.Text{ID: "ui.fault.piece", English: "Piece {n} cannot be: a piece has at least 1 byte, and a pause of 0 ms or more."}
	tFaultPauses      = handshake.Text{ID: "ui.fault.pauses", English: "The pauses are too long: together at most {most} ms."}
	tFaultWait        = handshake.Text{ID: "ui.fault.wait", English: "The dev server waits at most {most} ms for an answer."}
	tFaultYours       = handshake.Text{ID: "ui.fault.busy-address", English: "Too many requests are being sent from your address at once. Wait a moment and try again."}
	tFaultBusy        = handshake.Text{ID: "ui.fault.busy", English: "The dev server is sending for too many people at once. Wait a moment and try again."}
	tFaultWatchers    = handshake.Text{ID: "ui.fault.busy-watchers", English: "Too many pages are watching connections now. Close one that you do not need, and try again."}
	tFaultTarget      = handshake.Text{ID: "ui.fault.target", English: "The dev server may not send there: only to what was named with -target when it was started."}
	tFaultRefused     = handshake.Text{ID: "ui.fault.dial-refused", English: "Nobody listens on {to}: the connection was refused. Is your server running, and on this port?"}
	tFaultSilent      = handshake.Text{ID: "ui.fault.dial-silent", English: "{to} does not answer: no connection in time. Is the address right, and does a firewall stand between?"}
	tFaultDial        = handshake.Text{ID: "ui.fault.dial", English: "No connection could be made. The dev server’s system says: {why}"}
	tFaultUnreachable = handshake.Text{ID: "ui.fault.dial-unreachable", English: "{to} cannot be reached from the machine that the dev server runs on. Is it on the same network?"}
	tFaultNoTLS       = handshake.Text{ID: "ui.fault.tls-none", English: "What answers on {to} does not speak TLS. Send without TLS, or to the port for https."}
	tFaultTLSEnded    = handshake.Text{ID: "ui.fault.tls-ended", English: "{to} ended the connection in the middle of the TLS handshake. Does it speak TLS on this port?"}
	tFaultTLSSilent   = handshake.Text{ID: "ui.fault.tls-silent", English: "{to} did not finish the TLS handshake in time. Does it speak TLS on this port?"}
	tFaultTLSAlert    = handshake.Text{ID: "ui.fault.tls-alert", English: "{to} refuses the TLS handshake with the alert “{alert}”."}
	tFaultTLS         = handshake.Text{ID: "ui.fault.tls", English: "No TLS with {to}: does it speak TLS on this port? The dev server’s TLS says: {why}"}
	tFaultLasting     = handshake.Text{ID: "ui.fault.lasting", English: "The dev server does not send the field {name}: your browser would remember it after the check. Take it out."}
	tFaultControl     = handshake.Text{ID: "ui.fault.control", English: "Pings and pongs carry at most {most} bytes: more does not fit into a control frame."}
	tFaultReason      = handshake.Text{ID: "ui.fault.reason", English: "The reason is too long: at most {most} bytes of UTF-8 fit into a close frame."}
	tFaultClose       = handshake.Text{ID: "ui.fault.close-code", English: "A close code is a number from 0 to 65535: it has two bytes."}
	tFaultAct         = handshake.Text{ID: "ui.fault.act", English: "The server says at most {most} bytes at once."}
	tFaultSocket      = handshake.Text{ID: "ui.fault.no-socket", English: "The connection is closed already: the server can say nothing on it."}
	tFaultRecording   = handshake.Text{ID: "ui.fault.no-recording", English: "The dev server has no recording of this connection: none was made, or it was too old and is forgotten."}
)

var faultWords = wordList{
	{"size", &tFaultSize}, {"body", &tFaultBody}, {"pieces", &tFaultPieces}, {"piece", &tFaultPiece}, {"pauses", &tFaultPauses}, {"wait", &tFaultWait},
	{"busy-address", &tFaultYours}, {"busy", &tFaultBusy}, {"busy-watchers", &tFaultWatchers}, {"target", &tFaultTarget},
	{"dial-refused", &tFaultRefused}, {"dial-silent", &tFaultSilent}, {"dial-unreachable", &tFaultUnreachable}, {"dial", &tFaultDial},
	{"tls-none", &tFaultNoTLS}, {"tls-ended", &tFaultTLSEnded}, {"tls-silent", &tFaultTLSSilent}, {"tls-alert", &tFaultTLSAlert}, {"tls", &tFaultTLS}, {"lasting", &tFaultLasting},
	{"control", &tFaultControl}, {"reason", &tFaultReason}, {"close-code", &tFaultClose}, {"act", &tFaultAct}, {"no-socket", &tFaultSocket},
	{"no-recording", &tFaultRecording},
}

// fault is why the dev server, or the browser, refuses what was asked.
func fault(msg Message) handshake.Phrase {
	if msg.Number == 0 {
		return phrase(&tLabGone, "why", msg.Value)
	}
	v, _ := handshake.ReadJSON(msg.Value)
	e := v.Get("error")
	p := phrase(faultWords.find(e.Get("code").Text))
	if p.Text == nil {
		return phrase(&tLabRefused, "why", whyNot(msg))
	}
	args := e.Get("args")
	for i, name := range args.Keys {
		p.Args = append(p.Args, handshake.Arg{Name: name, Value: handshake.Show([]byte(args.Items[i].Text))})
	}
	return p
}
