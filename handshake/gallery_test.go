package handshake

import (
	"strings"
	"testing"
)

// galleryCauses are the real failures of the gallery, each with the rule that a
// person names who has read the thread: what the engine has to find first. An empty
// rule: nothing is wrong with the bytes. The verdicts are those of the survey that
// the cases come from.
var galleryCauses = []struct {
	id, cause         string
	request, response string // verdicts; empty where the thread is about no such message
	says              string // what the finding has to say, where the rule alone is not the cause
}{
	{"conn-list-request", "prac.text.case", "accept", "", ""},
	{"conn-list-response", "prac.text.case", "accept", "accept", ""},
	{"conn-missing", "up.req.connection-option", "ignore", "", ""},
	{"upgrade-null", "ws.req.upgrade", "ignore", "", ""},
	{"proxy-http10", "prac.nginx.no-upgrade", "ignore", "", ""},
	{"answer-200-html", "prac.status.200", "accept", "not-upgraded", ""},
	{"upgrade-list-101", "up.resp.only-offered", "accept", "fail", ""},
	{"upgrade-case", "up.req.case", "accept", "accept", ""},
	{"hop-stripped-101", "up.resp.101-upgrade", "accept", "fail", ""},
	{"conn-upgrade-upgrade", "prac.text.case", "accept", "accept", ""},
	{"guid-typo", "ws.resp.accept.value", "accept", "fail", "the GUID is misspelt"},
	{"guid-invented", "ws.resp.accept.value", "accept", "fail", "the GUID is misspelt"},
	{"empty-key-hash", "ws.resp.accept.value", "accept", "fail", "the key was empty"},
	{"accept-missing", "ws.resp.accept.present", "accept", "fail", ""},
	{"accept-unchecked", "ws.resp.accept.value", "accept", "fail", "made for another key"},
	{"key-not-base64", "ws.req.upgrade", "reject", "", ""},
	{"key-wrong-length", "ws.req.key.length", "reject", "", ""},
	{"key-twice", "ws.req.key.once", "reject", "", ""},
	{"version-unsupported", "ws.req.version.13", "reject", "not-upgraded", ""},
	{"hixie-76", "ws.req.legacy", "reject", "", ""},
	{"proto-unanswered", "ws.resp.protocol.absent", "accept", "fail", ""},
	{"proto-unoffered", "ws.resp.protocol.offered", "accept", "fail", ""},
	{"proto-empty", "ws.resp.protocol.not-empty", "accept", "fail", ""},
	{"proto-twice", "ws.resp.protocol.once", "accept", "fail", ""},
	{"proto-bearer", "ws.req.protocol.syntax", "reject", "", ""},
	{"proto-bearer-good", "", "accept", "accept", ""},
	{"ext-unoffered-param", "pmd.cmwb.only-if-offered", "accept", "fail", ""},
	{"ext-bad-offer", "pmd.cmwb.offer-value", "accept", "accept", ""},
	{"ext-strict-server", "pmd.decline-is-silent", "accept", "", ""},
	{"101-chunked", "h1.1xx.no-transfer-encoding", "accept", "accept", ""},
	{"101-content-length", "h1.1xx.no-content-length", "accept", "accept", ""},
	{"101-no-reason", "prac.text.reason", "accept", "accept", ""},
	{"frame-with-101", "ws.frame.same-segment", "accept", "accept", ""},
	{"status-unchecked", "ws.resp.non-101", "accept", "not-upgraded", ""},
	{"bare-lf", "h1.msg.line-end", "accept", "not-upgraded", ""},
	{"redirect-308", "ws.srv.redirect", "accept", "not-upgraded", ""},
	{"origin-403", "ws.origin.refuse", "reject", "not-upgraded", ""},
	{"plain-get-426", "up.resp.426-upgrade", "ignore", "not-upgraded", ""},
	{"hijacker-500", "prac.go.hijack", "accept", "not-upgraded", ""},
	{"ws-library-missing", "prac.status.404", "accept", "not-upgraded", ""},
	{"h2c-misread", "up.req.no-common", "ignore", "not-upgraded", ""},
	{"h2c-refused", "prac.upgrade.refused", "ignore", "not-upgraded", ""},
	{"h2c-no-host", "h1.host.required", "reject", "", ""},
	{"h2c-good", "", "accept", "accept", ""},
	{"h2-advert", "up.resp.advertise", "ignore", "not-upgraded", ""},
	{"advert-misread", "up.resp.advertise", "ignore", "not-upgraded", ""},
	{"tcp-docker", "app.tcp.private", "accept", "accept", ""},
	{"tailscale-post", "prac.proxy.get-only", "ignore", "not-upgraded", ""},
	{"h2-alpn", "prac.proxy.h2-backend", "ignore", "not-upgraded", ""},
	{"extended-connect", "", "", "", ""},
	{"mixed-content", "", "", "", ""},
	{"upgrade-with-body", "ws.req.no-body", "accept", "", ""},
}

// otherVerdicts are verdicts that differ from the survey's, each with the reason.
var otherVerdicts = map[string]string{
	"proto-unanswered":  "RFC 6455 §4.1 lets the client go on; that Chromium fails is a prediction",
	"tailscale-post":    "the survey's server does not speak the protocol; the willing server does",
	"ext-strict-server": "the thread has no answer; one was put together from its message",
	"extended-connect":  "the thread has no bytes; those of RFC 8441 stand in",
	"mixed-content":     "nothing is sent; what would have been sent stands in",
}

// Each real failure is in the gallery, with what the user saw and where it was told,
// in both languages, and its cause is what the engine finds first.
func TestGallery(t *testing.T) {
	gallery := map[string]*Case{}
	for _, c := range allCases(t) {
		if id, ok := strings.CutPrefix(c.ID, "gallery-"); ok {
			gallery[id] = c
		}
	}
	for _, want := range galleryCauses {
		c := gallery[want.id]
		if c == nil {
			t.Errorf("gallery-%s is not among the cases", want.id)
			continue
		}
		delete(gallery, want.id)
		for _, key := range []string{"title", "title-ja", "group", "cause", "cause-ja", "cure", "cure-ja", "seen", "source"} {
			if c.Get(key) == "" {
				t.Errorf("%s: add %s:", c.ID, key)
			}
		}
		if e := c.Get("evidence"); e != "Q" && e != "R" && e != "M" {
			t.Errorf("%s: evidence is %q, expected Q, R or M", c.ID, e)
		}
		r := inspectCase(t, c)
		first := firstFinding(r)
		switch {
		case want.cause == "":
			if first != nil && first.Rule.Severity > Note {
				t.Errorf("%s: nothing is wrong with it, and %s fires", c.ID, first.Rule.ID)
			}
		case first == nil || first.Rule.ID != want.cause:
			t.Errorf("%s: the first finding is %v, want %s", c.ID, first, want.cause)
		default:
			if title := (*Language)(nil).Rule(first.Rule, RuleTitle, first.Args...); !strings.Contains(title, want.says) {
				t.Errorf("%s: the first finding says %q, want %q in it", c.ID, title, want.says)
			}
			if c.Get("first") != want.cause {
				t.Errorf("%s: first: is %q, want %s", c.ID, c.Get("first"), want.cause)
			}
			if own := r.side(first.Side).Findings[0]; own.Rule.ID != want.cause {
				t.Errorf("%s: the first finding of its message is %s, want %s", c.ID, own.Rule.ID, want.cause)
			}
		}
		response := ""
		if r.Response != nil {
			response = r.Response.Verdict.String()
		}
		same := r.Request.Verdict.String() == want.request && response == want.response
		switch reason := otherVerdicts[want.id]; {
		case same && reason != "":
			t.Errorf("%s: the verdicts are the survey's; take it out of otherVerdicts", c.ID)
		case !same && (reason == "" || c.Get("comment") == ""):
			t.Errorf("%s: verdicts %s / %s, want %s / %s, or a reason in otherVerdicts and in comment:", c.ID, r.Request.Verdict, response, want.request, want.response)
		}
	}
	for id := range gallery {
		t.Errorf("gallery-%s has no row in galleryCauses: read its source and name its cause", id)
	}
}

type findingsOfSide struct{ Findings []Finding }

func (r *Report) side(s Side) findingsOfSide {
	if s == FromServer {
		return findingsOfSide{r.Answer.Findings}
	}
	return findingsOfSide{r.Request.Findings}
}
