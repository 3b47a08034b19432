package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/places"
	"handshake101/devserver/internal/room"
)

// TestBounds: long messages are refused, and so is one question too many, after a
// while.
func TestBounds(t *testing.T) {
	l := limits.Default()
	l.Inspect = 1000
	h := &handler{limits: l, places: places.New(1, 1), room: room.New(100 << 10)}
	ask := func(body string) *httptest.ResponseRecorder {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		w := httptest.NewRecorder()
		h.question(inspectKeys, inspect)(w, httptest.NewRequest("POST", "/api/inspect", strings.NewReader(body)).WithContext(ctx))
		return w
	}
	half := strings.Repeat("x", 501)
	if w := ask(`{"request":"` + half + `","response":"` + half + `"}`); w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), "at most 1000 bytes") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ask(`{"request":"` + half + `"}`); w.Code != http.StatusOK {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	h.room.Take(100 << 10)
	if w := ask(`{"request":"` + half + `"}` + strings.Repeat(" ", room.Small)); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	h.room.Free(100 << 10)
	free, _ := h.places.Enter("127.0.0.1:1")
	if w := ask(`{"request":"x"}`); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	free()
	if w := ask(`{"request":"x"}`); w.Code != http.StatusOK {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
