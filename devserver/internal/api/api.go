// Package api answers /api/inspect and /api/respond: the engine for programs.
package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/places"
	"handshake101/devserver/internal/room"
	"handshake101/handshake"
)

// handler answers questions. A report is up to a hundred times as long as what it
// explains, so few are written at once.
type handler struct {
	limits    limits.Limits
	languages map[string]*handshake.Language // of reports, besides English
	places    *places.Places
	room      *room.Room // for bodies
}

// Handler serves /api/. Languages are those that a report can be written in
// besides English.
func Handler(languages map[string]*handshake.Language, l limits.Limits, arriving *room.Room) http.Handler {
	h := &handler{l, languages, places.New(l.Inspects, l.InspectsPerAddress), arriving}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/inspect", h.question(inspectKeys, inspect))
	mux.HandleFunc("POST /api/respond", h.question(respondKeys, respond))
	return mux
}

// patience is how long a question waits for its place.
const patience = 5 * time.Second

// question reads a question and has it answered, when there is a place.
func (h *handler) question(keys []string, answer func(http.ResponseWriter, *http.Request, *input)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		in, err := h.decode(w, r, keys)
		if err != nil {
			answerFault(w, err)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), patience)
		defer cancel()
		free, status := h.places.Await(ctx, r.RemoteAddr)
		if status != 0 {
			answerFault(w, busy(status))
			return
		}
		defer free()
		answer(w, r, in)
	}
}

func busy(status int) *fault {
	f := bad("", "too many questions at once", "another try in a moment")
	f.status = status
	return f
}

func inspect(w http.ResponseWriter, r *http.Request, in *input) {
	report := handshake.Inspect(handshake.Exchange{Request: in.request, Response: in.response}, in.policy)
	answer(w, "application/json", report.AppendJSON(nil, in.language))
}

// respond answers what a server with the policy would send: as JSON, or bare.
func respond(w http.ResponseWriter, r *http.Request, in *input) {
	d := handshake.Decide(in.request, in.policy)
	response := d.AppendResponse(nil)
	w.Header().Add("Vary", "Accept")
	for _, bare := range []string{"message/http", "text/plain"} {
		if strings.Contains(r.Header.Get("Accept"), bare) {
			answer(w, bare, response)
			return
		}
	}
	body, err := json.Marshal(struct {
		Schema         int    `json:"schema"`
		Status         int    `json:"status"`
		Verdict        string `json:"verdict"`
		Protocol       string `json:"protocol"`
		Response       string `json:"response"`
		ResponseBase64 []byte `json:"responseBase64"`
	}{1, d.Status, d.Verdict.String(), d.Protocol, strings.ToValidUTF8(string(response), string(utf8.RuneError)), response})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	answer(w, "application/json", body)
}

func answer(w http.ResponseWriter, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Cache-Control", "no-store")
	w.Write(body)
}

// fault says what is wrong with a body: where, what was got, what was wanted.
type fault struct {
	status  int
	Message string `json:"message"`
	Field   string `json:"field"`
	Got     string `json:"got"`
	Want    string `json:"want"`
}

func (f *fault) Error() string { return f.Message }

// bad makes a fault that is answered with 400.
func bad(field, got, want string) *fault {
	message := "got " + got + ", expected " + want
	if field != "" {
		message = field + ": " + message
	}
	return &fault{http.StatusBadRequest, message, field, got, want}
}

func answerFault(w http.ResponseWriter, f *fault) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if f.status == http.StatusServiceUnavailable || f.status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "1")
	}
	w.WriteHeader(f.status)
	json.NewEncoder(w).Encode(struct {
		Error *fault `json:"error"`
	}{f})
}
