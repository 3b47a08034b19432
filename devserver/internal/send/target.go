package send

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
)

// Target is a server that may be sent to, named by whoever started this one.
// Its name is resolved once: a name that later leads elsewhere (DNS rebinding)
// changes nothing.
type Target struct {
	Name      string // as given: host:port
	Host      string
	Addresses []netip.AddrPort // tried in this order: localhost is often two
}

// Resolve reads and resolves targets.
func Resolve(ctx context.Context, names []string) ([]Target, error) {
	var all []Target
	for _, name := range names {
		host, port, err := net.SplitHostPort(name)
		if err != nil || host == "" {
			return nil, fmt.Errorf("-target: got %q, expected host:port", name)
		}
		n, err := net.DefaultResolver.LookupPort(ctx, "tcp", port)
		if err != nil || n == 0 {
			return nil, fmt.Errorf("-target: got port %q, expected 1 to 65535", port)
		}
		found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		if err != nil {
			return nil, fmt.Errorf("-target: %w", err)
		}
		t := Target{Name: name, Host: host}
		for _, ip := range found {
			if ip = ip.Unmap(); ip.IsUnspecified() || ip.IsMulticast() {
				return nil, fmt.Errorf("-target: %s is %s, expected the address of one host", host, ip)
			}
			if a := netip.AddrPortFrom(ip, uint16(n)); !slices.Contains(t.Addresses, a) {
				t.Addresses = append(t.Addresses, a)
			}
		}
		all = append(all, t)
	}
	return all, nil
}

func find(all []Target, name string) *Target {
	for i := range all {
		if all[i].Name == name {
			return &all[i]
		}
	}
	return nil
}
