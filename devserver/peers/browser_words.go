package peers

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// What browsers said of the answers of their own table leads to rules too.

// quoting is where Chromium quotes the answer in its words.
var quoting = []struct {
	is   *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`(header value is not 'WebSocket':|if not present in request:|is rejected by the parser:) ?.*$`), "$1 *"},
	{regexp.MustCompile(`(header value ').*(' in response does not match)`), "$1*$2"},
	{regexp.MustCompile(`(unsupported extension ').*(' in )`), "$1*$2"},
	{regexp.MustCompile(`(response code:|opcode:) \d+`), "$1 *"},
	{regexp.MustCompile(`(reserved\d =) \d`), "$1 *"},
}

// unquoted puts * for what a browser quotes.
func unquoted(said string) string {
	for _, q := range quoting {
		said = q.is.ReplaceAllString(said, q.with)
	}
	return strings.TrimSpace(said)
}

const browserWordsHead = `# What browsers said of the answers of devserver/peers/testdata/browsers.txt. Made of
# that table. A section is a browser. Before the first ": " stand the IDs of the rules
# that the answers break, the likeliest first; behind it the text. A * in it stands
# for what is quoted from the answer.

`

// browserWords writes words-browsers.txt.
func (w *world) browserWords() string {
	counts := map[string]map[string]map[string]int{} // browser, text, rule
	for _, a := range w.browsers.Answers {
		rule, _ := broken(a)
		if rule == "" {
			continue
		}
		for name, cell := range w.browsers.Cells[a.ID] {
			_, said, ok := strings.Cut(cell, "; says ")
			if said = unquoted(said); !ok || len(said) < 8 {
				continue
			}
			if counts[name] == nil {
				counts[name] = map[string]map[string]int{}
			}
			if counts[name][said] == nil {
				counts[name][said] = map[string]int{}
			}
			counts[name][said][rule]++
		}
	}
	b := browserWordsHead
	for _, name := range sortedKeys(counts) {
		b += "[" + name + "]\n"
		var lines []string
		for said, rules := range counts[name] {
			lines = append(lines, fmt.Sprintf("%s: %s\n", strings.Join(byCount(rules), " "), said))
		}
		slices.Sort(lines)
		b += strings.Join(lines, "") + "\n"
	}
	return strings.TrimRight(b, "\n") + "\n"
}

// byCount gives the rules, that with the highest count first; but rules of lines, of
// which the table tries everything, come behind those of the handshake.
func byCount(counts map[string]int) []string {
	keys := sortedKeys(counts)
	rank := func(rule string) int {
		if strings.HasPrefix(rule, "h1.") {
			return counts[rule]
		}
		return 1000 + counts[rule]
	}
	slices.SortStableFunc(keys, func(a, b string) int { return rank(b) - rank(a) })
	return keys
}

func sortedKeys[V any](m map[string]V) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
