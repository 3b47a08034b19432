package handshake

import (
	stdmd5 "crypto/md5"
	stdsha1 "crypto/sha1"
	stdsha256 "crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"math/rand"
	"strings"
	"testing"
)

// The mistakes that are known from bug reports, each made here with the standard
// library: hashed is what is put into SHA-1, value what is sent, where that is not
// the base64 of it.
var knownMistakes = []struct {
	id     string // of the text, without "accept.mistake."
	hashed func(key string) string
	value  func(key string) string
}{
	{id: "hex-base64", value: func(k string) string { return b64(hexDigest(k + GUID)) }},
	{id: "hex", value: func(k string) string { return hexDigest(k + GUID) }},
	{id: "decoded", hashed: func(k string) string {
		raw, _ := base64.StdEncoding.DecodeString(k)
		return string(raw) + GUID
	}},
	{id: "no-guid", hashed: func(k string) string { return k }},
	{id: "empty", hashed: func(string) string { return GUID }},
	{id: "guid-lower", hashed: func(k string) string { return k + strings.ToLower(GUID) }},
	{id: "guid-first", hashed: func(k string) string { return GUID + k }},
	{id: "cr", hashed: func(k string) string { return k + "\r" + GUID }},
	{id: "crlf", hashed: func(k string) string { return k + "\r\n" + GUID }},
	{id: "leading-space", hashed: func(k string) string { return " " + k + GUID }},
	{id: "guid-nul", hashed: func(k string) string { return k + GUID + "\x00" }},
	{id: "nul", hashed: func(k string) string { return k + "\x00" + GUID }},
	{id: "md5", value: func(k string) string { d := stdmd5.Sum([]byte(k + GUID)); return b64(string(d[:])) }},
	{id: "sha256", value: func(k string) string { d := stdsha256.Sum256([]byte(k + GUID)); return b64(string(d[:])) }},
	{id: "echo", value: func(k string) string { return k }},
	{id: "lower", hashed: func(k string) string { return strings.ToLower(k) + GUID }},
	{id: "unpadded", hashed: func(k string) string { return strings.TrimRight(k, "=") + GUID }},
	{id: "guid", hashed: func(k string) string { return k + "258EAFA5-E914-47DA-95CA-5AB9DC11B5AB" }},
	{id: "guid", hashed: func(k string) string { return k + "258EAFA5-E914-47DA-95CA-5AB0DC85B11F" }},
	{id: "guid", hashed: func(k string) string { return k + "258EAFA5-E914-47DA-95CA-5AB53ADF711E2" }},
	{id: "guid", hashed: func(k string) string { return k + "258EAFA5-E914-47DA-95CA-5AB53ADF711E" }},
	{id: "guid", hashed: func(k string) string { return k + "258EAFA5-E914-47DA-95CA-5AB0DC85B11" }},
	{id: "null", hashed: func(string) string { return "null" + GUID }},
	{id: "undefined", hashed: func(string) string { return "undefined" + GUID }},
	{id: "none", hashed: func(string) string { return "None" + GUID }},
}

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func hexDigest(s string) string {
	d := stdsha1.Sum([]byte(s))
	return hex.EncodeToString(d[:])
}

// Whatever the key: a wrong Accept is named by its mistake, in the first finding, and
// the step that checks it shows what was hashed, and the same value made of it.
func TestAcceptOfAnyKey(t *testing.T) {
	random := rand.New(rand.NewSource(3))
	fresh := func() string {
		var nonce [16]byte
		for i := range nonce {
			nonce[i] = byte(random.Intn(256))
		}
		return NewKey(nonce)
	}
	for range 200 {
		key := fresh()
		for _, m := range knownMistakes {
			var hashed, value string
			if m.hashed != nil {
				hashed = m.hashed(key)
				d := stdsha1.Sum([]byte(hashed))
				value = b64(string(d[:]))
			} else {
				value = m.value(key)
			}
			checkForensics(t, key, value, m.id, hashed)
		}
		checkForensics(t, key, AcceptFor(fresh()), "other", "")
		checkForensics(t, key, AcceptFor(sampleKey), "sample", "")
	}
}

func checkForensics(t *testing.T, key, value, id, hashed string) {
	t.Helper()
	r := Inspect(Exchange{
		Request:  head("GET / HTTP/1.1\nHost: a.example\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Key: " + key + "\nSec-WebSocket-Version: 13\n"),
		Response: head("HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: " + value + "\n"),
	}, nil)
	text := diagnose(key, value).texts[0]
	if text == nil || text.ID != "accept.mistake."+id {
		t.Fatalf("%s answered with %s: got %v, want %s", key, value, text, id)
	}
	english := text.English
	f := r.Response.Findings[0]
	title := (*Language)(nil).Rule(f.Rule, RuleTitle, f.Args...)
	switch f.Rule {
	case &acceptKeyAsText, &acceptCase: // whose title says it in its own words
	default:
		if !strings.Contains(title, english) {
			t.Errorf("%s answered with %s: the first finding says %q, want %q in it", key, value, title, english)
		}
	}
	if r.Response.Verdict != FailConnection || f.Want != AcceptFor(key) {
		t.Errorf("%s answered with %s: %v, and %s is wanted", key, value, r.Response.Verdict, f.Want)
	}
	working := workings(r, "client.accept")
	if !strings.Contains(working, AcceptFor(key)) || !strings.Contains(working, value) {
		t.Errorf("%s answered with %s: the working does not show both values\n%s", key, value, working)
	}
	if hashed != "" && !strings.Contains(working, "what was hashed instead: "+Show([]byte(hashed))) {
		t.Errorf("%s answered with %s: the working does not show that %q was hashed\n%s", key, value, hashed, working)
	}
	if made := "made by this mistake: " + english + ": " + value; id != "other" && id != "sample" && id != "echo" && !strings.Contains(working, made) {
		t.Errorf("%s answered with %s: no line %q in\n%s", key, value, made, working)
	}
}
