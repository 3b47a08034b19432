package live

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"time"

	"handshake101/devserver/internal/fault"
	"handshake101/devserver/internal/pieces"
	"handshake101/devserver/internal/script"
	"handshake101/devserver/internal/send"
	"handshake101/devserver/internal/upgrade"
	"handshake101/handshake"
)

// What the page may ask for: to send a request, to keep an answer, to say
// something on an open WebSocket.

// usualWait is how long a sender waits for an answer if nothing else is said.
const usualWait = 2 * time.Second

func (h *handler) send(w http.ResponseWriter, r *http.Request, id string) {
	var in struct {
		Request       *string           `json:"request"`
		RequestBase64 *string           `json:"requestBase64"`
		Policy        *handshake.Policy `json:"policy"`
		Pieces        []pieces.Piece    `json:"pieces"`
		TLS           bool              `json:"tls"`
		Target        string            `json:"target"`
		AfterBase64   *string           `json:"afterBase64"`
		Greet         *bool             `json:"greet"`
		ReadMs        *int              `json:"readMs"`
		Behind        bool              `json:"behind"`
	}
	if !h.decode(w, r, &in) {
		return
	}
	request := send.Request{Policy: in.Policy, Pieces: in.Pieces, TLS: in.TLS, Target: in.Target, Greet: in.Greet, Wait: usualWait, Behind: in.Behind}
	var err error
	if request.Bytes, err = octets(in.Request, in.RequestBase64); err != nil {
		problem(w, http.StatusBadRequest, "requestBase64", fault.Of(err))
		return
	}
	if n := len(request.Bytes); n == 0 || n > h.Limits.SendBytes {
		problem(w, http.StatusBadRequest, "request", fault.New(fault.Size, "most", strconv.Itoa(h.Limits.SendBytes)))
		return
	}
	if request.After, err = octets(nil, in.AfterBase64); err != nil || len(request.After) > h.Limits.SendBytes {
		problem(w, http.StatusBadRequest, "afterBase64", usage("expected base64 of at most "+strconv.Itoa(h.Limits.SendBytes)+" bytes"))
		return
	}
	if err := pieces.Check(in.Pieces, h.Limits.Pieces, h.Limits.Pauses); err != nil {
		problem(w, http.StatusBadRequest, "pieces", fault.Of(err))
		return
	}
	if in.ReadMs != nil {
		request.Wait = time.Duration(*in.ReadMs) * time.Millisecond
		if *in.ReadMs < 0 || *in.ReadMs > int(h.Limits.SendWait.Milliseconds()) {
			problem(w, http.StatusBadRequest, "readMs", fault.New(fault.Wait, "most", strconv.FormatInt(h.Limits.SendWait.Milliseconds(), 10)))
			return
		}
	}
	if in.Behind && in.Target == "" {
		problem(w, http.StatusBadRequest, "target", fault.New(fault.Behind))
		return
	}
	free, status := h.sends.Enter(r.RemoteAddr)
	switch status {
	case http.StatusTooManyRequests:
		busy(w, status, fault.Yours)
		return
	case http.StatusServiceUnavailable:
		busy(w, status, fault.Busy)
		return
	}
	defer free()
	http.NewResponseController(w).SetReadDeadline(time.Time{})
	result, err := h.Sender.Send(r.Context(), id, request)
	if err == nil {
		reply(w, result)
		return
	}
	f, status, field := fault.Of(err), http.StatusBadGateway, ""
	if f.Code == fault.Target {
		status, field = http.StatusForbidden, "target"
	}
	problem(w, status, field, f)
}

func (h *handler) answer(w http.ResponseWriter, r *http.Request, id string) {
	var in struct {
		Response       *string        `json:"response"`
		ResponseBase64 *string        `json:"responseBase64"`
		Pieces         []pieces.Piece `json:"pieces"`
		ThenBase64     *string        `json:"thenBase64"`
		End            bool           `json:"end"`
	}
	if !h.decode(w, r, &in) {
		return
	}
	a := &script.Answer{Pieces: in.Pieces, End: in.End}
	var err error
	if a.Response, err = octets(in.Response, in.ResponseBase64); err != nil {
		problem(w, http.StatusBadRequest, "responseBase64", fault.Of(err))
		return
	}
	if a.Then, err = octets(nil, in.ThenBase64); err != nil {
		problem(w, http.StatusBadRequest, "thenBase64", fault.Of(err))
		return
	}
	if n := len(a.Response) + len(a.Then); a.Response == nil || n > h.Limits.AnswerBytes {
		problem(w, http.StatusBadRequest, "response", fault.New(fault.Size, "most", strconv.Itoa(h.Limits.AnswerBytes)))
		return
	}
	if err := pieces.Check(in.Pieces, h.Limits.Pieces, h.Limits.Pauses); err != nil {
		problem(w, http.StatusBadRequest, "pieces", fault.Of(err))
		return
	}
	if err := a.Check(); err != nil {
		problem(w, http.StatusBadRequest, "response", fault.Of(err))
		return
	}
	expires := h.Answers.Put(id, a)
	reply(w, struct {
		Schema  int    `json:"schema"`
		Socket  string `json:"socket"`
		Expires string `json:"expires"`
	}{1, "live/" + id + "/answer", expires.UTC().Format(time.RFC3339)})
}

func (h *handler) act(w http.ResponseWriter, r *http.Request, id string) {
	var in struct {
		Ping      *string        `json:"ping"`
		Pong      *string        `json:"pong"`
		Text      *string        `json:"text"`
		Close     *upgrade.Close `json:"close"`
		RawBase64 *string        `json:"rawBase64"`
	}
	if !h.decode(w, r, &in) {
		return
	}
	var acts []upgrade.Act
	for _, s := range []struct {
		kind string
		text *string
	}{{upgrade.Ping, in.Ping}, {upgrade.Pong, in.Pong}, {upgrade.Text, in.Text}} {
		if s.text != nil {
			acts = append(acts, upgrade.Act{Kind: s.kind, Data: []byte(*s.text)})
		}
	}
	if in.Close != nil {
		acts = append(acts, upgrade.Act{Kind: upgrade.Closing, Close: *in.Close})
	}
	if in.RawBase64 != nil {
		b, err := base64.StdEncoding.DecodeString(*in.RawBase64)
		if err != nil {
			problem(w, http.StatusBadRequest, "rawBase64", fault.Of(err))
			return
		}
		acts = append(acts, upgrade.Act{Kind: upgrade.Raw, Data: b})
	}
	if len(acts) != 1 {
		problem(w, http.StatusBadRequest, "", usage("expected one of ping, pong, text, close, rawBase64"))
		return
	}
	if err := acts[0].Check(); err != nil {
		problem(w, http.StatusBadRequest, acts[0].Kind, fault.Of(err))
		return
	}
	if err := h.Acts.Act(id, acts[0]); err != nil {
		problem(w, http.StatusConflict, "", fault.Of(err))
		return
	}
	reply(w, struct {
		Schema int `json:"schema"`
		Sent   int `json:"sent"`
	}{1, acts[0].Size()})
}
