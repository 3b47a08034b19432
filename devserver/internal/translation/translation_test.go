package translation

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handshake101/handshake"
)

const folder = "../../../web/lang/ja"

func load(t *testing.T) ([]Source, *handshake.Language, []byte) {
	t.Helper()
	sources, err := Sources("../../../handshake", "../../../wasm/page")
	if err != nil {
		t.Fatal(err)
	}
	data, err := Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	ja, err := handshake.ParseLanguage("ja", data)
	if err != nil {
		t.Fatal(err)
	}
	return sources, ja, data
}

func TestJapaneseIsComplete(t *testing.T) {
	sources, ja, _ := load(t)
	seen := map[string]string{}
	for _, s := range sources {
		if where, twice := seen[s.Key]; twice {
			t.Errorf("%s: the key %s is taken by the text at %s", s.Where, s.Key, where)
		}
		seen[s.Key] = s.Where
		if s.Key == "" && s.English == "" {
			continue
		}
		if s.English == "" {
			t.Errorf("%s: %s has no English", s.Where, s.Key)
		}
		text := ja.Lookup(s.Key, "")
		if text == "" {
			t.Errorf("%s: no Japanese for %s in web/lang/ja", s.Where, s.Key)
			continue
		}
		if got, want := Placeholders(text), Placeholders(s.English); !slices.Equal(got, want) {
			t.Errorf("%s: the placeholders of the Japanese are %v, want %v", s.Key, got, want)
		}
	}
}

func TestJapaneseIsFresh(t *testing.T) {
	sources, _, data := load(t)
	for _, section := range Sections(data) {
		switch want, err := Hash(section, sources); {
		case err != nil:
			t.Errorf("web/lang/ja has something left over: %v", err)
		case want != section.Of:
			t.Errorf("the Japanese of [%s] was made from another English text; look at it again, then stamp its file", section.ID)
		}
	}
}

// A translation that is still English is a forgotten one.
func TestJapaneseIsJapanese(t *testing.T) {
	_, ja, _ := load(t)
	for _, key := range ja.Keys() {
		if strings.HasSuffix(key, ".of") {
			continue
		}
		text := ja.Lookup(key, "")
		if len(strings.Fields(text)) > 4 && !strings.ContainsFunc(text, isKana) {
			t.Errorf("[%s] has no kana in it: %q", key, text)
		}
	}
}

func isKana(r rune) bool { return 0x3041 <= r && r <= 0x30ff }

// TestFindingsAreJapanese: what a finding saw and expected is told in the reader's
// language, where it is not text from the wire or a name of the protocol.
func TestFindingsAreJapanese(t *testing.T) {
	_, ja, _ := load(t)
	files, err := filepath.Glob("../../../handshake/cases/*.case")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	// Two words in small letters behind one another are a piece of English; so are
	// these, whatever stands beside them.
	english := regexp.MustCompile(`\b[a-z]{2,} [a-z]{2,}\b|\b(bytes|lines|missing|empty|characters|token)\b`)
	seen := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := handshake.ParseCases(data)
		if err != nil {
			t.Fatal(file, err)
		}
		for _, c := range cases {
			policy, err := c.Policy()
			if err != nil {
				t.Fatal(c.ID, err)
			}
			report := handshake.Inspect(c.Exchange, policy)
			wire := handshake.Show(slices.Concat(c.Exchange.Request, c.Exchange.Response, report.Simulated))
			for _, f := range slices.Concat(report.Request.Findings, report.Answer.Findings) {
				got, want := ja.GotWant(&f)
				for plain, said := range map[string]string{f.Got: got, f.Want: want} {
					if said != plain {
						seen++
					}
					if english.MatchString(said) && !strings.Contains(wire, said) {
						t.Errorf("%s, %s: %q stays English: %q", c.ID, f.Rule.ID, plain, said)
					}
				}
			}
		}
	}
	if seen == 0 {
		t.Error("nothing was translated at all")
	}
}
