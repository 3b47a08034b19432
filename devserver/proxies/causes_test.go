package proxies_test

import (
	"slices"
	"strings"
	"testing"

	"handshake101/devserver/proxies"
)

// TestCauses: more ways to get it wrong, each a small change of what works, in
// the real programs. What arrives tells the cause: the inspector names it.
func TestCauses(t *testing.T) {
	right := map[string]string{}
	for _, e := range proxies.Examples() {
		right[e.ID] = e.Right
	}
	for _, c := range []struct {
		name, program, from, to string
		first, cause            string // the first finding, and the rule that names the proxy
	}{
		{"nginx without proxy_http_version", "nginx", "proxy_http_version 1.1;", "", "up.req.http10", "up.req.http10"},
		{"nginx without Upgrade", "nginx", "proxy_set_header   Upgrade    $http_upgrade;", "", "ws.req.upgrade", "prac.proxy.strip"},
		{"nginx without Connection", "nginx", "proxy_set_header   Connection $connection_upgrade;", "", "up.req.connection-option", "prac.proxy.strip"},
		{"Apache without upgrade=", "apache", " upgrade=websocket", "", "ws.req.upgrade", "prac.apache.no-upgrade"},
		{"Apache, a narrower line first", "apache", "ProxyPass        / http", "ProxyPass        /live/ http://127.0.0.1:8101/live/\nProxyPass        / http", "ws.req.upgrade", "prac.apache.no-upgrade"},
		{"HAProxy without Upgrade", "haproxy", " unless { req.hdr(Upgrade) -i websocket }", "", "ws.req.upgrade", "prac.proxy.strip"},
		{"HAProxy without Connection", "haproxy", "del-header Upgrade unless { req.hdr(Upgrade) -i websocket }", "del-header Connection", "up.req.connection-option", "prac.proxy.strip"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(right[c.program], c.from) {
				t.Fatalf("%q is not in what works", c.from)
			}
			behind := lab(t)
			front := begin(t, c.program, strings.Replace(right[c.program], c.from, c.to, 1), behind)
			id := "cause-0123456789-0001"
			status, _ := try(t, front, id)
			request, response, _ := recording(t, behind, id)
			rules := fired(request, response)
			if status == 101 || len(rules) == 0 || rules[0] != c.first || !slices.Contains(rules, c.cause) {
				t.Errorf("status %d, findings %v, for\n%s", status, rules, request)
			}
		})
	}
}
