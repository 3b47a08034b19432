package handshake

import (
	"strings"
	"testing"
)

// The wrong values of the sample key, each with its mistake: the vectors are
// not computed here but collected from bug reports and other programs.
func TestDiagnoseSampleKey(t *testing.T) {
	for _, c := range []struct{ accept, first, second string }{
		{"YjM3YTRmMmNjMDYyNGYxNjkwZjY0NjA2Y2YzODU5NDViMmJlYzRlYQ==", "hex-base64", ""},
		{"b37a4f2cc0624f1690f64606cf385945b2bec4ea", "hex", ""},
		{"BXhwxM0SZasKmCD9S4BfpPmCnEw=", "decoded", ""},
		{"hHLtf2V1k8aDQZfNjw3Ia1hCwt0=", "no-guid", ""},
		{"Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=", "empty", ""},
		{"WJfwerbIozKsJXHxxI0JTO1SQgU=", "guid-lower", ""},
		{"/RT0V1zpbDH48QYiJP08HEjZeik=", "guid-braces", ""},
		{"2OZf2Seed9yzIpkj+zvC9KS9Mjw=", "guid-first", ""},
		{"zvnId+CMmoYWpbuFiCx6kU/bpAw=", "cr", ""},
		{"r9/ho7dygrDPAQf/zFnJxWqPVO4=", "lf", ""},
		{"kex8Ji4w0ek1Mc3Dwcf4mOpf5b4=", "crlf", ""},
		{"s3mCG3XUBfFRrUGpYOBQiHm5i8g=", "leading-space", ""},
		{"wRn3T1d05f86S/JjgrE2dZ0BqLI=", "guid-nul", ""},
		{"CAV2rT4szLbzEtluVJbfjB7GFPY=", "lower", ""},
		{"RZWuh2JK/hL0RMgTNJFfZIAppXg=", "unpadded", ""},
		{"s3pPLMBiTxaQ9kYGzzhZRbK-xOo=", "url-safe", ""},
		{"s3pPLMBiTxaQ9kYGzzhZRbK+xOo", "no-padding", ""},
		{"s3pPLMBiTxaQ9kYGzzhZRbK-xOo", "url-safe-no-padding", ""},
		{"S3PplmbItXAq9KygZZHzrBk+XoO=", "case", ""},
		{"s3pplmbitxaq9kygzzhzrbk+xoo=", "case", ""},
		{"fI/F95pFHyUax3HLt0ktmQ==", "md5", ""},
		{"c8qeCxwB8sJPxkSckeL76bKL7f642+KYzDiR7EbKyTY=", "sha256", ""},
		{"dGhlIHNhbXBsZSBub25jZQ==", "echo", ""},
		{"CPa0COphauzHUG76L+nWjWRLkdA=", "null", ""},
		{"gH2cR3x4MfGXKljgIwL3fMYv0sY=", "undefined", ""},
		{"XQrm6Chk/7FvMjgNsAUNcO619pQ=", "none", ""},
		{"FlscFByo7EQHPKXToHKEWjb17RQ=", "guid", ""},
		{"tF+4yo8PvjWV9zMFht911yVrKKY=", "guid", ""},
		{"jmdneR5scb+M8Ha81NMT4gw05j8=", "guid", ""},
		{"4wIsy0je5ufcA080FDfQMQ0PUYM=", "guid", ""},
		{"PqrUWKkukdFUBIRNpUXUnidFcM8=", "guid", ""},
		{"", "missing", ""},
		{"AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "other", ""},
		{"yes", "shape", ""},
	} {
		checkDiagnosis(t, sampleKey, c.accept, c.first, c.second)
	}
	// A key too long to try all mistakes on: the value is of the right shape all the same.
	checkDiagnosis(t, strings.Repeat("a", 400), "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "other", "")
}

// Whatever the key: each row of each table is found again, alone and with a
// row of another table.
func TestDiagnoseAnyKey(t *testing.T) {
	for _, key := range []string{"x3JJHMbDL1EzLkh9GBhXDw==", "hXSwZt9tHtza1TLNBuGMWg==", "gkg8nQDSynzn2PE06GEiVA=="} {
		right := AcceptFor(key)
		found := func(accept string, want ...*Text) {
			t.Helper()
			d := diagnose(key, accept)
			for i, text := range want {
				if d.texts[i] == nil || d.texts[i].ID != text.ID {
					t.Errorf("%s: %q: got %v, want %s", key, accept, d.texts[i], text.ID)
				}
			}
			if len(want) == 1 && d.texts[1] != nil {
				t.Errorf("%s: %q: got a second mistake %s", key, accept, d.texts[1].ID)
			}
		}
		for i := range keyMistakes {
			row := &keyMistakes[i]
			found(acceptOf(row.key(key)+GUID), &row.text)
		}
		for i := range joinMistakes {
			row := &joinMistakes[i]
			found(acceptOf(row.join(key)), &row.text)
		}
		seen := map[string]bool{right: true} // a digest without + and / is the same in base64 for URLs
		for i := range outMistakes {
			row := &outMistakes[i]
			if value := row.out([]byte(key+GUID), sha1([]byte(key+GUID))); !seen[value] {
				found(value, &row.text)
				seen[value] = true
			}
		}
		decoded := &keyMistakes[0]
		hex := &outMistakes[0]
		in := decoded.key(key) + GUID
		found(hex.out([]byte(in), sha1([]byte(in))), &decoded.text, &hex.text)
		found(acceptOf(joinMistakes[1].join(decoded.key(key))), &decoded.text, &joinMistakes[1].text)
		in = joinMistakes[0].join(key)
		found(hex.out([]byte(in), sha1([]byte(in))), &joinMistakes[0].text, &hex.text)
		found(AcceptFor("MTIzNDU2Nzg5MDEyMzQ1Ng=="), &mistakeOther)
		found(AcceptFor(sampleKey), &mistakeSample)
	}
}

func checkDiagnosis(t *testing.T, key, accept, first, second string) {
	t.Helper()
	want := [2]string{first, second}
	for i, text := range diagnose(key, accept).texts {
		got := ""
		if text != nil {
			got = text.ID[len("accept.mistake."):]
		}
		if got != want[i] {
			t.Errorf("%q: mistake %d: got %q, want %q", accept, i+1, got, want[i])
		}
	}
}

// A mistake is said in the title, in the reader's language.
func TestMistakeInTitle(t *testing.T) {
	ex := Exchange{Request: []byte("GET / HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"),
		Response: []byte("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
			"Sec-WebSocket-Accept: hHLtf2V1k8aDQZfNjw3Ia1hCwt0=\r\n\r\n")}
	r := Inspect(ex, nil)
	l, err := ParseLanguage("xx", []byte("[ws.resp.accept.value]\ntitle: bad {mistake}\n[accept.mistake.no-guid]\ntext: no guid\n[verdict.fails]\ntext: fails {cause}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := l.Say(r.Verdict.Summary), "fails bad no guid"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := (*Language)(nil).Say(r.Verdict.Summary), "The client fails the connection: the Accept is wrong: the GUID was forgotten"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAcceptVectors(t *testing.T) {
	for key, want := range map[string]string{
		"dGhlIHNhbXBsZSBub25jZQ==": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
		"x3JJHMbDL1EzLkh9GBhXDw==": "HSmrc0sMlYUkAGmm5OPpG2HaGWk=",
		"AQIDBAUGBwgJCgsMDQ4PEA==": "C/0nmHhBztSRGR1CwL6Tf4ZjwpY=",
		"AQIDBAUGBwgJCgsMDQ4PEC==": "OfS0wDaT5NoxF2gqm7Zj2YtetzM=",
	} {
		if got := AcceptFor(key); got != want {
			t.Errorf("AcceptFor(%q) = %q, want %q", key, got, want)
		}
	}
}

func BenchmarkDiagnoseOther(b *testing.B) {
	for b.Loop() {
		diagnose("x3JJHMbDL1EzLkh9GBhXDw==", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")
	}
}
