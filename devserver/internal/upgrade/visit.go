package upgrade

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"handshake101/devserver/internal/echo"
	"handshake101/devserver/internal/guard"
	"handshake101/devserver/internal/record"
	"handshake101/handshake"
)

// What the URL of the upgrade endpoint says: under which id to record, what
// policy to answer by, and whether secrets may be kept.

// enter notes where a request goes. Requests of one connection under one id
// are one recording. An errand is recorded by the one who sends it.
func (v *visit) enter(where place) {
	if v.recording == nil || v.id != where.id {
		v.endRecording()
		started := time.Now()
		if len(v.stamps) > 0 && v.stamps[0].at.Before(started) {
			started = v.stamps[0].at
		}
		v.published = v.errand != nil
		limit := v.server.Limits.RecordingBytes
		if v.errand != nil {
			limit = 0
		}
		v.recording = record.New(where.id, started, limit)
		v.recording.SetTLS(wrapping(v.conn))
		v.recording.SetFrom(v.conn.address)
	}
	v.place = where
}

// publish moves the first n bytes of the inbox to the recording and makes it
// readable. It is never readable with secrets in it.
func (v *visit) publish(n int) {
	mask := !v.keepsSecrets()
	if !v.continued.IsZero() {
		head, _ := handshake.HeadEnd(v.bytes())
		v.take(v.recording, head, mask)
		if v.recording != nil {
			v.recording.Append(handshake.FromServer, v.continued, []byte(goOn))
		}
		v.continued = time.Time{}
		n -= head
	}
	v.take(v.recording, n, mask)
	if v.recording != nil && !v.published {
		v.published = true // once: a newer one of the same id is to stay
		v.server.Recordings.Put(v.recording)
	}
}

func (v *visit) endRecording() {
	if v.recording != nil {
		v.recording.Close(time.Now())
		v.recording = nil
	}
}

// keepsSecrets tells whether the one who connects asked to keep Cookie and
// Authorization as they are. Only the connection itself may ask: whoever reads
// a recording later cannot bring back what was never kept.
func (v *visit) keepsSecrets() bool { return keepsSecrets(v.query) }

func keepsSecrets(query string) bool {
	return slices.Contains(strings.Split(query, "&"), "secrets=keep")
}

// policy is the one to answer by. An errand may bring it along; it is then the
// one that the page predicted by.
func (v *visit) policy() (*handshake.Policy, error) {
	errand := v.errand
	if errand == nil {
		errand = v.server.errands.passedOn(v.id)
	}
	if errand != nil && errand.Policy != nil {
		return errand.Policy, nil
	}
	glance := handshake.GlanceAt(v.bytes())
	p, err := queryPolicy(v.query, glance)
	if err == nil && errand == nil {
		guardOrigin(v.server.Guard, p, glance.Host)
	}
	return p, err
}

// queryPolicy reads the policy in the query. What it leaves out is the willing
// server, with two exceptions: only protocols that are really spoken here, and
// any subprotocol that the client offers.
func queryPolicy(query string, glance handshake.Glance) (*handshake.Policy, error) {
	p := &handshake.Policy{Protocols: echo.Protocols(), Subprotocols: glance.Subprotocols}
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		key, value, _ := strings.Cut(part, "=")
		key, err := url.QueryUnescape(key)
		if err == nil {
			value, err = url.QueryUnescape(value)
		}
		if err != nil {
			return nil, errors.New("query: got " + handshake.Quote(part) + ", expected key=value with % and two hex digits for each special byte")
		}
		if i := strings.IndexFunc(value, unprintable); i >= 0 {
			// It may stand in the answer's head, where a line end would begin a
			// field of the attacker's, in this origin.
			return nil, errors.New("query: got " + handshake.Quote(part) + ", expected printable ASCII in the value")
		}
		if key == "secrets" {
			if value != "keep" && value != "mask" {
				return nil, errors.New("secrets: got " + handshake.Quote(value) + ", expected keep or mask")
			}
			continue
		}
		if err := p.Set(key, value); err != nil {
			return nil, err
		}
	}
	if err := spoken("only", p.Only); err != nil {
		return nil, err
	}
	for _, name := range p.Protocols {
		if err := spoken("protocols", name); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func unprintable(r rune) bool { return r < ' ' || r > '~' }

// spoken refuses protocols that a policy must not promise.
func spoken(key, protocol string) error {
	if protocol == "" || echo.For(protocol) != nil {
		return nil
	}
	return errors.New(key + ": got " + handshake.Quote(protocol) + ", expected a protocol that this server speaks: " +
		strings.Join(echo.Protocols(), ", ") + " or a name of your own")
}

// guardOrigin lets in only this server's own pages where the request is one
// that a browser may have sent here: its Host is ours. A request for another
// host is a lesson typed by hand; it can have come from a browser only through
// a rebound name, and gets back nothing but its own bytes.
func guardOrigin(g *guard.Guard, p *handshake.Policy, host string) {
	own := g.Origins(host)
	if own == nil {
		return
	}
	if p.Origins == nil {
		p.Origins = own
		return
	}
	p.Origins = slices.DeleteFunc(p.Origins, func(o string) bool { return !slices.Contains(own, o) })
}
