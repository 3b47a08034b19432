package peers

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"handshake101/handshake"
)

// Judgement is one entry of judgements.txt.
type Judgement struct {
	ID, Verdict, Cite, Text, JA, Hash string
	Covers                            []string
}

// Verdicts are the words of a verdict.
var Verdicts = []string{"wrong", "may", "policy", "lacks", "open"}

// ReadJudgements reads judgements.txt.
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
func (j *Judgement) Judges(d *Difference) bool {
	return slices.Contains(j.Covers, d.Of) || slices.Contains(j.Covers, d.Of+" "+d.Does)
}

// Stamp writes into judgements.txt of which English each Japanese text is the
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
