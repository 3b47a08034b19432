package page

import "handshake101/handshake"

// The words for two exchanges side by side. Japanese: web/lang/ja/ui-compare.txt.
var (
	tCmp       = handshake.Text{ID: "ui.cmp", English: "Compare two exchanges"}
	tCmpAB     = handshake.Text{ID: "ui.cmp.ab", English: "A and B compared"}
	tCmpWhat   = handshake.Text{ID: "ui.cmp.what", English: "Keep the exchange above as A. Then edit it, or open an example, a case, a link or a recording: what differs from A stands here, byte for byte."}
	tCmpKeep   = handshake.Text{ID: "ui.cmp.keep", English: "Keep this as A"}
	tCmpAgain  = handshake.Text{ID: "ui.cmp.again", English: "Keep B as the new A"}
	tCmpSwap   = handshake.Text{ID: "ui.cmp.swap", English: "Swap A and B"}
	tCmpForget = handshake.Text{ID: "ui.cmp.forget", English: "Stop comparing"}
	tDidKeep   = handshake.Text{ID: "ui.did.keep", English: "an exchange kept as A"}
	tDidSwap   = handshake.Text{ID: "ui.did.swap", English: "A and B swapped"}
	tDidForget = handshake.Text{ID: "ui.did.forget", English: "the end of comparing"}
	tCmpA      = handshake.Text{ID: "ui.cmp.a", English: "kept: {name}"}
	tCmpB      = handshake.Text{ID: "ui.cmp.b", English: "above: {name}"}
	tCmpEqual  = handshake.Text{ID: "ui.cmp.equal", English: "B is still A, byte for byte. Change it above, or open something else."}
	tCmpSum    = handshake.Text{ID: "ui.cmp.sum", English: "Lines that differ from A: {request} in the request, {response} in the response. Findings only in A: {a}; only in B: {b}."}
	tCmpPolicy = handshake.Text{ID: "ui.cmp.policy", English: "The bytes are the same; only the server’s policy differs."}
	tCmpCause  = handshake.Text{ID: "ui.cmp.cause", English: "First cause: {rule}"}
	tCmpNone   = handshake.Text{ID: "ui.cmp.none", English: "Nothing stands in the way."}

	tCmpReqSame  = handshake.Text{ID: "ui.cmp.request.same", English: "Both requests are the same, byte for byte."}
	tCmpRespSame = handshake.Text{ID: "ui.cmp.response.same", English: "Both responses are the same, byte for byte."}
	tCmpLines    = handshake.Text{ID: "ui.cmp.lines", English: "{n} lines the same"}
	tCmpMore     = handshake.Text{ID: "ui.cmp.more", English: "and {n} lines more, which are not shown"}
	tCmpSame     = handshake.Text{ID: "ui.cmp.same", English: "same"}
	tCmpChanged  = handshake.Text{ID: "ui.cmp.changed", English: "changed"}
	tCmpOnlyA    = handshake.Text{ID: "ui.cmp.only-a", English: "only in A"}
	tCmpOnlyB    = handshake.Text{ID: "ui.cmp.only-b", English: "only in B"}
	tCmpValue    = handshake.Text{ID: "ui.cmp.value", English: "other bytes"}
	tCmpCase     = handshake.Text{ID: "ui.cmp.case", English: "upper and lower case"}
	tCmpSpace    = handshake.Text{ID: "ui.cmp.space", English: "spacing"}
	tCmpEnd      = handshake.Text{ID: "ui.cmp.end", English: "line end"}
	tCmpMoved    = handshake.Text{ID: "ui.cmp.moved", English: "other place"}
	tCmpTimes    = handshake.Text{ID: "ui.cmp.times", English: "this field: {a}× in A, {b}× in B"}

	tCmpSteps    = handshake.Text{ID: "ui.cmp.steps", English: "Steps that end differently"}
	tCmpNoStep   = handshake.Text{ID: "ui.cmp.no-step", English: "no such step"}
	tCmpFindings = handshake.Text{ID: "ui.cmp.findings", English: "Findings"}
	tCmpFindA    = handshake.Text{ID: "ui.cmp.findings.a", English: "Only in A"}
	tCmpFindB    = handshake.Text{ID: "ui.cmp.findings.b", English: "Only in B"}
	tCmpNoneHere = handshake.Text{ID: "ui.cmp.findings.none", English: "none"}
)
