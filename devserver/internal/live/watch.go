package live

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"handshake101/devserver/internal/fault"
	"handshake101/devserver/internal/record"
)

// A recording as it grows: by long poll, or as an event stream. Both hold no
// more than a goroutine while nothing happens, and both have an end.

// until gives a context that ends with the request, the time, or the server.
func (h *handler) until(r *http.Request, d time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(r.Context(), d)
	go func() {
		select {
		case <-h.Stopping:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// poll waits until a recording has more bytes than n, or is complete.
func (h *handler) poll(r *http.Request, id string, n int, wait time.Duration) *record.Recording {
	ctx, cancel := h.until(r, wait)
	defer cancel()
	recording := h.Recordings.Await(ctx, id)
	if recording == nil {
		return nil
	}
	for {
		_, _, state, changed, gone := recording.Since(record.Cursor{})
		if gone || state.Closed || recording.Size() > n {
			return recording
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return recording
		}
	}
}

// stream sends chunks as they cross the socket.
func (h *handler) stream(w http.ResponseWriter, r *http.Request, id string) {
	free, status := h.watchers.Enter(r.RemoteAddr)
	if status != 0 {
		busy(w, status, fault.Watchers)
		return
	}
	defer free()
	control := http.NewResponseController(w)
	control.SetReadDeadline(time.Time{})
	ctx, cancel := h.until(r, h.Limits.WatchTime)
	defer cancel()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would wait for more
	send := func(event string, v any) bool {
		data, err := json.Marshal(v)
		if err != nil {
			return false
		}
		control.SetWriteDeadline(time.Now().Add(h.Limits.PipeWrite))
		_, err = w.Write([]byte("event: " + event + "\ndata: " + string(data) + "\n\n"))
		return err == nil
	}
	if control.Flush() != nil {
		return
	}
	recording := h.Recordings.Await(ctx, id)
	if recording == nil {
		return
	}
	if !send("begin", map[string]string{"id": id, "started": recording.Started().UTC().Format(time.RFC3339Nano)}) {
		return
	}
	var at record.Cursor
	var said record.State
	for first := true; ; first = false {
		parts, next, state, changed, gone := recording.Since(at)
		at = next
		for _, p := range parts {
			if !send("chunk", p) {
				return
			}
		}
		if (first || state != said) && !gone && !send("state", state) {
			return
		}
		said = state
		if gone || state.Closed {
			send("end", struct{}{})
			control.Flush()
			return
		}
		if control.Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}
