// Package live answers what the page asks of the live lab over ordinary HTTP:
// recordings, as they are and as they grow; requests to be sent; answers to be
// stored; and words to be said on an open WebSocket. All go by the id that the
// page made up at random.
package live

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"handshake101/devserver/internal/fault"
	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/places"
	"handshake101/devserver/internal/record"
	"handshake101/devserver/internal/room"
	"handshake101/devserver/internal/script"
	"handshake101/devserver/internal/send"
	"handshake101/devserver/internal/upgrade"
)

// Config is what the live lab needs.
type Config struct {
	Limits     limits.Limits
	Recordings *record.Store
	Answers    *script.Store
	Room       *room.Room // for bodies
	Sender     *send.Sender
	Acts       Acts
	About      About
	Stopping   <-chan struct{} // closed when the server begins to stop
}

// Acts says something on the open WebSocket of an id.
type Acts interface {
	Act(id string, a upgrade.Act) error
}

type handler struct {
	Config
	sends    *places.Places
	watchers *places.Places
}

// Handler serves /live/.
func Handler(c Config) http.Handler {
	l := &c.Limits
	h := &handler{Config: c, sends: places.New(l.Sends, l.SendsPerAddress), watchers: places.New(l.Watchers, l.WatchersPerAddress)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /live/about", h.about)
	mux.HandleFunc("GET /live/{id}/recording", withID(h.recording))
	mux.HandleFunc("GET /live/{id}/stream", withID(h.stream))
	mux.HandleFunc("POST /live/{id}/send", withID(h.send))
	mux.HandleFunc("PUT /live/{id}/answer", withID(h.answer))
	mux.HandleFunc("POST /live/{id}/act", withID(h.act))
	// The accept loop takes every request for the endpoints. One that was sent
	// behind another without waiting has been read by net/http already.
	elsewhere := func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor > 1 {
			problem(w, http.StatusNotFound, "", fault.New(fault.Stream))
			return
		}
		w.Header().Set("Connection", "close")
		problem(w, http.StatusMisdirectedRequest, "", fault.New(fault.Misdirected))
	}
	mux.HandleFunc("/live/{id}/echo", elsewhere)
	mux.HandleFunc("/live/{id}/echo/", elsewhere)
	mux.HandleFunc("GET /live/{id}/answer", elsewhere)
	return mux
}

func withID(next func(w http.ResponseWriter, r *http.Request, id string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		if !upgrade.ValidID(id) {
			problem(w, http.StatusNotFound, "", fault.New(fault.ID))
			return
		}
		next(w, r, id)
	}
}

// longestPoll bounds waitMs: proxies give up after half a minute.
const longestPoll = 25 * time.Second

// recording gives what there is; with since, when there is more than that.
func (h *handler) recording(w http.ResponseWriter, r *http.Request, id string) {
	recording := h.Recordings.Get(id)
	if since := r.URL.Query().Get("since"); since != "" {
		n, err := strconv.Atoi(since)
		if err != nil || n < 0 {
			problem(w, http.StatusBadRequest, "since", usage("expected a number of bytes"))
			return
		}
		wait, ok := milliseconds(r.URL.Query().Get("waitMs"), longestPoll)
		if !ok {
			problem(w, http.StatusBadRequest, "waitMs", fault.New(fault.Wait, "most", strconv.Itoa(int(longestPoll.Milliseconds()))))
			return
		}
		free, status := h.watchers.Enter(r.RemoteAddr)
		if status != 0 {
			busy(w, status, fault.Watchers)
			return
		}
		recording = h.poll(r, id, n, wait)
		free()
	}
	if recording == nil {
		problem(w, http.StatusNotFound, "", fault.New(fault.Recording))
		return
	}
	w.Header().Add("Vary", "Accept")
	if strings.Contains(r.Header.Get("Accept"), "text/plain") {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Write(recording.Case().Append(nil))
		return
	}
	reply(w, recording)
}

func (h *handler) about(w http.ResponseWriter, r *http.Request) {
	a := h.About
	a.Schema, a.HTTP = 1, r.Proto
	a.TLS = wrapping(r)
	a.Limits = aboutLimits(&h.Limits)
	reply(w, a)
}

func milliseconds(s string, most time.Duration) (time.Duration, bool) {
	if s == "" {
		return most, true
	}
	n, err := strconv.Atoi(s)
	d := time.Duration(n) * time.Millisecond
	return d, err == nil && n >= 0 && d <= most
}

// reply answers with JSON.
func reply(w http.ResponseWriter, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		problem(w, http.StatusInternalServerError, "", fault.Of(err))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Write(body)
}

// busy answers that there is no place.
func busy(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Retry-After", "1")
	problem(w, status, "", fault.New(code))
}

// usage is a fault that only programs meet.
func usage(why string) *fault.Fault { return fault.New(fault.Usage, "why", why) }

// problem answers with a JSON error: a code with its arguments, and the same in
// English.
func problem(w http.ResponseWriter, status int, field string, f *fault.Fault) {
	var body struct {
		Error struct {
			Code    string            `json:"code"`
			Args    map[string]string `json:"args,omitempty"`
			Message string            `json:"message"`
			Field   string            `json:"field"`
		} `json:"error"`
	}
	e := &body.Error
	e.Code, e.Args, e.Message, e.Field = f.Code, f.Args, f.Error(), field
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}
