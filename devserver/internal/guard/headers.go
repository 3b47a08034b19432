package guard

import (
	"net/http"
	"strconv"
	"strings"
)

// Headers sets, on every answer of net/http, what keeps the page's origin its
// own: nothing runs but the page's files and its wasm, nothing is sniffed, and
// no site frames it but those that were allowed to.
func (g *Guard) Headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connect, ancestors := "'self'", "'self'"
		if name, _ := splitHost(r.Host); strings.HasPrefix(name, "[") && g.OwnHost(r.Host) {
			connect += " ws: wss:" // a policy cannot name an address of IPv6
		} else if g.OwnHost(r.Host) { // 'self' covers ws: only in newer browsers
			connect += " ws://" + r.Host + " wss://" + r.Host
			for _, p := range g.Ports {
				at := name + ":" + strconv.Itoa(p)
				if at != r.Host {
					connect += " ws://" + at + " wss://" + at
				}
			}
		}
		if len(g.Allowed) > 0 {
			ancestors += " " + strings.Join(g.Allowed, " ")
		}
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "+
			"connect-src "+connect+"; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors "+ancestors+"; "+
			"require-trusted-types-for 'script'; trusted-types handshake101")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}
