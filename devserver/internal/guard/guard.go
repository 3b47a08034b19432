// Package guard keeps strangers' web pages out. Any page a visitor has open
// can make their browser send requests to a server on their own machine. Two
// checks stop that: the Host must be a name that only this server goes by (a
// name of the attacker's that was rebound to this address is refused), and an
// Origin, where a browser sends one, must be this server's own.
package guard

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Guard knows the names this server goes by.
type Guard struct {
	// Names are host names besides those of loopback, lower case.
	Names []string
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

// OwnHost tells whether a Host names this server. An IP address always does:
// a page whose origin is an address was served from there, so an address
// cannot be rebound.
func (g *Guard) OwnHost(host string) bool {
	name := host
	if h, port, err := net.SplitHostPort(host); err == nil {
		if strings.Trim(port, "0123456789") != "" {
			return false
		}
		name = h
	}
	name = strings.ToLower(name)
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		return true
	}
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	for _, own := range g.Names {
		if name == own {
			return true
		}
	}
	return false
}

// Origins lists the origins that are this server's own for a request with the
// given Host; nil when the Host is not this server's.
func (g *Guard) Origins(host string) []string {
	if !g.OwnHost(host) {
		return nil
	}
	host = strings.ToLower(host)
	return []string{"http://" + host, "https://" + host}
}

// Protect refuses requests under a foreign Host, and requests of foreign
// origins to the parts that do something.
func (g *Guard) Protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !g.OwnHost(r.Host) {
			http.Error(w, "This server does not go by the name in Host. Open it by its address or as localhost.", http.StatusForbidden)
			return
		}
		if acts(r.URL.Path) && !g.sameOrigin(r) {
			http.Error(w, "Only this server's own pages may ask this.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func acts(path string) bool {
	return strings.HasPrefix(path, "/live/") || strings.HasPrefix(path, "/api/")
}

// sameOrigin lets in what carries no Origin (programs, and a browser's own
// navigation) and what comes from this server's pages.
func (g *Guard) sameOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" || site == "same-site" {
		return false
	}
	origins := r.Header.Values("Origin")
	if len(origins) == 0 {
		return true
	}
	for _, own := range g.Origins(r.Host) {
		if len(origins) == 1 && strings.EqualFold(origins[0], own) {
			return true
		}
	}
	return false
}
