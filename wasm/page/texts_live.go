package page

import "handshake101/handshake"

// The words of the live check. They say what happened and what to do next.
var (
	tLive        = handshake.Text{ID: "ui.live", English: "Check live"}
	tLiveConnect = handshake.Text{ID: "ui.live.connect", English: "Let this browser connect"}
	tLiveHint    = handshake.Text{ID: "ui.live.hint", English: "Opens a real WebSocket to the dev server, and puts in what really crossed the wire."}
	tLiveOffers  = handshake.Text{ID: "ui.live.offers", English: "Opens a real WebSocket with the subprotocols {list}, and puts in what really crossed the wire."}
	tLiveWhere   = handshake.Text{ID: "ui.live.where", English: "dev server on {host}"}
	tLiveLooking = handshake.Text{ID: "ui.live.looking", English: "Looking for a dev server…"}
	tLiveNone    = handshake.Text{ID: "ui.live.none", English: "This page stands on a static host, which cannot upgrade a connection. To see your own browser’s handshake, get the project and start its dev server:"}
	tLiveThen    = handshake.Text{ID: "ui.live.then", English: "Then open http://127.0.0.1:8101/ and this bar has a button."}
	tLiveAgain   = handshake.Text{ID: "ui.live.again", English: "Look again"}
	tLiveRunning = handshake.Text{ID: "ui.live.running", English: "Connecting for real…"}

	tLiveOpened   = handshake.Text{ID: "ui.live.opened", English: "This browser connected. It sent “{sent}” through the new connection and got it back."}
	tLiveOpenedAs = handshake.Text{ID: "ui.live.opened-as", English: "This browser connected with the subprotocol {subprotocol}. It sent “{sent}” through the new connection and got it back."}
	tLiveRefused  = handshake.Text{ID: "ui.live.refused", English: "This browser did not connect: the WebSocket closed before it opened (code {code}). What crossed the wire tells why; it stands above."}
	tLiveNoEcho   = handshake.Text{ID: "ui.live.no-echo", English: "The connection opened, but closed again (code {code}) before the message came back."}
	tLiveTimeout  = handshake.Text{ID: "ui.live.timeout", English: "Nothing came within {seconds} seconds. The dev server may have stopped, or something between swallows the upgrade."}
	tLiveGone     = handshake.Text{ID: "ui.live.gone", English: "The dev server did not hand out the recording: {why}. Is it still running?"}
	tLiveBadName  = handshake.Text{ID: "ui.live.bad-name", English: "This browser refuses to offer these subprotocols, and nothing was sent. It says: {why}"}

	tDiffRequest   = handshake.Text{ID: "ui.diff.request", English: "The request: what this browser sent, and what stood in the page"}
	tDiffResponse  = handshake.Text{ID: "ui.diff.response", English: "The response: what the server answered, and what the page predicted"}
	tDiffSame      = handshake.Text{ID: "ui.diff.same", English: "Byte for byte the same."}
	tDiffPredicted = handshake.Text{ID: "ui.diff.predicted", English: "Byte for byte what the page predicted for this request."}
	tDiffPage      = handshake.Text{ID: "ui.diff.page", English: "in the page"}
	tDiffReal      = handshake.Text{ID: "ui.diff.real", English: "for real"}
	tDiffItself    = handshake.Text{ID: "ui.diff.by-itself", English: "What the handshake does not need ({n})"}
	tDiffAbsent    = handshake.Text{ID: "ui.diff.absent", English: "not there"}
	tDiffFirst     = handshake.Text{ID: "ui.diff.first-line", English: "first line"}
	tDiffOrder     = handshake.Text{ID: "ui.diff.order-name", English: "order"}
	tDiffBytes     = handshake.Text{ID: "ui.diff.bytes-name", English: "spacing and line ends"}

	tWhyTarget   = handshake.Text{ID: "ui.diff.why.target", English: "The real connection goes to the dev server’s own address."}
	tWhyHost     = handshake.Text{ID: "ui.diff.why.host", English: "The host and port that were really called. A page cannot choose this field."}
	tWhyOrigin   = handshake.Text{ID: "ui.diff.why.origin", English: "Where this page comes from. The browser writes it, and no script can change it: that is its worth."}
	tWhyKey      = handshake.Text{ID: "ui.diff.why.key", English: "Browsers make a fresh key for every connection, so it always differs. The Accept is computed from the real one."}
	tWhyExt      = handshake.Text{ID: "ui.diff.why.extensions", English: "Browsers offer compression by themselves; a script has no say in it."}
	tWhySubp     = handshake.Text{ID: "ui.diff.why.subprotocol", English: "The one thing that a script chooses: the second argument of new WebSocket."}
	tWhyConn     = handshake.Text{ID: "ui.diff.why.connection", English: "The option “upgrade” has to be among the members; case and company do not matter."}
	tWhyCache    = handshake.Text{ID: "ui.diff.why.cache", English: "Asks caches on the way not to answer. The handshake does not need it."}
	tWhyAgent    = handshake.Text{ID: "ui.diff.why.agent", English: "Browsers add this to every request. The handshake does not need it."}
	tWhyCookie   = handshake.Text{ID: "ui.diff.why.cookie", English: "Cookies go with the handshake, also from other people’s pages: a server that trusts them has to check Origin."}
	tWhyOnlyReal = handshake.Text{ID: "ui.diff.why.only-real", English: "The browser added this by itself."}
	tWhyOnlyPage = handshake.Text{ID: "ui.diff.why.only-page", English: "The browser did not send this, and a script cannot make it: new WebSocket takes no header fields."}
	tWhyChanged  = handshake.Text{ID: "ui.diff.why.changed", English: "The browser writes its own value."}
	tWhyName     = handshake.Text{ID: "ui.diff.why.name", English: "Only the case of the name differs: names are compared without it."}
	tWhyOrder    = handshake.Text{ID: "ui.diff.why.order", English: "The fields came in another order. Between fields of different names, order means nothing."}
	tWhyBytes    = handshake.Text{ID: "ui.diff.why.bytes", English: "The fields say the same; the bytes between them differ."}
	tWhyServer   = handshake.Text{ID: "ui.diff.why.server", English: "The server did not do what the page predicted: a bug in one of them, or something between them changed the answer."}
)
