package api

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"handshake101/handshake"
)

// The bodies of the API are read strictly. Whoever misspells a key is to be
// told, not to wonder why it has no effect.

var (
	inspectKeys = []string{"request", "requestBase64", "response", "responseBase64", "policy", "lang"}
	respondKeys = []string{"request", "requestBase64", "policy"}
)

// input is what a body asks for.
type input struct {
	request  []byte
	response []byte // nil when there is none
	policy   *handshake.Policy
	language *handshake.Language
}

func (h *handler) decode(w http.ResponseWriter, r *http.Request, keys []string) (*input, *fault) {
	free, ok := h.room.Body(r.ContentLength, h.limits.Body)
	if !ok {
		return nil, busy(http.StatusServiceUnavailable)
	}
	defer free()
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.limits.Body))
	if tooBig := (*http.MaxBytesError)(nil); errors.As(err, &tooBig) {
		return nil, tooLong("a longer body", h.limits.Body)
	} else if err != nil {
		return nil, bad("", "a body that broke off", "a JSON object")
	}
	values, f := object("", body, keys)
	if f != nil {
		return nil, f
	}
	in := new(input)
	if in.request, f = values.message("request"); f != nil {
		return nil, f
	}
	if in.request == nil {
		return nil, bad("request", "nothing", "the request as a string with \\r\\n, or requestBase64")
	}
	if in.response, f = values.message("response"); f != nil {
		return nil, f
	}
	if len(in.request)+len(in.response) > h.limits.Inspect {
		return nil, tooLong("longer messages", int64(h.limits.Inspect))
	}
	if in.policy, f = values.policy(); f != nil {
		return nil, f
	}
	in.language, f = values.language(h.languages)
	return in, f
}

func tooLong(got string, most int64) *fault {
	f := bad("", got, "at most "+strconv.FormatInt(most, 10)+" bytes")
	f.status = http.StatusRequestEntityTooLarge
	return f
}

// members are the values of an object, undecoded.
type members map[string]json.RawMessage

// object reads a JSON object whose keys are all among those given. path names
// the object in errors.
func object(path string, body []byte, keys []string) (members, *fault) {
	if at := invalidUTF8(body); at >= 0 {
		return nil, bad(path, "a byte that is not UTF-8 at offset "+strconv.Itoa(at), "UTF-8, with arbitrary bytes in requestBase64 and responseBase64")
	}
	var values members
	if err := json.Unmarshal(body, &values); err != nil {
		return nil, jsonFault(path, body, err, "a JSON object")
	}
	if values == nil {
		return nil, bad(path, "null", "a JSON object")
	}
	for key := range values {
		if !slices.Contains(keys, key) {
			return nil, bad(join(path, key), "an unknown key", "one of "+strings.Join(keys, ", "))
		}
	}
	return values, nil
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func invalidUTF8(b []byte) int {
	for at := 0; at < len(b); {
		r, n := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && n == 1 {
			return at
		}
		at += n
	}
	return -1
}

// jsonFault words an error of encoding/json.
func jsonFault(field string, body []byte, err error, want string) *fault {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return bad(field, "nothing", want)
	case errors.As(err, &syntax):
		return bad(field, syntax.Error()+" at offset "+strconv.FormatInt(syntax.Offset, 10), want)
	case errors.As(err, &kind):
		return bad(field, "a JSON "+kind.Value+" at offset "+strconv.FormatInt(kind.Offset, 10), want)
	default:
		return bad(field, err.Error(), want)
	}
}

// message reads the bytes of one side, given as text or as base64; nil when
// neither is there.
func (values members) message(key string) ([]byte, *fault) {
	text, asText, f := values.text(key, "a string")
	if f != nil {
		return nil, f
	}
	coded, asCoded, f := values.text(key+"Base64", "a string of base64")
	switch {
	case f != nil:
		return nil, f
	case asText && asCoded:
		return nil, bad(key+"Base64", "both "+key+" and "+key+"Base64", "one of them")
	case asText:
		return []byte(text), nil
	case !asCoded:
		return nil, nil
	}
	b, err := base64.StdEncoding.DecodeString(coded)
	if at := base64.CorruptInputError(0); errors.As(err, &at) {
		return nil, bad(key+"Base64", "no base64 at offset "+strconv.FormatInt(int64(at), 10), "base64 with + and /, padded with =")
	}
	if b == nil {
		b = []byte{}
	}
	return b, nil
}

// text reads a string; null counts as left out.
func (values members) text(key, want string) (s string, ok bool, f *fault) {
	raw, ok := values[key]
	if !ok || string(raw) == "null" {
		return "", false, nil
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		return "", false, jsonFault(key, raw, err, want)
	}
	return s, true, nil
}

// policy reads the server's policy; nil, the willing server, when there is none.
func (values members) policy() (*handshake.Policy, *fault) {
	raw, ok := values["policy"]
	if !ok || string(raw) == "null" {
		return nil, nil
	}
	inner, f := object("policy", raw, handshake.PolicyKeys)
	if f != nil {
		return nil, f
	}
	p := new(handshake.Policy)
	wants := map[string]struct {
		into any
		want string
	}{
		"protocols":    {&p.Protocols, "a list of strings"},
		"only":         {&p.Only, "a string"},
		"versions":     {&p.Versions, "a list of numbers from 0 to 255"},
		"subprotocols": {&p.Subprotocols, "a list of strings"},
		"extensions":   {&p.Extensions, "a list of strings"},
		"origins":      {&p.Origins, "a list of strings"},
	}
	for _, key := range handshake.PolicyKeys {
		raw, ok := inner[key]
		if !ok {
			continue
		}
		w := wants[key]
		if err := json.Unmarshal(raw, w.into); err != nil {
			return nil, jsonFault("policy."+key, raw, err, w.want)
		}
	}
	for _, v := range p.Versions {
		if v < 0 || v > 255 {
			return nil, bad("policy.versions", strconv.Itoa(v), "numbers from 0 to 255")
		}
	}
	return p, nil
}

// language reads the language of the report's texts; English when it is left out.
func (values members) language(languages map[string]*handshake.Language) (*handshake.Language, *fault) {
	code, ok, f := values.text("lang", "a string")
	if f != nil || !ok || code == "en" {
		return nil, f
	}
	if l := languages[code]; l != nil {
		return l, nil
	}
	known := []string{"en"}
	for c := range languages {
		known = append(known, c)
	}
	slices.Sort(known)
	return nil, bad("lang", handshake.Quote(code), "one of "+strings.Join(known, ", "))
}
