package page

import (
	"strconv"
	"strings"

	"handshake101/handshake"
)

// topicTexts are the headings of the catalogue, by the topics' names.
var topicTexts = [...]struct {
	name string
	text *handshake.Text
}{
	{"http-lines", &tTopicLines}, {"http-start-line", &tTopicStartLine}, {"http-host", &tTopicHost}, {"http-fields", &tTopicFields},
	{"http-lists", &tTopicLists}, {"http-framing", &tTopicFraming},
	{"http-connection", &tTopicConnection}, {"upgrade", &tTopicUpgrade}, {"upgrade-answer", &tTopicUpgradeAnswer},
	{"not-switched", &tTopicNotSwitched}, {"proxy", &tTopicProxy}, {"http2", &tTopicHTTP2}, {"early", &tTopicEarly}, {"ws-uri", &tTopicURI},
	{"ws-request", &tTopicRequest}, {"ws-key", &tTopicKey}, {"ws-version", &tTopicVersion}, {"ws-origin", &tTopicOrigin},
	{"ws-options", &tTopicOptions}, {"ws-extensions", &tTopicExtensions}, {"deflate", &tTopicDeflate}, {"ws-accept", &tTopicAccept},
	{"deflate-answer", &tTopicDeflateAnswer}, {"ws-answer", &tTopicAnswer}, {"ws-refusal", &tTopicRefusal}, {"frames", &tTopicFrames},
	{"frames-deflate", &tTopicFramesDeflate}, {"close", &tTopicClose}, {"registry", &tTopicRegistry}, {"h2ws", &tTopicH2WS}, {"tls", &tTopicTLS},
	{"h2c", &tTopicH2C}, {"masque", &tTopicMasque}, {"capsules", &tTopicCapsules}, {"application", &tTopicApplication}, {"browser", &tTopicBrowser}, {"practice", &tTopicPractice},
	{"practice-proxies", &tTopicProxies},
}

func topicText(name string) *handshake.Text {
	for i := range topicTexts {
		if topicTexts[i].name == name {
			return topicTexts[i].text
		}
	}
	return nil
}

// ruleText is a text without a finding: what would be filled in is left open.
func (m *Model) ruleText(r *handshake.Rule, part handshake.RulePart) string {
	s := m.Lang.Rule(r, part)
	for {
		from := strings.IndexByte(s, '{')
		if from < 0 {
			return s
		}
		to := strings.IndexByte(s[from:], '}')
		if to < 0 {
			return s
		}
		s = s[:from] + "…" + s[from+to+1:]
	}
}

// ruleIndex is what a search of the rules compares, in one language.
type ruleIndex struct {
	lang  *handshake.Language
	rules []*handshake.Rule
	texts []string
}

// indexed gives the index, made anew when the language has changed. It is only a
// memory of what the model says anyway, so that views may make it too.
func (m *Model) indexed() *ruleIndex {
	if m.index == nil || m.index.lang != m.Lang {
		x := &ruleIndex{lang: m.Lang, rules: handshake.Rules()}
		for _, r := range x.rules {
			x.texts = append(x.texts, m.ruleWords(r))
		}
		m.index = x
	}
	return m.index
}

// ruleWords is all that is known of a rule, in the reader's language and in
// English.
func (m *Model) ruleWords(r *handshake.Rule) string {
	list := []string{r.ID, r.Title, r.Why, r.Who, r.Cure, r.Wrong, r.Right, r.Level.String(), r.Severity.String(), r.Binds.String(),
		m.say(severityText(r.Severity)), m.levelText(r.Level), m.say(partyText(r.Binds))}
	if m.Lang != nil {
		for part := handshake.RuleTitle; part <= handshake.RuleCure; part++ {
			list = append(list, m.Lang.Rule(r, part))
		}
	}
	for _, c := range r.Cites {
		list = append(list, c.String())
	}
	if r.Status != 0 {
		list = append(list, strconv.Itoa(r.Status))
	}
	return plain(strings.Join(list, "\n"))
}

// ruleGroup is one topic with its rules.
type ruleGroup struct {
	topic string
	rules []*handshake.Rule
}

// rulesFound are the rules that the search leaves, by topic.
func (m *Model) rulesFound() (list []ruleGroup, n int) {
	w := wordsOf(m.RuleQuery)
	x := m.indexed()
	for i, r := range x.rules {
		if !holdsAll(x.texts[i], w) {
			continue
		}
		n++
		topic := handshake.TopicOf(r)
		if k := len(list) - 1; k < 0 || list[k].topic != topic {
			list = append(list, ruleGroup{topic: topic})
		}
		k := len(list) - 1
		list[k].rules = append(list[k].rules, r)
	}
	return list, n
}
