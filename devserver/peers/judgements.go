package peers

import (
	"fmt"
	"os"
	"strings"

	"handshake101/handshake"
)

// Judgement is one entry of judgements.txt, of servers and proxies, or of
// judgements-clients.txt.
type Judgement struct {
	ID, Verdict, Cite, Text, JA, Hash string
	Covers                            []string
}

// The files of judgements, beside the tables.
const (
	ServerJudgements = "judgements.txt"
	ClientJudgements = "judgements-clients.txt"
)

// Verdicts are the words of a verdict.
var Verdicts = []string{"wrong", "may", "policy", "lacks", "open"}

// ReadJudgements reads a file of judgements.
func ReadJudgements(file string) ([]Judgement, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var all []Judgement
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			all = append(all, Judgement{ID: strings.Trim(line, "[]")})
			continue
		}
		key, value, ok := strings.Cut(line, ": ")
		if !ok || all == nil {
			return nil, fmt.Errorf("%s:%d: want \"key: value\" under an [ID]", file, n+1)
		}
		j := &all[len(all)-1]
		switch key {
		case "covers":
			j.Covers = strings.Split(value, ", ")
		case "verdict":
			j.Verdict = value
		case "cite":
			j.Cite = value
		case "text":
			j.Text = value
		case "of":
			j.Hash = value
		case "ja":
			j.JA = value
		default:
			return nil, fmt.Errorf("%s:%d: unknown key %q", file, n+1, key)
		}
	}
	return all, nil
}

// Judges tells whether an entry covers a difference.
func (j *Judgement) Judges(d *Difference) bool { return j.by(d) != "" }

// by is what in an entry covers a difference: a rule or case, with or without what is
// done; a * at the end of its ID stands for any letters.
func (j *Judgement) by(d *Difference) string {
	for _, c := range j.Covers {
		of, does, _ := strings.Cut(c, " ")
		family, many := strings.CutSuffix(of, "*")
		if (of == d.Of || many && strings.HasPrefix(d.Of, family)) && (does == "" || does == d.Does) {
			return c
		}
	}
	return ""
}

// Stamp writes into a file of judgements of which English each Japanese text is the
// translation. Who stamps has read both.
func Stamp(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var out []string
	hash := ""
	for _, line := range strings.Split(string(data), "\n") {
		switch key, value, _ := strings.Cut(line, ": "); key {
		case "text":
			hash = handshake.TextHash(value)
		case "of":
			continue
		case "ja":
			out = append(out, "of: "+hash)
		}
		out = append(out, line)
	}
	return os.WriteFile(file, []byte(strings.Join(out, "\n")), 0o644)
}
