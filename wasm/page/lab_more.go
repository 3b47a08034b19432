package page

import (
	"strings"

	"handshake101/handshake"
)

func (m *Model) learnProxies(msg Message) {
	l := &m.Live.Lab
	v, ok := handshake.ReadJSON(msg.Value)
	if msg.Number != 200 || !ok {
		l.ProxiesWhy = fault(msg)
		return
	}
	l.ProxiesWhy, l.Proxies = phrase(nil), v.Get("proxies").Items
}

// proxyFinding is the first finding that speaks of a proxy on the way.
func (m *Model) proxyFinding() *handshake.Finding {
	for _, side := range []handshake.Side{handshake.FromClient, handshake.FromServer} {
		list := m.findings(side)
		for i := range list {
			for _, prefix := range []string{"prac.nginx.", "prac.apache.", "prac.haproxy.", "prac.proxy.", "prac.cloud.", "up.proxy.", "up.req.http10"} {
				if strings.HasPrefix(list[i].Rule.ID, prefix) {
					return &list[i]
				}
			}
		}
	}
	return nil
}

// elsewhere is an address of this server's other port; hosts of IPv6 have
// brackets and colons of their own.
func (m *Model) elsewhere(port int) string {
	host := m.Live.Host
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		host = host[:i]
	}
	return "https://" + host + ":" + itoa(port) + "/"
}

// twinAddress is where this browser makes the same handshake over HTTP/1.1; ""
// when it cannot from here.
func (m *Model) twinAddress() string {
	if a := &m.Live.Lab.About; a.Twin != 0 && a.TLS != "" {
		return m.elsewhere(a.Twin)
	}
	return ""
}
