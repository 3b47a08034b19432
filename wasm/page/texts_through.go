package page

import "handshake101/handshake"

// The words for both ends of a proxy. Japanese: web/lang/ja/ui-through.txt.
var (
	tThroughTitle  = handshake.Text{ID: "ui.through", English: "Before and after your proxy"}
	tThroughWhat   = handshake.Text{ID: "ui.through.what", English: "The request in the editor goes to your proxy, and the proxy passes it on to this dev server. So both ends are recorded: what was sent, and what arrived. Only the path is replaced, by one that the dev server knows again."}
	tThroughHow    = handshake.Text{ID: "ui.through.how", English: "To see what a proxy of yours changes, let it pass requests on to this dev server ({host}), and name it when you start the dev server:"}
	tThroughNow    = handshake.Text{ID: "ui.through.now", English: "Send it through"}
	tThroughOpened = handshake.Text{ID: "ui.through.opened", English: "{target} passed the upgrade on, and the answer {status} back. What it changed on the way stands below."}
	tThroughNot    = handshake.Text{ID: "ui.through.not", English: "No upgrade through {target}: the answer is {status}. What became of the request on the way stands below, and above is what the server behind saw."}
	tThroughAlone  = handshake.Text{ID: "ui.through.alone", English: "{target} answered {status} by itself: nothing arrived at this dev server. Either it refuses such a request, or it passes this path on to somebody else."}
	tThroughSilent = handshake.Text{ID: "ui.through.silent", English: "{target} did not answer, and nothing arrived at this dev server."}
	tThroughLost   = handshake.Text{ID: "ui.through.lost", English: "The request arrived and was answered, but {target} passed no answer back."}

	tThroughRequest  = handshake.Text{ID: "ui.through.request", English: "The request, before and after the proxy"}
	tThroughResponse = handshake.Text{ID: "ui.through.response", English: "The answer, before and after the proxy"}
	tThroughSent     = handshake.Text{ID: "ui.through.sent", English: "sent to {target}"}
	tThroughArrived  = handshake.Text{ID: "ui.through.arrived", English: "arrived at the server behind"}
	tThroughSaid     = handshake.Text{ID: "ui.through.said", English: "answered by the server behind"}
	tThroughBack     = handshake.Text{ID: "ui.through.back", English: "came back from {target}"}
	tThroughNothing  = handshake.Text{ID: "ui.through.nothing", English: "The proxy changed nothing."}
	tMarkSame        = handshake.Text{ID: "ui.through.mark.same", English: "same"}
	tMarkChanged     = handshake.Text{ID: "ui.through.mark.changed", English: "changed"}
	tMarkRemoved     = handshake.Text{ID: "ui.through.mark.removed", English: "removed"}
	tMarkAdded       = handshake.Text{ID: "ui.through.mark.added", English: "added"}

	tThroughHop        = handshake.Text{ID: "ui.through.why.hop", English: "This field counts for one connection only, so a proxy drops it, or writes its own, unless it is told to pass upgrades on. Without it the server behind sees an ordinary request."}
	tThroughConnection = handshake.Text{ID: "ui.through.why.connection", English: "The proxy’s own word about its connection to the server behind. Unless upgrade is among its options, Upgrade counts for nothing."}
	tThroughOld        = handshake.Text{ID: "ui.through.why.old", English: "HTTP/1.0 has no Upgrade: a server has to ignore it there. Tell the proxy to speak HTTP/1.1 to the server behind."}
	tThroughHost       = handshake.Text{ID: "ui.through.why.host", English: "The proxy calls the server behind by another name. A server that compares Origin with Host then refuses browsers."}
	tThroughNeeded     = handshake.Text{ID: "ui.through.why.needed", English: "Without this, exactly as the client wrote it, there is no WebSocket handshake."}
	tThroughAsked      = handshake.Text{ID: "ui.through.why.asked", English: "Tells the server behind who asked, and by which way."}
	tThroughAdded      = handshake.Text{ID: "ui.through.why.added", English: "Added by the proxy."}
	tThroughRemoved    = handshake.Text{ID: "ui.through.why.removed", English: "Not passed on by the proxy."}
	tThroughChanged    = handshake.Text{ID: "ui.through.why.changed", English: "The proxy wrote another value."}
	tThroughCure       = handshake.Text{ID: "ui.through.cure", English: "What cures it in {program}"}
)
