package handshake

// The verdict: one sentence that cannot be overlooked, and one that says why.

var (
	textSwitches        = Text{"verdict.switches", "Switches to {protocol}"}
	textSwitchesWhy     = Text{"verdict.switches.why", "The server accepts and the client agrees. After the empty line of the 101 both speak {protocol}."}
	textStreamWhy       = Text{"verdict.switches.stream.why", "The server says yes with a 2xx, and the client agrees. This stream now carries {protocol}; the other streams of the connection go on with HTTP."}
	textStays           = Text{"verdict.stays", "Stays HTTP: nothing was offered"}
	textStaysWhy        = Text{"verdict.stays.why", "The request has no Upgrade that counts, so the server answers in HTTP. That is not an error."}
	textIgnored         = Text{"verdict.ignored", "Stays HTTP: {cause}"}
	textIgnoredWhy      = Text{"verdict.ignored.why", "The server does not have to take an offer up. It answers {status} in HTTP, and the connection goes on as it was."}
	textAnswered        = Text{"verdict.answered", "Stays HTTP: the server answered {status}"}
	textAnsweredWhy     = Text{"verdict.answered.why", "Only 101 switches. This is an ordinary HTTP answer; whatever it carries, no new protocol begins."}
	textRejects         = Text{"verdict.rejects", "The server refuses: {cause}"}
	textRejectsWhy      = Text{"verdict.rejects.why", "It answers {status}. Everything before this step is in order; nothing after it happens."}
	textRejectsNo       = Text{"verdict.rejects.no-cause", "The server refuses with {status}"}
	textRejectsNoWhy    = Text{"verdict.rejects.no-cause.why", "The answer is an HTTP error, and the request gives no reason for it: look at what the server wants, and at what stands between."}
	textNothingAsked    = Text{"verdict.rejects.nothing-asked", "The server refuses: it speaks {only} alone, and nothing was offered"}
	textNothingAskedWhy = Text{"verdict.rejects.nothing-asked.why", "It answers {status} and names what it speaks in Upgrade. A browser's address bar and a health check send such plain requests; so does a proxy that has lost the offer."}
	textRejectsLike     = Text{"verdict.rejects.agrees", "The server refuses with {status}: {cause}"}
	textFails           = Text{"verdict.fails", "The client fails the connection: {cause}"}
	textFailsWhy        = Text{"verdict.fails.why", "The server answered {status}, but a strict client must not go on with this answer."}
	textFailsUnread     = Text{"verdict.fails.unread", "What the server sent does not read as an HTTP answer, so no status is known."}
	textNoAnswer        = Text{"verdict.no-answer", "No answer came"}
	textNoAnswerWhy     = Text{"verdict.no-answer.why", "The server sent nothing. The request alone cannot tell why."}
	textNoFinal         = Text{"verdict.no-final", "Only {status} came, and no answer behind it"}
	textNoFinalWhy      = Text{"verdict.no-final.why", "A 1xx is said on the way. The answer itself is still to come, or the connection ended before it."}
)

// headline derives the verdict from what was decided, never from texts.
func (j *judge) headline(switched bool, r *Report) Verdict {
	status := j.res.Status()
	v := Verdict{Status: status}
	args := []Arg{{"status", itoa(status)}}
	switch {
	case switched:
		v.Outcome, v.Protocol = Switches, j.switchedTo()
		args = append(args, Arg{"protocol", v.Protocol})
		v.Summary, v.Detail = Phrase{Text: &textSwitches, Args: args}, Phrase{Text: &textSwitchesWhy, Args: args}
		if j.res.Form == FieldSection {
			v.Detail.Text = &textStreamWhy
		}
		return v
	case j.failure != nil:
		v.Outcome = ClientFails
		if v.Cause = firstOf(r.Answer.Findings, j.failure); v.Cause == nil {
			v.Cause = firstOf(r.Request.Findings, j.failure)
		}
		v.Cause = cameFrom(v.Cause, r.Answer.Findings)
		v.Summary, v.Detail = phraseWithCause(&textFails, args, v.Cause, j.failure), Phrase{Text: &textFailsWhy, Args: args}
		if status == 0 {
			v.Detail = Phrase{Text: &textFailsUnread}
		}
		if len(j.res.raw) == 0 {
			v.Cause = firstOf(r.Answer.Findings, &pracClosedEarly)
			v.Summary, v.Detail = Phrase{Text: &textNoAnswer, Args: nil}, Phrase{Text: &textNoAnswerWhy, Args: nil}
		}
		return v
	case status >= 400:
		v.Outcome = ServerRejects
		v.Cause = cameFrom(firstOf(r.Request.Findings, j.answer.Rule), r.Request.Findings)
		switch {
		case !j.given && j.answer.Rule == nil:
			args = append(args, Arg{"only", Show([]byte(j.policy.only()))})
			v.Summary, v.Detail = Phrase{Text: &textNothingAsked, Args: args}, Phrase{Text: &textNothingAskedWhy, Args: args}
		case j.answer.Verdict == Accept || j.answer.Rule == nil:
			v.Summary, v.Detail = Phrase{Text: &textRejectsNo, Args: args}, Phrase{Text: &textRejectsNoWhy, Args: args}
			v.Cause = nil
		case j.given:
			v.Summary, v.Detail = phraseWithCause(&textRejectsLike, args, v.Cause, j.answer.Rule), Phrase{Text: &textRejectsWhy, Args: args}
		default:
			v.Summary, v.Detail = phraseWithCause(&textRejects, args, v.Cause, j.answer.Rule), Phrase{Text: &textRejectsWhy, Args: args}
		}
		return v
	}
	v.Outcome = StaysHTTP
	switch {
	case j.given && status >= 100 && status < 200:
		v.Summary, v.Detail = Phrase{Text: &textNoFinal, Args: args}, Phrase{Text: &textNoFinalWhy, Args: args}
	case j.answer.Verdict == Ignore && j.answer.Rule != nil:
		v.Cause = firstOf(r.Request.Findings, j.answer.Rule)
		v.Summary, v.Detail = phraseWithCause(&textIgnored, args, v.Cause, j.answer.Rule), Phrase{Text: &textIgnoredWhy, Args: args}
	case j.answer.Verdict == Ignore:
		v.Summary, v.Detail = Phrase{Text: &textStays, Args: args}, Phrase{Text: &textStaysWhy, Args: args}
	default:
		v.Summary, v.Detail = Phrase{Text: &textAnswered, Args: args}, Phrase{Text: &textAnsweredWhy, Args: args}
	}
	return v
}

// firstOf finds the finding of a rule.
func firstOf(all []Finding, r *Rule) *Finding {
	for i := range all {
		if all[i].Rule == r {
			return &all[i]
		}
	}
	return nil
}

// cameFrom is what stands in the place of HTTP where a finding is a consequence
// of that; else the finding itself.
func cameFrom(f *Finding, all []Finding) *Finding {
	if f != nil {
		for _, cause := range [...]*Rule{&pracTLS, &pracTLSCert} {
			if f.Because == cause.ID {
				return firstOf(all, cause)
			}
		}
	}
	return f
}

// phraseWithCause puts the title of a rule into a sentence; it is said in the
// reader's language when the phrase is.
func phraseWithCause(t *Text, args []Arg, f *Finding, r *Rule) Phrase {
	p := Phrase{Text: t, Args: append([]Arg(nil), args...)}
	if f != nil {
		p.Rule, p.RuleArgs = f.Rule, f.Args
	} else {
		p.Rule = r
	}
	return p
}
