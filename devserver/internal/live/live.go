// Package live answers what the page asks of the live lab over ordinary HTTP:
// the recording of a connection, by the id that the page made up for it.
package live

import (
	"encoding/json"
	"net/http"
	"strings"

	"handshake101/devserver/internal/record"
	"handshake101/devserver/internal/upgrade"
)

// Handler serves /live/.
func Handler(recordings *record.Store) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /live/{id}/recording", func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		if !upgrade.ValidID(id) {
			problem(w, http.StatusNotFound, "an id has 16 to 64 of A-Z a-z 0-9 _ and -")
			return
		}
		recording := recordings.Get(id)
		if recording == nil {
			problem(w, http.StatusNotFound, "no recording has this id: none was made, or it is too old")
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Add("Vary", "Accept")
		if strings.Contains(r.Header.Get("Accept"), "text/plain") {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.Write(recording.Case().Append(nil))
			return
		}
		body, err := json.Marshal(recording)
		if err != nil {
			problem(w, http.StatusInternalServerError, err.Error())
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write(body)
	})
	// The accept loop takes every request for the endpoint. One that was sent
	// behind another without waiting has been read by net/http already.
	mux.HandleFunc("/live/{id}/echo", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		problem(w, http.StatusMisdirectedRequest, "send this request on a connection of its own, or after the answer to the one before")
	})
	return mux
}

// problem answers with a JSON error.
func problem(w http.ResponseWriter, status int, message string) {
	var body struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	body.Error.Message = message
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}
