package live

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"

	"handshake101/devserver/internal/fault"
)

// decode reads a JSON body into v, whose keys are all that there may be. It
// answers by itself when that fails.
func (h *handler) decode(w http.ResponseWriter, r *http.Request, v any) bool {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		// A browser asks before it sends this type across origins.
		problem(w, http.StatusUnsupportedMediaType, "", usage("expected Content-Type: application/json"))
		return false
	}
	free, ok := h.Room.Body(r.ContentLength, h.Limits.Body)
	if !ok {
		busy(w, http.StatusServiceUnavailable, fault.Busy)
		return false
	}
	defer free()
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.Limits.Body))
	if tooBig := (*http.MaxBytesError)(nil); errors.As(err, &tooBig) {
		problem(w, http.StatusRequestEntityTooLarge, "", fault.New(fault.Body, "most", strconv.FormatInt(h.Limits.Body, 10)))
		return false
	} else if err != nil {
		problem(w, http.StatusBadRequest, "", usage("the body broke off"))
		return false
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	err = d.Decode(v)
	if err == nil && d.More() {
		err = errors.New("expected one JSON object")
	}
	if err != nil {
		field := ""
		if kind := (*json.UnmarshalTypeError)(nil); errors.As(err, &kind) {
			field = kind.Field
		}
		problem(w, http.StatusBadRequest, field, fault.Of(err))
		return false
	}
	return true
}

// octets are bytes given as text or as base64.
func octets(text, coded *string) ([]byte, error) {
	switch {
	case text != nil && coded != nil:
		return nil, errors.New("expected text or base64, not both")
	case text != nil:
		return []byte(*text), nil
	case coded != nil:
		b, err := base64.StdEncoding.DecodeString(*coded)
		if err == nil && b == nil {
			b = []byte{}
		}
		return b, err
	}
	return nil, nil
}
