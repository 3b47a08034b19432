// Package guard keeps strangers' web pages out. Any page a visitor has open
// can make their browser send requests to a server on their own machine. Two
// checks stop that: the Host must be a name that only this server goes by (a
// name of the attacker's that was rebound to this address is refused), and an
// Origin, where a browser sends one, must be this server's own, or one that
// whoever started the server allowed.
package guard

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Guard knows the names this server goes by, and who else may embed it.
type Guard struct {
	// Names are host names besides those of loopback, lower case.
	Names []string
	// Ports are all that the server listens on: its own pages may come from any.
	Ports []int
	// Allowed are origins of others that may embed the page and use the lab.
	Allowed []string
}

// ForAddress makes the guard of a server that listens on the address. A host
// name in it is one the server goes by.
func ForAddress(addr string) *Guard {
	g := new(Guard)
	if host, _, err := net.SplitHostPort(addr); err == nil && host != "" {
		if _, err := netip.ParseAddr(host); err != nil {
			g.Names = append(g.Names, strings.ToLower(host))
		}
	}
	return g
}

// Allow adds an origin of somebody else, as a browser writes it: in lower case,
// without the port that its scheme implies.
func (g *Guard) Allow(origin string) error {
	u, err := url.Parse(origin)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Scheme+"://"+u.Host != origin ||
		u.Hostname() == "" || strings.ContainsFunc(u.Host, notInHost) {
		return fmt.Errorf("-allow-origin: got %q, expected an origin such as https://docs.example.org (a name that is not ASCII in its xn-- form)", origin)
	}
	usual := map[string]string{"http": ":80", "https": ":443"}[u.Scheme]
	g.Allowed = append(g.Allowed, strings.ToLower(strings.TrimSuffix(origin, usual)))
	return nil
}

func notInHost(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("*;,'\"", r) }

// OwnHost tells whether a Host names this server. An IP address always does:
// a page whose origin is an address was served from there, so an address
// cannot be rebound. A zone is no part of an address in a URL; it could hold
// any text, and Host goes into the policy that Headers sets.
func (g *Guard) OwnHost(host string) bool {
	name, port := splitHost(host)
	if strings.Trim(port, "0123456789") != "" {
		return false
	}
	name = strings.ToLower(name)
	if a, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		return a.Zone() == ""
	}
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || slices.Contains(g.Names, name)
}

func splitHost(host string) (name, port string) {
	if h, p, err := net.SplitHostPort(host); err == nil {
		if strings.Contains(h, ":") {
			h = "[" + h + "]"
		}
		return h, p
	}
	return host, ""
}

// Origins lists the origins that may connect for a request with the given
// Host: this server's own, on each of its ports, and those allowed. It is nil
// when the Host is not this server's.
func (g *Guard) Origins(host string) []string {
	if !g.OwnHost(host) {
		return nil
	}
	host = strings.ToLower(host)
	own := []string{"http://" + host, "https://" + host}
	name, _ := splitHost(host)
	for _, p := range g.Ports {
		at := name + ":" + strconv.Itoa(p)
		own = append(own, "http://"+at, "https://"+at)
	}
	return append(own, g.Allowed...)
}

// Protect refuses requests under a foreign Host, and requests of foreign
// origins to the parts that do something.
func (g *Guard) Protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !g.OwnHost(r.Host) {
			http.Error(w, "This server does not go by the name in Host. Open it by its address or as localhost.", http.StatusForbidden)
			return
		}
		if acts(r.URL.Path) {
			w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
		}
		if g.share(w, r) {
			return
		}
		if acts(r.URL.Path) && !g.sameOrigin(r) {
			http.Error(w, "Only this server's own pages may ask this.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// share tells a browser that pages of an allowed origin may read the answer
// (CORS), and answers its question whether they may ask at all.
func (g *Guard) share(w http.ResponseWriter, r *http.Request) (done bool) {
	if len(g.Allowed) == 0 {
		return false
	}
	w.Header().Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if !g.allows(origin) {
		return false
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	h.Set("Access-Control-Allow-Methods", "GET, POST, PUT")
	h.Set("Access-Control-Allow-Headers", "Accept, Content-Type")
	h.Set("Access-Control-Max-Age", "600")
	if r.Header.Get("Access-Control-Request-Private-Network") == "true" {
		h.Set("Access-Control-Allow-Private-Network", "true")
	}
	w.WriteHeader(http.StatusNoContent)
	return true
}

func (g *Guard) allows(origin string) bool {
	return origin != "" && slices.Contains(g.Allowed, strings.ToLower(origin))
}

func acts(path string) bool {
	return strings.HasPrefix(path, "/live/") || strings.HasPrefix(path, "/api/") || path == "/metrics"
}

// sameOrigin lets in what carries no Origin (programs, and a browser's own
// navigation), what comes from this server's pages, and who is allowed.
func (g *Guard) sameOrigin(r *http.Request) bool {
	origins := r.Header.Values("Origin")
	if len(origins) == 1 && g.allows(origins[0]) {
		return true
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" || site == "same-site" && !g.ownPort(r) {
		return false
	}
	if len(origins) == 0 {
		return true
	}
	return g.ownPort(r)
}

// ownPort tells an Origin that is this server's, on any of its ports.
func (g *Guard) ownPort(r *http.Request) bool {
	origins := r.Header.Values("Origin")
	return len(origins) == 1 && slices.ContainsFunc(g.Origins(r.Host), func(own string) bool { return strings.EqualFold(origins[0], own) })
}
