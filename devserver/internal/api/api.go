// Package api answers /api/inspect and /api/respond: the engine for programs.
package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"handshake101/handshake"
)

// Handler serves /api/. Languages are those that a report can be written in
// besides English; a body has at most maxBody bytes.
func Handler(languages map[string]*handshake.Language, maxBody int64) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/inspect", func(w http.ResponseWriter, r *http.Request) {
		in, err := decode(w, r, maxBody, inspectKeys, languages)
		if err != nil {
			answerFault(w, err)
			return
		}
		report := handshake.Inspect(handshake.Exchange{Request: in.request, Response: in.response}, in.policy)
		answer(w, "application/json", report.AppendJSON(nil, in.language))
	})
	mux.HandleFunc("POST /api/respond", func(w http.ResponseWriter, r *http.Request) {
		in, err := decode(w, r, maxBody, respondKeys, languages)
		if err != nil {
			answerFault(w, err)
			return
		}
		respond(w, r, in)
	})
	return mux
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
	w.WriteHeader(f.status)
	json.NewEncoder(w).Encode(struct {
		Error *fault `json:"error"`
	}{f})
}
