package translation

import (
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
